"""What several tests share: the project's own corpus as frames, made once a session."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# Ordinary tests try the same few inputs each time, so that a change is judged by what it changed.
settings.register_profile("few", max_examples=60, derandomize=True, deadline=None)
settings.register_profile(
    "fuzz", max_examples=int(os.environ.get("ANALYSIS_FUZZ", "10000")), deadline=None, print_blob=True
)
settings.load_profile("few")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many invented inputs each law was tried on, and whether it held."""
    rows = list(_tried(terminalreporter.stats))
    if rows:
        terminalreporter.section("invented inputs")
        for name, tried, outcome in sorted(rows) + _cases(terminalreporter.stats):
            terminalreporter.line(f"{tried:>9,}  {outcome:<7} {name}")


def _cases(stats: dict[str, list[Any]]) -> list[tuple[str, int, str]]:
    """How many cases of hostile files and faults were tried beside the invented ones."""
    return [
        (f"cases of {name}", n, outcome)
        for name in ("hostile", "faults")
        for outcome in ("passed", "failed")
        if (n := sum(_is_of(report, name) for report in stats.get(outcome, ())))
    ]


def _is_of(report: Any, name: str) -> bool:
    return f"test_{name}.py" in report.nodeid and getattr(report, "when", "") == "call"


def _tried(stats: dict[str, list[Any]]) -> Iterator[tuple[str, int, str]]:
    for outcome in ("passed", "failed"):
        for report in stats.get(outcome, ()):
            for key, value in getattr(report, "user_properties", ()):
                if key == "inputs tried" and report.when == "call":
                    yield (
                        report.nodeid.split("::")[-1].removeprefix("test_").replace("_", " "),
                        value,
                        outcome,
                    )


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def frames():
    """The frames of data/raw, built by the pipe as a user builds them."""
    from analysis.pipeline import build_frames

    return build_frames(ROOT / "data" / "raw")


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
