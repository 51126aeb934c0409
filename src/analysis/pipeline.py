"""The whole pipe in one screen: one document → its frames; a folder of texts → the frames of all.

`frame_document` is pure: no file, no global state. Whatever runs many documents wraps it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analysis.actors import find_actors
from analysis.cleaning import Clean, clean_text
from analysis.counts import count_terms
from analysis.describing import Evidence, describe_document
from analysis.directives import find_directives
from analysis.folders import find_folders
from analysis.frames import FRAMES, DocumentFrames, as_columns, combine
from analysis.gazetteer import match_places
from analysis.lexicons import match_lexicons
from analysis.overrides import Judgement, apply_overrides
from analysis.people import find_people
from analysis.provenance import locate
from analysis.reading import Problem, RawText, Source, list_sources, read_text
from analysis.runners import run
from analysis.segments import Span, Turn, split_clauses, split_sections, split_sentences, split_turns
from analysis.settings import Settings, read_settings
from analysis.targets import find_targets
from analysis.tokens import tokenize

LAST = 1_000_000  # order of documents nobody gave a place


def frame_document(source: Source, settings: Settings) -> DocumentFrames:
    """Everything one document yields, frame by frame; a document that cannot be read yields its problem alone."""
    raw = read_text(source, settings.limits)
    if not raw.text.strip():
        return {"problems": raw.problems}
    corrections = [row for row in settings.corrections if row.doc_id == source.doc_id]
    clean = clean_text(raw.text, settings.lexicons, corrections=corrections, votes=raw.votes)
    text, lexicons = clean.text, settings.lexicons

    sentences = split_sentences(text)
    clauses = split_clauses(text, sentences)
    people = find_people(text, lexicons)
    turns = split_turns(text, sentences, people, lexicons)
    sections = split_sections(text, sentences, turns, lexicons)
    pack = settings.theme_pack
    found = find_directives(text, sections, turns, clauses, lexicons=lexicons, theme_pack=pack)
    overrides = [row for row in settings.overrides if row.doc_id == source.doc_id]
    themes = {entry.term for entry in settings.terms(f"theme_labels/{pack}")}
    directives, judgements = apply_overrides(text, found, overrides, themes=themes)
    description = describe_document(raw.text, clean, settings, facts=source.facts, meta=raw.facts)

    return {
        "documents": _document(source, raw, description.document),
        "texts": {"raw_text": [raw.text], "text": [text], "raw_offsets": [clean.raw_offsets]},
        "evidence": [*description.evidence, *_judged(judgements, clean)],
        "people": people,
        "edits": clean.edits,
        "sections": sections,
        "turns": turns,
        "sentences": _in_turns(sentences, turns),
        "clauses": clauses,
        "tokens": tokenize(text, sentences, settings),
        "directives": directives,
        "targets": find_targets(text, directives, settings),
        "actors": find_actors(text, directives, settings),
        "matches": [*match_lexicons(text, lexicons), *match_places(text, lexicons)],
        "damage": clean.damage,
        "problems": [*raw.problems, *_unused(source, clean, judgements)],
    }


def build_frames(
    texts: str | Path | None = None, settings: Settings | None = None, *, runner: str | None = None
) -> dict[str, Any]:
    """The frames of a folder (file, archive, table) of texts.

    Parameters
    ----------
    texts
        Where the texts are; by default those of the analysis at hand.
    settings
        By default those that stand beside the texts.
    runner
        `serial`, `processes`, or None for what pays.

    Returns
    -------
    dict
        Frame name → frame, as described in :mod:`analysis.frames`; documents in their order.
    """
    folders = find_folders(texts)
    settings = settings or read_settings(texts)
    sources, problems = list_sources(folders.texts, settings.limits)
    results = run(partial(frame_document, settings=settings), sources, runner=runner)
    parts = sorted(
        zip((source.doc_id for source in sources), results, strict=True), key=lambda part: _place(*part)
    )
    frames = combine([*parts, ("", {"problems": problems})])
    frames["documents"] = name_apart(frames["documents"])
    frames["counts"] = count_terms(frames, scope=settings.scope)
    return frames


def _document(source: Source, raw: RawText, described: dict[str, Any]) -> dict[str, list]:
    content = (
        source.content if isinstance(source.content, bytes) else source.content.encode("utf-8", "replace")
    )
    order = source.facts.get("order", "")
    row = {
        "path": source.path,
        "sha256": hashlib.sha256(content).hexdigest(),
        "format": raw.format,
        "encoding": raw.encoding or None,
        "order": int(order) if order.isdigit() else LAST,
        **described,
    }
    return {
        column.name: [row[column.name]] for column in FRAMES["documents"].columns if column.name != "doc_id"
    }


def _in_turns(sentences: Sequence[Span], turns: Sequence[Turn]) -> dict[str, list[int]]:
    starts = [turn.start for turn in turns]
    return {
        "turn_index": [max(0, bisect_right(starts, sentence.start) - 1) for sentence in sentences],
        "start": [sentence.start for sentence in sentences],
        "end": [sentence.end for sentence in sentences],
    }


def _judged(judgements: Sequence[Judgement], clean: Clean) -> list[Evidence]:
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


def _unused(source: Source, clean: Clean, judgements: Sequence[Judgement]) -> list[Problem]:
    """Corrections and judgements that could not be applied; nothing is guessed in their place."""
    corrections = [(f"correction: {quote!r} does not occur", "corrections.csv") for quote in clean.unused]
    overrides = [
        (f"judgement of {row.field}: {row.quote!r} is {row.status}", "overrides.csv")
        for row in judgements
        if row.status != "applied"
    ]
    return [
        Problem(source.path, problem, f"mend or delete its row in {file}")
        for problem, file in [*corrections, *overrides]
    ]


def _place(doc_id: str, frames: DocumentFrames) -> tuple[int, str]:
    """Documents stand in the order a person gave them, then by id."""
    documents = as_columns(FRAMES["documents"], frames.get("documents", ()))
    return (documents["order"][0] if documents["order"] else LAST, doc_id)


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
