"""The files below a folder: each is handed on, or named with the reason why not."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

# Files of a corpus that are no texts: a person's statements, read elsewhere.
STATEMENTS = frozenset({"documents.csv", "corrections.csv", "overrides.csv"})
SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx"})
# What stands in a folder without being a file: reading it would wait for ever, or never end.
SPECIAL = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
LINK_HINT = "mend the link, or add the file itself"


class Problem(NamedTuple):
    """A file that cannot be used as it stands: one line with what is wrong and what to do."""

    path: str
    problem: str
    hint: str


def find_files(path: Path, problems: list[Problem]) -> Iterator[Path]:
    """All files at or below a path in order; what is no file, and files that are no texts, are named.

    Links to files are read; links to folders are not followed, so that no folder is read twice or for ever.
    """
    if not path.is_dir():
        if _is_regular(path, path, problems):
            yield path
        return
    root = path / "raw" if (path / "raw").is_dir() and (path / "documents.csv").is_file() else path
    companions: dict[Path, int] = {}
    companion_of = cache(partial(_companion, root=root))  # asked once a folder
    depth = len(root.parts)
    for file in sorted(_walk(root, path, problems), key=lambda file: os.path.normcase(file).split(os.sep)):
        parts = file.parts[depth:]
        if parts[0] == "lexicons" or (len(parts) == 1 and file.name in STATEMENTS):
            continue
        companion = companion_of(os.path.dirname(file))
        if companion:
            companions[companion] = companions.get(companion, 0) + 1
        elif any(is_system(part) for part in parts):
            problems.append(Problem(shown_path(file, path), "a file of the system, no text", "nothing to do"))
        elif _is_regular(file, path, problems):
            yield file
    for folder, n in companions.items():
        problem = f"{n} pictures and scripts of a saved page"
        hint = "nothing to do: the page itself is read"
        problems.append(Problem(shown_path(folder, path), problem, hint))


def _walk(root: Path, path: Path, problems: list[Problem]) -> Iterator[Path]:
    """Everything below a folder but folders; links to folders and locked folders are named."""

    def locked(error: OSError) -> None:
        """Name a folder that may not be listed; the walk goes on beside it."""
        shown = shown_path(Path(os.fsdecode(error.filename)), path)
        problems.append(Problem(shown, f"cannot be opened: {error.strerror}", "check its permissions"))

    for folder, names, files in os.walk(root, onerror=locked):
        for name in sorted(names):
            link = Path(folder, name)
            if link.is_symlink():
                problem = "a link to a folder, which is not followed"
                problems.append(Problem(shown_path(link, path), problem, "add the folder itself"))
        yield from (Path(folder, name) for name in files)


def _is_regular(file: Path, root: Path, problems: list[Problem]) -> bool:
    """Whether this is a file; if not it is named."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        reason = "in a circle" if error.errno == errno.ELOOP else "to nothing"
        problem = (
            f"a link that leads {reason}" if file.is_symlink() else f"cannot be opened: {error.strerror}"
        )
        problems.append(Problem(shown_path(file, root), problem, LINK_HINT))
        return False
    kind = next((name for test, name in SPECIAL if test(mode)), "")
    if kind:
        hint = "add the text itself as a file"
        problems.append(Problem(shown_path(file, root), f"{kind}, no file", hint))
    return not kind


def is_system(name: str) -> bool:
    """Whether a file or folder of this name is the system's or an editor's."""
    return name.lower() in SYSTEM or name.startswith((".", "~$", "._"))


def shown_path(file: Path, root: Path) -> str:
    """A path for people, relative to what was asked for; every character of it can be written.

    Names that are no UTF-8 are read as GBK, as Chinese archives unpack them, else their bytes are spelt out.
    """
    path = _inner(file, root)
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        name = os.fsencode(path)
        try:
            return name.decode("gb18030")
        except UnicodeDecodeError:
            return name.decode("utf-8", "backslashreplace")
    return path


def _inner(file: Path, root: Path) -> str:
    """A path below another, with slashes; its name where it is not below."""
    whole, start = str(file), str(root) + os.sep
    if whole.startswith(start):  # as nearly always: paths are compared much more slowly
        return whole[len(start) :].replace(os.sep, "/")
    return file.relative_to(root).as_posix() if file != root and root in file.parents else file.name


def _companion(folder: str, root: Path) -> Path | None:
    """The folder of a saved page that a folder below a root is or lies in."""
    own = Path(folder)
    return next((f for f in (own, *own.parents) if f != root and _is_companion(f)), None)


def _is_companion(folder: Path) -> bool:
    """Whether a folder holds the pictures and scripts that a browser saved beside a page."""
    for ending in ("_files", ".files", "_文件"):
        if folder.name.endswith(ending):
            stem = folder.name[: -len(ending)]
            return any((folder.parent / f"{stem}{suffix}").exists() for suffix in (".html", ".htm"))
    return False
