"""The byte shift of mirror sites: a lead byte of GBK is lost, and what follows is read one byte late.

The character that loses its lead byte has the trail byte A3 (保 B1A3, 。 A1A3). It is shown as `?`; A3 becomes
the lead byte of the next pair, so a full-width mark or letter is shown (A3BB is ；), then pairs of what should be
trail and lead bytes, until a trail byte in the range of ASCII (traditional characters have them) ends the shift:
保基礎 B1A3 BBF9 B541 → ? A3BB F9B5 41 → `?；A`, where F9B5 is no character and vanishes.

To invert it the shown characters are encoded again, the lost lead byte and at most one vanished pair are tried,
and what comes out must be the one likely Chinese text: the gloss behind it must fit, and its words must be far
more likely than those of every other reading. Otherwise the span stays as it is and is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from analysis.cleaning.glosses import BRACKET, normal_reading, readings
from analysis.cleaning.page import HAN, Page
from analysis.cleaning.script import convert_characters, count_traditional
from analysis.cleaning.words import ends_in_word, is_available, is_common, log_likelihood
from analysis.provenance import Replacement

# `?`, a mark or letter of row A3 (often shown in half width), what was read late, an ASCII-range trail byte.
SHIFTED = re.compile(
    rf"[?？](?<=[{HAN})）][?？])(?P<first>[!-~！-～￥￣])(?P<late>[\u0080-\uffff?]{{0,10}}?)(?P<last>[@-~])(?=[{HAN}(（]|[\x21-\x2f:;?。、，”]|$)"
)
NO_WORD = f"[^{HAN}]+"
ROW = 0xA3
# Pairs without a character, which vanish or become `?`: the user-defined areas of GBK.
UNDEFINED = frozenset((a, b) for a in (*range(0xAA, 0xB0), *range(0xF8, 0xFF)) for b in range(0xA1, 0xFF)) | {
    (a, b) for a in range(0xA1, 0xA8) for b in range(0x40, 0xA1) if b != 0x7F
}
LOST_TRAILS, LOST_LEADS = (sorted(set(bytes_)) for bytes_ in zip(*UNDEFINED, strict=True))
# What the lost character may be, and by how much (nats) it is preferred: the two that real pages show first.
LIKELY_FIRST = {"保": 6.0, "。": 6.0}
LEAST_TRADITIONAL = 3  # different characters; names bring one or two into simplified text
CONTEXT = 4  # characters of context on either side
MARGIN = 3.0  # nats by which the best reading must be better than the next
UNFINISHED = 3.0  # nats against a full stop where the text before it is no finished word
VANISHED = 4.0  # nats against a reading that supposes a vanished pair
FAMILIAR = 1.5  # nats for each pair of characters that the page has elsewhere
HOPELESS = 15.0  # nats behind the best from which a reading is not looked at again
FLOOR = -4.6  # nats a character, over those of the context alone, below which no reading is Chinese


class Shown(NamedTuple):
    """What is shown of a damaged span behind its `?`: a mark of row A3, pairs read late, the trail byte at the end."""

    first: str
    late: str
    last: str


class Reading(NamedTuple):
    """What a damaged span may have been, and how likely that is."""

    text: str
    likelihood: float


def unshift(page: Page) -> list[Replacement]:
    """Spans shown one byte late, read right; those that cannot be are flagged."""
    text = page.text
    if ("?" not in page.signs and "？" not in page.signs) or not _is_of_mirror(page):
        return []
    suspects = [match for match in SHIFTED.finditer(text) if _is_suspect(match)]
    if not suspects:
        return []
    replacements = []
    known = _pairs_of(text)
    for match in suspects:
        reading = read_shifted(match, text, known) if is_available() else ""
        if reading:
            replacements.append(Replacement(match.start(), match.end(), reading))
        else:
            page.flag(match.start(), match.end(), "bytes lost by a mirror site: several readings or none")
    return replacements


def _is_suspect(match: re.Match[str]) -> bool:
    """Not a question before a Latin word."""
    shown = match["first"] + match["late"] + match["last"]
    return not (shown.isascii() and shown.isalnum() and (shown.islower() or shown.isupper()))


def _is_of_mirror(page: Page) -> bool:
    """Whether the page is one where bytes get lost: in traditional script, whose trail bytes end the shift."""
    return count_traditional(page.codes) >= LEAST_TRADITIONAL


def read_shifted(match: re.Match[str], text: str, known: frozenset[str] = frozenset()) -> str:
    """The one likely reading of a shifted span; empty where there is none or more than one.

    `known` are pairs of characters that stand together elsewhere in the page: what it says once it says again.

    Examples
    --------
    >>> text = "補齊環(huán)?;A(chǔ)設施"
    >>> read_shifted(SHIFTED.search(text), text)
    '保基礎'
    """
    left = re.split(NO_WORD, _plain(text[max(0, match.start() - 6 * CONTEXT) : match.start()]))[-1][-CONTEXT:]
    right = re.split(NO_WORD, _plain(text[match.end() : match.end() + 6 * CONTEXT]))[0][:CONTEXT]
    shown = Shown(match["first"], match["late"], match["last"])
    found = _likely(shown, left, right, _gloss_at(text, match.end()))
    ranked = [
        r._replace(likelihood=r.likelihood + FAMILIAR * _familiar(left, r.text, right, known)) for r in found
    ]
    ranked.sort(key=lambda reading: -reading.likelihood)
    if not ranked or ranked[0].likelihood < FLOOR * len(ranked[0].text):
        return ""
    return _sure(ranked)


@lru_cache(maxsize=4096)  # a site damages the same words again and again
def _likely(shown: Shown, left: str, right: str, wanted: str) -> tuple[Reading, ...]:
    """The readings of a span that are not hopelessly behind the best, in this context and before this gloss."""
    context = convert_characters(left), convert_characters(right)
    found: list[Reading] = []
    for tails, firsts, penalty in (
        (_whole_tails(shown), _firsts(), 0.0),
        (_broken_tails(shown), LIKELY_FIRST, VANISHED),
    ):
        fitting = [tail for tail in tails if not wanted or wanted in readings(tail[-1])]
        found += (r._replace(likelihood=r.likelihood - penalty) for r in _readings(fitting, firsts, *context))
    best = max((reading.likelihood for reading in found), default=0.0)
    return tuple(reading for reading in found if reading.likelihood > best - HOPELESS)


def _familiar(left: str, text: str, right: str, known: frozenset[str]) -> int:
    """How many pairs of neighbouring characters the page has elsewhere."""
    return len(_pairs_of(left[-1:] + text + right[:1]) & known)


def _pairs_of(text: str) -> frozenset[str]:
    """Neighbouring characters, glosses between them aside."""
    plain = re.sub(r"[(（][^()（）]{0,12}[)）]", "", text)
    return frozenset(map(add, plain, plain[1:]))


def _sure(ranked: list[Reading]) -> str:
    """The best reading, if the next one that means something else is far behind."""
    best = convert_characters(ranked[0].text)
    rival = next((reading for reading in ranked[1:] if convert_characters(reading.text) != best), None)
    return ranked[0].text if rival is None or ranked[0].likelihood - rival.likelihood >= MARGIN else ""


def _readings(tails: Iterable[str], firsts: Mapping[str, float], left: str, right: str) -> Iterator[Reading]:
    context = log_likelihood(left) + log_likelihood(right)
    for tail in tails:
        simple = convert_characters(tail)
        if not is_common(simple):
            continue
        for first, bonus in firsts.items():
            likelihood = log_likelihood(left + first + simple + right) + bonus - context
            if first == "。" and not ends_in_word(left):
                likelihood -= UNFINISHED
            yield Reading(first + tail, likelihood)


def _whole_tails(shown: Shown) -> Iterator[str]:
    """What follows the lost character if no pair vanished."""
    pairs = _pairs(shown)
    if pairs and None not in pairs:
        yield from _decoded(pairs, shown)


def _broken_tails(shown: Shown) -> Iterator[str]:
    """What may follow the lost character if one pair vanished, or is shown as `?`."""
    pairs = _pairs(shown)
    unknown = [i for i, pair in enumerate(pairs) if pair is None]
    if len(unknown) > 1 or not pairs:
        return
    # A pair shown as `?` stands at its place; one that vanished may have stood anywhere.
    places = [(i, i + 1) for i in unknown] or [(i, i) for i in range(1, len(pairs) + 1)]
    for start, end in places:
        if start:
            yield from _filled(b"".join(pairs[:start]), b"".join(pairs[end:]) + shown.last.encode())  # type: ignore[arg-type]
    if (
        shown.first in "?？" and not unknown
    ):  # or a pair of A3 and a lead byte that makes no character with it
        for lead in range(0x81, 0xA1):
            yield from _decoded([bytes([lead]), *pairs[1:]], shown)


def _filled(before: bytes, after: bytes) -> Iterator[str]:
    """The readings of bytes between which a pair vanished: a trail byte and the lead byte of the next character."""
    head, tail = _chinese(before[:-1]), _chinese(after[1:])
    if head is None or tail is None:
        return
    lefts = {a: c for a in LOST_TRAILS if (c := _chinese(before[-1:] + bytes([a])))}
    rights = {b: c for b in LOST_LEADS if (c := _chinese(bytes([b]) + after[:1]))}
    for a, left in lefts.items():
        for b, right in rights.items():
            if (a, b) in UNDEFINED:
                yield head + left + right + tail


@lru_cache(maxsize=16384)
def _chinese(encoded: bytes) -> str | None:
    """Common Chinese characters of these bytes; None where they are something else."""
    try:
        text = encoded.decode("gbk")
    except UnicodeDecodeError:
        return None
    return text if is_common(convert_characters(text)) else None


def _pairs(shown: Shown) -> list[bytes | None]:
    """The bytes of what is shown: None for `?`; nothing where a character is none of GBK."""
    pairs = [
        _row_byte(shown.first),
        *(None if c == "?" else _encode(c) for c in shown.late),
    ]
    return [] if b"" in pairs else pairs


def _decoded(pairs: list[bytes | None], shown: Shown) -> Iterator[str]:
    try:
        text = (b"".join(pair for pair in pairs if pair) + shown.last.encode()).decode("gbk")
    except UnicodeDecodeError:
        return
    if text and all("\u4e00" <= c <= "\u9fff" or c in "，、。" for c in text):
        yield text


def _row_byte(shown: str) -> bytes:
    """The second byte of a pair whose first is A3, from what it is shown as."""
    encoded = _encode(shown) if shown > "~" else bytes([ROW, ord(shown) | 0x80])
    return encoded[1:] if encoded[:1] == bytes([ROW]) else b""


def _encode(shown: str) -> bytes:
    try:
        encoded = shown.encode("gbk")
    except UnicodeEncodeError:
        return b""
    return encoded if len(encoded) == 2 else b""


@cache
def _firsts() -> dict[str, float]:
    """Characters whose trail byte is A3, common ones, and by how much each is preferred."""
    others = {bytes([lead, ROW]).decode("gbk") for lead in range(0xB0, 0xD8)}
    return dict.fromkeys(sorted(others), 0.0) | LIKELY_FIRST


def _gloss_at(text: str, position: int) -> str:
    """The reading in the bracket that stands here; empty where there is none."""
    found = BRACKET.match(text, position)
    return normal_reading(found["reading"]) if found else ""


def _plain(text: str) -> str:
    """A stretch without glosses and blanks."""
    return re.sub(r"^[^(（]{0,8}[)）]|[(（][^()（）]{0,12}[)）]?|\s+", "", text)
