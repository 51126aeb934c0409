"""The tree of demands: levels, parents and lists.

Level 1 is a numbered headline, or a demand outside any numbered block; level 2 what heads a part of it; level 3
the rest. Ordinals restart inside a text, so a list is known by its tag and its place, not by its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.directives.units import Break, Unit
from analysis.segments.layout import Ordinal

_SIDES = re.compile(r"(?:要)?(?:一方面|另一方面|在?点上|在?面上|一手(?=抓)|在?线上|对内|对外|横向|纵向)")
_HEAD_LENGTH = 16  # a head of a series is a phrase, not a sentence
_OUTLINE = (
    "section",
    "bracket",
    "line",
    "number",
    "small",
    "inline",
    "item",
)  # outermost first, where the text does not say


class Place(NamedTuple):
    """Where a unit stands in the tree; `parent` and `root` are numbers of units."""

    level: int
    parent: int | None
    root: int
    list_index: int | None


class _Tree:
    """The open blocks while the units are read in order."""

    def __init__(self) -> None:
        self.stack: list[tuple[Ordinal, int | None]] = []  # open ordinals and their units
        self.level_1: int | None = None
        self.level_2: int | None = None
        self.item: int | None = None  # a numbered unit of level 3
        self.list_index: int | None = None
        self.lists = 0
        self.listed_line = -1  # line of the last ordinal; an inline list ends with its line

    def reset(self) -> None:
        """Leave every block: what comes next stands under nothing before it."""
        self.stack.clear()
        self.level_1 = self.level_2 = self.item = self.list_index = None

    def open(self, ordinal: Ordinal, unit: int | None, line: int) -> int:
        """Enter a numbered block; its depth from 1."""
        kinds = [entry.kind for entry, _ in self.stack]
        if ordinal.kind in kinds:
            del self.stack[kinds.index(ordinal.kind) :]
        elif self.stack and _OUTLINE.index(ordinal.kind) < _OUTLINE.index(self.stack[0][0].kind):
            self.stack.clear()
        if not self.stack and ordinal.number == 1 or self.list_index is None:
            self.list_index, self.lists = self.lists, self.lists + 1
        self.stack.append((ordinal, unit))
        self.level_2 = self.item = None
        self.listed_line = line
        return sum(1 for _, entry in self.stack if entry is not None) + (unit is None)


def place_units(text: str, found: Sequence[Unit | Break]) -> list[Place]:
    """The place of every unit among `found`, in order."""
    tree, places = _Tree(), list[Place]()
    units = [entry for entry in found if isinstance(entry, Unit)]
    heads = _series_heads(text, units)
    epoch, number = -1, 0
    for entry in found:
        if entry.epoch != epoch:
            epoch = entry.epoch
            tree.reset()
        if isinstance(entry, Break):
            tree.open(entry.ordinal, None, -1)  # type: ignore[arg-type]
            continue
        places.append(_place(text, tree, entry, number, heads.get(number, "")))
        number += 1
    return [place._replace(root=_root(places, i)) for i, place in enumerate(places)]


def _place(text: str, tree: _Tree, unit: Unit, number: int, head: str) -> Place:
    if unit.titled:
        return _numbered(tree, unit, number, Ordinal("", "line", 1 + (tree.level_1 is not None), unit.start))
    ordinal = unit.main.ordinal or unit.forms[0].ordinal
    inline = (
        bool(tree.stack) and tree.stack[0][0].kind in ("inline", "item") and tree.listed_line != unit.line
    )
    if not ordinal and inline and unit.first and unit.main.modal and _is_closed(text, tree, unit):
        tree.reset()
    if ordinal and unit.first or ordinal and unit.forms[0].ordinal:
        return _numbered(tree, unit, number, ordinal)
    if tree.stack and tree.level_1 is not None:
        level, parent = _in_block(tree, unit, bool(head))
    else:
        level, parent = _unnumbered(tree, unit, head == "sides")
    if level == 1:
        tree.level_1, tree.level_2, tree.item = number, None, None
    elif level == 2:
        tree.level_2, tree.item = number, None
    return Place(level, parent, number, tree.list_index)


def _is_closed(text: str, tree: _Tree, unit: Unit) -> bool:
    """An inline list that stood in one paragraph is over when a later paragraph opens with a demand of its own."""
    line_end = text.find("\n", tree.listed_line, unit.line)
    listed = text[tree.listed_line : unit.line if line_end < 0 else line_end]
    return len(re.findall(r"[一二三四五六七八九十][要是]", listed)) > 1


def _numbered(tree: _Tree, unit: Unit, number: int, ordinal: Ordinal) -> Place:
    depth = tree.open(ordinal, number, unit.line)
    level = min(3, depth)
    above = [entry for _, entry in tree.stack[:-1] if entry is not None]
    parent = above[-1] if above else None
    if level == 1:
        tree.level_1 = number
    elif level == 2:
        tree.level_2 = number
    else:
        tree.item = number
    return Place(level, parent, number, tree.list_index)


def _in_block(tree: _Tree, unit: Unit, is_head: bool) -> tuple[int, int | None]:
    """Under a numbered headline."""
    if is_head and not any(entry.kind != tree.stack[0][0].kind and n is not None for entry, n in tree.stack):
        return 2, tree.level_1
    opens = unit.first and bool(unit.main.modal) and (unit.main is unit.forms[0] or unit.first)
    numbered_2 = len([1 for _, entry in tree.stack if entry is not None]) > 1
    if opens and not numbered_2 and not (unit.main.addressee and tree.level_2 is not None):
        return 2, tree.level_1
    return 3, _nearest(tree)


def _unnumbered(tree: _Tree, unit: Unit, is_head: bool) -> tuple[int, int | None]:
    """Outside any numbered block."""
    if tree.level_1 is None:
        return 1, None
    if is_head:
        return 2, tree.level_1
    form = unit.main
    if form.modal and form.addressee and (form.addressee == "specific" or (unit.group and unit.opens_group)):
        return 2, tree.level_1
    new_group = unit.group and unit.opens_group and not form.addressee
    if form.modal and (unit.first or (new_group and form.modal not in ("又要", "还要", "也要", "既要"))):
        return 1, None
    return 3, _nearest(tree)


def _nearest(tree: _Tree) -> int | None:
    return next((n for n in (tree.item, tree.level_2, tree.level_1) if n is not None), None)


def _root(places: Sequence[Place], number: int) -> int:
    while (parent := places[number].parent) is not None and parent < number:
        number = parent
    return number


def _series_heads(text: str, units: Sequence[Unit]) -> dict[int, str]:
    """Units that head groups of their sentence: `sides` (一方面…;另一方面…) or `parallel` (提高…比重,…;提高…比重,…)."""
    heads: dict[int, str] = {}
    sentences: dict[int, list[int]] = {}
    for number, unit in enumerate(units):
        sentences.setdefault(unit.main.sentence_index, []).append(number)
    for members in sentences.values():
        sides = [n for n in members if _SIDES.match(text, units[n].start)]
        if len(sides) > 1:
            heads.update(dict.fromkeys(sides, "sides"))
            continue
        firsts = [n for i, n in enumerate(members) if i == 0 or units[n].group != units[members[i - 1]].group]
        if (
            len(firsts) > 1
            and len(members) > len(firsts)
            and _are_parallel([_head(text, units[n]) for n in firsts])
        ):
            heads.update(dict.fromkeys(firsts, "parallel"))
    return heads


def _head(text: str, unit: Unit) -> str:
    return text[unit.main.start : unit.main.end]


def _are_parallel(heads: Sequence[str]) -> bool:
    """Whether heads share their form: the verb they open with, or length and last character."""
    if any(len(head) > _HEAD_LENGTH for head in heads):
        return False
    if len({head[:2] for head in heads}) == 1:
        return True
    ends = {head.rstrip("”")[-1] for head in heads}
    if len(ends) == 1 and max(map(len, heads)) - min(map(len, heads)) <= 2:
        return True
    common = set.intersection(*({head[i : i + 2] for i in range(len(head) - 1)} for head in heads))
    return bool(common)
