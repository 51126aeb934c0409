"""What a line is by itself: by the lexicon, by its fields, by its shape."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.cleaning.furniture.lines import LONG, Line
from analysis.cleaning.rules import MENU, Rules, bare

ORNAMENT = " \t•·●○■□◆◇▪▶►★☆※>»›＞→-—–|｜*#【[(（〖［{《「_=~+。.,，、:：;；\"'“”‘’】])）〗］}》」×✕√✓↑↓←?？!！…/\\<«‹＜^`%&@$"
# Marks of a sentence: alone on a line they belong to the text whose lines they close or open.
SENTENCE_MARKS = re.compile(r"[，。、；：！？“”‘’（）《》「」…—,.;:!?()\"'\s]+")
TRAILING = " \t•·>»›＞→-—–|｜】]〗］}_=~+:：<«‹＜↑↓"
REDACTED = re.compile(r"[*＊×✕xX○●□■\s]+")
COLON = re.compile("[:：丨|｜]")
BLANKS = re.compile(r"[\s|｜丨│]+")

# 2022-03-01, 2022/3/1, 2022.03.01, 2022年3月1日, each with a time or a weekday.
DAY = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
TIME = r"(?:T|\s*)\d{1,2}\s*[:：时点]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}(?:\.\d+)?)?\s*[秒分]?"
WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
DATE = re.compile(
    rf"(?:(?:{DAY}|\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d\d)(?P<time>{TIME})?|\d{{1,2}}[-/月.]\d{{1,2}}日?\s+(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?))\s*(?P<weekday>{WEEKDAY})?"
)
ISO_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d年0\d月")
WEATHER = re.compile(rf"{WEEKDAY}|农历|[℃℉]|°C|空气质量[:：]?[优良轻中]|多云|雷阵雨|[东南西北]风\s*\d")
VALUE_OF_DATE = re.compile(rf"\s*(?:{DAY})?(?:{TIME})?\s*(?:{WEEKDAY})?\s*")

# A short name and a button beside the minute of publication (a title may stand before it too); a newspaper's name and its day.
STAMPED = re.compile(rf"[^，。；！？,;!?]{{0,5}}?{DAY}\s*\d{{1,2}}:\d\d(?::\d\d)?[^，。；！？,;!?]{{0,24}}")
PAPER = re.compile(rf"[\u4e00-\u9fff]{{2,12}}(?:报|网|社|台|在线|客户端|融媒|发布)\s*[·•|]?\s*{DAY}")
# The legend of a photograph, with who took it.
PHOTO = re.compile(
    r"[^\n]{6,80}[(（](?![^()（）]*(?:文|记者|报道|通讯员))[^()（）]{0,30}(?:摄|拍摄|供图|资料图片?)[)）]。?"
)
# Steps of a breadcrumb trail stand between arrows; slashes and dashes do so only behind a home page.
TRAIL = re.compile(r"[^，。；！？]{1,30}?(?:\s*(?:>+|»+|›+|→|＞+|>>)\s*[^，。；！？>»›→＞]{0,40}){1,12}")
STEP = re.compile(r"\s+[/／]\s+")
WIDEST_STEP = 12  # letters
HOME = re.compile(r"[·\s]*(?:网站|门户|本站)?(?:首页|主页)\s*(?:[>»›→＞/\\|·\-—–:：]|$)")
FILE = re.compile(
    r"[^，。；！？\n]{0,80}\.(?:png|jpe?g|gif|bmp|webp|svg|tiff?|mp4|mp3|flv|swf|avi|wmv|m3u8)(?:\s*\(\d[^)]*\))?\s*",
    re.I,
)
PICTURE = re.compile(r"[A-Za-z]{2,8}[_-]?\d{1,4}")  # the name of one, without its ending
ATTACHMENT = re.compile(
    r"[^，。；！？\n]{0,80}\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar|7z|txt)(?:\s*[(（\[][^)）\]]*[)）\]])?\s*",
    re.I,
)
ADDRESS = re.compile(r"(?:https?://|www\.)[\w\-./?%&=#:+~]+", re.I)
CONTACT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:电话|热线|邮箱|传真|手机|邮件)\s*[:：]\s*)?(?:[\d\s\-—()（）+/]{7,30}|[\w.\-]+@[\w\-]+(?:\.\w+)+)|[^，。\n]{0,20}邮编\s*[:：]?\s*\d{6}.{0,40}"
)
PAGER = re.compile(
    r"(?:第\s*\d{1,4}\s*页\s*[,，/]?\s*共\s*\d{1,4}\s*页|(?:第|共)?\s*\d{1,4}\s*(?:页|/\s*\d{1,4}\s*页?)|[-—–]\s*\d{1,4}\s*[-—–]|(?:[<«‹]?\s*\d{1,3}\s+){2,}\d{0,3}.{0,14}|page\s+\d+(?:\s+of\s+\d+)?|\d{1,3}\s*/\s*\d{1,3})",
    re.I,
)
HASHTAG = re.compile(r"(?:#[^#\s，。]{1,20}#?\s*(?:\d+\s*个)?\s*)+")
NUMBER = re.compile(r"[+\-]?[\d.,]{1,60}[%+]?")
# The size of a file; the page of a printed paper.
SIZE = re.compile(r"[\d.,]+\s*[KMG]B", re.I)
PRINTED = re.compile(r"第?\s*[A-Z]?\d{1,3}\s*版(?:\s*[:：]\s*[\u4e00-\u9fff]{0,8})?")
COUNTER = re.compile(
    r"(?:浏览|阅读|点击|访问|人气|点赞|评论|收藏|转发|分享|播放|下载)[量数次]*\s*[(（:：]?\s*[\d.,]+\s*[万次人wW+]*\s*[)）]?|[\d.,]+\s*[万wW+]*\s*[次人个]?\s*(?:浏览|阅读|点击|访问|评论|点赞|收藏|下载|页)(?:量|过|次)?|(?:¥|￥)\s*[\d.]+\s*元?"
)
# A headline with its date is an item of a list of other pages.
LISTED = re.compile(
    r"[·•\s]*[^。]{6,70}?[\s\[(（]*(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/]\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）]?"
    r"|[\[(（]?(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\])）]?\s*[^。\d][^。]{5,70}"
)
CREDIT = re.compile(
    r"[(（\[【]?\s*(?:责任编辑|责编|编辑|审核|校对|一审|二审|三审|初审|复审|终审|签发|监制|值班编委|值班主任)[^，。；]{0,4}?[丨|｜/／\s][^，。；]{1,40}"
)
SLOGAN = re.compile(
    r"(?:中国|[\u4e00-\u9fff]{2,12})(?:政府网|门户网站|人民政府网站?|政务网|信息网|新闻网|在线|人民网|新华网|文明网|党建网|环境网)\s*(?:[-—·|,，:：].{0,30})?"
)

# Categories of fields whose value may stand on the next line.
HELD = ("metadata_table", "shop", "source", "credit", "footer")
# Categories of furniture that comes in whole sentences.
NOTICES = frozenset({"leave_site", "footer", "cookie", "shop", "comment", "qr", "login", "spam"})
SHORT_NOTICE = 60  # characters of an invitation to scan, pay or comment
LONGEST_NOTICE = 4 * LONG
ROW_SHARE = 0.6  # of a row's words that must be known menu words for the row to be a menu
LONG_ROW = 3  # words behind a home page, from which a row is a menu or a trail whatever the words are
ROW_WORDS = 3
MENU_WORD = 8  # characters; longer ones are headlines


def mark_lines(lines: list[Line], rules: Rules) -> None:
    """Mark every line that can be told by itself, and rows of menus by their words together."""
    for line in lines:
        line.mark = _long(line.text, rules) if line.is_long else mark_of(line.text, rules)
    _mark_values(lines, rules)


@lru_cache(maxsize=8192)  # pages of a site share most of their furniture
def mark_of(text: str, rules: Rules) -> str:
    """Kind of furniture of one line: a strong mark, a weak one (see :data:`WEAK`) or none.

    Examples
    --------
    >>> from analysis.cleaning.rules import default_rules
    >>> [mark_of(text, default_rules()) for text in ("【打印本页】", "来源：某报", "一、提高认识", "2022-03-01 15:47")]
    ['print', 'source', '', 'metadata_table']
    """
    inner = text.lstrip(ORNAMENT).rstrip(TRAILING)
    if not inner:
        return (
            ""
            if REDACTED.fullmatch(text) and len(text) > 1
            else "symbols"
            if SENTENCE_MARKS.fullmatch(text)
            else "navigation"
        )
    if len(inner) > LONG:
        return _long(inner, rules)
    line = bare(inner)
    told = _told_by_words(text, rules)
    if told:
        return told
    known = rules.category_of(line) if len(line) <= 120 else ""
    if known and not (known == MENU and REDACTED.fullmatch(text)):
        certain = _is_short_enough(inner, known, line in rules.lines)
        return known if certain or (known in NOTICES and _says_twice(inner, rules)) else ""
    listed = "listed" if LISTED.fullmatch(inner) else ""
    if COLON.search(text[-2:]) and line in rules.keys:
        return "key" if rules.keys[line] in HELD else rules.keys[line]
    return (
        _shape(inner, text) or _fields(inner, rules) or _row(inner, rules) or _compound(line, rules) or listed
    )


def _told_by_words(text: str, rules: Rules) -> str:
    """What no single term tells but many words together do."""
    if rules.is_disclaimer(text):
        return "footer"
    return "spam" if rules.is_smut(text) else ""


def _is_short_enough(text: str, category: str, is_whole: bool) -> bool:
    """A pattern in a sentence of its own proves little, but for notices, which are sentences themselves."""
    if category in ("footer", "cookie", "leave_site") or (category in NOTICES and len(text) <= SHORT_NOTICE):
        return True
    return is_whole or not ("。" in text or text.count("，") + text.count(",") > 2)


def _long(text: str, rules: Rules) -> str:
    """Notices and disclaimers are whole sentences: they begin like notices, or say twice what only notices say."""
    if len(text) > LONGEST_NOTICE:
        return ""
    told = _told_by_words(text, rules)
    if told:
        return told
    begins = text.lstrip(ORNAMENT)[:1] in rules.notice_firsts
    if not begins and not _says_twice(text, rules):
        return ""
    line = bare(text)
    category = rules.start_category(line) if begins else rules.category_of(line)
    return category if category in NOTICES else ""


def _says_twice(text: str, rules: Rules) -> bool:
    """Whether two things stand in a line that only notices say, or two pieces that one pattern has."""
    pieces = {piece for _, _, piece in rules.inside.find(text)}
    return len(pieces) > 1 or any(
        len(pattern.pieces) > 1 for piece in pieces for pattern in rules.insides.get(piece, ())
    )


def _shape(text: str, full: str) -> str:
    date = DATE.match(text)
    if date and date.end() >= len(text.rstrip(" ])）】")):
        return (
            "metadata_table" if date["time"] or date["clock"] else "navigation" if date["weekday"] else "date"
        )
    if STAMPED.fullmatch(text):
        return "metadata_table"
    if PAPER.fullmatch(text):
        return "source"
    if FILE.fullmatch(text) or PHOTO.fullmatch(text):
        return "image"
    if ADDRESS.fullmatch(text):
        return "footer"
    if HOME.match(text) or (TRAIL.fullmatch(text) and re.search("[>»›→＞]", text)):
        return "navigation"
    if PAGER.fullmatch(full) or PAGER.fullmatch(text):
        return "page_number"
    if NUMBER.fullmatch(full):
        return "number" if len(full) < 8 else "navigation"
    if SIZE.fullmatch(text) or PRINTED.fullmatch(text):
        return "metadata_table"
    if COUNTER.fullmatch(text) or (full[0] == "#" and HASHTAG.fullmatch(full)):
        return "metadata_table"
    if (
        len(text) <= 60
        and (date or len(text) <= 24)
        and WEATHER.search(text)
        and not re.search("[，。,]", text)
    ):
        return "navigation" if date or len(WEATHER.findall(text)) > 1 else ""
    if CREDIT.fullmatch(text):
        return "credit"
    if ATTACHMENT.fullmatch(text):
        return "listed"
    if PICTURE.fullmatch(text):
        return "symbols"
    return "contact" if CONTACT.fullmatch(text) else ""


def _fields(text: str, rules: Rules) -> str:
    """A line of fields `key: value`, or of keys and values with blanks between."""
    date = DATE.match(text)
    rest = text[date.end() :].strip(ORNAMENT) if date else text
    if date and not rest:
        return "date"
    if date and (date["time"] or date["clock"]) and len(rest) <= 16 and not re.search("[，。,;；]", rest):
        return "metadata_table"
    colon = COLON.search(rest)
    if colon:
        key = bare(rest[: colon.start()])
        category = rules.keys.get(key, "") or _key_behind(key, rules)
        if category:
            return _field(key, category, rest[colon.end() :], rules) if not date else "metadata_table"
    words = BLANKS.split(rest)
    keys = [category for word in words if (category := rules.keys.get(bare(word), ""))]
    first = rules.keys.get(bare(words[0]), "")
    is_signed = first == "credit" and len(words) == 2 and len(words[1]) <= 6
    if first and (
        is_signed
        or len(keys) > 1
        or (len(words) == 1 and _strong(first))
        or (len(words) > 1 and _is_named(words))
    ):
        if first == "credit" and len(words) == 2:
            return "credit"
        if first == "source" and set(keys) == {"source"}:
            return "source"
        return "key" if len(words) == 1 else first if first != "source" else "metadata_table"
    return ""


def _strong(category: str) -> bool:
    return category not in ("source", "footer")


def _is_named(words: list[str]) -> bool:
    """Whether a first word is the name of a field though no colon follows it: a name of four characters or more."""
    return len(bare(words[0])) >= 4


def _field(key: str, category: str, value: str, rules: Rules) -> str:
    """The mark of `key: value`."""
    others = [c for part in COLON.split(value)[:-1] if (c := _key_at_end(part, rules))]
    if not value.strip(ORNAMENT):
        return "key" if category in HELD else category
    if category == "source":
        return next((other for other in others if other not in ("source", "contact")), "source")
    if "。" in value or len(value) > 100:
        return category if category in ("footer", "related") and len(value) <= 100 else ""
    is_alone = not others and not _key_at_end(value, rules)
    if key in ("时间", "日期") and is_alone and not VALUE_OF_DATE.fullmatch(value):
        return ""
    return category


def _key_behind(key: str, rules: Rules) -> str:
    """The category of a key behind a button: `【我要纠错】责任编辑：`."""
    return next(
        (
            rules.keys[key[-n:]]
            for n in rules.key_lengths
            if key[-n:] in rules.keys and key[:-n] in rules.lines
        ),
        "",
    )


def _key_at_end(text: str, rules: Rules) -> str:
    tail = bare(text[-16:])
    return next(
        (rules.keys[tail[-n:]] for n in rules.key_lengths if len(tail) >= n and tail[-n:] in rules.keys), ""
    )


def _steps(text: str, rules: Rules) -> bool:
    """A trail with slashes between its steps, the first of them a known one."""
    steps = [bare(step) for step in STEP.split(text)]
    return len(steps) > 1 and steps[0] in rules.lines and max(map(len, steps)) <= WIDEST_STEP


def _compound(line: str, rules: Rules) -> str:
    """Two known lines written together: `登录` and `个人中心`."""
    if len(line) > 2 * MENU_WORD:
        return ""
    known = rules.lines
    pairs = ((known.get(line[:i]), known.get(line[i:])) for i in range(2, len(line) - 1))
    both = next((pair for pair in pairs if all(pair)), ())
    return next((category for category in both if category and category not in (MENU, "source")), "")


def _row(text: str, rules: Rules) -> str:
    """A row of menu words."""
    if "/" in text and _steps(text, rules):
        return "navigation"
    words = [word for word in map(bare, BLANKS.split(text)) if word]
    if len(words) < 2 or max(map(len, words)) > MENU_WORD + 4:
        return ""
    if len(words) >= LONG_ROW and max(map(len, words)) <= MENU_WORD and words[0] in ("首页", "网站首页"):
        return "navigation"
    known = [category for word in words if (category := rules.lines.get(word, "") or rules.category_of(word))]
    if len(known) == len(words) or (len(words) >= ROW_WORDS and len(known) >= ROW_SHARE * len(words)):
        strong = [category for category in known if category not in (MENU, "source")]
        return strong[0] if strong else "navigation" if len(words) >= ROW_WORDS else MENU
    return ""


def _mark_values(lines: list[Line], rules: Rules) -> None:
    """A field's value may stand in the next cell or line, the steps of a font size in several."""
    held = ""
    for line in lines:
        if line.mark == "key":
            held = rules.keys.get(line.bare, "metadata_table")
            line.mark = held
        elif not held:
            continue
        elif len(line.bare) <= 1 and line.mark in ("menu", "symbols"):
            line.mark = "value"
        elif (
            line.mark in ("", "date", "menu", "contact", "listed", "source")
            and not line.is_prose
            and len(line.text) <= 80
        ):
            line.mark = held if held in ("source", "credit") else "value"
            held = ""
        else:
            held = ""
