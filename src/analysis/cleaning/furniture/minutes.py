"""The record at the head of minutes: when, where, who was in the chair, who came.

It looks like what a catalogue says of a text, name and value below each other, and some of its names are the same.
What tells is that names of it stand there which no catalogue has.
"""

from __future__ import annotations

import re
from itertools import groupby

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.looks import is_own_key

LEAST_ROWS = 3  # of a record
# Names no catalogue has, and names that it has too.
OF_MINUTES = re.compile("地点|主持|出席|列席|参加|参会|应到|缺席|请假|记录")
COLON, TIME = re.compile("[:：]"), re.compile(r"\d[:：]\d\d")
SHARED = re.compile("(?:时间|日期|人)$")
BRACKETED = re.compile(r"^[【\[]([^【\[\]】]+)[\]】][:：]?")
KEY, KEYS = re.compile("[\u4e00-\u9fff]{2,8}"), re.compile(r"(?:^|\s)([\u4e00-\u9fff]{2,6})[:：]")


def mark_minutes(head: list[Line]) -> None:
    """Take the marks off the rows of such a record."""
    if not any(OF_MINUTES.search(line.text) for line in head):
        return
    rows = [list(group) for _, group in groupby(head, key=lambda line: line.row)]
    run: list[list[Line]] = []
    keys: list[str] = []
    for row in rows:
        if _has_fields(row):
            _keep(row)
    for row in [*rows, []]:
        key = _key_of(row)
        is_known = any(line.is_furniture for line in row)
        if SHARED.search(key) if is_known else is_own_key(key):
            run.append(row)
            keys.append(key)
            continue
        if len(run) >= LEAST_ROWS and any(map(OF_MINUTES.search, keys)):
            for own in run:
                _keep(own)
        run, keys = [], []


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
    texts = [BRACKETED.sub(r"\1：", re.sub(r"\s", "", TIME.sub("", line.text))) for line in row]
    joint = "" if texts and COLON.search(texts[0]) else "："
    key, *values = COLON.split(joint.join(texts))
    return key if len(values) == 1 and values[0] and KEY.fullmatch(key) else ""
