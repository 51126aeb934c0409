"""The pipe end to end on the five texts: the laws every frame keeps, and the gold standard."""

import itertools
import json
import random
from pathlib import Path

import numpy as np
import pytest

from analysis.cleaning.duplicates import COMMON, INSIDE, compare_signatures
from analysis.concordance import evidence, text_of
from analysis.frames import FRAMES, check_frame
from analysis.pipeline import build_frames, frame_document
from analysis.provenance import Edit, locate, restore
from analysis.reading import list_sources
from analysis.settings import read_settings

GOLD = Path(__file__).parent / "gold"
RAW = Path(__file__).parents[1] / "data" / "raw"
DOC_IDS = ("wuxi", "liangxi", "guichi", "shanwei", "anonymous")
SPANS = (
    "sections",
    "turns",
    "sentences",
    "clauses",
    "tokens",
    "directives",
    "targets",
    "actors",
    "people",
    "matches",
)


def rows(frames, name, doc_id):
    return frames[name][frames[name]["doc_id"] == doc_id]


def text(frames, doc_id, column="text"):
    return frames["texts"].set_index("doc_id").at[doc_id, column]


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_is_what_its_description_says(frames, name):
    check_frame(frames[name], name)


def test_documents_stand_in_the_order_a_person_gave(frames):
    assert tuple(frames["documents"]["doc_id"]) == DOC_IDS


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_clean_text_equals_gold(frames, doc_id):
    assert text(frames, doc_id) == (GOLD / "clean" / f"{doc_id}.txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_raw_text_is_the_file(frames, doc_id):
    assert text(frames, doc_id, "raw_text").encode() == (RAW / f"{doc_id}.txt").read_bytes()


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_the_raw_text_comes_back_from_text_and_edits(frames, doc_id):
    edits = [Edit(*row) for row in rows(frames, "edits", doc_id)[list(Edit._fields)].itertuples(index=False)]
    assert restore(text(frames, doc_id), edits) == text(frames, doc_id, "raw_text")
    assert all(a.raw_end <= b.raw_start for a, b in itertools.pairwise(edits))


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_every_clean_character_is_its_raw_one_or_stands_in_an_edit(frames, doc_id):
    clean, raw = text(frames, doc_id), text(frames, doc_id, "raw_text")
    offsets = text(frames, doc_id, "raw_offsets")
    changed = np.zeros(len(raw) + 1, bool)
    for row in rows(frames, "edits", doc_id).itertuples():
        changed[row.raw_start : row.raw_end] = True
    assert len(offsets) == len(clean) + 1 and offsets[-1] == len(raw)
    assert (np.diff(offsets) >= 0).all()
    assert all(raw[offset] == char or changed[offset] for char, offset in zip(clean, offsets, strict=False))


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_sentences_and_clauses_joined_are_the_text(frames, doc_id):
    for name in ("sentences", "clauses", "turns"):
        spans = rows(frames, name, doc_id)
        assert "".join(
            text(frames, doc_id)[a:b] for a, b in zip(spans["start"], spans["end"], strict=True)
        ) == text(frames, doc_id), name


def test_every_token_is_the_text_it_stands_for(frames):
    tokens = frames["tokens"]
    assert (text_of(tokens, frames["texts"]).to_numpy() == tokens["term"].astype("str").to_numpy()).all()


@pytest.mark.parametrize("name", SPANS)
def test_spans_lie_in_their_text_and_are_not_empty(frames, name):
    lengths = frames["texts"].set_index("doc_id")["text"].str.len()
    spans = frames[name]
    assert len(spans)
    assert (spans["start"] >= 0).all() and (spans["start"] < spans["end"]).all()
    assert (spans["end"].to_numpy() <= spans["doc_id"].astype("str").map(lengths).to_numpy()).all()


def test_a_sentence_starts_in_its_turn_and_a_clause_in_its_sentence(frames):
    for inner, outer, column in (
        ("sentences", "turns", "turn_index"),
        ("clauses", "sentences", "sentence_index"),
    ):
        joined = frames[inner].merge(
            frames[outer], on=["doc_id", column], suffixes=("", "_outer"), validate="m:1"
        )
        assert len(joined) == len(frames[inner])
        assert ((joined["start"] >= joined["start_outer"]) & (joined["start"] < joined["end_outer"])).all()


def test_a_parent_stands_before_its_child_and_above_it(frames):
    directives = frames["directives"]
    children = directives[directives["parent_index"].notna()]
    joined = children.merge(
        directives,
        left_on=["doc_id", "parent_index"],
        right_on=["doc_id", "directive_index"],
        suffixes=("", "_parent"),
    )
    assert len(joined) == len(children) > 0
    assert (joined["directive_index_parent"] < joined["directive_index"]).all()
    assert (joined["level_parent"] <= joined["level"]).all()


def test_headlines_of_the_gold_are_found(frames):
    gold = [json.loads(line) for line in (GOLD / "directives.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = {
        (row["doc_id"], row["start"], row["end"])
        for row in gold
        if row["level"] == 1 and row["scope"] == "listed"
    }
    level_1 = frames["directives"].query("level == 1")
    found = set(zip(level_1["doc_id"], level_1["start"], level_1["end"], strict=True))
    assert len(wanted & found) / len(wanted) >= 0.95


def test_evidence_leads_to_the_raw_characters(frames):
    shown = evidence(frames["directives"], frames)
    assert len(shown) == len(frames["directives"])
    for row in shown.head(60).itertuples():
        edits = [
            Edit(*edit)
            for edit in rows(frames, "edits", row.doc_id)[list(Edit._fields)].itertuples(index=False)
        ]
        offsets = text(frames, row.doc_id, "raw_offsets")
        assert (row.raw_start, row.raw_end) == locate(row.start, row.end, offsets, edits)
        assert row.keyword == text(frames, row.doc_id)[row.start : row.end]
        raw = text(frames, row.doc_id, "raw_text")[row.raw_start : row.raw_end]
        if not any(edit.raw_start < row.raw_end and row.raw_start < edit.raw_end for edit in edits):
            assert raw == row.keyword


def test_frames_do_not_depend_on_the_runner(frames):
    other = build_frames(RAW, runner="processes", store=False)
    for name, table in frames.items():
        if name != "texts":
            assert other[name].equals(table), name


def test_a_text_without_text_is_a_problem_and_the_others_are_read(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("会议强调,要加强监管。", encoding="utf-8")
    frames = build_frames(tmp_path)
    assert list(frames["documents"]["doc_id"]) == ["good"]
    assert frames["problems"]["path"].str.contains("empty.txt").any()
    assert frames["problems"].notna().all().all()


def test_one_document_is_framed_without_touching_a_file(tmp_path, monkeypatch):
    source = next(source for source in list_sources(RAW)[0] if source.doc_id == "guichi")
    settings = read_settings()
    frame_document(source, settings)  # dictionaries are read once
    monkeypatch.chdir(tmp_path)
    again = frame_document(source, settings)
    assert again["texts"]["text"][0].startswith("9月16日") and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("places", "years", "labels"),
    [
        (["甲", "乙"], [2020, 2021], ["甲", "乙"]),
        (["甲", "甲"], [2020, 2021], ["甲 2020", "甲 2021"]),
        (["甲", "甲"], [2020, 2020], ["d0", "d1"]),
        ([None, None], [2020, 2021], ["d0", "d1"]),
        ([None, "甲"], [2020, 2020], ["d0", "甲"]),
    ],
)
def test_two_documents_never_share_a_label(places, years, labels):
    import pandas as pd

    from analysis.assembly import name_apart

    label = [place or "地点不明" for place in places]
    documents = pd.DataFrame(
        {
            "doc_id": ["d0", "d1"],
            "place": pd.array(places, dtype="str"),
            "year": pd.array(years, dtype="Int32"),
            "label_zh": pd.array(label, dtype="str"),
            "label_en": pd.array(label, dtype="str"),
        }
    )
    assert name_apart(documents)["label_zh"].tolist() == labels


def test_a_judgement_wins_is_shown_and_reported_where_it_does_not_fit(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("会议强调,要加强河道监管,要改善空气质量。", encoding="utf-8")
    header = "doc_id,quote,field,value,coder,reason\n"
    rows = "a,加强河道监管,theme,enforcement,X,object is supervision\na,没有这句,theme,water,X,\n"
    (tmp_path / "overrides.csv").write_text(header + rows, encoding="utf-8")
    frames = build_frames(folder)
    quotes = text_of(frames["directives"], frames["texts"])
    assert frames["directives"]["theme"].astype("str")[quotes.str.contains("河道")].tolist() == [
        "enforcement"
    ]
    shown = frames["evidence"].query("status == 'person'")
    assert shown["field"].astype("str").tolist() == ["directives.theme"]
    raw = frames["texts"]["raw_text"][0]
    assert raw[shown["raw_start"].iloc[0] : shown["raw_end"].iloc[0]] == "加强河道监管"
    assert frames["problems"]["problem"].str.contains("没有这句").sum() == 1


def test_a_correction_goes_through_the_same_ledger(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("会议强调,要加强监菅。", encoding="utf-8")
    (tmp_path / "corrections.csv").write_text(
        "doc_id,find,replace,reason\na,监菅,监管,typo\na,不在,x,\n", encoding="utf-8"
    )
    frames = build_frames(folder)
    assert frames["texts"]["text"][0] == "会议强调,要加强监管。"
    assert frames["edits"][["before", "after"]].to_numpy().tolist() == [["监菅", "监管"]]
    assert frames["problems"]["problem"].str.contains("不在").sum() == 1


def test_a_text_that_occurs_twice_is_reported_and_kept(tmp_path):
    text = "会议强调,要加强河道监管,压实各级责任。要改善空气质量,严格管控扬尘。要引导公众参与。"
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "c.txt").write_text("会议要求,要办好学校,稳定就业,保障供应。", encoding="utf-8")
    frames = build_frames(tmp_path)
    assert len(frames["documents"]) == 3
    assert frames["problems"][["path", "problem"]].to_numpy().tolist() == [["a", "the same text as b (100%)"]]


def slow_duplicates(signatures):
    """Every pair that a sentence of few texts, or the next place by size among the many, brings together."""
    sizes = {doc_id: sum(own.values()) for doc_id, own in signatures.items()}
    pairs = set()
    for known in set().union(*signatures.values()):
        ids = sorted((d for d in signatures if known in signatures[d]), key=lambda d: (sizes[d], d))
        pairs |= set(itertools.combinations(ids, 2) if len(ids) <= COMMON else itertools.pairwise(ids))
    shares = {}
    for short, long in pairs:
        common = sum(n for known, n in signatures[short].items() if known in signatures[long])
        shares[frozenset((short, long))] = round(common / sizes[short], 3)
    return shares


@pytest.mark.parametrize("seed", range(30))
def test_duplicates_are_those_that_a_comparison_of_pairs_finds(seed):
    drawn = random.Random(seed)
    letters = {
        drawn.getrandbits(64) - (1 << 63): drawn.randint(8, 40) for _ in range(drawn.choice([3, 9, 60]))
    }
    signatures = {
        f"d{i}": {known: letters[known] for known in drawn.sample(list(letters), drawn.randint(0, 3))}
        for i in range(drawn.randint(0, 40))
    }
    shares = slow_duplicates(signatures) if signatures else {}
    found = compare_signatures(signatures)
    assert [sorted(row[:2]) for row in found] == sorted(sorted(row[:2]) for row in found)
    for row in found:
        assert shares[frozenset(row[:2])] == row.share
    sure = {pair for pair, share in shares.items() if share >= INSIDE}
    assert sure <= {frozenset(row[:2]) for row in found}
