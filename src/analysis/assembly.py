"""Rows that need more than one room: put together here, so that the pipe itself fits one screen."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from analysis.cleaning import Clean
from analysis.cleaning.duplicates import compare_sentences
from analysis.describing import Evidence
from analysis.frames import FRAMES, make_frame
from analysis.overrides import Judgement
from analysis.provenance import locate
from analysis.reading import Problem, RawText, Source
from analysis.segments import Span, Turn

LAST = 1_000_000  # order of documents nobody gave a place
_NUMBER = re.compile(r"([0-9]{1,18})")


def document_row(source: Source, raw: RawText, described: dict[str, Any]) -> dict[str, list]:
    """The row of `documents`: what was read, and what the text says of itself."""
    content = (
        source.content if isinstance(source.content, bytes) else source.content.encode("utf-8", "replace")
    )
    row = {
        "path": source.path,
        "sha256": hashlib.sha256(content).hexdigest(),
        "format": raw.format,
        "encoding": raw.encoding or None,
        "order": _order(source),
        **described,
    }
    return {
        column.name: [row[column.name]] for column in FRAMES["documents"].columns if column.name != "doc_id"
    }


def sentence_rows(sentences: Sequence[Span], turns: Sequence[Turn]) -> dict[str, list[int]]:
    """The rows of `sentences`, each with the turn it starts in."""
    starts = [turn.start for turn in turns]
    return {
        "turn_index": [max(0, bisect_right(starts, sentence.start) - 1) for sentence in sentences],
        "start": [sentence.start for sentence in sentences],
        "end": [sentence.end for sentence in sentences],
    }


def judged_evidence(judgements: Sequence[Judgement], clean: Clean) -> list[Evidence]:
    """A judgement that was applied is shown as a person's, at its quotation."""
    return [
        Evidence(
            f"directives.{row.field}",
            row.after,
            "person",
            *locate(row.start, row.end, clean.raw_offsets, clean.edits),
            f"{row.coder}: {row.reason}",
        )
        for row in judgements
        if row.status == "applied" and row.start is not None and row.end is not None
    ]


def unused_problems(
    source: Source, clean: Clean, judgements: Sequence[Judgement], refused: Sequence[str]
) -> list[Problem]:
    """Corrections, judgements and stated facts that could not be applied; nothing is guessed in their place."""
    corrections = [(f"correction: {quote!r} does not occur", "corrections.csv") for quote in clean.unused]
    overrides = [
        (f"judgement of {row.field}: {row.quote!r} is {row.status}", "overrides.csv")
        for row in judgements
        if row.status != "applied"
    ]
    facts = [Problem(source.path, problem, "mend the cell; what was read stands") for problem in refused]
    return facts + [
        Problem(source.path, problem, f"mend or delete its row in {file}")
        for problem, file in [*corrections, *overrides]
    ]


def duplicate_problems(doc_ids: Sequence[str], signatures: tuple[Any, Any, Any]) -> list[Problem]:
    """Texts that occur twice are counted twice: said, since only a person can decide which to keep.

    Parameters
    ----------
    signatures
        Of each sentence: the number of its text, its hash, its letters.
    """
    kinds = {"same": "the same text as", "near": "nearly the same text as", "part": "a part of"}
    return [
        Problem(
            row.doc_id, f"{kinds[row.kind]} {row.other_id} ({row.share:.0%})", "remove one, unless both count"
        )
        for row in compare_sentences(doc_ids, *signatures)
    ]


def add_problems(frame: Any, problems: Sequence[Problem]) -> Any:
    """The problems of single documents and, after them, those of the corpus."""
    rows = {column: [*frame[column], *(getattr(row, column) for row in problems)] for column in frame}
    return make_frame("problems", rows)


def place_of(source: Source) -> tuple[int, list[int | str], str]:
    """Documents stand in the order a person gave them, then by id: 2 before 10.

    Examples
    --------
    >>> ids = ["t-10", "t-2", "t-1"]
    >>> [source.doc_id for source in sorted((Source(name, name, b"") for name in ids), key=place_of)]
    ['t-1', 't-2', 't-10']
    """
    parts = _NUMBER.split(source.doc_id)
    return (_order(source), [int(p) if i % 2 else p for i, p in enumerate(parts)], source.doc_id)


def _order(source: Source) -> int:
    order = source.facts.get("order", "")
    return int(order) if order.isdigit() else LAST


def name_apart(documents):
    """Labels that two documents share get the year, or give way to the doc_id where that does not tell them apart."""
    for column in ("label_zh", "label_en"):
        label = documents[column].fillna(documents["doc_id"])
        shared = label.duplicated(keep=False)
        dated = label + " " + documents["year"].astype("str")
        apart = (
            shared & documents["year"].notna() & documents["place"].notna() & ~dated.duplicated(keep=False)
        )
        documents = documents.assign(
            **{column: label.mask(apart, dated).mask(shared & ~apart, documents["doc_id"])}
        )
    return documents
