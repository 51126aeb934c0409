"""Shares of demands in ordered grades or kinds, drawn: one bar a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import add_note, draw_nothing, is_narrow, row_height
from analysis.plots.style import GREY, LIGHT, SMALL, Look, default_look, new_figure, text_on

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Strength from dark to light, so that the order survives a grey print.
STRENGTH_COLORS = {
    "strong": "#0A3A66",
    "firm": "#2F7DBD",
    "plain": "#B5D0E6",
    "soft": "#F0C27B",
    "not graded": LIGHT,
}
NARROW = 0.045  # share below which a label does not fit into its piece


def plot_strength(table, look: Look | None = None) -> Figure:
    """One bar a group, cut by strength; percent where it fits, the number of demands at the right.

    Parameters
    ----------
    table
        From :func:`analysis.measures.priorities.measure_strength`: strength, group, n, n_total, share.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    return plot_bars(table, look, column="strength", colors=STRENGTH_COLORS, kind="strength")


CLARITY_COLORS = {"forbids": "#0A3A66", "endorses": "#7FB0D8", "leaves room": "#F0C27B"}


def plot_clarity(table, look: Look | None = None, *, status: str = "not coded") -> Figure:
    """One bar a group, cut by how much room a demand leaves, as the rules guess it.

    Parameters
    ----------
    table
        From :func:`analysis.measures.clarity.measure_clarity`: clarity, group, n, n_total, share.
    look
        Groups and words; by default those of the table.
    status
        Of the double coding (:func:`analysis.measures.coding.measure_agreement`); until two people have coded the
        sheet, every caption says so.
    """
    look = look or default_look(table)
    figure = plot_bars(table, look, column="clarity", colors=CLARITY_COLORS, kind="clarity")
    if status == "not coded":
        add_note(
            figure,
            "未经人工编码：仅为规则推测",
            "not coded: a rule's guess, which no two people have yet judged",
        )
    else:
        chinese, english = look.words.get(f"coding:{status}", (status, status))
        add_note(figure, f"双人编码：{chinese}", f"coded by two: {english}")
    return figure


def plot_bars(
    table,
    look: Look | None = None,
    *,
    column: str,
    colors: dict[str, str],
    kind: str,
    total: str = "n_total",
    axis: str = "占部署要求的比重",
) -> Figure:
    """Horizontal bars of shares that add up to one, one a group, in the order of `colors`.

    Parameters
    ----------
    table
        One row per group and value of `column`, with `share` and the column named by `total`.
    look
        Groups and words; by default those of the table.
    column
        What a bar is cut by.
    colors
        Value → colour, in the order of drawing.
    kind
        What the values are, for their words.
    total
        Column printed at the right of a bar.
    axis
        What the shares are of.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    groups = look.present(table)
    present = set(table.loc[table["share"] > 0, column].astype("str"))
    colors = {value: color for value, color in colors.items() if value in present}
    legend = 0.16 * -(-len(colors) // _legend_columns())
    figure, axes = new_figure(height=0.65 + legend + row_height(len(groups), most=0.36) * len(groups))
    shares = table.set_index(["group", column])["share"]
    totals = table.groupby("group", observed=True)[total].first()
    for row, group in enumerate(groups):
        _draw_bar(axes, row, {value: float(shares.get((group, value), 0)) for value in colors}, colors)
        axes.text(1.008, row, f"{totals[group]:,}", va="center", fontsize=SMALL, color=GREY)
    axes.set_ylim(-0.5, len(groups) - 0.5)
    axes.set_yticks(range(len(groups)), [look.name(group) for group in groups])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(look.say(axis))
    axes.spines["left"].set_visible(False)
    _legend(figure, colors, kind, look)
    return figure


def _draw_bar(axes, row: int, shares: dict[str, float], colors: dict[str, str]) -> None:
    left = 0.0
    for value, color in colors.items():
        share = shares[value]
        axes.barh(row, share, left=left, color=color, height=0.78, edgecolor="white", linewidth=0.4)
        if share >= NARROW * (2 if is_narrow() else 1):
            middle = left + share / 2
            axes.text(
                middle, row, f"{share:.0%}", ha="center", va="center", fontsize=SMALL, color=text_on(color)
            )
        left += share


def _legend_columns() -> int:
    return 2 if is_narrow() else 4


def _legend(figure: Figure, colors: dict[str, str], kind: str, look: Look) -> None:
    from matplotlib.patches import Patch

    entries = [Patch(color=color, label=look.say(value, kind)) for value, color in colors.items()]
    figure.legend(
        handles=entries, loc="outside upper left", ncols=_legend_columns(), fontsize=SMALL, handlelength=1.2
    )
