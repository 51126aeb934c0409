"""Generated pages with known answers: every kind of furniture, of damage and of file, alone and together."""

import random
from collections import Counter
from difflib import SequenceMatcher

import pages
import pytest

from analysis.cleaning import clean_text
from analysis.provenance import restore
from analysis.reading import list_sources, read_text

ONE, THREE = 0.99, 0.95  # shares of pages whose text must come back, with one kind of damage and with three


def read_and_clean(case, folder):
    """The page through its file, as a user's page goes; whatever comes out, the raw text must come back."""
    path = folder / f"page{case.suffix}"
    path.write_bytes(case.content)
    sources, problems = list_sources(path)
    assert len(sources) == 1 and not problems, (case.name, problems)
    raw = read_text(sources[0])
    assert raw.text, (case.name, raw.problems)
    clean = clean_text(raw.text, votes=raw.votes)
    assert restore(clean.text, clean.edits) == raw.text, case.name
    return clean


def share_equal(cases, folder):
    wrong = Counter()
    failed = []
    for case in cases:
        clean = read_and_clean(case, folder)
        if clean.text != case.truth:
            failed.append(case.name)
            wrong.update(part for group in case.name.split("-")[:3] for part in group.split("+"))
    return 1 - len(failed) / len(cases), f"{wrong.most_common(6)} {failed[:8]}"


def every_pair():
    """Each kind of furniture with each kind of damage, formats in turn: every triple within a few seeds."""
    forms = list(pages.FORMATS)
    for i, kind in enumerate(pages.FURNITURE):
        for j, damage in enumerate(pages.DAMAGE):
            yield (kind,), (damage,), forms[(i + j) % len(forms)]


@pytest.mark.parametrize("form", pages.FORMATS)
def test_every_format_gives_the_text_back(form, tmp_path):
    case = pages.make_page(1, ("navigation", "fields", "footer"), ("none",), form)
    assert read_and_clean(case, tmp_path).text == case.truth


@pytest.mark.parametrize("kind", pages.FURNITURE)
def test_every_kind_of_furniture_goes(kind, tmp_path):
    for seed in range(3):
        case = pages.make_page(seed, (kind,), ("none",), "utf8")
        assert read_and_clean(case, tmp_path).text == case.truth


@pytest.mark.parametrize("damage", pages.DAMAGE)
def test_every_kind_of_damage_is_undone(damage, tmp_path):
    case = pages.make_page(3, ("none",), (damage,), "utf8")
    assert read_and_clean(case, tmp_path).text == case.truth


@pytest.mark.slow
def test_pages_with_one_kind_of_damage(tmp_path):
    cases = [pages.make_page(0, *triple) for triple in every_pair()]
    share, wrong = share_equal(cases, tmp_path)
    assert share >= ONE, wrong


@pytest.mark.soak
def test_every_triple(tmp_path):
    cases = [
        pages.make_page(1, (kind,), (damage,), form)
        for kind in pages.FURNITURE
        for damage in pages.DAMAGE
        for form in pages.FORMATS
    ]
    share, wrong = share_equal(cases, tmp_path)
    assert share >= ONE, wrong


@pytest.mark.slow
def test_pages_with_three_kinds_of_damage(tmp_path):
    rng = random.Random(3)
    cases = [
        pages.make_page(
            seed,
            tuple(rng.sample(list(pages.FURNITURE), 2)),
            pages.combinations_of(rng, 3),
            rng.choice(list(pages.FORMATS)),
        )
        for seed in range(400)
    ]
    share, wrong = share_equal(cases, tmp_path)
    assert share >= THREE, wrong


@pytest.mark.parametrize("kind", pages.LOSSY)
def test_what_cannot_be_recovered_is_flagged(kind, tmp_path):
    """Where the text differs from the truth, a row of `damage` stands there or beside it."""
    differences = 0
    for seed in range(40):
        case = pages.make_page(seed, ("none",), (kind,), "utf8")
        clean = read_and_clean(case, tmp_path)
        flagged = [
            (row.start - 2, row.end + 2)
            for row in clean.damage
            if row.kind in ("unrecoverable", "undecodable")
        ]
        for tag, start, end, _, _ in SequenceMatcher(
            None, clean.text, case.truth, autojunk=False
        ).get_opcodes():
            if tag != "equal":
                differences += 1
                assert any(low <= end and start <= high for low, high in flagged), (
                    case.name,
                    clean.text[start:end],
                )
    assert differences
