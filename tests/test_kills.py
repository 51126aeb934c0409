"""Killed at any moment, the next run gives what an undisturbed one gives, and nothing half-written stays."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

TEXTS = {
    "甲.txt": "全市生态环境会议召开\n9月16日,会议强调,要加强河道监管,压实各级责任。要改善空气质量,严格管控扬尘。",
    "乙.txt": "会议要求,要办好学校,稳定就业,保障供应。市长张三强调,要确保年底前完成整改任务。",
    "丙.txt": "会议指出,一要抓好防汛,二要抓好抗旱,三要严格值守。",
}
NOTEBOOK = """
import analysis as an
frames = an.build_frames()
an.save_table(frames["counts"], "01_test_counts")
print(len(frames["directives"]))
"""


def start_home(folder):
    """A small project: three texts and one notebook."""
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    for name, text in TEXTS.items():
        (raw / name).write_text(text, encoding="utf-8")
    cells = [
        {
            "cell_type": "code",
            "id": "a",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": NOTEBOOK,
        }
    ]
    (folder / "notebooks").mkdir()
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "notebooks" / "01_test.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def command(home, *words):
    """A process that runs `analysis` in a project."""
    environment = {**os.environ, "ANALYSIS_HOME": str(home)}
    for name in ("ANALYSIS_TEXTS", "ANALYSIS_OUT"):
        environment.pop(name, None)
    return subprocess.Popen(
        [sys.executable, "-m", "analysis", *words],
        cwd=home,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process):
    """Wait for a process that must end well."""
    error = process.communicate(timeout=300)[1].decode()
    assert process.returncode == 0, error


def written(folder):
    """Name → content of all results, caches and stamps left out."""
    kept = ("frames", "figures", "notebooks", "text")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(part in kept for part in path.relative_to(folder).parts)
    }


def assert_kills_leave_no_trace(tmp_path, words, out, n):
    """`n` runs killed at random moments, then one that is left alone, against a folder nobody disturbed."""
    chance = random.Random(7)
    calm, shaken = start_home(tmp_path / "calm"), start_home(tmp_path / "shaken")
    started = time.monotonic()
    finish(command(calm, *words))
    length = time.monotonic() - started
    for _ in range(n):
        process = command(shaken, *words)
        time.sleep(chance.uniform(0, length))
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.communicate()
        if chance.random() < 0.2:  # the next kill meets a first run again
            for path in shaken.rglob("*.pack"):
                path.unlink()
    finish(command(shaken, *words))
    one, other = written(calm / out), written(shaken / out)
    assert one
    rests = [name for name in other if Path(name).name.startswith(".")]
    assert {name for name in other if name not in rests} == set(one)
    assert [name for name in one if one[name] != other[name]] == []
    assert {path.name for path in (shaken / "data" / "raw").iterdir()} == set(TEXTS)


@pytest.mark.skipif(sys.platform == "win32", reason="kills a group of processes by signal")
class TestKills:
    @pytest.mark.slow
    def test_frames_killed_five_times(self, tmp_path):
        assert_kills_leave_no_trace(tmp_path, ["frames", "data/raw", "--out", "frames"], "frames", 5)

    @pytest.mark.soak
    @pytest.mark.parametrize(
        "words", [["frames", "data/raw", "--out", "frames"], ["run"]], ids=["frames", "run"]
    )
    def test_killed_a_hundred_times(self, tmp_path, words):
        assert_kills_leave_no_trace(tmp_path, words, ".", 100)
