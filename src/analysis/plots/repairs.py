"""Cleaning, drawn: each raw text as a strip, coloured by what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import is_narrow, note_cap, row_height
from analysis.plots.style import SMALL, Look, default_look, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KEPT = "#E4E4E4"
MOST_STRIPS = 60  # rows that still fit a page
THINNEST = 0.0012  # share of a strip's width: a single character must still be seen
# Repairs of characters strong and dark, layout blue-grey, what a site put round the text in warm tones.
COLORS = {
    "pinyin_gloss": "#0B5FA5",
    "script": "#7FB8D6",
    "mojibake": "#B3446C",
    "hard_wrap": "#12815F",
    "inline_break": "#12815F",
    "whitespace": "#A3ADB5",
    "correction": "#333333",
    "repeated_title": "#8A4FA3",
    "navigation": "#C8501E",
    "menu": "#C8501E",
    "metadata_table": "#E08E45",
    "source": "#E08E45",
    "related": "#9C6B3F",
    "shop": "#C9A227",
    "spam": "#C9A227",
}
OTHER_REPAIR, OTHER_FURNITURE = "#5B3A8C", "#F0C27B"
FURNITURE = frozenset(
    (
        "share",
        "qr",
        "image",
        "leave_site",
        "login",
        "print",
        "captcha",
        "cookie",
        "comment",
        "credit",
        "footer",
    )
)


def plot_strips(strips, look: Look | None = None) -> Figure:
    """Each raw text as a strip from its first to its last character.

    Parameters
    ----------
    strips
        From :func:`analysis.measures.repairs.measure_strips`.
    look
        Groups (documents), names and words; by default those of the table.
    """
    look = look or default_look(strips)
    rules = list(strips.loc[strips["rule"] != "", "rule"].value_counts().index)
    other = {rule: OTHER_FURNITURE if rule in FURNITURE else OTHER_REPAIR for rule in rules}
    colors = {rule: COLORS.get(rule, other[rule]) for rule in rules} | {"": KEPT}
    documents = look.present(strips, "doc_id")
    shown = documents[:MOST_STRIPS]
    figure, axes = new_figure(height=1.2 + row_height(len(shown), most=0.34) * len(shown))
    for row, doc_id in enumerate(shown):
        _draw_strip(axes, row, strips[strips["doc_id"] == doc_id], colors)
    axes.set_yticks(range(len(shown)), [look.name(doc_id) for doc_id in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_xlabel(look.say("原文位置"))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    _legend(figure, colors, look)
    note_cap(figure, len(shown), len(documents), ("篇", "texts"))
    return figure


def _draw_strip(axes, row: int, strip, colors) -> None:
    length = strip["raw_end"].max()
    for rule in ["", *[rule for rule in colors if rule]]:
        part = strip[strip["rule"] == rule]
        widths = ((part["raw_end"] - part["raw_start"]) / length).clip(lower=THINNEST)
        spans = list(zip(part["raw_start"] / length, widths, strict=True))
        axes.broken_barh(spans, (row - 0.36, 0.72), facecolors=colors[rule], linewidth=0)


def _legend(figure: Figure, colors, look: Look) -> None:
    """One entry a colour; rules that share one are named together."""
    from matplotlib.patches import Patch

    named: dict[str, list[str]] = {}
    for rule, color in colors.items():
        named.setdefault(color, []).append(look.say(rule, "rule") if rule else look.say("保留"))
    entries = [
        Patch(color=color, label=", ".join(names) if len(names) < 3 else look.say("其他页面元素"))
        for color, names in named.items()
    ]
    figure.legend(
        handles=entries,
        loc="outside upper left",
        ncols=2 if is_narrow() else 3,
        fontsize=SMALL,
        handlelength=1.2,
    )
