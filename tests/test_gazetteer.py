"""The gazetteer: what a name may mean, and what is no name of a place."""

from __future__ import annotations

import pytest

from analysis.gazetteer import Place, contains, get_gazetteer, narrow, short_name
from analysis.lexicons import Entry
from analysis.settings import Settings
from analysis.tokens import WORDS, get_tokenizer

SETTINGS = Settings()
GAZETTEER = get_gazetteer(SETTINGS.terms("places"), SETTINGS.terms("place_words"), get_tokenizer(WORDS).terms)


def find(text: str) -> list[tuple[str, bool, int]]:
    return [(mention.name, mention.is_full, len(mention.places)) for mention in GAZETTEER.find(text)]


def test_the_table_is_a_tree():
    paths = {place.path for place in GAZETTEER.places}
    assert len(paths) == len(GAZETTEER.places)
    assert all(path[:-1] in paths for path in paths if len(path) > 1)
    depth = {"province": 1, "city": 2, "district": (2, 3), "county": (2, 3)}
    for place in GAZETTEER.places:
        assert len(place.path) in (
            depth[place.level] if isinstance(depth[place.level], tuple) else (depth[place.level],)
        )


def test_the_table_is_whole():
    """Thirty-four units of the first level, and the prefectures and counties that official statistics count."""
    by_level = {
        level: sum(place.level == level for place in GAZETTEER.places) for level in ("province", "city")
    }
    assert by_level == {"province": 34, "city": 333}
    counties = [p for p in GAZETTEER.places if p.name[-1] in "区县市旗" and p.level in ("district", "county")]
    assert (
        2_840 <= len(counties) <= 2_990
    )  # 2,843 at the end of 2023; the source also codes development zones


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("无锡市梁溪区人民政府", [("无锡市", True, 1), ("梁溪区", True, 1)]),
        ("鼓楼区召开会议", [("鼓楼区", True, 4)]),
        ("朝阳区", [("朝阳区", True, 2)]),
        ("玉树州召开会议", [("玉树州", True, 1)]),
        ("汕尾日报讯", [("汕尾", False, 1)]),
        ("北京市场监管", [("北京", False, 1)]),
        ("济南市市中区", [("济南市", True, 1), ("市中区", True, 4)]),
        ("中心城区、老城区改造", []),
        ("海南区域发展", [("海南", False, 3)]),
    ],
)
def test_finds(text, mentions):
    assert find(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("如期完成县城建设", []),
        ("成县召开会议", [("成县", True, 1)]),
        ("守纪律和政策底线", []),
        ("守好安全底线，提高安全水平", []),
        ("推动科技创新和产业创新", []),
        ("加快美丽江苏建设", [("江苏", False, 1)]),  # 丽江 stands in front and is none
        ("绍兴市区、绍兴县委和越城区委", [("绍兴市", True, 1), ("绍兴", False, 1), ("越城区", True, 1)]),
        ("A和政\r\n策", [("和政", False, 1)]),
    ],
)
def test_no_name_begins_or_ends_inside_a_word(text, mentions):
    assert find(text) == mentions


def test_what_the_text_has_in_full_elsewhere_is_a_name_anywhere():
    """梁溪 after 做强 is cut as 强梁|溪: that the district is named decides."""
    assert find("做大做强梁溪产业") == []
    assert [name for name, *_ in find("梁溪区做大做强梁溪产业")] == ["梁溪区", "梁溪"]


def test_without_words_characters_decide():
    plain = get_gazetteer(SETTINGS.terms("places"), SETTINGS.terms("place_words"))
    assert [mention.name for mention in plain.find("如期完成县城建设")] == ["成县"]


def test_bare_names_that_are_words_are_marked():
    assert {mention.name: mention.is_word for mention in GAZETTEER.find("公安机关与苏州")} == {
        "公安": True,
        "苏州": False,
    }


def test_every_common_word_is_a_bare_name():
    assert {word.term for word in SETTINGS.terms("place_words")} <= set(GAZETTEER.by_bare)


def test_a_corpus_adds_a_place():
    rows = (Entry("江苏省", "province"), Entry("江苏省 新城市", "city", "Newtown"))
    (mention,) = get_gazetteer(rows).find("新城市召开会议")
    assert mention.places[0].english == "Newtown"


def test_narrowing_keeps_all_where_nothing_helps():
    drum_towers = GAZETTEER.by_full["鼓楼区"]
    assert narrow(drum_towers, [Place(("四川省", "成都市"), "city")]) == drum_towers
    (nanjing,) = narrow(drum_towers, [Place(("江苏省", "南京市"), "city")])
    assert nanjing.full == "江苏省南京市鼓楼区"
    assert contains(Place(("江苏省",), "province"), nanjing)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浦东新区", "浦东"),
        ("梅里斯达斡尔族区", "梅里斯"),
        ("神农架林区", "神农架"),
        ("达拉特旗", "达拉特"),
        ("大兴安岭地区", "大兴安岭"),
        ("通道侗族自治县", "通道"),
    ],
)
def test_short_names(name, short):
    assert short_name(name) == short
