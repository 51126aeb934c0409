"""Groups: their sizes, and what has to be said of them."""

from goldframes import ORDER, gold_frames

from analysis.measures.groups import measure_groups


def test_a_district_lies_in_its_city_and_a_single_text_is_said_to_be_one():
    table = measure_groups(gold_frames()).set_index("group")
    assert table["lies_in"].dropna().to_dict() == {"liangxi": "wuxi"}
    assert table["is_single"].all() and table.index[table["is_truncated"]].tolist() == ["anonymous"]
    assert abs(table["share"].sum() - 1) < 1e-12


def test_groups_of_several_texts_have_their_sums():
    single, whole = (
        measure_groups(gold_frames()),
        measure_groups(gold_frames(), by=dict.fromkeys(ORDER, "all")),
    )
    for name in ("n_documents", "n_sentences", "n_han", "n_tokens"):
        assert whole[name].tolist() == [single[name].sum()]
    assert not whole["is_single"].any() and whole["is_truncated"].all()
