"""What a rerun costs: one text added to many, and nothing changed, against everything anew; equal results are asserted."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.corpora import pages
from benchmarks.timing import Ratio, seconds_of

SIZES = {False: 1_000, True: 10_000}
GOAL = 20  # times as fast with one text added to ten thousand


def run(full: bool = False) -> list[Ratio]:
    """Frames of many files; then one file more; then the same once more. Wall-clock seconds, all cores."""
    number = SIZES[full]
    with tempfile.TemporaryDirectory() as folder:
        texts, store = Path(folder) / "texts", Path(folder) / "store"
        texts.mkdir()
        *most, last = pages(number + 1)
        for at, page in enumerate(most):
            (texts / f"{at:05d}.txt").write_bytes(page)
        _timed(texts, store)
        (texts / "last.txt").write_bytes(last)
        added, frames = _timed(texts, store)
        unchanged, same = _timed(texts, store)
        anew, expected = _timed(texts, False)
    for found in (frames, same):
        _require_equal(found, expected)
    whole = f"all {number + 1:,} anew"
    return [
        Ratio(f"frames with one text added to {number:,}", whole, anew / added, added, anew, goal=GOAL),
        Ratio("frames with nothing changed", whole, anew / unchanged, unchanged, anew, goal=GOAL),
    ]


def _timed(texts: Path, store: Path | bool) -> tuple[float, dict[str, Any]]:
    from analysis.pipeline import build_frames

    found: dict[str, Any] = {}
    seconds = seconds_of(lambda: found.update(build_frames(texts, store=store)), time.perf_counter)
    return seconds, found


def _require_equal(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every frame to the last value; a faster wrong answer is none."""
    from pandas.testing import assert_frame_equal

    for name, frame in expected.items():
        assert_frame_equal(found[name], frame, obj=name)
