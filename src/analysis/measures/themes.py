"""How much of a text goes to which theme: shares of directives, sentences and characters, and rates of mentions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans, spans_at, unit_rows
from analysis.measures.results import make_result
from analysis.measures.uncertainty import LEVEL, PER, group_matrix, rate_intervals

if TYPE_CHECKING:
    import pandas as pd

UNITS = ("directives", "sentences", "characters")
UNTHEMED = "unthemed"
MAX_UNTHEMED = (
    0.5  # with more than half unthemed, a ranking of the rest would rank the lexicon, not the texts
)
WITHHELD = "more than half has no theme of this pack: no ranking"


def measure_themes(
    frames: Frames,
    *,
    unit: str = "directives",
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    pack: str = "environment",
) -> pd.DataFrame:
    """Share of each theme in each group, one row per theme and group, the unthemed share first.

    Parameters
    ----------
    unit
        `directives`: leaves (directives with no other under them), each with one theme, so shares add up to one.
        `sentences`: sentences with a mention of the theme; a sentence may have several themes or none.
        `characters`: Han characters within a mention, over all of the scope.
    pack
        Theme lexicon `themes/<pack>` whose matches are used for sentences and characters.

    Returns
    -------
    DataFrame
        `theme`, `group`, `unit`, `n`, `n_total`, `share`, `share_low`, `share_high` (simultaneous over all rows:
        Bonferroni), `m`, `interval`, `rank` (null where withheld), `note`.

    Notes
    -----
    Directives and sentences: exact binomial intervals (Clopper & Pearson 1934). Characters: the ratio interval of
    :func:`analysis.measures.uncertainty.rate_intervals`.

    Raises
    ------
    ValueError
        If the unit is unknown.
    """
    if unit not in UNITS:
        raise ValueError(f"unit {unit!r} is not one of {UNITS}")
    if unit == "directives":
        group, weight, themes, hits = _directive_counts(frames, by)
        return _finish(group, weight, themes, hits=hits, unit=unit)
    spans = scope_spans(frames, scope=scope, by=by)
    rows, themes, hits, characters = _mentions(frames, spans, f"themes/{pack}")
    if unit == "sentences":
        return _finish(rows["group"], np.ones(len(rows)), themes, hits=hits > 0, unit=unit)
    return _finish(rows["group"], rows["n_han"].to_numpy(), themes, hits=characters, unit=unit)


def measure_theme_rates(
    frames: Frames,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    pack: str = "environment",
    lexicon: str | None = None,
) -> pd.DataFrame:
    """Mentions of each theme per 1,000 Han characters, one row per theme and group.

    A mention is a match of the lexicon, longest first, so that a long term counts once and not again for the
    shorter ones within it.

    Parameters
    ----------
    pack
        Theme lexicon `themes/<pack>`.
    lexicon
        Any other lexicon instead, such as `campaign` or `attention`; its categories then stand in `theme`.

    Returns
    -------
    DataFrame
        `theme`, `group`, `n`, `n_han`, `rate`, `rate_low`, `rate_high`, `interval`.
    """
    spans = scope_spans(frames, scope=scope, by=by)
    rows, themes, hits, _ = _mentions(frames, spans, lexicon or f"themes/{pack}")
    found = rate_intervals(hits, rows["n_han"].to_numpy(), rows["group"])
    return make_result(
        "theme_rates",
        {
            **_keys(themes, rows["group"]),
            "n": found.n.ravel(),
            "n_han": found.exposure.ravel(),
            "rate": found.rate.ravel(),
            "rate_low": found.low.ravel(),
            "rate_high": found.high.ravel(),
            "interval": found.method.ravel(),
        },
        groups=rows["group"],
    )


def leaves(directives: pd.DataFrame) -> pd.DataFrame:
    """Directives that have none under them."""
    parents = directives.dropna(subset=["parent_index"])
    above = set(zip(parents["doc_id"], parents["parent_index"].astype(int), strict=True))
    own = zip(directives["doc_id"], directives["directive_index"], strict=True)
    return directives[np.array([key not in above for key in own], dtype=bool)]


def _directive_counts(frames: Frames, by):
    """Group of each leaf, weight one each, themes, and leaves × themes."""
    import pandas as pd
    from scipy.sparse import csr_array

    low = leaves(frames["directives"])
    spans = scope_spans(frames, scope="directives", by=by)
    at = spans_at(frames, spans, low)
    low, group = low[at >= 0], spans["group"].iloc[at[at >= 0]].reset_index(drop=True)
    theme = low["theme"].astype(object).where(low["theme"].notna(), UNTHEMED)
    themes = _order(theme.value_counts())
    codes = pd.Categorical(theme, themes).codes
    hits = csr_array((np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), len(themes)))
    return group, np.ones(len(codes)), themes, hits


def _mentions(frames: Frames, spans: pd.DataFrame, lexicon: str):
    """Sentences of the scope, themes, and sentences × themes: mentions, and Han characters in mentions."""
    import pandas as pd
    from scipy.sparse import csr_array

    rows, row_of_span = unit_rows(spans, "sentence")
    matches = frames["matches"]
    matches = matches[matches["lexicon"] == lexicon]
    at = spans_at(frames, spans, matches)
    matches, row = matches[at >= 0], row_of_span[at[at >= 0]]
    themes = _order(matches["category"].astype("str").value_counts())[1:]
    code = pd.Categorical(matches["category"].astype("str"), themes).codes
    length = (matches["end"] - matches["start"]).to_numpy()
    shape = (len(rows), len(themes))
    hits = csr_array((np.ones(len(row)), (row, code)), shape=shape)
    return rows, themes, hits, csr_array((length.astype(float), (row, code)), shape=shape)


def _order(counts: pd.Series) -> list[str]:
    """Themes: the unthemed first, then the most frequent, ties by name."""
    found = [(theme, n) for theme, n in counts.items() if theme != UNTHEMED and n > 0]
    return [UNTHEMED, *(theme for theme, _ in sorted(found, key=lambda item: (-item[1], item[0])))]


def _finish(group: pd.Series, weight: np.ndarray, themes: list[str], *, hits, unit: str) -> pd.DataFrame:
    """Shares with simultaneous intervals; where a unit may have no theme, that share comes first."""
    import pandas as pd
    from scipy.sparse import csr_array, hstack

    hits = csr_array(hits, dtype=float)
    if themes[:1] != [UNTHEMED]:
        bare = np.maximum(weight - (hits.sum(axis=1) if unit == "characters" else _any(hits)), 0)
        hits, themes = hstack([csr_array(bare[:, None]), hits], format="csr"), [UNTHEMED, *themes]
    by_group = group_matrix(group)
    n = (by_group @ hits).toarray()
    total = np.broadcast_to((by_group @ weight)[:, None], n.shape)
    level = 1 - (1 - LEVEL) / max(n.size, 1)
    if unit == "characters":
        found = rate_intervals(hits, weight, group, level=level)
        low, high, method = found.low / PER, np.minimum(found.high / PER, 1), found.method.ravel()
    else:
        low, high = binomial_interval(n, total, level=level)
        method = np.full(n.size, "exact", dtype=object)
    with np.errstate(invalid="ignore"):
        share = n / total
    # Most characters of any text lie outside of a term: for them the threshold would say nothing.
    withheld = np.broadcast_to((share[:, :1] > MAX_UNTHEMED) & (unit != "characters"), n.shape).ravel()
    keys = _keys(themes, group)
    themed = pd.Series(np.where(np.tile(np.array(themes) == UNTHEMED, len(n)), np.nan, share.ravel()))
    rank = themed.groupby(keys["group"]).rank(ascending=False, method="min").mask(withheld)
    return make_result(
        "themes",
        {
            **keys,
            "unit": [unit] * n.size,
            "n": n.ravel(),
            "n_total": total.ravel(),
            "share": share.ravel(),
            "share_low": low.ravel(),
            "share_high": high.ravel(),
            "m": np.full(n.size, n.size),
            "interval": method,
            "rank": rank.astype("Int32"),
            "note": [WITHHELD if hidden else None for hidden in withheld],
        },
        groups=group,
    )


def _any(hits) -> np.ndarray:
    """One for each row with a hit."""
    return (np.asarray(hits.sum(axis=1)).ravel() > 0).astype(float)


def binomial_interval(
    n: np.ndarray, total: np.ndarray, *, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval of a proportion (Clopper & Pearson 1934); null where there is nothing to count."""
    from scipy import stats

    tail = (1 - level) / 2
    low = np.where(n > 0, stats.beta.ppf(tail, np.maximum(n, 1), total - n + 1), 0.0)
    high = np.where(n < total, stats.beta.isf(tail, n + 1, np.maximum(total - n, 1)), 1.0)
    return np.where(total > 0, low, np.nan), np.where(total > 0, high, np.nan)


def _keys(themes: list[str], groups: pd.Series) -> dict:
    import pandas as pd

    names = groups.cat.categories.to_numpy()
    return {
        "theme": pd.Categorical(np.tile(np.array(themes, dtype=object), len(names)), themes),
        "group": np.repeat(names, len(themes)),
    }
