"""One run: frames, notebooks, report, changes; what nothing asks for anew is left as it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.changes import (
    Changes,
    compare_inputs,
    compare_runs,
    keep_results,
    kept_results,
    read_results,
    write_changes,
)
from analysis.collecting import told_store
from analysis.counts import EXCLUDED_KINDS
from analysis.folders import Folders
from analysis.keys import digest
from analysis.notebooks import Outcome, code_of, list_notebooks, run_notebooks
from analysis.settings import Settings, theme_packs
from analysis.stamp import hash_files, read_inputs, read_stamp, unchanged, write_stamp
from analysis.store import locked, sweep

SHOWN = 3  # files that could not be read, named where there is none that could
MOST = 0.5  # share of texts or demands left out from which the choice that takes them in is named
Progress = Callable[..., Iterable[Any]]  # as tqdm: an iterable and `total`, `desc`


class Summary(NamedTuple):
    """What a run did; `counts` are of texts, sentences, directives, problems."""

    counts: dict[str, int]
    problems: list[str]
    outcomes: list[Outcome]
    skipped: list[str]
    figures: int
    changes: Changes | None
    report: Path | None
    seconds: float


def run_analysis(
    folders: Folders,
    settings: Settings,
    *,
    choices: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    progress: Progress = lambda items, **_: items,
    waiting: Callable[[], None] = lambda: None,
) -> Summary:
    """Bring frames, notebooks, figures and the report up to date.

    Parameters
    ----------
    choices
        What was said of `by`, `scope`, `theme_pack`, `labels` on the command line; `settings` hold them already.
    only
        Names of notebooks; all where empty.
    progress
        Wraps what takes long, to show how far it is.
    waiting
        Called where another run is at work in the same folder.

    Raises
    ------
    ValueError
        If there is no text at all.
    """
    started = time.monotonic()
    with locked(folders.processed, waiting):
        for folder in (
            folders.figures,
            folders.out / "notebooks",
            folders.processed,
            folders.processed / "frames",
        ):
            sweep(folder)
        stamp, inputs = read_stamp(folders), read_inputs(folders, settings)
        frames_part = _bring_frames(folders, settings, stamp, inputs, progress)
        if not frames_part["counts"]["documents"]:
            raise ValueError(_no_text(folders, frames_part["problems"]))
        outcomes, notebooks = _bring_notebooks(folders, inputs, stamp, dict(choices or {}), only, progress)
        asked = [name for name in notebooks if not only or name in only]
        report = _bring_report(folders, settings, stamp, inputs)
        new = {
            "texts": str(folders.texts),
            "inputs": inputs,
            "frames": frames_part,
            "notebooks": notebooks,
            "report": report,
        }
        changes = _changes(folders, stamp, new) if outcomes or stamp.get("inputs") != inputs else None
        if new != stamp:
            write_stamp(folders, new)
    return Summary(
        frames_part["counts"],
        frames_part["problems"],
        outcomes,
        [name for name in asked if name not in {outcome.name for outcome in outcomes}],
        len(list(folders.figures.glob("[!.]*.csv"))),
        changes,
        folders.out / "report.html" if report else None,
        time.monotonic() - started,
    )


def _bring_frames(
    folders: Folders,
    settings: Settings,
    stamp: Mapping[str, Any],
    inputs: Mapping[str, Any],
    progress: Progress,
) -> dict[str, Any]:
    """The frames on disk: as they are where nothing they stand on changed, else built (most of it from the store)."""
    key = digest(inputs["frames"], inputs["code"], inputs["libraries"], settings.by, settings.scope)
    old = stamp.get("frames", {})
    if old.get("key") == key and unchanged(folders.out, old.get("files", {})):
        return dict(old)
    from analysis.pipeline import build_frames
    from analysis.store import write_frames

    frames = build_frames(folders.texts, settings, store=told_store(folders), progress=progress)
    target = folders.processed / "frames"
    written = write_frames(frames, target)
    for rest in (target / "text").glob("*.txt"):
        if rest not in set(written):
            rest.unlink()
    counts = {name: len(frames[name]) for name in ("documents", "sentences", "directives", "problems")}
    problems = [f"{row.path}: {row.problem}: {row.hint}" for row in frames["problems"].itertuples()]
    problems += _unfit(frames, settings)
    return {
        "key": key,
        "files": hash_files(folders.out, written),
        "counts": counts,
        "problems": problems,
        "members": _members(frames["documents"], settings.by),
    }


def _no_text(folders: Folders, problems: Sequence[str]) -> str:
    """One line for a folder that holds no text that can be read, with what is wrong with its first files."""
    line = f"there is no text in {folders.texts}: put files there, or analysis add FILE"
    more = f"; and {n} more" if (n := len(problems) - SHOWN) > 0 else ""
    return f"{line} ({'; '.join(problems[:SHOWN])}{more})" if problems else line


def _unfit(frames: Mapping[str, Any], settings: Settings) -> list[str]:
    """What the choices leave out of most texts, and the choice that takes it in."""
    sections, themes, lines = frames["sections"], frames["directives"]["theme"], []
    counted = sections.loc[~sections["kind"].isin(EXCLUDED_KINDS[settings.scope]), "doc_id"].nunique()
    n, total = len(frames["documents"]) - counted, len(frames["documents"])
    if settings.scope == "attributed" and n > MOST * total:
        lines.append(
            f"{n} of {total} texts have no words of a speaker or the meeting, and nothing of them is counted: "
            "--scope body counts all but title and source"
        )
    if len(themes) and (share := float(themes.isna().mean())) > MOST:
        lines.append(
            f"{share:.0%} of the demands have no theme in the pack {settings.theme_pack}: another is chosen by "
            f"--theme-pack ({', '.join(theme_packs(settings))})"
        )
    return lines


def _members(documents: Any, by: str) -> dict[str, list[str]]:
    """Group → its documents, where a column of documents makes the groups."""
    groups: dict[str, list[str]] = {}
    if by in documents and by != "doc_id":
        for doc_id, group in zip(documents["doc_id"], documents[by].astype("str"), strict=True):
            groups.setdefault(str(group), []).append(doc_id)
    return groups


def _bring_notebooks(
    folders: Folders,
    inputs: Mapping[str, Any],
    stamp: Mapping[str, Any],
    choices: dict[str, str],
    only: Sequence[str],
    progress: Progress,
) -> tuple[list[Outcome], dict[str, Any]]:
    """Run the notebooks whose inputs changed or whose outputs are not as they were."""
    shared = digest(
        inputs["frames"], inputs["lexicons"], inputs["code"], inputs["libraries"], inputs["settings"], choices
    )
    paths = [path for path in list_notebooks(folders.notebooks) if not only or path.stem in only]
    missing = set(only) - {path.stem for path in paths}
    if missing:
        known = ", ".join(path.stem for path in list_notebooks(folders.notebooks))
        raise ValueError(f"no notebook is called {', '.join(sorted(missing))}; there are {known or 'none'}")
    keys = {path.stem: digest(shared, code_of(path)) for path in paths}
    kept = {name: part for name, part in stamp.get("notebooks", {}).items() if _stands(folders, name)}
    stale = [
        name
        for name, key in keys.items()
        if kept.get(name, {}).get("key") != key or not unchanged(folders.out, kept[name]["files"])
    ]
    if not stale:
        return [], kept
    bar = iter(progress(range(len(stale)), total=len(stale), desc="notebooks"))
    outcomes = run_notebooks(folders, choices=choices, only=stale, done=lambda _: next(bar, None))
    next(bar, None)  # the bar ends when its items do
    for outcome in outcomes:
        kept[outcome.name] = {
            "key": "" if outcome.error else keys[outcome.name],
            "files": hash_files(folders.out, outcome.written),
        }
    return outcomes, dict(sorted(kept.items()))


def _stands(folders: Folders, name: str) -> bool:
    return (folders.notebooks / f"{name}.ipynb").is_file()


def _bring_report(
    folders: Folders, settings: Settings, stamp: Mapping[str, Any], inputs: Mapping[str, Any]
) -> dict[str, Any]:
    """The offline page, where this installation can write one."""
    try:
        from analysis.report import write_report
    except ImportError:
        return {}
    key = digest({name: part for name, part in inputs.items() if name != "texts"})
    old = stamp.get("report", {})
    if old.get("key") == key and unchanged(folders.out, old.get("files", {})):
        return dict(old)
    from analysis.store import read_frames

    path = folders.out / "report.html"
    write_report(read_frames(folders.processed / "frames"), settings, path)
    return {"key": key, "files": hash_files(folders.out, [path])}


def _changes(folders: Folders, old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes | None:
    """Hold this run against the one before; None for the first."""
    results, before = read_results(folders.out), kept_results(folders.processed)
    keep_results(folders.processed, results)
    if not old or not before:
        return None
    members: dict[str, list[str]] = {
        doc_id: [doc_id] for run in (old, new) for doc_id in run["inputs"]["texts"]
    }
    for run in (old, new):  # a text that went was a member before
        for group, doc_ids in run.get("frames", {}).get("members", {}).items():
            members[group] = sorted({*members.get(group, ()), *doc_ids})
    changes = compare_runs(compare_inputs(old["inputs"], new["inputs"]), before, results, members)
    write_changes(changes, folders.processed / "changes.md")
    return changes
