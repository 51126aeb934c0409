"""Vocabulary: three parts that hold everything once, and formulas by date."""

import pytest
from goldframes import ORDER, gold_frames, gold_text

from analysis.counts import cast_dtm
from analysis.measures.vocabulary import measure_formulas, measure_vocabulary, measure_vocabulary_parts


def test_parts_by_a_loop_over_sets():
    dtm = cast_dtm(gold_frames())
    used = {
        d: {t for t, n in zip(dtm.terms["term"], row, strict=True) if n}
        for d, row in zip(dtm.rows["doc_id"], dtm.matrix.toarray(), strict=True)
    }
    common, union = set.intersection(*used.values()), set.union(*used.values())
    table = measure_vocabulary(gold_frames()).set_index("term")
    assert set(table.index) == union
    assert set(table.index[table["part"] == "common"]) == common
    assert {"整改", "考核", "工作"} <= common
    alone = {t for t in union if sum(t in terms for terms in used.values()) == 1}
    assert set(table.index[table["part"] == "local"]) == alone


def test_shares_of_a_group_add_up_to_one():
    table = measure_vocabulary_parts(gold_frames())
    assert table.groupby("group", observed=True)["share"].sum().tolist() == pytest.approx([1] * 5)
    assert (table["n_token"] >= table["n_terms"]).all()


def test_one_group_has_nothing_in_common():
    assert set(measure_vocabulary(gold_frames(("guichi",)))["part"]) == {"local"}


def test_no_person_or_place_is_a_plain_word():
    table = measure_vocabulary(gold_frames())
    plain = set(table.loc[(table["lane"] == "word") & ~table["is_stopword"], "term"])
    assert not plain & {"朱刚", "黄钦", "杜小刚", "张晓强", "无锡", "梁溪", "贵池", "汕尾", "2022"}


def test_formulas_stand_in_order_of_date_and_absence_in_a_truncated_text_is_not_observed():
    table = measure_formulas(gold_frames(), ["两个确立", "三线一单", "无废城市"])
    assert list(dict.fromkeys(table["doc_id"])) == ["wuxi", "anonymous", "shanwei", "liangxi", "guichi"]
    for row in table.itertuples():
        assert (row.n > 0) == (row.term in gold_text(row.doc_id))
        assert row.is_observed == (row.n > 0 or row.doc_id != "anonymous")
    assert len(table) == 3 * len(ORDER)
