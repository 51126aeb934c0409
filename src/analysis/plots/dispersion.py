"""Where terms stand, drawn: the x-ray of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import (
    PAIRED,
    TALLEST,
    add_note,
    draw_nothing,
    is_narrow,
    label_lowest,
    make_panels,
    row_height,
)
from analysis.plots.style import LIGHT, SMALL, Look, default_look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_TEXTS = 60
HEAD = 0.42  # inches a panel takes beside its rows


def plot_positions(table, look: Look | None = None) -> Figure:
    """One panel a term, one row a text from its first to its last character, a line where the term stands.

    Behind a row stands how often. Terms that no longer fit the page are left out and said to be.

    Parameters
    ----------
    table
        From :func:`analysis.measures.dispersion.measure_positions`; the terms in the order to be drawn.
    look
        Documents and words.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    terms = list(dict.fromkeys(table["term"].astype("str")))
    documents = look.present(table, "doc_id") if not look.documents else list(look.documents)[:MOST_TEXTS]
    row = row_height(len(documents), most=0.19)
    columns = 1 if is_narrow() else 2
    fit = min(PAIRED, columns * max(1, int(TALLEST / (HEAD + row * len(documents)))))
    figure, panels = make_panels(terms[:fit], height=HEAD + row * len(documents))
    for number, (term, panel) in enumerate(panels.items()):
        own = table[table["term"].astype("str") == term]
        named = not number % columns
        _draw_panel(panel, own, documents, look, named=named)
        panel.set_title(f"{look.fit(term, 40)} ({len(own)})", fontsize=8.5)
    label_lowest(panels, look.say("文中位置"))
    if len(terms) > fit:
        add_note(figure, f"图示 {fit} / {len(terms)} 个词", f"{fit} of {len(terms)} terms drawn")
    return figure


def _draw_panel(panel, own, documents: list[str], look: Look, *, named: bool) -> None:
    for place, doc_id in enumerate(documents):
        at = own.loc[own["doc_id"] == doc_id, "position"]
        panel.axhline(place, color=LIGHT, linewidth=0.5, zorder=1)
        panel.vlines(at, place - 0.36, place + 0.36, color=look.color(doc_id), linewidth=1.0, zorder=2)
        panel.text(1.015, place, str(len(at)), va="center", fontsize=SMALL, color="#5F5F5F")
    panel.set_yticks(
        range(len(documents)), [look.name(d) for d in documents] if named else [], fontsize=SMALL
    )
    panel.set_ylim(len(documents) - 0.4, -0.6)
    panel.set_xlim(0, 1)
    panel.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
