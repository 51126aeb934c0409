"""Numerals that count, date, order or code: where they stand, their value in digits, their unit and kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.dates import find_dates, read_number
from analysis.lexicons import Entry
from analysis.targets.target import Target, Terms, get_terms

_H = "[㐀-鿿]"
_C = "[一二两三四五六七八九十百千万亿零〇]"
# No number is longer: what runs on is a code, or no text at all; bounds keep the search linear.
_N = rf"(?:\d[\d,]{{0,14}}(?:\.\d{{1,6}})?(?!\d)|{_C}{{1,12}})"
# Numerals with what they count, most special first; each group is a kind of target or a form of one in FORMS.
NUMERAL = re.compile(
    r"(?P<redacted>(?<![*＊×])第?[*＊×]{2,6}(?:个|项|次|亿元|万元|元|家|年|%|人|户))"
    rf"|(?P<session>(?:第)?{_C}{{1,4}}届{_C}{{1,4}}(?:次|中)(?:全会|全体会议|会议)?)"
    rf"|(?P<congress>(?<=党的)(?:十{_C}|二十{_C}?)大|(?:十[五六七八九]|二十{_C}?)大(?=精神|报告|以来|召开|代表|提出))"
    rf"|(?P<ordinal>(?:连续)?第{_N}(?:个{_H}{{1,8}}?[日节周月]|[轮期届次批年季站位名个]|(?![是要为]|{_C}){_H}{{2}}(?![,，、])))"
    rf"|(?P<standard>[ⅠⅡⅢⅣⅤIV]{{1,3}}类(?:水质|水体|水|标准)*(?:及以上|以上|及以下)?|[一二三]级[AB]标准?)"
    rf"|(?P<streak>(?:连续)?{_C}连[降升增跌涨冠])"
    rf"|[“\"‘](?P<quoted>(?:双|{_C}|\d){{1,3}}{_H}{{1,5}})(?=[”\"’])"
    rf"|(?P<paired>一{_H}(?:一|双){_H})"
    rf"|(?P<running>连续(?:{_C}|\d+)(?:年|个月|季度|个季度|次))"
    rf"|(?P<class>一类{_H}{{2}})"
    rf"|(?P<sole>(?<={_H})一[份个项次家张](?=[,，。;；、]))"
    rf"|(?<![第\d.A-Za-z])(?P<number>{_N})"
)
FORMS = {
    "session": "ordinal",
    "congress": "ordinal",
    "class": "ordinal",
    "streak": "indicator",
    "running": "duration",
    "sole": "count",
    "paired": "shorthand",
}
# Words that begin with a numeral and count nothing.
IDIOM = re.compile(
    r"^(?:千方百计|千家万户|万事|万无一失|百姓|百花|千辛|千千万|三角|三更|三番|四季|四处|四面八方|四海|五湖|五金|五彩|六畜|七嘴|八方|"
    r"九州|十分(?!之)|十足|百货|百强|百倍|两岸|两级|两端|两侧|两边|两手|两者|两地|两用|万物|千秋|千古|千载|万里|万古|三令五申|三三两两|"
    r"零星|零售|零散|零部件|零件|零距离|亿万|十几|几十|数十)"
)
BARE = re.compile(r"^(?:一|万|百|千|亿|零)$")  # alone these are parts of words: 统一, 万众, 百姓
SCALE = re.compile(r"^\s?(?:万亿|万|亿|千|百)?(?=[余多]?)")
MORE = re.compile(r"^(?:余|多)")
UNIT_NOUN = re.compile(rf"^(?:攻坚战|保卫战|标志性战役|歼灭战|主战场|增长极|{_H}{{2}})")
UNFINISHED = re.compile(r"^(?:问题)?未完成(?:整改|销号)")
BOUND = re.compile(r"^(?:及以上|以上|以内|以下|左右)")
SIGN = {"及以上": ">=", "以上": ">=", "以内": "<=", "以下": "<=", "左右": "~"}
ROMAN = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V"}
# 两山理念, 四强之一: a code of numeral and one character shows by what follows it.
CODE = re.compile(
    rf"^{_H}(?=理念|精神|之一|工作|问题|整治|项目|行动|要求|目标|转化|建设|治理|机制|制度|政策|任务|责任|保障|标准|人员|产业|经济)"
)


def find_dated(text: str) -> Iterator[Target]:
    """Dates and years; what is not printed of a date is left out (`--03-06`)."""
    for mention in find_dates(text):
        parts = [f"{part:02d}" for part in (mention.month, mention.day) if part]
        if parts:
            value = "-".join([str(mention.year or "-"), *parts])
            yield Target(mention.start, mention.end, value, "日", "date")
        else:
            yield Target(mention.start, mention.end, str(mention.year), "年", "year")


def find_coded(text: str, rows: tuple[Entry, ...]) -> Iterator[Target]:
    """Policy shorthands of the lexicon, with the numbers in them: 三线一单 is 3;1."""
    for start, end, term in get_terms(rows, "shorthand").find(text):
        yield Target(start, end, read_code(term), re.sub(rf"^{_C}+", "", term) or None, "shorthand")


def find_numbers(text: str, units: tuple[Entry, ...]) -> Iterator[Target]:
    """Every other numeral that counts, orders or codes."""
    terms = get_terms(units)
    for match in NUMERAL.finditer(text):
        form = match.lastgroup or "number"
        start, end = match.span(form)
        printed = match[form]
        if form == "number":
            if target := _count(text, start, end, units=terms):
                yield target
        elif form == "quoted":
            unit = re.sub(rf"^(?:双|{_C}+|\d+)个?", "", printed)
            yield Target(start, end, read_code(printed), unit or "个", "shorthand" if unit else "count")
        else:
            yield Target(start, end, *_read_form(form, printed), FORMS.get(form, form))


def read_code(term: str) -> str | None:
    """The numbers in a shorthand: one behind the other with `;`, equal ones with `:`, a plan's with `-`.

    Examples
    --------
    >>> [read_code(term) for term in ("三线一单", "一点一策", "十四五", "两个一百年", "双碳")]
    ['3;1', '1:1', '14-5', '2x100', '2']
    """
    if plan := re.fullmatch(rf"(十{_C}|二十)({_C})", term):
        return f"{read_number(plan[1])}-{read_number(plan[2])}"
    numbers = [read_number(part.replace("双", "二")) for part in re.findall(rf"双|{_C}+|\d+", term)]
    if len(numbers) == 2 and re.search(rf"^{_C}个{_C}", term):
        return f"{numbers[0]}x{numbers[1]}"
    joiner = ":" if set(numbers) == {1} and len(numbers) > 1 else ";"
    return joiner.join(map(str, numbers)) or None


def _read_form(form: str, printed: str) -> tuple[str | None, str | None]:
    """Value and unit of a numeral whose form says its kind."""
    if form == "redacted":
        return None, printed[-1]
    if form == "standard":
        grade = "".join(ROMAN.get(c, c) for c in re.findall(r"[ⅠⅡⅢⅣⅤIVAB一二三]", printed))
        return (">=" if "以上" in printed else "<=" if "以下" in printed else "") + grade, "类"
    if form == "paired":
        return read_code(printed), f"{printed[1]}:{printed[3]}"
    numbers = re.findall(rf"\d+|{_C}+", printed)
    unit = re.sub(rf"^(?:连续)?第?(?:\d+|{_C}+)", "", printed)
    return ";".join(str(read_number(number)) for number in numbers), unit or None


def _count(text: str, start: int, end: int, *, units: Terms) -> Target | None:
    """A plain numeral with its unit; nothing for an idiom, an ordinal of a list, or a figure without a unit."""
    numeral, rest = text[start:end], text[end : end + 14]
    is_digits = numeral[0].isascii()
    if BARE.match(numeral) or IDIOM.match(numeral + rest):
        return None
    if not is_digits and (not rest or rest[0] in "、是要,，)）"):
        return None
    scale = SCALE.match(rest) if is_digits else None
    skipped = scale.end() if scale else 0
    more = MORE.match(rest[skipped:])
    at = skipped + (more.end() if more else 0)
    hit = next(iter(units.find(rest[at:])), None)
    value = numeral.replace(",", "") if is_digits else str(read_number(numeral))
    prefix = scale[0].strip() if scale else ""
    if hit and hit[0] == 0:
        return _with_unit(
            text, Target(start, end + at + hit[1], value, prefix + hit[2], "count"), units.rows[hit[2]]
        )
    if prefix:
        return Target(start, end + at, value, prefix, "count")
    if not is_digits and len(numeral) == 1 and CODE.match(rest):
        return Target(start, end + 1, value, rest[0], "shorthand")
    return None


def _with_unit(text: str, target: Target, unit: Entry) -> Target | None:
    """The target with the kind of its unit, the noun that belongs to it, and its bound as a sign."""
    target = target._replace(kind="indicator" if unit.category == "share" else unit.category)
    rest = text[target.end : target.end + 8]
    noun = None
    if unit.term in ("大", "类"):
        noun = UNIT_NOUN.match(rest)
    elif unit.term == "个":
        noun = UNFINISHED.match(rest)
    if unit.term == "大" and not noun:
        return None
    if noun:
        target = target._replace(end=target.end + noun.end(), unit=noun[0])
    if bound := BOUND.match(text[target.end : target.end + 3]):
        target = target._replace(end=target.end + bound.end(), value=SIGN[bound[0]] + (target.value or ""))
    return target
