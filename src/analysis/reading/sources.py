"""The documents of a file, a folder, an archive or a table, each with an id of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from analysis.reading.facts import state_facts
from analysis.reading.ids import assign_ids
from analysis.reading.walking import Problem, find_files, is_system, shown_path
from analysis.settings import Limits


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
OFFICE = frozenset(
    {".docx", ".docm", ".dotx", ".pptx", ".odt", ".ofd"}
)  # packed like archives, but one document
NO_TEXTS = frozenset([
    ".js", ".css", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".svg", ".mp3", ".mp4",
    ".avi", ".mov", ".exe", ".dll", ".py", ".ipynb", ".parquet", ".pyc", ".lnk", ".db", ".sqlite",
])  # fmt: skip
DEFAULT_LIMITS = Limits()
DEPTH = 3  # archives inside archives
OUTSIDE = re.compile(r"(?:[A-Za-z]:)?[/\\]+|[A-Za-z]:")  # how a name begins that starts from the root
LOCKED = 0x1  # flag of a member that asks for a password
NAMELESS = "nameless"  # what a member is called whose name has nothing but dots and slashes


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
    found = [
        source for file in find_files(path, problems) for source in _of_file(file, path, limits, problems)
    ]
    stated, left_out = state_facts(_tell_apart(found), path, problems)
    # Ids are given first: those of the others stay as they are, whatever is left out.
    return [source for source in assign_ids(stated) if source.path not in left_out], problems


def _tell_apart(sources: list[Source]) -> list[Source]:
    """Sources with paths of their own: an archive may hold one name twice, two names may be shown alike."""
    counts: dict[str, int] = {}
    apart = []
    for source in sources:
        counts[source.path] = n = counts.get(source.path, 0) + 1
        apart.append(source if n == 1 else replace(source, path=f"{source.path}#{n}"))
    return apart


def _of_file(file: Path, root: Path, limits: Limits, problems: list[Problem]) -> Iterator[Source]:
    shown = shown_path(file, root)
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
        with file.open("rb") as opened:
            content = opened.read(size + 1)  # no more than was looked at, should it grow meanwhile
    except OSError as error:
        problems.append(Problem(shown, f"cannot be opened: {error.strerror}", "check its permissions"))
        return
    yield from _of_content(shown, content, _Budget(limits), problems)


class _Budget:
    """What one file may still unpack to, archives inside it included."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left, self.members = limits.max_bytes, limits.max_members


def _of_content(
    shown: str, content: bytes, budget: _Budget, problems: list[Problem], depth: int = 0
) -> Iterator[Source]:
    stem, suffix = _ending(shown)
    if not content:
        problems.append(Problem(shown, "an empty file", "add the text, or delete it"))
    elif suffix in NO_TEXTS:
        problems.append(
            Problem(shown, f"a file of the kind {suffix}, no text", "nothing to do, or save its text as .txt")
        )
    elif (
        content.startswith(b"PK\x03\x04")
        and suffix not in OFFICE
        and (suffix == ".zip" or not _is_office(content))
    ):
        yield from _of_archive(shown, content, budget, problems, depth)
    elif suffix in TABLES:
        from analysis.reading.tables import read_table

        yield from read_table(shown, content, problems, budget.limits)
    else:
        yield Source(stem, shown, content, suffix)


def _ending(shown: str) -> tuple[str, str]:
    """The last name of a path, its ending apart (lower case, with the dot).

    Examples
    --------
    >>> _ending("a/b.tar.GZ"), _ending(".hidden"), _ending("a.b/c.")
    (('b.tar', '.gz'), ('.hidden', ''), ('c.', ''))
    """
    name = shown.rpartition("/")[2]
    dot = name.rfind(".")
    return (name[:dot], name[dot:].lower()) if 0 < dot < len(name) - 1 else (name, "")


def _is_office(content: bytes) -> bool:
    return any(
        mark in content[:60_000]
        for mark in (b"word/", b"xl/", b"opendocument", b"ppt/", b"Doc_0/", b"OFD.xml")
    )


def _of_archive(
    shown: str, content: bytes, budget: _Budget, problems: list[Problem], depth: int
) -> Iterator[Source]:
    if depth >= DEPTH:
        problems.append(Problem(shown, f"an archive inside {DEPTH} others", "unpack it and add the folder"))
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # a broken directory of members raises whatever its numbers lead to
        problems.append(
            Problem(shown, f"a broken archive ({error})", "pack it again, or add the files themselves")
        )
        return
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        problem = _bomb(members, len(content), budget)
        if problem:
            problems.append(
                Problem(shown, problem, "unpack it and add the files, or raise the limit in the settings")
            )
            return
        for member in sorted(members, key=_name_of):
            inner = _inner_path(shown, _name_of(member), problems)
            yield from _of_member(inner, archive, member, budget, problems, depth)


def _bomb(members: list[zipfile.ZipInfo], packed: int, budget: _Budget) -> str:
    """What is wrong with the size of an archive; empty if nothing is, and then its size is booked."""
    unpacked = sum(member.file_size for member in members)
    if len(members) > budget.members:
        return f"an archive of {len(members):,} files, more than the limit"
    if unpacked > min(budget.left, budget.limits.max_ratio * max(packed, 10_000)):
        return f"an archive that unpacks to {unpacked:,} bytes, more than the limit"
    budget.left, budget.members = budget.left - unpacked, budget.members - len(members)
    return ""


def _inner_path(shown: str, name: str, problems: list[Problem]) -> str:
    """The path of a member below its archive; a name that leads elsewhere is said, and leads nowhere."""
    outside = OUTSIDE.match(name)
    steps = name[outside.end() if outside else 0 :].replace("\\", "/").split("/")
    parts = [part for part in steps if part not in ("", ".", "..")]
    inner = "/".join((shown, *parts)) if parts else f"{shown}/{NAMELESS}"
    if outside or ".." in steps:
        problems.append(
            Problem(
                f"{shown}/{name}", "a name that leads out of its archive", f"nothing to do: read as {inner}"
            )
        )
    return inner


def _of_member(
    shown: str,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    budget: _Budget,
    problems: list[Problem],
    depth: int,
) -> Iterator[Source]:
    if any(is_system(part) for part in PurePosixPath(_name_of(member)).parts if part not in (".", "..")):
        problems.append(Problem(shown, "a file of the system, no text", "nothing to do"))
        return
    if member.flag_bits & LOCKED:
        problems.append(Problem(shown, "locked with a password", "unpack it and add the file"))
        return
    try:
        with archive.open(member) as file:
            content = file.read(member.file_size + 1)
    except Exception as error:  # likewise; the other members are read
        problems.append(Problem(shown, f"broken inside its archive ({error})", "pack it again"))
        return
    yield from _of_content(shown, content, budget, problems, depth + 1)


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
