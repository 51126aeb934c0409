"""Labels of a page (发布时间:, 来源:, 发布机构) and the values printed after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from analysis.describing.page import Page
from analysis.lexicons import Entry, Matcher

# A colon, its bracket, and the line break that converters put between the cells of a table.
COLON = re.compile(r"[ \t\u3000\xa0】\]]*[:：][ \t\u3000\xa0]*\n?[ \t\u3000\xa0]*")
GAP = re.compile(r"[】\]]?(?:[ \t\u3000\xa0]+|\n[ \t\u3000\xa0]*)")  # a table's cell without colon
VALUE = re.compile(r"[^\n|丨【】\[\]<>{}”]{1,60}")
_END = re.compile(r"[ \t\u3000\xa0]{2,}|[ \t\u3000\xa0]+(?=[^ ]{1,8}[:：])|[)）]\s*$|[。;；]")


class Labelled(NamedTuple):
    """A label and its value: span of the whole, span of the value, and what kind of label it is."""

    start: int
    value_start: int
    end: int
    value: str
    label: str
    category: str
    zone: str


@lru_cache(maxsize=8)
def _matcher(rows: tuple[Entry, ...]) -> tuple[Matcher, dict[str, str]]:
    return Matcher(row.term for row in rows), {row.term: row.category for row in rows}


def find_labels(page: Page, rows: tuple[Entry, ...]) -> list[Labelled]:
    """Every label with a value, in order.

    A label stands at the beginning of a line or behind something that is no Chinese character (在时间 is no
    label). In running text it needs a colon; elsewhere a gap will do.
    """
    matcher, categories = _matcher(rows)
    hits = [hit for hit in matcher.find(page.text) if not _is_inside_word(page, *hit[:2])]
    labelled = []
    for number, (start, end, term) in enumerate(hits):
        segment = page.segment_at(start)
        until = hits[number + 1][0] if number + 1 < len(hits) else len(page.text)
        if found := _read_value(page.text, end, until, needs_colon=segment.zone in ("lead", "body")):
            first, last = found
            labelled.append(
                Labelled(start, first, last, page.text[first:last], term, categories[term], segment.zone)
            )
    return labelled


def _is_inside_word(page: Page, start: int, end: int) -> bool:
    """Whether a Chinese character stands before it; outside the running text a colon behind it makes it a label."""
    if start == 0 or not "一" <= page.text[start - 1] <= "鿿":
        return False
    return page.segment_at(start).zone in ("lead", "body") or not COLON.match(page.text, end)


def _read_value(text: str, position: int, until: int, *, needs_colon: bool) -> tuple[int, int] | None:
    gap = COLON.match(text, position) or (None if needs_colon else GAP.match(text, position))
    if not gap or not (value := VALUE.match(text, gap.end(), max(until, gap.end()))):
        return None
    end = value.end()
    if stop := _END.search(text, value.start(), end):
        end = stop.start()
    printed = text[value.start() : end]
    stripped = printed.strip(" \t\u3000\xa0-—|,，、:：")
    if not stripped:
        return None
    start = value.start() + printed.index(stripped)
    return start, start + len(stripped)


def pick(labels: list[Labelled], *categories: str) -> Iterator[Labelled]:
    """Labels of some kinds, by kind, then in order."""
    return (found for category in categories for found in labels if found.category == category)
