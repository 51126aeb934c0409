"""Reading, cleaning and splitting take work in proportion to the length of a text: calls are counted, not seconds."""

import random
import sys

import pages
import pytest

from analysis.cleaning import clean_text
from analysis.directives import find_directives
from analysis.lexicons import read_lexicons
from analysis.people import find_people
from analysis.provenance import restore
from analysis.reading import Source, read_text
from analysis.segments import split_clauses, split_sections, split_sentences, split_turns

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


class Searched(str):
    """A text that counts the characters its own searches pass over."""

    passed = 0

    def find(self, part, start=0, end=sys.maxsize):
        found = super().find(part, start, end)
        self.passed += (min(end, len(self)) if found < 0 else found) - start
        return found

    def rfind(self, part, start=0, end=sys.maxsize):
        found = super().rfind(part, start, end)
        self.passed += min(end, len(self)) - (start if found < 0 else found)
        return found

    def count(self, part, start=0, end=sys.maxsize):
        self.passed += min(end, len(self)) - start
        return super().count(part, start, end)


def understand(text, lexicons):
    sentences = split_sentences(text)
    people = find_people(text, lexicons)
    turns = split_turns(text, sentences, people, lexicons)
    clauses = split_clauses(text, sentences)
    sections = split_sections(text, sentences, turns, lexicons)
    find_directives(text, sections, turns, clauses, lexicons=lexicons)


def searched_on_one_line(number):
    text = Searched("市长张伟强调，要加强水环境治理，严格落实责任。一要“强化”督察整改；" * number)
    understand(text, read_lexicons())
    return text.passed


def test_a_text_without_a_line_break_is_not_searched_anew_for_each_sentence():
    assert searched_on_one_line(4_000) <= 2.2 * searched_on_one_line(2_000)


@pytest.mark.parametrize("break_", ["", "\n"], ids=["one line", "lines"])
def test_two_texts_in_one_are_understood_with_no_more_calls_than_apart(break_):
    lexicons = read_lexicons()
    said = [
        "要加强水环境治理，严格落实责任。",
        "一要“强化”督察整改；二要紧盯扬尘、噪声，确保达标。",
        "成绩来之不易，但问题依然突出。",
    ]
    drawn = random.Random(0)
    texts = ["市长张伟强调，" + break_.join(drawn.choices(said, k=150)) + break_ for _ in range(2)]
    understand("".join(texts), lexicons)  # what is kept between texts is kept
    apart = sum(calls_of(understand, text, lexicons) for text in texts)
    assert calls_of(understand, "".join(texts), lexicons) <= MOST * apart
