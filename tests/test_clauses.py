"""Shared clauses: near-equal ones by a naive comparison; MinHash finds what all pairs find."""

import re

import pytest
from goldframes import gold_frames

from analysis.measures import clauses
from analysis.measures.clauses import (
    _all_pairs,
    _candidates,
    _clauses,
    _jaccard,
    _shingles,
    measure_shared_clauses,
)


def pairs_of(text):
    key = re.sub(r"[^\w]|_", "", text)
    return {key[i : i + 2] for i in range(len(key) - 1)}


def test_equal_to_a_comparison_of_all_pairs():
    found = _clauses(gold_frames(), "attributed")
    expected = set()
    for i, one in enumerate(found.itertuples()):
        for other in found.iloc[i + 1 :].itertuples():
            a, b = pairs_of(one.clause), pairs_of(other.clause)
            if one.doc_id != other.doc_id and len(a & b) / len(a | b) >= 0.6:
                expected.add((one.doc_id, one.start, other.doc_id, other.start))
    table = measure_shared_clauses(gold_frames())
    assert (
        set(zip(table["doc_id"], table["start"], table["other_doc_id"], table["other_start"], strict=True))
        == expected
    )


def test_small_edits_and_quotation_marks_are_forgiven():
    table = measure_shared_clauses(gold_frames())
    said = table[table["clause"].str.contains("考核") & table["other_clause"].str.contains("考核")]
    assert {"liangxi", "shanwei", "wuxi"} <= set(said["doc_id"]) | set(said["other_doc_id"])
    assert table.loc[table["is_exact"], "similarity"].eq(1).all()


def test_minhash_finds_what_all_pairs_find(monkeypatch):
    shingles = _shingles(_clauses(gold_frames(), "attributed")["key"])
    left, right = _all_pairs(shingles, 0.6)
    exact = {
        pair
        for pair, s in zip(zip(left, right, strict=True), _jaccard(shingles, left, right), strict=True)
        if s >= 0.6
    }
    found = set(zip(*(side.tolist() for side in _candidates(shingles, 0)), strict=True))
    assert len(exact & found) >= 0.9 * len(exact)
    assert len(found) < 0.02 * shingles.shape[0] ** 2
    monkeypatch.setattr(clauses, "MAX_ALL_PAIRS", 1)
    assert len(measure_shared_clauses(gold_frames())) == pytest.approx(len({*exact}), rel=0.5)
