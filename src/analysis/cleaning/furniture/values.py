"""Fields of which name and value stand in lines of their own, or written together in one."""

from __future__ import annotations

import re
from itertools import takewhile

from analysis.cleaning.furniture.fields import COLON
from analysis.cleaning.furniture.lines import NUMBERED, Line
from analysis.cleaning.furniture.looks import ADDRESSED, DOCUMENT_NUMBER, WIDE
from analysis.cleaning.rules import Rules

LONGEST_VALUE = 80  # characters of a value
LONGEST_BARE = 18  # the same where no colon stands behind the name of its field
WIDEST_HELD = 10  # Han characters of a value on the line below a row of keys and values
OF_NUMBERS = ("时间", "日期", "次数", "量")  # fields whose value has a digit
DIGIT = re.compile(r"\d")
OF_CATALOGUE = re.compile("文号|索引|分类|效性|发布|成文|公开|体裁|发文")  # in the names of fields
SAID = re.compile(r"[问答]\s*[:：]")
MOST_CELLS = 8  # looked at on either side
JOINED_KEYS, LEAST_KEY = 3, 3  # so many of them; characters of the shortest name


def mark_fields(lines: list[Line], rules: Rules) -> None:
    """Mark names of fields and their values."""
    _mark_wide_keys(lines, rules)
    _mark_joined_keys(lines, rules)
    _mark_values(lines, rules)


def _mark_wide_keys(lines: list[Line], rules: Rules) -> None:
    """Names of fields set wide, without colons, tell together: `名  称`, `文  号`, above their values or beside them."""
    for i, line in enumerate(lines):
        if line.is_long or line.bare not in rules.keys or not WIDE.fullmatch(line.text):
            continue
        below = [*lines[i + 1 : i + 3], line, line]  # at the end the line itself, which is no value
        value, other = below[:2]
        if line.row < value.row < other.row and other.bare in rules.keys:
            if OF_CATALOGUE.search(line.bare) or OF_CATALOGUE.search(other.bare):
                line.mark = "key"
                other.mark = other.mark or "key"
        elif value is not line and value.row == line.row and _is_beside_keys(lines, i):
            line.mark = "key"


def _is_beside_keys(lines: list[Line], i: int) -> bool:
    """Whether a cell is the first of its row, and names of fields or furniture stand in the row above or below."""
    row = lines[i].row
    near = [line for line in lines[max(0, i - MOST_CELLS) : i + MOST_CELLS] if abs(line.row - row) == 1]
    is_first = i == 0 or lines[i - 1].row != row
    return is_first and any(line.mark == "key" or line.is_furniture for line in near)


def _mark_joined_keys(lines: list[Line], rules: Rules) -> None:
    """Fields below each other whose names and values are written together, above the text: `公开时限长期公开`."""
    run: list[Line] = []
    above = takewhile(lambda line: not line.is_prose, lines)
    for line in [*above, None]:
        is_joined = line is not None and not line.mark and _begins_with_key(line.bare, rules)
        if line is not None and (is_joined or (run and (line.is_furniture or line.mark == "key"))):
            run.append(line)
            continue
        joined = [other for other in run if not other.mark]
        for other in joined if len(joined) >= JOINED_KEYS else ():
            other.mark = "metadata_table"
        run = []


def _begins_with_key(line: str, rules: Rules) -> bool:
    """Whether a line begins with the name of a field of the page."""
    keys = (line[:n] for n in rules.key_lengths if LEAST_KEY <= n < len(line))
    return any(rules.keys.get(key) == "metadata_table" for key in keys)


def _mark_values(lines: list[Line], rules: Rules) -> None:
    """A field's value may stand in the next cell or line, the steps of a font size in several."""
    held, asks_number, has_colon = "", False, True
    of_row = -1  # the row whose cells a value stands in
    for i, line in enumerate(lines):
        if held and 0 <= of_row != line.row and line.n_han > WIDEST_HELD:
            held = ""  # in a table a value stands beside its key
        if line.mark == "key":
            of_row = line.row if i and lines[i - 1].row == line.row else -1
            has_colon = COLON.search(line.text[-2:]) is not None
            asks_number = line.bare.endswith(OF_NUMBERS)
            held = rules.keys.get(line.bare, "metadata_table")
            line.mark = held
        elif not held:
            continue
        elif len(line.bare) <= 1 and line.mark in ("menu", "symbols"):
            line.mark = "value"
        elif (
            line.mark in ("", "date", "menu", "contact", "listed", "source", "likely")
            and not line.is_prose
            and len(line.text)
            <= (
                LONGEST_VALUE
                if has_colon or (i + 1 < len(lines) and lines[i + 1].mark == "key")
                else LONGEST_BARE
            )
            and not NUMBERED.match(line.text)
            and not ADDRESSED.search(line.text)
            and not SAID.match(line.text)
            and not (held in ("source", "credit") and DOCUMENT_NUMBER.search(line.text))
            and not (asks_number and len(line.bare) > 1 and not _is_figure(line))
        ):
            line.mark = held if held in ("source", "credit") else "value"
            held = ""
        else:
            held = ""


def _is_figure(line: Line) -> bool:
    """Whether a line may be a day or a number: it has a digit, and few words."""
    return DIGIT.search(line.text) is not None and line.n_han <= WIDEST_HELD
