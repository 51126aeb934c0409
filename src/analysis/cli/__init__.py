"""The command `analysis`: what can be said to it. What each word does stands in a module of this folder."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO
from unicodedata import category

OK, FAILED, MISUSED, STOPPED = 0, 1, 2, 130
STEERING = ("Cc", "Cf", "Co", "Cs")  # control, format, private and half characters


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
        show(f"analysis: {problem}", sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("analysis: stopped; the next run goes on from here", file=sys.stderr)
        return STOPPED


def program() -> str:
    """What a person types before a word of ours: `python3 run.py` in its own folder, else `analysis`."""
    return "python3 run.py" if "ANALYSIS_HOME" in os.environ else "analysis"


def show(text: str, file: TextIO | None = None) -> None:
    """Print what came with a text: characters that would steer the terminal show as a dot."""
    print("".join("·" if category(c) in STEERING and c != "\n" else c for c in text), file=file)


def count(n: int, noun: str) -> str:
    """So many of a thing.

    Examples
    --------
    >>> count(1, "text"), count(31, "text")
    ('1 text', '31 texts')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _command(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """A command whose module is imported when it is called, so that help takes no time."""

    def call(arguments: argparse.Namespace) -> int:
        """Import and run."""
        return getattr(import_module(f"analysis.cli.{module}"), name)(arguments)

    return call


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="analysis", description="Compare Chinese government meeting texts.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_run, _add_frames, _add_texts, _add_check, _add_lexicon, _add_rest):
        add(commands)
    return parser


def _add_run(commands: argparse._SubParsersAction) -> None:
    run = commands.add_parser("run", help="bring frames, notebooks, figures and the report up to date")
    _add_places(run)
    _add_choices(run)
    run.add_argument("--only", nargs="+", default=(), metavar="NOTEBOOK", help="these notebooks alone")
    run.set_defaults(command=_command("run", "run"))
    report = commands.add_parser("report", help="write the offline page alone")
    _add_places(report)
    _add_choices(report)
    report.set_defaults(command=_command("run", "report"))


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=Path, help="folder of texts; by default data/raw")
    parser.add_argument("--out", type=Path, help="folder that receives everything; by default this project")


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by", metavar="COLUMN", help="what makes the groups: doc_id, province, year, genre …"
    )
    parser.add_argument("--scope", help="what is counted: attributed, body or directives")
    parser.add_argument(
        "--theme-pack", metavar="PACK", help="which themes/PACK among the lexicons sorts demands"
    )
    parser.add_argument("--labels", help="language of labels in figures: zh, en or both")


def _add_frames(commands: argparse._SubParsersAction) -> None:
    frames = commands.add_parser("frames", help="write the frames of a folder of texts as Parquet")
    frames.add_argument("texts", type=Path)
    frames.add_argument("--out", type=Path, required=True)
    frames.set_defaults(command=_command("run", "frames"))


def _add_texts(commands: argparse._SubParsersAction) -> None:
    add = commands.add_parser("add", help="show what is understood of new texts, and take them in")
    add.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="file, folder, archive or table of texts"
    )
    add.add_argument("--yes", action="store_true", help="ask nothing")
    add.set_defaults(command=_command("texts", "add"))
    remove = commands.add_parser("remove", help="take a text out again, with all that is said of it")
    remove.add_argument("doc_ids", nargs="+", metavar="DOC_ID")
    remove.add_argument("--yes", action="store_true", help="ask nothing")
    remove.set_defaults(command=_command("texts", "remove"))
    new = commands.add_parser("new", help="start a folder for texts of your own")
    new.add_argument("folder", type=Path)
    new.set_defaults(command=_command("texts", "new"))


def _add_check(commands: argparse._SubParsersAction) -> None:
    check = commands.add_parser(
        "check", help="is the corpus in order; with FILE: what cleaning changes in it"
    )
    check.add_argument("file", type=Path, nargs="?")
    check.add_argument("--diff", action="store_true", help="show raw and clean side by side")
    check.add_argument("--html", type=Path, help="write the comparison as a page")
    check.set_defaults(command=_command("checks", "check"))


def _add_lexicon(commands: argparse._SubParsersAction) -> None:
    lexicon = commands.add_parser("lexicon", help="look after the lexicons of this corpus")
    words = lexicon.add_subparsers(required=True, metavar="WORD")
    check = words.add_parser("check", help="duplicates, terms that never occur, terms in others, broken rows")
    check.add_argument("--texts", type=Path, help="folder of texts; by default data/raw")
    check.add_argument("--all", action="store_true", help="the lexicons that come with the suite too")
    check.set_defaults(command=_command("checks", "check_lexicons"))
    show = words.add_parser("show", help="where a term occurs, before it is added")
    show.add_argument("term")
    show.add_argument("--texts", type=Path, help="folder of texts; by default data/raw")
    show.set_defaults(command=_command("checks", "show_term"))


def _add_rest(commands: argparse._SubParsersAction) -> None:
    codebook = commands.add_parser("codebook", help="write every column of every frame into data/README.md")
    codebook.set_defaults(command=_command("checks", "codebook"))
