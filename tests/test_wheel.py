"""What is installed from a wheel is a working suite: lexicons and notebooks are in it."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = "全市生态环境会议召开\n9月16日,会议强调,要加强河道监管,压实各级责任。"


def find_uv():
    own = [*ROOT.glob(".uv/*/uv"), *ROOT.glob(".uv/*/uv.exe")]
    return shutil.which("uv") or next(map(str, own), None)


@pytest.mark.soak
@pytest.mark.skipif(find_uv() is None, reason="no uv to build with")
def test_a_wheel_works_outside_the_checkout(tmp_path):
    build = [find_uv(), "build", "--wheel", "--out-dir", tmp_path / "dist", ROOT]
    subprocess.run(build, check=True, capture_output=True)
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    library = next(environment.rglob("site-packages"))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(library)
    # What the suite stands on is taken from here; `analysis` itself is not, since .pth files are read at one level only.
    (library / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    told = {key: value for key, value in os.environ.items() if not key.startswith(("ANALYSIS_", "PYTHON"))}

    def analysis(*words, cwd=tmp_path):
        done = subprocess.run(
            [python, "-m", "analysis", *words],
            cwd=cwd,
            env=told,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    analysis("new", "mine")
    home = tmp_path / "mine"
    names = {path.name for path in (home / "notebooks").iterdir()}
    assert names == {path.name for path in (ROOT / "notebooks").glob("[!.]*.ipynb")}
    (tmp_path / "会议.txt").write_text(TEXT, encoding="utf-8")
    assert "directives" in analysis("add", str(tmp_path / "会议.txt"), "--yes", cwd=home)
    said = analysis("run", "--only", "00_overview", cwd=home)
    assert "1 text," in said and (home / "figures" / "00_overview_composition.png").is_file()
