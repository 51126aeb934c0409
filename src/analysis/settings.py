"""What a run is told, each default with its reason."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis.folders import find_folders
from analysis.lexicons import Entry, read_lexicons
from analysis.statements import read_statements

SCOPES = ("attributed", "body", "directives")
LABELS = ("zh", "en", "both")
CHOICES = ("by", "scope", "theme_pack", "labels")  # what a run may be told on the command line


CORRECTIONS, OVERRIDES = "corrections.csv", "overrides.csv"
# The first columns of each, which tell two rows apart.
CORRECTION_KEY, OVERRIDE_KEY = ("doc_id", "find"), ("doc_id", "quote", "field")


class Correction(NamedTuple):
    """A manual repair of characters in one document."""

    doc_id: str
    find: str
    replace: str
    reason: str


class Override(NamedTuple):
    """A person's judgement over a rule's, found by quotation."""

    doc_id: str
    quote: str
    field: str
    value: str
    coder: str
    reason: str


@dataclass(frozen=True)
class Limits:
    """Bounds on one input, so that a hostile file costs bounded time and memory."""

    max_bytes: int = 200_000_000  # a county's ten years of meetings are far below; a bomb is far above
    max_members: int = 100_000  # files in one archive
    max_ratio: int = 200  # unpacked over packed size; real text packs 3 to 10 times
    max_characters: int = 10_000_000  # in one text, three gigabytes of memory; a five-year plan has 100,000
    max_tags: int = 3_000_000  # in one page or Word file, a minute of work; a thousand pages have half of it
    max_rows: int = 1_000_000  # in one table, a gigabyte of memory before the first is cut
    max_cells: int = 20_000_000  # that a workbook spans, empty ones with them


@dataclass(frozen=True)
class Settings:
    """What the text half of the pipe and the measures are told.

    Parameters
    ----------
    lexicons
        Name → rows; see :mod:`analysis.lexicons`.
    table_rows
        Where a correction (`doc_id, find`) or override (`doc_id, quote, field`) stands: file and row.
    refused_rows
        Rows of these tables that cannot be used: place, what is wrong, what to do.
    theme_pack
        Which `themes/<pack>` sorts directives into themes.
    scope
        What of a text is counted: `attributed` (a speaker's or the meeting's words; the default, since a page's
        title, byline and attendance are not what the place demands), `body`, or `directives`.
    by
        Column that makes the groups compared; `doc_id` is one group a text.
    labels
        Language of labels in figures: `zh`, `en` or `both`.
    """

    lexicons: dict[str, tuple[Entry, ...]] = field(default_factory=read_lexicons)
    corrections: tuple[Correction, ...] = ()
    overrides: tuple[Override, ...] = ()
    table_rows: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    refused_rows: tuple[tuple[str, str, str], ...] = ()
    theme_pack: str = "environment"
    scope: str = "attributed"
    by: str = "doc_id"
    labels: str = "both"
    limits: Limits = Limits()

    @property
    def statements(self) -> tuple[Correction | Override, ...]:
        """Corrections and overrides, in the order of their tables."""
        return (*self.corrections, *self.overrides)

    def terms(self, lexicon: str) -> tuple[Entry, ...]:
        """The rows of a lexicon; none where there is no such lexicon."""
        return self.lexicons.get(lexicon, ())


def read_settings(texts: str | Path | None = None, **choices: Any) -> Settings:
    """Settings with the lexicons, corrections and overrides that stand beside a folder of texts.

    Parameters
    ----------
    texts
        Folder of texts; by default that of the analysis at hand.
    **choices
        Any field of :class:`Settings`. Where `by`, `scope`, `theme_pack` or `labels` is not given (or None), what
        `analysis run` was told holds, which the kernels find in `ANALYSIS_BY`, `ANALYSIS_SCOPE` and so on.

    Examples
    --------
    >>> read_settings(labels="zh").labels
    'zh'
    """
    folder = find_folders(texts).data
    own = folder / "lexicons"
    told = {name: os.environ.get(f"ANALYSIS_{name.upper()}") for name in CHOICES if choices.get(name) is None}
    choices = {name: value for name, value in {**choices, **told}.items() if value}
    corrections = read_statements(Correction, folder / CORRECTIONS, CORRECTION_KEY)
    overrides = read_statements(Override, folder / OVERRIDES, OVERRIDE_KEY)
    return Settings(
        lexicons=read_lexicons(*([own] if own.is_dir() else [])),
        corrections=corrections.rows,
        overrides=overrides.rows,
        table_rows={**corrections.places, **overrides.places},
        refused_rows=(*corrections.refused, *overrides.refused),
        **choices,
    )


def row_of(statement: Correction | Override, settings: Settings) -> str:
    """Where a correction or override stands: its file, and its row where that is known."""
    is_correction = isinstance(statement, Correction)
    key = statement[: len(CORRECTION_KEY if is_correction else OVERRIDE_KEY)]
    return settings.table_rows.get(key, CORRECTIONS if is_correction else OVERRIDES)


def theme_packs(settings: Settings) -> list[str]:
    """The theme packs among the lexicons.

    Examples
    --------
    >>> "environment" in theme_packs(read_settings())
    True
    """
    return sorted(name.removeprefix("themes/") for name in settings.lexicons if name.startswith("themes/"))
