"""What a line is by its shape: a date, a picture's name, a trail, a pager, a counter, a credit."""

from __future__ import annotations

import re

# 2022-03-01, 2022/3/1, 2022.03.01, 2022年3月1日, each with a time or a weekday.
DAY = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
TIME = r"(?:T|\s*)\d{1,2}\s*[:：时点]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}(?:\.\d+)?)?\s*[秒分]?"
# From a day to another: when a notice holds, not when a page was made.
RANGE = re.compile(
    r"(?:[日号时]|\d[:：]\d\d)\s*[至到—–-]+\s*(?:\d{4}\s*年)?\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*[日号时]"
)
WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
DATE = re.compile(
    rf"(?:(?:{DAY}|\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d\d)(?P<time>{TIME})?|\d{{1,2}}[-/月.]\d{{1,2}}日?\s+(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?))\s*(?P<weekday>{WEEKDAY})?"
)
# How long ago, with what stands beside it; what a page counts, several numbers and their words.
AGO = re.compile(
    r"(?:[^，。；！？,;]{1,12}[\s·•|｜])?\d{1,2}\s*(?:秒|分钟|小时|天|个月)前(?:\s*[·•|｜\s]\s*[^，。；！？,;]{1,16}){0,3}"
)
COUNTED = (
    "(?:[总被])?(?:主题|帖子?|积分|粉丝|获赞|关注|阅读|播放|回复|评论|收藏|分享|人气|浏览|点赞|威望|金币|转发|点击"
    "|在看|赞|[有没]帮助|[有无没]用)(?:者|量|数)?"
)
COUNT = r"[(（]?\d[\d.,]*\s*[万wWkK+]*[)）]?"
COUNTS = re.compile(rf"(?:{COUNT}\s*{COUNTED}\s*){{2,}}|(?:{COUNTED}\s*[:：]?\s*{COUNT}\s*){{2,}}")
UPDATED = re.compile(rf"(?:更新|发布|发表|编辑|创建|上传)于\s*{DAY}(?:{TIME})?")
# The minute at which something was said, in a record as it was broadcast.
BROADCAST = re.compile(r"[\[［【]\s*\d{1,2}:\d\d(?::\d\d)?\s*[\]］】]")
HALF_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s*[上下]午\s*\d{1,2}:\d\d:\d\d.{0,16}")
RIGHTS = re.compile(r"(?:©|copyright\b).{2,}", re.I)
WEATHER = re.compile(rf"{WEEKDAY}|农历|[℃℉]|°C|空气质量[:：]?[优良轻中]|多云|雷阵雨|[东南西北]风\s*\d")

# A short name and a button beside the minute of publication (a title may stand before it too); a newspaper's name and its day.
STAMPED = re.compile(
    rf"[^，。；！？,;!?]{{0,5}}?{DAY}\s*\d{{1,2}}:\d\d(?::\d\d)?(?!\s*[至到])[^，。；！？,;!?]{{0,24}}"
)
PAPER = re.compile(
    rf"《?[\u4e00-\u9fff]{{1,12}}(?:报|网|社|台|在线|客户端|融媒|发布)》?\s*[·•|]?\s*[(（]?\s*{DAY}(?:{TIME})?\s*(?:{WEEKDAY})?\s*(?:第?\s*[A-Z]?\d{{1,3}}\s*版)?\s*[)）]?"
)
# The number of an issue and its page; a column, its day and a counter written together.
ISSUE = re.compile(
    r"(?:总?第?\s*)?\d{1,6}\s*期(?:\s*[/|·,，]?\s*第?\s*[A-Z]?\d{1,3}\s*版?(?:\s*[:：].{0,10})?)?"
)
EDITED = re.compile(r"[①-⑳]\s*\d{1,2}")  # by which a newspaper tells its editors apart
JOURNAL = re.compile(r"[\u4e00-\u9fff]{2,16}\s*(?:19|20)\d\d\s*年\s*第?\s*\d{1,2}\s*期")
COLUMN = re.compile(
    r"[\u4e00-\u9fff]{2,8}\s*(?:19|20)\d\d-\d{2}-\d{2}\s*\d{0,8}"
    r"|(?:19|20)\d\d-\d{2}-\d{2}\s*[\u4e00-\u9fff]{2,4}\s*\d{1,8}"
)
KEYED_ADDRESS = re.compile(r"[\u4e00-\u9fff]{2,16}\s*[:：]?\s*(?:https?://|(?:www|wap|bbs|m)\.)\S+", re.I)
# The legend of a photograph, with who took it.
PHOTO = re.compile(
    r"[^\n]{4,80}[(（](?![^()（）]*(?:文|记者|报道|通讯员))[^()（）]{0,30}(?:摄|拍摄|供图|资料图片?)[)）]。?"
)
# The same without brackets: a sentence, and behind it who took the picture.
TAKEN = re.compile(
    r"[^\n]{6,60}[。！!”]\s*(?:[\u4e00-\u9fff]{0,8}(?:记者|通讯员)[\s/／]*)?"
    r"[\u4e00-\u9fff]{1,8}(?:\s[\u4e00-\u9fff]{1,4}){0,2}\s*(?:摄|供图)"
)
# Steps of a breadcrumb trail stand between arrows; slashes and dashes do so only behind a home page.
FORUM_TRAIL = re.compile(r"[^，。；！？»›]{2,20}\s*[»›]\s*[^，。；！？»›]{2,20}\s*[»›][^\n]{2,80}")
TRAIL = re.compile(r"[^，。；！？]{1,30}?(?:\s*(?:>+|»+|›+|→|＞+|>>|〉)\s*[^，。；！？>»›→＞〉]{0,40}){1,12}")
HOME = re.compile(
    r"[·\s]*(?:[\u4e00-\u9fff]{2,9}\s*[:：]\s*)?(?:网站|门户|本站)?(?:首页|主页)[\s\]】]*(?:[>»›→＞/\\|·\-—–:：].*|$)"
)
# One of several texts that a site puts on one page.
PIECE = re.compile(r"(?:第\s*\d{1,3}\s*篇|篇\s*\d{1,3})\s*[:：]\s*[^，。；]{4,60}")
# The page before or behind this one; some words for it stand alone.
NEIGHBOUR = re.compile(
    r"(?:[上下前后]一(?:[篇条则期版]|(?:[页章节组]|主题|新闻|文章)(?=\s*[:：\s没无]))|[上下前后]篇|(?:prev(?:ious)?|next)(?=\s*[:：])|[上下]期(?=\s*[:：]\s*第?\s*\d{1,4}\s*期))[\])】）]?(?:文章|新闻|主题|信息|内容|公告|通知|消息|视频|图片|回复|留言)?[\])】）]?(?:\s*[:：\s].*|没有了?|无)?",
    re.I,
)
FILE = re.compile(
    r"[^，。；！？\n]{0,80}\.(?:png|jpe?g|gif|bmp|webp|svg|tiff?|mp4|mp3|flv|swf|avi|wmv|m3u8)(?:\s*\(\d[^)]*\)|\s*[\[【][^\]】]{1,6}[\]】]?)?\s*",
    re.I,
)
NOISE, WORD_AND_NUMBER = re.compile(r"(?:[!-~]{1,3} ){2,}[!-~]{1,3}"), re.compile(r"[A-Za-z]\d|\d[A-Za-z]")
HASH = re.compile(r"(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[\w-]{16,64}", re.ASCII)
NAMED_PICTURE = re.compile(
    r"(?:微信图片|微信截图|图片|截图|QQ图片|QQ截图|mmexport|IMG|DSC)[_\s-]*\d{6,20}[\w()（）-]*", re.I
)
PICTURE = re.compile(r"[A-Za-z]{2,8}[_-]?\d{1,4}")  # the name of one, without its ending
ATTACHMENT = re.compile(
    r"[^，。；！？\n]{0,80}\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar|7z|txt)(?:\s*[(（\[][^)）\]]*[)）\]]?)?\s*",
    re.I,
)
ADDRESS = re.compile(r"(?:https?://|www\.)[\w\-./?%&=#:+~]+(?:\s+[^，。；！？,;]{1,40})?", re.I)
CONTACT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:电话|热线|邮箱|传真|手机|邮件)\s*[:：]\s*)?(?:[\d\s\-—()（）+/]{7,30}|[\w.\-]+@[\w\-]+(?:\.\w+)+)|[^，。\n]{0,20}邮编\s*[:：]?\s*\d{6}.{0,40}"
)
PAGER = re.compile(
    r"(?:第\s*\d{1,4}\s*页\s*[,，/]?\s*共\s*\d{1,4}\s*页|(?:第|共)?\s*\d{1,4}\s*(?:页(?:\s*共\s*\d{1,4}\s*页)?|/\s*\d{1,4}\s*页?)|[-—–]\s*\d{1,4}\s*[-—–]|(?:[<«‹]?\s*\d{1,3}\s+){2,}\d{0,3}.{0,14}|(?:[\[［]?\d{1,3}[\]］]?\s*){1,12}[\[［]?(?:[下上]一?页|尾页|末页).{0,20}|page\s+\d+(?:\s+of\s+\d+)?|\d{1,3}\s*/\s*\d{1,3})",
    re.I,
)
HASHTAG = re.compile(r"(?:#[^#\s，。]{1,20}#?\s*(?:\d+\s*个)?\s*)+")
NUMBER = re.compile(r"[+\-]?[\d.,]{1,60}[%+]?")
SHORT_NUMBER = re.compile(rf"(?=.{{1,7}}$){NUMBER.pattern}")
# The size of a file; the page of a printed paper.
SIZE = re.compile(r"[\d.,]+\s*[KMG]B", re.I)
PRINTED = re.compile(r"第?\s*[A-Z]{0,3}\d{1,3}\s*版(?:\s*[:：]\s*[\u4e00-\u9fff]{0,8})?")
COUNTER = re.compile(
    r"(?:浏览|阅读|点击|访问|人气|点赞|评论|收藏|转发|分享|播放|下载)[量数次]*\s*[(（:：]?\s*[\d.,]+\s*[万次人wW+]*\s*[)）]?|[\d.,]+\s*[万wW+]*\s*[次人个]?\s*(?:浏览|阅读|点击|访问|评论|点赞|收藏|下载|页)(?:量|过|次)?|(?:¥|￥)\s*[\d.]+\s*元?(?:\s*[/／]\s*[年月季次份篇])?"
)
# A headline with its date is an item of a list of other pages.
LISTED = re.compile(
    r"[·•\s]*[^。]{6,70}?[\s\[(（]*(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/]\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）]?"
    r"|[\[(（]?(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\])）]?\s*[^。\d][^。]{5,70}"
)
# What stands above a list of other pages.
LIST_NAME = re.compile(
    "(?:栏目|频道|相关|推荐|热门|热点|最新|精彩|精选|本类|同类|编辑|站内|本站|本网|为您|为你|往期|更多|今日|本周|本月|一周|近期|点击|阅读|人气|随机|猜你)"
    "(?:资讯|文章|新闻|阅读|推荐|报道|信息|链接|专题|排行|热点|话题|文档|搜索|主题|栏目|标签|稿件|发布|回顾|精选|导读|头条|喜欢|内容|图文|图集|视频|图片|帖子|更新|热门|集锦)(?:榜|列表|文章|内容)?"
    "|[\u4e00-\u9fff]{0,16}(?:新闻|资讯|文章|视频|图集|图片|信息)(?:精选|推荐|排行榜?|热点|集锦|导读|回顾)"
)
CREDIT = re.compile(
    r"[(（\[【]?\s*(?:责任编辑|责编|编辑|审核|校对|一审|二审|三审|初审|复审|终审|签发|监制|值班编委|值班主任)[^，。；]{0,4}?[丨|｜/／\s][^，。；]{1,40}"
    r"|[^，。；:：]{0,12}(?:编辑|责编|审核|校对|编审|终审|初审|复审|监制|审签|签发|美编|总监|制作|策划|统筹|排版)\s*[:：丨|｜/／]\s*[^，。；]{1,40}"
)

# Characters none of which any shape but that of a home page, the weather or a credit is made of.
CHINESE = re.compile(r"[\u2e80-\u2fff\u3001-\u9fff，。；：、！？“”‘’《》]*")
COMMA = re.compile("[，。,]")
LONGEST_WEATHER, LONGEST_UNDATED = 60, 24  # characters

# In this order; some ask for the whole line, its ornaments included.
OF_TEXT, OF_LINE = 0, 1
SHAPES = (
    ("metadata_table", OF_TEXT, STAMPED),
    ("source", OF_TEXT, PAPER),
    ("metadata_table", OF_TEXT, ISSUE),
    ("metadata_table", OF_TEXT, JOURNAL),
    ("metadata_table", OF_TEXT, EDITED),
    ("metadata_table", OF_TEXT, COLUMN),
    ("footer", OF_TEXT, KEYED_ADDRESS),
    ("metadata_table", OF_TEXT, HALF_DAY),
    ("metadata_table", OF_LINE, BROADCAST),
    ("metadata_table", OF_TEXT, AGO),
    ("metadata_table", OF_TEXT, UPDATED),
    ("metadata_table", OF_TEXT, COUNTS),
    ("footer", OF_LINE, RIGHTS),
    ("image", OF_TEXT, FILE),
    ("image", OF_TEXT, NAMED_PICTURE),
    ("image", OF_TEXT, HASH),
    ("image", OF_TEXT, PHOTO),
    ("footer", OF_TEXT, ADDRESS),
    ("navigation", OF_TEXT, HOME),
    ("related", OF_TEXT, NEIGHBOUR),
    ("navigation", OF_TEXT, TRAIL),
    ("navigation", OF_TEXT, FORUM_TRAIL),
    ("navigation", OF_TEXT, PIECE),
    ("page_number", OF_LINE, PAGER),
    ("page_number", OF_TEXT, PAGER),
    ("number", OF_LINE, SHORT_NUMBER),
    ("navigation", OF_LINE, NUMBER),
    ("metadata_table", OF_TEXT, SIZE),
    ("metadata_table", OF_TEXT, PRINTED),
    ("metadata_table", OF_TEXT, COUNTER),
    ("metadata_table", OF_LINE, HASHTAG),
)
SHAPES_BEHIND_WEATHER = (
    ("credit", OF_TEXT, CREDIT),
    ("listed", OF_TEXT, ATTACHMENT),
    ("symbols", OF_TEXT, PICTURE),
    ("contact", OF_TEXT, CONTACT),
)


def _any_of(shapes: tuple[tuple[str, int, re.Pattern[str]], ...]) -> re.Pattern[str]:
    """One pattern of all: most lines have none of the shapes, and one pattern says so fastest."""
    flags = ("i" * bool(shape.flags & re.I) + "a" * bool(shape.flags & re.A) for _, _, shape in shapes)
    return re.compile(
        "|".join(f"(?{own}:{shape.pattern})" for own, (_, _, shape) in zip(flags, shapes, strict=True))
    )


ANY_SHAPE, ANY_BEHIND_WEATHER = _any_of(SHAPES), _any_of(SHAPES_BEHIND_WEATHER)


def shape_of(text: str, line: str) -> str:
    """The kind of furniture that a line has the shape of; `text` is the line without its ornaments.

    Examples
    --------
    >>> [shape_of(text, text) for text in ("2022-03-01 15:47", "首页 > 要闻", "第3页 共9页", "会议强调")]
    ['metadata_table', 'navigation', 'page_number', '']
    """
    if line[0] != "#" and CHINESE.fullmatch(text):
        return _shape_of_chinese(text)
    if _is_taken(text):
        return "image"
    date = DATE.match(text)
    if date and date.end() >= len(text.rstrip(" ])）】")):
        is_timed = date["time"] or date["clock"]
        return "metadata_table" if is_timed else "navigation" if date["weekday"] else "date"
    has_shape = ANY_SHAPE.fullmatch(text) or (line != text and ANY_SHAPE.fullmatch(line))
    if has_shape and (shape := _first_of(SHAPES, text, line)):
        return shape
    if _is_weather(text, is_dated=date is not None):
        return "navigation" if date or _is_surely_weather(text) else ""
    if ANY_BEHIND_WEATHER.fullmatch(text):
        return _first_of(SHAPES_BEHIND_WEATHER, text, line)
    return "navigation" if len(WORD_AND_NUMBER.findall(text)) > 1 and NOISE.fullmatch(text) else ""


def is_listed(text: str) -> bool:
    """Whether a line is an item of a list of pages: a headline with its date."""
    return CHINESE.fullmatch(text) is None and LISTED.fullmatch(text) is not None and not RANGE.search(text)


def _first_of(shapes: tuple[tuple[str, int, re.Pattern[str]], ...], *forms: str) -> str:
    return next((kind for kind, form, pattern in shapes if pattern.fullmatch(forms[form])), "")


def _shape_of_chinese(text: str) -> str:
    if HOME.fullmatch(text):
        return "navigation"
    if NEIGHBOUR.fullmatch(text):
        return "related"
    if _is_weather(text, is_dated=False):
        return "navigation" if _is_surely_weather(text) else ""
    if LIST_NAME.fullmatch(text):
        return "related"
    if _is_taken(text):
        return "image"
    return "credit" if CREDIT.fullmatch(text) else ""


def _is_taken(text: str) -> bool:
    return text[-1] in "摄图" and TAKEN.fullmatch(text) is not None


def _is_weather(text: str, *, is_dated: bool) -> bool:
    return (
        len(text) <= (LONGEST_WEATHER if is_dated else LONGEST_UNDATED)
        and WEATHER.search(text) is not None
        and COMMA.search(text) is None
    )


def _is_surely_weather(text: str) -> bool:
    return len(WEATHER.findall(text)) > 1
