"""Who is named, with what office, and what part they take.

A name is a surname of the list and one or two more characters, where the words around it allow no other
reading: an office before it or after it, a reporting verb behind it, or a list of names that it stands in.
Names of other peoples carry an interpunct (买买提·艾力). How far a name reaches (张晓 or 张晓强, before 强调) is
decided over the whole text: the reading that most places allow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from analysis.language import Language, language_of
from analysis.lexicons import Lexicons

PARTS = ("speaker", "chair", "attends", "quoted")  # the strongest first

_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[·•‧・．][\u4e00-\u9fff]{1,8}?){1,3}")
_INTERPUNCTS = frozenset("·•‧・．")  # a cheap test before the pattern
_BREAKS = "。！？!?；;，,：:\n“”（）()【】《》"
_COMRADE = re.compile(
    r"(?!等|主要|有关|相关|分管|各|一些|这些|老|和列|和其|与会|及其|其他|列席)([\u4e00-\u9fff]{2,5}?)(?<!负责)(?<!领导)(?:同志)(?!们)"
)
# What stands before an office without being part of it.
_NOT_OFFICE = re.compile(
    r"(?:.*(?:上午|下午|晚上|当天|当日|近日|日前|昨日|昨天|今天|会上|期间|随后|其中|(?<!自)由|(?<!申)请|学习了|传达了|传达学习|学习贯彻|传达|受|经(?!济|营)|陪同|授意|指使|唆使|伙同|责成|约谈|任命|最后|主持,))?"
    r"(?:\d+月)?(?:\d+日)?"
)
_RIVER = re.compile(r"江(?:以|两岸|航|大桥|流域|干流|经济带|[上中下]游|口|段|[北南]岸|岸|生态|大?保护|水)")
_PREDICATE = 200  # characters after a name in which its verb is looked for: beyond stands somebody else's
_CLAUSE = re.compile(r"[，,：:。！？!?；;\n]")
_SPEAKS = re.compile(r"讲话|强调|指出|要求")
_SPEECH = re.compile(r"(?<!的)讲话(?!精神)")
# 介绍 and 肯定 are words of saying only where words follow: 请他介绍情况 is none.
_TELLS_OF = re.compile(r"介绍(?![，,：:说道])")
_PLACE_ENDS = ("省", "市", "县", "区")  # 甘肃省, 温州市: the surname is the first character of a place
# In a transcript: an office or a body, a blank, a name, a colon, and nothing more in the line.
_LABEL = re.compile(
    r"^[\u4e00-\u9fff][^\n，,。；;：:]{3,40}[ \u3000](?P<name>[\u4e00-\u9fff·]{2,12})[：:][ \u3000]*$", re.M
)
_BLANK = re.compile(r"[ \u3000]")
_COLON = re.compile(r"[：:][ \u3000]*(?:\n|$)")
_REACH = 30  # characters before a name in which it is said that his words were studied
_STUDIED = re.compile(r"(?:传达|学习|贯彻|落实|按照|根据|领会)[^，,。；;：:\n]*$")
_WORDS = re.compile(r"(?:同志)?(?:在[^，,。]{0,30})?的?(?:重要)?(?:讲话|批示|指示|要求|部署)")
_LATER = re.compile(r"[，,]并?(?:强调|指出|要求)")
# A byline: an office, a blank, a name that ends the line, its two characters set apart or of any length.
_SPREAD = re.compile(
    r"[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff](?=\n|$)|(?<=[ \u3000])[\u4e00-\u9fff]{2,5}(?=\n|$)"
)
# Characters that no given name has: function words and parts of 部门, 同志, 人员.
_NOT_GIVEN = frozenset(
    "的了在是和等与及就对从把被将让使不也都而但或者们部员级个各其这那说讲要会出作向到由为、,，。；;：: 　\n"
)


class Person(NamedTuple):
    """A person named: where, with what office, and in what part; fields are the columns of the frame."""

    start: int
    end: int
    name: str
    role: str | None
    part: str


class _Mention(NamedTuple):
    start: int
    end: int
    role: str


def find_people(text: str, lexicons: Lexicons) -> list[Person]:
    """One row per person: the first mention with an office, the office, and the strongest part taken.

    Parameters
    ----------
    text
        Clean text.
    lexicons
        Of these `surnames`, `titles` and `reporting` are used.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> text = "区委书记张晓强强调,要狠抓落实。区长买买提·艾力主持会议。"
    >>> [(p.name, p.role, p.part) for p in find_people(text, read_lexicons())]
    [('张晓强', '区委书记', 'speaker'), ('买买提·艾力', '区长', 'chair')]
    """
    language = language_of(lexicons)
    mentions = _mentions(text, language)
    first: dict[str, _Mention] = {}
    for mention in mentions:
        name = text[mention.start : mention.end]
        known = first.get(name)
        if known is None or (mention.role and not known.role):
            first[name] = mention
    first = {name: m if m.role else _with_office(text, name, m, language) for name, m in first.items()}
    parts = _parts(text, first, language)
    return [
        Person(m.start, m.end, _BLANK.sub("", name), m.role or None, parts[name])
        for name, m in sorted(first.items(), key=lambda item: item[1])
    ]


def _with_office(text: str, name: str, mention: _Mention, language: Language) -> _Mention:
    """The first place where an office stands right before a name that is sure from elsewhere."""
    titles = tuple(language["titles", "title"].terms)
    start = text.find(name)
    while start >= 0:
        if text.endswith(titles, 0, start):
            title = max((t for t in titles if text.endswith(t, 0, start)), key=len)
            role = text[_role_start(text, start - len(title), language) : start].strip(" 、")
            return _Mention(start, start + len(name), role)
        start = text.find(name, start + 1)
    return mention


def _mentions(text: str, language: Language) -> list[_Mention]:
    """Every place where a name is sure: behind an office, before a reporting verb, or in a list of names."""
    options = [
        *_after_titles(text, language),
        *_before_verbs(text, language),
        *_before_titles(text, language),
        *_labels(text, language),
    ]
    support = Counter(text[start:end] for _, ends, start in options for end in ends)
    mentions = []
    for role_start, ends, start in options:
        end = max(ends, key=lambda e: (support[text[start:e]], e))
        role = text[role_start:start].strip(" 、")
        mentions.append(_Mention(start, end, role))
        mentions += _listed(text, end, role, language)
    return sorted(set(mentions))


def _after_titles(text: str, language: Language) -> Iterable[tuple[int, list[int], int]]:
    for match in language.pattern("titles", "title").finditer(text):
        start = match.end()
        if match[0].endswith("长") and _RIVER.match(text, start):
            continue  # 重庆市长江以北
        if text[start : start + 1] in (" ", "\u3000"):
            start += 1
        comrade = _COMRADE.match(text, start)
        spread = _SPREAD.match(text, start) if text[start - 1] in " \u3000" else None
        if spread and not _NOT_GIVEN.intersection(_BLANK.sub("", spread[0])):
            yield _role_start(text, match.start(), language), [spread.end()], start
            continue
        ends = [comrade.end(1)] if comrade else name_ends(text, start, language)
        if ends:
            yield _role_start(text, match.start(), language), ends, start


def _before_verbs(text: str, language: Language) -> Iterable[tuple[int, list[int], int]]:
    """Names that open a clause and are followed by a verb of saying: 张三强调."""
    verbs = language.saying
    for match in re.finditer(r"(?:^|[。！？!?\n,，;；“”])", text):
        start = match.end()
        ends = [end for end in name_ends(text, start, language) if verbs.match(text, end)]
        if ends:
            yield start, ends, start


def _before_titles(text: str, language: Language) -> Iterable[tuple[int, list[int], int]]:
    """Names that open a clause and are followed by their office or by 同志: 张三市长, 张三同志."""
    honorifics = language.pattern("titles", "title", "honorific")
    for match in re.finditer(r"(?:^|[。！？!?\n,，;；])", text):
        start = match.end()
        ends = [end for end in name_ends(text, start, language) if honorifics.match(text, end)]
        if ends:
            yield start, ends, start


def _labels(text: str, language: Language) -> Iterable[tuple[int, list[int], int]]:
    """Names on a line of their own that say who speaks next: 市统计局副局长 张三："""
    for match in _LABEL.finditer(text):
        start, end = match.span("name")
        if end in name_ends(text, start, language):
            yield match.start(), [end], start


def _listed(text: str, end: int, role: str, language: Language) -> Iterable[_Mention]:
    """The names that follow a name after 、, sharing its office: 副县长王芳、赵子龙."""
    while text[end : end + 1] in ("、", " ", "和") and end < len(text):
        ends = name_ends(text, end + 1, language)
        if not ends:
            return
        start, end = end + 1, max(ends)
        yield _Mention(start, end, role)


def name_ends(text: str, start: int, language: Language) -> list[int]:
    """Where a name that starts here may end; none if no name starts here."""
    if not _INTERPUNCTS.isdisjoint(text[start + 1 : start + 8]):
        foreign = _FOREIGN.match(text, start)
        if foreign:
            return _foreign_ends(text, start, foreign.end(), language)
    if language["surnames", "compound"].at(text, start):
        surname = 2
    elif text[start : start + 1] in language["surnames", "single"].terms:
        surname = 1
    else:
        return []
    if text[start : start + 2] in language["names", "not_name"].terms or language.saying.match(text, start):
        return []
    after, verbs = language["names", "after"], language["verbs", "action"]
    offices = language["titles", "title"].terms  # 王县长 is an address; whom it means, `addresses` says
    ends = []
    for end in (start + surname + 1, start + surname + 2):
        given = text[start + surname : end]
        is_given = len(given) == end - start - surname and not _NOT_GIVEN.intersection(given)
        is_given = is_given and not given.endswith(_PLACE_ENDS) and given not in offices
        closed = end >= len(text) or text[end] in " \n" or after.at(text, end) or len(verbs.at(text, end)) > 1
        if is_given and closed:
            ends.append(end)
    return ends


def _foreign_ends(text: str, start: int, end: int, language: Language) -> list[int]:
    """The shortest end of an interpunct name that a word may follow."""
    after = language["names", "after"]
    for stop in range(end + 1, min(end + 8, len(text)) + 1):
        if stop == len(text) or text[stop] == "\n" or after.at(text, stop):
            return [stop]
    return []


def _role_start(text: str, title_start: int, language: Language) -> int:
    """Where the office begins whose last word is a title: back to a mark, and over 、 while an office precedes it."""
    titles = language["titles", "title"]
    start = title_start
    while True:
        while start and text[start - 1] not in _BREAKS and text[start - 1] not in "、 ":
            start -= 1
        chain = start and text[start - 1] == "、"
        if not chain or not any(text.endswith(t, 0, start - 1) for t in titles.terms):
            break
        start -= 1
    match = _NOT_OFFICE.match(text, start, title_start)
    return match.end() if match else start


def addresses(named: Iterable[tuple[str, str | None]], language: Language) -> dict[str, str]:
    """How a report may call those it has named with their office: surname and office → name, where it is one.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> found = addresses([("李文山", "县委副书记、县长")], language_of(read_lexicons()))
    >>> found["李县长"], found["李书记"], "李局长" in found
    ('李文山', '李文山', False)
    """
    titles = language["titles", "title"].terms
    longest = max(map(len, titles), default=0)
    meant: dict[str, list[tuple[bool, str]]] = {}
    for name, role in named:
        surname = language["surnames", "compound"].at(name, 0) or name[:1]
        for office in (role or "").split("、"):
            for title in {office[-length:] for length in range(1, longest + 1)} & titles:
                is_deputy = office.endswith(f"副{title}")
                meant.setdefault(surname + title, []).append((is_deputy, name))
    chosen = {}
    for address, bearers in meant.items():
        names = {name for is_deputy, name in bearers if is_deputy == min(bearers)[0]}
        if len(names) == 1:  # the head before the deputy: both are called 李县长
            chosen[address] = names.pop()
    return chosen


def _parts(text: str, names: Iterable[str], language: Language) -> dict[str, str]:
    """What part each takes: the strongest that a clause which names them gives."""
    seen: dict[str, set[str]] = {name: set() for name in names}
    if seen:
        pattern = re.compile("|".join(sorted(map(re.escape, seen), key=len, reverse=True)))
        for match in pattern.finditer(text):
            seen[match[0]].add(_part(text, match, language))
    return {name: min(parts, key=PARTS.index, default="attends") for name, parts in seen.items()}


def _part(text: str, name: re.Match[str], language: Language) -> str:
    """The part a clause gives to a name in it, by the verbs after the name."""
    before = text[max(0, name.start() - _REACH) : name.start()]
    if _STUDIED.search(before) and _WORDS.match(text, name.end()):
        return "quoted"
    if text.startswith("总书记", name.end()) or language["cues", "higher"].at(text, name.start()):
        return "quoted"
    if text[name.start() - 1 : name.start()] in (" ", "\u3000", "\n", "") and _COLON.match(text, name.end()):
        return "speaker"  # 张三： on a line of its own, in a transcript
    window = text[name.end() : name.end() + _PREDICATE]
    clause = _CLAUSE.split(window, maxsplit=1)[0]
    chairs = language.pattern("parts", "chair").search(clause)
    speaks = language.pattern("reporting", "demand", "state", "speech").search(_TELLS_OF.sub("", clause))
    if chairs and not _SPEAKS.search(clause):
        return "chair"
    later = _LATER.match(window, len(clause))
    return "speaker" if speaks or later or _SPEECH.search(clause) else "attends"
