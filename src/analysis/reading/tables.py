"""Tables with a column of texts: each row is a document, its other cells are facts about it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from analysis.settings import Limits

if TYPE_CHECKING:
    from analysis.reading.sources import Source
    from analysis.reading.walking import Problem

# Names of the column of texts, the best first, and of ids.
TEXT_NAMES = (
    "text",
    "full_text",
    "fulltext",
    "正文",
    "全文",
    "文本",
    "内容",
    "content",
    "body",
    "raw_text",
    "article",
)
ID_NAMES = ("doc_id", "id", "编号")
LEAST_HAN = (
    30  # Han characters of a typical cell of a column that is taken for texts though its name says nothing
)
SAMPLED = 50  # rows looked at
FIELD_LIMIT = 50_000_000  # characters of one cell; csv's own limit of 131,072 is less than a work report


def read_table(
    shown: str, content: bytes, problems: list[Problem], limits: Limits | None = None
) -> Iterator[Source]:
    """The documents of a table; rows without text, and lines that are no row, are named."""
    from analysis.decoding import replace_halves
    from analysis.reading.sources import Source
    from analysis.reading.walking import Problem

    limits, suffix = limits or Limits(), PurePosixPath(shown).suffix.lower()
    broken: dict[int, str] = {}
    try:
        rows = list(islice(read_rows(content, suffix, limits, broken), limits.max_rows + 1))
    except Exception as error:  # whatever a table's reader trips over, the other files go on
        problems.append(
            Problem(
                shown,
                f"no readable table ({type(error).__name__}: {error})"[:200],
                "save it again as UTF-8 CSV",
            )
        )
        return
    if len(rows) > limits.max_rows:
        problem = f"a table of more than {limits.max_rows:,} rows; the others are not read"
        problems.append(Problem(shown, problem, "split it, or raise the limit in the settings"))
        del rows[limits.max_rows :]
    column = text_column(rows)
    if column is None:
        problems.append(
            Problem(
                shown, "a table without a column of texts", f"name the column {' or '.join(TEXT_NAMES[:2])}"
            )
        )
        return
    stem = PurePosixPath(shown).stem
    for number, row in enumerate(rows, 1):
        path = shown if len(rows) == 1 else f"{shown}/{number}"
        text = row.get(column) or ""
        if number in broken:
            problems.append(Problem(path, f"a broken line ({broken[number]})", "mend the line, or delete it"))
            continue
        if not text.strip():
            problems.append(
                Problem(path, f"a row whose column {column} is empty", "add the text, or delete the row")
            )
            continue
        stated = next((row[name] for name in ID_NAMES if row.get(name)), "")
        doc_id = stated or (stem if len(rows) == 1 else f"{stem}-{number}")
        facts = {replace_halves(k): replace_halves(v) for k, v in row.items() if k != column and v}
        yield Source(replace_halves(doc_id), path, text, ".txt", facts)


def read_rows(
    content: bytes, suffix: str, limits: Limits | None = None, broken: dict[int, str] | None = None
) -> Iterator[dict[str, str]]:
    """The rows of a table of any of the kinds in `TABLES`, every cell as text.

    A line of JSON that is none is an empty row and, by its number from 1, goes into `broken`; without that it raises.

    Examples
    --------
    >>> list(read_rows("doc_id,text\\na,会议强调".encode("gbk"), ".csv"))
    [{'doc_id': 'a', 'text': '会议强调'}]
    """
    from analysis.decoding import decode

    if suffix in (".xlsx", ".xlsm"):
        yield from _rows_of_workbook(content, limits or Limits())
        return
    text = decode(content).text
    if suffix in (".jsonl", ".ndjson"):
        lines = (line for line in text.split("\n") if line.strip())
        yield from (_row_of_line(number, line, broken) for number, line in enumerate(lines, 1))
    elif suffix == ".json":
        yield from map(_as_text, _records(json.loads(text)))
    else:
        csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))
        delimiter = "\t" if suffix == ".tsv" else _delimiter(text)
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield {
                str(key).strip(): value or ""
                for key, value in row.items()
                if key is not None and isinstance(value, str)
            }


def _row_of_line(number: int, line: str, broken: dict[int, str] | None) -> dict[str, str]:
    try:
        return _as_text(json.loads(line))
    except (ValueError, RecursionError) as error:
        if broken is None:
            raise
        broken[number] = f"{type(error).__name__}: {error}"[:100]
        return {}


def text_column(rows: list[dict[str, str]]) -> str | None:
    """The column that holds texts: by its name, else the one with the longest Chinese cells."""
    from re import findall

    if not rows:
        return None
    names = list(dict.fromkeys(name for row in rows[:SAMPLED] for name in row))
    known = [name for wanted in TEXT_NAMES for name in names if name.strip().lower() == wanted]
    if known:
        return known[0]
    sizes = {
        name: sum(len(findall("[\u4e00-\u9fff]", row.get(name) or "")) for row in rows[:SAMPLED])
        for name in names
    }
    best = max(sizes, key=lambda name: sizes[name], default=None)
    return best if best and sizes[best] >= LEAST_HAN * min(len(rows), SAMPLED) else None


def _delimiter(text: str) -> str:
    """Comma, unless the first line has only another one."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=lambda mark: (first.count(mark), mark == ","))


def _rows_of_workbook(content: bytes, limits: Limits) -> Iterator[dict[str, str]]:
    from openpyxl import load_workbook

    from analysis.reading.office import check_archive

    check_archive(content, limits)
    cells_left, characters_left = limits.max_cells, limits.max_bytes
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # a sheet may claim to be as wide as a workbook can be
            rows = sheet.iter_rows(values_only=True)
            header = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
            for row in rows:
                cells = {
                    key: "" if cell is None else str(cell)
                    for key, cell in zip(header, row, strict=False)
                    if key
                }
                cells_left -= len(row) + 1
                characters_left -= sum(map(len, cells.values()))  # one string may stand in a million cells
                if min(cells_left, characters_left) < 0:
                    raise ValueError("it spans more cells, or holds more characters, than the limit")
                if any(cells.values()):
                    yield cells
    finally:
        book.close()


def _records(value: Any) -> list[Any]:
    """The records of a JSON file: a list, or the longest list in an object, or the object itself."""
    if isinstance(value, list):
        return value
    lists = [
        inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)
    ]
    return max(lists, key=len) if lists else [value]


def _as_text(record: Any) -> dict[str, str]:
    if not isinstance(record, dict):
        return {"text": record if isinstance(record, str) else ""}
    return {
        str(key): value
        if isinstance(value, str)
        else ""
        if value is None
        else json.dumps(value, ensure_ascii=False)
        for key, value in record.items()
    }
