"""The frames: their description, making, joining and checking."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from analysis.frames import ARRAY, FRAMES, Coded, FrameError, check_frame, combine, empty_frame, make_frame


class Block(NamedTuple):
    kind: str
    heading: str | None
    start: int
    end: int


def test_every_frame_is_described_whole():
    for name, frame in FRAMES.items():
        names = [column.name for column in frame.columns]
        assert len(names) == len(set(names)) and set(frame.key) <= set(names), name
        assert all(column.meaning for column in frame.columns), name
        assert frame.index in ("", *names), name


@pytest.mark.parametrize("name", FRAMES)
def test_an_empty_frame_is_what_it_says(name):
    check_frame(empty_frame(name), name)


def test_rows_of_two_documents_become_one_frame():
    frames = combine(
        [
            ("a", {"sections": [Block("title", None, 0, 3), Block("other", "一", 3, 9)]}),
            ("b", {"sections": [Block("lead", None, 0, 2)]}),
        ]
    )
    sections = frames["sections"]
    check_frame(sections, "sections")
    assert sections["doc_id"].tolist() == ["a", "a", "b"]
    assert sections["section_index"].tolist() == [0, 1, 0]
    assert sections["heading"].isna().tolist() == [True, False, True]
    assert len(frames["edits"]) == 0


def test_local_codes_of_terms_are_joined_by_term():
    def tokens(*terms):
        return {
            "tokens": {
                "sentence_index": np.zeros(len(terms), np.int32),
                "term": Coded(range(len(terms)), terms),
                "start": np.arange(len(terms), dtype=np.int32),
                "end": np.arange(1, len(terms) + 1, dtype=np.int32),
                "is_stopword": np.zeros(len(terms), bool),
            }
        }

    joined = combine([("a", tokens("水", "气")), ("b", tokens("气", "土"))])["tokens"]
    check_frame(joined, "tokens")
    assert joined["term"].tolist() == ["水", "气", "气", "土"]
    assert joined["term"].cat.categories.tolist() == ["水", "气", "土"]  # as they appear
    assert joined["token_index"].tolist() == [0, 1, 0, 1]


def test_arrays_stay_arrays():
    texts = make_frame(
        "texts", {"doc_id": ["a"], "raw_text": ["x"], "text": ["x"], "raw_offsets": [np.array([0, 1])]}
    )
    assert texts["raw_offsets"].dtype == ARRAY and texts["raw_offsets"][0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop(columns="kind"), "columns"),
        (lambda table: table.assign(start=table["start"].astype("int64")), "type int64"),
        (lambda table: table.assign(kind=pd.Categorical(["chorus"])), "chorus"),
        (lambda table: pd.concat([table, table], ignore_index=True), "twice"),
    ],
)
def test_a_wrong_frame_is_named(change, message):
    sections = combine([("a", {"sections": [Block("title", None, 0, 3)]})])["sections"]
    with pytest.raises(FrameError, match=message):
        check_frame(change(sections), "sections")


def test_unknown_columns_are_refused():
    with pytest.raises(FrameError, match="missing columns"):
        make_frame("problems", {"path": ["a"]})
