"""Which terms one group uses more than the others, how sure that is, and how much of it noise would give.

k groups, one model: each group is the target once, and the reference is the equal-weight mean of the others, so that
the longest text does not become "the rest". Of k−1 groups with n_g hits in X_g characters the mean rate is
r = Σ(n_g/X_g)/(k−1); its sampling error is that of one text of X* = (k−1)²/Σ(1/X_g) characters (equal if the rates are), and so
the reference enters every statistic as n* = r·X* hits in X*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.counts import Dtm, Frames, cast_dtm, families_of
from analysis.measures.noise import MIN_SENTENCES as LISTED_SENTENCES
from analysis.measures.noise import Line, detectable_hits, find_lines, plant_power
from analysis.measures.results import RESULTS, make_result
from analysis.measures.uncertainty import PER, group_matrix

if TYPE_CHECKING:
    import pandas as pd

# Hits in all groups together, and sentences: with fewer, a planted difference drowns in the family of tests (of 5, 8, 10
# and 12 hits tried, 12 is the first with which texts of up to a quarter of the corpus find eight of ten).
MIN_COUNT = 12
MIN_SENTENCES = 3
SMOOTHING = 0.5  # hits added to target and reference in log_ratio, so that a zero is no infinity
# Weight of the prior in tokens: a quarter of the shortest of the first texts, so that a text outweighs it. Of 20 to
# 2,000 tried, 100 finds most planted terms at one false term a list.
ALPHA = 100.0
ALPHA_FACTORS = (0.1, 1.0, 10.0)
LEVEL = 0.95
SMALL = 5  # expected hits below which Fisher's exact test stands in for the chi-square of g2
REFERENCES = ("rest", "pairs")
TABLES_AT_ONCE = 4096  # bounds the memory of Fisher's test
TIE = 1e-7  # tables nearer to equally likely than this are: their weights are rounded


class Contrast(NamedTuple):
    """Hits and exposure (Han characters or tokens) of a target and its reference; the last axis is terms."""

    n: np.ndarray
    total: float
    n_reference: np.ndarray
    total_reference: float


def measure_keyness(
    frames: Frames,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    reference: str = "rest",
    min_count: int = MIN_COUNT,
    alpha: float = ALPHA,
    families: Mapping[str, str] | None = None,
    random_state: int = 0,
) -> pd.DataFrame:
    """Contrast of each group with the others, one row per term, target and reference.

    Parameters
    ----------
    reference
        `rest`: the equal-weight mean of the other groups; `pairs`: every other group by itself.
    min_count
        A term is tested if it has so many hits in all groups together, in three or more sentences, is a word (no
        name, place or date) of two characters or more and no stop word. This family is fixed before testing;
        its size times the number of targets is `m`.
    alpha
        Weight of the Dirichlet prior (α₀ of Monroe et al.), in tokens.
    random_state
        Of the pseudo-places behind the noise line.

    Returns
    -------
    DataFrame
        `term`, `group` (target), `reference`, `n_token`, `n_reference`, `rate`, `rate_reference`, `log_ratio`,
        `log_ratio_low`, `g2`, `p_value`, `test`, `q_value`, `log_odds_z`, `log_odds_z_low`, `log_odds_z_high`,
        `n_sentences`, `coverage`, `dp`, `is_sign_stable`, `list_line`, `noise_line`, `is_key`, `is_clear`, `power`,
        `n_detectable`, `m`, `family`.

        A group without a word in scope has no row and is no reference.

    Notes
    -----
    `log_ratio` is log₂ of the smoothed ratio of rates (Hardie 2014); `log_ratio_low` its conservative bound
    (Evert 2022: exact conditional interval, Bonferroni over m, 0 where it includes 0). `log_odds_z` has an informative
    prior, the pooled vocabulary with groups weighted equally (Monroe, Colaresi & Quinn 2008, eq. 15, 16, 22);
    `_low`, `_high` are its extremes over a tenth and ten times the prior. `g2` is the log-likelihood ratio of the
    2×2 table of tokens. `p_value` and `q_value` (Benjamini & Hochberg 1995) take tokens for independent,
    which they are not: they are no evidence by themselves.

    `is_key`: log_odds_z beyond `list_line`, which sentences dealt out at random to groups of the same lengths exceed for
    less than one term a list on average, and in four sentences or more. `is_clear`: beyond `noise_line`, the 95th
    percentile of the largest |log_odds_z| of stretches of that length cut out of the other texts, topics and all.
    `power`: how often a term with log ratio 2 and 8 hits in 4 sentences is key here; `n_detectable`: the hits it takes
    for eight times in ten. A long target needs more: the hits left for the others are then too few to tell their rate.
    """
    if reference not in REFERENCES:
        raise ValueError(f"reference {reference!r} is not one of {REFERENCES}")
    dtm = cast_dtm(frames, unit="sentence", by=by, scope=scope)
    dtm = select_family(dtm, min_count)
    sums = GroupSums.of(dtm)
    lines = find_lines(dtm, sums, alpha=alpha, random_state=random_state)
    pieces = []
    groups = np.flatnonzero((sums.tokens > 0) & (sums.han > 0)).tolist()
    for target in groups:
        others = [g for g in groups if g != target]
        if not others:
            break  # one group has nothing to be compared with
        rests = {"rest": others} if reference == "rest" else {sums.names[g]: [g] for g in others}
        for name, rest in rests.items():
            pieces.append((target, name, _one_target(sums, target, rest, line=lines[target], alpha=alpha)))
    return _table(dtm, sums, pieces, families or {})


def select_family(dtm: Dtm, min_count: int = MIN_COUNT):
    """The terms that are tested, chosen on pooled counts alone."""
    matrix = dtm.matrix
    total = np.asarray(matrix.sum(axis=0)).ravel()
    sentences = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = (total >= min_count) & (sentences >= MIN_SENTENCES) & is_content(dtm.terms)
    return dtm._replace(matrix=matrix[:, np.flatnonzero(kept)], terms=dtm.terms[kept].reset_index(drop=True))


def is_content(terms: pd.DataFrame) -> np.ndarray:
    """Words of two characters or more that are no stop words, names, places or dates."""
    longer = terms["term"].str.len() > 1
    return ((terms["lane"] == "word") & ~terms["is_stopword"] & longer).to_numpy(dtype=bool)


class GroupSums(NamedTuple):
    """Hits (groups × terms), sentences with a hit, Han characters, tokens and sentences of each group."""

    names: list[str]
    hits: np.ndarray
    hit_sentences: np.ndarray
    dp: np.ndarray
    han: np.ndarray
    tokens: np.ndarray
    sentences: np.ndarray

    @classmethod
    def of(cls, dtm: Dtm) -> GroupSums:
        """The sums of a matrix of sentences."""
        from analysis.measures.dispersion import dp_by_group

        by_group = group_matrix(dtm.rows["group"])
        return cls(
            list(dtm.rows["group"].cat.categories),
            (by_group @ dtm.matrix).toarray(),
            (by_group @ (dtm.matrix > 0).astype(float)).toarray(),
            dp_by_group(dtm.matrix, dtm.rows["n_tokens"].to_numpy(), dtm.rows["group"]),
            by_group @ dtm.rows["n_han"].to_numpy(dtype=float),
            by_group @ dtm.rows["n_tokens"].to_numpy(dtype=float),
            np.asarray(by_group.sum(axis=1)),
        )

    def contrast(self, target: int, others: Iterable[int], *, exposure: str = "han") -> Contrast:
        """Target against the equal-weight mean of other groups, per `han` character or per one of the `tokens`."""
        others, total = list(others), getattr(self, exposure)
        return Contrast(self.hits[target], total[target], *mean_reference(self.hits[others], total[others]))


def mean_reference(hits: np.ndarray, exposure: np.ndarray) -> tuple[np.ndarray, float]:
    """Hits and exposure of the text that stands for the equal-weight mean of groups (last two axes: groups, terms).

    Examples
    --------
    >>> n, exposure = mean_reference(np.array([[2.0], [6.0]]), np.array([100.0, 200.0]))
    >>> n / exposure, exposure
    (array([0.025]), np.float64(266.66...))
    """
    number = len(exposure)
    effective = number**2 / np.sum(1 / exposure)
    return (hits / exposure[:, None]).mean(axis=0) * effective, effective


def log_ratio(contrast: Contrast, *, smoothing: float = SMOOTHING) -> np.ndarray:
    """log₂ of the ratio of rates per character; unsmoothed, null where either side has no hit."""
    with np.errstate(divide="ignore", invalid="ignore"):
        target = (contrast.n + smoothing) / contrast.total
        ratio = np.log2(target / ((contrast.n_reference + smoothing) / contrast.total_reference))
    return np.where(np.isfinite(ratio), ratio, np.nan)


def conservative_log_ratio(contrast: Contrast, m: int = 1, *, level: float = LEVEL) -> np.ndarray:
    """The bound of the log ratio that is nearer to zero; 0 where the interval includes zero (Evert 2022).

    Given n + n* hits, the target's share of them is binomial; its exact interval (Clopper & Pearson 1934) at
    1 − α/m gives one for the ratio of rates.
    """
    from scipy import stats

    n, other = contrast.n, contrast.n_reference
    tail = (1 - level) / m / 2
    low = np.where(n > 0, stats.beta.ppf(tail, np.maximum(n, 1e-9), other + 1), 0)
    high = np.where(other > 0, stats.beta.isf(tail, n + 1, np.maximum(other, 1e-9)), 1)
    scale = contrast.total_reference / contrast.total
    with np.errstate(divide="ignore"):
        low, high = np.log2(scale * low / (1 - low)), np.log2(scale * high / (1 - high))
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def g2(n, total, n_reference, total_reference) -> np.ndarray:
    """Log-likelihood ratio of the 2×2 table of a term and all other tokens (Dunning 1993)."""
    from scipy.special import xlogy

    n, total, n_reference, total_reference = np.broadcast_arrays(n, total, n_reference, total_reference)
    share = (n + n_reference) / (total + total_reference)
    result = np.zeros(n.shape)
    for hits, tokens in ((n, total), (n_reference, total_reference)):
        for observed, expected in ((hits, tokens * share), (tokens - hits, tokens * (1 - share))):
            result += xlogy(observed, np.divide(observed, expected, out=np.ones(n.shape), where=expected > 0))
    return np.maximum(2 * result, 0)


def fisher_p(n, total, n_reference, total_reference) -> np.ndarray:
    """Two-sided p-value of Fisher's exact test for integer counts, vectorised over terms.

    The sum of the probabilities of all tables with these margins that are no likelier than the one at hand. Each
    table's weight follows from the one before it, so no factorial is formed.

    Examples
    --------
    >>> fisher_p(np.array([8, 1]), 10, np.array([2, 5]), 10).round(6).tolist()
    [0.023014, 0.140867]
    """
    table = np.stack(
        np.broadcast_arrays(*(np.rint(x).astype(np.int64) for x in (n, total, n_reference, total_reference)))
    )
    different, place = np.unique(table.reshape(4, -1), axis=1, return_inverse=True)
    order = np.argsort(different[0] + different[2], kind="stable")
    p_value = np.empty(len(order))
    for block in np.array_split(order, len(order) // TABLES_AT_ONCE + 1):
        p_value[block] = _table_p(*different[:, block, None])
    return p_value[place.ravel()].reshape(table.shape[1:])


def _table_p(n, total, n_reference, total_reference) -> np.ndarray:
    """Of 2×2 tables down the first axis."""
    hits = n + n_reference
    k = np.arange(hits.max(initial=0) + 1)  # hits of the target in each table that could have been
    possible = (k >= hits - total_reference) & (k <= np.minimum(hits, total))
    up = (hits - k) * (total - k), (k + 1) * (total_reference - hits + k + 1)
    step = np.zeros(possible.shape)
    linked = possible[:, :-1] & possible[:, 1:]
    step[:, 1:][linked] = np.log(up[0][:, :-1][linked] / up[1][:, :-1][linked])
    logs = np.where(possible, np.cumsum(step, axis=1), -np.inf)
    weight = np.exp(logs - logs.max(axis=1, keepdims=True))
    own = np.take_along_axis(weight, n, axis=1)
    return np.where(weight <= own * (1 + TIE), weight, 0).sum(axis=1) / weight.sum(axis=1)


def log_odds_z(n, total, n_reference, total_reference, prior, alpha: float = ALPHA) -> np.ndarray:
    """z-score of the log odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008).

    Parameters
    ----------
    n, n_reference
        Hits of each term (last axis).
    total, total_reference
        Tokens.
    prior
        Share of each term in the prior; times `alpha` it is α_w.
    """
    pseudo = alpha * np.asarray(prior)
    y, other = n + pseudo, n_reference + pseudo
    delta = np.log(y / (total + alpha - y)) - np.log(other / (total_reference + alpha - other))
    return delta / np.sqrt(1 / y + 1 / other)


def _one_target(
    sums: GroupSums, target: int, others: list[int], *, line: Line, alpha: float
) -> dict[str, Any]:
    """The statistics of one comparison, each an array over terms."""
    counts = sums.contrast(target, others, exposure="tokens")
    spoken = sums.tokens > 0
    prior = (sums.hits[spoken] / sums.tokens[spoken, None]).mean(axis=0)
    z = [log_odds_z(*counts, prior, alpha * factor) for factor in ALPHA_FACTORS]
    likelihood = g2(*counts)
    p_value, test = _p_values(counts, likelihood)
    return {
        **_rates(sums, target, others),
        "g2": likelihood,
        "p_value": p_value,
        "test": test,
        "log_odds_z": z[1],
        "log_odds_z_low": np.min(z, axis=0),
        "log_odds_z_high": np.max(z, axis=0),
        "n_sentences": sums.hit_sentences[target],
        "coverage": sums.hit_sentences[target] / max(sums.sentences[target], 1),
        "dp": sums.dp[target],
        "list_line": line.list_line,
        "noise_line": line.noise_line,
        "is_key": (z[1] > line.list_line) & (sums.hit_sentences[target] >= LISTED_SENTENCES),
        "is_clear": z[1] > line.noise_line,
        "power": plant_power(sums, target, others, line=line.list_line, alpha=alpha),
        "n_detectable": detectable_hits(sums, target, others, line=line.list_line, alpha=alpha),
    }


def _rates(sums: GroupSums, target: int, others: list[int]) -> dict[str, Any]:
    """Rates per 1,000 Han characters, their log ratio, and whether its sign hangs on one reference group."""
    contrast = sums.contrast(target, others)
    ratio = log_ratio(contrast)
    rests = [[g for g in others if g != out] for out in others if len(others) > 1]
    signs = [np.sign(log_ratio(sums.contrast(target, rest))) == np.sign(ratio) for rest in rests]
    return {
        "contrast": contrast,
        "n_token": contrast.n,
        "n_reference": contrast.n_reference,
        "rate": PER * contrast.n / contrast.total,
        "rate_reference": PER * contrast.n_reference / contrast.total_reference,
        "log_ratio": ratio,
        "is_sign_stable": np.all(signs, axis=0) if signs else np.ones(len(ratio), dtype=bool),
    }


def _p_values(counts: Contrast, likelihood: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy import stats

    smaller = min(counts.total, counts.total_reference) / (counts.total + counts.total_reference)
    small = smaller * (counts.n + counts.n_reference) < SMALL
    p_value = stats.chi2.sf(likelihood, 1)
    p_value[small] = fisher_p(*(np.broadcast_to(c, small.shape)[small] for c in counts))
    return p_value, np.where(small, "fisher", "g2")


def _table(dtm, sums: GroupSums, pieces: list, families) -> pd.DataFrame:
    """The comparisons as one frame, with what depends on how many there are."""
    import pandas as pd
    from scipy import stats

    terms = dtm.terms["term"].tolist()
    m = len(terms) * len(pieces)
    tables = []
    for target, reference, piece in pieces:
        bound = conservative_log_ratio(piece.pop("contrast"), max(m, 1))
        named = {"term": terms, "group": sums.names[target], "reference": reference, "m": m}
        tables.append(
            pd.DataFrame({**named, **piece, "log_ratio_low": bound, "family": families_of(terms, families)})
        )
    if not tables:
        return make_result("keyness", {name: [] for name in RESULTS["keyness"].dtypes()})
    result = pd.concat(tables, ignore_index=True)
    result["q_value"] = stats.false_discovery_control(result["p_value"]) if len(result) else []
    result["group"] = pd.Categorical(result["group"], sums.names, ordered=True)
    order = np.lexsort(
        (result["term"], -result["log_odds_z"], result["reference"], result["group"].cat.codes)
    )
    return make_result("keyness", result.iloc[order], groups=result["group"])
