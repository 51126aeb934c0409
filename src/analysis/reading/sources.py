"""The documents of a file, a folder, an archive or a table, each with an id of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from analysis.reading.ids import assign_ids
from analysis.settings import Limits


class Problem(NamedTuple):
    """A file that cannot be used as it stands: one line with what is wrong and what to do."""

    path: str
    problem: str
    hint: str


@dataclass(frozen=True)
class Source:
    """One document before reading.

    Parameters
    ----------
    doc_id
        Its id, unique among the sources listed together.
    path
        Where it is from, for people: the file, and the member or row of it.
    content
        Bytes of a file; text of a row of a table.
    suffix
        Ending of its name, lower case, with the dot.
    facts
        What a person or a table's other columns say of it.
    """

    doc_id: str
    path: str
    content: bytes | str
    suffix: str = ".txt"
    facts: Mapping[str, str] = field(default_factory=dict)


TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json"})
# Files of a corpus that are no texts: a person's statements, read elsewhere.
STATEMENTS = frozenset({"documents.csv", "corrections.csv", "overrides.csv"})
SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx"})
NO_TEXTS = frozenset([
    ".js", ".css", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".svg", ".mp3", ".mp4",
    ".avi", ".mov", ".exe", ".dll", ".py", ".ipynb", ".parquet", ".pyc", ".lnk", ".db", ".sqlite",
])  # fmt: skip
DEFAULT_LIMITS = Limits()
DEPTH = 3  # archives inside archives


def list_sources(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> tuple[list[Source], list[Problem]]:
    """The documents of a file, folder (all levels), .zip archive or table.

    Returns
    -------
    tuple
        Sources in the order of their paths, and one problem for each file that is none. Every file is in one of
        the two. Ids do not depend on the order in which files are listed.

    Raises
    ------
    FileNotFoundError
        If there is nothing at the path.
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: there is no such file or folder")
    problems: list[Problem] = []
    found = [source for file in _files(path, problems) for source in _of_file(file, path, limits, problems)]
    sources = assign_ids(_state_facts(found, path, problems))
    return sources, problems


def _files(path: Path, problems: list[Problem]) -> Iterator[Path]:
    """All files below a path in order; system files and the rests of saved pages are named and left out."""
    if path.is_file():
        yield path
        return
    root = path / "raw" if (path / "raw").is_dir() and (path / "documents.csv").is_file() else path
    companions: dict[Path, int] = {}
    for file in sorted(root.rglob("*")):
        if not file.is_file():
            continue
        parts = file.relative_to(root).parts
        if parts[0] == "lexicons" or (len(parts) == 1 and file.name in STATEMENTS):
            continue
        companion = next(
            (folder for folder in file.parents if folder != root and _is_companion(folder)), None
        )
        if companion:
            companions[companion] = companions.get(companion, 0) + 1
        elif any(_is_system(part) for part in parts):
            problems.append(Problem(_shown(file, path), "a file of the system, no text", "nothing to do"))
        else:
            yield file
    for folder, n in companions.items():
        problems.append(
            Problem(
                _shown(folder, path),
                f"{n} pictures and scripts of a saved page",
                "nothing to do: the page itself is read",
            )
        )


def _is_companion(folder: Path) -> bool:
    """Whether a folder holds the pictures and scripts that a browser saved beside a page."""
    for ending in ("_files", ".files", "_文件"):
        if folder.name.endswith(ending):
            stem = folder.name[: -len(ending)]
            return any((folder.parent / f"{stem}{suffix}").exists() for suffix in (".html", ".htm"))
    return False


def _is_system(name: str) -> bool:
    return name.lower() in SYSTEM or name.startswith((".", "~$", "._"))


def _shown(file: Path, root: Path) -> str:
    """A path for people: relative to what was asked for."""
    return file.relative_to(root).as_posix() if file != root and root in file.parents else file.name


def _of_file(file: Path, root: Path, limits: Limits, problems: list[Problem]) -> Iterator[Source]:
    shown = _shown(file, root)
    try:
        size = file.stat().st_size
        if size > limits.max_bytes:
            problems.append(
                Problem(
                    shown,
                    f"{size:,} bytes, more than the limit",
                    "split it, or raise the limit in the settings",
                )
            )
            return
        content = file.read_bytes()
    except OSError as error:
        problems.append(Problem(shown, f"cannot be opened: {error.strerror}", "check its permissions"))
        return
    yield from _of_content(shown, content, limits, problems)


def _of_content(
    shown: str, content: bytes, limits: Limits, problems: list[Problem], depth: int = 0
) -> Iterator[Source]:
    suffix = PurePosixPath(shown).suffix.lower()
    if not content:
        problems.append(Problem(shown, "an empty file", "add the text, or delete it"))
    elif suffix in NO_TEXTS:
        problems.append(
            Problem(shown, f"a file of the kind {suffix}, no text", "nothing to do, or save its text as .txt")
        )
    elif content.startswith(b"PK\x03\x04") and (suffix == ".zip" or not _is_office(content)):
        yield from _of_archive(shown, content, limits, problems, depth)
    elif suffix in TABLES:
        from analysis.reading.tables import read_table

        yield from read_table(shown, content, problems)
    else:
        yield Source(PurePosixPath(shown).stem, shown, content, suffix)


def _is_office(content: bytes) -> bool:
    return any(
        mark in content[:60_000]
        for mark in (b"word/", b"xl/", b"opendocument", b"ppt/", b"Doc_0/", b"OFD.xml")
    )


def _of_archive(
    shown: str, content: bytes, limits: Limits, problems: list[Problem], depth: int
) -> Iterator[Source]:
    if depth >= DEPTH:
        problems.append(Problem(shown, f"an archive inside {DEPTH} others", "unpack it and add the folder"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            problem = _bomb(members, len(content), limits)
            if problem:
                problems.append(
                    Problem(shown, problem, "unpack it and add the files, or raise the limit in the settings")
                )
                return
            for member in sorted(members, key=lambda member: _name_of(member)):
                yield from _of_member(f"{shown}/{_name_of(member)}", archive, member, limits, problems, depth)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        problems.append(
            Problem(shown, f"a broken archive ({error})", "pack it again, or add the files themselves")
        )


def _bomb(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> str:
    """What is wrong with the size of an archive; empty if nothing is."""
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.max_members:
        return f"an archive of {len(members):,} files, more than the limit"
    if unpacked > limits.max_bytes or unpacked > limits.max_ratio * max(packed, 10_000):
        return f"an archive that unpacks to {unpacked:,} bytes, more than the limit"
    return ""


def _of_member(
    shown: str,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    limits: Limits,
    problems: list[Problem],
    depth: int,
) -> Iterator[Source]:
    name = _name_of(member)
    if any(_is_system(part) for part in PurePosixPath(name).parts):
        problems.append(Problem(shown, "a file of the system, no text", "nothing to do"))
        return
    try:
        with archive.open(member) as file:
            content = file.read(member.file_size + 1)
    except RuntimeError:
        problems.append(Problem(shown, "locked with a password", "unpack it and add the file"))
        return
    except (zipfile.BadZipFile, zlib_error()) as error:
        problems.append(Problem(shown, f"broken inside its archive ({error})", "pack it again"))
        return
    yield from _of_content(shown, content, limits, problems, depth + 1)


def zlib_error() -> type[Exception]:
    """The error that packed bytes raise when they are broken."""
    import zlib

    return zlib.error


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese systems keep it in GBK without saying so."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _state_facts(sources: list[Source], path: Path, problems: list[Problem]) -> list[Source]:
    """Sources with the facts that documents.csv states, found by path or by id."""
    table = next((file for file in _statement_files(path) if file.is_file()), None)
    if table is None:
        return sources
    from analysis.reading.tables import read_rows

    rows = list(read_rows(table.read_bytes(), ".csv"))
    by_path = {_bare_path(row["path"]): row for row in rows if row.get("path")}
    by_id = {row["doc_id"]: row for row in rows if row.get("doc_id")}
    stated, used = [], set()
    for source in sources:
        row = _row_of(source, by_path) or by_id.get(source.doc_id)
        used.add(id(row))
        facts = {key: value for key, value in (row or {}).items() if value}
        stated.append(
            replace(source, doc_id=facts.get("doc_id", source.doc_id), facts={**source.facts, **facts})
        )
    for row in rows:
        if id(row) not in used and path.is_dir():
            name = row.get("path") or row.get("doc_id") or "a row"
            problems.append(
                Problem(
                    table.name,
                    f"states facts of {name}, which is not there",
                    "correct the row, or add the text",
                )
            )
    return stated


def _statement_files(path: Path) -> Iterable[Path]:
    folder = path if path.is_dir() else path.parent
    yield folder / "documents.csv"
    if folder.name == "raw":
        yield folder.parent / "documents.csv"


def _bare_path(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./").removeprefix("data/").removeprefix("raw/")


def _row_of(source: Source, by_path: Mapping[str, dict[str, str]]) -> dict[str, str] | None:
    return by_path.get(_bare_path(source.path))
