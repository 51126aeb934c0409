"""The same per-document function, run here, on all cores or on a cluster; results do not depend on which.

Whatever the runner: results come in order, and only a few pieces of work are under way at a time, so that memory does not
grow with their number. The function travels as bytes and is unpacked once a process: what it holds (the lexicons) is
one object there, and everything built from it is built once.
"""

from __future__ import annotations

import os
import pickle
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")
RUNNERS = ("serial", "processes", "dask")
FEW = 64  # below so many documents starting processes takes longer than the work
CHUNK = 16  # documents sent at a time: a quarter of a second's work against a millisecond's transport
AHEAD = 3  # pieces under way for each worker: one at work, one waiting there, one on its way back


def run(
    function: Callable[[Work], Result],
    work: Iterable[Work],
    *,
    runner: str | None = None,
    cluster: str | None = None,
    chunk: int = CHUNK,
) -> Iterator[Result]:
    """Results of `function` over `work`, in order.

    Parameters
    ----------
    function
        Pure, and importable by another process.
    work
        One item a document; an iterator is drawn from as results are taken.
    runner
        `serial`, `processes`, `dask`, or None for what pays at this number of documents.
    cluster
        With `dask`: the address of a scheduler; None starts a cluster on this machine, one worker a core.
    chunk
        Items sent to a process at a time.

    Raises
    ------
    ValueError
        If there is no such runner, or an address is given to another one than `dask`.

    Examples
    --------
    >>> list(run(len, ["ab", "c"]))
    [2, 1]
    """
    if not runner and not cluster:
        runner = "serial" if isinstance(work, Sized) and len(work) < FEW else "processes"
    return _in_order(function, work, chunk, workers(runner, cluster))


Spread = Callable[..., Iterator[Any]]


@contextmanager
def workers(runner: str | None = None, cluster: str | None = None) -> Iterator[Spread]:
    """One runner for several functions: `spread(function, work, chunk)` gives the results in order.

    Parameters
    ----------
    runner, cluster
        As for :func:`run`; by default all cores, or the cluster whose address is given.
    """
    runner = runner or ("dask" if cluster else "processes")
    if runner not in RUNNERS:
        raise ValueError(f"runner {runner!r} is not one of {RUNNERS}")
    if cluster and runner != "dask":
        raise ValueError(f"a cluster needs the runner dask, not {runner}")
    if runner == "serial":
        yield lambda function, work, chunk=CHUNK: map(function, work)
        return
    with _processes() if runner == "processes" else _cluster(cluster) as (submit, n_workers):
        yield partial(_spread, submit, AHEAD * n_workers)


def _in_order(
    function: Callable[[Work], Result],
    work: Iterable[Work],
    chunk: int,
    opened: AbstractContextManager[Spread],
) -> Iterator[Result]:
    with opened as spread:
        yield from spread(function, work, chunk)


def _spread(
    submit: Callable[..., Any],
    ahead: int,
    function: Callable[[Work], Result],
    work: Iterable[Work],
    chunk: int = CHUNK,
) -> Iterator[Result]:
    """Results of chunks of work in order, a few chunks under way."""
    packed = zlib.compress(pickle.dumps(function, pickle.HIGHEST_PROTOCOL), 1)
    items = iter(work)
    chunks = iter(lambda: list(islice(items, chunk)), [])
    under_way: deque[Any] = deque(submit(_call, packed, own) for own in islice(chunks, ahead))
    while under_way:
        results = under_way.popleft().result()
        under_way.extend(submit(_call, packed, own) for own in islice(chunks, 1))
        yield from results


def _call(packed: bytes, items: list[Any]) -> list[Any]:
    """What the other process does."""
    return [*map(_unpacked(packed), items)]


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Callable[[Any], Any]:
    return pickle.loads(zlib.decompress(packed))


@contextmanager
def _processes() -> Iterator[tuple[Callable[..., Any], int]]:
    from concurrent.futures import ProcessPoolExecutor

    n_workers = os.cpu_count() or 1
    with ProcessPoolExecutor(max_workers=n_workers) as pool:
        try:
            yield pool.submit, n_workers
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str | None) -> Iterator[tuple[Callable[..., Any], int]]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ValueError("the runner dask needs the extra `cluster`: pip install dask[distributed]") from None
    if address is None:
        # A thread a worker: the work is Python's own, which two threads of a process share. No dashboard.
        with (
            LocalCluster(n_workers=os.cpu_count(), threads_per_worker=1, dashboard_address=None) as local,
            Client(local) as client,
        ):
            yield _submitter(client)
    else:
        with Client(address) as client:
            yield _submitter(client)


def _submitter(client: Any) -> tuple[Callable[..., Any], int]:
    """A cluster's `submit`, and how many threads its workers have."""
    if not (threads := sum(client.nthreads().values())):
        client.wait_for_workers(1)
        threads = sum(client.nthreads().values())
    return lambda *task: client.submit(*task, pure=False), threads
