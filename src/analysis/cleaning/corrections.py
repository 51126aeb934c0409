"""A person's repairs: the last word over every rule, through the same ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from analysis.cleaning.page import Page
from analysis.provenance import Replacement, locate_clean

RULE = "correction"


class Correction(Protocol):
    """What of a correction is needed here; see :class:`analysis.settings.Correction`."""

    @property
    def find(self) -> str:
        """The characters to be repaired, as they stand in the clean text or else in the raw one."""

    @property
    def replace(self) -> str:
        """What to put in their place."""


def apply_corrections(page: Page, corrections: Iterable[Correction]) -> list[str]:
    """Apply corrections in order; give back what no correction found any more.

    What is sought is looked for in the clean text, every occurrence; where it is not there, in the raw text: so
    that a line which a rule took out is put back by a correction that finds and replaces it by itself.
    """
    unused = []
    for correction in corrections:
        wishes = _in_clean(page, correction) or _in_raw(page, correction)
        if wishes is None:
            unused.append(correction.find)
        else:
            page.draft.replace(RULE, wishes)
    return unused


def _in_clean(page: Page, correction: Correction) -> list[Replacement]:
    return [
        Replacement(start, start + len(correction.find), correction.replace)
        for start in _occurrences(page.text, correction.find)
    ]


def _in_raw(page: Page, correction: Correction) -> list[Replacement] | None:
    found = _occurrences(page.draft.raw_text, correction.find)
    if not found:
        return None
    wishes: list[Replacement] = []
    for raw_start in found:
        start, end = locate_clean(raw_start, raw_start + len(correction.find), page.draft.raw_offsets)
        after = correction.replace
        if start == end and correction.find == after:  # a line taken out comes back as a line
            after = after if start == 0 or page.text[start - 1] == "\n" else "\n" + after
            after += "" if after.endswith("\n") or page.text[start : start + 1] in ("\n", "") else "\n"
        if not wishes or start >= wishes[-1].end:
            wishes.append(Replacement(start, end, after))
    return wishes


def _occurrences(text: str, find: str) -> list[int]:
    """Starts of the occurrences that do not overlap."""
    starts = []
    position = text.find(find) if find else -1
    while position >= 0:
        starts.append(position)
        position = text.find(find, position + len(find))
    return starts
