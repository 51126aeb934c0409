"""The Chinese font of every figure, and what to print for a character that it lacks."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def font_path() -> Path:
    """The font file every figure, word cloud and report uses (Noto Sans SC, OFL); its package is not imported.

    Raises
    ------
    FileNotFoundError
        If the package that brings the font is not installed.
    """
    spec = find_spec("zhplot")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder).rglob("NotoSansSC-Regular.ttf")):
            return path
    raise FileNotFoundError("no Chinese font: install the package zhplot, which brings Noto Sans SC")


@cache
def font_characters() -> frozenset[int]:
    """Code points the font can draw."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_path())).get_charmap())


def missing_characters(text: str) -> list[str]:
    """Characters of a text that the font lacks, each once."""
    known = font_characters()
    return [char for char in dict.fromkeys(text) if ord(char) not in known and char not in "\n\t"]


def printable(text: str) -> str:
    """The text with every character the font lacks as its code point, so that no figure shows an empty box.

    Examples
    --------
    >>> printable("水𠀀")
    '水[U+20000]'
    """
    lacking = missing_characters(text)
    return text.translate({ord(char): f"[U+{ord(char):04X}]" for char in lacking}) if lacking else text
