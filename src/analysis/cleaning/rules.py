"""What an expert can edit without Python, made ready for matching: the lexicons `furniture` and `script`.

Terms of the lexicon `furniture` say by an ellipsis how they match: `打印本页` is a whole line, `扫一扫…` begins
one, `…人阅读` ends one, `…公网安备…` stands anywhere in one, `共…页` has something in between. A term that ends
in a colon (`发布时间：`) is the key of a field: its value stands behind it or on the next line. A term of the
category `menu` is furniture only outside of the text. Blanks, brackets, marks and case never count.

Six categories hold words that tell only together: `site_sign` and `site_word` make what a site says of itself and to
its readers (a disclaimer, an invitation), `smut_word` and `smut_sign` the obscene lists that mirror sites carry,
`interface_word` and `interface_part` a button.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from analysis.lexicons import Entry, Lexicons, Matcher, read_lexicons

ELLIPSIS = "…"
HAN = re.compile("[\u4e00-\u9fff]")
NOT_LETTERS = re.compile(r"[\W_]+")
MENU = "menu"
# Words in which sites speak, and those of them that no text tried has: see `Rules.talk_of`.
SITE_WORD, SITE_SIGN = "site_word", "site_sign"
# Words of pages that sell pictures, and those among them that nothing else has: see `Rules.is_smut`.
SMUT_WORD, SMUT_SIGN = "smut_word", "smut_sign"
# Words of doing of which buttons are put together, and what stands beside them: see `furniture.tiles`.
INTERFACE_WORD, INTERFACE_PART = "interface_word", "interface_part"
WORDS = (SITE_WORD, SITE_SIGN, SMUT_WORD, SMUT_SIGN, INTERFACE_WORD, INTERFACE_PART)
LEAST_SMUT_WORDS = 3
# Different words in which sites speak, and the share of the Han characters of a line that they make up: no sentence of
# the reports, speeches and regulations tried reaches both, if one of the words must be of the sites alone.
SURE_WORDS, LIKELY_WORDS = 4, 3
TALK_SHARE = 0.25
RIGHTS = (
    "转载",
    "版权",
    "侵权",
    "著作权",
    "稿件",
    "来源于网络",
)  # words of disclaimers, behind which no text follows


class Pattern(NamedTuple):
    """Pieces of text that follow each other in a line, and whether they touch its end."""

    pieces: tuple[str, ...]
    to_end: bool
    category: str

    def fits(self, line: str, position: int) -> bool:
        """Whether the pieces behind the first one follow in the line, from a position on."""
        for piece in self.pieces[1:]:
            position = line.find(piece, position)
            if position < 0:
                return False
            position += len(piece)
        return not self.to_end or line.endswith(self.pieces[-1])


@dataclass(frozen=True, eq=False)
class Rules:
    """The lexicons of the cleaning room, ready for matching; everything in it is bare (see :func:`bare`).

    Parameters
    ----------
    lines, keys
        Whole line, key of a field → category.
    starts, ends
        First (last) character of a line → the patterns that begin (end) so, longest first.
    insides
        First piece → the patterns that have it anywhere.
    key_lengths
        Lengths to try.
    inside
        Finds the first pieces of `insides`.
    hints
        Finds something wherever `inside` or `tells` does: one look for both.
    tells
        Finds what nearly every notice of a site and every line of advertising for pictures has one of.
    site_words, n_signs
        Finds the words in which sites speak of themselves and to their readers; the first so many no text has.
    smut_words, smut_signs
        Find the words of advertising for pictures; those that nothing else has.
    tiles, n_doing
        Finds the words of buttons; those of doing are the first so many of them.
    surnames
        What the name of a person begins with.
    kept_traditional
        Characters that stay as they are in simplified text.
    script_words
        Finds the words in which 著 stays.
    """

    lines: Mapping[str, str]
    keys: Mapping[str, str]
    starts: Mapping[str, tuple[Pattern, ...]]
    ends: Mapping[str, tuple[Pattern, ...]]
    insides: Mapping[str, tuple[Pattern, ...]]
    key_lengths: tuple[int, ...]
    inside: Matcher
    hints: Matcher
    tells: Matcher
    site_words: Matcher
    n_signs: int
    smut_words: Matcher
    smut_signs: frozenset[str]
    tiles: Matcher
    n_doing: int
    surnames: frozenset[str]
    kept_traditional: frozenset[str]
    script_words: Matcher

    def is_name(self, text: str) -> bool:
        """Whether a short text looks like the name of a person: a surname and one or two characters.

        Examples
        --------
        >>> default_rules().is_name("张三"), default_rules().is_name("扫黑除恶")
        (True, False)
        """
        return (len(text) in (2, 3) and text[0] in self.surnames) or (
            len(text) in (3, 4) and text[:2] in self.surnames
        )

    def category_of(self, line: str) -> str:
        """Category of the furniture that a whole line is, by the lexicon alone; empty where it is none.

        Examples
        --------
        >>> default_rules().category_of(bare("【打印本页】")), default_rules().category_of(bare("会议强调"))
        ('print', '')
        """
        if line in self.lines:
            return self.lines[line]
        category = self.start_category(line)
        if category:
            return category
        for pattern in self.ends.get(line[-1:], ()):
            if line.endswith(pattern.pieces[0]):
                return pattern.category
        for _, end, piece in self.inside.find(line):
            for pattern in self.insides[piece]:
                if pattern.fits(line, end):
                    return pattern.category
        return ""

    def talk_of(self, text: str) -> str:
        """What a line is as a site's own talk: `footer` or `shop` where their words make it up, else `likely`.

        Rights, sources, what to click, to download, to follow: no list holds all that sites say of it, but they say it
        in the same words, and say little else.

        Examples
        --------
        >>> rules = default_rules()
        >>> rules.talk_of("本网转载的稿件版权归原作者所有，如有侵权请联系删除。")
        'footer'
        >>> rules.talk_of("小编为您整理了多篇范文，欢迎下载，更多内容请关注公众号。")
        'shop'
        >>> rules.talk_of("打击侵权盗版，保护版权。"), rules.talk_of("您可以在服务大厅办理有关手续。")
        ('', '')
        """
        found = self.site_words.find_numbers(text)
        words = {word for word, _, _ in found} if len(found) >= LIKELY_WORDS else set()
        n_words = len(words)
        if n_words < LIKELY_WORDS or min(words) >= self.n_signs:
            return ""
        share = sum(end - start for _, start, end in found) / (len(HAN.findall(text)) or 1)
        if share < TALK_SHARE:
            return ""
        if n_words < SURE_WORDS:
            return "likely"
        return "footer" if any(word in text for word in RIGHTS) else "shop"

    def is_smut(self, text: str) -> bool:
        """Whether a line is of the lists of obscene titles that broken-in sites and mirrors carry."""
        if "。" in text or not any(sign in text for sign in self.smut_signs):
            return False
        return len({word for _, _, word in self.smut_words.find(text.lower())}) >= LEAST_SMUT_WORDS

    def start_category(self, line: str) -> str:
        """Category of a pattern that the line begins with; empty where there is none."""
        for pattern in self.starts.get(line[:1], ()):
            piece = pattern.pieces[0]
            if line.startswith(piece) and pattern.fits(line, len(piece)):
                return pattern.category
        return ""


def bare(text: str) -> str:
    """Letters, digits and characters alone, in lower case.

    Examples
    --------
    >>> bare("【字体： 大 中 小】"), bare("ICP备 05001号-1")
    ('字体大中小', 'icp备05001号1')
    """
    return NOT_LETTERS.sub("", text).lower()


def make_rules(lexicons: Lexicons) -> Rules:
    """Make the lexicons ready for matching; the same lexicons are prepared once."""
    return _make_rules(_Same(lexicons))


def default_rules() -> Rules:
    """The rules of the default lexicons."""
    return make_rules(_default_lexicons())


@lru_cache(maxsize=1)
def _default_lexicons() -> Lexicons:
    return read_lexicons()


class _Same:
    """Equal to itself alone, so that a large value can be the key of a cache without being hashed."""

    def __init__(self, value: Lexicons) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@lru_cache(maxsize=8)
def _make_rules(lexicons: _Same) -> Rules:
    script, furniture = lexicons.value.get("script", ()), lexicons.value.get("furniture", ())
    lines: dict[str, str] = {}
    keys: dict[str, str] = {}
    starts: list[Pattern] = []
    ends: dict[str, Pattern] = {}
    insides: dict[str, list[Pattern]] = {}
    for entry in furniture:
        term, (at_start, at_end), pattern = entry.term, _anchors(entry), _pattern(entry)
        if entry.category in WORDS or not pattern.pieces:  # marks alone match by their shape
            continue
        if term.endswith(("：", ":")):
            keys[bare(term)] = entry.category
        elif ELLIPSIS not in term:
            lines[bare(term)] = entry.category
        elif at_start:
            starts.append(pattern)
        elif at_end and len(pattern.pieces) == 1:
            ends[pattern.pieces[0]] = pattern
        else:
            insides.setdefault(pattern.pieces[0], []).append(pattern)
    smut_signs = frozenset(_of(furniture, SMUT_SIGN))
    doing = dict.fromkeys(_of(furniture, INTERFACE_WORD))
    signs = _of(furniture, SITE_SIGN)
    tells = (*signs, *smut_signs)
    parts = _of(furniture, INTERFACE_PART)
    return Rules(
        lines=lines,
        keys=keys,
        starts=_by_character(starts, 0),
        ends=_by_character(ends.values(), -1),
        insides={piece: tuple(patterns) for piece, patterns in insides.items()},
        key_lengths=tuple(sorted({len(key) for key in keys}, reverse=True)),
        inside=Matcher(insides),
        hints=Matcher((*insides, *tells)),
        tells=Matcher(tells),
        site_words=Matcher((*signs, *_of(furniture, SITE_WORD), *doing)),
        n_signs=len(signs),
        smut_words=Matcher((*_of(furniture, SMUT_WORD), *smut_signs)),
        smut_signs=smut_signs,
        tiles=Matcher((*doing, *parts)),
        n_doing=len(doing),
        surnames=frozenset(entry.term for entry in lexicons.value.get("surnames", ())),
        kept_traditional=frozenset(entry.term for entry in script if entry.category == "keep"),
        script_words=Matcher(entry.term for entry in script if entry.category == "word"),
    )


def _of(entries: Iterable[Entry], category: str) -> list[str]:
    return [entry.term for entry in entries if entry.category == category]


def _anchors(entry: Entry) -> tuple[bool, bool]:
    return not entry.term.startswith(ELLIPSIS), not entry.term.endswith(ELLIPSIS)


def _pattern(entry: Entry) -> Pattern:
    pieces = tuple(piece for part in entry.term.split(ELLIPSIS) if (piece := bare(part)))
    return Pattern(pieces, _anchors(entry)[1], entry.category)


def _by_character(patterns: Iterable[Pattern], place: int) -> dict[str, tuple[Pattern, ...]]:
    """Patterns under the first (0) or last (-1) character of their first piece, those with a longer one first."""
    found: dict[str, list[Pattern]] = {}
    for pattern in sorted(patterns, key=lambda pattern: -len(pattern.pieces[0])):
        found.setdefault(pattern.pieces[0][place], []).append(pattern)
    return {character: tuple(own) for character, own in found.items()}
