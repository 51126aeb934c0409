"""Whether a finding hangs on how the text was cut, drawn: the range of ranks of each term, with its badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import add_note, draw_nothing, is_narrow
from analysis.plots.style import COLORS, GREY, LIGHT, SMALL, Look, default_look, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_TERMS, MOST_GROUPS = 20, 6


def plot_robustness(table, look: Look | None = None) -> Figure:
    """Terms from top to bottom; a line from the best to the worst rank under all segmentations, a panel a group.

    A filled mark is the badge: the rank moves no further than the threshold and the term keeps two thirds of its
    occurrences. A hollow one: it hangs on the segmentation. Many groups are drawn as one panel with the widest range of each
    term and the number of groups in which it has the badge.

    Parameters
    ----------
    table
        From :func:`analysis.measures.robustness.measure_robustness`.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    groups = look.present(table)
    most = 1 if is_narrow() else MOST_GROUPS
    table = table.assign(badges=table["is_robust"].astype(int), group=table["group"].astype("str"))
    if len(groups) > most:
        table, names = _widest(table), {"": look.say("各组中最宽")}
    else:
        names = {group: look.name(group, gap="\n") for group in groups}
    order = (
        table.groupby("term", observed=True)["rank_low"].mean().sort_values(kind="stable").index[:MOST_TERMS]
    )
    figure, panels = new_figure(1, len(names), height=0.95 + 0.17 * len(order), squeeze=False, sharey=True)
    for panel, (group, name) in zip(panels[0], names.items(), strict=True):
        color = look.ink(group) if group else COLORS[0]
        _draw_panel(panel, table[table["group"] == group].set_index("term").reindex(order), color)
        panel.set_title(name, fontsize=8, color=color)
        panel.set_xlabel(look.say("名次", gap="\n"))
        if not group:
            _write_badges(panel, table.set_index("term").reindex(order)["badges"], len(groups))
    columns = 22 if is_narrow() else 30
    panels[0, 0].set_yticks(range(len(order)), [look.fit(str(t), columns) for t in order], fontsize=SMALL)
    panels[0, 0].set_ylim(len(order) - 0.5, -0.5)
    limit = int(table["max_range"].max()) if len(table) else 0
    add_note(
        figure, f"实心：名次变动不超过 {limit}，且保留三分之二以上的次数",
        f"filled: the rank moves by at most {limit}, and two thirds of the occurrences stay",
    )  # fmt: skip
    return figure


def _widest(table):
    """Of each term the group in which its rank moves most, and in how many groups it has the badge."""
    badges = table.groupby("term", observed=True)["badges"].sum()
    widest = table.sort_values(["range", "group"], ascending=[False, True]).drop_duplicates("term")
    return widest.assign(group="", badges=widest["term"].map(badges).astype(int))


def _draw_panel(panel, part, color) -> None:
    for place, row in enumerate(part.itertuples()):
        if row.rank_low != row.rank_low:  # the group never uses the term
            continue
        panel.hlines(place, row.rank_low, row.rank_high, color=color, linewidth=1.3)
        panel.scatter(
            [row.rank_low, row.rank_high], [place] * 2, s=13, facecolor=color if row.is_robust else "white",
            edgecolor=color, linewidth=0.9, zorder=3,
        )  # fmt: skip
    for place in range(len(part) - 1):
        panel.axhline(place + 0.5, color=LIGHT, linewidth=0.3)
    panel.set_xlim(left=0)
    panel.xaxis.get_major_locator().set_params(integer=True, nbins=4)
    panel.tick_params(axis="y", length=0)


def _write_badges(panel, badges, total: int) -> None:
    for place, n in enumerate(badges):
        panel.text(1.01, place, f"{int(n)}/{total}", transform=panel.get_yaxis_transform(), va="center",
                   fontsize=SMALL, color=GREY)  # fmt: skip
