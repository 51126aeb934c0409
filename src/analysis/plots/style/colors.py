"""Colours and markers that are told apart by colour-blind readers and in grey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

GREY, LIGHT = "#5F5F5F", "#C9C9C9"
OTHER = "#8C8C8C"  # groups without a colour of their own: still 3:1 against white
# Told apart by colour-blind readers and, by lightness and marker, in grey; each at least 3:1 against white.
COLORS = ("#0B5FA5", "#C8501E", "#12815F", "#8A4FA3", "#8A6A00", "#333333", "#B3446C", "#2F86A6")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


def text_on(color: Any) -> str:
    """Black or white, whichever reads better on a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(color)
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"


def shades(n: int, *, name: str = "cividis") -> Sequence[Any]:
    """So many colours of a map that also order in grey."""
    import matplotlib

    return [matplotlib.colormaps[name](0.08 + 0.84 * i / max(1, n - 1)) for i in range(n)]
