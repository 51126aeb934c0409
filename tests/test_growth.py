"""Reading, cleaning and splitting take work in proportion to the length of a text: calls are counted, not seconds."""

import random
import sys

import pages
import pytest

from analysis.cleaning import clean_text
from analysis.provenance import restore
from analysis.reading import Source, read_text
from analysis.segments import split_clauses, split_sentences

ARTICLES = 8  # in each of two texts
MOST = 1.05  # times the calls for both texts apart: what is done once a text makes it less than one
FURNITURE = ("navigation", "fields", "related", "footer")


def long_page(seed, articles, damage, furniture):
    """Reports one after the other, each with its own wording, damaged, and with furniture round it."""
    rng = random.Random(seed)
    return "\n".join(pages.compose(rng, furniture, (damage,))[0] for _ in range(articles))


def prepare(text):
    raw = read_text(Source("a", "a.txt", text.encode())).text
    clean = clean_text(raw)
    split_clauses(clean.text, split_sentences(clean.text))
    return clean


def calls_of(work, *arguments):
    """How many functions are called, Python's own among them."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work(*arguments)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("furniture", [("none",), FURNITURE], ids=["bare", "furnished"])
@pytest.mark.parametrize("damage", sorted(pages.DAMAGE))
def test_two_texts_in_one_are_no_more_work_than_apart(damage, furniture):
    texts = [long_page(seed, ARTICLES, damage, furniture) for seed in (1, 2)]
    both = "\n".join(texts)
    prepare(both)  # what is kept between texts is kept
    assert calls_of(prepare, both) <= MOST * sum(calls_of(prepare, text) for text in texts)


def test_the_count_would_see_a_rescan():
    def rescanning(text):
        for line in text.split("\n"):
            for other in text.split("\n"):
                line.startswith(other)

    text = long_page(1, ARTICLES, "none", ("none",))
    assert calls_of(rescanning, text + text) > MOST * 2 * calls_of(rescanning, text)


def test_long_pages_come_back_to_the_character():
    text = long_page(3, ARTICLES, "gloss", FURNITURE)
    clean = prepare(text)
    assert restore(clean.text, clean.edits) == text
