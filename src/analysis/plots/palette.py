"""One colour and one number a theme, the same in every figure: numbers tell apart what colours alone cannot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.plots.style import COLORS, LIGHT, MM, SMALL, Look, text_on, width_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UNTHEMED = "unthemed"
TINT = 0.55  # how far a light colour is from its dark one towards white
# Share of a row's width below which a number does not fit into its piece.
LEAST_NUMBERED = 0.012
LEAST_EDGED = 0.004  # likewise for a white edge


class Themes:
    """Number and colour of each theme, in the order of the theme pack; themes of no pack follow by name.

    Examples
    --------
    >>> themes = Themes(Look((), words={"theme:b": ("水", ""), "theme:a": ("气", "")}), ["a", "b", "unthemed"])
    >>> themes.number("b"), themes.number("a"), themes.number("unthemed")
    ('1', '2', '')
    """

    def __init__(self, look: Look, present: Iterable[str]) -> None:
        seen = set(map(str, present))
        known = [key.partition(":")[2] for key in look.words if key.startswith("theme:")]
        order = [theme for theme in dict.fromkeys([*known, *sorted(seen)]) if theme != UNTHEMED]
        self._place = {theme: number for number, theme in enumerate(order)}
        self._look = look
        self.present = [theme for theme in order if theme in seen] + [UNTHEMED] * (UNTHEMED in seen)

    def number(self, theme: str) -> str:
        """The number that stands for a theme; none for what has no theme."""
        return str(self._place[theme] + 1) if theme in self._place else ""

    def color(self, theme: str) -> Any:
        """Eight dark colours, then their tints, then both again."""
        from matplotlib.colors import to_rgb

        if theme not in self._place:
            return LIGHT
        round_, place = divmod(self._place[theme], len(COLORS))
        rgb = to_rgb(COLORS[place])
        return tuple(c + (1 - c) * TINT * (round_ % 2) for c in rgb)

    def draw_pieces(
        self,
        axes: Any,
        themes: Sequence[str],
        spans: Sequence[tuple[float, float]],
        *,
        row: tuple[float, float],
        scale: float,
    ) -> None:
        """Pieces of a row in the colours of their themes, later ones on top; a number where it fits.

        Parameters
        ----------
        spans
            Left end and width of each.
        row
            Lower end and height.
        scale
            Share of the figure's width that a width of one takes; 0 for no numbers.
        """
        colors = [self.color(theme) for theme in themes]
        # A white edge parts neighbours; it would drown a piece that is hardly wider than itself.
        edges = [
            "white" if scale * width >= LEAST_EDGED else color
            for (_, width), color in zip(spans, colors, strict=True)
        ]
        axes.broken_barh(spans, row, facecolors=colors, edgecolors=edges, linewidth=0.25)
        for theme, (left, width), color in zip(themes, spans, colors, strict=True):
            number = self.number(theme)
            if number and scale * width >= LEAST_NUMBERED * (len(number) + 0.4):
                middle = left + width / 2, row[0] + row[1] / 2
                axes.text(*middle, number, ha="center", va="center", fontsize=SMALL, color=text_on(color))

    def labels(self) -> list[str]:
        """Number and words of each theme that is drawn."""
        return [f"{self.number(theme)} {self._look.say(theme, 'theme')}".strip() for theme in self.present]

    def legend_size(self, width: float) -> tuple[int, float]:
        """Columns of the legend, and inches it takes, on a figure so many inches wide."""
        longest = max(map(width_of, self.labels()), default=1)
        columns = max(1, min(4, int(width / MM / (1.33 * longest + 8))))
        return columns, 0.16 * -(-len(self.present) // columns)

    def add_legend(self, figure: Figure) -> None:
        """Number and words of each theme above the axes."""
        from matplotlib.patches import Patch

        columns, _ = self.legend_size(figure.get_figwidth())
        entries = [
            Patch(color=self.color(theme), label=label)
            for theme, label in zip(self.present, self.labels(), strict=True)
        ]
        figure.legend(
            handles=entries, loc="outside upper left", ncols=columns, fontsize=SMALL, handlelength=1.2,
            columnspacing=1.2,
        )  # fmt: skip
