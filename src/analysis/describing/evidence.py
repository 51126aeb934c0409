"""What a fact about a document rests on."""

from __future__ import annotations

from typing import NamedTuple


class Evidence(NamedTuple):
    """One stretch of the raw text that speaks for a value; offsets are null where a person said so."""

    field: str
    value: str | None
    status: str
    raw_start: int | None
    raw_end: int | None
    note: str


class Finding(NamedTuple):
    """A value, what became of it, and the evidence for and against it."""

    value: str | None
    status: str
    evidence: tuple[Evidence, ...] = ()
