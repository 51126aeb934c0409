"""Dots with their intervals: rates, keyness against noise, and where terms stand in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.charts.style import (
    FEW,
    GREY,
    colors_of,
    finish,
    group_color,
    lines_axis,
    names,
    picked,
    ready,
)
from analysis.plots.style import Look

if TYPE_CHECKING:
    import pandas as pd

SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right", "stroke")
LABELS_WIDE = 150  # pixels for terms in two languages on two lines


def chart_rates(table: pd.DataFrame, look: Look, *, label: str = "term", kind: str = "") -> Any:
    """A forest: terms (or themes) from top to bottom, a dot and its interval a group; a hollow dot has none.

    Parameters
    ----------
    table
        The label column, group, rate, rate_low, rate_high; lines in the order to be drawn.
    look
        Groups and words.
    label
        Column that names the lines.
    kind
        What the labels are, where they are ids.
    """
    import altair as alt

    groups = look.present(table)
    drawn = ready(table, look, **{label: kind})
    drawn["group_label"] = [look.name(str(group)) for group in drawn["group"]]
    drawn["has_interval"] = drawn["rate_low"].notna()
    lines = list(dict.fromkeys(drawn[f"{label}_label"]))
    few = len(groups) <= FEW
    own = names(groups, look, gap=" ")
    apart: dict[str, Any] = {"yOffset": alt.YOffset("group_label:N", sort=own)} if few else {}
    base = alt.Chart(
        drawn[["mark", "group_label", f"{label}_label", "rate", "rate_low", "rate_high", "has_interval"]]
    ).encode(
        y=alt.Y(
            f"{label}_label:N",
            sort=None,
            scale=alt.Scale(domain=lines),
            axis=lines_axis("left", lines, grid=True, bandPosition=1),
        ),
        color=group_color(groups, look),
        **apart,
    )
    across: dict[str, Any] = {
        "title": look.say("每千汉字次数"),
        "scale": alt.Scale(nice=False),
        "axis": alt.Axis(tickCount=8),
    }
    bars = base.mark_rule(strokeWidth=1.6, opacity=0.65).encode(
        x=alt.X("rate_low:Q", **across), x2="rate_high:Q"
    )
    shape = alt.Shape(
        "group_label:N", legend=None, scale=alt.Scale(domain=own, range=list(SHAPES[: len(groups)]))
    )
    shapes: dict[str, Any] = {"shape": shape} if few else {}
    dots = (
        base.mark_point(strokeWidth=1.6, cursor="pointer")
        .encode(
            x=alt.X("rate:Q", **across),
            **shapes,
            fillOpacity=alt.condition("datum.has_interval", alt.value(1), alt.value(0)),
            fill=group_color(groups, look, legend=False),
            opacity=alt.value(1 if few else 0.75),
            size=alt.condition(picked(empty=False), alt.value(190), alt.value(66)),
            tooltip=[
                alt.Tooltip("group_label:N", title=" "),
                alt.Tooltip(f"{label}_label:N", title="  "),
                *(alt.Tooltip(f"{name}:Q", format=".3~g") for name in ("rate", "rate_low", "rate_high")),
            ],
        )
        .add_params(picked())
    )
    step = alt.Step(9, **{"for": "offset"}) if few else alt.Step(34)
    return finish(alt.layer(*([bars] if few else []), dots).properties(height=step))


def chart_keyness(table: pd.DataFrame, look: Look, *, most: float) -> Any:
    """The terms of one group by log-odds z, against what chance (dashed) and topic (solid line) would give.

    Parameters
    ----------
    table
        Rows of one group from :func:`analysis.measures.keyness.measure_keyness`, in the order to be drawn.
    look
        Groups and words.
    most
        Right end of the axis, the same for every group.
    """
    import altair as alt

    drawn = ready(table, look)
    group = str(table["group"].iloc[0])
    color = look.color(group) if len(look.groups) <= FEW else "#0B5FA5"
    drawn["line"] = [
        "\n".join((f"{first} ({n})", second) if second else (f"{first} ({n})",))
        for (first, _, second), n in zip(
            drawn["term_label"].str.partition("\n").values, drawn["n_token"], strict=True
        )
    ]
    lines = list(drawn["line"])
    keep = [
        "mark", "line", "log_odds_z", "log_odds_z_low", "log_odds_z_high", "list_line", "noise_line", "is_key", "is_clear",
    ]  # fmt: skip
    base = alt.Chart(drawn[keep]).encode(
        y=alt.Y(
            "line:N",
            sort=None,
            scale=alt.Scale(domain=lines),
            # The same room in every panel, so that their axes stand under one another.
            axis=lines_axis("left", lines, minExtent=LABELS_WIDE, maxExtent=LABELS_WIDE),
        )
    )
    axis = alt.X(
        "log_odds_z:Q",
        title="log-odds z",
        axis=alt.Axis(tickCount=5),
        scale=alt.Scale(domain=[0, most], clamp=True),
    )
    shade = alt.condition("datum.is_key", alt.value(color), alt.value("#8A9097"))
    bars = base.mark_rule(strokeWidth=1.6).encode(
        x=alt.X("log_odds_z_low:Q"), x2="log_odds_z_high:Q", color=shade
    )
    dots = (
        base.mark_point(strokeWidth=1.8, cursor="pointer")
        .encode(
            x=axis,
            color=shade,
            fill=alt.condition("datum.is_clear", alt.value(color), alt.value("white")),
            fillOpacity=alt.value(1),
            size=alt.condition(picked(empty=False), alt.value(190), alt.value(66)),
            tooltip=[alt.Tooltip("line:N", title=" "), alt.Tooltip("log_odds_z:Q", format=".2f")],
        )
        .add_params(picked())
    )
    rules = [
        alt.Chart(drawn[keep])
        .mark_rule(color=GREY, strokeDash=dash, strokeWidth=1.2)
        .encode(x=f"mean({name}):Q")
        for name, dash in (("list_line", [5, 4]), ("noise_line", [1, 0]))
    ]
    return finish(
        alt.layer(*rules, bars, dots).properties(height=alt.Step(34 if look.labels == "both" else 22)),
        width=330,
    )


def chart_positions(table: pd.DataFrame, look: Look) -> Any:
    """The x-ray: where each term stands in each text, 0 % its beginning and 100 % its end.

    Parameters
    ----------
    table
        From :func:`analysis.measures.dispersion.measure_positions`: one row an occurrence.
    look
        Groups (documents) and words.
    """
    import altair as alt

    drawn = ready(table, look)
    documents = names(list(look.documents or look.present(table, "doc_id")), look)
    terms = list(dict.fromkeys(drawn["term_label"].str.replace("\n", " ")))
    drawn["term_label"] = drawn["term_label"].str.replace("\n", " ")
    several = len(terms) > 1
    apart: dict[str, Any] = {"yOffset": alt.YOffset("term_label:N", sort=terms)} if several else {}
    chart = (
        alt.Chart(drawn[["mark", "doc_id_label", "term_label", "position"]])
        .mark_tick(cursor="pointer")
        .encode(
            x=alt.X(
                "position:Q",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", title=look.say("文中位置"), grid=False),
            ),
            y=alt.Y(
                "doc_id_label:N",
                sort=None,
                scale=alt.Scale(domain=documents),
                axis=lines_axis("left", documents, grid=True),
            ),
            **apart,
            color=alt.Color(
                "term_label:N",
                sort=terms,
                scale=alt.Scale(domain=terms, range=colors_of(terms)),
                legend=alt.Legend(title=None, orient="top"),
            ),
            strokeWidth=alt.condition(picked(empty=False), alt.value(6), alt.value(2)),
            tooltip=[alt.Tooltip("doc_id_label:N", title=" "), alt.Tooltip("term_label:N", title="  ")],
        )
        .add_params(picked())
    )
    step = alt.Step(max(12, 34 // len(terms)), **{"for": "offset"}) if several else alt.Step(34)
    return finish(chart.properties(height=step))
