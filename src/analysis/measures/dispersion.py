"""How evenly a term is spread: deviation of proportions, and where in a text it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, cast_dtm, scope_spans, spans_at
from analysis.measures.results import make_result
from analysis.measures.uncertainty import group_matrix

if TYPE_CHECKING:
    import pandas as pd

MIN_COUNT = 5  # below, evenness over dozens of sentences cannot be told from chance


def measure_dispersion(
    frames: Frames,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    unit: str = "sentence",
    min_count: int = MIN_COUNT,
) -> pd.DataFrame:
    """Spread of each term over the units of a group, one row per term and group in which it occurs often enough.

    Parameters
    ----------
    unit
        The parts: `sentence`, `section` or `document`.

    Returns
    -------
    DataFrame
        `term`, `group`, `n_token`, `n_parts`, `n_parts_hit`, `dp`, `dp_norm`, `lane`, `is_stopword`.

    Notes
    -----
    dp = ½ Σ|vᵢ − sᵢ|, with vᵢ the part's share of the hits and sᵢ its share of the tokens (Gries 2008); 0 even,
    near 1 clumped. dp_norm = dp / (1 − min s) (Lijffijt & Gries 2012) reaches 1.
    """
    dtm = cast_dtm(frames, unit=unit, by=by, scope=scope)
    tokens, groups = dtm.rows["n_tokens"].to_numpy(), dtm.rows["group"]
    by_group = group_matrix(groups)
    hits = (by_group @ dtm.matrix).toarray()
    parts_hit = (by_group @ (dtm.matrix > 0).astype(float)).toarray()
    dp = dp_by_group(dtm.matrix, tokens, groups)
    group, term = np.nonzero(hits >= min_count)
    order = np.lexsort((dtm.terms["term"].to_numpy()[term], group))
    group, term = group[order], term[order]
    codes = groups.cat.codes.to_numpy()
    share = [tokens[codes == g] / max(tokens[codes == g].sum(), 1) for g in range(len(groups.cat.categories))]
    smallest = np.array([s[s > 0].min() if (s > 0).any() else np.nan for s in share])
    with np.errstate(invalid="ignore", divide="ignore"):
        norm = dp / (1 - smallest[:, None])
    return make_result(
        "dispersion",
        {
            "term": dtm.terms["term"].to_numpy(dtype=object)[term],
            "group": groups.cat.categories.to_numpy()[group],
            "n_token": hits[group, term],
            "n_parts": np.asarray(by_group.sum(axis=1))[group],
            "n_parts_hit": parts_hit[group, term],
            "dp": dp[group, term],
            "dp_norm": norm[group, term],
            "lane": dtm.terms["lane"].to_numpy(dtype=object)[term],
            "is_stopword": dtm.terms["is_stopword"].to_numpy()[term],
        },
        groups=groups,
    )


def dp_by_group(matrix, tokens: np.ndarray, groups: pd.Series) -> np.ndarray:
    """Deviation of proportions: groups × terms, null where a term does not occur."""
    codes = groups.cat.codes.to_numpy()
    result = np.full((len(groups.cat.categories), matrix.shape[1]), np.nan)
    matrix = matrix.tocsr()
    for code in np.unique(codes):
        members = np.flatnonzero(codes == code)
        result[code] = deviation_of_proportions(matrix[members], tokens[members])
    return result


def deviation_of_proportions(matrix, tokens: np.ndarray) -> np.ndarray:
    """Deviation of each column; sparse: parts without a hit contribute their whole share.

    Examples
    --------
    >>> import scipy.sparse
    >>> hits = scipy.sparse.csr_array([[1, 3], [1, 0], [2, 0]])
    >>> deviation_of_proportions(hits, np.array([25, 25, 50])).round(3).tolist()
    [0.0, 0.75]
    """
    share = tokens / max(tokens.sum(), 1)
    hits = np.asarray(matrix.sum(axis=0), dtype=float).ravel()
    coo = matrix.tocoo()
    part, term = coo.coords
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.bincount(
            term, np.abs(coo.data / hits[term] - share[part]) - share[part], minlength=matrix.shape[1]
        )
    return np.where(hits > 0, (found + 1) / 2, np.nan)


def measure_positions(
    frames: Frames, terms: Iterable[str], *, by: str | Mapping[str, str] = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """Where terms stand (the x-ray picture), one row per occurrence in the text.

    Returns
    -------
    DataFrame
        `term`, `group`, `doc_id`, `start`, `end`, `position` (0 the first, 1 the last character of the document).
    """
    from analysis.concordance import find_spans

    spans = scope_spans(frames, scope=scope, by=by)
    found = find_spans(frames, list(terms))
    at = spans_at(frames, spans, found)
    found = found[at >= 0].reset_index(drop=True)
    length = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"].str.len(), strict=True))
    return make_result(
        "positions",
        {
            **{name: found[name] for name in ("term", "doc_id", "start", "end")},
            "group": spans["group"].astype(object).to_numpy()[at[at >= 0]],
            "position": found["start"] / found["doc_id"].map(length).to_numpy(dtype=float),
        },
        groups=spans["group"],
    )
