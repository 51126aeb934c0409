"""Rows of what a site says of a page: who put it there, when, how often it was read.

`转载 2016/12/23 04:49 来源：某镇 作者：某人 500 阅读`: the names of the fields change from site to site, so what tells is
that fields of several kinds stand in one line with next to nothing between them.
"""

from __future__ import annotations

import re

from analysis.cleaning.furniture.shapes import DAY, RANGE, TIME
from analysis.cleaning.page import count_han

LONGEST_STAMP = 160  # characters
WIDEST_VALUE = 14  # Han characters of a value behind the name of its field
HOME_FIELDS = 3  # so many of them in a line
WIDEST_LOOSE = 8  # Han characters that belong to no field: a column, a publisher
SENTENCE = re.compile("[。；！？]")
FIELD = re.compile(
    rf"(?P<key>(?:时间|日期|来源|来自|出处|作者|编辑|记者|责编|校对|审核|次数|人气|属地|栏目|分类|类别|类型|页数|编号|字数|格式|大小|标签|关键词|字号|字体|浏览量|阅读量|点击量|点击|浏览|阅读|播报)\s*[:：])"
    rf"|(?P<day>{DAY}(?:{TIME})?)"
    r"|(?P<count>[\d.,]+\s*[万kKwW+]*\s*(?:次|人)?\s*(?:阅读|浏览|评论|点赞|收藏|转发|下载|播放|点击|围观|热度))"
    r"|(?P<counted>(?:阅读|浏览|评论|点击|收藏|转载|人气)\s*[(（]\s*\d+\s*[)）])"
    r"|(?P<length>(?:约|共|全文)?\s*[\d.,]+\s*字(?!节)|阅读需?约?\s*\d+\s*分钟)"
    r"|(?P<button>[\[【(（]\s*[大中小打印关闭收藏分享+\-\s]{0,6}\s*[\]】)）])"
)
# An account, a kind, a place and the minute of publication, dots or bars between them.
_STEP = r"[^\s，。；！？,;·•|｜](?:[^，。；！？,;·•|｜]{0,12}[^\s，。；！？,;·•|｜])?"
STEPS = re.compile(rf"(?:(?:{_STEP}\s*)?[·•|｜]\s*){{1,5}}{DAY}(?:\s*{TIME})?(?:\s*[·•|｜]\s*{_STEP})?")
# Where a site is at home: a notice may give one of these of its own, and says whom to ask.
HOME = re.compile(
    r"(?:地址|地点|邮编|邮政编码|电话|传真|邮箱|网址|热线|备案\w{0,3}号|公众号|微信号|标[识示]码|主办|承办)(?:单位)?\s*[:：]?|(?:手机|微信)\s*[:：]"
)
ASKED = re.compile("联系人|联系方式|报名|咨询")
TIMED = re.compile(rf"{DAY}\s*{TIME}")
# An organ in full before the first field, and before a day alone.
ORGAN = r"[\u4e00-\u9fff]{2,20}(?:委员会|人民政府|办公室|联合会|局|委|厅|部|院|中心|集团|公司|大学|学校)"
PUBLISHER = re.compile(rf"{ORGAN}[\s|｜]+")
PUBLISHED = re.compile(rf"{ORGAN}\s+(?:时间|日期)\s*[:：]\s*(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}")
# An organ, and the minute of publication.
ISSUED = re.compile(rf"{ORGAN}\s+{DAY}\s*{TIME}")
PAUSE = re.compile("[，。；！？,;]")
# Fields that bylines have too: `来源：某报 记者：某人` below a text is its own.
OF_AUTHORS = re.compile("来源|来自|出处|作者|记者|编辑|责编|校对|审核")


def is_stamp(text: str) -> bool:
    """Whether a line is a row of fields.

    Examples
    --------
    >>> is_stamp("转载 2016/12/23 04:49 来源：某镇 作者：某人 500 阅读"), is_stamp("来源：某报 记者：某人")
    (True, False)
    """
    if len(text) > LONGEST_STAMP or SENTENCE.search(text) or RANGE.search(text):
        return False
    if STEPS.fullmatch(text) or ISSUED.fullmatch(text):
        return True
    n_fields, of_page, position, is_value = 0, False, 0, False
    for match in FIELD.finditer(text):
        before = text[position : match.start()]
        if not _is_loose(before, is_value=is_value) and (position or PUBLISHER.fullmatch(before) is None):
            return False
        is_key = match.lastgroup == "key"
        joined = is_value and match.lastgroup == "day" and not text[position : match.start()].strip()
        n_fields += not joined  # a day behind the name of its field is its value
        is_own = match.lastgroup == "length" and "分" not in match[0]  # a document may say how long it is
        of_page = of_page or not (is_own or (is_key and OF_AUTHORS.search(match[0])))
        position, is_value = match.end(), is_key
    return n_fields > 1 and of_page and _is_loose(text[position:], is_value=is_value)


def is_dated_by(text: str) -> bool:
    """Whether a line is who published and when, the field's name between and a day in figures behind it.

    Examples
    --------
    >>> is_dated_by("某市某委 时间: 2024-01-10"), is_dated_by("会议时间: 2024-01-10")
    (True, False)
    """
    return PUBLISHED.fullmatch(text) is not None


def is_tagged(text: str) -> bool:
    """Whether a line is a row of short words with the minute of publication: the tags of a page.

    Examples
    --------
    >>> is_tagged("甲镇 秸秆 禁烧 2022-03-01 15:47 2"), is_tagged("全县防汛工作会议召开 2022-03-01 15:47")
    (True, False)
    """
    if len(text) > LONGEST_STAMP or PAUSE.search(text):
        return False
    day = TIMED.search(text)
    if day is None:
        return False
    words = [*text[: day.start()].split(), *text[day.end() :].split()]
    return len(words) > 1 and all(count_han(word) <= WIDEST_LOOSE for word in words)


def home_of(text: str) -> str:
    """`footer` for a line that says where a site is at home (host, address, post code), `contact` for half of that.

    Examples
    --------
    >>> home_of("某局主办 单位地址：某路1号 邮编：100000"), home_of("联系人：某人 电话：010-1234567 地址：某路")
    ('footer', '')
    """
    if len(text) > LONGEST_STAMP or SENTENCE.search(text) or ASKED.search(text):
        return ""
    n_fields = len(set(HOME.findall(text)))
    return "footer" if n_fields >= HOME_FIELDS else "contact" if n_fields == HOME_FIELDS - 1 else ""


def _is_loose(text: str, *, is_value: bool) -> bool:
    return count_han(text) <= (WIDEST_VALUE if is_value else WIDEST_LOOSE)
