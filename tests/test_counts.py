"""Counts: what is in scope, how many Han characters it has, and sums that always add up."""

import re

import numpy as np
import pandas as pd
import pytest
from goldframes import ORDER, gold_frames, gold_text
from hypothesis import given
from hypothesis import strategies as st

from analysis.counts import (
    EXCLUDED_KINDS,
    cast_dtm,
    cast_spans,
    count_han,
    count_rows,
    count_substrings,
    count_terms,
    families_of,
    lane_votes,
    lanes_of,
    names_in,
    scope_spans,
    unit_rows,
    word_codes,
)
from analysis.counts.line import inside
from analysis.frames import check_frame
from analysis.lexicons import Matcher

BY = ["doc_id", "place", "year", "speaker", "kind", "admin_level"]


def naive_scope(doc_id, scope):
    """Offsets in scope, character by character from the gold's own sections."""
    frames = gold_frames()
    own = {
        name: frames[name][frames[name]["doc_id"] == doc_id]
        for name in ("sections", "turns", "directives", "damage")
    }
    kind, speaker, directive, damaged = {}, {}, set(), set()
    for row in own["sections"].itertuples():
        kind.update(dict.fromkeys(range(row.start, row.end), row.kind))
    for row in own["turns"].itertuples():
        speaker.update(dict.fromkeys(range(row.start, row.end), row.speaker))
    for row in own["directives"].itertuples():
        directive.update(range(row.start, row.end))
    for row in own["damage"].itertuples():
        damaged.update(range(row.start, row.end))
    for i in range(len(gold_text(doc_id))):
        inside = kind.get(i) not in EXCLUDED_KINDS[scope]
        inside &= scope != "attributed" or isinstance(speaker.get(i), str)
        inside &= scope != "directives" or i in directive
        if inside and i not in damaged:
            yield i


@pytest.mark.parametrize("scope", EXCLUDED_KINDS)
@pytest.mark.parametrize("doc_id", ORDER)
def test_denominators_equal_a_count_character_by_character(doc_id, scope):
    spans = scope_spans(gold_frames(), scope=scope)
    text = gold_text(doc_id)
    expected = sum(bool(re.match("[\u4e00-\u9fff〇]", text[i])) for i in naive_scope(doc_id, scope))
    assert spans.loc[spans["doc_id"] == doc_id, "n_han"].sum() == expected


@pytest.mark.parametrize("by", BY)
def test_groups_add_up_to_the_scope(by):
    frames = gold_frames()
    whole, parts = cast_dtm(frames, unit="document"), cast_dtm(frames, unit="group", by=by)
    assert parts.rows["n_han"].sum() == whole.rows["n_han"].sum()
    assert parts.matrix.sum() == whole.matrix.sum()
    assert parts.matrix.sum(axis=0).tolist() == whole.matrix.sum(axis=0).tolist()
    assert parts.rows["group"].notna().all()


def test_units_add_up():
    frames = gold_frames()
    sums = {unit: cast_dtm(frames, unit=unit) for unit in ("sentence", "section", "document", "group")}
    assert len({int(dtm.matrix.sum()) for dtm in sums.values()}) == 1
    assert len({int(dtm.rows["n_han"].sum()) for dtm in sums.values()}) == 1
    with pytest.raises(ValueError, match="unit 'page'"):
        cast_dtm(frames, unit="page")
    with pytest.raises(ValueError, match="scope 'page'"):
        scope_spans(frames, scope="page")


def test_the_matrix_holds_what_a_loop_over_tokens_counts():
    frames = gold_frames()
    dtm = cast_dtm(frames, scope="body")
    expected = {}
    offsets = {doc_id: set(naive_scope(doc_id, "body")) for doc_id in ORDER}
    slots = frames["damage"]
    for token in frames["tokens"].itertuples():
        here = token.start in offsets[token.doc_id]
        here &= not (
            (slots["doc_id"] == token.doc_id) & (slots["start"] <= token.start) & (slots["end"] > token.start)
        ).any()
        if here and any(c.isalnum() for c in token.term):
            expected[token.doc_id, token.term] = expected.get((token.doc_id, token.term), 0) + 1
    coo = dtm.matrix.tocoo()
    rows, terms = dtm.rows["doc_id"].to_numpy(), dtm.terms["term"].to_numpy()
    found = {(rows[i], terms[j]): int(n) for i, j, n in zip(*coo.coords, coo.data, strict=True)}
    assert found == expected


def test_order_of_documents_does_not_matter():
    one, other = (cast_dtm(gold_frames(order), unit="document") for order in (ORDER, ORDER[::-1]))
    assert one.terms.equals(other.terms)
    assert one.rows["doc_id"].tolist() == other.rows["doc_id"].tolist()
    assert (one.matrix != other.matrix).nnz == 0


def test_the_counts_frame_is_as_described():
    counts = count_terms(gold_frames())
    check_frame(counts, "counts")
    dtm = cast_dtm(gold_frames(), unit="sentence")
    assert counts["n_token"].sum() == dtm.matrix.sum()


def test_substrings_equal_a_search_with_overlaps():
    frames = gold_frames()
    terms = ["督察", "环境保护", "污染防治", "生态", "要", "人人", "不在其中"]
    spans = scope_spans(frames, scope="all")
    rows, row_of_span = unit_rows(spans, "document")
    found = count_substrings(frames, spans, row_of_span, terms).toarray()
    for doc_id, counts in zip(rows["doc_id"], found, strict=True):
        text = gold_text(doc_id)
        assert counts.tolist() == [len(re.findall(f"(?={term})", text)) for term in terms]


def test_what_is_null_is_a_group_of_its_own():
    groups = scope_spans(gold_frames(), by="place")["group"]
    assert "某区" in set(groups) and groups.notna().all()


def test_a_generic_speaker_is_another_one_in_each_document():
    speakers = set(scope_spans(gold_frames(), by="speaker")["group"])
    assert {"贵池·会议", "梁溪·会议", "朱刚", "黄钦"} <= speakers


def test_groups_may_be_given_as_a_mapping():
    groups = scope_spans(gold_frames(), by={"wuxi": "长三角", "liangxi": "长三角", "shanwei": "珠三角"})
    totals = groups.groupby("group", observed=True)["n_han"].sum()
    assert totals["长三角"] == 3104 + 1877  # as by document
    assert set(totals.index) == {"长三角", "珠三角", "贵池", "某区"}


def test_redaction_slots_change_no_denominator():
    frames = dict(gold_frames())
    text = frames["texts"].set_index("doc_id")["text"]["anonymous"]
    assert count_han(text) == count_han(text.replace("**", "****"))
    dtm = cast_dtm(frames)
    assert not dtm.terms["term"].str.contains(r"\*").any()


def test_a_person_without_a_part_is_a_name_and_a_doctrine_that_bears_it_is_a_word():
    """Nobody is listed anywhere: an invented name before an honorific counts as one; a doctrine named after a person does not."""
    text = "学习王大明同志的讲话。王大明生态文明思想指引工作。全体同志落实王大明的要求。"
    words = [
        "学习",
        "王大明",
        "同志",
        "的",
        "讲话",
        "。",
        "王大明生态文明思想",
        "指引",
        "工作",
        "。",
        "全体",
        "同志",
        "落实",
        "王大明",
        "的",
        "要求",
        "。",
    ]
    ends = np.cumsum([len(word) for word in words])
    assert "".join(words) == text
    tokens = pd.DataFrame(
        {
            "doc_id": pd.Categorical(["d"] * len(words)),
            "term": pd.Categorical(words),
            "start": ends - [len(word) for word in words],
            "end": ends,
        }
    )
    documents = pd.DataFrame(
        {name: pd.array([None], dtype="str") for name in ("province", "city", "district")}
    )
    frames = {
        "tokens": tokens,
        "texts": pd.DataFrame({"doc_id": ["d"], "text": [text]}),
        "people": pd.DataFrame({"name": pd.array([], dtype="str")}),
        "documents": documents,
        "matches": pd.DataFrame({"lexicon": [], "term": []}),
    }
    assert lanes_of(frames) == {"王大明": "name"}


def test_names_and_places_have_lanes_of_their_own():
    lanes = lanes_of(gold_frames())
    assert {lanes.get(term) for term in ("朱刚", "黄钦", "张晓强")} == {"name"}
    assert {lanes.get(term) for term in ("无锡", "梁溪", "贵池")} == {"place"}
    assert not {"污染", "督察", "工作", "三线一单"} & set(lanes)


def test_spans_cut_by_hand_count_like_the_scope():
    frames = gold_frames()
    spans = scope_spans(frames)
    assert (cast_spans(frames, spans, "document").matrix != cast_dtm(frames).matrix).nnz == 0


def test_word_codes_leave_out_punctuation_only():
    tokens = gold_frames()["tokens"]
    left_out = set(tokens.loc[word_codes(tokens) < 0, "term"].astype(str))
    assert "。" in left_out and not any(any(c.isalnum() for c in term) for term in left_out)


@pytest.mark.parametrize(
    ("term", "head"),
    [
        ("中央生态环境保护督察", "督察"),
        ("生态环境保护", "环境保护"),
        ("污染防治攻坚战", "污染防治"),
        ("考核", "考核"),
        ("保护", "保护"),
        ("特别", "责任"),
    ],
)
def test_a_compound_goes_to_the_head_it_ends_with(term, head):
    families = {"督察": "", "环境保护": "", "生态环境": "", "污染防治": "", "责任": "", "特别": "责任"}
    assert families_of([term], families) == [head]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7)), max_size=60))
def test_codes_are_counted_as_a_loop_counts_them(pairs):
    rows, columns = np.array(sorted(pairs), dtype=int).reshape(-1, 2).T
    before = columns.copy()
    matrix = count_rows(columns, np.searchsorted(rows, np.arange(7)), 8)
    expected = np.zeros((6, 8), dtype=int)
    for row, column in pairs:
        expected[row, column] += 1
    assert matrix.toarray().tolist() == expected.tolist() and matrix.nnz == (expected > 0).sum()
    assert (columns == before).all()


@pytest.mark.parametrize(
    ("n_rows", "n_codes", "n_columns"),
    [
        pytest.param(40, 9_000, 300, id="rows long for the columns"),
        pytest.param(40, 9_000, 5_000, id="long rows"),
        pytest.param(40, 9_000, 70_000, id="long rows, more columns than two bytes number"),
        pytest.param(3_000, 9_000, 5_000, id="short rows"),
        pytest.param(2_000, 300_000, 40, id="blocks on a table"),
        pytest.param(500, 300_000, 65_536, id="blocks of long rows"),
        pytest.param(50_000, 300_000, 9_000, id="blocks of short rows"),
        pytest.param(2, 90_000, 3, id="more of one code than two bytes count"),
        pytest.param(5, 0, 4, id="nothing"),
    ],
)
def test_codes_are_counted_alike_whatever_the_shape_of_the_rows(n_rows, n_codes, n_columns):
    rng = np.random.default_rng(0)
    rows = np.sort(rng.integers(0, max(n_rows - 2, 1), n_codes))  # the last rows stay empty
    columns = (n_columns * rng.random(n_codes) ** 3).astype(np.int32)
    columns[-1:] = n_columns - 1
    starts, before = np.searchsorted(rows, np.arange(n_rows + 1)), columns.copy()
    matrix = count_rows(columns, starts, n_columns)
    pairs, counts = np.unique(rows * n_columns + columns, return_counts=True)
    assert matrix.shape == (n_rows, n_columns) and (columns == before).all()
    assert (np.repeat(np.arange(n_rows), np.diff(matrix.indptr)) == pairs // n_columns).all()
    assert (matrix.indices == pairs % n_columns).all() and (matrix.data == counts).all()
    assert {matrix.data.dtype, matrix.indices.dtype, matrix.indptr.dtype} == {np.dtype(np.int32)}


@given(st.text())
def test_han_characters_are_counted_one_by_one(text):
    assert count_han(text) == sum(map(count_han, text))
    assert count_han(text) <= len(text)
    assert np.isclose(count_han(text + "环境"), count_han(text) + 2)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=6), st.lists(st.integers(0, 40)))
def test_the_span_a_position_lies_in_is_found_either_way(spans, positions):
    spans = sorted((start, start + length) for start, length in spans)
    starts, ends = (np.array([span[i] for span in spans], dtype=np.int64) for i in (0, 1))
    cover = (starts, ends, np.arange(len(spans)))
    expected = []
    for position in positions:
        before = [i for i, start in enumerate(starts) if start <= position]
        expected.append(before[-1] if before and position < ends[before[-1]] else -1)
    assert inside(np.array(positions, dtype=np.int64), cover).tolist() == expected
    order = np.argsort(positions)
    in_order = np.array(positions, dtype=np.int64)[order]
    assert inside(in_order, cover).tolist() == np.array(expected, dtype=np.int64)[order].tolist()


def test_names_touch_tokens_by_half_or_more_whatever_the_order_of_the_tokens():
    frames = gold_frames()
    votes = lane_votes(frames, names_in(frames))
    mixed = {**frames, "tokens": frames["tokens"].sample(frac=1, random_state=0)}
    pd.testing.assert_frame_equal(votes, lane_votes(mixed, names_in(frames)))
    texts = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    for lane, words in names_in(frames).items():
        matcher = Matcher(sorted(word for word in words if len(word) > 1))
        inside_of = {d: {i for a, b, _ in matcher.find(t) for i in range(a, b)} for d, t in texts.items()}
        expected = dict.fromkeys(votes.index, 0)
        for row in frames["tokens"].itertuples():
            touched = len(inside_of[row.doc_id] & set(range(row.start, row.end)))
            expected[row.term] += touched > 0 and 2 * touched >= row.end - row.start
        assert votes[lane].to_dict() == expected


@pytest.mark.parametrize("rows", [1, 7, 100])
def test_counts_do_not_depend_on_how_many_rows_are_looked_at_in_one_go(monkeypatch, rows):
    frames = gold_frames()
    whole, votes = cast_dtm(frames, unit="sentence", by="place"), lane_votes(frames, names_in(frames))
    monkeypatch.setattr("analysis.counts.line._SLICE", rows)
    again = cast_dtm(frames, unit="sentence", by="place")
    assert (whole.matrix != again.matrix).nnz == 0
    pd.testing.assert_frame_equal(whole.rows, again.rows)
    pd.testing.assert_frame_equal(whole.terms, again.terms)
    pd.testing.assert_frame_equal(votes, lane_votes(frames, names_in(frames)))


def test_tokens_are_counted_in_whatever_order_they_stand():
    frames = gold_frames()
    shuffled = {**frames, "tokens": frames["tokens"].sample(frac=1, random_state=0)}
    for unit in ("sentence", "group"):
        whole, again = cast_dtm(frames, unit=unit, by="place"), cast_dtm(shuffled, unit=unit, by="place")
        assert (whole.matrix != again.matrix).nnz == 0 and whole.rows.equals(again.rows)
