"""Actors: invented cases, the gold standard, and laws that hold for any text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from score_metadata import Span, score_spans

from analysis.actors import find_actors
from analysis.frames import ACTOR_ROLES, ACTOR_TYPES
from analysis.settings import Settings

CASES = json.loads((Path(__file__).parent / "cases" / "actors.json").read_text(encoding="utf-8"))
SETTINGS = Settings()


def find(text: str) -> list[list]:
    directives = [Span(0, len(text))]
    return [[text[a.start : a.end], a.type, a.role] for a in find_actors(text, directives, SETTINGS)]


@pytest.mark.parametrize(("text", "expected"), CASES["positive"])
def test_finds(text, expected):
    assert find(text) == expected


@pytest.mark.parametrize("text", CASES["negative"])
def test_finds_nothing(text):
    assert find(text) == []


@pytest.mark.parametrize(("text", "expected"), CASES["known_failures"])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(text, expected):
    assert find(text) == expected


def test_nobody_acts_outside_a_directive():
    text = "各部门汇报了工作,各部门要抓好落实"
    actors = find_actors(text, [Span(9, len(text))], SETTINGS)
    assert [(a.start, a.end, a.directive_index) for a in actors] == [(9, 12, 0)]


def test_the_five_texts():
    scores = score_spans("actors", find_actors, SETTINGS)
    assert scores["overlap_f1"] >= 0.95
    assert scores["kind"] >= 0.95
    assert scores["role"] >= 0.95
    assert scores["directive"] == 1


def test_every_category_of_the_lexicon_is_known():
    for row in SETTINGS.terms("actors"):
        kind, _, role = row.category.partition(":")
        assert kind == "skip" or (kind in ACTOR_TYPES and role in (*ACTOR_ROLES, "place")), row


@settings(deadline=None)
@given(
    st.text(
        alphabet="各级部门企业群众社会资本政府市省委要对鼓励的“”*、,。河长队伍基层网格员乡镇街道厂",
        max_size=40,
    )
)
def test_laws(text):
    actors = find_actors(text, [Span(0, len(text))], SETTINGS)
    for actor in actors:
        assert 0 <= actor.start < actor.end <= len(text)
        assert actor.type in ACTOR_TYPES
        assert actor.role in ACTOR_ROLES
    for one, next_one in pairwise(actors):
        assert one.end <= next_one.start
