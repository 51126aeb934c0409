"""What a notebook shows beside tables and figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

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


PLAIN = "tex2jax_ignore mathjax_ignore"  # classes of elements in which JupyterLab sets no formula
LINES = 200  # shown at once; more is no longer read but searched
_CELL = "padding:2px 8px;text-align:{};white-space:{};vertical-align:top"
_KWIC = (("doc_id", "left", "nowrap"), ("left", "right", "nowrap"), ("keyword", "center", "nowrap"),
         ("right", "left", "nowrap"), ("speaker", "left", "nowrap"), ("raw_start", "right", "nowrap"))  # fmt: skip


def lines_html(found: pd.DataFrame, *, most: int = LINES) -> str:
    """Keyword in context as an HTML table whose text cannot act as markup.

    Parameters
    ----------
    found
        Rows of :func:`analysis.concordance.evidence`.
    most
        Rows shown.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"doc_id": "a", "left": "<b>", "keyword": "督察", "right": "", "speaker": None, "raw_start": 7}
    >>> "<b>" in lines_html(pd.DataFrame([row]))
    False
    """
    rows = [
        "<tr>" + "".join(_cell(row[name], align, space) for name, align, space in _KWIC) + "</tr>"
        for row in found.head(most).to_dict("records")
    ]
    head = "".join(f"<th style='{_CELL.format(align, 'nowrap')}'>{name}</th>" for name, align, _ in _KWIC)
    more = f"<p>{len(found) - most:,} more</p>" if len(found) > most else ""
    return (
        f"<table class='{PLAIN}'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"
    )


def sentences_html(found: pd.DataFrame, *, most: int = LINES) -> str:
    """The sentences behind a mark as HTML, hits marked: "k hits in m sentences", then one entry a sentence.

    Parameters
    ----------
    found
        Rows of :func:`analysis.concordance.evidence`, in the order of the text.
    """
    groups = list(found.groupby(["doc_id", "sentence_index"], sort=False, dropna=False))
    entries = [_entry(rows) for _, rows in groups[:most]]
    more = f"<p>{len(groups) - most:,} more</p>" if len(groups) > most else ""
    told = f"<p><b>{len(found):,} hits in {len(groups):,} sentences.</b></p>"
    return f"<div class='{PLAIN}'>{told}{''.join(entries)}{more}</div>"


def _entry(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    facts = [first["doc_id"], first["speaker"], first["kind"], f"raw {first['raw_start']}–{first['raw_end']}"]
    known = " · ".join(escape_html(str(fact)) for fact in facts if isinstance(fact, str) and fact)
    sentence = str(first["sentence"]) if isinstance(first["sentence"], str) else str(first["keyword"])
    return f"<div style='margin:6px 0'><small>{known}</small><br>{_marked(sentence, rows['keyword'])}</div>"


def _marked(sentence: str, keywords: Iterable[str]) -> str:
    """The sentence with its hits marked where they stand in it; a hit that runs on beyond the sentence is not."""
    pieces, position = [], 0
    for keyword in keywords:
        start = sentence.find(keyword, position)
        if start < 0:
            continue
        pieces += [escape_html(sentence[position:start]), f"<mark>{escape_html(keyword)}</mark>"]
        position = start + len(keyword)
    return "".join([*pieces, escape_html(sentence[position:])])


def _cell(value: Any, align: str, space: str) -> str:
    shown = "" if value is None or value != value else str(value)
    return f"<td style='{_CELL.format(align, space)}'>{escape_html(shown)}</td>"
