"""Who published a document, and what kind of text it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from analysis.describing.evidence import Evidence, Finding
from analysis.describing.labels import Labelled, pick
from analysis.describing.page import LEAD, Page
from analysis.lexicons import Entry, Matcher

MOST_ROWS = 6  # rows of evidence for one fact
SEVERAL = re.compile(r"[、,，;；]|\s+(?=[㐀-鿿])")
PERSONS = re.compile(r"[㐀-鿿]{2,3}(?:[ \u3000、]+[㐀-鿿]{2,3})+(?:\s.*)?")
BYLINE = re.compile(
    r"(?P<paper>[㐀-鿿]{2,10}?(?:[日晚早]报|商报|时报|周报|网|社|客户端|融媒))"
    r"(?=\s*(?:\d{1,2}月\d{1,2}日)?[讯电]|记者|讯)"
)
MASTHEAD = re.compile(r"(?P<paper>[㐀-鿿]{2,8}(?:[日晚早]报|时报|周刊))[ \u3000]*(?:\d{4}|$)")
_OWN_PAPER = re.compile(r"^(?:本报|本网|本台|本社|本站|近日)")
_DATE_BEHIND = re.compile(
    r"[ \u3000\xa0]*(?:\d{4}[-/.年]|发布|时间|日期|点击|浏览|阅读|【|\[|字号|字体|作者|编辑|(?:文章|责任|稿件|图片)$).*$"
)


def find_source(page: Page, labels: list[Labelled]) -> Finding:
    """Publisher as named on the page: 来源 before 发布机构 before the newspaper in the byline."""
    found = [label for label in pick(labels, "compiled", "source", "publisher") if clean_source(label.value)]
    rows = [(clean_source(x.value), x.value_start, x.end, f"label {x.label}") for x in found]
    for segment in page.in_zones("lead", "head"):
        line = page.line_of(segment)[:60]
        match = BYLINE.search(line) or (MASTHEAD.match(line) if segment.zone == "head" else None)
        if match and not _OWN_PAPER.match(match["paper"]):
            start = segment.start + match.start("paper")
            rows.append((match["paper"], start, start + len(match["paper"]), "byline"))
    evidence: list[Evidence] = []
    for value, start, end, note in rows[:MOST_ROWS]:
        status = "chosen" if not evidence else "supports" if value == rows[0][0] else "candidate"
        evidence.append(Evidence("source", value, status, *page.to_raw(start, end), note))
    return Finding(rows[0][0] if rows else None, "stated" if rows else "absent", tuple(evidence))


def clean_source(value: str) -> str:
    """A source without what is printed behind it on the same line; empty if it is no name.

    Examples
    --------
    >>> clean_source("某某日报 2023-02-15"), clean_source("2023-02-15")
    ('某某日报', '')
    """
    value = _DATE_BEHIND.sub("", value).strip(' \u3000\xa0()（）“”"')
    return value if re.search(r"[㐀-鿿A-Za-z]{2}", value) and len(value) <= 60 else ""


@lru_cache(maxsize=8)
def _matcher(rows: tuple[Entry, ...]) -> tuple[Matcher, dict[str, str]]:
    return Matcher(row.term for row in rows), {row.term: row.category for row in rows}


def find_genre(page: Page, labels: list[Labelled], rows: tuple[Entry, ...]) -> Finding:
    """Kind of text, from cues in title, salutation, lead and source line.

    A cue's category in the lexicon `genre_cues` is `<genre>:<where>`, where being `title`, `opening` (first lines
    of the body), `lead` or `end`. The first genre of :data:`ORDER` that has a cue is taken.
    """
    hits = _genre_hits(page, rows)
    compiled = [
        x for x in labels if x.category == "compiled" or x.category == "source" and _is_compiled(x.value)
    ]
    if compiled:
        label = compiled[0]
        hits.append(_Hit("compiled feature", label.start, label.end, "compiled from several sources"))
    hits = _drop_visits(page, hits)
    for genre in ORDER:
        chosen = [hit for hit in hits if hit.genre == genre]
        if chosen:
            ordered = [*chosen, *(hit for hit in hits if hit.genre != genre)]
            return Finding(genre, "inferred", tuple(_genre_evidence(page, ordered[:MOST_ROWS], genre)))
    return Finding("other", "absent")


def _genre_evidence(page: Page, hits: list[_Hit], genre: str) -> Iterator[Evidence]:
    for number, hit in enumerate(hits):
        status = "candidate" if hit.genre != genre else "supports" if number else "chosen"
        yield Evidence("genre", hit.genre, status, *page.to_raw(hit.start, hit.end), hit.note)


MEETING_TITLE = re.compile(r"会议?(?:召开|举行)?$|会议?(?:上|强调|召开|举行|在)")


class _Hit(NamedTuple):
    """A cue for a genre in the page's text."""

    genre: str
    start: int
    end: int
    note: str


ORDER = ("work report", "chairing script", "compiled feature", "speech", "other", "inspection", "news report")


def _drop_visits(page: Page, hits: list[_Hit]) -> list[_Hit]:
    """A visit before or after a meeting makes no inspection of it: the title or the first cue of the lead decides."""
    held = [hit for hit in hits if hit.note.startswith(("召开", "举行"))]
    visits = [hit for hit in hits if hit.genre == "inspection"]
    title = " ".join(page.line_of(segment) for segment in page.in_zones("title"))
    if any(page.segment_at(hit.start).zone == "title" for hit in held) or MEETING_TITLE.search(title):
        return [hit for hit in hits if hit not in visits]
    is_told_of = any(hit.note.endswith("title") for hit in visits)
    if held and visits and not is_told_of and held[0].start < min(hit.start for hit in visits):
        return [hit for hit in hits if hit not in visits]
    return hits


def _is_compiled(value: str) -> bool:
    """Whether several papers are named; names of two and three characters are those of reporters."""
    if PERSONS.fullmatch(value):
        return False
    return value.startswith("综合") and len(SEVERAL.findall(value)) >= 1 or len(SEVERAL.findall(value)) >= 2


def _genre_hits(page: Page, rows: tuple[Entry, ...]) -> list[_Hit]:
    matcher, categories = _matcher(rows)
    hits: list[_Hit] = []
    running = 0
    for segment in page.segments:
        is_title = segment.zone == "title"
        where = {"title", "lead"} if is_title else {"head"} if not running and not segment.is_body else set()
        if segment.is_body and not is_title:
            where = {"opening"} if running < 120 else set()
            where |= {"lead"} if running < LEAD else {"body"}
            running += segment.end - segment.start
        line = page.line_of(segment)[: 2 * LEAD]
        for start, end, term in matcher.find(line):
            genre, _, place = categories[term].partition(":")
            if place in where or place == "anywhere" and segment.is_body:
                hits.append(_Hit(genre, segment.start + start, segment.start + end, f"{term} in {place}"))
    return hits
