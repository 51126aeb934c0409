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

from analysis.counts.line import Frames, Line, inside, taken

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
    import pandas as pd

    if scope not in EXCLUDED_KINDS:
        raise ValueError(f"scope {scope!r} is not one of {tuple(EXCLUDED_KINDS)}")
    line = Line(frames)
    names = ("sentences", "turns", "sections", *(("directives",) if scope == "directives" else ()))
    covers = {name: line.cover(frames[name]) for name in names}
    borders = np.unique(
        np.concatenate([line.bases, *(np.concatenate(cover[:2]) for cover in covers.values())])
    )
    starts, ends = borders[:-1], borders[1:]
    at = {name: inside(starts, cover) for name, cover in covers.items()}
    spans = pd.DataFrame(
        {
            "doc_id": line.doc_ids_at(starts),
            "sentence_index": taken(frames["sentences"], "sentence_index", at["sentences"], -1),
            "section_index": taken(frames["sections"], "section_index", at["sections"], -1),
            "speaker": taken(frames["turns"], "speaker", at["turns"], None),
            "kind": taken(frames["sections"], "kind", at["sections"], None),
            "start": line.local(starts),
            "end": line.local(starts) + (ends - starts).astype(np.int32),
            "n_han": line.count_han(frames, starts, ends),
        }
    )
    kept = (spans["sentence_index"] >= 0) & ~spans["kind"].isin(EXCLUDED_KINDS[scope])
    if scope == "attributed":
        kept &= spans["speaker"].notna()
    if scope == "directives":
        kept &= at["directives"] >= 0
    spans = spans[kept].reset_index(drop=True)
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
    label = dict(zip(documents["doc_id"], documents["label_zh"].fillna(documents["doc_id"]), strict=True))
    labels = spans["doc_id"].map(label)
    if by == "kind":
        groups = spans["kind"].astype("str").fillna("other")
    elif by == "speaker":
        generic = spans["speaker"].isin(GENERIC_SPEAKERS) | spans["speaker"].isna()
        groups = spans["speaker"].where(~generic, labels + "·" + spans["speaker"].fillna("—"))
    else:
        source = by if isinstance(by, Mapping) else dict(zip(documents["doc_id"], documents[by], strict=True))
        named = {d: label[d] if pd.isna(source.get(d)) else str(source[d]) for d in documents["doc_id"]}
        present = set(spans["doc_id"])
        order = list(dict.fromkeys(name for d, name in named.items() if d in present))
        return pd.Categorical(spans["doc_id"].map(named), order, ordered=True)
    rank = dict(zip(documents["doc_id"], range(len(documents)), strict=True))
    first = spans.assign(g=groups, r=spans["doc_id"].map(rank)).sort_values(["r", "start"], kind="stable")[
        "g"
    ]
    return pd.Categorical(groups, list(dict.fromkeys(first)), ordered=True)
