"""The sources of a table, some at a time: only what a part needs is in memory."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain, count, islice
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from analysis.decoding import decode
from analysis.reading import Problem, Source, list_sources
from analysis.reading.ids import assign_ids
from analysis.reading.tables import FIELD_LIMIT, ID_NAMES, SAMPLED, text_column
from analysis.settings import Limits

STREAMED = (".parquet", ".jsonl", ".ndjson", ".csv", ".tsv")
HEAD = 1 << 16  # bytes of a table that tell its encoding
Row = Mapping[str, str]


class Batch(NamedTuple):
    """The documents of one part, and what was wrong with the rows between them."""

    number: int
    sources: list[Source]
    problems: list[Problem]


def list_batches(texts: str | Path, rows: int, limits: Limits = Limits()) -> Iterator[Batch]:  # noqa: B008
    """The documents of a table or folder, `rows` at a time.

    A table is read as it goes (twice, if it states ids: the first time for ids that occur twice). A folder or an archive
    is listed whole.

    Raises
    ------
    FileNotFoundError
        If there is nothing at the path.
    ValueError
        If a table has no column of texts.
    """
    address = str(texts)
    if PurePosixPath(address).suffix.lower() not in STREAMED or Path(address).is_dir():
        sources, problems = list_sources(texts, limits)
        yield from _in_batches(iter(sources), rows, problems)
        return
    problems = []
    yield from _in_batches(_stream(address, problems), rows, problems)


def _in_batches(sources: Iterator[Source], rows: int, problems: list[Problem]) -> Iterator[Batch]:
    """Batches, each with the problems met on the way; problems without a document still make a batch."""
    for number in count():
        own = list(islice(sources, rows))
        met, problems[:] = list(problems), []
        if not own and not met:
            return
        yield Batch(number, own, met)


def _stream(address: str, problems: list[Problem]) -> Iterator[Source]:
    """Sources with the ids that :func:`analysis.list_sources` gives them, without holding them all."""
    shared = _shared_ids(address)
    bare = (Source(_own_id(path, row), path, "") for path, row in _paths(address) if shared)
    # What ids equal ones get depends on all of them.
    apart = {s.path: s.doc_id for s in assign_ids([source for source in bare if _key(source) in shared])}
    for source in _sources(address, problems):
        yield replace(source, doc_id=apart.get(source.path) or assign_ids([source])[0].doc_id)


def _sources(address: str, problems: list[Problem]) -> Iterator[Source]:
    rows = _paths(address)
    first = list(islice(rows, SAMPLED))
    column = text_column([dict(row) for _, row in first])
    if column is None:
        raise ValueError(f"{address}: a table without a column of texts; name the column text")
    for path, row in chain(first, rows):
        if not (row.get(column) or "").strip():
            hint = "add the text, or delete the row"
            problems.append(Problem(path, f"a row whose column {column} is empty", hint))
            continue
        facts = {key: value for key, value in row.items() if key != column and value}
        yield Source(_own_id(path, row), path, row[column], ".txt", facts)


def _shared_ids(address: str) -> set[str]:
    """Ids that several rows would have; none where the first rows state none, since numbers differ."""
    counts: Counter[str] = Counter()
    any_stated = False
    for number, (path, row) in enumerate(_paths(address, ID_NAMES)):
        any_stated = any_stated or any(row.get(name) for name in ID_NAMES)
        if number >= SAMPLED and not any_stated:
            return set()
        counts[_key(Source(_own_id(path, row), path, ""))] += 1
    return {key for key, n in counts.items() if n > 1}


def _own_id(path: str, row: Row) -> str:
    """The id a row states, else the table's name and the row's number."""
    table, number = PurePosixPath(path).parent, PurePosixPath(path).name
    return next((row[name] for name in ID_NAMES if row.get(name)), f"{table.stem}-{number}")


def _key(source: Source) -> str:
    """What two ids must not share."""
    return assign_ids([source])[0].doc_id.casefold()


def _paths(address: str, columns: Iterable[str] | None = None) -> Iterator[tuple[str, Row]]:
    """The rows of a table (of several, with a glob), each with its path for people."""
    with _open(address) as files:
        for name, file in files:
            shown = PurePosixPath(name).name
            rows = _rows(file, PurePosixPath(name).suffix.lower(), columns)
            yield from ((f"{shown}/{number}", row) for number, row in enumerate(rows, 1))


@contextmanager
def _open(address: str) -> Iterator[list[tuple[str, IO[bytes]]]]:
    """Files at a path, or at any address that fsspec knows."""
    with ExitStack() as stack:
        if "://" in address or "*" in address:
            import fsspec  # comes with the extra `cluster`

            opened = fsspec.open_files(address, "rb")
            yield [(file.path, stack.enter_context(file)) for file in opened]
        else:
            yield [(address, stack.enter_context(Path(address).open("rb")))]


def _rows(file: IO[bytes], suffix: str, columns: Iterable[str] | None) -> Iterator[Row]:
    if suffix == ".parquet":
        yield from _rows_of_parquet(file, columns)
        return
    head = file.read(HEAD)
    file.seek(0)
    encoding = decode(head[: head.rfind(b"\n") + 1] or head).encoding
    with io.TextIOWrapper(file, encoding, errors="replace", newline="") as lines:
        if head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            lines.read(1)
        if suffix in (".jsonl", ".ndjson"):
            yield from (_as_text(json.loads(line)) for line in lines if line.strip())
            return
        csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))
        for row in csv.DictReader(lines, delimiter="\t" if suffix == ".tsv" else ","):
            yield _as_text({str(key).strip(): value for key, value in row.items() if key})


def _rows_of_parquet(file: IO[bytes], columns: Iterable[str] | None) -> Iterator[Row]:
    from pyarrow.parquet import ParquetFile

    table = ParquetFile(file)
    chosen = None if columns is None else [name for name in table.schema_arrow.names if name in set(columns)]
    for batch in table.iter_batches(batch_size=SAMPLED, columns=chosen):
        yield from map(_as_text, batch.to_pylist())


def _as_text(record: Any) -> Row:
    """A row with every cell as text, nothing as the empty string."""
    if not isinstance(record, dict):
        return {"text": str(record)}
    return {
        str(key): "" if value is None else value if isinstance(value, str) else _shown(value)
        for key, value in record.items()
    }


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
