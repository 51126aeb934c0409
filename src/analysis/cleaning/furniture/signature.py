"""The signature of a document: who signs, and the day below it. What stands above it is the document's."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import WEAK, Line
from analysis.cleaning.furniture.looks import COLON, ORGAN, PLACE, SIGNED_DAY, is_own_key, names_in
from analysis.cleaning.rules import Rules

MOST_LINES = 40  # below the text, in which its signature is looked for
MOST_FIELDS = 4  # lines above it that look like fields of a site
CHINESE_NUMBER = re.compile("[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
SEALED = re.compile(r"\s*[(（](?:盖章|公章|印章?|章|代章)[)）]$")


def find_signature(lines: list[Line], prose: list[int], rules: Rules) -> int:
    """Index of the day below the last signature of a text; -1 where there is none.

    Between the text and its signature stand fields of its own at most: behind the first line that can only be of the
    site nobody signs.
    """
    found, text, n_fields, is_open = -1, -1, 0, False
    is_prose = set(prose)
    for i, line in enumerate(lines):
        if i in is_prose or (not line.mark and CHINESE_NUMBER.match(line.text)):
            text, n_fields, is_open = i, 0, True
        elif is_open and line.is_furniture:
            n_fields += 1
            is_open = COLON.search(line.text) is not None and n_fields <= MOST_FIELDS
        elif is_open and i - text <= MOST_LINES and _is_signed(lines, i, rules):
            found = i
    return found


def clear_above(lines: list[Line], last: int, signed: int) -> None:
    """Take the marks off what stands between the last sentence and the signature, but for fields of the site alone."""
    for line in lines[last + 1 : signed + 1]:
        key = COLON.split(line.text)[0]
        if line.mark in WEAK or is_own_key(key):
            line.mark = ""


def _is_signed(lines: list[Line], i: int, rules: Rules) -> bool:
    """Whether a line is the day of a signature: the name stands in the same line, or above it."""
    signer, _, day = lines[i].text.rpartition(" ")
    if SIGNED_DAY.fullmatch(day) and ORGAN.fullmatch(signer):
        return True
    above = lines[i - 1]
    return (
        SIGNED_DAY.fullmatch(lines[i].text) is not None
        and not above.is_furniture
        and _is_signer(above, rules)
    )


def _is_signer(line: Line, rules: Rules) -> bool:
    text = SEALED.sub("", COLON.split(line.text)[-1]).strip()  # whose office stands before a colon
    return PLACE.search(text) is not None or ORGAN.fullmatch(text) is not None or any(names_in(text, rules))
