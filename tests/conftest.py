"""What several tests share: the project's own corpus as frames, made once a session."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
