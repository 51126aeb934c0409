"""What is compared: how large each group is, and what a reader has to know before comparing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.counts import Frames, cast_dtm
from analysis.measures.results import as_columns, make_result

if TYPE_CHECKING:
    import pandas as pd


def measure_groups(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """Sizes of the groups, one row per group.

    Returns
    -------
    DataFrame
        `group`, `n_documents`, `n_sentences`, `n_han`, `n_tokens`, `share` (of all Han characters counted),
        `is_single` (one text: what is said of the group is said of that text), `is_truncated` (absence is not observed),
        `lies_in` (groups all of whose places contain this group's places: such groups are not independent).
    """
    dtm = cast_dtm(frames, unit="sentence", by=by, scope=scope)
    documents = frames["documents"].set_index("doc_id")
    own = {name: rows for name, rows in dtm.rows.groupby("group", observed=False)}
    places = {
        name: set(documents["place"].reindex(rows["doc_id"].unique()).dropna()) for name, rows in own.items()
    }
    total = max(dtm.rows["n_han"].sum(), 1)
    table = []
    for name, rows in own.items():
        ids = rows["doc_id"].unique()
        around = [other for other in own if other != name and _within(places[name], places[other])]
        size = rows["n_han"].sum()
        truncated = bool(documents["is_truncated"].reindex(ids).fillna(value=False).any())
        flags = (len(ids) == 1, truncated, " ".join(around) or None)
        table.append((name, len(ids), len(rows), size, rows["n_tokens"].sum(), size / total, *flags))
    names = (
        "group", "n_documents", "n_sentences", "n_han", "n_tokens", "share", "is_single", "is_truncated", "lies_in",
    )  # fmt: skip
    return make_result("groups", as_columns(names, table), groups=dtm.rows["group"])


def _within(inner: set[str], outer: set[str]) -> bool:
    """Whether every inner place lies in an outer one: full names are paths from the province down."""
    return bool(inner) and all(any(p != q and p.startswith(q) for q in outer) for p in inner)
