"""Below the text: closing lines stay until the first end; behind it everything goes but whole paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.looks import (
    ACTION,
    CLOSING_LINE,
    COLON,
    LEGEND,
    ORGAN,
    OVERSEEN,
    PLACE,
    SIGNED,
    TITLE_HAN,
    is_field,
    is_foreign,
    is_own,
    names_in,
)
from analysis.cleaning.furniture.stamps import ASKED
from analysis.cleaning.page import CLOSING
from analysis.cleaning.rules import Rules

CLOSE_HAN = 60  # a paragraph behind the end is kept from this length
BUTTON = re.compile(r"[a-z\u4e00-\u9fff]{4,8}")
HEADLINE = re.compile(r"[^，。；！!,;]{8,60}")
JOINS = frozenset({"menu", "likely"})  # weak marks that count in such a row
REPORTER = re.compile("记者|通讯员|报道|作者|供稿|摄影")
COLUMN = re.compile(r"[\u4e00-\u9fff]+")
WORD = re.compile(r"[\w]{1,8}")
WORDS_IN_A_ROW = 4
COLUMNS = 2  # names of columns that make a row where the site begins below the text
LOOSE_HAN = 8  # Han characters of a few words of the site
PAUSE = re.compile(r"[，。；！,!“”\d]")
FORMULA = re.compile("特此|此致|敬礼|谢谢|祝|完|以上|妥否|当否|请|致|会议")
ON_DUTY = "值班"
BULLET = re.compile("(?:-\\s+)?[·•▪■◆●○◇►▶*]")
ATTACHED = "附件"  # what a document has with it, a link or not
IN_A_ROW = 3  # so many buttons or headlines are none of the text's
WEAK_BEHIND_END = frozenset(
    {"menu", "listed", "value", "date", "contact", "source", "symbols", "number", "likely"}
)  # what goes behind the end though it may stand in a text


def mark_tail(tail: list[Line], end: int, rules: Rules, *, is_closed: bool, of_page: bool) -> None:
    """Mark the lines below the text; `end` is the first that is surely none of it.

    Short lines behind the first furniture go too. `is_closed` says that the text
    ends with a whole sentence, so that no piece of it stands here, `of_page` that lines of the site stand above it.
    """
    begun, has_furniture = False, any(line.is_furniture for line in tail)
    is_asked = False  # whether it was said whom to ask, whose numbers follow
    _mark_list(tail)
    _mark_dates(tail)
    _mark_runs(tail, _is_button, IN_A_ROW)
    if is_closed:
        _mark_loose(tail, rules, of_page=of_page or has_furniture)
    if has_furniture:
        _mark_runs(tail, _is_headline, IN_A_ROW)
        _mark_runs(tail, _is_column, COLUMNS, joins=frozenset())
    for i, line in enumerate(tail):
        begun = begun or (line.is_furniture and line.bare != "")
        is_asked = is_asked or ASKED.search(line.text) is not None or OVERSEEN.search(line.text) is not None
        if has_furniture and not begun and not line.mark and LEGEND.fullmatch(line.text):
            line.mark = "image"
        elif i >= end:
            _mark_behind_end(line)
        elif line.vote > 0 and not line.is_furniture:
            line.mark = "" if line.mark != "value" else "metadata_table"
        elif (
            line.mark in ("contact", "number")
            and not begun
            and (is_asked or ON_DUTY in line.text or _is_in_row_of_text(tail, i))
        ):
            line.mark = ""  # whom to ask, which a notice says last
        elif line.mark in ("menu", "value", "contact", "symbols", "likely") or (
            line.mark == "number" and (begun or is_closed)
        ):
            begun = begun or line.mark in JOINS
            line.mark = "navigation"
        elif line.mark == "listed":
            line.mark = "related"
        elif not line.mark and _is_stray(line, begun=begun):
            line.mark = "navigation"


def _is_in_row_of_text(tail: list[Line], i: int) -> bool:
    """Whether a line goes on with a row of the text: who is asked, and his number."""
    return i > 0 and tail[i - 1].row == tail[i].row and not tail[i - 1].mark


def mark_words(tail: list[Line], rules: Rules) -> None:
    """Many single words below each other are tags or a menu, where fewer than half of them look like names."""
    run: list[Line] = []
    for line in [*tail, None]:
        if line is not None and line.vote <= 0 and (line.mark in JOINS or (not line.mark and _is_word(line))):
            run.append(line)
            continue
        words = [other for other in run if not other.mark]
        if len(run) >= WORDS_IN_A_ROW and 2 * sum(rules.is_name(other.bare) for other in words) < len(words):
            for other in words:
                other.mark = "navigation"
        run = []


def _is_word(line: Line) -> bool:
    return WORD.fullmatch(line.text) is not None and not _is_own(line)


def _mark_list(tail: list[Line]) -> None:
    """Headlines behind the same bullet are other pages, and a short line above them is what the list is called."""
    run: list[Line] = []
    before: Line | None = None
    for line in [*tail, None]:
        if line is not None and not line.is_furniture and BULLET.match(line.text) and line.n_han >= TITLE_HAN:
            if not run and before is not None and not before.mark and before.n_han <= TITLE_HAN:
                run.append(before)
            run.append(line)
        else:
            if len(run) > IN_A_ROW:
                for other in run:
                    other.mark = "related"
            run = []
        before = line


def _mark_dates(tail: list[Line]) -> None:
    """Days below each other are those of other pages: a signature has one."""
    days = [line for line in tail if line.mark == "date"]
    for line in days if len(days) >= IN_A_ROW else ():
        line.mark = "related"


def _mark_behind_end(line: Line) -> None:
    is_paragraph = line.is_prose and line.n_han >= CLOSE_HAN and line.is_closed
    if line.mark in WEAK_BEHIND_END or (not line.mark and not is_paragraph):
        line.mark = "related" if line.n_han >= TITLE_HAN else "navigation"


def _is_stray(line: Line, *, begun: bool) -> bool:
    if is_foreign(line):
        return True
    if line.is_prose:
        return False
    refused = line.vote < 0 and not line.text.startswith(ATTACHED)
    return refused or (begun and not CLOSING_LINE.match(line.text))


def _mark_loose(tail: list[Line], rules: Rules, *, of_page: bool) -> None:
    """Words of the site: the last lines of the page, and on a page with other lines of the site those before too."""
    for line in reversed(tail):
        if not line.mark and line.vote <= 0:
            if _is_loose(line, rules):
                line.mark = "navigation"
            elif not of_page:
                return


def _is_loose(line: Line, rules: Rules) -> bool:
    """Whether a line below a whole text is a field or a few words of the site, and no signature or formula."""
    if line.is_prose or is_own(line) or CLOSING_LINE.match(line.text) or _is_own(line):
        return False
    if is_field(line):
        value = COLON.split(line.text)[-1].strip()
        return not rules.is_name(value) and ORGAN.fullmatch(value) is None
    return (
        0 < line.n_han <= LOOSE_HAN
        and not PAUSE.search(line.text)
        and not PLACE.search(line.text)
        and not FORMULA.match(line.text)
        and line.text[-1] not in CLOSING
        and not any(names_in(line.text, rules))
    )


def _is_button(line: Line) -> bool:
    """A signature is two lines, and a name is shorter."""
    return BUTTON.fullmatch(line.bare) is not None and not CLOSING_LINE.match(line.text)


def _is_column(line: Line) -> bool:
    """The name of a column, as menus have it: four characters or six, and no name or place."""
    return line.n_han in (4, 6) and COLUMN.fullmatch(line.text) is not None and not PLACE.search(line.text)


def _is_headline(line: Line) -> bool:
    return (
        not line.is_prose
        and line.n_han >= TITLE_HAN
        and HEADLINE.fullmatch(line.text) is not None
        and not (COLON.search(line.text) and "、" in line.text)
        and not CLOSING_LINE.match(line.text)
        and not ACTION.match(line.text)
    )


def _mark_runs(
    tail: list[Line], looks_so: Callable[[Line], bool], least: int, joins: frozenset[str] = JOINS
) -> None:
    """Several lines of a kind in a row below the text are buttons, or headlines of other pages."""
    run: list[Line] = []
    for line in [*tail, None]:
        if (
            line is not None
            and line.vote <= 0
            and (line.mark in joins or (not line.mark and looks_so(line) and not _is_own(line)))
        ):
            run.append(line)
            continue
        if len(run) >= least:
            for other in run:
                other.mark = other.mark or ("related" if other.n_han >= TITLE_HAN else "navigation")
        run = []


def _is_own(line: Line) -> bool:
    """Whether a short line below a text may be its own: a signature, a byline."""
    return SIGNED.fullmatch(line.text) is not None or REPORTER.search(line.text) is not None
