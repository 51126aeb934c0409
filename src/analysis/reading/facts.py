"""What documents.csv states of the texts: found by path or by id; rows that fit no text are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from analysis.reading.tables import TEXT_NAMES
from analysis.reading.walking import Problem
from analysis.statements import QUOTE_HINT, Row, TableError, read_file

if TYPE_CHECKING:
    from analysis.reading.sources import Source

TABLE = "documents.csv"
COLUMNS = ("doc_id", "path", "order")  # which text, and where it stands; the others state facts
EXCLUDED = "excluded"  # the column of documents.csv that leaves a text out, with the reason in its cell
KEPT = frozenset(("", "0", "no", "false", "否", "不"))  # cells of that column that leave nothing out
TAKE_BACK = f"nothing to do; to take it in again, empty the cell {EXCLUDED} of its row"


def state_facts(
    sources: list[Source], path: Path, problems: list[Problem]
) -> tuple[list[Source], frozenset[str]]:
    """Sources with the facts that documents.csv states, found by path or by id; paths of those that it leaves out.

    Of two rows for one text the first one holds.
    """
    columns, rows = _read(path, problems)
    if columns and {"doc_id", "path"}.isdisjoint(columns):
        problems.append(_unnamed(columns))
        return sources, frozenset()
    by_path, by_id = _first_rows(rows)
    stated, left_out = [], set()
    used: dict[str, int] = {}
    for source in sources:
        row = by_path.get(bare_path(source.path)) or by_id.get(source.doc_id)
        if row is None:
            stated.append(source)
            continue
        facts = {key: value for key, value in row.cells.items() if value.strip()}
        doc_id = facts.get("doc_id", source.doc_id).strip()
        stated.append(replace(source, doc_id=doc_id, facts={**source.facts, **facts}))
        used |= {bare_path(source.path): row.number, source.doc_id: row.number, doc_id: row.number}
        if is_excluded(row.cells):
            left_out.add(source.path)
            problem = f"left out by {TABLE} ({facts[EXCLUDED].strip()})"
            problems.append(Problem(source.path, problem, TAKE_BACK))
    if path.is_dir():
        problems += _misfits(rows, used)
    return stated, frozenset(left_out)


def stated_columns(path: Path) -> list[str]:
    """The columns of documents.csv; none where there is no such table."""
    return _read(path, [])[0]


def excluded_ids(path: Path) -> list[str]:
    """The ids of the texts that documents.csv leaves out."""
    rows = _read(path, [])[1]
    return [
        _cell(row, "doc_id") or PurePosixPath(_cell(row, "path")).stem
        for row in rows
        if is_excluded(row.cells)
    ]


def _read(path: Path, problems: list[Problem]) -> tuple[list[str], list[Row]]:
    """Columns and rows of the table for some texts; none where there is none that can be read."""
    table = _table_of(path)
    if table is None:
        return [], []
    try:
        return read_file(table)
    except TableError as error:
        problems.append(Problem(*error.parts))
        return [], []


def bare_path(path: str) -> str:
    """A path as it is compared: below the folder of texts, with slashes."""
    return path.replace("\\", "/").removeprefix("./").removeprefix("data/").removeprefix("raw/")


def is_excluded(cells: Mapping[str, str]) -> bool:
    """Whether a row leaves its text out."""
    return cells.get(EXCLUDED, "").strip().lower() not in KEPT


def _table_of(path: Path) -> Path | None:
    """The table beside some texts, or around their folder `raw`; None where there is none."""
    folder = path if path.is_dir() else path.parent
    places = [folder, folder.parent] if folder.name == "raw" else [folder]
    return next((place / TABLE for place in places if (place / TABLE).is_file()), None)


def _first_rows(rows: Iterable[Row]) -> tuple[dict[str, Row], dict[str, Row]]:
    """The first row of each path, and of each id."""
    by_path: dict[str, Row] = {}
    by_id: dict[str, Row] = {}
    for row in rows:
        if path := _cell(row, "path"):
            by_path.setdefault(bare_path(path), row)
        if doc_id := _cell(row, "doc_id"):
            by_id.setdefault(doc_id, row)
    return by_path, by_id


def _misfits(rows: Sequence[Row], used: Mapping[str, int]) -> Iterator[Problem]:
    """What is wrong with rows; `used` is the number of the row that holds for a text, by its path and its ids."""
    holding = set(used.values())
    for row in rows:
        place, name = f"{TABLE}, row {row.number}", _cell(row, "path") or _cell(row, "doc_id")
        other = used.get(bare_path(name)) or used.get(_cell(row, "doc_id"))
        if not name:
            yield Problem(place, "names no text", "write its doc_id or its path, or delete the row")
        elif row.number not in holding and other:
            yield Problem(
                place,
                f"states facts of {name}, as row {other} does, which holds",
                "delete one of the two rows",
            )
        elif row.number not in holding:
            yield Problem(
                place, f"states facts of {name}, which is not there", "correct the row, or add the text"
            )
        if (order := _cell(row, "order")) and not order.isdigit():
            yield Problem(
                place, f"order {order!r} is no number", "write 1, 2, 3 …; until then the text stands last"
            )
        if row.beyond:
            yield Problem(place, f"{row.beyond[0]!r} stands beyond the last column", QUOTE_HINT)


def _unnamed(columns: Sequence[str]) -> Problem:
    """A table whose rows name no text, or one that is a table of texts."""
    if set(TEXT_NAMES).isdisjoint(columns):
        return Problem(
            f"{TABLE}, row 1", "no column doc_id and no column path", "its first row names the columns"
        )
    return Problem(
        TABLE, "holds texts under the name of the table that states facts", "give the table another name"
    )


def _cell(row: Row, column: str) -> str:
    return row.cells.get(column, "").strip()
