"""The command `analysis`: what can be said to it. What each word does stands in a module of this folder."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO
from unicodedata import category

OK, FAILED, MISUSED, STOPPED = 0, 1, 2, 130
COMMAND = re.compile(r"\banalysis (run|add)\b")  # as advice from the other rooms names it
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
    except BrokenPipeError:  # whoever read the lines (`| head`) has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (OSError, ValueError) as problem:
        show(f"analysis: {as_typed(str(problem))}", sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("analysis: stopped; the next run goes on from here", file=sys.stderr)
        return STOPPED


def program() -> str:
    """What a person types before a word of ours: `python3 run.py` in its own folder, else `analysis`."""
    return "python3 run.py" if "ANALYSIS_HOME" in os.environ else "analysis"


def as_typed(advice: str) -> str:
    """Advice with its commands as they are typed here."""
    return COMMAND.sub(f"{program()} \\1", advice)


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


def _add(commands: argparse._SubParsersAction, name: str, words: str) -> argparse.ArgumentParser:
    """A command with the same words in the list of commands and above its own options."""
    return commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")


def _add_run(commands: argparse._SubParsersAction) -> None:
    run = _add(commands, "run", "bring frames, notebooks, figures and the report up to date")
    _add_places(run)
    _add_choices(run)
    run.add_argument("--only", nargs="+", default=(), metavar="NOTEBOOK", help="these notebooks alone")
    run.set_defaults(command=_command("run", "run"))
    report = _add(commands, "report", "write the offline page alone")
    _add_places(report)
    _add_choices(report)
    report.set_defaults(command=_command("run", "report"))


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="folder of texts; by default data/raw")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="folder that receives everything; by default this project"
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by", metavar="COLUMN", help="what makes the groups: doc_id, province, year, genre …"
    )
    parser.add_argument("--scope", metavar="SCOPE", help="what is counted: attributed, body or directives")
    parser.add_argument(
        "--theme-pack", metavar="PACK", help="which themes/PACK among the lexicons sorts demands"
    )
    parser.add_argument("--labels", help="language of labels in figures: zh, en or both")


def _add_frames(commands: argparse._SubParsersAction) -> None:
    frames = _add(commands, "frames", "write the frames of a folder of texts as Parquet")
    frames.add_argument("texts", type=Path, metavar="TEXTS", help="file, folder, archive or table of texts")
    frames.add_argument("--out", type=Path, required=True, help="folder that receives the frames")
    frames.set_defaults(command=_command("run", "frames"))


def _add_texts(commands: argparse._SubParsersAction) -> None:
    add = _add(commands, "add", "show what is understood of new texts, and take them in")
    add.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="file, folder, archive or table of texts"
    )
    add.add_argument("--yes", action="store_true", help="ask nothing")
    add.set_defaults(command=_command("texts", "add"))
    remove = _add(commands, "remove", "take a text out again, with all that is said of it")
    remove.add_argument("doc_ids", nargs="+", metavar="DOC_ID", help="id of a text, as documents.csv has it")
    remove.add_argument("--yes", action="store_true", help="ask nothing")
    remove.set_defaults(command=_command("texts", "remove"))
    new = _add(commands, "new", "start a folder for texts of your own")
    new.add_argument(
        "folder", type=Path, metavar="FOLDER", help="is made where there is none, or an empty one"
    )
    new.set_defaults(command=_command("texts", "new"))


def _add_check(commands: argparse._SubParsersAction) -> None:
    check = _add(
        commands, "check", "say whether the corpus is in order; with FILE: what cleaning changes in it"
    )
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help="file or folder of texts")
    check.add_argument("--diff", action="store_true", help="show raw and clean side by side")
    check.add_argument("--html", type=Path, metavar="PAGE", help="write the comparison as a page")
    check.set_defaults(command=_command("checks", "check"))


def _add_lexicon(commands: argparse._SubParsersAction) -> None:
    lexicon = _add(commands, "lexicon", "look after the lexicons of this corpus")
    words = lexicon.add_subparsers(required=True, metavar="WORD")
    check = _add(words, "check", "duplicates, terms that never occur, terms in others, broken rows")
    check.add_argument("--texts", type=Path, metavar="FOLDER", help="folder of texts; by default data/raw")
    check.add_argument("--all", action="store_true", help="the lexicons that come with the suite too")
    check.set_defaults(command=_command("checks", "check_lexicons"))
    show = _add(words, "show", "where a term occurs, before it is added")
    show.add_argument("term", metavar="TERM", help="as it stands in the clean texts")
    show.add_argument("--texts", type=Path, metavar="FOLDER", help="folder of texts; by default data/raw")
    show.set_defaults(command=_command("checks", "show_term"))


def _add_rest(commands: argparse._SubParsersAction) -> None:
    codebook = _add(commands, "codebook", "write every column of every frame into data/README.md")
    codebook.set_defaults(command=_command("checks", "codebook"))
