"""Titles with the fields of the page in the same line: `某县召开会议 2023-11-22 来源：某报`."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import LONG, Line
from analysis.cleaning.furniture.marks import mark_of
from analysis.cleaning.page import count_han
from analysis.cleaning.rules import Rules

# Where the fields may begin: behind a blank, or at a date behind a character.
BORDER = re.compile(r"[ \t]+(?=\S)|(?<=[\u4e00-\u9fff”》])(?=(?:19|20)\d\d-\d{1,2}-\d)")
ISO_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|发布(?:时间|日期)")
FIELDS = frozenset({"metadata_table", "date", "source", "credit"})
TITLE_HAN = 8
NEAR = 3  # lines between such a title and its text


def cut_titles(lines: list[Line], rules: Rules) -> list[Line]:
    """Lines, the one above the text cut where its title ends and fields begin."""
    first = next((i for i, line in enumerate(lines) if not line.mark and line.is_prose), 0)
    for i in range(max(0, first - NEAR), first):
        line = lines[i]
        if line.mark in ("", "listed") and len(line.text) <= LONG and ISO_DAY.search(line.text):
            return [*lines[:i], *_cut(line, rules), *lines[i + 1 :]]
    return lines


def _cut(line: Line, rules: Rules) -> list[Line]:
    for border in BORDER.finditer(line.text):
        title, fields = line.text[: border.start()], line.text[border.end() :]
        if count_han(title) >= TITLE_HAN and mark_of(fields, rules) in FIELDS:
            start = line.start + border.end()
            parts = [
                Line(line.start, line.start + len(title), title, line.row, vote=line.vote),
                Line(start, start + len(fields), fields, line.row, vote=line.vote),
            ]
            parts[1].mark = "metadata_table"
            return parts
    return [line]
