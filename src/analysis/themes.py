"""The theme of a phrase: a lexicon pack an expert can edit, and the order in which its themes are decided.

The object of the clause decides; rural objects beat media (water, air, soil), media beat every other theme that is
named beside them; of the rest the one with most weight wins, where the last word weighs more, since the head of a
Chinese noun phrase stands last.

A pack of one field marks its words that any field uses (责任, 项目, 机制) as `generic` in the column `note`: they say
which theme of the field a phrase has, never that it is of the field.
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
_GENERIC = "generic"  # the note of a term that any field uses
_NO_FIELD = ("instrument", _FRAMING)  # kinds of themes that say nothing of the field

Themed = tuple[str | None, str | None]  # theme and second-best theme
Hit = tuple[int, str, float]  # where a term stands, the term, and its weight


class Pack(NamedTuple):
    """A theme pack: its terms and, of each theme, its kind.

    `generic` are the terms that any field uses, `foreign` finds the words of other fields: those the other packs have
    under a theme that is not this pack's own name. To a pack that has the other's name among its themes it covers
    that field, and the other's words are not foreign.
    """

    matcher: Matcher
    theme_of: dict[str, str]
    kinds: dict[str, str]
    generic: frozenset[str]
    foreign: Matcher

    @property
    def of_one_field(self) -> bool:
        """Whether there are fields outside the pack's own."""
        return bool(self.foreign.terms)

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
    terms, labels = Same(lexicons[f"themes/{name}"]), Same(lexicons[f"theme_labels/{name}"])
    others = tuple(
        (Same(lexicons[f"themes/{other}"]), Same(lexicons[f"theme_labels/{other}"]))
        for other in pack_names(lexicons)
        if other != name and other not in {entry.term for entry in labels.rows}
    )
    return _compile(name, terms, labels, others)


def pack_names(lexicons: Lexicons) -> list[str]:
    """The theme packs there are, by name."""
    names = (name.removeprefix("themes/") for name in lexicons if name.startswith("themes/"))
    return sorted(name for name in names if f"theme_labels/{name}" in lexicons)


@lru_cache(maxsize=8)
def _compile(name: str, terms: Same, labels: Same, others: tuple[tuple[Same, Same], ...]) -> Pack:
    theme_of = {entry.term: entry.category for entry in terms.rows}
    generic = frozenset(entry.term for entry in terms.rows if entry.note == _GENERIC)
    foreign = []
    for other_terms, other_labels in others:
        apart = {entry.term for entry in other_labels.rows if entry.category not in _NO_FIELD} - {name}
        foreign += [e.term for e in other_terms.rows if e.category in apart and e.term not in theme_of]
    return Pack(
        Matcher(theme_of),
        theme_of,
        {entry.term: entry.category for entry in labels.rows},
        generic,
        Matcher(foreign),
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


def is_foreign(text: str, hits: Iterable[Hit], offset: int, pack: Pack) -> bool:
    """Whether a phrase has a word of another field that is no part of the terms found in it."""
    taken = [(start - offset, start - offset + len(term)) for start, term, _ in hits]
    return any(
        all(end <= start or first >= stop for start, stop in taken)
        for first, end, _ in pack.foreign.find(text)
    )


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
    firm = {pack.theme_of[term] for _, term, weight in hits if weight == MAIN and term not in pack.generic}
    first = min(weights, key=lambda theme: (_rank(theme, firm, pack), -weights[theme]))
    others = sorted(weights.keys() - {first}, key=lambda theme: (-weights[theme], theme))
    if others and (others[0] in named or weights[others[0]] >= _CLOSE * weights[first]):
        return first, others[0]
    return first, None


def _rank(theme: str, firm: set[str], pack: Pack) -> int:
    kind = pack.kinds.get(theme, "")
    return _FIRST.index(kind) if kind in _FIRST and theme in firm else len(_FIRST)
