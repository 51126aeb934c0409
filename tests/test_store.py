"""Frames on disk: what is read is what was written, what is unchanged is not computed again, nothing is half-written."""

import errno
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas.testing
import pyarrow.parquet
import pytest
from conftest import ROOT

from analysis.frames import ARRAY, FRAMES
from analysis.keys import document_keys, text_rooms
from analysis.lexicons import Entry
from analysis.pipeline import build_frames
from analysis.reading import list_sources
from analysis.settings import read_settings
from analysis.store import atomic, batches, locked, read_frames, write_frames


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


def corpus(folder, n=6):
    """Small invented texts, each its own."""
    for i in range(n):
        body = f"会议强调,要加强第{i}河道监管,确保{i}月达标。要压实第{i}镇责任。"
        (folder / f"t{i}.txt").write_text(body, encoding="utf-8")
    return folder


def same(one, other):
    for name, table in one.items():
        arrays = [column for column in table if FRAMES[name].dtypes()[column] == ARRAY]
        pandas.testing.assert_frame_equal(table.drop(columns=arrays), other[name].drop(columns=arrays))
        for column in arrays:
            assert all(np.array_equal(a, b) for a, b in zip(table[column], other[name][column], strict=True))


@pytest.fixture
def counted(monkeypatch):
    """The ids of the documents that are framed."""
    import analysis.pipeline as pipeline

    framed, work = [], pipeline.frame_document
    monkeypatch.setattr(
        pipeline,
        "frame_document",
        lambda source, settings: framed.append(source.doc_id) or work(source, settings),
    )
    return framed


def test_what_is_unchanged_is_not_computed_again(tmp_path, counted):
    texts, store = tmp_path / "raw", tmp_path / "store"
    texts.mkdir()
    corpus(texts)
    first = build_frames(texts, store=store)
    assert counted == [f"t{i}" for i in range(6)]
    same(first, build_frames(texts, store=store))
    assert len(counted) == 6
    (texts / "t3.txt").write_text("会议要求,要办好学校。", encoding="utf-8")
    (texts / "t2b.txt").write_text("会议要求,要稳定就业。", encoding="utf-8")
    mixed = build_frames(texts, store=store)
    assert counted[6:] == ["t2b", "t3"]
    same(mixed, build_frames(texts, store=False))


def test_a_correction_or_override_counts_for_its_own_text_alone(tmp_path, counted):
    (tmp_path / "raw").mkdir()
    texts = corpus(tmp_path / "raw")
    build_frames(texts, store=tmp_path / "store.d")
    rows = "doc_id,find,replace,reason\nt4,监管,管理,typo\n"
    (tmp_path / "corrections.csv").write_text(rows, encoding="utf-8")
    counted.clear()
    build_frames(texts, store=tmp_path / "store.d")
    assert counted == ["t4"]


def test_a_change_of_lexicon_settings_or_code_is_noticed(tmp_path):
    source = list_sources(corpus(tmp_path, 1))[0]
    settings = read_settings(tmp_path)
    keys = {
        keys_of(source, settings),
        keys_of(source, replace(settings, theme_pack="general")),
        keys_of(source, replace(settings, lexicons={**settings.lexicons, "stopwords": (Entry("的"),)})),
        keys_of([replace(source[0], facts={"place": "甲"})], settings),
        keys_of([replace(source[0], content=b"x")], settings),
    }
    assert len(keys) == 5
    assert keys_of(source, replace(settings, by="year", labels="zh")) in keys
    worded = {**settings.lexicons, "sentences": (Entry("有{n}篇文本", "texts"),)}
    assert (
        keys_of(source, replace(settings, lexicons=worded)) in keys
    )  # what is shown is worded otherwise, no more


def keys_of(sources, settings):
    return document_keys(sources, settings)[0]


def test_the_key_holds_all_code_that_a_document_goes_through():
    """The modules that framing a text loads stand in the rooms that are hashed."""
    code = (
        "import sys; from analysis.pipeline import frame_document; from analysis.reading import Source;"
        "from analysis.settings import Settings; frame_document(Source('a', 'a', '会议强调,要加强监管。'), Settings());"
        "print(*{name.split('.')[1] for name in sys.modules if name.startswith('analysis.')})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()) <= set(text_rooms())


DAMAGES = {
    "cut off": lambda content: content[:-9],
    "a byte changed": lambda content: content[:400] + b"\0" + content[401:],
    "emptied": lambda content: b"",
    "something else": lambda content: b"{}\n",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_broken_file_of_the_store_is_found_and_made_anew(tmp_path, damage):
    store = tmp_path / "store.d"
    (tmp_path / "raw").mkdir()
    texts = corpus(tmp_path / "raw")
    first = build_frames(texts, store=store)
    (path,) = store.glob("*.pack")
    path.write_bytes(damage(path.read_bytes()))
    same(first, build_frames(texts, store=store))
    assert batches.read_pack(path) is not None


def test_small_files_of_the_store_are_merged_and_hold_what_is_in_use(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "MOST_SMALL", 2)
    store = tmp_path / "store.d"
    (tmp_path / "raw").mkdir()
    for i in range(batches.MOST_SMALL + 3):
        (tmp_path / "raw" / f"t{i}.txt").write_text(f"会议强调,要办好第{i}所学校。", encoding="utf-8")
        built = build_frames(tmp_path / "raw", store=store)
    assert len(list(store.glob("*.pack"))) <= batches.MOST_SMALL
    same(built, build_frames(tmp_path / "raw", store=False))


PER_TEXT = (
    "sentences",
    "clauses",
    "tokens",
    "directives",
    "targets",
    "actors",
    "matches",
    "edits",
    "turns",
    "sections",
)


def of_text(table, doc_id):
    """The rows of one text, categories as text, in the order of all columns."""
    own = table[table["doc_id"] == doc_id].drop(columns=["doc_id", "lane"], errors="ignore").astype("str")
    return own.sort_values(list(own.columns), ignore_index=True)


def test_counts_of_a_text_do_not_move_when_another_is_added(tmp_path):
    settings, built = read_settings(), []
    for name in ("guichi", "shanwei"):
        (tmp_path / f"{name}.txt").write_bytes((ROOT / "data" / "raw" / f"{name}.txt").read_bytes())
        built.append(build_frames(tmp_path, settings, store=False))
    for name in (*PER_TEXT, "counts"):
        pandas.testing.assert_frame_equal(*(of_text(frames[name], "guichi") for frames in built), obj=name)


def test_another_run_waits_until_the_folder_is_free(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from analysis.store import locked\n"
        "with locked(Path(sys.argv[1]), lambda: print('waiting')): print('in')"
    )
    with locked(tmp_path):
        other = subprocess.Popen(
            [sys.executable, "-u", "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert other.stdout.readline() == "waiting\n"
        assert other.poll() is None
    assert other.communicate(timeout=20)[0] == "in\n"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "cannot be written")]
)
def test_a_disk_that_takes_no_files_is_named_in_one_line(tmp_path, number, words):
    def fail():
        with atomic(tmp_path / "a.txt"):
            raise OSError(number, os.strerror(number))

    with pytest.raises(OSError, match=words) as caught:
        fail()
    assert "a.txt" in str(caught.value) and "\n" not in str(caught.value) and not list(tmp_path.iterdir())
