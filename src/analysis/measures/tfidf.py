"""TF-IDF: which terms set a unit of text apart, and how little the IDF of few units can say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Dtm, Frames, cast_dtm
from analysis.measures.results import make_result
from analysis.measures.uncertainty import group_matrix

if TYPE_CHECKING:
    import pandas as pd


def measure_tfidf(
    frames: Frames,
    *,
    unit: str = "document",
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    smooth_idf: bool = True,
    sublinear_tf: bool = False,
) -> pd.DataFrame:
    """TF-IDF of terms in units of text, averaged over the units of a group: one row per term and group.

    Parameters
    ----------
    unit
        `document`, `section` or `sentence`: what a unit is for the IDF. Only with sections or sentences can the IDF
        of a few texts take more than a few values.
    smooth_idf, sublinear_tf
        As in scikit-learn's `TfidfTransformer`.

    Returns
    -------
    DataFrame
        `term`, `group`, `n_token`, `n_units`, `n_units_hit` (units with the term), `idf`, `tfidf` (mean over the
        group's units of the rows scaled to length one), `n_idf_values` (different values the IDF takes here),
        `lane`, `is_stopword`; the weightiest first.

    Notes
    -----
    idf = ln((1 + n) / (1 + df)) + 1 smoothed, ln(n / df) + 1 not (scikit-learn's). Names, places and dates stay
    in the norm of a row and are told by `lane`.
    """
    dtm = cast_dtm(frames, unit=unit, by=by, scope=scope)
    weights, idf = tfidf_matrix(dtm, smooth_idf=smooth_idf, sublinear_tf=sublinear_tf)
    by_group = group_matrix(dtm.rows["group"])
    units = np.asarray(by_group.sum(axis=1))
    coo = (by_group @ weights).tocoo()
    group, term = coo.coords
    counts = (by_group @ dtm.matrix).tocsr()
    result = {
        "term": dtm.terms["term"].to_numpy(dtype=object)[term],
        "group": dtm.rows["group"].cat.categories.to_numpy()[group],
        "n_token": counts[group, term] if len(term) else np.empty(0),
        "n_units": np.full(len(term), dtm.matrix.shape[0]),
        "n_units_hit": np.asarray((dtm.matrix > 0).sum(axis=0)).ravel()[term],
        "idf": idf[term],
        "tfidf": coo.data / units[group],
        "n_idf_values": np.full(len(term), len(np.unique(idf))),
        "lane": dtm.terms["lane"].to_numpy(dtype=object)[term],
        "is_stopword": dtm.terms["is_stopword"].to_numpy()[term],
    }
    order = np.lexsort((result["term"], -result["tfidf"], group))
    return make_result("tfidf", {k: v[order] for k, v in result.items()}, groups=dtm.rows["group"])


def tfidf_matrix(dtm: Dtm, *, smooth_idf: bool = True, sublinear_tf: bool = False):
    """The weighted matrix, rows of length one, and the IDF of each term."""
    from sklearn.feature_extraction.text import TfidfTransformer

    if 0 in dtm.matrix.shape:
        return dtm.matrix.astype(float), np.empty(dtm.matrix.shape[1])
    transformer = TfidfTransformer(smooth_idf=smooth_idf, sublinear_tf=sublinear_tf)
    weights = transformer.fit_transform(dtm.matrix.astype(float))
    return weights, transformer.idf_
