"""Concordance: every number leads to its lines, and every line to the raw text."""

import re

import pandas as pd
import pytest
from goldframes import gold_frames, gold_text

from analysis.concordance import evidence, find_spans, kwic, text_of
from analysis.frames import combine
from analysis.measures.frequency import measure_frequency
from analysis.provenance import Draft, Replacement


def test_lines_are_the_text_around_the_keyword():
    lines = kwic(gold_frames(), "督察", width=6)
    assert len(lines) == sum(gold_text(d).count("督察") for d in gold_frames()["documents"]["doc_id"])
    for row in lines.itertuples():
        text = gold_text(row.doc_id)
        assert row.keyword == text[row.start : row.end] == "督察"
        assert row.left + row.keyword + row.right == text[max(row.start - 6, 0) : row.end + 6].replace(
            "\n", "⏎"
        )
        assert row.keyword in row.sentence and row.sentence in text


def test_as_many_lines_as_the_table_counts():
    frames = gold_frames()
    table = measure_frequency(frames, terms=["督察", "环境保护", "要"])
    for term, own in table.groupby("term"):
        assert len(kwic(frames, term, as_token=True, scope="attributed")) == own["n_token"].sum()
        assert len(kwic(frames, term, scope="attributed")) == own["n_substring"].sum()


def test_the_longest_term_wins_and_a_pattern_may_be_given():
    frames = gold_frames()
    both = find_spans(frames, ["督察", "中央生态环境保护督察"])
    assert set(both["term"]) == {"督察", "中央生态环境保护督察"}
    assert len(both) == len(find_spans(frames, ["督察"]))
    found = kwic(frames, re.compile("考核.?指挥棒"))
    assert set(found["doc_id"]) == {"wuxi", "liangxi", "guichi", "shanwei"}
    tokens = find_spans(frames, re.compile("生态.*"), as_token=True)
    assert {"生态", "生态环境"} <= set(tokens["term"])


def test_evidence_keeps_the_columns_of_the_spans():
    frames = gold_frames()
    directives = frames["directives"]
    found = evidence(directives, frames)
    assert list(found.columns)[: len(directives.columns)] == list(directives.columns)
    assert found["keyword"].tolist() == text_of(directives, frames["texts"]).tolist()
    assert (found["speaker"] == directives["speaker"]).all()


def test_raw_offsets_lead_through_the_repairs():
    draft = Draft("環(huán)境保護 督查。")
    draft.replace("gloss", [Replacement(1, 7, "")])
    draft.substitute("script", "环境保护 督查。")
    draft.replace("wrap", [Replacement(4, 5, "")])
    clean = draft.text
    frames = combine(
        [
            (
                "a",
                {
                    "texts": {
                        "raw_text": [draft.raw_text],
                        "text": [clean],
                        "raw_offsets": [draft.raw_offsets],
                    },
                    "edits": draft.edits(),
                    "sentences": {"turn_index": [0], "start": [0], "end": [len(clean)]},
                },
            )
        ]
    )
    line = kwic(frames, "环境").iloc[0]
    assert draft.raw_text[line["raw_start"] : line["raw_end"]] == "環(huán)境"
    line = kwic(frames, "督查").iloc[0]
    assert draft.raw_text[line["raw_start"] : line["raw_end"]] == "督查"


def test_no_hit_is_an_empty_frame_with_its_columns():
    none = kwic(gold_frames(), "没有这个词")
    assert len(none) == 0 and {"left", "keyword", "raw_start"} <= set(none.columns)
    with pytest.raises(KeyError):
        evidence(pd.DataFrame({"doc_id": ["nowhere"], "start": [0], "end": [1]}), gold_frames())
