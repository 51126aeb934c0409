"""Themes: the decision order on phrases, and the packs themselves."""

import re
from pathlib import Path

import pytest

from analysis.lexicons import read_lexicons
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
