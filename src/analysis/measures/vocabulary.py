"""The vocabulary in three parts, and set formulas by date.

Terms that every group uses can only be compared by rate, and TF-IDF gives them no weight; terms of one group alone are
mostly names, places and chance. The three parts keep the two questions apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, cast_dtm, count_substrings, scope_spans, unit_rows
from analysis.measures.results import as_columns, make_result
from analysis.measures.uncertainty import group_matrix

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("common", "shared", "local")


def measure_vocabulary(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """Every term with the part of the vocabulary it belongs to, one row per term.

    Returns
    -------
    DataFrame
        `term`, `part` (`common`: in every group; `shared`: in some; `local`: in one), `n_groups`, `n_token`,
        `n_documents`, `groups` (those that use it), `lane`, `is_stopword`; the most frequent first.
    """
    dtm = cast_dtm(frames, unit="document", by=by, scope=scope)
    groups = dtm.rows["group"]
    hits = (group_matrix(groups) @ dtm.matrix).toarray()
    names = groups.cat.categories.to_numpy()
    n_groups = (hits > 0).sum(axis=0)
    columns = {
        "term": dtm.terms["term"].to_numpy(dtype=object),
        "part": _parts(n_groups, _n_used(hits)),
        "n_groups": n_groups,
        "n_token": hits.sum(axis=0),
        "n_documents": np.asarray((dtm.matrix > 0).sum(axis=0)).ravel(),
        "groups": np.array([" ".join(names[used]) for used in (hits > 0).T], dtype=object),
        "lane": dtm.terms["lane"].to_numpy(dtype=object),
        "is_stopword": dtm.terms["is_stopword"].to_numpy(),
    }
    order = np.lexsort((columns["term"], -columns["n_token"]))
    return make_result("vocabulary", {name: values[order] for name, values in columns.items()})


def measure_vocabulary_parts(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """How much of each group's vocabulary is common, shared or its own: one row per part, lane and group.

    Returns
    -------
    DataFrame
        `part`, `lane`, `group`, `n_terms`, `n_token`, `share` (of the group's tokens), `n_tokens`.
    """
    dtm = cast_dtm(frames, unit="document", by=by, scope=scope)
    groups = dtm.rows["group"]
    hits = (group_matrix(groups) @ dtm.matrix).toarray()
    names = groups.cat.categories.to_numpy()
    part = _parts((hits > 0).sum(axis=0), _n_used(hits))
    lane = dtm.terms["lane"].astype(object).to_numpy()
    rows = []
    for kind in PARTS:
        for path in dtm.terms["lane"].cat.categories:
            chosen = hits[:, (part == kind) & (lane == path)]
            for name, own, total in zip(names, chosen, hits.sum(axis=1), strict=True):
                rows.append((kind, path, name, (own > 0).sum(), own.sum(), own.sum() / max(total, 1), total))
    columns = ("part", "lane", "group", "n_terms", "n_token", "share", "n_tokens")
    return make_result("vocabulary_parts", as_columns(columns, rows), groups=groups)


def measure_formulas(frames: Frames, terms: Iterable[str], *, scope: str = "body") -> pd.DataFrame:
    """Which set formulas stand in which document, one row per formula and document, documents in order of date.

    Parameters
    ----------
    terms
        The formulas: counted in the text, whatever the segmentation.
    scope
        By default the whole body: who says a formula does not matter here.

    Returns
    -------
    DataFrame
        `term`, `doc_id`, `date` (of the meeting, else of publication, else the year; null if none is known), `n`,
        `is_observed` (false where a truncated text lacks it: that is no absence).
    """
    import pandas as pd

    terms = list(dict.fromkeys(terms))
    spans = scope_spans(frames, scope=scope)
    rows, row_of_span = unit_rows(spans.assign(group=spans["doc_id"]), "document")
    counted = count_substrings(frames, spans, row_of_span, terms).toarray()
    row = {doc_id: i for i, doc_id in enumerate(rows["doc_id"])}
    documents = frames["documents"]
    year = documents["year"].astype("str").where(documents["year"].notna())
    date = documents["meeting_date"].fillna(documents["publication_date"]).fillna(year)
    documents = documents.assign(date=date.astype("str")).sort_values(["date", "doc_id"], na_position="last")
    zero = np.zeros(len(terms), dtype=np.int64)
    n = np.concatenate([counted[row[d]] if d in row else zero for d in documents["doc_id"]] or [zero[:0]])
    truncated = np.repeat(documents["is_truncated"].to_numpy(dtype=bool), len(terms))
    return make_result(
        "formulas",
        {
            "term": terms * len(documents),
            "doc_id": np.repeat(documents["doc_id"].to_numpy(dtype=object), len(terms)),
            "date": pd.array(np.repeat(documents["date"].to_numpy(dtype=object), len(terms)), dtype="str"),
            "n": n,
            "is_observed": (n > 0) | ~truncated,
        },
    )


def _n_used(hits: np.ndarray) -> int:
    """Groups with any token in scope: a group of which nothing is counted has nothing in common with anyone."""
    return int((hits.sum(axis=1) > 0).sum())


def _parts(n_groups: np.ndarray, total: int) -> np.ndarray:
    """With one group alone every term is local: there is nothing to have in common with."""
    common = (n_groups == total) & (total > 1)
    return np.where(common, "common", np.where(n_groups > 1, "shared", "local")).astype(object)
