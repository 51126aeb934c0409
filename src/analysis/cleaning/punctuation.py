"""Marks that stand twice where one was meant: `,,` `,、` `,。`."""

from __future__ import annotations

import re

from analysis.cleaning.page import Page
from analysis.provenance import Replacement

# Only marks of pause: `……`, `——`, `!!`, `?!`, `..` and `::` mean something.
# The look ahead spares the engine most marks.
DOUBLED = re.compile(r"[,，、。;；](?=[ \t,，、。;；])(?:[ \t]*[,，、。;；])+")
COLONS = re.compile("：{2,}")
WEIGHT = {mark: weight for weight, marks in enumerate(("、", ",，", ";；", "。"), 1) for mark in marks}


def merge_doubled(page: Page) -> list[Replacement]:
    """Of marks that follow each other one stays: a full-width one, since these the author wrote, and the last."""
    found = [*DOUBLED.finditer(page.text)]
    if "：：" in page.text:
        found = sorted([*found, *COLONS.finditer(page.text)], key=lambda match: match.start())
    return [Replacement(*match.span(), _kept(match[0])) for match in found]


def _kept(marks: str) -> str:
    """The mark that stays.

    Examples
    --------
    >>> _kept(",、"), _kept(",。"), _kept(",,"), _kept("。，"), _kept("：：")
    ('、', '。', ',', '。', '：')
    """
    if marks[0] == "：":
        return "："
    wide = [mark for mark in marks if mark in "，、。；"]
    return max(wide or [mark for mark in marks if mark in WEIGHT], key=lambda mark: WEIGHT[mark])
