"""A corpus in parts: what the parts hold together is what the pipe makes of the whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from pages import make_page

from analysis.counts import cast_dtm
from analysis.frames import ARRAY, FRAMES, check_frame
from analysis.partitions import cast_parts, frame_table, list_batches
from analysis.pipeline import build_frames
from analysis.settings import read_settings

SETTINGS = read_settings()
N, ROWS = 14, 4


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Invented reports as a table, ids in order; one row is empty, two state the same id."""
    rows = [
        {"doc_id": f"d{i:02}", "text": make_page(i, (), (), "utf8").truth, "year": 2020 + i % 3}
        for i in range(N)
    ]
    rows[3]["text"] = " "
    path = tmp_path_factory.mktemp("table") / "texts.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def parted(table, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    parts = frame_table(table, out, SETTINGS, runner="serial", rows=ROWS)
    assert [part.number for part in parts] == [0, 1, 2, 3] and sum(p.n_documents for p in parts) == N - 1
    return out


def whole(out, name):
    """A frame's parts read as one data set, as any reader of Parquet does."""
    frame = pd.read_parquet(out / name)
    return frame.astype({c: t for c, t in FRAMES[name].dtypes().items() if t != ARRAY})


def files(out):
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", FRAMES)
def test_parts_hold_what_the_pipe_makes_of_the_whole(name, table, parted):
    expected = build_frames(table, SETTINGS, runner="serial")[name]
    found = whole(parted, name)
    plain = [column for column, dtype in FRAMES[name].dtypes().items() if dtype != ARRAY]
    text = {column: "str" for column in plain if str(expected[column].dtype) == "category"}
    one, other = (frame[plain].astype(text).reset_index(drop=True) for frame in (found, expected))
    if name == "problems":  # near copies are looked for in small corpora alone
        other = other[~other["problem"].str.contains("the same text as|a part of")].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, other)


def test_the_counts_of_parts_add_up_to_the_matrix_of_the_whole(table, parted):
    dtm = cast_dtm(build_frames(table, SETTINGS, runner="serial"))
    matrix, doc_ids, terms = cast_parts(parted)
    rows = [doc_ids.index(doc_id) for doc_id in dtm.rows["doc_id"]]
    assert terms == dtm.terms["term"].tolist()
    assert (matrix[rows] != dtm.matrix).nnz == 0 and matrix.sum() == dtm.matrix.sum()


@pytest.mark.parametrize("name", FRAMES)
def test_every_part_is_as_described(name, parted):
    from analysis.partitions.parts import _read

    for number in range(4):
        check_frame(_read(parted, number, (name,))[name], name)


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_files_do_not_depend_on_the_runner(runner, table, parted, tmp_path, request):
    address = request.getfixturevalue("cluster").scheduler_address if runner == "dask" else None
    frame_table(table, tmp_path, SETTINGS, runner=runner, cluster=address, rows=ROWS)
    assert files(tmp_path) == files(parted)


@pytest.fixture(scope="module")
def cluster():
    """A real cluster of two worker processes."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


def test_a_finished_part_is_not_made_again_and_a_changed_one_is(table, tmp_path):
    copy = tmp_path / "texts.jsonl"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)[:8]
    copy.write_text("".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    assert [part.made for part in frame_table(copy, out, SETTINGS, runner="serial", rows=ROWS)] == [True] * 2
    before = files(out)
    assert [part.made for part in frame_table(copy, out, SETTINGS, runner="serial", rows=ROWS)] == [False] * 2
    assert files(out) == before
    (out / "parts" / "part-00001.json").unlink()  # as if stopped in the middle of it
    assert [part.made for part in frame_table(copy, out, SETTINGS, runner="serial", rows=ROWS)] == [
        False,
        True,
    ]
    assert files(out) == before
    copy.write_text("".join(lines[:4]), encoding="utf-8")
    frame_table(copy, out, SETTINGS, runner="serial", rows=ROWS)
    assert not [name for name in files(out) if "00001" in name]


@pytest.mark.parametrize("kind", [".parquet", ".csv", ".tsv", "gb18030.csv", "bom.jsonl"])
def test_tables_of_every_kind_give_the_same_sources(kind, table, tmp_path):
    rows = pd.read_json(table, lines=True).astype(str)
    path = tmp_path / f"texts{kind if kind[0] == '.' else Path(kind).suffix}"
    if kind == ".parquet":
        rows.to_parquet(path)
    elif kind == "bom.jsonl":
        path.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    else:
        encoding = "gb18030" if kind.startswith("gb") else "utf-8-sig"
        rows.to_csv(path, index=False, sep="\t" if kind == ".tsv" else ",", encoding=encoding)
    expected, found = (
        [(s.doc_id, s.content, dict(s.facts)) for b in list_batches(p, 5, SETTINGS.limits) for s in b.sources]
        for p in (table, path)
    )
    assert found == expected and len(found) == N - 1


@pytest.mark.parametrize("ids", [["a", "b", "A", "b", "c"], ["", "x", "texts-1", "", "x"], [""] * 5])
def test_ids_are_those_of_a_table_read_whole(ids, tmp_path):
    path = tmp_path / "texts.jsonl"
    rows = [{"id": doc_id, "text": f"会议强调，要抓好第{n}项工作。"} for n, doc_id in enumerate(ids)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    from analysis.reading import list_sources

    expected = [(s.doc_id, s.path) for s in list_sources(path)[0]]
    assert [(s.doc_id, s.path) for b in list_batches(path, 2, SETTINGS.limits) for s in b.sources] == expected


def test_a_correction_for_a_text_that_is_not_there_is_warned_of(tmp_path):
    (tmp_path / "texts.csv").write_text("doc_id,text\na,会议强调要加强监菅。\n", encoding="utf-8")
    rows = "doc_id,find,replace,reason\na,监菅,监管,\ngone,x,y,\n"
    (tmp_path / "corrections.csv").write_text(rows, encoding="utf-8")
    with pytest.warns(UserWarning, match=r"corrections\.csv, row 3: there is no text 'gone': write") as told:
        frame_table(tmp_path / "texts.csv", tmp_path / "out", runner="serial")
    assert len(told) == 1 and "监管" in whole(tmp_path / "out", "texts")["text"][0]


def test_a_table_without_texts_is_named(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"numbers\.csv"):
        list(list_batches(path, 5, SETTINGS.limits))


@pytest.mark.soak
def test_a_killed_worker_changes_nothing(table, parted, tmp_path):
    """One of two worker processes is killed while parts are made; its parts are made by the others."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as own:
        killer = subprocess.Popen([sys.executable, "-c", KILL, str(_worker_pid(own)), str(tmp_path / "out")])
        frame_table(table, tmp_path / "out", SETTINGS, cluster=own.scheduler_address, rows=1)
        assert killer.wait(60) == 0
    frame_table(table, tmp_path / "calm", SETTINGS, runner="serial", rows=1)
    assert files(tmp_path / "out") == files(tmp_path / "calm")


# Waits for the first finished part, then kills a worker.
KILL = """
import os, pathlib, signal, sys, time
while not list(pathlib.Path(sys.argv[2]).glob("parts/*.json")):
    time.sleep(0.01)
os.kill(int(sys.argv[1]), signal.SIGKILL)
"""


def _worker_pid(cluster):
    from distributed import Client

    with Client(cluster) as client:
        return next(iter(client.run(os.getpid).values()))
