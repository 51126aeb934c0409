"""Which level of government a text speaks from: 全区, 我市, 县委书记, by count, where they stand and what is around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from analysis.describing.page import Page

UNITS = {
    "自治区": "province",
    "省": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "地区": "city",
    "区": "district",
    "新区": "district",
    "开发区": "district",
    "高新区": "district",
    "经开区": "district",
    "县": "county",
    "旗": "county",
    "镇": "town",
    "乡": "town",
    "街道": "town",
    "国": "country",
}
RANKS = {"country": 0, "province": 1, "city": 2, "district": 3, "county": 3, "town": 4}
_UNIT = r"(?:自治区|新区|开发区|高新区|经开区|地区|街道|省|市|州|盟|区|县|旗|镇|乡)"
# 全区, 我市, 本县: the writer's own place, unless it is compared with others or another meeting's spirit is passed on.
OWN = re.compile(rf"(?<![、与和及以])(?P<who>全|我|本)(?P<unit>{_UNIT})(?![域间块委场际籍国界])(?!、?全)")
NOT_OWN = re.compile(
    r"^(?:前列|前茅|领先|第[一二三四五六七八九十\d]|唯一|首[个家批位]|率先|先进|最|平均|排名|排位|乃至|和全国|全国|一流|示范|标杆|"
    r"[^,，。;；]{0,60}(?:精神|要求|大局|比重))"
)
NOT_OWN_BEFORE = re.compile(
    r"(?:走在|位居|位列|融入|服务|视察|考察|来到|来|贯彻|落实|传达|学习|收看|收听|参加)$"
)
# Who leads and speaks: 区委书记, 县长, 州政府; 副市长 may come from above to attend, 各县委书记 from below.
LED = re.compile(
    r"(?<![副原各前任驻])(?P<unit>自治区|新区|开发区|高新区|街道|省|市|州|盟|地|区|县|旗|镇|乡)"
    r"(?:党工委|党委|工委|委)(?P<chief>书记|副书记)|(?<![副原各前任驻城])(?P<head>省|市|州|区|县|旗|镇|乡)长(?![期远效足江城三])"
)
ORGAN = re.compile(
    r"(?<![驻各])(?P<unit>自治区|省|市|州|区|县|旗|镇|乡)(?:委|党委)(?:、)?(?P=unit)?(?:政府|人民政府)"
)
# Whoever holds a meeting: 市政府召开, 某镇召开.
HOST = re.compile(
    r"(?P<unit>自治区|开发区|高新区|经开区|街道|省|市|州|盟|区|县|旗|镇|乡)"
    r"(?:委、?(?:[省市区县州])?政府|委|政府|人民政府|党委)?(?:组织|集中|紧接着|立即)?(?:召开|举行)(?!的)"
)
CLAUSE = 120  # characters a clause is looked back over
CITED = re.compile(r"《[^》\n]{1,80}》")
CONVEYED = re.compile(r"传达学习|学习(?:传达|贯彻)|(?:学习|传达|贯彻)了")
ZONE_NAMED = re.compile(
    r"(?<![各与和及到赴在进])(?P<unit>开发区|高新区|经开区)(?=[㐀-鿿]{0,10}?(?:局|办公室|管委会|党工委|分局))"
)
# The assemblies a page reports of: 区政协召开…, 县人大常委会主任; not those whose visit it reports.
ASSEMBLY = re.compile(
    r"(?<![全各驻])(?P<unit>省|市|州|区|县|旗)(?:[一二三四五六七八九十]{1,3}届)?(?:人大常委会|政协)(?:党组|召开|主席|主任|组织|专题)"
)
TITLED_TOWN = re.compile(
    r"[㐀-鿿]{2,4}(?P<unit>镇|乡|街道)(?=[:：]|召开|举行|开展|持续|扎实|抓好|组织|认真|积极|深入|全面|多措|党委|党工委)"
)
TAKES_PART = re.compile(r"(?P<unit>市|州|区|县|旗)(?:组织)?(?:参加|收听收看|收看)")  # 某市参加全省…会议
# The town's own bodies, and 该镇: weak, enough where nothing else speaks for a level.
TOWNS_OWN = re.compile(
    r"该(?P<that>镇|乡|街道)|(?<![各县市区])(?P<unit>镇|乡|街道)(?:党委|党工委)(?!书记|副书记)"
)
NATION = re.compile(
    r"(?<!贯彻)(?<!落实)(?<!根据)(?<!传达)国务院(?![《“\"安])|各省、自治区、直辖市|部党组"
    r"|(?:生态环境|水利|财政|教育|公安|民政|农业农村|自然资源|交通运输|应急管理)部(?:办公厅|部长|文件)"
)

# Points: the writer's 我区 and a meeting called 全区… say most; leaders named in the lead next; organs are named by everyone.
OWN_POINTS, LED_POINTS, ORGAN_POINTS, NATION_POINTS = 3.0, 2.0, 0.5, 1.0
ZONE_FACTOR = {"title": 3.0, "head": 1.0, "lead": 2.0, "body": 1.0, "tail": 0.5}
MOST_COUNTED = (
    6.0  # points a cue may bring in all from the body, so that long texts are judged like short ones
)


class Cue(NamedTuple):
    """A stretch of the page's text that speaks for a level."""

    start: int
    end: int
    level: str
    unit: str
    points: float


def find_level_cues(page: Page) -> list[Cue]:
    """Everything in the page's own lines that speaks for a level."""
    return [*_own(page), *_led(page), *_titled(page)]


def _own(page: Page) -> Iterator[Cue]:
    text = page.text
    mine = {UNITS[m["unit"]] for m in OWN.finditer(text) if m["who"] in ("我", "本")}
    cited = {at for match in CITED.finditer(text) for at in range(*match.span())}
    for match in OWN.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        after = text[match.end() : match.end() + 70]
        if match["who"] == "全" and NOT_OWN.match(after) and not after.startswith(("上下", "各")):
            continue
        if match.start() in cited or NOT_OWN_BEFORE.search(before) or _is_conveyed(text, match):
            continue
        above = match["who"] == "全" and mine and all(is_above(UNITS[match["unit"]], level) for level in mine)
        yield _cue(page, match, match["unit"], points=OWN_POINTS / 4 if above else OWN_POINTS)


def is_above(level: str, other: str) -> bool:
    """Whether a level stands above another: 全市…会议 in a text that says 我县 is the city's meeting.

    Examples
    --------
    >>> is_above("city", "county"), is_above("district", "county")
    (True, False)
    """
    return RANKS[level] < RANKS[other]


def _quotes(text: str, position: int) -> bool:
    """Whether a position lies in the title of a document that is cited."""
    low = max(0, position - 80)
    start = max(text.rfind("\n", low, position) + 1, low)
    return any(match.end() > position for match in CITED.finditer(text, start, position + 80))


def _is_conveyed(text: str, match: re.Match[str]) -> bool:
    """Whether 全省… is one of several meetings whose spirit is passed on: 学习了省委全会暨全省…会议、…精神."""
    low = max(0, match.start() - CLAUSE)
    start = max(low, *(text.rfind(mark, low, match.start()) + 1 for mark in ",，。;；\n"))
    return match["who"] == "全" and CONVEYED.search(text, start, match.start()) is not None


def _led(page: Page) -> Iterator[Cue]:
    for match in LED.finditer(page.text):
        unit = match["unit"] or match["head"]
        yield _cue(
            page,
            match,
            "地区" if unit == "地" else unit,
            points=LED_POINTS / 2 if match["chief"] == "副书记" else LED_POINTS,
        )
    for match in ASSEMBLY.finditer(page.text):
        yield _cue(page, match, match["unit"], points=LED_POINTS / 2)
    for match in ORGAN.finditer(page.text):
        yield _cue(page, match, match["unit"], points=ORGAN_POINTS)
    for match in HOST.finditer(page.text):
        if page.segment_at(match.start()).zone in ("title", "lead"):
            yield _cue(page, match, match["unit"], points=LED_POINTS)
    for match in TOWNS_OWN.finditer(page.text):
        yield _cue(page, match, match["that"] or match["unit"], points=ORGAN_POINTS)
    for match in NATION.finditer(page.text):
        if _quotes(page.text, match.start()):
            continue
        yield _cue(page, match, "国", points=NATION_POINTS)


def _titled(page: Page) -> Iterator[Cue]:
    """What the title alone says: 某镇:抓好…, 某市参加全省…会议, 某高新区管委会…."""
    for segment in page.in_zones("title"):
        if town := TITLED_TOWN.match(page.text, segment.start):
            yield _cue(page, town, town["unit"], points=LED_POINTS)
        for match in TAKES_PART.finditer(page.text, segment.start, segment.end):
            yield _cue(page, match, match["unit"], points=2 * OWN_POINTS)
        for match in ZONE_NAMED.finditer(page.text, segment.start, segment.end):
            yield _cue(page, match, match["unit"], points=LED_POINTS)


def _cue(page: Page, match: re.Match[str], unit: str, *, points: float) -> Cue:
    zone = page.segment_at(match.start()).zone
    return Cue(match.start(), match.end(), UNITS[unit], unit, points * ZONE_FACTOR[zone])


def weigh_levels(cues: list[Cue]) -> dict[str, float]:
    """Points by unit (省, 市, 区 …), most first; one kind of cue counts up to a limit."""
    by_kind: dict[tuple[str, float], float] = defaultdict(float)
    for cue in cues:
        by_kind[cue.unit, cue.points] += cue.points
    points: dict[str, float] = defaultdict(float)
    for (unit, single), total in by_kind.items():
        points[unit] += min(total, max(MOST_COUNTED, single))
    return dict(sorted(points.items(), key=lambda item: -item[1]))


def own_unit(cues: list[Cue]) -> str | None:
    """The unit the text speaks from; nothing where nothing speaks for one."""
    return next(iter(weigh_levels(cues)), None)
