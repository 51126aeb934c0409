"""The page as evidence: body lines and what cleaning took away, in the order of the raw text, each with its zone.

Place and date are often printed in what is no part of the text itself: the site's name above it, a table of
dates, a line of imprint below. A :class:`Page` holds both in one string, so that every rule makes one pass, and
leads from any stretch of that string back to the raw text. Advertising is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from analysis.cleaning import Clean
from analysis.lexicons import Entry, Matcher
from analysis.provenance import Edit, locate

HAN = re.compile(r"[㐀-鿿]")
# Readings behind their characters and characters that are not seen stand in what was taken away as they came.
NOISE = re.compile(
    r"(?<=[㐀-鿿])[(（][a-zɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}[)）]|[\ufeff\u200b-\u200f\u2060\xad]"
)
LONG = 45  # a line of running text is longer; titles of several clauses that are longer have no full stop
LEAD = 500  # characters of running text that say who met, when and what for
ZONES = ("title", "head", "lead", "body", "tail")


class Segment(NamedTuple):
    """A line of the page: where it stands in the page's text, its zone, and where it comes from.

    A body line comes from the clean text at `origin`; of any other, `origin` is where it starts in the raw text and
    `offsets` has a raw offset for every character, where some in between are left out.
    """

    start: int
    end: int
    zone: str
    is_body: bool
    origin: int
    offsets: tuple[int, ...] = ()


class _Line(NamedTuple):
    """A line before it has its place: where it starts in the raw text, and the rest as in Segment."""

    raw_start: int
    is_aside: bool
    text: str
    origin: int
    offsets: tuple[int, ...] = ()


class Page(NamedTuple):
    """Body and furniture of one document in one string."""

    text: str
    segments: tuple[Segment, ...]
    clean: Clean

    def segment_at(self, position: int) -> Segment:
        """The line a position lies in."""
        return self.segments[bisect_right(self.segments, position, key=lambda segment: segment.start) - 1]

    def line_of(self, segment: Segment) -> str:
        """Text of a line."""
        return self.text[segment.start : segment.end]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the raw text that a stretch within one line stands for."""
        segment = self.segment_at(start)
        if segment.offsets:
            inner = segment.offsets[start - segment.start : min(end, segment.end) - segment.start]
            return inner[0], inner[-1] + 1
        first, last = (
            segment.origin + position - segment.start for position in (start, min(end, segment.end))
        )
        return (
            locate(first, last, self.clean.raw_offsets, self.clean.edits)
            if segment.is_body
            else (first, last)
        )

    def before(self, position: int, size: int = 10) -> str:
        """What stands right before a position."""
        return self.text[max(0, position - size) : position]

    def in_zones(self, *zones: str) -> Iterator[Segment]:
        """The lines of some zones, in order."""
        return (segment for segment in self.segments if segment.zone in zones)


def read_page(raw: str, clean: Clean, title: tuple[int, int] | None, *, adverts: tuple[Entry, ...]) -> Page:
    """Body lines and furniture lines in the order of the raw text.

    Parameters
    ----------
    raw
        The raw text.
    clean
        The cleaned text with its way back.
    title
        Span of the title in the clean text, if there is one.
    adverts
        Lexicon `adverts`: words that mark a line as advertising.
    """
    lines = [_Line(int(clean.raw_offsets[start]), False, line, start) for start, line in _lines(clean.text)]
    matcher = _matcher(adverts)
    lines += [aside for aside in _asides(raw, clean.edits) if not any(True for _ in matcher.find(aside.text))]
    return _assemble(sorted(lines), clean, title)


def _assemble(lines: list[_Line], clean: Clean, title: tuple[int, int] | None) -> Page:
    segments, position, running = [], 0, 0
    last_running = max(
        (i for i, line in enumerate(lines) if not line.is_aside and is_running(line.text)), default=-1
    )
    for number, line in enumerate(lines):
        if (
            not line.is_aside
            and title
            and title[0] <= line.origin + len(line.text)
            and line.origin < title[1]
        ):
            zone = "title"
        elif not line.is_aside and is_running(line.text):
            zone = "lead" if running < LEAD else "body"
            running += len(line.text)
        else:
            zone = "head" if not running else "tail" if line.is_aside or number > last_running else "body"
        end = position + len(line.text)
        segments.append(Segment(position, end, zone, not line.is_aside, line.origin, line.offsets))
        position = end + 1
    return Page("\n".join(line.text for line in lines), tuple(segments), clean)


def is_running(line: str) -> bool:
    """Whether a line is running text rather than a title, a label or furniture."""
    return (
        len(line) >= LONG and ("。" in line or line.count(",") + line.count("，") >= 3) or line.endswith("。")
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.split("\n"):
        if line.strip():
            yield position, line
        position += len(line) + 1


def _asides(raw: str, edits: Sequence[Edit]) -> Iterator[_Line]:
    """Lines within stretches taken away; glosses, marks and single words inside a line are none."""
    stretches: list[list[int]] = []
    for edit in edits:
        if edit.after.strip() or not edit.before:
            continue
        if stretches and stretches[-1][1] == edit.raw_start:
            stretches[-1][1] = edit.raw_end
        else:
            stretches.append([edit.raw_start, edit.raw_end])
    for start, end in stretches:
        for offset, line in _lines(raw[start:end].replace("\r", "\n")):
            if len(HAN.findall(line)) >= 2 or re.search(r"\d{4}", line):
                yield _read_aside(start + offset, line)


def _read_aside(raw_start: int, line: str) -> _Line:
    """A line in simplified characters, without readings and hidden characters."""
    if not NOISE.search(line):
        return _Line(raw_start, True, _simplify(line), raw_start)
    kept = [i for start, end in _between(NOISE, line) for i in range(start, end)]
    plain = _simplify("".join(line[i] for i in kept))
    return _Line(raw_start, True, plain, raw_start, tuple(raw_start + i for i in kept))


def _between(pattern: re.Pattern[str], line: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in pattern.finditer(line):
        yield position, match.start()
        position = match.end()
    yield position, len(line)


@lru_cache(maxsize=8)
def _matcher(rows: tuple[Entry, ...]) -> Matcher:
    return Matcher(row.term for row in rows)


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _simplify(line: str) -> str:
    simplified = _converter().convert(line)
    return simplified if len(simplified) == len(line) else line
