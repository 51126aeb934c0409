"""Shares of demands by theme or by whom they call on, drawn as a matrix over groups, with their intervals beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.plots.heat import MOST_ACROSS, draw_heat, heat_texts, keep_narrow, percent
from analysis.plots.layout import add_note, draw_nothing, is_narrow, row_height
from analysis.plots.style import (
    LIGHT,
    OTHER,
    SMALL,
    Look,
    default_look,
    new_figure,
    set_heads,
    set_percents,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NEWLINE = "\n"
MOST_WITH_INTERVALS = 6  # groups; with more, a row has no room for a line each
MOST_WITH_COUNTS = 8  # groups; with more, a cell has room for its share alone
HEAD = 12  # half-width columns of a head
HEAD_DOWN = 48  # half-width columns of an upright head
MARK = 5  # points between a matrix and the marks above it


def plot_themes(table, look: Look | None = None) -> Figure:
    """Themes by group: from :func:`analysis.measures.themes.measure_themes`; see :func:`plot_matrix`."""
    look = look or default_look(table)
    return plot_matrix(table, look, column="theme", first="unthemed")


def plot_actors(table, look: Look | None = None) -> Figure:
    """Kinds of bodies by group: from :func:`analysis.measures.priorities.measure_actors`; see :func:`plot_matrix`."""
    look = look or default_look(table)
    return plot_matrix(table.rename(columns={"type": "actor"}), look, column="actor")


def plot_matrix(table, look: Look | None = None, *, column: str, first: str = "") -> Figure:
    """A heatmap of shares with, beside it, their simultaneous intervals; where there are many groups, these are the rows.

    A cell says its share in percent and, behind it, its count.

    Parameters
    ----------
    table
        The column, group, n, share, share_low, share_high, n_total. Kinds are drawn by their mean share.
    look
        Groups and words; by default those of the table.
    column
        What the kinds are, and the kind of their words.
    first
        A kind that stands first whatever its share, in words alone: never hatched, and not coloured, since it would
        outshine all others.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    if first and not table.loc[table[column] != first, "n"].any():
        figure = draw_nothing(look)
        n = int(table["n"].sum())
        add_note(
            figure,
            f"{n} 条部署要求均未归入此主题词表",
            f"none of {n} demands has a theme of this pack: choose another (theme_pack)",
        )
        return figure
    groups = look.present(table)
    wide = {name: table.pivot(index=column, columns="group", values=name)[groups] for name in ("share", "n")}
    order = wide["share"].mean(axis=1).sort_values(ascending=False, kind="stable").index
    order = [name for name in order if name == first] + [name for name in order if name != first]
    share, counts = wide["share"].loc[order], wide["n"].loc[order]
    unobserved = (counts == 0) & [group in look.marked for group in groups]
    unobserved.loc[[name for name in order if name == first]] = False
    plain = np.array([[name == first] * len(groups) for name in order])
    totals = table.groupby("group", observed=True)["n_total"].first()
    kinds = [look.say(name, column) for name in order]
    if len(groups) > MOST_ACROSS:
        kinds = [look.fit(name, HEAD_DOWN, column) for name in order]
        return _plot_groups_down(
            share, unobserved, kinds, [f"{look.name(g)} ({totals[g]})" for g in groups], look, plain=plain
        )
    # A line without a colour of its own could not be told from the next one.
    colored = all(look.color(group) != OTHER for group in groups)
    beside = colored and len(groups) <= MOST_WITH_INTERVALS and not is_narrow()
    dense = is_narrow() or len(groups) > (MOST_WITH_INTERVALS if beside else MOST_WITH_COUNTS)
    figure, axes, forest = _axes(len(order), len(groups), beside)
    draw_heat(axes, share.to_numpy(float), heat_texts(share, counts, dense=dense), unobserved, plain=plain)
    if not dense:
        add_note(figure, "格内右侧为条数", "at the right in a cell: demands")
    heads = [f"{look.name(group, gap=NEWLINE)}\nn = {totals[group]}" for group in groups]
    set_heads(axes, heads, columns=HEAD * len(groups) if beside else 84)
    if not beside:
        keep_narrow(axes, len(groups))
    axes.set_yticks(
        range(len(order)), [wrap(kind, 28 if beside else 22 if is_narrow() else 50) for kind in kinds]
    )
    axes.set_xlabel(wrap(look.say("占部署要求的比重"), min(40, HEAD * len(groups)) if beside else 40))
    silent = len(look.groups) - len(groups) if set(groups) <= set(look.groups) else 0
    if silent:
        add_note(figure, f"另有 {silent} 组没有部署要求", f"{silent} more without a demand")
    if forest is not None:
        _mark_heads(axes, groups, look)
        _draw_intervals(forest, table, order, groups, look=look, column=column)
        forest.set_xlabel(wrap(look.say("比重及区间"), 20))
    return figure


def _axes(rows: int, columns: int, beside: bool) -> tuple[Figure, Any, Any]:
    """The heatmap's axes and, where intervals are drawn, theirs."""
    if not beside:
        return *new_figure(height=0.95 + 0.235 * rows), None
    height = 0.95 + rows * max(0.3, 0.07 + 0.055 * columns)
    figure, (axes, forest) = new_figure(
        1, 2, height=height, width_ratios=(HEAD * columns, max(26, 92 - HEAD * columns))
    )
    return figure, axes, forest


def _plot_groups_down(share, unobserved, kinds: list[str], names: list[str], look: Look, *, plain) -> Figure:
    row = row_height(len(names), most=0.24)
    figure, axes = new_figure(height=0.75 + row * len(names))
    values = share.to_numpy(float).T
    draw_heat(
        axes,
        values,
        [[percent(v, v) for v in line] for line in values],
        unobserved.to_numpy().T,
        plain=plain.T,
    )
    set_heads(axes, kinds, columns=len(kinds))
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    axes.set_xlabel(look.say("占部署要求的比重"))
    add_note(axes.figure, "括号内为部署要求数；区间见 CSV", "in brackets: demands; intervals in the CSV")
    return figure


def _mark_heads(axes, groups: list[str], look: Look) -> None:
    """Between a column and its head, the mark that the group has in the intervals beside."""
    from matplotlib.transforms import ScaledTranslation

    above = axes.get_xaxis_transform() + ScaledTranslation(0, MARK / 72, axes.figure.dpi_scale_trans)
    for place, group in enumerate(groups):
        axes.scatter(
            place, 1, color=look.color(group), marker=look.marker(group), s=16, linewidth=0, transform=above,
            clip_on=False,
        )  # fmt: skip
    axes.tick_params(axis="x", pad=2 * MARK)


def _draw_intervals(axes, table, order: list, groups: list[str], *, look: Look, column: str) -> None:
    step = 0.8 / len(groups)
    for number, group in enumerate(groups):
        part = table[table["group"] == group].set_index(column).reindex(order)
        places = [row + (number - (len(groups) - 1) / 2) * step for row in range(len(order))]
        color = look.color(group)
        axes.hlines(places, part["share_low"], part["share_high"], color=color, linewidth=0.9, alpha=0.6)
        unseen = group in look.marked
        drawn = part["n"].to_numpy() > 0 if unseen else slice(None)
        axes.scatter(
            part["share"].to_numpy()[drawn],
            [place for place, n in zip(places, part["n"], strict=True) if n > 0 or not unseen],
            color=color, marker=look.marker(group), s=9, linewidth=0, zorder=3,
        )  # fmt: skip
    for row in range(len(order) - 1):
        axes.axhline(row + 0.5, color=LIGHT, linewidth=0.3)
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlim(left=0)
    set_percents(axes)
    axes.spines["left"].set_color(LIGHT)
