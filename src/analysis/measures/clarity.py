"""How much room a demand leaves: it forbids, endorses, or leaves room (after Ang 2023), by rule.

A rule's guess, to be read beside the sheet that two people fill in (:mod:`analysis.measures.coding`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans, spans_at
from analysis.measures.coding import CLARITY
from analysis.measures.priorities import share_table
from analysis.measures.themes import leaves

if TYPE_CHECKING:
    import pandas as pd

LEXICON = "clarity"


def clarity_of(frames: Frames) -> pd.Series:
    """`forbids`, `endorses` or `leaves room` for each directive, by its index in the frame.

    A directive with a term that forbids forbids; else one with a term that leaves room leaves room; any other demand
    says what is to be done, and so endorses.
    """
    import pandas as pd

    directives = frames["directives"]
    matches = frames["matches"]
    matches = matches[matches["lexicon"] == LEXICON]
    at = spans_at(frames, directives, matches)
    kind = matches["category"].astype("str").to_numpy()
    result = np.full(len(directives), "endorses", dtype=object)
    for label in ("leaves room", "forbids"):  # the stronger overwrites
        result[at[(kind == label) & (at >= 0)]] = label
    return pd.Series(result, index=directives.index)


def measure_clarity(frames: Frames, *, by: str | Mapping[str, str] = "doc_id") -> pd.DataFrame:
    """Shares of leaf directives by clarity, one row per clarity and group.

    Returns
    -------
    DataFrame
        `clarity`, `group`, `n`, `n_total`, `share`, `share_low`, `share_high` (exact, simultaneous over all rows), `m`.
    """
    import pandas as pd

    low = leaves(frames["directives"])
    label = clarity_of(frames).loc[low.index]
    spans = scope_spans(frames, scope="directives", by=by)
    at = spans_at(frames, spans, low)
    group = pd.Series(spans["group"].array.take(at[at >= 0]), index=low.index[at >= 0])
    return share_table("clarity", label.loc[group.index], group, CLARITY)
