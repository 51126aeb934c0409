"""What is demanded: cases, the gold standard, and laws over every page."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from score import MEASURES, TEXTS, find, page_names, read_gold, read_page, tally, without

from analysis.directives import find_directives
from analysis.lexicons import read_lexicons
from analysis.people import find_people
from analysis.segments import split_clauses, split_sections, split_sentences, split_turns

HERE = Path(__file__).parent
LEXICONS = read_lexicons()
UNITS = json.loads((HERE / "cases" / "clauses.json").read_text(encoding="utf-8"))
NONE = json.loads((HERE / "cases" / "no_directives.json").read_text(encoding="utf-8"))
GOLDS = [*map(read_gold, TEXTS), *map(read_page, page_names())]


def directives_of(text, pack="general"):
    sentences = split_sentences(text)
    turns = split_turns(text, sentences, find_people(text, LEXICONS), LEXICONS)
    sections = split_sections(text, sentences, turns, LEXICONS)
    clauses = split_clauses(text, sentences)
    return find_directives(text, sections, turns, clauses, lexicons=LEXICONS, theme_pack=pack)


@pytest.mark.parametrize("case", UNITS, ids=[case["about"] for case in UNITS])
def test_which_clauses_are_one_demand(case):
    found = [case["text"][row.start : row.end] for row in directives_of(case["text"])]
    assert (found == case["units"]) is not case.get("fails", False)


@pytest.mark.parametrize("case", NONE, ids=[case["about"] for case in NONE])
def test_what_is_no_demand(case):
    assert directives_of(case["text"]) == []


REPORT = (
    "2026年某县政府工作报告\n各位代表：\n现在，我代表县人民政府，向大会报告工作。请各位政协委员和其他列席人员提出意见。\n"
    "一、2025年工作回顾\n过去一年，全县取得明显成效。\n二、2026年主要任务\n"
    "“十四五”时期，全县发展历程极不平凡。我们完善路网，推动产业升级。\n"
    "（一）加快建设现代化产业体系\n做强做优制造业。\n"
)


def test_what_a_work_report_demands():
    found = [REPORT[row.start : row.end] for row in directives_of(REPORT)]
    assert found == ["（一）加快建设现代化产业体系", "做强做优制造业"]


def test_a_heading_demands_though_a_statement_follows():
    text = (
        "在会议上的讲话\n同志们:\n下面,我讲两点意见。\n提高政治站位\n各级各部门要压实责任。\n"
        "加强组织领导\n责任落实是关键。各乡镇要建立台账。\n"
    )
    found = [text[row.start : row.end] for row in directives_of(text)]
    assert "加强组织领导" in found
    assert "责任落实是关键" not in found


@pytest.mark.parametrize("name", [name for name in page_names() if not read_page(name).directives])
def test_pages_without_a_demand(name):
    assert find(read_page(name), LEXICONS).directives == []


@pytest.mark.parametrize("gold", GOLDS)
def test_laws_of_the_tree(gold):
    found = find(gold, LEXICONS)
    rows = found.directives
    starts = [row.start for row in rows]
    assert starts == sorted(starts)
    assert all(one.end <= other.start for one, other in pairwise(rows))
    for number, row in enumerate(rows):
        assert (row.parent_index is None) == (row.level == 1)
        if row.parent_index is not None:
            assert row.parent_index < number and rows[row.parent_index].level <= row.level
            assert row.is_listed == rows[row.parent_index].is_listed
        assert gold.text[row.start] not in ",，。;； \n" and gold.text[row.end - 1] not in ",，。;； \n"
        assert row.verb is None or row.verb in gold.text[row.start : row.end]


@pytest.mark.parametrize(
    ("text", "levels", "ordinals"),
    [
        ("会议强调,要抓落实。压实责任。各部门要尽责,强化督查。", [1, 3, 2, 3], [None] * 4),
        ("会议强调,一要抓项目。要快。优化服务。二要抓民生。", [1, 2, 3, 1], ["一", None, None, "二"]),
        (
            "会议强调,\n一、抓项目\n(一)抓招商。优化服务。\n二、抓民生\n办好实事。",
            [1, 2, 3, 1, 3],
            ["一", "(一)", None, "二", None],
        ),
        (
            "会议强调,要抓落实。\n压实责任,抓好整改\n各村要倒排工期,加快进度。\n强化保障,优化服务\n加大资金投入,完善设施。",
            [1, 1, 2, 3, 1, 3, 3],
            [None] * 7,
        ),
        (
            "会议强调,要抓落实,一方面加大投入,完善设施;另一方面严格监管,强化执法。",
            [1, 2, 3, 2, 3],
            [None] * 5,
        ),
    ],
)
def test_levels_and_ordinals(text, levels, ordinals):
    rows = directives_of(text)
    assert [row.level for row in rows] == levels
    assert [row.ordinal for row in rows] == ordinals


def test_lists_are_counted_by_place_not_by_ordinal():
    text = "县长王芳要求,一要快。二要实。县委书记李刚强调,一要稳。二要准。"
    assert [(row.ordinal, row.list_index, row.speaker) for row in directives_of(text)] == [
        ("一", 0, "王芳"),
        ("二", 0, "王芳"),
        ("一", 1, "李刚"),
        ("二", 1, "李刚"),
    ]


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("会议强调,必须按期完成整改。", "strong"),
        ("会议强调,要全面推进改革。", "firm"),
        ("会议强调,鼓励企业参与。", "soft"),
        ("会议强调,完善工作方案。", "plain"),
    ],
)
def test_strength(text, strength):
    assert [row.strength for row in directives_of(text)] == [strength]


def test_verb_and_object():
    (row,) = directives_of("会议强调,各部门要加快推进管网建设。")
    assert (row.verb, row.object) == ("推进", "管网建设")


def figures(golds, lexicons_of):
    counts = sum((tally(gold, find(gold, lexicons_of(gold))) for gold in golds), Counter())
    return {name: figure(counts) for name, figure in MEASURES.items()}


# What the text half must reach. The five texts were in view when the rules were written: these are floors under
# later changes, not estimates of what it does elsewhere.
FLOORS = {
    "speaker right, by characters": 0.99,
    "speakers found, F1 by name": 1.0,
    "sections, boundary F1": 0.95,
    "sections, kind by characters": 0.95,
    "directives F1, span exact": 0.92,
    "directives F1, overlap ≥ 0.5": 0.96,
    "directives F1, by characters": 0.97,
    "level": 0.93,
    "parent": 0.90,
    "theme, strict": 0.85,
    "theme, with second-best": 0.95,
}


def test_the_five_texts_reach_the_floors():
    found = figures(map(read_gold, TEXTS), lambda _: LEXICONS)
    assert {name: found[name] for name, floor in FLOORS.items() if float(found[name]) < floor} == {}
    assert found["false on excluded spans"] == "0 of 37"


def test_without_the_rows_learned_from_the_text_itself_they_still_do():
    by_text = {read_gold(doc_id).text: doc_id for doc_id in TEXTS}
    found = figures(map(read_gold, TEXTS), lambda gold: without(LEXICONS, by_text[gold.text]))
    assert {name: found[name] for name, floor in FLOORS.items() if float(found[name]) < floor - 0.01} == {}


FRAGMENTS = (
    "会议强调,", "县长王芳指出,", "他要求,", "要抓好落实", "各部门要尽责", "压实责任", "围绕目标", "精准施策", "确保达标",
    "近年来", "但还存在短板", "一、抓项目", "(一)抓招商", "一是", "第一,", "是当前大事", "“", "”", "\n", "。", ";", ",", "?",
    "**", "习近平总书记强调", "出席会议", "(记者 丁荷)", "同志们:", "对不达标的",
)  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_text_gives_a_tree_of_spans_in_order(text):
    rows = directives_of(text)
    assert all(one.end <= other.start for one, other in pairwise(rows))
    for number, row in enumerate(rows):
        assert 0 <= row.start < row.end <= len(text) and row.speaker
        assert (row.parent_index is None) == (row.level == 1)
        assert row.parent_index is None or row.parent_index < number


@pytest.mark.parametrize(
    "unit",
    ["会议强调,要抓落实。", "加强管理,", "县长王芳、", "“要抓好”", "各", "的工作", "一、抓项目\n", "对企业,"],
)
def test_time_grows_with_the_text_not_with_its_square(unit):
    from time import process_time

    def seconds(times):
        start = process_time()
        directives_of("会议强调," + unit * times)
        return process_time() - start

    seconds(10)
    long = min(seconds(3000) for _ in range(2))
    assert long < 1.0 or long < 8 * min(seconds(750) for _ in range(2))
