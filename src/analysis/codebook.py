"""The codebook: every column of every frame and result, printed from the tables they are made by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.frames import FRAMES, Frame
from analysis.measures.results import RESULTS
from analysis.store import write_text

BEGIN, END = "<!-- written by `analysis codebook`: do not edit below -->", "<!-- end of the written part -->"


def codebook_text() -> str:
    """Markdown: one table a frame and one a result, keys in bold."""
    results = (
        "## Columns of every result\n\nWhat `measure_…` returns, and what stands in the CSV beside a figure."
    )
    return "\n\n".join([*_sections(FRAMES.values()), results, *_sections(RESULTS.values())])


def _sections(frames: Iterable[Frame]) -> list[str]:
    return [_section(frame) for frame in frames]


def _section(frame: Frame) -> str:
    lines = [f"### {frame.name}", "", f"One row per {frame.row}.", ""]
    lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
    for column in frame.columns:
        name = f"**{column.name}**" if column.name in frame.key else column.name
        values = f" One of: {', '.join(column.values)}." if column.values else ""
        lines.append(f"| {name} | {column.dtype} | {column.unit} | {column.meaning}.{values} |")
    return "\n".join(lines)


def write_codebook(path: Path) -> None:
    """Replace the written part of a README between its two marks; the words around it stay."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    write_text(path, f"{before}{BEGIN}\n\n{codebook_text()}\n\n{END}{after}")
