"""How often each term occurs in each group, with an interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, cast_spans, count_substrings, families_of, scope_spans, unit_rows
from analysis.measures.results import make_result
from analysis.measures.uncertainty import group_matrix, rate_intervals

if TYPE_CHECKING:
    import pandas as pd

MIN_COUNT = 3  # a term seen less often in the whole corpus says nothing of a difference between groups


def measure_frequency(
    frames: Frames,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    terms: Iterable[str] | None = None,
    min_count: int = MIN_COUNT,
    families: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Counts and rates of terms, one row per term and group.

    Parameters
    ----------
    frames
        Frames of the corpus.
    by, scope
        What makes the groups and what is counted; see :func:`analysis.counts.scope_spans`.
    terms
        The terms to be reported; default: all that occur at least `min_count` times in the scope.
    families
        Head → longer terms; see :func:`analysis.counts.families_of`.

    Returns
    -------
    DataFrame
        `term`, `group`, `n_token`, `n_substring`, `n_documents`, `n_sentences`, `n_han`, `rate`, `rate_low`,
        `rate_high`, `interval`, `lane`, `is_stopword`, `family`. Rates are tokens per 1,000 Han characters.

    Notes
    -----
    Intervals: :func:`analysis.measures.uncertainty.rate_intervals`.
    """
    spans = scope_spans(frames, scope=scope, by=by)
    dtm = cast_spans(frames, spans)
    wanted = _wanted(dtm, terms, min_count)
    matrix, kept = _select(dtm, wanted)
    intervals = rate_intervals(matrix, dtm.rows["n_han"].to_numpy(), dtm.rows["group"])
    _, row_of_span = unit_rows(spans, "group")
    substrings = count_substrings(frames, spans, row_of_span, wanted).toarray()
    by_group = group_matrix(dtm.rows["group"])
    n_groups, n_terms = intervals.n.shape
    return make_result(
        "frequency",
        {
            "term": wanted * n_groups,
            "group": np.repeat(dtm.rows["group"].cat.categories.to_numpy(), n_terms),
            "n_token": intervals.n.ravel(),
            "n_substring": substrings.ravel(),
            "n_documents": _distinct(matrix, dtm.rows).ravel(),
            "n_sentences": (by_group @ (matrix > 0).astype(float)).toarray().ravel(),
            "n_han": intervals.exposure.ravel(),
            "rate": intervals.rate.ravel(),
            "rate_low": intervals.low.ravel(),
            "rate_high": intervals.high.ravel(),
            "interval": intervals.method.ravel(),
            "lane": np.tile(kept["lane"].astype(object), n_groups),
            "is_stopword": np.tile(kept["is_stopword"].to_numpy(dtype=bool), n_groups),
            "family": families_of(wanted, families or {}) * n_groups,
        },
        groups=dtm.rows["group"],
    )


def measure_families(
    frames: Frames,
    families: Mapping[str, str],
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
) -> pd.DataFrame:
    """Heads with all their longer forms counted together, one row per family and group.

    Parameters
    ----------
    families
        The lexicon `families` as term → category; see :func:`analysis.counts.families_of`.

    Returns
    -------
    DataFrame
        `family`, `group`, `n_token` (the head as a token by itself), `n_family` (tokens of the head and its longer
        forms), `n_substring` (the head in the text), `n_han`, `rate`, `rate_low`, `rate_high` (of the family),
        `interval`, `terms` (those counted).
    """
    from scipy.sparse import csr_array

    spans = scope_spans(frames, scope=scope, by=by)
    dtm = cast_spans(frames, spans)
    heads = [term for term, head in families.items() if not head]
    family = families_of(dtm.terms["term"], families)
    place = {head: i for i, head in enumerate(heads)}
    member = [(i, place[head]) for i, head in enumerate(family) if head in place]
    term, column = np.array(member, dtype=np.int64).reshape(-1, 2).T
    rolled = dtm.matrix @ csr_array((np.ones(len(term)), (term, column)), shape=(len(family), len(heads)))
    found = rate_intervals(rolled, dtm.rows["n_han"].to_numpy(), dtm.rows["group"])
    alone = group_matrix(dtm.rows["group"]) @ _select(dtm, heads)[0]
    substrings = count_substrings(frames, spans, unit_rows(spans, "group")[1], heads)
    members = [" ".join(sorted(dtm.terms["term"].to_numpy()[term[column == i]])) for i in range(len(heads))]
    n_groups = len(found.n)
    return make_result(
        "families",
        {
            "family": heads * n_groups,
            "group": np.repeat(dtm.rows["group"].cat.categories.to_numpy(), len(heads)),
            "n_token": alone.toarray().ravel(),
            "n_family": found.n.ravel(),
            "n_substring": substrings.toarray().ravel(),
            "n_han": found.exposure.ravel(),
            "rate": found.rate.ravel(),
            "rate_low": found.low.ravel(),
            "rate_high": found.high.ravel(),
            "interval": found.method.ravel(),
            "terms": members * n_groups,
        },
        groups=dtm.rows["group"],
    )


def _wanted(dtm, terms: Iterable[str] | None, min_count: int) -> list[str]:
    if terms is not None:
        return list(dict.fromkeys(terms))
    totals = np.asarray(dtm.matrix.sum(axis=0)).ravel()
    return dtm.terms["term"][totals >= min_count].tolist()


def _select(dtm, wanted: list[str]):
    """The columns of these terms, in this order; a term that never is a token has an empty column."""
    from scipy.sparse import csr_array, hstack

    place = {term: i for i, term in enumerate(dtm.terms["term"])}
    missing = dtm.matrix.shape[1]
    padded = hstack([dtm.matrix, csr_array((dtm.matrix.shape[0], 1), dtype=np.int32)], format="csr")
    columns = [place.get(term, missing) for term in wanted]
    extra = dtm.terms.reindex([*range(missing), missing])
    extra = extra.assign(
        lane=extra["lane"].fillna("word"), is_stopword=extra["is_stopword"].fillna(value=False)
    )
    return padded[:, columns], extra.iloc[columns].reset_index(drop=True)


def _distinct(matrix, rows) -> np.ndarray:
    """Documents of each group in which each term occurs: groups × terms."""
    if not len(rows):
        return np.zeros((len(rows["group"].cat.categories), matrix.shape[1]), dtype=np.int64)
    pairs = rows.groupby(["group", "doc_id"], observed=True)
    by_pair = group_matrix(_as_categorical(pairs.ngroup()))
    present = (by_pair @ (matrix > 0).astype(float)) > 0
    group_of_pair = pairs["group"].first().reset_index(drop=True)
    return (group_matrix(group_of_pair) @ present.astype(float)).toarray().astype(np.int64)


def _as_categorical(numbers):
    import pandas as pd

    return pd.Series(pd.Categorical(numbers, range(int(numbers.max()) + 1)))
