"""A person's judgement over a rule's: rows of overrides.csv, found by quotation.

A judgement wins over the rule, and is shown as such. Where its quotation is gone, stands at several places, lies in
no demand, or its value is none, it is not applied and said so; it is never guessed what was meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from analysis.directives import Directive
from analysis.frames import FRAMES
from analysis.settings import Override

FIELDS = ("theme", "theme_alt", "level", "speaker", "strength", "directive")
NO = ("no", "not a directive", "否", "不是")  # values of the field `directive`
STRENGTHS = next(column.values for column in FRAMES["directives"].columns if column.name == "strength")


class Judgement(NamedTuple):
    """What became of one row of overrides.csv.

    `status` is applied, gone (no such quotation), ambiguous (several), outside (it lies in no demand) or invalid;
    `start` and `end` are the quotation's, null where it does not stand at one place alone.
    """

    status: str
    quote: str
    field: str
    before: str | None
    after: str
    coder: str
    reason: str
    start: int | None
    end: int | None


def apply_overrides(
    text: str, directives: Sequence[Directive], overrides: Sequence[Override], *, themes: Collection[str]
) -> tuple[list[Directive], list[Judgement]]:
    """The demands as judged, and what became of every judgement.

    Parameters
    ----------
    overrides
        The rows of this document.
    themes
        Themes of the pack in use: a theme that is none of them is invalid.

    Examples
    --------
    >>> row = Directive(None, None, 1, None, True, "会议", "抓", "治水", "water", None, "firm", 0, 4)
    >>> judged, notes = apply_overrides(
    ...     "要抓治水", [row], [Override("a", "治水", "theme", "air", "X", "")], themes={"air"}
    ... )
    >>> judged[0].theme, notes[0].status, notes[0].before
    ('air', 'applied', 'water')
    """
    rows: list[Directive | None] = list(directives)
    judgements = []
    for override in overrides:
        status, start, number = _locate(text, rows, override)
        before = None
        if number is not None and (row := rows[number]) is not None:
            before, rows[number] = _change(row, override, themes)
            status = "invalid" if rows[number] is row else status
        end = None if start is None else start + len(override.quote)
        said = (override.quote, override.field, before, override.value, override.coder, override.reason)
        judgements.append(Judgement(status, *said, start, end))
    return _renumber(rows, directives), judgements


def _locate(
    text: str, rows: Sequence[Directive | None], override: Override
) -> tuple[str, int | None, int | None]:
    """Status, start of the quotation, and number of the demand it lies in (the one that shares most of it)."""
    quote = override.quote
    start = text.find(quote) if quote else -1
    if start < 0:
        return "gone", None, None
    if text.find(quote, start + 1) >= 0:
        return "ambiguous", None, None
    end = start + len(quote)
    shared = [min(end, row.end) - max(start, row.start) if row else 0 for row in rows]
    number = max(range(len(rows)), key=shared.__getitem__, default=None)
    if number is None or shared[number] <= 0:
        return "outside", start, None
    return "applied", start, number


def _change(
    row: Directive, override: Override, themes: Collection[str]
) -> tuple[str | None, Directive | None]:
    """The value before and the row as judged; the row itself where the judgement says nothing that can be done."""
    field, value = override.field.strip(), override.value.strip()
    if field == "directive":
        return "yes", None if value in NO else row
    if field not in FIELDS:
        return None, row
    before = getattr(row, field)
    if field == "level":
        fits = value in ("1", "2", "3")
        return str(before), row._replace(level=int(value)) if fits else row
    if field in ("theme", "theme_alt") and value not in themes:
        return before, row
    if field == "strength" and value not in STRENGTHS:
        return before, row
    changed: dict[str, Any] = {field: value}
    return before, row._replace(**changed)


def _renumber(rows: Sequence[Directive | None], before: Sequence[Directive]) -> list[Directive]:
    """The rows that are left; what stood under a row taken away stands under what that stood under."""
    kept = [number for number, row in enumerate(rows) if row is not None]
    numbers = {number: place for place, number in enumerate(kept)}

    def parent_of(row: Directive) -> int | None:
        """The nearest row above it that is left, by its new number."""
        parent = None if row.level == 1 else row.parent_index
        while parent is not None and parent not in numbers:
            parent = before[parent].parent_index
        return None if parent is None else numbers[parent]

    return [row._replace(parent_index=parent_of(row)) for row in rows if row is not None]
