"""Inside the text: only what cannot be text goes, and what looks like a field of the site may be the document's own."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.looks import COLON, FIELD

OF_RIGHTS = re.compile("转载|版权所有$")  # what a site says of its rights, inside a text too
# Who took a photograph: inside a text its legend.
TAKER = re.compile(
    r"[\s。）)/／](?:[\u4e00-\u9fff]{1,4}\s?[\u4e00-\u9fff]{1,3})?\s*(?:摄|供图)$|供图\s*[^\s，。]{2,20}$"
)
LEGEND_HAN = 45  # characters of a legend
OF_PAGE = re.compile(  # fields inside a text that may be its own: a document has an address or a number
    r"[^\w]*(?:地址|电话|联系人|联系电话|联系方式|传真|邮编|名称|编号|分类|时间|主办|承办|协办|承办单位|主办单位)"
)
KEY_AND_VALUE = re.compile(r"(?:[\u4e00-\u9fff] ?){2,8}\s*[:：]\s*[\u4e00-\u9fff] ?[\u4e00-\u9fff]")
NEVER_OWN = re.compile(
    "编辑|责编|[编校审录][校审核稿]|校对|审核|录入|阅读|推荐|热[门点]"
)  # in names of fields
FIELDS = frozenset({"metadata_table", "footer", "shop", "related", "credit"})
WEAK_INSIDE = frozenset({"value", "symbols", "number", "likely"})


def mark_body(body: list[Line]) -> None:
    """Settle the marks of the lines from the first of a text to its last."""
    marks = [line.mark for line in body]
    is_told = any(line.vote > 0 for line in body if line.is_prose)  # the markup says where the text stands
    for i, line in enumerate(body):
        if line.vote > 0 and line.bare.isdigit():
            line.mark = ""  # a cell of a table
        elif is_told and line.vote < 0 and not line.is_prose and not line.is_furniture:
            line.mark = "navigation"
        elif not marks[i]:
            line.mark = "image" if _is_legend(line) else ""
        elif line.mark in WEAK_INSIDE or _may_be_own(body, i, marks):
            line.mark = ""


def _is_legend(line: Line) -> bool:
    return not line.is_prose and TAKER.search(line.text) is not None and len(line.text) <= LEGEND_HAN


def _may_be_own(body: list[Line], i: int, marks: list[str]) -> bool:
    """Whether a field may be the document's: it stands among its fields, alone between lines of it, or has such a name."""
    line = body[i]
    is_between = 0 < i < len(body) - 1 and not marks[i - 1] and not marks[i + 1]
    if is_between and all(FIELD.fullmatch(other.text) for other in body[i - 1 : i + 2]):
        return True
    if line.mark not in FIELDS or (line.mark == "footer" and OF_RIGHTS.search(line.text)):
        return False
    if NEVER_OWN.search(COLON.split(line.text)[0]):
        return False
    return (is_between and KEY_AND_VALUE.match(line.text) is not None) or OF_PAGE.match(line.text) is not None
