"""A person's judgement wins over the rule, is shown, and is never guessed at."""

import pytest

from analysis.directives import Directive
from analysis.overrides import apply_overrides
from analysis.settings import Override

TEXT = "要抓治水,压实责任,抓治水机制。"
ROWS = [
    Directive(None, 0, 1, None, True, "会议", "抓", "治水", "water", None, "firm", 0, 4),
    Directive(0, 0, 2, None, True, "会议", "压实", "责任", "accountability", None, "firm", 5, 9),
    Directive(1, 0, 3, None, True, "会议", "抓", "治水机制", "water", None, "firm", 10, 15),
]
THEMES = {"water", "air", "accountability"}


def judge(quote, field, value):
    return apply_overrides(TEXT, ROWS, [Override("a", quote, field, value, "N.", "why")], themes=THEMES)


@pytest.mark.parametrize(
    ("field", "value"),
    [("theme", "air"), ("theme_alt", "air"), ("speaker", "王芳"), ("strength", "strong"), ("level", "3")],
)
def test_a_judgement_wins_and_is_shown(field, value):
    rows, (note,) = judge("压实责任", field, value)
    assert str(getattr(rows[1], field)) == value
    assert (note.status, note.after, note.coder) == ("applied", value, "N.")
    before = getattr(ROWS[1], field)
    assert note.before == (None if before is None else str(before))
    assert [row for number, row in enumerate(rows) if number != 1] == [ROWS[0], ROWS[2]]


def test_not_a_directive_takes_it_away_and_children_move_up():
    rows, (note,) = judge("压实责任", "directive", "no")
    assert note.status == "applied" and [row.start for row in rows] == [0, 10]
    assert rows[1].parent_index == 0


@pytest.mark.parametrize(
    ("quote", "field", "value", "status"),
    [
        ("治水", "theme", "air", "ambiguous"),
        ("抓治气", "theme", "air", "gone"),
        ("", "theme", "air", "gone"),
        ("。", "theme", "air", "outside"),
        ("压实责任", "theme", "nonsense", "invalid"),
        ("压实责任", "level", "4", "invalid"),
        ("压实责任", "strength", "loud", "invalid"),
        ("压实责任", "colour", "red", "invalid"),
    ],
)
def test_what_cannot_be_done_is_said_and_not_guessed(quote, field, value, status):
    rows, (note,) = judge(quote, field, value)
    assert rows == ROWS and note.status == status
    assert (note.start is None) == (status in ("gone", "ambiguous"))


def test_a_text_without_demands():
    rows, (note,) = apply_overrides(
        TEXT, [], [Override("a", "压实责任", "theme", "air", "N.", "")], themes=THEMES
    )
    assert rows == [] and note.status == "outside"
