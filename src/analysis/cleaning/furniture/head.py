"""Above the text: the title and what belongs to it stay, what stands above or between furniture goes."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.looks import (
    ACTION,
    BYLINE,
    DAY,
    DAY_IN_BRACKETS,
    DOCUMENT_NUMBER,
    HEADLINE,
    LABEL,
    ORGAN,
    PAPER,
    SCENE,
    SIGNED,
    SITE,
    SLOGAN,
    SPEECH,
    SUBTITLE,
    TAG,
    is_foreign,
)

TITLE_HAN = 8  # Han characters of a short title; shorter lines on top are names of columns
NAME_HAN = 6
MOST_LINES = (
    200  # above a text, among which a title is looked for in other lines: a field, the name of the page
)
FIELDS = frozenset({"metadata_table", "date", "source"})
NO_FIELDS = frozenset({"", "navigation", "menu"})
STEP = re.compile(r"[>»›→＞]")
SITE_BEHIND = re.compile(r"[-_—–|｜·]\s*[^-_—–|｜·]{2,40}$")
WIDE_NAME = 15  # Han characters; a publisher's name without the field's name, between other fields
LONGEST_TITLE = 90  # characters of a line that can be a title said twice


class _Seen(NamedTuple):
    """What the lines above a text say together: how often each, with what they begin and fields end."""

    counts: Counter[str]
    said: str
    titles: tuple[str, ...]
    after_menus: int


def find_title(lines: list[Line], first: int) -> int:
    """Index of the title among the lines above the text; -1 where there is none."""
    seen = _look_over(lines, first)
    best, best_score, n_before = -1, 0.0, 0
    for i in range(first):
        line = lines[i]
        if line.mark not in ("", "listed", "likely") or line.n_han < NAME_HAN or line.vote < 0:
            continue
        score = _title_score(line) + _place_score(lines, i, seen) - 0.5 * n_before
        n_before += i > seen.after_menus
        if score > best_score:
            best, best_score = i, score
    if best < 0:
        return _short_title(lines, first)
    return next((i for i in range(best) if not lines[i].mark and _says(lines[i], lines[best])), best)


def _look_over(lines: list[Line], first: int) -> _Seen:
    head = lines[:first]
    return _Seen(
        Counter(line.bare for line in lines if len(line.text) <= LONGEST_TITLE),
        _said(head),
        tuple(line.bare for line in head if line.n_han >= TITLE_HAN and not line.text.startswith(TAG)),
        max((i for i in range(first) if lines[i].mark in ("navigation", "menu")), default=-1),
    )


def _place_score(lines: list[Line], i: int, seen: _Seen) -> float:
    """What the lines round a line say for its being the title."""
    line = lines[i]
    is_organ = ORGAN.fullmatch(line.text) is not None and not line.text.endswith("会")
    again = (
        seen.counts[line.bare] > 1 or seen.said.count("\n" + line.bare) > 1 or line.bare + "\n\n" in seen.said
    )
    over_fields = lines[i + 1].mark in FIELDS and not SUBTITLE.match(line.text)
    return (
        3 * (again and not is_organ)
        + 2 * over_fields
        + 2 * (i > seen.after_menus)
        - 2 * is_organ
        - 3 * (line.text.startswith(TAG) and line.bare.endswith(seen.titles))
        - 4 * (line.mark == "likely")
    )


def _said(head: list[Line]) -> str:
    """The lines above a text, a line feed before each and two behind fields: with what lines begin and fields end."""
    if len(head) > MOST_LINES:
        return ""
    return "".join(f"\n{line.bare}" + "\n\n" * (line.mark == "metadata_table") for line in head)


def _says(line: Line, title: Line) -> bool:
    """Whether a line begins with a title, which may be wrapped, and has no name of a site behind it."""
    return line.bare.startswith(title.bare) and SITE_BEHIND.search(line.text) is None


def _short_title(lines: list[Line], first: int) -> int:
    """Index of a title too short to tell by its words: it stands between the trail and the fields of the page."""
    for i in range(1, first - 1):
        before, line, after = lines[i - 1], lines[i], lines[i + 1]
        if not line.mark and line.n_han > 3 and after.mark not in NO_FIELDS and STEP.search(before.text):
            return i
    return -1


def _title_score(line: Line) -> float:
    score = min(line.n_han, 12) / 6 + 2 * bool(HEADLINE.search(line.text))
    score -= 3 * (SUBTITLE.match(line.text) is not None) + 3 * (line.text[-1] in "。；")
    is_slogan = SLOGAN.fullmatch(line.text) or PAPER.fullmatch(line.text)
    return score - 4 * (is_slogan is not None) - 2 * (line.n_han < TITLE_HAN)


def mark_head(lines: list[Line], first: int, title: int) -> None:
    """Weak marks hold, and unknown lines go where the site's lines stand beside them."""
    head = lines[:first]
    for i, line in enumerate(head):
        if i != title and not line.mark and line.vote <= 0 and is_foreign(line):
            line.mark = "navigation"
    has_furniture = any(
        (line.is_furniture and line.mark != "page_number")
        or line.mark == "menu"
        or (line.mark == "date" and "年" not in line.text)
        for line in head
    ) or (title >= 0 and any(other.bare == head[title].bare for other in head[title + 1 :]))
    for i, line in enumerate(head):
        if line.is_prose and not line.mark:
            continue
        if i == title or (i > title >= 0 and _belongs_to_title(head, i, title)):
            line.mark = ""
        elif line.mark:
            line.mark = _settle(head, i, title, has_furniture=has_furniture)
        elif title >= 0 and SCENE.fullmatch(line.text):
            line.mark = "image"
        elif (has_furniture and _is_stray(head, i, title)) or (i > title >= 0 and _is_site(line)):
            line.mark = "navigation"


def _is_of_site(line: Line) -> bool:
    """Whether a line above the text is the site's, though its mark may be weak."""
    return line.mark not in ("", "listed", "likely")


def _is_site(line: Line) -> bool:
    if PAPER.fullmatch(line.text):
        return True
    return SITE.fullmatch(line.text) is not None and not HEADLINE.search(line.text)


def _settle(head: list[Line], i: int, title: int, *, has_furniture: bool) -> str:
    """What a weak mark comes to above the text; a strong one stays."""
    line = head[i]
    if line.mark in ("value", "source"):
        return "metadata_table"
    if line.mark in ("menu", "symbols", "likely"):
        return "" if line.vote > 0 else "navigation"
    if line.mark == "number":  # a rank or a counter beside furniture, else a piece of a sentence
        beside = head[max(0, i - 1) : i + 2]
        return "navigation" if any(other.is_furniture or other.mark == "menu" for other in beside) else ""
    if line.mark == "date":
        is_signature = DAY.fullmatch(line.text) is not None and i - 1 > title and not head[i - 1].mark
        return "metadata_table" if not is_signature and (has_furniture or "年" not in line.text) else ""
    if line.mark == "contact":
        return "metadata_table" if has_furniture else ""
    if line.mark == "listed":
        return "related" if title >= 0 else ""
    return line.mark


def _belongs_to_title(head: list[Line], i: int, title: int) -> bool:
    """Whether a line under the title is a byline, or the day of a speech."""
    line = head[i]
    if line.mark == "source":
        beside = [other for other in head[i - 1 : i + 2] if other is not line]
        alone = line.text.startswith(("记者", "通讯员")) and not any(o.is_furniture or o.mark for o in beside)
        return alone or BYLINE.match(line.text) is not None
    if line.mark != "date":
        return False
    is_day = DAY.fullmatch(line.text) and SPEECH.search(head[title].text) is not None
    return bool(is_day) or DAY_IN_BRACKETS.fullmatch(line.text) is not None


def _is_stray(head: list[Line], i: int, title: int) -> bool:
    """Whether an unknown line above the text belongs to the site."""
    line = head[i]
    if line.vote:
        return line.vote < 0
    if i < title:
        return _is_above_title(head, i, title)
    if title < 0:
        beside = line.n_han < NAME_HAN and i + 1 < len(head) and head[i + 1].is_furniture
        return beside or (
            line.n_han < TITLE_HAN
            and any(o.mark == "navigation" and STEP.search(o.text) for o in head[i + 1 :])
        )
    if SLOGAN.fullmatch(line.text) or LABEL.fullmatch(line.text):
        return True
    return _is_between_fields(head, i, title)


def _is_above_title(head: list[Line], i: int, title: int) -> bool:
    line = head[i]
    if DOCUMENT_NUMBER.search(line.text):
        return False
    if line.n_han < TITLE_HAN or SLOGAN.fullmatch(line.text) or line.bare.startswith(head[title].bare):
        return True  # the name of the page begins with the title and ends with that of the site
    return any(map(_is_of_site, head[i + 1 : title]))


def _is_between_fields(head: list[Line], i: int, title: int) -> bool:
    """Whether a line under the title stands among the fields of the page, as the publisher's name does."""
    line, before, after = head[i], head[i - 1], head[i + 1] if i + 1 < len(head) else None
    in_row = any(other.row == line.row and _is_of_site(other) for other in head[i - 1 : i + 2])
    if in_row and line.n_han <= WIDE_NAME:
        return True
    if SIGNED.fullmatch(line.text):
        return False
    if i - 1 == title and SUBTITLE.match(line.text):
        return False
    if i - 1 == title and line.n_han <= TITLE_HAN and after is not None and after.is_furniture:
        return not ACTION.search(line.text)
    between = (
        before.is_furniture and after is not None and (after.is_furniture or after.mark in ("menu", "source"))
    )
    return between and line.n_han <= WIDE_NAME
