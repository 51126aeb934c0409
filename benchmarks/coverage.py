"""How often the intervals of rates cover, for a named generator, and how often "too few" is said.

Generator: log-normal sentence lengths (mean 40 Han characters, sigma 0.7, at least 4), hits Poisson with a gamma factor of
its own for each sentence (shape 0.5: strongly clumped; 1; 3: nearly Poisson).
"""

from __future__ import annotations

from itertools import product

import numpy as np

from analysis.measures.uncertainty import Sums, ratio_intervals

RATES, SENTENCES, SHAPES = (1, 5, 20), (20, 50, 200), (0.5, 1.0, 3.0)
N = 10_000


def draw(
    sentences: int, rate: float, shape: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Lengths and hits of the sentences (rows) of many texts (columns)."""
    han = np.maximum(np.round(rng.lognormal(np.log(40) - 0.7**2 / 2, 0.7, (sentences, N))), 4)
    return han, rng.poisson(rate / 1000 * han * rng.gamma(shape, 1 / shape, han.shape))


def cover(sentences: int, rate: float, shape: float) -> tuple[float, float]:
    """Share of texts with an interval, and share of these that contains the rate."""
    han, hits = draw(sentences, rate, shape, np.random.default_rng([sentences, rate, int(10 * shape)]))
    sums = (hits.sum(0), han.sum(0), (hits**2).sum(0), (hits * han).sum(0), (han**2).sum(0))
    found = ratio_intervals(Sums(*(x[None] for x in sums), np.array(sentences), (hits > 0).sum(0)[None]))
    drawn = found.method[0] != "too few"
    covered = (found.low[0] <= rate) & (rate <= found.high[0])
    return float(drawn.mean()), float(covered[drawn].mean())


def table() -> str:
    """Markdown."""
    lines = ["| shape | sentences | rate | drawn | covered |", "|---|---|---|---|---|"]
    for shape, sentences, rate in product(SHAPES, SENTENCES, RATES):
        drawn, covered = cover(sentences, rate, shape)
        lines.append(f"| {shape} | {sentences} | {rate} | {drawn:.2f} | {covered:.3f} |")
    return "\n".join(lines)
