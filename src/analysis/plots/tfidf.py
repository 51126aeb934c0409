"""TF-IDF, drawn: the highest terms of each group, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.style import GREY, SMALL, Look, clip, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_tfidf(table, look: Look) -> Figure:
    """Bars of the rows given, one panel a group, longest on top; the count of each term stands at its bar.

    Parameters
    ----------
    table
        Rows of :func:`analysis.measures.tfidf.measure_tfidf` to be drawn (term, group, n_token, tfidf).
    look
        Groups and words.
    """
    groups = look.present(table)
    most = int(table.groupby("group", observed=True).size().max())
    columns = min(2, len(groups))
    rows = -(-len(groups) // columns)
    figure, axes = new_figure(rows, columns, height=rows * (0.45 + 0.18 * most), squeeze=False, sharex=True)
    for panel, group in zip(axes.flat, groups, strict=False):
        part = table[table["group"] == group].sort_values(["tfidf", "term"], ascending=[False, True])
        _draw_panel(panel, part, look, group)
    for panel in axes.flat[len(groups) :]:
        panel.set_visible(False)
    for panel in axes[-1]:
        panel.set_xlabel("TF-IDF")
    return figure


def _draw_panel(panel, part, look: Look, group: str) -> None:
    places = range(len(part))
    panel.barh(places, part["tfidf"], color=look.color(group), height=0.72)
    panel.set_yticks(places, [clip(look.say(term), 36, 1) for term in part["term"]], fontsize=SMALL)
    panel.invert_yaxis()
    panel.set_title(look.name(group), color=look.color(group))
    panel.tick_params(axis="y", length=0)
    for place, value, n in zip(places, part["tfidf"], part["n_token"], strict=True):
        panel.annotate(f" {n}", (value, place), va="center", fontsize=SMALL, color=GREY)
    panel.margins(x=0.12)
