"""Heatmaps: cells in one hue whose lightness orders them, with their numbers where these have room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.plots.style import GREY, LIGHT, SMALL, text_on

MOST_ACROSS = 10  # groups side by side; with more, they become the rows
LEAST_ACROSS = 4  # columns a heatmap has room for at least: one or two would be bars across the page
MAP = "Blues"


def heat_texts(share, counts, *, dense: bool) -> list[list[str]]:
    """What cells say: percent, the count behind it where there is room, a point for nothing.

    Parameters
    ----------
    share, counts
        Frames of the same shape.
    dense
        Cells have room for one number.
    """
    return [
        [
            percent(value, n) if dense or not n else f"{percent(value, n)}  {int(n)}"
            for value, n in zip(*pair, strict=True)
        ]
        for pair in zip(share.to_numpy(float), counts.to_numpy(), strict=True)
    ]


def percent(share: float, n: int) -> str:
    """A share in percent, where something was found never as nothing.

    Examples
    --------
    >>> percent(0.004, 2), percent(0.0, 0), percent(0.126, 11)
    ('<1%', '·', '13%')
    """
    return "·" if not n else "<1%" if round(100 * share) < 1 else f"{share:.0%}"


def keep_narrow(axes: Any, columns: int) -> None:
    """Leave room at the right of a heatmap of few columns, so that its cells do not run across the page."""
    axes.set_xlim(-0.5, max(columns, LEAST_ACROSS) - 0.5)


def draw_heat(
    axes: Any,
    values,
    texts: Sequence[Sequence[str]] | None = None,
    hatched=None,
    *,
    least: float = 0.0,
    most: float = 0.0,
    plain=None,
) -> Any:
    """An image of the values, with texts on it; hatched where nothing was observed, which is not nothing.

    Parameters
    ----------
    values
        Rows × columns; null cells stay white.
    texts
        Of the same shape, or none.
    hatched
        Of the same shape, true or false, or none.
    least
        The value that is white.
    most
        The darkest colour stands for this value or more: without it, little differences look large where all
        values are small.
    plain
        Of the same shape, true where a cell has words but no colour: what would outshine all others.
    """
    from matplotlib.patches import Rectangle

    values = np.asarray(values, dtype=float)
    plain = np.zeros(values.shape, dtype=bool) if plain is None else np.asarray(plain, dtype=bool)
    known, values = ~np.isnan(values), np.where(plain, np.nan, values)
    top = np.nanmax(values) if values.size and not np.isnan(values).all() else 1.0
    image = axes.imshow(values, aspect="auto", cmap=MAP, vmin=least, vmax=max(1.15 * top, most, least + 1e-9))
    hatched = np.zeros(values.shape, dtype=bool) if hatched is None else np.asarray(hatched, dtype=bool)
    for row, column in zip(*np.nonzero(hatched), strict=True):
        corner = (column - 0.5, row - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, hatch="////", edgecolor=LIGHT, linewidth=0))
    for (row, column), value in np.ndenumerate(values):
        if texts is None or hatched[row, column] or not known[row, column]:
            continue
        words = texts[row][column]
        on_white = words == "·" or plain[row, column]
        color = GREY if on_white else text_on(image.cmap(image.norm(value)))
        axes.text(column, row, words, ha="center", va="center", color=color, fontsize=SMALL)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return image
