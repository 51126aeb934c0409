"""Shares that add up to one: a bar a group, cut by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.charts.style import GREY, SMALL, colors_of, finish, lines_axis, names, outlined, picked, ready
from analysis.plots.style import Look

if TYPE_CHECKING:
    import pandas as pd

STEP = 36  # pixels a bar: two lines of its name
DENSE_STEP = 22
KIND_COLORS = {
    "directives": "#0B5FA5", "measures": "#4386BF", "achievements": "#12815F", "problems": "#C8501E",
    "background": "#9A7900", "lead": "#6F7780", "attendance": "#8A8F95", "closing": "#525960", "title": "#30363C",
    "source": "#7D8288", "other": "#929292",
}  # fmt: skip
STRENGTH_COLORS = {
    "strong": "#0A3A66", "firm": "#2F7DBD", "plain": "#6F94B5", "soft": "#B0700A", "not graded": "#8F8F8F",
}  # fmt: skip
PART_COLORS = {"common": "#0B5FA5", "shared": "#5B91BF", "local": "#C8501E", "lanes": "#8F8F8F"}


def chart_composition(table: pd.DataFrame, look: Look) -> Any:
    """What each group's text is made of; from :func:`analysis.measures.composition.measure_composition`."""
    present = set(table.loc[table["share"] > 0, "kind"])
    order = [kind for kind in KIND_COLORS if kind in present]
    colors = [KIND_COLORS[kind] for kind in order]
    return chart_shares(table, look, "kind", order, colors=colors)


def chart_strength(table: pd.DataFrame, look: Look) -> Any:
    """How strongly each group demands; from :func:`analysis.measures.priorities.measure_strength`."""
    present = set(table.loc[table["share"] > 0, "strength"])
    order = [grade for grade in STRENGTH_COLORS if grade in present]
    return chart_shares(table, look, "strength", order, colors=[STRENGTH_COLORS[grade] for grade in order])


def chart_vocabulary(table: pd.DataFrame, look: Look) -> Any:
    """Whose words they are; from :func:`analysis.measures.vocabulary.measure_vocabulary_parts`.

    Names, places and dates are drawn as a piece of their own.
    """
    part = table["part"].astype("str").where(table["lane"] == "word", "lanes")
    drawn = table.assign(part=part, mark=range(len(table)))
    return chart_shares(
        drawn, look, "part", list(PART_COLORS), colors=list(PART_COLORS.values()), total="n_tokens"
    )


def chart_shares(
    table: pd.DataFrame,
    look: Look,
    column: str,
    order: Sequence[str],
    *,
    colors: Sequence[str] | None = None,
    total: str = "n_total",
) -> Any:
    """One bar a group, cut by `column` in the given order; the total at the right.

    Parameters
    ----------
    table
        One row per value of `column` and group, with `share` and the total.
    look
        Groups and words.
    order
        Values in the order of drawing.
    colors
        One a value.

    Returns
    -------
    altair.LayerChart
    """
    import altair as alt

    groups = look.present(table)
    dense = len(groups) > 12
    gap = " " if dense else "\n"
    drawn = ready(table, look, gap=gap)
    drawn["place"] = drawn[column].astype("str").map({value: number for number, value in enumerate(order)})
    drawn = drawn[(drawn["share"] > 0) & drawn["place"].notna()]
    drawn[f"{column}_label"] = drawn[f"{column}_label"].str.replace("\n", " ")
    lines = names(groups, look, gap=gap)
    base = alt.Chart(drawn[["mark", "group_label", f"{column}_label", "share", total, "place"]]).encode(
        y=alt.Y("group_label:N", sort=None, scale=alt.Scale(domain=lines), axis=lines_axis("left", lines))
    )
    scale = alt.Scale(
        domain=[look.say(value, column) for value in order], range=list(colors or colors_of(order))
    )
    chart = alt.layer(_bars(base, f"{column}_label:N", scale, look), _totals(base, total))
    return finish(chart.properties(height=alt.Step(DENSE_STEP if dense else STEP)))


def _bars(base: Any, label: str, scale: Any, look: Look) -> Any:
    """The pieces, in their places; a click picks one."""
    import altair as alt

    bars = base.mark_bar(cursor="pointer").encode(
        x=alt.X(
            "share:Q", axis=alt.Axis(format="%", title=None, tickCount=5), scale=alt.Scale(domain=[0, 1])
        ),
        color=alt.Color(label, scale=scale, legend=alt.Legend(title=None, orient="top")),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("group_label:N", title=" "),
            alt.Tooltip(label, title="  "),
            alt.Tooltip("share:Q", format=".1%", title=look.say("share", "column")),
        ],
        **outlined(),
    )
    return bars.add_params(picked())


def _totals(base: Any, total: str) -> Any:
    """What the shares are of, at the right end of each bar."""
    import altair as alt

    return (
        base.transform_aggregate(total=f"max({total})", groupby=["group_label"])
        .mark_text(align="left", dx=6, fontSize=SMALL, color=GREY)
        .encode(x=alt.datum(1), text=alt.Text("total:Q", format=","))
    )
