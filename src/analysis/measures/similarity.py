"""How alike the groups speak, beside how alike a text is to itself at the same length; which terms set two apart.

Two short texts differ even if one hand wrote both. So every distance is measured on samples of one length, and beside it
stands the distance between two such samples of the same text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from analysis.counts import Dtm, Frames, cast_dtm
from analysis.measures.keyness import is_content
from analysis.measures.results import as_columns, make_result
from analysis.measures.uncertainty import group_matrix

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

N_DRAWS = 200
# A map or a tree of fewer groups shows nothing that the heatmap does not, and looks like more.
MIN_MAPPED = 8
SHORT = 0.1  # of the median length: a shorter group would make every sample too short to say anything


def measure_similarity(
    frames: Frames,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    n_draws: int = N_DRAWS,
    random_state: int = 0,
) -> pd.DataFrame:
    """Cosine and Jensen–Shannon divergence of each pair of groups, one row per pair (each pair once).

    Returns
    -------
    DataFrame
        `group`, `other`, `cosine`, `jsd` (of the whole groups; base 2, 0 equal, 1 nothing in common), `jsd_sampled` (mean
        over samples of one length), `jsd_within` (between two samples of that length of the same group, mean of both
        groups), `excess` (jsd_sampled − jsd_within: what is left as difference between the groups), `n_han` (the length of a
        sample), `n_draws`.

    Notes
    -----
    Vectors are counts of content words (no stop words, names, places, dates, single characters). Samples are
    sentences drawn at random without putting back until half of the shortest group's length is reached. A group
    shorter than a tenth of the median does not set that length, and its sampled divergences are null. A group
    without content words is left out: it would leave every sample empty.
    Divergence after Lin (1991), not its square root.
    """
    dtm = _with_words(content_words(cast_dtm(frames, unit="sentence", by=by, scope=scope)))
    groups = dtm.rows["group"]
    names = groups.cat.categories.to_numpy()
    counts = (group_matrix(groups) @ dtm.matrix).toarray()
    length, drawn = _samples(dtm, n_draws, random_state)
    samples = [tuple(_Series.of(series) for series in pair) for pair in drawn]
    within = np.array([_sampled_jsd(a.dense(), b).mean() for a, b in samples])
    rows = []
    for i in range(len(names) - 1):
        dense = [series.dense() for series in samples[i]]
        for j in range(i + 1, len(names)):
            sampled = np.mean([_sampled_jsd(a, b) for a, b in zip(dense, samples[j], strict=True)])
            own = (within[i] + within[j]) / 2
            whole = float(jensen_shannon(counts[i], counts[j]))
            measured = (cosine(counts[i], counts[j]), whole, sampled, own, sampled - own)
            rows.append((names[i], names[j], *measured, length, n_draws))
    columns = ("group", "other", "cosine", "jsd", "jsd_sampled", "jsd_within", "excess", "n_han", "n_draws")
    return make_result("similarity", as_columns(columns, rows), groups=groups)


def measure_contributions(
    frames: Frames,
    target: str,
    reference: str,
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
) -> pd.DataFrame:
    """What each term adds to the divergence of two groups (the word-shift picture), one row per term.

    Returns
    -------
    DataFrame
        `term`, `group` (target), `reference`, `n_token`, `n_reference`, `share`, `share_reference`, `contribution`
        (positive where the target uses the term more, negative where the reference does; the absolute values add up to
        the divergence); the largest first. No row where one of the two has no content word.

    Notes
    -----
    With p, q the shares and m their mean: ½(p·log₂(p/m) + q·log₂(q/m)) (Gallagher et al. 2021, eq. 6).
    """
    dtm = content_words(cast_dtm(frames, unit="sentence", by=by, scope=scope))
    names = list(dtm.rows["group"].cat.categories)
    counts = (group_matrix(dtm.rows["group"]) @ dtm.matrix).toarray()[
        [names.index(target), names.index(reference)]
    ]
    both = counts.sum(axis=1, keepdims=True)
    used = np.flatnonzero(counts.sum(axis=0)) if both.all() else np.empty(0, dtype=np.intp)
    p, q = counts[:, used] / np.maximum(both, 1)
    parts = _divergence_parts(p, q) * np.where(p >= q, 1, -1)
    terms = dtm.terms["term"].to_numpy(dtype=object)[used]
    order = np.lexsort((terms, -np.abs(parts)))
    return make_result(
        "contributions",
        {
            "term": terms[order],
            "group": np.full(len(used), target, dtype=object),
            "reference": np.full(len(used), reference, dtype=object),
            "n_token": counts[0, used][order],
            "n_reference": counts[1, used][order],
            "share": p[order],
            "share_reference": q[order],
            "contribution": parts[order],
        },
    )


def measure_map(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """Groups laid out so that distances are kept (classical scaling), one row per group; from eight groups on.

    A group without content words is nowhere, and left out.

    Returns
    -------
    DataFrame
        `group`, `x`, `y`, `explained` (share of the squared distances that two dimensions show); no row for fewer groups.

    Notes
    -----
    Of the square roots of the Jensen–Shannon divergence, which is a metric (Endres & Schindelin 2003). Axes are turned so
    that the coordinate largest in absolute value is positive.
    """
    groups, distance = _distances(frames, by, scope)
    if len(distance) < MIN_MAPPED:
        return make_result("map", {"group": [], "x": [], "y": [], "explained": []}, groups=groups)
    size = len(distance)
    centre = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-centre @ distance**2 @ centre / 2)
    top = np.argsort(values)[::-1][:2]
    axes = turn_axes(vectors[:, top] * np.sqrt(np.maximum(values[top], 0)))
    whole = values[values > 0].sum()
    explained = values[top].sum() / whole if whole else np.nan
    names = groups.cat.categories.to_numpy()
    columns = {"group": names, "x": axes[:, 0], "y": axes[:, 1], "explained": np.full(size, explained)}
    return make_result("map", columns, groups=groups)


def measure_tree(
    frames: Frames, *, by: str | Mapping[str, str] = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """The dendrogram's joins, one row per join, in SciPy's order; from eight groups on.

    Returns
    -------
    DataFrame
        `left`, `right` (numbers of groups, or of joins counted on from there), `distance`, `n_groups`.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    _, distance = _distances(frames, by, scope)
    joins = (
        linkage(squareform(distance, checks=False), "average")
        if len(distance) >= MIN_MAPPED
        else np.empty((0, 4))
    )
    return make_result("tree", dict(zip(("left", "right", "distance", "n_groups"), joins.T, strict=True)))


def content_words(dtm: Dtm) -> Dtm:
    """Without stop words, names, places, dates and single characters."""
    kept = is_content(dtm.terms)
    return dtm._replace(
        matrix=dtm.matrix[:, np.flatnonzero(kept)], terms=dtm.terms[kept].reset_index(drop=True)
    )


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """Cosine of two count vectors; null where one is empty."""
    size = np.sqrt((a**2).sum() * (b**2).sum())
    return float(a @ b / size) if size else np.nan


def jensen_shannon(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Jensen–Shannon divergence in bits of count vectors (last axis: terms); null where one is empty.

    Examples
    --------
    >>> float(jensen_shannon(np.array([1, 1, 0, 0]), np.array([0, 0, 3, 1])))
    1.0
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p, q = (
            x / x.sum(axis=-1, keepdims=True)
            for x in (np.asarray(a, dtype=float), np.asarray(b, dtype=float))
        )
    return _divergence_parts(p, q).sum(axis=-1)


def turn_axes(coordinates: np.ndarray) -> np.ndarray:
    """Each column with the sign that makes its largest entry positive: signs of axes mean nothing, but must not change."""
    largest = np.abs(coordinates).round(9).argmax(axis=0)
    signs = np.sign(coordinates[largest, np.arange(coordinates.shape[1])])
    return coordinates * np.where(signs == 0, 1, signs)


def _divergence_parts(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    from scipy.special import rel_entr

    mean = (p + q) / 2
    return (rel_entr(p, mean) + rel_entr(q, mean)) / (2 * np.log(2))


def _with_words(dtm: Dtm) -> Dtm:
    """Without the rows of groups that have no token at all."""
    codes = dtm.rows["group"].cat.codes.to_numpy()
    tokens = np.asarray(dtm.matrix.sum(axis=1)).ravel()
    has_words = np.bincount(codes, tokens, minlength=len(dtm.rows["group"].cat.categories)) > 0
    if has_words.all():
        return dtm
    rows = dtm.rows[has_words[codes]].reset_index(drop=True)
    rows = rows.assign(group=rows["group"].cat.remove_unused_categories())
    return dtm._replace(matrix=dtm.matrix[np.flatnonzero(has_words[codes])], rows=rows)


def _samples(dtm: Dtm, n_draws: int, random_state: int):
    """Length of a sample, and for each group two disjoint series of samples: draws × terms, sparse."""
    codes = dtm.rows["group"].cat.codes.to_numpy()
    han = dtm.rows["n_han"].to_numpy(dtype=float)
    names = dtm.rows["group"].cat.categories
    totals = np.bincount(codes, han, minlength=len(names))
    is_short = totals < SHORT * np.median(totals) if len(totals) else totals > 0
    length = totals[~is_short].min() / 2 if len(totals) else 0
    samples = []
    for group in range(len(totals)):
        generator = np.random.default_rng([random_state, crc32(names[group].encode())])
        members = np.flatnonzero(codes == group)
        pair: tuple[list, list] = ([], [])
        for _ in range(n_draws):
            order = generator.permutation(len(members))
            reached = np.cumsum(han[members[order]])
            middle = 0 if is_short[group] else min(np.searchsorted(reached, length) + 1, len(order) - 1)
            end = np.searchsorted(reached, reached[middle - 1] + length) + 1 if middle else 0
            pair[0].append(order[:middle])
            pair[1].append(order[middle:end])
        own = dtm.matrix[members].astype(float)
        samples.append(tuple(_drawn(series, len(members)) @ own for series in pair))
    return int(length), samples


def _drawn(series: list[np.ndarray], size: int) -> csr_array:
    """Draws × sentences, ones where a sentence was drawn."""
    from scipy.sparse import csr_array

    borders = np.concatenate([[0], np.cumsum([len(drawn) for drawn in series], dtype=np.int64)])
    columns = np.concatenate([*series, np.empty(0, dtype=np.int64)]).astype(np.int64)
    return csr_array((np.ones(len(columns)), columns, borders), shape=(len(series), size))


class _Series(NamedTuple):
    """Samples × terms as shares: their cells that are not nought, row after row."""

    row: np.ndarray
    cell: np.ndarray  # place in the table laid out row after row
    share: np.ndarray
    shape: tuple[int, int]

    @classmethod
    def of(cls, counts: csr_array) -> _Series:
        """The shares of samples × terms of counts."""
        coo = counts.tocoo()
        row, term = coo.coords
        total = np.asarray(counts.sum(axis=1), dtype=float).ravel()
        return cls(row, row.astype(np.int64) * counts.shape[1] + term, coo.data / total[row], counts.shape)

    def is_empty(self) -> np.ndarray:
        """Which samples hold nothing."""
        return np.bincount(self.row, minlength=self.shape[0]) == 0

    def dense(self) -> np.ndarray:
        """All cells, one row after the other; null throughout a sample that holds nothing."""
        cells = np.zeros(self.shape)
        cells[self.is_empty()] = np.nan
        cells.ravel()[self.cell] = self.share
        return cells.ravel()


def _sampled_jsd(one: np.ndarray, other: _Series) -> np.ndarray:
    """Divergence in bits row by row, in time linear in the terms of the second.

    A term that only one side has adds half its whole share, so it is 1 + ½Σ(p·log₂(p/(p + q)) + q·log₂(q/(p + q))) over the
    terms that both have.
    """
    p = one[other.cell]
    both = np.flatnonzero(p != 0)
    p, q = p[both], other.share[both]
    parts = (p * np.log2(p / (p + q)) + q * np.log2(q / (p + q))) / 2
    found = 1 + np.bincount(other.row[both], parts, minlength=other.shape[0]).astype(float)
    found[other.is_empty()] = np.nan
    return found


def _distances(frames: Frames, by, scope: str):
    """Groups that have content words, and the square roots of their divergences."""
    dtm = _with_words(content_words(cast_dtm(frames, unit="group", by=by, scope=scope)))
    counts = dtm.matrix.toarray()
    groups = dtm.rows["group"]
    square = np.array([jensen_shannon(row, counts) for row in counts]).reshape(len(counts), len(counts))
    np.fill_diagonal(square, 0)
    return groups, np.sqrt(np.maximum((square + square.T) / 2, 0))
