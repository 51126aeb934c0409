"""Run the notebooks, each in a kernel of its own, and keep what comes out the same from run to run."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.folders import Folders
from analysis.store import write_text

TIMEOUT = 600  # seconds a cell may take: far above any cell on five texts, far below for ever
AT_ONCE = max(1, min(4, os.cpu_count() or 1))  # kernels side by side; each takes a core and half a gigabyte


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook: an error is named by cell and message."""

    name: str
    error: str = ""


def list_notebooks(folder: Path) -> list[Path]:
    """The notebooks of a folder in the order they are read."""
    return sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))


def run_notebooks(
    folders: Folders, *, parameters: Mapping[str, str] | None = None, only: Sequence[str] = ()
) -> list[Outcome]:
    """Execute notebooks top to bottom and write them with their outputs.

    Parameters
    ----------
    folders
        Read from `folders.notebooks`; written to `notebooks/` of `folders.out`.
    parameters
        Environment of the kernels beside the folders.
    only
        Names without suffix; all where empty.

    Returns
    -------
    list of Outcome
        One a notebook, in order. A notebook that fails is written too, up to the cell that failed.
    """
    paths = [path for path in list_notebooks(folders.notebooks) if not only or path.stem in only]
    environment = _environment(folders) | dict(parameters or {})
    target = folders.out / "notebooks"
    return asyncio.run(_run_all(paths, target, environment))


def _environment(folders: Folders) -> dict[str, str]:
    cache = folders.processed / "cache"
    for name in ("ipython", "matplotlib"):
        (cache / name).mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "ANALYSIS_HOME": str(folders.home),
        "ANALYSIS_TEXTS": str(folders.texts),
        "ANALYSIS_OUT": str(folders.out),
        # Nothing of the person's own profile may change a result, and nothing is written to the home folder.
        "IPYTHONDIR": str(cache / "ipython"),
        "MPLCONFIGDIR": str(cache / "matplotlib"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


async def _run_all(paths: Sequence[Path], target: Path, environment: Mapping[str, str]) -> list[Outcome]:
    places = asyncio.Semaphore(AT_ONCE)

    async def run(path: Path) -> Outcome:
        """Wait for a place, then run."""
        async with places:
            return await _run_one(path, target / path.name, environment)

    return await asyncio.gather(*(run(path) for path in paths))


async def _run_one(path: Path, target: Path, environment: Mapping[str, str]) -> Outcome:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],  # a warning about the transport, the same for every kernel
        resources={"metadata": {"path": str(path.parent)}},
    )
    error = ""
    try:
        await client.async_execute(env=dict(environment))
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as problem:
        error = _first_error(notebook) or str(problem).strip().splitlines()[-1]
    write_text(target, to_text(notebook))
    return Outcome(path.stem, error)


def _first_error(notebook: Any) -> str:
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                return f"cell {number}: {output.ename}: {output.evalue}"
    return ""


def to_text(notebook: Any) -> str:
    """The notebook as it is written: without anything that differs between two runs or two machines."""
    import nbformat

    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(notebook, version=4) + "\n"
