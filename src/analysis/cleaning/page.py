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
    _codes: np.ndarray | None = None
    _signs: frozenset[str] | None = None

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.draft.text

    @property
    def codes(self) -> np.ndarray:
        """Code points of what the text has, or had before characters went: steps that need none of it are skipped."""
        if self._codes is None:
            self._codes = code_points(self.text)
        return self._codes

    @property
    def signs(self) -> frozenset[str]:
        """The characters among them that are not plain Han: few, so that ranges can be looked for in them."""
        if self._signs is None:
            # What is below the first wraps round, and is beyond the last too.
            others = self.codes[self.codes - HAN_FIRST >= HAN_LAST - HAN_FIRST]
            self._signs = frozenset(others.tobytes().decode("utf-32-le", "surrogatepass"))
        return self._signs

    def forget_characters(self) -> None:
        """A step brings characters that the text did not have."""
        self._codes = self._signs = None

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
