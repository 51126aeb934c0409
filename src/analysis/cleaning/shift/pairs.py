"""What may stand behind a lost character: the bytes of what is shown, put together right again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis.cleaning.glosses import readings
from analysis.cleaning.script import convert_characters
from analysis.cleaning.words import MARKS, is_common

ROW = 0xA3
# Marks of this row whose second byte leads characters of Chinese text.
ROW_MARKS = "，；：？！"
SHOWN_MARKS = ROW_MARKS + ",;:?!"
GONE = tuple(mark.encode("gbk")[1:] for mark in ROW_MARKS)  # what a mark that is gone was read from
# Pairs without a character, which vanish or become `?`: the user-defined areas of GBK. Second byte → first bytes.
UNDEFINED = dict.fromkeys(
    range(0xA1, 0xFF), frozenset((*range(0xAA, 0xB0), *range(0xF8, 0xFF)))
) | dict.fromkeys((*range(0x40, 0x7F), *range(0x80, 0xA1)), frozenset(range(0xA1, 0xA8)))
LOST_TRAILS = sorted(frozenset().union(*UNDEFINED.values()))


class Shown(NamedTuple):
    """What is shown of a damaged span behind its `?`: a mark of row A3, pairs read late, the trail byte at the end."""

    first: str
    late: str
    last: str


@cache
def lost_characters() -> tuple[str, ...]:
    """Common characters whose trail byte is A3.

    Examples
    --------
    >>> {"。", "保", "海", "專"} <= set(lost_characters())
    True
    """
    every = (bytes([lead, ROW]).decode("gbk", "ignore") for lead in range(0x81, 0xFF))
    return tuple(c for c in every if c and is_common(convert_characters(c)))


def whole_tails(shown: Shown, gloss: str) -> Iterator[str]:
    """What follows the lost character if no pair vanished, or the mark alone; the gloss is one of its last character.

    Examples
    --------
    >>> list(whole_tails(Shown(",", "", "F"), "")), list(whole_tails(Shown("", "偨", "Y"), ""))
    (['現'], ['瑐結', '粋結', '簜結', '總結'])
    """
    late = _late_pairs(shown)
    if late is None or None in late:
        return
    beginnings = [[byte] for byte in GONE] if shown.first in ("", "?", "？") else []
    first = _row_byte(shown.first) if shown.first else b""
    if first:
        beginnings.append([first])
    for beginning in beginnings:
        yield from _decoded([*beginning, *late], shown.last, gloss)


def hidden_tails(shown: Shown, gloss: str) -> Iterator[str]:
    """What may follow the lost character if the mark that is shown is a pair of its own, behind one that is gone."""
    late = _late_pairs(shown)
    first = _row_byte(shown.first) if shown.first > "~" else b""
    if late is None or None in late or not first:
        return
    for byte in GONE:
        yield from _decoded([byte, bytes([ROW]) + first, *late], shown.last, gloss)


def broken_tails(shown: Shown, gloss: str) -> Iterator[str]:
    """What may follow the lost character if one pair vanished, or is shown as `?`, behind a mark that is shown."""
    late, first = _late_pairs(shown), _row_byte(shown.first) if shown.first else b""
    if late is None or not first or late.count(None) > 1:
        return
    pairs = [first, *late]
    # A pair shown as `?` stands at its place; one that vanished may have stood anywhere.
    unknown = next((i for i, pair in enumerate(pairs) if pair is None), 0)
    places = [(unknown, unknown + 1)] if unknown else [(i, i) for i in range(1, len(pairs) + 1)]
    for start, end in places:
        yield from _filled(_joined(pairs[:start]), _joined(pairs[end:]) + shown.last.encode(), gloss)
    # Or it is the first: A3 and a lead byte that makes no character with it.
    for lead in range(0x81, 0xA1) if shown.first in "?？" and not unknown else ():
        yield from _decoded([bytes([lead]), *late], shown.last, gloss)


def _late_pairs(shown: Shown) -> list[bytes | None] | None:
    """The bytes of what was read late, None for `?`; None at all where a character is none of GBK."""
    late = [None if c == "?" else _encode(c) for c in shown.late]
    return None if b"" in late else late


def _joined(pairs: list[bytes | None]) -> bytes:
    return b"".join(pair for pair in pairs if pair)


def _fits(text: str, gloss: str) -> bool:
    return not gloss or gloss in readings(text[-1])


def _filled(before: bytes, after: bytes, gloss: str) -> Iterator[str]:
    """The readings of bytes between which a pair vanished: a trail byte and the lead byte of the next character."""
    head, tail = _chinese(before[:-1]), _chinese(after[1:])
    if head is None or tail is None or (tail and not _fits(tail, gloss)):
        return
    lefts = _led_by(before[-1])
    rights = {b: c for b, c in _trailed_by(after[0]).items() if tail or _fits(c, gloss)}
    for b, right in rights.items():
        for a in lefts.keys() & UNDEFINED[b]:
            yield head + lefts[a] + right + tail


@cache
def _led_by(lead: int) -> dict[int, str]:
    """The characters that have this lead byte and a trail byte that vanished, by that."""
    return {trail: c for trail in LOST_TRAILS if (c := _chinese(bytes((lead, trail))))}


@cache
def _trailed_by(trail: int) -> dict[int, str]:
    """The characters that have a lead byte that vanished and this trail byte, by the former."""
    return {lead: c for lead in UNDEFINED if (c := _chinese(bytes((lead, trail))))}


def _chinese(encoded: bytes) -> str | None:
    """Common Chinese characters of these bytes; None where they are something else."""
    try:
        text = encoded.decode("gbk")
    except UnicodeDecodeError:
        return None
    return text if is_common(convert_characters(text)) else None


def _decoded(pairs: list[bytes | None], last: str, gloss: str) -> Iterator[str]:
    try:
        text = (_joined(pairs) + last.encode()).decode("gbk")
    except UnicodeDecodeError:
        return
    if _fits(text, gloss) and all("\u4e00" <= c <= "\u9fff" or c in MARKS for c in text):
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
