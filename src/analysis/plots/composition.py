"""What texts are made of, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.shares import plot_bars
from analysis.plots.style import Look

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


def plot_composition(table, look: Look) -> Figure:
    """One bar a group, cut by kind of section; shares of Han characters, their number at the right.

    Parameters
    ----------
    table
        From :func:`analysis.measures.composition.measure_composition`: kind, group, n_total, share.
    look
        Groups and words.
    """
    return plot_bars(table, look, column="kind", colors=KIND_COLORS, kind="kind")
