"""Place names on a page and what each says about whose page it is."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from analysis.describing.labels import Labelled
from analysis.describing.page import Page
from analysis.gazetteer import Gazetteer, Mention, contains, narrow

# What stands behind a name says what the name is there for. Order matters: the first that fits is taken.
IS_SESSION = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,4}届人民代表大会|[一二三四五六七八九十\d]{1,4}届人(?:大|民代表大会)|第[一二三四五六七八九十\d]{1,4}次党代会)"
)
IS_OWNER = re.compile(r"^[^,，。;；\s]{0,6}?(?:人民政府|门户网站|政府网|政务网|融媒体中心|新闻网|党建网)")
IS_HOST = re.compile(
    r"^分会场|^(?:[市区县州旗]?(?:委|委员会|人民政府|政府|委[、 ]?[市区县州旗]?政府)?)"
    r"[^,，。;；]{0,6}?(?:召开|举行|举办|部署|启动|打响)"
)
IS_LED = re.compile(
    r"^委(?:常委|书记|副书记|、|办)|^[市区县州旗]?委[一二三四五六七八九十]{1,3}届|^[市区县州旗]委(?!员)|^人民政府[市区县州省]长|^省长"
    r"|^(?:市|区|县|州|旗)?(?:委|人民政府|政府)?(?:副?书记|[市区县州旗]长|主席)"
)
IS_SIGNED = re.compile(r"^(?:人民政府|委员会|委)(?:办公室|办公厅)?\s*$")
# A delegation from elsewhere: 某区区委书记率党政考察团一行到…观摩.
IS_VISITOR = re.compile(
    r"^[^。;；\n]{0,30}(?:率领?|带领|带队|一行)[^。;；\n]{0,40}(?:观摩|考察|学习|交流|参观)"
)
# 凉城新村街道 is no place in 凉城县 for all that its name says.
IS_TOWN = re.compile(r"^(?![区县市])[㐀-鿿]{1,3}(?:街道|镇|乡)")
IS_PAPER = re.compile(r"^(?:[日晚早]报|商报|发布|融媒|广播|电视台|网讯|在线|新闻)")
IS_BODY = re.compile(r"^[㐀-鿿]{2,12}?(?:局|办公室|委员会|指挥部|支队|管委会|检察院|法院)")
IS_PRAISED = re.compile(
    r"(?:美丽|建设|打造|平安|法治|书写|谱写|描绘|幸福|让|把|将|推动|助力|大美|魅力|活力|绿色|富美|清洁|清新|健康|现代化|新时代)[“\"‘]?$"
)
IS_PRAISED_BEHIND = re.compile(
    r"^[”\"’]?(?:力量|实践|新?篇章|样板|智慧|担当|经验|模式|新篇|高质量发展|现代化|生态画卷|画卷|答卷|答案|特色|速度|的(?:天|水|山|明天|未来))"
)
# Somewhere else: a venue, a visitor's or a partner's place.
IS_ELSEWHERE = re.compile(r"(?:赴|前往|来|到|在|驻|去|与|同|和|及|向|从|对|以|学习|借鉴|包括|如)$")
IS_WELCOME = re.compile(r"欢迎(?:来到|访问)?$|迎来到$")
# 和平生态环境分局 is the branch in 和平区, though 和平 is a word.
IS_BRANCH = re.compile(r"^(?:生态环境|公安|自然资源|市场监管|规划)分?局|^区分局")
# A bare name may be a person's given name: then it speaks and attends.
IS_PERSON = re.compile(
    r"^(?:同志)?(?:出席|主持|指出|强调|要求|说|表示|介绍|讲话|先后|一行|作(?!出)了?|在会上|对|就|率|带队|参加)"
    r"|^、[^,，。、]{2,3}(?:出席|参加)"
)
# Where something happened that the text learns from: 吸取鄂州“1·14”火灾教训.
IS_CASE = re.compile(r"^[㐀-鿿“”\"‘’·•・．.\d-]{0,24}?(?:事故|火灾|爆炸|坍塌|泄漏|案件|惨案|教训)")
NOT_A_PLACE = re.compile(
    r"^(?:贤(?!市|县|区)|日报社?社论|大学|医科大|理工大|师范|大道|大街|路|街|镇|乡(?!村)|村|银行|机场|高速|江|湖|河|山|海洋|海峡|半岛|精神|宣言|"
    r"会议精神|议定书|协定)"
)

ZONE_POINTS = {"title": 3.0, "head": 1.5, "lead": 1.5, "body": 0.6, "tail": 0.6}
NOTE_POINTS = {
    "people's congress": 6.0,
    "site owner": 6.0,
    "host": 4.0,
    "publisher": 3.0,
    "signature": 6.0,
    "leader": 3.0,
    "branch": 3.0,
    "newspaper": 2.0,
    "its own future": 1.5,
    "body": 1.0,
}
_BEHIND = (
    (IS_SESSION, "people's congress"),
    (IS_OWNER, "site owner"),
    (IS_PAPER, "newspaper"),
    (IS_HOST, "host"),
    (IS_LED, "leader"),
    (IS_BRANCH, "branch"),
    (IS_BODY, "body"),
)
_LABELS = ("publisher", "source", "compiled", "owner")


class Named(NamedTuple):
    """A place name on the page, how many points it brings, and why (empty: it is merely named)."""

    mention: Mention
    points: float
    note: str
    is_shown: bool = True


def name_places(page: Page, labels: Sequence[Labelled], gazetteer: Gazetteer) -> list[Named]:
    """Every place name on the page that may be the document's own, with its points.

    Left out are lists of places (北京、天津), names in names of roads and universities, and bare names that are common
    words, unless the place is named in full elsewhere. A path (绍兴市越城区) speaks for its last place.
    """
    mentions = gazetteer.find(page.text)
    spelled = {place for mention in mentions if mention.is_full for place in mention.places}
    values = {
        at for label in labels if label.category in _LABELS for at in range(label.value_start, label.end)
    }
    named: list[Named] = []
    for number, mention in enumerate(mentions):
        ahead = mentions[number + 1] if number + 1 < len(mentions) else None
        behind = mentions[number - 1] if number else None
        if _is_listed(page.text, behind, mention, ahead=ahead):
            continue
        origin = behind.start if behind and behind.end == mention.start else mention.start
        if behind and origin < mention.start:
            mention = mention._replace(places=narrow(mention.places, behind.places))
        if ahead and ahead.start == mention.end and _is_path(mention, ahead):
            named.append(Named(mention, ZONE_POINTS[page.segment_at(mention.start).zone] / 2, ""))
        elif found := _judge(
            page,
            mention,
            values,
            origin=origin,
            is_spelled=any(place in spelled for place in mention.places),
        ):
            named.append(found)
    return named


def _is_path(outer: Mention, inner: Mention) -> bool:
    return any(contains(above, place) for above in outer.places for place in inner.places)


def name_site(site: str, gazetteer: Gazetteer) -> list[Named]:
    """The place in the name of a site that the page itself does not show: the last of a path."""
    mentions = gazetteer.find(site)
    if not mentions:
        return []
    last = mentions[-1]
    places = narrow(last.places, [place for mention in mentions[:-1] for place in mention.places])
    return [Named(last._replace(places=places), NOTE_POINTS["site owner"], "site owner", is_shown=False)]


def _is_listed(text: str, behind: Mention | None, mention: Mention, *, ahead: Mention | None) -> bool:
    after = ahead is not None and ahead.start - mention.end == 1 and text[mention.end] == "、"
    before = behind is not None and mention.start - behind.end == 1 and text[mention.start - 1] == "、"
    return after or before


def _judge(page: Page, mention: Mention, values: Set[int], *, origin: int, is_spelled: bool) -> Named | None:
    """What a mention is worth; `origin` is where the path begins that it ends (到上海市松江区)."""
    segment = page.segment_at(mention.start)
    after = page.text[mention.end : min(segment.end, mention.end + 24)]
    before = page.text[max(segment.start, origin - 4) : origin]
    is_minor = not mention.is_full and mention.places[0].level in ("district", "county")
    if IS_CASE.match(after) and segment.zone != "title":
        return None
    if not mention.is_full and (NOT_A_PLACE.match(after) or (not is_spelled and IS_PERSON.match(after))):
        return None
    note = _note(mention, segment.zone, before, after=after, values=values)
    if not note and mention.start == segment.start and IS_SIGNED.match(page.text[mention.end : segment.end]):
        note = "signature"
    if (
        note == "site owner"
        and is_minor
        and not is_spelled
        and not after.startswith(("人民政府", "政府", "县", "区"))
    ):
        note = ""  # 中原新闻网 is no site of 中原区
    behind = page.text[mention.end : min(segment.end, mention.end + 80)]
    if note == "leader" and IS_VISITOR.match(behind):
        return None
    if note == "host" and is_minor and IS_TOWN.match(after):
        note = ""
    if mention.is_word and not is_spelled and note not in ("newspaper", "publisher", "site owner", "branch"):
        return None
    points = ZONE_POINTS[segment.zone] + NOTE_POINTS.get(note, 0)
    if not note and IS_ELSEWHERE.search(before) and not IS_WELCOME.search(before):
        points /= 4
    if not note and is_minor and not is_spelled:
        points /= 3  # bare names of districts are often names of persons as well
    return Named(mention, points, note)


def _note(mention: Mention, zone: str, before: str, *, after: str, values: Set[int]) -> str:
    if mention.start in values:
        return "publisher"
    for pattern, note in _BEHIND:
        if pattern.match(after):
            fits = zone in ("head", "tail") if note == "site owner" else zone != "tail" or note == "newspaper"
            if fits and not (
                note in ("host", "body") and IS_ELSEWHERE.search(before) and not after.startswith("分会场")
            ):
                return note
    return "its own future" if IS_PRAISED.search(before) or IS_PRAISED_BEHIND.match(after) else ""
