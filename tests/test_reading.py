"""Files of any kind: formats, encodings, folders, archives and tables; ids; problems that name the file and the way out."""

import io
import json
import os
import random
import shutil
import zipfile

import pytest
from page_files import write_html, write_pdf, write_rtf

from analysis.decoding import decode
from analysis.provenance import HIDDEN
from analysis.reading import Source, list_sources, read_text
from analysis.reading.ids import assign_ids
from analysis.reading.markup import read_html
from analysis.settings import Limits

TEXT = "会议强调，要深入打好污染防治攻坚战，全面加强生态环境保护工作。\n一、提高认识\r\n要抓好落实。"
TRADITIONAL = "會議強調，要深入打好污染防治攻堅戰，全面加強生態環境保護工作。"


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_one(path):
    sources, problems = list_sources(path)
    assert not problems, problems
    return read_text(sources[0])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_an_encoding_is_found_and_line_ends_stay(encoding, tmp_path):
    assert read_one(write(tmp_path, "a.txt", TEXT.encode(encoding))).text == TEXT


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gb18030", "utf-16"])
def test_an_encoding_of_traditional_text_is_found(encoding, tmp_path):
    assert read_one(write(tmp_path, "a.txt", TRADITIONAL.encode(encoding))).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_a_title_is_enough_to_tell(encoding):
    title = "全區生態環境保護大會召開" if encoding == "big5" else "全区生态环境保护大会召开"
    assert decode(title.encode(encoding)).text == title


def test_undecodable_bytes_are_kept_and_named_with_their_place(tmp_path):
    content = "会议强调".encode() + b"\xff\xfe" + "要抓好落实，确保取得实效，推动工作再上新台阶。".encode()
    raw = read_one(write(tmp_path, "a.txt", content))
    assert raw.text == "会议强调\ufffd\ufffd要抓好落实，确保取得实效，推动工作再上新台阶。"
    assert "ff at byte 12" in raw.problems[0].problem and "a.txt" in raw.problems[0].path


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "GB18030", "utf-8", "big5"])
def test_the_charset_of_a_page_is_honoured(charset, tmp_path):
    text = TRADITIONAL if charset == "big5" else TEXT.split("\n")[0]
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
    page = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
    assert read_one(write(tmp_path, "a.html", page.encode(charset))).text == text


def test_a_page_that_declares_the_wrong_charset_is_read_right(tmp_path):
    page = f"<html><head><meta charset='gb2312'></head><body><p>{TEXT[:30]}</p></body></html>".encode()
    assert read_one(write(tmp_path, "a.html", page)).text == TEXT[:30]


def test_the_whole_page_is_read_in_order_and_the_markup_only_votes():
    page = read_html(
        "<body><div class='nav'><a href='/'>首页</a> <a href='/x'>要闻</a></div><script>var a;</script><h1>标题</h1>"
        "<div class='TRS_Editor'><p>一、提高<b>认识</b><br>要抓好</p><table><tr><td>甲</td><td>乙</td></tr></table>"
        "<p>真<span style='display:none'>水印</span>话</p></div><footer>版权所有</footer></body>"
    )
    assert page.text == "首页 要闻\n标题\n一、提高认识\n要抓好\n甲\t乙\n真水印话\n版权所有"
    votes = {page.text[vote.start : vote.end]: vote.weight for vote in page.votes}
    assert votes["首页 要闻"] == votes["版权所有"] == -1
    assert votes["一、提高认识"] == 1 and votes["水印"] == HIDDEN
    assert "标题" not in votes


def test_hidden_text_is_taken_out_through_the_ledger():
    from analysis.cleaning import clean_text

    page = read_html(
        "<body><p>要抓<span style='display:none'>本站水印</span>好落实工作，确保取得实效。</p></body>"
    )
    clean = clean_text(page.text, votes=page.votes)
    assert clean.text == "要抓好落实工作，确保取得实效。"
    assert [(edit.before, edit.rule) for edit in clean.edits] == [("本站水印", "anti_copy")]


def test_a_page_nested_deeper_than_the_stack_is_read():
    assert read_html("<div>" * 5000 + "会议" + "</div>" * 5000).text == "会议"


def test_tables_of_a_word_file_stand_in_their_place(tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("前言")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
    document.add_paragraph("结语")
    path = tmp_path / "a.docx"
    document.save(path)
    assert read_one(path).text == "前言\n甲\t乙\n结语"


def test_names_lie_and_bytes_do_not(tmp_path):
    page = write_html("会议强调，要抓好落实。")
    assert read_one(write(tmp_path, "a.doc", page)).format == "html"
    assert read_one(write(tmp_path, "b.txt", write_pdf("会议强调"))).text.strip() == "会议强调"
    assert read_one(write(tmp_path, "c.doc", write_rtf("会议强调"))).text.strip() == "会议强调"


def test_a_scanned_pdf_says_so(tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    path = tmp_path / "scan.pdf"
    writer.write(path)
    raw = read_text(list_sources(path)[0][0])
    assert raw.text == "" and "scanned" in raw.problems[0].problem and "OCR" in raw.problems[0].hint


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.skipif(
    any(map(shutil.which, ("soffice", "libreoffice", "antiword", "catdoc"))), reason="a converter is there"
)
def test_an_old_word_file_without_converter_says_what_to_do(tmp_path):
    raw = read_text(list_sources(write(tmp_path, "a.doc", OLD_WORD))[0][0])
    assert "no converter" in raw.problems[0].problem and ".docx" in raw.problems[0].hint


def test_an_old_word_file_goes_through_an_installed_converter(tmp_path, monkeypatch):
    program = write(tmp_path, "bin/antiword", "#!/bin/sh\nprintf '会议强调，要抓好落实。'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/bin")
    assert read_one(write(tmp_path, "a.doc", OLD_WORD)).text == "会议强调，要抓好落实。"


def test_where_one_converter_finds_nothing_the_next_is_asked(tmp_path, monkeypatch):
    for name, says in (("antiword", ""), ("catdoc", "会议强调，要抓好落实。")):
        write(tmp_path, f"bin/{name}", f"#!/bin/sh\nprintf '{says}'\n").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert read_one(write(tmp_path, "a.doc", OLD_WORD)).text == "会议强调，要抓好落实。"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n ", "no text"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        ("style.css", b"a{}", ".css"),
        ("x.rar", b"Rar!\x1a\x07\x00", "RAR"),
        ("broken.zip", b"PK\x03\x04" + bytes(30), "archive"),
        ("broken.docx", b"PK\x03\x04word/" + bytes(30), "docx"),
        ("broken.pdf", b"%PDF-1.4 nothing", "PDF"),
        ("binary.txt", bytes(range(256)) * 4, "no text"),
        ("numbers.csv", b"a,b\n1,2\n", "column"),
        ("broken.json", b"{", "table"),
        (".DS_Store", b"x", "system"),
    ],
)
def test_every_file_is_read_or_named_with_what_to_do(name, content, word, tmp_path):
    write(tmp_path, name, content)
    write(tmp_path, "good.txt", TEXT)
    sources, problems = list_sources(tmp_path)
    raws = [read_text(source) for source in sources]
    problems += [problem for raw in raws for problem in raw.problems]
    assert TEXT in [raw.text for raw in raws]
    assert len(problems) == 1 and problems[0].path == name and problems[0].hint
    assert word in problems[0].problem


def test_ids_are_stems_made_unique_by_the_least_that_tells_them_apart(tmp_path):
    for name in (
        "wuxi.txt",
        "wuxi.md",
        "a/guichi.txt",
        "b/guichi.txt",
        "liangxi.txt",
        "c/x/y.txt",
        "d/x/y.txt",
    ):
        write(tmp_path, name, TEXT)
    ids = {source.path: source.doc_id for source in list_sources(tmp_path)[0]}
    assert ids == {
        "wuxi.txt": "wuxi-txt",
        "wuxi.md": "wuxi-md",
        "a/guichi.txt": "a-guichi",
        "b/guichi.txt": "b-guichi",
        "liangxi.txt": "liangxi",
        "c/x/y.txt": "c-x-y.txt",
        "d/x/y.txt": "d-x-y.txt",
    }


def test_ids_do_not_depend_on_the_order_of_files_and_capitals_do_not_tell_apart():
    names = ["A/x.txt", "b/X.txt", "a-x.txt", "c/x.md", "x-md.txt", "d/e?.txt", "d/e*.txt", "x.txt"]
    sources = [
        Source(name.rsplit("/", 1)[-1].rsplit(".", 1)[0], name, TEXT, "." + name.rsplit(".", 1)[-1])
        for name in names
    ]
    wanted = {source.path: source.doc_id for source in assign_ids(sources)}
    assert len({doc_id.casefold() for doc_id in wanted.values()}) == len(names)
    for seed in range(5):
        shuffled = random.Random(seed).sample(sources, len(sources))
        assert {source.path: source.doc_id for source in assign_ids(shuffled)} == wanted
    assert not any(set('<>:"/\\|?*') & set(doc_id) for doc_id in wanted.values())


def test_a_half_of_a_character_in_a_table_is_replaced_and_said(tmp_path):
    lines = [{"text": "会议\ud800强调要抓好落实。", "title": "会\udfff议"}, {"text": "会议强调😀"}]
    path = write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    broken, whole = map(read_text, list_sources(path)[0])
    assert broken.text == "会议\ufffd强调要抓好落实。" and "at character 2" in broken.problems[0].problem
    assert (whole.text, whole.problems) == ("会议强调😀", ())
    assert list_sources(path)[0][0].facts == {"title": "会\ufffd议"}


@pytest.mark.parametrize("form", ["csv", "gbk csv", "tsv", "xlsx", "jsonl", "json"])
def test_each_row_of_a_table_is_a_document_with_its_facts(form, tmp_path):
    rows = [
        {"place": "甲县", "year": "2022", "正文": TEXT.replace("\r", "")},
        {"place": "乙县", "year": "2023", "正文": "要抓好落实。" * 9},
    ]
    if form == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for row in ([*rows[0]], *([*row.values()] for row in rows)):
            book.active.append(row)
        path = tmp_path / "t.xlsx"
        book.save(path)
    elif form.startswith("json"):
        text = (
            json.dumps(rows, ensure_ascii=False)
            if form == "json"
            else "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        )
        path = write(tmp_path, f"t.{form}", text)
    else:
        import csv

        buffer = io.StringIO()
        table = csv.DictWriter(buffer, list(rows[0]), delimiter="\t" if form == "tsv" else ",")
        table.writeheader()
        table.writerows(rows)
        path = write(
            tmp_path,
            "t.tsv" if form == "tsv" else "t.csv",
            buffer.getvalue().encode("gb18030" if "gbk" in form else "utf-8-sig"),
        )
    sources, problems = list_sources(path)
    assert not problems
    assert [source.doc_id for source in sources] == ["t-1", "t-2"]
    assert [dict(source.facts) for source in sources] == [
        {k: v for k, v in row.items() if k != "正文"} for row in rows
    ]
    assert [read_text(source).text for source in sources] == [row["正文"] for row in rows]


def test_a_row_without_text_is_named(tmp_path):
    sources, problems = list_sources(write(tmp_path, "t.csv", "doc_id,text\na,会议\nb,\n"))
    assert [source.doc_id for source in sources] == ["a"]
    assert problems[0].path == "t.csv/2" and "empty" in problems[0].problem


def test_an_archive_made_on_a_chinese_system_keeps_its_names(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("x")
        member.filename = "污染防治/会议.txt".encode("gbk").decode("cp437")
        archive.writestr(member, TEXT.encode())
    content = bytearray(buffer.getvalue())
    for mark, place in (
        (b"PK\x03\x04", 6),
        (b"PK\x01\x02", 8),
    ):  # the flag that says "UTF-8" was not known there
        at = content.find(mark) + place
        content[at + 1] &= ~0x08
    gbk, utf8 = "污染防治/会议.txt".encode("gbk"), member.filename.encode()
    path = write(
        tmp_path, "a.zip", bytes(content).replace(utf8, gbk) if len(gbk) == len(utf8) else bytes(content)
    )
    sources, problems = list_sources(path)
    assert not problems and len(sources) == 1
    assert read_text(sources[0]).text == TEXT


def test_archives_in_archives_are_opened_and_bombs_are_not(tmp_path):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", TEXT)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert read_one(write(tmp_path, "outer.zip", outer.getvalue())).text == TEXT
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", bytes(20_000_000))
    sources, problems = list_sources(write(tmp_path, "bomb.zip", bomb.getvalue()))
    assert not sources and "unpacks to" in problems[0].problem


def test_a_file_beyond_the_limit_is_named(tmp_path):
    sources, problems = list_sources(write(tmp_path, "a.txt", TEXT), Limits(max_bytes=10))
    assert not sources and "limit" in problems[0].problem


def test_documents_csv_states_facts_and_names_what_is_not_there(tmp_path):
    write(tmp_path, "raw/x.txt", TEXT)
    write(
        tmp_path, "documents.csv", "doc_id,path,place\nwuxi,data/raw/x.txt,无锡市\ngone,raw/gone.txt,某市\n"
    )
    sources, problems = list_sources(tmp_path / "raw")
    assert [(source.doc_id, source.facts["place"]) for source in sources] == [("wuxi", "无锡市")]
    assert "gone.txt" in problems[0].problem


def test_what_a_browser_saved_beside_a_page_is_named_once(tmp_path):
    write(tmp_path, "p.html", write_html("会议强调，要抓好落实。"))
    for name in ("p_files/a.js", "p_files/b.png", "p_files/c/d.css"):
        write(tmp_path, name, b"x")
    sources, problems = list_sources(tmp_path)
    assert [source.path for source in sources] == ["p.html"]
    assert [(problem.path, problem.problem.split()[0]) for problem in problems] == [("p_files", "3")]


def test_nothing_at_the_path_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file"):
        list_sources(tmp_path / "nothing")
