"""Blanks and line ends: one paragraph a line, and no blank but between names and the clauses of a headline.

Three kinds of broken lines are mended: text wrapped at a fixed width, by line ends or (copied from a viewer) by
blanks; a paragraph cut in two, by an image or a page end; and numbers that a converter put on lines of their own.

1. `lines` says where the lines are, how wide, and at which width they were wrapped;
2. `ends` decides every line end, `blanks` every blank inside a line;
3. `inline` comes before all that: it joins sentences that a converter broke round links and notes.
"""

from __future__ import annotations

from analysis.cleaning.page import Page, has_han
from analysis.cleaning.wraps.blanks import is_prose, settle_inner_blanks
from analysis.cleaning.wraps.ends import CLOSERS, settle_line_ends
from analysis.cleaning.wraps.lines import BLANK, split_lines, wrap_width
from analysis.provenance import Replacement, code_points

__all__ = ["CLOSERS", "settle_blanks", "wrap_width"]

RUNNING_HAN = 12  # Han characters from which a line that goes on in the next one is running text


def settle_blanks(page: Page) -> list[Replacement]:
    """Decide every run of blanks and line ends: nothing, one blank, or one line end."""
    text = page.text
    starts, ends = _blank_runs(text)
    lines = split_lines(text)
    width = wrap_width([line.text for line in lines])
    gaps = settle_line_ends(page, lines, width)
    inner: dict[int, tuple[str, str]] = {}
    for line in lines:
        if " " in line.text or "\t" in line.text:
            goes_on = gaps.get(line.end, ("\n", BLANK))[0] == "" and has_han(line.text, RUNNING_HAN)
            inner.update(settle_inner_blanks(line, prose=goes_on or is_prose(line.text)))
    replacements = []
    for start, end in zip(starts, ends, strict=True):
        after, rule = gaps.get(start) or inner.get(start) or ("", BLANK)
        if text[start:end] != after:
            replacements.append(Replacement(start, end, after, rule))
    return replacements


def _blank_runs(text: str) -> tuple[list[int], list[int]]:
    """Where runs of blanks, tabs and line feeds start and end."""
    codes = code_points(text)
    blanks = ((codes == 32) | (codes == 10) | (codes == 9)).nonzero()[0]
    if not len(blanks):
        return [], []
    apart = blanks[1:] - blanks[:-1] > 1
    starts = [int(blanks[0]), *blanks[1:][apart].tolist()]
    return starts, [*(blanks[:-1][apart] + 1).tolist(), int(blanks[-1]) + 1]
