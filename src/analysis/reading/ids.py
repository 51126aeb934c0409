"""Ids for sources: the stem of the name, and as much of the path as is needed to tell equal stems apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analysis.shields import shield

if TYPE_CHECKING:
    from analysis.reading.sources import Source

# Characters that some file system forbids in a name, and those that steer a terminal or turn the direction of
# writing; each text is written to a file named after its id.
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # no file's name on Windows
LONGEST = 120  # characters
LONGEST_BYTES = 220  # file systems allow 255, and a hash, a suffix and the name of a draft want some of them


def assign_ids(sources: list[Source]) -> list[Source]:
    """Sources with ids that are unique, also where capitals do not count, and do not depend on their order.

    Sources of the same stem are told apart by their suffix, else by their folder, else by their whole path.
    """
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        groups[_key(_safe(source.doc_id))].append(source)
    ids: dict[str, str] = {}
    for group in groups.values():
        ids.update(_distinct(group))
    taken: dict[str, list[str]] = defaultdict(list)
    for path, doc_id in ids.items():
        taken[_key(doc_id)].append(path)
    for paths in taken.values():
        if len(paths) > 1:  # an id made for one group is the stem of another
            ids.update((path, f"{ids[path]}-{_hash(path)}") for path in paths)
    return [
        source if source.doc_id == ids[source.path] else replace(source, doc_id=ids[source.path])
        for source in sources
    ]


def _distinct(group: list[Source]) -> dict[str, str]:
    """Path → id for sources of one stem, by the least that tells them apart."""
    if len(group) == 1:
        return {group[0].path: _safe(group[0].doc_id)}
    for forms in zip(*map(_forms, group), strict=True):
        if len({_key(form) for form in forms}) == len(group):
            return {source.path: form for source, form in zip(group, forms, strict=True)}
    return {source.path: f"{_safe(source.doc_id)}-{_hash(source.path)}" for source in group}


def _forms(source: Source) -> tuple[str, ...]:
    """Ever longer ids of a source."""
    path = PurePosixPath(source.path)
    stem, suffix = _safe(source.doc_id), source.suffix.lstrip(".") or "txt"
    parent = _safe(path.parent.name)
    return (
        stem,
        _cut(f"{stem}-{suffix}"),
        _cut(f"{parent}-{stem}" if parent else stem),
        _cut(f"{parent}-{stem}-{suffix}" if parent else f"{stem}-{suffix}"),
        _safe("-".join(path.parts)),
    )


def _safe(name: str) -> str:
    """A name that every file system takes."""
    name = FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    name = f"_{name}" if DEVICE.fullmatch(name) or shield(name) != name else name
    return _cut(name[:LONGEST]) or "text"


def _cut(name: str) -> str:
    """As much of a name as file systems take."""
    return name.encode("utf-8", "replace")[:LONGEST_BYTES].decode("utf-8", "ignore")


def _key(doc_id: str) -> str:
    return doc_id.casefold()


def _hash(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
