"""What a line is by its shape: title, source, ordinal, heading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.language import Language

TITLE_LENGTH = (
    90  # a title of several headline clauses is rarely longer; a paragraph without its last mark is
)
HEADING_LENGTH = 50
LONGEST_LINE = (
    10_000  # no line longer than this is looked at as one: else each sentence of it would scan it all
)

_NUMERAL = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"(?P<section>[{_NUMERAL}]{{1,3}})[、.．](?![{_NUMERAL}]{{1,3}}、)\s*"
    rf"|(?P<bracket>[（(][{_NUMERAL}]{{1,3}}[)）])、?\s*"
    r"|(?P<number>\d{1,2})(?:[.．](?!\d)|、)\s*"
    r"|(?P<small>[（(]\d{1,2}[)）]|[①-⑳])\s*"
    rf"|(?P<inline>[{_NUMERAL}]{{1,2}})(?=[要是])(?:是要|是)?"
    rf"|(?P<item>第[{_NUMERAL}]{{1,2}}(?!、[{_NUMERAL}])|首先|其次|再次|再者)(?=[要是,，、:：])(?:是要|是|[,，、:：]\s*)"
)
_CREDIT = re.compile(
    r"(?:[^\n。，,(（]{0,12}?讯(?:\s*(?:记者|通讯员)\s*[\u4e00-\u9fff ]{2,12}?(?=\d))?|[^\n。，,(（]{2,14}?\d日电)"
    r"(?:[(（][^()（）\n]{0,60}[)）])?\s*(?=[\u4e00-\u9fff\d])"
    r"|[(（](?:[^()（）\n]{0,12}(?:记者|通讯员|供稿|来源|编辑))[^()（）\n]{0,80}[)）]"
    r"|[(（][\u4e00-\u9fff·、 ]{2,12}[)）](?=\s*$)",
    re.M,
)
_DATE_LINE = re.compile(r"[(（]?[\d*×xX]{4}[-年./][\d*×xX]{1,2}[-月./][\d*×xX]{1,2}日?[^。]{0,70}$")


class Ordinal(NamedTuple):
    """An ordinal that opens a clause: as printed without its mark, its kind, its number, and where it ends."""

    printed: str
    kind: str
    number: int
    end: int


def read_ordinal(text: str, start: int, end: int | None = None) -> Ordinal | None:
    """The ordinal at a position, if one stands there.

    Examples
    --------
    >>> read_ordinal("(二)坚决打好攻坚战", 0)
    Ordinal(printed='(二)', kind='bracket', number=2, end=3)
    >>> read_ordinal("一体推进", 0), read_ordinal("第一责任", 0), read_ordinal("一批项目", 0)
    (None, None, None)
    """
    match = _ORDINAL.match(text, start) if end is None else _ORDINAL.match(text, start, end)
    if match is None or match.lastgroup is None:
        return None
    printed = match[match.lastgroup]
    return Ordinal(printed, match.lastgroup, _value(printed), match.end())


def _value(printed: str) -> int:
    words = {"首先": 1, "其次": 2, "再次": 3, "再者": 4}
    if printed in words:
        return words[printed]
    if "①" <= printed[0] <= "⑳":
        return ord(printed) - ord("①") + 1
    digits = re.sub(r"\D", "", printed)
    if digits:
        return int(digits)
    value = 0
    for character in re.sub(rf"[^{_NUMERAL}]", "", printed):
        number = _NUMERAL.index(character) + 1
        value = (value or 1) * 10 if number == 10 else value + number
    return value


def is_open(line: str) -> bool:
    """Whether a line ends without a mark: a title, a heading, a tag of its own."""
    words = line.rstrip().rstrip("”’」』）)")
    return bool(words) and words[-1] not in "。！!？?；;，,、：:…."


@lru_cache(maxsize=4)
def title_end(text: str, language: Language) -> int:
    """Where the title ends (exclusive, without its line break); 0 where the text has none.

    A title is a first line without a full stop, and the lines of the same shape that go on with it: ——subtitle.
    """
    first, _, rest = text.partition("\n")
    if not rest or len(first) > TITLE_LENGTH or first.rstrip()[-1:] in "。；;，,：:":
        return 0
    if read_ordinal(text, 0) or credit_end(text, 0, language):
        return 0
    end = len(first)
    second = rest.partition("\n")[0]
    if second[:2] in ("——", "──", "--") and len(second) <= TITLE_LENGTH:
        end += 1 + len(second)
    return end


def credit_end(text: str, start: int, language: Language) -> int:
    """Where a byline or a source line that starts here ends; 0 where none does."""
    line_end = text.find("\n", start, start + LONGEST_LINE)
    if line_end < 0:
        line_end = len(text)
        if line_end - start > LONGEST_LINE:
            return 0
    match = _CREDIT.match(text, start, line_end)
    if match:
        return match.end()
    at = start + (text[start : start + 1] in "(（")
    term = language["cues", "source_open"].at(text, at)
    if term and (text[at + len(term) : at + len(term) + 1] in "：: 　丨|/" or term[-1] in "：:/"):
        return line_end
    if _DATE_LINE.match(text, start, line_end) and line_end - start < TITLE_LENGTH:
        return line_end
    return 0
