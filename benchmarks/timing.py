"""Two ways of doing the same work, timed in turn: A B A B, the median of five, and the peak of memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

ROUNDS = 5


class Ratio(NamedTuple):
    """How many times faster ours is than the peer, seconds of both, and the peaks of memory Python counts."""

    work: str
    peer: str
    ratio: float
    ours: float
    theirs: float
    ours_mib: float
    theirs_mib: float


def compare(work: str, peer: str, *, ours: Callable[[], object], theirs: Callable[[], object]) -> Ratio:
    """Both in turn; the first round warms up and is not counted."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for side, call in enumerate((ours, theirs)):
            start = time.perf_counter()
            call()
            if turn:
                seconds[side].append(time.perf_counter() - start)
    mine, other = median(seconds[0]), median(seconds[1])
    return Ratio(work, peer, other / mine, mine, other, _peak(ours), _peak(theirs))


def table(rows: list[Ratio]) -> str:
    """Markdown."""
    lines = [
        "| work | peer | times faster | seconds | peer's | MiB | peer's |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.work} | {row.peer} | {row.ratio:.1f} | {row.ours:.3f} | {row.theirs:.3f} "
            f"| {row.ours_mib:.0f} | {row.theirs_mib:.0f} |"
        )
    return "\n".join(lines)


def _peak(call: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
