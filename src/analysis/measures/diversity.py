"""How varied the vocabulary is, at one length for all: moving-average type-token ratio, never the plain ratio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans, spans_at, word_codes
from analysis.measures.results import as_columns, make_result

if TYPE_CHECKING:
    import pandas as pd

# The plain ratio falls with length alone; a window makes lengths equal. Several windows, since the order of texts may
# depend on the window (Bestgen 2023).
WINDOWS = (50, 100, 200)


def measure_diversity(
    frames: Frames,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    windows: Sequence[int] = WINDOWS,
) -> pd.DataFrame:
    """MATTR of each group, one row per group and window.

    Returns
    -------
    DataFrame
        `group`, `window` (tokens), `n_tokens`, `n_windows`, `mattr` (null where no document has a full window).

    Notes
    -----
    Mean over all windows of w successive word tokens of the number of different terms in the window over w (Covington &
    McFall 2010). A window never crosses from one document into another.
    """
    spans = scope_spans(frames, scope=scope, by=by)
    codes = word_codes(frames["tokens"])
    at = spans_at(frames, spans, frames["tokens"])
    kept = (at >= 0) & (codes >= 0)
    group = np.full(len(codes), -1)
    group[kept] = spans["group"].cat.codes.to_numpy()[at[kept]]
    doc = frames["tokens"]["doc_id"].cat.codes.to_numpy()
    names = spans["group"].cat.categories
    rows = []
    for number, name in enumerate(names):
        own = group == number
        texts = [codes[own & (doc == d)] for d in np.unique(doc[own])]
        for window in windows:
            ratios = [ratio for text in texts for ratio in (type_token_ratios(text, window),) if len(ratio)]
            total = np.concatenate(ratios) if ratios else np.empty(0)
            mean = float(np.sort(total).mean()) if len(total) else np.nan
            rows.append((name, window, int(own.sum()), len(total), mean))
    columns = ("group", "window", "n_tokens", "n_windows", "mattr")
    return make_result("diversity", as_columns(columns, rows), groups=spans["group"])


def type_token_ratios(codes: np.ndarray, window: int) -> np.ndarray:
    """Type-token ratio of every window of successive tokens; empty for a text shorter than the window. Linear time.

    Examples
    --------
    >>> type_token_ratios(np.array([0, 1, 0, 2]), 2).tolist(), type_token_ratios(np.array([5, 5, 5]), 2).tolist()
    ([1.0, 1.0, 1.0], [0.5, 0.5])
    """
    size = len(codes)
    if size < window:
        return np.empty(0)
    order = np.lexsort((np.arange(size), codes))
    previous = np.full(size, -1)
    same = codes[order[1:]] == codes[order[:-1]]
    previous[order[1:][same]] = order[:-1][same]
    # A token is new in every window that begins after its last occurrence before.
    here = np.arange(size)
    first = np.maximum(previous + 1, here - window + 1).clip(0)
    last = np.minimum(here, size - window)
    change = np.zeros(size + 1)
    counted = first <= last
    np.add.at(change, first[counted], 1)
    np.add.at(change, last[counted] + 1, -1)
    return np.cumsum(change)[: size - window + 1] / window
