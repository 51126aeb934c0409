"""Text decoded by the wrong table: UTF-8 read as Latin-1 or as GBK, GBK read as Latin-1.

Each is undone by encoding it again with the wrong table and decoding it with the right one. That is taken only
where it gives Chinese throughout; what stands between such stretches and cannot be undone is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.cleaning.page import Page
from analysis.cleaning.script import convert_characters
from analysis.provenance import Replacement

# What the bytes 80 to 9F are shown as in Windows' variant of Latin-1.
WINDOWS = {
    bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
TRAIL = "\x80-\xbf" + "".join(map(re.escape, WINDOWS))
# One character of UTF-8; the byte A0 in its midst may have become a plain blank. One class leads, so that the engine
# jumps from one candidate to the next.
ONE_AS_LATIN = (
    f"[\xc2-\xf4](?:(?<=[\xc2-\xdf])[{TRAIL}]|(?<=[\xe0-\xef])(?:[{TRAIL}]{{2}}| [{TRAIL}])"
    f"|(?<=[\xf0-\xf4])[{TRAIL}]{{3}})"
)
AS_LATIN = re.compile(f"{ONE_AS_LATIN}(?:{ONE_AS_LATIN})*")
LATIN_HEADS = frozenset(map(chr, (*range(0xE2, 0xEA), 0xEF)))  # first bytes of Han characters and marks
GBK_PAIR = f"[\x81-\x9f\xa1-\xfe{''.join(WINDOWS)}][\x40-\x7e\x80-\xfe{''.join(WINDOWS)}]"
GBK_AS_LATIN = re.compile(f"(?:{GBK_PAIR}){{2,}}")
GBK_PAIRS = re.compile(f"(?:{GBK_PAIR})+")  # single ones count where there are longer ones
# What the commonest characters and marks of a UTF-8 text begin with when it is read as GBK: ，： 。、 的 和 是 中 不 在 年.
AS_GBK_SIGNS = frozenset("锛銆鐨鍜鏄涓鍦骞鐢鎬佸宸浼瑕姹闃娌鐜")
AS_GBK_RUN = re.compile("[^\x00-\x7f][^\x00-\x2f\x3a-\x3e\x40-\x7f]*")
PINYIN = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü")
LEAST_SIGNS = 2
# Characters that bytes of GBK are shown as, and how many different ones even a short such text has.
HIGH_LATIN, LEAST_HIGH = frozenset(map(chr, range(0xA1, 0x100))), 6


def undo_latin(page: Page) -> list[Replacement]:
    """UTF-8 that was read as Latin-1: ç”Ÿæ€\x81 → 生态."""
    if page.signs.isdisjoint(LATIN_HEADS):
        return []
    wishes = [wish for match in AS_LATIN.finditer(page.text) if (wish := _undone(match, _from_latin))]
    if not wishes or _covered(wishes) < _covered(undo_latin_gbk(page)):
        return []
    return wishes


def undo_gbk(page: Page) -> list[Replacement]:
    """UTF-8 that was read as GBK: 鐢熸€佺幆澧 → 生态环境."""
    if sum(sign in page.text for sign in AS_GBK_SIGNS) < LEAST_SIGNS:
        return []
    wishes = []
    for match in AS_GBK_RUN.finditer(page.text):
        wish = _undone(match, _from_gbk)
        if wish:
            wishes.append(wish)
        elif len(AS_GBK_SIGNS.intersection(match[0])) >= LEAST_SIGNS:
            wishes += _piecewise(page, match)
    return wishes


def undo_latin_gbk(page: Page) -> list[Replacement]:
    """GBK that was read as Latin-1: »·¾³±£»¤ → 环境保护."""
    if len(page.signs & HIGH_LATIN) < LEAST_HIGH:
        return []
    if not any(_undone(match, _from_latin_gbk) for match in GBK_AS_LATIN.finditer(page.text)):
        return []
    return [wish for match in GBK_PAIRS.finditer(page.text) if (wish := _undone(match, _from_latin_gbk))]


def _covered(wishes: list[Replacement]) -> int:
    return sum(wish.end - wish.start for wish in wishes)


def _undone(match: re.Match[str], undo: Callable[[str], str]) -> Replacement | None:
    """The stretch read right, if that is possible and gives Chinese."""
    try:
        text = undo(match[0])
    except UnicodeError:
        return None
    return Replacement(*match.span(), text) if _is_chinese(text) else None


def _is_chinese(text: str) -> bool:
    """Whether a text is Chinese throughout: Han characters, marks, letters of pinyin, blanks of any kind.

    Three bytes of a mark (… is E2 80 A6) stand together in no language.
    """
    plausible = sum(map(_is_plausible, text))
    return plausible >= 0.9 * len(text) and any(c >= "\u2000" or c in PINYIN for c in text)


def _is_plausible(c: str) -> bool:
    return (
        "\u2e80" <= c <= "\u9fff"
        or c.isascii()
        or "\uff01" <= c <= "\uff5e"
        or "\u2000" <= c <= "\u206f"
        or c in "\xa0\xad·×÷°±←→√≤≥①②③④⑤⑥⑦⑧⑨⑩■□○●◆★℃\ufeff\ufffd"
        or c in PINYIN
    )


def _from_latin(shown: str) -> str:
    return bytes(WINDOWS.get(c, 0xA0 if c == " " else ord(c)) for c in shown).decode("utf-8")


def _from_gbk(shown: str) -> str:
    return shown.encode("gb18030").decode("utf-8")


def _from_latin_gbk(shown: str) -> str:
    text = bytes(WINDOWS.get(c, ord(c) & 0xFF) for c in shown).decode("gbk")
    common = sum(_is_common(c) or c in PINYIN for c in convert_characters(text))
    if common < 0.8 * len(text):
        raise UnicodeError("not running Chinese")
    return text


def _piecewise(page: Page, match: re.Match[str]) -> Iterator[Replacement]:
    """A run some of whose bytes were lost: what can be read is, the rest is flagged.

    Pairs of GBK do not end where characters of UTF-8 end, so that the run is cut where decoding fails.
    """
    data, position = match[0].encode("gb18030", "replace"), 0
    lengths = [len(c.encode("gb18030", "replace")) for c in match[0]]
    ends = [0]
    for length in lengths:
        ends.append(ends[-1] + length)
    while position < len(match[0]):
        best = next(
            (
                stop
                for stop in range(min(len(match[0]), position + 60), position + 1, -1)
                if _reads(data[ends[position] : ends[stop]])
            ),
            0,
        )
        if best:
            yield Replacement(
                match.start() + position,
                match.start() + best,
                data[ends[position] : ends[best]].decode("utf-8"),
            )
            position = best
        else:
            page.flag(
                match.start() + position,
                match.start() + position + 1,
                "bytes of UTF-8 shown as GBK, some lost",
            )
            position += 1


def _reads(data: bytes) -> bool:
    """Whether bytes beside lost ones are certain to mean this: two characters or more, all of them common."""
    try:
        text = data.decode("utf-8")
    except UnicodeError:
        return False
    return len(text) >= 2 and _is_chinese(text) and all(_is_common(c) for c in text if not c.isascii())


def _is_common(c: str) -> bool:
    """Whether a character is one of the common ones of GB2312, or a mark."""
    encoded = c.encode("gb2312", "ignore")
    return len(encoded) == 2 and (0xB0 <= encoded[0] < 0xD8 or encoded[0] in (0xA1, 0xA3))
