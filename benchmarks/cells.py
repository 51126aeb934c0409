"""The whole run on the project's own texts, nothing cached, against the cells of its notebooks as one script."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.timing import Ratio, compare

ROOT = Path(__file__).parents[1]
ROUNDS = 1  # each takes the better part of a minute
# The cells of all notebooks in one process, one after the other, nothing shown.
SCRIPT = """
import sys
from pathlib import Path
from analysis.notebooks import code_of, list_notebooks
names = {"__name__": "__main__", "display": lambda *shown, **how: None}
for path in list_notebooks(Path(sys.argv[1])):
    for kind, source in code_of(path):
        if kind == "code":
            exec(compile(source, path.name, "exec"), names)
"""


def run(full: bool = False) -> list[Ratio]:
    """Frames, notebooks in kernels of their own, figures, report; the script makes no report and starts no kernel."""
    return [
        compare(
            "run.py: frames, notebooks, figures, report of the project's texts, nothing cached",
            "the notebooks' cells as one script (goal: at most 3 times its seconds)",
            ours=partial(
                _in_new_folder, "-m", "analysis", "run", "--texts", str(ROOT / "data" / "raw"), "--out"
            ),
            theirs=partial(_in_new_folder, "-c", SCRIPT, str(ROOT / "notebooks")),
            goal=1 / 3,
            clock=time.perf_counter,
            rounds=ROUNDS,
        )
    ]


def _in_new_folder(*words: str) -> None:
    """Run Python with an empty folder for the results, told as the last word and to the cells."""
    with tempfile.TemporaryDirectory() as folder:
        told: Mapping[str, str] = {
            "ANALYSIS_HOME": str(ROOT),
            "ANALYSIS_TEXTS": str(ROOT / "data" / "raw"),
            "ANALYSIS_OUT": folder,
            "MPLBACKEND": "agg",
        }
        subprocess.run(
            [sys.executable, *words, folder],
            check=True,
            cwd=ROOT / "notebooks",
            env={**os.environ, **told},
            stdout=subprocess.DEVNULL,
        )
