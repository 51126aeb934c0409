"""Correspondence analysis: which themes go with which groups, in two dimensions, and how much of it these show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames
from analysis.measures.results import make_result
from analysis.measures.similarity import turn_axes
from analysis.measures.themes import UNTHEMED, measure_theme_rates, measure_themes

if TYPE_CHECKING:
    import pandas as pd

MIN_COUNT = 5  # rarer themes are pooled: they lie far out and pull the axes
POOLED = "rare themes"
NO_INERTIA = 1e-12  # below it groups differ by rounding alone, and axes would be drawn through that


def measure_correspondence(
    frames: Frames,
    *,
    unit: str = "directives",
    min_count: int = MIN_COUNT,
    **options,
) -> pd.DataFrame:
    """Themes and groups in the plane of correspondence analysis, one row per point.

    Parameters
    ----------
    unit
        `directives` (leaves by theme) or `mentions` (matches of the theme lexicon).
    min_count
        Themes with fewer units in all groups are pooled into one.
    **options
        `by`, `scope`, `pack` of :func:`analysis.measures.themes.measure_themes`.

    Returns
    -------
    DataFrame
        `label`, `side` (`theme` or `group`), `n`, `x`, `y` (principal coordinates), `inertia_x`, `inertia_y` (shares
        of the total inertia), `inertia` (total); no row where there are fewer than three groups or themes, and
        all points at the centre where all groups have the same shares.

    Notes
    -----
    Singular value decomposition of standardised residuals (Greenacre 2017). The sign of an axis means nothing; it is
    turned so that the theme farthest out is positive.
    """
    import pandas as pd

    measure = measure_theme_rates if unit == "mentions" else partial(measure_themes, unit=unit)
    table = measure(frames, **options)
    wide = table[table["theme"] != UNTHEMED].pivot(index="theme", columns="group", values="n")
    wide = wide.loc[wide.sum(axis=1) > 0, wide.sum(axis=0) > 0]
    rare = wide.sum(axis=1) < min_count
    if rare.sum() > 1:
        pooled = wide[rare].sum().to_frame(POOLED).T
        wide = wide[~rare]
        wide.index = wide.index.astype("str")
        wide = pd.concat([wide, pooled])
    return _points(wide)


def _points(wide: pd.DataFrame) -> pd.DataFrame:
    names = ("label", "side", "n", "x", "y", "inertia_x", "inertia_y", "inertia")
    if min(wide.shape) < 3:
        return make_result("correspondence", {name: [] for name in names})
    rows, columns, values = correspondence(wide.to_numpy(dtype=float))
    inertia = (values**2).sum()
    if inertia < NO_INERTIA:
        rows, columns, values, inertia = 0 * rows, 0 * columns, 0 * values, 0.0
    share = values[:2] ** 2 / (inertia or 1.0)
    size = sum(wide.shape)
    return make_result(
        "correspondence",
        {
            "label": [*map(str, wide.index), *map(str, wide.columns)],
            "side": ["theme"] * wide.shape[0] + ["group"] * wide.shape[1],
            "n": [*wide.sum(axis=1), *wide.sum(axis=0)],
            "x": [*rows[:, 0], *columns[:, 0]],
            "y": [*rows[:, 1], *columns[:, 1]],
            "inertia_x": [share[0]] * size,
            "inertia_y": [share[1]] * size,
            "inertia": [inertia] * size,
        },
    )


def correspondence(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Principal coordinates of rows and columns, and the singular values, of a table of counts without empty margins."""
    share = table / table.sum()
    row, column = share.sum(axis=1), share.sum(axis=0)
    residuals = (share - np.outer(row, column)) / np.sqrt(np.outer(row, column))
    left, values, right = np.linalg.svd(residuals, full_matrices=False)
    rows = left * values / np.sqrt(row)[:, None]
    signs = np.sign((turn_axes(rows) * rows).sum(axis=0))
    signs[signs == 0] = 1
    return rows * signs, (right.T * values / np.sqrt(column)[:, None]) * signs, values
