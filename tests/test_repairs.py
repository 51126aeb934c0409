"""What cleaning did, measured: a case by hand, and laws on the five texts."""

import pytest

from analysis.frames import make_frame
from analysis.measures.repairs import measure_repairs, measure_strips


@pytest.fixture
def small():
    edits = make_frame(
        "edits",
        {
            "doc_id": ["a", "a", "a"],
            "edit_index": [0, 1, 2],
            "raw_start": [0, 4, 4],
            "raw_end": [2, 4, 7],
            "before": ["xx", "", "yyy"],
            "after": ["", "\n", "z"],
            "rule": ["menu", "hard_wrap", "script"],
        },
    )
    texts = make_frame(
        "texts", {"doc_id": ["a"], "raw_text": ["xxababyyyc"], "text": ["ab"], "raw_offsets": [[2, 3, 10]]}
    )
    return {"edits": edits, "texts": texts}


def test_repairs_by_hand(small):
    table = measure_repairs(small)
    assert table["rule"].tolist() == ["script", "menu", "hard_wrap"]
    assert table["n_before"].tolist() == [3, 2, 0] and table["n_after"].tolist() == [1, 0, 1]
    assert table["share"].tolist() == [0.3, 0.2, 0.0]


def test_strips_tile_the_raw_text(small, frames):
    for some in (small, frames):
        strips = measure_strips(some)
        for row in some["texts"].itertuples():
            part = strips[strips["doc_id"] == row.doc_id]
            assert part["raw_start"].iloc[0] == 0 and part["raw_end"].iloc[-1] == len(row.raw_text)
            assert (part["raw_start"].iloc[1:].to_numpy() == part["raw_end"].iloc[:-1].to_numpy()).all()
            assert (part["raw_start"] < part["raw_end"]).all()


def test_repairs_add_up_to_the_edits(frames):
    table = measure_repairs(frames)
    assert table["n_edits"].sum() == len(frames["edits"])
    assert table["n_before"].sum() == frames["edits"]["before"].str.len().sum()
    lost = table["n_before"].sum() - table["n_after"].sum()
    assert lost == frames["texts"]["raw_text"].str.len().sum() - frames["texts"]["text"].str.len().sum()


def test_texts_without_edits_are_one_grey_strip():
    texts = make_frame(
        "texts", {"doc_id": ["a"], "raw_text": ["ab"], "text": ["ab"], "raw_offsets": [[0, 1, 2]]}
    )
    edits = make_frame(
        "edits",
        {name: [] for name in ("doc_id", "edit_index", "raw_start", "raw_end", "before", "after", "rule")},
    )
    assert measure_strips({"edits": edits, "texts": texts}).to_numpy().tolist() == [["a", "", 0, 2]]
    assert len(measure_repairs({"edits": edits, "texts": texts})) == 0
