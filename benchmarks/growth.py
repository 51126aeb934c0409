"""How time grows with the number of texts, and with the length of one: slopes of logarithms, 1 is linear."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import pages, texts
from benchmarks.pipe import own_settings, to_tokens
from benchmarks.timing import Curve, all_processors, grow
from benchmarks.tokens import matrix_of, own_tokenizer

NUMBERS = (100, 1_000, 10_000)
NUMBERS_FULL = (*NUMBERS, 100_000)
SENTENCES = 4  # about 200 characters: short texts, so that many fit in the time
SPEAKER = "会议强调，"
ROWS = 1_000  # texts of a part
LENGTHS = (50, 200, 800, 3_200, 6_400)  # sentences of one text on one line: 2,700 to 340,000 characters


def run(full: bool = False) -> list[Curve]:
    """Number of texts first, then length, room by room. `full`: ten times as many texts, frames written part by part."""
    numbers = NUMBERS_FULL if full else NUMBERS
    return [
        *(grow(f"{work}, number of texts", numbers, make) for work, make in IN_MEMORY.items()),
        *by_pages(numbers if full else numbers[:-1]),
        *by_length(),
    ]


def by_length() -> list[Curve]:
    """The same sentences as many short texts or one long one, so that nothing but the length of a text differs."""
    return [
        grow(
            f"{room}, sentences of a text",
            LENGTHS,
            partial(_on_texts, step),
            times=lambda sentences: LENGTHS[-1] // sentences,
        )
        for room, step in STEPS.items()
    ]


def by_pages(numbers: Sequence[int]) -> list[Curve]:
    """Frames of more texts than fit in memory are written part by part; counts are made of what was written.

    The processes that write count with their processor's seconds, and with reading their dictionaries.
    """
    with TemporaryDirectory() as folder:
        return [
            grow(
                "raw text to tokens, number of texts",
                numbers,
                lambda n: partial(to_tokens, pages(n, SENTENCES)),
            ),
            grow(
                f"all frames, written in parts of {ROWS:,}, number of texts",
                numbers,
                lambda n: partial(write, _table(n, Path(folder)), Path(folder, str(n))),
                clock=all_processors,
            ),
            grow(
                "counts frame, number of texts", numbers, lambda n: partial(count, read(Path(folder, str(n))))
            ),
        ]


def _table(number: int, folder: Path) -> Path:
    """Pages as a table, a row a page."""
    path = folder / f"{number}.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": page.decode()}) + "\n" for page in pages(number, SENTENCES))
    return path


def write(table: Path, out: Path) -> None:
    """All frames of a table anew, on all cores."""
    from analysis.partitions import frame_table

    shutil.rmtree(out, ignore_errors=True)
    frame_table(table, out, own_settings(), runner="processes", rows=ROWS)


def read(out: Path) -> dict[str, Any]:
    """What counting asks of the frames that were written, whole."""
    import pandas as pd

    from analysis.frames import FRAMES, make_frame

    return {
        name: make_frame(name, dict(pd.read_parquet(out / name).items())) for name in FRAMES if name in READ
    }


def cut(corpus):
    tokenizer = own_tokenizer()
    return [tokenizer.cut(text) for text in corpus]


def count(frames):
    """The counts frame, of frames made before."""
    from analysis.counts import count_terms

    return count_terms(frames)


def _on_texts(step: Callable[[dict], Any], sentences: int) -> Callable[[], Any]:
    states = _states(sentences)
    return lambda: [step(state) for state in states]


@cache
def _states(sentences: int) -> list[dict[str, Any]]:
    """Texts that open with who speaks: before a speaker is named nothing is demanded, and short texts would do less."""
    return [_state(SPEAKER + text) for text in texts(LENGTHS[-1] // sentences, sentences)]


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


IN_MEMORY: dict[str, Callable[[int], Callable[[], Any]]] = {
    "tokens": lambda n: partial(cut, texts(n, SENTENCES)),
    "document-term matrix": lambda n: partial(matrix_of, cut(texts(n, SENTENCES))),
}
READ = (
    "documents",
    "texts",
    "people",
    "sections",
    "turns",
    "sentences",
    "tokens",
    "directives",
    "matches",
    "damage",
)
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
