"""Pinyin glosses that mirror sites put in brackets behind characters: 環(huán)境.

A bracket goes only where it is proven to hold a reading: one tone-marked syllable behind a Han character (no
other Latin text looks so), or syllables with or without marks that are readings of the characters before them.
Everything else in brackets stays: (街道), (SO2), (PM2.5), (app).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache

from analysis.cleaning.page import HAN, Page
from analysis.provenance import READING, Replacement

# Letters of pinyin: plain, with a tone mark, with a combining mark, and the two letter shapes that GBK uses.
LETTERS = "a-zāáǎàēéěèêếềōóǒòīíǐìūúǔùüǖǘǚǜńňǹḿɑɡ\u0300\u0301\u0304\u0308\u030c"
# A gloss may be broken by a line end or a blank inside, before or behind its bracket.
BRACKET = re.compile(
    rf"[(（]\s*(?P<reading>[{LETTERS}](?:[{LETTERS}\s'’\-]{{0,38}}[{LETTERS}])?[1-5]?)\s*[)）]"
)
# What is left where bytes were lost: a span that ends in a letter, and a reading whose character and bracket are one `?`.
DAMAGED = re.compile(r"[?？][^\s(（]{1,12}\Z")
WITHOUT_OPENING = re.compile(rf"[?？](?P<reading>[{LETTERS}]{{1,7}})[)）]")
LOST = "bytes lost by a mirror site: several readings or none"
GAP_BEFORE = re.compile(r"[ \t]*\n?[ \t]*$")
BLANKS = " \t\n"
IS_HAN = re.compile(f"[{HAN}]")
OPENING = frozenset("(（")
TONE_MARKS = frozenset("\u0300\u0301\u0304\u030c")
MARKS = TONE_MARKS | {"\u0308"}
WITHOUT_TONES = dict.fromkeys(map(ord, TONE_MARKS))
SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|uai|uan|uen|iao|ian|ai|ei|ao|ou|an|en|er|ia|ie|iu|io|in|ua|uo|ui|un|ue"
    "|üan|üe|ün|ve|[aeiouüv])|ng|[nm]|hng|hm"
)


def remove_glosses(page: Page) -> list[Replacement]:
    """Brackets that hold the reading of the character before them, and what the markup sets as a reading."""
    told = _told_by_markup(page)
    if page.signs.isdisjoint(OPENING):
        return told
    for start, _, _ in _without_opening(page.text):
        page.flag(start - 1, start, LOST)
    taken = {i for wish in told for i in range(wish.start, wish.end)}
    found = [
        Replacement(start, end, "")
        for start, end, _ in find_glosses(page.text)
        if not told or taken.isdisjoint(range(start, end))
    ]
    return sorted(told + found)


def _told_by_markup(page: Page) -> list[Replacement]:
    """Readings that a page sets above its characters: what is converted to text stands behind them."""
    offsets = page.draft.raw_offsets
    votes = [vote for vote in page.votes if vote.weight == READING]
    spans = [(bisect_left(offsets, vote.start), bisect_left(offsets, vote.end)) for vote in votes]
    return [Replacement(start, end, "") for start, end in spans if start < end]


def find_glosses(text: str) -> list[tuple[int, int, str]]:
    """The glosses of a text: start and end with the blanks before them, and the reading.

    Examples
    --------
    >>> find_glosses("環(huán)境（yi）(SO2)(app)行(hang)")
    [(1, 7, 'huán'), (23, 29, 'hang')]
    >>> find_glosses("大會(hui)(hui)"), find_glosses("扎?shí)推進(jìn)")
    ([(2, 7, 'hui'), (7, 12, 'hui')], [(2, 6, 'shí'), (8, 13, 'jìn')])
    """
    found: list[tuple[int, int, str]] = []
    behind = -1  # where the character ends that the last gloss is of: some sites say a reading more than once
    for match in BRACKET.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in BLANKS:
            gap = GAP_BEFORE.search(text, max(0, start - 8), start)
            start = gap.start() if gap else start
        if not found or start != found[-1][1]:
            behind = start
        if _is_reading_at(text, behind, match["reading"]):
            found.append((start, end, match["reading"]))
    others = _without_opening(text)
    return sorted([*found, *others]) if others else found


def _is_reading_at(text: str, position: int, reading: str) -> bool:
    """Whether a bracket holds the reading of the character that ends here, or of one that was damaged."""
    character = text[position - 1 : position]
    if "\u4e00" <= character <= "\u9fff" or IS_HAN.match(character):
        return is_marked_syllable(reading) or is_gloss(text[max(0, position - 12) : position], reading)
    is_damaged = character.isascii() and DAMAGED.search(text[max(0, position - 13) : position]) is not None
    return is_damaged and is_marked_syllable(reading)


def _without_opening(text: str) -> list[tuple[int, int, str]]:
    """Readings whose character and bracket are shown as one `?`."""
    if "?" not in text and "？" not in text:
        return []
    return [
        (match.start() + 1, match.end(), match["reading"])
        for match in WITHOUT_OPENING.finditer(text)
        if is_marked_syllable(match["reading"])
    ]


def is_gloss(before: str, reading: str) -> bool:
    """Whether a bracket's content is a reading of the last characters before it.

    Examples
    --------
    >>> is_gloss("生態", "tài"), is_gloss("生态", "shēng tài"), is_gloss("应用", "app"), is_gloss("我的", "de")
    (True, True, False, True)
    """
    if is_marked_syllable(reading):
        return True
    plain = normal_reading(reading).translate(WITHOUT_TONES)
    if not re.fullmatch(rf"(?:{SYLLABLE.pattern})+", plain):
        return False
    return plain in _readings_of(before, plain)


def normal_reading(reading: str) -> str:
    """A reading in one spelling: letters and combining tone marks, without blanks, apostrophes and numbers."""
    letters = reading if reading.isalpha() else "".join(c for c in reading if c.isalpha() or c in MARKS)
    decomposed = unicodedata.normalize("NFD", letters.replace("ɑ", "a").replace("ɡ", "g").replace("v", "ü"))
    return decomposed.replace("u\u0308", "ü")


@lru_cache(maxsize=4096)
def is_marked_syllable(reading: str) -> bool:
    """Whether this is one syllable of pinyin with a tone mark."""
    letters = normal_reading(reading)
    return (
        not TONE_MARKS.isdisjoint(letters)
        and SYLLABLE.fullmatch(letters.translate(WITHOUT_TONES)) is not None
    )


@lru_cache(maxsize=4096)
def readings(character: str) -> frozenset[str]:
    """Readings of one character as :func:`normal_reading` spells them, with tone marks."""
    from pypinyin.constants import PINYIN_DICT

    return frozenset(map(normal_reading, PINYIN_DICT.get(ord(character), "").split(","))) - {""}


@lru_cache(maxsize=4096)
def plain_readings(character: str) -> frozenset[str]:
    """Readings of one character without tones."""
    return frozenset(reading.translate(WITHOUT_TONES) for reading in readings(character))


def _readings_of(before: str, plain: str) -> set[str]:
    """Every way to read the last one to eight characters that begins as `plain` ends, built from the right."""
    tails = {""}
    for character in reversed(before[-8:]):
        tails = {r + tail for r in plain_readings(character) for tail in tails if plain.endswith(r + tail)}
        if not tails or plain in tails:
            break
    return tails
