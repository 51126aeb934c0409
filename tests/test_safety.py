"""What the suite promises of itself: no network, no pickle from disk, the same bytes whatever the machine is set to."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Python's own audit events: whatever a library does, it cannot open a connection or unpickle past this hook.
WATCHED = """
import sys

def forbid(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "pickle.find_class"):
        raise RuntimeError(f"forbidden: {event} {arguments[:2]}")

sys.addaudithook(forbid)
"""
WHOLE_WAY = """
import sys
import analysis as an
from pathlib import Path

texts, out = sys.argv[1:]
settings = an.read_settings(texts)
frames = an.build_frames(texts, settings, runner="serial")
look = an.use_look(frames, settings)
table = an.measure_keyness(frames)
an.save_figure(an.plot_keyness(table, look), "03_keyness", table, folder=Path(out))
similar = an.measure_similarity(frames)
an.save_figure(an.plot_similarity(similar, look), "05_pairs", similar, folder=Path(out))
words = an.top_rows(an.content_words(an.measure_frequency(frames)), "n_token", 20)
an.save_figure(an.plot_wordclouds(words, look), "03_clouds", words, folder=Path(out))
frames["documents"].to_csv(Path(out) / "documents.csv", index=False)
frames["directives"].to_csv(Path(out) / "directives.csv", index=False)
frames["counts"].to_csv(Path(out) / "counts.csv", index=False)
"""


def run_python(code, *arguments, folder, **environment):
    """Run code in a fresh interpreter that shares nothing with this one but the package."""
    base = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    own = {"PYTHONPATH": str(ROOT / "src"), "ANALYSIS_HOME": str(ROOT), "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=folder,
        env=base | own | {"MPLBACKEND": "agg", "MPLCONFIGDIR": str(folder / "mpl")} | environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def outcome(folder, **environment):
    """What a whole way writes: file name → digest."""
    out = folder / "out"
    out.mkdir(parents=True)
    run_python(WATCHED + WHOLE_WAY, ROOT / "data" / "raw", out, folder=folder, **environment)
    kept = [path for path in sorted(out.iterdir()) if path.suffix in (".csv", ".png", ".svg")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return outcome(tmp_path_factory.mktemp("plain"), PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC")


def test_the_watch_would_notice(tmp_path):
    for code in (
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import pickle; pickle.loads(b'cos\\nsystem\\n.')",
    ):
        with pytest.raises(AssertionError, match="forbidden"):
            run_python(WATCHED + code, folder=tmp_path)


@pytest.mark.slow
def test_the_whole_way_opens_no_connection_and_no_pickle(plain):
    assert len(plain) > 9  # the hook was on, and the whole way was gone to its end


@pytest.mark.slow
def test_the_same_bytes_whatever_the_machine_is_set_to(plain, tmp_path):
    elsewhere = {
        "PYTHONHASHSEED": "4242",
        "LC_ALL": "zh_CN.GBK",
        "TZ": "Asia/Shanghai",
        "OMP_NUM_THREADS": "1",
    }
    assert outcome(tmp_path, **elsewhere) == plain
