"""Lexicons held against the texts: broken rows, rows that say the same, terms that never occur or hide in others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.lexicons import COLUMNS, MATCHED, Lexicons
from analysis.statements import QUOTE_HINT, TableError, read_file

SHOWN = 8  # terms named in one line
AROUND = 14  # characters of context on either side of a hit
# Lexicons of plain terms that are looked for in texts. The others hold patterns or words the rules read by.
SOUGHT = (*MATCHED, "tokenizer_terms")


class Finding(NamedTuple):
    """One line about something that is not as it should be; `is_wrong` where results suffer from it."""

    where: str
    problem: str
    hint: str
    is_wrong: bool = True

    def __str__(self) -> str:
        return f"{'' if self.is_wrong else 'note: '}{self.where}: {self.problem}: {self.hint}"


class Hit(NamedTuple):
    """A term in its context."""

    doc_id: str
    start: int
    left: str
    term: str
    right: str


class Row(NamedTuple):
    """A row of a lexicon and the line it ends in."""

    line: int
    term: str
    category: str


def check_folder(folder: Path, texts: Mapping[str, str]) -> list[Finding]:
    """What is wrong with the lexicons of a folder.

    Parameters
    ----------
    folder
        With one CSV a lexicon, in folders of their own where they belong together (`themes/<pack>.csv`).
    texts
        doc_id → clean text; without texts nothing is said of terms that never occur.
    """
    findings: list[Finding] = []
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        rows = list(_read(path, name, findings))
        findings += _twice(name, rows)
        if name.removesuffix(".csv").startswith(SOUGHT):
            findings += _inside(name, rows)
            findings += _never(name, rows, texts) if texts else []
    return findings


def find_term(term: str, texts: Mapping[str, str]) -> list[Hit]:
    """Every occurrence of a term, overlapping ones too, with what stands around it.

    Examples
    --------
    >>> find_term("督察", {"a": "中央生态环境保护督察组"})
    [Hit(doc_id='a', start=8, left='中央生态环境保护', term='督察', right='组')]
    """
    hits = []
    for doc_id, text in texts.items():
        start = text.find(term) if term else -1
        while start >= 0:
            end = start + len(term)
            left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            hits.append(Hit(doc_id, start, left.replace("\n", "⏎"), term, right.replace("\n", "⏎")))
            start = text.find(term, start + 1)
    return hits


def holders(term: str, lexicons: Lexicons) -> list[str]:
    """Lines on what the lexicons have of a term already: itself, longer terms around it, shorter ones in it.

    Examples
    --------
    >>> from analysis.lexicons import Entry
    >>> holders("督察", {"campaign": (Entry("环保督察", "inspection"),)})
    ['campaign has 环保督察 (inspection): where it stands, the longer term wins']
    """
    lines = []
    for name, rows in sorted(lexicons.items()):
        for entry in rows if name.startswith(SOUGHT) else ():
            category = f" ({entry.category})" if entry.category else ""
            if entry.term == term:
                lines.append(f"{name} has it already{category}")
            elif term in entry.term:
                lines.append(f"{name} has {entry.term}{category}: where it stands, the longer term wins")
            elif len(entry.term) > 1 and entry.term in term:
                lines.append(f"{name} has {entry.term}{category}: it would no longer be found inside {term}")
    return lines


def _read(path: Path, name: str, findings: list[Finding]) -> Iterator[Row]:
    """The sound rows of a file; every broken one is named by its line."""
    try:
        columns, rows = read_file(path)
    except TableError as error:
        findings.append(Finding(name, *error.parts[1:]))
        return
    if "term" not in columns or set(columns) - {*COLUMNS, ""}:
        findings.append(Finding(f"{name}, line 1", "other columns", f"name them {', '.join(COLUMNS)}"))
        return
    for row in rows:
        where, term = f"{name}, line {row.number}", row.cells.get("term", "").strip()
        if row.beyond:
            findings.append(Finding(where, "more cells than columns", QUOTE_HINT))
        elif not term:
            findings.append(Finding(where, "a row without a term", "add the term, or delete the row"))
        else:
            yield Row(row.number, term, row.cells.get("category", "").strip())


def _twice(name: str, rows: Iterable[Row]) -> Iterator[Finding]:
    """Rows that say the same, and terms that stand in two categories."""
    lines: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        lines[row.term][row.category].append(row.line)
    for term, categories in lines.items():
        for own in categories.values():
            if len(own) > 1:
                where = f"{name}, line {own[-1]}"
                yield Finding(where, f"{term} stands in line {own[0]} already", "delete one of the two")
    split = [f"{term} ({', '.join(found)})" for term, found in lines.items() if len(found) > 1]
    if split:
        yield Finding(
            name, f"terms in several categories: {_some(split)}", "keep one where one is meant", False
        )


def _inside(name: str, rows: Iterable[Row]) -> Iterator[Finding]:
    """Terms inside longer ones of the same file are found only where the longer one does not stand."""
    from ahocorasick_rs import AhoCorasick

    lines = {row.term: row.line for row in rows}
    terms = list(lines)
    automaton = AhoCorasick(terms) if terms else None
    pairs = [
        f"{terms[i]} (line {lines[terms[i]]}) in {term}"
        for term in terms
        for i, start, end in (automaton.find_matches_as_indexes(term, overlapping=True) if automaton else ())
        if terms[i] != term
    ]
    if pairs:
        hint = "nothing to do where that is meant: the longest match wins"
        yield Finding(name, f"terms inside others: {_some(pairs)}", hint, False)


def _never(name: str, rows: Iterable[Row], texts: Mapping[str, str]) -> Iterator[Finding]:
    from ahocorasick_rs import AhoCorasick

    lines = {row.term: row.line for row in rows}
    terms, found = list(lines), set()
    automaton = AhoCorasick(terms) if terms else None
    for text in texts.values() if automaton else ():
        found |= {terms[i] for i, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}  # type: ignore[union-attr]
    absent = [f"{term} (line {line})" for term, line in lines.items() if term not in found]
    if absent:
        hint = "check the spelling, or leave it for texts to come"
        yield Finding(name, f"terms that never occur: {_some(absent)}", hint, False)


def _some(items: list[str]) -> str:
    rest = f" … and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return "、".join(items[:SHOWN]) + rest
