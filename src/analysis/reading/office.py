"""Word, PDF, RTF and saved mail pages → text, each by a well-kept reader that is imported when it is needed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.settings import Limits

if TYPE_CHECKING:
    from analysis.reading.formats import RawText

# Programs that turn old Word files into text, the best first, with what makes them write it.
CONVERTERS = ("soffice", "libreoffice", "antiword", "catdoc", "wvText")
HEAD = 1024  # bytes of a part in which it declares what it is
REFERENCE = re.compile(r"<Relationship\b[^>]{0,4000}>")
EXTERNAL = re.compile(r"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
TARGET = re.compile(r"Target\s*=\s*[\"']([^\"']{0,200})")
PATIENCE = 60  # seconds for one file


def read_docx(content: bytes, limits: Limits) -> str:
    """A Word file: paragraphs and tables in their order, a tab between cells."""
    from docx import Document

    check_archive(content, limits)
    document = Document(io.BytesIO(content))
    return "\n".join(_blocks(document.iter_inner_content()))


def _blocks(blocks: Iterable[Any]) -> Iterable[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                cells: list[Any] = []
                for cell in row.cells:
                    if (
                        not cells or cell._tc is not cells[-1]._tc
                    ):  # a merged cell is given once for each column
                        cells.append(cell)
                yield "\t".join("\n".join(_blocks(cell.iter_inner_content())) for cell in cells)
        else:
            yield block.text


def read_odt(content: bytes, limits: Limits) -> str:
    """An OpenDocument text: its paragraphs and headings in their order."""
    import xml.etree.ElementTree as ElementTree

    check_archive(content, limits)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    return "\n".join("".join(node.itertext()) for node in root.iter() if node.tag in (f"{text}p", f"{text}h"))


def read_doc(content: bytes, limits: Limits) -> str:
    """An old Word file, by a converter of this computer.

    Raises
    ------
    Unreadable
        Where there is none, saying which to install.
    """
    from analysis.reading.formats import Unreadable

    program = next(filter(None, map(shutil.which, CONVERTERS)), None)
    if program is None:
        raise Unreadable(
            "an old Word file (.doc), and no converter is installed",
            "open it and save it as .docx, or install LibreOffice, antiword or catdoc",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(content)
        text = _convert(program, path)
    if not text.strip():
        raise Unreadable(f"{Path(program).name} found no text in it", "open it and save it as .docx")
    return text


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


def read_pdf(content: bytes, limits: Limits) -> str:
    """The text of a PDF, a form feed between its pages.

    Raises
    ------
    Unreadable
        If it is locked, or scanned: pictures of pages have no text.
    """
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from analysis.reading.formats import Unreadable

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
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
    return "\f".join(pages)


def read_rtf(content: bytes, limits: Limits) -> str:
    """The text of an RTF file."""
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(content.decode("latin-1"), errors="replace"))


def read_mhtml(content: bytes, path: str) -> RawText:
    """The page in a saved mail archive: its first part that is HTML, else its first plain text.

    Raises
    ------
    Unreadable
        If no part is a text.
    """
    from email import message_from_bytes, policy

    from analysis.reading.formats import Unreadable, read_page, read_plain

    message = message_from_bytes(content, policy=policy.default)
    for kind, read in (("text/html", read_page), ("text/plain", None)):
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
        is_trap = unpacked <= limits.max_bytes and any(
            b"<!DOCTYPE" in _head(archive, member)
            for member in members
            if member.filename.endswith((".xml", ".rels"))
        )
    if unpacked > limits.max_bytes or unpacked > limits.max_ratio * max(len(content), 10_000):
        raise Unreadable(
            f"unpacks to {unpacked:,} bytes, more than the limit",
            "open it and save it anew, or raise the limit",
        )
    if is_trap:
        raise Unreadable(
            "its XML declares entities of its own, as no office program writes", "open it and save it anew"
        )


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The first bytes of a member."""
    with archive.open(member) as file:
        return file.read(HEAD)
