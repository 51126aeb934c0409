"""What a document's frames depend on, as one key: its bytes, what is said of it, the rules, the code, the libraries.

Nothing here is bumped by hand: the code is what stands in the files that the text half imports, the rules are the
contents of lexicons, corrections and overrides.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.reading import Source
from analysis.settings import Settings, row_of

PACKAGE = Path(__file__).parent
ENTRY = "pipeline"  # the room from which a document's frames are made
_KNOWN = re.compile(r"^\s*(?:from|import) analysis\.(\w+)", re.M)
# Lexicons that only word what is shown: no frame depends on them.
WORDINGS = frozenset({"figure_words", "glossary", "report_words", "sentences"})
LENGTH = 32  # hexadecimal digits of a key: 128 bits


def digest(*parts: Any) -> str:
    """One key of some values, by what they print.

    Examples
    --------
    >>> digest("a", 1) == digest("a", 1) != digest("a", "1")
    True
    """
    whole = [
        part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass") for part in parts
    ]
    return hashlib.sha256(b"\0".join((*whole, b""))).hexdigest()[:LENGTH]


def document_keys(sources: Sequence[Source], settings: Settings) -> list[str]:
    """The key of each document: equal keys, equal frames.

    Corrections and overrides count for their own document alone, with the rows they stand in, which problems name.
    Grouping, scope, labels and the lexicons that word figures count for none: they are asked for after the text half.
    """
    rules = sorted((name, rows) for name, rows in settings.lexicons.items() if name not in WORDINGS)
    shared = digest(rooms_hash(), libraries(), rules, settings.theme_pack, settings.limits)
    own: dict[str, list[Any]] = defaultdict(list)
    for row in settings.statements:
        own[row.doc_id].append((row, row_of(row, settings)))
    return [_document_key(source, shared, own[source.doc_id]) for source in sources]


def _document_key(source: Source, shared: str, own: list[Any]) -> str:
    content = source.content
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    kind = type(content).__name__
    facts = sorted(source.facts.items())
    return digest(shared, source.doc_id, source.path, source.suffix, facts, own, kind, data)


def rooms_hash(entry: str | None = ENTRY) -> str:
    """Key of the code: of the rooms that a room stands on, or of the whole package."""
    if entry:
        files = [path for room in text_rooms(entry) for path in _files_of(room)]
    else:
        files = [path for path in sorted(PACKAGE.rglob("*.*")) if path.is_file() and path.suffix != ".pyc"]
    return digest(*(part for path in files for part in (_name_of(path), path.read_bytes())))


def text_rooms(entry: str = ENTRY) -> tuple[str, ...]:
    """The rooms that one room stands on, itself included, as far as imports reach.

    Examples
    --------
    >>> rooms = text_rooms()
    >>> "cleaning" in rooms, "plots" in rooms
    (True, False)
    """
    reached, waiting = set(), {entry}
    while waiting:
        room = waiting.pop()
        reached.add(room)
        known = {name for path in _files_of(room) for name in _KNOWN.findall(path.read_text("utf-8"))}
        waiting |= known - reached
    return tuple(sorted(reached))


def _files_of(room: str) -> list[Path]:
    """The Python files of a room: a module or a folder."""
    module = PACKAGE / f"{room}.py"
    return [module] if module.is_file() else sorted((PACKAGE / room).rglob("*.py"))


def _name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def libraries() -> tuple[str, ...]:
    """Python and everything installed, each with its version, as the folders of their metadata are named."""
    names: set[str] = set()
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        if os.path.isdir(folder):
            names |= {name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))}
    return (sys.version, *sorted(names))
