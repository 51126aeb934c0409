"""How varied the vocabulary is, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import draw_nothing, row_height
from analysis.plots.style import LIGHT, SMALL, Look, default_look, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_diversity(table, look: Look | None = None) -> Figure:
    """One panel a window, one dot a group; a group shorter than the window has none, and a window longer than all no panel.

    Parameters
    ----------
    table
        From :func:`analysis.measures.diversity.measure_diversity`: group, window, mattr.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    table = table[table["window"].isin(table.loc[table["mattr"].notna(), "window"])]
    if table.empty:
        return draw_nothing(look)
    groups, windows = look.present(table), sorted(set(table["window"]))
    row = row_height(len(groups), most=0.24)
    figure, panels = new_figure(1, len(windows), height=0.95 + row * len(groups), squeeze=False, sharey=True)
    for panel, window in zip(panels[0], windows, strict=True):
        values = table[table["window"] == window].set_index("group")["mattr"].reindex(groups)
        for place, group in enumerate(groups):
            panel.axhline(place, color=LIGHT, linewidth=0.5, zorder=1)
            panel.scatter(
                values[group], place, color=look.color(group), marker=look.marker(group), s=20, zorder=3
            )
        panel.set_title(f"{window} {look.say('词一窗')}", fontsize=8)
        panel.set_xlabel("MATTR")
        panel.margins(x=0.15)
        panel.xaxis.get_major_locator().set_params(nbins=3)
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
    size = SMALL if len(groups) > 20 else 8
    panels[0, 0].set_yticks(range(len(groups)), [look.name(group) for group in groups], fontsize=size)
    panels[0, 0].set_ylim(len(groups) - 0.5, -0.5)
    return figure
