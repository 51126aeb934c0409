"""TF-IDF, drawn: the highest terms of each group, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import add_note, draw_nothing, is_crowded, is_narrow, label_lowest, make_panels
from analysis.plots.style import GREY, SMALL, Look, default_look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN_OF_MANY, SHOWN_OF_CROWD = 5, 4  # with more than six groups, and where panels stand three abreast


def plot_tfidf(table, look: Look | None = None) -> Figure:
    """Bars of the rows given, one panel a group, the highest on top; the count of each term stands at its bar.

    Rows that know the mean of the other groups (`others`, `lead`) are drawn by their lead over it, and a tick marks
    that mean on the bar: of many groups, bars alone would show the same general words in each.

    Parameters
    ----------
    table
        Rows of :func:`analysis.measures.tfidf.measure_tfidf` to be drawn (term, group, n_token, tfidf), as they are or
        from :func:`analysis.measures.selection.contrast_groups`.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    groups = look.present(table)
    most = int(table.groupby("group", observed=True).size().max())
    crowded = is_crowded(groups)
    n = most if len(groups) <= 6 else min(most, SHOWN_OF_CROWD if crowded else SHOWN_OF_MANY)
    figure, panels = make_panels(groups, height=0.28 + 0.145 * n if crowded else 0.4 + 0.16 * n)
    look = look.chinese if crowded else look
    order = "lead" if "lead" in table else "tfidf"
    for group, panel in panels.items():
        part = table[table["group"] == group].sort_values([order, "term"], ascending=[False, True]).head(n)
        _draw_panel(panel, part, look, group)
        panel.set_ylim(n - 0.5, -0.5)
    next(iter(panels.values())).set_xlim(0, 1.12 * table["tfidf"].max())
    label_lowest(panels, "TF-IDF")
    if table.get("others", table["tfidf"] * 0).any():
        add_note(
            figure, "按高出他组均值的多少排序，竖线为他组均值",
            "by how far a bar goes beyond the mean of the other groups, which the tick marks",
        )  # fmt: skip
    return figure


def _draw_panel(panel, part, look: Look, group: str) -> None:
    places = range(len(part))
    columns = 24 if is_narrow() else 30
    panel.barh(places, part["tfidf"], color=look.color(group), height=0.72)
    if "others" in part:
        tops = [place - 0.36 for place in places]
        panel.vlines(part["others"], tops, [top + 0.72 for top in tops], color="black", linewidth=0.9)
    panel.set_yticks(places, [look.fit(term, columns) for term in part["term"]], fontsize=SMALL)
    panel.set_title(look.name(group), color=look.ink(group))
    panel.tick_params(axis="y", length=0)
    for place, value, n in zip(places, part["tfidf"], part["n_token"], strict=True):
        panel.annotate(f" {n}", (value, place), va="center", fontsize=SMALL, color=GREY)
