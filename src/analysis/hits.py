"""What stands behind every row of a result: the spans of text that were counted.

A measure returns numbers; these functions return, for the same frames and the same groups, the things it counted, so
that a mark can open its sentences. For every row the number of hits is the number in the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, cast_dtm, scope_spans, spans_at
from analysis.measures.keyness import is_content
from analysis.measures.themes import UNTHEMED, leaves
from analysis.measures.uncertainty import group_matrix

if TYPE_CHECKING:
    import pandas as pd

By = str | Mapping[str, str]
UNGRADED = "not graded"
SPAN = ["doc_id", "start", "end"]


def find_hits(table: pd.DataFrame, things: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The things behind each row of a table, one row a thing.

    Parameters
    ----------
    table
        A result; its rows are numbered from 0.
    things
        What was counted: `doc_id`, `start`, `end` and the keys.
    keys
        Columns that tell which row a thing belongs to.

    Returns
    -------
    DataFrame
        `mark` (number of the row), `doc_id`, `start`, `end`; by row, then in the order of the things.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"theme": ["air", "water"], "n": [0, 1]})
    >>> things = pd.DataFrame({"theme": ["water"], "doc_id": ["a"], "start": [3], "end": [9]})
    >>> find_hits(table, things, ["theme"]).values.tolist()
    [[1, 'a', 3, 9]]
    """
    keys = list(keys)
    # Keys are compared as objects: a category of one frame is none of another.
    numbered = table[keys].astype("str").assign(mark=np.arange(len(table)))
    found = things[SPAN].astype({"doc_id": "str"}).assign(**{key: things[key].astype("str") for key in keys})
    found = found.merge(numbered, on=keys).sort_values("mark", kind="stable", ignore_index=True)
    return found[["mark", *SPAN]]


def counted_demands(frames: Frames, *, by: By = "doc_id") -> pd.DataFrame:
    """Demands without others under them, with their `theme`, `strength` and `group`."""
    low = _grouped(frames, leaves(frames["directives"]), scope="directives", by=by)
    return low.assign(
        theme=low["theme"].astype("str").fillna(UNTHEMED),
        strength=low["strength"].astype("str").fillna(UNGRADED),
    )


def counted_actors(frames: Frames, *, by: By = "doc_id") -> pd.DataFrame:
    """Demands that name somebody, once for each `type` of actor they name, with their `group`."""
    demands = _grouped(frames, frames["directives"], scope="directives", by=by)
    named = frames["actors"].dropna(subset=["directive_index"])[["doc_id", "directive_index", "type"]]
    named = named.astype({"directive_index": "int32", "doc_id": "str"}).drop_duplicates()
    return demands.astype({"doc_id": "str"}).merge(named, on=["doc_id", "directive_index"])


def demands_under(frames: Frames) -> pd.DataFrame:
    """Demands by the headline they stand under at any depth (`directive_index`), with their `theme`.

    A headline counts itself only where nothing stands under it.
    """
    directives = frames["directives"]
    root: dict[tuple[str, int], int] = {}
    keys = list(zip(directives["doc_id"], directives["directive_index"], strict=True))
    for key, parent in zip(keys, directives["parent_index"].fillna(-1), strict=True):
        root[key] = root[key[0], parent] if parent >= 0 else key[1]
    roots = np.array([root[key] for key in keys], dtype=np.int64)
    table = directives.assign(own=directives["directive_index"], directive_index=roots)
    table["theme"] = table["theme"].astype("str").fillna(UNTHEMED)
    size = table.groupby(["doc_id", "directive_index"])["own"].transform("size")
    return table[(table["own"] != table["directive_index"]) | (size == 1)]


def counted_pieces(frames: Frames, *, by: By = "doc_id", scope: str = "all") -> pd.DataFrame:
    """Stretches of text in one sentence, turn and section, with `kind`, `group` and `n_han`."""
    spans = scope_spans(frames, scope=scope, by=by)
    return spans.assign(kind=spans["kind"].fillna("other"))


def counted_tokens(
    frames: Frames, terms: Sequence[str] | None = None, *, by: By = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """Tokens in scope with their `term` and `group`.

    Parameters
    ----------
    terms
        Only of these terms.
    """
    tokens = frames["tokens"]
    if terms is not None:
        tokens = tokens[tokens["term"].isin(list(terms))]
    return _grouped(frames, tokens, scope=scope, by=by)


def counted_mentions(
    frames: Frames, lexicon: str, *, by: By = "doc_id", scope: str = "attributed"
) -> pd.DataFrame:
    """Matches of a lexicon in scope, their category as `theme`, with their `group`."""
    matches = frames["matches"]
    found = _grouped(frames, matches[matches["lexicon"] == lexicon], scope=scope, by=by)
    return found.assign(theme=found["category"].astype("str"))


def telling_terms(
    frames: Frames, pairs: Sequence[tuple[str, str]], n: int, *, by: By = "doc_id", scope: str = "attributed"
) -> list[list[tuple[str, int, int]]]:
    """For each pair of groups the terms that add most to their divergence, with their counts in both.

    The order is that of :func:`analysis.measures.similarity.measure_contributions`, for many pairs at once.
    """
    dtm = cast_dtm(frames, unit="document", by=by, scope=scope)
    content = is_content(dtm.terms)
    terms = dtm.terms["term"].to_numpy(dtype=object)[content]
    groups = dtm.rows["group"]
    counts = (group_matrix(groups) @ dtm.matrix).toarray()[:, content]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    row = {name: number for number, name in enumerate(groups.cat.categories)}
    result = []
    for one, other in pairs:
        a, b = row[one], row[other]
        order = np.lexsort((terms, -np.abs(_divergence(shares[a], shares[b]))))[:n]
        result.append([(terms[i], int(counts[a, i]), int(counts[b, i])) for i in order])
    return result


def _divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """What each term adds to the Jensen–Shannon divergence (Lin 1991)."""
    middle = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(s > 0, s * np.log2(s / middle), 0.0) for s in (p, q)]
    return (parts[0] + parts[1]) / 2


def _grouped(frames: Frames, things: pd.DataFrame, *, scope: str, by: By) -> pd.DataFrame:
    """The things that start in the scope, with the group of the piece they start in."""
    spans = scope_spans(frames, scope=scope, by=by)
    at = spans_at(frames, spans, things)
    inside = at >= 0
    group = spans["group"].astype("str").to_numpy(dtype=object)[at[inside]]
    return things[inside].assign(group=group)
