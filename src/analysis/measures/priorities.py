"""How strongly each group puts its demands, and whom it calls on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans, spans_at
from analysis.measures.results import make_result
from analysis.measures.themes import binomial_interval, leaves
from analysis.measures.uncertainty import LEVEL

if TYPE_CHECKING:
    import pandas as pd

STRENGTHS = ("strong", "firm", "plain", "soft")
UNGRADED = "not graded"


def measure_strength(frames: Frames, *, by: str | Mapping[str, str] = "doc_id") -> pd.DataFrame:
    """How strongly demands are put, one row per grade and group; shares of leaf directives.

    Returns
    -------
    DataFrame
        `strength`, `group`, `n`, `n_total`, `share`, `share_low`, `share_high` (exact, simultaneous over all rows), `m`.
    """
    directives, group = _grouped(frames, by)
    low = leaves(directives)
    grade = low["strength"].astype(object).where(low["strength"].notna(), UNGRADED)
    return share_table("strength", grade, group.loc[low.index], (*STRENGTHS, UNGRADED))


def measure_actors(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", role: str | None = None
) -> pd.DataFrame:
    """Who is called on, one row per type of actor and group: directives that name one.

    Parameters
    ----------
    role
        Only actors of this role, such as `responsible`.

    Returns
    -------
    DataFrame
        `type`, `group`, `n` (directives naming an actor of the type), `n_total` (directives), `share`, `share_low`,
        `share_high`, `m`. A directive may name several.
    """
    import pandas as pd

    directives, group = _grouped(frames, by)
    actors = frames["actors"].dropna(subset=["directive_index"])
    if role is not None:
        actors = actors[actors["role"] == role]
    named = actors[["doc_id", "directive_index", "type"]].astype(
        {"directive_index": "int32", "doc_id": "str"}
    )
    keys = directives[["doc_id", "directive_index"]].astype({"doc_id": "str"}).assign(group=group)
    found = keys.merge(named.drop_duplicates(), on=["doc_id", "directive_index"])
    types = sorted(set(found["type"].astype("str")), key=lambda t: (-(found["type"] == t).sum(), t))
    names = group.cat.categories
    n = np.array(
        [[((found["group"] == g) & (found["type"] == t)).sum() for t in types] for g in names]
    ).reshape(len(names), len(types))
    total = np.broadcast_to(pd.Series(group).value_counts().reindex(names).to_numpy()[:, None], n.shape)
    return _share_table("actors", "type", types, names, n, total, group)


def _grouped(frames: Frames, by) -> tuple[pd.DataFrame, pd.Series]:
    """Directives in order, and the group of each."""
    import pandas as pd

    directives = frames["directives"].reset_index(drop=True)
    spans = scope_spans(frames, scope="directives", by=by)
    at = spans_at(frames, spans, directives)
    group = pd.Series(spans["group"].array.take(at[at >= 0]), index=directives.index[at >= 0])
    directives = directives[at >= 0]
    order = (
        directives.assign(group=group.cat.codes)
        .sort_values(["group", "doc_id", "start"], kind="stable")
        .index
    )
    return directives.loc[order], group.loc[order]


def share_table(name: str, values: pd.Series, group: pd.Series, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Shares of each kind in each group as the result of that name, whose first column bears the name too."""
    names = group.cat.categories
    n = np.array([[((group == g) & (values == kind)).sum() for kind in kinds] for g in names]).reshape(
        len(names), len(kinds)
    )
    return _share_table(
        name, name, list(kinds), names, n, np.broadcast_to(n.sum(axis=1, keepdims=True), n.shape), group
    )


def _share_table(result: str, column: str, kinds: list[str], names, n, total, group) -> pd.DataFrame:
    low, high = binomial_interval(n, total, level=1 - (1 - LEVEL) / max(n.size, 1))
    with np.errstate(invalid="ignore"):
        share = n / total
    return make_result(
        result,
        {
            column: kinds * len(names),
            "group": np.repeat(names.to_numpy(), len(kinds)),
            "n": n.ravel(),
            "n_total": total.ravel(),
            "share": share.ravel(),
            "share_low": low.ravel(),
            "share_high": high.ravel(),
            "m": np.full(n.size, n.size),
        },
        groups=group,
    )
