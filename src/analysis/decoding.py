"""Bytes → characters: byte-order marks, declared encodings, and a guess that is scored, never the first that fits.

A strict decoder that does not fail proves little: nearly every Big5 text is valid GB18030. So each candidate's
result is scored by its share of common characters, and the best one is taken. Texts and the tables that a person
fills in go by the same rules; a table may have no more than two or three Chinese characters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# What a name stands for in practice: pages that declare GB2312 use GBK, and so on.
NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "x-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "utf-16": "utf-16-le",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
}
CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,20})", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_.\-]{2,20})")
# A Chinese character or mark of UTF-8; one may stand across two characters of GBK (规定), in their four bytes.
THREE = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
TWO_OF_GBK = 4
HIGH = re.compile(rb"[\x81-\xfe][\x40-\xfe]")  # a character of GBK or Big5
LETTERS = re.compile(rb"[A-Za-z_,]{8}")  # the bytes of Chinese characters hardly ever look so
# In UTF-8 that decodes: characters from U+0800 on, as all Chinese ones are; what Chinese texts have below (é α ж).
BEYOND = re.compile(rb"[\xe0-\xf4]")
USUAL = re.compile("[\x00-\u017f\u01cd-\u01dc\u0391-\u03c9\u0410-\u044f]*")
# Nothing but marks and the common characters of GB2312.
COMMON_GBK = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])*")
ASCII = bytes(range(0x80))
SHOWN = 5  # broken places that one line names
SAMPLE = 60_000  # bytes that are enough to tell encodings apart
GOOD, FAIR = 0.75, 0.5  # score from which a Chinese candidate needs no second opinion; of few characters
FEW, HANDFUL = 30, 8  # characters; by a handful nobody can tell Japanese or Korean
MARGIN_OF_BIG5 = 0.8  # by which it must beat GB18030, over the square of the number of characters
WINDOW = 65_536  # bytes decoded at a time where some are broken: each broken place costs one more try
MOST_BROKEN = 1000  # places that are named one by one; beyond them the file is not of this encoding
ENOUGH, RARE = 50, 0.05  # characters from which so small a share of frequent ones is a sign of a wrong table
DOUBTFUL = 0.3  # score below which a declaration is doubted though every byte decodes
STRAY_NULS = 0.05  # share of NUL bytes up to which a file is text for all that; UTF-16 has none or many
ONE_SIDED = 3  # times as many NULs on one side: 一 (U+4E00) has its own on the other
BROKEN = 0.02  # share of bytes that may be broken in a file that is otherwise of its encoding

# Escapes such as `\ud800` stand for half a character, which no text may have without the other half.
HALF = re.compile("[\ud800-\udfff]")

# The commonest characters of this kind of text, both scripts: a decoder by the wrong table hardly meets them.
FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他会作时年发生会对工动成方多日法行部分进展市区县全设"
    "环保护治理污染防治强调会议领导书记政府這為個國會時發進區縣環護強調議領導書記設對動條產業實現"
    "，。、：；“”（）《》　"
)


class Decoded(NamedTuple):
    """Characters, the encoding they were in, and where bytes were none of it (`U+FFFD` stands in the text)."""

    text: str
    encoding: str
    undecodable: list[tuple[int, bytes]]


def decode(content: bytes, declared: str = "", *, is_table: bool = False) -> Decoded:
    """Characters of a file without its byte-order mark.

    Parameters
    ----------
    content
        The bytes.
    declared
        Encoding that the file or its transport names; believed if it decodes the bytes to text.
    is_table
        Whether it is a table that a person fills in in Chinese: bytes that are a few Chinese characters in GBK are
        these, though they are letters in UTF-8. Of a text what is UTF-8 is read to the letter.

    Examples
    --------
    >>> decode("环境保护工作会议强调".encode("gbk")).encoding, decode("環境保護工作會議".encode("big5")).encoding
    ('gb18030', 'big5hkscs')
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            text, _, broken = _decode(content[len(mark) :], encoding)
            return Decoded(text, encoding, [(position + len(mark), found) for position, found in broken])
    named = known_encoding(declared)
    if named and _believed(content, named):
        return _decode(content, named)
    if b"\x00" not in content[:SAMPLE]:  # most files, and one pass is enough for them
        with suppress(UnicodeDecodeError):
            found = Decoded(content.decode("utf-8"), "utf-8", [])
            return _decode(content, "gb18030") if is_table and _is_gbk(content, found.text) else found
    elif content.count(0) <= STRAY_NULS * len(content) and not content.isascii():
        with suppress(UnicodeDecodeError):  # a text in which something left a few
            return Decoded(content.decode("utf-8"), "utf-8", [])
    return _decode(content, guess_encoding(content))


def name_broken(undecodable: Sequence[tuple[int, bytes]], encoding: str) -> str:
    """The places of bytes that are no character of an encoding, in one line.

    Examples
    --------
    >>> name_broken(decode("会议".encode() + b"\\xff" + "强调工作会议".encode()).undecodable, "utf-8")
    '1 place is not utf-8: ff at byte 6'
    """
    shown = ", ".join(f"{content.hex()} at byte {position}" for position, content in undecodable[:SHOWN])
    more = f" and {len(undecodable) - SHOWN} more" if len(undecodable) > SHOWN else ""
    places = "1 place is" if len(undecodable) == 1 else f"{len(undecodable)} places are"
    return f"{places} not {encoding}: {shown}{more}"


def replace_halves(text: str) -> str:
    """The text with U+FFFD for every half of a character that stands alone: no library and no file takes one."""
    return HALF.sub("\ufffd", text)


def has_mark(content: bytes) -> bool:
    """Whether bytes begin with a byte-order mark."""
    return any(content.startswith(mark) for mark, _ in BOMS)


def known_encoding(name: str) -> str:
    """The codec for a declared name; empty where there is none."""
    name = name.strip().lower()
    name = NAMES.get(name, name)
    try:
        return NAMES.get(codecs.lookup(name).name, name) if name else ""
    except LookupError:
        return ""


def declared_encoding(content: bytes) -> str:
    """The encoding that a page declares in its first bytes; empty where it declares none."""
    match = META.search(content[:8192]) or XML.search(content[:200])
    return match[1].decode("ascii", "replace") if match else ""


def guess_encoding(content: bytes) -> str:
    """The encoding that gives the most Chinese text."""
    sample = content[:SAMPLE]
    if _is_utf8(sample):
        return "utf-8"
    if wide := _by_nuls(sample):
        return wide
    scores = {encoding: score(sample, encoding) for encoding in _candidates(sample)}
    count = len(HIGH.findall(sample))
    scores["big5hkscs"] -= MARGIN_OF_BIG5 / max(1, count) ** 2
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= (GOOD if count >= FEW else FAIR):
        return best
    if 6 * len(THREE.findall(sample)) > len(sample.translate(None, ASCII)) > TWO_OF_GBK:
        return "utf-8"  # most of it is, and some bytes are lost
    other = _second_opinion(sample)
    if other and count < HANDFUL and len(sample.decode(other, "replace")) < len(sample):
        return best
    return other if other and score(sample, other) > scores[best] else best


def _candidates(sample: bytes) -> tuple[str, ...]:
    """Encodings that bytes may be in: UTF-16 without a NUL has no letters."""
    is_wide = b"\x00" in sample or not LETTERS.search(sample)
    return ("utf-8", *CHINESE) if is_wide else ("utf-8", *CHINESE[:2])


def _by_nuls(sample: bytes) -> str:
    """UTF-32 by the two NULs of each character, UTF-16 by the side of those of its letters; empty where neither is."""
    first, second, third, fourth = (sample[i::4].count(0) for i in range(4))
    if 4 * min(third, fourth) == len(sample) or 4 * min(first, second) == len(sample):
        return "utf-32-le" if third else "utf-32-be"
    even, odd = first + third, second + fourth
    if 4 * (even + odd) < len(sample):  # half of the characters are no letters
        return ""
    return "utf-16-le" if odd > ONE_SIDED * even else "utf-16-be" if even > ONE_SIDED * odd else ""


def _is_gbk(content: bytes, text: str) -> bool:
    """Whether bytes that decode as UTF-8 are a few characters of GBK all the same, as those of 联通 are.

    The UTF-8 has letters that no Chinese text has, and none of Chinese; GBK gives common characters throughout.
    """
    if content.isascii() or BEYOND.search(content) or USUAL.fullmatch(text):
        return False
    return COMMON_GBK.fullmatch(content) is not None


def score(sample: bytes, encoding: str) -> float:
    """Share of the characters that are common ones, less what does not decode.

    Examples
    --------
    >>> score("环境".encode("gbk"), "gb18030") > score("环境".encode("gbk"), "big5hkscs")
    True
    """
    whole = len(sample) // 4 * 4 if "16" in encoding or "32" in encoding else None
    text = sample[:whole].decode(encoding, "replace")
    wide = [c for c in text if c > "\x7f"]
    plain = len(text) - len(wide)
    controls = sum(c < " " and c not in "\t\n\r\f" for c in text)
    if not wide:
        return 1.0 if not controls else -1.0
    bad = text.count("\ufffd") * 4 + controls * 4 + sum("\ue000" <= c <= "\uf8ff" for c in wide)
    if len(wide) >= ENOUGH and sum(c in FREQUENT for c in wide) < RARE * len(wide):
        bad += len(wide) // 2  # no text is without the commonest characters
    common = sum(
        1.0 if c in FREQUENT else 0.7 if _is_level_one(c) else 0.3 if c <= "\xff" else 0.0 for c in wide
    )
    return (common - bad) / len(wide) if plain <= 20 * len(wide) or not bad else -bad / len(wide)


def _is_level_one(c: str) -> bool:
    """Whether a character is among the common ones of GB2312 or Big5, or a mark."""
    if "\u2010" <= c <= "\u203b" or "\u3000" <= c <= "\u3011" or "\uff01" <= c <= "\uff5e":
        return True
    if not "\u4e00" <= c <= "\u9fff":
        return False
    simplified, traditional = c.encode("gb2312", "ignore"), c.encode("big5", "ignore")
    return (bool(simplified) and simplified[0] < 0xD8) or (bool(traditional) and traditional[0] < 0xC7)


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in sample


def _believed(content: bytes, encoding: str) -> bool:
    """A declaration counts if hardly a byte contradicts it; UTF-8 that decodes is UTF-8 whatever is declared."""
    sample = content[:SAMPLE]
    if encoding != "utf-8" and not sample.isascii() and _is_utf8(sample):
        return False
    text = sample.decode(encoding, "replace")
    if text.count("\ufffd") > BROKEN * len(text) + 1:
        return False
    if "\ufffd" not in text and score(sample, encoding) > DOUBTFUL:
        return True
    return sample.isascii() or score(sample, encoding) > score(sample, guess_encoding(content)) - 0.15


def _second_opinion(sample: bytes) -> str:
    """What a general detector says of a text that is not plainly Chinese."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return known_encoding(found.encoding) if found else ""


def _decode(content: bytes, encoding: str) -> Decoded:
    with suppress(UnicodeDecodeError):
        return Decoded(content.decode(encoding), encoding, [])
    return _decode_broken(content, encoding)


def _decode_broken(content: bytes, encoding: str) -> Decoded:
    """Characters of bytes some of which are none, window by window."""
    pieces: list[str] = []
    undecodable: list[tuple[int, bytes]] = []
    view, position = memoryview(content), 0
    decoder = codecs.getincrementaldecoder(encoding)()
    while position < len(content) and len(undecodable) < MOST_BROKEN:
        window = bytes(view[position : position + WINDOW])
        state = decoder.getstate()
        try:
            pieces.append(decoder.decode(window, position + WINDOW >= len(content)))
            position += len(window)
        except UnicodeDecodeError as error:
            begun = position - len(state[0])  # where the bytes begin that the decoder still held
            start, end = begun + error.start, begun + max(error.end, error.start + 1)
            decoder.setstate(state)
            pieces += (decoder.decode(bytes(view[position : max(start, position)])), "\ufffd")
            undecodable.append((start, content[start:end]))
            position, decoder = end, codecs.getincrementaldecoder(encoding)()
    pieces.append(str(view[position:], encoding, "replace"))
    return Decoded("".join(pieces), encoding, undecodable)
