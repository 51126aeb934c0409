"""What a notebook shows beside tables and figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A text's own characters must not act as Markdown, LaTeX or HTML.
_MARKUP = re.compile(r"([\\`*_{}\[\]|<>$~&])")


def show_findings(sentences: Iterable[str]):
    """The sentences as a list, to be the last line of a cell.

    Returns
    -------
    IPython.display.Markdown

    Examples
    --------
    >>> show_findings(["**省 breaks off."]).data
    '- \\\\*\\\\*省 breaks off.'
    """
    from IPython.display import Markdown

    return Markdown("\n".join("- " + escape(sentence) for sentence in sentences))


def escape(text: str) -> str:
    """Text whose characters do not act as markup."""
    return _MARKUP.sub(r"\\\1", text)
