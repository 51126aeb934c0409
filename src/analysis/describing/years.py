"""The year of a text that does not print it: from anniversaries, opening years of plans, and years in the text.

The lexicon `known_events` says what can be concluded; its category is one of

- `first:1979`: counted from that year on, so that 第42个植树节 is 1979 + 41;
- `founded:1921`: …周年 after it, so that 建党100周年 is 1921 + 100;
- `plan:2021-2025`: its 开局之年 is the first, its 收官之年 the last year;
- `congress:2022`: its 召开之年 is that year, the 开局之年 of carrying it out the next;
- `year:2021`: said of that year alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.dates import read_number
from analysis.describing.page import Page
from analysis.lexicons import Entry, Matcher

_N = r"[\d０-９一二三四五六七八九十百]{1,4}"
_ORDINAL = re.compile(rf"第(?P<n>{_N})(?:个|届|次|轮)?(?:全国|中国|国际|世界|我国)?[“\"‘《]?$")
_ANNIVERSARY = re.compile(
    rf"^[”\"’》]?(?:成立|建立|诞辰|胜利)?(?P<n>{_N})(?:周年|年华诞|华诞)|^[”\"’》]?(?P<hundred>百年)"
)
_OPENING = re.compile(r"^[^,，。;；]{0,14}?(?:开局|起步|启动|第一)(?:之年|年|第一年|首年)")
_CLOSING = re.compile(r"^[^,，。;；]{0,14}?(?:收官|收关|决胜|最后一|圆满完成)(?:之年|年|收官之年)")
_HELD = re.compile(r"^[^,，。;；]{0,6}?(?:召开|开启|举行)(?:之年|的一年|年)")
_OTHER_YEAR = re.compile(r"(?:去年|上年|前年|明年|后年|来年|上一年|次年)[^,，。;；]{0,10}$")

_DATED = re.compile(
    r"(?:19|20)\d\d年是[^,，。;；]{0,12}$"
)  # 2025年是…收官之年 may be said in 2025 or the year after
# A year that the text speaks from, and years it plans for or looks back on.
_AHEAD = re.compile(r"(?:到|至|力争|确保|[-—–~～]|前|底|目标|规划|远景)$")
_AHEAD_AFTER = re.compile(r"^(?:底前?|末|前|左右|远景|规划|[-—–~～至])")
_DOCUMENT = re.compile(r"[〔\[(（【]$|《[^》]{0,20}$")
_PASSED = re.compile(r"(?:审议|原则通过|审定|研究)[^。;；\n]*$")
_SPEAKS = re.compile(
    r"^(?:[^,，。;；]{0,24}?(?:任务书|责任书|专题片|警示片|典型案例|工作要点|重点工作|工作计划|实施方案|工作安排|目标任务)"
    r"|[^,，。;；]{0,24}?(?:进行|作出?)了?[^,，。;；]{0,6}?(?:安排|部署)|[^,，。;；]{0,16}?提出了?[^,，。;；]{0,4}?要求"
    r"|(?:上半年|[一二三]季度)|全[国省市县区州旗镇乡][^,，。;；、]{0,24}会议?|(?:[全我][省市区县州旗])?要|第[一二三四五六七八九十\d]{1,3}[次季期批轮]|以来|[1-9一二三四五六七八九十]{1,2}月(?:至今|以来)|的?工作|度(?!报告|考核结果))"
)
# 总结回顾了2011年度…: looked back on; 总结2015年上半年…工作 is said within that year.
_LOOKS_BACK = re.compile(r"(?:回顾|总结)(?:了|过去的)?(?:全[省市县区州旗镇乡])?$")


_SPEAKS_BEFORE = re.compile(r"(?:部署|安排|谋划|做好|下达|明确|落实|推进)(?:了|我[省市区县州旗镇])?$")


class YearEvidence(NamedTuple):
    """A stretch of the page's text that speaks for a year; `is_strong` where it names the present year."""

    start: int
    end: int
    year: int
    is_strong: bool
    note: str


def find_years(page: Page, events: tuple[Entry, ...]) -> list[YearEvidence]:
    """Everything in a page that speaks for the year it was written in."""
    return [*_from_events(page.text, events), *_from_mentions(page)]


class Year(NamedTuple):
    """The year most evidence speaks for; `is_strong` where the text names its own year."""

    year: int | None
    is_strong: bool = False
    is_contradictory: bool = False


def infer_year(found: Sequence[YearEvidence]) -> Year:
    """The year most evidence speaks for; strong evidence first, and of weak evidence the latest year.

    Examples
    --------
    >>> infer_year([YearEvidence(0, 4, 2020, True, ""), YearEvidence(9, 13, 2018, False, "")])
    Year(year=2020, is_strong=True, is_contradictory=False)
    """
    strong = Counter(item.year for item in found if item.is_strong)
    if len(strong) > 1:
        (year, most), (_, second) = strong.most_common(2)
        return Year(year, True) if most > second else Year(None, True, True)
    if strong:
        return Year(next(iter(strong)), True)
    return Year(max((item.year for item in found), default=None))


def _from_events(text: str, events: tuple[Entry, ...]) -> Iterator[YearEvidence]:
    rules = {entry.term: entry for entry in events}
    for start, end, term in _matcher(events).find(text):
        before, after = text[max(0, start - 24) : start], text[end : end + 24]
        if _OTHER_YEAR.search(before):
            continue
        kind, _, argument = rules[term].category.partition(":")
        if found := _conclude(kind, argument, before, after=after):
            year, back, ahead = found
            is_dated = _DATED.search(before) is not None
            note = f"{term}: {rules[term].note or rules[term].category}"
            yield YearEvidence(start - back, end + ahead, year, not is_dated, note)


def _conclude(kind: str, argument: str, before: str, *, after: str) -> tuple[int, int, int] | None:
    """Year, characters of evidence before the term, and after it."""
    if kind == "first" and (match := _ORDINAL.search(before)):
        return int(argument) + read_number(match["n"]) - 1, len(match[0]), 0
    if kind == "founded" and (match := _ANNIVERSARY.search(after)):
        return int(argument) + (100 if match["hundred"] else read_number(match["n"])), 0, len(match[0])
    if kind in ("plan", "congress"):
        first = int(argument[:4])
        opening = first + (kind == "congress")
        for pattern, year in ((_HELD, first), (_OPENING, opening), (_CLOSING, int(argument[-4:]))):
            if (match := pattern.search(after)) and not (kind == "congress" and pattern is _CLOSING):
                return year, 0, len(match[0])
    return (int(argument), 0, 0) if kind == "year" else None


def _from_mentions(page: Page) -> Iterator[YearEvidence]:
    """Years the text speaks from: 2023年…任务书, 今年(2023年), 2022年以来; not what it plans for or cites."""
    for match in re.finditer(r"(?<!\d)(20\d\d|19[5-9]\d)年", page.text):
        before, after = (
            page.text[max(0, match.start() - 20) : match.start()],
            page.text[match.end() : match.end() + 30],
        )
        if _AHEAD.search(before) or _AHEAD_AFTER.search(after) or _is_cited(page.text, match.start()):
            continue
        segment = page.segment_at(match.start())
        if segment.zone == "tail" and not segment.is_body:
            continue
        if _LOOKS_BACK.search(before) and not after.startswith("上半年"):
            continue
        is_now = re.search(r"(?:今年|本年|当前)[(（,，是即]*$", before) is not None
        if is_now or segment.zone == "title" or _SPEAKS.search(after) or _SPEAKS_BEFORE.search(before):
            yield YearEvidence(match.start(), match.end(), int(match[1]), is_now, "year the text speaks from")


def _is_cited(text: str, start: int) -> bool:
    """Whether a year stands in a document's number or title; a plan that the meeting passed is of its own year."""
    found = _DOCUMENT.search(text, max(0, start - 22), start)
    return found is not None and not _PASSED.search(text, max(0, found.start() - 60), found.start())


@lru_cache(maxsize=8)
def _matcher(rows: tuple[Entry, ...]) -> Matcher:
    return Matcher(row.term for row in rows)
