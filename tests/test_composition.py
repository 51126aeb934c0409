"""Composition and course: every character once, and stretches where they are."""

import json

import pytest
from goldframes import GOLD, gold_frames, gold_text

from analysis.counts import count_han
from analysis.measures.composition import measure_composition, measure_course


def test_shares_are_those_of_the_golds_sections():
    table = measure_composition(gold_frames()).set_index(["group", "kind"])
    sections = json.loads((GOLD / "sections.json").read_text(encoding="utf-8"))
    for doc_id, rows in sections.items():
        for kind in {row["kind"] for row in rows}:
            han = sum(count_han(gold_text(doc_id)[r["start"] : r["end"]]) for r in rows if r["kind"] == kind)
            assert table.loc[(doc_id, kind), "n_han"] == han
        assert table.loc[doc_id, "share"].sum() == pytest.approx(1)


def test_the_course_of_a_text():
    table = measure_course(gold_frames())
    assert (
        table["position_start"].between(0, 1).all()
        and (table["position_end"] >= table["position_start"]).all()
    )
    own = table[table["doc_id"] == "liangxi"]
    speakers = own[own["layer"] == "speaker"]["label"].tolist()
    assert speakers == ["朱刚", "朱刚", "周子川", "会议"]
    themes = own[own["layer"] == "theme"]
    assert len(themes) == 102 and set(themes["label"]) >= {"water", "air"}
