"""`analysis check`, `analysis lexicon`, `analysis codebook`: whether all is in order."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from analysis.cli import FAILED, OK, as_typed, count, show
from analysis.folders import find_folders


def check(arguments: argparse.Namespace) -> int:
    """With a file what cleaning changes in it; without one whether the corpus is in order."""
    if arguments.file is not None:
        from analysis.checking import check_file

        return check_file(arguments.file, diff=arguments.diff, html=arguments.html)
    from analysis.cli.run import bar
    from analysis.orderly import check_corpus

    findings = check_corpus(find_folders(), progress=bar)
    return _conclude(findings)


def check_lexicons(arguments: argparse.Namespace) -> int:
    """What is wrong with the lexicons, by file and line."""
    from analysis.lexicons.checking import check_folder
    from analysis.orderly import clean_texts

    folders = find_folders(arguments.texts)
    own = folders.data / "lexicons"
    texts = clean_texts(folders)
    findings = check_folder(own, texts) if own.is_dir() else []
    if arguments.all:
        from analysis.lexicons import DEFAULTS

        findings += check_folder(DEFAULTS, texts)
    if not own.is_dir() and not arguments.all:
        print(f"no lexicons of this corpus in {own}; --all looks at those that come with the suite")
        return OK
    return _conclude(findings)


def show_term(arguments: argparse.Namespace) -> int:
    """Where a term occurs in the texts, each hit in its context, and what holds it already."""
    from analysis.lexicons import read_lexicons
    from analysis.lexicons.checking import find_term, holders
    from analysis.orderly import clean_texts

    if not arguments.term.strip():
        raise ValueError("which term? it is empty")
    folders = find_folders(arguments.texts)
    hits = find_term(arguments.term, clean_texts(folders))
    own = folders.data / "lexicons"
    for row in hits:
        show(f"{row.doc_id} {row.start}: {row.left}[{row.term}]{row.right}")
    for line in holders(arguments.term, read_lexicons(*([own] if own.is_dir() else []))):
        print(line)
    print(f"{count(len(hits), 'hit')} in {count(len({row.doc_id for row in hits}), 'text')}")
    return OK


def codebook(arguments: argparse.Namespace) -> int:
    """Write the codebook."""
    from analysis.codebook import write_codebook

    path = find_folders().home / "data" / "README.md"
    write_codebook(path)
    print(f"written: {path}")
    return OK


def _conclude(findings: Sequence[Any]) -> int:
    """Print what was found, a line each; the status is 1 where something is wrong and not merely worth a look."""
    for finding in findings:
        show(str(finding._replace(hint=as_typed(finding.hint))))
    n_wrong = sum(finding.is_wrong for finding in findings)
    counted = (
        f"{n_wrong} to mend" if n_wrong else "",
        f"{n} to know of" if (n := len(findings) - n_wrong) else "",
    )
    print(", ".join(filter(None, counted)) or "all in order")
    return FAILED if n_wrong else OK
