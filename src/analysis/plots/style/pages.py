"""Figures of printable size: matplotlib's defaults, heads above a matrix, the caption below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from analysis.plots.style.colors import GREY
from analysis.plots.style.fonts import font_path, printable
from analysis.plots.style.wrapping import width_of, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MM = 1 / 25.4
ONE_COLUMN, TWO_COLUMNS = 85 * MM, 175 * MM  # widths journals print, in inches
SMALL, NORMAL, LARGE = 7.0, 8.0, 9.5  # points at final size; 7 is the least that prints legibly
WIDEST = 160  # characters of a cell that tables show: a note or a quotation, not a text
HALF_WIDTH = 0.054  # inches a half-width character takes at the smallest size
RC: dict[str, Any] = {
    "font.family": "Noto Sans SC",
    "font.size": NORMAL,
    "axes.titlesize": LARGE,
    "axes.labelsize": NORMAL,
    "xtick.labelsize": NORMAL,
    "ytick.labelsize": NORMAL,
    "legend.fontsize": SMALL,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "figure.dpi": 110,
    "figure.figsize": (TWO_COLUMNS, 4.0),
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # text as outlines: the figure looks the same where the font is missing
    "svg.hashsalt": "zhengwen",  # the same ids, hence the same bytes, at every run
    "pdf.fonttype": 42,  # the font itself is embedded, so that text can be searched and edited
    "image.cmap": "cividis",
}


def use_style(*, width: float = TWO_COLUMNS) -> None:
    """Set matplotlib's and pandas's defaults for this process: the Chinese font of the package, sizes, reproducible files."""
    import matplotlib
    import pandas as pd
    from matplotlib import font_manager

    if RC["font.family"] not in font_manager.fontManager.get_font_names():
        font_manager.fontManager.addfont(font_path())
    pd.set_option("display.max_colwidth", WIDEST)
    pd.set_option("display.html.use_mathjax", False)  # a $ that came with a text sets no formula in a table
    matplotlib.rcParams.update(cast(Any, RC | {"figure.figsize": (width, RC["figure.figsize"][1])}))


def new_figure(rows: int = 1, columns: int = 1, *, width: float | None = None, height: float, **options: Any):
    """A figure of printable size and its axes, as from `matplotlib.pyplot.subplots`.

    Parameters
    ----------
    width, height
        Inches; the width of the preset in use (:func:`use_style`) where none is given.
    """
    import matplotlib.pyplot as plt

    width = width or plt.rcParams["figure.figsize"][0]
    return plt.subplots(rows, columns, figsize=(width, height), **options)


def set_heads(axes: Any, heads: Sequence[str], *, columns: int = 84) -> None:
    """Names above the columns of a matrix: wrapped to their width, or upright where they are many.

    The figure grows by what upright names take, so that its rows keep their height.

    Parameters
    ----------
    heads
        One a column; line breaks are kept where they fit.
    columns
        Half-width columns of text that all heads share.
    """
    room = int(columns * axes.figure.get_figwidth() / TWO_COLUMNS) // max(1, len(heads))
    wrapped = [wrap(head.replace("·", "·\n"), room) for head in heads]
    upright = max((width_of(line) for head in wrapped for line in head.split("\n")), default=0) > room
    labels = [head.replace("\n", " ") for head in heads] if upright else wrapped
    if upright:
        tallest = HALF_WIDTH * max(map(width_of, labels))
        axes.figure.set_figheight(axes.figure.get_figheight() + tallest)
    axes.set_xticks(
        range(len(heads)), labels, rotation=90 if upright else 0, fontsize=SMALL if upright else NORMAL
    )
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)


def set_percents(axes: Any) -> None:
    """Percent on the x axis, each number as it is: a step of 2.5 % is not to be printed as 2, 5, 8."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda share, _: f"{round(100 * share, 6):g}%")


def add_caption(figure: Figure, text: str) -> None:
    """Print n, unit and scope below a figure, wrapped to its width."""
    columns = int(figure.get_figwidth() / MM / 1.28)  # a half-width character of 7 pt is about 1.25 mm wide
    figure.supxlabel(wrap(printable(text), columns), x=0.01, ha="left", fontsize=SMALL, color=GREY)
