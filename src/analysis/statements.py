"""Tables that a person fills in, however a spreadsheet saved them: each row with the number that stands beside it there.

A table that cannot be read is an error in one line. A row that can be read but not be used is named, and the others hold.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, NamedTuple

from analysis.decoding import decode, name_broken

DELIMITERS = ",;\t"  # of Excel in English and Chinese, in most of Europe, and as Unicode text
AS_TYPED = frozenset({"find", "replace"})  # columns whose blanks mean something
SAVE_HINT = "save it again as CSV UTF-8"
QUOTE_HINT = "put quotation marks around a cell that holds a comma"
MAY_LACK = frozenset({"reason", "coder"})  # columns that change nothing


class TableError(ValueError):
    """A table that cannot be read as it stands: where, what is wrong, what to do."""

    def __init__(self, where: str, problem: str, hint: str) -> None:
        super().__init__(f"{where}: {problem}: {hint}")
        self.parts = (where, problem, hint)


class Row(NamedTuple):
    """A row: its number in the spreadsheet, its cells by column, and what stands beyond the last column."""

    number: int
    cells: dict[str, str]
    beyond: list[str]


class Statements(NamedTuple):
    """Rows that can be used; where each stands, by what tells it from the others; rows that cannot, and what to do."""

    rows: tuple[Any, ...]
    places: dict[tuple[str, ...], str]
    refused: tuple[tuple[str, str, str], ...]


def read_file(path: Path) -> tuple[list[str], list[Row]]:
    """The columns and rows of a table, in whatever encoding it was saved.

    Raises
    ------
    TableError
        If bytes are no characters, or the characters no table.
    """
    text, encoding, undecodable = decode(path.read_bytes(), is_table=True)
    if undecodable:
        raise TableError(path.name, name_broken(undecodable, encoding), SAVE_HINT)
    try:
        return read_rows(text)
    except csv.Error as error:
        raise TableError(path.name, f"no readable table ({error})", SAVE_HINT) from None


def read_rows(text: str) -> tuple[list[str], list[Row]]:
    """The columns of a table, in lower case, and its rows; empty rows count but are left out.

    Examples
    --------
    >>> columns, rows = read_rows("doc_id;find\\n;\\na;监菅\\n")
    >>> columns, rows[0].number, rows[0].cells
    (['doc_id', 'find'], 3, {'doc_id': 'a', 'find': '监菅'})
    """
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: (first.count(mark), mark == ","))
    numbered = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    filled = ((number, cells) for number, cells in numbered if "".join(cells).strip())
    _, header = next(filled, (1, []))
    columns = [cell.strip().strip("\ufeff").lower() for cell in header]
    return columns, [_row(number, columns, cells) for number, cells in filled]


def _row(number: int, columns: list[str], cells: list[str]) -> Row:
    named = dict(zip(columns, cells, strict=False))
    named.pop("", None)  # a column without a name
    return Row(number, named, [cell for cell in cells[len(columns) :] if cell.strip()])


def read_statements(kind: type[Any], path: Path, key: tuple[str, ...]) -> Statements:
    """The rows of a table as a kind of record; of two that say something of the same, the first one holds.

    Parameters
    ----------
    kind
        A named tuple: its fields are the columns, in any order and among others.
    path
        The table; where there is none, nothing is stated.
    key
        Columns that tell a row from the others; none may be empty.

    Raises
    ------
    TableError
        If bytes are no characters, a column is missing, or a row has too few or too many cells.
    """
    if not path.is_file():
        return Statements((), {}, ())
    columns, rows = read_file(path)
    wanted = [column for column in kind._fields if column not in MAY_LACK]
    if columns and (lacking := [column for column in wanted if column not in columns]):
        hint = f"its first row names the columns: {', '.join(kind._fields)}"
        raise TableError(f"{path.name}, row 1", f"no column {' and no '.join(lacking)}", hint)
    kept: dict[tuple[str, ...], tuple[Any, str]] = {}
    refused = []
    for row in rows:
        place = f"{path.name}, row {row.number}"
        _check_cells(row, wanted, place)
        record = kind(*(_cell(row, column) for column in kind._fields))
        told_apart = {column: getattr(record, column) for column in key}
        own = tuple(told_apart.values())
        if empty := [column for column, cell in told_apart.items() if not cell]:
            refused.append(
                (place, f"nothing stands under {' and '.join(empty)}", "fill it in, or delete the row")
            )
        elif own in kept:
            refused.append((place, _said_before(record, *kept[own]), "delete one of the two rows"))
        else:
            kept[own] = record, place
    rows_of = tuple(record for record, _ in kept.values())
    return Statements(rows_of, {own: place for own, (_, place) in kept.items()}, tuple(refused))


def _check_cells(row: Row, wanted: list[str], place: str) -> None:
    """Raise where a row is cut off, or goes on beyond the last column."""
    if lacking := [column for column in wanted if column not in row.cells]:
        raise TableError(place, f"no cell for {' and '.join(lacking)}", "add it, if only as an empty one")
    if row.beyond:
        raise TableError(place, f"{row.beyond[0]!r} stands beyond the last column", QUOTE_HINT)


def _cell(row: Row, column: str) -> str:
    cell = row.cells.get(column, "")
    return cell if column in AS_TYPED else cell.strip()


def _said_before(record: Any, earlier: Any, place: str) -> str:
    """How a row repeats or contradicts an earlier one, which holds."""
    says = "the same as" if _effect(record) == _effect(earlier) else "contradicts"
    return f"{says} {place.rpartition(', ')[2]}, which holds"


def _effect(record: Any) -> list[str]:
    return [cell for column, cell in zip(record._fields, record, strict=True) if column not in MAY_LACK]
