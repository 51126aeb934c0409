"""The vocabulary in three parts, and set formulas by date, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.shares import plot_bars
from analysis.plots.style import GREY, LIGHT, SMALL, Look, new_figure, set_heads, text_on, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PART_COLORS = {"common": "#0B5FA5", "shared": "#8DB9DF", "local": "#C8501E", "lanes": "#C9C9C9"}


def plot_vocabulary(table, look: Look) -> Figure:
    """One bar a group: share of its tokens whose term all groups use, some use, or it alone uses.

    Parameters
    ----------
    table
        From :func:`analysis.measures.vocabulary.measure_vocabulary_parts`. Names, places and dates are drawn as a
        piece of their own.
    look
        Groups and words.
    """
    parts = table.assign(part=table["part"].astype("str").where(table["lane"] == "word", "lanes"))
    summed = parts.groupby(["group", "part"], observed=True, as_index=False).agg(
        share=("share", "sum"), n_tokens=("n_tokens", "first")
    )
    return plot_bars(summed, look, column="part", colors=PART_COLORS, kind="part", total="n_tokens")


def plot_formulas(table, look: Look) -> Figure:
    """A matrix: set formulas in rows, texts in columns by date; a cell says how often it occurs.

    Parameters
    ----------
    table
        From :func:`analysis.measures.vocabulary.measure_formulas`; formulas that occur nowhere are not drawn. In a
        text that breaks off an empty cell is hatched: not observed.
    look
        Groups (documents) and words.
    """
    used = table[table.groupby("term", observed=True)["n"].transform("sum") > 0]
    terms, texts = list(dict.fromkeys(used["term"])), list(dict.fromkeys(used["doc_id"]))
    dates = used.drop_duplicates("doc_id").set_index("doc_id")["date"]
    cells = used.set_index(["term", "doc_id"])
    figure, axes = new_figure(height=0.9 + 0.2 * len(terms))
    most = used["n"].max()
    for row, term in enumerate(terms):
        for column, doc_id in enumerate(texts):
            _draw_cell(axes, row, column, cells.loc[(term, doc_id)], most)
    set_heads(
        axes, ["\n".join((look.name(doc_id, gap="\n"), str(dates[doc_id]))) for doc_id in texts], columns=72
    )
    axes.set_yticks(range(len(terms)), [wrap(look.say(term), 60) for term in terms], fontsize=SMALL)
    axes.set_xlim(-0.5, len(texts) - 0.5)
    axes.set_ylim(len(terms) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    return figure


def _draw_cell(axes, row: int, column: int, cell, most: int) -> None:
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    corner = (column - 0.47, row - 0.44)
    if cell["n"]:
        color = colormaps["Blues"](0.25 + 0.6 * cell["n"] / most)
        axes.add_patch(Rectangle(corner, 0.94, 0.88, facecolor=color, linewidth=0))
        axes.text(column, row, f"{cell['n']}", ha="center", va="center", fontsize=SMALL, color=text_on(color))
    elif not cell["is_observed"]:
        axes.add_patch(Rectangle(corner, 0.94, 0.88, fill=False, hatch="////", edgecolor=LIGHT, linewidth=0))
    else:
        axes.text(column, row, "·", ha="center", va="center", color=GREY)
