"""Two ways of doing the same work, timed in turn: A B A B, the median of five, and the peak of memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

ROUNDS = 5
LONG = 10  # seconds beyond which chance is small against the work
Call = Callable[[], object]
Clock = Callable[[], float]


class Ratio(NamedTuple):
    """How many times faster ours is than the peer, seconds of both, and the peaks of memory Python counts.

    `goal` is the ratio aimed at; 0 where nothing was promised.
    """

    work: str
    peer: str
    ratio: float
    ours: float
    theirs: float
    ours_mib: float | None = None
    theirs_mib: float | None = None
    goal: float = 0


class Curve(NamedTuple):
    """Seconds at growing sizes, and the slope of their logarithms: 1 is linear, 2 quadratic."""

    work: str
    sizes: Sequence[int]
    seconds: Sequence[float]
    slope: float


def compare(
    work: str,
    peer: str,
    *,
    ours: Call,
    theirs: Call,
    goal: float = 0,
    peaks: tuple[Call, Call] | None = None,
    clock: Clock = time.process_time,
    rounds: int = ROUNDS,
) -> Ratio:
    """Both in turn; the first round warms up and is not counted, unless there is but one.

    Parameters
    ----------
    peaks
        What memory is measured on, where the work itself would take too long under the tracer.
    clock
        By default the processor's seconds of this process, all threads: what others do on the machine matters less.
        Work of several processes needs the wall's.
    rounds
        One for work of minutes, which any warming up is lost in.
    """
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1) if rounds > 1 else (1,):
        for side, call in enumerate((ours, theirs)):
            spent = seconds_of(call, clock)
            if turn:
                seconds[side].append(spent)
    mine, other = median(seconds[0]), median(seconds[1])
    spread_out = clock is not time.process_time  # the tracer sees this process alone
    own_peak, other_peak = (None, None) if spread_out else map(_peak, peaks or (ours, theirs))
    return Ratio(work, peer, other / mine, mine, other, own_peak, other_peak, goal)


def seconds_of(call: Call, clock: Clock = time.perf_counter) -> float:
    """Seconds of one call."""
    start = clock()
    call()
    return clock() - start


def grow(
    work: str,
    sizes: Sequence[int],
    make: Callable[[int], Call],
    *,
    times: Callable[[int], int] = lambda size: 1,
    clock: Clock = time.process_time,
) -> Curve:
    """The processor's seconds of `make(size)()` at each size, the best of some rounds through all sizes.

    The first size warms up; what takes longer than :data:`LONG` is timed once.

    Parameters
    ----------
    times
        How often the call does the work of a size, which its seconds are divided by.
    """
    import numpy as np

    calls = [make(size) for size in sizes]
    calls[0]()
    spent = [[seconds_of(call, clock)] for call in calls]
    for _ in range(ROUNDS - 1):  # in turn, so that a busy minute does not fall on one size alone
        for own, call in zip(spent, calls, strict=True):
            if own[0] <= LONG:
                own.append(seconds_of(call, clock))
    seconds = [min(own) / times(size) for own, size in zip(spent, sizes, strict=True)]
    slope = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    return Curve(work, list(sizes), seconds, float(slope))


def all_processors() -> float:
    """The processor's seconds of this process and of those it started that have ended."""
    return sum(os.times()[:4])


def _peak(call: Call) -> float:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
