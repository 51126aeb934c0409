"""One part of a corpus: made in a folder of its own, then moved into place, its note last.

The note (`parts/part-00000.json`) says what the part was made of. A part without a note, or with one of other
texts, settings or code, is made again.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.counts import count_terms, lane_votes, names_in
from analysis.frames import ARRAY, CATEGORY, FRAMES, combine, make_frame
from analysis.keys import digest, document_keys
from analysis.partitions.batches import Batch
from analysis.pipeline import frame_document
from analysis.settings import Settings
from analysis.store import write_frame, write_text

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

LABELS = ["doc_id", "label_zh", "label_en", "place", "year"]
COUNTED = ("documents", "texts", "sections", "turns", "sentences", "tokens", "directives", "damage")


class Part(NamedTuple):
    """What the whole corpus needs of a part.

    Parameters
    ----------
    n_documents
        Documents that could be read.
    labels
        Columns :data:`LABELS` of its documents, before labels are told apart.
    names
        Lane → names of places and people that its documents print.
    made
        Whether it was made now, or found finished.
    """

    number: int
    n_documents: int
    labels: pd.DataFrame
    names: dict[str, set[str]]
    made: bool


def frame_part(batch: Batch, out: Path, settings: Settings) -> Part:
    """Make and write all frames of a part but its counts, unless it is there."""
    key = digest(*document_keys(batch.sources, settings), batch.problems)
    note = _note(out, batch.number)
    if note.is_file():
        known = json.loads(note.read_text("utf-8"))
        if known["key"] == key:
            return _part(batch.number, known, made=False)
        note.unlink()
    parts = [(source.doc_id, frame_document(source, settings)) for source in batch.sources]
    frames = combine([*parts, ("", {"problems": batch.problems})])
    del frames["counts"]
    _write(frames, out, batch.number)
    labels = frames["documents"][LABELS]
    known = {
        "key": key,
        "labels": json.loads(labels.to_json(orient="split", index=False, force_ascii=False))["data"],
        "names": {lane: sorted(names) for lane, names in names_in(frames).items()},
    }
    write_text(note, json.dumps(known, ensure_ascii=False))
    return _part(batch.number, known, made=True)


def vote_part(number: int, out: Path, names: Mapping[str, set[str]]) -> pd.DataFrame:
    """How many tokens of a part touch a name of the corpus, term by term."""
    return lane_votes(_read(out, number, ("texts", "tokens")), names)


class Labelled(NamedTuple):
    """A part, and the labels of its documents told apart over all parts."""

    number: int
    labels: pd.DataFrame


def count_part(part: Labelled, out: Path, lanes: Mapping[str, str], scope: str) -> int:
    """Write a part's labels and its counts; the number of its documents."""
    frames = _read(out, part.number, COUNTED)
    own = {column: part.labels[column].array for column in ("label_zh", "label_en")}
    frames["documents"] = frames["documents"].assign(**own)
    frames["counts"] = count_terms(frames, scope=scope, lanes=lanes)
    _write({name: frames[name] for name in ("documents", "counts")}, out, part.number)
    return len(frames["documents"])


def sum_part(number: int, out: Path) -> tuple[list[str], csr_array]:
    """A part's counts by document: its terms, and documents (as in its `documents`) × terms."""
    from scipy.sparse import csr_array

    frames = _read(out, number, ("documents", "counts"))
    counts, doc_ids = frames["counts"], list(frames["documents"]["doc_id"])
    rows = counts["doc_id"].cat.set_categories(doc_ids).cat.codes
    pairs = (rows.to_numpy().astype(np.int32), counts["term"].cat.codes.to_numpy().astype(np.int32))
    terms = counts["term"].cat.categories.tolist()
    return terms, csr_array((counts["n_token"].to_numpy(), pairs), shape=(len(doc_ids), len(terms)))


def part_name(number: int) -> str:
    """A part's name, in every frame's folder."""
    return f"part-{number:05d}"


def _part(number: int, known: Mapping[str, Any], made: bool) -> Part:
    import pandas as pd

    labels = pd.DataFrame(known["labels"], columns=LABELS)
    types = FRAMES["documents"].dtypes()
    labels = labels.astype({name: types[name] for name in LABELS})
    names = {lane: set(names) for lane, names in known["names"].items()}
    return Part(number, len(labels), labels, names, made)


def _note(out: Path, number: int) -> Path:
    return out / "parts" / f"{part_name(number)}.json"


def _read(out: Path, number: int, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _read_frame(out / name / f"{part_name(number)}.parquet") for name in names}


def _read_frame(path: Path) -> pd.DataFrame:
    import pyarrow.parquet as pq

    frame = FRAMES[path.parent.name]
    table = pq.ParquetFile(path).read().to_pandas()
    plain = {name: dtype for name, dtype in frame.dtypes().items() if dtype not in (ARRAY, CATEGORY)}
    return make_frame(frame.name, dict(table.astype(plain).items()))


def _write(frames: Mapping[str, Any], out: Path, number: int) -> None:
    """Write frames beside their place, and move them there when all are whole."""
    (out / "parts").mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{part_name(number)}.", dir=out / "parts"))
    for name, frame in frames.items():
        write_frame(frame, staging / f"{name}.parquet")
    for name in frames:
        (out / name).mkdir(exist_ok=True)
        (staging / f"{name}.parquet").replace(out / name / f"{part_name(number)}.parquet")
    shutil.rmtree(staging)
