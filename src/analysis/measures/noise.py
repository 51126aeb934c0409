"""What chance alone would list: pseudo-places cut from the other texts, and terms planted to see whether they are found."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

N_PSEUDO = 1000  # pseudo-places a target; of 300 the lines still move by a twentieth from one random state to another
# In a large corpus fewer do, and must, since each is a row over all sentences.
MAX_CELLS, MIN_PSEUDO = 5_000_000, 50
N_PLANTED = 1000
# Terms a list has by chance on average; below one, since the level is itself an estimate.
FALSE_TERMS = 0.9
# A term is listed only if it stands in so many sentences of the target: a burst in one or two is one event.
MIN_SENTENCES = 4
PLANTED_HITS, PLANTED_RATIO = 8, 2.0  # a term worth finding: log ratio 2, 8 hits (in 4 sentences)
POWER = 0.8
MOST_HITS = 60
MIN_REST = 3  # a group of which fewer sentences are left is no reference
MAX_SHARE = 0.5  # a pseudo-place takes at most this share of the other texts


class Line(NamedTuple):
    """Levels of |log_odds_z|: one false term a list (`list_line`); the largest of nearly all lists (`noise_line`)."""

    list_line: float
    noise_line: float


def find_lines(dtm, sums, *, alpha: float, n_pseudo: int = N_PSEUDO, random_state: int = 0) -> list[Line]:
    """The noise of each target: statistics of pseudo-places of its length cut from the other groups.

    Parameters
    ----------
    dtm
        Sentences × terms of the tested family.
    sums
        :class:`analysis.measures.keyness.GroupSums` of it.

    Returns
    -------
    list of Line
        One a group; null lines where the other groups are too short to be cut.

    Notes
    -----
    `list_line`: all sentences dealt out at random to groups of the same lengths, so that nothing but chance differs; the
    level at which the target so dealt lists fewer than one term on average (terms in four sentences or more).
    `noise_line`: contiguous stretches of the other texts, beginning at each sentence in turn; the 95th percentile of the
    largest |log_odds_z|, which contains what differs between texts anyway.
    """
    dtm = _in_order(dtm)
    n_pseudo = min(n_pseudo, max(MIN_PSEUDO, MAX_CELLS // max(len(dtm.rows), 1)))
    codes = dtm.rows["group"].cat.codes.to_numpy()
    dealt = _dealt(dtm, n_pseudo, np.random.default_rng(random_state))
    hit = (dtm.matrix > 0).astype(float).tocsr()
    lines = []
    for target in range(len(sums.names)):
        others = np.flatnonzero(codes != target)
        length = min(sums.han[target], MAX_SHARE * dtm.rows["n_han"].to_numpy()[others].sum())
        cuts = _contiguous_cuts(dtm, others, length, n_pseudo)
        stretches = np.where(cuts > 0, target, np.where(codes == target, -1, codes))
        shuffled = _statistics(dtm, dealt, target, alpha)
        shuffled[
            ((dealt == target).astype(float) @ hit) < MIN_SENTENCES
        ] = -np.inf  # not listed whatever its z
        lines.append(Line(_listed_by_chance(shuffled), _largest(_statistics(dtm, stretches, target, alpha))))
    return lines


def _in_order(dtm):
    """Sentences by document and place, whatever the order of the groups: random draws then fall the same way."""
    keys = [name for name in ("sentence_index", "doc_id") if name in dtm.rows]
    order = np.lexsort([dtm.rows[name].to_numpy() for name in keys]) if keys else np.arange(len(dtm.rows))
    return dtm._replace(matrix=dtm.matrix[order], rows=dtm.rows.iloc[order].reset_index(drop=True))


def _listed_by_chance(statistics: np.ndarray) -> float:
    """The level that the statistics of one dealt target exceed :data:`FALSE_TERMS` times on average."""
    values = np.sort(statistics[~np.isnan(statistics)])[::-1]
    place = int(FALSE_TERMS * len(statistics))
    return float(max(values[place], 0)) if len(values) > place else np.nan


def _largest(statistics: np.ndarray) -> float:
    usable = statistics[np.isfinite(statistics).any(axis=1)] if statistics.size else statistics
    return float(np.quantile(np.nanmax(np.abs(usable), axis=1), 0.95)) if usable.size else np.nan


def _dealt(dtm, number: int, generator) -> np.ndarray:
    """All sentences dealt out at random to groups of the old lengths: deals × sentences, the group of each."""
    han = dtm.rows["n_han"].to_numpy(dtype=float)
    codes = dtm.rows["group"].cat.codes.to_numpy()
    names = dtm.rows["group"].cat.categories
    lengths = np.bincount(codes, han, minlength=len(names))
    by_name = np.argsort(names.to_numpy().astype(str))
    labels = np.empty((number, len(han)), dtype=np.int64)
    for row in labels:
        groups = generator.permutation(by_name)
        order = generator.permutation(len(han))
        middle = np.cumsum(han[order]) - han[order] / 2
        place = np.searchsorted(np.cumsum(lengths[groups]), middle, side="right")
        row[order] = groups[np.minimum(place, len(groups) - 1)]
    return labels


def _contiguous_cuts(dtm, others: np.ndarray, length: float, number: int) -> np.ndarray:
    """Pseudo-places × sentences: from evenly spread sentences on, as many as make the length; the end joins the start."""
    han = dtm.rows["n_han"].to_numpy(dtype=float)
    starts = np.unique(
        np.linspace(0, len(others), num=min(number, max(len(others), 1)), endpoint=False).astype(int)
    )
    cuts = np.zeros((len(starts), len(han)))
    for cut, start in zip(cuts, starts, strict=True):
        order = np.roll(others, -start)
        cut[order[: np.searchsorted(np.cumsum(han[order]), length) + 1]] = 1
    return cuts


def _statistics(dtm, labels: np.ndarray, target: int, alpha: float) -> np.ndarray:
    """log_odds_z of the target under each labelling of the sentences (-1: left out): labellings × terms.

    The reference is the equal-weight mean of the other labels that have sentences enough.
    """
    from analysis.measures.keyness import log_odds_z

    tokens = dtm.rows["n_tokens"].to_numpy(dtype=float)
    matrix = dtm.matrix.astype(float).tocsr()
    usable, rates, inverse = (
        np.zeros(len(labels)),
        np.zeros((len(labels), matrix.shape[1])),
        np.zeros(len(labels)),
    )
    for group in set(np.unique(labels).tolist()) - {-1, target}:
        members = (labels == group).astype(float)
        exposure = np.where(members.sum(axis=1) >= MIN_REST, members @ tokens, 0)
        there = exposure > 0
        usable += there
        rates[there] += (members[there] @ matrix) / exposure[there, None]
        inverse[there] += 1 / exposure[there]
    cuts = (labels == target).astype(float)
    n, total = cuts @ matrix, (cuts @ tokens)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        prior = (n / total + rates) / (usable[:, None] + 1)
        mean, effective = rates / usable[:, None], (usable**2 / inverse)[:, None]
        z = log_odds_z(n, total, mean * effective, effective, prior, alpha)
    return np.where(prior > 0, z, np.nan)


def plant_power(
    sums, target: int, others: list[int], *, line: float, alpha: float, hits: int = PLANTED_HITS
) -> float:
    """How often a planted term is found: so many hits in the target, a quarter of its rate in the others.

    Which of the other groups its hits fall into is left to chance; which sentences, log_odds_z does not ask.
    """
    from analysis.measures.keyness import log_odds_z

    if not np.isfinite(line) or not others:
        return np.nan
    generator = np.random.default_rng(0)
    exposure = sums.tokens[others]
    rate = hits / sums.tokens[target] / 2**PLANTED_RATIO
    drawn = generator.multinomial(round(rate * exposure.sum()), exposure / exposure.sum(), size=N_PLANTED)
    rates = drawn / exposure
    effective = len(others) ** 2 / np.sum(1 / exposure)
    prior = (hits / sums.tokens[target] + rates.sum(axis=1)) / (len(others) + 1)
    z = log_odds_z(hits, sums.tokens[target], rates.mean(axis=1) * effective, effective, prior, alpha)
    return float(np.mean(z > line))


def detectable_hits(sums, target: int, others: list[int], *, line: float, alpha: float) -> int | None:
    """Fewest hits in the target with which a term of log ratio 2 is found in eight of ten cases; null beyond sixty."""
    for hits in range(MIN_SENTENCES, MOST_HITS + 1):
        if plant_power(sums, target, others, line=line, alpha=alpha, hits=hits) >= POWER:
            return hits
    return None
