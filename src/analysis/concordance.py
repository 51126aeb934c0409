"""The lines of text behind a number: keyword in context, and evidence for any spans.

Nothing is counted here. Every row leads on to the raw text: `raw_start`, `raw_end` say which characters of the file
as received the keyword stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans, spans_at
from analysis.lexicons import Matcher
from analysis.provenance import Edit, locate

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 20  # characters either side: one line on a page together with document and speaker
COLUMNS = (
    "doc_id", "left", "keyword", "right", "sentence", "sentence_index", "speaker", "kind",
    "start", "end", "raw_start", "raw_end",
)  # fmt: skip


def kwic(
    frames: Frames,
    terms: str | Iterable[str] | re.Pattern[str],
    *,
    as_token: bool = False,
    scope: str | None = None,
    width: int = WIDTH,
) -> pd.DataFrame:
    """Every occurrence of a term in its context, one row per occurrence.

    Parameters
    ----------
    frames
        Frames of the corpus.
    terms
        A term, several (longest match first, as lexicons match), or a compiled pattern.
    as_token
        Only where the tokenizer made a token of it: the rows behind `n_token`. Otherwise every occurrence in the
        text.
    scope
        Only within this scope; null: anywhere.
    width
        Characters of context on either side; context stays within the document.

    Returns
    -------
    DataFrame
        The columns of :func:`evidence`.
    """
    spans = find_spans(frames, [terms] if isinstance(terms, str) else terms, as_token=as_token)
    if scope is not None:
        spans = spans[spans_at(frames, scope_spans(frames, scope=scope), spans) >= 0]
    return evidence(spans, frames, width=width)[list(COLUMNS)]


def evidence(spans: pd.DataFrame, frames: Frames, *, width: int = WIDTH) -> pd.DataFrame:
    """Spans of any frame with the text around them, one row per span; the span's own columns are kept.

    Parameters
    ----------
    spans
        Rows with `doc_id`, `start`, `end`: tokens, matches, directives, clauses …
    frames
        Frames of the corpus.
    width
        Characters of context on either side.

    Returns
    -------
    DataFrame
        As `spans`, with `left`, `keyword`, `right`, `sentence` (text of the sentence the span starts in),
        `sentence_index`, `speaker`, `kind` (of the section), `raw_start`, `raw_end`.
    """
    import pandas as pd

    result = spans.reset_index(drop=True).copy()
    result["doc_id"] = result["doc_id"].astype("str")
    text_of = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    texts = [text_of[doc_id] for doc_id in result["doc_id"]]
    places = list(zip(texts, result["start"].tolist(), result["end"].tolist(), strict=True))
    result["left"] = pd.array([_one_line(text[max(a - width, 0) : a]) for text, a, _ in places], dtype="str")
    result["keyword"] = pd.array([text[a:b] for text, a, b in places], dtype="str")
    result["right"] = pd.array([_one_line(text[b : b + width]) for text, _, b in places], dtype="str")
    sentence = spans_at(frames, frames["sentences"], result)
    bounds = frames["sentences"][["start", "end"]].to_numpy()
    result["sentence"] = pd.array(
        [
            text[slice(*bounds[i])].strip() if i >= 0 else None
            for text, i in zip(texts, sentence, strict=True)
        ],
        dtype="str",
    )
    result["sentence_index"] = _looked_up(frames["sentences"], "sentence_index", sentence).astype("Int32")
    result["speaker"] = _looked_up(
        frames["turns"], "speaker", spans_at(frames, frames["turns"], result)
    ).astype("str")
    result["kind"] = _looked_up(
        frames["sections"], "kind", spans_at(frames, frames["sections"], result)
    ).astype("str")
    raw = _raw_spans(result, frames)
    result["raw_start"], result["raw_end"] = raw[:, 0], raw[:, 1]
    return result


def text_of(spans: pd.DataFrame, texts: pd.DataFrame) -> pd.Series:
    """The text each span covers."""
    import pandas as pd

    text = dict(zip(texts["doc_id"], texts["text"], strict=True))
    pieces = zip(spans["doc_id"].astype("str"), spans["start"], spans["end"], strict=True)
    return pd.Series([text[d][a:b] for d, a, b in pieces], index=spans.index, dtype="str")


def find_spans(
    frames: Frames, terms: Iterable[str] | re.Pattern[str], *, as_token: bool = False
) -> pd.DataFrame:
    """Where terms occur: `doc_id`, `term`, `start`, `end`, one row per occurrence (longest match first, no overlap)."""
    import pandas as pd

    if as_token:
        tokens = frames["tokens"]
        known = tokens["term"].cat.categories
        wanted = [t for t in known if terms.fullmatch(t)] if isinstance(terms, re.Pattern) else list(terms)
        return tokens.loc[tokens["term"].isin(wanted), ["doc_id", "term", "start", "end"]].astype(
            {"term": "str"}
        )
    if isinstance(terms, re.Pattern):
        found = ((d, m.group(), *m.span()) for d, text in _documents(frames) for m in terms.finditer(text))
    else:
        matcher = Matcher(terms)
        found = (
            (d, term, start, end) for d, text in _documents(frames) for start, end, term in matcher.find(text)
        )
    hits = [hit for hit in found if hit[1]]
    spans = pd.DataFrame(hits, columns=["doc_id", "term", "start", "end"])
    return spans.astype({"doc_id": "str", "term": "str", "start": "int32", "end": "int32"})


def _documents(frames: Frames):
    return zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True)


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎")


def _looked_up(frame: pd.DataFrame, column: str, rows: np.ndarray) -> pd.Series:
    """Values of a column at rows; null where the row is -1."""
    import pandas as pd

    values = np.array([*frame[column].astype(object), None], dtype=object)
    return pd.Series(values[rows], dtype=object)


def _raw_spans(spans: pd.DataFrame, frames: Frames) -> np.ndarray:
    offsets = dict(zip(frames["texts"]["doc_id"], frames["texts"]["raw_offsets"], strict=True))
    edits: dict[str, list[Edit]] = {doc_id: [] for doc_id in offsets}
    table = frames["edits"]
    for doc_id, *rest in zip(*(table[name] for name in ("doc_id", *Edit._fields)), strict=True):
        edits[doc_id].append(Edit(*rest))
    rows = zip(spans["doc_id"], spans["start"].tolist(), spans["end"].tolist(), strict=True)
    return np.array([locate(a, b, offsets[d], edits[d]) for d, a, b in rows], dtype=np.int32).reshape(-1, 2)
