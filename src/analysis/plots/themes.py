"""Shares of demands by theme or by whom they call on, drawn as a matrix over groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.plots.style import GREY, LIGHT, SMALL, Look, new_figure, set_heads, text_on, wrap

NEWLINE = "\n"
MOST_WITH_COUNTS = 8  # columns; with more, a cell has room for its share alone
MOST_WITH_WORDS = 16  # columns; with more, for its colour alone

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_themes(table, look: Look) -> Figure:
    """Themes by group: from :func:`analysis.measures.themes.measure_themes`; see :func:`plot_matrix`."""
    return plot_matrix(table, look, column="theme", first="unthemed")


def plot_actors(table, look: Look) -> Figure:
    """Kinds of bodies by group: from :func:`analysis.measures.priorities.measure_actors`; see :func:`plot_matrix`."""
    return plot_matrix(table.rename(columns={"type": "actor"}), look, column="actor")


def plot_matrix(table, look: Look, *, column: str, first: str = "") -> Figure:
    """A heatmap: kinds in rows, groups in columns; a cell says its share in percent and, behind it, its count.

    Parameters
    ----------
    table
        The column, group, n, share, n_total. Rows are drawn by their mean share.
    look
        Groups and words.
    column
        What the rows are, and the kind of their words.
    first
        A row that stands on top whatever its share, and is never hatched.
    """
    groups = look.present(table)
    share = table.pivot(index=column, columns="group", values="share")[groups]
    counts = table.pivot(index=column, columns="group", values="n")[groups]
    order = share.mean(axis=1).sort_values(ascending=False, kind="stable").index
    order = [name for name in order if name == first] + [name for name in order if name != first]
    figure, axes = new_figure(height=0.9 + 0.235 * len(order))
    values = share.loc[order].to_numpy(dtype=float)
    image = axes.imshow(values, aspect="auto", cmap="Blues", vmin=0, vmax=max(np.nanmax(values), 0.01) * 1.15)
    _write_cells(axes, image, values, counts.loc[order].to_numpy())
    unobserved = (counts.loc[order] == 0) & [group in look.marked for group in groups]
    _hatch(axes, unobserved.drop(index=first, errors="ignore").reindex(order, fill_value=False).to_numpy())
    totals = table.groupby("group", observed=True)["n_total"].first()
    set_heads(axes, [f"{look.name(group, gap=NEWLINE)}\nn = {totals[group]}" for group in groups])
    axes.set_yticks(range(len(order)), [look.say(name, column) for name in order])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
    bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    bar.set_label(wrap(look.say("占部署要求的比重"), 30), fontsize=SMALL)
    bar.outline.set_visible(False)
    return figure


def _hatch(axes, unobserved) -> None:
    """In a text that breaks off, a row without a demand is not observed: hatched, so that it is not read as none."""
    from matplotlib.patches import Rectangle

    for row, column in zip(*np.nonzero(unobserved), strict=True):
        corner = (column - 0.5, row - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, hatch="////", edgecolor=LIGHT, linewidth=0))


def _write_cells(axes, image, values, counts) -> None:
    dense = values.shape[1] > MOST_WITH_COUNTS
    if values.shape[1] > MOST_WITH_WORDS:
        return
    for (row, column), value in np.ndenumerate(values):
        n = int(counts[row, column])
        text, color = (f"{value:.0%}", text_on(image.cmap(image.norm(value)))) if n else ("·", GREY)
        if n and dense:
            axes.text(column, row, text, ha="center", va="center", color=color, fontsize=SMALL)
            continue
        axes.text(column, row, text, ha="right" if n else "center", va="center", color=color)
        if n:
            axes.text(column + 0.08, row, str(n), ha="left", va="center", color=color, fontsize=SMALL)
