"""Keyness, drawn: the terms that mark each group, against what chance and topic alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.style import GREY, LIGHT, SMALL, Look, clip, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 8  # terms a group


def plot_keyness(table, look: Look, *, n: int = SHOWN) -> Figure:
    """One panel a group: its highest terms by log-odds z, and two lines.

    Right of the dashed line stands what random sentences of the same length list less than once on average; right
    of the solid line what even stretches cut whole out of the other texts seldom reach. Coloured
    marks are right of the dashed line in enough sentences, filled ones right of the solid line too.

    Parameters
    ----------
    table
        From :func:`analysis.measures.keyness.measure_keyness` with one reference a group.
    look
        Groups and words.
    n
        Terms a group.
    """
    groups = look.present(table)
    columns = min(2, len(groups))
    rows = -(-len(groups) // columns)
    figure, axes = new_figure(rows, columns, height=rows * (0.62 + 0.19 * n), squeeze=False, sharex=True)
    for panel, group in zip(axes.flat, groups, strict=False):
        part = (
            table[table["group"] == group]
            .sort_values(["log_odds_z", "term"], ascending=[False, True])
            .head(n)
        )
        _draw_panel(panel, part, look, group)
    for panel in axes.flat[len(groups) :]:
        panel.set_visible(False)
    axes[0, 0].set_xlim(0, 1.06 * table[["log_odds_z", "noise_line"]].max(axis=None))
    for panel in axes[-1]:
        panel.set_xlabel("log-odds z")
    for panel in axes[-2, columns - 1 :] if len(groups) % columns and rows > 1 else ():
        panel.tick_params(labelbottom=True)
        panel.set_xlabel("log-odds z")
    return figure


def _draw_panel(panel, part, look: Look, group: str) -> None:
    color = look.color(group)
    places = range(len(part))
    panel.axvline(part["list_line"].iloc[0], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    panel.axvline(part["noise_line"].iloc[0], color=GREY, linewidth=0.9)
    for place, row in zip(places, part.itertuples(), strict=True):
        edge = color if row.is_key else LIGHT
        panel.hlines(place, row.log_odds_z_low, row.log_odds_z_high, color=edge, linewidth=1)
        panel.scatter(
            row.log_odds_z,
            place,
            s=20,
            marker=look.marker(group),
            facecolor=color if row.is_clear else "white",
            edgecolor=edge,
            linewidth=1,
            zorder=3,
        )
    labels = [f"{clip(look.say(row.term), 28, 1)} ({row.n_token})" for row in part.itertuples()]
    panel.set_yticks(places, labels, fontsize=SMALL)
    panel.set_ylim(len(part) - 0.5, -0.5)
    panel.tick_params(axis="y", length=0)
    panel.set_title(look.name(group), color=color)
