"""Tokens on the line of all texts, in order: where each begins, and which of them lie in a span."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.counts.line import Frames, Line, cut, ranges, slices, strings

if TYPE_CHECKING:
    import pandas as pd


class Laid(NamedTuple):
    """Tokens in order.

    Parameters
    ----------
    tokens
        The rows of the frame, in order of their places.
    starts
        Where each begins on the line.
    codes
        The number of each one's term.
    terms
        The term of each number.
    """

    line: Line
    tokens: pd.DataFrame
    starts: np.ndarray
    codes: np.ndarray
    terms: list[str]

    @classmethod
    def of(cls, frames: Frames, line: Line | None = None) -> Laid:
        """The tokens of frames (texts, tokens)."""
        tokens, line = frames["tokens"], line or Line(frames)
        starts = line.place(tokens["doc_id"], tokens["start"])
        if np.any(starts[1:] < starts[:-1]):
            order = np.argsort(starts, kind="stable")
            tokens, starts = tokens.iloc[order], starts[order]
        term = tokens["term"].array
        return cls(line, tokens, starts, term.codes, strings(term.categories))

    def ends(self, numbers: np.ndarray) -> np.ndarray:
        """Where some tokens end on the line."""
        sizes = self.tokens["end"].to_numpy()[numbers] - self.tokens["start"].to_numpy()[numbers]
        return self.starts[numbers] + sizes

    def sizes(self) -> np.ndarray:
        """Tokens of each term."""
        total = np.zeros(len(self.terms), dtype=np.int64)
        for rows in slices(len(self.codes)):
            total += np.bincount(self.codes[rows], minlength=len(total))
        return total

    def is_flagged(self, column: str) -> np.ndarray:
        """For each term whether any of its tokens has a flag."""
        flagged, flags = np.zeros(len(self.terms), dtype=bool), self.tokens[column].to_numpy()
        for rows in slices(len(self.codes)):
            flagged[self.codes[rows][flags[rows]]] = True
        return flagged

    def within(
        self, spans: pd.DataFrame, row_of_span: np.ndarray, n_rows: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Codes of the tokens that begin in spans, row after row, and where each row begins among them, and the end."""
        starts, ends, order = self.line.cover(spans)
        first, last = cut(self.starts, starts, ends)
        sizes, row = last - first, row_of_span[order]
        by_row = np.argsort(row, kind="stable")
        of_rows = np.bincount(row, weights=sizes, minlength=n_rows).astype(np.int64)
        return self.codes[ranges(first[by_row], sizes[by_row])], np.concatenate([[0], np.cumsum(of_rows)])
