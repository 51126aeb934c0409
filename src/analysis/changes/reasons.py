"""What moved a number: its own groups' texts, what holds for all, or the size of the comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.changes.causes import PARTS, Change, list_causes, name_causes

# Columns of sizes that explain a move.
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


def explain_move(
    rows: tuple[Mapping[str, str], Mapping[str, str]],
    column: str,
    causes: Sequence[Change],
    members: Mapping[str, Sequence[str]],
) -> str:
    """Why a number moved; `rows` are its rows before and after, `members` group → its documents."""
    grown = [
        f"{label} ({size}) went from {rows[0][size]} to {rows[1][size]}"
        for size, label in SIZES.items()
        if size != column and rows[0].get(size) != rows[1].get(size) and size in rows[0]
    ]
    inside = _inside(rows[1], members) if column != "idf" else None
    texts = [c for c in causes if c.kind in PARTS.values()]
    own = [c for c in texts if inside is None or c.name in inside]
    others = [c for c in texts if c not in own]
    reasons = [*grown, *name_causes([*own, *(c for c in causes if c.kind not in PARTS.values())])]
    if others and (column in COMPARED or not own):
        reasons.append(f"it is compared with other texts ({', '.join(list_causes(others))})")
    return "; ".join(reasons) or "samples were drawn anew"


def _inside(row: Mapping[str, str], members: Mapping[str, Sequence[str]]) -> set[str] | None:
    """The documents a row is about; None where they may be any."""
    groups = [row[key] for key in ("group", "other", "doc_id") if row.get(key)]
    if not groups or (members and not all(group in members for group in groups)):
        return None
    return {doc_id for group in groups for doc_id in (*members.get(group, ()), group)}
