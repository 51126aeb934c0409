"""Persons a text names without giving them a part in the meeting: known by the honorific behind the name, not from a list."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from analysis.counts.line import Frames, strings
from analysis.lexicons import DEFAULTS, read_lexicon

# Said of a person alone, right behind the name. Other offices follow bodies as often as names (党组书记, 常委会主任).
_OFFICES = ("总书记",)
# Characters of a name: two cannot be told from a verb (爱戴总书记) or a group (全体同志).
_LENGTH = 3


def addressed(frames: Frames) -> set[str]:
    """Terms of three characters that begin with a surname and stand right before an honorific somewhere in these texts.

    A name must be a token by itself, so that a piece of a longer word gives none.
    """
    tokens = frames["tokens"]
    terms = strings(tokens["term"].cat.categories)
    codes = tokens["term"].cat.codes.to_numpy()
    surnames, honorific = _surnames(), _honorific()
    is_name = np.array([len(term) == _LENGTH and term[0] in surnames for term in terms], dtype=bool)
    at = is_name[codes].nonzero()[0]
    texts = dict(zip(strings(frames["texts"]["doc_id"]), strings(frames["texts"]["text"]), strict=True))
    own, ends = tokens["doc_id"].iloc[at], tokens["end"].to_numpy()[at]
    places = zip(own.to_numpy(dtype=object).tolist(), codes[at].tolist(), ends.tolist(), strict=True)
    return {terms[code] for doc_id, code, end in places if honorific.match(texts[doc_id], end)}


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    entries = read_lexicon(DEFAULTS / "surnames.csv")
    return frozenset(entry.term for entry in entries if entry.category == "single")


@lru_cache(maxsize=1)
def _honorific() -> re.Pattern[str]:
    entries = read_lexicon(DEFAULTS / "titles.csv")
    said = [*_OFFICES, *(entry.term for entry in entries if entry.category == "honorific")]
    return re.compile(f"(?:{'|'.join(said)})(?!们)")
