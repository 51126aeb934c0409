"""What stands under a figure, computed from the frames: its caption, and its method card.

A card says what a reviewer asks first: n, unit, scope, denominators, how intervals or lines were made, how large the
family of tests is, what was drawn at random, and what coincides with the groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.counts import EXCLUDED_KINDS
from analysis.methods import METHODS, Method, confounds, name_fact, result_of
from analysis.phrases import Phrases, phrases_of, read_sentences
from analysis.plots.layout import is_nothing, notes_of
from analysis.plots.style import add_caption
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

# Fields of a card in the order to be read.
FIELDS = ("n", "unit", "scope", "denominator", "interval", "m", "random", "confounds")


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
    card, phrases = make_card(table, frames, settings, counted=counted), phrases_of(settings)
    display(HTML(card_html(card, phrases.say("card:title", name=Path(name).name))))


def caption_figure(
    figure: Any, frames: Mapping[str, Any], settings: Settings, *notes: str, counted: bool = True
) -> None:
    """Print below a figure what :func:`make_caption` says of it, and what the figure itself left out.

    Notes explain lines and marks: they are left out below a figure in which nothing is drawn.
    """
    notes = (*(() if is_nothing(figure) else notes), *notes_of(figure))
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
    languages = {"both": ("zh", "en")}.get(settings.labels, (settings.labels,))
    written = [Phrases(read_sentences(settings), language) for language in languages]
    return "\n".join(
        phrases.clauses(_caption_parts(frames, settings, phrases, notes=notes, counted=counted), end=True)
        for phrases in written
    )


def _caption_parts(
    frames: Mapping[str, Any], settings: Settings, phrases: Phrases, *, notes: Sequence[str], counted: bool
) -> list[str]:
    documents = frames["documents"]
    parts = [phrases.say("caption:texts", n=len(documents))]
    if counted:
        parts.append(phrases.say("caption:scope", scope=phrases.pick(*_scope(settings))))
        if _is_scope_empty(frames, settings):
            parts.append(phrases.say("caption:empty"))
    parts += [phrases.pick(*_both(note)) for note in notes]
    if documents["is_truncated"].any():
        parts.append(phrases.say("caption:breaks_off"))
    return parts


def _is_scope_empty(frames: Mapping[str, Any], settings: Settings) -> bool:
    """Whether no text has anything of the scope that another scope would count."""
    kinds = set(frames["sections"]["kind"].astype("str")) if "sections" in frames else set()
    return bool(kinds) and settings.scope != "body" and kinds <= set(EXCLUDED_KINDS[settings.scope])


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
        Field → words, in the order to be read and in the language of the labels.
    """
    phrases = phrases_of(settings)
    method = METHODS.get(result_of(table), Method())
    has_family = "m" in table and len(table)
    keys = {
        "unit": method.unit,
        "denominator": method.denominator,
        "interval": method.interval,
        "m": "" if has_family else "card:no_test",
        "random": method.random or "card:not_drawn",
    }
    words = {field: phrases.say(key) for field, key in keys.items() if key}
    scope = phrases.say("card:counted", id=settings.scope, scope=phrases.pick(*_scope(settings)))
    words |= {
        "n": _sizes(table, frames, settings),
        "scope": scope if counted else phrases.say("card:whole"),
        "confounds": phrases.text(confounds(frames, settings)),
    }
    if has_family:
        words["m"] = f"{int(table['m'].max()):,}"
    return {phrases.say(f"card:{field}"): words[field] for field in FIELDS if field in words}


def card_html(card: Mapping[str, str], title: str) -> str:
    """A card that stays folded under its title until it is asked for."""
    from html import escape

    rows = "".join(
        f"<tr><th style='text-align:left;vertical-align:top'>{escape(field)}</th>"
        f"<td style='text-align:left'>{escape(words)}</td></tr>"
        for field, words in card.items()
    )
    return f"<details><summary>{escape(title)}</summary><table>{rows}</table></details>"


def _scope(settings: Settings) -> tuple[str, str]:
    key = f"scope:{settings.scope}"
    entry = next(entry for entry in settings.terms("figure_words") if entry.category == key)
    return entry.term, entry.english


def _sizes(table: pd.DataFrame, frames: Mapping[str, Any], settings: Settings) -> str:
    phrases, name = phrases_of(settings), result_of(table)
    row = phrases.say(f"row:{name}") if name else ""
    words = [phrases.say("card:rows_of" if row else "card:rows", n=len(table), row=row)]
    if "group" in table and settings.by != "doc_id":
        by = name_fact(settings.by, phrases)
        words.append(phrases.say("card:groups", n=table["group"].nunique(), by=by))
    words.append(phrases.say("card:texts", n=len(frames["documents"])))
    for column in ("n_total", "n_han", "n_tokens"):
        if column in table and len(table):
            low, high = int(table[column].min()), int(table[column].max())
            words.append(phrases.say(f"card:{column}", span=phrases.span(low, high), n=high))
            break
    return phrases.clauses(words)


def _both(note: str) -> tuple[str, str]:
    chinese, _, english = note.partition("|")
    return chinese.strip(), (english or chinese).strip()
