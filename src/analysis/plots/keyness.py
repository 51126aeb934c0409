"""Keyness, drawn: the terms that mark each group, against what chance and topic alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import draw_no_pair, is_crowded, is_narrow, label_lowest, make_panels
from analysis.plots.style import GREY, LIGHT, SMALL, Look, default_look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 8  # terms a group
FOOT = 0.9  # rows left below the terms, so that what stands in the corner hides no mark
SHOWN_OF_MANY, SHOWN_OF_CROWD = 5, 4  # with more than six groups, and where panels stand three abreast
RARE = ("没有一个词多到可以检验", "no term occurs often enough to be tested")


def plot_keyness(table, look: Look | None = None, *, n: int | None = None) -> Figure:
    """One panel a group: its highest terms by log-odds z, and two lines.

    Right of the dashed line stands what random sentences of the same length list less than once on average; right
    of the solid line what even stretches cut whole out of the other texts seldom reach. Coloured
    marks are right of the dashed line in enough sentences, filled ones right of the solid line too. In the corner
    stands the power: how many occurrences a term needs here to be found.

    Parameters
    ----------
    table
        From :func:`analysis.measures.keyness.measure_keyness` with one reference a group.
    look
        Groups and words; by default those of the table.
    n
        Terms a group.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_no_pair(look, *RARE)
    used = table[(table["n_token"] > 0) & (table["log_odds_z"] > 0)]
    if used.empty:
        return draw_no_pair(look, *RARE)
    groups = look.present(used)
    crowded = is_crowded(groups)
    n = n or (SHOWN_OF_CROWD if crowded else SHOWN if len(groups) <= 6 else SHOWN_OF_MANY)
    figure, panels = make_panels(
        groups, height=0.25 + 0.14 * (n + FOOT) if crowded else 0.5 + 0.17 * (n + FOOT)
    )
    look = look.chinese if crowded else look
    for group, panel in panels.items():
        part = (
            used[used["group"] == group].sort_values(["log_odds_z", "term"], ascending=[False, True]).head(n)
        )
        _draw_panel(panel, part, look, group)
        _write_power(panel, part["n_detectable"].iloc[0], look)
    right = table[["log_odds_z", "noise_line"]].max(axis=None)
    next(iter(panels.values())).set_xlim(0, 1.06 * right)
    label_lowest(panels, "log-odds z")
    return figure


def _write_power(panel, hits, look: Look) -> None:
    words = f"{look.say('可发现')} {'> 60' if hits != hits or hits is None else f'≥ {int(hits)}'}"
    panel.text(
        0.995,
        0.03,
        words,
        transform=panel.transAxes,
        ha="right",
        va="bottom",
        fontsize=SMALL,
        color=GREY,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _draw_panel(panel, part, look: Look, group: str) -> None:
    color = look.ink(group)
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
    columns = 22 if is_narrow() else 26
    labels = [f"{look.fit(row.term, columns)} ({row.n_token:.0f})" for row in part.itertuples()]
    panel.set_yticks(places, labels, fontsize=SMALL)
    panel.set_ylim(len(part) - 0.5 + FOOT, -0.5)
    panel.tick_params(axis="y", length=0)
    panel.set_title(look.name(group), color=color)
