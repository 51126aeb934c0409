"""Above the text: the title and what belongs to it stay, what stands above or between furniture goes."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import NUMBERED, Line
from analysis.cleaning.furniture.looks import (
    ABOUT,
    ACTION,
    ADDRESSED,
    BYLINE,
    DAY,
    DAY_IN_BRACKETS,
    DOCUMENT_NUMBER,
    HEADLINE,
    LABEL,
    OF_BROWSER,
    ORGAN,
    OVERSEEN,
    PAPER,
    SCENE,
    SIGNED,
    SITE,
    SLOGAN,
    SPEECH,
    SUBTITLE,
    TAG,
    TITLE_HAN,
    WIDE,
    is_field,
    is_foreign,
    is_motto,
    is_own,
    is_own_key,
    names_in,
)
from analysis.cleaning.furniture.masthead import OF_ISSUE, find_masthead
from analysis.cleaning.furniture.minutes import OF_MINUTES
from analysis.cleaning.furniture.shapes import RANGE
from analysis.cleaning.furniture.titles import NAME_HAN
from analysis.cleaning.rules import Rules

LEAST_CLAUSE, CLAUSES = 6, re.compile("[\u4e00-\u9fff”》][，！？][\u4e00-\u9fff“《]|[”！？]$")
COUPLET = re.compile("[\u4e00-\u9fff]{4} +[\u4e00-\u9fff]{4}")  # a motto of two phrases
OF_CATALOGUE = re.compile("发布|颁布|发文|文号|字号|时效|效力|失效|实施|类别")  # fields of a library of laws
COLUMN_HAN = 4  # Han characters of the name of a column, alone above a title
WIDE_NAME = 15  # and of a publisher's name without the field's name, between other fields
HEADED = re.compile("[县区市镇乡村州旗省]$|街道$")  # whom a headline is about
MACHINE = re.compile(
    "^[^年]*$|年0|月0"
)  # a day as a program writes it: in figures alone, or with leading zeros
GOES_ON = "及暨和与、的"  # with which the second line of a title begins
MINUTE = re.compile(r"\d:\d\d")
KEY = re.compile("[^，、,]{2,12}[:：]")  # the name of a field, and no list of those addressed
TWICE = re.compile("([\u4e00-\u9fff]{4,})\\s*\\1")  # a site's name and that of its picture
# A name and its value, with a blank or a colon between, and so many of them below each other.
RECORD = re.compile(
    r"[【\[]?(?P<key>[\u4e00-\u9fff]{2,5})(?:[】\]]\s*[:：]?\s*|\s*[:：]\s*|\s+)[^。；！？]{1,60}"
)
RECORD_LINES = 4


def mark_head(lines: list[Line], first: int, title: int, *, rules: Rules, of_page: bool) -> None:
    """Weak marks hold, and unknown lines go where the site's lines stand beside them.

    `of_page` says that the site's lines stand below the text: then it has some above it too.
    """
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
    masthead = find_masthead(head)
    upwards = [*range(title - 1, -1, -1), *range(max(title, 0), first)]  # above the title, then down below it
    for i in upwards:
        line = head[i]
        if line.is_prose and not line.mark:
            continue
        if i == title or i in masthead or (i > title >= 0 and _belongs_to_title(head, i, title)):
            line.mark = ""
        elif line.mark:
            line.mark = _settle(head, i, title, has_furniture=has_furniture)
        elif i < title and line.row == head[title].row and not (_is_site(line) or LABEL.fullmatch(line.text)):
            continue  # what stands before a title and a bar opens it
        elif title >= 0 and SCENE.fullmatch(line.text):
            line.mark = "image"
        elif (
            (has_furniture and _is_stray(head, i, title) and not _are_authors(line, rules))
            or (i < title and line.vote < 0)
            or (title >= 0 and i != title and _is_site(line))
            or (i < title and _is_column(line, head[title], of_page=of_page))
        ):
            line.mark = "navigation"


def mark_record(head: list[Line]) -> None:
    """Names and values below each other are what a catalogue says of a text, unless they are minutes."""
    run: list[tuple[Line, str]] = []
    for line in [*head, None]:
        is_known = line is not None and line.is_furniture and line.text[0] not in TAG
        field = None
        if line is not None and not (line.is_prose or is_known or NUMBERED.match(line.text)):
            field = RECORD.fullmatch(line.text)
        if line is not None and field is not None:
            run.append((line, field["key"]))
            continue
        keys = {key for _, key in run}
        is_catalogue = any(map(OF_CATALOGUE.search, keys)) and all(other.text[0] in TAG for other, _ in run)
        is_minutes = sum(OF_MINUTES.search(key) is not None for key in keys) > 1
        if (
            len(keys) >= RECORD_LINES
            and not is_minutes
            and (is_catalogue or 2 * sum(map(is_own_key, keys)) < len(keys))
        ):
            for other, _ in run:
                other.mark = other.mark if other.is_furniture else "metadata_table"
        run = []


def _is_field_of_site(line: Line | None) -> bool:
    """Whether it is furniture, and no legend, which stands beside the names of speakers and authors."""
    return line is not None and line.is_furniture and line.mark != "image"


def _is_of_menu(line: Line) -> bool:
    """Whether a line is of a menu or a trail, and no kind of paper set wide."""
    return line.mark == "navigation" or (line.mark == "menu" and not WIDE.fullmatch(line.text))


def _is_of_site(line: Line) -> bool:
    """Whether a line above the text is the site's, though its mark may be weak."""
    return line.mark not in ("", "listed", "likely")


def _is_site(line: Line) -> bool:
    if PAPER.fullmatch(line.text) or TWICE.fullmatch(line.text) or is_motto(line.text):
        return True
    if OF_BROWSER.search(line.text):
        return True
    return SITE.fullmatch(line.text) is not None and not HEADLINE.search(line.text)


def _are_authors(line: Line, rules: Rules) -> bool:
    names = names_in(line.text, rules)
    return len(names) > 1 and all(names)


def _is_column(line: Line, title: Line, *, of_page: bool) -> bool:
    """Whether a line above a title is the name of a column: a few characters, and no part of the title."""
    if of_page and len(line.bare) < len(title.bare) and title.bare.endswith(line.bare):
        return True  # what the title ends with: a kind of paper
    if line.n_han > COLUMN_HAN or is_own(line):
        return False
    return of_page or (line.n_han > 1 and HEADLINE.search(line.text) is None and not HEADED.search(line.text))


def _settle(head: list[Line], i: int, title: int, *, has_furniture: bool) -> str:
    """What a weak mark comes to above the text; a strong one stays."""
    line = head[i]
    if line.mark in ("value", "source"):
        return "metadata_table"
    if line.mark in ("menu", "symbols", "likely"):
        return "" if line.vote > 0 else "navigation"
    if line.mark == "number":  # a rank or a counter beside furniture or the title, else a piece of a sentence
        if 0 <= title == i - 1 and head[title].n_han >= TITLE_HAN:
            return "navigation"
        beside = head[max(0, i - 1) : i + 2]
        return "navigation" if any(other.is_furniture or other.mark == "menu" for other in beside) else ""
    if line.mark == "date":
        is_signature = DAY.fullmatch(line.text) is not None and i - 1 > title and not head[i - 1].mark
        is_of_site = has_furniture or (i > 0 and head[i - 1].is_furniture) or MACHINE.search(line.text)
        return "metadata_table" if is_of_site and not is_signature else ""
    if line.mark == "contact":
        if OVERSEEN.search(line.text) and i > title >= 0:
            return ""
        return "metadata_table" if has_furniture or title < 0 or i < title else ""
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
    if line.vote < 0:
        return True
    if line.vote > 0:
        return _is_publisher(head, i, title)
    if i < title:
        return _is_above_title(head, i, title)
    if title < 0:
        beside = line.n_han < NAME_HAN and i + 1 < len(head) and head[i + 1].is_furniture
        is_above_field = is_field(line) and any(map(_is_field_of_site, head[i + 1 :]))
        is_above_menu = line.n_han <= WIDE_NAME and any(map(_is_of_menu, head[i + 1 :]))
        is_number = DOCUMENT_NUMBER.search(line.text) is not None
        return not is_number and (beside or is_above_field or is_above_menu)
    if OF_ISSUE.fullmatch(line.text):
        return False
    if SLOGAN.fullmatch(line.text) or LABEL.fullmatch(line.text) or is_field(line):
        return True
    return _is_between_fields(head, i, title)


def _is_publisher(head: list[Line], i: int, title: int) -> bool:
    """Whether a line is the name of an organ that stands alone among the fields of the page."""
    is_between = 0 <= title < i < len(head) - 1 and head[i - 1].is_furniture
    is_signed = is_between and head[i + 1].mark in ("", "date")  # a bulletin says who issues it, and when
    return is_between and not is_signed and ORGAN.fullmatch(head[i].text) is not None


def _is_above_title(head: list[Line], i: int, title: int) -> bool:
    line = head[i]
    if any(look.search(line.text) for look in (DOCUMENT_NUMBER, ADDRESSED)):
        return False
    if OF_ISSUE.fullmatch(line.text) or _is_issuer(head, i, title):
        return False
    if i == title - 1 and line.n_han >= LEAST_CLAUSE and CLAUSES.search(line.text):
        return False  # a title of two lines, the first of which has two clauses
    if (
        line.n_han < TITLE_HAN
        or (i < title - 1 and COUPLET.fullmatch(line.text))
        or SLOGAN.fullmatch(line.text)
        or line.bare.startswith(head[title].bare)
    ):
        return True  # the name of the page begins with the title and ends with that of the site
    if line.text.endswith(" " + head[title].text):
        return True  # a field or a trail ends with the title
    return any(map(_is_of_site, head[i + 1 : title]))


def _is_issuer(head: list[Line], i: int, title: int) -> bool:
    """Whether a line is who issues a paper, as the first line of its title."""
    is_above = i == title - 1 and head[title].text.startswith(ABOUT)
    return is_above and ORGAN.fullmatch(head[i].text) is not None


def _is_between_fields(head: list[Line], i: int, title: int) -> bool:
    """Whether a line under the title stands among the fields of the page, as the publisher's name does."""
    line, before, after = head[i], head[i - 1], head[i + 1] if i + 1 < len(head) else None
    in_row = any(other.row == line.row and _is_of_site(other) for other in head[i - 1 : i + 2])
    if in_row and line.n_han <= WIDE_NAME:
        is_number = line.row != before.row and DOCUMENT_NUMBER.search(line.text) is not None
        return not is_number and RANGE.search(line.text) is None
    is_timed = after is not None and _is_field_of_site(after) and MINUTE.search(after.text) is not None
    if i - 1 == title and is_timed and ORGAN.fullmatch(line.text):
        return True  # whose account it is, above the minute of publication
    if SIGNED.fullmatch(line.text) or DOCUMENT_NUMBER.search(line.text):
        return False
    if i - 1 == title and (SUBTITLE.match(line.text) or line.text[0] in GOES_ON):
        return False
    if i - 1 == title and line.n_han <= TITLE_HAN and _is_field_of_site(after):
        return not ACTION.search(line.text)
    # Above the text itself a key is whom it addresses, or what it begins with.
    is_key = KEY.fullmatch(line.text) is not None and i + 1 < len(head)
    is_above_field = any(map(_is_field_of_site, head[i + 1 :]))
    if line.n_han > WIDE_NAME or not (_is_field_of_site(before) or (is_key and is_above_field)):
        return False
    if _is_field_of_site(after) or (after is not None and after.mark in ("menu", "source")):
        return True
    # The fields end with the last that is known: what stands among them is one of them, or the value of one.
    return not is_own(line) and (is_key or is_above_field)
