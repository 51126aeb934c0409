"""What a run is held against the next one by: its tables and its findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.store import write_text


def read_results(out: Path) -> dict[str, str]:
    """Name → content of a run's tables, and of the findings its notebooks show."""
    found = {path.name: path.read_text("utf-8-sig") for path in sorted((out / "figures").glob("[!.]*.csv"))}
    for path in sorted((out / "notebooks").glob("[!.]*.ipynb")):
        found[f"{path.stem}.findings"] = "\n".join(_findings(path))
    return found


def keep_results(folder: Path, results: Mapping[str, str]) -> None:
    """Keep a run's results for the next one to be held against."""
    write_text(folder / "previous.json", json.dumps(results, ensure_ascii=False))


def kept_results(folder: Path) -> dict[str, str]:
    """What :func:`keep_results` kept; empty where nothing was."""
    try:
        kept = json.loads((folder / "previous.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _findings(path: Path) -> Iterator[str]:
    """The sentences that a notebook shows as its findings."""
    for cell in json.loads(path.read_text("utf-8")).get("cells", []):
        if "show_findings" in "".join(cell["source"]):
            for output in cell.get("outputs", []):
                lines = "".join(output.get("data", {}).get("text/markdown", "")).splitlines()
                yield from (line.removeprefix("- ") for line in lines if line.startswith("- "))
