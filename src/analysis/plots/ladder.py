"""The priority ladder, drawn: who puts what first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.plots.style import LIGHT, SMALL, TWO_COLUMNS, Look, clip, new_figure, printable, set_heads

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINES = 3  # of a headline: enough to recognise it, and they fit their cell


def plot_ladder(table, look: Look) -> Figure:
    """Columns are lists (place, speaker, list), rows the headlines in their order; a cell is cut by the themes under it.

    Parameters
    ----------
    table
        From :func:`analysis.measures.ladder.measure_ladder`.
    look
        Groups (documents) and words.
    """
    lists = list(dict.fromkeys(zip(table["doc_id"], table["speaker"], table["list_index"], strict=True)))
    rows = int(table["rank"].max())
    colors = theme_colors(table)
    figure, axes = new_figure(width=TWO_COLUMNS, height=2.6 + 0.54 * rows)
    for column, (doc_id, speaker, number) in enumerate(lists):
        part = table[
            (table["doc_id"] == doc_id) & (table["speaker"] == speaker) & (table["list_index"] == number)
        ]
        for rank, cell in part.groupby("rank"):
            _draw_cell(axes, column, int(rank), cell, colors, 92 // len(lists))
    axes.set_xlim(-0.5, len(lists) - 0.5)
    axes.set_ylim(rows + 0.5, 0.5)
    axes.set_yticks(range(1, rows + 1))
    axes.set_ylabel(look.say("次序"))
    heads = ["\n".join((look.name(doc_id, gap="\n"), printable(speaker))) for doc_id, speaker, _ in lists]
    set_heads(axes, heads, columns=100)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    _legend(figure, colors, look)
    return figure


def theme_colors(table) -> dict[str, Any]:
    """A colour a theme, the most frequent themes the strongest."""
    import matplotlib

    themes = list(table.groupby("theme")["n"].sum().sort_values(ascending=False, kind="stable").index)
    palette = [matplotlib.colormaps["tab20"](number) for number in (*range(0, 20, 2), *range(1, 20, 2))]
    return {
        theme: LIGHT if theme == "unthemed" else palette[number % len(palette)]
        for number, theme in enumerate(themes)
    }


def _draw_cell(axes, column: int, rank: int, cell, colors, columns: int) -> None:
    left = column - 0.47
    for theme, share in zip(cell["theme"], cell["share"], strict=True):
        axes.barh(rank + 0.3, share * 0.94, left=left, height=0.22, color=colors[theme], linewidth=0)
        left += share * 0.94
    row = cell.iloc[0]
    words = clip(f"{row['headline']}", columns, LINES)
    axes.text(column - 0.47, rank + 0.16, f"{words} ({row['n_total']})", va="bottom", fontsize=SMALL)


def _legend(figure: Figure, colors, look: Look) -> None:
    from matplotlib.patches import Patch

    entries = [Patch(color=color, label=look.say(theme, "theme")) for theme, color in colors.items()]
    figure.legend(handles=entries, loc="outside upper left", ncols=2, fontsize=SMALL, handlelength=1.2)
