"""How many terms a keyness list holds by chance alone, and how many planted ones it finds, for a named generator.

Generator: groups of so many sentences (log-normal, median 20 tokens, sigma 0.6, at least 3); 120 terms of Zipfian rates
(exponent 0.7, the first 60 per 1,000 tokens), Poisson with a gamma factor of its own for each sentence (shape 1), the
same in all groups.
Planted: a term with so many hits in four sentences of the target, and a quarter of its rate in the other groups.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse

from analysis.counts import Dtm
from analysis.measures.keyness import ALPHA, LISTED_SENTENCES, GroupSums, log_odds_z, select_family
from analysis.measures.noise import find_lines

# Sentences of each group: as in the project's own texts, and some other corpora.
SHAPES = {
    "5 groups, 20 to 60 sentences": (37, 60, 20, 20, 41),
    "2 groups of 40": (40, 40),
    "12 groups of 40": (40,) * 12,
    "5 groups of 200": (200,) * 5,
}
HITS = (8, 12, 16)
N, N_PSEUDO = 150, 100
RATIO = 4  # log ratio 2


def invent(lengths: tuple[int, ...], rng: np.random.Generator) -> Dtm:
    """Sentences of groups that differ by chance alone."""
    tokens = np.maximum(rng.lognormal(3, 0.6, sum(lengths)).round(), 3)
    rate = 0.06 / np.arange(1, 121) ** 0.7
    hits = rng.poisson(tokens[:, None] * rate * rng.gamma(1, 1, (len(tokens), 120)))
    names = [f"g{i:02d}" for i in range(len(lengths))]
    group = pd.Categorical(np.repeat(names, lengths), names, ordered=True)
    rows = pd.DataFrame({"n_han": 2 * tokens, "n_tokens": tokens, "group": group})
    terms = pd.DataFrame({"term": [f"词{i:03d}" for i in range(120)], "lane": "word", "is_stopword": False})
    return select_family(Dtm(scipy.sparse.csr_array(hits), rows, terms))


def plant(dtm: Dtm, target: int, hits: int, rng: np.random.Generator) -> GroupSums:
    """The sums of one planted term."""
    codes = dtm.rows["group"].cat.codes.to_numpy()
    tokens = dtm.rows["n_tokens"].to_numpy(dtype=float)
    own, rest = np.flatnonzero(codes == target), np.flatnonzero(codes != target)
    elsewhere = round(hits / tokens[own].sum() / RATIO * tokens[rest].sum())
    column = np.zeros(len(codes))
    np.add.at(column, rng.choice(own, 4, replace=False), 1)
    np.add.at(column, rng.choice(np.flatnonzero(column), hits - 4), 1)
    np.add.at(column, rng.choice(rest, elsewhere, p=tokens[rest] / tokens[rest].sum()), 1)
    return GroupSums.of(dtm._replace(matrix=scipy.sparse.csr_array(column[:, None])))


def z_of(sums: GroupSums, target: int) -> np.ndarray:
    """log_odds_z of every term, as measure_keyness has it."""
    others = [g for g in range(len(sums.names)) if g != target]
    prior = (sums.hits / sums.tokens[:, None]).mean(axis=0)
    return log_odds_z(*sums.contrast(target, others, exposure="tokens"), prior)


def try_shape(lengths: tuple[int, ...]) -> tuple[float, float, list[float]]:
    """Terms tested and listed by chance a target, and the share of planted terms found for each number of hits."""
    rng = np.random.default_rng(len(lengths) + sum(lengths))
    tested, listed, found = [], [], []
    for turn in range(N):
        dtm = invent(lengths, rng)
        sums, target = GroupSums.of(dtm), turn % len(lengths)
        line = find_lines(dtm, sums, alpha=ALPHA, n_pseudo=N_PSEUDO, random_state=turn)[target].list_line
        enough = sums.hit_sentences[target] >= LISTED_SENTENCES
        listed.append(((z_of(sums, target) > line) & enough).sum())
        tested.append(len(enough))
        found.append([z_of(plant(dtm, target, hits, rng), target)[0] > line for hits in HITS])
    return float(np.mean(tested)), float(np.mean(listed)), np.mean(found, axis=0).tolist()


def table() -> str:
    """Markdown."""
    heads = " | ".join(f"{hits} hits found" for hits in HITS)
    lines = [
        f"| corpus | terms tested | false terms a list | {heads} |",
        "|---|---|---|" + "---|" * len(HITS),
    ]
    for name, lengths in SHAPES.items():
        tested, listed, found = try_shape(lengths)
        shares = " | ".join(f"{share:.2f}" for share in found)
        lines.append(f"| {name} | {tested:.0f} | {listed:.2f} | {shares} |")
    return "\n".join(lines)
