"""Two runs held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.changes.causes import Change
from analysis.changes.findings import Said, compare_findings
from analysis.changes.reasons import explain_move
from analysis.changes.tables import Move, compare_tables


class Changes(NamedTuple):
    """All that differs between two runs."""

    causes: list[Change]
    moves: list[Move]
    findings: list[Said]
    rows: list[str]


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
        From :func:`analysis.changes.compare_inputs`.
    old, new
        From :func:`analysis.changes.read_results`: name → content.
    members
        Group → its documents, to tell a group's own changes from those of the comparison. Of a group that is
        missing here, any document may be one.
    """
    moves: list[Move] = []
    rows: list[str] = []
    for name in sorted(set(old) & set(new)):
        if name.endswith(".csv") and old[name] != new[name]:
            some, told = compare_tables(name.removesuffix(".csv"), old[name], new[name])
            known = {move[1:5] for move in moves}  # two tables may hold the same numbers
            moves += [
                move._replace(why=explain_move(pair, move.column, causes, members))
                for move, pair in some
                if move[1:5] not in known
            ]
            rows.append(f"{name}: {told}")
    rows += [f"{name}: new" for name in sorted(set(new) - set(old)) if name.endswith(".csv")]
    rows += [f"{name}: gone" for name in sorted(set(old) - set(new)) if name.endswith(".csv")]
    return Changes(list(causes), moves, list(compare_findings(old, new, causes)), rows)
