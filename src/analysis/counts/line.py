"""All texts on one line: positions, Han characters, and which span a position lies in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]

_NARROW = 1 << 31  # characters below which numbers of four bytes do
# Blocks of Han characters (Unicode 17), and 〇, which counts as a numeral.
_HAN_RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


class Line:
    """All texts laid end to end, one position apart, so that one sorted search serves every document."""

    def __init__(self, frames: Frames) -> None:
        self.doc_ids = strings(frames["texts"]["doc_id"])
        self.texts = strings(frames["texts"]["text"])
        lengths = 1 + np.fromiter(map(len, self.texts), dtype=np.int64, count=len(self.texts))
        self.bases = np.concatenate([[0], np.cumsum(lengths)])
        self._number = {doc_id: i for i, doc_id in enumerate(self.doc_ids)}

    def place(self, doc_ids: pd.Series, offsets: pd.Series) -> np.ndarray:
        """Positions on the line."""
        return self._bases_of(doc_ids) + offsets.to_numpy(dtype=np.int64)

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
        return self.bases[numbers[codes]] if len(codes) else np.empty(0, np.int64)

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

        return pd.Series(pd.Categorical.from_codes(self.documents_at(positions), self.doc_ids)).astype("str")

    def documents_at(self, positions: np.ndarray) -> np.ndarray:
        """The number of the document each position lies in."""
        return np.searchsorted(self.bases, positions, side="right") - 1

    def count_han(self, frames: Frames, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Han characters between positions, those in damage and redaction slots left out."""
        if not self.doc_ids:
            return np.zeros(len(starts), dtype=np.int64)
        han = np.zeros(self.bases[-1] + 1, dtype=bool)
        for base, text in zip(self.bases[:-1].tolist(), self.texts, strict=True):
            han[base : base + len(text)] = is_han(text)
        slots = self.cover(frames["damage"])
        for start, end in zip(slots[0].tolist(), slots[1].tolist(), strict=True):
            han[start:end] = False
        total = np.zeros(len(han) + 1, dtype=np.int32 if len(han) < _NARROW else np.int64)
        np.cumsum(han, out=total[1:])
        return (total[ends] - total[starts]).astype(np.int64)


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
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    han = np.zeros(len(points), dtype=bool)
    for low, high in _HAN_RANGES:
        han |= points - np.uint32(low) < high - low  # below `low` it wraps round
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
    at = np.searchsorted(starts, positions, side="right") - 1
    return np.where((at >= 0) & (positions < ends[np.maximum(at, 0)]), rows[np.maximum(at, 0)], -1)


def _laid_out(positions: np.ndarray, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """As :func:`inside`, of positions in order: the few spans are looked up in them, not they in the spans."""
    first = np.searchsorted(positions, starts)
    following = np.append(first[1:], len(positions))
    last = np.clip(np.searchsorted(positions, ends), first, following)
    # In turn: positions in a span, and those after it that lie in none.
    numbers = np.column_stack([last - first, following - last]).ravel()
    values = np.column_stack([rows, np.full(len(rows), -1)]).ravel()
    return np.repeat(np.append(-1, values), np.append(first[0], numbers))


def taken(frame: pd.DataFrame, column: str, rows: np.ndarray):
    """Values of a column at rows; where the row is -1, the number -1 or no string."""
    values = frame[column]
    if values.dtype.kind == "i":
        return np.append(values.to_numpy(np.int32), np.int32(-1))[rows]
    return values.astype("str").array.take(rows, allow_fill=True)
