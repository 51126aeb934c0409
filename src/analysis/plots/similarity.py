"""How alike groups are, and which terms make the difference, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.plots.heat import draw_heat, keep_narrow
from analysis.plots.layout import (
    CROWD,
    add_note,
    draw_no_pair,
    draw_nothing,
    is_narrow,
    note_cap,
    place_labels,
    row_height,
)
from analysis.plots.style import GREY, SMALL, Look, default_look, new_figure, set_heads, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_WITH_NUMBERS = 8  # groups whose cells have room for two numbers
MOST_WITH_HEADS = 31  # groups whose names find room above their columns
NOTABLE = 0.05  # bits of divergence: where none is larger, no cell is dark
MOST_BELOW = 40  # groups up to which a tree finds room below its map
NEEDED = 8  # groups below which a map or a tree looks like more than it is


def plot_similarity(table, look: Look | None = None) -> Figure:
    """A heatmap of Jensen–Shannon divergence beyond what two parts of one text differ by.

    A cell says the excess over that baseline at equal length and, below it, the cosine of all content words.

    Parameters
    ----------
    table
        From :func:`analysis.measures.similarity.measure_similarity`: one row a pair.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_no_pair(look, "有文字可统计的不足两组", "fewer than two groups have words in scope")
    both = table.assign(a=table["group"].astype("str"), b=table["other"].astype("str"))
    groups = [group for group in look.groups if group in {*both["a"], *both["b"]}]
    excess, cosine = (_square(both, groups, column) for column in ("excess", "cosine"))
    few = len(groups) <= (4 if is_narrow() else MOST_WITH_NUMBERS)
    row = 0.36 if few else row_height(len(groups), most=0.28)
    figure, axes = new_figure(height=0.8 + row * len(groups))
    texts = [
        [f"{'–' if np.isnan(a) else format(a, '+.3f')}\n{b:.2f}" for a, b in zip(*pair, strict=True)]
        for pair in zip(excess, cosine, strict=True)
    ]
    image = draw_heat(
        axes, excess, texts if few else None, least=float(np.nanmin(excess, initial=0.0)), most=NOTABLE
    )
    if len(groups) <= MOST_WITH_HEADS:
        set_heads(axes, [look.name(group, gap="\n") for group in groups], columns=78)
    else:
        axes.set_xticks([])
        add_note(figure, "列序同行序", "columns in the order of rows")
    if silent := int(np.isnan(excess).all(axis=1).sum()):
        words = f"{silent} group" if silent == 1 else f"{silent} groups"
        add_note(figure, f"空白：{silent} 组太短，无从抽样", f"blank: {words} too short to be sampled")
    keep_narrow(axes, len(groups))
    axes.set_yticks(range(len(groups)), [look.name(g) for g in groups], fontsize=None if few else SMALL)
    if few:
        add_note(
            figure,
            "上：超出文内差异的散度（JSD）；下：余弦",
            "above: divergence (JSD) beyond that within a text; below: cosine",
        )
        return figure
    add_note(figure, "散度（JSD）；余弦见 CSV", "divergence (JSD); cosine in the CSV")
    bar = figure.colorbar(image, ax=axes, shrink=0.7, pad=0.02)
    bar.set_label(wrap(look.say("超出文内差异的差异"), 24), fontsize=SMALL)
    bar.outline.set_visible(False)
    return figure


def _square(table, groups: list[str], column: str) -> np.ndarray:
    place = {group: number for number, group in enumerate(groups)}
    square = np.full((len(groups), len(groups)), np.nan)
    at = [place[group] for group in table["a"]], [place[group] for group in table["b"]]
    square[at] = square[at[::-1]] = table[column]
    return square


def plot_shift(table, look: Look | None = None, *, n: int = 24) -> Figure:
    """The terms that set two groups apart most: to the right those the target uses more, to the left the reference.

    Parameters
    ----------
    table
        From :func:`analysis.measures.similarity.measure_contributions`: one row a term of one pair.
    look
        Groups and words; by default those of the table.
    n
        Terms drawn.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    top = table.reindex(table["contribution"].abs().sort_values(ascending=False, kind="stable").index).head(n)
    target, reference = str(top["group"].iloc[0]), str(top["reference"].iloc[0])
    figure, axes = new_figure(height=0.9 + 0.17 * len(top))
    colors = [look.ink(target) if value > 0 else look.color(reference) for value in top["contribution"]]
    places = range(len(top))
    axes.barh(places, top["contribution"], color=colors, height=0.74)
    columns = 14 if is_narrow() else 44
    for place, row in zip(places, top.itertuples(), strict=True):
        right = row.contribution > 0
        words = f" {look.fit(row.term, columns)} ({row.n_token:.0f}:{row.n_reference:.0f}) "
        axes.text(0, place, words, ha="right" if right else "left", va="center", fontsize=SMALL, color=GREY)
    axes.axvline(0, color=GREY, linewidth=0.6)
    axes.set_yticks([])
    axes.set_ylim(len(top) - 0.5, -1.6)
    limit = 1.1 * top["contribution"].abs().max()
    axes.set_xlim(-limit, limit)
    axes.text(limit, -1.1, look.name(target), ha="right", color=look.ink(target))
    axes.text(-limit, -1.1, look.name(reference), ha="left", color=look.ink(reference))
    axes.xaxis.get_major_locator().set_params(nbins=4 if is_narrow() else 8)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.4f}".rstrip("0").rstrip("."))
    axes.set_xlabel(wrap(look.say("对差异的贡献"), 40))
    axes.spines["left"].set_visible(False)
    note_cap(figure, len(top), len(table), ("个词", "terms"))
    return figure


def plot_map(table, tree, look: Look | None = None) -> Figure:
    """Groups as a map whose distances are those of their vocabularies, beside the tree that joins the nearest first.

    Parameters
    ----------
    table
        From :func:`analysis.measures.similarity.measure_map`.
    tree
        From :func:`analysis.measures.similarity.measure_tree`: joins of the same groups.
    look
        Groups and words; by default those of the table.

    Raises
    ------
    ValueError
        With fewer than eight groups.
    """
    look = look or default_look(table)
    groups = [str(group) for group in table["group"]]
    if len(groups) < NEEDED:
        raise ValueError(f"a map needs {NEEDED} groups: of fewer, plot_similarity shows as much")
    is_crowded = len(groups) > CROWD
    figure, tree_axes, axes = _map_axes(len(groups))
    order = _draw_tree(tree_axes, tree, groups, look)
    for row in table.itertuples():
        group = str(row.group)
        axes.scatter(row.x, row.y, s=26, color=look.color(group), marker=look.marker(group), zorder=3)
    axes.margins(0.12)
    # Beside a long tree the map stays as tall as its points ask for.
    axes.set_aspect("equal", adjustable="box", anchor="N")
    axes.set_xlabel(f"{look.say('维度')} 1")
    axes.set_ylabel(f"{look.say('维度')} 2")
    names = [(look.chinese if is_crowded else look).name(group) for group in groups]
    if len(groups) > MOST_BELOW:  # so many names would hide one another
        names = [str(order.index(leaf) + 1) for leaf in range(len(groups))]
        add_note(figure, "数字为树图中的序号", "numbers: rows of the tree")
    placed = place_labels(axes, list(zip(table["x"], table["y"], strict=True)), names, [GREY] * len(names))
    share = float(table["explained"].iloc[0])
    add_note(
        figure, f"两维表示距离平方的 {share:.0%}", f"two dimensions show {share:.0%} of the squared distances"
    )
    if placed < len(names):
        left = len(names) - placed
        points = "point" if left == 1 else "points"
        add_note(figure, f"{left} 个点无处标名", f"{left} {points} without room for a name")
    return figure


def _map_axes(n: int) -> tuple[Figure, Any, Any]:
    """The figure, the axes of the tree and those of the map: side by side, or the map above where it is crowded."""
    is_long = n > MOST_BELOW  # both below one another would be more than a page
    height = 1.0 + max(2.8, row_height(n, most=0.15 if n > CROWD else 0.2) * n)
    if not is_narrow() and (n <= CROWD or is_long):
        figure, (tree, axes) = new_figure(1, 2, height=height, width_ratios=(1, 2 if is_long else 1.25))
        return figure, tree, axes
    square = 3.0 if is_narrow() else 5.0
    figure, (axes, tree) = new_figure(2, 1, height=height + square, height_ratios=(square, height))
    return figure, tree, axes


def _draw_tree(axes, tree, groups: list[str], look: Look) -> list[int]:
    """Joins as brackets, the nearest first; leaves in an order in which no two brackets cross, which is given back."""
    joins = [(int(row.left), int(row.right), float(row.distance)) for row in tree.itertuples()]
    leaves, open_nodes = [], [len(groups) + len(joins) - 1]
    while open_nodes:
        node = open_nodes.pop()
        if node < len(groups):
            leaves.append(node)
        else:
            open_nodes += joins[node - len(groups)][:2]
    place = {leaf: float(row) for row, leaf in enumerate(leaves)}
    height = dict.fromkeys(leaves, 0.0)
    for number, (left, right, distance) in enumerate(joins):
        axes.vlines(distance, *sorted((place[left], place[right])), color=GREY, linewidth=0.8)
        for child in (left, right):
            axes.hlines(place[child], height[child], distance, color=GREY, linewidth=0.8)
        node = len(groups) + number
        place[node], height[node] = (place[left] + place[right]) / 2, distance
    names = [look.name(groups[leaf]) for leaf in leaves]
    if len(names) > MOST_BELOW:  # the map has numbers instead of names
        names = [f"{name}  {number}" for number, name in enumerate(names, 1)]
    axes.set_yticks(range(len(leaves)), names, fontsize=SMALL)
    axes.set_ylim(len(leaves) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(wrap(look.say("词汇距离"), 34))
    return leaves
