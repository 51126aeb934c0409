"""The title of a document and the name of its meeting."""

from __future__ import annotations

import re

from analysis.cleaning import Clean
from analysis.describing.page import LEAD, Page, is_running

MAX_TITLE = 100  # characters; headlines of four clauses have sixty
SEARCHED = 8  # lines above the running text that may hold the title
NO_TITLE = re.compile(
    r"[。;；,，、:：]$"  # a title ends without a stop
    r"|^(?:各位|同志们|尊敬的|女士们|大家好)"  # a salutation opens the body
    r"|^[^:：]{0,4}(?:时间|日期|来源|作者|记者|通讯员|编辑|编审|审核|终审|责编|校对|签发|机构|单位|索引号|文号|编号|"
    r"分类|字号|字体|浏览量?|点击[数量率]?|阅读量?|次数|电话|地址|邮箱|位置|关键词|有效性|状况|范围|方式|版权|主办|承办|"
    r"分享到?|打印|摄影|摘要|标题|热搜|供稿)[:：]"  # a label
    r"|\d{1,2}[-/.月]\d{1,2}日?(?:星期.)?$"  # a masthead
    r"|>|»|›|\.(?:png|jpe?g|gif|pdf|docx?)\b|https?://|^\W*$"  # paths, menus, files
    r"|^(?:正文|全文|一键)?复制|政务公开$|[ \u3000]正文$|^(?:文章|新闻|正文)(?:内容|正文|详情)$"  # a button, a column of the site
    r"|^(?:分享|打印|下载|收藏|全屏|字号|还原|当前位置|您的位置|首页|返回|扫一扫|登录|注册|搜索)"
    r"|^[(（\[【]?\s*(?:(?:19|20)\d\d(?:[-/.]\d|年\s?\d{1,2}\s?月)|\d{1,2}月\d{1,2}日)"  # a date line, or a lead
    r"|^[-—―–]|[^召]在[^,，]{4,40}会议?上$"  # a subtitle: where it was said
    r"|(?:[省市县区州旗镇乡部局]长|主席|书记|主任|总理)[ \u3000\xa0]+[㐀-鿿·]"  # who said it
    r"|摄[)）]?$|报记者"  # a caption
    r"|(?:人民政府|门户网站|政府网|新闻网|信息网|[日晚早]报|客户端)$"  # the site's own name
)
_HAN = re.compile(r"[㐀-鿿]{3}")
_DATED = re.compile(
    r"[㐀-鿿](?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
)  # a line of title joined with one of date
# Bars part the entries of a menu; one bar may part who reports from what: 某街道 | 一周工作播报.
_BAR = re.compile(r"[|丨｜]")
_HEADED = re.compile(r"^[㐀-鿿]{3,10} ?[|丨｜] ?[^|丨｜]{6,}$")

# A name runs to its last 会: no stop, no space, and not so long that it would be a whole sentence.
_NAME = r"[^,，。;；:：!！?？\s]"
SPEECH_AT = re.compile(
    rf"在(?P<name>{_NAME}{{2,60}}?会议?)(?:\([^)]{{1,8}}\))?上?(?:的|作的?|所作的?|做的?)?"
    r"(?:重要)?(?:讲话|发言|报告|致辞|主持|主持词|总结|动员|部署)"
)
_LATER = r"(?!之?后|以来|之前|前|期间)"  # 会议召开后 tells of another meeting
HELD = re.compile(
    rf"(?P<name>{_NAME}{{2,60}}?会议?)(?:\([^)]{{1,8}}\))?(?:[,，]?(?:于|在)[^,，。;；]{{1,24}}?)?"
    r"(?:以[^,，。;；]{2,12}形式)?(?:顺利|隆重|胜利|圆满|正式)?(?:召开|举行|开幕|举办)" + _LATER
)
HOLDING = re.compile(
    rf"(?:召开|举行|召集|组织召开|主持召开|出席|参加|举办)了?(?P<name>{_NAME}{{2,60}}?会议?)"
    r"(?=[,，。;；\s、(（]|$|并|以|上|在|强调|部署|安排|贯彻|传达|总结|动员|推进|研究|分析)"
)
AT_SESSION = re.compile(rf"在(?P<name>{_NAME}{{4,40}}?(?:会议|大会))上[)）]?\s*(?=\n|$)")
# What stands before a name and is no part of it.
_BEFORE = re.compile(
    r"^.*(?:本报讯|[日报社网]讯|\d日|上午|下午|晚上?|今天|今日|昨天|昨日|近日|日前|期间|召开|举行)"
    r"|^.*?(?:主持|出席|参加)|^(?:我[省市县区州旗镇乡]|[^,，]{2,8}?(?:区委|市委|县委|政府))(?=20|全[省市县区州旗镇乡])"
)
_GENERIC = re.compile(
    r"^(?:此次|本次|这次|该|各类|系列|全体|专题|有关|相关|重要|首个|首次|全局性|现场)*(?:会|会议|大会|全会|例会)$"
    r"|机会|社会|委员会$|协会$|学会$|工会$|人大常委会$|^与会"
)


def find_title(clean: Clean, raw: str) -> tuple[int, int] | None:
    """Span of the title in a clean text; nothing where the text starts with its body.

    Where cleaning has joined the title with the lines below it, the raw text's line breaks part them again.
    """
    position = number = 0
    for line in clean.text.split("\n"):
        start, end = _trim(clean.text, position, position + len(line))
        if number >= SEARCHED:
            return None
        pieces = _pieces(clean, raw, start, end=min(end, start + 2 * MAX_TITLE))
        whole = (start, end)
        while len(pieces) > 1 and not _HAN.search(clean.text[slice(*pieces[-1])]):
            pieces.pop()
            whole = (start, pieces[-1][1])
        spans = (whole, pieces[0]) if not _DATED.search(clean.text[slice(*whole)]) else (pieces[0], whole)
        for span in spans:
            if is_title(clean.text[slice(*span)]):
                return span
        if is_running(line):
            return None
        position += len(line) + 1
        number += bool(line.strip()) and not line.rstrip().endswith((":", "："))  # an empty label is no line
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    printed = text[start:end]
    return start + len(printed) - len(printed.lstrip()), start + len(printed.rstrip())


def _pieces(clean: Clean, raw: str, start: int, *, end: int) -> list[tuple[int, int]]:
    """A line of the clean text, cut where the raw text breaks the line."""
    cuts = [
        i
        for i in range(start + 1, end)
        if "\n" in raw[int(clean.raw_offsets[i - 1]) + 1 : int(clean.raw_offsets[i])]
        or raw[int(clean.raw_offsets[i - 1])] == "\n"
    ]
    return [_trim(clean.text, first, last) for first, last in zip([start, *cuts], [*cuts, end], strict=True)]


def is_title(line: str) -> bool:
    """Whether a line can be a title: of a title's length, with Chinese in it, no stop at its end, no label, menu or date line."""
    if not 4 <= len(line) <= MAX_TITLE or NO_TITLE.search(line) or not _HAN.search(line):
        return False
    if _BAR.search(line) and not _HEADED.match(line):
        return False
    return "。" not in line or not is_running(line)


def find_meeting_name(text: str, title: tuple[int, int] | None) -> tuple[int, int] | None:
    """Span of the name of the meeting in a clean text.

    The title is asked first, then the running text from its beginning: a speech names its meeting in
    在…会上的讲话, a report in 召开…会 or …会召开.

    Examples
    --------
    >>> text = "5月6日,县委召开全县安全生产工作会议,传达上级精神。"
    >>> start, end = find_meeting_name(text, None)
    >>> text[start:end]
    '全县安全生产工作会议'
    """
    body = title[1] if title else 0
    if title:
        for pattern in (SPEECH_AT, HELD, HOLDING):
            if found := _search(pattern, text, title):
                return _longer(text, found, body)
    first = None
    for start, end in _sentences(text, body, body + 4 * LEAD):
        for pattern in (AT_SESSION, HOLDING, HELD, SPEECH_AT):
            found = _search(pattern, text, (start, end))
            if found and (first is None or found < first):
                first = found
        if first:
            return first
    return None


def find_name_in_subtitle(page: Page) -> tuple[int, int] | None:
    """Span in the page's text of a meeting named in a line below the title that cleaning took for furniture."""
    for segment in page.in_zones("head"):
        for pattern in (SPEECH_AT, AT_SESSION):
            if found := _search(pattern, page.text, (segment.start, segment.end)):
                return found
    return None


def _longer(text: str, found: tuple[int, int], body: int) -> tuple[int, int]:
    """The name as the text gives it, where the title shortens it: 全县…会议 for …会议."""
    name = text[slice(*found)]
    at = text.find(name, body, body + LEAD)
    match = (
        re.search(r"(?:20\d\d年)?全(?:自治区|[省市区县州旗镇乡])$", text[max(0, at - 8) : at])
        if at > 0
        else None
    )
    return (at - len(match[0]), at + len(name)) if match else found


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, position = [], start
    for match in re.finditer(r"[。!！?？;；\n]", text[start:end]):
        spans.append((position, start + match.start()))
        position = start + match.end()
    return [*spans, (position, min(end, len(text)))]


def _search(pattern: re.Pattern[str], text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    for match in pattern.finditer(text, *span):
        first, last = match.span("name")
        name = text[first:last]
        if before := _BEFORE.match(name):
            first += before.end()
            name = text[first:last]
        if len(name) >= 3 and not _GENERIC.search(name):
            return first, last
    return None
