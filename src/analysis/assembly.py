"""Rows that need more than one room: put together here, so that the pipe itself fits one screen."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from typing import Any

from analysis.cleaning import Clean
from analysis.cleaning.duplicates import compare_sentences
from analysis.describing import Evidence
from analysis.describing.names import UNKNOWN
from analysis.frames import FRAMES, make_frame
from analysis.overrides import FIELDS, STRENGTHS, Judgement
from analysis.provenance import locate
from analysis.reading import Problem, RawText, Source
from analysis.segments import Span, Turn
from analysis.settings import Settings, row_of

HARMLESS = "nothing to do"  # begins the hint of a problem that is none for the results
LAST = 1_000_000  # order of documents nobody gave a place
GONE_HINT = "mend the row, or delete it"
# What is said of a judgement that was not applied, and what to do, by its status.
MISFITS = {
    "gone": ("{row.quote!r} does not occur in the text", GONE_HINT),
    "ambiguous": ("{row.quote!r} occurs more than once in the text", "quote more of the sentence"),
    "outside": ("{row.quote!r} lies in no demand", "quote words of a demand, or delete the row"),
    "invalid": (
        "{row.field} {row.value!r} cannot be",
        f"a field is one of {', '.join(FIELDS)}; a theme is one of the pack, a level 1 to 3, a strength one of "
        f"{', '.join(STRENGTHS)}; directive is no",
    ),
}
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
    source: Source,
    settings: Settings,
    clean: Clean,
    *,
    judgements: Sequence[Judgement],
    refused: Sequence[str],
) -> list[Problem]:
    """Stated facts, corrections and judgements of a document that were not applied; nothing is guessed in their place.

    Parameters
    ----------
    judgements
        Of the document's overrides, in their order.
    refused
        What is wrong with facts stated of it.
    """
    facts = [
        Problem(
            source.path,
            problem,
            "mend its cell in documents.csv or in the table of texts; what was read stands",
        )
        for problem in refused
    ]
    overrides = [row for row in settings.overrides if row.doc_id == source.doc_id]
    misfits = [
        Problem(
            row_of(row, settings), f"{row.doc_id}: {MISFITS[status][0].format(row=row)}", MISFITS[status][1]
        )
        for row, status in zip(overrides, (judgement.status for judgement in judgements), strict=True)
        if status != "applied"
    ]
    return [*facts, *unused_corrections(source.doc_id, settings, clean), *misfits]


def unused_corrections(doc_id: str, settings: Settings, clean: Clean) -> list[Problem]:
    """Corrections of a document that find nothing."""
    return [
        Problem(row_of(row, settings), f"{doc_id}: {row.find!r} does not occur in the text", GONE_HINT)
        for row in settings.corrections
        if row.doc_id == doc_id and row.find in clean.unused
    ]


def stated_problems(settings: Settings, doc_ids: Collection[str]) -> list[Problem]:
    """Rows of a person's tables that cannot be used, or speak of a text that is not there.

    Parameters
    ----------
    doc_ids
        Of all texts, those left out included.

    Examples
    --------
    >>> from analysis.settings import Correction
    >>> row = Correction("Wuxi", "监菅", "监管", "")
    >>> [" ".join(line) for line in stated_problems(Settings(corrections=(row,)), ["wuxi"])]
    ["corrections.csv there is no text 'Wuxi' write wuxi, or delete the row"]
    """
    known, alike = set(doc_ids), {doc_id.casefold(): doc_id for doc_id in doc_ids}
    problems = [Problem(*row) for row in settings.refused_rows]
    for row in settings.statements:
        if row.doc_id not in known:
            stem = PurePosixPath(row.doc_id.replace("\\", "/")).stem
            near = alike.get(row.doc_id.casefold()) or alike.get(stem.casefold())
            hint = (
                f"write {near}, or delete the row"
                if near
                else "write the doc_id of a text, or delete the row"
            )
            problems.append(Problem(row_of(row, settings), f"there is no text {row.doc_id!r}", hint))
    return problems


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
    """Labels that two documents share get the year, or give way to the doc_id where that does not tell them apart.

    A text whose place is not known bears its doc_id, be it the only one or one of several.
    """
    for column, unknown in zip(("label_zh", "label_en"), UNKNOWN, strict=True):
        label = documents[column].where(documents[column] != unknown).fillna(documents["doc_id"])
        shared = label.duplicated(keep=False)
        dated = label + " " + documents["year"].astype("str")
        apart = (
            shared & documents["year"].notna() & documents["place"].notna() & ~dated.duplicated(keep=False)
        )
        documents = documents.assign(
            **{column: label.mask(apart, dated).mask(shared & ~apart, documents["doc_id"])}
        )
    return documents
