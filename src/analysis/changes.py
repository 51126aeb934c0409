"""What changed between two runs, and why: texts, findings, numbers, each with what moved it.

A run's tables (the CSV behind each figure) and its findings are kept beside its stamp; the next run is held against them.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from analysis.store import write_text

# Columns that say which row is which; a table whose rows they do not tell apart is compared by its length alone.
KEYS = (
    "doc_id", "group", "other", "reference", "term", "theme", "kind", "rule", "part", "lane", "strength", "type",
    "phrase", "collocate", "window", "label",
)  # fmt: skip
# Columns whose moves are told, and columns of sizes that explain a move.
MEASURED = (
    "idf", "tfidf", "share", "rate", "log_odds_z", "excess", "cosine", "contribution", "n", "n_token", "n_edits",
    "n_characters", "n_directives",
)  # fmt: skip
SIZES = {
    "n_units": "number of texts",
    "n_units_hit": "texts that use it",
    "n_total": "all that is counted",
    "n_tokens": "tokens of the group",
    "n_han": "Han characters of the group",
    "n_documents": "texts that have it",
    "n_reference": "occurrences in the others",
}
# Measured columns that hold a group against all others; any other is of the row's own groups alone.
COMPARED = ("tfidf", "log_odds_z", "contribution")
MOST = 5  # moves told of a column of a table
ALIKE = 0.5  # share of characters from which two findings are one, said otherwise
NAMED = 3  # causes of a kind that are named
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


class Said(NamedTuple):
    """A finding that is said otherwise; `before` is empty for one that is new, `after` for one that is gone."""

    notebook: str
    before: str
    after: str
    why: str


class Changes(NamedTuple):
    """All that differs between two runs."""

    causes: list[Change]
    moves: list[Move]
    findings: list[Said]
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
        Group → its documents, to tell a group's own changes from those of the comparison. Of a group that is
        missing here, any document may be one.
    """
    moves: list[Move] = []
    rows: list[str] = []
    for name in sorted(set(old) & set(new)):
        if name.endswith(".csv") and old[name] != new[name]:
            tables = _table(old[name]), _table(new[name])
            keys = _keys(*tables)
            some, n = _moves(name.removesuffix(".csv"), *tables, keys)
            known = {move[1:5] for move in moves}  # two tables may hold the same numbers
            moves += [
                move._replace(why=_why(row, move, causes, members))
                for move, row in some
                if move[1:5] not in known
            ]
            rows.append(f"{name}: {_told(*tables, keys, n)}")
    rows += [f"{name}: new" for name in sorted(set(new) - set(old)) if name.endswith(".csv")]
    rows += [f"{name}: gone" for name in sorted(set(old) - set(new)) if name.endswith(".csv")]
    return Changes(list(causes), moves, list(_said(old, new, causes)), rows)


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
    """A summary for a terminal: what came, went and changed, and the numbers that moved most."""
    lines = [_cause(cause) for cause in changes.causes[:most]]
    if len(changes.causes) > most:
        lines.append(f"… and {len(changes.causes) - most} more")
    moves = sorted(enumerate(changes.moves), key=lambda item: _turn(item, changes.moves))
    lines += [_line(move) for _, move in moves[:most]]
    if len(moves) > most:
        lines.append(f"… and {len(moves) - most} more on the page")
    if changes.findings:
        lines.append(f"findings said otherwise: {len(changes.findings)}")
    return "\n".join(lines)


def _turn(item: tuple[int, Move], moves: Sequence[Move]) -> tuple[int, int, int]:
    """The largest move of every column first, then the second largest: no table takes all the room."""
    number, move = item
    before = sum(other[:2] == move[:2] for other in moves[:number])
    return before, MEASURED.index(move.column), number


def write_changes(changes: Changes, path: Path) -> Path:
    """The page, as Markdown."""
    parts = ["# What changed since the run before\n", "## Why\n"]
    parts += [f"- {_plain(_cause(cause))}" for cause in changes.causes] or ["- nothing that a run stands on"]
    parts += ["\n## Findings\n", "`−` what was said before, `+` what is said now.\n"]
    parts += [line for said in changes.findings for line in _finding_lines(said)] or ["- as before"]
    parts += ["\n## Numbers that moved most\n"]
    if changes.moves:
        parts += ["| table | what | before | after | why |", "|---|---|---|---|---|"]
    parts += [
        f"| {move.table} | {move.column} of {_plain(move.row)} | {move.before:.4g} | {move.after:.4g} | {_plain(move.why)} |"
        for move in changes.moves
    ] or ["None by more than a hundredth."]
    parts += ["\n## Tables\n", *([f"- {row}" for row in changes.rows] or ["- as before"])]
    write_text(path, "\n".join(parts) + "\n")
    return path


def _finding_lines(said: Said) -> Iterator[str]:
    first, *rest = [
        f"{sign} {_plain(text)}" for sign, text in (("−", said.before), ("+", said.after)) if text
    ]
    yield f"- {said.notebook} {first}"
    yield from (f"  {line}" for line in rest)
    yield f"  because {_plain(said.why)}"


def _cause(cause: Change) -> str:
    return f"{cause.kind} {cause.name}: {cause.what}".replace(" :", ":")


def _plain(text: str) -> str:
    return text.replace("|", "\\|")


def _line(move: Move) -> str:
    verb = "rose" if move.after > move.before else "fell"
    return f"{move.table}: {move.column} of {move.row} {verb} from {move.before:.4g} to {move.after:.4g} because {move.why}"


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _told(old: list[dict[str, str]], new: list[dict[str, str]], keys: Sequence[str], n_moved: int) -> str:
    """How a table differs: numbers that moved, rows that came and went."""
    if not keys:
        return f"{len(old):,} rows before, {len(new):,} now; which is which its columns do not tell"
    before, after = ({tuple(row[key] for key in keys) for row in rows} for rows in (old, new))
    told = {
        "of its numbers moved": n_moved,
        "rows came": len(after - before),
        "rows went": len(before - after),
    }
    return ", ".join(f"{n:,} {words}" for words, n in told.items() if n) or "moved by less than a hundredth"


def _moves(
    name: str, old: list[dict[str, str]], new: list[dict[str, str]], keys: Sequence[str]
) -> tuple[list[tuple[Move, tuple[dict[str, str], dict[str, str]]]], int]:
    """The largest moves of each column of a table, and how many there are."""
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
    """The largest moves first; of equal ones those of words that say something and are used most.

    By difference, not by ratio: what is next to nothing doubles without meaning anything.
    """
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
    return abs(move.after - move.before)


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
    """What moved a number: its own groups' texts, what holds for all, or the size of the comparison."""
    grown = [
        f"{label} ({column}) went from {rows[0][column]} to {rows[1][column]}"
        for column, label in SIZES.items()
        if column != move.column and rows[0].get(column) != rows[1].get(column) and column in rows[0]
    ]
    inside = _inside(rows[1], members) if move.column != "idf" else None
    texts = [c for c in causes if c.kind in PARTS.values()]
    own = [c for c in texts if inside is None or c.name in inside]
    others = [c for c in texts if c not in own]
    reasons = [*grown, *_named([*own, *(c for c in causes if c.kind not in PARTS.values())])]
    if others and (move.column in COMPARED or not own):
        reasons.append(f"it is compared with other texts ({', '.join(_listed(others))})")
    return "; ".join(reasons) or "samples were drawn anew"


def _inside(row: Mapping[str, str], members: Mapping[str, Sequence[str]]) -> set[str] | None:
    """The documents a row is about; None where they may be any."""
    groups = [row[key] for key in ("group", "other", "doc_id") if row.get(key)]
    if not groups or (members and not all(group in members for group in groups)):
        return None
    return {doc_id for group in groups for doc_id in (*members.get(group, ()), group)}


def _named(causes: Iterable[Change]) -> list[str]:
    """Causes as reasons, kind by kind, the first ones by name."""
    kinds: dict[str, list[Change]] = {}
    for cause in causes:
        kinds.setdefault(cause.kind, []).append(cause)
    return [f"{kind} {', '.join(_listed(some))}".replace("  ", " ") for kind, some in kinds.items()]


def _listed(causes: Sequence[Change]) -> list[str]:
    more = len(causes) - NAMED
    return [f"{c.name} {c.what}" for c in causes[:NAMED]] + [f"and {more} more"] * (more > 0)


def _said(old: Mapping[str, str], new: Mapping[str, str], causes: Sequence[Change]) -> Iterator[Said]:
    """Findings that are new, gone or said otherwise, notebook by notebook; one said otherwise holds both wordings."""
    why = "; ".join(_named(causes)) or "samples were drawn anew"
    for name in sorted(key for key in {*old, *new} if key.endswith(".findings")):
        before, after = (side.get(name, "").splitlines() for side in (old, new))
        gone, come = ([line for line in a if line not in b] for a, b in ((before, after), (after, before)))
        for line in gone:
            match = max(come, key=lambda other: _alike(line, other), default="")
            is_same = bool(match) and _alike(line, match) >= ALIKE
            if is_same:
                come.remove(match)
            yield Said(name.removesuffix(".findings"), line, match if is_same else "", why)
        yield from (Said(name.removesuffix(".findings"), "", line, why) for line in come)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _findings(path: Path) -> Iterator[str]:
    """The sentences that a notebook shows as its findings."""
    for cell in json.loads(path.read_text("utf-8")).get("cells", []):
        if "show_findings" in "".join(cell["source"]):
            for output in cell.get("outputs", []):
                lines = "".join(output.get("data", {}).get("text/markdown", "")).splitlines()
                yield from (line.removeprefix("- ") for line in lines if line.startswith("- "))
