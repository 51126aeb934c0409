"""What is demanded: every clause by which a speaker or the meeting tells the audience to act."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from analysis.directives.levels import Place, place_units
from analysis.directives.theming import theme_units
from analysis.directives.units import Unit, find_units
from analysis.directives.wording import strength_of, verb_and_object
from analysis.language import Language, language_of
from analysis.lexicons import Lexicons
from analysis.segments.sections import Section
from analysis.segments.sentences import Clause
from analysis.segments.turns import Turn
from analysis.themes import Themed, read_pack


class Directive(NamedTuple):
    """A demand; fields are the columns of the frame."""

    parent_index: int | None
    list_index: int | None
    level: int
    ordinal: str | None
    is_listed: bool
    speaker: str
    verb: str | None
    object: str | None
    theme: str | None
    theme_alt: str | None
    strength: str
    start: int
    end: int


def find_directives(
    text: str,
    sections: Sequence[Section],
    turns: Sequence[Turn],
    clauses: Sequence[Clause],
    *,
    lexicons: Lexicons,
    theme_pack: str = "environment",
) -> list[Directive]:
    """The demands of a text in order, by the definition of the annotation guidelines.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> from analysis.segments import split_clauses, split_sections, split_sentences
    >>> text = "会议强调,要打好蓝天保卫战,围绕扬尘治理,精准施策,确保达标。"
    >>> turns, lexicons = [Turn("会议", None, 0, len(text))], read_lexicons()
    >>> sections = split_sections(text, split_sentences(text), turns, lexicons)
    >>> rows = find_directives(text, sections, turns, split_clauses(text), lexicons=lexicons)
    >>> [(row.level, row.theme, text[row.start : row.end]) for row in rows]
    [(1, 'air', '要打好蓝天保卫战'), (3, 'air', '围绕扬尘治理,精准施策,确保达标')]
    """
    language = language_of(lexicons)
    found = find_units(text, sections, turns, clauses, language)
    units = [entry for entry in found if isinstance(entry, Unit)]
    places = place_units(text, found)
    pack = read_pack(lexicons, theme_pack)
    themes = theme_units(text, units, places, pack)
    listed = _listed(units, places, [theme for theme, _ in themes], pack.framing)
    return [
        _row(text, unit, place, themed, is_listed, language)
        for unit, place, themed, is_listed in zip(units, places, themes, listed, strict=True)
    ]


def _row(
    text: str, unit: Unit, place: Place, themed: Themed, is_listed: bool, language: Language
) -> Directive:
    ordinal = unit.forms[0].ordinal
    verb, target = verb_and_object(text, unit)
    return Directive(
        parent_index=place.parent,
        list_index=place.list_index,
        level=place.level,
        ordinal=ordinal.printed if ordinal else None,
        is_listed=is_listed,
        speaker=unit.speaker,
        verb=verb,
        object=target,
        theme=themed[0],
        theme_alt=themed[1],
        strength=strength_of(text, unit, language),
        start=unit.start,
        end=unit.end,
    )


def _listed(
    units: Sequence[Unit], places: Sequence[Place], themes: Sequence[str | None], framing: frozenset[str]
) -> list[bool]:
    """Whether each stands under a real priority: not under an unnumbered headline that only frames.

    Framing is a theme that frames (political, overall), or being the umbrella of the numbered list that follows.
    """
    roots = [number for number, place in enumerate(places) if place.root == number]
    listed: dict[int, bool] = {}
    for root, after in zip_longest(roots, roots[1:]):
        umbrella = (
            after is not None and _is_numbered(units[after]) and units[after].epoch == units[root].epoch
        )
        listed[root] = _is_numbered(units[root]) or not (themes[root] in framing or umbrella)
    return [listed[place.root] for place in places]


def _is_numbered(unit: Unit) -> bool:
    return unit.headline or unit.forms[0].ordinal is not None
