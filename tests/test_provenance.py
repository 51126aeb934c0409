"""The laws of the map: whatever steps do, the raw text comes back, and every clean character knows its place."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cleaning import clean_text
from analysis.provenance import Draft, Edit, Replacement, locate, locate_clean, restore

RAW = st.text(alphabet="ab环境(x) \n*?;A，。", max_size=40)
# Pieces of real damage: what steps look for, in any order.
PAGE = st.lists(
    st.sampled_from(
        [
            "環(huán)境", "首页 > 要闻", "会议强调，要抓好落实。", "\n", "\r\n", " ", "\u3000\u3000", "**", "?;A", "<p>",
            "&nbsp;", "分享到：", "\u200b", "⺠", "２０２３", ",,", "ç”Ÿæ€", "责任编辑：张三", "2023", "年", "{a:b}", "\ufffd",
            "\U00020000", "朝著",
        ]
    ),
    max_size=30,
)  # fmt: skip


def apply_random_steps(draft, rng):
    for number in range(rng.randint(1, 6)):
        size = len(draft.text)
        if rng.random() < 0.25:
            draft.substitute(
                f"map{number}", "".join(rng.choice("ab环 ") if rng.random() < 0.3 else c for c in draft.text)
            )
            continue
        cuts = sorted(rng.randrange(size + 1) for _ in range(2 * rng.randrange(1, 4)))
        draft.replace(
            f"step{number}",
            [
                Replacement(
                    start,
                    end,
                    "".join(rng.choice("ab境 z") for _ in range(rng.choice([0, 0, 1, 2, end - start]))),
                )
                for start, end in zip(cuts[::2], cuts[1::2], strict=True)
            ],
        )


@settings(max_examples=300, deadline=None)
@given(RAW, st.integers())
def test_the_raw_text_comes_back_through_any_steps(raw, seed):
    draft = Draft(raw)
    apply_random_steps(draft, random.Random(seed))
    edits = draft.edits()
    assert restore(draft.text, edits) == raw
    assert len(draft.raw_offsets) == len(draft.text) + 1
    assert all(before.raw_end <= after.raw_start for before, after in pairwise(edits))
    assert all(raw[edit.raw_start : edit.raw_end] == edit.before for edit in edits)


@settings(max_examples=300, deadline=None)
@given(RAW, st.integers())
def test_every_clean_character_is_a_raw_one_or_in_an_edit(raw, seed):
    draft = Draft(raw)
    apply_random_steps(draft, random.Random(seed))
    edits = draft.edits()
    for i, c in enumerate(draft.text):
        start, end = locate(i, i + 1, draft.raw_offsets, edits)
        inside = any(edit.raw_start <= start and end <= max(edit.raw_end, edit.raw_start) for edit in edits)
        assert inside or raw[start:end] == c


@settings(max_examples=150, deadline=None)
@given(PAGE)
def test_the_raw_text_comes_back_through_cleaning(pieces):
    raw = "".join(pieces)
    clean = clean_text(raw)
    assert restore(clean.text, clean.edits) == raw
    assert len(clean.raw_offsets) == len(clean.text) + 1
    assert all(0 <= row.start < row.end <= len(clean.text) for row in clean.damage)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_cleaned(raw):
    clean = clean_text(raw)
    assert restore(clean.text, clean.edits) == raw


def test_a_line_removed_is_one_edit_whatever_was_done_to_it_before():
    draft = Draft("掃(sǎo)一掃\n會議")
    draft.replace("gloss", [Replacement(1, 6, "")])
    draft.substitute("script", "扫一扫\n会议")
    draft.replace("furniture", [Replacement(0, 3, "", "qr")])
    assert draft.edits()[0] == Edit(0, 8, "掃(sǎo)一掃", "", "qr")


def test_a_blank_that_goes_takes_no_neighbouring_repair_with_it():
    draft = Draft("a \xa0(x)b")
    draft.replace("gloss", [Replacement(3, 6, "")])
    draft.substitute("blanks", "a  b")
    draft.replace("whitespace", [Replacement(1, 3, "")])
    assert [(edit.before, edit.rule) for edit in draft.edits()] == [(" \xa0", "whitespace"), ("(x)", "gloss")]


def test_two_rules_on_the_same_characters_are_both_named():
    draft = Draft("?;A")
    draft.replace("mojibake", [Replacement(0, 3, "保基礎")])
    draft.substitute("script", "保基础")
    assert {edit.rule for edit in draft.edits()} <= {"mojibake", "mojibake+script"}
    assert restore(draft.text, draft.edits()) == "?;A"


@pytest.mark.parametrize("wishes", [[(2, 4, ""), (0, 1, "")], [(0, 3, ""), (2, 4, "")], [(0, 9, "")]])
def test_replacements_out_of_order_are_refused(wishes):
    with pytest.raises(ValueError, match="out of order"):
        Draft("abcd").replace("x", [Replacement(*wish) for wish in wishes])


def test_a_raw_stretch_leads_to_its_clean_span():
    draft = Draft("環(huán)境")
    draft.replace("gloss", [Replacement(1, 7, "")])
    assert locate_clean(0, 8, draft.raw_offsets) == (0, 2)
    assert locate_clean(1, 7, draft.raw_offsets) == (1, 1)
