"""How every figure looks: font, sizes, one colour and one marker a group, and the words in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.plots.style.colors import COLORS, GREY, LIGHT, MARKERS, OTHER, shades, text_on
from analysis.plots.style.fonts import font_characters, font_path, missing_characters, printable
from analysis.plots.style.look import Look, default_look, make_look
from analysis.plots.style.pages import (
    MM,
    NORMAL,
    ONE_COLUMN,
    RC,
    SMALL,
    TWO_COLUMNS,
    add_caption,
    new_figure,
    set_heads,
    set_percents,
    use_style,
)
from analysis.plots.style.wrapping import clip, width_of, wrap

if TYPE_CHECKING:
    from analysis.settings import Settings

__all__ = [
    "COLORS",
    "GREY",
    "LIGHT",
    "MARKERS",
    "MM",
    "NORMAL",
    "ONE_COLUMN",
    "OTHER",
    "RC",
    "SMALL",
    "TWO_COLUMNS",
    "Look",
    "add_caption",
    "clip",
    "default_look",
    "font_characters",
    "font_path",
    "make_look",
    "missing_characters",
    "new_figure",
    "printable",
    "set_heads",
    "set_percents",
    "shades",
    "text_on",
    "use_look",
    "use_style",
    "width_of",
    "wrap",
]


def use_look(
    frames: Mapping[str, Any],
    settings: Settings,
    *,
    highlight: Sequence[str] = (),
    width: float = TWO_COLUMNS,
) -> Look:
    """Set the style for this process and give the look of the figures to come.

    Parameters
    ----------
    highlight
        Groups that keep a colour where there are more groups than colours.
    width
        Inches: :data:`TWO_COLUMNS` (175 mm) or :data:`ONE_COLUMN` (85 mm).
    """
    use_style(width=width)
    return replace(make_look(frames, settings), highlight=tuple(highlight))
