"""The title of a text: which line it is, and where it ends when fields of the page stand in the same line."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from analysis.cleaning.furniture.lines import LONG, NUMBERED, Line
from analysis.cleaning.furniture.looks import (
    FIELD,
    HEADLINE,
    OF_BROWSER,
    ORGAN,
    PAPER,
    PLACE,
    SITE,
    SLOGAN,
    SUBTITLE,
    TAG,
    TITLE_HAN,
    is_motto,
)
from analysis.cleaning.furniture.marks import mark_of
from analysis.cleaning.furniture.minutes import OF_MINUTES
from analysis.cleaning.furniture.shapes import ATTACHMENT
from analysis.cleaning.page import count_han
from analysis.cleaning.rules import Rules, bare

# Where the fields may begin: behind a blank, or at a date behind a character.
BORDER = re.compile(r"[ \t]+(?=\S)|(?<=[\u4e00-\u9fff”》])(?=(?:19|20)\d\d-\d{1,2}-\d)")
ISO_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|发布(?:时间|日期)")
FIELDS = frozenset({"metadata_table", "date", "source"})
NO_FIELDS = frozenset({"", "navigation", "menu"})
TITLE_FIELD = re.compile(
    r"(?:标\s*题|(?:信件|来信|留言|诉求|提案|咨询|投诉)(?:标题|主题))(?:\s*[:：]\s*(?P<value>.{4,60})?)?"
)
# Who speaks, below the title of a speech.
SPEAKER = re.compile(
    "(?:书记|[省市区县州旗乡镇局厅部院校会]长|主席|主任|总理)\\s+[\u4e00-\u9fff](?:\\s?[\u4e00-\u9fff]){1,3}$"
)
PRAISED = re.compile(r"[【\[](?:精品|优质|推荐|原创|必备)[】\]]")  # by portals, before the name of a document
SAME = 0.35  # of the pairs of characters in the name of a file
MENU_HAN = 10  # Han characters from which a line above a menu can be a title
MENU_WORDS = 4  # words in a row that are a menu
LEAST_VALUE = 4  # Han characters
STEP = re.compile(r"[>»›→＞≫]| / ")
SITE_BEHIND = re.compile(r"[-_—–|｜·]\s*[^-_—–|｜·]{2,40}$")
# On what occasion a report was given: `2023年1月5日在某某会议上`.
OCCASION = r"(?:19|20)\d\d\s*年[^，。；：]{0,12}在[^，。；：]{4,50}上"
DASHED = re.compile(
    rf"\s*(?:[—–―─-]{{2,4}}\s*[\u4e00-\u9fff\d《]|{OCCASION}$)"
)  # a subtitle, which has a title above
OF_SITE = re.compile("(?:主管|主办|承办|协办|指导|技术支持|版权|地址|电话)(?:单位|所有)?\\s*[:：]")
NAME_HAN = 6  # of the shortest line that may be one
# Lines above a text, among which a title is looked for in other lines: a field, the name of the page.
MOST_LINES = 200
LONGEST_TITLE = 90  # characters of a line that can be a title said twice
MOST_BEFORE = 3  # lines above that tell against a line's being the title
NEAR = 3  # lines between such a title and its text


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
        score = _title_score(line) + _place_score(lines, i, seen) - 0.5 * min(n_before, MOST_BEFORE)
        n_before += i > seen.after_menus
        if score > best_score:
            best, best_score = i, score
    if best >= 0 and _is_of_menu(lines, best, first):
        best = -1
    of_letter = _title_of_letter(lines, first)
    if of_letter > best:
        return of_letter
    if best < 0:
        return _short_title(lines, first)
    said = (i for i in range(best) if not lines[i].mark and lines[i].vote >= 0)
    best = next((i for i in said if _says(lines[i], lines[best])), best)
    # A field or a trail may end with the title, which stands below it.
    return next((i for i in range(best + 1, first) if _is_end_of(lines[i], lines[best])), best)


def _is_of_menu(lines: list[Line], i: int, first: int) -> bool:
    """Whether a short line above the trail or the menu of a page, though the best, is none of its title."""
    line = lines[i]
    menu = [o.row for o in lines[i + 1 : first] if o.mark in ("navigation", "menu")]
    has_trail = any(o.mark == "navigation" and STEP.search(o.text) for o in lines[i + 1 : first])
    is_above = has_trail or any(menu.count(row) >= MENU_WORDS for row in menu)
    is_column = any(
        0 < o.n_han <= NAME_HAN and not o.is_furniture for o in lines[max(0, i - 1) : i + 2] if o is not line
    )
    is_office = ORGAN.fullmatch(line.text) is not None or PLACE.search(line.text) is not None
    return is_above and line.n_han < MENU_HAN and (is_column or is_office)


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
    over_fields = (
        lines[i + 1].mark in {*FIELDS, "credit"}
        and lines[i + 1].row != line.row
        and not SUBTITLE.match(line.text)
    )
    return (
        3 * (again and not is_organ)
        + 3 * (DASHED.match(lines[i + 1].text) is not None and not SUBTITLE.match(line.text))
        - 3 * (OF_SITE.match(line.text) is not None)
        + 2 * over_fields
        + 2 * (i > seen.after_menus)
        + _is_below_trail(lines, i)
        - 2 * is_organ
        - 3 * (line.text.startswith(TAG) and line.bare.endswith(seen.titles))
        - 6 * (line.mark == "likely")
        - 4 * (ATTACHMENT.fullmatch(line.text) is not None and ("：" in line.text or _is_file_of(line, seen)))
        - 4 * (PRAISED.match(line.text) is not None)
    )


def _is_below_trail(lines: list[Line], i: int) -> bool:
    """Whether a line stands right below the trail of the page."""
    above = lines[i - 1] if i else None
    is_trail = above is not None and above.mark == "navigation" and STEP.search(above.text) is not None
    return is_trail and not lines[i].text.startswith(TAG)


def _is_file_of(line: Line, seen: _Seen) -> bool:
    """Whether a line is the name of the file with the text, whose title says nearly the same."""
    name = _pairs(bare(line.text.rpartition(".")[0]))
    return any(len(name & _pairs(title)) >= SAME * len(name) for title in seen.titles if title != line.bare)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _said(head: list[Line]) -> str:
    """The lines above a text, a line feed before each and two behind fields: with what lines begin and fields end."""
    if len(head) > MOST_LINES:
        return ""
    return "".join(f"\n{line.bare}" + "\n\n" * (line.mark == "metadata_table") for line in head)


def _is_end_of(line: Line, other: Line) -> bool:
    return not line.mark and line.n_han >= TITLE_HAN and other.text.endswith(" " + line.text)


def _says(line: Line, title: Line) -> bool:
    """Whether a line begins with a title, which may be wrapped, and has no name of a site behind it."""
    return line.bare.startswith(title.bare) and SITE_BEHIND.search(line.text) is None


def _title_of_letter(lines: list[Line], first: int) -> int:
    """Index of a title that stands there as a field alone, as over a letter to a mayor; -1 where there is none."""
    for i, line in enumerate(lines[:first]):
        field = TITLE_FIELD.fullmatch(line.text)
        if field is None:
            continue
        value, at = (field["value"], i) if field["value"] else (lines[i + 1].text, i + 1)
        if at < first and count_han(value) >= LEAST_VALUE:
            return at
    return -1


def _short_title(lines: list[Line], first: int) -> int:
    """Index of a title too short to tell by its words.

    The text begins with it, or it stands between trail and fields.
    """
    for i in range(first):
        if not lines[i].mark and lines[i].n_han > 1 and lines[first].text.startswith(lines[i].text):
            return i
    for i in range(1, first - 1):
        before, line, after = lines[i - 1], lines[i], lines[i + 1]
        if not line.mark and line.n_han > 3 and after.mark not in NO_FIELDS and STEP.search(before.text):
            return i
    return -1


def _title_score(line: Line) -> float:
    score = min(line.n_han, 12) / 6 + 2 * bool(HEADLINE.search(line.text))
    score -= 3 * (SUBTITLE.match(line.text) is not None) + 3 * (line.text[-1] in "。；：:")
    score -= 3 * (OF_BROWSER.search(line.text) is not None)
    score -= 3 * (SPEAKER.search(line.text) is not None) + 4 * (NUMBERED.match(line.text) is not None)
    field = FIELD.fullmatch(line.text)
    score -= 3 * (field is not None and OF_MINUTES.search(field["key"]) is not None)
    is_slogan = any(shape.fullmatch(line.text) for shape in (SLOGAN, PAPER, SITE)) or is_motto(line.text)
    return score - 4 * bool(is_slogan) - 2 * (line.n_han < TITLE_HAN)


def cut_titles(lines: list[Line], rules: Rules) -> list[Line]:
    """Lines, the one above the text cut where its title ends and fields begin."""
    first = next((i for i, line in enumerate(lines) if not line.mark and line.is_prose), 0)
    for i in range(max(0, first - NEAR), first):
        line = lines[i]
        if line.mark in ("", "listed") and len(line.text) <= LONG and ISO_DAY.search(line.text):
            return [*lines[:i], *_cut(line, rules), *lines[i + 1 :]]
    return lines


def _cut(line: Line, rules: Rules) -> list[Line]:
    for border in BORDER.finditer(line.text):
        title, fields = line.text[: border.start()], line.text[border.end() :]
        if count_han(title) >= TITLE_HAN and mark_of(fields, rules) in {*FIELDS, "credit"}:
            start = line.start + border.end()
            parts = [
                Line(line.start, line.start + len(title), title, line.row, vote=line.vote),
                Line(start, start + len(fields), fields, line.row, vote=line.vote),
            ]
            parts[1].mark = "metadata_table"
            return parts
    return [line]
