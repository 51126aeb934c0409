"""Documents from the store where it has them, computed where it has not; the store then has them too."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.folders import Folders
from analysis.frames import DocumentFrames
from analysis.keys import digest, document_keys
from analysis.reading import Source
from analysis.runners import run
from analysis.settings import Settings
from analysis.store import batches
from analysis.store.packs import Chosen, Pack, Part, make_pack

FEW = 64  # foreign texts below this number are computed sooner than a store for them is worth having

Progress = Callable[..., Iterable[Any]]
Work = Callable[[Source], tuple[DocumentFrames, dict[int, int]]]


def collect(
    sources: Sequence[Source],
    settings: Settings,
    work: Work,
    *,
    folder: Path | None,
    runner: str | None = None,
    progress: Progress = lambda items, **_: items,
) -> Chosen:
    """What each source yields, in the order of the sources.

    Parameters
    ----------
    work
        Source → frames and signature: pure, and importable by another process.
    folder
        Of the store; None computes everything and keeps nothing.
    runner
        As for :func:`analysis.runners.run`.
    progress
        Wraps what is computed, to show how far it is.
    """
    keys = document_keys(sources, settings)
    found = batches.find_packs(folder, keys) if folder else {}
    missing = [(key, source) for key, source in zip(keys, sources, strict=True) if key not in found]
    for pack in _computed(missing, partial(run, work, runner=runner), progress):
        found.update((key, (pack, i)) for i, key in enumerate(pack.keys))
        if folder:
            folder = _kept(folder, pack)
    chosen = [found[key] for key in keys]
    if folder and missing:
        with suppress(OSError):
            batches.tidy(folder, chosen)
    return chosen


def _computed(
    missing: Sequence[tuple[str, Source]], run_work: Callable[..., Iterable[Any]], progress: Progress
) -> Iterator[Pack]:
    """Packs of the documents the store has not, as they come."""
    if not missing:
        return
    found = run_work([source for _, source in missing])
    results = zip(missing, progress(found, total=len(missing), desc="texts"), strict=True)
    while some := list(islice(results, batches.BATCH)):
        yield make_pack(
            [Part(key, source.doc_id, frames, signature) for (key, source), (frames, signature) in some]
        )


def _kept(folder: Path, pack: Pack) -> Path | None:
    """The folder, once the pack is in it; None, and a warning, where the folder takes no files."""
    try:
        batches.write_pack(folder, pack)
    except OSError as error:
        warnings.warn(f"nothing is kept for the next run: {error}", stacklevel=2)
        return None
    return folder


def store_folder(folders: Folders, n_documents: int) -> Path | None:
    """Where the store of some texts is: in the cache of the folder that receives the results.

    Texts that are not the project's own have a store of their own there, so that neither pushes the other's out.
    Of a few foreign texts without a folder for results nothing is kept.
    """
    cache = folders.processed / "cache" / "documents"
    if folders.is_own:
        return cache
    own = cache / digest(str(folders.texts))[:16]
    return own if folders.is_told or n_documents >= FEW or own.is_dir() else None


def told_store(folders: Folders) -> Path | None:
    """The store for texts whose results go to a folder that shall hold nothing else."""
    return store_folder(folders, FEW)
