"""What changed between two runs, and why: texts, findings, numbers, each with what moved it.

A run's tables (the CSV behind each figure) and its findings are kept beside its stamp; the next run is held against them.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.store import write_text

# Columns that say which row is which; a table whose rows they do not tell apart is compared by its length alone.
KEYS = (
    "doc_id", "group", "other", "reference", "term", "theme", "kind", "rule", "part", "lane", "strength", "type",
    "phrase",
)  # fmt: skip
# Columns whose moves are told, and columns of sizes that explain a move.
MEASURED = (
    "idf", "tfidf", "share", "rate", "log_odds_z", "excess", "cosine", "contribution", "n", "n_token", "n_edits",
    "n_characters", "n_directives",
)  # fmt: skip
SIZES = {
    "n_units": "number of groups",
    "n_units_hit": "groups that use it",
    "n_total": "all that is counted",
    "n_tokens": "tokens of the group",
    "n_han": "Han characters of the group",
    "n_documents": "texts that have it",
    "n_reference": "occurrences in the others",
}
MOST = 5  # moves told of a column of a table
LEAST = 0.01  # relative change below which a move is not told: rounding, redrawn samples
PARTS = {"text": "text", "facts": "documents.csv", "corrections": "correction", "overrides": "override"}


class Change(NamedTuple):
    """A cause: `kind` is text, documents.csv, correction, override, lexicon, settings, code or libraries."""

    kind: str
    name: str
    what: str


class Move(NamedTuple):
    """A number that is not what it was, and why."""

    table: str
    column: str
    row: str
    before: float
    after: float
    why: str


class Changes(NamedTuple):
    """All that differs between two runs; `sentences` are findings: (notebook, sign, sentence)."""

    causes: list[Change]
    moves: list[Move]
    sentences: list[tuple[str, str, str]]
    rows: list[str]


def compare_inputs(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What differs between what two runs stood on (see :func:`analysis.stamp.read_inputs`).

    Examples
    --------
    >>> old = {"texts": {"a": {"text": "1"}}, "lexicons": {}, "settings": {"by": "doc_id"}, "code": "x"}
    >>> new = {"texts": {"a": {"text": "2"}, "b": {}}, "lexicons": {}, "settings": {"by": "year"}, "code": "x"}
    >>> [" ".join(change) for change in compare_inputs(old, new)]
    ['text b came', 'text a changed', 'settings by doc_id → year']
    """
    before, after = old.get("texts", {}), new.get("texts", {})
    found = [Change("text", doc_id, "came") for doc_id in after if doc_id not in before]
    found += [Change("text", doc_id, "went") for doc_id in before if doc_id not in after]
    for doc_id in after:
        for part, kind in PARTS.items() if doc_id in before else ():
            if before[doc_id].get(part) != after[doc_id].get(part):
                found.append(Change(kind, doc_id, "changed"))
    for name in sorted({*old.get("lexicons", {}), *new.get("lexicons", {})}):
        if old.get("lexicons", {}).get(name) != new.get("lexicons", {}).get(name):
            found.append(Change("lexicon", name, "changed"))
    for name, value in new.get("settings", {}).items():
        if old.get("settings", {}).get(name) != value:
            found.append(Change("settings", name, f"{old.get('settings', {}).get(name)} → {value}"))
    return found + [
        Change(part, "", "changed") for part in ("code", "libraries") if old.get(part) != new.get(part)
    ]


def compare_runs(
    causes: Sequence[Change],
    old: Mapping[str, str],
    new: Mapping[str, str],
    members: Mapping[str, Sequence[str]],
) -> Changes:
    """The moves between two runs' results.

    Parameters
    ----------
    causes
        From :func:`compare_inputs`.
    old, new
        From :func:`read_results`: name → content.
    members
        Group → its documents, to tell a group's own changes from those of the comparison.
    """
    moves, rows = [], []
    for name in sorted(set(old) & set(new)):
        if name.endswith(".csv") and old[name] != new[name]:
            some, n = _moves(name.removesuffix(".csv"), _table(old[name]), _table(new[name]))
            moves += [move._replace(why=_why(row, move, causes, members)) for move, row in some]
            rows.append(f"{name}: {n} of its numbers moved" if n else f"{name}: rows came or went")
    rows += [f"{name}: new" for name in sorted(set(new) - set(old))]
    rows += [f"{name}: gone" for name in sorted(set(old) - set(new))]
    return Changes(list(causes), moves, list(_sentences(old, new)), rows)


def read_results(out: Path) -> dict[str, str]:
    """Name → content of a run's tables, and of the findings its notebooks show."""
    found = {path.name: path.read_text("utf-8-sig") for path in sorted((out / "figures").glob("[!.]*.csv"))}
    for path in sorted((out / "notebooks").glob("[!.]*.ipynb")):
        found[f"{path.stem}.findings"] = "\n".join(_findings(path))
    return found


def keep_results(folder: Path, results: Mapping[str, str]) -> None:
    """Keep a run's results for the next one to be held against."""
    write_text(folder / "previous.json", json.dumps(results, ensure_ascii=False))


def kept_results(folder: Path) -> dict[str, str]:
    """What :func:`keep_results` kept; empty where nothing was."""
    try:
        kept = json.loads((folder / "previous.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def format_changes(changes: Changes, most: int = 12) -> str:
    """A summary for a terminal: what came, went and changed, and the findings that moved most."""
    lines = [f"{cause.kind} {cause.name}: {cause.what}".replace(" :", ":") for cause in changes.causes[:most]]
    if len(changes.causes) > most:
        lines.append(f"… and {len(changes.causes) - most} more")
    lines += [_line(move) for move in changes.moves[:most]]
    if len(changes.moves) > most:
        lines.append(f"… and {len(changes.moves) - most} more on the page")
    return "\n".join(lines)


def write_changes(changes: Changes, path: Path) -> Path:
    """The page, as Markdown."""
    parts = ["# What changed since the run before\n", "## Why\n"]
    parts += [
        f"- {cause.kind} {cause.name}: {cause.what}".replace(" :", ":") for cause in changes.causes
    ] or ["- nothing that a run stands on"]
    parts += ["\n## Findings\n", "`−` what was said before, `+` what is said now.\n"]
    parts += [f"- {notebook} {sign} {_plain(text)}" for notebook, sign, text in changes.sentences] or [
        "- as before"
    ]
    parts += [
        "\n## Numbers that moved most\n",
        "| table | what | before | after | why |",
        "|---|---|---|---|---|",
    ]
    parts += [
        f"| {move.table} | {move.column} of {_plain(move.row)} | {move.before:.4g} | {move.after:.4g} | {_plain(move.why)} |"
        for move in changes.moves
    ]
    parts += ["\n## Tables\n", *(f"- {row}" for row in changes.rows)]
    write_text(path, "\n".join(parts) + "\n")
    return path


def _plain(text: str) -> str:
    return text.replace("|", "\\|")


def _line(move: Move) -> str:
    verb = "rose" if move.after > move.before else "fell"
    return f"{move.column} of {move.row} {verb} from {move.before:.4g} to {move.after:.4g} because {move.why}"


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _moves(
    name: str, old: list[dict[str, str]], new: list[dict[str, str]]
) -> tuple[list[tuple[Move, tuple[dict[str, str], dict[str, str]]]], int]:
    """The largest moves of each column of a table, and how many there are."""
    keys = _keys(old, new)
    before = {tuple(row[key] for key in keys): row for row in old}
    after = {tuple(row[key] for key in keys): row for row in new}
    if not keys:
        return [], 0
    pairs = [(key, before[key], after[key]) for key in after if key in before]
    found, n = [], 0
    for column in (column for column in MEASURED if column in new[0] and column in old[0]):
        moved = [
            (Move(name, column, " · ".join(key), x, y, ""), (one, other))
            for key, one, other in pairs
            for x, y in [(_number(one[column]), _number(other[column]))]
            if not math.isclose(x, y, rel_tol=LEAST, abs_tol=1e-9) and not math.isnan(x + y)
        ]
        n += len(moved)
        found += sorted(_once(moved), key=_rank)[:MOST]
    return found, n


def _keys(old: list[dict[str, str]], new: list[dict[str, str]]) -> list[str]:
    """The fewest columns that tell the rows of both tables apart; none where nothing does."""
    keys = [key for key in KEYS if new and key in new[0] and old and key in old[0]]
    if not _apart(old, keys) or not _apart(new, keys):
        return []
    for key in reversed(keys):
        fewer = [other for other in keys if other != key]
        if fewer and _apart(old, fewer) and _apart(new, fewer):
            keys = fewer
    return keys


def _apart(rows: list[dict[str, str]], keys: list[str]) -> bool:
    return len({tuple(row[key] for key in keys) for row in rows}) == len(rows)


def _rank(item: tuple[Move, tuple[dict[str, str], dict[str, str]]]) -> tuple[Any, ...]:
    """The largest moves first; of equal ones those of words that say something and are used most."""
    move, (_, row) = item
    used = _number(row.get("n_token", "")) if row.get("n_token") else 0.0
    return (row.get("is_stopword") == "True" or len(row.get("term", "--")) < 2, -_size(move), -used, move.row)


def _once(moved: Iterable[Any]) -> list[Any]:
    """IDF is one for all groups: said once a term."""
    seen: dict[Any, Any] = {}
    for move, rows in moved:
        name = rows[1].get("term", move.row) if move.column == "idf" else move.row
        seen.setdefault((name, move.column), (move._replace(row=name), rows))
    return list(seen.values())


def _size(move: Move) -> float:
    return abs(move.after - move.before) / max(abs(move.before), abs(move.after))


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _why(
    rows: tuple[dict[str, str], dict[str, str]],
    move: Move,
    causes: Sequence[Change],
    members: Mapping[str, Sequence[str]],
) -> str:
    """What moved a number: its own group's texts, or what holds for all, or the size of the comparison."""
    group = rows[1].get("group") or rows[1].get("doc_id") or ""
    inside = {*members.get(group, ()), group}
    own = [c for c in causes if c.kind in PARTS.values() and c.name in inside]
    everywhere = [c for c in causes if c.kind not in PARTS.values()]
    grown = [
        f"{label} ({column}) went from {rows[0][column]} to {rows[1][column]}"
        for column, label in SIZES.items()
        if column != move.column and rows[0].get(column) != rows[1].get(column) and column in rows[0]
    ]
    own = [] if move.column == "idf" else own
    others = [c for c in causes if c.kind in PARTS.values() and c not in own]
    reasons = [f"{c.kind} {c.name} {c.what}".replace("  ", " ") for c in (*own, *everywhere)]
    if not own and others:
        reasons.append(_among(others))
    return "; ".join([*grown, *reasons]) or "samples were drawn anew"


def _among(others: Sequence[Change]) -> str:
    """Changes outside the group, which move it since it is compared with all."""
    names = ", ".join(f"{c.name} {c.what}" for c in others[:3])
    return f"compared with other texts ({names}{' …' if len(others) > 3 else ''})"


def _sentences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(key for key in {*old, *new} if key.endswith(".findings")):
        before, after = (side.get(name, "").splitlines() for side in (old, new))
        notebook = name.removesuffix(".findings")
        yield from ((notebook, "−", line) for line in before if line not in after)
        yield from ((notebook, "+", line) for line in after if line not in before)


def _findings(path: Path) -> Iterator[str]:
    """The sentences that a notebook shows as its findings."""
    for cell in json.loads(path.read_text("utf-8")).get("cells", []):
        if "show_findings" in "".join(cell["source"]):
            for output in cell.get("outputs", []):
                lines = "".join(output.get("data", {}).get("text/markdown", "")).splitlines()
                yield from (line.removeprefix("- ") for line in lines if line.startswith("- "))
