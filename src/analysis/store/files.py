"""Files written whole or not at all, and folders that one run at a time writes into."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PAUSE = 0.2  # seconds between two looks whether a folder is free
STALE = 3600  # seconds after which a rest of a killed write is nobody's any more
LONGEST_NAME = 200  # bytes; file systems allow 255, and what stands before and behind it wants some
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends well, and goes when it does not.

    A process killed in the middle leaves the old file as it was.

    Raises
    ------
    OSError
        With one line that names the file and what to do, where the disk is full or the folder is read-only.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{_brief(path)}.", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    _note(path)


def _brief(path: Path) -> str:
    """The name of a file, or what stands for one so long that nothing can be added to it."""
    if len(os.fsencode(path.name)) <= LONGEST_NAME:
        return path.name
    return hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16] + path.suffix


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a text file atomically, line ends as given."""
    with atomic(path) as temporary:
        temporary.write_text(text, encoding=encoding, newline="")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file atomically."""
    with atomic(path) as temporary:
        temporary.write_bytes(content)


def sweep(folder: Path) -> None:
    """Remove what killed writes left in a folder."""
    for rest in folder.glob(".*.*"):
        with suppress(OSError):
            if _is_rest(rest) and time.time() - rest.stat().st_mtime > STALE:
                rest.unlink()


def _is_rest(path: Path) -> bool:
    """Whether a name is one that `atomic` gives: a dot, the target's name, eight characters, its suffix."""
    stem = path.name.removesuffix(path.suffix)
    target, _, random = stem.rpartition(".")
    return len(random) == 8 and Path(target).suffix == path.suffix and path.is_file()


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a folder for one run; another waits until it is free. A killed run holds nothing.

    Parameters
    ----------
    folder
        Made where it is missing.
    waiting
        Called once where the folder is taken, so that the person is told.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = _open_lock(folder)
    try:
        if not _take(handle):
            waiting()
            while not _take(handle):
                time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)


def _open_lock(folder: Path) -> int:
    """A file of the temporary folder that stands for a folder, so that no lock lies among the results."""
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"analysis-{name}.lock"
    try:
        return os.open(path, os.O_RDWR)
    except FileNotFoundError:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
        with suppress(OSError):
            path.chmod(0o666)  # another user's run must be able to wait too
        return handle


def _take(handle: int) -> bool:
    """Take a lock if it is free. It belongs to this process alone: workers that outlive a killed run hold nothing."""
    try:
        if os.name == "posix":
            import fcntl

            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say in one line what a person can do about a disk or folder that takes no files."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise OSError(
                f"{path}: the disk is full: free some space and run again; nothing is half-written"
            ) from error
        if error.errno in _CLOSED:
            raise OSError(
                f"{path}: cannot be written: check the folder's permissions, or choose another with --out"
            ) from error
        raise


def _note(path: Path) -> None:
    """Where a run keeps a list of what is written (`ANALYSIS_WRITTEN` names it), add to it."""
    ledger = os.environ.get("ANALYSIS_WRITTEN")
    if ledger:
        with open(ledger, "a", encoding="utf-8") as file:
            file.write(f"{path.resolve()}\n")
