"""`analysis add`, `analysis remove`, `analysis new`: texts in and out."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from analysis.cli import FAILED, OK, program, show
from analysis.cli.run import wait
from analysis.folders import find_folders
from analysis.settings import read_settings
from analysis.store import locked


def add(arguments: argparse.Namespace) -> int:
    """Show what is understood of new texts, ask, and take them in."""
    from analysis.adding import describe, take_in, understand

    folders = find_folders()
    settings = read_settings(folders.texts)
    with locked(folders.data, partial(wait, folders)):
        newcomers, problems, files = understand(arguments.files, folders, settings)
        for newcomer in newcomers:
            show(describe(newcomer))
        for problem in problems:
            show(f"{problem.path}: {problem.problem}: {problem.hint}", sys.stderr)
        wanted = [newcomer for newcomer in newcomers if not newcomer.refused]
        if not wanted:
            print("nothing to add", file=sys.stderr)
            return FAILED
        asked = "add this text?" if len(newcomers) == 1 else f"add {len(wanted)} of {len(newcomers)} texts?"
        if not (arguments.yes or agreed(asked)):
            print("nothing was added")
            return OK
        for path in take_in(files, folders):
            show(f"written: {path}")
    print(f"rows added to {folders.data / 'documents.csv'}; next: {program()} run")
    return OK


def remove(arguments: argparse.Namespace) -> int:
    """Take texts out again, with all that is said of them."""
    from analysis.adding import take_out

    folders = find_folders()
    names = ", ".join(arguments.doc_ids)
    if not (arguments.yes or agreed(f"take out {names}, and the rows of it in the tables?")):
        print("nothing was removed")
        return OK
    with locked(folders.data, partial(wait, folders)):
        settings = read_settings(folders.texts)
        for doc_id in arguments.doc_ids:
            for line in take_out(doc_id, folders, settings):
                print(line)
    print(f"next: {program()} run")
    return OK


def new(arguments: argparse.Namespace) -> int:
    """Start a folder for texts of one's own."""
    from analysis.starting import start_corpus

    written = start_corpus(arguments.folder)
    print(f"{len(written)} files in {arguments.folder}")
    # Through run.py every word would mean its own folder: there the launcher beside this Python is named.
    word = "analysis" if program() == "analysis" else f'"{Path(sys.executable).with_name("analysis")}"'
    print(f'next: cd "{arguments.folder}"; {word} add FILE (or put files into data/raw); {word} run')
    return OK


def agreed(question: str) -> bool:
    """A person's yes; without a person to ask, no."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes", "是", "好")
    except EOFError:
        return False
