"""The frames of the five texts, built from the gold standard: input for tests of counts and measures."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.frames import combine
from analysis.lexicons import Matcher
from analysis.settings import Settings, read_settings
from analysis.tokens import tokenize

GOLD = Path(__file__).parent / "gold"
ORDER = ("wuxi", "liangxi", "guichi", "shanwei", "anonymous")
LABELS = {"wuxi": "无锡", "liangxi": "梁溪", "guichi": "贵池", "shanwei": "汕尾", "anonymous": "某区"}
YEARS = {
    "wuxi": 2020,
    "liangxi": 2023,
    "guichi": 2023,
    "shanwei": 2022,
    "anonymous": 2022,
}  # gold/report.md, 1-3
_SENTENCE = re.compile(r"[^。!?!?\n]*(?:[。!?!?]+[”’」』)]*\n*|\n+|$)")
_SLOT = re.compile(r"\*{2,}")


class Section(NamedTuple):
    kind: str
    heading: str | None
    start: int
    end: int


class Turn(NamedTuple):
    speaker: str | None
    role: str | None
    start: int
    end: int


class Sentence(NamedTuple):
    turn_index: int
    start: int
    end: int


class Directive(NamedTuple):
    parent_index: int | None
    list_index: int | None
    level: int
    ordinal: str | None
    is_listed: bool
    speaker: str
    verb: str | None
    object: str | None
    theme: str
    theme_alt: str | None
    strength: str | None
    start: int
    end: int


class Damage(NamedTuple):
    start: int
    end: int
    kind: str
    note: str | None


class Person(NamedTuple):
    start: int
    end: int
    name: str
    role: str | None
    part: str


class Match(NamedTuple):
    lexicon: str
    start: int
    end: int
    term: str
    category: str


class Actor(NamedTuple):
    start: int
    end: int
    type: str
    role: str
    directive_index: int | None


class Target(NamedTuple):
    start: int
    end: int
    value: str | None
    unit: str | None
    kind: str
    directive_index: int | None


def policy_terms() -> dict[str, str]:
    """Policy term → theme."""
    with (GOLD / "policy_terms.txt").open(encoding="utf-8", newline="") as file:
        return {
            row[0]: row[2]
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row and row[0]
        }


def gold_text(doc_id: str) -> str:
    return (GOLD / "clean" / f"{doc_id}.txt").read_text(encoding="utf-8")


def split_sentences(text: str, turns: list[Turn]) -> list[Sentence]:
    spans = [match.span() for match in _SENTENCE.finditer(text) if match.end() > match.start()]
    starts = [turn.start for turn in turns]
    return [Sentence(max(sum(s <= start for s in starts) - 1, 0), start, end) for start, end in spans]


def sections_and_turns(doc_id: str, text: str) -> tuple[list[Section], list[Turn]]:
    rows = _gold_json("sections.json")[doc_id]
    ends = [row["start"] for row in rows[1:]] + [len(text)]  # the line break belongs to what stands before it
    sections = [Section(r["kind"], r["heading"], r["start"], end) for r, end in zip(rows, ends, strict=True)]
    turns: list[Turn] = []
    for row, section in zip(rows, sections, strict=True):
        if turns and turns[-1].speaker == row["speaker"]:
            turns[-1] = turns[-1]._replace(end=section.end)
        else:
            turns.append(Turn(row["speaker"], None, section.start, section.end))
    return sections, turns


def directives(doc_id: str) -> list[Directive]:
    return [
        Directive(
            row["parent"], None, row["level"], row["ordinal"], row["scope"] == "listed", row["speaker"], None, None,
            row["theme"], row["theme_alt"], None, row["start"], row["end"],
        )
        for row in _gold_lines("directives.jsonl")
        if row["doc_id"] == doc_id
    ]  # fmt: skip


def gold_document(doc_id: str, settings: Settings) -> dict:
    """What the pipe yields for one document, by the gold instead of the rules."""
    text = gold_text(doc_id)
    sections, turns = sections_and_turns(doc_id, text)
    sentences = split_sentences(text, turns)
    themes = policy_terms()
    index = {row["id"]: row["index"] for row in _gold_lines("directives.jsonl")}
    actors = [row for row in _gold_lines("actors.jsonl") if row["doc_id"] == doc_id]
    targets = [row for row in _gold_lines("targets.jsonl") if row["doc_id"] == doc_id]
    return {
        "documents": _documents_row(doc_id),
        "texts": {"raw_text": [text], "text": [text], "raw_offsets": [list(range(len(text) + 1))]},
        "sections": sections,
        "turns": turns,
        "sentences": sentences,
        "directives": directives(doc_id),
        "people": _people(doc_id, text, turns),
        "damage": [Damage(*match.span(), "redaction", None) for match in _SLOT.finditer(text)],
        "matches": [
            Match("themes/environment", start, end, term, themes[term])
            for start, end, term in Matcher(themes).find(text)
        ],
        "actors": [
            Actor(r["start"], r["end"], r["type"], r["role"], index.get(r["directive_id"])) for r in actors
        ],
        "targets": [
            Target(r["start"], r["end"], r["value"], r["unit"], r["kind"], index.get(r.get("directive_id")))
            for r in targets
        ],
        "tokens": tokenize(text, sentences, settings),
    }


def gold_frames(order: tuple[str, ...] = ORDER, settings: Settings | None = None) -> dict:
    """All frames of the five texts, in this order. Do not change them: they are shared."""
    return _gold_frames(order) if settings is None else _build(order, settings)


@cache
def _gold_frames(order: tuple[str, ...]) -> dict:
    return _build(order, read_settings())


def _build(order: tuple[str, ...], settings: Settings) -> dict:
    return combine((doc_id, gold_document(doc_id, settings)) for doc_id in order)


def _documents_row(doc_id: str) -> dict:
    facts = next(row for row in _gold_json("metadata.json") if row["doc_id"] == doc_id)
    level = (facts["admin_level"] or "").split(" ")[0] or None
    row = {
        "path": f"{doc_id}.txt", "sha256": None, "format": "txt", "encoding": "utf-8", "title": facts["title"],
        "meeting_name": facts["meeting_name"], "place": facts["place_full"], "province": facts["province"],
        "city": facts["city"], "district": facts["district"],
        "admin_level": "city" if level in ("prefecture", "prefecture-level") else level,
        "year": YEARS[doc_id],
        "meeting_date": facts["meeting_date"], "meeting_date_status": None,
        "publication_date": facts["publication_date"], "publication_date_status": None,
        "source": None, "genre": None, "script": None, "is_redacted": doc_id == "anonymous",
        "is_truncated": doc_id == "anonymous", "label_zh": LABELS[doc_id], "label_en": doc_id.title(),
        "order": ORDER.index(doc_id),
    }  # fmt: skip
    return {name: [value] for name, value in row.items()}


def _people(doc_id: str, text: str, turns: list[Turn]) -> list[Person]:
    names = {turn.speaker for turn in turns if turn.speaker and turn.speaker not in ("会议", "讲话人")}
    return [
        Person(start, end, name, None, "speaker") for start, end, name in Matcher(sorted(names)).find(text)
    ]


@cache
def _gold_json(name: str):
    return json.loads((GOLD / name).read_text(encoding="utf-8"))


@cache
def _gold_lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]
