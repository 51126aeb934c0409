"""Where the text begins and ends, and what that makes of the lines above, in and below it."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.cleaning.furniture.head import mark_head, mark_record
from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.repeats import breaks_off
from analysis.cleaning.furniture.tail import CLOSE_HAN, mark_tail, mark_words
from analysis.cleaning.furniture.titles import FIELDS, find_title
from analysis.cleaning.page import HAN_CHARACTER
from analysis.cleaning.rules import Rules

# Kinds behind which nothing of the text follows.
ENDERS = frozenset({"related", "footer", "comment", "spam"})
# Share of the running text that may stand behind an ender for it to be the end: a "related" box inside a long
# article is no end.
AFTER_END = 0.25
AFTER_LONG = 0.4  # the same where no whole paragraph stands behind it
BLURB_SHARE = 0.25  # of the running text, which a site says of itself above the title at most
BLURB_LINES = 2
LONGEST_QUESTION = 45  # characters of a title that asks or calls
UNDER_TITLE = 5  # lines between such a title and its text
OF_PAGE = re.compile(  # fields inside a text that may be its own: a document has an address or a number
    r"[^\w]*(?:地址|电话|联系人|联系电话|联系方式|传真|邮编|名称|编号|分类|时间|主办|承办|协办|承办单位|主办单位)"
)
KEY_AND_VALUE = re.compile(r"[\u4e00-\u9fff]{2,8}\s*[:：]\s*[\u4e00-\u9fff]{2}")


def mark_zones(lines: list[Line], rules: Rules) -> None:
    """Decide the weak marks, and mark unknown lines above and below the text."""
    prose = [i for i, line in enumerate(lines) if _is_text(line)]
    if not prose:
        _mark_bare_page(lines)
        return
    end = _find_end(lines, prose)
    first = _find_first(lines, prose)
    last = max((i for i in prose if i < end), default=prose[-1])
    mark_record(lines[:first])
    below = any(line.is_furniture or line.mark in ("menu", "likely") for line in lines[last + 1 :])
    mark_head(lines, first, find_title(lines, first), rules=rules, of_page=below)
    _mark_body(lines[first : last + 1])
    mark_words(lines[last + 1 :], rules)
    of_page = any(line.is_furniture for line in lines[:first])
    mark_tail(lines[last + 1 :], end - last - 1, rules, is_closed=lines[last].is_closed, of_page=of_page)


def _is_text(line: Line) -> bool:
    """Whether a line is running text that no rule knows as something else; a notice may be in English."""
    return (
        not line.mark and line.is_prose and (not line.is_long or HAN_CHARACTER.search(line.text) is not None)
    )


def _find_first(lines: list[Line], prose: list[int]) -> int:
    """Index of the first line of running text below the title.

    What a site says of itself stands above its trail, and a title may ask: both read like running text.
    """
    first, rest = prose[0], prose[1:]
    if not rest:
        return first
    text = lines[first].text
    below = lines[first + 1 : min(rest[0], first + UNDER_TITLE)]
    if len(text) <= LONGEST_QUESTION and text[-1] in "？！?!" and any(o.mark in FIELDS for o in below):
        return rest[0]
    total = sum(lines[i].n_han for i in prose)
    said = 0
    for before, after in pairwise(prose[: BLURB_LINES + 1]):
        said += lines[before].n_han
        between = [line.mark for line in lines[before + 1 : after]]
        if said <= BLURB_SHARE * total and "navigation" in between and "metadata_table" in between:
            first = after
    return first


def _find_end(lines: list[Line], prose: list[int]) -> int:
    """Index of the first line behind which no more text follows."""
    total = sum(lines[i].n_han for i in prose if not breaks_off(lines[i].text))
    behind, last_long = total, max((i for i in prose if lines[i].n_han >= CLOSE_HAN), default=prose[-1])
    for i, line in enumerate(lines):
        if _is_text(line):
            behind -= 0 if breaks_off(line.text) else line.n_han  # a teaser is no text
        elif line.mark in ENDERS and i > prose[0]:
            share = AFTER_END if i < last_long else AFTER_LONG
            if behind < share * total:
                return i
    return len(lines)


def _mark_bare_page(lines: list[Line]) -> None:
    """Without running text weak marks hold only behind the first line that is surely at the foot of a page."""
    begun = False
    for line in lines:
        begun = begun or line.mark in ENDERS
        if begun and line.mark in ("menu", "contact", "likely"):
            line.mark = "navigation"
        elif line.mark == "value":
            line.mark = "metadata_table"
        elif line.mark in ("symbols", "number"):
            line.mark = ""


def _mark_body(body: list[Line]) -> None:
    """Inside the text only what cannot be text goes."""
    marks = ["", *(line.mark for line in body), ""]
    is_told = any(line.vote > 0 for line in body if line.is_prose)  # the markup says where the text stands
    for i, line in enumerate(body):
        if is_told and line.vote < 0 and not line.is_prose and not line.is_furniture:
            line.mark = "navigation"
            continue
        is_field = line.mark in ("metadata_table", "footer", "shop", "related")
        is_alone = not marks[i] and not marks[i + 2] and KEY_AND_VALUE.match(line.text) is not None
        if line.mark in ("value", "symbols", "number", "likely") or (
            is_field and (is_alone or OF_PAGE.match(line.text))
        ):
            line.mark = ""
