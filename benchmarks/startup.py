"""What a start costs: the command, the import, the tokenizer, a notebook's kernel."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from typing import NamedTuple

from benchmarks.timing import ROUNDS, seconds_of


class Start(NamedTuple):
    """Median seconds of a start in a fresh process, and the goal (0: none)."""

    work: str
    seconds: float
    goal: float = 0


STARTS = {
    "python, doing nothing": ("-c", "pass"),
    "analysis --help": ("-m", "analysis", "--help"),
    "import analysis": ("-c", "import analysis"),
    "import analysis and the frames' library": ("-c", "import analysis, pandas"),
    "the first token (both dictionaries)": (
        "-c",
        "from analysis import read_settings\nfrom analysis.tokens import get_tokenizer, tokenizer_settings\n"
        "get_tokenizer(tokenizer_settings(read_settings())).terms('会议')",
    ),
}


def run(full: bool = False) -> list[Start]:
    """Fresh processes one after the other, then fresh kernels."""
    rows = [
        Start(work, _median(lambda words=words: _python(*words)), 0.2 if "help" in work else 0)
        for work, words in STARTS.items()
    ]
    with suppress(ImportError):
        rows += [
            Start("a notebook's kernel until it answers", _median(lambda: _kernel("pass"))),
            Start(
                "… and the imports of a first figure",
                _median(lambda: _kernel("import analysis, pandas, matplotlib.pyplot, scipy.sparse")),
            ),
        ]
    return rows


def _median(call: Callable[[], object]) -> float:
    call()
    return median(seconds_of(call) for _ in range(ROUNDS))


def _python(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def _kernel(code: str) -> None:
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)
    try:
        client.execute_interactive(code, timeout=60)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
