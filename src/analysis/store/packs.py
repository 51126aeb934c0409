"""What documents yielded, as Arrow tables from which the frames of any choice of them are put together.

The rows of document after document stand in one table a frame, without `doc_id` and without the frame's own index:
both follow from the number of rows of each document. So documents can be taken from several packs, in any order,
by cutting tables and laying the pieces end to end, without a step per document.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.frames import (
    ARRAY,
    CATEGORY,
    FLAG,
    FRAMES,
    NULLABLE,
    REAL,
    TEXT,
    WHOLE,
    DocumentFrames,
    Rows,
    combine,
    make_frame,
)

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Frames made from all documents together.
DERIVED = ("counts",)
STORED = tuple(name for name in FRAMES if name not in DERIVED)
# Categories stand sorted; only terms stand in the order of their first appearance, as the tokenizer gives them.
BY_APPEARANCE = (("tokens", "term"),)

_SLICE = 1 << 16  # rows looked at in one go: what is made of them stays in the processor's cache


class Part(NamedTuple):
    """One document's yield on its way into a pack: its key, its id, its rows, and its signature for comparing texts."""

    key: str
    doc_id: str
    frames: DocumentFrames
    signature: Mapping[int, int]


class Pack(NamedTuple):
    """Several documents: frame name → table of their rows, and frame name → rows of each document.

    `signatures` is a table of all documents' sentences (hash, size), its sizes under that name.
    """

    keys: list[str]
    doc_ids: list[str]
    tables: dict[str, pa.Table]
    sizes: dict[str, np.ndarray]


Chosen = Sequence[tuple[Pack, int]]  # documents in order: each its pack and its place there


def make_pack(parts: Sequence[Part]) -> Pack:
    """The rows of some documents as one pack."""
    import numpy as np
    import pyarrow as pa

    frames = combine((part.doc_id, part.frames) for part in parts)
    tables = {name: _table(name, frames[name]) for name in STORED}
    sizes = {
        name: np.array([_n_rows(part.frames.get(name, ())) for part in parts], np.int64) for name in STORED
    }
    tables["signatures"] = pa.table(
        {
            "hash": pa.array([h for part in parts for h in part.signature], pa.int64()),
            "size": pa.array([n for part in parts for n in part.signature.values()], pa.int32()),
        }
    )
    sizes["signatures"] = np.array([len(part.signature) for part in parts], np.int64)
    return Pack([part.key for part in parts], [part.doc_id for part in parts], tables, sizes)


def assemble(chosen: Chosen) -> dict[str, Any]:
    """The frames of chosen documents, in the order given: what :func:`analysis.frames.combine` makes of their rows."""
    from concurrent.futures import ThreadPoolExecutor

    choice = Choice.of(chosen)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # joining columns leaves Python's lock to others
        return dict(zip(STORED, threads.map(partial(_frame, choice), STORED), strict=True))


def signatures(chosen: Chosen) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each sentence of the chosen documents: number of the document, hash, size."""
    import numpy as np

    if not chosen:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    choice = Choice.of(chosen)
    table = choice.rows("signatures")
    numbers = np.repeat(np.arange(len(chosen)), choice.sizes("signatures"))
    return numbers, _whole(table["hash"]), _whole(table["size"])


def take(chosen: Chosen) -> Pack:
    """The chosen documents as a pack of their own."""
    names, choice = [*STORED, "signatures"], Choice.of(chosen)
    return Pack(
        [pack.keys[i] for pack, i in chosen],
        choice.doc_ids,
        {name: choice.rows(name).combine_chunks() for name in names},
        {name: choice.sizes(name) for name in names},
    )


def _n_rows(rows: Rows) -> int:
    return len(next(iter(rows.values()), ())) if isinstance(rows, Mapping) else len(rows)


def _own_columns(name: str) -> list[tuple[str, str]]:
    """Columns that a pack keeps, with their types."""
    frame = FRAMES[name]
    return [(c.name, c.dtype) for c in frame.columns if c.name not in ("doc_id", frame.index)]


def _table(name: str, frame: Any) -> pa.Table:
    import pyarrow as pa

    return pa.table({column: _to_arrow(frame[column], dtype) for column, dtype in _own_columns(name)})


def _to_arrow(values: Any, dtype: str) -> pa.Array:
    import pyarrow as pa

    if dtype == CATEGORY:
        codes = values.cat.codes.to_numpy().astype("int32")
        words = pa.array(list(values.cat.categories), pa.large_string())
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words)
    if dtype == ARRAY:
        return _differences(list(values))
    kinds = {
        TEXT: pa.large_string(),
        WHOLE: pa.int32(),
        NULLABLE: pa.int32(),
        FLAG: pa.bool_(),
        REAL: pa.float64(),
    }
    array = pa.array(values, kinds[dtype], from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _differences(arrays: list[np.ndarray]) -> pa.Array:
    """Offsets as steps, since they nearly always grow by one: a tenth of the size once compressed."""
    import numpy as np
    import pyarrow as pa

    steps = [np.diff(array, prepend=0).astype(np.int32) for array in arrays]
    starts = np.concatenate([[0], np.cumsum([len(array) for array in arrays])]).astype(np.int32)
    flat = np.concatenate(steps) if steps else np.empty(0, np.int32)
    return pa.ListArray.from_arrays(pa.array(starts), pa.array(flat))


class Choice(NamedTuple):
    """Documents chosen from packs, as stretches of these: (number of the pack, first, one past the last)."""

    packs: list[Pack]
    runs: list[tuple[int, int, int]]
    doc_ids: list[str]

    @classmethod
    def of(cls, chosen: Chosen) -> Choice:
        """The stretches, in the order of the documents."""
        packs = list({id(pack): pack for pack, _ in chosen}.values())
        number = {id(pack): n for n, pack in enumerate(packs)}
        numbered = ((number[id(pack)], i - n, i) for n, (pack, i) in enumerate(chosen))
        grouped = (list(group) for _, group in groupby(numbered, key=itemgetter(0, 1)))
        runs = [(own[0][0], own[0][2], own[-1][2] + 1) for own in grouped]
        return cls(packs, runs, [pack.doc_ids[i] for pack, i in chosen])

    def rows(self, name: str) -> pa.Table:
        """The rows of a frame, in order; dictionaries made one."""
        import numpy as np
        import pyarrow as pa

        tables = [pack.tables[name] for pack in self.packs]
        whole = pa.concat_tables(tables).unify_dictionaries()
        bases = np.cumsum([0, *(table.num_rows for table in tables[:-1])]).tolist()
        edges = [np.concatenate([[0], np.cumsum(pack.sizes[name])]) for pack in self.packs]
        pieces = []
        for number, first, last in self.runs:
            start, end = int(edges[number][first]), int(edges[number][last])
            if end > start:
                pieces.append(whole.slice(bases[number] + start, end - start))
        return pa.concat_tables(pieces) if pieces else whole.slice(0, 0)

    def sizes(self, name: str) -> np.ndarray:
        """Rows of each document in a frame."""
        import numpy as np

        own = [self.packs[n].sizes[name][first:last] for n, first, last in self.runs]
        return np.concatenate([np.empty(0, np.int64), *own])


def _frame(choice: Choice, name: str) -> Any:
    import numpy as np
    import pandas as pd

    if not choice.runs:
        return make_frame(name, {column.name: [] for column in FRAMES[name].columns})
    frame, table, sizes = FRAMES[name], choice.rows(name), choice.sizes(name)
    columns: dict[str, Any] = {
        column: _from_arrow(table[column], dtype, (name, column) in BY_APPEARANCE)
        for column, dtype in _own_columns(name)
    }
    if frame.index:
        numbers = np.arange(sizes.sum(), dtype=WHOLE)
        numbers -= np.repeat((np.cumsum(sizes) - sizes).astype(WHOLE), sizes)
        columns[frame.index] = numbers
    if "doc_id" in frame.dtypes():
        # Documents that could be read are categories, whether they have a row here or not.
        was_read = choice.sizes("texts") > 0
        read = pd.Index([choice.doc_ids[i] for i in np.flatnonzero(was_read).tolist()], dtype="str")
        codes = np.repeat(np.arange(len(read), dtype=_narrow(len(read))), sizes[was_read])
        if frame.dtypes()["doc_id"] == CATEGORY:
            columns["doc_id"] = pd.Categorical.from_codes(codes, read, validate=False)
        else:
            columns["doc_id"] = pd.Series(read.array.take(codes))
    return make_frame(name, columns, copy=False)


def _from_arrow(column: pa.ChunkedArray, dtype: str, by_appearance: bool) -> Any:
    import numpy as np
    import pandas as pd

    if dtype == CATEGORY:
        return _categorical(column, by_appearance)
    if dtype == ARRAY:
        return [array for chunk in column.chunks for array in _arrays(chunk)]
    if dtype == TEXT:
        return pd.Series(column.to_pandas(), dtype=TEXT)
    if dtype == NULLABLE:
        return pd.Series(pd.array(column.to_pandas(integer_object_nulls=True), dtype=NULLABLE))
    return pd.Series(
        np.require(column.to_numpy(), requirements="W"), dtype=dtype
    )  # a view of a file is read-only


def _whole(column: pa.ChunkedArray) -> np.ndarray:
    return column.to_numpy()


def _arrays(chunk: pa.ListArray) -> Iterable[np.ndarray]:
    """Steps → offsets, one array a document."""
    import numpy as np

    flat, starts = chunk.values.to_numpy(), chunk.offsets.to_numpy()
    return (
        np.cumsum(flat[a:b], dtype=np.int32)
        for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    )


def _categorical(column: pa.ChunkedArray, by_appearance: bool) -> Any:
    """Codes whose categories are those that occur, sorted or in order of first appearance."""
    import numpy as np
    import pandas as pd

    chunks = [chunk for chunk in column.chunks if len(chunk)]
    if not chunks:
        return pd.Categorical(pd.array([], dtype="str"))
    own = (chunk.indices.fill_null(-1) if chunk.null_count else chunk.indices for chunk in chunks)
    codes = [indices.to_numpy() for indices in own]
    words = chunks[0].dictionary.to_pylist()
    order = _appearing(codes, len(words))
    if not by_appearance:
        order.sort(key=words.__getitem__)
    renumbered = np.full(len(words) + 1, -1, _narrow(len(order)))
    renumbered[order] = np.arange(len(order))
    categories = pd.Index([words[i] for i in order], dtype="str")
    return pd.Categorical.from_codes(
        np.concatenate([renumbered[some] for some in codes]), categories, validate=False
    )


def _appearing(codes: Sequence[np.ndarray], n_words: int) -> list[int]:
    """The codes that occur (not -1), in order of first appearance."""
    import numpy as np

    seen, order = np.zeros(n_words + 1, dtype=bool), []
    seen[-1] = True
    for some in codes:
        for first in range(0, len(some), _SLICE):
            new = some[first : first + _SLICE]
            new = new[~seen[new]]
            found, places = np.unique(new, return_index=True)
            order += found[np.argsort(places)].tolist()
            seen[found] = True
    return order


def _narrow(n: int) -> np.dtype:
    """The type pandas keeps codes of so many categories in, so that they need not be copied again."""
    import numpy as np

    return np.min_scalar_type(-1 - n)
