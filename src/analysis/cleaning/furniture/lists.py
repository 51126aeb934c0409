"""What lines are together: copies that differ in their numbers, the steps of a trail, a site's table of contents."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.shapes import HOME
from analysis.cleaning.rules import MENU, bare

DIGIT, NUMBERS = re.compile(r"\d"), re.compile(r"\d+")
NUMBERED_STEP = re.compile(r"(?P<number>\d{1,2})\s*[.、．]\s*(?P<step>[^，。；：:]{2,12})")
COPIES, COPY_HAN = 3, 6  # so many lines that differ in their numbers alone, each of so many Han characters
BUTTON_HAN = 2  # Han characters of a button that each part of a page has
CONTENTS = "目录"
CONTENTS_ITEM = re.compile(r"\d{1,2}(?:\.\d{1,2})?[.\s]\s*(?P<heading>[^\d\s][^。；]{0,30})")
POSTED = re.compile(r"发表于\s*(?:19|20)\d\d-\d{1,2}-\d{1,2} ")
EDIT = "编辑"  # the button behind a heading


def mark_replies(lines: list[Line]) -> None:
    """Under a text of a forum others answer: each says when, as the first does who put the text there."""
    said = [line for line in lines if POSTED.match(line.text)]
    for line in said[1:]:
        line.mark = "comment"


def mark_trail(lines: list[Line]) -> None:
    """The steps of a trail below each other, numbered: the first is a home page."""
    n_steps = 0
    for line in lines:
        step = NUMBERED_STEP.fullmatch(line.text) if line.text[0].isdigit() else None
        if (
            step is None
            or int(step["number"]) != n_steps + 1
            or (not n_steps and not HOME.fullmatch(step["step"]))
        ):
            n_steps = 0
            continue
        n_steps += 1
        line.mark = "menu"


def mark_contents(lines: list[Line]) -> None:
    """A list of the numbered headings that a page has below without their numbers: a site's own table of contents."""
    start = next((i for i, line in enumerate(lines) if line.bare == CONTENTS), -1)
    if start < 0:
        return
    said = {line.bare for line in lines[start + 1 :]}
    items: list[Line] = []
    for line in lines[start + 1 :]:
        item = CONTENTS_ITEM.fullmatch(line.text)
        heading = bare(item["heading"]) if item else ""
        if not any(other in said for other in (heading, heading + EDIT)) or not heading:
            break
        items.append(line)
    headings = _with_buttons(lines, items) if len(items) >= COPIES else []
    if headings:
        for line in (lines[start], *items):
            line.mark = "navigation"
    for line in headings:
        line.vote = 1  # they are the text's, however short


def _with_buttons(lines: list[Line], items: list[Line]) -> list[Line]:
    """The headings that a table of contents names, if a button to edit stands at or below one of them."""
    named = {bare(item["heading"]) for line in items if (item := CONTENTS_ITEM.fullmatch(line.text))}
    headings = [line for line in lines if line.bare in named or line.bare.removesuffix(EDIT) in named]
    has_button = any(line.bare not in named for line in headings) or any(
        line.bare in named and EDIT in after.bare for line, after in pairwise(lines)
    )
    return headings if has_button else []


def mark_copies(lines: list[Line]) -> None:
    """Lines that differ in their numbers alone are the pictures or pages of one thing, twins what a page turns over."""
    twins = [i for i, line in enumerate(lines[1:]) if line.text == lines[i].text and line.n_han >= COPY_HAN]
    for i in twins if len(twins) >= COPIES else ():
        lines[i].mark = lines[i + 1].mark = lines[i].mark or "menu"
    counts = Counter(line.bare for line in lines if line.mark == MENU)
    for line in lines:
        if line.mark == MENU and counts[line.bare] >= COPIES and line.n_han == BUTTON_HAN:
            line.mark = "navigation"  # a button that each part of the page has
    forms: dict[str, list[Line]] = {}
    for line in lines:
        if not line.mark and not line.is_prose and line.n_han >= COPY_HAN and DIGIT.search(line.text):
            forms.setdefault(NUMBERS.sub("0", line.text), []).append(line)
    for copies in forms.values():
        for line in copies if len(copies) >= COPIES else ():
            line.mark = "menu"
