"""What chance alone would list: pseudo-places cut from the other texts, and terms planted to see whether they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

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
LEAST_RATE = 1e-12  # below one hit in any corpus, above the rounding of a difference


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
    labels = _dealt(dtm, n_pseudo, np.random.default_rng(random_state))
    deals = _Deals.of(dtm, labels)
    stretches = _Stretches.of(dtm, sums)
    lines = []
    for target in range(len(sums.names)):
        shuffled = deals.statistics(target, alpha)
        cut = stretches.statistics(target, sums.han[target], alpha, number=n_pseudo)
        lines.append(Line(_listed_by_chance(shuffled), _largest(cut)))
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


class _Rest(NamedTuple):
    """Of the groups that stand for the rest, under each labelling: Σ rates (× terms), Σ 1/tokens, and how many."""

    rates: np.ndarray
    inverse: np.ndarray
    usable: np.ndarray

    def z(self, n: np.ndarray, total: np.ndarray, alpha: float) -> np.ndarray:
        """log_odds_z of the target's hits (labellings × terms) against the equal-weight mean of the rest."""
        from analysis.measures.keyness import log_odds_z

        total, usable = total[:, None], self.usable[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            prior = (n / total + self.rates) / (usable + 1)
            mean, effective = self.rates / usable, usable**2 / self.inverse[:, None]
            z = log_odds_z(n, total, mean * effective, effective, prior, alpha)
        return np.where(prior > 0, z, np.nan)


class _Deals(NamedTuple):
    """Sentences dealt out to groups: the sums over all groups are made once, and each target's own taken out of them."""

    matrix: csr_array
    tokens: np.ndarray
    labels: np.ndarray  # deals × sentences: the group of each
    whole: _Rest

    @classmethod
    def of(cls, dtm, labels: np.ndarray) -> _Deals:
        """The deals of a matrix of sentences, with the sums over all groups."""
        deals = cls(
            dtm.matrix.astype(float).tocsr(),
            dtm.rows["n_tokens"].to_numpy(dtype=float),
            labels,
            _Rest(np.zeros((len(labels), dtm.matrix.shape[1])), np.zeros(len(labels)), np.zeros(len(labels))),
        )
        for group in np.unique(labels).tolist():
            there, rates, inverse = deals._shares(group)
            deals.whole.usable[there] += 1
            deals.whole.rates[there] += rates
            deals.whole.inverse[there] += inverse
        return deals

    def members(self, group: int) -> csr_array:
        """Deals × sentences, ones where a sentence fell to the group."""
        deal, sentence = np.nonzero(self.labels == group)
        return _indicator(deal, sentence, self.labels.shape)

    def _shares(self, group: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Deals in which the group has sentences enough; there its rates, and one over its tokens."""
        members = self.members(group)
        exposure = np.where(np.diff(members.indptr) >= MIN_REST, members @ self.tokens, 0)
        there = exposure > 0
        rates = (members[there] @ self.matrix).toarray() / exposure[there, None]
        return there, rates, 1 / exposure[there]

    def statistics(self, target: int, alpha: float) -> np.ndarray:
        """log_odds_z of the target in each deal; −∞ where it stands in too few sentences to be listed."""
        there, rates, inverse = self._shares(target)
        own = _Rest(*(part.copy() for part in self.whole))
        own.usable[there] -= 1
        own.rates[there] -= rates
        own.inverse[there] -= inverse
        members = self.members(target)
        z = _zeroed(own).z((members @ self.matrix).toarray(), members @ self.tokens, alpha)
        z[(members @ (self.matrix > 0).astype(float)).toarray() < MIN_SENTENCES] = -np.inf
        return z


class _Stretches(NamedTuple):
    """Contiguous stretches cut from the other texts: what a cut takes from each group is subtracted from its sums."""

    matrix: csr_array
    rows: pd.DataFrame
    codes: np.ndarray
    hits: np.ndarray  # groups × terms
    tokens: np.ndarray  # groups
    sentences: np.ndarray  # groups

    @classmethod
    def of(cls, dtm, sums) -> _Stretches:
        """The stretches of a matrix of sentences; `sums` are those of its groups."""
        codes = dtm.rows["group"].cat.codes.to_numpy()
        matrix = dtm.matrix.astype(float).tocsr()
        return cls(matrix, dtm.rows, codes, sums.hits, sums.tokens, sums.sentences)

    def statistics(self, target: int, length: float, alpha: float, *, number: int) -> np.ndarray:
        """log_odds_z of each stretch against what is left of the other groups."""
        others = np.flatnonzero(self.codes != target)
        han = self.rows["n_han"].to_numpy(dtype=float)[others]
        cut, place = _contiguous_cuts(han, min(length, MAX_SHARE * han.sum()), number)
        n_cuts, n_groups = int(cut.max(initial=-1)) + 1, len(self.tokens)
        taken = _indicator(
            cut * n_groups + self.codes[others[place]], others[place], (n_cuts * n_groups, len(self.codes))
        )
        tokens = self.rows["n_tokens"].to_numpy(dtype=float)
        taken_tokens = (taken @ tokens).reshape(n_cuts, n_groups)
        left = self.sentences - np.diff(taken.indptr).reshape(n_cuts, n_groups)
        left[:, target] = 0
        exposure = np.where(left >= MIN_REST, self.tokens - taken_tokens, 0)
        weight = np.divide(1, exposure, out=np.zeros(exposure.shape), where=exposure > 0)
        taken_hits = taken @ self.matrix
        by_cut = np.repeat(np.arange(n_cuts), n_groups), np.arange(n_cuts * n_groups)
        shape = (n_cuts, n_cuts * n_groups)
        lost = _indicator(*by_cut, shape, weight.ravel()) @ taken_hits
        rest = _Rest(weight @ self.hits - lost.toarray(), weight.sum(axis=1), (exposure > 0).sum(axis=1))
        n = (_indicator(*by_cut, shape) @ taken_hits).toarray()
        return _zeroed(rest).z(n, taken_tokens.sum(axis=1), alpha)


def _contiguous_cuts(han: np.ndarray, length: float, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (cut, sentence): from evenly spread sentences on, as many as make the length; the end joins the start."""
    size = len(han)
    starts = np.unique(np.linspace(0, size, num=min(number, max(size, 1)), endpoint=False).astype(int))
    if not size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    reached = np.concatenate([[0], np.cumsum(np.tile(han, 2))])
    ends = np.maximum(np.searchsorted(reached, reached[starts] + length), starts + 1)
    n = np.minimum(ends - starts, size)
    cut = np.repeat(np.arange(len(starts)), n)
    step = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    return cut, (starts[cut] + step) % size


def _indicator(rows: np.ndarray, columns: np.ndarray, shape, values: np.ndarray | None = None) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(rows)) if values is None else values, (rows, columns)), shape=shape)


def _zeroed(rest: _Rest) -> _Rest:
    """With differences of equal sums set to nought: one hit in a text of any length is more."""
    return rest._replace(rates=np.where(rest.rates < LEAST_RATE, 0, rest.rates))


def plant_power(
    sums, target: int, others: list[int], *, line: float, alpha: float, hits: int = PLANTED_HITS
) -> float:
    """How often a planted term is found: so many hits in the target, a quarter of its rate in the others.

    Which of the other groups its hits fall into is left to chance; which sentences, log_odds_z does not ask. Null
    where the target has fewer tokens than hits to plant.
    """
    from analysis.measures.keyness import log_odds_z

    if not np.isfinite(line) or not others or hits > sums.tokens[target]:
        return np.nan
    generator = np.random.default_rng(0)
    exposure = sums.tokens[others]
    rate = hits / sums.tokens[target] / 2**PLANTED_RATIO
    drawn = generator.multinomial(round(rate * exposure.sum()), exposure / exposure.sum(), size=N_PLANTED)
    rates = np.minimum(drawn, exposure) / exposure  # a group holds no more hits than tokens
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
