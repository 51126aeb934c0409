"""The priority ladder: who puts what first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from analysis.charts.style import INK, SMALL, finish, picked, ready, theme_colors
from analysis.plots.style import Look, clip, printable

if TYPE_CHECKING:
    import pandas as pd

COLUMN, ROW = 178, 84  # pixels of a cell
LETTERS, LINES = 26, 3  # half-width letters of a line that fit, and lines


def chart_ladder(table: pd.DataFrame, look: Look) -> Any:
    """Columns are lists (place, speaker, list), rows the headlines in their order, a bar cut by the themes under each.

    Parameters
    ----------
    table
        From :func:`analysis.measures.ladder.measure_ladder`.
    look
        Groups (documents) and words.
    """
    import altair as alt

    drawn = ready(table, look)
    heads = [
        "\n".join((look.name(doc_id, gap=" "), printable(speaker)))
        for doc_id, speaker in zip(drawn["doc_id"], drawn["speaker"], strict=True)
    ]
    keys = list(zip(heads, drawn["list_index"], strict=True))
    lists = list(dict.fromkeys(keys))
    place = {key: number for number, key in enumerate(lists)}
    drawn["column"] = [place[key] for key in keys]
    cells = ["doc_id", "directive_index"]
    drawn["right"] = drawn.groupby(cells)["share"].cumsum().clip(upper=1)
    drawn["left"] = drawn["right"] - drawn["share"]
    drawn[["left", "right"]] = drawn[["left", "right"]].mul(0.92).add(drawn["column"], axis=0)
    drawn["words"] = [
        clip(f"{printable(headline)} ({n})", LETTERS, LINES)
        for headline, n in zip(drawn["headline"], drawn["n_total"], strict=True)
    ]
    drawn["is_first"] = ~drawn.duplicated(cells)
    drawn["theme_label"] = drawn["theme_label"].str.replace("\n", " ")
    sizes = drawn.groupby(drawn["theme"].astype("str"))["n"].sum().sort_values(ascending=False, kind="stable")
    order = list(sizes.index)
    keep = ["mark", "column", "rank", "left", "right", "words", "is_first", "theme_label", "n"]
    base = alt.Chart(drawn[keep]).encode(
        y=alt.Y(
            "rank:O",
            title=None,
            axis=alt.Axis(labelOffset=-30, labelPadding=12, ticks=False, domain=False, labelAngle=0),
            scale=alt.Scale(padding=0),
        )
    )
    # As JSON within Vega's expression: nothing of a name can leave its quotes.
    labels = json.dumps([head.split("\n") for head, _ in lists])
    axis = alt.Axis(
        orient="top", title=None, values=list(range(len(lists))), labelExpr=f"{labels}[datum.value]", labelAlign="left",
        ticks=False, domain=False, grid=False, labelLimit=COLUMN - 8, labelFlush=False, labelPadding=22, labelLineHeight=15,
    )  # fmt: skip
    bars = (
        base.mark_bar(cursor="pointer", height=12, yOffset=-30)
        .encode(
            x=alt.X("left:Q", axis=axis, scale=alt.Scale(domain=[0, len(lists)], nice=False)),
            x2="right:Q",
            color=alt.Color(
                "theme_label:N",
                scale=alt.Scale(
                    domain=[look.say(theme, "theme") for theme in order], range=theme_colors(order, look)
                ),
                legend=alt.Legend(title=None, orient="top", columns=max(1, min(3, len(lists)))),
            ),
            stroke=alt.condition(picked(empty=False), alt.value(INK), alt.value("white")),
            strokeWidth=alt.condition(picked(empty=False), alt.value(2.5), alt.value(1)),
            tooltip=[alt.Tooltip("theme_label:N", title=" "), alt.Tooltip("n:Q")],
        )
        .add_params(picked())
    )
    words = (
        base.transform_filter("datum.is_first")
        .mark_text(
            align="left",
            baseline="top",
            dy=-18,
            lineBreak="\n",
            lineHeight=15,
            fontSize=SMALL + 1,
            color=INK,
            cursor="pointer",
        )
        .encode(x="column:Q", text="words:N")
    )
    chart = alt.layer(bars, words).properties(height=alt.Step(ROW))
    return finish(chart, width=COLUMN * max(1, len(lists)))
