"""Findings that are new, gone or said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from analysis.changes.causes import Change, name_causes

ALIKE = 0.5  # share of characters from which two findings are one, said otherwise


class Said(NamedTuple):
    """A finding that is said otherwise; `before` is empty for one that is new, `after` for one that is gone."""

    notebook: str
    before: str
    after: str
    why: str


def compare_findings(
    old: Mapping[str, str], new: Mapping[str, str], causes: Sequence[Change]
) -> Iterator[Said]:
    """Findings that are new, gone or said otherwise, notebook by notebook; one said otherwise holds both wordings."""
    why = "; ".join(name_causes(causes)) or "samples were drawn anew"
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
