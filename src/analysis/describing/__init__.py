"""What document is this? Title, meeting, place, dates, source, genre, script: each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from analysis.cleaning import Clean
from analysis.dates import find_dates
from analysis.describing.days import find_meeting_day
from analysis.describing.evidence import Evidence
from analysis.describing.labels import Labelled, find_labels
from analysis.describing.names import label_place
from analysis.describing.page import Page, read_page
from analysis.describing.places import find_place
from analysis.describing.publication import find_publication
from analysis.describing.sources import find_genre, find_source
from analysis.describing.stating import DATES, Stated, read_stated
from analysis.describing.titles import find_meeting_name, find_name_in_subtitle, find_title
from analysis.describing.years import find_years
from analysis.gazetteer import get_gazetteer
from analysis.settings import Settings
from analysis.tokens import WORDS, get_tokenizer

__all__ = ["Description", "Evidence", "describe_document"]


class Description(NamedTuple):
    """Columns of `documents`, rows of `evidence`, and what a person stated that could not be understood."""

    document: dict[str, Any]
    evidence: list[Evidence]
    refused: Sequence[str] = ()


def describe_document(
    raw: str,
    clean: Clean,
    settings: Settings,
    *,
    facts: Mapping[str, str] | None = None,
    meta: Mapping[str, str] | None = None,
) -> Description:
    """One row of `documents` and what each fact in it rests on.

    Parameters
    ----------
    raw
        The raw text: place and date are often printed in what is no part of the text.
    clean
        The cleaned text: `text`, `raw_offsets`, `edits`, and the flags that cleaning sets.
    settings
        Its lexicons `places`, `place_words`, `page_labels`, `adverts`, `known_events` and `genre_cues` are used.
    facts
        What a person states, by column; it wins over what is read, and its evidence has status `person`.
        What is no column of `documents`, by its name or by the lexicon `stated`, is passed over.
    meta
        What the page says of itself where it is not shown (`<meta>`: PubDate, ContentSource, SiteName); it fills gaps.

    Returns
    -------
    Description
        The document's row without doc_id, path, sha256, format, encoding and order; null where nothing is known.
    """
    title = find_title(clean, raw)
    page = read_page(raw, clean, title, adverts=settings.terms("adverts"))
    read = _Read(
        page,
        _in_page(page, title),
        _in_page(page, find_meeting_name(clean.text, title)) or find_name_in_subtitle(page),
        find_labels(page, settings.terms("page_labels")),
    )
    document: dict[str, Any] = {"script": clean.script}
    document |= {"is_redacted": clean.is_redacted, "is_truncated": clean.is_truncated}
    evidence: list[Evidence] = []
    for part in (
        _describe_title(read),
        _describe_days(read, settings),
        _describe_place(read, settings, meta or {}),
    ):
        document |= part.document
        evidence += part.evidence
    _complete(document, evidence, meta or {})
    stated = read_stated(facts or {}, settings.terms("stated"))
    _state(document, evidence, stated)
    name = document.pop("_name")
    labels = label_place(
        name, document.pop("_english"), document["admin_level"], is_redacted=document["is_redacted"]
    )
    for column, label in zip(("label_zh", "label_en"), labels, strict=True):
        document.setdefault(column, label)
    return Description(document, evidence, stated.refused)


class _Read(NamedTuple):
    """A page and what several facts need of it: spans of title and meeting name in its text, and its labels."""

    page: Page
    title: tuple[int, int] | None
    named: tuple[int, int] | None
    labels: list[Labelled]


def _describe_title(read: _Read) -> Description:
    document: dict[str, Any] = {}
    evidence = []
    for field, span in (("title", read.title), ("meeting_name", read.named)):
        document[field] = read.page.text[slice(*span)] if span else None
        if span:
            evidence.append(
                Evidence(field, document[field], "chosen", *read.page.to_raw(*span), "as printed")
            )
    return Description(document, evidence)


def _describe_days(read: _Read, settings: Settings) -> Description:
    page, labels = read.page, read.labels
    dates = list(find_dates(page.text))
    years = find_years(page, settings.terms("known_events"))
    publication, published = find_publication(page, dates, labels, years=years)
    meeting, year = find_meeting_day(page, dates, named=read.named, published=published, years=years)
    source, genre = find_source(page, labels), find_genre(page, labels, settings.terms("genre_cues"))
    document: dict[str, Any] = {"year": year, "source": source.value, "genre": genre.value}
    for field, finding in (("meeting_date", meeting), ("publication_date", publication)):
        document |= {field: finding.value, f"{field}_status": finding.status}
    rows = [row for finding in (meeting, publication, source, genre) for row in finding.evidence]
    return Description(document, rows)


def _describe_place(read: _Read, settings: Settings, meta: Mapping[str, str]) -> Description:
    cut = get_tokenizer(WORDS).terms
    gazetteer = get_gazetteer(settings.terms("places"), settings.terms("place_words"), cut)
    found = find_place(read.page, read.labels, gazetteer, site=meta.get("sitename", ""))
    columns = ("place", "province", "city", "district", "admin_level")
    document = {column: getattr(found, column) for column in columns}
    return Description({**document, "_name": found.name, "_english": found.english}, list(found.evidence))


def _in_page(page: Page, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """A span of the clean text in the page's own text."""
    if span is None:
        return None
    for segment in page.segments:
        if segment.is_body and segment.origin <= span[0] < segment.origin + segment.end - segment.start:
            shift = segment.start - segment.origin
            return span[0] + shift, span[1] + shift
    return None


# Names of <meta> that the sites of Chinese governments are told to have, and what they fill.
META = {"pubdate": "publication_date", "contentsource": "source"}


def _complete(document: dict[str, Any], evidence: list[Evidence], meta: Mapping[str, str]) -> None:
    """What the page says of itself in <meta> where the text itself says nothing."""
    for name, field in META.items():
        value = meta.get(name, "")
        if field == "publication_date":
            value = next((day.edtf() for day in find_dates(value) if day.is_full), "")
        if not value or document[field]:
            continue
        document[field] = value
        evidence.append(Evidence(field, value, "chosen", None, None, f"<meta> {name} of the page"))
        if field == "publication_date":
            document["publication_date_status"] = "stated"
            document["year"] = document["year"] or int(value[:4])


def _state(document: dict[str, Any], evidence: list[Evidence], stated: Stated) -> None:
    """What a person states wins; what was read stays as a candidate."""
    for field, value in stated.facts.items():
        for number, row in enumerate(evidence):
            if row.field == field and row.status in ("chosen", "supports"):
                same = row.value == str(value)
                evidence[number] = row._replace(status="supports" if same else "candidate")
        document[field] = value
        evidence.append(Evidence(field, str(value), "person", None, None, stated.notes[field]))
    for field in DATES:
        if field in stated.facts and f"{field}_status" not in stated.facts:
            document[f"{field}_status"] = "partial" if "X" in str(stated.facts[field]) else "stated"
    days = (str(stated.facts.get(field, "")) for field in DATES)
    year = next((day[:4] for day in days if day[:4].isdecimal()), None)
    document["year"] = document["year"] or (int(year) if year else None)
