"""Numbers that moved between two runs' tables."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Table = list[dict[str, str]]
Pair = tuple[dict[str, str], dict[str, str]]  # a row before and after

# Columns that say which row is which; a table whose rows they do not tell apart is compared by its length alone.
KEYS = (
    "doc_id", "group", "other", "reference", "term", "theme", "kind", "rule", "part", "lane", "strength", "type",
    "phrase", "collocate", "window", "label",
)  # fmt: skip
# Columns whose moves are told.
MEASURED = (
    "idf", "tfidf", "share", "rate", "log_odds_z", "excess", "cosine", "contribution", "n", "n_token", "n_edits",
    "n_characters", "n_directives",
)  # fmt: skip
MOST = 5  # moves told of a column of a table
LEAST = 0.01  # relative change below which a move is not told: rounding, redrawn samples


class Move(NamedTuple):
    """A number that is not what it was, and why."""

    table: str
    column: str
    row: str
    before: float
    after: float
    why: str


def compare_tables(name: str, old: str, new: str) -> tuple[list[tuple[Move, Pair]], str]:
    """The largest moves of a table (CSV text), each with its rows before and after and no reason yet; how it differs."""
    before, after = _table(old), _table(new)
    keys = _keys(before, after)
    moves, n = _moves(name, before, after, keys)
    return moves, _told(before, after, keys, n)


def _table(text: str) -> Table:
    return list(csv.DictReader(io.StringIO(text)))


def _told(old: Table, new: Table, keys: Sequence[str], n_moved: int) -> str:
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


def _moves(name: str, old: Table, new: Table, keys: Sequence[str]) -> tuple[list[tuple[Move, Pair]], int]:
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


def _keys(old: Table, new: Table) -> list[str]:
    """The fewest columns that tell the rows of both tables apart; none where nothing does."""
    keys = [key for key in KEYS if new and key in new[0] and old and key in old[0]]
    if not _apart(old, keys) or not _apart(new, keys):
        return []
    for key in reversed(keys):
        fewer = [other for other in keys if other != key]
        if fewer and _apart(old, fewer) and _apart(new, fewer):
            keys = fewer
    return keys


def _apart(rows: Table, keys: list[str]) -> bool:
    return len({tuple(row[key] for key in keys) for row in rows}) == len(rows)


def _rank(item: tuple[Move, Pair]) -> tuple[Any, ...]:
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
