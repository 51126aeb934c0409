"""Bytes → characters: one set of rules for texts and for the tables that a person fills in, tiny ones too."""

import csv

import opencc
import pytest

from analysis.decoding import decode
from analysis.lexicons import DEFAULTS, read_lexicon
from analysis.reading import list_sources
from analysis.settings import Correction, Override
from analysis.statements import TableError, read_file, read_statements

TRADITIONAL = opencc.OpenCC("s2t").convert
SIMPLE = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
HEADER = "doc_id,find,replace,reason\r\n"
# Each has been read as Big5, Japanese, Korean, UTF-16 or UTF-8 by a rule that looked at its characters alone.
HARD = [
    "监菅",
    "机场",
    "立场",
    "民兵",
    "秸秆",
    "豆瓣",
    "规定",
    "支援",
    "抓住",
    "通讯员",
    "双招双引",
    "横山加固数据",
    "主办单位国土数字各位",
    "邴",
    "闵",
    "堃",
]


def words_of(length):
    """Words of the lexicons that have so many characters."""
    names = ("verbs", "actors", "modals", "place_words", "themes/general", "themes/environment")
    terms = {entry.term for name in names for entry in read_lexicon(DEFAULTS / f"{name}.csv")}
    return sorted(t for t in terms if len(t) == length and all("\u4e00" <= c <= "\u9fff" for c in t))


def as_gbk(content):
    """What is certain of a tiny table: it is UTF-8, or else GB18030."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


@pytest.mark.parametrize("word", HARD)
@pytest.mark.parametrize("encoding", SIMPLE)
def test_a_table_of_one_word_is_read(encoding, word):
    text = f"{HEADER}a,{word},x,\r\n"
    assert decode(text.encode(encoding), is_table=True).text == text


@pytest.mark.parametrize("word", ["會議", "嚴格", "縣區", "從嚴執法", "補齊短板", "會議指出"])
@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gbk", "gb18030", "utf-8", "utf-16", "utf-16-le"])
def test_a_table_of_one_traditional_word_is_read(encoding, word):
    text = f"{HEADER}a,{word},x,\r\n"
    assert decode(text.encode(encoding), is_table=True).text == text


@pytest.mark.parametrize("length", [2, 3, 4])
def test_no_tiny_table_in_gbk_is_read_worse_than_by_gbk_alone(length):
    tables = [f"{HEADER}a,{word},,\n" for word in words_of(length)]
    assert len(tables) > 100
    for table in tables:
        content = table.encode("gbk")
        assert decode(content, is_table=True).text in (table, as_gbk(content)), table


@pytest.mark.parametrize(("length", "share"), [(2, 0.85), (3, 0.95), (4, 0.98)])
def test_most_tiny_tables_in_big5_are_read(length, share):
    """Some bytes are two good words, one in each encoding: GBK is what they are taken for."""
    tables = [f"{HEADER}a,{TRADITIONAL(word)},,\n" for word in words_of(length)]
    encoded = [(table, table.encode("big5", "ignore")) for table in tables]
    known = [(table, content) for table, content in encoded if content.decode("big5") == table]
    assert sum(decode(content, is_table=True).text == table for table, content in known) > share * len(known)


@pytest.mark.parametrize(
    "text", ["a,café,x\n", "a,β值,x\n", "a,Ω,20°±2°\n", "a,жук,x\n", "a,lǜ,x\n", "a,Müller·é,x\n"]
)
def test_letters_in_utf8_are_no_gbk(text):
    assert decode(text.encode()).text == text
    assert decode(text.encode(), is_table=True).text == text


@pytest.mark.parametrize("text", ["ȡ", "支援".encode("gbk").decode("utf-8")])
def test_of_a_text_what_is_utf8_is_read_to_the_letter(text):
    """In a table of a person's the same bytes are Chinese characters in GBK."""
    assert decode(text.encode()).text == text
    assert decode(text.encode(), is_table=True).text == text.encode().decode("gbk")


def test_a_byte_lost_in_a_tiny_table_is_one_in_utf8():
    content = "a,监管,从严\n".encode()
    assert decode(content.replace("管".encode(), "管".encode()[:2])).undecodable == [(5, "管".encode()[:2])]


def test_the_place_of_a_broken_byte_counts_the_mark():
    content = "会议强调".encode("utf-8-sig") + b"\xff"
    ((position, found),) = decode(content).undecodable
    assert content[position : position + 1] == found == b"\xff"


ROWS = "从严执法,监管"
TABLES = {
    "corrections.csv": f"doc_id,find,replace,reason\na,{ROWS},\n",
    "overrides.csv": f"doc_id,quote,field,value,coder,reason\na,{ROWS},air,,\n",
    "lexicon.csv": f"term,category\n{ROWS}\n",
    "documents.csv": f"doc_id,path,place,source\na,a.txt,{ROWS}\n",
}
READERS = {
    "corrections.csv": lambda path: list(read_statements(Correction, path, ("doc_id", "find")).rows[0][1:3]),
    "overrides.csv": lambda path: list(read_statements(Override, path, ("doc_id", "quote")).rows[0][1:3]),
    "lexicon.csv": lambda path: list(read_lexicon(path)[0][:2]),
    "documents.csv": lambda path: [
        list_sources(path.parent)[0][0].facts[name] for name in ("place", "source")
    ],
}


@pytest.fixture
def save(tmp_path):
    """Write one of the tables beside a text."""
    (tmp_path / "a.txt").write_text("会议强调。", encoding="utf-8")

    def write(name, content):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("encoding", [*SIMPLE, "big5"])
def test_every_table_is_read_in_every_encoding(encoding, name, save):
    convert = TRADITIONAL if encoding == "big5" else str
    path = save(name, convert(TABLES[name]).encode(encoding))
    assert READERS[name](path) == next(csv.reader([convert(ROWS)]))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_cannot_be_decoded_is_the_same_one_line(name, save):
    path = save(name, TABLES[name].encode() + b"\xff")
    line = (
        f"{name}: 1 place is not utf-8: ff at byte {len(TABLES[name].encode())}: save it again as CSV UTF-8"
    )
    with pytest.raises(TableError) as error:
        read_file(path)
    assert str(error.value) == line
    if name == "documents.csv":
        assert [": ".join(problem) for problem in list_sources(path.parent)[1]] == [line]
    else:
        with pytest.raises(TableError, match="1 place is not utf-8"):
            READERS[name](path)
