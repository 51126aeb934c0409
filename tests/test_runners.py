"""Runners: the same results in order, whoever does the work; and a start that costs nothing."""

import subprocess
import sys
from itertools import count, islice

import pytest

from analysis.runners import AHEAD, RUNNERS, run, workers

HEAVY = ("pandas", "numpy", "matplotlib", "sklearn", "jieba", "pyarrow", "dask", "distributed")


def square(n):
    return n * n


def whose(_):
    import os

    return os.getpid()


@pytest.mark.parametrize("runner", ["serial", "processes"])
@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_results_come_in_order(runner, chunk):
    assert list(run(square, range(50), runner=runner, chunk=chunk)) == [n * n for n in range(50)]


def test_what_pays_depends_on_the_number():
    import os

    assert set(run(whose, range(3))) == {os.getpid()}
    assert os.getpid() not in set(run(whose, range(100)))


@pytest.mark.parametrize("runner", ["serial", "processes"])
def test_work_is_drawn_as_results_are_taken(runner):
    """An endless iterator is no trouble: only a few pieces are under way."""
    import os

    drawn = count()
    assert list(islice(run(square, drawn, runner=runner, chunk=2), 4)) == [0, 1, 4, 9]
    assert next(drawn) <= 2 * (AHEAD * (os.cpu_count() or 1) + 3)


def test_an_error_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(run(inverse, [1, 0], runner="processes"))


def inverse(n):
    return 1 / n


def test_a_runner_that_is_none_is_named():
    with pytest.raises(ValueError, match="'threads' is not one of"):
        list(run(square, [1], runner="threads"))
    with pytest.raises(ValueError, match="needs the runner dask"):
        list(run(square, [1], runner="processes", cluster="tcp://127.0.0.1:1"))
    assert RUNNERS == ("serial", "processes", "dask")


def test_one_pool_serves_several_functions():
    with workers("processes") as spread:
        one = set(spread(whose, range(40), 1))
        other = set(spread(whose, range(40), 1))
    assert one & other


SPAWNED = """
import multiprocessing
from functools import partial
from analysis.frames import combine
from analysis.pipeline import frame_document
from analysis.reading import Source
from analysis.runners import run
from analysis.settings import read_settings

def frames(runner):
    sources = [Source(f"d{i}", "d.txt", "会议强调，要抓好污染防治。" * (i + 1)) for i in range(3)]
    results = run(partial(frame_document, settings=read_settings()), sources, runner=runner)
    return combine(zip([source.doc_id for source in sources], results))

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    one, other = frames("serial"), frames("processes")
    assert all(one[name].equals(other[name]) for name in one if name != "texts")
    print(len(one["tokens"]))
"""


@pytest.mark.slow
def test_processes_that_inherit_nothing_give_the_same_frames(tmp_path):
    """As on Windows and macOS, where a new process starts from an empty interpreter."""
    script = tmp_path / "spawned.py"
    script.write_text(SPAWNED, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0


@pytest.mark.parametrize("words", ["import analysis", "from analysis.cli import _parser; _parser()"])
def test_starting_loads_nothing_heavy(words):
    """Verbs import what they need when they are used."""
    code = f"import sys; {words}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
