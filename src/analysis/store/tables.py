"""Frames on disk as Parquet, for people and other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.frames import ARRAY, CATEGORY, FRAMES, make_frame
from analysis.shields import map_strings, shield
from analysis.store.files import atomic, write_text


def write_frames(frames: Mapping[str, Any], folder: Path) -> list[Path]:
    """Every frame as `<name>.parquet`, every clean text as `text/<doc_id>.txt`, and `problems.csv`."""
    paths = [write_frame(table, folder / f"{name}.parquet") for name, table in frames.items()]
    for doc_id, text in zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True):
        paths.append(folder / "text" / f"{doc_id}.txt")
        write_text(paths[-1], text)
    paths.append(folder / "problems.csv")
    problems = map_strings(frames["problems"], shield)  # its paths are names that somebody else gave
    write_text(paths[-1], problems.to_csv(index=False), encoding="utf-8-sig")
    return paths


def write_frame(table, path: Path) -> Path:
    """One frame as Parquet (zstd; raw offsets as packed differences, since they nearly always grow by one)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [name for name in table.columns if FRAMES[path.stem].dtypes().get(name) == ARRAY]
    arrow = pa.Table.from_pandas(table.drop(columns=arrays), preserve_index=False)
    for name in arrays:
        position = list(table.columns).index(name)
        arrow = arrow.add_column(position, name, pa.array(list(table[name]), type=pa.list_(pa.int32())))
    with atomic(path) as temporary:
        pq.write_table(
            arrow,
            temporary,
            compression="zstd",
            use_dictionary=[name for name in table.columns if name not in arrays],
            column_encoding={f"{name}.list.element": "DELTA_BINARY_PACKED" for name in arrays} or None,
        )
    return path


def read_frames(folder: Path) -> dict[str, Any]:
    """The frames that :func:`write_frames` wrote, with the described types."""
    return {name: read_frame(folder / f"{name}.parquet") for name in FRAMES}


def read_frame(path: Path):
    """One frame from Parquet, with the described types."""
    import pyarrow.parquet as pq

    table = pq.read_table(path).to_pandas()
    dtypes = FRAMES[path.stem].dtypes()
    return make_frame(
        path.stem,
        {
            name: table[name].astype(dtype) if dtype not in (ARRAY, CATEGORY) else table[name]
            for name, dtype in dtypes.items()
        },
    )
