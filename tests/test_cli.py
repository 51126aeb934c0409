"""The command: frames written as described, clear errors, quick help."""

import subprocess
import sys

import pandas as pd
import pytest

from analysis.cli import main
from analysis.frames import FRAMES
from analysis.store import read_frames


def test_frames_writes_what_the_codebook_says(tmp_path, capsys):
    texts, out = tmp_path / "我的 texts", tmp_path / "out"
    texts.mkdir()
    (texts / "会议.txt").write_text("会议强调,要加强监管,确保达标。", encoding="utf-8")
    (texts / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert main(["frames", str(texts), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {f"{name}.parquet" for name in FRAMES} | {
        "text",
        "problems.csv",
    }
    assert [path.name for path in (out / "text").iterdir()] == ["会议.txt"]
    assert len(read_frames(out)["directives"]) >= 1
    problems = pd.read_csv(out / "problems.csv")
    assert problems["path"].tolist() == ["broken.pdf"]
    assert "broken.pdf" in capsys.readouterr().err


def test_nothing_readable_is_a_failure(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(b"")
    assert main(["frames", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "a.txt" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named_in_one_line(tmp_path, capsys):
    assert main(["frames", str(tmp_path / "none"), "--out", str(tmp_path)]) == 1
    message = capsys.readouterr().err.strip()
    assert "none" in message and "\n" not in message


def test_an_unknown_command_is_misuse():
    with pytest.raises(SystemExit) as stop:
        main(["dance"])
    assert stop.value.code == 2


def test_help_loads_no_heavy_library():
    code = "import sys; import analysis.cli; print([m for m in ('pandas', 'numpy', 'matplotlib', 'sklearn') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


@pytest.mark.parametrize("words", [["lexicon", "show", " "], ["lexicon", "show", ""]])
def test_an_empty_term_is_asked_back(words, capsys):
    assert main(words) == 1
    assert "which term?" in capsys.readouterr().err


def test_every_command_says_what_it_does_and_what_its_words_mean(capsys):
    for words in (
        ["run"],
        ["frames"],
        ["add"],
        ["remove"],
        ["new"],
        ["check"],
        ["lexicon", "show"],
        ["report"],
    ):
        with pytest.raises(SystemExit) as stop:
            main([*words, "--help"])
        lines = capsys.readouterr().out.splitlines()
        assert stop.value.code == 0 and lines[lines.index("") + 1].endswith("."), words
        operands = [line for line in lines if line.startswith("  ") and line[2] not in " -"]
        assert all(len(line.split()) > 1 for line in operands), operands


def test_lines_that_nobody_reads_any_more_are_no_fault(tmp_path):
    (tmp_path / "a.txt").write_text("会议强调（qiáng diào），要抓好落实。\n" * 20_000, encoding="utf-8")
    words = [sys.executable, "-m", "analysis", "check", str(tmp_path / "a.txt"), "--diff"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr and running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b"" and running.wait() == 0
