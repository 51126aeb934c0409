"""What a person states of a text, in documents.csv or in the other columns of a table of texts.

Columns may bear Chinese names (标题, 发布日期): the lexicon `stated` says which fact they are, and which values stand
for a level or a genre. What cannot be understood is no fact: it is named, and what was read stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.dates import find_dates, read_year
from analysis.frames.described import DATE_STATUS, GENRES, LEVELS
from analysis.lexicons import Entry

# Columns of `documents` that a person may state; the rest is how the file was read.
DATES = ("meeting_date", "publication_date")
CHOICES: dict[str, Sequence[str]] = {
    "admin_level": LEVELS,
    "genre": GENRES,
    **{f"{field}_status": DATE_STATUS for field in DATES},
}
WORDS = ("title", "meeting_name", "place", "province", "city", "district", "source", "label_zh", "label_en")
STATED = frozenset((*WORDS, *CHOICES, *DATES, "year"))

# What a spreadsheet or a data frame writes for nothing.
NOTHING = frozenset(("", "nan", "nat", "none", "null", "n/a", "na", "-", "--", "/", "无", "不详", "未知"))

_EDTF = re.compile(r"(?:\d{4}|XXXX)(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12]\d|3[01]|XX))?)?")
_DIGITS = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")  # 20230506
# 2023.0 is a year that went through a column of floats.
_YEAR = re.compile(r"((?:19|20)\d\d|[一二][〇○零Ｏ一二三四五六七八九]{3})年?(?:度|\.0)?")


class Stated(NamedTuple):
    """Facts by column of `documents`, what was written for each, and what was not understood."""

    facts: dict[str, str | int]
    notes: dict[str, str]
    refused: list[str]


def read_stated(cells: Mapping[str, str], entries: Sequence[Entry] = ()) -> Stated:
    """The facts that cells of a row state; a column of the fact's own name goes before one of another name.

    Parameters
    ----------
    cells
        Header → cell; headers that are no fact are passed over.
    entries
        The lexicon `stated`: header → column (`标题,title`), value → value (`市级,admin_level=city`).

    Examples
    --------
    >>> found = read_stated({"year": "2023年", "publication_date": "2023/5/6", "meeting_date": "soon"})
    >>> found.facts, found.refused
    ({'year': 2023, 'publication_date': '2023-05-06'}, ["meeting_date 'soon' is no date (2023-05-06)"])
    """
    names = {entry.term: entry.category for entry in entries}
    values: dict[tuple[str, str], str] = {}
    for entry in entries:
        field, _, value = entry.category.partition("=")
        values[field, entry.term] = value
    found = Stated({}, {}, [])
    for header, cell in sorted(cells.items(), key=lambda item: item[0] not in STATED):
        plain = header.strip().lower()
        field, value = names.get(plain, plain), cell.strip()
        if value.lower() in NOTHING or field not in STATED or field in found.facts:
            continue
        fact = _read(field, values.get((field, value.lower()), value))
        if fact is None:
            found.refused.append(f"{header} {cell[:40]!r} is {_wanted(field)}")
            continue
        found.facts[field] = fact
        found.notes[field] = "stated by a person" + (f" ({header} {cell[:40]})" if str(fact) != cell else "")
    return found


def _read(field: str, value: str) -> str | int | None:
    """The value of a field in the form the frames have; None where it cannot be understood."""
    if field == "year":
        match = _YEAR.fullmatch(unicodedata.normalize("NFKC", value))
        return read_year(match[1]) if match else None
    if field in DATES:
        return _read_day(value)
    if field in CHOICES:
        return value if value in CHOICES[field] else None
    return value


def _read_day(value: str) -> str | None:
    """A day as EDTF: as it stands, in eight digits, or printed in any of the ways a page prints it."""
    if all(map(_EDTF.fullmatch, value.split("/"))):
        return value
    if match := _DIGITS.fullmatch(value):
        return "-".join(match.groups())
    mention = next((day for day in find_dates(value) if day.year or day.month), None)
    return mention.edtf() if mention else None


def _wanted(field: str) -> str:
    if field in CHOICES:
        return f"none of {', '.join(CHOICES[field])}"
    return "no year (2023)" if field == "year" else "no date (2023-05-06)"
