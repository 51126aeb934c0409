"""How every chart looks: one font, one colour a group, marks that stand out from white, and what all charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.plots.style import COLORS, Look

if TYPE_CHECKING:
    import pandas as pd

FONT = "Noto Sans SC, sans-serif"
INK, GREY, LINE = "#1E252C", "#5A636B", "#D5DADF"
SMALL, NORMAL = 11, 12  # pixels
WIDTH = 720  # pixels, in a notebook; the page fits charts to its own width
FEW = len(COLORS)  # groups that have a colour of their own
PICKED = "picked"  # the selection a click makes

# Each at least 3:1 against white, so that a mark can be seen without its neighbours.
PALETTE = (
    "#0B5FA5", "#C8501E", "#12815F", "#8A4FA3", "#8A6A00", "#B3446C", "#2A7F9E", "#5B6F2A", "#7A4B2A", "#4B4FA8",
    "#A33A3A", "#3C7A3C", "#6B5B73", "#A86400", "#00727F", "#8C564B",
)  # fmt: skip
FAINT = "#8F8F8F"  # what has no colour of its own
BORDER = "#868D94"  # a pale cell is seen by its edge
PICK = "#D9480F"  # the edge of a cell that is open, on pale and on dark
BORDER_COLORS = (FAINT, BORDER, PICK)
PALE, DARK = "#F2F6FA", "#0A4278"  # from nothing to most in a matrix
LABELS = {
    "group": "", "other": "", "doc_id": "", "theme": "theme", "kind": "kind", "strength": "strength", "part": "part",
    "type": "actor", "term": "", "label": "",
}  # fmt: skip


def ready(table: pd.DataFrame, look: Look, *, gap: str = "\n", **kinds: str) -> pd.DataFrame:
    """The table with `mark`, the number of each row, and for every id a column of what is printed for it.

    Parameters
    ----------
    gap
        Between the two languages of a label: a line break where a label has two lines.
    **kinds
        Column → kind of its words, where it is not the usual one.
    """
    drawn = table.reset_index(drop=True)
    if "mark" not in drawn:
        drawn = drawn.assign(mark=range(len(drawn)))
    for column, kind in (LABELS | kinds).items():
        if column not in drawn:
            continue
        values = drawn[column].astype("str").fillna("")
        name = look.name if column in ("group", "other", "doc_id") else None
        printed = {
            value: name(value, gap=gap) if name else look.say(value, kind, gap=gap)
            for value in values.unique()
        }
        drawn[f"{column}_label"] = values.map(printed).astype(object)
    return drawn


def names(groups: Sequence[str], look: Look, *, gap: str = "\n") -> list[str]:
    """What is printed for groups, in order."""
    return [look.name(group, gap=gap) for group in groups]


def group_color(groups: Sequence[str], look: Look, *, legend: bool = True) -> Any:
    """Colour by group, the one each group has in every figure."""
    import altair as alt

    colors = [look.color(group) if len(groups) <= FEW else FAINT for group in groups]
    scale = alt.Scale(domain=names(groups, look, gap=" "), range=colors)
    shown = legend and len(groups) <= FEW
    return alt.Color(
        "group_label:N", scale=scale, legend=alt.Legend(title=None, orient="top") if shown else None
    )


def colors_of(values: Sequence[str], own: Mapping[str, str] | None = None) -> list[str]:
    """A colour for each value: its own where it has one, else the next of the palette.

    Examples
    --------
    >>> colors_of(["water", "unthemed", "air"])
    ['#0B5FA5', '#8F8F8F', '#C8501E']
    """
    free = iter(PALETTE * (1 + len(values) // len(PALETTE)))
    given = {"unthemed": FAINT} | dict(own or {})
    return [given.get(value) or next(free) for value in values]


def theme_colors(themes: Sequence[str], look: Look) -> list[str]:
    """The colour each theme has in every chart: themes take the palette in the order of their pack."""
    pack = [name.removeprefix("theme:") for name in look.words if name.startswith("theme:")]
    known = list(dict.fromkeys([*(theme for theme in pack if theme != "unthemed"), *themes]))
    return [dict(zip(known, colors_of(known), strict=True))[theme] for theme in themes]


def two_lines(labels: Sequence[str]) -> bool:
    """Whether some label has two lines."""
    return any("\n" in label for label in labels)


def lines_axis(orient: str, labels: Sequence[str], *, dense: bool = False, **options: Any) -> Any:
    """An axis of names (`labels`), those in two languages on two lines; upright where they are many."""
    import altair as alt

    looks: dict[str, Any] = {
        "orient": orient,
        "title": None,
        "labelLimit": 230,
        "ticks": False,
        "domain": False,
    }
    looks["labelExpr"] = "split(datum.label, '\\n')"
    # Vega hangs the second line of a label below its place: both are moved up, so that they stand around it.
    if orient == "left":
        looks |= {"labelPadding": 8, "labelOffset": -7 if two_lines(labels) else 0}
    elif dense:
        looks |= {"labelAngle": -90, "labelAlign": "left", "labelBaseline": "middle", "labelPadding": 6}
        looks["labelExpr"] = "replace(datum.label, '\\n', ' ')"
    else:
        looks |= {"labelAngle": 0, "labelPadding": 20 if two_lines(labels) else 4}
    return alt.Axis(**looks, **options)


def picked(*, empty: bool = True) -> Any:
    """What a click selects: the row of the table behind a mark. `empty`: whether no click is every mark."""
    import altair as alt

    return alt.selection_point(name=PICKED, fields=["mark"], empty=empty)


def outlined() -> dict[str, Any]:
    """Encodings that draw a dark line round the picked piece of a bar, and a white one between the others."""
    import altair as alt

    here = picked(empty=False)
    return {
        "stroke": alt.condition(here, alt.value(INK), alt.value("white")),
        "strokeWidth": alt.condition(here, alt.value(2.5), alt.value(1)),
    }


def finish(chart: Any, *, width: int | Any = WIDTH) -> Any:
    """The chart with the common style."""
    return (
        chart.properties(width=width)
        .configure(font=FONT, background="white", aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=NORMAL,
            titleFontSize=NORMAL,
            labelColor=INK,
            titleColor=GREY,
            titleFontWeight="normal",
            gridColor="#E8EBEE",
            domainColor=LINE,
            tickColor=LINE,
            labelFontWeight="normal",
        )
        .configure_legend(
            labelFontSize=NORMAL, labelColor=INK, labelLimit=300, symbolSize=110, columns=6, offset=12
        )
    )


def to_spec(chart: Any) -> dict[str, Any]:
    """The chart as Vega-Lite, however many marks it has: a dozen long texts have more demands than Altair's limit."""
    import altair as alt

    with alt.data_transformers.enable(max_rows=None):
        return chart.to_dict()


def contrast(one: str, other: str = "#FFFFFF") -> float:
    """Contrast ratio of two colours (WCAG 2).

    Examples
    --------
    >>> round(contrast("#000000"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """Relative luminance of a colour `#RRGGBB` (WCAG 2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mix(share: float) -> str:
    """The colour of a matrix at a share of its largest value."""
    pairs = ((int(PALE[i : i + 2], 16), int(DARK[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(low + share * (high - low)):02X}" for low, high in pairs)


def light_from() -> float:
    """Share of the largest value from which white reads better on a cell than black does."""
    steps = [step / 100 for step in range(101)]
    return next(step for step in steps if contrast(mix(step)) > contrast(mix(step), "#000000"))
