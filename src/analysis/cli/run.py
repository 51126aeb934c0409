"""`analysis run`, `analysis frames`, `analysis report`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any

from analysis.cli import FAILED, OK, count, show
from analysis.folders import Folders, find_folders
from analysis.settings import CHOICES, LABELS, SCOPES, Settings, read_settings, theme_packs


def run(arguments: argparse.Namespace) -> int:
    """Bring everything up to date and say what was done."""
    from analysis.changes import format_changes
    from analysis.running import run_analysis

    folders, settings, choices = told(arguments)
    summary = run_analysis(
        folders, settings, choices=choices, only=arguments.only, progress=bar, waiting=partial(wait, folders)
    )
    failed = [outcome for outcome in summary.outcomes if outcome.error]
    for line in (*summary.problems, *(f"{outcome.name}.ipynb: {outcome.error}" for outcome in failed)):
        show(line, sys.stderr)
    if summary.changes and (lines := format_changes(summary.changes)):
        print(f"{lines}\nwhat changed and why: {folders.processed / 'changes.md'}")
    counts, n_done = summary.counts, len(summary.outcomes) - len(failed)
    print(
        f"{count(counts['documents'], 'text')}, {count(counts['sentences'], 'sentence')}, "
        f"{count(counts['directives'], 'directive')}; {count(n_done, 'notebook')} run, "
        f"{len(summary.skipped)} unchanged, {len(failed)} failed; {summary.figures} figures and tables, "
        f"{count(counts['problems'], 'problem')}, {summary.seconds:.1f} s"
    )
    places = [folders.out / "notebooks" / "00_overview.ipynb", folders.figures, summary.report]
    print("look at: " + ", ".join(str(place) for place in places if place))
    return FAILED if failed else OK


def frames(arguments: argparse.Namespace) -> int:
    """Write the frames of some texts as Parquet."""
    from analysis.collecting import told_store
    from analysis.pipeline import build_frames
    from analysis.store import locked, write_frames

    folders = find_folders(arguments.texts)
    with locked(arguments.out, partial(wait, folders)):
        built = build_frames(arguments.texts, store=told_store(folders), progress=bar)
        write_frames(built, arguments.out)
    for row in built["problems"].itertuples():
        show(f"{row.path}: {row.problem}: {row.hint}", sys.stderr)
    print(f"{count(len(built['documents']), 'text')}, {len(built)} frames in {arguments.out}")
    return OK if len(built["documents"]) or not len(built["problems"]) else FAILED


def report(arguments: argparse.Namespace) -> int:
    """Write the offline page."""
    from analysis.collecting import told_store
    from analysis.pipeline import build_frames
    from analysis.report import write_report
    from analysis.store import locked

    folders, settings, _ = told(arguments)
    with locked(folders.processed, partial(wait, folders)):
        built = build_frames(folders.texts, settings, store=told_store(folders), progress=bar)
        path = write_report(built, settings, folders.out / "report.html")
    print(f"written: {path}")
    return OK


def told(arguments: argparse.Namespace) -> tuple[Folders, Settings, dict[str, str]]:
    """Folders, settings and choices of a command line.

    Raises
    ------
    ValueError
        Saying what there is to choose from.
    """
    folders = find_folders(arguments.texts, arguments.out)
    if arguments.texts and not folders.texts.exists():
        raise FileNotFoundError(f"{arguments.texts}: there is no such file or folder")
    choices = {name: getattr(arguments, name) for name in CHOICES if getattr(arguments, name)}
    settings = read_settings(folders.texts, **choices)
    known = {"scope": SCOPES, "labels": LABELS, "theme_pack": theme_packs(settings), "by": _columns()}
    for name, values in known.items():
        if getattr(settings, name) not in values:
            raise ValueError(f"{name} {getattr(settings, name)!r} is not one of {', '.join(values)}")
    return folders, settings, choices


def _columns() -> list[str]:
    from analysis.frames import FRAMES

    return [column.name for column in FRAMES["documents"].columns] + ["speaker", "kind"]


def bar(items: Iterable[Any], **words: Any) -> Iterable[Any]:
    """A bar on stderr, where that is a terminal; gone when it is full."""
    from tqdm import tqdm

    return tqdm(items, disable=None, leave=False, delay=0.5, **words)


def wait(folders: Folders) -> None:
    """Say that another run is at work."""
    print(f"analysis: another run is at work in {folders.out}; waiting for it", file=sys.stderr, flush=True)
