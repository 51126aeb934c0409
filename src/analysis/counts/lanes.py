"""Names, places and dates stand in a lane of their own: they tell texts apart without saying what these are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts.line import Frames, Line, strings
from analysis.counts.persons import addressed
from analysis.gazetteer import short_name
from analysis.lexicons import Matcher

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"^[\d.%]+[年月日号]?$|^[〇一二三四五六七八九十]+[月日号]$")
# Lexicons of matches whose terms are places.
_PLACE_LEXICONS = ("places", "gazetteer")


def lanes_of(frames: Frames) -> dict[str, str]:
    """Terms that are not plain words: names of people in the frames, places of the documents, dates and numbers.

    A term is a name (a place) if most of its tokens lie by half or more in a printed name, so that a wrongly cut
    surname does not pass for a word. Nothing is guessed by a tagger.
    """
    return decide_lanes(lane_votes(frames, names_in(frames)))


def names_in(frames: Frames) -> dict[str, set[str]]:
    """The names that these documents print: lane → names. Sets of parts of a corpus add up to the corpus's."""
    people = set(frames["people"]["name"].dropna()) | addressed(frames)
    return {"place": _place_names(frames), "name": people}


def lane_votes(frames: Frames, names: Mapping[str, set[str]]) -> pd.DataFrame:
    """How many tokens of each term there are, and how many of them are a name, or half of them is.

    Returns
    -------
    DataFrame
        One row per term (the index): `total`, and a column for each lane of `names`. Votes of parts of a corpus
        add up to the corpus's.
    """
    import pandas as pd

    tokens, line = frames["tokens"], Line(frames)
    categories = tokens["term"].cat.categories
    codes = tokens["term"].cat.codes.to_numpy()
    start = line.place(tokens["doc_id"], tokens["start"])
    end = line.place(tokens["doc_id"], tokens["end"])
    if np.any(start[1:] < start[:-1]):
        order = np.argsort(start)
        codes, start, end = codes[order], start[order], end[order]
    votes = {"total": np.bincount(codes, minlength=len(categories))}
    for lane, words in names.items():
        most = _mostly_inside(start, end, *_found(line, words))
        votes[lane] = np.bincount(codes[most], minlength=len(categories))
    return pd.DataFrame(votes, index=pd.Index(categories, dtype="str", name="term"))


def _found(line: Line, words: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where words of two characters or more stand on the line, longest first, none over another: starts, ends."""
    matcher = Matcher(sorted(word for word in words if len(word) > 1))
    pieces = [np.empty((0, 3), dtype=np.int64)]
    for base, text in zip(line.bases[:-1].tolist(), line.texts, strict=True):
        if hits := matcher.find_numbers(text):
            pieces.append(np.array(hits, dtype=np.int64) + base)
    found = np.concatenate(pieces)
    return found[:, 1], found[:, 2]


def _mostly_inside(start: np.ndarray, end: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Numbers of the tokens (in order, none over another) of which half or more lies in stretches (likewise)."""
    begin, stop = np.searchsorted(end, first, side="right"), np.searchsorted(start, last)
    n = np.maximum(stop - begin, 0)
    stretch = np.repeat(np.arange(len(n)), n)
    token = np.arange(n.sum()) + np.repeat(begin - np.cumsum(n) + n, n)
    common = np.minimum(end[token], last[stretch]) - np.maximum(start[token], first[stretch])
    touched, at = np.unique(token, return_inverse=True)
    covered = np.bincount(at, common, minlength=len(touched))
    # A word built on a name (a doctrine that bears it) is no name: half of a token at least is.
    return touched[(covered > 0) & (2 * covered >= end[touched] - start[touched])]


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
        names |= set(frames["documents"][column].dropna())
    matches = frames["matches"]
    names |= set(matches.loc[matches["lexicon"].isin(_PLACE_LEXICONS), "term"].unique())
    return names | {short_name(name) for name in names}
