"""Word clouds from counts, each beside the bars that are the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.style import GREY, SMALL, Look, clip, font_path, new_figure, printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PIXELS = (720, 260)  # of a cloud before scaling; wordcloud slows with the square of it
SCALE = 2
LEAST = 18  # pixels of the smallest word: 7 points when the cloud is printed 100 mm wide
MOST = 45  # words in a cloud


def plot_wordclouds(table, look: Look, *, n_bars: int = 8) -> Figure:
    """One row a group: the cloud of its terms, and bars of its most frequent ones.

    Parameters
    ----------
    table
        Rows to be drawn: term, group, n_token.
    look
        Groups and words; a cloud shows the Chinese term alone.
    n_bars
        How many bars stand beside a cloud.
    """
    groups = look.present(table)
    figure, axes = new_figure(len(groups), 2, height=1.72 * len(groups), squeeze=False, width_ratios=(2.3, 1))
    for (cloud, bars), group in zip(axes, groups, strict=True):
        part = table[table["group"] == group].sort_values(["n_token", "term"], ascending=[False, True])
        words = {printable(term): n for term, n in zip(part["term"], part["n_token"], strict=True)}
        cloud.imshow(_cloud(words, look.color(group)))
        cloud.set_axis_off()
        cloud.set_title(look.name(group), color=look.color(group))
        _draw_bars(bars, part.head(n_bars), look, group)
    axes[-1, 1].set_xlabel(look.say("出现次数"))
    return figure


def _cloud(counts: dict[str, int], color: str):
    from wordcloud import WordCloud

    cloud = WordCloud(
        font_path=str(font_path()),
        width=PIXELS[0],
        height=PIXELS[1],
        scale=SCALE,
        background_color="white",
        color_func=lambda *_, **__: color,
        prefer_horizontal=1,  # Chinese set on its side is hard to read
        random_state=0,
        relative_scaling=0.6,
        margin=3,
        min_font_size=LEAST,
        max_words=MOST,
    )
    return cloud.generate_from_frequencies(counts).to_image()


def _draw_bars(axes, part, look: Look, group: str) -> None:
    places = range(len(part))
    axes.barh(places, part["n_token"], color=look.color(group), height=0.72)
    axes.set_yticks(places, [clip(look.say(term), 28, 1) for term in part["term"]], fontsize=SMALL)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    for place, n in zip(places, part["n_token"], strict=True):
        axes.annotate(f" {n}", (n, place), va="center", fontsize=SMALL, color=GREY)
    axes.margins(x=0.15)
    axes.xaxis.get_major_locator().set_params(integer=True)
