"""Cells that no spreadsheet runs: what came with a text stays text in a table, and is restored on reading back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet runs a cell that begins so (OWASP, CSV injection; full-width forms are folded in East Asian
# settings). An apostrophe before it is what spreadsheets themselves write for "this is text".
_ACTIVE = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?%?")


def shield(text: str) -> str:
    """Text that no spreadsheet takes for a formula; what is a number stays one.

    Examples
    --------
    >>> shield("=1+1"), shield("-0.3"), shield("水")
    ("'=1+1", '-0.3', '水')
    """
    return f"'{text}" if _ACTIVE.match(text) and not _NUMBER.fullmatch(text) else text


def restore(text: str) -> str:
    """The text before :func:`shield`.

    Examples
    --------
    >>> restore("'=1+1"), restore("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if _SHIELDED.match(text) and not _NUMBER.fullmatch(text) else text


def map_strings(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """The table with every string changed; numbers, flags and what is not known stay as they are."""
    changed = {}
    for column in table.columns:
        values = table[column]
        if values.dtype.kind in "iufbM":
            continue
        changed[column] = [
            change(value) if isinstance(value, str) else value for value in values.astype(object)
        ]
    return table.assign(**changed) if changed else table
