"""Single characters: line ends, invisible ones, blanks, radicals that stand for characters, full-width letters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from analysis.cleaning.page import Page
from analysis.provenance import HIDDEN, Replacement

# Everything that some converter uses for "new line"; form feed is what PDF readers put between pages.
LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LINE_ENDS = frozenset("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")

# Characters without a picture: controls, soft hyphen, joiners, zero-width and bidirectional marks, byte-order
# marks inside a text, variation selectors, tags. They break every search and stand for nothing.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]+"
)

# Blanks of other widths; a tab is left, since it separates the cells of a table.
BLANKS = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

# Radicals of the supplement block (U+2E80-2EF3) that PDF readers give for the character of the same shape;
# Unicode has no mapping for most of them. The Kangxi block has one and needs no table.
RADICALS = dict(
    zip(
        "⺁⺄⺇⺊⺎⺒⺓⺔⺙⺛⺜⺝⺞⺟⺠⺢⺩⺪⺬⺮⺯⺶⺹⺻⺼⺽⻁⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂乙几卜兀巳幺彐攵旡日月歹母民水王疋示竹糸羊老聿肉臼虎西见角角贝足车長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
# Where the character that Unicode maps to is not the one a simplified page means.
RADICALS["⼾"] = "户"
# A rare character whose picture in common fonts is that of another, which is meant.
RADICALS["㬵"] = "胶"

# Radicals, Kangxi radicals, compatibility ideographs of both planes.
STAND_INS = frozenset("㬵") | frozenset(
    chr(c) for low, high in ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20)) for c in range(low, high)
)

FULL_WIDTH = {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B) if chr(c - 0xFEE0).isalnum()}
FULL_WIDTH_POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")


def unify_line_ends(page: Page) -> list[Replacement]:
    """Every kind of line end becomes a line feed."""
    if page.signs.isdisjoint(LINE_ENDS):
        return []
    return [Replacement(*match.span(), "\n") for match in LINE_END.finditer(page.text)]


def remove_invisible(page: Page) -> list[Replacement]:
    """Characters that cannot be seen go."""
    if not INVISIBLE.search("".join(page.signs)):
        return []
    return [Replacement(*match.span(), "") for match in INVISIBLE.finditer(page.text)]


def remove_hidden(page: Page) -> list[Replacement]:
    """Text that a page has but does not show, put there against copying."""
    hidden = [vote for vote in page.votes if vote.weight == HIDDEN]
    offsets = page.draft.raw_offsets
    spans = [(bisect_left(offsets, vote.start), bisect_left(offsets, vote.end)) for vote in hidden]
    return [Replacement(start, end, "") for start, end in spans if start < end]


def unify_blanks(page: Page) -> str:
    """Blanks of any width become a plain one, one to one."""
    return _map(page, {blank: " " for blank in page.signs.intersection(BLANKS)})


def replace_radicals(page: Page) -> str:
    """Radicals and compatibility ideographs become the character they look like, one to one.

    Only these blocks are touched: normalising a whole text changes its length and its punctuation.
    """
    return _map(page, {c: _character_of(c) for c in page.signs & STAND_INS})


def narrow_letters(page: Page) -> str:
    """Full-width digits and letters become plain ones, one to one; punctuation stays as it is."""
    found = {c: FULL_WIDTH[c] for c in page.signs & FULL_WIDTH.keys()}
    text = _map(page, found)
    return FULL_WIDTH_POINT.sub(".", text) if found else text


def _character_of(c: str) -> str:
    mapped = RADICALS.get(c) or unicodedata.normalize("NFKC", c)
    return mapped if len(mapped) == 1 else c


def _map(page: Page, table: dict[str, str]) -> str:
    text = page.text
    for before, after in table.items():
        text = text.replace(before, after)
    return text
