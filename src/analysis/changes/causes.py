"""Why results moved: what differs between the things that two runs stood on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

NAMED = 3  # causes of a kind that are named
ROWS = 8  # rows of a lexicon that are named
PARTS = {"text": "text", "facts": "documents.csv", "corrections": "correction", "overrides": "override"}


class Change(NamedTuple):
    """A cause: `kind` is text, documents.csv, correction, override, lexicon, settings, code or libraries."""

    kind: str
    name: str
    what: str


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
        one, other = (side.get("lexicons", {}).get(name) for side in (old, new))
        if _key(one) != _key(other):
            found.append(Change("lexicon", name, _rows_told(one, other)))
    for name, value in new.get("settings", {}).items():
        if old.get("settings", {}).get(name) != value:
            found.append(Change("settings", name, f"{old.get('settings', {}).get(name)} → {value}"))
    return found + [
        Change(part, "", "changed") for part in ("code", "libraries") if old.get(part) != new.get(part)
    ]


def _key(lexicon: Any) -> Any:
    """The key of a lexicon; a run of an earlier version kept nothing else."""
    return lexicon["key"] if isinstance(lexicon, Mapping) else lexicon


def _rows_told(old: Any, new: Any) -> str:
    """The rows of a lexicon that came, went or are otherwise (see :func:`analysis.stamp.lexicon_inputs`).

    Examples
    --------
    >>> old, new = {"rows": {"甲": "x"}}, {"rows": {"甲": "y", "乙": "x"}}
    >>> _rows_told(old, new)
    'changed: 甲 (x → y), 乙 (x) added'
    """
    if not isinstance(old, Mapping | None) or not isinstance(new, Mapping | None):
        return "changed"
    told = list(_each_row((old or {}).get("rows", {}), (new or {}).get("rows", {})))
    more = [f"and {len(told) - ROWS} more"] if len(told) > ROWS else []
    return f"changed: {', '.join([*told[:ROWS], *more]) or 'the order of its rows'}"


def _each_row(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for term, row in new.items():
        before, after = (_category(side) for side in (old.get(term, ""), row))
        if term not in old:
            yield f"{term} ({after}) added" if after else f"{term} added"
        elif before != after:
            yield f"{term} ({before or '—'} → {after or '—'})"
        elif old[term] != row:
            yield f"{term} (its wording)"
    for term, row in old.items():
        if term not in new:
            yield f"{term} ({category}) removed" if (category := _category(row)) else f"{term} removed"


def _category(row: str) -> str:
    """The category of a term, or the several it has; without the key of its wording."""
    return "; ".join(part.partition(" #")[0] for part in row.split("; "))


def name_causes(causes: Iterable[Change]) -> list[str]:
    """Causes as reasons, kind by kind, the first ones by name."""
    kinds: dict[str, list[Change]] = {}
    for cause in causes:
        kinds.setdefault(cause.kind, []).append(cause)
    return [f"{kind} {', '.join(list_causes(some))}".replace("  ", " ") for kind, some in kinds.items()]


def list_causes(causes: Sequence[Change]) -> list[str]:
    """The first causes by name, and how many there are beside."""
    more = len(causes) - NAMED
    return [f"{c.name} {c.what.partition(': ')[0]}" for c in causes[:NAMED]] + [f"and {more} more"] * (
        more > 0
    )
