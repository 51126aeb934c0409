"""What of a text is counted: a scope cut into pieces, each in one sentence, one turn and one section.

Every count and every denominator is a sum over pieces, so that counts of groups always add up. A token belongs to the piece
it starts in.

Scopes: `attributed` (words of a speaker or the meeting, without title, source, lead, attendance and matter of
other kinds), `body` (all but title and source), `directives` (the spans of directives), `all`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts.line import Frames, Line, inside, strings, taken

if TYPE_CHECKING:
    import pandas as pd

EXCLUDED_KINDS = {
    "attributed": ("title", "source", "lead", "attendance", "other"),
    "body": ("title", "source"),
    "directives": (),
    "all": (),
}
UNITS = ("sentence", "section", "document", "group")
# Speakers that stand for whoever spoke: in two documents they are two speakers.
GENERIC_SPEAKERS = ("会议", "讲话人")


def scope_spans(
    frames: Frames, *, scope: str = "attributed", by: str | Mapping[str, str] = "doc_id"
) -> pd.DataFrame:
    """The pieces of a scope: one row per stretch in one sentence, turn and section, in order.

    Parameters
    ----------
    frames
        texts, documents, sentences, turns, sections, damage; directives for that scope.
    scope
        One of :data:`EXCLUDED_KINDS`.
    by
        What makes the groups: a column of documents, `speaker`, `kind`, or a mapping doc_id → group. A null
        stays a group of its own, named by the document's label.

    Returns
    -------
    DataFrame
        `doc_id`, `sentence_index`, `section_index`, `speaker`, `kind`, `start`, `end`, `n_han`, `group`.

    Raises
    ------
    ValueError
        If the scope is unknown.
    """
    if scope not in EXCLUDED_KINDS:
        raise ValueError(f"scope {scope!r} is not one of {tuple(EXCLUDED_KINDS)}")
    line = Line(frames)
    names = ("sentences", "turns", "sections", *(("directives",) if scope == "directives" else ()))
    covers = {name: line.cover(frames[name]) for name in names}
    is_border = np.zeros(line.bases[-1] + 1, dtype=bool)
    for positions in (line.bases, *(edges for cover in covers.values() for edges in cover[:2])):
        is_border[positions] = True
    borders = np.flatnonzero(is_border)
    at = {name: inside(borders[:-1], cover) for name, cover in covers.items()}
    kept = np.flatnonzero(_is_counted(frames, at, scope))
    return _pieces(frames, line, (borders[kept], borders[kept + 1]), {k: v[kept] for k, v in at.items()}, by)


def _is_counted(frames: Frames, at: Mapping[str, np.ndarray], scope: str) -> np.ndarray:
    """Whether a piece, given by the rows of the sentence, turn, section it lies in (-1: in none), is in scope."""
    counted = at["sentences"] >= 0
    excluded = frames["sections"]["kind"].isin(EXCLUDED_KINDS[scope]).to_numpy(dtype=bool)
    counted &= ~np.append(excluded, False)[at["sections"]]
    if scope == "attributed":
        counted &= np.append(frames["turns"]["speaker"].notna().to_numpy(dtype=bool), False)[at["turns"]]
    if scope == "directives":
        counted &= at["directives"] >= 0
    return counted


def _pieces(
    frames: Frames,
    line: Line,
    edges: tuple[np.ndarray, np.ndarray],
    at: Mapping[str, np.ndarray],
    by: str | Mapping[str, str],
) -> pd.DataFrame:
    """The rows of pieces between these positions of the line."""
    import pandas as pd

    starts, ends = edges
    local = line.local(starts)
    spans = pd.DataFrame(
        {
            "doc_id": line.doc_ids_at(starts),
            "sentence_index": taken(frames["sentences"], "sentence_index", at["sentences"]),
            "section_index": taken(frames["sections"], "section_index", at["sections"]),
            "speaker": taken(frames["turns"], "speaker", at["turns"]),
            "kind": taken(frames["sections"], "kind", at["sections"]),
            "start": local,
            "end": local + (ends - starts).astype(np.int32),
            "n_han": line.count_han(frames, starts, ends),
        }
    )
    spans["group"] = _groups(spans, frames["documents"], by)
    return spans


def unit_rows(spans: pd.DataFrame, unit: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The units that pieces make up, with their Han characters; and each piece's unit."""
    keys = {
        "sentence": ["group", "doc_id", "sentence_index"],
        "section": ["group", "doc_id", "section_index"],
        "document": ["group", "doc_id"],
        "group": ["group"],
    }
    if unit not in keys:
        raise ValueError(f"unit {unit!r} is not one of {UNITS}")
    grouped = spans.groupby(keys[unit], observed=True, sort=True, dropna=False)
    rows = grouped["n_han"].sum().astype(np.int64).reset_index()
    return rows, grouped.ngroup().to_numpy()


def _groups(spans: pd.DataFrame, documents: pd.DataFrame, by: str | Mapping[str, str]) -> pd.Categorical:
    """Group of each piece; groups in the order of the documents (of first appearance for speakers and kinds)."""
    import pandas as pd

    documents = documents.sort_values("order", kind="stable")
    ids = strings(documents["doc_id"])
    label = dict(zip(ids, strings(documents["label_zh"].fillna(documents["doc_id"])), strict=True))
    if by == "kind":
        groups = spans["kind"].astype("str").fillna("other")
    elif by == "speaker":
        generic = spans["speaker"].isin(GENERIC_SPEAKERS) | spans["speaker"].isna()
        labels = spans["doc_id"].map(label)
        groups = spans["speaker"].where(~generic, labels + "·" + spans["speaker"].fillna("—"))
    else:
        source = by if isinstance(by, Mapping) else dict(zip(ids, strings(documents[by]), strict=True))
        values = pd.Series([source.get(d) for d in ids], dtype=object)
        unknown = values.isna().tolist()
        named = {
            d: label[d] if is_null else str(value)
            for d, value, is_null in zip(ids, values.tolist(), unknown, strict=True)
        }
        codes, own = pd.factorize(spans["doc_id"])
        present = strings(own)
        known = set(present)
        order = list(dict.fromkeys(named[d] for d in ids if d in known))
        place = {name: i for i, name in enumerate(order)}
        group = np.array([place[named[d]] if d in named else -1 for d in present], dtype=np.int64)
        return pd.Categorical.from_codes(group[codes], order, ordered=True)
    rank = dict(zip(ids, range(len(documents)), strict=True))
    first = spans.assign(g=groups, r=spans["doc_id"].map(rank)).sort_values(["r", "start"], kind="stable")[
        "g"
    ]
    return pd.Categorical(groups, list(dict.fromkeys(first)), ordered=True)
