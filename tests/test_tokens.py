"""Tokens: exactly jieba's, as codes, with offsets that lead back to the text."""

import csv
import os
import pickle
import warnings
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from goldframes import GOLD, ORDER, gold_frames, gold_text
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.settings import read_settings
from analysis.tokens import (
    TokenizerSettings,
    get_tokenizer,
    retokenize,
    token_columns,
    tokenize,
    tokenizer_settings,
)

POLICY = tokenizer_settings(read_settings())
# Lexicons whose rows are grammar, surnames, units or page furniture, not terms that are counted.
GRAMMAR = {
    "actor_modifiers", "actors", "addressees", "adverbs", "adverts", "cues", "figure_words", "furniture", "intransitives",
    "names", "openers", "parts", "place_words", "reporting", "role_cues", "stated", "stopwords", "surnames", "units", "verbs",
}  # fmt: skip


def jieba_terms(text, chosen):
    """jieba's own tokens, from a tokenizer made here, not by the module under test."""
    return list(jieba_tokenizer(chosen.terms).cut(text, HMM=chosen.hmm))


@cache  # one dictionary a run
def jieba_tokenizer(terms):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in terms:
        tokenizer.add_word(term)
    return tokenizer


def assert_equal_to_jieba(text, chosen):
    cut = get_tokenizer(chosen).cut(text)
    expected = jieba_terms(text, chosen)
    assert [cut.vocabulary[code] for code in cut.codes] == expected
    assert cut.starts.tolist() == np.cumsum([0, *map(len, expected)]).tolist()


@pytest.mark.parametrize("hmm", [True, False])
@pytest.mark.parametrize("terms", [(), POLICY.terms], ids=["dictionary", "policy"])
@pytest.mark.parametrize("doc_id", ORDER)
def test_the_five_texts_are_cut_as_jieba_cuts_them(doc_id, terms, hmm):
    assert_equal_to_jieba(gold_text(doc_id), TokenizerSettings(terms, hmm))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\r\n", "\r\r\n\n", "。", "2023-02-15", "PM2.5达标率3.5%", "a.b-c_d&e#f+g%", "-开头", "结尾-", "——破折号",
        "𠀀𠀁字𪚥", "㐀㐁扩展", "鿖鿗", "Abc123公转铁", "“两高”项目", "**省", "ＡＢＣ全角１２３", "👍🏽整改",
        "环\u0301境", "⼈⺠政府",
        "〇一二", "三线一单\u3000无废城市", "\ud800孤立", "é治理ñ", "々人々", "カナ漢字ひらがな", "한국어整改",
    ],
)  # fmt: skip
@pytest.mark.parametrize("hmm", [True, False])
def test_odd_text_is_cut_as_jieba_cuts_it(text, hmm):
    assert_equal_to_jieba(text, TokenizerSettings(POLICY.terms, hmm))


MARKS = ["\n", "\r\n", " ", *"，,。“”()*%&#+_.~-〇々カ가𠀀㐀鿖﹖ｱé👍\u3000\u200b"]
TERMS = [
    "要",
    "加强",
    "三线一单",
    "中央生态环境保护督察",
    "污染防治",
    "朱",
    "刚",
    "聚力攻",
    "之",
    "坚",
    "PM2.5",
    "2023",
    "-02-",
    "A",
    "7",
]
PIECES = st.sampled_from(MARKS + TERMS)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.one_of(
            PIECES, st.characters(codec="utf-8"), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
        )
    )
)
def test_generated_text_is_cut_as_jieba_cuts_it(pieces):
    text = "".join(pieces)
    assert_equal_to_jieba(text, POLICY)
    assert_equal_to_jieba(text, TokenizerSettings(POLICY.terms, hmm=False))


def test_without_the_fast_engine_the_tokens_are_the_same():
    text = gold_text("anonymous") + "2022-09-03，PM2.5。"
    plain = get_tokenizer(POLICY._replace(engine="jieba")).terms(text)
    assert plain == get_tokenizer(POLICY).terms(text)


@pytest.mark.soak
def test_every_corpus_at_hand_is_cut_as_jieba_cuts_it():
    folder = os.environ.get("ANALYSIS_CORPORA")
    if not folder:
        pytest.skip("ANALYSIS_CORPORA names no folder of texts")
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in (".jsonl", ".csv", ".utf8", ".txt"):
            assert_equal_to_jieba(path.read_text(encoding="utf-8"), POLICY)


def test_columns_lead_back_to_the_text():
    text = "要强化监管 。\n三线一单\r\n"
    columns = tokenize(text, [type("S", (), {"start": s}) for s in (0, 8)], read_settings())
    terms = list(columns["term"])
    assert terms == ["要", "强化", "监管", "。", "三线一单"]
    assert [text[a:b] for a, b in zip(columns["start"], columns["end"], strict=True)] == terms
    assert columns["sentence_index"].tolist() == [0, 0, 0, 0, 1]
    assert {columns[name].dtype for name in ("start", "end", "sentence_index")} == {np.dtype("int32")}


def test_the_result_does_not_depend_on_what_was_cut_before():
    first = token_columns(get_tokenizer(POLICY).cut("整改问题"), [0])["term"]
    get_tokenizer(POLICY).cut("别的文字先来：问题、整改。")
    again = token_columns(get_tokenizer(POLICY).cut("整改问题"), [0])["term"]
    assert first.words == again.words == ["整改", "问题"]
    assert first.codes.tolist() == again.codes.tolist()


def test_a_tokenizer_keeps_its_terms_to_itself():
    term = "甲乙丙丁戊"
    assert get_tokenizer(TokenizerSettings((term,))).terms(term) == [term]
    assert get_tokenizer(TokenizerSettings()).terms(term) != [term]
    assert get_tokenizer(TokenizerSettings((term,), engine="jieba")).terms(term) == [term]


def test_settings_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(POLICY)) == POLICY


def test_retokenizing_with_the_same_settings_changes_nothing():
    frames = gold_frames()
    again = retokenize(frames, POLICY)["tokens"]
    assert again.astype({"term": "str"}).equals(frames["tokens"].astype({"term": "str"}))
    assert len(retokenize(frames, TokenizerSettings())["tokens"]) > len(again)


def segmentation_f1(chosen):
    """F1 of tokens by exact span on the 120 units cut by hand."""
    right = made = wanted = 0
    with (GOLD / "segmentation.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    cuts = {doc_id: get_tokenizer(chosen).cut(gold_text(doc_id)).starts for doc_id in ORDER}
    for doc_id, start, end, _, units in rows:
        borders = np.cumsum([int(start), *map(len, units.split(" "))])
        assert borders[-1] == int(end)
        gold = set(pairwise(borders))
        starts = cuts[doc_id]
        found = {(a, b) for a, b in pairwise(starts) if a < int(end) and b > int(start)}
        right, made, wanted = right + len(gold & found), made + len(found), wanted + len(gold)
    return 2 * right / (made + wanted)


def test_policy_terms_cut_the_gold_better_than_the_dictionary_alone():
    plain, policy = segmentation_f1(TokenizerSettings()), segmentation_f1(POLICY)
    assert policy >= 0.855 > 0.81 > plain


def test_stop_words_take_no_term_that_is_counted():
    lexicons = read_settings().lexicons
    stopwords = {entry.term for entry in lexicons["stopwords"]}
    counted = {name for name in lexicons if name not in GRAMMAR}
    assert {
        "strength",
        "campaign",
        "attention",
        "clarity",
        "formulas",
        "tokenizer_terms",
        "glossary",
    } <= counted
    both = {name: sorted(stopwords & {e.term for e in lexicons[name]}) for name in counted}
    assert not {name: terms for name, terms in both.items() if terms}
    assert not stopwords & set(
        [
            "要",
            "不得",
            "必须",
            "坚决",
            "加强",
            "严格",
            "全面",
            "深入",
            "务必",
            "严禁",
            "确保",
            "切实",
            "积极",
            "鼓励",
            "不能",
        ]
    )


def test_lexicon_rows_say_where_they_come_from():
    for name in (
        "tokenizer_terms",
        "stopwords",
        "campaign",
        "attention",
        "clarity",
        "formulas",
        "families",
        "glossary",
    ):
        assert {entry.source for entry in read_settings().terms(name)} <= {
            "guideline",
            "general",
            "policy_terms",
        }, name


def test_terms_always_whole_by_the_guidelines_are_whole():
    fixed = (GOLD / "seg_fixed.txt").read_text(encoding="utf-8").split()
    for term in fixed:
        assert get_tokenizer(POLICY).terms(term) == [term]
