"""Which themes go with which groups, drawn: the biplot of correspondence analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import CROWD, add_note, draw_nothing, is_narrow, place_labels
from analysis.plots.style import GREY, LIGHT, OTHER, Look, clip, default_look, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POOLED = "rare themes"


def plot_correspondence(table, look: Look | None = None) -> Figure:
    """Groups as their marks, themes as crosses with grey names; the axes say how much of the inertia they show.

    Near the centre lies what is average, not what is alike. Distances are read within groups and within themes;
    between a theme and a group only the direction counts.

    Parameters
    ----------
    table
        From :func:`analysis.measures.correspondence.measure_correspondence`.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look, "不足三组，无可分析")
    is_crowded = len(table) > CROWD
    figure, axes = new_figure(height=3.4 if is_narrow() else 6.6 if is_crowded else 5.0)
    axes.axhline(0, color=LIGHT, linewidth=0.6, zorder=0)
    axes.axvline(0, color=LIGHT, linewidth=0.6, zorder=0)
    groups, themes = table[table["side"] == "group"], table[table["side"] == "theme"]
    axes.scatter(themes["x"], themes["y"], marker="+", s=26, color=GREY, linewidth=0.9)
    for row in groups.itertuples():
        axes.scatter(row.x, row.y, s=34, color=look.color(row.label), marker=look.marker(row.label), zorder=3)
    axes.margins(0.14)
    for axis, name in ((axes.xaxis, "x"), (axes.yaxis, "y")):
        share = table[f"inertia_{name}"].iloc[0] if len(table) else 0.0
        axis.set_label_text(f"{look.say('维度')} {1 if name == 'x' else 2} ({share:.0%})")
    _write_names(figure, axes, groups, themes, look.chinese if is_crowded else look)
    total = table["inertia"].iloc[0] if len(table) else 0.0
    add_note(figure, f"总惯量 {total:.3f}", f"total inertia {total:.3f}")
    return figure


def _write_names(figure, axes, groups, themes, look: Look) -> None:
    both = [*groups.itertuples(), *themes.itertuples()]
    columns = 16 if is_narrow() else 26
    names = [look.name(str(row.label)) for row in groups.itertuples()]
    names += [clip(_theme(str(row.label), look), columns, 3) for row in themes.itertuples()]
    colors = [_dark(look, str(row.label)) for row in groups.itertuples()] + [GREY] * len(themes)
    placed = place_labels(axes, [(row.x, row.y) for row in both], names, colors)
    if placed < len(both):
        left = len(both) - placed
        points = "point" if left == 1 else "points"
        add_note(
            figure, f"{left} 个点无处标名，见 CSV", f"{left} {points} without room for a name: see the CSV"
        )


def _theme(label: str, look: Look) -> str:
    return look.say("罕见主题合并") if label == POOLED else look.say(label, "theme")


def _dark(look: Look, group: str) -> str:
    """Groups without a colour of their own are named in black, themes in grey."""
    return "black" if look.color(group) == OTHER else look.color(group)
