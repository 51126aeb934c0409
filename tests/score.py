"""What the text half gets right, against the gold: one table, `python3 run.py score`.

Columns: the five texts (training scores: the rules were written with them in view), all five, all five with every
lexicon row learned from the text at hand left out, and the invented pages of `pages_gold` as they are found today.

A second table has the furniture and the text of the invented pages of `texts/copies`, as `copies` measures them.

The last columns are of pages nobody had seen: figures kept from when they were first scored (`cases/first_sight.json`
says which pages), since what has been learned from cannot be scored at first sight again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import copies
from score_metadata import score_metadata

from analysis.directives import Directive, find_directives
from analysis.lexicons import Lexicons, read_lexicons
from analysis.people import Person, find_people
from analysis.segments import Section, Turn, split_clauses, split_sections, split_sentences, split_turns

HERE = Path(__file__).parent
TEXTS = ("wuxi", "liangxi", "guichi", "shanwei", "anonymous")
OVERLAP = 0.5  # of the union of two spans, from which they count as the same demand
Span = tuple[int, int]


class Gold(NamedTuple):
    """A text and what a person found in it."""

    text: str
    theme_pack: str
    sections: list[dict[str, Any]]
    directives: list[dict[str, Any]]
    excluded: list[dict[str, Any]]
    speakers: frozenset[str]


class Found(NamedTuple):
    """What the rules find in it."""

    people: list[Person]
    turns: list[Turn]
    sections: list[Section]
    directives: list[Directive]


@cache
def read_gold(doc_id: str) -> Gold:
    """One of the five texts."""
    gold = HERE / "gold"

    def rows(name: str) -> list[dict[str, Any]]:
        lines = (gold / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [row for row in map(json.loads, lines) if row["doc_id"] == doc_id]

    sections = json.loads((gold / "sections.json").read_text(encoding="utf-8"))[doc_id]
    metadata = json.loads((gold / "metadata.json").read_text(encoding="utf-8"))
    named = {s["name"] for m in metadata if m["doc_id"] == doc_id for s in m["speakers"]} - {None}
    text = (gold / "clean" / f"{doc_id}.txt").read_text(encoding="utf-8")
    speakers = frozenset({s["speaker"] for s in sections} - {None} | named)
    return Gold(text, "environment", sections, rows("directives"), rows("excluded"), speakers)


@cache
def read_page(name: str) -> Gold:
    """One of the invented pages."""
    folder = HERE / "pages_gold"
    page = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    speakers = frozenset({section["speaker"] for section in page["sections"]} - {None} | {*page["speakers"]})
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")
    return Gold(text, page["theme_pack"], page["sections"], page["directives"], page["excluded"], speakers)


def page_names() -> list[str]:
    """The invented pages, in order."""
    return sorted(path.stem for path in (HERE / "pages_gold").glob("*.json"))


def find(gold: Gold, lexicons: Lexicons) -> Found:
    """What the rules find in a text."""
    text = gold.text
    sentences = split_sentences(text)
    people = find_people(text, lexicons)
    turns = split_turns(text, sentences, people, lexicons)
    sections = split_sections(text, sentences, turns, lexicons)
    clauses = split_clauses(text, sentences)
    directives = find_directives(
        text, sections, turns, clauses, lexicons=lexicons, theme_pack=gold.theme_pack
    )
    return Found(people, turns, sections, directives)


def without(lexicons: Lexicons, doc_id: str) -> dict[str, tuple]:
    """The lexicons without the rows learned from one text alone."""
    return {name: tuple(row for row in rows if row.source != doc_id) for name, rows in lexicons.items()}


def tally(gold: Gold, found: Found) -> Counter[str]:
    """The counts that every figure of the table is a ratio of."""
    counts: Counter[str] = Counter()
    counts.update(_tally_voices(gold, found))
    counts.update(_tally_sections(gold, found))
    counts.update(_tally_spans(gold, found))
    counts.update(_tally_labels(gold, found))
    return counts


def _tally_voices(gold: Gold, found: Found) -> dict[str, int]:
    said = [turn.speaker for turn in found.turns for _ in range(turn.start, turn.end)]
    right = sum(
        said[position] == section["speaker"]
        for section in gold.sections
        for position in range(section["start"], section["end"])
    )
    heard = {turn.speaker for turn in found.turns} | {p.name for p in found.people if p.part == "speaker"}
    heard.discard(None)
    return {
        "speaker right": right,
        "speaker all": sum(section["end"] - section["start"] for section in gold.sections),
        "names both": len(heard & gold.speakers),
        "names either": len(heard) + len(gold.speakers),
    }


def _tally_sections(gold: Gold, found: Found) -> dict[str, int]:
    expected = {section["start"] for section in gold.sections}
    starts = {section.start for section in found.sections}
    kinds = [section.kind for section in found.sections for _ in range(section.start, section.end)]
    positions = [p for section in found.sections for p in range(section.start, section.end)]
    kind_at = dict(zip(positions, kinds, strict=True))
    right = sum(
        kind_at.get(position) == section["kind"]
        for section in gold.sections
        for position in range(section["start"], section["end"])
    )
    return {
        "borders both": len(expected & starts),
        "borders either": len(expected) + len(starts),
        "kind right": right,
        "kind all": sum(section["end"] - section["start"] for section in gold.sections),
    }


def _tally_spans(gold: Gold, found: Found) -> dict[str, int]:
    expected = [(row["start"], row["end"]) for row in gold.directives]
    spans = [(row.start, row.end) for row in found.directives]
    in_gold, in_found = _characters(expected), _characters(spans)
    return {
        "exact both": len(set(expected) & set(spans)),
        "overlap both": len(pair(expected, spans)),
        "directives either": len(expected) + len(spans),
        "characters both": len(in_gold & in_found),
        "characters either": len(in_gold) + len(in_found),
        "false on excluded": sum(
            any(_is_false(span, (row["start"], row["end"]), set(expected)) for span in spans)
            for row in gold.excluded
        ),
        "excluded all": len(gold.excluded),
        "empty pages": int(not gold.directives),
        "false on empty": 0 if gold.directives else len(spans),
    }


def _tally_labels(gold: Gold, found: Found) -> dict[str, int]:
    expected = [(row["start"], row["end"]) for row in gold.directives]
    spans = [(row.start, row.end) for row in found.directives]
    pairs = pair(expected, spans)
    unthemed = sum(row.theme is None for row in found.directives)
    counts = Counter({"pairs all": len(pairs), "found all": len(spans), "found unthemed": unthemed})
    for one, other in pairs.items():
        row, ours = gold.directives[one], found.directives[other]
        strict = row["theme"] == ours.theme
        parent = None if row["parent"] is None else pairs.get(row["parent"], -1)
        counts["level right"] += row["level"] == ours.level
        counts["parent right"] += parent == ours.parent_index
        counts["listed right"] += (row["scope"] == "listed") == ours.is_listed
        counts["voice right"] += row["speaker"] == ours.speaker
        counts["theme strict"] += strict
        counts["theme lenient"] += (
            strict
            or (row["theme_alt"] is not None and row["theme_alt"] == ours.theme)
            or ours.theme_alt == row["theme"]
        )
    return counts


def pair(expected: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Spans that overlap by half of their union, one to one, best first: number → number."""
    shares = []
    for i, (start, end) in enumerate(expected):
        for j, (first, last) in enumerate(found):
            shared = min(end, last) - max(start, first)
            if shared > 0 and (share := shared / (max(end, last) - min(start, first))) >= OVERLAP:
                shares.append((-share, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(shares):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _characters(spans: Iterable[Span]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}


def _is_false(span: Span, excluded: Span, expected: set[Span]) -> bool:
    """Whether a span found lies on an excluded one: by half of the shorter, and not a demand of the gold."""
    shared = min(span[1], excluded[1]) - max(span[0], excluded[0])
    return span not in expected and shared >= 0.5 * min(span[1] - span[0], excluded[1] - excluded[0])


def _share(part: str, whole: str, factor: int = 1) -> Callable[[Counter[str]], str]:
    return lambda c: f"{factor * c[part] / c[whole]:.3f}" if c[whole] else "–"


MEASURES: dict[str, Callable[[Counter[str]], str]] = {
    "metadata fields right": _share("fields right", "fields all"),
    "speaker right, by characters": _share("speaker right", "speaker all"),
    "speakers found, F1 by name": _share("names both", "names either", 2),
    "sections, boundary F1": _share("borders both", "borders either", 2),
    "sections, kind by characters": _share("kind right", "kind all"),
    "directives F1, span exact": _share("exact both", "directives either", 2),
    "directives F1, overlap ≥ 0.5": _share("overlap both", "directives either", 2),
    "directives F1, by characters": _share("characters both", "characters either", 2),
    "false on excluded spans": lambda c: f"{c['false on excluded']} of {c['excluded all']}",
    "demands on pages without any": lambda c: (
        f"{c['false on empty']} on {c['empty pages']}" if c["empty pages"] else "–"
    ),
    "level": _share("level right", "pairs all"),
    "parent": _share("parent right", "pairs all"),
    "speaker of a demand": _share("voice right", "pairs all"),
    "listed or framing": _share("listed right", "pairs all"),
    "theme, strict": _share("theme strict", "pairs all"),
    "theme, with second-best": _share("theme lenient", "pairs all"),
    "demands without a theme": _share("found unthemed", "found all"),
}


def score() -> dict[str, Counter[str]]:
    """Column of the table → counts."""
    lexicons = read_lexicons()
    columns = {doc_id: tally(read_gold(doc_id), find(read_gold(doc_id), lexicons)) for doc_id in TEXTS}
    for row in score_metadata():
        columns[row["doc_id"]].update({"fields right": int(row["is_right"]), "fields all": 1})
    columns["all five"] = sum(columns.values(), Counter())
    left_out = [tally(read_gold(d), find(read_gold(d), without(lexicons, d))) for d in TEXTS]
    columns["leave one out"] = sum(left_out, Counter())
    pages = [tally(read_page(name), find(read_page(name), lexicons)) for name in page_names()]
    columns["invented"] = sum(pages, Counter())
    return columns


def table(columns: dict[str, Counter[str]]) -> str:
    """The table as text; measures in rows."""
    from unicodedata import east_asian_width

    seen = json.loads((HERE / "cases" / "first_sight.json").read_text(encoding="utf-8"))
    widths = {name: max(8, len(name)) for name in [*columns, *seen]}
    label = max(map(len, MEASURES))
    lines = [" " * label + "".join(f"  {name:>{widths[name]}}" for name in widths)]
    for measure, figure in MEASURES.items():
        pad = label - len(measure) - sum(east_asian_width(c) == "W" for c in measure)
        cells = {name: figure(counts) for name, counts in columns.items()}
        cells |= {name: column["figures"].get(measure, "–") for name, column in seen.items()}
        lines.append(measure + " " * pad + "".join(f"  {cells[name]:>{widths[name]}}" for name in widths))
    return "\n".join(lines)


if __name__ == "__main__":
    print(
        table(score()),
        copies.table(copies.score_copies()),
        copies.line_of_framed(copies.score_framed()),
        sep="\n\n",
    )
