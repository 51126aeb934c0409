"""What texts share word for word: set phrases, near-equal clauses, and how formulaic each sentence is.

Quotation marks are passed over, so that a phrase is the same with and without them. Nothing crosses a sentence end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.counts import Frames, is_han, scope_spans
from analysis.measures.results import as_columns, make_result

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MIN_LENGTH = 8  # characters: shorter strings recur by grammar and by single terms alone
MIN_DOCUMENTS = 2
# A sentence of which two thirds are said elsewhere word for word is a formula; less than a fifth is a term or two.
FORMULAIC, LOCAL = 2 / 3, 1 / 5
CLASSES = ("formulaic", "mixed", "local")
_PASSED_OVER = re.compile(r"""[“”‘’"'「」『』《》〈〉\s]""")
# The multiplier of a polynomial hash over 2^64: odd and large; two different strings agree by chance once in 10^19.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class _Stream(NamedTuple):
    """Characters of all sentences in scope, one after the other, without what is passed over."""

    points: np.ndarray  # code point
    sentence: np.ndarray  # number of the sentence
    document: np.ndarray  # number of the document
    position: np.ndarray  # offset in the document's text
    begins: np.ndarray  # whether a token that is no punctuation begins here
    ends: np.ndarray  # whether one ends here
    doc_ids: list[str]


def measure_set_phrases(
    frames: Frames,
    *,
    scope: str = "attributed",
    min_length: int = MIN_LENGTH,
    min_documents: int = MIN_DOCUMENTS,
) -> pd.DataFrame:
    """Strings of whole tokens that several documents share, one row per string that cannot be made longer.

    A longer one would lose an occurrence; where texts agree in half a token (进 of 推进 and 促进), the half is left out.

    Parameters
    ----------
    min_length
        Characters, quotation marks not counted.

    Returns
    -------
    DataFrame
        `phrase` (without quotation marks), `n_characters`, `n`, `n_documents`, `doc_ids`; those of most documents
        first, the longest of these first.
    """
    stream = _stream(frames, scope)
    starts, keys = _grams(stream, min_length)
    shared, key = _shared(stream, starts, keys, min_documents)
    index = np.argsort(keys, kind="stable")
    rows: dict[str, tuple] = {}
    for places, first, last in _maximal(stream, shared, key):
        begin, end = _whole(stream, places, first, last + min_length)
        phrase = _string(stream.points[places[0] + begin : places[0] + end])
        if end - begin < min_length or phrase in rows:
            continue
        everywhere = _occurrences(stream, starts[index], keys[index], (places[0] + begin, end - begin))
        documents = np.unique(stream.document[everywhere])
        listed = " ".join(stream.doc_ids[d].replace(" ", "\u00a0") for d in documents)
        rows[phrase] = (phrase, len(phrase), len(everywhere), len(documents), listed)
    found = sorted(rows.values(), key=lambda row: (-row[3], -row[1], row[0]))
    names = ("phrase", "n_characters", "n", "n_documents", "doc_ids")
    return make_result("set_phrases", as_columns(names, found))


def measure_formulaic(
    frames: Frames,
    *,
    scope: str = "attributed",
    min_length: int = MIN_LENGTH,
    min_documents: int = MIN_DOCUMENTS,
) -> pd.DataFrame:
    """How much of each sentence other documents say word for word, one row per sentence of the scope.

    Returns
    -------
    DataFrame
        `doc_id`, `sentence_index`, `n_han`, `n_reused` (Han characters within shared strings), `share`, `class`
        (formulaic from two thirds on, local below a fifth, else mixed).
    """
    import pandas as pd

    spans = scope_spans(frames, scope=scope)
    sentences = spans.groupby(["doc_id", "sentence_index"], sort=True)["n_han"].sum().reset_index()
    reused = reused_spans(frames, scope=scope, min_length=min_length, min_documents=min_documents)
    text = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    han = [
        int(is_han(text[d][a:b]).sum())
        for d, a, b in zip(reused["doc_id"], reused["start"], reused["end"], strict=True)
    ]
    sums = (
        reused.assign(n_reused=pd.array(han, dtype="int64"))
        .groupby(["doc_id", "sentence_index"])["n_reused"]
        .sum()
    )
    table = sentences.merge(sums.reset_index(), how="left", on=["doc_id", "sentence_index"])
    n_reused = np.minimum(table["n_reused"].fillna(0), table["n_han"])
    share = np.where(table["n_han"] > 0, n_reused / table["n_han"].clip(lower=1), 0.0)
    kind = np.where(share >= FORMULAIC, "formulaic", np.where(share < LOCAL, "local", "mixed"))
    columns = {name: table[name] for name in ("doc_id", "sentence_index", "n_han")}
    return make_result("formulaic", columns | {"n_reused": n_reused, "share": share, "class": kind})


def reused_spans(
    frames: Frames,
    *,
    scope: str = "attributed",
    min_length: int = MIN_LENGTH,
    min_documents: int = MIN_DOCUMENTS,
) -> pd.DataFrame:
    """The stretches of each document that others share: `doc_id`, `sentence_index`, `start`, `end`, no two overlapping."""
    import pandas as pd

    stream = _stream(frames, scope)
    starts, keys = _grams(stream, min_length)
    shared, _ = _shared(stream, starts, keys, min_documents)
    covered = np.zeros(len(stream.points) + 1, dtype=np.int64)
    np.add.at(covered, shared, 1)
    np.add.at(covered, shared + min_length, -1)
    inside = np.cumsum(covered)[:-1] > 0
    border = np.r_[True, stream.sentence[1:] != stream.sentence[:-1]] if len(inside) else inside
    first = np.flatnonzero(inside & (border | ~np.r_[False, inside[:-1]]))
    last = (
        np.flatnonzero(inside & (np.r_[border[1:], True] | ~np.r_[inside[1:], False]))
        if len(inside)
        else first
    )
    return pd.DataFrame(
        {
            "doc_id": pd.array([stream.doc_ids[d] for d in stream.document[first]], dtype="str"),
            "sentence_index": _sentence_numbers(frames, stream, first),
            "start": stream.position[first].astype(np.int32),
            "end": stream.position[last].astype(np.int32) + 1,
        }
    )


def without_reused(frames: Frames, **options) -> dict:
    """Frames in which shared stretches are not counted: their tokens are gone and their characters in no denominator.

    For keyness of what is a place's own: ``measure_keyness(without_reused(frames))``. Options as for :func:`reused_spans`.
    """
    import pandas as pd

    from analysis.counts import spans_at

    reused = reused_spans(frames, **options)
    tokens = frames["tokens"]
    kept = spans_at(frames, reused, tokens) < 0
    hidden = reused[["doc_id", "start", "end"]].assign(kind=None, note="shared with another document")
    damage = pd.concat([frames["damage"].astype({"kind": object}), hidden], ignore_index=True)
    return {**frames, "tokens": tokens[kept].reset_index(drop=True), "damage": damage}


def _stream(frames: Frames, scope: str) -> _Stream:
    spans = scope_spans(frames, scope=scope).sort_values(["doc_id", "start"], kind="stable")
    doc_ids = sorted(set(spans["doc_id"]))
    number = {doc_id: i for i, doc_id in enumerate(doc_ids)}
    text_of = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    edges = _edges(frames, text_of)
    passed: dict[str, np.ndarray] = {}
    pieces = []
    for doc_id, sentence, start, end in zip(
        *(spans[c] for c in ("doc_id", "sentence_index", "start", "end")), strict=True
    ):
        if doc_id not in passed:
            text = text_of[doc_id]
            passed[doc_id] = np.ones(len(text), dtype=bool)
            passed[doc_id][[match.start() for match in _PASSED_OVER.finditer(text)]] = False
        position = start + np.flatnonzero(passed[doc_id][start:end])
        points = np.frombuffer(
            text_of[doc_id][start:end].encode("utf-32-le", "surrogatepass"), dtype=np.uint32
        )
        pieces.append(
            (
                points[position - start],
                np.full(len(position), sentence),
                np.full(len(position), number[doc_id]),
                position,
                edges[doc_id][0][position],
                edges[doc_id][1][position],
            )
        )
    columns = (
        [np.concatenate(column) for column in zip(*pieces, strict=True)]
        if pieces
        else [np.empty(0, dtype=int)] * 6
    )
    points, sentence, document, position, begins, ends = columns
    changed = np.r_[True, (np.diff(sentence) != 0) | (np.diff(document) != 0)] if len(points) else points
    return _Stream(points, np.cumsum(changed), document, position, begins, ends, doc_ids)


def _edges(frames: Frames, text_of: Mapping[str, str]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """For each character of each document whether a token begins, and whether one ends there; punctuation is none."""
    tokens = frames["tokens"]
    edges = {
        d: (np.zeros(len(text), dtype=bool), np.zeros(len(text), dtype=bool)) for d, text in text_of.items()
    }
    for doc_id, part in tokens.groupby("doc_id", observed=True):
        text, start, end = text_of[doc_id], part["start"].to_numpy(), part["end"].to_numpy()
        worded = np.array([text[at].isalnum() for at in start], dtype=bool)
        edges[doc_id][0][start[worded]] = True
        edges[doc_id][1][end[worded] - 1] = True
    return edges


def _sentence_numbers(frames: Frames, stream: _Stream, at: np.ndarray) -> np.ndarray:
    import pandas as pd

    from analysis.counts import spans_at

    places = pd.DataFrame(
        {"doc_id": [stream.doc_ids[d] for d in stream.document[at]], "start": stream.position[at]}
    )
    sentences = frames["sentences"]
    return (
        sentences["sentence_index"].to_numpy()[spans_at(frames, sentences, places)]
        if len(at)
        else np.empty(0, np.int32)
    )


def _grams(stream: _Stream, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each string of that length within a sentence begins, and its hash."""
    size = len(stream.points) - length + 1
    if size <= 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    points = stream.points.astype(np.uint64)
    keys = np.zeros(size, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for step in range(length):
            keys = keys * _FACTOR + points[step : step + size]
            keys ^= keys >> np.uint64(29)
    starts = np.flatnonzero(stream.sentence[:size] == stream.sentence[length - 1 :])
    return starts, keys[starts]


def _shared(stream: _Stream, starts: np.ndarray, keys: np.ndarray, min_documents: int):
    """The strings that enough documents have: where they begin, and the number of each different string."""
    _, number = np.unique(keys, return_inverse=True)
    number = number.ravel()
    pairs = np.unique(np.stack([number, stream.document[starts]], axis=1), axis=0)
    documents = np.bincount(pairs[:, 0], minlength=number.max() + 1 if len(number) else 0)
    kept = documents[number] >= min_documents if len(number) else np.empty(0, dtype=bool)
    return starts[kept], number[kept]


def _maximal(stream: _Stream, shared: np.ndarray, key: np.ndarray):
    """Strings as long as they can be with all their occurrences: (where, steps to the left, steps to the right)."""
    at = np.full(len(stream.points), -1)
    at[shared] = key
    order = np.argsort(key, kind="stable")
    n = np.bincount(key) if len(key) else np.empty(0, dtype=int)
    done = np.zeros(len(n), dtype=bool)
    for places in np.split(shared[order], np.cumsum(n[n > 0])[:-1]) if len(key) else ():
        if done[at[places[0]]]:
            continue
        reach = []
        for step in (-1, 1):
            far = 0
            while _agree(at, places + far + step):
                far += step
                beside = at[places[0] + far]
                done[beside] |= n[beside] == len(places)
            reach.append(far)
        yield places, *reach


def _whole(stream: _Stream, places: np.ndarray, first: int, last: int) -> tuple[int, int]:
    """The same string from where at one of its places a token begins to where one ends."""
    while first < last and not stream.begins[places + first].any():
        first += 1
    while last > first and not stream.ends[places + last - 1].any():
        last -= 1
    return first, last


def _occurrences(
    stream: _Stream, starts: np.ndarray, keys: np.ndarray, string: tuple[int, int]
) -> np.ndarray:
    """Where a string of the stream (place, length) stands, itself included; `keys` are sorted, `starts` with them."""
    place, length = string
    key = keys[np.flatnonzero(starts == place)[0]]
    found = starts[np.searchsorted(keys, key, "left") : np.searchsorted(keys, key, "right")]
    found = found[found + length <= len(stream.points)]
    same = stream.points[found[:, None] + np.arange(length)] == stream.points[place : place + length]
    return np.sort(found[same.all(axis=1) & (stream.sentence[found] == stream.sentence[found + length - 1])])


def _agree(at: np.ndarray, places: np.ndarray) -> bool:
    """Whether the same shared string begins at all these places."""
    if places[0] < 0 or places[-1] >= len(at):
        return False
    return bool(at[places[0]] >= 0 and (at[places] == at[places[0]]).all())


def _string(points: np.ndarray) -> str:
    return points.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
