"""The same per-document function, run here or on all cores; results do not depend on which."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")
RUNNERS = ("serial", "processes")
FEW = 64  # below so many documents starting processes takes longer than the work


def run(
    function: Callable[[Work], Result], work: Sequence[Work], *, runner: str | None = None
) -> Iterator[Result]:
    """Results of `function` over `work`, in order.

    Parameters
    ----------
    function
        Pure, and importable by another process.
    work
        One item a document.
    runner
        `serial`, `processes`, or None for what pays at this number of documents.

    Examples
    --------
    >>> list(run(len, ["ab", "c"]))
    [2, 1]
    """
    runner = runner or ("serial" if len(work) < FEW else "processes")
    if runner not in RUNNERS:
        raise ValueError(f"runner {runner!r} is not one of {RUNNERS}")
    return map(function, work) if runner == "serial" else _in_processes(function, work)


def _in_processes(function: Callable[[Work], Result], work: Iterable[Work]) -> Iterator[Result]:
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(function, work, chunksize=16)
