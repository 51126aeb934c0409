"""What stands under a figure, computed from the frames: its caption, and its method card.

A card says what a reviewer asks first: n, unit, scope, denominators, how intervals or lines were made, how large the
family of tests is, what was drawn at random, and what coincides with the groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.methods import METHODS, Method, confounds, result_of
from analysis.plots.layout import notes_of
from analysis.plots.style import add_caption
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def show_figure(
    figure: Any,
    name: str,
    table: pd.DataFrame,
    *notes: str,
    frames: Mapping[str, Any],
    settings: Settings,
    counted: bool = True,
) -> None:
    """Caption, save and show a figure in a notebook, with its method card folded up below it.

    Parameters
    ----------
    figure, name, table
        As for :func:`analysis.plots.save.save_figure`.
    *notes
        More for the caption, as `Chinese | English`.
    frames, settings
        What was measured.
    counted
        Whether the figure counts within a scope; a figure of whole texts does not.
    """
    from IPython.display import HTML, display

    from analysis.plots.save import close_figure, save_figure

    caption_figure(figure, frames, settings, *notes, counted=counted)
    save_figure(figure, name, table)
    display(figure)
    close_figure(figure)
    display(HTML(card_html(name, make_card(table, frames, settings, counted=counted))))


def caption_figure(
    figure: Any, frames: Mapping[str, Any], settings: Settings, *notes: str, counted: bool = True
) -> None:
    """Print below a figure what :func:`make_caption` says of it, and what the figure itself left out."""
    notes = (*notes, *notes_of(figure))
    add_caption(figure, make_caption(frames, settings, *notes, counted=counted))


def make_caption(frames: Mapping[str, Any], settings: Settings, *notes: str, counted: bool = True) -> str:
    """Number of texts and groups, scope, notes, and † where a text breaks off.

    Parameters
    ----------
    frames
        With `documents`.
    settings
        `by`, `scope` and `labels`.
    *notes
        Anything more, as `Chinese | English` or one text for both.
    counted
        Whether the figure counts within a scope; a figure of whole texts does not.
    """
    documents = frames["documents"]
    n = len(documents)
    parts = [(f"{n} 篇文本", f"{n} text{'s' if n != 1 else ''}")]
    if counted:
        chinese, english = _scope(settings)
        parts.append((f"统计范围：{chinese}", f"scope: {english}"))
    parts += [_both(note) for note in notes]
    if documents["is_truncated"].any():
        parts.append(("† 文本残缺，其后未见不等于没有", "† breaks off: what would follow is not observed"))
    lines = ["；".join(zh for zh, _ in parts) + "。", "; ".join(en for _, en in parts) + "."]
    return {"zh": lines[0], "en": lines[1], "both": "\n".join(lines)}[settings.labels]


def make_card(
    table: pd.DataFrame, frames: Mapping[str, Any], settings: Settings, *, counted: bool = True
) -> dict[str, str]:
    """The method card of a result frame.

    Parameters
    ----------
    table
        Any result frame, or rows of one.
    frames, settings
        What it was measured on.
    counted
        Whether it counts within a scope.

    Returns
    -------
    dict
        Field → words, in the order to be read.
    """
    name = result_of(table)
    method = METHODS.get(name, Method())
    scope = f"{settings.scope}: {_scope(settings)[1]}" if counted else "whole texts"
    card = {
        "n": _sizes(table, frames, settings),
        "unit": method.unit,
        "scope": scope,
        "denominator": method.denominator,
        "interval or test": method.interval,
        "family of tests (m)": f"{int(table['m'].max()):,}" if "m" in table and len(table) else "none",
        "random state": method.random or "nothing is drawn at random",
        "confounds": " ".join(confounds(frames, settings)),
    }
    return {field: words for field, words in card.items() if words}


def card_html(name: str, card: Mapping[str, str]) -> str:
    """A card that stays folded until it is asked for."""
    from html import escape

    rows = "".join(
        f"<tr><th style='text-align:left;vertical-align:top'>{escape(field)}</th>"
        f"<td style='text-align:left'>{escape(words)}</td></tr>"
        for field, words in card.items()
    )
    return (
        f"<details><summary>Method card: {escape(Path(name).name)}</summary><table>{rows}</table></details>"
    )


def _scope(settings: Settings) -> tuple[str, str]:
    key = f"scope:{settings.scope}"
    entry = next(entry for entry in settings.terms("figure_words") if entry.category == key)
    return entry.term, entry.english


def _sizes(table: pd.DataFrame, frames: Mapping[str, Any], settings: Settings) -> str:
    n = len(frames["documents"])
    words = [f"{len(table):,} row{'s' if len(table) != 1 else ''}"]
    name = result_of(table)
    if name:
        from analysis.measures.results import RESULTS

        words[0] += f", one per {RESULTS[name].row}"
    if "group" in table and settings.by != "doc_id":
        words.append(f"{table['group'].nunique()} groups by {settings.by}")
    words.append(f"{n} text{'s' if n != 1 else ''}")
    for column, unit in (("n_total", "units"), ("n_han", "Han characters"), ("n_tokens", "tokens")):
        if column in table and len(table):
            low, high = int(table[column].min()), int(table[column].max())
            words.append(f"{low:,} {unit} a group" if low == high else f"{low:,} to {high:,} {unit} a group")
            break
    return "; ".join(words)


def _both(note: str) -> tuple[str, str]:
    chinese, _, english = note.partition("|")
    return chinese.strip(), (english or chinese).strip()
