"""TF-IDF, drawn: the highest terms of each group, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import draw_nothing, is_narrow, label_lowest, make_panels
from analysis.plots.style import GREY, SMALL, Look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN_OF_MANY = 5  # terms a group, with more than six groups


def plot_tfidf(table, look: Look) -> Figure:
    """Bars of the rows given, one panel a group, longest on top; the count of each term stands at its bar.

    Parameters
    ----------
    table
        Rows of :func:`analysis.measures.tfidf.measure_tfidf` to be drawn (term, group, n_token, tfidf).
    look
        Groups and words.
    """
    if table.empty:
        return draw_nothing(look)
    groups = look.present(table)
    most = int(table.groupby("group", observed=True).size().max())
    n = most if len(groups) <= 6 else min(most, SHOWN_OF_MANY)
    figure, panels = make_panels(groups, height=0.4 + 0.16 * n)
    for group, panel in panels.items():
        part = table[table["group"] == group].sort_values(["tfidf", "term"], ascending=[False, True]).head(n)
        _draw_panel(panel, part, look, group)
        panel.set_ylim(n - 0.5, -0.5)
    next(iter(panels.values())).set_xlim(0, 1.12 * table["tfidf"].max())
    label_lowest(panels, "TF-IDF")
    return figure


def _draw_panel(panel, part, look: Look, group: str) -> None:
    places = range(len(part))
    columns = 24 if is_narrow() else 30
    panel.barh(places, part["tfidf"], color=look.color(group), height=0.72)
    panel.set_yticks(places, [look.fit(term, columns) for term in part["term"]], fontsize=SMALL)
    panel.set_title(look.name(group), color=look.ink(group))
    panel.tick_params(axis="y", length=0)
    for place, value, n in zip(places, part["tfidf"], part["n_token"], strict=True):
        panel.annotate(f" {n}", (value, place), va="center", fontsize=SMALL, color=GREY)
