"""Collocation and phrases: counts by a naive loop, association by another formula."""

import math
from itertools import pairwise

import pytest
from goldframes import gold_frames, gold_text

from analysis.counts import scope_spans, spans_at, word_codes
from analysis.measures.collocation import log_dice, measure_collocation, measure_phrases


def sentences_of_terms():
    frames = gold_frames()
    tokens = frames["tokens"]
    kept = tokens[(spans_at(frames, scope_spans(frames), tokens) >= 0) & (word_codes(tokens) >= 0)]
    lists = {}
    for doc_id, sentence, term in zip(kept["doc_id"], kept["sentence_index"], kept["term"], strict=True):
        lists.setdefault((doc_id, sentence), []).append(term)
    return list(lists.values())


def test_collocates_equal_a_loop_over_windows():
    near, total = {}, {}
    for terms in sentences_of_terms():
        nodes = [i for i, term in enumerate(terms) if term == "整改"]
        for i, term in enumerate(terms):
            total[term] = total.get(term, 0) + 1
            if term != "整改" and any(abs(i - node) <= 5 for node in nodes):
                near[term] = near.get(term, 0) + 1
    table = measure_collocation(gold_frames(), "整改").set_index("collocate")
    assert {term: n for term, n in near.items() if n >= 3} == table["n"].to_dict()
    for term, row in table.iterrows():
        assert row["n_token"] == total[term] and row["n_node"] == total["整改"]
        assert row["log_dice"] == pytest.approx(14 + math.log2(2 * row["n"] / (total[term] + total["整改"])))
    assert "问题" in table.index[:3]


def test_a_term_that_is_no_token_has_no_collocates():
    assert measure_collocation(gold_frames(), "没有这个词").empty


def test_phrases_stand_in_the_text_as_often_as_said():
    table = measure_phrases(gold_frames(), scope="all")
    for row in table.head(30).itertuples():
        assert sum(gold_text(d).count(row.phrase) for d in gold_frames()["documents"]["doc_id"]) >= row.n
        assert (
            sum(row.phrase in gold_text(d) for d in gold_frames()["documents"]["doc_id"]) >= row.n_documents
        )
    assert {"目标任务", "打好污染防治攻坚战"} <= set(table["phrase"])
    assert not table["phrase"].str.contains("[,，。、;；]").any()


def test_bigrams_equal_a_loop():
    counts = {}
    frames = gold_frames()
    tokens = frames["tokens"]
    inside = (spans_at(frames, scope_spans(frames), tokens) >= 0) & (word_codes(tokens) >= 0)
    rows = list(
        zip(
            tokens["doc_id"],
            tokens["sentence_index"],
            tokens["start"],
            tokens["end"],
            tokens["term"],
            inside,
            strict=True,
        )
    )
    for one, other in pairwise(rows):
        if one[5] and other[5] and one[:2] == other[:2] and one[3] == other[2]:
            counts[one[4] + other[4]] = counts.get(one[4] + other[4], 0) + 1
    pairs = measure_phrases(frames)
    pairs = pairs[pairs["n_tokens"] == 2].set_index("phrase")["n"]
    assert all(counts[phrase] >= n >= 3 for phrase, n in pairs.items())
    assert pairs["目标任务"] == counts["目标任务"]


def test_log_dice_of_inseparable_terms_is_fourteen():
    assert float(log_dice(5, 5, 5)) == 14 and float(log_dice(1, 10, 10)) < 14
