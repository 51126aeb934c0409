"""Sentences and clauses: laws over any text, and the marks that end nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from score import TEXTS, page_names, read_gold, read_page

from analysis.segments import split_clauses, split_sentences

ANY_TEXT = st.text(alphabet="要抓好了会议一二PM2.5,，;；:：。！!？?、“”()（）《》\n \t—的1", max_size=200)


def pieces(spans, text):
    return [text[span.start : span.end] for span in spans]


@given(ANY_TEXT)
def test_sentences_joined_are_the_text(text):
    assert "".join(pieces(split_sentences(text), text)) == text


@given(ANY_TEXT)
def test_clauses_joined_are_the_text_and_lie_in_their_sentence(text):
    sentences = split_sentences(text)
    clauses = split_clauses(text, sentences)
    assert "".join(pieces(clauses, text)) == text
    assert all(
        sentences[c.sentence_index].start <= c.start <= c.end <= sentences[c.sentence_index].end
        for c in clauses
    )


@pytest.mark.parametrize(
    "text", [*(read_gold(d).text for d in TEXTS), *(read_page(n).text for n in page_names())]
)
def test_the_line_break_belongs_to_the_sentence_before(text):
    assert not [piece for piece in pieces(split_sentences(text), text) if piece.startswith("\n")]
    assert all("\n" not in piece.rstrip("\n") for piece in pieces(split_sentences(text), text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PM2.5要降。1.抓好3.png。", ["PM2.5要降。", "1.抓好3.png。"]),
        ("要快!要实！能成?能成。", ["要快!", "要实！", "能成?", "能成。"]),
        ("他说:“要快。”会议结束。", ["他说:“要快。”", "会议结束。"]),
        ("回答“干不干?”的问题。", ["回答“干不干?”的问题。"]),
        ("标题\n正文。\n\n尾", ["标题\n", "正文。\n\n", "尾"]),
        ("We met at 3.\n他来.\n", ["We met at 3.\n", "他来.\n"]),
    ],
)
def test_where_a_sentence_ends(text, expected):
    assert pieces(split_sentences(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要抓好,抓实;抓细:抓牢", ["要抓好,", "抓实;", "抓细:", "抓牢"]),
        ("要抓好，抓实；抓细：抓牢", ["要抓好，", "抓实；", "抓细：", "抓牢"]),
        ("投入1,200万元,10:30开会", ["投入1,200万元,", "10:30开会"]),
        ("治水、治气、治土", ["治水、治气、治土"]),
        ("落实“谁主管,谁负责”,抓好", ["落实“谁主管,谁负责”,", "抓好"]),
        ("各地(市,区)要抓好", ["各地(市,区)要抓好"]),
        ("学习《规划,纲要》,抓好", ["学习《规划,纲要》,", "抓好"]),
    ],
)
def test_where_a_clause_ends(text, expected):
    assert pieces(split_clauses(text), text) == expected
