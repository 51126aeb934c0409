"""Targets: invented cases, the gold standard, and laws that hold for any text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from score_metadata import read_gold, score_spans

from analysis.frames import TARGET_KINDS
from analysis.settings import Settings
from analysis.targets import find_targets
from analysis.targets.numerals import read_code

CASES = json.loads((Path(__file__).parent / "cases" / "targets.json").read_text(encoding="utf-8"))
SETTINGS = Settings()


def find(text: str) -> list[list]:
    return [[text[t.start : t.end], t.value, t.kind] for t in find_targets(text, [], SETTINGS)]


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


def test_the_five_texts():
    scores = score_spans("targets", find_targets, SETTINGS)
    assert scores["overlap_f1"] >= 0.95
    assert scores["exact_f1"] >= 0.95
    assert scores["kind"] >= 0.95
    assert scores["directive"] == 1


def test_index_of_the_directive():
    gold = read_gold("liangxi")
    targets = find_targets(gold.text, gold.directives, SETTINGS)
    inside = [t for t in targets if t.directive_index is not None]
    assert inside
    for target in inside:
        directive = gold.directives[target.directive_index]
        assert directive.start <= target.start < directive.end
    for target in targets:
        if target.directive_index is None:
            assert not any(d.start <= target.start < d.end for d in gold.directives)


@settings(deadline=None)
@given(
    st.text(
        alphabet="一二三四五十百千万亿两第届次个项家年月日元%“”*确保实现全覆盖清零达标,。要双碳0123456789.",
        max_size=60,
    )
)
def test_laws(text):
    targets = find_targets(text, [], SETTINGS)
    for target in targets:
        assert 0 <= target.start < target.end <= len(text)
        assert target.kind in TARGET_KINDS
        assert target.value != ""
        assert target.unit != ""
    for one, next_one in pairwise(targets):
        assert one.end <= next_one.start


@pytest.mark.parametrize(
    ("term", "value"), [("三同时", "3"), ("两个一百年", "2x100"), ("一岗双责", "1;2"), ("最后", None)]
)
def test_codes(term, value):
    assert read_code(term) == value
