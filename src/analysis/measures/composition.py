"""What a text is made of, and what comes when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans
from analysis.frames import KINDS
from analysis.measures.results import make_result
from analysis.measures.themes import UNTHEMED

if TYPE_CHECKING:
    import pandas as pd

LAYERS = ("section", "speaker", "theme")


def measure_composition(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", scope: str = "all"
) -> pd.DataFrame:
    """Share of Han characters by kind of section, one row per kind and group.

    Returns
    -------
    DataFrame
        `kind`, `group`, `n_han`, `n_total`, `share`; shares of a group add up to one. Characters in no section count as
        `other`.
    """
    spans = scope_spans(frames, scope=scope, by=by)
    kind = spans["kind"].fillna("other")
    names = spans["group"].cat.categories
    sums = spans.groupby([spans["group"], kind], observed=True)["n_han"].sum()
    present = [k for k in KINDS if k in set(kind)]
    table = np.array([[sums.get((name, k), 0) for k in present] for name in names], dtype=np.int64)
    table = table.reshape(len(names), len(present))
    total = table.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        share = table / total
    return make_result(
        "composition",
        {
            "kind": present * len(names),
            "group": np.repeat(names.to_numpy(), len(present)),
            "n_han": table.ravel(),
            "n_total": np.broadcast_to(total, table.shape).ravel(),
            "share": share.ravel(),
        },
        groups=spans["group"],
    )


def measure_course(frames: Frames) -> pd.DataFrame:
    """What comes when in each document, one row per stretch: sections, speakers, and directives with their theme.

    Returns
    -------
    DataFrame
        `doc_id`, `layer` (`section`, `speaker`, `theme`), `label` (kind, speaker, or theme; `unthemed` where a demand has
        none), `start`, `end`,
        `position_start`, `position_end` (0 the beginning, 1 the end of the document).
    """
    import pandas as pd

    sources = (
        ("section", "sections", "kind"),
        ("speaker", "turns", "speaker"),
        ("theme", "directives", "theme"),
    )
    pieces = []
    for layer, name, column in sources:
        table = frames[name] if layer == "theme" else frames[name].dropna(subset=[column])
        label = table[column].astype("str").fillna(UNTHEMED)  # what makes a demand of no theme is no gap
        piece = table[["doc_id", "start", "end"]].assign(layer=layer, label=label)
        pieces.append(piece)
    found = pd.concat(pieces, ignore_index=True)
    length = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"].str.len(), strict=True))
    size = found["doc_id"].map(length).to_numpy(dtype=float)
    found = found.assign(position_start=found["start"] / size, position_end=found["end"] / size)
    found["rank"] = found["layer"].map(LAYERS.index)
    return make_result(
        "course", found.sort_values(["doc_id", "rank", "start"], kind="stable").drop(columns="rank")
    )
