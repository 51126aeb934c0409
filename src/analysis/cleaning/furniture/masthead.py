"""What stands above the title of a paper: what it is, the number of its issue, who issues it and on which day."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.cleaning.furniture.lines import NUMBERED, Line
from analysis.cleaning.furniture.looks import DOCUMENT_NUMBER, ORGAN, PLACE, SIGNED_DAY, TITLE_HAN, WIDE
from analysis.cleaning.rules import bare

# What a paper is, set wide above it, and the number of its issue below that.
KIND_OF_PAPER = re.compile(
    "(?!通知公告|公示公告|公告公示)[\u4e00-\u9fff]{0,6}(?:公告|通告|通知|通报|公示|启事|决定|决议|命令|简报|快报|专报|动态|信息|纪要|倡议书|公开信|喜报|声明)$"
)
ISSUE = re.compile(
    r"[(（〔\[]?\s*(?:(?:19|20)\d\d\s*年?\s*[〕\]]?\s*)?[总增]?第?\s*\d{1,4}\s*[期号]\s*[)）〕\]]?"
)
OF_ISSUE = re.compile(r"[【\[]?(?:本期)?(?:要目|目 *录|按语|编者按)[】\]]?")  # above the pieces of a bulletin
STEP = re.compile(r"[>»›→＞/]")
SIGNER = re.compile("签发人?\\s*[:：]|类别\\s*[:：]\\s*[A-D]")  # or of which class an answer is


def find_masthead(head: list[Line]) -> set[int]:
    """Indices of such lines among those above a text."""
    found: set[int] = set()
    for i, (line, after) in enumerate(pairwise(head)):
        if line.row == after.row and _is_row(head, i, is_below=i - 1 in found):
            found |= {i, i + 1}
        elif _names_paper(line, after) and (ISSUE.fullmatch(after.text) or not _is_column(head[:i], line)):
            found.add(i)
        elif i - 1 in found and (ISSUE.fullmatch(line.text) or DOCUMENT_NUMBER.search(line.text)):
            found |= {i - 2, i} if i > 1 and _is_office(head[i - 2]) else {i}
        elif OF_ISSUE.fullmatch(line.text) and (i - 1 in found or NUMBERED.match(after.text)):
            found.add(i)
    return found


def _names_paper(line: Line, after: Line) -> bool:
    """Whether a line says what a paper is: set wide, or above the number of its issue."""
    return line.row != after.row and (
        is_kind_of_paper(line)
        or (KIND_OF_PAPER.search(line.text) is not None and ISSUE.fullmatch(after.text) is not None)
    )


def _is_column(above: list[Line], line: Line) -> bool:
    """Whether a line is the column of a site: the trail of the page ends with it, or such words stand beside it."""
    steps = {bare(STEP.split(other.text)[-1]) for other in above if STEP.search(other.text)}
    return line.bare in steps or any(other.mark == "menu" for other in above[-1:])


def _is_row(head: list[Line], i: int, *, is_below: bool) -> bool:
    """Whether two cells are the number of a paper and who signs it, or who issues it and the day, above its title."""
    line, after = head[i], head[i + 1]
    if SIGNER.match(after.text):
        return DOCUMENT_NUMBER.search(line.text) is not None or ISSUE.fullmatch(line.text) is not None
    if not SIGNED_DAY.fullmatch(after.text) or not _is_office(line):
        return False
    behind = head[i + 2] if i + 2 < len(head) else None
    if behind is None:
        return is_below
    return behind.row != line.row and (is_below or (not behind.mark and behind.n_han >= TITLE_HAN))


def _is_office(line: Line) -> bool:
    """Whether a line is the name of an office, whether it says that it issues the paper or not."""
    name = line.text.removesuffix("编").removesuffix("主办")
    return ORGAN.fullmatch(name) is not None or PLACE.search(name) is not None


def is_kind_of_paper(line: Line) -> bool:
    """Whether a line says what a paper is, its characters set wide, as stands above its title or in its place.

    Examples
    --------
    >>> [is_kind_of_paper(Line(0, 9, text, 0)) for text in ("公 告", "督 查 通 报", "公告", "通知公告")]
    [True, True, False, False]
    """
    return WIDE.fullmatch(line.text) is not None and KIND_OF_PAPER.fullmatch(line.bare) is not None
