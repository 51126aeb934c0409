"""The lines of a page, and the cells of lines with wide gaps."""

from __future__ import annotations

import re

from analysis.cleaning.page import CLOSING, TERMINAL, Page, count_han
from analysis.cleaning.rules import bare
from analysis.cleaning.wraps import wrap_width
from analysis.cleaning.wraps.ends import is_open
from analysis.provenance import HIDDEN, READING, RUNNING

# Marks of a line that is furniture only in its place: a menu word outside of the text, a source on top of it,
# a date beside other fields, a name of a field whose value stands on the next line.
WEAK = frozenset(
    {"menu", "source", "date", "key", "value", "contact", "listed", "symbols", "number", "likely"}
)

# Two blanks or a tab lie between the cells of a row, a bar between the words of a menu.
GAP = re.compile(r"[ \t]*(?:\t| {2}|[|｜丨│┃┊])[ \t|｜丨│┃┊]*")
BLANK_GAP = re.compile(r"[ \t]*(?:\t| {2}| [|｜丨│┃┊] )[ \t]*")  # a single bar stands for a colon: 来源丨某报
BARS = "|｜丨│┃┊"
# A numbered heading: no value of a field, and no line of a site.
NUMBERED = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]\d{1,2}[)）]|\d{1,2}[、.．]\s*[^\d\s]|第[一二三四五六七八九十]{1,3}[章条节]"
)
CLOCK = re.compile(r"\d{1,2}:\d\d")  # behind a gap it belongs to the day before it
WIDE_KEY = re.compile("[\u4e00-\u9fff] +[\u4e00-\u9fff](?:[:：\t]|$)")  # 文  号：
STEPS = frozenset(
    "·•›»→>＞/／"
)  # a gap beside one of these parts the steps of a trail, not the cells of a row
# Characters set wide apart, and a heading set apart from its number: one line each.
WIDE_WORD = re.compile(
    r"[\u4e00-\u9fff](?: +[\u4e00-\u9fff]){1,3}|\d{1,2}(?:\.\d{1,2}){0,3} +[\u4e00-\u9fff][^ \t|｜丨│┃┊]*"
)
# A headline of two phrases, which a gap parts.
HEADLINES = re.compile("[\u4e00-\u9fff“”‘’《》]{5,18} {2,4}[\u4e00-\u9fff“”‘’《》]{5,18}")
MANY = 6  # short cells of a row between bars, from which it is a list of links whatever they say
SHORT_CELL = 8
LONG = 160  # no menu, field or credit is longer; beyond it a line is text without looking closer
PLAIN = 60  # characters from which a line that ends like a sentence is text without looking closer
SENTENCE = re.compile(r"[。！？；]|[,，](?=[^,，]{2,}[,，。])")
SIGNED_OFF = re.compile(r"[。！？]\s*[(（][^()（）]{1,40}[)）]$")  # who wrote, behind the last sentence
WORDY = 15  # Han characters from which a line that ends like a sentence is one
WRAPPED_HAN = 9  # Han characters from which a line with a pause inside is text, where text is wrapped
PAUSE = re.compile("[，。；、,]")
ASIDE = re.compile(r"\s*[(（][^()（）。]{1,8}[)）]$")  # a call behind a name: (欢迎光临!)
NOTE = re.compile(r"(?<=[。！？；])[\[［]\d{1,3}(?:[-,，]\d{1,3})?[\]］]$")
TEASER = re.compile(r"(?:…|\.{3})\s*[\[【(（]?[^\s。，]{0,6}$")  # dots, and an offer to read on
ANNOUNCING = 20  # and from which one with a comma that announces what follows is one
WORDY_CLOSED = 6  # and from which one that ends with a full stop is
WORDY_OPEN = 40  # and from which it is one wherever it ends, if it has a pause inside


class Line:
    """A line, or a cell of one, without the blanks round it; `mark` is its kind of furniture or empty.

    `bare` has its letters, digits and characters alone, `n_han` counts its Han characters: of a line that is
    plainly text (`is_long`) both are only its text and its length, which is enough there and costs nothing.
    """

    __slots__ = ("bare", "end", "is_long", "is_prose", "mark", "n_han", "row", "start", "text", "vote")

    def __init__(self, start: int, end: int, text: str, row: int, vote: int = 0) -> None:
        self.start, self.end, self.text, self.row, self.vote = start, end, text, row, vote
        self.mark = ""
        self.is_long = len(text) > LONG or (len(text) > PLAIN and text[-1] in "。！？；")
        self.bare = text if self.is_long else bare(text)
        self.n_han = len(text) if self.is_long else count_han(self.bare)
        self.is_prose = self.is_long or _is_prose(text, self.n_han)

    @property
    def is_furniture(self) -> bool:
        """Whether it goes."""
        return self.mark != "" and self.mark not in WEAK

    @property
    def is_closed(self) -> bool:
        """Whether it ends with a mark that closes a sentence, who wrote it behind the mark or not."""
        text = NOTE.sub("", self.text) if self.text[-1] in "]］" else self.text
        return text.rstrip(CLOSING)[-1:] in TERMINAL or (
            text[-1] in ")）" and SIGNED_OFF.search(text) is not None
        )


def _is_prose(text: str, n_han: int) -> bool:
    """Whether a line reads like running text; the number of a note behind it is none of it."""
    if text[-1:] in ("]", "］") and (note := NOTE.search(text)):
        text = text[: note.start()]
    if n_han < WORDY:
        return n_han >= WORDY_CLOSED and text[-1] == "。"
    said = ASIDE.sub("", text) if text[-1] in ")）" else text
    last = said.rstrip(CLOSING)[-1:] or text[-1]
    if last in "。！？；!?;" and not text.startswith(("http", "www")):
        return True
    if text[-1] in ")）" and SIGNED_OFF.search(text):
        return True
    if text[-1] in ":：" and n_han >= ANNOUNCING and ("，" in text or "," in text):
        return True
    return n_han >= WORDY_OPEN and SENTENCE.search(text) is not None


def split_lines(page: Page) -> list[Line]:
    """The lines of the page that are not blank, cells of rows apart, each with what the markup votes."""
    lines: list[Line] = []
    position, row, bars = 0, 0, [bar for bar in BARS if bar in page.text]
    for text in page.text.split("\n"):
        stripped = text.strip(" \t")
        if stripped and not stripped.isspace():
            row += 1  # blank lines between rows are none: a converter puts one between any two
            first = position + text.index(stripped[0])
            n_bars = sum(map(stripped.count, bars)) if bars else 0
            if n_bars or "\t" in stripped or "  " in stripped:
                cells = _cells(stripped, first, row, GAP if n_bars > 1 else BLANK_GAP)
                if n_bars >= MANY and all(len(cell.text) <= SHORT_CELL for cell in cells):
                    for cell in cells:
                        cell.vote = -1
                lines += cells
            else:
                lines.append(Line(first, first + len(stripped), stripped, row))
        position += len(text) + 1
    if page.votes:
        _take_votes(lines, page)
    _tell_wrapped(lines)
    return lines


def _tell_wrapped(lines: list[Line]) -> None:
    """A line of wrapped text rarely ends a sentence; a pause inside tells it from a menu, which has none."""
    paused = [
        line
        for line in lines
        if not line.is_prose
        and line.n_han >= WRAPPED_HAN
        and PAUSE.search(line.text)
        and not TEASER.search(line.text)
    ]
    if not paused:
        return
    texts = [line.text for line in lines if line.vote != RUNNING]
    if len(texts) < len(lines):  # a printed page, menus and all
        texts = [text for text in texts if PAUSE.search(text)]
    if wrap_width(texts):
        for line in paused:
            line.is_prose = line.vote != RUNNING


def _cells(stripped: str, first: int, row: int, gap: re.Pattern[str]) -> list[Line]:
    """The cells of a line that begins at `first`, cut at wide gaps; the line itself where it has none."""
    position, cells = 0, []
    if WIDE_WORD.fullmatch(stripped) or HEADLINES.fullmatch(stripped):
        return [Line(first, first + len(stripped), stripped, row)]
    for match in gap.finditer(stripped):
        if CLOCK.match(stripped, match.end()) and stripped[match.start() - 1].isdigit():
            continue
        if stripped[match.start() - 1] in STEPS or stripped[match.end() : match.end() + 1] in STEPS:
            continue
        is_key = match.start() == position + 1 and WIDE_KEY.match(stripped, position) is not None
        if is_key or is_open(stripped[position : match.start()]):
            continue
        if match.start() > position:
            cells.append(
                Line(first + position, first + match.start(), stripped[position : match.start()], row)
            )
        position = match.end()
    if position < len(stripped):
        cells.append(Line(first + position, first + len(stripped), stripped[position:], row))
    if not cells:  # bars alone
        return [Line(first, first + len(stripped), stripped, row)]
    if len(cells) == 1 and cells[0].is_prose:  # bars round a text are none of it
        return [bar for bar in _bars(stripped, first, row, cells[0]) if bar.text]
    # Bars at the edges go with the cells beside them.
    cells[0].start, cells[-1].end = first, first + len(stripped)
    return cells


def _bars(stripped: str, first: int, row: int, cell: Line) -> list[Line]:
    """A cell and what stands before and behind it in its line."""
    low, high = cell.start - first, cell.end - first
    before, behind = stripped[:low].rstrip(" \t"), stripped[high:].lstrip(" \t")
    end = first + len(stripped)
    return [Line(first, first + len(before), before, row), cell, Line(end - len(behind), end, behind, row)]


def _take_votes(lines: list[Line], page: Page) -> None:
    """Votes lie on the raw text; both lists are in order, so one walk brings them together."""
    offsets, at = page.draft.raw_offsets, 0
    votes = [vote for vote in page.votes if vote.weight not in (HIDDEN, READING)]
    for line in lines:
        middle = int(offsets[(line.start + line.end) // 2])
        while at < len(votes) and votes[at].end <= middle:
            at += 1
        if at < len(votes) and votes[at].start <= middle:
            line.vote = votes[at].weight
