"""Matrices: kinds in rows, groups in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.charts.style import (
    BORDER,
    DARK,
    PALE,
    PICK,
    SMALL,
    finish,
    light_from,
    lines_axis,
    names,
    picked,
    ready,
)
from analysis.plots.similarity import NOTABLE
from analysis.plots.style import Look

if TYPE_CHECKING:
    import pandas as pd

STEP, DENSE_STEP = 36, 24  # pixels a row: two lines of its name, or one
MOST_WITH_WORDS = 12  # columns; with more, a cell has room for its colour alone


def chart_matrix(
    table: pd.DataFrame, look: Look, column: str = "theme", *, first: str = "unthemed", kind: str = ""
) -> Any:
    """Share of each kind in each group: a cell says percent and number.

    Parameters
    ----------
    table
        The column, group, n, share: from :func:`analysis.measures.themes.measure_themes` and its like.
    look
        Groups and words.
    column
        What the rows are.
    first
        A row that stands on top.

    Returns
    -------
    altair.LayerChart
    """
    table = table.reset_index(drop=True).assign(mark=range(len(table)))
    drawn = ready(
        table[table.groupby(column, observed=True)["n"].transform("sum") > 0],
        look,
        **({column: kind} if kind else {}),
    )
    mean = (
        drawn.groupby(f"{column}_label", sort=False)["share"]
        .mean()
        .sort_values(ascending=False, kind="stable")
    )
    top = look.say(first, kind or column, gap="\n")
    rows = [
        *(label for label in mean.index if label == top),
        *(label for label in mean.index if label != top),
    ]
    drawn["words"] = [
        f"{share:.0%} · {n}" if n else "" for share, n in zip(drawn["share"], drawn["n"], strict=True)
    ]
    drawn["drawn"] = drawn["share"].fillna(0.0)
    keep = ["mark", "group_label", f"{column}_label", "drawn", "words", "n", "n_total"]
    columns = names(look.present(table), look)
    return _cells(drawn[keep], f"{column}_label", rows, columns, numbers=("n", "n_total"), top=top)


def chart_similarity(table: pd.DataFrame, look: Look) -> Any:
    """Divergence of each pair of groups beyond that within a text, and their cosine.

    Parameters
    ----------
    table
        From :func:`analysis.measures.similarity.measure_similarity`: one row a pair, drawn on both sides.
    look
        Groups and words.
    """
    import pandas as pd

    drawn = ready(table, look)
    both = pd.concat(
        [drawn, drawn.rename(columns={"group_label": "other_label", "other_label": "group_label"})],
        ignore_index=True,
    )
    both["drawn"] = both["excess"]
    both["words"] = [f"{a:+.3f}\n{b:.2f}" for a, b in zip(both["excess"], both["cosine"], strict=True)]
    seen = {*table["group"].astype("str"), *table["other"].astype("str")}
    columns = names([group for group in look.groups if group in seen], look)
    keep = ["mark", "group_label", "other_label", "drawn", "words", "cosine", "excess"]
    return _cells(both[keep], "other_label", columns, columns, numbers=("excess", "cosine"))


def _cells(
    drawn: pd.DataFrame,
    row: str,
    rows: list[str],
    columns: list[str],
    *,
    numbers: tuple[str, ...],
    top: str = "",
) -> Any:
    import altair as alt

    dense = len(columns) > MOST_WITH_WORDS
    low = min(0.0, float(drawn["drawn"].min()))
    # What has no theme may be most of a text: it keeps the darkest colour, and the themes keep theirs apart.
    themed = drawn[drawn[row] != top] if top and (drawn[row] != top).any() else drawn
    least = low + 0.01 if low == 0 else NOTABLE
    high = max(least, float(themed["drawn"].max()))  # in this order: of no cell there is no greatest
    base = alt.Chart(drawn).encode(
        x=alt.X(
            "group_label:N",
            sort=None,
            scale=alt.Scale(domain=columns),
            axis=lines_axis("top", columns, dense=dense),
        ),
        y=alt.Y(f"{row}:N", sort=None, scale=alt.Scale(domain=rows), axis=lines_axis("left", rows)),
    )
    cells = (
        base.mark_rect(cursor="pointer")
        .encode(
            color=alt.Color(
                "drawn:Q",
                scale=alt.Scale(domain=[low, high], range=[PALE, DARK], interpolate="rgb", clamp=True),
                legend=None,
            ),
            stroke=alt.condition(picked(empty=False), alt.value(PICK), alt.value(BORDER)),
            strokeWidth=alt.condition(picked(empty=False), alt.value(3), alt.value(0.6)),
            tooltip=[
                alt.Tooltip("group_label:N", title=" "),
                alt.Tooltip(f"{row}:N", title="  "),
                *(alt.Tooltip(f"{name}:Q", format=",.4~g") for name in numbers),
            ],
        )
        .add_params(picked())
    )
    if dense:
        return finish(cells.properties(height=alt.Step(STEP)))
    switch = low + light_from() * (high - low)
    lift = -6 if any("\n" in words for words in drawn["words"]) else 0  # a second line hangs below the first
    words = base.mark_text(
        dy=lift, fontSize=SMALL, lineBreak="\n", lineHeight=13, cursor="pointer", baseline="middle"
    ).encode(
        text="words:N",
        color=alt.condition(f"datum.drawn > {switch:.6g}", alt.value("white"), alt.value("black")),
        opacity=alt.value(1),
    )
    return finish(alt.layer(cells, words).properties(height=alt.Step(STEP)))
