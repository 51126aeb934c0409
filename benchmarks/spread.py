"""All cores: this machine's processes and a local cluster, against a plain pool and what two cores can give at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any

from benchmarks.corpora import pages
from benchmarks.pipe import own_settings
from benchmarks.timing import ROUNDS, Ratio, compare

N_TEXTS, N_TEXTS_FULL = 200, 100_000
SENTENCES, SENTENCES_FULL = 10, 4  # short texts, so that many fit in the time
MOST_MIB = 1536  # that a worker may hold
CHUNK = 5  # texts a worker is handed at a time: few, so that no worker waits for another's last ones
SPINS = 3_000_000
WORKERS = os.cpu_count() or 1
timed = partial(compare, clock=time.perf_counter)


def run(full: bool = False) -> list[Ratio]:
    """Pools stay open over the rounds: what is compared is the work, not the start. `full`: the cluster takes 100,000."""
    sources, frame = own_sources(N_TEXTS, SENTENCES), partial(frame_size, settings=own_settings())
    many = own_sources(N_TEXTS_FULL, SENTENCES_FULL) if full else sources
    with ExitStack() as stack:
        plain = stack.enter_context(ProcessPoolExecutor(WORKERS))
        processes = stack.enter_context(opened("processes"))
        spins = timed(
            f"{WORKERS} spins on {WORKERS} processes",
            "one after the other",
            ours=lambda: list(plain.map(spin, range(WORKERS))),
            theirs=lambda: [spin(0) for _ in range(WORKERS)],
        )
        cores = timed(
            f"all frames of {len(sources):,} texts on {WORKERS} processes",
            "one process (goal: 0.9 of the spins' ratio)",
            ours=lambda: drain(processes(frame, sources, CHUNK)),
            theirs=lambda: drain(map(frame, sources)),
            goal=0.9 * spins.ratio,
        )
        pool = timed(
            f"all frames of {len(sources):,} texts, our processes",
            "a plain ProcessPoolExecutor.map",
            ours=lambda: drain(processes(frame, sources, 16)),
            theirs=lambda: drain(plain.map(frame, sources, chunksize=16)),
        )
        dask = stack.enter_context(opened("dask"))  # last: its threads must not be there when processes fork
        drain(dask(frame, sources, 16))  # its workers read the dictionaries, as the processes have
        cluster = timed(
            f"all frames of {len(many):,} texts, a Dask cluster of {WORKERS} workers",
            f"our processes (goal of memory: {MOST_MIB:,} MiB a worker)",
            ours=lambda: drain(dask(frame, many, 64 if full else 16)),
            theirs=lambda: drain(processes(frame, many, 16)),
            goal=0.85,
            rounds=1 if full else ROUNDS,
        )
        peak = max(dask(resident, range(4 * WORKERS), 1))
    return [spins, cores, pool, cluster._replace(ours_mib=peak, theirs_mib=None)]


def opened(runner: str) -> Any:
    from analysis.runners import workers

    return workers(runner)


def own_sources(number: int, sentences: int) -> list[Any]:
    from analysis.reading import Source

    return [Source(f"d{i}", f"d{i}.txt", page) for i, page in enumerate(pages(number, sentences))]


def frame_size(source: Any, settings: Any) -> int:
    """Everything of one document, of which only a number travels back."""
    from analysis.pipeline import frame_document

    return len(frame_document(source, settings)["tokens"]["start"])


def spin(_: int) -> int:
    """Pure Python on one core."""
    total = 0
    for i in range(SPINS):
        total += i & 7
    return total


def resident(_: int) -> float:
    """The most memory this process ever held, in MiB."""
    import resource
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2 ** (20 if sys.platform == "darwin" else 10)


def drain(results: Iterator[Any]) -> int:
    return sum(results)
