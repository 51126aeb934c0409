"""The record at the head of minutes: when, where, who was in the chair, who came.

It looks like what a catalogue says of a text, name and value below each other, and some of its names are the same.
What tells is that names of it stand there which no catalogue has.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.looks import is_own_key

LEAST_ROWS = 3  # of a record, but where it says when and where
# Names no catalogue has, and those of them that say where; names that it has too.
OF_MINUTES = re.compile("地点|主持|出席|列席|参加|参会|应到|缺席|请假|记录")
WHERE, WHEN = re.compile("地点$"), re.compile("(?:会议|活动|座谈|培训)?(?:时间|日期)")
SHARED = re.compile(f"{WHEN.pattern}|(?:发布|主讲|主持|记录)人")
COLON, CLOCK = re.compile("[:：]"), re.compile(r"\d[:：]\d\d")
BRACKETED = re.compile(r"^[【\[]([^【\[\]】]+)[\]】][:：]?")
SET_WIDE = re.compile(
    r"^(时 *间|日 *期|地 *点|主 *持(?: *人)?|出 *席|列 *席|参 *加|记 *录(?: *人)?) +(?=[^\s:：])"
)
KEY, KEYS = re.compile("[\u4e00-\u9fff]{2,8}"), re.compile(r"(?:^|\s)([\u4e00-\u9fff]{2,6})[:：]")


class _Row(NamedTuple):
    """A row of a record: its cells, the name of its field, and whether a catalogue has one of this name too."""

    cells: list[Line]
    key: str
    is_shared: bool


def mark_minutes(head: list[Line]) -> None:
    """Take the marks off the rows of such a record."""
    if not any(OF_MINUTES.search(line.text.replace(" ", "")) for line in head):
        return
    run: list[_Row] = []
    for row in [*(list(group) for _, group in groupby(head, key=lambda line: line.row)), []]:
        if _has_fields(row):
            _keep(row)
        key = _key_of(row)
        is_shared = any(line.is_furniture or line.mark == "source" for line in row)
        if SHARED.fullmatch(key) if is_shared else is_own_key(key):
            run.append(_Row(row, key, is_shared))
            continue
        _keep_record(run)
        run = []


def _keep_record(run: list[_Row]) -> None:
    """Keep the rows if they are a record, but for a day above them that the catalogue gives."""
    while len(run) > 1 and run[0].is_shared and WHEN.fullmatch(run[1].key):
        run = run[1:]
    keys = [row.key for row in run]
    is_short = any(map(WHEN.fullmatch, keys)) and any(map(WHERE.search, keys))
    if is_short or (len(run) >= LEAST_ROWS and any(map(OF_MINUTES.search, keys))):
        for row in run:
            _keep(row.cells)


def _keep(row: list[Line]) -> None:
    for line in row:
        line.mark, line.vote = "", 1


def _has_fields(row: list[Line]) -> bool:
    """Whether a row has several fields of a record: when, where and who in one line."""
    keys = [key for line in row for key in KEYS.findall(line.text)]
    n_own = sum(map(is_own_key, keys))
    return any(map(OF_MINUTES.search, keys)) and n_own > 1 and 2 * n_own > len(keys)


def _key_of(row: list[Line]) -> str:
    """The name of the one field that a row is, without the blanks inside; empty where it is none."""
    texts = [re.sub(r"\s", "", SET_WIDE.sub(r"\1：", CLOCK.sub("", line.text))) for line in row]
    texts = [BRACKETED.sub(r"\1：", text) for text in texts]
    joint = "" if texts and COLON.search(texts[0]) else "："
    key, *values = COLON.split(joint.join(texts))
    return key if len(values) == 1 and values[0] and KEY.fullmatch(key) else ""
