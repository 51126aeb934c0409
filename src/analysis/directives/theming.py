"""The themes of a text's demands: of their own words, else of what they stand under or what stands under them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from analysis.directives.levels import Place
from analysis.directives.units import Unit
from analysis.themes import MAIN, SIDE, Pack, Themed, decide, find_terms

_ACTS = ("modal", "action", "other")
_WHOLE = "overall"  # the theme of what has no word of any, in a pack that has such a theme


def theme_units(text: str, units: Sequence[Unit], places: Sequence[Place], pack: Pack) -> list[Themed]:
    """Theme and second-best theme of every unit.

    A headline without a word of any theme has the theme most of what stands under it has; any other unit without one
    inherits its parent's. A parent's theme is the second best where the words leave room for it.
    """
    themes = [_own(text, unit, pack) for unit in units]
    children: dict[int, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if place.parent is not None:
            children[place.parent].append(number)
    for number in range(len(units) - 1, -1, -1):
        if themes[number][0] is None and children[number]:
            themes[number] = _commonest([themes[child] for child in children[number]])
    for number, place in enumerate(places):
        theme, second = themes[number]
        above = themes[place.parent][0] if place.parent is not None else None
        if theme is None:
            themes[number] = (above or (_WHOLE if _WHOLE in pack.kinds else None), None)
        elif second is None and above != theme:
            themes[number] = (theme, above)
    return themes


def _own(text: str, unit: Unit, pack: Pack) -> Themed:
    """By the unit's own words, those of its action clauses first where it has any."""
    hits = []
    has_action = any(form.kind in _ACTS for form in unit.forms)
    for form in unit.forms:
        start = form.ordinal.end if form.ordinal else form.start
        acts = not has_action or form.kind in _ACTS
        hits += find_terms(text[start : form.end], pack, start, MAIN if acts else SIDE)
    return decide(hits, pack)


def _commonest(themes: Sequence[Themed]) -> Themed:
    counts = Counter(theme for theme, _ in themes if theme is not None).most_common(2)
    first, second = [*(theme for theme, _ in counts), None, None][:2]
    return first, second
