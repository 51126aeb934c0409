"""What was measured, kept as numbers, and the page and the figure made of them."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import log
from pathlib import Path
from textwrap import fill
from typing import Any

FOLDER = Path(__file__).parent
RESULTS, PAGE = FOLDER / "results.json", FOLDER / "README.md"
RATIOS, SLOPES = FOLDER / "ratios.png", FOLDER / "slopes.png"

HEAD = """# What is fast, and what intervals cover

`python run.py bench` measures all of this anew and writes this page, `results.json` and the figure; `python run.py bench PART …`
one part ({parts}); `--full` takes 10,000 texts for *pipe* and *rerun* and 100,000 short ones for *runners* and *growth*,
minutes each on a quiet machine; `--print` writes nothing. A folder of other texts is timed beside the project's own where
`ANALYSIS_CORPORA` names one. Nothing on this page is written by hand.

Times are medians of five rounds in turn (ours, peer, ours, peer …) within one run, the first round not counted: seconds of the
processor, all threads of the process, and of the wall for *runners*, *rerun*, *start* and *cells*; for *growth* the best of
five rounds, with the seconds of the processes that write frames. What takes minutes is
timed once: *rerun*, *cells*, and the largest sizes of `--full`. Memory is the peak that Python's own tracer
sees, which leaves out what Arrow and Rust hold (for the cluster: the most a worker process ever held); the pipe's is that of its
first 20 texts.

**Not to be concluded:** seconds (they are this machine's, and others may have used it: see the load); a ratio to better than
a fifth; what other texts give, above all with much furniture, many dates or Latin letters; that a peer is slow at what it is
made for (the scripts here are what a reader would write, not the peers' best); or that an interval covers for texts made
otherwise than by the generator named in `coverage.py`.

![How many times faster than the peer](ratios.png)
"""
SLOPES_SHOWN = "![How time grows with the number and the length of texts](slopes.png)\n"


def save(part: str, rows: Any, parts: Sequence[str]) -> None:
    """Keep a part's numbers, and make the page and the figure of all that are kept."""
    from analysis.store import write_text

    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    kept[part] = {"when": machine(), "kind": kind_of(rows), "rows": plain(rows)}
    kept = {name: kept[name] for name in parts if name in kept}
    write_text(RESULTS, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    draw(kept)
    head = [HEAD.format(parts=", ".join(parts)), *([SLOPES_SHOWN] if "growth" in kept else [])]
    sections = [
        f"## {name}\n\n{own['when']}\n\n{table(own['kind'], own['rows'])}\n" for name, own in kept.items()
    ]
    write_text(PAGE, "\n".join([*head, *sections]))


def machine() -> str:
    """Date, machine and load."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), "
        f"{platform.system()}, Python {sys.version.split()[0]}, load {load:.1f} at the end."
    )


def kind_of(rows: Any) -> str:
    return "text" if isinstance(rows, str) else type(rows[0]).__name__


def plain(rows: Any) -> Any:
    """Rows as JSON holds them, six significant digits."""
    if isinstance(rows, str):
        return rows
    return [{key: _rounded(value) for key, value in row._asdict().items()} for row in rows]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return [_rounded(item) for item in value] if isinstance(value, (list, tuple)) else value


def table(kind: str, rows: Any) -> str:
    """Markdown."""
    if kind == "text":
        return rows
    header, line = TABLES[kind]
    names = header.split(" | ")
    return "\n".join(
        [f"| {header} |", "|" + "---|" * len(names), *(f"| {' | '.join(line(row))} |" for row in rows)]
    )


def _ratio(row: dict[str, Any]) -> list[str]:
    goal = f"{row['goal']:.2g}" if row["goal"] else ""
    mib = ["" if row[key] is None else f"{row[key]:.0f}" for key in ("ours_mib", "theirs_mib")]
    seconds = [f"{row[key]:.3g}" for key in ("ours", "theirs")]
    return [row["work"], row["peer"], f"{row['ratio']:.3g}", goal, *seconds, *mib]


def _curve(row: dict[str, Any]) -> list[str]:
    sizes = f"{row['sizes'][0]:,} to {row['sizes'][-1]:,}"
    seconds = ", ".join(f"{s:.3g}" for s in row["seconds"])
    return [row["work"], sizes, f"{row['slope']:.2f}", f"{_last_slope(row):.2f}", seconds]


def _last_slope(row: dict[str, Any]) -> float:
    """Slope of the last step alone, where what is done once whatever the size weighs least."""
    (one, two), (before, after) = row["sizes"][-2:], row["seconds"][-2:]
    return log(after / before) / log(two / one)


def _start(row: dict[str, Any]) -> list[str]:
    return [row["work"], f"{row['seconds']:.2f}", f"{row['goal']:.2g}" if row["goal"] else ""]


TABLES = {
    "Ratio": ("work | peer | times faster | goal | seconds | peer's | MiB | peer's", _ratio),
    "Curve": ("work | from … to | slope | slope of the last step | seconds", _curve),
    "Start": ("start | seconds | goal", _start),
}


def draw(kept: dict[str, Any]) -> None:
    """Both figures of what is kept."""
    ratios = [row for own in kept.values() if own["kind"] == "Ratio" for row in own["rows"]]
    curves = [row for own in kept.values() if own["kind"] == "Curve" for row in own["rows"]]
    if ratios:
        _draw(RATIOS, len(ratios), lambda axes: _draw_ratios(axes, ratios[::-1]))
    if curves:
        _draw(SLOPES, 0.6 * len(curves), lambda axes: _draw_slopes(axes, curves[::-1]))


def _draw(path: Path, n_rows: float, fill: Callable[[Any], None]) -> None:
    import matplotlib.pyplot as plt

    from analysis.store import atomic

    figure, axes = plt.subplots(figsize=(9, 0.55 * n_rows + 1), layout="constrained")
    fill(axes)
    axes.margins(y=0.03)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    with atomic(path) as temporary:
        figure.savefig(temporary, dpi=150, format="png", metadata={"Software": None})
    plt.close(figure)


def _draw_ratios(axes: Any, rows: Sequence[dict[str, Any]]) -> None:
    """A bar for each peer on a logarithmic scale, the goal as a mark."""
    axes.barh(range(len(rows)), [row["ratio"] - 1 for row in rows], left=1, color="#4477aa", height=0.55)
    for at, row in enumerate(rows):
        end = (max(row["ratio"], row["goal"], 1), at)
        axes.annotate(f"{row['ratio']:.3g}×", end, (5, 0), textcoords="offset points", va="center")
        if row["goal"]:
            axes.plot([row["goal"]] * 2, [at - 0.38, at + 0.38], color="#222222", linewidth=1.5)
    labels = [f"{_fold(row['work'])}\nagainst {_fold(row['peer'])}" for row in rows]
    axes.set_xscale("log")
    axes.set_yticks(range(len(rows)), labels, fontsize=8)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_xlabel("times faster (a line marks the goal)")
    axes.axvline(1, color="#888888", linewidth=0.8)
    axes.margins(x=0.12)


def _draw_slopes(axes: Any, rows: Sequence[dict[str, Any]]) -> None:
    """A dot for each step: 1 is linear, 2 quadratic."""
    axes.axvline(1, color="#888888", linewidth=0.8)
    axes.plot([row["slope"] for row in rows], range(len(rows)), "o", color="#4477aa")
    for at, row in enumerate(rows):
        axes.annotate(
            f"{row['slope']:.2f}", (row["slope"], at), (7, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(range(len(rows)), [row["work"] for row in rows], fontsize=8)
    axes.set_xlim(0, 2.2)
    axes.set_xlabel("slope of time (1 linear, 2 quadratic)")


def _fold(text: str) -> str:
    return fill(text, 78)
