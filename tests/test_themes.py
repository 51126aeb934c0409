"""Themes: the decision order on phrases, and the packs themselves."""

import re
from pathlib import Path

import pytest

from analysis.directives import find_directives
from analysis.directives.packs import measure_unthemed, suggest_pack
from analysis.lexicons import read_lexicons
from analysis.segments import split_clauses, split_sections, split_sentences
from analysis.segments.turns import Turn
from analysis.themes import read_pack, theme_of

LEXICONS = read_lexicons()
PACKS = ("environment", "general")
GOLD_THEMES = (Path(__file__).parent / "gold" / "themes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("phrase", "theme"),
    [
        ("强化移动源等污染源监管", "air"),  # a medium beats the instrument
        ("强化农业面源污染治理", "rural"),  # rural beats a medium
        ("完善生态环境监测网络", "enforcement"),  # purely an instrument
        ("督察反馈问题整改", "inspection"),
        ("巩固提升水平", None),  # 水 in 水平 and 固 in 巩固 are no media
        ("推动工作", "overall"),
    ],
)
def test_decision_order(phrase, theme):
    assert theme_of(phrase, read_pack(LEXICONS, "environment"))[0] == theme


@pytest.mark.parametrize(
    ("phrase", "theme"),
    [
        ("加快病险水库除险加固", "disaster"),
        ("突出抓好高校毕业生就业", "livelihood"),
        ("优化营商环境", "investment"),
    ],
)
def test_the_general_pack(phrase, theme):
    assert theme_of(phrase, read_pack(LEXICONS, "general"))[0] == theme


def test_two_objects_give_a_second_best():
    first, second = theme_of("加强大气污染防治和风险防控", read_pack(LEXICONS, "environment"))
    assert {first, second} == {"air", "risk"}


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_closed(name):
    pack = read_pack(LEXICONS, name)
    assert set(pack.theme_of.values()) == set(pack.kinds)
    labels = LEXICONS[f"theme_labels/{name}"]
    assert all(row.english and row.note for row in labels)  # a label in either language
    assert pack.framing == {"political", "overall"}


def test_the_environment_pack_holds_the_gold_s_closed_list_and_its_terms():
    pack = read_pack(LEXICONS, "environment")
    codes = re.findall(r"^## (\w+) — ", GOLD_THEMES, re.M)
    assert list(pack.kinds) == codes
    for code, block in zip(codes, re.split(r"^## ", GOLD_THEMES, flags=re.M)[1:], strict=True):
        terms = re.findall(r"(?:Terms: |; )([^(;]+?) \(", block[block.index("Terms:") :])
        assert terms and {term: pack.theme_of.get(term) for term in terms} == dict.fromkeys(terms, code)


def test_an_unknown_pack_is_named():
    with pytest.raises(KeyError, match="themes/absent"):
        read_pack(LEXICONS, "absent")


def test_every_row_says_where_it_comes_from():
    sources = {"guideline", "general", "themes.md", "wuxi", "liangxi", "guichi", "shanwei", "anonymous"}
    names = ("verbs", "adverbs", "openers", "cues", "modals", "addressees", "reporting", "themes/environment")
    assert not [(n, row) for n in names for row in LEXICONS[n] if row.source not in sources]


def themes_of(text, pack):
    """Theme of each demand of a text in which the meeting alone speaks."""
    turns = [Turn("会议", None, 0, len(text))]
    sections = split_sections(text, split_sentences(text), turns, LEXICONS)
    rows = find_directives(text, sections, turns, split_clauses(text), lexicons=LEXICONS, theme_pack=pack)
    return [row.theme for row in rows]


SAID = "会议强调,"
GENERAL = "要发展养老服务。要抓好招商引资项目。要健全工作机制。要压实责任。要办好学校。"


def test_words_of_any_field_carry_no_theme_outside_the_field():
    assert themes_of(GENERAL, "environment") == [None] * 5


def test_the_same_words_carry_one_in_a_text_about_the_field():
    text = "要打好蓝天保卫战。要压实责任。要健全工作机制。要治理黑臭水体。"
    assert themes_of(text, "environment") == ["air", "accountability", "accountability", "water"]


def test_a_demand_of_another_field_inherits_nothing():
    text = "一要打好蓝天保卫战,发展养老服务,再加一把劲。"
    assert themes_of(text, "environment") == ["air", None, "air"]


def test_a_block_about_the_field_in_a_text_about_others():
    text = GENERAL * 2 + "要改善空气质量,压实责任,再加一把劲,发展养老服务。"
    assert themes_of(text, "environment")[10:] == ["air", "accountability", "air", None]


def test_the_pack_that_fits_is_suggested():
    assert suggest_pack([SAID + GENERAL], LEXICONS) == "general"
    assert suggest_pack([SAID + "要打好蓝天保卫战。要压实责任。"], LEXICONS) == "environment"
    assert suggest_pack(["今天天气很好。"], LEXICONS) is None
    assert measure_unthemed([SAID + GENERAL], LEXICONS) == {"environment": 1.0, "general": 0.0}


def test_a_pack_of_every_field_finds_no_word_foreign():
    assert read_pack(LEXICONS, "environment").of_one_field
    assert not read_pack(LEXICONS, "general").of_one_field


def test_a_word_of_any_field_gives_way_to_the_headline_in_a_pack_of_every_field():
    text = "要发展养老服务,落实各项措施,加快高铁建设。"
    assert themes_of(text, "general") == ["livelihood", "livelihood", "transport"]
    assert themes_of("要落实各项措施。", "general") == ["accountability"]


def test_a_headline_bequeaths_a_theme_only_where_it_is_borne_out():
    told = "要发展养老服务,加快高铁建设,做强电商产业,办好职业教育,再加一把劲。"
    assert themes_of(told, "general")[-1] is None
    held = "要发展养老服务,办好养老机构,完善养老保险,办好职业教育,再加一把劲。"
    assert themes_of(held, "general")[-1] == "livelihood"
