"""Rates with their intervals, drawn: one line a term, one dot a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.style import LIGHT, SMALL, Look, new_figure, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STEP = 0.16  # distance between the groups of a term, in lines


def plot_rates(table, look: Look, *, label: str = "term", kind: str = "") -> Figure:
    """A forest: terms (or themes) from top to bottom, rate on x, a dot and its 95 % interval a group.

    Where neither a t nor an exact interval can be trusted the dot is hollow and has no bar.

    Parameters
    ----------
    table
        One row per term and group: the label column, group, rate, rate_low, rate_high, n_han; in the order to
        be drawn.
    look
        Groups and words.
    label
        Column that names the lines.
    kind
        What the labels are, where they are ids: `theme`.
    """
    groups = look.present(table)
    lines = list(dict.fromkeys(table[label]))
    figure, axes = new_figure(height=0.95 + len(lines) * (0.12 + 0.09 * len(groups)))
    for number, group in enumerate(groups):
        part = table[table["group"] == group].set_index(label).reindex(lines)
        places = [row + (number - (len(groups) - 1) / 2) * STEP for row in range(len(lines))]
        _draw_group(axes, part, places, look, group)
    for row in range(len(lines) - 1):
        axes.axhline(row + 0.5, color=LIGHT, linewidth=0.4)
    axes.set_yticks(range(len(lines)), [wrap(look.say(line, kind), 30) for line in lines])
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(look.say("每千汉字次数"))
    figure.legend(loc="outside upper left", ncols=5, fontsize=SMALL)
    return figure


def _draw_group(axes, part, places, look: Look, group: str) -> None:
    color, known = look.color(group), part["rate_low"].notna().to_numpy()
    axes.hlines(
        [place for place, has in zip(places, known, strict=True) if has],
        part["rate_low"][known],
        part["rate_high"][known],
        color=color,
        linewidth=1.1,
        alpha=0.55,
    )
    for subset, face in ((known, color), (~known, "white")):
        axes.scatter(
            part["rate"][subset],
            [place for place, keep in zip(places, subset, strict=True) if keep],
            marker=look.marker(group),
            s=14,
            facecolor=face,
            edgecolor=color,
            linewidth=0.8,
            zorder=3,
            label=look.name(group) if face == color else None,
        )
