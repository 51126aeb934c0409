"""The signature of a document: who signs, and the day below it. What stands above it is the document's."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import WEAK, Line
from analysis.cleaning.furniture.looks import COLON, ORGAN, PLACE, SIGNED_DAY, names_in
from analysis.cleaning.rules import Rules

MOST_LINES = 40  # below the text, in which its signature is looked for
MOST_FIELDS = 4  # lines above it that look like fields of a site
OF_SITE = re.compile(
    "来源|作者|编辑|审核|校对|发布|记者|浏览|标题|时间|日期"
)  # names of fields that end a text
CHINESE_NUMBER = re.compile("[(（]?(?P<number>[一二三四五六七八九十]{1,3})[)）、.．]")
NUMERALS = "一二三四五六七八九十"
PRINTED = "印发"
OF_PAPER = "主题词"  # what a document says below its signature, and a site above its text
SEALED = re.compile(r"\s*[(（](?:盖章|公章|印章?|章|代章)[)）]$")


def find_signature(lines: list[Line], prose: list[int], rules: Rules) -> int:
    """Index of the day below the last signature of a text; -1 where there is none.

    Between the text and its signature stand fields of its own at most: behind the first line that can only be of the
    site nobody signs.
    """
    found, text, n_fields, is_open, number = -1, -1, 0, False, ""
    is_prose = set(prose)
    for i, line in enumerate(lines):
        numbered = None if line.mark else CHINESE_NUMBER.match(line.text)
        if 0 <= found == i - 1 and line.text.startswith(OF_PAPER):
            line.mark, found = "", i
        elif i in is_prose or (numbered and _follows(number, numbered["number"])):
            text, n_fields, is_open = i, 0, True
        elif is_open and (line.is_furniture or line.mark == "source"):
            n_fields += 1
            is_open = _is_own_field(line) and n_fields <= MOST_FIELDS
        elif is_open and i - text <= MOST_LINES and _is_signed(lines, i, rules):
            found = i
        number = numbered["number"] if numbered and is_open else number
    return found


def clear_above(lines: list[Line], last: int, signed: int) -> None:
    """Take the marks off what stands between the last sentence and the signature, but for fields of the site alone."""
    for line in lines[last + 1 : signed + 1]:
        if line.mark in WEAK or _is_own_field(line):
            line.mark = ""


def _follows(before: str, number: str) -> bool:
    """Whether a heading goes on with the numbers of those before it."""
    return before[-1:] + number in NUMERALS if before else False


def _is_own_field(line: Line) -> bool:
    key, *values = COLON.split(line.text)
    return values != [] and OF_SITE.search(key) is None


def _is_signed(lines: list[Line], i: int, rules: Rules) -> bool:
    """Whether a line is the day of a signature: the name stands in the same line, or above it.

    A day in Chinese numerals needs none; no site writes one.
    """
    text = lines[i].text.removesuffix(PRINTED)
    signer, _, day = text.rpartition(" ")
    if SIGNED_DAY.fullmatch(day) and ORGAN.fullmatch(signer):
        return True
    if not SIGNED_DAY.fullmatch(text):
        return False
    return text[0] in NUMERALS or (not lines[i - 1].is_furniture and _is_signer(lines[i - 1], rules))


def _is_signer(line: Line, rules: Rules) -> bool:
    text = SEALED.sub("", COLON.split(line.text)[-1]).strip()  # whose office stands before a colon
    return PLACE.search(text) is not None or ORGAN.fullmatch(text) is not None or any(names_in(text, rules))
