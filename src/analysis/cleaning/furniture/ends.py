"""Furniture at the ends of a line of running text: fields before it, buttons and credits behind it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.cleaning.furniture.lines import BARS, LONG, WEAK, Line
from analysis.cleaning.furniture.looks import TITLE_HAN
from analysis.cleaning.furniture.marks import NOTICES, mark_of
from analysis.cleaning.furniture.repeats import ABSTRACT
from analysis.cleaning.furniture.shapes import TIME
from analysis.cleaning.page import count_han
from analysis.cleaning.rules import Rules
from analysis.cleaning.wraps.ends import is_open

# One word of what stands before a text in the same line, with the blank behind it.
WORD = re.compile(r"(\S{1,60})[ \t]+")
# What goes on with a field: a time, the steps of a font size, a unit, the next step of a trail.
GOES_ON = re.compile(rf"{TIME}|[大中小次人]|[\[\]【】()（）|｜]+|\d+|[>»›→＞/]+|打印|关闭")
STEP = re.compile(r"[>»›→＞]+")
BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】\n]{2,60})[)）\]】]\s*")
LAST_MARK = re.compile(r"[。！？!?][”’」』\"]?")
SENTENCE_END = "。！？!?；;”"
TRAILING = 140  # characters behind the last sentence that can be buttons and credits
# Who edited, behind the last sentence.
CREDIT = re.compile(
    r"(?:(?<=[\s\]）)】])|^)[(（\[【]?(?:编\s*辑|责\s*编|责任编辑|值班编辑|值班总编|审\s*核|校\s*对|监\s*制|终\s*审|一\s*审|二\s*审|三\s*审|初\s*审|复\s*审)\s*[:：/／丨|]"
)
# By which a newspaper's page tells its editors apart, behind the last sentence.
CODE = re.compile(r"(?<=[。！？）)”])\s*[①-⑳]\s*\d{1,2}(?=$|[|｜\s])")
# What spammers put before the text of others: a name and its address.
SPAM = re.compile(r"[^\s，。；：！？,;]{2,20}\s+https?://[\w\-./?%&=#:+~]+\s*", re.ASCII)
LONGEST_NAME = 30  # characters of the name before it
PAUSE = re.compile("[，,。]")
LEAST_TITLE = 8  # letters
BUTTON_ENDS = "]】"
FORUM_TAG = re.compile(r"\[[\u4e00-\u9fff]{2,5}\]\s*")
BUTTONS = frozenset({"print", "share", "comment"})
CREDITS = frozenset(
    {"credit", "print", "share", "qr", "comment", "image", "related", "footer", "shop", "login", "navigation"}
)


def cut_ends(lines: list[Line], rules: Rules) -> list[Line]:
    """Lines, those of running text cut where furniture begins or ends in them."""
    parts: list[Line] = []
    for line in lines:
        if len(line.text) < 40 and line.text[-1] not in BARS:
            parts += _without_button(line, rules) if line.text[-1] in BUTTON_ENDS else [line]
            continue
        text = line.text
        spam = SPAM.match(text) if "http" in text[:LONGEST_NAME] else None
        start = spam.end() if spam else _before(text, rules) if " " in text[:62] or "\t" in text[:62] else 0
        if (
            start
            and not spam
            and (ABSTRACT.match(text) or _is_one(text, rules) or _ends_like_another(line, lines))
        ):
            start = 0
        stop = start + _behind(text[start:], rules) if text[-1] not in SENTENCE_END else len(text)
        if start or stop < len(text):
            parts += _split(line, start, stop)
        else:
            parts.append(line)
    return parts


def _without_button(line: Line, rules: Rules) -> Iterable[Line]:
    """A title, and apart from it the button behind it and the tag before it, both in square brackets."""
    bracket = _last(BRACKET, line.text, 0, len(line.text))
    if (
        bracket is None
        or bracket.end() < len(line.text)
        or count_han(line.text[: bracket.start()]) < TITLE_HAN
    ):
        return [line]
    if mark_of(bracket[1], rules) not in BUTTONS:
        return [line]
    tag = FORUM_TAG.match(line.text)
    return _split(line, tag.end() if tag else 0, bracket.start())


def _is_one(text: str, rules: Rules) -> bool:
    """Whether all of a line is furniture of one kind: a notice, or fields without a sentence behind them."""
    mark = mark_of(text, rules)
    return mark in NOTICES or (mark not in WEAK and mark != "" and PAUSE.search(text) is None)


def _ends_like_another(line: Line, lines: list[Line]) -> bool:
    """Whether it ends like a line of its own: a trail whose last step is the title, which stands there again."""
    tails = (
        other.bare for other in lines if other is not line and LEAST_TITLE <= len(other.bare) < len(line.bare)
    )
    return len(line.text) <= LONG and any(line.bare.endswith(tail) for tail in tails)


def _split(line: Line, start: int, stop: int) -> Iterator[Line]:
    borders = [0, start, stop, len(line.text)]
    for low, high in pairwise(borders):
        text = line.text[low:high].strip(" \t")
        if text:
            first = line.start + low + line.text[low:high].index(text[0])
            yield Line(first, first + len(text), text, line.row, vote=line.vote)


def _before(text: str, rules: Rules) -> int:
    """Where the text begins behind fields and steps of a trail; 0 where there are none."""
    position, in_trail = 0, False
    while position < 300 and (match := WORD.match(text, position)):
        word = match[1]
        if is_open(word):
            break
        mark = mark_of(word, rules)
        is_step = STEP.fullmatch(word) is not None
        follows = position > 0 and (GOES_ON.fullmatch(word) or (mark in WEAK and mark != ""))
        if not (follows or in_trail or is_step and position or (mark and mark not in WEAK)):
            break
        in_trail = is_step or bool(STEP.search(word[-1]))
        position = match.end()
    return position if position and len(text) - position >= 15 else 0


def _behind(text: str, rules: Rules) -> int:
    """Where the text ends before buttons and credits; its length where there are none."""
    stop = len(text.rstrip(BARS + " \t")) or len(text)  # a bar behind a text is none of it
    code = CODE.search(text, max(0, stop - 6), stop)
    if code:
        return code.start()
    while True:
        bracket = _last(BRACKET, text, max(0, stop - 64), stop)
        if bracket is None or bracket.end() != stop or mark_of(bracket[1], rules) not in CREDITS:
            break
        stop = len(text[: bracket.start()].rstrip())
    last = _last(LAST_MARK, text, max(0, stop - TRAILING - 2), stop)
    if last is None or last.end() >= stop:
        return stop
    rest = text[last.end() : stop]
    credit = CREDIT.search(rest)
    if credit and len(rest) <= LONG:
        return last.end() + len(rest[: credit.start()].rstrip())
    words = rest.split()
    marks = [mark_of(word, rules) for word in words]
    if len(rest) <= LONG and (
        mark_of(rest, rules) in CREDITS or (marks and marks[0] in CREDITS and all(marks))
    ):
        return last.end()
    return stop


def _last(pattern: re.Pattern[str], text: str, start: int, stop: int) -> re.Match[str] | None:
    """The last match between two places."""
    found = deque(pattern.finditer(text, start, stop), maxlen=1)
    return found[0] if found else None
