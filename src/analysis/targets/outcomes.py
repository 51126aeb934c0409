"""Outcomes promised with a standard or in full: 确保…达标, 实现…全覆盖, 零容忍, 争创….

Only what lies in one clause is looked at: a word of promise and, behind it, an outcome that can be checked. In the
lexicon `target_cues` a promise or an outcome may say more of itself behind a colon, and an outcome's note is its value.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from analysis.lexicons import Entry
from analysis.targets.target import Target, get_terms

CLAUSE_END = re.compile(r"[,，。;；:：!！?？\n]")
REPEATED = re.compile(r"(?:全面|稳定|如期|高[水平质量]{2}|[㐀-鿿]{2})达标(?:、[㐀-鿿]{2,3}达标)+")
NOT_PROMISED = re.compile(
    r"(?:提前|能|可)达标|达标(?:进度|水平|任务|措施|方案|攻坚|区|率)|(?:情况|报告|书|办法|指标体系)$"
)
# What stands before an outcome in its clause and is no part of it: 要突出环境问题持续清零.
HEAD = re.compile(
    r"(?:要|必须|努力|坚决|全力|切实|全面|突出|加快|持续|进一步|[一二三四五]是){1,3}(?:突出|推动|实现|抓好)?"
)
QUOTED = re.compile(r"[“\"]([㐀-鿿]{2,5})[”\"]$")
REDACTED = re.compile(r"[*＊×]{2}")
FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|％)?")
NO_FIGURE = re.compile(r"PM(?:2\.5|10)")

PROMISES = ("promise", "promise:complete", "promise:state")
OUTCOMES = ("outcome", "outcome:all", "outcome:complete", "outcome:task", "outcome:closed", "outcome:zero")
# What each word of promise can promise: 推动 and 做到 only what is done in full, 实现 a state and no task.
FITTING = {
    "promise": OUTCOMES,
    "promise:complete": ("outcome:all", "outcome:complete", "outcome:closed"),
    "promise:state": ("outcome", "outcome:all", "outcome:complete", "outcome:zero"),
    "fulfil": ("outcome:task",),
}


_Hit = tuple[int, int, str]


def find_outcomes(text: str, cues: tuple[Entry, ...]) -> Iterator[Target]:
    """Promised outcomes in order, each from its word of promise to the end of its clause."""
    outcomes = get_terms(cues, *OUTCOMES)
    promises = get_terms(cues, *PROMISES, "fulfil", "obtain")
    by_clause = _by_clause(text, promises.find(text), outcomes.find(text))
    for start, end in sorted(by_clause):
        promised, ahead = by_clause[start, end]
        if target := _promised(text, end, promised, outcomes=ahead, cues=cues):
            yield target
        else:
            yield from _unpromised(text, (start, end), ahead, rows=outcomes.rows)


def _by_clause(
    text: str, promises: Sequence[_Hit], outcomes: Sequence[_Hit]
) -> dict[tuple[int, int], tuple[list[_Hit], list[_Hit]]]:
    """Words of promise and outcomes by the clause they stand in; clauses without any are left out."""
    ends = [match.start() for match in CLAUSE_END.finditer(text)] + [len(text)]
    clauses: dict[tuple[int, int], tuple[list[_Hit], list[_Hit]]] = {}
    for number, hits in enumerate((promises, outcomes)):
        for hit in hits:
            at = bisect_left(ends, hit[0])
            clause = (ends[at - 1] + 1 if at else 0, ends[at])
            clauses.setdefault(clause, ([], []))[number].append(hit)
    return clauses


def _promised(
    text: str, end: int, promises: list[_Hit], *, outcomes: list[_Hit], cues: tuple[Entry, ...]
) -> Target | None:
    """The first promise of a clause that fits what it promises, with its value and what it is about."""
    rows = get_terms(cues).rows
    for first, last, term in promises:
        rest = text[last:end]
        if rows[term].category == "obtain":
            return Target(first, end, "obtain", rest or None, "target")
        ahead = [hit for hit in outcomes if hit[0] >= last and _is_checked(text[first:end], hit, first)]
        if ahead and rows[ahead[0][2]].category in FITTING[rows[term].category]:
            value = None if REDACTED.search(rest) else _figure(rest) or rows[ahead[-1][2]].note or None
            return Target(first, end, value, _about(text[last : ahead[0][0]]) or ahead[0][2], "target")
        if not ahead and rows[term].category == "promise" and (quoted := QUOTED.search(rest)):
            return Target(first, end, str(len(quoted[1])), "、".join(quoted[1]), "target")
    return None


def _unpromised(
    text: str, clause: tuple[int, int], outcomes: list[_Hit], *, rows: dict[str, Entry]
) -> Iterator[Target]:
    """Outcomes that need no word of promise: 零容忍, …清零, 全面达标、稳定达标."""
    start, end = clause
    if outcomes and (match := REPEATED.search(text, start, end)):
        value = "qualitative" if re.search("水平|质量", match[0]) else "100%"
        yield Target(match.start(), match.end(), value, "达标", "target")
        return
    for first, last, term in outcomes:
        if rows[term].category == "outcome:zero":
            yield Target(first, last, rows[term].note, term[1:], "target")
        elif rows[term].category == "outcome:all" and last == end:
            head = HEAD.match(text, start, first)
            opening = head.end() if head else start
            yield Target(opening, last, rows[term].note, _about(text[opening:first]), "target")


def _is_checked(clause: str, hit: _Hit, offset: int) -> bool:
    first, last = hit[0] - offset, hit[1] - offset
    return NOT_PROMISED.search(clause[max(0, first - 3) : last + 3]) is None


def _figure(clause: str) -> str | None:
    match = FIGURE.search(NO_FIGURE.sub("", clause))
    return match[0] if match else None


def _about(words: str) -> str | None:
    """What an outcome is about, without words that only say how."""
    return re.sub(r"^(?:所有|各项|全[市区县省州]|如期|全面|圆满|完成)+", "", words) or None
