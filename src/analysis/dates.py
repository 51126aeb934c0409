"""Dates as they are printed, and as EDTF strings.

Read are 2023-02-15, 2023/2/15, 2023.02.15, 15.02.2023, 2023年2月15日, 二〇二三年二月十五日, 2月15日, 15日, ranges of days,
2023年2月 and 2023年, with full-width digits and single spaces inside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_YEAR = r"(?:[12０-９\d][\d０-９]{3}|[一二][〇○Ｏ零一二三四五六七八九]{3})"
_SMALL = r"(?:[\d０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_S = r"[ \u3000\xa0]?"
_TO = rf"(?:{_S}(?:至|到|[-—–－~～]){{1,2}}{_S}(?:(?P<month2>{_SMALL}){_S}月{_S})?(?P<day2>{_SMALL}){_S}日)?"
DATE = re.compile(
    r"(?=[\d０-９一二三四五六七八九十])(?:"  # quickly passed over where no date can begin
    rf"(?<![\d.０-９])(?P<year_n>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month_n>\d{{1,2}})(?P=sep)(?P<day_n>\d{{1,2}})(?!\d)"
    r"|(?<![\d.０-９])(?P<day_e>\d{1,2})\.(?P<month_e>\d{1,2})\.(?P<year_e>(?:19|20)\d\d)(?!\d)"
    rf"|(?<![\d０-９])(?:(?P<year>{_YEAR}){_S}年{_S})?(?P<month>{_SMALL}){_S}月{_S}(?:(?P<day>{_SMALL}){_S}(?:日|号)"
    rf"|(?P<days>{_SMALL})(?=[-—–~～至到]{_SMALL}日)){_TO}"
    rf"|(?<![\d０-９])(?P<year_m>{_YEAR}){_S}年{_S}(?P<month_m>{_SMALL}){_S}月(?!份?以来)"
    rf"|(?<![\d０-９])(?P<year_y>{_YEAR}){_S}年"
    rf"|(?<![\d０-９月第年/.-])(?P<day_d>\d{{1,2}})日(?![报常子内后]))"
)
_DIGITS = {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "零": 0,
    "两": 2,
    **{c: i for i, c in enumerate("一二三四五六七八九", 1)},
}


_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


class DateMention(NamedTuple):
    """A printed date: where it stands and what of it is printed; `until` is the last day of a range."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    until: tuple[int, int] | None = None

    @property
    def is_full(self) -> bool:
        """Year, month and day are all printed."""
        return None not in (self.year, self.month, self.day)

    def edtf(self) -> str:
        """The date as EDTF, `X` for what is not known."""
        return format_edtf(self.year, self.month, self.day, self.until)


def read_number(numeral: str) -> int:
    """A whole number in digits of any width or in Chinese numerals.

    Examples
    --------
    >>> [read_number(numeral) for numeral in ("12", "４２", "二十一", "十", "百", "一百零二", "三千万")]
    [12, 42, 21, 10, 100, 102, 30000000]
    """
    plain = unicodedata.normalize("NFKC", numeral)
    if plain.isdecimal():
        return int(plain)
    whole = total = digit = 0
    for character in numeral:
        if character in _SCALES:
            total, whole, digit = _scale(whole, total, digit, _SCALES[character])
        else:
            digit = _DIGITS.get(character, 0)
    return whole + total + digit


def _scale(whole: int, total: int, digit: int, scale: int) -> tuple[int, int, int]:
    """Total, whole and digit after 十, 百, 千, which belong to their digit, or 万, 亿, which belong to all before."""
    if scale < 10_000:
        return total + (digit or 1) * scale, whole, 0
    return 0, whole + (total + digit or 1) * scale, 0


def read_year(numeral: str) -> int:
    """A year in digits of any width or in Chinese digits one by one.

    Examples
    --------
    >>> read_year("二〇二三"), read_year("２０２３")
    (2023, 2023)
    """
    plain = unicodedata.normalize("NFKC", numeral)
    return int(plain) if plain.isdecimal() else int("".join(str(_DIGITS[c]) for c in numeral))


def find_dates(text: str) -> Iterator[DateMention]:
    """Every printed date, in order; impossible ones (13月) are passed over.

    Examples
    --------
    >>> [mention.edtf() for mention in find_dates("二〇二三年九月十六日至17日;2月28日;22日;2022-03-01 15:47")]
    ['2023-09-16/2023-09-17', 'XXXX-02-28', 'XXXX-XX-22', '2022-03-01']
    """
    for match in DATE.finditer(text):
        got = {key: value for key, value in match.groupdict().items() if value}
        year = (
            got.get("year_n")
            or got.get("year_e")
            or got.get("year")
            or got.get("year_m")
            or got.get("year_y")
        )
        month = got.get("month_n") or got.get("month_e") or got.get("month") or got.get("month_m")
        day = got.get("day_n") or got.get("day_e") or got.get("day") or got.get("days") or got.get("day_d")
        numbers = (read_year(year) if year else None, _number(month), _number(day))
        if not _is_possible(*numbers):
            continue
        until = None
        if "day2" in got and numbers[1]:
            until = (_number(got.get("month2")) or numbers[1], read_number(got["day2"]))
        yield DateMention(match.start(), match.end(), *numbers, until=until)


def _number(numeral: str | None) -> int | None:
    return read_number(numeral) if numeral else None


def _is_possible(year: int | None, month: int | None, day: int | None) -> bool:
    if not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        return False
    if year is None or month is None or day is None:
        return year is None or 1900 <= year <= 2100
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year <= 2100


def format_edtf(
    year: int | None, month: int | None = None, day: int | None = None, until: tuple[int, int] | None = None
) -> str:
    """EDTF of what is known.

    Examples
    --------
    >>> format_edtf(2022), format_edtf(2022, 2), format_edtf(None, 9, 16), format_edtf(2023, None, 22)
    ('2022', '2022-02', 'XXXX-09-16', '2023-XX-22')
    """
    text = f"{year:04d}" if year else "XXXX"
    if month or day:
        text += f"-{month:02d}" if month else "-XX"
    if day:
        text += f"-{day:02d}"
    if until and year and month and day:
        last = year + (until[0] < month)
        return f"{text}/{last:04d}-{until[0]:02d}-{until[1]:02d}"
    return text


def last_before(month: int, day: int, limit: date) -> date | None:
    """The last such day of a year that is not after a given one; nothing for 30 February.

    Examples
    --------
    >>> last_before(12, 29, date(2023, 1, 4))
    datetime.date(2022, 12, 29)
    """
    for year in (limit.year, limit.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= limit:
            return found
    return None


def day_before(day: int, limit: date) -> date | None:
    """The last such day of a month that is not after a given one, within two months.

    Examples
    --------
    >>> day_before(28, date(2023, 3, 2))
    datetime.date(2023, 2, 28)
    """
    for back in range(62):
        found = limit - timedelta(days=back)
        if found.day == day:
            return found
    return None
