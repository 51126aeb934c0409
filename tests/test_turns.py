"""Who speaks: tags, antecedents, higher voices, speeches."""

import itertools
import json
from pathlib import Path

import pytest
from score import TEXTS, find, page_names, read_gold, read_page

from analysis.lexicons import read_lexicons
from analysis.people import find_people
from analysis.segments import attributed_spans, split_sentences, split_turns

CASES = json.loads((Path(__file__).parent / "cases" / "turns.json").read_text(encoding="utf-8"))
LEXICONS = read_lexicons()


def turns_of(text):
    return split_turns(text, split_sentences(text), find_people(text, LEXICONS), LEXICONS)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_turns(case):
    text = case["text"]
    turns = turns_of(text)
    assert [turn.speaker for turn in turns] == [speaker for speaker, _ in case["turns"]]
    assert all(text.startswith(head, t.start) for t, (_, head) in zip(turns, case["turns"], strict=True))


@pytest.mark.parametrize("gold", [*map(read_gold, TEXTS), *map(read_page, page_names())])
def test_turns_joined_are_the_text(gold):
    turns = turns_of(gold.text)
    assert "".join(gold.text[turn.start : turn.end] for turn in turns) == gold.text
    assert all(one.speaker != other.speaker for one, other in itertools.pairwise(turns))


def test_a_turn_carries_the_speaker_s_office():
    assert [turn.role for turn in turns_of("市委书记李刚强调,要抓项目。会议要求,要快。")] == [
        "市委书记",
        None,
    ]


def test_an_empty_text_has_one_turn_at_most():
    assert turns_of("") == []


@pytest.mark.parametrize("doc_id", TEXTS)
def test_the_scope_holds_every_demand_and_no_page_matter(doc_id):
    gold, found = read_gold(doc_id), find(read_gold(doc_id), LEXICONS)
    spans = attributed_spans(found.turns, found.sections)
    inside = {position for start, end in spans for position in range(start, end)}
    assert all(set(range(row["start"], row["end"])) <= inside for row in gold.directives)
    never = [s for s in gold.sections if s["kind"] in ("title", "source", "attendance", "other")]
    assert not any(position in inside for s in never for position in range(s["start"], s["end"]))
