"""What document is this: cases invented for each trap, the five texts, and laws that hold for any page."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cleaning import clean_text
from analysis.dates import day_before, find_dates, last_before
from analysis.describing import Description, describe_document
from analysis.describing.names import label_place
from analysis.describing.stating import read_stated
from analysis.frames import DATE_STATUS, FRAMES, GENRES, LEVELS
from analysis.pipeline import frame_document
from analysis.provenance import Edit
from analysis.reading import Source
from analysis.settings import Settings
from analysis.targets import find_targets

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "describing.json").read_text(encoding="utf-8"))
SETTINGS = Settings()


def describe(raw: str, **stated: dict[str, str]) -> Description:
    return describe_document(raw, clean_text(raw, SETTINGS.lexicons), SETTINGS, **stated)


class Untouched(NamedTuple):
    """A text as cleaning leaves one in which there is nothing to clean."""

    text: str
    raw_offsets: Sequence[int]
    edits: Sequence[Edit] = ()
    script: str = "simplified"
    is_redacted: bool = False
    is_truncated: bool = False


def name_of(case: dict) -> str:
    return case["name"]


def differences(case: dict) -> dict[str, tuple]:
    document = describe(case["raw"]).document
    return {
        field: (document[field], value) for field, value in case["expect"].items() if document[field] != value
    }


@pytest.mark.parametrize("case", CASES["positive"], ids=name_of)
def test_reads_what_the_page_says(case):
    assert differences(case) == {}


@pytest.mark.parametrize("case", CASES["negative"], ids=name_of)
def test_makes_nothing_up(case):
    assert differences(case) == {}
    if "candidates" in case:
        field, number = case["candidates"]
        rows = [row for row in describe(case["raw"]).evidence if row.field == field]
        assert len({row.value for row in rows if row.status == "candidate"}) == number


@pytest.mark.parametrize("case", CASES["known_failures"], ids=name_of)
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case):
    assert differences(case) == {}


ALL = [case["raw"] for group in CASES.values() for case in group]


def assert_lawful(raw):
    """What holds for the description of any page."""
    document, evidence, _ = describe(raw)
    columns = {column.name for column in FRAMES["documents"].columns}
    assert set(document) == columns - {"doc_id", "path", "sha256", "format", "encoding", "order"}
    assert document["genre"] in GENRES
    assert document["admin_level"] in (*LEVELS, None)
    assert "" not in document.values()
    for field in ("meeting_date", "publication_date"):
        assert document[f"{field}_status"] in DATE_STATUS
        assert (document[field] is None) == (document[f"{field}_status"] == "absent")
    for row in evidence:
        assert 0 <= row.raw_start < row.raw_end <= len(raw)
        assert row.status in ("chosen", "supports", "candidate")
    for field in ("title", "meeting_name", "source", "place", "publication_date"):
        chosen = [row for row in evidence if row.field == field and row.status == "chosen"]
        assert len(chosen) == (document[field] is not None), field


@pytest.mark.parametrize("raw", [*ALL, "", "\n\n", "。", "2023", "标题", "发布时间:"])
def test_laws_for_any_page(raw):
    assert_lawful(raw)


PLACES = ("全区", "无锡市", "梁溪区", "鼓楼区", "朝阳", "**市", "人民政府", "区委书记")
DAYS = (
    "2023-02-15",
    "2月3日",
    "22日",
    "昨天",
    "今天",
    "至",
    "第42个植树节",
    "“十四五”开局之年",
    "党的二十大",
    "2030年",
)
WORDS = (
    *("召开", "会议", "工作会议", "在", "上的讲话", "同志们:", "强调", "要", "會議", "(huì)", "讯"),
    *("来源:", "发布时间:", "综合整理:"),
)
MARKS = ("、", ",", "。", " ", "\n", "\r\n", "\ufeff", "1")
PARTS = (*PLACES, *DAYS, *WORDS, *MARKS)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_laws_for_pages_put_together_at_random(raw):
    assert_lawful(raw)


def test_evidence_leads_to_the_printed_words():
    raw = CASES["positive"][0]["raw"]
    document, evidence, _ = describe(raw)
    chosen = {row.field: raw[row.raw_start : row.raw_end] for row in evidence if row.status == "chosen"}
    assert chosen["title"] == document["title"]
    assert chosen["meeting_date"] == "5月10日"
    assert chosen["publication_date"] == "2024-05-11"
    assert chosen["place"] == "弋江区"


def test_evidence_leads_through_glosses_and_script():
    raw = (
        "發(fā)布時(shí)間:2017-04-13\n全縣工作會(huì)議召開\n"
        "4月13日,全縣工作會(huì)議召開,縣長出席會(huì)議,要求全縣上下抓好落實(shí)。\n"
    )
    document, evidence, _ = describe(raw)
    assert document["publication_date"] == "2017-04-13"
    assert document["title"] == "全县工作会议召开"
    title = next(row for row in evidence if row.field == "title")
    assert raw[title.raw_start : title.raw_end] == "全縣工作會(huì)議召開"


def test_what_a_person_states_wins_and_what_was_read_stays():
    raw = CASES["positive"][0]["raw"]
    document, evidence, _ = describe(
        raw, facts={"city": "", "year": "2020", "source": "区政府", "path": "x.txt"}
    )
    assert document["year"] == 2020
    assert document["source"] == "区政府"
    assert document["city"] == "芜湖市"
    assert "path" not in document
    rows = {(row.value, row.status) for row in evidence if row.field == "source"}
    assert rows == {("区政府", "person"), ("弋江区应急管理局", "candidate")}


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("year", "2023", "year", 2023),
        ("year", "2023.0", "year", 2023),
        ("年份", "二〇二三年", "year", 2023),
        ("Date", "20230506", "publication_date", "2023-05-06"),
        ("发布时间", "2023年5月6日 08:30", "publication_date", "2023-05-06"),
        ("会议日期", "2023-05", "meeting_date", "2023-05"),
        ("meeting_date", "XXXX-05-06", "meeting_date", "XXXX-05-06"),
        ("级别", "县级", "admin_level", "county"),
        ("admin_level", "city", "admin_level", "city"),
        ("文种", "讲话", "genre", "speech"),
        ("标题", " 全县会议 ", "title", "全县会议"),
    ],
)
def test_a_table_may_name_its_columns_and_print_its_days_as_it_likes(header, cell, field, value):
    found = read_stated({header: cell}, SETTINGS.terms("stated"))
    assert (found.facts, found.refused) == ({field: value}, [])


def test_the_column_of_the_own_name_goes_before_another_name():
    found = read_stated({"标题": "甲", "title": "乙", "views": "12"}, SETTINGS.terms("stated"))
    assert found.facts == {"title": "乙"}


@pytest.mark.parametrize("cell", ["", " ", "nan", "None", "不详"])
def test_an_empty_cell_states_nothing(cell):
    assert read_stated({"year": cell, "place": cell}) == ({}, {}, [])


@pytest.mark.parametrize(
    ("header", "cell"), [("year", "abc"), ("年份", "3"), ("date", "soon"), ("genre", "poem"), ("级别", "高")]
)
def test_a_cell_that_is_no_such_fact_is_named_and_what_was_read_stands(header, cell):
    source = Source("a", "t.csv/1", "会议强调,要加强水环境治理。", ".txt", {header: cell})
    frames = frame_document(source, SETTINGS)
    (problem,) = frames["problems"]
    assert problem.path == "t.csv/1" and problem.problem.startswith(f"{header} {cell!r} is no")
    assert not any(row.status == "person" for row in frames["evidence"])


def test_a_stated_day_is_stated_and_gives_the_year():
    document, _, _ = describe(
        "会议强调,要加强水环境治理。", facts={"日期": "2023/5/6", "会议日期": "XXXX-05-04"}
    )
    assert (document["publication_date_status"], document["meeting_date_status"]) == ("stated", "partial")
    assert document["year"] == 2023


def test_what_the_page_says_of_itself_fills_gaps_only():
    raw = "全区统计工作会议召开\n5月6日,全区统计工作会议召开,区长出席,要求各镇街提高数据质量。\n"
    meta = {"pubdate": "2023-05-08 10:00", "contentsource": "区统计局", "sitename": "无锡市滨湖区人民政府"}
    document, evidence, _ = describe(raw, meta=meta)
    assert document["place"] == "江苏省无锡市滨湖区"
    assert document["publication_date"] == "2023-05-08"
    assert document["source"] == "区统计局"
    assert document["title"] == "全区统计工作会议召开"
    assert all(row.raw_start is None for row in evidence if row.note.startswith("<meta>"))


WIDE = str.maketrans(",:;!?()", "，：；！？（）")
NARROW = str.maketrans("，：；！？（）", ",:;!?()")
DRESSES = {
    "full-width punctuation": lambda raw: raw.translate(WIDE),
    "half-width punctuation": lambda raw: raw.translate(NARROW),
    "other line ends": lambda raw: raw.replace("\n", "\r\n"),
    "byte-order marks inside": lambda raw: raw.replace("\n", "\ufeff\n"),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("case", [*CASES["positive"], *CASES["negative"]], ids=name_of)
def test_the_same_page_in_another_dress(case, dress):
    plain, dressed = describe(case["raw"]).document, describe(DRESSES[dress](case["raw"])).document
    for field, value in plain.items():
        same = dressed[field]
        assert (same.translate(NARROW) if isinstance(same, str) else same) == (
            value.translate(NARROW) if isinstance(value, str) else value
        ), field


@pytest.mark.parametrize(
    "unit", ["*", "会", "一", "1", "全市", "来源:无锡日报\n", "2023-01-01 \n", "“三", "市\n", "第"]
)
def test_hostile_text_costs_bounded_time(unit):
    raw = unit * (60_000 // len(unit))
    start = time.process_time()
    describe_document(raw, Untouched(raw, range(len(raw) + 1)), SETTINGS)
    find_targets(raw, [], SETTINGS)
    assert time.process_time() - start < 5  # takes well under a second; what is quadratic takes minutes


def test_the_five_texts():
    from score_metadata import score_metadata

    assert [row for row in score_metadata() if not row["is_right"]] == []


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("2023年2月15日", "2023-02-15"),
        ("２０２３年２月１５日", "2023-02-15"),
        ("2023 年 2 月 15 日", "2023-02-15"),
        ("二〇二三年二月十五日", "2023-02-15"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("2023/2/15", "2023-02-15"),
        ("2023.02.15", "2023-02-15"),
        ("9月2号", "XXXX-09-02"),
        ("9月16-17日", "XXXX-09-16"),
        ("2023年9月30日至10月2日", "2023-09-30/2023-10-02"),
        ("2023年2月", "2023-02"),
        ("2023年", "2023"),
    ],
)
def test_dates_as_they_are_printed(printed, edtf):
    assert [mention.edtf() for mention in find_dates(f"于{printed},")] == [edtf]


@pytest.mark.parametrize(
    "printed", ["13月1日", "人民日报", "2023年2月30日", "生日快乐", "PM2.5", "1.2.3", "第22日报"]
)
def test_no_dates(printed):
    assert [mention for mention in find_dates(printed) if mention.day] == []


def test_days_before():
    from datetime import date

    assert last_before(2, 29, date(2023, 3, 1)) is None
    assert day_before(31, date(2023, 3, 2)) == date(2023, 1, 31)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("六安市", ("六安", "Lu'an")),
        ("厦门市", ("厦门", "Xiamen")),
        ("陕西省", ("陕西", "Shaanxi")),
        ("和县", ("和县", "Hexian")),
    ],
)
def test_labels(name, labels):
    english = {"陕西省": "Shaanxi"}.get(name, "")
    assert label_place(name, english, "city", is_redacted=False) == labels
