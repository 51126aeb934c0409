"""What stands beside a term, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import draw_nothing, is_narrow, note_cap
from analysis.plots.style import COLORS, GREY, LIGHT, SMALL, Look, default_look, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_collocation(table, look: Look | None = None, *, n: int = 18) -> Figure:
    """Collocates from the strongest down by log Dice, which does not grow with the corpus; at the right, how often.

    Parameters
    ----------
    table
        From :func:`analysis.measures.collocation.measure_collocation`: rows of one term. Those that avoid the term
        (negative g2) and function words are not drawn.
    look
        Words.
    n
        Collocates drawn.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look, "没有搭配词")
    near = table[(table["g2"] > 0) & ~table["is_stopword"] & (table["collocate"].str.len() > 1)]
    near = near.sort_values(["log_dice", "collocate"], ascending=[False, True])
    top = near.head(n)
    if top.empty:
        return draw_nothing(look, "没有搭配词")
    figure, axes = new_figure(height=1.0 + 0.17 * len(top))
    places = range(len(top))
    low = top["log_dice"].min() - 0.3
    axes.hlines(places, low, top["log_dice"], color=LIGHT, linewidth=1.2)
    axes.scatter(top["log_dice"], places, color=COLORS[0], s=20, zorder=3)
    for place, row in zip(places, top.itertuples(), strict=True):
        axes.annotate(
            f"{row.n} / {row.n_token}", (row.log_dice, place), (6, 0), textcoords="offset points",
            va="center", fontsize=SMALL, color=GREY,
        )  # fmt: skip
    columns = 24 if is_narrow() else 52
    axes.set_yticks(places, [look.fit(term, columns) for term in top["collocate"]], fontsize=SMALL)
    axes.set_ylim(len(top) - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.set_xlim(left=low)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("log Dice")
    axes.set_title(f"{look.say(str(table['term'].iloc[0]))} ({int(table['n_node'].iloc[0])})")
    note_cap(figure, len(top), len(near), ("个搭配词", "collocates"))
    return figure
