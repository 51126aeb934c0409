"""The whole pipe in one screen: one document → its frames; a folder of texts → the frames of all.

`frame_document` is pure: no file, no global state. Whatever runs many documents wraps it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from analysis.actors import find_actors
from analysis.assembly import (
    add_problems,
    document_row,
    duplicate_problems,
    judged_evidence,
    name_apart,
    place_of,
    sentence_rows,
    stated_problems,
    unused_problems,
)
from analysis.cleaning import clean_text
from analysis.cleaning.duplicates import sign_text
from analysis.collecting import Progress, collect, store_folder
from analysis.counts import count_terms
from analysis.describing import describe_document
from analysis.directives import find_directives
from analysis.folders import find_folders
from analysis.frames import FRAMES, DocumentFrames, as_columns
from analysis.gazetteer import match_places
from analysis.lexicons import match_lexicons
from analysis.overrides import apply_overrides
from analysis.people import find_people
from analysis.reading import Source, list_sources, read_text
from analysis.reading.facts import excluded_ids
from analysis.segments import split_clauses, split_sections, split_sentences, split_turns
from analysis.settings import Settings, read_settings
from analysis.store.packs import assemble, signatures
from analysis.targets import find_targets
from analysis.tokens import WORDS, get_tokenizer, tokenize


def frame_document(source: Source, settings: Settings) -> DocumentFrames:
    """Everything one document yields, frame by frame; a document that cannot be read yields its problem alone."""
    raw = read_text(source, settings.limits)
    if not raw.text.strip():
        return {"problems": raw.problems}
    corrections = [row for row in settings.corrections if row.doc_id == source.doc_id]
    clean = clean_text(raw.text, settings.lexicons, corrections=corrections, votes=raw.votes)
    text, lexicons = clean.text, settings.lexicons
    cut = get_tokenizer(WORDS).terms

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
        "documents": document_row(source, raw, description.document),
        "texts": {"raw_text": [raw.text], "text": [text], "raw_offsets": [clean.raw_offsets]},
        "evidence": [*description.evidence, *judged_evidence(judgements, clean)],
        "people": people,
        "edits": clean.edits,
        "sections": sections,
        "turns": turns,
        "sentences": sentence_rows(sentences, turns),
        "clauses": clauses,
        "tokens": tokenize(text, sentences, settings),
        "directives": directives,
        "targets": find_targets(text, directives, settings),
        "actors": find_actors(text, directives, settings),
        "matches": [*match_lexicons(text, lexicons), *match_places(text, lexicons, cut)],
        "damage": clean.damage,
        "problems": [
            *raw.problems,
            *unused_problems(source, settings, clean, judgements=judgements, refused=description.refused),
        ],
    }


def build_frames(
    texts: str | Path | None = None,
    settings: Settings | None = None,
    *,
    runner: str | None = None,
    store: Path | bool | None = True,
    progress: Progress = lambda items, **_: items,
) -> dict[str, Any]:
    """The frames of a folder (file, archive, table) of texts; what the store has is not computed again.

    Parameters
    ----------
    texts
        Where the texts are; by default those of the analysis at hand.
    settings
        By default those that stand beside the texts.
    runner
        `serial`, `processes`, or None for what pays.
    store
        Folder of the store; True for that of the analysis at hand, False for none.
    progress
        Wraps the documents as they are computed, to show how far it is: as tqdm, an iterable and `total`, `desc`.

    Returns
    -------
    dict
        Frame name → frame, as described in :mod:`analysis.frames`; documents in their order.
    """
    folders = find_folders(texts)
    settings = settings or read_settings(texts)
    sources, problems = list_sources(folders.texts, settings.limits)
    sources.sort(key=place_of)
    folder = store_folder(folders, len(sources)) if store is True else store or None
    work = partial(_work, settings=settings)
    chosen = collect(sources, settings, work, folder=folder, runner=runner, progress=progress)
    frames = assemble(chosen)
    frames["documents"] = name_apart(frames["documents"])
    twice = duplicate_problems([pack.doc_ids[i] for pack, i in chosen], signatures(chosen))
    told = stated_problems(settings, [*(source.doc_id for source in sources), *excluded_ids(folders.texts)])
    frames["problems"] = add_problems(frames["problems"], [*problems, *told, *twice])
    frames["counts"] = count_terms(frames, scope=settings.scope)
    return {name: frames[name] for name in FRAMES}


def _work(source: Source, settings: Settings) -> tuple[DocumentFrames, dict[int, int]]:
    """What the store keeps of a document: its frames, and its signature for comparing texts."""
    frames = frame_document(source, settings)
    texts = as_columns(FRAMES["texts"], frames.get("texts", ()))
    return frames, sign_text(texts["text"][0]) if texts["text"] else {}
