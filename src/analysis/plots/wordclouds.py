"""Word clouds from counts, each beside the bars that are the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.plots.keyness import RARE
from analysis.plots.layout import draw_no_pair, draw_nothing, is_narrow, note_cap
from analysis.plots.style import (
    COLORS,
    GREY,
    OTHER,
    SMALL,
    Look,
    clip,
    default_look,
    font_path,
    new_figure,
    printable,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, HALF = (880, 250), (400, 250)  # pixels of a cloud before scaling; wordcloud slows with the square of it
SCALE = 2
LEAST = 22  # pixels of the smallest word: 7 points when 880 pixels are printed 100 mm wide
MOST = 45  # words in a cloud
MOST_ROWS = 5  # clouds beneath each other; with more, two stand side by side
MOST_CLOUDS = 12
CLOUD_SHARE = 2.3  # width of a cloud over that of its bars


def plot_wordclouds(table, look: Look | None = None, *, n_bars: int = 8) -> Figure:
    """The cloud of each group's terms, and beside it bars of its most frequent ones.

    Parameters
    ----------
    table
        Rows to be drawn: term, group, n_token.
    look
        Groups and words, by default those of the table; a cloud shows the Chinese term alone.
    n_bars
        How many bars stand beside a cloud.
    """
    look = look or default_look(table)
    table = table[table["n_token"] > 0]
    if table.empty:
        return draw_nothing(look)
    groups = look.present(table)
    shown = groups[:MOST_CLOUDS]
    two = len(shown) > MOST_ROWS and not is_narrow()
    ratios = (1.35, 1) if two or is_narrow() else (CLOUD_SHARE, 1)
    rows = -(-len(shown) // 2) if two else len(shown)
    figure, axes = new_figure(
        rows, 4 if two else 2, height=0.35 + (1.4 if two else 1.6) * rows, squeeze=False,
        width_ratios=ratios * (2 if two else 1),
    )  # fmt: skip
    pairs = list(axes.reshape(-1, 2))
    for (cloud, bars), group in zip(pairs, shown, strict=False):
        part = table[table["group"] == group].sort_values(["n_token", "term"], ascending=[False, True])
        words = {printable(term): n for term, n in zip(part["term"], part["n_token"], strict=True)}
        draw_cloud(
            cloud,
            words,
            partial(_one_color, color=look.ink(group)),
            size=HALF if two or is_narrow() else WIDE,
        )
        cloud.set_title(look.name(group), color=look.ink(group), pad=2)
        top = part.head(5 if two else n_bars)
        labels = [look.fit(term, 17 if two else 26) for term in top["term"]]
        draw_bars(bars, labels, top["n_token"], [look.color(group)] * len(top))
        bars.xaxis.get_major_locator().set_params(integer=True, nbins=4)
    for pair in pairs[len(shown) :]:
        for axis in pair:
            axis.set_visible(False)
    for _, bars in pairs[max(0, len(shown) - (2 if two else 1)) : len(shown)]:
        bars.set_xlabel(look.say("出现次数"))
    note_cap(figure, len(shown), len(groups), ("组", "groups"))
    return figure


def _one_color(word: str, *, color: str) -> str:
    return color


def plot_clouds_compared(keyness, frequency, look: Look | None = None, *, n_bars: int = 10) -> Figure:
    """What sets groups apart, each term in the colour of the group it marks, and what they have in common.

    Parameters
    ----------
    keyness
        From :func:`analysis.measures.keyness.measure_keyness`: a term is as large as its log-odds z in the group where
        that is highest.
    frequency
        Content words from :func:`analysis.measures.frequency.measure_frequency`: a term that all groups use is as
        large as its lowest rate.
    look
        Groups and words; by default those of the table.
    n_bars
        Bars beside a cloud.
    """
    look = look or default_look(keyness)
    if keyness.empty or frequency.empty:
        return draw_no_pair(look, *RARE)
    apart = keyness[keyness["log_odds_z"] > 0].sort_values(["log_odds_z", "term"], ascending=[False, True])
    apart = apart.drop_duplicates("term").set_index("term")
    lowest = frequency.sort_values(["rate", "term"]).drop_duplicates("term").set_index("term")
    common = lowest[lowest["n_token"] > 0].sort_values("rate", ascending=False, kind="stable")
    marks = {term: look.ink(str(group)) for term, group in apart["group"].items()}
    figure, axes = new_figure(2, 2, height=4.9, width_ratios=(1.7, 1), squeeze=False)
    rows: tuple[tuple[Any, Callable[[str], Any], str, str, dict], ...] = (
        (apart["log_odds_z"], marks.__getitem__, "区别之处", "log-odds z", apart["group"].to_dict()),
        (
            common["rate"],
            partial(_one_color, color=COLORS[0]),
            "共同之处",
            look.say("各组最低的每千汉字次数"),
            {},
        ),
    )
    for (cloud, bars), (sizes, color, title, unit, owners) in zip(axes, rows, strict=True):
        draw_cloud(
            cloud,
            {printable(t): float(v) for t, v in sizes.items()},
            color,
            size=(400, 260) if is_narrow() else (700, 360),
        )
        cloud.set_title(look.say(title), pad=2)
        top = sizes.head(n_bars)
        labels = [clip(_marked(str(term), owners, look), 30, 1) for term in top.index]
        draw_bars(bars, labels, top.round(1), [color(term) for term in top.index])
        bars.set_xlabel(wrap(unit, 18 if is_narrow() else 34))
    return figure


def _marked(term: str, owners: Mapping[str, Any], look: Look) -> str:
    """A term and, where colours cannot tell, the group it marks."""
    group = str(owners.get(term, ""))
    if not group or look.color(group) != OTHER:
        return look.say(term)
    return f"{printable(term)} · {look.name(group)}"


def draw_cloud(
    axes: Any, sizes: Mapping[str, float], color: Callable[[str], Any], *, size: tuple[int, int]
) -> None:
    """The words of a cloud, the same at every run; nothing where there is no word."""
    from wordcloud import WordCloud

    axes.set_axis_off()
    axes.set_anchor("W")
    if not sizes:
        return
    cloud = WordCloud(
        font_path=str(font_path()),
        width=size[0],
        height=size[1],
        scale=SCALE,
        background_color="white",
        color_func=lambda word, **_: color(word),
        prefer_horizontal=1,  # Chinese set on its side is hard to read
        random_state=0,
        relative_scaling=0.6,
        margin=3,
        min_font_size=LEAST,
        max_font_size=size[1] * 3 // 10,  # else two words fill the cloud and leave no room for others
        max_words=MOST,
    )
    axes.imshow(cloud.generate_from_frequencies(dict(sizes)).to_image())


def draw_bars(axes: Any, labels: list[str], values, colors: list[Any]) -> None:
    """Bars from the top down, each with its number."""
    places = range(len(labels))
    axes.barh(places, values, color=colors, height=0.72)
    axes.set_yticks(places, labels, fontsize=SMALL)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    for place, value in zip(places, values, strict=True):
        axes.annotate(f" {value:g}", (value, place), va="center", fontsize=SMALL, color=GREY)
    axes.margins(x=0.18)
