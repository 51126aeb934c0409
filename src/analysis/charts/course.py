"""What comes when in each text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.charts.shares import KIND_COLORS
from analysis.charts.style import INK, colors_of, finish, lines_axis, names, picked, ready, theme_colors
from analysis.plots.style import Look

if TYPE_CHECKING:
    import pandas as pd

KINDS = {"section": "kind", "theme": "theme", "speaker": ""}


def chart_course(table: pd.DataFrame, look: Look, layer: str = "section") -> Any:
    """One line a text from its beginning to its end, coloured by what stands there.

    Parameters
    ----------
    table
        From :func:`analysis.measures.composition.measure_course`.
    look
        Documents and words.
    layer
        `section`, `theme` (of the demand) or `speaker`.
    """
    import altair as alt

    table = table.reset_index(drop=True)
    dense = table["doc_id"].nunique() > 12
    gap = " " if dense else "\n"
    drawn = ready(
        table.assign(mark=range(len(table)))[table["layer"] == layer], look, gap=gap, label=KINDS[layer]
    )
    size = (drawn["position_end"] - drawn["position_start"]).groupby(drawn["label"].astype("str")).sum()
    order = list(size.sort_values(ascending=False, kind="stable").index)
    if layer == "section":
        order = [kind for kind in KIND_COLORS if kind in set(order)]
    colors = theme_colors(order, look) if layer == "theme" else colors_of(order, KIND_COLORS)
    words = [look.say(value, KINDS[layer]) for value in order]
    drawn["label_label"] = drawn["label_label"].str.replace("\n", " ")
    documents = names(look.present(table, "doc_id"), look, gap=gap)
    chart = (
        alt.Chart(drawn[["mark", "doc_id_label", "label_label", "position_start", "position_end"]])
        .mark_bar(cursor="pointer", height={"band": 0.72}, stroke=INK)
        .encode(
            x=alt.X(
                "position_start:Q",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", title=look.say("文中位置"), tickCount=5),
            ),
            x2="position_end:Q",
            y=alt.Y(
                "doc_id_label:N",
                sort=None,
                scale=alt.Scale(domain=documents),
                axis=lines_axis("left", documents),
            ),
            color=alt.Color(
                "label_label:N",
                scale=alt.Scale(domain=words, range=colors),
                legend=alt.Legend(title=None, orient="top", columns=3 if layer == "theme" else 6),
            ),
            strokeWidth=alt.condition(picked(empty=False), alt.value(2), alt.value(0)),
            tooltip=[alt.Tooltip("doc_id_label:N", title=" "), alt.Tooltip("label_label:N", title="  ")],
        )
        .add_params(picked())
    )
    return finish(chart.properties(height=alt.Step(24 if dense else 34)))
