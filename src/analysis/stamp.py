"""What a run stood on and what it wrote: one JSON file, read by the next run to tell what must be done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from analysis.assembly import place_of, stated_problems
from analysis.folders import Folders
from analysis.keys import digest, document_keys, libraries, rooms_hash
from analysis.lexicons import Entry
from analysis.reading import list_sources
from analysis.reading.facts import excluded_ids
from analysis.settings import CHOICES, Settings
from analysis.store import write_text


def read_inputs(folders: Folders, settings: Settings) -> dict[str, Any]:
    """Everything a run of these texts depends on, part by part, so that a later run can name what changed.

    Returns
    -------
    dict
        `frames` (the key of all frames), `texts` (doc_id → the keys of its parts), `lexicons` (name → key),
        `settings`, `code`, `libraries`.
    """
    sources, problems = list_sources(folders.texts, settings.limits)
    sources.sort(key=place_of)
    doc_ids = [*(source.doc_id for source in sources), *excluded_ids(folders.texts)]
    return {
        "frames": digest(
            document_keys(sources, settings), [*problems, *stated_problems(settings, doc_ids)], settings.scope
        ),
        "texts": {
            source.doc_id: {
                "text": digest(source.content),
                "facts": digest(sorted(source.facts.items()), source.path),
                "corrections": digest([row for row in settings.corrections if row.doc_id == source.doc_id]),
                "overrides": digest([row for row in settings.overrides if row.doc_id == source.doc_id]),
            }
            for source in sources
        },
        "lexicons": {name: lexicon_inputs(rows) for name, rows in sorted(settings.lexicons.items())},
        "settings": {name: getattr(settings, name) for name in CHOICES},
        "code": rooms_hash(None),
        "libraries": digest(libraries()),
    }


def lexicon_inputs(rows: Sequence[Entry]) -> dict[str, Any]:
    """A lexicon's key, and each of its terms with category and the key of the rest, so that a changed row can be named.

    Seventeen thousand rows are summed at every run: a light sum of the wording will do.

    Examples
    --------
    >>> lexicon_inputs([Entry("督察", "campaign")])["rows"]
    {'督察': 'campaign'}
    """
    terms: dict[str, list[str]] = {}
    for row in rows:
        wording = "\x1f".join((row.english, row.source, row.note))
        rest = f" #{crc32(wording.encode()):08x}" if wording.strip("\x1f") else ""
        terms.setdefault(row.term, []).append(f"{row.category}{rest}")
    return {"key": digest(tuple(rows)), "rows": {term: "; ".join(own) for term, own in terms.items()}}


def read_stamp(folders: Folders) -> dict[str, Any]:
    """The last run's stamp; empty where there is none, or none that can be read."""
    try:
        stamp = json.loads(folders.stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and isinstance(stamp.get("inputs"), dict) else {}


def write_stamp(folders: Folders, stamp: Mapping[str, Any]) -> None:
    """Write the stamp of a run."""
    write_text(folders.stamp, json.dumps(stamp, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def hash_files(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Path (relative to `root` where it lies there) → hash of the content; empty where the file is not there."""
    return {
        path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path): _hash(path)
        for path in sorted(set(paths))
    }


def unchanged(root: Path, hashes: Mapping[str, str]) -> bool:
    """Whether all files are as they were."""
    return all(content and _hash(root / name) == content for name, content in hashes.items())


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
