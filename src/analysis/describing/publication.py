"""The day of publication: labelled, or stamped above or below the text, or called today in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.dates import DateMention, format_edtf
from analysis.describing.evidence import Evidence, Finding
from analysis.describing.labels import Labelled, pick
from analysis.describing.page import Page
from analysis.describing.years import YearEvidence, infer_year

MOST_ROWS = 8  # rows of evidence for one date
LABEL_LINE = 80  # characters; lines of labels above the text are not longer
_CLOCK = re.compile(r"^[ \u3000\xa0T]*\d{1,2}(?:[:：]|时)\d{2}")
_TODAY = re.compile(r"(?:今天|今日)[,，]?(?:是|\(|（)?$")
SIGNATURE = 400  # characters at the end of a document in which it is signed and copied to others
# What else a page dates: 归档时间, 有效期至, 打印日期.
_OTHER_LABEL = re.compile(r"(?:归档|失效|生效|截止|打印)$")
_OTHER_LINE = re.compile(r"(?:归档|失效|生效|截止|打印)(?:时间|日期)")
_LABEL_BEHIND = re.compile(r"^[^\n]{0,6}(?:来源|作者|编辑|字号|字体|浏览|阅读|点击)")
_SIGNED = re.compile(r"(?:部|厅|局|署|政府|办公室|委员会|委办|党委|指挥部|领导小组)[ \u3000\xa0\n]*$")
_MASTHEAD = re.compile(r"^[ \u3000]*[㐀-鿿]{2,8}(?:[日晚早]报|时报|周刊|网)[ \u3000]*")
_DATELINE_AFTER = re.compile(r"^(?:讯|电|消息)")


class Day(NamedTuple):
    """A date read from the page and why it was taken."""

    mention: DateMention
    note: str


def find_publication(
    page: Page, dates: Sequence[DateMention], labels: list[Labelled], *, years: list[YearEvidence]
) -> tuple[Finding, Day | None]:
    """The day of publication and what it was read from; a year that is not printed is taken from the text."""
    ranked = _rank(page, labels, dates)
    if not ranked:
        return Finding(None, "absent"), None
    chosen = ranked[0]
    evidence = [day_evidence(page, "publication_date", day, chosen=chosen) for day in ranked[:MOST_ROWS]]
    clash = {day.mention.edtf() for day in ranked if day.note == chosen.note and day.mention.is_full}
    if chosen.mention.is_full:
        status = "conflict" if len(clash) > 1 and chosen.note.startswith("label") else "stated"
        return Finding(chosen.mention.edtf(), status, tuple(evidence)), chosen
    return _complete(page, chosen, evidence, years=years), chosen


def _complete(page: Page, chosen: Day, evidence: list[Evidence], *, years: list[YearEvidence]) -> Finding:
    year = infer_year(years)
    value = format_edtf(year.year, chosen.mention.month, chosen.mention.day)
    rows = [row._replace(value=value) if row.status == "chosen" else row for row in evidence]
    for item in years[:MOST_ROWS]:
        status = "supports" if item.year == year.year else "candidate"
        where = page.to_raw(item.start, item.end)
        rows.append(Evidence("publication_date", format_edtf(item.year), status, *where, item.note))
    status = (
        "conflict"
        if year.is_contradictory
        else "inferred"
        if year.year and chosen.mention.month
        else "partial"
    )
    return Finding(value, status, tuple(rows))


def _rank(page: Page, labels: list[Labelled], dates: Sequence[DateMention]) -> list[Day]:
    at = {mention.start: mention for mention in dates if mention.is_full}
    labelled = [
        Day(at[label.value_start], f"label {label.label}")
        for label in pick(labels, "published", "made public", "dated", "updated")
        if label.value_start in at
        and label.zone not in ("lead", "body")
        and not _OTHER_LABEL.search(page.before(label.start))
    ]
    seen = {day.mention.start for day in labelled}
    stamps = [m for m in dates if m.is_full and m.start not in seen and _is_stamp(page, m)]
    if found := [*labelled, *(Day(mention, "time stamp") for mention in stamps)]:
        return found
    today = [Day(m, "called today") for m in dates if m.day and _TODAY.search(page.before(m.start))]
    lines = [Day(m, "dateline") for m in dates if m.is_full and is_dateline(page, m)]
    return today or lines or [Day(m, "signed") for m in dates if m.is_full and _is_signed(page, m)][:1]


def _is_stamp(page: Page, mention: DateMention) -> bool:
    """A date with the time of day, among the labels, or alone on its line; 2023年… below a title is the speech's day."""
    segment = page.segment_at(mention.start)
    if segment.zone in ("lead", "body", "title"):
        return False
    after = page.text[mention.end : segment.end]
    if _CLOCK.match(after):
        return True
    if after[:1] in (")", "）"):
        return False
    rest = page.text[segment.start : mention.start] + after
    line = page.line_of(segment)
    if _OTHER_LINE.search(page.text, segment.start, mention.start):
        return False
    is_numeric = "年" not in page.text[mention.start : mention.end]
    if segment.zone == "head" and len(line) <= LABEL_LINE and (is_numeric or _LABEL_BEHIND.match(after)):
        return True
    is_alone = not re.search(r"[㐀-鿿]", _MASTHEAD.sub("", rest))
    return is_alone and (is_numeric or not segment.is_body or _MASTHEAD.match(line) is not None)


def _is_signed(page: Page, mention: DateMention) -> bool:
    """Whether a body signs with this day at the end: …生态环境局2023年2月15日."""
    return (
        mention.start > len(page.text) - SIGNATURE and _SIGNED.search(page.before(mention.start)) is not None
    )


def is_dateline(page: Page, mention: DateMention) -> bool:
    """Whether 讯 or 电 follows: 本报2月28日讯."""
    return bool(mention.day and _DATELINE_AFTER.match(page.text[mention.end : mention.end + 2]))


def day_evidence(page: Page, field: str, day: Day, *, chosen: Day) -> Evidence:
    """A row of evidence for a day."""
    same = day.mention.edtf() == chosen.mention.edtf()
    status = "chosen" if day.mention.start == chosen.mention.start else "supports" if same else "candidate"
    return Evidence(
        field, day.mention.edtf(), status, *page.to_raw(day.mention.start, day.mention.end), day.note
    )
