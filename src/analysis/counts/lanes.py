"""Names, places and dates stand in a lane of their own: they tell texts apart without saying what these are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts.laid import Laid
from analysis.counts.line import Frames, Line, slices, strings
from analysis.counts.persons import addressed
from analysis.gazetteer import short_name
from analysis.lexicons import Matcher

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"^[\d.%]+[年月日号]?$|^[〇一二三四五六七八九十]+[月日号]$")
# Lexicons of matches whose terms are places.
_PLACE_LEXICONS = ("places", "gazetteer")


def lanes_of(frames: Frames, laid: Laid | None = None) -> dict[str, str]:
    """Terms that are not plain words: names of people in the frames, places of the documents, dates and numbers.

    A term is a name (a place) if most of its tokens lie by half or more in a printed name, so that a wrongly cut
    surname does not pass for a word. Nothing is guessed by a tagger.

    Parameters
    ----------
    laid
        The tokens of the frames, where they have been laid out already.
    """
    laid = laid or Laid.of(frames)
    return decide_lanes(_votes(laid, _names(frames, laid)))


def names_in(frames: Frames) -> dict[str, set[str]]:
    """The names that these documents print: lane → names. Sets of parts of a corpus add up to the corpus's."""
    return _names(frames, Laid.of(frames))


def _names(frames: Frames, laid: Laid) -> dict[str, set[str]]:
    people = set(strings(frames["people"]["name"].dropna())) | addressed(laid)
    return {"place": _place_names(frames), "name": people}


def lane_votes(frames: Frames, names: Mapping[str, set[str]]) -> pd.DataFrame:
    """How many tokens of each term there are, and how many of them are a name, or half of them is.

    Returns
    -------
    DataFrame
        One row per term (the index): `total`, and a column for each lane of `names`. Votes of parts of a corpus
        add up to the corpus's.
    """
    return _votes(Laid.of(frames), names)


def _votes(laid: Laid, names: Mapping[str, set[str]]) -> pd.DataFrame:
    import pandas as pd

    votes = {"total": laid.sizes()}
    for lane, words in names.items():
        most = _mostly_inside(laid, *_found(laid.line, words))
        votes[lane] = np.bincount(laid.codes[most], minlength=len(laid.terms))
    return pd.DataFrame(votes, index=pd.Index(laid.terms, dtype="str", name="term"))


def _found(line: Line, words: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where words of two characters or more stand on the line, longest first, none over another: starts, ends."""
    matcher = Matcher(sorted(word for word in words if len(word) > 1))
    pieces = [np.empty((0, 3), dtype=line.bases.dtype)]
    for base, text in line.stretches():
        if hits := matcher.find_numbers(text):
            pieces.append(np.array(hits, dtype=line.bases.dtype) + base)
    found = np.concatenate(pieces)
    return found[:, 1], found[:, 2]


def _mostly_inside(laid: Laid, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Numbers of the tokens of which half or more lies in stretches (in order, none over another)."""
    before = np.maximum(np.searchsorted(laid.starts, first, side="right") - 1, 0)
    begin = before + (laid.ends(before) <= first) if len(laid.starts) else before
    n = np.maximum(np.searchsorted(laid.starts, last) - begin, 0)
    stretch = np.repeat(np.arange(len(n)), n)
    token = np.arange(n.sum()) + np.repeat(begin - np.cumsum(n) + n, n)
    common = np.minimum(laid.ends(token), last[stretch]) - np.maximum(laid.starts[token], first[stretch])
    is_new = (
        np.diff(token, prepend=-1) > 0
    )  # a token that two stretches touch comes twice, one behind the other
    touched = token[is_new]
    covered = np.bincount(np.cumsum(is_new) - 1, common, minlength=len(touched))
    # A word built on a name (a doctrine that bears it) is no name: half of a token at least is.
    return touched[(covered > 0) & (2 * covered >= laid.ends(touched) - laid.starts[touched])]


def decide_lanes(votes: pd.DataFrame) -> dict[str, str]:
    """Term → lane, for terms that are not plain words; a name goes before a place, a place before a date."""
    lanes = {term: "date" for term in strings(votes.index) if _NUMBER.match(term)}
    for lane in votes.columns.drop("total"):
        most = (votes[lane] > 0) & (2 * votes[lane] > votes["total"])
        lanes |= dict.fromkeys(votes.index[most], lane)
    return lanes


def _place_names(frames: Frames) -> set[str]:
    """Names of the documents' own places, and the places matched from a gazetteer, long and short."""
    names: set[str] = set()
    for column in ("province", "city", "district"):
        names |= set(strings(frames["documents"][column].dropna()))
    matches = frames["matches"]
    lexicon, term = (matches[column].astype("category").array for column in ("lexicon", "term"))
    seen = np.zeros(len(term.categories), dtype=bool)
    is_place = np.append(lexicon.categories.isin(_PLACE_LEXICONS), False)
    for rows in slices(len(matches)):
        seen[term.codes[rows][is_place[lexicon.codes[rows]]]] = True
    names |= set(term.categories[seen])
    return names | {short_name(name) for name in names}
