"""What changed, as lines for a terminal and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.changes.causes import Change
from analysis.changes.comparing import Changes
from analysis.changes.findings import Said
from analysis.changes.tables import MEASURED, Move
from analysis.store import write_text


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
