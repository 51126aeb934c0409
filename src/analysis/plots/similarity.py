"""How alike groups are, and which terms make the difference, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.plots.style import GREY, SMALL, Look, clip, new_figure, set_heads, text_on, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_similarity(table, look: Look) -> Figure:
    """A heatmap of Jensen–Shannon divergence beyond what two parts of one text differ by.

    A cell says the excess over that baseline at equal length and, below it, the cosine of all content words.

    Parameters
    ----------
    table
        From :func:`analysis.measures.similarity.measure_similarity`: one row a pair.
    look
        Groups and words.
    """
    both = table.assign(a=table["group"].astype("str"), b=table["other"].astype("str"))
    groups = [group for group in look.groups if group in {*both["a"], *both["b"]}]
    place = {group: number for number, group in enumerate(groups)}
    excess = np.full((len(groups), len(groups)), np.nan)
    cosine = excess.copy()
    for row in both.itertuples():
        i, j = place[row.a], place[row.b]
        excess[i, j] = excess[j, i] = row.excess
        cosine[i, j] = cosine[j, i] = row.cosine
    figure, axes = new_figure(height=1.1 + 0.5 * len(groups))
    image = axes.imshow(
        excess, cmap="Blues", aspect="auto", vmin=min(0, np.nanmin(excess)), vmax=1.15 * np.nanmax(excess)
    )
    for (i, j), value in np.ndenumerate(excess):
        if not np.isnan(value):
            color = text_on(image.cmap(image.norm(value)))
            axes.text(
                j,
                i,
                f"{value:+.3f}\n{cosine[i, j]:.2f}",
                ha="center",
                va="center",
                fontsize=SMALL,
                color=color,
            )
    set_heads(axes, [look.name(group, gap="\n") for group in groups], columns=90)
    axes.set_yticks(range(len(groups)), [look.name(group) for group in groups])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, shrink=0.7, pad=0.02)
    bar.set_label(wrap(look.say("超出文内差异的差异"), 24), fontsize=SMALL)
    bar.outline.set_visible(False)
    return figure


def plot_shift(table, look: Look, *, n: int = 24) -> Figure:
    """The terms that set two groups apart most: to the right those the target uses more, to the left the reference.

    Parameters
    ----------
    table
        From :func:`analysis.measures.similarity.measure_contributions`: one row a term of one pair.
    look
        Groups and words.
    n
        Terms drawn.
    """
    top = table.reindex(table["contribution"].abs().sort_values(ascending=False, kind="stable").index).head(n)
    target, reference = str(top["group"].iloc[0]), str(top["reference"].iloc[0])
    figure, axes = new_figure(height=0.9 + 0.19 * len(top))
    colors = [look.color(target) if value > 0 else look.color(reference) for value in top["contribution"]]
    places = range(len(top))
    axes.barh(places, top["contribution"], color=colors, height=0.74)
    for place, row in zip(places, top.itertuples(), strict=True):
        right = row.contribution > 0
        words = f" {clip(look.say(row.term), 44, 1)} ({row.n_token}:{row.n_reference}) "
        axes.text(0, place, words, ha="right" if right else "left", va="center", fontsize=SMALL, color=GREY)
    axes.axvline(0, color=GREY, linewidth=0.6)
    axes.set_yticks([])
    axes.set_ylim(len(top) - 0.5, -1.6)
    limit = 1.1 * top["contribution"].abs().max()
    axes.set_xlim(-limit, limit)
    axes.text(limit, -1.1, look.name(target), ha="right", color=look.color(target))
    axes.text(-limit, -1.1, look.name(reference), ha="left", color=look.color(reference))
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.3f}".rstrip("0").rstrip("."))
    axes.set_xlabel(look.say("对差异的贡献"))
    axes.spines["left"].set_visible(False)
    return figure
