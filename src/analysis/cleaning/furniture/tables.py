"""Tables of a text: rows of the same number of cells below each other, with names and numbers in them.

A menu has rows too, but no numbers; a calendar has numbers, but no names; the fields that a portal gives of a text
are known by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from analysis.cleaning.furniture.lines import Line

LEAST_ROWS, LEAST_COLUMNS, LEAST_CELLS = 2, 3, 2  # cells of a row may be empty
WIDEST = 40  # characters of a cell
NUMBER = re.compile(r"[+\-−—]?(?:\d[\d,]*(?:\.\d+)?)\s*[%％]?|[—–\-/]+")
DIGIT = re.compile(r"\d")
NUMERIC_SHARE = 0.2  # of the cells below the first row, at least
KNOWN_SHARE = 0.1  # of the cells, that may look like something of a site
WEAK_MARKS = frozenset({"", "number", "symbols", "navigation", "likely", "menu", "value", "listed", "date"})


def mark_tables(lines: list[Line]) -> None:
    """Take the marks off the cells of tables: they are text, what stands round them does not matter."""
    for table in _tables(lines):
        if _is_of_text(table):
            for row in table:
                for cell in row:
                    cell.mark, cell.is_prose = "", True


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


def _is_of_text(table: list[list[Line]]) -> bool:
    """Whether rows are a table of a text: names in the first, numbers in the others, no field of a page."""
    if len(table) < LEAST_ROWS:
        return False
    cells = [cell for row in table for cell in row]
    n_known = sum(
        cell.mark not in WEAK_MARKS or (cell.mark == "navigation" and cell.n_han > 0) for cell in cells
    )
    if n_known > KNOWN_SHARE * len(cells):
        return False
    if any(NUMBER.fullmatch(cell.text) for cell in table[0]) or not all(cell.n_han for cell in table[0]):
        return False
    below = [cell for row in table[1:] for cell in row]
    n_numbers = sum(NUMBER.fullmatch(cell.text) is not None for cell in below)
    return (
        n_numbers >= min(len(table) - 1, NUMERIC_SHARE * len(below))
        and any(DIGIT.search(cell.text) for cell in below)
        and all(any(cell.n_han for cell in row) for row in table)
    )
