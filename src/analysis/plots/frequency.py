"""Rates with their intervals, drawn: one line a term, one dot a group; a heatmap where there are many groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.heat import draw_heat, keep_narrow
from analysis.plots.layout import add_note, draw_nothing, is_narrow, legend_columns, note_cap, row_height
from analysis.plots.style import COLORS, LIGHT, SMALL, Look, default_look, new_figure, set_heads, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STEP = 0.16  # distance between the groups of a term, in lines
HEAD_DOWN = 48  # half-width columns of an upright head
MOST_LINES = 24  # terms on one page
ONE_BLOCK = 9  # lines up to which one column of them is enough


def plot_rates(table, look: Look | None = None, *, label: str = "term", kind: str = "") -> Figure:
    """A forest: terms (or themes) by their mean rate, rate on x, a dot and its 95 % interval a group.

    Where neither a t nor an exact interval can be trusted the dot is hollow and has no bar. More groups than
    colours give a heatmap, in which such a rate stands in brackets.

    Parameters
    ----------
    table
        One row per term and group: the label column, group, rate, rate_low, rate_high.
    look
        Groups and words; by default those of the table.
    label
        Column that names the lines.
    kind
        What the labels are, where they are ids: `theme`.
    """
    look = look or default_look(table)
    if table["rate"].isna().all():
        return draw_nothing(look)
    mean = table.groupby(label, observed=True)["rate"].mean().sort_values(ascending=False, kind="stable")
    lines = list(mean.index[:MOST_LINES])
    groups = look.present(table)
    words = [look.say(line, kind) for line in lines]
    if len(groups) > len(COLORS):
        words = [look.fit(line, HEAD_DOWN, kind) for line in lines]
        figure = _plot_rate_heat(table, lines, words, look, label=label)
    else:
        figure = _plot_forest(table, lines, words, look, label=label)
        if table.loc[table[label].isin(lines), "rate_low"].isna().any():
            add_note(figure, "空心：样本太少，不给区间", "hollow: too few for an interval")
    note_cap(figure, len(lines), len(mean), ("行", "lines"))
    return figure


def _plot_forest(table, lines: list, words: list[str], look: Look, *, label: str) -> Figure:
    groups = look.present(table)
    blocks = 1 if is_narrow() or len(lines) <= ONE_BLOCK else 2
    rows = -(-len(lines) // blocks)
    step = 0.1 + (0.075 if blocks > 1 else 0.09) * len(groups)
    columns = 20 if is_narrow() else 24 if blocks > 1 else 36
    labels = [wrap(word, columns) for word in words]
    tallest = 0.06 + 0.14 * max(label.count("\n") + 1 for label in labels)
    figure, panels = new_figure(
        1, blocks, height=0.95 + rows * max(step, tallest), squeeze=False, sharex=True
    )
    for block, axes in enumerate(panels.flat):
        own = slice(block * rows, (block + 1) * rows)
        _draw_block(axes, table, lines[own], look, label=label)
        axes.set_yticks(range(len(lines[own])), labels[own])
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xlabel(wrap(look.say("每千汉字次数"), 36))
    panels[0, 0].set_xlim(left=0)
    handles, names = panels[0, 0].get_legend_handles_labels()
    columns = legend_columns(figure, names, most=6)
    figure.legend(handles, names, loc="outside upper left", ncols=columns, fontsize=SMALL)
    return figure


def _draw_block(axes, table, lines: list, look: Look, *, label: str) -> None:
    groups = look.present(table)
    step = min(STEP, 0.8 / len(groups))
    for number, group in enumerate(groups):
        part = table[table["group"] == group].set_index(label).reindex(lines)
        places = [row + (number - (len(groups) - 1) / 2) * step for row in range(len(lines))]
        _draw_group(axes, part, places, look, group)
    for row in range(len(lines) - 1):
        axes.axhline(row + 0.5, color=LIGHT, linewidth=0.4)
    axes.tick_params(axis="y", length=0)


def _draw_group(axes, part, places, look: Look, group: str) -> None:
    color, known = look.color(group), part["rate_low"].notna().to_numpy()
    axes.hlines(
        [place for place, has in zip(places, known, strict=True) if has],
        part["rate_low"][known],
        part["rate_high"][known],
        color=color,
        linewidth=1.1,
        alpha=0.55,
    )
    for subset, face in ((known, color), (~known, "white")):
        axes.scatter(
            part["rate"][subset],
            [place for place, keep in zip(places, subset, strict=True) if keep],
            marker=look.marker(group),
            s=14,
            facecolor=face,
            edgecolor=color,
            linewidth=0.8,
            zorder=3,
            label=look.name(group) if face == color else None,
        )


def _plot_rate_heat(table, lines: list, words: list[str], look: Look, *, label: str) -> Figure:
    counted = table[table["rate"].notna()]
    groups = look.present(counted)
    cells = table[table[label].isin(lines)].assign(bare=table["rate_low"].isna())
    wide = cells.pivot(index="group", columns=label, values="rate").reindex(index=groups, columns=lines)
    bare = cells.pivot(index="group", columns=label, values="bare").reindex(index=groups, columns=lines)
    texts = [
        [_cell(value, is_bare=lone) for value, lone in zip(*pair, strict=True)]
        for pair in zip(wide.to_numpy(float), bare.to_numpy(), strict=True)
    ]
    row = row_height(len(groups), most=0.24)
    figure, axes = new_figure(height=0.75 + row * len(groups))
    draw_heat(axes, wide, texts if len(lines) <= 17 and not is_narrow() else None)
    set_heads(axes, words, columns=len(words))
    keep_narrow(axes, len(words))
    axes.set_yticks(range(len(groups)), [look.name(group) for group in groups], fontsize=SMALL)
    axes.set_xlabel(wrap(look.say("每千汉字次数"), 60))
    add_note(
        figure, "括号：样本太少或太集中，无可信区间；区间见 CSV",
        "in brackets: too few or too clumped for an interval; intervals in the CSV",
    )  # fmt: skip
    if silent := table["group"].nunique() - len(groups):
        add_note(figure, f"另有 {silent} 组没有可计的文字", f"{silent} more without words to count")
    return figure


def _cell(rate: float, *, is_bare: bool) -> str:
    """A rate to a tenth; a point for nothing, as in the other heatmaps."""
    shown = "·" if rate == 0 else f"{rate:.1f}"
    return f"({shown})" if is_bare else shown
