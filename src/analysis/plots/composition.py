"""What texts are made of, and what comes when, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import add_note, draw_nothing, note_cap, row_height
from analysis.plots.palette import Themes
from analysis.plots.shares import plot_bars
from analysis.plots.style import Look, default_look, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Demands in blues, what was achieved green, what is wrong red, what frames the text in greys.
KIND_COLORS = {
    "directives": "#0B5FA5",
    "measures": "#6BA3D6",
    "achievements": "#12815F",
    "problems": "#C8501E",
    "background": "#C9A227",
    "lead": "#8C8C8C",
    "attendance": "#B0B0B0",
    "closing": "#6E6E6E",
    "title": "#4A4A4A",
    "source": "#D2D2D2",
    "other": "#E6E6E6",
}
MOST_COURSES = 60  # rows that still fit a page
MOST_NUMBERED = 60  # demands in a row; with more, a number has no room in any piece
FIELD = 0.75  # share of a figure's width that the axes take, for what fits into a piece


def plot_composition(table, look: Look | None = None) -> Figure:
    """One bar a group, cut by kind of section; shares of Han characters, their number at the right.

    Parameters
    ----------
    table
        From :func:`analysis.measures.composition.measure_composition`: kind, group, n_total, share.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    return plot_bars(table, look, column="kind", colors=KIND_COLORS, kind="kind", axis="占汉字的比重")


def plot_course(table, look: Look | None = None) -> Figure:
    """What comes when: one row a text from its first to its last character; demands in the colour of their theme.

    A tick above the row stands where the speaker changes. Grey is a demand of no theme, pale what makes no demand.

    Parameters
    ----------
    table
        From :func:`analysis.measures.composition.measure_course`.
    look
        Groups (documents) and words; by default those of the table.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    documents = look.present(table, "doc_id")
    shown = documents[:MOST_COURSES]
    demands = table[table["layer"] == "theme"]
    themes = Themes(look, demands["label"])
    row = row_height(len(shown), most=0.36)
    figure, axes = new_figure(height=1)
    _, legend = themes.legend_size(figure.get_figwidth())
    figure.set_figheight(0.85 + legend + row * len(shown))
    for place, doc_id in enumerate(shown):
        own = table[table["doc_id"] == doc_id]
        _draw_course(axes, place, own, themes)
    axes.set_yticks(range(len(shown)), [look.name(doc_id) for doc_id in shown])
    axes.set_ylim(len(shown) - 0.45, -0.62)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_xlabel(look.say("文中位置"))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    if demands.empty:
        add_note(figure, "没有归入主题的部署要求", "no demand with a theme")
    themes.add_legend(figure)
    note_cap(figure, len(shown), len(documents), ("篇", "texts"))
    return figure


def _draw_course(axes, place: int, own, themes: Themes) -> None:
    axes.broken_barh([(0, 1)], (place - 0.3, 0.6), facecolors="#F3F3F3", linewidth=0)
    pieces = own[own["layer"] == "theme"].sort_values(["start", "end"], ascending=[True, False])
    spans = list(
        zip(pieces["position_start"], pieces["position_end"] - pieces["position_start"], strict=True)
    )
    scale = FIELD if len(pieces) < MOST_NUMBERED else 0.0
    themes.draw_pieces(axes, list(pieces["label"]), spans, row=(place - 0.3, 0.6), scale=scale)
    turns = own[own["layer"] == "speaker"].sort_values("start")
    changes = turns.loc[turns["label"] != turns["label"].shift(), "position_start"]
    axes.vlines(changes, place - 0.5, place + 0.3, color="black", linewidth=0.9)
