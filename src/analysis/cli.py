"""The command `analysis`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from analysis.folders import Folders, find_folders

OK, FAILED, MISUSED = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 1 where something could not be done.

    Parameters
    ----------
    words
        Command line without the program's name; by default the process's own.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show a character shows its code point
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(words)
    try:
        return arguments.command(arguments)
    except (OSError, ValueError) as problem:
        print(f"analysis: {problem}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="analysis", description="Compare Chinese government meeting texts.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="frames, notebooks and figures from the texts")
    run.add_argument("--texts", type=Path, help="folder of texts; by default data/raw")
    run.add_argument("--out", type=Path, help="folder that receives everything; by default this project")
    run.add_argument("--only", nargs="+", default=(), metavar="NOTEBOOK", help="these notebooks alone")
    run.set_defaults(command=_run)

    frames = commands.add_parser("frames", help="write the frames of a folder of texts as Parquet")
    frames.add_argument("texts", type=Path)
    frames.add_argument("--out", type=Path, required=True)
    frames.set_defaults(command=_frames)

    check = commands.add_parser("check", help="what cleaning changes in a file, by rule")
    check.add_argument("file", type=Path)
    check.add_argument("--diff", action="store_true", help="show raw and clean side by side")
    check.add_argument("--html", type=Path, help="write the comparison as a page")
    check.set_defaults(command=_check)

    codebook = commands.add_parser("codebook", help="write every column of every frame into data/README.md")
    codebook.set_defaults(command=_codebook)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from analysis.notebooks import run_notebooks

    started = time.monotonic()
    folders = find_folders(arguments.texts, arguments.out)
    frames = _build(folders)
    outcomes = run_notebooks(folders, only=arguments.only)
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        print(f"{outcome.name}.ipynb: {outcome.error}", file=sys.stderr)
    figures = len(list(folders.figures.glob("*.csv")))
    print(
        f"{len(frames['documents'])} texts, {len(frames['sentences'])} sentences, "
        f"{len(frames['directives'])} directives; {len(outcomes) - len(failed)} of {len(outcomes)} notebooks, "
        f"{figures} figures and tables, {len(frames['problems'])} problems, {time.monotonic() - started:.0f} s"
    )
    print(f"look at: {folders.out / 'notebooks' / '00_overview.ipynb'} and {folders.figures}")
    return FAILED if failed else OK


def _build(folders: Folders) -> dict:
    from analysis.pipeline import build_frames
    from analysis.store import write_frames

    frames = build_frames(folders.texts)
    write_frames(frames, folders.processed / "frames")
    _print_problems(frames)
    return frames


def _frames(arguments: argparse.Namespace) -> int:
    from analysis.pipeline import build_frames
    from analysis.store import write_frames

    frames = build_frames(arguments.texts)
    write_frames(frames, arguments.out)
    _print_problems(frames)
    print(f"{len(frames['documents'])} texts, {len(frames)} frames in {arguments.out}")
    return OK if len(frames["documents"]) or not len(frames["problems"]) else FAILED


def _print_problems(frames: dict) -> None:
    for row in frames["problems"].itertuples():
        print(f"{row.path}: {row.problem}: {row.hint}", file=sys.stderr)


def _check(arguments: argparse.Namespace) -> int:
    from analysis.checking import check_file

    return check_file(arguments.file, diff=arguments.diff, html=arguments.html)


def _codebook(arguments: argparse.Namespace) -> int:
    from analysis.codebook import write_codebook

    path = find_folders().home / "data" / "README.md"
    write_codebook(path)
    print(f"written: {path}")
    return OK
