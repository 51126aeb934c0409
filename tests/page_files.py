"""Files of every kind with a given text in them: what the page generator writes its pages to."""

from __future__ import annotations

import email.message
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from html import escape


def write_html(text: str, encoding: str = "utf-8") -> bytes:
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>x</title></head><body>{paragraphs}</body></html>'
    return page.encode(encoding, "xmlcharrefreplace")


def write_mhtml(text: str) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"] = "page"
    message.set_content(write_html(text).decode(), subtype="html", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def write_docx(text: str) -> bytes:
    from docx import Document

    document = Document()
    for line in re.split("\r\n|\n|\r", text):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_odt(text: str) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(f"<t:p>{escape(line)}</t:p>" for line in re.split("\r\n|\n|\r", text))
    body = (
        f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0"><o:body><o:text>{lines}'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{body}</o:text></o:body></o:document-content>")
    return buffer.getvalue()


def write_rtf(text: str) -> bytes:
    def written(c: str) -> str:
        if c == "\n":
            return "\\par\n"
        if c in "\\{}":
            return "\\" + c
        if c < "\x80":
            return c
        units = c.encode("utf-16-le")
        numbers = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
        return "".join(f"\\u{number}?" for number in numbers)

    return ("{\\rtf1\\ansi\\uc1 " + "".join(map(written, text.replace("\r", ""))) + "}").encode("ascii")


def write_pdf(text: str) -> bytes:
    """A PDF of one page whose font is not embedded but says which character each code is."""
    lines = text.replace("\r", "").split("\n")
    characters = sorted(set("".join(lines)))
    codes = {c: i + 1 for i, c in enumerate(characters)}
    shown = "\n".join(f"<{''.join(f'{codes[c]:04x}' for c in line)}> Tj T*" for line in lines)
    stream = zlib.compress(f"BT /F1 9 Tf 20 {20 + 12 * len(lines)} Td 12 TL\n{shown}\nET".encode())
    pairs = [f"<{code:04x}> <{c.encode('utf-16-be').hex()}>" for c, code in codes.items()]
    blocks = "".join(
        f"{len(pairs[i : i + 100])} beginbfchar\n" + "\n".join(pairs[i : i + 100]) + "\nendbfchar\n"
        for i in range(0, len(pairs), 100)
    )
    space = "1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = f"/CIDInit /ProcSet findresource begin begincmap\n{space}\n{blocks}endcmap end".encode()
    box = f"/MediaBox[0 0 2000 {40 + 12 * len(lines)}]"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R{box}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)


def write_csv(text: str) -> bytes:
    return ('doc_id,text\r\na,"' + text.replace('"', '""') + '"\r\n').encode("utf-8-sig")


def write_xlsx(text: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["doc_id", "text"])
    book.active.append(["a", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_zip(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("页面/正文.txt", text.encode("gb18030"))
    return buffer.getvalue()


GBK_FORMATS = {"gb18030": "utf8", "html_gbk": "html", "zip": "jsonl"}
FORMATS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "utf8": (".txt", lambda text: text.encode()),
    "utf8_bom": (".txt", lambda text: text.encode("utf-8-sig")),
    "gb18030": (".txt", lambda text: text.encode("gb18030")),
    "utf16": (".txt", lambda text: text.encode("utf-16")),
    "md": (".md", lambda text: text.encode()),
    "html": (".html", write_html),
    "html_gbk": (".htm", lambda text: write_html(text, "gbk")),
    "mhtml": (".mhtml", write_mhtml),
    "docx": (".docx", write_docx),
    "odt": (".odt", write_odt),
    "rtf": (".rtf", write_rtf),
    "pdf": (".pdf", write_pdf),
    "csv": (".csv", write_csv),
    "xlsx": (".xlsx", write_xlsx),
    "jsonl": (
        ".jsonl",
        lambda text: (json.dumps({"doc_id": "a", "text": text}, ensure_ascii=False) + "\n").encode(),
    ),
    "zip": (".zip", write_zip),
}
