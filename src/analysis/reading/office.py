"""Word, PDF, RTF and saved mail pages → text, each by a well-kept reader that is imported when it is needed."""

from __future__ import annotations

import io
import logging
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.reading.walking import Problem
from analysis.settings import Limits

if TYPE_CHECKING:
    from analysis.reading.formats import RawText

# Programs that turn old Word files into text, the best first, with what makes them write it.
CONVERTERS = ("soffice", "libreoffice", "antiword", "catdoc", "wvText")
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
REFERENCE = re.compile(r"<Relationship\b[^>]{0,4000}>")
EXTERNAL = re.compile(r"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
TARGET = re.compile(r"Target\s*=\s*[\"']([^\"']{0,200})")
PATIENCE = 60  # seconds for one file
MOST_PARTS = 5000  # of a saved page: its pictures and styles are dozens; each part costs a parser some 0.1 ms
LONGEST_HEADER = 2000  # characters; what parses them takes the square, and mail programs stop at 998 a line
# Headers of parts that a mail parser reads (others it keeps as they are), with their continuations.
HEADER = re.compile(
    rb"(?i)(?<![^\r\n])content-(?:type|transfer-encoding):[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*"
)
COMPARE = "compare the text with the PDF; print it to a new PDF, or add a copy of the text"
LONGEST_DOUBT = 120  # characters of what a library says, shown to people
LARGEST_FONT_TABLE = 50_000  # characters; a pattern of the RTF reader takes the square of it


def read_docx(content: bytes, limits: Limits) -> str:
    """A Word file: paragraphs and tables in their order, a tab between cells."""
    from docx import Document

    check_archive(content, limits)
    document = Document(io.BytesIO(content))
    return "\n".join(_blocks(document.iter_inner_content()))


def _blocks(blocks: Iterable[Any]) -> Iterable[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block._tbl.tr_lst:
                yield "\t".join("\n".join(_blocks(_inside(cell, block))) for cell in row.tc_lst)
        else:
            yield block.text


def _inside(cell: Any, table: Any) -> Iterable[Any]:
    """What stands in a cell; nothing in one that goes on with the cell above it, whose text was given there.

    The library's own `row.cells` gives a merged cell once for each row and column it spans, of which a file may
    claim a billion.
    """
    from docx.table import _Cell

    return () if cell.vMerge == "continue" else _Cell(cell, table).iter_inner_content()


def read_odt(content: bytes, limits: Limits) -> str:
    """An OpenDocument text: its paragraphs and headings in their order."""
    import xml.etree.ElementTree as ElementTree

    from analysis.reading.formats import Unreadable

    check_archive(content, limits)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    lines, size = [], 0
    for node in ElementTree.fromstring(xml).iter():
        if node.tag in (f"{text}p", f"{text}h"):
            lines.append("".join(node.itertext()))
            size += len(lines[-1])
            if size > 2 * len(xml):  # a note inside a paragraph is given twice; no text is given ten times
                raise Unreadable("paragraphs nested in paragraphs", "open it and save it as .docx")
    return "\n".join(lines)


def read_doc(content: bytes, limits: Limits) -> str:
    """An old Word file, by a converter of this computer.

    Raises
    ------
    Unreadable
        Where there is none, saying which to install.
    """
    from analysis.reading.formats import Unreadable

    programs = [program for name in CONVERTERS if (program := shutil.which(name))]
    if not programs:
        raise Unreadable(
            "an old Word file (.doc), and no converter is installed",
            "open it and save it as .docx, or install LibreOffice, antiword or catdoc",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(content)
        for program in programs:  # the next one where one finds nothing
            if (text := _convert(program, path)).strip():
                return text
    names = ", ".join(Path(program).name for program in programs)
    raise Unreadable(f"{names} found no text in it", "open it and save it as .docx")


def _convert(program: str, path: Path) -> str:
    name = Path(program).name
    if name in ("soffice", "libreoffice"):
        profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(path.parent),
            str(path),
        ]
        subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        target = path.with_suffix(".txt")
        return target.read_text("utf-8-sig") if target.is_file() else ""
    arguments = {"antiword": ["-m", "UTF-8.txt", "-w", "0"], "catdoc": ["-w", "-d", "utf-8"]}.get(name, [])
    result = subprocess.run(
        [program, *arguments, str(path)], capture_output=True, timeout=PATIENCE, check=False
    )
    return result.stdout.decode("utf-8", "replace")


def read_pdf(content: bytes, path: str) -> RawText:
    """The text of a PDF, a form feed between its pages, and what its reader could not make out.

    Raises
    ------
    Unreadable
        If it is locked, or scanned: pictures of pages have no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from analysis.reading.formats import RawText, Unreadable
    from analysis.reading.sheets import running_lines

    try:
        with _doubts_of("pypdf") as doubts:
            reader = PdfReader(io.BytesIO(content), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("a PDF locked with a password", "save it without password")
            pages = [page.extract_text() or "" for page in reader.pages]
    except PyPdfError as error:
        raise Unreadable(
            f"a broken PDF ({type(error).__name__})", "open it and print it to a new PDF"
        ) from error
    if not "".join(pages).strip():
        raise Unreadable(
            f"a PDF of {len(pages)} scanned pages: pictures without text",
            "run text recognition (OCR) on it and add the result as .txt",
        )
    more = f" and {doubts.n - 1} more" if doubts.n > 1 else ""
    said = (Problem(path, f"faults in the PDF: {doubts.first}{more}", COMPARE),) if doubts.n else ()
    return RawText("\f".join(pages), "pdf", problems=said, votes=tuple(running_lines(pages)))


class _Doubts(logging.Handler):
    """What a library logs as an error: how often, and the first. It holds words of the file, so none is printed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.n, self.first = 0, ""

    def emit(self, record: logging.LogRecord) -> None:
        """Count an error."""
        self.n += 1
        self.first = self.first or record.getMessage()[:LONGEST_DOUBT]


@contextmanager
def _doubts_of(library: str) -> Iterator[_Doubts]:
    """The errors that a library logs meanwhile."""
    doubts, logger = _Doubts(), logging.getLogger(library)
    kept = logger.propagate
    logger.addHandler(doubts)
    logger.propagate = False
    try:
        yield doubts
    finally:
        logger.removeHandler(doubts)
        logger.propagate = kept


def read_rtf(content: bytes, limits: Limits) -> str:
    """The text of an RTF file."""
    from striprtf.striprtf import font_table_group, rtf_to_text

    from analysis.reading.formats import Unreadable

    # A blank behind it is no text, and keeps a pattern of the library from its search for links, which never ends.
    source = content.decode("latin-1").replace("\\fldinst{", "\\fldinst {")
    if len(font_table_group(source)) > LARGEST_FONT_TABLE:
        raise Unreadable("a table of fonts larger than any program writes", "open it and save it anew")
    return str(rtf_to_text(source, errors="replace"))


def read_mhtml(content: bytes, path: str, limits: Limits) -> RawText:
    """The page in a saved mail archive: its first part that is HTML, else its first plain text.

    Raises
    ------
    Unreadable
        If no part is a text.
    """
    from email import message_from_bytes, policy

    from analysis.reading.formats import Unreadable, read_page, read_plain

    headers = [len(match[0]) for match in HEADER.finditer(content)]
    if max(headers, default=0) > LONGEST_HEADER or content.count(b"\n--") > MOST_PARTS:
        raise Unreadable("more parts or longer headers than a browser writes", "save the page again as .html")
    message = message_from_bytes(content, policy=policy.default)
    for kind, read in (("text/html", partial(read_page, limits=limits)), ("text/plain", None)):
        for part in message.walk():
            if part.get_content_type() != kind:
                continue
            body = part.get_payload(decode=True)
            if not isinstance(body, bytes) or not body.strip():
                continue
            raw = (
                read(body, path, part.get_content_charset() or "")
                if read
                else read_plain(body, "mhtml", path)
            )
            return raw._replace(format="mhtml")
    raise Unreadable("a page archive without a text part", "save the page again as .html or .txt")


def outside_references(content: bytes) -> list[str]:
    """What a Word file would fetch from elsewhere, links that a reader clicks aside; nothing of it is fetched."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                rows = REFERENCE.findall(archive.read(name).decode("utf-8", "replace"))
                found += [row for row in rows if EXTERNAL.search(row) and "/hyperlink" not in row]
    return [target[1] for row in found if (target := TARGET.search(row))]


def check_archive(content: bytes, limits: Limits) -> None:
    """A packed file that unpacks to far more than it says is a bomb, and one with entities of its own a trap."""
    from analysis.reading.formats import Unreadable

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > limits.max_bytes or unpacked > limits.max_ratio * max(len(content), 10_000):
            raise Unreadable(
                f"unpacks to {unpacked:,} bytes, more than the limit",
                "open it and save it anew, or raise the limit",
            )
        tags = 0
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                xml = archive.read(member)
                tags += xml.count(b"<")
                if any(mark in xml for mark in DOCTYPES):
                    raise Unreadable(
                        "its XML declares entities of its own, as no office program writes",
                        "open it and save it anew",
                    )
    if tags > limits.max_tags:
        raise Unreadable(f"{tags:,} tags, more than the limit", "split it, or save its text as .txt")
