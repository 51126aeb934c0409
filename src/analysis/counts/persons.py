"""Persons a text names without giving them a part in the meeting: known by the honorific behind the name, not from a list."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from analysis.counts.laid import Laid
from analysis.counts.line import slices
from analysis.lexicons import DEFAULTS, read_lexicon

# Said of a person alone, right behind the name. Other offices follow bodies as often as names (党组书记, 常委会主任).
_OFFICES = ("总书记",)
# Characters of a name: two cannot be told from a verb (爱戴总书记) or a group (全体同志).
_LENGTH = 3


def addressed(laid: Laid) -> set[str]:
    """Terms of three characters that begin with a surname and stand right before an honorific somewhere in these texts.

    A name must be a token by itself, so that a piece of a longer word gives none.
    """
    terms, line = laid.terms, laid.line
    surnames, honorific = _surnames(), _honorific()
    is_name = np.array([len(term) == _LENGTH and term[0] in surnames for term in terms], dtype=bool)
    found = [rows.start + is_name[laid.codes[rows]].nonzero()[0] for rows in slices(len(laid.codes))]
    at = np.concatenate([np.empty(0, np.int64), *found])
    at = at[_may_follow(laid, at)]
    own, ends = line.documents_at(laid.starts[at]), laid.tokens["end"].to_numpy()[at]
    places = zip(own.tolist(), laid.codes[at].tolist(), ends.tolist(), strict=True)
    return {terms[code] for number, code, end in places if honorific.match(line.texts[number], end)}


def _may_follow(laid: Laid, at: np.ndarray) -> np.ndarray:
    """Whether an honorific may stand behind each of some tokens, by the first character of the token there."""
    firsts = {said[0] for said in _said()}
    begins = np.array([term[:1] in firsts for term in laid.terms], dtype=bool)
    following = np.minimum(at + 1, len(laid.codes) - 1)
    return begins[laid.codes[following]] | (laid.starts[following] != laid.ends(at))


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    entries = read_lexicon(DEFAULTS / "surnames.csv")
    return frozenset(entry.term for entry in entries if entry.category == "single")


@lru_cache(maxsize=1)
def _honorific() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(_said())})(?!们)")


@lru_cache(maxsize=1)
def _said() -> tuple[str, ...]:
    entries = read_lexicon(DEFAULTS / "titles.csv")
    return (*_OFFICES, *(entry.term for entry in entries if entry.category == "honorific"))
