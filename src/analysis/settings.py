"""What a run is told, each default with its reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis.folders import find_folders
from analysis.lexicons import Entry, read_lexicons

SCOPES = ("attributed", "body", "directives")
LABELS = ("zh", "en", "both")


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


@dataclass(frozen=True)
class Settings:
    """What the text half of the pipe and the measures are told.

    Parameters
    ----------
    lexicons
        Name → rows; see :mod:`analysis.lexicons`.
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
    theme_pack: str = "environment"
    scope: str = "attributed"
    by: str = "doc_id"
    labels: str = "both"
    limits: Limits = Limits()

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
        Any field of :class:`Settings`.

    Examples
    --------
    >>> read_settings(labels="zh").labels
    'zh'
    """
    folder = find_folders(texts).data
    own = folder / "lexicons"
    return Settings(
        lexicons=read_lexicons(*([own] if own.is_dir() else [])),
        corrections=tuple(Correction(**row) for row in _rows(folder / "corrections.csv")),
        overrides=tuple(Override(**row) for row in _rows(folder / "overrides.csv")),
        **choices,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
