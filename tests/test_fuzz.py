"""Invented input, stage by stage: what must hold for anything at all that is brought.

`run.py test` tries a few inputs a stage, `run.py fuzz` ten thousand, and prints how many were tried and what failed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from broken import broken_file
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from invented import (
    SUFFIXES,
    article,
    articles,
    contents,
    corpora,
    documents,
    frames_of,
    groupings,
    pages,
    seeds,
    texts,
)
from test_figures import DRAWN, Corpus
from test_results import BY, WHOLE

from analysis import use_look
from analysis.cleaning import clean_text
from analysis.measures.results import RESULTS
from analysis.pipeline import frame_document
from analysis.provenance import restore
from analysis.reading import Source, list_sources, read_text
from analysis.segments import split_clauses, split_sentences
from analysis.settings import Settings, read_settings

# The others are of a term or a pair that somebody picked, or of eight groups, which an invented corpus has not.
FIGURES = sorted(set(DRAWN) - {"shift", "map", "collocates", "robust"})


@pytest.fixture
def holds(record_property) -> Callable[..., None]:
    """Try a law on invented inputs (`each` of them yields so many); how many were tried goes into the report."""

    def try_out(law: Callable[..., None], *strategies: Any, each: int = 1) -> None:
        tried = 0

        @settings(
            max_examples=-(-settings().max_examples // each),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.tuples(*strategies))
        def run(values: tuple[Any, ...]) -> None:
            nonlocal tried
            tried += each
            law(*values)

        try:
            run()
        finally:
            record_property("inputs tried", tried)

    return try_out


@pytest.fixture(scope="module")
def told() -> Settings:
    return read_settings()


def test_reading_gives_a_text_or_says_why_not(holds):
    def law(content: bytes, suffix: str) -> None:
        raw = read_text(Source("d", f"d{suffix}", content, suffix))
        assert raw.text or raw.problems or not content.strip(b"\xef\xbb\xbf \r\n\t\x00")
        assert all(problem.path and problem.problem and problem.hint for problem in raw.problems)
        raw.text.encode("utf-8")  # no lone surrogate gets past this door

    holds(law, contents(), st.sampled_from(SUFFIXES))


def test_reading_changes_no_character_of_a_plain_text(holds):
    def law(text: str) -> None:
        text = text.replace("\x00", "").lstrip("\ufeff")
        raw = read_text(Source("d", "d.txt", text.encode("utf-8"), ".txt"))
        assert raw.text == text or raw.problems

    holds(law, texts | articles)


def test_a_broken_file_gives_a_text_or_is_named_and_the_others_are_read(holds, tmp_path):
    (tmp_path / "sound.txt").write_text("会议强调，要加强监管。", encoding="utf-8")

    def law(seed: int) -> None:
        suffix, content = broken_file(seed)
        path = tmp_path / f"broken{suffix}"
        path.write_bytes(content)
        note(f"{suffix}, {len(content)} bytes")
        sources, problems = list_sources(tmp_path)
        raws = {source.path: read_text(source) for source in sources}
        path.unlink()
        assert raws.pop("sound.txt").text
        assert raws or any(problem.path.startswith(path.name) for problem in problems)
        assert all(raw.text or raw.problems for raw in raws.values())

    holds(law, seeds)


def test_cleaning_loses_nothing(holds):
    def law(raw: str) -> None:
        clean = clean_text(raw)
        assert restore(clean.text, clean.edits) == raw
        assert len(clean.raw_offsets) == len(clean.text) + 1
        assert np.all(np.diff(clean.raw_offsets) >= 0) and clean.raw_offsets[-1] <= len(raw)
        assert all(0 <= damage.start <= damage.end <= len(clean.text) for damage in clean.damage)

    holds(law, texts | pages())


def test_cleaning_a_clean_text_changes_nothing(holds):
    def law(raw: str) -> None:
        once = clean_text(raw).text
        again = clean_text(once)
        note(f"{[(edit.rule, edit.before, edit.after) for edit in again.edits]}")
        assert again.text == once

    holds(law, articles | pages(max_pieces=0))


def test_sentences_and_clauses_tile_the_text(holds):
    def law(text: str) -> None:
        sentences = split_sentences(text)
        assert "".join(text[start:end] for start, end in sentences) == text
        clauses = split_clauses(text, sentences)
        assert all(0 <= clause.start < clause.end <= len(text) for clause in clauses)

    holds(law, texts | pages())


def test_every_span_lies_in_its_text(holds, told):
    def law(body: str) -> None:
        found = frame_document(Source("d", "d", body), told)
        if "texts" not in found:
            return
        text = found["texts"]["text"][0]
        for name in ("people", "turns", "sections", "directives", "targets", "actors", "matches", "damage"):
            for row in found[name]:
                assert 0 <= row.start <= row.end <= len(text), name
        turns = found["turns"]
        assert "".join(text[turn.start : turn.end] for turn in turns) == text
        sections = found["sections"]
        assert not _without(text, [s.start for s in sections], [s.end for s in sections]).strip()
        leaves = sorted((d.start, d.end) for d in found["directives"])
        assert len(set(leaves)) == len(leaves)
        tokens = found["tokens"]
        assert not _without(text, tokens["start"], tokens["end"]).strip()

    holds(law, documents)


@pytest.mark.slow
def test_every_measure_is_of_the_described_form(holds):
    measures = {**{name: BY[name] for name in BY}, **{name: _ungrouped(WHOLE[name]) for name in WHOLE}}

    def law(bodies: list[str], by: str) -> None:
        frames = frames_of(bodies)
        if frames["documents"].empty:
            return
        for name, measure in measures.items():
            note(name)
            table = measure(frames, by=by)
            assert list(table.columns) == list(RESULTS[name].dtypes())
            numbers = table.select_dtypes("number").astype("float64")
            assert not np.isinf(numbers).any().any()  # what cannot be said is null
            for low in (name for name in numbers if name.endswith("low") and name[:-3] + "high" in numbers):
                assert not (numbers[low] > numbers[low[:-3] + "high"]).any()

    holds(law, corpora, groupings, each=len(measures))


def _ungrouped(measure: Callable[..., Any]) -> Callable[..., Any]:
    return lambda frames, by: measure(frames)


def assert_drawn(figure):
    """It can be drawn, and shows marks or words."""
    figure.draw_without_rendering()
    assert figure.axes and any(axes.has_data() or axes.texts for axes in figure.axes)


RARE = "\U000a723f𠀀"  # no font has the first, and ours lacks the second
FOUND = {  # by earlier runs
    "the same text three times": [
        "会议强调，一要加强河道监管。二要压实各级责任。三要改善空气质量，严禁排污。" * 6
    ]
    * 3,
    "texts too short for parts": [
        "会议强调，要加强监管。",
        "会议指出，要落实责任。",
        "会议要求，要严格值守整改。",
    ],
    "a text of four words": [
        "会议强调，首先。",
        "\n".join(article(random.Random(527))),
        "\n".join(article(random.Random(0))),
    ],
    "characters without a glyph": [
        f"{place}召开会议{RARE}\n会议强调，一要加强{RARE}河道{RARE}监管工作，压实各级责任{RARE}。二要{RARE}严禁排污。"
        * 3
        for place in ("东河区", "西山镇")
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("bodies", FOUND.values(), ids=FOUND)
def test_figures_that_once_failed_are_drawn(bodies, told):
    import matplotlib.pyplot as plt

    frames = frames_of(bodies)
    corpus, look = Corpus(frames, told), use_look(frames, told)
    for name in FIGURES:
        plot, table = DRAWN[name](corpus)
        assert_drawn(plot(table, look))
        plt.close("all")


@pytest.mark.slow
def test_every_figure_can_be_drawn(holds, told):
    import matplotlib.pyplot as plt

    def law(bodies: list[str]) -> None:
        frames = frames_of(bodies)
        if frames["documents"].empty:
            return
        look = use_look(frames, told)
        corpus = Corpus(frames, told)
        for name in FIGURES:
            note(name)
            plt.close("all")  # what a failing one left open too
            plot, table = DRAWN[name](corpus)
            figure = plot(table, look)
            assert_drawn(figure)

    holds(law, corpora, each=len(FIGURES))


def _without(text: str, starts: Any, ends: Any) -> str:
    """What no token covers."""
    kept, at = [], 0
    for start, end in zip(starts, ends, strict=True):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])
