"""What is printed on every page of a PDF beside its text: running heads and feet, page numbers, a browser's line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from analysis.provenance import RUNNING, Vote

# Lines at the edges of a page among which they stand; some readers give both last.
HEAD_LINES, FOOT_LINES = 2, 3
MOST_SHEETS = 0.5  # share of the pages from which a line at their edge is of all of them
DIGITS, BLANKS = re.compile(r"\d+"), re.compile(r"\s+")
# What browsers print: the address and the number of the page below, the day and the title above.
ADDRESS = re.compile(r"(?:https?|file)://\S+\s+\d+\s*/\s*\d+")
PRINTED = re.compile(
    r"\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?[,，]?\s*(?:上午|下午)?\s*\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?\s\S.*"
)


class _Edge(NamedTuple):
    """A line at the edge of a page: where it stands in the whole text, and what it says but for its numbers."""

    start: int
    end: int
    text: str
    key: str


def running_lines(sheets: Sequence[str]) -> list[Vote]:
    """Votes on the lines that stand at the edge of most pages; the pages follow each other with one mark between.

    Examples
    --------
    >>> running_lines(["会议强调，要\\n- 1 -", "抓好落实。\\n- 2 -"])
    [Vote(start=7, end=12, weight=-5), Vote(start=19, end=24, weight=-5)]
    >>> running_lines(["会议强调。", "会议要求。"])
    []
    """
    edges: list[list[_Edge]] = []
    position = 0
    for sheet in sheets:
        edges.append(_edges(sheet, position))
        position += len(sheet) + 1
    counts = Counter(key for found in edges for key in {edge.key for edge in found})
    least = max(2, MOST_SHEETS * len(sheets))
    votes: list[Vote] = []
    for found in edges:
        is_printed = any(ADDRESS.fullmatch(edge.text) for edge in found)
        votes += [
            Vote(edge.start, edge.end, RUNNING)
            for edge in found
            if counts[edge.key] >= least
            or (is_printed and (ADDRESS.fullmatch(edge.text) or PRINTED.fullmatch(edge.text)))
        ]
    return votes


def _edges(sheet: str, position: int) -> list[_Edge]:
    lines: list[_Edge] = []
    for line in sheet.split("\n"):
        text = line.strip()
        if text:
            start = position + line.index(text[0])
            lines.append(_Edge(start, start + len(text), text, BLANKS.sub("", DIGITS.sub("0", text))))
        position += len(line) + 1
    return lines if len(lines) <= HEAD_LINES + FOOT_LINES else lines[:HEAD_LINES] + lines[-FOOT_LINES:]
