"""All texts on one line: positions, Han characters, and which span a position lies in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]

_NARROW = 1 << 31  # characters below which numbers of four bytes do
_SLICE = 1 << 18  # rows looked at in one go: what is made of them stays in the processor's cache
# Blocks of Han characters (Unicode 17), and 〇, which counts as a numeral.
_HAN_RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


BETWEEN = "\n"  # stands between two texts: no term holds it


class Line:
    """All texts laid end to end, one position apart, so that one sorted search serves every document."""

    def __init__(self, frames: Frames) -> None:
        self.doc_ids = strings(frames["texts"]["doc_id"])
        self._texts = frames["texts"]["text"]
        ends = np.cumsum(1 + self._texts.str.len().to_numpy(dtype=np.int64))
        kind = np.int32 if not len(ends) or ends[-1] + 1 < _NARROW else np.int64
        self.bases = np.concatenate([[0], ends]).astype(kind)

    @cached_property
    def texts(self) -> list[str]:
        """The texts, in order."""
        return strings(self._texts)

    def stretches(self) -> Iterator[tuple[int, str]]:
        """Some texts at a time as they lie on the line, and where they begin there: few calls for many short texts."""
        texts, bases = self.texts, self.bases
        firsts = np.unique(np.searchsorted(bases[:-1], np.arange(0, int(bases[-1]), _SLICE)))
        for first, last in pairwise([*firsts.tolist(), len(texts)]):
            yield int(bases[first]), BETWEEN.join(texts[first:last])

    @cached_property
    def _number(self) -> dict[str, int]:
        return {doc_id: i for i, doc_id in enumerate(self.doc_ids)}

    def place(self, doc_ids: pd.Series, offsets: pd.Series) -> np.ndarray:
        """Positions on the line."""
        places = self._bases_of(doc_ids)
        places += offsets.to_numpy(dtype=places.dtype)
        return places

    def _bases_of(self, doc_ids: pd.Series) -> np.ndarray:
        """Where each one's document begins: each name is looked up once."""
        import pandas as pd

        if doc_ids.dtype == "category":
            codes, names = doc_ids.cat.codes.to_numpy(), doc_ids.cat.categories
        else:
            codes, names = pd.factorize(doc_ids)
        own = strings(names)
        if own == self.doc_ids:
            return self.bases[codes]
        # Frames cut to some texts keep all categories: a name without text is an error only where a row has it.
        numbers = np.array([self._number.get(name, len(self.bases)) for name in own], np.int64)
        return self.bases[numbers[codes]] if len(codes) else np.empty(0, self.bases.dtype)

    def cover(self, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Starts and ends of spans, sorted, and the row each stands in."""
        starts, ends = self.place(spans["doc_id"], spans["start"]), self.place(spans["doc_id"], spans["end"])
        order = np.argsort(starts, kind="stable")
        return starts[order], ends[order], order

    def local(self, positions: np.ndarray) -> np.ndarray:
        """Offsets within the document."""
        return (positions - self.bases[self.documents_at(positions)]).astype(np.int32)

    def doc_ids_at(self, positions: np.ndarray) -> pd.Series:
        """The document each position lies in."""
        import pandas as pd

        return pd.Series(pd.array(self.doc_ids, dtype="str").take(self.documents_at(positions)))

    def documents_at(self, positions: np.ndarray) -> np.ndarray:
        """The number of the document each position lies in."""
        return np.searchsorted(self.bases, positions, side="right") - 1

    def count_han(self, frames: Frames, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Han characters between positions, those in damage and redaction slots left out."""
        if not self.doc_ids:
            return np.zeros(len(starts), dtype=np.int64)
        han = np.zeros(int(self.bases[-1]) + 1, dtype=bool)
        for base, text in self.stretches():
            han[base : base + len(text)] = is_han(text)
        first, last, _ = self.cover(frames["damage"])
        han[ranges(first, last - first)] = False
        total = np.zeros(len(han) + 1, dtype=np.int32 if len(han) < _NARROW else np.int64)
        np.cumsum(han, out=total[1:])
        return (total[ends] - total[starts]).astype(np.int64)


def slices(n_rows: int) -> Iterator[slice]:
    """Rows in order, so many at a time as the processor's cache holds."""
    return (slice(first, first + _SLICE) for first in range(0, n_rows, _SLICE))


def ranges(first: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """So many whole numbers from each first on, range after range.

    Examples
    --------
    >>> ranges(np.array([5, 2, 0]), np.array([2, 0, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    some = sizes > 0
    first, sizes = first[some], sizes[some]
    numbers = np.ones(int(sizes.sum()), dtype=first.dtype)
    if len(first):
        numbers[0] = first[0]
        numbers[np.cumsum(sizes)[:-1]] = first[1:] - (first + sizes)[:-1] + 1
    return np.cumsum(numbers, out=numbers)


def strings(values: pd.Series | pd.Index) -> list[str]:
    """The strings of a column or index at once: an Arrow array that is walked through makes them one by one."""
    return values.to_numpy(dtype=object).tolist()


def count_han(text: str) -> int:
    """Han characters of a text.

    Examples
    --------
    >>> count_han("打好PM2.5攻坚战,**省。")
    6
    """
    return int(is_han(text).sum())


def is_han(text: str) -> np.ndarray:
    """For each character whether it is a Han character."""
    return _han_points()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]


@cache
def _han_points() -> np.ndarray:
    """For each code point whether it is a Han character: a look-up costs a tenth of comparing with each range."""
    han = np.zeros(sys.maxunicode + 1, dtype=bool)
    for low, high in _HAN_RANGES:
        han[low:high] = True
    han.flags.writeable = False
    return han


def spans_at(frames: Frames, spans: pd.DataFrame, things: pd.DataFrame) -> np.ndarray:
    """Row number in `spans` of the piece each thing (doc_id, start) starts in; -1 outside."""
    line = Line(frames)
    return inside(line.place(things["doc_id"], things["start"]), line.cover(spans))


def inside(positions: np.ndarray, cover: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """Row of the span each position lies in, -1 where it lies in none; of several the one that starts last."""
    starts, ends, rows = cover
    if not len(starts):
        return np.full(len(positions), -1)
    if len(positions) > len(starts) and (positions[1:] >= positions[:-1]).all():
        return _laid_out(positions, starts, ends, rows)
    starts = starts.astype(positions.dtype, copy=False)
    at = np.searchsorted(starts, positions, side="right") - 1
    return np.where((at >= 0) & (positions < ends[np.maximum(at, 0)]), rows[np.maximum(at, 0)], -1)


def _laid_out(positions: np.ndarray, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """As :func:`inside`, of positions in order: the few spans are looked up in them, not they in the spans."""
    first, last = cut(positions, starts, ends)
    following = np.append(first[1:], len(positions))
    # In turn: positions in a span, and those after it that lie in none.
    numbers = np.column_stack([last - first, following - last]).ravel()
    values = np.column_stack([rows, np.full(len(rows), -1)]).ravel()
    return np.repeat(np.append(-1, values), np.append(first[0], numbers))


def cut(positions: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of spans in order: the number of the first position in each, and one past the last; a later span goes before.

    The positions are in order too. (Ends are looked up as numbers of the positions' kind: else these were converted.)
    """
    first = np.searchsorted(positions, starts.astype(positions.dtype, copy=False))
    following = np.append(first[1:], len(positions))
    return first, np.clip(
        np.searchsorted(positions, ends.astype(positions.dtype, copy=False)), first, following
    )


def taken(frame: pd.DataFrame, column: str, rows: np.ndarray):
    """Values of a column at rows; where the row is -1, the number -1 or no string."""
    values = frame[column]
    if values.dtype.kind == "i":
        return np.append(values.to_numpy(np.int32), np.int32(-1))[rows]
    if values.dtype == "category":
        codes = np.append(values.cat.codes.to_numpy(), -1)
        return values.cat.categories.astype("str").array.take(codes[rows], allow_fill=True)
    return values.astype("str").array.take(rows, allow_fill=True)
