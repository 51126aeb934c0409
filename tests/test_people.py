"""Names with office and part: where a name ends, which words are none, what part each takes."""

import json
from pathlib import Path

import pytest
from score import TEXTS, find, read_gold

from analysis.lexicons import read_lexicons
from analysis.people import PARTS, find_people

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "people.json").read_text(encoding="utf-8"))
LEXICONS = read_lexicons()


@pytest.mark.parametrize("case", CASES, ids=[case.get("about", case["text"][:20]) for case in CASES])
def test_people(case):
    found = [[p.name, p.role, p.part] for p in find_people(case["text"], LEXICONS)]
    assert (found == case["people"]) is not case.get("fails", False)


@pytest.mark.parametrize("doc_id", TEXTS)
def test_the_gold_s_people_with_office_and_part(doc_id):
    metadata = json.loads((HERE / "gold" / "metadata.json").read_text(encoding="utf-8"))
    gold = next(entry for entry in metadata if entry["doc_id"] == doc_id)
    people = {p.name: p for p in find(read_gold(doc_id), LEXICONS).people}
    for speaker in gold["speakers"]:
        if speaker["name"]:
            assert (people[speaker["name"]].role, people[speaker["name"]].part) == (
                speaker["role"],
                "speaker",
            )
    for other in gold["other_people"]:
        if other["part"] in ("出席", "到会指导", "主持会议"):
            part = "chair" if other["part"] == "主持会议" else "attends"
            assert (people[other["name"]].role, people[other["name"]].part) == (other["role"], part)


@pytest.mark.parametrize("doc_id", TEXTS)
def test_a_name_is_what_stands_at_its_span(doc_id):
    gold = read_gold(doc_id)
    people = find(gold, LEXICONS).people
    assert all(gold.text[p.start : p.end] == p.name and p.part in PARTS for p in people)
    assert len({p.name for p in people}) == len(people)
    assert [p.start for p in people] == sorted(p.start for p in people)
