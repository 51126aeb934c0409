"""Single bytes of UTF-8 that a page has lost: what is left of the character is shown as Latin-1.

Windows' variant of Latin-1 has no character for five bytes (81, 8D, 8F, 90, 9D), and pages drop them, or show U+FFFD
in their place; a blank that is not broken (A0) and a soft hyphen (AD) get lost too. What remains of 不 (E4 B8 8D) is
`ä¸`, be the text around it sound or read wrong throughout. All other bytes stay visible, so that only these are tried,
and only one character that makes words with its neighbours is taken; marks where no other one is to be expected. What
has no single likely reading is flagged.

A byte that is no character's beginning may take the one behind it along: 。<br /> becomes `ã€br />`. A tag that lacks
nothing but its bracket gets it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.cleaning.encodings import TRAIL, WINDOWS
from analysis.cleaning.page import HAN, Page
from analysis.cleaning.script import convert_characters
from analysis.cleaning.words import (
    beginnings,
    endings,
    heads_of_words,
    is_available,
    joined_likelihood,
    lone_characters,
    tails_of_words,
)
from analysis.provenance import Replacement

NOTE = "bytes of UTF-8 shown as Latin-1, some lost"
EATEN = "stands before a tag without its bracket: a byte may be lost"
UNSHOWN = b"\x81\x8d\x8f\x90\x9d"  # bytes without a character in Windows' Latin-1
CONTROLS = frozenset(map(chr, UNSHOWN))  # as which they are shown where they were not dropped
BLANK = b"\xa0\xad"  # shown as nothing or as a blank
LEADS = "\xe2-\xe9\xef"  # first bytes of Chinese characters and marks
LEAD_SIGNS = frozenset("\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xef")
OTHERS = "\xc2\xc3"  # first bytes of signs such as the blank that is not broken
LONG = "\xf0"  # first byte of four
VOWELS = "\xe2\xe8\xe9"  # letters that words have, too: a mark of punctuation behind them is one
QUIET = "“”‘’–—…«»·°"
SIGNS = f"{QUIET}•±²³µ©®€£¥§"  # that Chinese texts have; the odd ones stand in none
ODD = "".join(c for c in (*map(chr, range(0x80, 0xC0)), *WINDOWS) if c not in f"{SIGNS}\xa0\xad")
# The first byte and one of the two others, of which the last may have become a plain blank; no letter of a word, and
# not all three bytes.
ONE_OF_TWO = f"(?:[{TRAIL}]\ufffd?|\ufffd[{TRAIL}])(?![{ODD}])"
STRONG = f"(?<![{OTHERS}{LONG}]){ONE_OF_TWO}(?<![{VOWELS}][{QUIET}])(?P<blank>[ \xa0])?(?P<mark>\\?)?"
# What counts beside such ones: a letter with a mark of its own or before a quote, and bytes that make no character.
WEAK = (
    f"(?P<weak>(?<={LONG})[{TRAIL}\ufffd]{{0,3}}|(?<=[{OTHERS}])[{TRAIL}]?|[{TRAIL}]{{2}}|[{QUIET}]?\ufffd{{0,2}})"
    "(?![A-Za-z])"
)
# Bytes whose first one is lost, too: such a page loses any.
ORPHAN = f"(?<=[{ODD}])(?P<orphan>[{ODD}{SIGNS}]*)"
REMNANT = re.compile(
    f"[{LEADS}{OTHERS}{LONG}{ODD}](?:{ORPHAN}|(?<![A-Za-z].)(?<![{ODD}])(?:{STRONG}|{WEAK}))"
)
TAG = re.compile(
    r"[bp/](?<=[^\x00-\x7f].)(?:(?<=b)r ?/?|(?<=p) ?/|(?<=/)(?:p|div|span|a|li|td|tr|strong|font|h[1-6]))>"
)
CONTEXT = 4  # characters of context on either side
SPARE = 4  # times as many are looked at: glosses and blanks stand between
NO_WORD = re.compile(f"[^{HAN}]+")
MARGIN = 12.0  # nats by which the best reading must be better than the next: no guess is wanted
MOST = 2000  # remnants of a page that are read; of a page with more hardly a word is sound
LIKELY_BLANK = 6.0  # nats for a blank behind a remnant being its last byte: Chinese has few of its own
QUOTED = 500  # characters before a closing quotation mark in which the opening one is looked for
# Marks that are taken, and others of the same bytes: with one of these in the page it is not certain.
RIVALS = {"、": "「『【】〝", "”": "", "！": ""}
END = re.compile("$|[”’\n]")


class Habits(NamedTuple):
    """What a page does: the bytes it may have lost, and the marks that are not certain in it."""

    lost: bytes
    doubted: frozenset[str]


USUAL = Habits(UNSHOWN + BLANK, frozenset())


def restore_lost(page: Page) -> list[Replacement]:
    """Characters and brackets of which a byte is lost, where that is certain; the others are flagged."""
    if page.signs.isdisjoint(LEAD_SIGNS) and ">" not in page.signs:
        return []
    tags = [match.start() for match in TAG.finditer(page.text)] if ">" in page.signs else []
    wishes = [Replacement(at, at, "<") for at in tags]
    for at in tags:
        if page.text[at - 1] in "、，":
            page.flag(at - 1, at, EATEN)
    if not page.signs.isdisjoint(LEAD_SIGNS):
        wishes += _restored(page, frozenset(tags))
    return sorted(wishes)


def _restored(page: Page, tags: frozenset[int]) -> Iterator[Replacement]:
    """Characters that can be read with certainty; the other remnants are flagged."""
    matches = list(REMNANT.finditer(page.text))
    if not any(map(_is_strong, matches)):  # letters with marks
        return
    habits = _habits_of(page, is_lossy=any(match["orphan"] is not None for match in matches))
    before, end = "", -1
    for i, match in enumerate(matches):
        left = before if match.start() == end else ""
        is_open = _is_strong(match) and not match["mark"] and match.end() not in tags
        character = read_remnant(match, left, habits) if is_open and i < MOST and is_available() else ""
        end = match.end() - (match["blank"] is not None and not _ends_in_blank(character))
        if character:
            yield Replacement(match.start(), end, character)
        else:
            page.flag(match.start(), end, NOTE)
        before = left + character if character else ""


def _is_strong(match: re.Match[str]) -> bool:
    return match["weak"] is None and match["orphan"] is None


def _habits_of(page: Page, *, is_lossy: bool) -> Habits:
    doubted = {mark for mark, rivals in RIVALS.items() if any(rival in page.text for rival in rivals)}
    lost = b"" if is_lossy else UNSHOWN + BLANK if CONTROLS.isdisjoint(page.draft.raw_text) else BLANK
    return Habits(lost, frozenset(doubted))


def _ends_in_blank(character: str) -> bool:
    return character.encode().endswith(b"\xa0")


def read_remnant(match: re.Match[str], before: str = "", habits: Habits = USUAL) -> str:
    """The one likely character of which a remnant is left; empty where there is none, or more than one.

    `before` is what remnants that touch it on the left have been read as.

    Examples
    --------
    >>> [read_remnant(REMNANT.search(text)) for text in ("工作å‘展", "一ä¸")]
    ['发', '']
    """
    text, start, end = match.string, *match.span()
    found = possible_characters(match[0].removesuffix(match["blank"] or ""), habits.lost)
    for mark in RIVALS:
        if mark in found:
            return mark if mark not in habits.doubted and _is_expected(mark, match) else ""
    left = before or NO_WORD.split(text[max(0, start - SPARE * CONTEXT) : start])[-1]
    context = left[-CONTEXT:], NO_WORD.split(text[end : end + SPARE * CONTEXT])[0][:CONTEXT]
    likely = dict.fromkeys(found, 0.0)
    if match["blank"]:
        likely.update((c, LIKELY_BLANK) for c in found if _ends_in_blank(c))
    return _likeliest(likely, *map(convert_characters, context))


def possible_characters(shown: str, lost: bytes = USUAL.lost) -> frozenset[str]:
    """The characters of which a first byte and one of the two others are left.

    Examples
    --------
    >>> sorted(possible_characters("ä¸")), sorted(possible_characters("ã€\ufffd"))
    (['丁', '不', '丏', '丐', '丝', '丠', '中'], ['、'])
    """
    first, *others = (WINDOWS.get(c, ord(c) & 0xFF) for c in shown.replace("\ufffd", ""))
    place, found = shown.find("\ufffd"), set()
    for byte in lost if place < 0 else lost.strip(BLANK):
        for content in ((first, byte, *others), (first, *others, byte)):
            if place < 0 or content[place] == byte:
                found.add(bytes(content).decode("utf-8", "ignore"))
    return frozenset(c for c in found if c in RIVALS or "\u4e00" <= c <= "\u9fff")


def _is_expected(mark: str, match: re.Match[str]) -> bool:
    """Whether a mark stands where it must: an open quotation ends, or a sentence."""
    if mark == "”":
        opened, closed = (match.string.rfind(c, max(0, match.start() - QUOTED), match.start()) for c in "“”")
        return opened > closed
    return mark != "！" or END.match(match.string, match.end()) is not None


def _likeliest(likely: Mapping[str, float], left: str, right: str) -> str:
    """The character that makes words with its neighbours and is far more likely than every other."""
    if not left + right:
        return ""
    heads, tails = heads_of_words(left, beginnings(left)), tails_of_words(right, endings(right))
    ranked = sorted(
        ((own + joined_likelihood(heads, convert_characters(c), tails), c) for c, own in likely.items()),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return ""
    best = ranked[0][1]
    if len(left) in lone_characters(left + convert_characters(best) + right):
        return ""
    return best
