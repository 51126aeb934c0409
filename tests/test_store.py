"""Frames on disk: what is read is what was written, and a broken write leaves the old file."""

import numpy as np
import pandas.testing
import pyarrow.parquet
import pytest

from analysis.frames import ARRAY, FRAMES
from analysis.store import atomic, read_frames, write_frames


def test_frames_come_back_as_they_were(frames, tmp_path):
    write_frames(frames, tmp_path)
    again = read_frames(tmp_path)
    assert set(again) == set(FRAMES)
    for name, table in frames.items():
        arrays = [column for column in table if table[column].dtype == ARRAY]
        pandas.testing.assert_frame_equal(
            again[name].drop(columns=arrays), table.drop(columns=arrays), check_categorical=False
        )
        for column in arrays:
            assert all(np.array_equal(a, b) for a, b in zip(again[name][column], table[column], strict=True))


def test_raw_offsets_are_packed(frames, tmp_path):
    write_frames(frames, tmp_path)
    metadata = pyarrow.parquet.ParquetFile(tmp_path / "texts.parquet").metadata.row_group(0)
    column = next(
        metadata.column(i)
        for i in range(metadata.num_columns)
        if "raw_offsets" in metadata.column(i).path_in_schema
    )
    assert column.total_compressed_size < column.num_values  # under one byte an offset of four


def test_clean_texts_stand_beside_the_frames(frames, tmp_path):
    write_frames(frames, tmp_path)
    for row in frames["texts"].itertuples():
        assert (tmp_path / "text" / f"{row.doc_id}.txt").read_bytes().decode() == row.text


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def break_off():
        with atomic(path) as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
