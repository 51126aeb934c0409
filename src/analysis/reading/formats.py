"""One document → its raw text, by what the file is, not by what its name says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from analysis.decoding import (
    HALF,
    SAMPLE,
    STRAY_NULS,
    declared_encoding,
    decode,
    has_mark,
    name_broken,
    replace_halves,
    score,
)
from analysis.provenance import Vote
from analysis.reading.sources import DEFAULT_LIMITS, Source
from analysis.reading.walking import Problem
from analysis.settings import Limits


class RawText(NamedTuple):
    """The text of one document as a plain converter gives it.

    `format` is the kind of file, `encoding` what its bytes were decoded with (empty where the format has none),
    `votes` what its markup says of stretches of the text, `facts` what it says of itself.
    """

    text: str
    format: str
    encoding: str = ""
    problems: tuple[Problem, ...] = ()
    votes: tuple[Vote, ...] = ()
    facts: Mapping[str, str] = {}


class Unreadable(ValueError):
    """A file that cannot be read: what is wrong, and what to do."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem, self.hint = problem, hint


# First bytes of a kind of file. Names lie: saved pages are called .doc, Word files .txt.
SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"PK\x03\x04", "zip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "bitmap"),
    (b"\x1f\x8b", "gzip"),
)
HINTS = {
    "image": ("a picture, not a text", "run text recognition on it and add the text as .txt"),
    "bitmap": ("a picture, not a text", "run text recognition on it and add the text as .txt"),
    "rar": ("a RAR archive", "unpack it and add the folder"),
    "7z": ("a 7z archive", "unpack it and add the folder"),
    "gzip": ("a gzip archive", "unpack it and add the folder"),
}
NO_TEXT = 0.1  # score of a decoding (see `decoding.score`) below which bytes are no text of any encoding
DEEPEST = 5000  # levels of nested elements; real pages have 30, and a parser's time grows with the square
MOST_ATTRIBUTES = 10_000  # of one element, likewise; beyond a dozen they are rare
KEPT = "kept as U+FFFD and listed in the frame damage; get a better copy, or correct it"
SHOWN = "open it, and copy the text that you see into a .txt file, or save the page on which the text stands"
HEAD = 4096  # bytes in which a page or a mail shows what it is


def read_text(source: Source, limits: Limits = DEFAULT_LIMITS) -> RawText:
    """The raw text of a source, or none of it and a problem that says why.

    Never raises for a broken file: the other files must go on.

    Examples
    --------
    >>> read_text(Source("a", "a.txt", "\\ufeff会议强调".encode())).text
    '会议强调'
    """
    if isinstance(source.content, str):
        text = source.content.removeprefix("\ufeff")
        return _checked(RawText(text, source.suffix.lstrip(".") or "txt"), source, limits)
    if len(source.content) > limits.max_bytes:
        return _failed(
            source,
            "",
            f"larger than {limits.max_bytes:,} bytes",
            "split it, or raise the limit in the settings",
        )
    kind = format_of(source.content, source.suffix)
    try:
        return _checked(_read(kind, source, limits), source, limits)
    except Unreadable as error:
        return _failed(source, kind, error.problem, error.hint)
    except Exception as error:  # a library met a file that its author did not think of: name it and go on
        return _failed(
            source,
            kind,
            f"the reader for {kind} failed: {type(error).__name__}",
            "open it and save it as .txt or .docx",
        )


def format_of(content: bytes, suffix: str) -> str:
    """What kind of file this is: by its first bytes, then by its name.

    Examples
    --------
    >>> format_of(b"%PDF-1.4", ".txt"), format_of("会议".encode(), ".txt"), format_of(b"<html><body>", ".doc")
    ('pdf', 'txt', 'html')
    """
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return _office(content, kind, suffix)
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if suffix in (".mhtml", ".mht") or (
        head.startswith((b"from:", b"mime-version:")) and b"content-type:" in head
    ):
        return "mhtml"
    if suffix in (".html", ".htm", ".xhtml", ".shtml") or head.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<?xml")
    ):
        return "html"
    if suffix not in (".txt", ".md") and b"<html" in head[:1000]:
        return "html"
    return {".md": "md", ".markdown": "md"}.get(suffix, "txt")


def _office(content: bytes, kind: str, suffix: str) -> str:
    if kind == "bitmap" and suffix in (".txt", ".md", ".html", ".htm"):
        return "txt"
    if kind == "doc":
        return {".xls": "xls", ".ppt": "ppt", ".et": "xls", ".dps": "ppt"}.get(suffix, "doc")
    if kind != "zip":
        return kind
    start = content[:60_000]
    if b"word/" in start or suffix in (".docx", ".docm", ".dotx"):
        return "docx"
    if b"xl/" in start or suffix in (".xlsx", ".xlsm"):
        return "xlsx"
    return (
        "odt" if b"opendocument.text" in start or suffix == ".odt" else "ofd" if suffix == ".ofd" else "zip"
    )


def _read(kind: str, source: Source, limits: Limits) -> RawText:
    from analysis.reading import office

    content = source.content
    assert isinstance(content, bytes)
    if kind in HINTS:
        raise Unreadable(*HINTS[kind])
    readers: dict[str, Callable[[bytes, Limits], str]] = {
        "docx": office.read_docx,
        "doc": office.read_doc,
        "odt": office.read_odt,
        "rtf": office.read_rtf,
    }
    if kind in readers:
        text = readers[kind](content, limits)
        return RawText(text, kind, problems=_references(content, source.path) if kind == "docx" else ())
    if kind == "pdf":
        return office.read_pdf(content, source.path)
    if kind == "html":
        return read_page(content, source.path, limits=limits)
    if kind == "mhtml":
        return office.read_mhtml(content, source.path, limits)
    if kind in ("txt", "md"):
        return read_plain(content, kind, source.path)
    raise Unreadable(f"a file of the kind {kind or source.suffix}", "save it as .txt, .docx or .pdf")


def _references(content: bytes, path: str) -> tuple[Problem, ...]:
    from analysis.reading.office import outside_references

    found = outside_references(content)
    if not found:
        return ()
    problem = f"refers to {len(found)} things elsewhere ({found[0][:80]}), which are not fetched"
    return (Problem(path, problem, "nothing to do: the text is read without them"),)


def read_plain(content: bytes, kind: str, path: str) -> RawText:
    """Plain text of any encoding; what bytes are broken is said."""
    text, encoding, undecodable = decode(content)
    doubtful = encoding != "utf-8" and not has_mark(content) and score(content[:SAMPLE], encoding) < NO_TEXT
    if doubtful or text.count("\x00") > STRAY_NULS * len(content):
        raise Unreadable(
            "bytes that are no text", "check the file; add the text as .txt, .docx, .pdf or .html"
        )
    return RawText(text, kind, encoding, _broken(path, undecodable, encoding))


def read_page(content: bytes, path: str, declared: str = "", *, limits: Limits = DEFAULT_LIMITS) -> RawText:
    """A page: its declared encoding is honoured where the bytes agree."""
    from analysis.reading.markup import read_html

    source, encoding, undecodable = decode(content, declared or declared_encoding(content))
    _check_page(source, limits)
    page = read_html(source)
    problems = _broken(path, undecodable, encoding)
    if page.elsewhere:
        said = f"a page without a sentence: its text seems to stand in {page.elsewhere}"
        problems += (Problem(path, said, SHOWN),)
    return RawText(page.text, "html", encoding, problems, tuple(page.votes), page.facts)


def _check_page(source: str, limits: Limits) -> None:
    """A page of which a parser's time or memory would grow beyond all bounds is not handed to one."""
    from analysis.reading.markup import attributes_of, depth_of

    tags = source.count("<")
    if tags > limits.max_tags:
        raise Unreadable(f"{tags:,} tags, more than the limit", "split it, or copy its text into a .txt file")
    if tags > DEEPEST and depth_of(source) > DEEPEST:
        raise Unreadable(f"elements nested more than {DEEPEST:,} deep", "copy its text into a .txt file")
    if len(source) > MOST_ATTRIBUTES and attributes_of(source, MOST_ATTRIBUTES) > MOST_ATTRIBUTES:
        raise Unreadable(
            f"an element of more than {MOST_ATTRIBUTES:,} attributes", "copy its text into a .txt file"
        )


def _broken(path: str, undecodable: list[tuple[int, bytes]], encoding: str) -> tuple[Problem, ...]:
    return (Problem(path, name_broken(undecodable, encoding), KEPT),) if undecodable else ()


def _checked(raw: RawText, source: Source, limits: Limits) -> RawText:
    """A text that every library can take, or a problem that says why there is none."""
    if len(raw.text) > limits.max_characters:
        said = f"a text of {len(raw.text):,} characters, more than the limit"
        return _failed(source, raw.format, said, "split it, or raise the limit in the settings")
    if not (raw.encoding and raw.format in ("txt", "md")):  # what was merely decoded has none
        raw = _without_halves(raw, source.path)
    if raw.text.strip():
        return raw
    problem = Problem(
        source.path, "no text in it", "check the file; a scanned page must go through text recognition first"
    )
    return raw._replace(problems=(*raw.problems, problem))


def _without_halves(raw: RawText, path: str) -> RawText:
    """U+FFFD for halves of characters, and a problem that says where."""
    places = [match.start() for match in HALF.finditer(raw.text)]
    if not places:
        return raw
    shown = ", ".join(map(str, places[:5])) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
    problem = Problem(path, f"{len(places)} halves of characters, at character {shown}", KEPT)
    return raw._replace(text=replace_halves(raw.text), problems=(*raw.problems, problem))


def _failed(source: Source, kind: str, problem: str, hint: str) -> RawText:
    return RawText("", kind, "", (Problem(source.path, problem, hint),))
