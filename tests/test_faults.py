"""Faults of the machine: full disks, closed folders, missing fonts, broken rows, odd consoles: the same result or one clear line.

What a person may not do is tried as somebody who may not: where the tests run as root, their child gives that up.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and mounts of POSIX systems")
TEXT = "会议强调，要加强河道监管，确保年底前完成整改任务。市长张三要求，要压实各级责任。\n"

# All is imported and used once before the rights go, since the interpreter itself may lie where nobody may look.
PREPARED = """
import os, sys
from analysis.cli import main
main(["frames", "warm", "--out", "warm_out"])
main(["frames", "missing", "--out", "warm_out"])
"""
AS_NOBODY = (
    PREPARED
    + """
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""
)


def run_code(code, folder, *words, before=(), **environment):
    """Run code in a fresh interpreter in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANALYSIS_")}
    own = {"PYTHONPATH": str(ROOT / "src"), "ANALYSIS_HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [*before, sys.executable, "-c", code, *map(str, words)],
        cwd=folder,
        env=kept | own | {"MPLBACKEND": "agg"} | environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
    )


@pytest.fixture
def folder():
    """A folder that everybody may enter, with a text to warm up on and one to read."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        for inner in ("warm", "texts"):
            (path / inner).mkdir()
            (path / inner / "甲.txt").write_text(TEXT, encoding="utf-8")
        yield path
        for inner in path.rglob("*"):
            if inner.is_dir():
                inner.chmod(0o755)


@POSIX
def test_files_and_folders_that_may_not_be_opened_are_named_and_the_others_read(folder):
    (folder / "texts" / "closed.txt").write_text(TEXT, encoding="utf-8")
    (folder / "texts" / "inside").mkdir()
    for name in ("closed.txt", "inside"):
        (folder / "texts" / name).chmod(0)
    code = AS_NOBODY + (
        "from analysis.reading import list_sources\nsources, problems = list_sources('texts')\n"
        "print([s.doc_id for s in sources], sorted(p.path for p in problems), {p.hint for p in problems})"
    )
    done = run_code(code, folder)
    assert done.stdout.endswith("['甲'] ['closed.txt', 'inside'] {'check its permissions'}\n"), done.stderr


@POSIX
def test_a_folder_that_may_not_be_written_is_named_in_one_line(folder):
    (folder / "out").mkdir(mode=0o555)
    code = AS_NOBODY + "sys.exit(main(['frames', 'texts', '--out', 'out']))"
    done = run_code(code, folder, TMPDIR=tempfile.gettempdir())
    line = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1 and "cannot be written" in line and "Traceback" not in done.stderr, (
        done.stderr
    )
    assert not list((folder / "out").iterdir())


def mounting():
    """What starts a command where it may mount; none where the system lets nobody."""
    for words in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        probe = [*words, "mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", tempfile.gettempdir()]
        if shutil.which("unshare") and not subprocess.run(probe, capture_output=True, check=False).returncode:
            return words
    return None


def on_small_disk(folder):
    """Run `frames` on a disk of 64 KB: a real one where one may be mounted, else a limit on the size of files."""
    small = folder / "small"
    small.mkdir()
    words = mounting()
    tail = f"import os; print('left:', sorted(os.listdir({str(small)!r}))); sys.exit(status)"
    code = PREPARED + "status = main(['frames', 'texts', '--out', sys.argv[1]])\n" + tail
    if words:
        mount = 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"'
        return run_code(code, folder, small, before=[*words, "sh", "-c", mount, str(small)])
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
    return run_code(code.replace("status = ", limit + "status = "), folder, small)


@POSIX
def test_a_full_disk_is_said_in_one_line_and_leaves_nothing_half_written(folder):
    done = on_small_disk(folder)
    line = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert "disk is full" in line or "too large" in line
    assert "'." not in done.stdout.rpartition("left:")[2], done.stdout  # drafts begin with a dot


def test_without_the_font_one_line_says_what_to_install(tmp_path):
    code = "import sys; sys.modules['zhplot'] = None\nfrom analysis.plots.style import font_path\nfont_path()"
    done = run_code(code, tmp_path)
    assert "no Chinese font: install the package zhplot" in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["corrections.csv", "overrides.csv", "lexicons/themes/environment.csv"])
def test_a_broken_row_is_named_by_its_line(name, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TEXT, encoding="utf-8")
    heads = {
        "corrections.csv": "doc_id,find,replace,reason",
        "overrides.csv": "doc_id,quote,field,value,coder,reason",
    }
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"{heads.get(name, 'term,category,english,source,note')}\na,b,c,d,e,f,g,h\n", encoding="utf-8"
    )
    done = run_code("import sys; from analysis.cli import main; sys.exit(main(sys.argv[1:]))", tmp_path,
                    "frames", "raw", "--out", "out")  # fmt: skip
    line = done.stderr.strip().splitlines()[-1]
    place = "row 2" if name in heads else "line 2"
    assert done.returncode == 1 and f"{path.name}, {place}" in line and "Traceback" not in done.stderr


@pytest.mark.parametrize("console", ["gbk", "ascii"])
def test_a_console_of_any_encoding_shows_what_it_can(console, tmp_path):
    (tmp_path / "raw").mkdir()
    for name in ("甲🚀.txt", "空.txt"):
        (tmp_path / "raw" / name).write_text(TEXT if "甲" in name else "", encoding="utf-8")
    done = run_code("import sys; from analysis.cli import main; sys.exit(main(sys.argv[1:]))", tmp_path,
                    "frames", "raw", "--out", "out", PYTHONIOENCODING=console, LC_ALL="C")  # fmt: skip
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "1 text," in done.stdout and "an empty file" in done.stderr


def test_names_that_steer_a_terminal_or_a_spreadsheet_do_neither(tmp_path):
    (tmp_path / "raw").mkdir()
    names = (
        ["\x1b[31mred.docx", "\u202etxt.exe.pdf", "=1+1.doc", "\x9b2J.rtf"]
        if os.name != "nt"
        else ["=1+1.doc"]
    )
    for name in names:
        (tmp_path / "raw" / name).write_bytes(b"")
    (tmp_path / "raw" / "good.txt").write_text("\x1b]0;owned\x07" + TEXT, encoding="utf-8")
    done = run_code("import sys; from analysis.cli import main; sys.exit(main(sys.argv[1:]))", tmp_path,
                    "frames", "raw", "--out", "out")  # fmt: skip
    assert done.returncode == 0 and not set("\x1b\u202e\x9b\x07") & set(done.stderr + done.stdout)
    assert "\n'=1+1.doc," in (tmp_path / "out" / "problems.csv").read_text("utf-8-sig")
