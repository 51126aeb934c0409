"""Hostile files: each is read or named, in bounded time; the others go on."""

import io
import os
import socket
import stat
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_files import write_pdf

from analysis.cleaning import clean_text
from analysis.provenance import restore
from analysis.reading import Source, list_sources, read_text
from analysis.segments import split_clauses, split_sentences
from analysis.settings import Limits

TEXT = "会议强调，要压实责任，确保达标。\n"
BYTES = TEXT.encode()


def packed(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_file(**parts):
    """A Word file of one sentence; `parts` say what to replace where: name → (before, after)."""
    from docx import Document

    document = Document()
    document.add_paragraph(TEXT.strip())
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, (before, after) in parts.items():
        assert before in members[name]
        members[name] = members[name].replace(before, after, 1)
    return packed(members)


def pdf_file(password=""):
    from pypdf import PdfWriter

    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(buffer)
    return buffer.getvalue()


def pdf_of(*objects):
    """A PDF of these objects, the first of them its root, with a table of where they are."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (len(objects) + 1, table, len(objects) + 1, len(body))
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % end
    )


def open_document(xml):
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml})


def workbook(rows):
    """A workbook of one text whose sheet goes on with `rows`, and claims to be as wide and long as can be."""
    from openpyxl import Workbook

    book, buffer = Workbook(), io.BytesIO()
    for row in (["doc_id", "text"], ["a", TEXT]):
        book.active.append(row)
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    return packed(
        {**members, "xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", rows + b"</sheetData>")}
    )


def cell_at(place):
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'.encode()


ENTITY = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document'
LAUGHS = (
    b'<!DOCTYPE w:document [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]><w:document"
)
LATE = b"<!--" + b"x" * 5000 + b"-->" + ENTITY
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FAN = [b"<</Type/Pages/Kids[%s]/Count 10>>" % (b"%d 0 R " % n * 10) for n in range(3, 13)]
MAIL = b"MIME-Version: 1.0\r\nContent-Type: "
ODT_P = b"<t:p xmlns:t='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>x"
DOCUMENT = "word/document.xml"
# Name → content and what the problem says.
UNUSABLE = {
    "empty.txt": (b"", "empty"),
    "mark.txt": (b"\xef\xbb\xbf", "no text"),
    "nul.txt": (bytes(5000), "no text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "random.txt": (bytes(range(256)) * 40, "no text"),
    "broken.pdf": (b"%PDF-1.4\n1 0 obj\n<<", "broken PDF"),
    "locked.pdf": (pdf_file("secret"), "password"),
    "scanned.pdf": (pdf_file(), "scanned"),
    "broken.docx": (b"PK\x03\x04word/" + bytes(500), "failed"),
    "entity.docx": (word_file(**{DOCUMENT: (b"<w:document", ENTITY)}), "entities"),
    "laughs.docx": (word_file(**{DOCUMENT: (b"<w:document", LAUGHS)}), "entities"),
    "broken.zip": (b"PK\x03\x04" + bytes(300), "broken archive"),
    "broken.xlsx": (b"PK\x03\x04xl/" + bytes(300), "no readable table"),
    "deep.json": (b"[" * 100_000 + b"]" * 100_000, "no readable table"),
    "cut.json": (b'{"text": ', "no readable table"),
    "deep.html": (b"<html>" + b"<div>" * 30_000 + BYTES, "nested"),
    "attributes.html": (b"<p " + b" ".join(b"a%d" % n for n in range(20_000)) + b">" + BYTES, "attributes"),
    "tags.html": (b"<p>" * 3_000_001, "tags"),
    "header.mhtml": (MAIL + b"text/html; " + b"a=b; " * 50_000 + b"\r\n\r\n" + BYTES, "longer headers"),
    "parts.mhtml": (MAIL + b"multipart/mixed; boundary=b\r\n" + b"\r\n--b\r\n\r\nx" * 6000, "more parts"),
    "deep.mhtml": (
        b"".join(MAIL + b"multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(2000)),
        "failed",
    ),
    "late.docx": (word_file(**{DOCUMENT: (b"<w:document", LATE)}), "entities"),
    "nested.odt": (open_document(ODT_P * 400 + b"</t:p>" * 400), "nested"),
    "laughs.odt": (open_document(LAUGHS[:-11] + b"<a>&j;</a>"), "entities"),
    "fonts.rtf": (b"{\\rtf1{\\fonttbl " + b"\\f1" * 20_000 + b"}}", "table of fonts"),
    "fan.pdf": (pdf_of(CATALOG, *FAN, b"<</Type/Page>>"), "broken PDF"),
    "circle.pdf": (pdf_of(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999999>>"), "broken PDF"),
    "wide.xlsx": (workbook(b"".join(cell_at(f"XFD{n}") for n in range(3, 1500))), "more cells"),
    "named.gz.txt": (b"\x1f\x8b\x08" + bytes(90), "gzip"),
    "empty.mhtml": (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n", "without a text"),
    "open.rtf": (b"{\\rtf1" + b"{" * 20_000, "no text"),
}


def problems_of(path, limits=None):
    sources, problems = list_sources(path, limits or Limits())
    return [*problems, *(problem for source in sources for problem in read_text(source).problems)]


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_read_gets_one_line_and_the_others_are_read(name, tmp_path):
    content, said = UNUSABLE[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_bytes(BYTES)
    problems = problems_of(tmp_path)
    assert [problem.path for problem in problems] == [name]
    assert said in problems[0].problem and problems[0].hint
    texts = [read_text(source).text for source in list_sources(tmp_path)[0]]
    assert TEXT in texts


def test_what_a_library_says_of_a_file_is_a_problem_and_not_printed(capfd):
    content = write_pdf(TEXT).replace(b"/Identity-H/", b"/Identity-#1b#5b31mH/")
    raw = read_text(Source("a", "a.pdf", content, ".pdf"))
    assert TEXT in raw.text and [problem.path for problem in raw.problems] == ["a.pdf"]
    assert "faults in the PDF" in raw.problems[0].problem and raw.problems[0].hint
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("at", "value"), [(16, b"\0\0\0\1"), (42, b"\xff\xff\xff\x7f"), (10, b"\x63\0")],
    ids=["checksum", "place beyond the end", "unknown packing"],
)  # fmt: skip
def test_the_others_of_an_archive_are_read_when_one_is_broken(at, value, tmp_path):
    content = bytearray(packed({"a.txt": BYTES, "b.txt": BYTES, "c.txt": BYTES}))
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)  # in the list of members
    content[second + at : second + at + len(value)] = value
    (tmp_path / "a.zip").write_bytes(content)
    sources, problems = list_sources(tmp_path)
    assert [source.path for source in sources] == ["a.zip/a.txt", "a.zip/c.txt"]
    assert [problem.path for problem in problems] == ["a.zip/b.txt"] and "broken" in problems[0].problem


def test_bombs_are_not_unpacked(tmp_path):
    limits = Limits(max_bytes=2_000_000)
    inner = packed({"zeros.txt": b"0" * 1_500_000})
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:  # each fits, both together do not
        archive.writestr("a.zip", inner)
        archive.writestr("b.zip", inner)
    (tmp_path / "flat.zip").write_bytes(packed({"zeros.txt": b"0" * 3_000_000}))
    (tmp_path / "nested.zip").write_bytes(stored.getvalue())
    sources, problems = list_sources(tmp_path, limits)
    assert sum(len(source.content) for source in sources) <= limits.max_bytes
    assert {PurePosixPath(problem.path).parts[0] for problem in problems} == {"flat.zip", "nested.zip"}


def test_what_a_word_file_refers_to_is_named_and_not_fetched(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    reference = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/></Relationships>'
    )
    content = word_file(**{"word/_rels/document.xml.rels": (b"</Relationships>", reference)})
    raw = read_text(Source("a", "a.docx", content, ".docx"))
    assert raw.text == TEXT.strip() and "elsewhere" in raw.problems[0].problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipes_sockets_devices_and_links_are_named(tmp_path):
    (tmp_path / "good.txt").write_bytes(BYTES)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    (tmp_path / "nowhere.txt").symlink_to("missing")
    (tmp_path / "self").symlink_to(".")
    (tmp_path / "good_link.txt").symlink_to("good.txt")
    expected = {"pipe.txt", "circle.txt", "nowhere.txt", "self"}
    if Path("/dev/null").exists() and stat.S_ISCHR(Path("/dev/null").stat().st_mode):
        (tmp_path / "device.txt").symlink_to("/dev/null")
        expected.add("device.txt")
    sources, problems = list_sources(tmp_path)
    assert {problem.path for problem in problems} == expected
    assert [source.path for source in sources] == ["good.txt", "good_link.txt"]
    assert not list_sources(tmp_path / "pipe.txt")[0]


ODD_NAMES = [
    "new\nline.txt", 'quo"te.txt', "quo'te.txt", "=cmd|' C calc'!A0.txt", "<script>alert(1).txt",
    "a,b.txt", " blank.txt", "-dash.txt", "@at.txt", "same.txt", "same.md", "SAME.TXT", "noending",
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="this system allows no such names")
def test_odd_names_are_read_with_ids_that_can_be_written(tmp_path):
    for name in ODD_NAMES:
        (tmp_path / name).write_bytes(BYTES)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "inside.txt").write_bytes(BYTES)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bytes\xff\xfe.txt")).write_bytes(BYTES)
    sources, problems = list_sources(tmp_path)
    assert not problems and len(sources) == len(ODD_NAMES) + 2
    assert len({source.doc_id.casefold() for source in sources}) == len(sources)
    for source in sources:
        assert read_text(source).text == TEXT
        source.path.encode()
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / f"{source.doc_id}.txt").write_text("x", encoding="utf-8")
    assert {file.parent for file in (tmp_path / "out").rglob("*")} == {tmp_path / "out"}


@pytest.mark.skipif(os.name == "nt", reason="this system allows no such names")
def test_the_longest_names_there_are_give_ids_that_can_be_written(tmp_path):
    from analysis.store import write_text

    names = ["会" * 83 + ".txt", "a" * 251 + ".txt", "𠮷" * 62 + ".md", "会" * 83 + ".md", "é" * 125 + ".txt"]
    names += ["CON.txt", "nul.txt", "\x9b2J.txt", "\u202egnp.txt", "=1+1.txt", "-0.3.txt"]
    (tmp_path / "in" / ("夹" * 80)).mkdir(parents=True)
    for name in names:
        (tmp_path / "in" / name).write_bytes(BYTES)
    (tmp_path / "in" / ("夹" * 80) / ("会" * 83 + ".txt")).write_bytes(BYTES)
    (tmp_path / "in" / "rows.csv").write_text(
        f"doc_id,text\n{'号' * 200},会议\n../../x,会议\n", encoding="utf-8"
    )
    sources, problems = list_sources(tmp_path / "in")
    assert not problems and len({source.doc_id.casefold() for source in sources}) == len(names) + 3
    for source in sources:
        write_text(tmp_path / "out" / f"{source.doc_id}.txt", "x")
        assert source.doc_id.isprintable() and source.doc_id[0] not in "=+@" and ".." not in source.doc_id[:2]
    assert len(list((tmp_path / "out").iterdir())) == len(sources)
    write_text(tmp_path / "in" / names[0], "once more")  # a name to which nothing can be added


def test_a_file_that_comes_and_goes_while_it_is_read_is_read_or_named(tmp_path):
    import threading

    path, stop = tmp_path / "a.txt", threading.Event()
    (tmp_path / "good.txt").write_bytes(BYTES)

    def flicker():
        while not stop.is_set():
            path.write_bytes(BYTES * 50)
            path.unlink()

    thread = threading.Thread(target=flicker)
    thread.start()
    try:
        for _ in range(200):
            sources, problems = list_sources(tmp_path)
            assert "good.txt" in [source.path for source in sources]
            assert {"a.txt"} >= {problem.path for problem in problems}
            for source in sources:
                raw = read_text(source)
                assert raw.text or raw.problems
    finally:
        stop.set()
        thread.join()


def test_broken_lines_of_a_table_are_named_and_the_others_read(tmp_path):
    good = '{"doc_id": "%s", "text": "会议强调"}'
    lines = [good % "a", "{broken", good % "b", "[" * 100_000, "null", "7", "1" * 5000, good % "c"]
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    sources, problems = list_sources(tmp_path)
    assert [source.doc_id for source in sources] == ["a", "b", "c"]
    assert [problem.path for problem in problems] == [f"t.jsonl/{n}" for n in (2, 4, 5, 6, 7)]


def test_a_table_of_more_rows_than_the_limit_is_read_as_far_and_named(tmp_path):
    (tmp_path / "t.csv").write_text("doc_id,text\n" + "a,会议\n" * 30, encoding="utf-8")
    sources, problems = list_sources(tmp_path, Limits(max_rows=20))
    assert len(sources) == 20 and "more than 20 rows" in problems[0].problem


def test_a_text_longer_than_the_limit_is_named():
    raw = read_text(Source("a", "a.txt", BYTES), Limits(max_characters=10))
    assert not raw.text and "17 characters" in raw.problems[0].problem


def in_cells(inner):
    return (b"<w:sectPr", b"<w:tbl><w:tblPr/><w:tblGrid/>" + inner + b"</w:tbl><w:sectPr")


P = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
GOES_ON = b"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
BOUNDED = {
    "spans.docx": word_file(**{DOCUMENT: in_cells(
        b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr>')}),
    "merged.docx": word_file(**{DOCUMENT: in_cells(GOES_ON * 5000)}),
    "far.xlsx": workbook(cell_at("XFD1048576")),
    "links.rtf": b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 20_000 + b"}" + b"x",
    "random.txt": bytes(range(256)) * 100_000,
    "marks.html": b"<p>" + b"<" * 2_000_000,
    "comments.html": b"<!--" * 500_000 + BYTES,
    "quotes.html": b"<p a=\"" * 300_000 + BYTES,
    "svg.html": b"<svg>" + b"<g>" * 4000 + BYTES,
    "billion.html": b"<?xml version='1.0'?>" + LAUGHS + b"><p>&j;</p>" + BYTES,
    "pages.pdf": pdf_of(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>", b"<</Type/Page/Parent 2 0 R>>"),
    "paragraphs.docx": word_file(**{DOCUMENT: (b"<w:sectPr", b"<w:p/>" * 50_000 + b"<w:sectPr")}),
}  # fmt: skip


@pytest.mark.parametrize("name", BOUNDED)
def test_what_was_made_to_take_for_ever_takes_seconds(name, tmp_path):
    import time

    (tmp_path / name).write_bytes(BOUNDED[name])
    start = time.process_time()
    sources, problems = list_sources(tmp_path)
    raws = [read_text(source) for source in sources]
    assert time.process_time() - start < 10  # minutes to years, before there was a bound
    assert problems or any(raw.text.strip() or raw.problems for raw in raws)


def test_a_merged_cell_is_given_once():
    rows = b"".join(
        b'<w:tr><w:tc><w:tcPr><w:vMerge%s/></w:tcPr>%s</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>%s</w:tc></w:tr>'
        % (mark, P % text, P % text)
        for mark, text in ((b' w:val="restart"', "甲".encode()), (b"", "乙".encode()))
    )
    raw = read_text(Source("a", "a.docx", word_file(**{DOCUMENT: in_cells(rows)}), ".docx"))
    assert raw.text.split("\n", 1)[1] == "甲\t甲\n\t乙"


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path):
    names = ["../../evil.txt", "/root.txt", "a/../b.txt", "C:\\drive.txt", "good.txt"]
    (tmp_path / "a.zip").write_bytes(packed(dict.fromkeys(names, BYTES)))
    sources, problems = list_sources(tmp_path)
    assert len(problems) == 4 and all("out of its archive" in problem.problem for problem in problems)
    assert sorted(source.path for source in sources) == [
        "a.zip/a/b.txt", "a.zip/drive.txt", "a.zip/evil.txt", "a.zip/good.txt", "a.zip/root.txt"
    ]  # fmt: skip


def test_a_few_stray_nuls_are_no_binary_and_half_characters_have_a_place():
    raw = read_text(Source("a", "a.txt", BYTES + b"\0" + BYTES))
    assert raw.encoding == "utf-8" and raw.text == TEXT + "\0" + TEXT
    assert "\0" not in clean_text(raw.text).text
    raw = read_text(Source("a", "a.txt", (BYTES * 20)[:-3]))
    assert "at byte" in raw.problems[0].problem
    raw = read_text(Source("a", "a.txt", b"\xff\xfe" + ("会议强调".encode("utf-16-le") + b"\x00\xd8") * 20))
    assert raw.text.count("\ufffd") == 20


CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from([content for content, _ in UNUSABLE.values() if len(content) < 30_000]),
    st.just(BYTES),
)
NAMES = st.sampled_from(
    [f"{stem}{suffix}" for stem in ("a", "b", "深圳", "x y") for suffix in
     (".txt", ".md", ".html", ".docx", ".doc", ".pdf", ".zip", ".csv", ".json", ".rtf", ".mhtml", ".xlsx", ".odt", "", ".js")]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from(["", "in", "in/deep.txt"]), NAMES), CONTENTS, max_size=6))
def test_no_file_is_ever_neither_read_nor_named(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("folder")
    for (place, name), content in files.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / name).write_bytes(content)
    sources, problems = list_sources(folder)
    told = [problem.path for problem in problems]
    for source in sources:
        raw = read_text(source)
        assert raw.text.strip() or raw.problems, source.path
        told.append(source.path)
    for place, name in files:
        path = f"{place}/{name}" if place else name
        assert any(other == path or other.startswith(f"{path}/") for other in told), (path, told)


RUNS = [
    "X",
    "x*",
    "a",
    "(",
    "“",
    "?；A",
    "会(hu",
    "<a ",
    "{",
    "|",
    "：",
    ",",
    "[(",
    "! ",
    "1 ",
    "a# ",
    "首页 > ",
    "&",
    "*",
    ".",
]


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_anything_is_cleaned_in_time(run):
    import time

    raw_text = run * (40_000 // len(run))
    start = time.process_time()
    clean = clean_text(raw_text)
    split_clauses(clean.text, split_sentences(clean.text))
    assert time.process_time() - start < 5  # a square would take minutes
    assert restore(clean.text, clean.edits) == raw_text


@pytest.mark.soak
@pytest.mark.parametrize(
    "content",
    [
        ("会议强调，要压实责任、加强领导" * 600_000).encode(),
        ("会\n" * 1_000_000).encode(),
        b"\n" * 1_000_000,
    ],
    ids=["one line", "a million lines", "a million line ends"],
)
def test_large_files_are_read_and_cleaned(content):
    raw = read_text(Source("a", "a.txt", content))
    clean = clean_text(raw.text)
    assert restore(clean.text, clean.edits) == raw.text
