"""Which place does a name mean? Provinces, cities, districts and counties of China, by full and by bare name.

The table is the lexicon `places` (a row's term is the path of the place, such as `浙江省 绍兴市 越城区`), made from
github.com/modood/Administrative-divisions-of-China at 57a0aa9c (WTFPL or MIT). A corpus's own `places.csv` adds places or
replaces them. Bare names (without 省, 市, 区, 县 …) are often common words; `place_words` lists those that are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.lexicons import Entry, Lexicons, Match

# The minorities as they stand in names of autonomous places, longest first; 各族 is used for several at once.
_PEOPLE = (
    "(?:乌孜别克|柯尔克孜|俄罗斯|鄂温克|鄂伦春|哈萨克|维吾尔|达斡尔|塔吉克|塔塔尔|蒙古|土家|布依|朝鲜|哈尼|傈僳|高山|拉祜|东乡|纳西|"
    "景颇|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|德昂|保安|裕固|独龙|赫哲|门巴|珞巴|基诺|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|"
    "畲|水|土|羌|怒|京|各)族"
)
SUFFIX = re.compile(
    rf"(?:{_PEOPLE}|(?<!内)蒙古|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克)*(?:自治区|自治州|自治县|自治旗)$|(?:{_PEOPLE})+区$"
    r"|(?:特别行政区|林区|地区|新区|省|市|区|县|盟|旗)$"
)
# What follows a unit when it is part of another word: 市场, 区域, 县域, 省会.
NOT_A_UNIT = {"市": "场", "区": "域间块划别位", "县": "域", "省": "会", "旗": "下帜舰"}
# Districts called by their position alone: a place only behind the name of the city they lie in.
POSITIONAL = re.compile(r"^(?:城|郊|矿|东|西|南|北|新城|老城|[市城][东西南北中])区$")


_JOINED = "委府省市州区县镇乡级部局厅"  # what ends a body or a unit that 和 joins with the next
_AROUND = 8  # characters on either side that are cut into words to see where the words around a name end
_NOT_HAN = re.compile(r"[^\u4E00-\u9FD5]")  # belongs to no word with a name of a place in it
Cut = Callable[[str], Sequence[str]]  # a text into its words, which joined are the text


class Place(NamedTuple):
    """One place: names from the province down to its own, its level, and its English name if no plain reading."""

    path: tuple[str, ...]
    level: str
    english: str = ""

    @property
    def name(self) -> str:
        """Its own full name."""
        return self.path[-1]

    @property
    def full(self) -> str:
        """Names from the province down, joined."""
        return "".join(self.path)


class Mention(NamedTuple):
    """A place name in a text and the places it may mean.

    `is_full` where 市, 区, 县 … is printed; `is_word` where the bare name is a common word as well.
    """

    start: int
    end: int
    name: str
    places: tuple[Place, ...]
    is_full: bool
    is_word: bool = False


def short_name(name: str) -> str:
    """The name without what kind of place it is; kept whole where a single character would be left.

    Examples
    --------
    >>> [short_name(name) for name in ("绍兴市", "恩施土家族苗族自治州", "内蒙古自治区", "和县", "浦东新区")]
    ['绍兴', '恩施', '内蒙古', '和县', '浦东']
    """
    bare = SUFFIX.sub("", name)
    return bare if len(bare) > 1 else name


class Gazetteer:
    """Looks place names up.

    Parameters
    ----------
    rows
        Lexicon `places`.
    words
        Lexicon `place_words`: bare names that are common words.
    cut
        Cuts a text into words: what begins or ends inside one of them is no name. None looks at characters alone.

    Examples
    --------
    >>> gazetteer = Gazetteer([Entry("浙江省", "province"), Entry("浙江省 绍兴市", "city")])
    >>> [(m.name, m.is_full) for m in gazetteer.find("绍兴市场很大,绍兴市区也大")]
    [('绍兴', False), ('绍兴市', True)]
    """

    def __init__(self, rows: Iterable[Entry], words: Iterable[Entry] = (), cut: Cut | None = None) -> None:
        from ahocorasick_rs import AhoCorasick

        self.cut = cut
        self.places = tuple(Place(tuple(row.term.split()), row.category, row.english) for row in rows)
        self.by_full: dict[str, tuple[Place, ...]] = {}
        self.by_bare: dict[str, tuple[Place, ...]] = {}
        self.common = frozenset(word.term for word in words)
        for place in self.places:
            self.by_full[place.name] = (*self.by_full.get(place.name, ()), place)
            bare = short_name(place.name)
            if place.name.endswith(("自治州", "自治县", "自治旗")):
                called = bare + place.name[-1]  # 玉树州 for 玉树藏族自治州
                self.by_full[called] = (*self.by_full.get(called, ()), place)
            if bare != place.name:
                self.by_bare[bare] = (*self.by_bare.get(bare, ()), place)
        self._names = list(dict.fromkeys([*self.by_full, *self.by_bare]))
        self._automaton = AhoCorasick(self._names) if self._names else None

    def find(self, text: str) -> list[Mention]:
        """Every place name in the text, longest first, in order.

        What begins or ends inside a word is a name only where the text has the place in full elsewhere.
        """
        spans = self._occurrences(text)
        inside = self._inside_words(text, spans)
        mentions = self._sweep(text, [span for span in spans if span not in inside])
        spelled = {place for mention in mentions if mention.is_full for place in mention.places}
        known = {span for span in inside if spelled.intersection(self._bearers(text[slice(*span)]))}
        return self._sweep(text, [s for s in spans if s not in inside or s in known]) if known else mentions

    def _sweep(self, text: str, spans: Iterable[tuple[int, int]]) -> list[Mention]:
        """The names of these spans from left to right, none over another."""
        mentions: list[Mention] = []
        position = 0
        for start, end in spans:
            if start < position:
                continue
            position = end
            mention = self._mention(text, start, end)
            is_open = POSITIONAL.match(text[start:end]) and not (mentions and mentions[-1].end == start)
            if mention and not is_open:
                mentions.append(mention)
        return mentions

    def _bearers(self, name: str) -> tuple[Place, ...]:
        return (*self.by_full.get(name, ()), *self.by_bare.get(name, ()))

    def _occurrences(self, text: str) -> list[tuple[int, int]]:
        """Where any name occurs, one over the other too: by where they start, the longest first."""
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(((start, end) for _, start, end in found), key=lambda span: (span[0], -span[1]))

    def _inside_words(self, text: str, spans: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
        """Spans into which a word reaches from outside without holding them whole: 完成|县城, 组织|和|政策.

        A word that begins with the unit of a full name (绍兴|市区, 绍兴|县委) leaves the name whole.
        """
        firsts = _words_around(text, spans, self.cut) if self.cut else []
        found = set()
        for start, end in spans if firsts else ():
            one = bisect_right(firsts, start) - 1
            other = bisect_right(firsts, end - 1) - 1
            reaches_in = firsts[one] < start and one < other
            reaches_out = start < firsts[other] and end < firsts[other + 1]
            is_unit = firsts[other] == end - 1 and text[start:end] in self.by_full
            if reaches_in or (reaches_out and not is_unit):
                found.add((start, end))
        return found

    def _mention(self, text: str, start: int, end: int) -> Mention | None:
        name = text[start:end]
        if name[0] == "和" and start and text[start - 1] in _JOINED:
            return None  # 市委和县委: no 和县
        if name in self.by_full and text[end : end + 1] not in tuple(NOT_A_UNIT.get(name[-1], "")):
            return Mention(start, end, name, self.by_full[name], True)
        if name in self.by_full:
            name = short_name(name)
        if name not in self.by_bare:
            return None
        return Mention(start, start + len(name), name, self.by_bare[name], False, name in self.common)

    def inside(self, place: Place) -> tuple[Place, ...]:
        """The places a place lies in, widest first.

        Examples
        --------
        >>> gazetteer = Gazetteer([Entry("浙江省", "province"), Entry("浙江省 绍兴市", "city")])
        >>> [above.name for above in gazetteer.inside(gazetteer.places[1])]
        ['浙江省']
        """
        paths = {place.path[:depth] for depth in range(1, len(place.path))}
        return tuple(
            above for name in place.path[:-1] for above in self.by_full.get(name, ()) if above.path in paths
        )


def _words_around(text: str, spans: Iterable[tuple[int, int]], cut: Cut) -> list[int]:
    """Where words begin, in the text, around these spans (by where they start) and at both ends of what was cut."""
    pieces: list[list[int]] = []
    for start, end in spans:
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        if pieces and first <= pieces[-1][1]:
            pieces[-1][1] = max(last, pieces[-1][1])
        else:
            pieces.append([first, last])
    joined = "\n".join(text[first:last] for first, last in pieces)
    words = iter(cut(_NOT_HAN.sub("\n", joined)))
    firsts: list[int] = []
    at, origin = 0, 0  # in what was cut: where the next word begins, and the piece it lies in
    for first, last in pieces:
        while at < origin + last - first:
            firsts.append(first + at - origin)
            at += len(next(words))
        firsts.append(last)
        origin += last - first + 1
        at += len(next(words, ""))  # the line break between two pieces
    return firsts


def contains(outer: Place, inner: Place) -> bool:
    """Whether a place lies in another or is the same."""
    return inner.path[: len(outer.path)] == outer.path


@lru_cache(maxsize=8)
def get_gazetteer(
    rows: tuple[Entry, ...], words: tuple[Entry, ...] = (), cut: Cut | None = None
) -> Gazetteer:
    """The gazetteer of these rows, built once."""
    return Gazetteer(rows, words, cut)


def narrow(places: Sequence[Place], near: Sequence[Place]) -> tuple[Place, ...]:
    """Of places of one name, those that lie in one of the places named beside it; all where none does.

    Examples
    --------
    >>> nanjing, xuzhou = Place(("江苏省", "南京市", "鼓楼区"), "district"), Place(("江苏省", "徐州市", "鼓楼区"), "district")
    >>> narrow([nanjing, xuzhou], [Place(("江苏省", "徐州市"), "city")]) == (xuzhou,)
    True
    """
    kept = tuple(place for place in places if any(contains(outer, place) for outer in near))
    return kept or tuple(places)


def match_places(text: str, lexicons: Lexicons, cut: Cut | None = None) -> list[Match]:
    """Place names in a text as rows of the frame `matches`, so that they stand in a lane of their own.

    Bare names that are common words as well are left out; the category is the level, `open` where places of
    several levels bear the name.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> [(match.term, match.category) for match in match_places("绍兴和鼓楼区的资源", read_lexicons())]
    [('绍兴', 'city'), ('鼓楼区', 'district')]
    """
    gazetteer = get_gazetteer(lexicons.get("places", ()), lexicons.get("place_words", ()), cut)
    matches = []
    for mention in gazetteer.find(text):
        levels = {place.level for place in mention.places}
        if mention.is_full or not mention.is_word:
            level = levels.pop() if len(levels) == 1 else "open"
            matches.append(Match("places", mention.start, mention.end, mention.name, level))
    return matches
