"""The themes of a text's demands: of their own words, else of what they stand under or what stands under them.

A pack of one field (environment) is held to its field: words that any field uses (责任, 项目) carry a theme only where
the demand is of the field, by a word of its own, by the demand it stands under, or by the text as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from analysis.directives.levels import Place
from analysis.directives.units import Unit
from analysis.themes import MAIN, SIDE, Hit, Pack, Themed, decide, find_terms, is_foreign

_ACTS = ("modal", "action", "other")
_WHOLE = "overall"  # the theme of what has no word of any, in a pack that has such a theme
_FIELD_SHARE = 0.25  # of the demands with a word of the field alone, from which a text is about the field
_BLOCK_SHARE = 0.5  # the same of the demands that stand under one headline


# A pack of every field: a headline's theme goes to what stands under it where the headline names the theme itself and
# this share of the demands under it that have words of their own bear it out. In a hand-judged sample of what long
# reports inherit, 22 of 25 were right from a third on and 14 of 39 below a fifth.
_BORNE_OUT = 0.25
_FEW = 3  # demands with words of their own; fewer bear nothing out and nothing against


class _Reading(NamedTuple):
    """What the words of a unit say: the terms found, whether one is of the field alone, or of another field."""

    hits: list[Hit]
    is_own: bool
    is_foreign: bool


def theme_units(text: str, units: Sequence[Unit], places: Sequence[Place], pack: Pack) -> list[Themed]:
    """Theme and second-best theme of every unit; null where it is of no theme of the pack.

    A headline without a word of any theme has the theme most of what stands under it has; any other unit without one
    inherits its parent's, in a pack of every field only where the parent's is borne out. A
    parent's theme is the second best where the words leave room for it.
    """
    readings = [_read(text, unit, pack) for unit in units]
    children: dict[int, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if place.parent is not None:
            children[place.parent].append(number)
    about = not pack.of_one_field or _share(readings, range(len(units))) >= _FIELD_SHARE
    held = [about or reading.is_own for reading in readings]
    if not about:
        held = _hold(readings, places, children)
    themes = [decide(r.hits, pack) if ok else (None, None) for r, ok in zip(readings, held, strict=True)]
    for number in range(len(units) - 1, -1, -1):
        if themes[number][0] is None and children[number]:
            under = [themes[child][0] for child in children[number]]
            themes[number] = _commonest([theme for theme in under if theme or not about])
    heirs = None if pack.of_one_field else _bequeathing(readings, themes, children)
    whole = _WHOLE if about and pack.of_one_field and _WHOLE in pack.kinds else None
    for number, place in enumerate(places):
        theme, second = themes[number]
        if not pack.of_one_field and not readings[number].is_own and place.parent is not None:
            theme, second = None, theme  # a word of any field is no evidence where a headline names one
        above = themes[place.parent][0] if place.parent is not None and held[number] else None
        if theme is None and not readings[number].is_foreign:
            if heirs is not None and place.parent is not None and place.parent not in heirs:
                above = second = None  # 落实, 制度 under a headline that cannot be told say no field either
            themes[number] = (above or second or whole, second if above and second != above else None)
        elif theme is not None and second is None and above != theme:
            themes[number] = (theme, above)
    return themes


def _bequeathing(
    readings: Sequence[_Reading], themes: Sequence[Themed], children: dict[int, list[int]]
) -> set[int]:
    """The headlines whose theme goes to what stands under them: of their own words and borne out, or of few demands."""
    found = set()
    for number, under in children.items():
        own = [themes[child][0] for child in under if readings[child].is_own]
        borne_out = len(own) < _FEW or own.count(themes[number][0]) >= _BORNE_OUT * len(own)
        if len(under) < _FEW or (readings[number].is_own and borne_out):
            found.add(number)
    return found


def _read(text: str, unit: Unit, pack: Pack) -> _Reading:
    """The unit's own words, those of its action clauses first where it has any."""
    hits: list[Hit] = []
    has_action = any(form.kind in _ACTS for form in unit.forms)
    for form in unit.forms:
        start = form.ordinal.end if form.ordinal else form.start
        acts = not has_action or form.kind in _ACTS
        hits += find_terms(text[start : form.end], pack, start, MAIN if acts else SIDE)
    own = any(term not in pack.generic for _, term, _ in hits)
    return _Reading(hits, own, is_foreign(text[unit.start : unit.end], hits, unit.start, pack))


def _hold(
    readings: Sequence[_Reading], places: Sequence[Place], children: dict[int, list[int]]
) -> list[bool]:
    """Which demands of a text that is not about the field are of it all the same.

    A word of the field alone holds a demand; a headline that has one and no word of another field, or most of whose
    demands have one, holds what stands under it, except what is of another field by its own words.
    """
    firm = {
        number
        for number, under in children.items()
        if readings[number].is_own
        and not readings[number].is_foreign
        or _share(readings, under) >= _BLOCK_SHARE
    }
    return [
        reading.is_own or (place.parent in firm and not reading.is_foreign)
        for reading, place in zip(readings, places, strict=True)
    ]


def _share(readings: Sequence[_Reading], numbers: Sequence[int]) -> float:
    """The share of some demands that have a word of the field alone."""
    return sum(readings[number].is_own for number in numbers) / len(numbers) if len(numbers) else 0.0


def _commonest(themes: Sequence[str | None]) -> Themed:
    """The theme that most have, and the next; null where most have none."""
    counts = Counter(themes).most_common(2)
    first, second = [*(theme for theme, _ in counts), None, None][:2]
    return (first, second) if first is not None else (None, None)
