"""How time grows with the number of texts, and with the length of one: slopes of logarithms, 1 is linear."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.corpora import pages, texts
from benchmarks.pipe import own_settings, to_frames, to_tokens
from benchmarks.timing import Curve, grow
from benchmarks.tokens import matrix_of, own_tokenizer

NUMBERS = (100, 1_000, 10_000)
NUMBERS_FULL = (*NUMBERS, 100_000)
SENTENCES = 4  # about 200 characters: short texts, so that many fit in the time
LENGTHS = (50, 200, 800, 3_200, 6_400)  # sentences of one text on one line: 2,700 to 340,000 characters


def run(full: bool = False) -> list[Curve]:
    """Number of texts first, then length, room by room."""
    numbers = NUMBERS_FULL if full else NUMBERS
    few = numbers if full else NUMBERS[:-1]
    by_number = {
        "tokens": (numbers, lambda n: partial(cut, texts(n, SENTENCES))),
        "document-term matrix": (numbers, lambda n: partial(matrix_of, cut(texts(n, SENTENCES)))),
        "raw text to tokens": (few, lambda n: partial(to_tokens, pages(n, SENTENCES))),
        "all frames": (few, lambda n: partial(to_frames, pages(n, SENTENCES))),
        "counts frame": (numbers[:-1], lambda n: partial(count, to_frames(pages(n, SENTENCES)))),
    }
    by_length = {room: (LENGTHS, partial(_on_one_text, step)) for room, step in STEPS.items()}
    return [
        *(grow(f"{work}, number of texts", *arguments) for work, arguments in by_number.items()),
        *(grow(f"{room}, sentences of a text", *arguments) for room, arguments in by_length.items()),
    ]


def cut(corpus):
    tokenizer = own_tokenizer()
    return [tokenizer.cut(text) for text in corpus]


def count(frames):
    """The counts frame, of frames made before."""
    from analysis.counts import count_terms

    return count_terms(frames)


def _on_one_text(step: Callable[[dict], Any], sentences: int) -> Callable[[], Any]:
    state = _state("".join(texts(1, sentences)))
    return lambda: step(state)


def _state(text: str) -> dict[str, Any]:
    """What each room is given for one text, made by the rooms before it."""
    from analysis.cleaning import clean_text
    from analysis.people import find_people
    from analysis.segments import split_clauses, split_sections, split_sentences, split_turns

    settings = own_settings()
    words = settings.lexicons
    clean = clean_text(text, words)
    text = clean.text
    sentences = split_sentences(text)
    people = find_people(text, words)
    turns = split_turns(text, sentences, people, words)
    state = {"raw": text, "clean": clean, "text": text, "settings": settings, "words": words}
    state |= {"sentences": sentences, "people": people, "turns": turns}
    state["clauses"] = split_clauses(text, sentences)
    state["sections"] = split_sections(text, sentences, turns, words)
    state["directives"] = STEPS["directives"](state)
    return state


def _step(module: str, name: str, *given: str, **named: str) -> Callable[[dict], Any]:
    """A room's verb, called with what stands under these names."""

    def call(state: dict[str, Any]) -> Any:
        from importlib import import_module

        verb = getattr(import_module(f"analysis.{module}"), name)
        return verb(*(state[key] for key in given), **{key: state[own] for key, own in named.items()})

    return call


def _directives(state: dict[str, Any]) -> Any:
    from analysis.directives import find_directives

    keys = ("text", "sections", "turns", "clauses")
    pack = state["settings"].theme_pack
    return find_directives(*(state[key] for key in keys), lexicons=state["words"], theme_pack=pack)


def _described(state: dict[str, Any]) -> Any:
    from analysis.describing import describe_document

    return describe_document(state["raw"], state["clean"], state["settings"], facts={}, meta={})


STEPS: dict[str, Callable[[dict], Any]] = {
    "cleaning": _step("cleaning", "clean_text", "raw", "words"),
    "sentences": _step("segments", "split_sentences", "text"),
    "clauses": _step("segments", "split_clauses", "text", "sentences"),
    "people": _step("people", "find_people", "text", "words"),
    "turns": _step("segments", "split_turns", "text", "sentences", "people", "words"),
    "sections": _step("segments", "split_sections", "text", "sentences", "turns", "words"),
    "directives": _directives,
    "targets": _step("targets", "find_targets", "text", "directives", "settings"),
    "actors": _step("actors", "find_actors", "text", "directives", "settings"),
    "describing": _described,
    "tokens": _step("tokens", "tokenize", "text", "sentences", "settings"),
    "lexicons": _step("lexicons", "match_lexicons", "text", "words"),
    "places": _step("gazetteer", "match_places", "text", "words"),
}
