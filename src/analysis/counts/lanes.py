"""Names, places and dates stand in a lane of their own: they tell texts apart without saying what these are about."""

from __future__ import annotations

import re

import numpy as np

from analysis.counts.line import Frames, Line
from analysis.gazetteer import short_name
from analysis.lexicons import Matcher

_NUMBER = re.compile(r"^[\d.%]+[年月日号]?$|^[〇一二三四五六七八九十]+[月日号]$")
# Lexicons of matches whose terms are places.
_PLACE_LEXICONS = ("places", "gazetteer")


def lanes_of(frames: Frames) -> dict[str, str]:
    """Terms that are not plain words: names of people in the frames, places of the documents, dates and numbers.

    A term is a name (a place) if most of its tokens touch a printed name, so that a wrongly cut surname does not
    pass for a word. Nothing is guessed by a tagger.
    """
    tokens = frames["tokens"]
    categories = tokens["term"].cat.categories
    codes = tokens["term"].cat.codes.to_numpy()
    lanes = {term: "date" for term in categories if _NUMBER.match(term)}
    line = Line(frames)
    start = line.place(tokens["doc_id"], tokens["start"])
    end = line.place(tokens["doc_id"], tokens["end"])
    total = np.bincount(codes, minlength=len(categories))
    for lane, words in (("place", _place_names(frames)), ("name", set(frames["people"]["name"].dropna()))):
        mask = np.zeros(line.bases[-1] + 1, dtype=np.int32)
        matcher = Matcher(sorted(word for word in words if len(word) > 1))
        for base, text in zip(line.bases[:-1].tolist(), frames["texts"]["text"], strict=True):
            for a, b, _ in matcher.find(text):
                mask[base + a : base + b] = 1
        covered = np.concatenate([[0], np.cumsum(mask)])
        touched = np.bincount(codes, weights=covered[end] > covered[start], minlength=len(categories))
        lanes |= {categories[i]: lane for i in np.flatnonzero((touched > 0) & (2 * touched > total))}
    return lanes


def _place_names(frames: Frames) -> set[str]:
    """Names of the documents' own places, and the places matched from a gazetteer, long and short."""
    names: set[str] = set()
    for column in ("province", "city", "district"):
        names |= set(frames["documents"][column].dropna())
    matches = frames["matches"]
    names |= set(matches.loc[matches["lexicon"].isin(_PLACE_LEXICONS), "term"].astype(str))
    return names | {short_name(name) for name in names}
