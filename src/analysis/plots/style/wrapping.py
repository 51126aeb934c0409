"""Text in half-width columns: as wide as it prints, wrapped, cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def width_of(text: str) -> int:
    """Width in half-width columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrap(text: str, columns: int) -> str:
    """Break a text into lines of at most so many half-width columns, at blanks or between Chinese characters.

    Examples
    --------
    >>> wrap("污染防治 pollution control", 10)
    '污染防治\\npollution\\ncontrol'
    """
    if "\n" in text:
        return "\n".join(wrap(line, columns) for line in text.split("\n"))
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*lines, line.rstrip()])


def clip(text: str, columns: int, lines: int) -> str:
    """The text wrapped to so many columns, and cut with an ellipsis after so many lines.

    Examples
    --------
    >>> clip("一二三四五六七八九", 4, 2)
    '一二\\n三…'
    """
    wrapped = wrap(text, columns).split("\n")
    if len(wrapped) <= lines:
        return "\n".join(wrapped)
    last = " ".join(wrapped[lines - 1 :]) if " " in text else "".join(wrapped[lines - 1 :])
    while width_of(last) >= columns:
        last = last[:-1]
    return "\n".join([*wrapped[: lines - 1], last.rstrip() + "…"])


def _pieces(text: str) -> Iterable[str]:
    piece = ""
    for char in text:
        wide = unicodedata.east_asian_width(char) == "W"
        if wide and piece and unicodedata.category(char)[0] == "L":
            yield piece
            piece = ""
        piece += char
        if char == " ":
            yield piece
            piece = ""
    if piece:
        yield piece
