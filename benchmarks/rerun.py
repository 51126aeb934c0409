"""What a rerun costs: one text added to many, and nothing changed, against everything anew; equal results are asserted."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import RAW, pages
from benchmarks.timing import Ratio, seconds_of

SIZES = {False: 1_000, True: 10_000}
GOAL = 20  # times as fast with one text added to ten thousand
GROUPS = 5
LAST = "last"  # sorts behind the numbers of the others, and so stands alone in the store's last file


def run(full: bool = False) -> list[Ratio]:
    """Frames of many files and TF-IDF of all groups; with one of them not yet in the store; with all. Wall, all cores.

    Libraries and dictionaries are read before, as a warm-up (what that takes: *start*).
    """
    number = SIZES[full]
    _measured(RAW, False)
    with tempfile.TemporaryDirectory() as folder:
        texts, store = Path(folder) / "texts", Path(folder) / "store"
        texts.mkdir()
        *most, last = pages(number + 1)
        for at, page in enumerate(most):
            (texts / f"{at:05d}.txt").write_bytes(page)
        (texts / f"{LAST}.txt").write_bytes(last)
        anew, expected = _timed(texts, store)
        _forget_last(store)
        added, found = _timed(texts, store)
        _require_equal(found, expected)
        unchanged, found = _timed(texts, store)
        _require_equal(found, expected)
    work, whole = "frames, and TF-IDF of all groups", f"all {number + 1:,} anew"
    return [
        Ratio(f"{work}, with one text added to {number:,}", whole, anew / added, added, anew, goal=GOAL),
        Ratio(f"{work}, with nothing changed", whole, anew / unchanged, unchanged, anew, goal=GOAL),
    ]


def _timed(texts: Path, store: Path) -> tuple[float, dict[str, Any]]:
    found: dict[str, Any] = {}
    seconds = seconds_of(lambda: found.update(_measured(texts, store)), time.perf_counter)
    return seconds, found


def _measured(texts: Path, store: Path | bool) -> dict[str, Any]:
    """All frames and a measure of all groups."""
    from analysis.measures.tfidf import measure_tfidf
    from analysis.pipeline import build_frames

    frames = build_frames(texts, store=store)
    groups = {doc_id: f"group {i % GROUPS}" for i, doc_id in enumerate(frames["documents"]["doc_id"])}
    return {**frames, "tfidf": measure_tfidf(frames, by=groups)}


def _forget_last(store: Path) -> None:
    """Bring the store back to what it was before the last text came."""
    from analysis.store.batches import list_batches

    smallest = min(list_batches(store), key=lambda batch: len(batch.keys))
    if len(smallest.keys) != 1:
        raise ValueError(f"the last text shares its file of the store with {len(smallest.keys) - 1} others")
    smallest.path.unlink()


def _require_equal(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every frame to the last value; a faster wrong answer is none."""
    for name, frame in expected.items():
        if list(found[name]) != list(frame):
            raise AssertionError(f"{name}: other columns")
        for column in frame:
            if not _is_equal(found[name][column], frame[column]):
                raise AssertionError(f"{name}.{column} is not what a full run gives")


def _is_equal(one: Any, other: Any) -> bool:
    """Two columns, to the type and the order of categories. Much faster than pandas' own assertion."""
    if one.dtype != other.dtype or len(one) != len(other):
        return False
    if one.dtype == "category" and not one.cat.categories.equals(other.cat.categories):
        return False
    if one.dtype == object:  # one array a row
        return all(map(np.array_equal, one, other))
    return bool(one.equals(other))
