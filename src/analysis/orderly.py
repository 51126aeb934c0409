"""Is the corpus in order? Every line says what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from analysis.assembly import HARMLESS
from analysis.changes import compare_inputs
from analysis.collecting import Progress, told_store
from analysis.describing.stating import STATED
from analysis.folders import Folders
from analysis.lexicons.checking import Finding, check_folder
from analysis.reading.facts import COLUMNS, EXCLUDED, stated_columns
from analysis.settings import Settings, read_settings
from analysis.stamp import read_inputs, read_stamp, unchanged

ALIKE = 0.75  # of two names of columns, from which one is taken for a slip in the other
MENDS = {
    "redaction": "nothing to do: redactions are left out of every count",
    "truncation": "put the whole text in its place where it is at hand; what would follow counts as not observed",
}
FACTS = {"place": "place", "meeting_date": "date of the meeting", "title": "title"}


def check_corpus(folders: Folders, *, progress: Progress = lambda items, **_: items) -> list[Finding]:
    """Unread files, damage, missing facts, conflicts, duplicates, stale results, lexicons.

    Returns
    -------
    list of Finding
        What harms the results first, then what is only to be known.
    """
    from analysis.pipeline import build_frames

    own = folders.data / "lexicons"
    try:
        settings = read_settings(folders.texts)
    except ValueError as problem:  # a broken row: nothing can be computed before it is mended
        found = check_folder(own, {}) if own.is_dir() else []
        broken = [finding for finding in found if finding.is_wrong]
        return broken or [_broken(problem)]
    frames = build_frames(folders.texts, settings, store=told_store(folders), progress=progress)
    if not len(frames["documents"]) and not len(frames["problems"]):
        return [Finding("texts", f"there is none in {folders.texts}", "analysis add FILE")]
    findings = [
        *_problems(frames),
        *_columns(folders, settings),
        *_facts(frames["documents"]),
        *_damage(frames),
        *_stale(folders),
    ]
    findings += check_folder(own, _texts(frames)) if own.is_dir() else []
    return sorted(findings, key=lambda finding: not finding.is_wrong)


def _broken(problem: ValueError) -> Finding:
    """What cannot be read at all: nothing can be computed before it is mended."""
    where, said, hint = getattr(problem, "parts", ("settings", str(problem), "mend this row"))
    return Finding(where, said, f"{hint}; until then nothing is computed")


def clean_texts(folders: Folders) -> dict[str, str]:
    """doc_id → clean text of a corpus; by the suite's own lexicons where those of the corpus are broken."""
    from analysis.pipeline import build_frames

    try:
        settings = read_settings(folders.texts)
    except ValueError:
        settings = Settings()
    return _texts(build_frames(folders.texts, settings, store=told_store(folders)))


def _texts(frames: Mapping[str, Any]) -> dict[str, str]:
    return dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))


def _problems(frames: Mapping[str, Any]) -> Iterator[Finding]:
    for row in frames["problems"].itertuples():
        yield Finding(row.path, row.problem, row.hint, not row.hint.startswith(HARMLESS))


def _columns(folders: Folders, settings: Settings) -> Iterator[Finding]:
    """Columns of documents.csv that look like one that is read; those of a person's own need no word."""
    known = {*COLUMNS, EXCLUDED, *STATED, *(entry.term for entry in settings.terms("stated"))}
    for column in stated_columns(folders.texts):
        if column not in known and (near := get_close_matches(column, sorted(known), 1, ALIKE)):
            hint = f"name it {near[0]} if that is meant"
            yield Finding("documents.csv, row 1", f"the column {column} is not read", hint, False)


def _facts(documents: Any) -> Iterator[Finding]:
    for row in documents.itertuples():
        for column, name in FACTS.items():
            value = getattr(row, column)
            if not isinstance(value, str):
                hint = f"state it in documents.csv (row {row.doc_id}, a column {column}), if it is known"
                yield Finding(row.doc_id, f"no {name} was found", hint, False)
        for column in ("meeting_date", "publication_date"):
            if getattr(row, f"{column}_status") == "conflict":
                hint = f"state the right one in documents.csv, column {column}"
                yield Finding(row.doc_id, f"sources of the {column} contradict each other", hint, False)


def _damage(frames: Mapping[str, Any]) -> Iterator[Finding]:
    found = (
        frames["damage"]
        .groupby(["doc_id", "kind"], observed=True)
        .agg(n=("start", "size"), first=("start", "min"))
    )
    for (doc_id, kind), row in found.iterrows():
        hint = MENDS.get(str(kind), "repair it by a row in corrections.csv where a better copy is at hand")
        yield Finding(doc_id, f"{row['n']} × {kind}, first at character {row['first']}", hint, False)


def _stale(folders: Folders) -> Iterator[Finding]:
    """Results that are not those of what stands there now."""
    stamp, again = read_stamp(folders), "analysis run"
    if not stamp:
        yield Finding("results", "no run has been finished here", again)
        return
    causes = compare_inputs(
        stamp["inputs"], read_inputs(folders, read_settings(folders.texts, **stamp["inputs"]["settings"]))
    )
    for cause in causes:
        yield Finding(
            "results", f"older than {cause.kind} {cause.name} ({cause.what})".replace("  ", " "), again
        )
    for name, part in stamp.get("notebooks", {}).items():
        if not part["key"]:
            yield Finding(f"{name}.ipynb", "stopped at an error", again)
        elif not unchanged(folders.out, part["files"]):
            yield Finding(f"{name}.ipynb", "a file that it wrote is gone or was changed since", again)
