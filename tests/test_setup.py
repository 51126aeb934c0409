"""run.py, the locks and the files of the set-up: what they promise, tried on real folders and real processes."""

import ast
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-build.lock", "requirements-uv.lock"]
SETUP_FILES = ["run.py", "pyproject.toml", "environment.yml", *LOCKS]


def load_run(folder):
    """Load run.py as the module of the folder it stands in."""
    spec = importlib.util.spec_from_file_location(f"run_{abs(hash(str(folder)))}", folder / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = load_run(ROOT)


@pytest.fixture
def folder(tmp_path):
    """A folder with a difficult name that holds what a set-up needs, and a package of three lines."""
    home = tmp_path / "试 验" / "甲"
    package = home / "src" / "analysis"
    package.mkdir(parents=True)
    for name in SETUP_FILES:
        shutil.copy(ROOT / name, home)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(
        "import json, os, sys\n"
        "print(json.dumps([sys.argv[1:], os.getcwd(), sys.flags.utf8_mode, os.environ.get('ANALYSIS_HOME')]))\n"
        "sys.exit(7 if 'fail' in sys.argv else 0)\n",
        "utf-8",
    )
    return home


@pytest.fixture
def made(folder):
    """That folder with an environment that run.py takes for finished: a real one, but empty."""
    own = load_run(folder)
    subprocess.run([run.BASE_PYTHON, "-m", "venv", "--without-pip", own.VENV], check=True)
    own.connect()
    own.STAMP.write_text(json.dumps(own.fingerprint(own.DEVELOPER)), "utf-8")
    return folder


def start(home, *words, python=run.BASE_PYTHON, cwd=None, **variables):
    """Run run.py to its end, in a locale that knows ASCII alone."""
    environment = {**os.environ, "LC_ALL": "C", **variables}
    command = [python, home / "run.py", *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8")


# What is said to pip


def test_narrower_pip_settings_win():
    wide, narrow = "https://a", "https://b"
    listing = (
        f"global.index-url={wide!r}\ninstall.index-url={narrow!r}\nglobal.timeout='9'\n:env:.cert='/c'\n"
    )
    assert run.read_pip_settings(listing, {"PIP_TIMEOUT": "60", "PIP_PROXY": "", "HOME": "/h"}) == {
        "index-url": narrow,
        "timeout": "60",
    }


def test_pip_settings_of_several_values_are_read(tmp_path):
    several = r"https://a\nhttps://b"
    listing = f"global.extra-index-url='{several}'\nglobal.find-links='{tmp_path}'\n"
    assert run.uv_settings(run.read_pip_settings(listing, {})) == {
        "UV_INDEX": "https://a https://b",
        "UV_FIND_LINKS": str(tmp_path),
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_each_way_to_packages_reaches_uv():
    told = {
        "index-url": "https://a",
        "trusted-host": "a",
        "cert": "/c.pem",
        "proxy": "http://p",
        "timeout": "60",
    }
    assert run.uv_settings(told) == {
        "UV_DEFAULT_INDEX": "https://a",
        "UV_INSECURE_HOST": "a",
        "SSL_CERT_FILE": "/c.pem",
        "HTTP_PROXY": "http://p",
        "HTTPS_PROXY": "http://p",
        "UV_HTTP_TIMEOUT": "60",
    }


def test_a_missing_folder_of_packages_stops_pip_as_little_as_uv(tmp_path):
    assert run.uv_settings({"find-links": f"{tmp_path / 'none'} https://a/wheels"}) == {
        "UV_FIND_LINKS": "https://a/wheels"
    }


def test_what_uv_was_told_goes_before_what_pip_was_told(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv")
    assert run.installer_environment({"index-url": "https://pip"})["UV_DEFAULT_INDEX"] == "https://uv"


@pytest.mark.parametrize("home", ["", "missing/file"])
def test_without_a_home_caches_stay_in_the_project(home, tmp_path, monkeypatch):
    (tmp_path / "missing").touch()  # a file where a folder would have to be made: nobody can write there
    monkeypatch.setenv("HOME", str(tmp_path / home) if home else "")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    assert run.installer_environment({})["UV_CACHE_DIR"] == str(run.STATE / "cache" / "uv")


# The stamp


def test_nothing_is_made_without_a_stamp(folder):
    own = load_run(folder)
    assert not own.is_made(own.READER)
    own.VENV.mkdir()
    own.STAMP.write_text('{"lock": "requirements.l', "utf-8")  # cut off
    assert not own.is_made(own.READER)


def test_the_developers_environment_serves_readers_but_not_the_reverse(folder):
    own = load_run(folder)
    own.VENV.mkdir()
    for lock, serves in [(own.DEVELOPER, [own.READER, own.DEVELOPER]), (own.READER, [own.READER])]:
        own.STAMP.write_text(json.dumps(own.fingerprint(lock)), "utf-8")
        assert [wanted for wanted in (own.READER, own.DEVELOPER) if own.is_made(wanted)] == serves


@pytest.mark.parametrize("name", ["requirements-dev.lock", "requirements-build.lock", "run.py"])
def test_a_changed_file_calls_for_a_set_up(made, name):
    assert load_run(made).is_made(run.DEVELOPER)
    with open(made / name, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not load_run(made).is_made(run.DEVELOPER)


def test_a_moved_folder_calls_for_a_set_up(made):
    moved = made.rename(made.with_name("乙"))
    assert not load_run(moved).is_made(run.READER)


def test_a_link_is_removed_and_not_what_it_leads_to(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    run.remove(tmp_path / "link")
    run.remove(tmp_path / "nothing")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


# Starting


def test_a_second_start_is_quick_and_says_nothing(made, tmp_path):
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        done = start(made, "word", "a b", "字", cwd=tmp_path)
        seconds.append(time.perf_counter() - begun)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [["word", "a b", "字"], str(tmp_path), 1, str(made)]
    assert min(seconds) < 1


@pytest.mark.parametrize(("words", "status", "seen"), [((), 0, ["run"]), (("x", "fail"), 7, ["x", "fail"])])
def test_words_and_status_are_passed_through(made, words, status, seen):
    done = start(made, *words)
    assert (done.returncode, json.loads(done.stdout)[0]) == (status, seen)


def test_options_alone_belong_to_everything(made):
    assert json.loads(start(made, "--force").stdout)[0] == ["run", "--force"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_task_ends_with_its_own_status(made, number, status):
    (made / "src" / "analysis" / "__main__.py").write_text(
        "import sys, time\n"
        "try:\n    print('at work', flush=True)\n    time.sleep(30)\nexcept KeyboardInterrupt:\n    sys.exit(130)\n",
        "utf-8",
    )
    command = [run.BASE_PYTHON, made / "run.py", "x"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        process.stdout.readline()
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does it
        else:
            process.send_signal(number)
        assert (process.wait(10), process.stderr.read()) == (status, b"")


def test_the_launcher_works_from_anywhere(made, tmp_path):
    done = subprocess.run(
        [load_run(made).BIN / "analysis", "a b"], cwd=tmp_path, capture_output=True, text=True
    )
    assert json.loads(done.stdout)[0] == ["a b"]


def test_the_package_is_found_by_a_relative_path(made):
    (pth,) = (made / ".venv").rglob("analysis.pth")
    text = pth.read_text("ascii")
    assert not os.path.isabs(text)
    assert (pth.parent / text.strip()).resolve() == made / "src"


def test_foreign_code_and_the_home_folder_stay_out():
    environment = run.child_environment(
        {"PYTHONPATH": "/x", "JUPYTER_PATH": "/x", "PATH": "/bin", "LANG": "C"}
    )
    assert environment.keys().isdisjoint({"PYTHONPATH", "PYTHONHOME", "JUPYTER_PATH"})
    assert environment["PATH"].split(os.pathsep) == [str(run.BIN), "/bin"]
    for name, value in environment.items():
        if name.startswith(("JUPYTER_", "IPYTHON", "MPL")) and name != "JUPYTER_PREFER_ENV_PATH":
            assert Path(value).is_relative_to(ROOT)


def test_every_task_is_told_of_and_leads_somewhere():
    told = run.usage()
    for word, task in run.TASKS.items():
        assert f"run.py {word:<6} {task.about}" in told
        assert task.lock in LOCKS
        for command in task.commands:
            if command.startswith("-m "):
                place = ROOT / command.split()[1]  # a folder of this project, or else something installed
                assert place.is_dir() or importlib.util.find_spec(place.name), command
            else:
                assert (ROOT / command).exists(), command


# An old Python, and errors in one line


def test_an_old_python_can_read_as_far_as_the_sentence():
    source = (ROOT / "run.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
    before = source[: source.index("if sys.version_info")]
    assert not re.search(r"\bdef |\bclass |__future__|tomllib", before)


HEARD = [  # heard from uv, pip and the system while this was built
    ("failed to copy file from a to b: No space left on device (os error 28)", run.DISK_FULL),
    (
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        run.DISK_FULL,
    ),
    ("  cause: error sending request for url (…)\n  cause: dns error\n", run.NO_NETWORK),
    (
        "WARNING: Retrying (…) after connection broken by 'NewConnectionError(…)'\nERROR: No matching",
        run.NO_NETWORK,
    ),
    ("  cause: error sending request\n  cause: invalid peer certificate: UnknownIssuer\n", run.UNTRUSTED),
    ("  × Failed to download `six==1.17.0`\n  ╰─▶ Hash mismatch for `six==1.17.0`", run.WRONG_FILE),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", run.WRONG_FILE),
]


@pytest.mark.parametrize(("heard", "sentence"), HEARD)
def test_a_cause_outside_is_named(heard, sentence):
    assert str(run.failure(heard)) == sentence
    assert "\n" not in sentence


def test_another_failure_is_told_in_its_own_words():
    error = run.failure("Resolved 3 packages\nerror: no such thing\n  cause: none\n")
    assert isinstance(error, run.StepFailed)
    assert "error: no such thing" in str(error)
    assert isinstance(run.failure(""), run.StepFailed)


def test_a_step_keeps_what_is_said(folder):
    own = load_run(folder)
    own.STATE.mkdir()
    own.step([sys.executable, "-c", "print('忙')"], os.environ)
    with pytest.raises(own.SetupError, match="disk is full"):
        own.step([sys.executable, "-c", "import sys; sys.exit('No space left on device')"], os.environ)
    assert "忙" in own.LOG.read_text("utf-8")


def test_a_hash_that_does_not_fit_is_refused(folder):
    lock = folder / "requirements.lock"
    lock.write_text("six==1.17.0 --hash=sha256:" + "0" * 64, "utf-8")
    uv = shutil.which("uv") or next((ROOT / ".uv").glob("*/uv"), None)
    if uv is None:
        pytest.skip("no uv here")
    done = start(folder, "setup", PATH=os.pathsep.join([str(Path(uv).parent), os.environ["PATH"]]))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] in {f"run.py: {text}" for text in (run.WRONG_FILE, run.NO_NETWORK)}
    assert not load_run(folder).is_made(run.READER)


# One set-up at a time


HOLDER = """
import importlib.util, os, sys
spec = importlib.util.spec_from_file_location("run", sys.argv[1])
run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run)
with run.one_at_a_time():
    print("held", flush=True)
    run.step([sys.executable, "-c", "import time; time.sleep(1)"], os.environ)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="an installer does not inherit the lock there")
def test_an_installer_that_outlives_run_py_keeps_the_next_waiting(folder):
    command = [sys.executable, "-c", HOLDER, folder / "run.py"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        time.sleep(0.3)  # now the installer is at work
        holder.kill()
    own = load_run(folder)
    with open(own.STATE / "setup.lock", "a", encoding="utf-8") as handle:
        assert not own.take(handle.fileno())
    with own.one_at_a_time():  # returns when the installer has ended
        pass


# Names and ranges: pyproject.toml, environment.yml, the locks


def requirements(*groups):
    """Requirements of pyproject.toml by name: the project's own, then those of extras and dependency groups."""
    project = PYPROJECT["project"]
    tables = project["optional-dependencies"] | PYPROJECT["dependency-groups"]
    lines = sum((tables[group] for group in groups), project["dependencies"])
    return {Requirement(line).name.lower(): Requirement(line) for line in lines}


def read_lock(name):
    """(requirement, hashes) for every entry of a lock."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return [(Requirement(entry.split(" --hash")[0]), re.findall(r"--hash=(\S+)", entry)) for entry in entries]


def test_conda_gets_the_same_names_and_ranges():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *packages, pip, through_pip = conda["dependencies"]
    assert (conda["name"], conda["channels"], pip) == (PYPROJECT["project"]["name"], ["conda-forge"], "pip")
    assert through_pip == {"pip": ["-e ."]}
    ours = requirements()
    for package in map(Requirement, packages):
        if package.name == "python":
            assert str(package.specifier) == PYPROJECT["project"]["requires-python"]
        else:
            assert package.specifier == ours[package.name.removesuffix("-base")].specifier


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", requirements()),
        ("requirements-dev.lock", requirements("cluster", "dev")),
        (
            "requirements-build.lock",
            {r.name: r for r in map(Requirement, PYPROJECT["dependency-groups"]["build"])},
        ),
        (
            "requirements-uv.lock",
            {r.name: r for r in map(Requirement, PYPROJECT["dependency-groups"]["installer"])},
        ),
    ],
)
def test_the_lock_satisfies_every_range(lock, wanted):
    locked = {}
    for entry, _ in read_lock(lock):
        locked.setdefault(entry.name.lower(), []).append(entry)
    for name, requirement in wanted.items():
        versions = [next(iter(entry.specifier)).version for entry in locked[name]]
        assert versions, name
        assert all(requirement.specifier.contains(version) for version in versions), name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_pinned_hashed_and_names_no_place(lock):
    for requirement, hashes in read_lock(lock):
        assert [spec.operator for spec in requirement.specifier] == ["=="]
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", text) for text in hashes)
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(
        r"://|index-url|find-links|^-|/", re.sub(r"# +-c requirements\S*", "", text), re.MULTILINE
    )


def test_the_developers_lock_holds_the_readers():
    developers = {
        (entry.name, entry.specifier): hashes for entry, hashes in read_lock("requirements-dev.lock")
    }
    for entry, hashes in read_lock("requirements.lock"):
        assert developers[entry.name, entry.specifier] == hashes


def test_compiled_packages_are_locked_for_every_system():
    hashes = {requirement.name: found for requirement, found in read_lock("requirements.lock")}
    # Linux on two processors, Windows and two macOS, for four Pythons: far more files than one machine needs
    assert all(
        len(hashes[name]) >= 20 for name in ("pandas", "pyarrow", "scikit-learn", "matplotlib", "lxml")
    )


@pytest.mark.skipif(Path(sys.prefix) != run.VENV, reason="not run by run.py")
def test_what_is_installed_is_what_the_lock_names():
    for requirement, _ in read_lock("requirements-dev.lock"):
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(importlib.metadata.version(requirement.name)), requirement


def test_no_file_of_the_set_up_names_an_index_or_a_machine():
    for name in [*SETUP_FILES, ".ci/run", ".pre-commit-config.yaml", ".gitattributes", ".gitignore"]:
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"pypi\.org|pythonhosted|mirrors?\.\w+|/(?:work|root|opt|home)/", text), name


# git


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8").stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="unpacked without git")
def test_git_leaves_texts_alone_and_made_files_out():
    assert (
        git("check-attr", "text", "data/raw/a.txt", "data/raw/b.csv", "tests/texts/c.html").count(": unset")
        == 3
    )
    assert "eol: lf" in git("check-attr", "eol", "src/analysis/lexicons/a.csv")
    made = [
        "figures/a.svg",
        "figures/a.pdf",
        "figures/a_300dpi.png",
        ".venv/a",
        ".uv/a",
        ".state/a",
        "uv.lock",
    ]
    kept = ["figures/a.png", "figures/a.csv", "data/raw/a.txt", "requirements.lock"]
    assert git("check-ignore", "--no-index", *made, *kept).split() == made


# Whole set-ups: minutes, and a network


PYTHONS = {sys.version.split()[0]: run.BASE_PYTHON, "system": shutil.which("python3", path=os.defpath)}


def check_whole(home):
    """Every file that every installed package says it has is there."""
    code = (
        "import importlib.metadata as m, sys\n"
        "lost = [f for d in m.distributions() for f in d.files or () if not d.locate_file(f).exists()]\n"
        "sys.exit(str(lost[:5]) if lost else 0)"
    )
    done = subprocess.run([load_run(home).PYTHON, "-X", "utf8", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert start(home, "word").returncode == 0


@pytest.mark.soak
@pytest.mark.parametrize("which", PYTHONS)
def test_a_fresh_copy_sets_itself_up(folder, tmp_path, which):
    python = PYTHONS[which]
    if (
        not python
        or subprocess.run([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode
    ):
        pytest.skip("no other Python of 3.11 or newer")
    # no uv on PATH, no home: as on a service's account
    done = start(folder, "word", "字", python=python, cwd=tmp_path, PATH=os.defpath, HOME="")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0] == ["word", "字"]
    again = start(folder, "word", python=python)
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("packages", [0, 3, 60])
def test_a_killed_set_up_is_made_anew(folder, packages):
    with subprocess.Popen([run.BASE_PYTHON, folder / "run.py", "setup"], start_new_session=True) as process:
        while len(list((folder / ".venv").glob("lib/*/site-packages/*.dist-info"))) < packages:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    assert not load_run(folder).is_made(run.READER)
    assert start(folder, "word").returncode == 0
    check_whole(folder)


@pytest.mark.soak
def test_two_set_ups_at_once_make_one(folder):
    command = [run.BASE_PYTHON, folder / "run.py", "setup"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("ready after" in text for text in said) == 1
    assert sum("waiting" in text for text in said) == 1
    check_whole(folder)


@pytest.mark.soak
def test_a_moved_folder_sets_itself_up_again(folder):
    assert start(folder, "setup").returncode == 0
    moved = folder.rename(folder.with_name("乙"))
    done = start(moved, "word")
    assert "setting up" in done.stderr
    check_whole(moved)


@pytest.mark.soak
def test_no_network_is_said_in_one_line(folder, tmp_path):
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "PIP_PROXY"), nowhere)
    done = start(
        folder, "word", HOME=str(tmp_path), UV_CACHE_DIR=str(tmp_path), PIP_CACHE_DIR=str(tmp_path), **proxies
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [f"run.py: {run.NO_NETWORK}"]


@pytest.mark.soak
def test_developers_keep_what_they_have(folder):
    assert start(folder, "quick", "--version").returncode == 0
    assert start(folder, "word").stderr == ""
    assert "up to date" not in start(folder, "quick", "--version").stderr
