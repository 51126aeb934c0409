"""Run the notebooks, each in a kernel of its own, and keep what comes out the same from run to run."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from analysis.folders import Folders
from analysis.store import write_text

WIDGET = "application/vnd.jupyter.widget-view+json"
TIMEOUT = 600  # seconds a cell may take: far above any cell on five texts, far below for ever
AT_ONCE = max(1, min(4, os.cpu_count() or 1))  # kernels side by side; each takes a core and half a gigabyte

TOLD = "  # as told to analysis run"  # ends the lines that a run puts into the cell of parameters


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook: an error is named by cell and message; `written` are the files it wrote."""

    name: str
    error: str = ""
    written: tuple[Path, ...] = ()


def list_notebooks(folder: Path) -> list[Path]:
    """The notebooks of a folder in the order they are read."""
    return sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))


def run_notebooks(
    folders: Folders,
    *,
    choices: Mapping[str, str] | None = None,
    only: Sequence[str] | None = None,
    done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Execute notebooks top to bottom and write them with their outputs.

    Parameters
    ----------
    folders
        Read from `folders.notebooks`; written to `notebooks/` of `folders.out`.
    choices
        What the run was told of `by`, `scope`, `theme_pack`, `labels`: it holds over the cell of parameters, and the
        notebook says so. The notebooks a person edits keep their parameters; copies elsewhere take the choices.
    only
        Names without suffix; None for all.
    done
        Called as each notebook ends.

    Returns
    -------
    list of Outcome
        One a notebook, in order. A notebook that fails is written too, up to the cell that failed.
    """
    paths = [path for path in list_notebooks(folders.notebooks) if only is None or path.stem in only]
    target = folders.out / "notebooks"
    environment = _environment(folders, choices or {})
    jobs = [_Job(path, target / path.name, dict(choices or {}), environment, done) for path in paths]
    return asyncio.run(_run_all(jobs))


class _Job(NamedTuple):
    path: Path
    target: Path
    choices: dict[str, str]
    environment: dict[str, str]
    done: Callable[[Outcome], None]


def _environment(folders: Folders, choices: Mapping[str, str]) -> dict[str, str]:
    cache = folders.processed / "cache"
    for name in ("ipython", "matplotlib"):
        (cache / name).mkdir(parents=True, exist_ok=True)
    told = {f"ANALYSIS_{name.upper()}": value for name, value in choices.items()}
    return {**os.environ, **told} | {
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


async def _run_all(jobs: Sequence[_Job]) -> list[Outcome]:
    places = asyncio.Semaphore(AT_ONCE)

    async def run(job: _Job) -> Outcome:
        """Wait for a place, then run."""
        async with places:
            outcome = await _run_one(job)
            job.done(outcome)
            return outcome

    return await asyncio.gather(*(run(job) for job in jobs))


async def _run_one(job: _Job) -> Outcome:
    import nbformat

    notebook = nbformat.read(job.path, as_version=4)
    sources = [cell.source for cell in notebook.cells]
    tell(notebook, job.choices)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "written"
        error = await _execute(notebook, job, {"ANALYSIS_WRITTEN": str(ledger)})
        written = ledger.read_text("utf-8").splitlines() if ledger.is_file() else []
    if job.target == job.path:
        for cell, source in zip(notebook.cells, sources, strict=True):
            cell.source = source
    write_text(job.target, to_text(notebook))
    return Outcome(job.path.stem, error, tuple(sorted({job.target, *map(Path, written)})))


async def _execute(notebook: Any, job: _Job, more: Mapping[str, str]) -> str:
    """Execute all cells; the first error, if there is one."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # the kernel sends what a cell prints in as many pieces as it likes
        extra_arguments=["--log-level=ERROR"],  # a warning about the transport, the same for every kernel
        resources={"metadata": {"path": str(job.path.parent)}},
    )
    try:
        await client.async_execute(env={**job.environment, **more})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as problem:
        return _first_error(notebook) or str(problem).strip().splitlines()[-1]
    return ""


def tell(notebook: Any, choices: Mapping[str, str]) -> None:
    """Put choices at the end of the cell of parameters, with a line of output that says so."""
    for cell in notebook.cells:
        if choices and "parameters" in cell.metadata.get("tags", ()):
            lines = [f"{name} = {value!r}{TOLD}" for name, value in choices.items()]
            said = ", ".join(f"{name} = {value!r}" for name, value in choices.items())
            kept = [line for line in cell.source.split("\n") if not line.endswith(TOLD)]
            cell.source = "\n".join([*kept, *lines, f"print({'analysis run: ' + said!r}){TOLD}"])
            return


def code_of(path: Path) -> list[tuple[str, str]]:
    """What of a notebook decides its outputs: kind and source of its cells."""
    cells = json.loads(path.read_text("utf-8")).get("cells", [])
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def _first_error(notebook: Any) -> str:
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                return f"cell {number}: {output.ename}: {output.evalue}"
    return ""


def is_live(notebook: Any) -> bool:
    """Whether a notebook shows widgets: these are nothing without their kernel, and differ from run to run."""
    return any(
        WIDGET in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())
    )


def to_text(notebook: Any) -> str:
    """The notebook as it is written: without anything that differs between two runs or two machines."""
    import nbformat

    live = is_live(notebook)
    for number, cell in enumerate(notebook.cells):
        if live and cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.id = f"cell-{number:02d}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(notebook, version=4) + "\n"
