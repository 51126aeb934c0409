"""Tables of a text: rows of the same number of cells below each other, with names and numbers in them.

A menu has rows too, but no numbers; a calendar has numbers, but no names; the fields that a portal gives of a text
are known by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.page import HAN_CHARACTER

LEAST_LINES = 3  # of a table whose cells single blanks part, or whose cells have few numbers
LEAST_COLUMNS, LEAST_CELLS = 3, 2  # cells of a row may be empty
WIDEST = 40  # characters of a cell
NUMBER = re.compile(r"[+\-−—]?(?:\d[\d,]*(?:\.\d+)?)\s*[%％]?|[—–\-/]+")
STOPS = "。！？；，"
DIGIT = re.compile(r"\d")
NUMERIC_SHARE = 0.2  # of the cells below the first row, at least
KNOWN_SHARE = 0.1  # of the cells, that may look like something of a site
OF_MENU = frozenset({"menu", "navigation", "related"})
WEAK_MARKS = frozenset({"", "number", "symbols", "navigation", "likely", "menu", "value", "listed", "date"})


Row = list[str]


def mark_tables(lines: list[Line]) -> None:
    """Take the marks off the cells of tables: they are text, what stands round them does not matter."""
    for table in _tables(lines):
        if _is_of_text(table):
            for row in table:
                for cell in row:
                    cell.mark, cell.is_prose = "", True
    for rows in _rows_of_words(lines):
        head = _head_of(lines, rows[0])
        names = [[cell.text for cell in head]] if head else []
        if _has_numbers([*names, *(line.text.split() for line in rows)]):
            for line in (*head, *rows):
                line.mark, line.is_prose = "", True


def _tables(lines: list[Line]) -> Iterator[list[list[Line]]]:
    """Rows of cells that stand below each other and have no more cells than the first."""
    table: list[list[Line]] = []
    for _, group in groupby(lines, key=lambda line: line.row):
        row = list(group)
        fits = len(row) >= LEAST_CELLS and all(len(cell.text) <= WIDEST for cell in row)
        if table and (not fits or row[0].row > table[-1][0].row + 1 or len(row) > len(table[0]) + 1):
            yield table
            table = []
        if fits and (table or len(row) >= LEAST_COLUMNS):
            table.append(row)
    yield table


def _rows_of_words(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines of nearly as many words as the first, below each other: a table whose cells a blank parts."""
    rows: list[Line] = []
    for line in [*lines, None]:
        n_words = line.text.count(" ") + 1 if line is not None and line.text[-1] not in STOPS else 0
        if rows and abs(n_words - rows[0].text.count(" ") - 1) > 1:
            if len(rows) >= LEAST_LINES:
                yield rows
            rows = []
        if line is not None and n_words > LEAST_COLUMNS and len(line.text) <= n_words * WIDEST:
            rows.append(line)


def _head_of(lines: list[Line], first: Line) -> list[Line]:
    """The cells of the row above a table of words, where there are as many."""
    head = [line for line in lines if line.row == first.row - 1]
    return head if len(head) == first.text.count(" ") + 1 and len(head) > LEAST_COLUMNS else []


def _is_of_text(table: list[list[Line]]) -> bool:
    """Whether rows are a table of a text: hardly a cell that looks like something of a site."""
    if not table:
        return False
    cells = [cell for row in table for cell in row]
    n_known = sum(
        cell.mark not in WEAK_MARKS or (cell.mark == "navigation" and cell.n_han > 0) for cell in cells
    )
    texts = [[cell.text for cell in row] for row in table]
    return (n_known <= KNOWN_SHARE * len(cells) and _has_numbers(texts)) or _is_even(table)


def _is_even(table: list[list[Line]]) -> bool:
    """Whether rows have as many cells each, and figures, and below the first no cell that is surely a site's.

    Below a first row of four cells or more rows may have fewer: cells span rows, or lines break in them.
    """
    below = [cell for row in table[1:] for cell in row]
    return (
        len(table) >= LEAST_LINES
        and (len({len(row) for row in table}) == 1 or len(table[0]) > LEAST_COLUMNS)
        and not any(cell.is_furniture for cell in below)
        and not any(cell.mark in OF_MENU for cell in table[0])
        and 2 * sum(any(DIGIT.search(cell.text) for cell in row) for row in table[1:]) >= len(table)
    )


def _has_numbers(table: list[Row]) -> bool:
    """Whether there are names in the first row, and numbers beside names in the others."""
    head, below = table[0], table[1:]
    if not all(map(HAN_CHARACTER.search, head)):
        return False
    cells = [cell for row in below for cell in row]
    n_numbers = sum(NUMBER.fullmatch(cell) is not None for cell in cells)
    return (
        n_numbers >= min(len(below), NUMERIC_SHARE * len(cells))
        and any(DIGIT.search(cell) for cell in cells)
        and all(any(map(HAN_CHARACTER.search, row)) for row in below)
    )
