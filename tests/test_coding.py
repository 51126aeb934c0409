"""Sheets for people: blank until they fill them, then kappa and precision as others compute them."""

import numpy as np
import pandas as pd
import pytest
from goldframes import gold_frames
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.measures.clarity import clarity_of, measure_clarity
from analysis.measures.coding import (
    CLARITY,
    NOT_CODED,
    NOT_JUDGED,
    blank_clarity_sheet,
    blank_precision_sheet,
    measure_agreement,
    measure_precision,
)
from analysis.measures.themes import leaves

LABELS = st.sampled_from(CLARITY)


def test_no_program_fills_a_sheet():
    sheet = blank_clarity_sheet(gold_frames())
    assert sheet[["coder_1", "coder_2"]].isna().all(axis=None)
    assert len(sheet) == len(leaves(gold_frames()["directives"])) and sheet["row"].tolist() == list(
        range(1, len(sheet) + 1)
    )
    assert blank_precision_sheet(gold_frames(), "themes/environment")["is_right"].isna().all()


def test_until_both_have_coded_it_is_not_coded():
    sheet = blank_clarity_sheet(gold_frames(), n=10)
    assert (
        set(measure_agreement(sheet)["status"]) == {NOT_CODED}
        and measure_agreement(sheet)["kappa"].isna().all()
    )
    sheet["coder_1"] = "endorses"
    assert set(measure_agreement(sheet)["status"]) == {NOT_CODED}
    sheet["coder_2"] = ["endorses"] * 9 + [" "]
    assert set(measure_agreement(sheet)["status"]) == {NOT_CODED}


@given(st.lists(st.tuples(LABELS, LABELS), min_size=2, max_size=60))
def test_kappa_equals_scikit_learn_and_statsmodels(pairs):
    sheet = pd.DataFrame(pairs, columns=["coder_1", "coder_2"])
    found = measure_agreement(sheet).set_index("label").loc["all", "kappa"]
    if len({label for pair in pairs for label in pair}) < 2:
        assert np.isnan(found)
        return
    assert found == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)), abs=1e-9)
    table = pd.crosstab(sheet["coder_1"], sheet["coder_2"]).reindex(
        index=CLARITY, columns=CLARITY, fill_value=0
    )
    assert found == pytest.approx(cohens_kappa(table.to_numpy(), return_results=False), abs=1e-9)


def test_a_word_that_is_no_label_is_named():
    sheet = pd.DataFrame({"coder_1": ["forbids"], "coder_2": ["forbid"]})
    with pytest.raises(ValueError, match="not a label: forbid;"):
        measure_agreement(sheet)


def test_precision_is_not_judged_until_every_hit_is():
    sheet = blank_precision_sheet(gold_frames(), "themes/environment", n=4)
    assert set(measure_precision(sheet)["status"]) == {NOT_JUDGED}
    sheet["is_right"] = "yes"
    judged = measure_precision(sheet)
    assert (
        set(judged["status"]) == {"judged"}
        and (judged["precision"] == 1).all()
        and (judged["precision_low"] < 1).all()
    )
    assert (judged["n_judged"] <= 4).all()


def test_sheets_are_drawn_alike_for_any_order_of_documents():
    one, other = (
        blank_clarity_sheet(gold_frames(order), n=12) for order in (("wuxi", "guichi"), ("guichi", "wuxi"))
    )
    assert one.equals(other)


def test_a_ban_forbids_and_encouragement_leaves_room():
    frames = dict(gold_frames())
    directives = frames["directives"]
    first, second = directives.iloc[0], directives.iloc[1]
    frames["matches"] = pd.DataFrame(
        {
            "doc_id": [first["doc_id"], first["doc_id"], second["doc_id"]],
            "lexicon": "clarity",
            "start": [first["start"], first["start"] + 1, second["start"]],
            "end": [first["start"] + 1, first["start"] + 2, second["start"] + 1],
            "term": ["鼓励", "严禁", "鼓励"],
            "category": ["leaves room", "forbids", "leaves room"],
        }
    )
    labels = clarity_of(frames)
    assert labels.iloc[:3].tolist() == ["forbids", "leaves room", "endorses"]
    table = measure_clarity(frames)
    assert table.groupby("group", observed=True)["n"].sum().sum() == len(leaves(directives))
