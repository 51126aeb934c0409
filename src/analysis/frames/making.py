"""Rows of documents → frames, and frames held against their description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from analysis.frames.described import ARRAY, CATEGORY, FRAMES, NULLABLE, WHOLE, Frame


class FrameError(ValueError):
    """A frame that is not what its description says."""


class Coded:
    """A column of strings of which few differ, as codes: made for every document, where a categorical costs too much.

    Examples
    --------
    >>> list(Coded([0, 1, 0], ["水", "气"]))
    ['水', '气', '水']
    """

    __slots__ = ("codes", "words")

    def __init__(self, codes: Sequence[int], words: Sequence[str]) -> None:
        self.codes, self.words = codes, words

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.words.__getitem__, self.codes)


# What one document yields: for each frame either a list of named tuples or a dict of columns, without doc_id
# and without the frame's own index, which `combine` adds.
Rows = Sequence[tuple] | Mapping[str, Sequence]
DocumentFrames = dict[str, Rows]


def as_columns(frame: Frame, rows: Rows) -> dict[str, Sequence]:
    """Named tuples or columns → columns; rows of no document give empty columns."""
    if isinstance(rows, Mapping):
        return dict(rows)
    if not rows:
        return {column.name: () for column in frame.columns if column.name not in ("doc_id", frame.index)}
    return dict(zip(rows[0]._fields, zip(*rows, strict=True), strict=True))  # type: ignore[attr-defined]


def make_frame(name: str, columns: Mapping[str, Any], *, copy: bool = True):
    """A frame of the described columns, types and order.

    Parameters
    ----------
    copy
        False where nobody else has the arrays of the columns: half the memory, and half the time.

    Raises
    ------
    FrameError
        If a column is missing or not described.

    Examples
    --------
    >>> make_frame("problems", {"path": ["a.txt"], "problem": ["empty"], "hint": ["add text"]}).shape
    (1, 3)
    """
    import pandas as pd

    dtypes = FRAMES[name].dtypes()
    if set(columns) != set(dtypes):
        missing, unknown = sorted(set(dtypes) - set(columns)), sorted(set(columns) - set(dtypes))
        raise FrameError(f"{name}: missing columns {missing}, unknown columns {unknown}")
    cast = {column: _cast(columns[column], dtype) for column, dtype in dtypes.items()}
    return pd.DataFrame(cast, copy=copy)


def _cast(values: Any, dtype: str):
    import pandas as pd

    if isinstance(values, (pd.Categorical, pd.Series)) and str(values.dtype) == dtype:
        return values
    if dtype == CATEGORY:
        return (
            pd.Categorical(pd.array(values, dtype="str"))
            if not isinstance(values, pd.Categorical)
            else values
        )
    if dtype == ARRAY:
        series = pd.Series([None] * len(values), dtype=object)
        series[:] = list(values)
        return series
    if dtype == NULLABLE:
        return pd.array([None if value is None else value for value in values], dtype="Int32")
    return pd.Series(values, dtype=dtype) if len(values) else pd.Series([], dtype=dtype)


def empty_frame(name: str):
    """The frame without a row, every column of its type."""
    return _empty_frame(name).copy()


@cache
def _empty_frame(name: str):
    return make_frame(name, {column.name: [] for column in FRAMES[name].columns})


def combine(parts: Iterable[tuple[str, DocumentFrames]]) -> dict[str, Any]:
    """The rows of many documents as frames.

    Parameters
    ----------
    parts
        (doc_id, what the document yields), in the order the frames shall have.

    Returns
    -------
    dict
        Frame name → frame, for every frame named in :data:`FRAMES` (empty where no document has rows).
    """
    pieces: dict[str, list[tuple[str, dict[str, Sequence]]]] = {name: [] for name in FRAMES}
    for doc_id, frames in parts:
        for name, rows in frames.items():
            pieces[name].append((doc_id, as_columns(FRAMES[name], rows)))
    return {name: _stack(FRAMES[name], documents) for name, documents in pieces.items()}


def _stack(frame: Frame, documents: list[tuple[str, dict[str, Sequence]]]):
    import numpy as np
    import pandas as pd

    if not documents:
        return empty_frame(frame.name)
    sizes = [len(next(iter(columns.values()))) for _, columns in documents]
    stacked: dict[str, Any] = {}
    for column in frame.columns:
        if column.name == "doc_id":
            doc_ids = [doc_id for doc_id, _ in documents]
            repeated = pd.Categorical.from_codes(np.repeat(np.arange(len(doc_ids)), sizes), doc_ids)
            stacked["doc_id"] = repeated if column.dtype == CATEGORY else repeated.astype(column.dtype)
        elif column.name == frame.index:
            stacked[column.name] = np.concatenate([np.arange(size, dtype=WHOLE) for size in sizes])
        else:
            stacked[column.name] = _join([columns[column.name] for _, columns in documents], column.dtype)
    return make_frame(frame.name, stacked)


def _join(pieces: list[Sequence], dtype: str):
    import numpy as np

    if all(isinstance(piece, np.ndarray) for piece in pieces) and dtype != ARRAY:
        return np.concatenate(pieces)
    if all(isinstance(piece, Coded) for piece in pieces):
        return _union(pieces)
    return [value for piece in pieces for value in piece]


def _union(pieces: Sequence[Any]):
    """Coded columns end to end as a categorical: categories in order of first appearance, each looked up once."""
    import numpy as np
    import pandas as pd

    code: defaultdict[str, int] = defaultdict()
    code.default_factory = code.__len__  # a new category gets the next number
    numbers = [np.array([*map(code.__getitem__, piece.words)], dtype=np.int32) for piece in pieces]
    codes = np.concatenate([own[piece.codes] for own, piece in zip(numbers, pieces, strict=True)])
    return pd.Categorical.from_codes(codes, pd.Index(list(code), dtype="str"), validate=False)


def check_frame(table, name: str) -> None:
    """Hold a frame against its description: columns, types, closed value lists, key.

    Raises
    ------
    FrameError
        Naming the frame, the column and the first row that is wrong.
    """
    frame = FRAMES[name]
    if list(table.columns) != list(frame.dtypes()):
        raise FrameError(f"{name}: columns {list(table.columns)} instead of {list(frame.dtypes())}")
    for column in frame.columns:
        found = str(table[column.name].dtype)
        if found != column.dtype:
            raise FrameError(f"{name}.{column.name}: type {found} instead of {column.dtype}")
        if column.values:
            wrong = table[column.name].dropna()[lambda values, known=column.values: ~values.isin(known)]
            if len(wrong):
                raise FrameError(f"{name}.{column.name}: {wrong.iloc[0]!r} is not one of {column.values}")
    if frame.key and table.duplicated(list(frame.key)).any():
        raise FrameError(f"{name}: key {frame.key} occurs twice")
