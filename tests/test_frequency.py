"""Frequency: both counts of every term, rates over Han characters, nested terms under one head."""

import json
from pathlib import Path

import numpy as np
import pytest
from goldframes import ORDER, gold_frames

from analysis.measures.frequency import measure_families, measure_frequency
from analysis.settings import read_settings

CASES = json.loads((Path(__file__).parent / "cases" / "nested_terms.json").read_text(encoding="utf-8"))
FAMILIES = {entry.term: entry.category for entry in read_settings().terms("families")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["term"])
def test_acceptance_table_of_nested_terms(case):
    """n_token, n_family, n_substring in each text, read off the texts by hand."""
    found = measure_families(gold_frames(), FAMILIES).set_index(["family", "group"])
    counted = {
        doc_id: [
            int(found.loc[(case["term"], doc_id), name]) for name in ("n_token", "n_family", "n_substring")
        ]
        for doc_id in ORDER
    }
    assert counted == case["counts"]


def test_rates_are_hits_over_han_characters():
    table = measure_frequency(gold_frames())
    assert np.allclose(table["rate"], 1000 * table["n_token"] / table["n_han"], atol=1e-12)
    assert (table["n_sentences"] <= table["n_token"]).all()
    drawn = table[table["interval"] != "too few"]
    assert ((drawn["rate_low"] <= drawn["rate"]) & (drawn["rate"] <= drawn["rate_high"])).all()
    assert table.loc[table["interval"] == "too few", "rate_low"].isna().all()


def test_a_term_that_is_never_a_token_has_its_row():
    table = measure_frequency(gold_frames(), terms=["态环境", "没有这个词"])
    assert len(table) == 10 and not table["n_token"].any()
    assert table.loc[table["term"] == "态环境", "n_substring"].sum() > 0


def test_documents_of_a_group_are_counted_once():
    table = measure_frequency(gold_frames(), by="admin_level", terms=["整改"])
    assert dict(zip(table["group"], table["n_documents"], strict=True)) == {"city": 2, "district": 3}


def test_a_group_of_two_documents_has_the_sum_of_their_hits():
    frames = gold_frames()
    single = measure_frequency(frames).groupby("term")["n_token"].sum()
    assert (
        measure_frequency(frames, by=dict.fromkeys(ORDER, "all")).set_index("term")["n_token"].equals(single)
    )


def test_every_token_of_a_head_is_in_the_text():
    table = measure_families(gold_frames(), FAMILIES)
    assert (table["n_token"] <= table["n_family"]).all() and (table["n_family"] <= table["n_substring"]).all()
