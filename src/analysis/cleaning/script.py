"""Traditional script to simplified, by phrase, one character for one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np

from analysis.cleaning.page import BASIC, Page
from analysis.provenance import code_points

# OpenCC leaves 著 where it marks aspect (朝著 = 朝着). It stays in the words listed in the lexicon `script`.
ASPECT = "著"
# A line is read as traditional if so large a share of its Han characters has a simplified form: about one in
# three does in running traditional text, while names and quotations bring single ones into simplified text.
TRADITIONAL_SHARE = 0.08
# Shares of a page's characters in traditional lines: above the first it is a traditional page, below the second
# the lines are a footer or a quotation.
MOSTLY, STRAY = 0.5, 0.02


def simplify(page: Page) -> str:
    """Traditional lines become simplified by phrase; strays in simplified lines one by one, where unambiguous."""
    strays = traditional_characters(page.codes)
    if not strays or not page.text:  # what was seen may all have been furniture
        return page.text
    certain = frozenset(strays) - page.rules.kept_traditional
    starts, shares = _shares(page.text, certain)
    is_traditional = shares >= TRADITIONAL_SHARE
    lengths = np.diff([*starts, len(page.text) + 1])
    share = lengths[is_traditional].sum() / len(page.text)
    page.script = "traditional" if share > MOSTLY else "mixed" if share > STRAY else "simplified"
    if share > 0.99:
        return _by_phrase(page.text, page)
    table = str.maketrans({c: strays[c] for c in certain})
    lines = page.text.split("\n")
    for i in np.flatnonzero(shares > 0).tolist():
        lines[i] = _by_phrase(lines[i], page) if is_traditional[i] else lines[i].translate(table)
    return "\n".join(lines)


def _shares(text: str, certain: frozenset[str]) -> tuple[list[int], np.ndarray]:
    """Where each line starts, and which share of its Han characters is certainly traditional."""
    codes = code_points(text)
    ends = np.flatnonzero(codes == 10)
    starts = np.concatenate(([0], ends + 1))
    table = np.zeros(BASIC, dtype=bool)
    table[list(map(ord, certain))] = True
    wanted = table.take(codes, mode="clip")
    traditional = np.concatenate(([0], np.cumsum(wanted)))
    han = np.concatenate(([0], np.cumsum((codes >= 0x3400) & (codes < 0xA000))))
    stops = np.concatenate((ends, [len(text)]))
    counts = traditional[stops] - traditional[starts]
    return starts.tolist(), counts / np.maximum(han[stops] - han[starts], 1)


def traditional_characters(codes: np.ndarray) -> dict[str, str]:
    """Which of a page's characters (see :attr:`Page.codes`) have a simplified form, and which."""
    characters = list(map(chr, _convertible(codes)))
    return dict(zip(characters, map(_table()[0].__getitem__, characters), strict=True))


def count_traditional(codes: np.ndarray) -> int:
    """How many different characters of a page (see :attr:`Page.codes`) have a simplified form."""
    return len(_convertible(codes))


def _convertible(codes: np.ndarray) -> set[int]:
    convertible = _table()[1]
    return set(codes[convertible.take(codes, mode="clip")].tolist())


@lru_cache(maxsize=16384)
def convert_characters(text: str) -> str:
    """Simplified by phrase, of the same length, aspect aside: for looking words up.

    Examples
    --------
    >>> convert_characters("環境保護")
    '环境保护'
    """
    simple = _convert(text)
    return simple if len(simple) == len(text) else "".join(_convert(c)[:1] or c for c in text)


def _by_phrase(text: str, page: Page) -> str:
    simple = _convert(text)
    if len(simple) != len(text):  # never seen; a table of one to one is what is promised
        simple = "".join(_convert(c) if len(_convert(c)) == 1 else c for c in text)
    return _aspect(simple, page) if ASPECT in simple else simple


def _aspect(text: str, page: Page) -> str:
    """Every 著 that is not in a word of its own becomes 着."""
    keep = {
        start + term.index(ASPECT) for start, _, term in page.rules.script_words.find(text) if ASPECT in term
    }
    return re.sub(ASPECT, lambda match: ASPECT if match.start() in keep else "着", text)


@cache
def _table() -> tuple[dict[str, str], np.ndarray]:
    """Every character that has another simplified form, and which; and the same as a table of code points."""
    characters = [
        chr(c)
        for low, high in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
        for c in range(low, high)
    ]
    simple = _convert("\n".join(characters)).split("\n")  # apart, so that no phrase is seen in neighbours
    table = {c: s for c, s in zip(characters, simple, strict=True) if c != s and len(s) == 1}
    convertible = np.zeros(BASIC, dtype=bool)
    convertible[[ord(c) for c in table]] = True
    return table, convertible


def _convert(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter():
    from opencc import OpenCC

    return OpenCC("t2s")
