"""Where things stand on a figure: small multiples, labels that keep out of each other's way, caps that say so."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import TYPE_CHECKING, Any

from analysis.plots.style import GREY, MM, ONE_COLUMN, SMALL, Look, add_caption, new_figure, width_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAIRED = 12  # small multiples that stand two abreast; more stand three abreast, with less in each
MOST_PANELS = 33  # small multiples on one page
CAPTION_LINES = 2  # beside the first: Chinese, English, and what runs over
CROWD = 20  # points of a map from which names in one language are written, and more room is taken
TALLEST = 8.6  # inches: a journal's page less its caption
SHEET = 11.0  # inches: the same of a whole sheet of A4
LEAST_ROW, MOST_ROW = 0.135, 0.42  # inches a row: 7 points need the first; beyond the second is wasted paper
NOTHING = "nothing"  # the id of a figure that only says so
APART = 14.0  # pixels between a point and its name from which a line joins them


def is_narrow() -> bool:
    """Whether figures are drawn for one column of a journal (see :func:`analysis.plots.style.use_style`)."""
    import matplotlib

    return matplotlib.rcParams["figure.figsize"][0] < 1.5 * ONE_COLUMN


def is_crowded(names: Sequence[str]) -> bool:
    """Whether small multiples stand three abreast: there is room for less in each, and for names in one language."""
    return len(names) > PAIRED and not is_narrow()


def row_height(n: int, *, most: float = MOST_ROW) -> float:
    """Inches for each of n rows: as much as looks well, as little as can be read.

    Examples
    --------
    >>> row_height(5), row_height(31) < 0.3, row_height(100)
    (0.42, True, 0.135)
    """
    return min(most, max(LEAST_ROW, TALLEST / max(n, 1)))


def add_note(figure: Figure, chinese: str, english: str) -> None:
    """Something the caption of this figure shall say beside the rest: what was left out, above all."""
    figure.set_label("\n".join(filter(None, (str(figure.get_label()), f"{chinese} | {english}"))))


def notes_of(figure: Figure) -> list[str]:
    """What :func:`add_note` left on a figure."""
    return [note for note in str(figure.get_label()).split("\n") if note]


def note_cap(figure: Figure, shown: int, total: int, what: tuple[str, str]) -> None:
    """Say that the first `shown` of `total` are drawn; nothing where all are."""
    if shown < total:
        chinese, english = what
        add_note(
            figure,
            f"图示前 {shown} / {total} {chinese}，其余见 CSV",
            f"first {shown} of {total} {english} drawn; the CSV holds all",
        )


def draw_nothing(look: Look, words: str = "无可绘制") -> Figure:
    """A strip that says there is nothing to draw, so that a rerun on fewer texts does not end here."""
    figure, axes = new_figure(height=0.8)
    axes.set_axis_off()
    axes.text(0.5, 0.5, look.say(words), ha="center", va="center", color=GREY)
    figure.set_gid(NOTHING)
    return figure


def is_nothing(figure: Figure) -> bool:
    """Whether a figure only says that there is nothing to draw."""
    return figure.get_gid() == NOTHING


def draw_no_pair(look: Look, chinese: str, english: str) -> Figure:
    """A strip that says why groups are not compared: there is but one, or what the note says of several."""
    if len(look.groups) < 2:
        return draw_nothing(look, "不足两组，无可比较")
    figure = draw_nothing(look)
    add_note(figure, chinese, english)
    return figure


def make_panels(
    names: Sequence[str], *, height: float, columns: int = 2, sharex: bool = True
) -> tuple[Figure, dict[str, Any]]:
    """Small multiples: a panel a name, left to right and down, what is left over empty.

    Parameters
    ----------
    names
        At most :data:`MOST_PANELS` are drawn, in one column of a journal as many as find room; the rest is noted.
    height
        Inches a row of panels.
    columns
        Panels abreast; three where they are crowded.

    Returns
    -------
    figure, dict
        The panels by name.
    """
    shown = list(names[: int(SHEET / height) if is_narrow() else MOST_PANELS])
    columns = 3 if is_crowded(names) else 1 if is_narrow() else max(1, min(columns, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    figure, axes = new_figure(rows, columns, height=0.3 + rows * height, squeeze=False, sharex=sharex)
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for column in range(columns):  # the lowest panel of a column carries the numbers of the axis
        lowest = max((i for i in range(len(shown)) if i % columns == column), default=0)
        axes.flat[lowest].tick_params(labelbottom=True)
    note_cap(figure, len(shown), len(names), ("组", "groups"))
    return figure, dict(zip(shown, axes.flat, strict=False))


def label_lowest(panels: dict[str, Any], words: str) -> None:
    """The words of the x axis under the panels of the lowest row; the others would be pushed apart."""
    bottom = max(panel.get_subplotspec().rowspan.start for panel in panels.values())
    for panel in panels.values():
        if panel.get_subplotspec().rowspan.start == bottom:
            panel.set_xlabel(words)


def place_labels(axes: Any, at: Sequence[tuple[float, float]], labels: Sequence[str], colors: Any) -> int:
    """Write a label near each point where it meets no other label and no point; those without room are left out.

    The labels given first have the first choice. The view of the axes must not change afterwards.

    Returns
    -------
    int
        How many found a place.
    """
    if not axes.figure.get_supxlabel():
        add_caption(axes.figure, "\n" * CAPTION_LINES)  # the room a caption will take
    axes.figure.draw_without_rendering()
    renderer = axes.figure._get_renderer()
    spots = axes.transData.transform(list(at)) if len(at) else []
    taken = [_box(x - 5, y - 5, 10, 10) for x, y in spots]
    bounds, placed = axes.get_window_extent(), 0
    points = 72 / axes.figure.dpi  # offsets in points keep their size whatever the resolution printed at
    for (x, y), point, label, color in zip(spots, at, labels, colors, strict=True):
        words = axes.annotate(label, point, (0, 0), textcoords="offset points", fontsize=SMALL, color=color)
        size = words.get_window_extent(renderer)
        for dx, dy in _offsets(size.width, size.height):
            box = _box(x + dx, y + dy, size.width, size.height)
            inside = (
                box[0] >= bounds.x0 and box[1] >= bounds.y0 and box[2] <= bounds.x1 and box[3] <= bounds.y1
            )
            if inside and not any(_overlap(box, other) for other in taken):
                words.set_position((dx * points, dy * points))
                near = _nearest(dx, size.width), _nearest(dy, size.height)
                if hypot(*near) > APART:
                    axes.annotate(
                        "", point, (near[0] * points, near[1] * points), textcoords="offset points",
                        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.4, "shrinkA": 0, "shrinkB": 0},
                    )  # fmt: skip
                taken.append(box)
                placed += 1
                break
        else:
            words.remove()
    return placed


def _offsets(width: float, height: float):
    """Where a label may stand, the nearest first: right, left, above, below; then farther off."""
    for step in (8.0, 15.0, 25.0, 37.0, 50.0, 64.0):
        low, high = -step - height, step
        yield step, -height / 2
        yield -step - width, -height / 2
        for dy in (high, low):
            yield -width / 2, dy
            yield 2.0, dy
            yield -width - 2.0, dy


def legend_columns(figure: Figure, names: Sequence[str], *, most: int) -> int:
    """Columns of a legend whose names are so long, on the width of the figure."""
    longest = max(map(width_of, names), default=1)
    return max(1, min(most, int(figure.get_figwidth() / MM / (1.33 * longest + 8))))


def _nearest(start: float, size: float) -> float:
    """The point of a stretch that is nearest to zero."""
    return max(start, 0.0) if start + size > 0 else start + size


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x - 1, y - 1, x + width + 1, y + height + 1


def _overlap(a, b) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
