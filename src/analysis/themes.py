"""The theme of a phrase: a lexicon pack an expert can edit, and the order in which its themes are decided.

The object of the clause decides; rural objects beat media (water, air, soil), media beat every other theme that is
named beside them; of the rest the one with most weight wins, where the last word weighs more, since the head of a
Chinese noun phrase stands last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from analysis.language import Same
from analysis.lexicons import Lexicons, Matcher

# Kinds of themes (column `category` of theme_labels/<pack>) in the order of decision.
_FIRST = ("rural", "medium")
_FRAMING = "framing"
MAIN, SIDE = 1.0, 0.3  # weight of a term in the action clause, and in a clause of scene or result
_LAST = 1.5  # the head of a noun phrase stands last
_VAGUE = 0.35  # a framing theme's terms (工作, 目标) say less than any other's
_CLOSE = 0.4  # a second theme counts as an alternative from this share of the first's weight

Themed = tuple[str | None, str | None]  # theme and second-best theme
Hit = tuple[int, str, float]  # where a term stands, the term, and its weight


class Pack(NamedTuple):
    """A theme pack: its terms and, of each theme, its kind."""

    matcher: Matcher
    theme_of: dict[str, str]
    kinds: dict[str, str]

    @property
    def framing(self) -> frozenset[str]:
        """Themes that frame what follows instead of naming a priority."""
        return frozenset(theme for theme, kind in self.kinds.items() if kind == _FRAMING)


def read_pack(lexicons: Lexicons, name: str) -> Pack:
    """The pack of a name: `themes/<name>` and `theme_labels/<name>`.

    Raises
    ------
    KeyError
        If there is no such pack.
    """
    return _compile(Same(lexicons[f"themes/{name}"]), Same(lexicons[f"theme_labels/{name}"]))


@lru_cache(maxsize=8)
def _compile(terms: Same, labels: Same) -> Pack:
    return Pack(
        Matcher(entry.term for entry in terms.rows),
        {entry.term: entry.category for entry in terms.rows},
        {entry.term: entry.category for entry in labels.rows},
    )


def theme_of(text: str, pack: Pack) -> Themed:
    """Theme and second-best theme of a phrase by its own words; null where it has none.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> theme_of("强化农业面源污染治理", read_pack(read_lexicons(), "environment"))[0]
    'rural'
    """
    return decide(find_terms(text, pack), pack)


def find_terms(text: str, pack: Pack, offset: int = 0, weight: float = MAIN) -> list[Hit]:
    """The pack's terms in a phrase that stands at `offset` of the text."""
    return [(offset + start, term, weight) for start, _, term in pack.matcher.find(text)]


def decide(hits: Iterable[Hit], pack: Pack) -> Themed:
    """The decision order over the terms found."""
    hits = list(hits)
    weights: dict[str, float] = defaultdict(float)
    last = max((start for start, _, weight in hits if weight == MAIN), default=-1)
    for start, term, weight in hits:
        theme = pack.theme_of[term]
        size = len(term.strip("“”")) * weight * (_LAST if start == last and weight == MAIN else 1.0)
        weights[theme] += size * (_VAGUE if pack.kinds.get(theme) == _FRAMING else 1.0)
    if not weights:
        return None, None
    named = {pack.theme_of[term] for _, term, weight in hits if weight == MAIN}
    first = min(weights, key=lambda theme: (_rank(theme, named, pack), -weights[theme]))
    others = sorted(weights.keys() - {first}, key=lambda theme: (-weights[theme], theme))
    if others and (others[0] in named or weights[others[0]] >= _CLOSE * weights[first]):
        return first, others[0]
    return first, None


def _rank(theme: str, named: set[str], pack: Pack) -> int:
    kind = pack.kinds.get(theme, "")
    return _FIRST.index(kind) if kind in _FIRST and theme in named else len(_FIRST)
