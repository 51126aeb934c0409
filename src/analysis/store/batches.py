"""Packs on disk: content-addressed, checked when read, written whole or not at all.

A file holds a line of JSON (a checksum of all that follows, and the keys of its documents) and then Arrow streams, one a
frame. Files are never changed, so that any number of processes may read while others write. Nothing in them is
executed on reading.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from analysis.store.files import atomic, sweep
from analysis.store.packs import STORED, Chosen, Pack, take

BATCH = 500  # documents computed between two writes: what a killed run loses at most
SMALL = BATCH // 2  # a batch of fewer documents may be merged with others
MOST_SMALL = 8  # small batches, beyond which they are merged
MOST_BYTES = 2_000_000_000  # of batches that this run did not use; the longest unused go first
SUFFIX = ".pack"
DAY = 86_400


class Batch(NamedTuple):
    """A file of the store: which documents it has."""

    path: Path
    keys: list[str]


def find_packs(folder: Path, keys: Sequence[str]) -> dict[str, tuple[Pack, int]]:
    """Key → pack and place, for the keys the store has. A broken file is removed, so that its documents are made anew."""
    wanted, waiting = set(keys), set(keys)
    found: dict[str, tuple[Pack, int]] = {}
    asked: list[Path] = []
    for batch in list_batches(folder):
        if not waiting.isdisjoint(batch.keys):
            asked.append(batch.path)
            waiting.difference_update(batch.keys)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # unpacking leaves Python's lock to others
        for path, pack in zip(asked, threads.map(read_pack, asked), strict=True):
            if pack:
                found.update((key, (pack, i)) for i, key in enumerate(pack.keys) if key in wanted)
                wanted.difference_update(pack.keys)
            _touch(path)
    return found


def list_batches(folder: Path) -> Iterator[Batch]:
    """The files of the store, in order."""
    for path in sorted(folder.glob(f"[!.]*{SUFFIX}")):
        header = _header(path)
        if header is None:
            path.unlink(missing_ok=True)
        else:
            yield Batch(path, header["keys"])


def write_pack(folder: Path, pack: Pack) -> Path:
    """Write a pack under a name made of its keys."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for table in (_index(pack), *(pack.tables[name] for name in (*STORED, "signatures"))):
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table.unify_dictionaries())
    content = sink.getvalue()
    header = {"sha256": _checksum(pack.keys, content), "keys": pack.keys}
    path = folder / f"{hashlib.sha256(''.join(pack.keys).encode()).hexdigest()[:24]}{SUFFIX}"
    with atomic(path) as temporary, temporary.open("wb") as file:
        file.write(json.dumps(header).encode() + b"\n")
        file.write(content)
    return path


def read_pack(path: Path) -> Pack | None:
    """A pack from disk; None, and the file gone, where it is not what was written."""
    import pyarrow as pa

    try:
        with path.open("rb") as file:
            header = json.loads(file.readline())
            content = file.read()
        if header["sha256"] != _checksum(header["keys"], content):
            raise ValueError("not what was written")
        source = pa.BufferReader(content)
        index, *tables = [pa.ipc.open_stream(source).read_all() for _ in range(len(STORED) + 2)]
    except FileNotFoundError:
        return None  # merged or pruned by another process in this moment
    except (ValueError, KeyError, TypeError, OSError, pa.ArrowException):
        path.unlink(missing_ok=True)
        return None
    names = (*STORED, "signatures")
    sizes = {name: index[f"n_{name}"].to_numpy() for name in names}
    return Pack(header["keys"], index["doc_id"].to_pylist(), dict(zip(names, tables, strict=True)), sizes)


def tidy(folder: Path, chosen: Chosen) -> None:
    """Merge small batches into one of the documents in use, and remove what has not been used for longest."""
    sweep(folder)
    batches = list(list_batches(folder))
    used = {pack.keys[i] for pack, i in chosen}
    small = [batch for batch in batches if len(batch.keys) < SMALL]
    if len(small) > MOST_SMALL:
        inside = {key for batch in small for key in batch.keys}
        kept = [(pack, i) for pack, i in chosen if pack.keys[i] in inside]
        merged = write_pack(folder, take(kept)) if kept else None
        for batch in small:
            if batch.path != merged:
                batch.path.unlink(missing_ok=True)
    unused = [batch.path for batch in list_batches(folder) if used.isdisjoint(batch.keys)]
    _prune(unused)


def _prune(paths: Sequence[Path]) -> None:
    total = 0
    for path in sorted(paths, key=_age):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
            if total > MOST_BYTES:
                path.unlink()


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _touch(path: Path) -> None:
    """Remember that a file was used, to the day."""
    with suppress(OSError):
        if _age(path) > DAY:
            os.utime(path)


def _header(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            header = json.loads(file.readline())
        return header if isinstance(header["keys"], list) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checksum(keys: Sequence[str], content: Any) -> str:
    digest = hashlib.sha256("\n".join(keys).encode())
    digest.update(content)
    return digest.hexdigest()


def _index(pack: Pack) -> Any:
    import pyarrow as pa

    return pa.table({"doc_id": pack.doc_ids, **{f"n_{name}": size for name, size in pack.sizes.items()}})
