"""The byte shift of mirror sites: a lead byte of GBK is lost, and what follows is read one byte late.

The character that loses its lead byte has the trail byte A3 (保 B1A3, 。 A1A3). It is shown as `?`; A3 becomes
the lead byte of the next pair, so a full-width mark or letter is shown (A3BB is ；), then pairs of what should be
trail and lead bytes, until a trail byte in the range of ASCII (traditional characters have them) ends the shift:
保基礎 B1A3 BBF9 B541 → ? A3BB F9B5 41 → `?；A`, where F9B5 is no character and vanishes. On many sites the mark
is gone too, and `?` is all that is left of three bytes: 。總 A1A3 BF82 … → `?傊…`.

To invert it the shown characters are encoded again, the lost lead byte, the mark where it is gone and at most one
vanished pair are tried (`shift.pairs`), and what comes out must be the one likely Chinese text (`shift.likely`):
the gloss behind it must fit, no character of it may be left without a word, and its words must be far more likely
than those of every other reading. Otherwise the span stays as it is and is flagged.
"""

from __future__ import annotations

import re
from operator import add

from analysis.cleaning.glosses import BRACKET, LOST, normal_reading
from analysis.cleaning.page import HAN, Page
from analysis.cleaning.script import convert_characters, count_traditional
from analysis.cleaning.shift.likely import Reading, likely_readings
from analysis.cleaning.shift.pairs import SHOWN_MARKS, Shown
from analysis.cleaning.words import is_available, is_common, lone_characters
from analysis.provenance import Replacement

# `?`, a mark or letter of row A3 (often shown in half width, on some sites gone), what was read late, an
# ASCII-range trail byte.
SHIFTED = re.compile(
    r"[?？](?<=[^\sA-Za-z?？][?？])(?P<first>[!-~！-～￥￣]?)(?P<late>[\u0080-\uffff?]{0,10}?)(?P<last>[@-~])(?![@-~])"
)
NO_WORD = f"[^{HAN}]+"
OPEN = "（(《〈“‘「『【〔，,、；;：:"  # no full stop stands behind one
QUOTE = re.compile("[“”]")
QUOTED = 80  # characters behind a span in which the other half of its quotation mark is looked for
LEAST_TRADITIONAL = 3  # different characters; names bring one or two into simplified text
# How often a character that may stand alone in a sound text occurs in the word list's corpus, at least.
FREE_STANDING = 1000
MOST = 500  # spans of a page that are read; of one with more hardly a word is sound
CONTEXT = 4  # characters of context on either side
MARGIN = 3.5  # nats by which the best reading must be better than the next
PAIRED = 4.0  # nats for an opening quotation mark that is closed behind the span, against one that is not
FAMILIAR = 2.5  # nats for each pair of characters that the page has elsewhere
FLOOR = -5.5  # nats a character, over those of the context alone, below which no reading is Chinese


def unshift(page: Page) -> list[Replacement]:
    """Spans shown one byte late, read right; those that cannot be are flagged."""
    text = page.text
    if ("?" not in page.signs and "？" not in page.signs) or not _is_of_mirror(page):
        return []
    suspects = list(SHIFTED.finditer(text))
    if not suspects:
        return []
    replacements, known = [], _pairs_of(text)
    certain = {match.start(): match for match in suspects if _is_certain(match)}
    are_gone = any(not match["first"] for match in certain.values())
    for i, match in enumerate(suspects):
        reading = read_shifted(match, text, known, are_gone=are_gone) if i < MOST and is_available() else ""
        if reading:
            replacements.append(Replacement(match.start(), match.end(), reading))
        elif match.start() in certain or (certain and not match["late"]):
            page.flag(match.start(), match.end(), LOST)
    return replacements


def _is_of_mirror(page: Page) -> bool:
    """Whether the page is one where bytes get lost: in traditional script, whose trail bytes end the shift."""
    return count_traditional(page.codes) >= LEAST_TRADITIONAL


def _is_certain(match: re.Match[str]) -> bool:
    """Whether this is damage for sure: characters no text has, a mark before a letter, a gloss behind a letter.

    A question may end here, and a Latin word begin, or a sentence that has one letter.
    """
    first, late, last = match["first"], match["late"], match["last"]
    simple, letters = convert_characters(late), first + last
    if not is_common(simple) or (first and (first in SHOWN_MARKS or not first.isascii())):
        return True
    if _gloss_at(match.string, match.end()):
        return True
    loners = lone_characters(simple)
    if late:
        return len(loners) == len(late) > 1 or not all(is_common(simple[i], FREE_STANDING) for i in loners)
    return not (letters.isascii() and letters.isalnum() and (letters.islower() or letters.isupper()))


def read_shifted(
    match: re.Match[str], text: str, known: frozenset[str] = frozenset(), *, are_gone: bool = False
) -> str:
    """The one likely reading of a shifted span; empty where there is none or more than one.

    `known` are pairs of characters that stand together elsewhere in the page: what it says once it says again;
    `are_gone` says that behind other `?` of the page the mark is gone.

    Examples
    --------
    >>> text = "補齊環(huán)?;A(chǔ)設施"
    >>> read_shifted(SHIFTED.search(text), text)
    '保基礎'
    """
    left = re.split(NO_WORD, _plain(text[max(0, match.start() - 6 * CONTEXT) : match.start()]))[-1][-CONTEXT:]
    right = re.split(NO_WORD, _plain(text[match.end() : match.end() + 6 * CONTEXT]))[0][:CONTEXT]
    shown, gloss = Shown(match["first"], match["late"], match["last"]), _gloss_at(text, match.end())
    is_open = text[match.start() - 1] in OPEN
    closed = QUOTE.search(text, match.end(), match.end() + QUOTED)
    ranked = [
        reading._replace(
            likelihood=reading.likelihood
            + FAMILIAR * _familiar(left, reading.text, right, known)
            + (PAIRED * _quotation(reading.text, closed[0] if closed else ""))
        )
        for reading in likely_readings(shown, left, right, gloss, are_gone=are_gone)
        if not (is_open and reading.text[0] == "。")
    ]
    ranked.sort(key=lambda reading: -reading.likelihood)
    if not ranked or (not gloss and ranked[0].likelihood < FLOOR * len(ranked[0].text)):
        return ""
    best = _sure(ranked, MARGIN if _is_certain(match) else 2 * MARGIN)
    return "" if _has_loner(left, best, right, is_glossed=gloss != "") else best


def _familiar(left: str, text: str, right: str, known: frozenset[str]) -> int:
    """How many pairs of neighbouring characters the page has elsewhere."""
    return len(_pairs_of(left[-1:] + text + right[:1]) & known)


def _pairs_of(text: str) -> frozenset[str]:
    """Neighbouring characters, glosses between them aside."""
    plain = re.sub(r"[(（][^()（）]{0,12}[)）]", "", text)
    return frozenset(map(add, plain, plain[1:]))


def _quotation(text: str, following: str) -> int:
    """1 for a text that opens the quotation which is closed behind it, -1 for one that opens none or another."""
    opens = text.rfind("“") > text.rfind("”")
    return 1 if opens and following == "”" else -1 if opens else 0


def _sure(ranked: list[Reading], margin: float) -> str:
    """The best reading, if the next one that means something else is far behind.

    Twice as far where they differ in a full stop alone: words tell little of where a sentence ends.
    """
    best, highest = convert_characters(ranked[0].text), ranked[0].likelihood
    for text, likelihood in ranked[1:]:
        other = convert_characters(text)
        if other != best:
            is_stop = other.replace("。", "") == best.replace("。", "")
            if highest - likelihood < margin * (1 + is_stop):
                return ""
    return ranked[0].text


def _has_loner(left: str, text: str, right: str, *, is_glossed: bool) -> bool:
    """Whether a character that is no word is left alone; the gloss behind it vouches for the last one."""
    loners = lone_characters(convert_characters(left + text + right))
    return any(len(left) <= i < len(left) + len(text) - is_glossed for i in loners)


def _gloss_at(text: str, position: int) -> str:
    """The reading in the bracket that stands here; empty where there is none."""
    found = BRACKET.match(text, position)
    return normal_reading(found["reading"]) if found else ""


def _plain(text: str) -> str:
    """A stretch without glosses and blanks."""
    return re.sub(r"^[^(（]{0,8}[)）]|[(（][^()（）]{0,12}[)）]?|\s+", "", text)
