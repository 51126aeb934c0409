"""The priority ladder: who puts what first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from analysis.charts.style import INK, SMALL, finish, outlined, picked, ready, theme_colors
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

    drawn, lists = _placed(ready(table, look), look)
    base = alt.Chart(drawn.drop(columns="theme")).encode(
        y=alt.Y(
            "rank:O",
            title=None,
            axis=alt.Axis(labelOffset=-30, labelPadding=12, ticks=False, domain=False, labelAngle=0),
            scale=alt.Scale(padding=0),
        )
    )
    chart = alt.layer(_bars(base, drawn, lists, look), _headlines(base)).properties(height=alt.Step(ROW))
    return finish(chart, width=COLUMN * max(1, len(lists)))


def _placed(drawn: pd.DataFrame, look: Look) -> tuple[pd.DataFrame, list[str]]:
    """The rows with the column of their list, the ends of their piece of the bar and the words over it; heads of the lists."""
    heads = [
        "\n".join((look.name(doc_id, gap=" "), printable(speaker)))
        for doc_id, speaker in zip(drawn["doc_id"], drawn["speaker"], strict=True)
    ]
    keys = list(zip(heads, drawn["list_index"], strict=True))
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
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
    drawn["theme"] = drawn["theme"].astype("str")
    keep = ["mark", "column", "rank", "left", "right", "words", "is_first", "theme", "theme_label", "n"]
    return drawn[keep], [head for head, _ in place]


def _bars(base: Any, drawn: pd.DataFrame, lists: list[str], look: Look) -> Any:
    """A bar a headline, cut by the themes under it; the lists' heads on top."""
    import altair as alt

    sizes = drawn.groupby("theme")["n"].sum().sort_values(ascending=False, kind="stable")
    order = list(sizes.index)
    themes = alt.Scale(domain=[look.say(theme, "theme") for theme in order], range=theme_colors(order, look))
    # As JSON within Vega's expression: nothing of a name can leave its quotes.
    labels = json.dumps([head.split("\n") for head in lists])
    axis = alt.Axis(
        orient="top", title=None, values=list(range(len(lists))), labelExpr=f"{labels}[datum.value]", labelAlign="left",
        ticks=False, domain=False, grid=False, labelLimit=COLUMN - 8, labelFlush=False, labelPadding=22, labelLineHeight=15,
    )  # fmt: skip
    legend = alt.Legend(title=None, orient="top", columns=max(1, min(3, len(lists))))
    bars = base.mark_bar(cursor="pointer", height=12, yOffset=-30).encode(
        x=alt.X("left:Q", axis=axis, scale=alt.Scale(domain=[0, len(lists)], nice=False)),
        x2="right:Q",
        color=alt.Color("theme_label:N", scale=themes, legend=legend),
        tooltip=[alt.Tooltip("theme_label:N", title=" "), alt.Tooltip("n:Q")],
        **outlined(),
    )
    return bars.add_params(picked())


def _headlines(base: Any) -> Any:
    """The headline over its bar, once."""
    return (
        base.transform_filter("datum.is_first")
        .mark_text(
            align="left", baseline="top", dy=-18, lineBreak="\n", lineHeight=15, fontSize=SMALL + 1, color=INK,
            cursor="pointer",
        )
        .encode(x="column:Q", text="words:N")
    )  # fmt: skip
