"""All texts on one line: positions, Han characters, and which span a position lies in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]

# Blocks of Han characters (Unicode 17), and 〇, which counts as a numeral.
_HAN_RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


class Line:
    """All texts laid end to end, one position apart, so that one sorted search serves every document."""

    def __init__(self, frames: Frames) -> None:
        texts = frames["texts"]
        self.doc_ids = strings(texts["doc_id"])
        lengths = 1 + np.fromiter(map(len, strings(texts["text"])), dtype=np.int64, count=len(texts))
        self.bases = np.concatenate([[0], np.cumsum(lengths)])
        self._number = {doc_id: i for i, doc_id in enumerate(self.doc_ids)}

    def place(self, doc_ids: pd.Series, offsets: pd.Series) -> np.ndarray:
        """Positions on the line."""
        return self._bases_of(doc_ids) + offsets.to_numpy(dtype=np.int64)

    def _bases_of(self, doc_ids: pd.Series) -> np.ndarray:
        """Where each one's document begins: of a categorical each name is looked up once."""
        if doc_ids.dtype == "category":
            # Frames cut to some texts keep all categories: a name without text is an error only where a row has it.
            unknown = len(self.bases)
            numbers = np.array([self._number.get(name, unknown) for name in doc_ids.cat.categories], np.int64)
            return self.bases[numbers[doc_ids.cat.codes.to_numpy()]]
        return self.bases[doc_ids.map(self._number).to_numpy(dtype=np.int64)]

    def cover(self, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Starts and ends of spans, sorted, and the row each stands in."""
        starts, ends = self.place(spans["doc_id"], spans["start"]), self.place(spans["doc_id"], spans["end"])
        order = np.argsort(starts, kind="stable")
        return starts[order], ends[order], order

    def local(self, positions: np.ndarray) -> np.ndarray:
        """Offsets within the document."""
        return (positions - self.bases[self._documents_at(positions)]).astype(np.int32)

    def doc_ids_at(self, positions: np.ndarray) -> pd.Series:
        """The document each position lies in."""
        import pandas as pd

        return pd.Series(pd.Categorical.from_codes(self._documents_at(positions), self.doc_ids)).astype("str")

    def count_han(self, frames: Frames, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Han characters between positions, those in damage and redaction slots left out."""
        if not self.doc_ids:
            return np.zeros(len(starts), dtype=np.int64)
        han = is_han("\n".join([*strings(frames["texts"]["text"]), ""]))
        for start, end, _ in zip(*self.cover(frames["damage"]), strict=True):
            han[start:end] = False
        total = np.concatenate([[0], np.cumsum(han, dtype=np.int64)])
        return total[ends] - total[starts]

    def _documents_at(self, positions: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.bases, positions, side="right") - 1


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
    """Row of the span each position lies in, -1 where it lies in none."""
    starts, ends, rows = cover
    if not len(starts):
        return np.full(len(positions), -1)
    at = np.searchsorted(starts, positions, side="right") - 1
    return np.where((at >= 0) & (positions < ends[np.maximum(at, 0)]), rows[np.maximum(at, 0)], -1)


def taken(frame: pd.DataFrame, column: str, rows: np.ndarray, missing: Any):
    """Values of a column at rows; `missing` where the row is -1."""
    import pandas as pd

    values = frame[column].astype(object).to_numpy()
    taken = np.append(values, missing)[rows] if len(values) else np.full(len(rows), missing, dtype=object)
    return taken.astype(np.int32) if missing == -1 else pd.array(taken, dtype="str")
