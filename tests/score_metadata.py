"""Metadata, targets and actors of the five texts against the gold: `python tests/score_metadata.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from analysis.cleaning import clean_text
from analysis.describing import describe_document
from analysis.settings import Settings

HERE = Path(__file__).parent
# How the gold's words for a date's status map to the frame's.
STATUS = {
    "unresolved_conflict": "conflict",
    "inferred_year": "inferred",
    "year_from_publication": "inferred",
    "year_only": "partial",
}
SAME = (
    "title",
    "meeting_name",
    "province",
    "city",
    "district",
    "publication_date",
    "source",
    "genre",
    "script",
)


def expected(gold: dict[str, Any]) -> dict[str, Any]:
    """The gold's facts under the names of the frame `documents`."""
    partial = gold.get("meeting_date_partial", "").replace("??", "XX")
    year = gold["meeting_year"]
    meeting = (
        gold["meeting_date"] or partial or (str(year) if gold["meeting_date_status"] == "year_only" else None)
    )
    publication = gold.get("publication_date_status", "stated" if gold["publication_date"] else "absent")
    return {
        **{field: gold[field] for field in SAME},
        "place": gold["place_full"],
        "admin_level": "city" if "city" in gold["admin_level"] else gold["admin_level"].split()[0],
        "year": year,
        "meeting_date": meeting,
        "meeting_date_status": STATUS[gold["meeting_date_status"]],
        "publication_date_status": STATUS.get(publication, publication),
        "is_redacted": gold["redacted"],
        "is_truncated": gold["truncated"],
    }


def score_metadata(texts: Path = HERE.parent / "data" / "raw") -> list[dict[str, Any]]:
    """One row per text and field: doc_id, field, expected, found, is_right."""
    settings = Settings()
    rows = []
    for gold in json.loads((HERE / "gold" / "metadata.json").read_text(encoding="utf-8")):
        raw = (texts / gold["file"]).read_bytes().decode("utf-8-sig")
        document = describe_document(raw, clean_text(raw, settings.lexicons), settings).document
        for field, value in expected(gold).items():
            found = document[field]
            rows.append(
                {
                    "doc_id": gold["doc_id"],
                    "field": field,
                    "expected": value,
                    "found": found,
                    "is_right": found == value,
                }
            )
    return rows


class Span(NamedTuple):
    start: int
    end: int


class Gold(NamedTuple):
    text: str
    directives: list[Span]
    ids: list[str]


def read_lines(name: str) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for line in (HERE / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


@cache
def read_gold(doc_id: str) -> Gold:
    """Clean text and directives of a text, as the gold has them."""
    directives = [row for row in read_lines("directives") if row["doc_id"] == doc_id]
    text = (HERE / "gold" / "clean" / f"{doc_id}.txt").read_text(encoding="utf-8")
    return Gold(
        text, [Span(row["start"], row["end"]) for row in directives], [row["id"] for row in directives]
    )


def score_spans(name: str, find: Callable[..., Sequence[Any]], settings: Settings) -> dict[str, float]:
    """F1 of spans (overlap of at least half, and exact), and of the spans found the share with the right columns."""
    label, value = ("kind", "value") if name == "targets" else ("type", "role")
    rows, n_found, right = (
        read_lines(name),
        0,
        {"overlap": 0, "exact": 0, "kind": 0, value: 0, "directive": 0},
    )
    for doc_id in sorted({row["doc_id"] for row in rows}):
        gold = read_gold(doc_id)
        left = [row for row in rows if row["doc_id"] == doc_id]
        found = find(gold.text, gold.directives, settings)
        n_found += len(found)
        for item in found:
            row = next((row for row in left if _overlap(item, row) >= 0.5), None)
            if row is None:
                continue
            left.remove(row)
            directive = None if item.directive_index is None else gold.ids[item.directive_index]
            right["overlap"] += 1
            right["exact"] += (item.start, item.end) == (row["start"], row["end"])
            right["kind"] += getattr(item, label) == row[label]
            right[value] += getattr(item, value) == row[value]
            right["directive"] += directive == row["directive_id"]
    f1 = {f"{key}_f1": 2 * right.pop(key) / (n_found + len(rows)) for key in ("exact",)}
    overlap = right.pop("overlap")
    f1["overlap_f1"] = 2 * overlap / (n_found + len(rows))
    return f1 | {key: number / overlap for key, number in right.items()}


def _overlap(item: Any, row: dict[str, Any]) -> float:
    both = min(item.end, row["end"]) - max(item.start, row["start"])
    return max(both, 0) / (max(item.end, row["end"]) - min(item.start, row["start"]))


if __name__ == "__main__":
    scored = score_metadata()
    for row in scored:
        if not row["is_right"]:
            print(f"{row['doc_id']}.{row['field']}: expected {row['expected']}, found {row['found']}")
    print(f"metadata right: {sum(row['is_right'] for row in scored)} of {len(scored)}")
    from analysis.actors import find_actors
    from analysis.targets import find_targets

    for title, finder in (("targets", find_targets), ("actors", find_actors)):
        scores = score_spans(title, finder, Settings())
        print(title, " ".join(f"{key} {number:.3f}" for key, number in scores.items()))
