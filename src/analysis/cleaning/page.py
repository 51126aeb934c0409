"""A page under repair: the draft, what is known of it, and what could not be repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from analysis.cleaning.rules import Rules
from analysis.provenance import Draft, Vote, code_points

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0002fa1f"
HAN_CHARACTER = re.compile(f"[{HAN}]")
HAN_RUN = re.compile(f"[{HAN}]+")
# Marks that close a sentence or clause group; five real texts have ASCII marks, so both widths count.
TERMINAL = "。！？；：!?;:…"
CLOSING = "”’\"'」』》）)】]"


BASIC = 0x10000  # code points of the basic plane
HAN_FIRST, HAN_LAST = 0x4E00, 0xA000  # the block of plain Han characters


class Flaw(NamedTuple):
    """A stretch of the raw text that could not be repaired."""

    raw_start: int
    raw_end: int
    kind: str
    note: str


@dataclass
class Page:
    """One document on its way through the steps."""

    draft: Draft
    rules: Rules
    votes: tuple[Vote, ...] = ()
    flaws: list[Flaw] = field(default_factory=list)
    script: str = "simplified"
    _seen: np.ndarray | None = None
    _signs: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.draft.text

    @property
    def seen(self) -> np.ndarray:
        """For each code point below 65,536 whether the text has it, or had it: steps that need none are skipped.

        A table is several times faster than a set of one-character strings.
        """
        if self._seen is None:
            codes = code_points(self.text)
            beyond: list[int] = []
            if len(codes) and codes.max() >= BASIC:
                beyond = np.unique(codes[codes >= BASIC]).tolist()
                codes = codes[codes < BASIC]
            self._seen = np.zeros(BASIC, dtype=bool)
            self._seen[codes] = True
            signs = [
                *self._seen[:HAN_FIRST].nonzero()[0].tolist(),
                *(self._seen[HAN_LAST:].nonzero()[0] + HAN_LAST).tolist(),
            ]
            self._signs = frozenset(map(chr, (*signs, *beyond)))
        return self._seen

    @property
    def signs(self) -> frozenset[str]:
        """The characters of the text that are not plain Han: few, so that ranges can be looked for in them."""
        return self._signs if self.seen is not None else frozenset()

    def forget_characters(self) -> None:
        """A step brings characters that the text did not have."""
        self._seen = None

    def flag(self, start: int, end: int, note: str, kind: str = "unrecoverable") -> None:
        """Note that a stretch of the present text is damaged beyond certain repair."""
        offsets = self.draft.raw_offsets
        self.flaws.append(Flaw(int(offsets[start]), int(offsets[end]), kind, note))


def count_han(text: str) -> int:
    """Number of Han characters."""
    return sum(map(len, HAN_RUN.findall(text)))


def has_han(text: str, least: int) -> bool:
    """Whether a text has so many Han characters: of a long one the beginning mostly tells.

    Examples
    --------
    >>> has_han("PM2.5治理", 2), has_han("PM2.5治理", 3)
    (True, False)
    """
    return count_han(text[: 4 * least]) >= least or (len(text) > 4 * least and count_han(text) >= least)
