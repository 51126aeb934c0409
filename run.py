#!/usr/bin/env python3
"""Set this project up and run it. Nothing is needed but Python 3.11 or newer.

The first start makes `.venv` from a lock file; later starts find it made and begin at once. Everything made
stays in this folder: `.venv` (what is installed), `.uv` (the installer, if the machine has none), `.state`
(settings, history, the log of the set-up). All three may be deleted at any time.
"""

import ast
import contextlib
import errno
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# Before anything an older Python could stumble over: it shall say a sentence, not a traceback. (For the same
# reason no syntax newer than Python 3.6 is used in this file.)
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"run.py: needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PRIVATE_UV = ROOT / ".uv"
STATE = ROOT / ".state"
STAMP = VENV / "made-from.json"
LOG = STATE / "setup.log"

READER = "requirements.lock"
DEVELOPER = "requirements-dev.lock"  # holds all that READER holds
BUILD = "requirements-build.lock"  # what jieba, the one package without a wheel, is built with
INSTALLER = "requirements-uv.lock"

WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
PRIVATE_UV_PYTHON = PRIVATE_UV / PYTHON.relative_to(VENV)
# Started from within an environment (perhaps `.venv`, about to be remade), the Python behind it is meant.
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable


class Task(NamedTuple):
    """What a word on the command line does: the lock it needs, and what it hands to Python."""

    lock: str
    about: str
    commands: tuple[str, ...]


LAB = (
    "-m jupyterlab --ServerApp.root_dir=. --ServerApp.ip=127.0.0.1"
    " --LabApp.default_url=/lab/tree/notebooks/00_overview.ipynb"
)

TASKS = {
    "": Task(READER, "everything: notebooks, figures, report", ("-m analysis run",)),
    "lab": Task(READER, "open the overview notebook in JupyterLab", (LAB,)),
    "setup": Task(READER, "set up and do nothing else", ()),
    "test": Task(DEVELOPER, "all tests", ("-m pytest -n auto --dist loadfile",)),
    "quick": Task(DEVELOPER, "the fast tests", ('-m pytest -m "not slow and not soak"',)),
    "cover": Task(
        DEVELOPER,
        "all tests, and the lines none of them reaches",
        ("-m pytest -n auto --dist loadfile --cov --cov-report=term-missing:skip-covered",),
    ),
    "lint": Task(
        DEVELOPER,
        "style, types, licences, known weaknesses",
        ("-m ruff check", "-m ruff format --check", "-m mypy", "tests/supply.py"),
    ),
    "fuzz": Task(
        DEVELOPER,
        "invented input, at length",
        (
            "-m pytest -n auto tests/test_fuzz.py tests/test_hostile.py tests/test_faults.py"
            " --hypothesis-profile=fuzz",
        ),
    ),
    "soak": Task(
        DEVELOPER,
        "kills, clusters, whole corpora, set-ups moved, JupyterLab in a browser",
        ("-m pytest -m soak",),
    ),
    "score": Task(DEVELOPER, "compare with the gold standard", ("tests/score.py",)),
    "bench": Task(DEVELOPER, "what is fast, as ratios within one run", ("-m benchmarks",)),
}

# JupyterLab ready for people: no questions, no news, and Markdown opens as it is meant to be read.
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}

# What each lock is compiled from; each builds on the one before, so that all agree on versions.
LOCKS = {
    READER: ["pyproject.toml"],
    DEVELOPER: ["pyproject.toml", "--extra", "cluster", "--group", "dev", "--constraints", READER],
    BUILD: ["--group", "build", "--constraints", DEVELOPER],
    INSTALLER: ["--group", "installer"],
}


class SetupError(Exception):
    """The set-up cannot go on; the message is one line that says why and what to do."""


class StepFailed(SetupError):
    """One way to install did not work, for no reason known here; there may be another."""


def main(arguments: list[str]) -> int:
    """Do what the command line says and return the status to exit with."""
    if arguments[:1] in (["help"], ["-h"], ["--help"]):
        print(usage())
        return 0
    if not arguments or arguments[0].startswith("-"):
        arguments = ["", *arguments]
    word, *rest = arguments
    task = TASKS.get(word)
    try:
        if word == "lock":
            return lock(rest)
        set_up(task.lock if task else READER)
    except KeyboardInterrupt:
        return complain("stopped; the next start sets up anew", 130)
    except SetupError as error:
        return complain(str(error))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return complain(DISK_FULL if full else f"the set-up failed: {error}")
    if task:
        statuses = [run([*shlex.split(command), *rest], ROOT) for command in task.commands]
        return next(filter(None, statuses), 0)
    # A word handed on keeps the caller's folder, since the paths after it are meant from there.
    return run(["-m", "analysis", word, *rest], Path.cwd(), ANALYSIS_HOME=str(ROOT))


def usage() -> str:
    """What can be said to run.py."""
    words = {word: task.about for word, task in TASKS.items()}
    words |= {"lock": "compile the lock files again", "WORD": "anything else: python -m analysis WORD"}
    return "\n".join(
        [__doc__ or "", *(f"  python3 run.py {word:<6} {about}" for word, about in words.items())]
    )


def say(message: str) -> None:
    """Speak to the person, on the channel that is not piped into files."""
    print(f"run.py: {message}", file=sys.stderr, flush=True)


def complain(message: str, status: int = 1) -> int:
    """Say why it ends here, and return the status to end with."""
    say(message)
    return status


# ---- running -----------------------------------------------------------------------------------------------


def run(arguments: list[str], folder: Path, **extra: str) -> int:
    """Run the environment's Python and return its exit status as a shell would."""
    # Ctrl-C reaches the child by itself, and it decides what that means (JupyterLab asks first): we wait.
    signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen([PYTHON, *arguments], cwd=folder, env=child_environment(os.environ) | extra)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    status = child.wait()
    return 128 - status if status < 0 else status  # ended by signal 15 is 143, not -15


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Make the environment a task runs in: the same whatever the locale is and the home folder holds."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "JUPYTER_PATH", "MPLBACKEND"}  # would let other people's code in
    own = {name: value for name, value in environment.items() if name not in foreign}
    return own | {
        "PYTHONUTF8": "1",  # under LC_ALL=C or GBK, files are still read as what they are
        "PYTHONNOUSERSITE": "1",
        "VIRTUAL_ENV": str(VENV),
        "PATH": os.pathsep.join([str(BIN), environment.get("PATH", os.defpath)]),
        # Nothing is registered in the home folder, nor is what stands there used: above all no other kernel.
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": str(STATE / "jupyter" / "config"),
        "JUPYTER_DATA_DIR": str(STATE / "jupyter" / "data"),
        "JUPYTER_RUNTIME_DIR": str(STATE / "jupyter" / "runtime"),
        "IPYTHONDIR": str(STATE / "ipython"),
        "MPLCONFIGDIR": str(STATE / "matplotlib"),
    }


# ---- the environment ---------------------------------------------------------------------------------------


def set_up(wanted: str) -> None:
    """Make `.venv` hold the lock `wanted`; if it does already, return at once and say nothing."""
    if is_made(wanted):
        return
    with one_at_a_time():
        if not is_made(wanted):  # the one we waited for may have made it
            started = time.monotonic()
            make(wanted)
            say(f"ready after {time.monotonic() - started:.0f} s")


def is_made(wanted: str) -> bool:
    """Whether `.venv` is whole and holds `wanted`: the developers' lock holds the reader's too."""
    stamp = read_stamp()
    return stamp.get("lock") in (wanted, DEVELOPER) and stamp == fingerprint(stamp["lock"])


def fingerprint(lock_name: str) -> dict[str, str]:
    """What an environment depends on: when any of it differs, it is not what would be made today."""
    digest = hashlib.sha256()
    for name in (lock_name, BUILD, "run.py"):
        digest.update((ROOT / name).read_bytes())
    return {"lock": lock_name, "digest": digest.hexdigest(), "python": sys.version, "folder": str(ROOT)}


def read_stamp() -> dict[str, str]:
    """Read the fingerprint `.venv` was finished with; empty if it never was."""
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def make(wanted: str) -> None:
    """Make or change `.venv`. The stamp goes first and comes last: a set-up killed in between leaves none."""
    stamp = read_stamp()
    # A reader's command takes nothing away from a developer.
    lock_name = DEVELOPER if stamp.get("lock") == DEVELOPER else wanted
    target = fingerprint(lock_name)
    LOG.unlink(missing_ok=True)
    if any(stamp.get(part) != target[part] for part in ("python", "folder")):
        # Without a stamp too: an installer trusts its own records, and sees nothing to do where a kill left
        # files missing.
        say("setting up .venv (the first time some 250 MB are fetched)")
        remove(VENV)
    else:
        say("bringing .venv up to date")
        STAMP.unlink()
    install(lock_name)
    connect()
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(target, indent=1), "utf-8")
    draft.replace(STAMP)


def connect() -> None:
    """Make `analysis` importable from `src`, give it a launcher, and make JupyterLab ready.

    An editable install would write this folder's path into a file that Python 3.11 and 3.12 read in the
    locale's encoding: with Chinese characters in it, they do not start under LC_ALL=C. So: a relative path.
    """
    library = VENV / "Lib" if WINDOWS else next((VENV / "lib").glob("python3.*"))
    packages = library / "site-packages"
    (packages / "analysis.pth").write_text(os.path.relpath(ROOT / "src", packages) + "\n", "ascii")
    if WINDOWS:
        (BIN / "analysis.cmd").write_text('@"%~dp0python.exe" -m analysis %*\n', "ascii")
    else:
        launcher = BIN / "analysis"
        launcher.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m analysis "$@"\n', "ascii")
        launcher.chmod(0o755)
    overrides = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    overrides.write_text(json.dumps(LAB_SETTINGS, indent=1), "utf-8")


def remove(folder: Path) -> None:
    """Remove a folder, or the link that stands for one, if it is there."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other set-up is at work in this folder.

    Installers inherit the lock: one that outlives its killed run.py still keeps the next set-up waiting.
    """
    STATE.mkdir(exist_ok=True)
    with open(STATE / "setup.lock", "a") as handle:
        if not take(handle.fileno()):
            say("another set-up is at work here; waiting for it")
            while not take(handle.fileno()):
                time.sleep(0.2)
        os.set_inheritable(handle.fileno(), True)
        yield


def take(descriptor: int) -> bool:
    """Take the lock on an open file if it is free; the system gives it back when its last holder ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ---- installing --------------------------------------------------------------------------------------------

Command = Sequence["str | Path"]

UV_MINIMUM = (0, 7)  # the first with every option used here

# What a person has told pip about the way to packages (mirrors are common in China), in uv's words.
PIP_TO_UV = {
    "index-url": ("UV_DEFAULT_INDEX",),
    "extra-index-url": ("UV_INDEX",),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "cert": ("SSL_CERT_FILE",),
    "proxy": ("HTTP_PROXY", "HTTPS_PROXY"),
    "timeout": ("UV_HTTP_TIMEOUT",),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
}

DISK_FULL = "the disk is full: the set-up needs about 2 GB, here and in the installer's cache"
NO_INSTALLER = "this Python cannot install: add pip, venv (Debian, Ubuntu: apt install python3-venv) or uv"
WRONG_FILE = "a file fetched is not the one the lock names: try again, or another mirror"
NO_NETWORK = (
    "the package index cannot be reached: check the network, or name a mirror or a proxy to pip"
    " (pip config set global.index-url ADDRESS; pip config set global.proxy ADDRESS)"
)

UNTRUSTED = (
    "the package index shows a certificate that is not trusted here (a proxy that reads along?):"
    " name the right one to pip (pip config set global.cert FILE)"
)

# What uv, pip and the system say when a cause outside this project is at work.
CAUSES = {
    r"no space left|os error (28|112|122)\b|errno (28|122)\b|quota exceeded": DISK_FULL,
    r"hash mismatch|do not match the hashes": WRONG_FILE,
    r"unknownissuer|invalid peer certificate|certificate verify failed": UNTRUSTED,
    r"error sending request|dns error|failed to establish a new connection|connection (broken|refused|reset)"
    r"|timed out|network (connectivity is disabled|is unreachable)": NO_NETWORK,
}

# What is worth a second try by uv: the system's certificates instead of its own; what is in its cache.
SECOND_TRIES = {
    UNTRUSTED: {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"},
    NO_NETWORK: {"UV_OFFLINE": "1"},
}


def install(lock_name: str) -> None:
    """Bring `.venv` to exactly what the lock names, every file checked against its hash."""
    uv = find_uv()
    settings = pip_settings()
    environment = installer_environment(settings)
    if uv is None:
        install_with_pip(lock_name, environment)
        return
    if not PYTHON.exists():
        # The running Python and no other: uv would sooner download one than say that it found none.
        exactly: Command = ["--no-project", "--no-python-downloads", "--python", BASE_PYTHON]
        step([uv, "venv", *exactly, VENV], environment)
    sync: list[str | Path] = [uv, "pip", "sync", "--python", PYTHON, lock_name]
    sync += ["--require-hashes", "--build-constraints", BUILD]
    sync += ["--compile-bytecode"]  # now, since importing pandas takes three times as long the first time
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        sync += ["--no-index"]
    try:
        step(sync, environment)
    except SetupError as error:
        if str(error) not in SECOND_TRIES:
            raise
        step(sync, {**environment, **SECOND_TRIES[str(error)]})


def install_with_pip(lock_name: str, environment: Mapping[str, str]) -> None:
    """Install by pip where no uv can be had: the same files, several times slower."""
    say("no uv for this machine: pip does it too, but takes a minute or more")
    try:
        step([BASE_PYTHON, "-m", "venv", "--clear", VENV], environment)
    except StepFailed:
        raise SetupError(NO_INSTALLER) from None
    pip: Command = [PYTHON, "-m", "pip", "install", "--require-hashes"]
    # pip cannot check what it fetches for a build by itself: so that is put there first, checked.
    step([*pip, "-r", BUILD], environment)
    step([*pip, "--no-build-isolation", "-r", lock_name], environment)


def find_uv() -> str | None:
    """Find a uv that works: the one on PATH, else one of our own in `.uv`; None where none can be had."""
    environment = installer_environment({})  # pip knows its settings
    hashed: Command = ["--require-hashes", "--only-binary=:all:", "-r", INSTALLER]
    ways: dict[str, list[Command]] = {
        "as it is": [],
        # works on externally managed systems, and without the package that venv needs there
        "by pip": [[BASE_PYTHON, "-m", "pip", "install", "--target", PRIVATE_UV, *hashed]],
        "by venv": [
            [BASE_PYTHON, "-m", "venv", PRIVATE_UV],
            [PRIVATE_UV_PYTHON, "-m", "pip", "install", *hashed],
        ],
    }
    for commands in ways.values():
        with contextlib.suppress(StepFailed):
            for command in commands:
                step(command, environment)
        for uv in (shutil.which("uv"), *PRIVATE_UV.glob("*/uv"), *PRIVATE_UV.glob("*/uv.exe")):
            if uv and uv_version(uv) >= UV_MINIMUM:
                return str(uv)
        remove(PRIVATE_UV)  # half-made, or too old
    return None


def uv_version(uv: str | Path) -> tuple[int, ...]:
    """Ask a uv for its version; () if it does not run (half-made, or a shim with nothing behind it)."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", answer)[:3])


def pip_settings() -> dict[str, str]:
    """Find out what pip has been told on this machine, from any pip there is."""
    listing = ""
    for python in (PRIVATE_UV_PYTHON, BASE_PYTHON):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            command = [python, "-X", "utf8", "-m", "pip", "config", "list"]
            listing = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    return read_pip_settings(listing, os.environ)


def read_pip_settings(listing: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Read `pip config list` and PIP_ variables: [install] goes before [global], variables before both."""
    sections: dict[str, dict[str, str]] = {"global": {}, "install": {}}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in sections:
            sections[section][name] = ast.literal_eval(value)
    variables = {
        name.removeprefix("PIP_").lower().replace("_", "-"): value
        for name, value in environment.items()
        if name.startswith("PIP_") and value
    }
    return sections["global"] | sections["install"] | variables


def uv_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Put pip's settings into the variables uv reads, since uv does not look at pip's files."""
    translated = {}
    for name, variables in PIP_TO_UV.items():
        values = settings.get(name, "").split()
        if name == "find-links":  # where such a folder is missing, pip goes on but uv stops
            values = [value for value in values if "://" in value or Path(value).exists()]
        if values:
            joined = ("," if name == "find-links" else " ").join(values)
            translated.update(dict.fromkeys(variables, joined))
    if "UV_INDEX" in translated:  # every index is asked, as pip does it; the hashes decide what is accepted
        translated["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return translated


def installer_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Make the environment for pip and uv: what pip was told, what uv was told, and a cache that works."""
    neutral = {
        "PIP_USER": "0",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PYTHONUTF8": "1",
    }
    environment = uv_settings(settings) | dict(os.environ) | neutral
    if has_home_cache():
        return environment
    return {f"{tool}_CACHE_DIR": str(STATE / "cache" / tool.lower()) for tool in ("UV", "PIP")} | environment


def has_home_cache() -> bool:
    """Whether the folder where caches belong can be written: a service's home may be missing or read-only."""
    home = os.environ.get("LOCALAPPDATA" if WINDOWS else "HOME")
    if not home:
        return False
    folder = Path(home) if WINDOWS else Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def step(command: Command, environment: Mapping[str, str]) -> None:
    """Run one step of an installation: show what is fetched, keep all that is said in the log."""
    words = [str(word) for word in command]
    heard = []
    with open(LOG, "a", encoding="utf-8", errors="replace") as log:
        print("$", *words, file=log)
        with subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment,
            close_fds=False,  # passes on what is marked inheritable: the lock alone (see one_at_a_time)
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                heard.append(line)
                print(line, end="", file=log)
                if line.split()[:1] in (["Downloading"], ["Building"]):
                    print("   ", line.strip(), file=sys.stderr, flush=True)
    if process.returncode:
        raise failure("".join(heard))


def failure(heard: str) -> SetupError:
    """Make the error for what an installer said: a cause outside this project by name, else its own words."""
    for pattern, sentence in CAUSES.items():
        if re.search(pattern, heard, re.IGNORECASE):
            return SetupError(sentence)
    lines = [line.strip() for line in heard.splitlines() if line.strip()] or ["no reason was given"]
    reasons = [line for line in lines if line.lower().startswith(("error", "×"))] or lines[-1:]
    return StepFailed(f"the set-up failed: {reasons[0]} (more in {LOG})")


# ---- locks -------------------------------------------------------------------------------------------------


def lock(options: list[str]) -> int:
    """Compile the locks. Pins that still fit stay as they are, unless `--upgrade` is among the options."""
    # Only the main index counts: a private one, or a folder of packages, would leave its files' hashes here.
    environment = installer_environment(pip_settings()) | {"UV_CUSTOM_COMPILE_COMMAND": "python3 run.py lock"}
    for name in ("UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"):
        environment.pop(name, None)
    # One file for every system and every Python from the lowest on, with the hashes of all of a release.
    form = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    form += ["--no-config", "--no-emit-index-url", "--no-emit-find-links"]
    with one_at_a_time():
        uv = find_uv()
        if uv is None:
            raise SetupError("locks are compiled by uv, and none can be had for this machine")
        for name, sources in LOCKS.items():
            say(f"compiling {name}")
            step([uv, "pip", "compile", *form, *sources, "--output-file", name, *options], environment)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
