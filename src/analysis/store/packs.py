"""What documents yielded, as Arrow tables from which the frames of any choice of them are put together.

The rows of document after document stand in one table a frame, without `doc_id` and without the frame's own index:
both follow from the number of rows of each document. So documents can be taken from several packs, in any order,
by cutting tables and laying the pieces end to end, without a step per document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
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
    return {name: _frame(name, chosen) for name in STORED}


def signatures(chosen: Chosen) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each sentence of the chosen documents: number of the document, hash, size."""
    import numpy as np

    table = _rows(chosen, "signatures")
    numbers = np.repeat(np.arange(len(chosen)), _sizes(chosen, "signatures"))
    return numbers, _whole(table["hash"]), _whole(table["size"])


def take(chosen: Chosen) -> Pack:
    """The chosen documents as a pack of their own."""
    names = [*STORED, "signatures"]
    return Pack(
        [pack.keys[i] for pack, i in chosen],
        [pack.doc_ids[i] for pack, i in chosen],
        {name: _rows(chosen, name).combine_chunks() for name in names},
        {name: _sizes(chosen, name) for name in names},
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


def _runs(chosen: Chosen) -> Iterator[tuple[Pack, int, int]]:
    """Chosen documents as stretches of packs: (pack, first, one past the last)."""
    numbered = ((id(pack), i - n, pack, i) for n, (pack, i) in enumerate(chosen))
    for _, group in groupby(numbered, key=lambda item: item[:2]):
        members = list(group)
        yield members[0][2], members[0][3], members[-1][3] + 1


def _rows(chosen: Chosen, name: str) -> pa.Table:
    """The rows of a frame of the chosen documents, in order; dictionaries made one."""
    import numpy as np
    import pyarrow as pa

    packs = list({id(pack): pack for pack, _ in chosen}.values())
    tables = [pack.tables[name] for pack in packs]
    whole = pa.concat_tables(tables).unify_dictionaries()
    bases = dict(zip(map(id, packs), np.cumsum([0, *(table.num_rows for table in tables[:-1])]), strict=True))
    edges = {id(pack): np.concatenate([[0], np.cumsum(pack.sizes[name])]) for pack in packs}
    pieces = []
    for pack, first, last in _runs(chosen):
        start, end = edges[id(pack)][first], edges[id(pack)][last]
        if end > start:
            pieces.append(whole.slice(int(bases[id(pack)] + start), int(end - start)))
    return pa.concat_tables(pieces) if pieces else whole.slice(0, 0)


def _sizes(chosen: Chosen, name: str) -> np.ndarray:
    import numpy as np

    return np.array([pack.sizes[name][i] for pack, i in chosen], np.int64)


def _frame(name: str, chosen: Chosen) -> Any:
    import numpy as np
    import pandas as pd

    if not chosen:
        return make_frame(name, {column.name: [] for column in FRAMES[name].columns})
    frame, table, sizes = FRAMES[name], _rows(chosen, name), _sizes(chosen, name)
    columns: dict[str, Any] = {
        column: _from_arrow(table[column], dtype, (name, column) in BY_APPEARANCE)
        for column, dtype in _own_columns(name)
    }
    if frame.index:
        starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
        columns[frame.index] = (np.arange(sizes.sum()) - starts).astype(WHOLE)
    if "doc_id" in frame.dtypes():
        # Documents that could be read are categories, whether they have a row here or not.
        read = [pack.doc_ids[i] for pack, i in chosen if pack.sizes["texts"][i]]
        rows = sizes[[bool(pack.sizes["texts"][i]) for pack, i in chosen]]
        ids = pd.Categorical.from_codes(np.repeat(np.arange(len(read)), rows), pd.Index(read, dtype="str"))
        columns["doc_id"] = ids if frame.dtypes()["doc_id"] == CATEGORY else ids.astype("str")
    return make_frame(name, columns)


def _from_arrow(column: pa.ChunkedArray, dtype: str, by_appearance: bool) -> Any:
    import pandas as pd

    if dtype == CATEGORY:
        return _categorical(column, by_appearance)
    if dtype == ARRAY:
        return [array for chunk in column.chunks for array in _arrays(chunk)]
    if dtype == TEXT:
        return pd.Series(column.to_pandas(), dtype=TEXT)
    if dtype == NULLABLE:
        return pd.Series(pd.array(column.to_pandas(integer_object_nulls=True), dtype=NULLABLE))
    return pd.Series(column.to_numpy(), dtype=dtype)


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
    codes = np.concatenate([chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in chunks])
    words = chunks[0].dictionary.to_pylist()
    first = np.full(len(words) + 1, len(codes))
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of equal codes the last assignment stays
    used = np.flatnonzero(first[:-1] < len(codes)).tolist()
    order = sorted(used, key=first.__getitem__ if by_appearance else words.__getitem__)
    renumbered = np.full(len(words) + 1, -1, np.int32)
    renumbered[order] = np.arange(len(order), dtype=np.int32)
    return pd.Categorical.from_codes(renumbered[codes], pd.Index([words[i] for i in order], dtype="str"))
