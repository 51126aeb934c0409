"""The day of the meeting, as EDTF with a status: stated, inferred, partial, in conflict, or absent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from analysis.dates import DateMention, day_before, format_edtf, last_before
from analysis.describing.evidence import Evidence, Finding
from analysis.describing.page import Page
from analysis.describing.publication import MOST_ROWS, Day, day_evidence, is_dateline
from analysis.describing.years import Year, YearEvidence, infer_year

REPORTED_WITHIN = 60  # days; a report that is older is a reprint, its year not to be had from the page's date
TOLD = "date of a sentence that tells of a meeting"
SAME_ISSUE = 10  # days; a bare day of last month is still plain to the reader that long (28日 on 2 March)
_HELD = re.compile(
    r"赴|考察|召开|举行|举办|开幕|召集|主持|出席|调研|检查|督导|督查|督察|督办|视察|走访|暗访|带队|会见|部署|听取|参加|现场|传达|研究|启动|前往|深入|率队|收听|收看|组织|观看|开展|学习|交流|座谈|观摩|考核|验收|慰问|看望|督战|约谈|签约|揭牌"
)
_NOT_HELD = re.compile(
    r"(?:截至|截止|自|从|到|至|以前|去年|上年|前年|明年|通过了?|印发|(?:书记|主席|总理|省长|同志)在)$"
)
_AT = re.compile(r"^[ \u3000\xa0]?(?:在|于)[^\n,，。;；]{2,60}$")
_SPOKEN = re.compile(r"同志们|各位|我们")  # a speaker's 今天 is the day of the meeting, not of the page
_SALUTATION = re.compile(r"(?:^|\n)[ \u3000]*(?:同志们|各位[^,，。\n]{2,8}|尊敬的[^\n]{2,20})[:：,，]")
_TITLED = re.compile(r"[^\n,，。]{0,60}会议?上的?(?:讲话|发言|报告|致辞)")
_NAMES_MEETING = re.compile(r"[^,，。;；\n]{0,40}会(?!展|员)")
_RELATIVE = re.compile(r"(?P<back>今天|今日|今晨|昨天|昨日|昨晚|前天)(?![^,，。;；]{0,4}[(（]?\d{1,2}日)")
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2}


class Known(NamedTuple):
    """What is known beside the printed date: day of publication, dateline, and the year the text speaks for."""

    published: date | None
    dateline: DateMention | None
    year: Year


def find_meeting_day(
    page: Page,
    dates: Sequence[DateMention],
    *,
    named: tuple[int, int] | None,
    published: Day | None,
    years: list[YearEvidence],
) -> tuple[Finding, int | None]:
    """The day of the meeting and its year.

    Parameters
    ----------
    page
        The page.
    dates
        Every date on it.
    named
        Where the meeting's name stands in the page's text.
    published
        What the day of publication was read from.
    years
        What speaks for the year of the text.
    """
    chosen = _choose(page, dates, named, published=published)
    years = [*(_in_name(dates, named) or _in_sentence(page, dates, chosen)), *years]
    dateline = next((mention for mention in dates if mention.day and is_dateline(page, mention)), None)
    known = Known(_as_date(published.mention) if published else None, dateline, infer_year(years))
    if (chosen is None or chosen.note == TOLD) and (
        relative := _relative(page, known, chosen.mention.start if chosen else len(page.text))
    ):
        return relative
    if chosen is None:
        return _without_day(page, dates, named, known=known)
    value, status, note = _resolve(chosen.mention, known)
    if status == "inferred" and known.year.is_contradictory and known.published is None:
        status = "conflict"
    evidence = [
        day_evidence(page, "meeting_date", Day(chosen.mention, note or chosen.note), chosen=chosen)._replace(
            value=value
        )
    ]
    if status != "stated":
        evidence += [
            year_evidence(page, item, known.year.year, field="meeting_date") for item in years[:MOST_ROWS]
        ]
    if published and published.mention != chosen.mention and status in ("inferred", "conflict"):
        status_of = "candidate" if status == "conflict" else "supports"
        row = day_evidence(page, "meeting_date", published, chosen=published)
        evidence.append(row._replace(status=status_of, note="day of publication"))
    own = value[:4] if value[:4].isdecimal() else None
    return Finding(value, status, tuple(evidence)), int(own) if own else _own_year(known)


def _in_name(dates: Sequence[DateMention], named: tuple[int, int] | None) -> list[YearEvidence]:
    """The year in the meeting's name; the later one where it closes one year and opens the next."""
    inside = [mention for mention in dates if named and mention.year and named[0] <= mention.start < named[1]]
    last = max(inside, key=lambda mention: mention.year or 0, default=None)
    if last is None or last.year is None:
        return []
    return [YearEvidence(last.start, last.end, last.year, True, "year in the meeting's name")]


def _in_title(page: Page, dates: Sequence[DateMention]) -> list[YearEvidence]:
    """The year a title of a speech opens with: 2022年市教育局长在…会上的讲话."""
    found = (m for m in dates if m.year and not m.month and page.segment_at(m.start).zone == "title")
    return [
        YearEvidence(m.start, m.end, m.year or 0, True, "year in the title")
        for m in found
        if _TITLED.match(page.text, m.end)
    ][:1]


def _in_sentence(page: Page, dates: Sequence[DateMention], chosen: Day | None) -> list[YearEvidence]:
    """The year of a meeting that is named in the sentence of the day: 9月24日,…召开2025年…会议."""
    for mention in dates:
        if chosen is None or not mention.year or mention.month or mention.start < chosen.mention.end:
            continue
        between = page.text[chosen.mention.end : mention.start]
        if (
            len(between) <= 60
            and not re.search(r"[。!！?？;；\n]", between)
            and _NAMES_MEETING.match(page.text, mention.end)
        ):
            return [
                YearEvidence(mention.start, mention.end, mention.year, True, "year in the meeting's name")
            ]
    return []


def _as_date(mention: DateMention) -> date | None:
    return date(mention.year or 1, mention.month or 1, mention.day or 1) if mention.is_full else None


def _own_year(known: Known) -> int | None:
    """The year the text names as its own, else that of publication, else the latest it speaks from."""
    if known.published and not known.year.is_strong:
        return known.published.year
    return known.year.year


def _without_day(
    page: Page, dates: Sequence[DateMention], named: tuple[int, int] | None, *, known: Known
) -> tuple[Finding, int | None]:
    """A year in the meeting's name is a partial date; otherwise there is none."""
    for item in _in_name(dates, named) or _in_title(page, dates):
        start, end = page.to_raw(item.start, item.end)
        value = format_edtf(item.year)
        return Finding(
            value, "partial", (Evidence("meeting_date", value, "chosen", start, end, item.note),)
        ), item.year
    return Finding(None, "absent"), _own_year(known)


def _choose(
    page: Page, dates: Sequence[DateMention], named: tuple[int, int] | None, *, published: Day | None
) -> Day | None:
    """The date under the title, else of the sentence that names the meeting, else of one that tells of a meeting."""
    taken = published.mention if published and published.note.startswith(("label", "time")) else None
    days = [m for m in dates if m.day and m != taken and not _NOT_HELD.search(page.before(m.start))]
    lines = [m for m in days if is_dateline(page, m)]
    days = [m for m in days if m not in lines]
    for mention in days:
        if page.segment_at(mention.start).zone in ("head", "title") and _is_heading_date(page, mention):
            return Day(mention, "date under the title")
    if named:
        same = [m for m in days if _shares_sentence(page.text, m, named)]
        before = [m for m in same if m.start < named[0]]
        if same:
            return Day(before[-1] if before else same[0], "date of the sentence that names the meeting")
    for mention in [] if _is_speech(page) else days:  # a speaker tells of other meetings
        if page.segment_at(mention.start).zone in ("lead", "body") and _tells_of_meeting(page, mention):
            return Day(mention, TOLD)
    told = [
        m for m in lines if _tells_of_meeting(page, m) and not _RELATIVE.search(page.text, m.end, m.end + 60)
    ]
    return Day(told[0], "dateline") if told else None


def _is_speech(page: Page) -> bool:
    """Whether the running text opens with a salutation."""
    first = next(page.in_zones("lead"), None)
    around = page.text[max(0, first.start - 40) : first.start + 20] if first else ""
    return _SALUTATION.search(around) is not None


def _is_heading_date(page: Page, mention: DateMention) -> bool:
    segment = page.segment_at(mention.start)
    after = page.text[mention.end : segment.end]
    if _AT.match(after) and "召开" not in after:
        return True
    around = page.text[segment.start : mention.start] + after
    rest = around.strip("()（）[]【】〔〕 \u3000\xa0-—―")
    is_own = segment.is_body or "(" in around or "（" in around
    return is_own and "年" in page.text[mention.start : mention.end] and len(rest) <= 4


def _shares_sentence(text: str, mention: DateMention, named: tuple[int, int]) -> bool:
    low, high = (mention.end, named[0]) if mention.end <= named[0] else (named[1], mention.start)
    return low <= high and high - low <= 150 and not re.search(r"[。!！?？\n]", text[low:high])


def _tells_of_meeting(page: Page, mention: DateMention) -> bool:
    sentence = re.match(r"[^。!！?？\n]{0,120}", page.text[mention.end : mention.end + 121])
    return bool(sentence and _HELD.search(sentence[0]))


def _resolve(mention: DateMention, known: Known) -> tuple[str, str, str]:
    """EDTF, status and note of a printed date, by what else is known."""
    if mention.is_full:
        is_late = known.published is not None and (_as_date(mention) or known.published) > known.published
        return (
            mention.edtf(),
            "conflict" if is_late else "stated",
            "after the day of publication" if is_late else "",
        )
    if known.published is not None:
        return _by_publication(mention, known.published, known.year)
    line = known.dateline
    if mention.month is None and line and line.month and mention.day:
        month = line.month if mention.day <= (line.day or 31) else (line.month - 2) % 12 + 1
        mention = mention._replace(month=month)
    year = known.year.year
    value = format_edtf(year, mention.month, mention.day, mention.until)
    if year and mention.month:
        return value, "inferred", "year inferred"
    return value, "partial", "year not printed" if not year else "month not printed"


def _by_publication(mention: DateMention, limit: date, text_year: Year) -> tuple[str, str, str]:
    """A date without year, or a bare day, is the last such day before publication, if that agrees with the text."""
    year = text_year.year if text_year.is_strong else None
    if mention.month:
        found = last_before(mention.month, mention.day or 1, limit)
        near = found is not None and ((limit - found).days <= REPORTED_WITHIN or found.year == limit.year)
    else:
        found = day_before(mention.day or 1, limit)
        near = found is not None and (found.month == limit.month or (limit - found).days <= SAME_ISSUE)
    if found and near and (year is None or year == found.year or _is_turn_of_year(found, limit)):
        value = format_edtf(found.year, found.month, found.day, mention.until)
        return value, "inferred", "completed by the day of publication"
    common = year or (limit.year if found and found.year == limit.year else None)
    return (
        format_edtf(common, mention.month, mention.day),
        "conflict",
        "does not agree with the day of publication",
    )


def _is_turn_of_year(found: date, limit: date) -> bool:
    """A meeting in December or January speaks of the year to come as well as of its own."""
    return found.month in (1, 12) or limit.month == 1


def _relative(page: Page, known: Known, limit: int) -> tuple[Finding, int] | None:
    """昨天 in a sentence of the lead that tells of a meeting, counted from the dateline or the day of publication."""
    today = _today(known)
    if today is None:
        return None
    for segment in page.in_zones("lead"):
        for match in _RELATIVE.finditer(page.text, segment.start, min(segment.end, limit)):
            sentence = re.match(r"[^。!！?？\n]{0,80}", page.text[match.end() : match.end() + 81])
            spoken = _SPOKEN.search(page.text, max(0, segment.start - 20), match.end() + 8)
            if sentence and _HELD.search(sentence[0]) and not spoken:
                day = today - timedelta(days=_DAYS_BACK[match["back"][0]])
                where = page.to_raw(*match.span())
                row = Evidence(
                    "meeting_date", day.isoformat(), "chosen", *where, "counted from the day of the page"
                )
                return Finding(day.isoformat(), "inferred", (row,)), day.year
    return None


def _today(known: Known) -> date | None:
    """The day that 今天 means: the dateline's, completed by the day of publication or the text's year."""
    line = known.dateline
    if line is None or line.month is None or line.day is None:
        return known.published
    if known.published:
        return last_before(line.month, line.day, known.published)
    year = line.year or known.year.year
    return date(year, line.month, line.day) if year else None


def year_evidence(page: Page, item: YearEvidence, year: int | None, *, field: str) -> Evidence:
    """A row of evidence for a year."""
    status = "supports" if item.year == year else "candidate"
    return Evidence(field, format_edtf(item.year), status, *page.to_raw(item.start, item.end), item.note)
