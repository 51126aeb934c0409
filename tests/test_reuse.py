"""Reuse: set phrases in spite of quotation marks, never across a sentence end; the local part counted alone."""

import re

import pytest
from goldframes import ORDER, gold_frames, gold_text

from analysis.counts import cast_dtm
from analysis.frames import combine, make_frame
from analysis.measures.keyness import measure_keyness
from analysis.measures.reuse import measure_formulaic, measure_set_phrases, reused_spans, without_reused
from analysis.settings import read_settings
from analysis.tokens import tokenize


def corpus(**texts):
    """Frames of plain texts, all of one speaker, sentences ending with 。"""
    parts = []
    for doc_id, text in texts.items():
        ends = [m.end() for m in re.finditer("。", text)] or [len(text)]
        spans = list(zip([0, *ends[:-1]], ends, strict=True))
        sentences = [type("S", (), {"start": a, "end": b}) for a, b in spans]
        whole = {"start": [0], "end": [len(text)]}
        parts.append(
            (
                doc_id,
                {
                    "texts": {
                        "raw_text": [text],
                        "text": [text],
                        "raw_offsets": [list(range(len(text) + 1))],
                    },
                    "turns": {"speaker": ["甲"], "role": [None], **whole},
                    "sentences": {
                        "turn_index": [0] * len(spans),
                        "start": [a for a, _ in spans],
                        "end": ends,
                    },
                    "tokens": tokenize(text, sentences, read_settings()),
                },
            )
        )
    frames = combine(parts)
    documents = {c: [None] * len(texts) for c in frames["documents"].columns}
    documents |= {
        "doc_id": list(texts),
        "is_redacted": [False] * len(texts),
        "is_truncated": [False] * len(texts),
        "order": range(len(texts)),
    }
    return {**frames, "documents": make_frame("documents", documents)}


def test_a_phrase_is_found_in_spite_of_quotation_marks():
    table = measure_set_phrases(gold_frames()).set_index("phrase")
    assert table.loc["发挥考核指挥棒作用", "doc_ids"] == "liangxi shanwei wuxi"
    assert table.loc["习近平生态文明思想", "n_documents"] == 5


def test_every_phrase_is_in_the_documents_named_and_in_no_other():
    for row in measure_set_phrases(gold_frames(), scope="all").itertuples():
        bare = {d: re.sub(r"[“”‘’\s]", "", gold_text(d)) for d in ORDER}
        assert sorted(d for d in ORDER if row.phrase in bare[d]) == row.doc_ids.split()
        assert sum(bare[d].count(row.phrase) for d in ORDER) >= row.n


def test_no_match_crosses_a_sentence_end():
    frames = corpus(a="天下大事。必作于细也哉。", b="天下大事。必作于细也哉。", c="必作于细也哉天下大事必作")
    assert measure_set_phrases(frames, min_length=7).empty
    phrases = set(measure_set_phrases(frames, min_length=6)["phrase"])
    assert phrases == {"必作于细也哉"}


def test_phrases_are_as_long_as_they_can_be_and_shorter_ones_only_with_more_occurrences():
    long, short = "坚决打赢蓝天碧水净土保卫战役", "蓝天碧水净土保卫战役"
    frames = corpus(a=f"我要{long}吧。", b=f"你来{long}呢。", c=f"他{short}了。")
    found = measure_set_phrases(frames).set_index("phrase")["n_documents"].to_dict()
    assert found == {long: 2, short: 3}


def test_overlapping_repeats_end():
    frames = corpus(a="好" * 30 + "。", b="好" * 20 + "。")
    assert measure_set_phrases(frames)["n_characters"].max() <= 20


def test_reused_stretches_are_reused():
    frames = gold_frames()
    spans = reused_spans(frames)
    bare = {d: re.sub(r"[“”‘’\s]", "", gold_text(d)) for d in ORDER}
    for row in spans.itertuples():
        piece = re.sub(r"[“”‘’\s]", "", gold_text(row.doc_id)[row.start : row.end])
        assert len(piece) >= 8 and any(piece[:8] in bare[d] for d in ORDER if d != row.doc_id)
    assert (spans["end"] > spans["start"]).all()
    ordered = spans.sort_values(["doc_id", "start"])
    same = ordered["doc_id"].to_numpy()[1:] == ordered["doc_id"].to_numpy()[:-1]
    assert (ordered["start"].to_numpy()[1:] >= ordered["end"].to_numpy()[:-1])[same].all()


def test_a_sentence_said_elsewhere_is_formulaic_and_another_local():
    frames = corpus(
        a="持续推进生态文明建设工作。本区小河边新添十座公厕供游人使用。", b="持续推进生态文明建设工作。"
    )
    table = measure_formulaic(frames).set_index(["doc_id", "sentence_index"])
    assert table["class"].to_dict() == {("a", 0): "formulaic", ("a", 1): "local", ("b", 0): "formulaic"}
    assert table.loc[("a", 0), "share"] == pytest.approx(1)


def test_the_local_part_has_no_shared_phrase_and_fewer_characters():
    frames = gold_frames()
    local = without_reused(frames)
    assert len(local["tokens"]) < len(frames["tokens"])
    assert "习近平生态文明思想" in set(cast_dtm(frames).terms["term"]) - set(cast_dtm(local).terms["term"])
    whole = measure_keyness(frames)
    own = measure_keyness(local)
    assert own["m"].iloc[0] < whole["m"].iloc[0] and len(frames["damage"]) < len(local["damage"])


def test_a_phrase_does_not_begin_or_end_within_a_word():
    frames = corpus(a="要推进环境治理体系现代化建设。", b="应促进环境治理体系现代化建立。")
    assert list(measure_set_phrases(frames)["phrase"]) == ["环境治理体系现代化"]


def test_a_phrase_is_counted_wherever_it_stands_also_within_longer_ones():
    long, short = "深入打好污染防治攻坚战", "打好污染防治攻坚战"
    frames = corpus(a=f"要{long}。继续{short}。", b=f"要{long}。", c=f"务必{short}。")
    assert dict(measure_set_phrases(frames)[["phrase", "n"]].to_numpy().tolist())[short] == 4
