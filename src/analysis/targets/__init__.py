"""What can be measured: figures, dates, standards, policy shorthands, and outcomes promised in full.

Every numeral that counts, dates, orders, measures or codes a policy is a target, and so is an outcome with an explicit
standard or completeness (确保…达标, 全覆盖, 清零). No targets are the ordinals of lists (一要, 第一是) and 一 where it does
not count (一批, 一些, 一体化, 一方面).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from analysis.lexicons import Entry
from analysis.settings import Settings
from analysis.targets.numerals import find_coded, find_dated, find_numbers
from analysis.targets.outcomes import find_outcomes
from analysis.targets.target import Span, Target, get_terms

__all__ = ["Span", "Target", "find_targets"]

# An indicator and its figure stand in one clause, so close together.
_LINK = re.compile(r"^[^,，。;；:：!！?？\n]{0,24}$")


def find_targets(text: str, directives: Sequence[Span], settings: Settings) -> list[Target]:
    """Every target of a clean text, in order, no two over the same character.

    Parameters
    ----------
    text
        Clean text.
    directives
        Directives with start and end, in order; a target bears the index of the one it stands in.
    settings
        Its lexicons `target_cues`, `shorthands` and `units` are used.

    Examples
    --------
    >>> text = "确保水质稳定达标,新建绿道12公里,落实三线一单"
    >>> [(text[t.start:t.end], t.value, t.kind) for t in find_targets(text, [], Settings())]
    [('确保水质稳定达标', '100%', 'target'), ('12公里', '12', 'count'), ('三线一单', '3;1', 'shorthand')]
    """
    cues, shorthands, units = (settings.terms(name) for name in ("target_cues", "shorthands", "units"))
    found = [
        *find_outcomes(text, cues),
        *find_dated(text),
        *find_coded(text, shorthands),
        *find_numbers(text, units),
    ]
    found = _join_indicators(text, _without_overlap(found), cues)
    starts = [directive.start for directive in directives]
    return [target._replace(directive_index=_index_at(target.start, starts, directives)) for target in found]


def _index_at(position: int, starts: Sequence[int], directives: Sequence[Span]) -> int | None:
    at = bisect_right(starts, position) - 1
    return at if at >= 0 and position < directives[at].end else None


def _without_overlap(found: Iterable[Target]) -> list[Target]:
    """Earlier kinds win: an outcome holds the figures in it."""
    kept: list[Target] = []
    taken: set[int] = set()
    for target in found:
        stretch = range(target.start, target.end)
        if taken.isdisjoint(stretch):
            taken.update(stretch)
            kept.append(target)
    return sorted(kept)


def _join_indicators(text: str, targets: list[Target], cues: tuple[Entry, ...]) -> list[Target]:
    """A figure and the indicator it is of, in one clause, are one target: PM2.5平均浓度下降10%."""
    hits = get_terms(cues, "indicator").find(text)
    joined: list[Target] = []
    for target in targets:
        hit = _indicator_before(text, target, hits)
        if hit is None or (joined and joined[-1].end > hit[0]):
            joined.append(target)
            continue
        end = target.end + (text[target.end : target.end + 1] in ("”", '"'))
        joined.append(Target(hit[0], end, target.value, hit[2], "indicator"))
    return joined


def _indicator_before(
    text: str, target: Target, hits: Sequence[tuple[int, int, str]]
) -> tuple[int, int, str] | None:
    if target.kind not in ("indicator", "shorthand", "count"):
        return None
    at = bisect_right(hits, target.start, key=lambda hit: hit[0]) - 1
    first = None
    while at >= 0 and hits[at][1] <= target.start and _LINK.match(text[hits[at][1] : target.start]):
        first, at = hits[at], at - 1
    return first
