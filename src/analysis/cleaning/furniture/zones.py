"""Where the text begins and ends, which line is its title, and what that makes of the lines around it."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import Line

SLOGAN = re.compile(
    r"(?:中国|[\u4e00-\u9fff]{2,12})(?:政府网|门户网站|人民政府网站?|政务网|信息网|新闻网|在线|人民网|新华网|文明网|党建网|环境网)\s*(?:[-—·|,，:：].{0,30})?"
)
# Kinds behind which nothing of the text follows.
ENDERS = frozenset({"related", "footer", "comment", "spam"})
# Share of the running text that may stand behind an ender for it to be the end: a "related" box inside a long
# article is no end.
AFTER_END = 0.25
AFTER_LONG = 0.4  # the same where no whole paragraph stands behind it
# Words of a headline of this kind of text.
HEADLINE = re.compile(
    "会|讲话|报告|工作|召开|推进|部署|强调|生态|环境|治理|行动|通知|意见|方案|调研|检查|动员|发言|纪要"
)
# A byline opens a report; a field `记者：` between others is the site's.
BYLINE = re.compile(r"[(（\[【]?\s*(?:本报|本网|本台)?(?:[\u4e00-\u9fff]{0,6})?(?:记者|通讯员)(?!\s*[:：])")
# Under a title: who came and what was done; the day of a speech; a photograph's legend below the text.
ACTION = re.compile("出席|主持|参加|讲话|强调|指出|要求|报告|致辞|发言|通报|部署|调研|督导|检查|宣读|传达")
DAY_IN_BRACKETS = re.compile(
    r"[(（〔［\[]\s*(?:19|20|二)[\d〇○零一二三四五六七八九十]{2,3}\s*年[^()（）]{1,12}[)）〕］\]]"
)
SPEECH = re.compile(r"(?:讲话|报告|发言|致辞|讲话稿|开幕词|闭幕词)(?:提纲|要点|摘要)?[”》)）]?$")
BARE_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
LEGEND = re.compile(
    "[^，。；！？,;!?:：]{4,40}(?:讲话|发言|致辞|出席会议|主持会议|参加会议|作汇报|现场|会场|一角|合影|供图)"
)
SCENE = re.compile("[^，。；！？,;!?:：]{2,40}(?:会议|审议|活动|调研|检查|座谈|培训|签约|大会|观摩)现场")
TAG = ("【", "[", "（", "(")
SUBTITLE = re.compile(r"\s*(?:[—–―─-]{1,4}|[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$)")
DOCUMENT_NUMBER = re.compile(r"[〔\[（(﹝【]\s*(?:19|20)\d\d\s*[〕\]）)﹞】]\s*(?:第\s*)?\d+\s*号")
CLOSING_LINE = re.compile(r"[(（\[【]|附件|附[:：]|注[:：]|来源|记者|通讯员|作者|[*＊×]")
TITLE_HAN = 8  # Han characters of a short title; shorter lines on top are names of columns
NAME_HAN = 6
CLOSE_HAN = 60  # a paragraph behind the end is kept from this length
SIGNED = re.compile(
    r"[(（\[【].*[)）\]】]|.*(?:委员会|人民政府|办公室|指挥部|领导小组|委|局|厅)|附件.*|注[:：].*"
)


BUTTON = re.compile(r"[a-z\u4e00-\u9fff]{4,8}")
BUTTONS = 3  # in a row


def mark_zones(lines: list[Line]) -> None:
    """Decide the weak marks, and mark unknown lines above and below the text."""
    prose = [i for i, line in enumerate(lines) if not line.mark and line.is_prose]
    if not prose:
        _mark_bare_page(lines)
        return
    end = _find_end(lines, prose)
    first = prose[0]
    last = max((i for i in prose if i < end), default=prose[-1])
    title = find_title(lines, first)
    _mark_head(lines, first, title)
    _mark_body(lines[first : last + 1])
    _mark_tail(lines[last + 1 :], end - last - 1)


def find_title(lines: list[Line], first: int) -> int:
    """Index of the title among the lines above the text; -1 where there is none."""
    counts: dict[str, int] = {}
    for line in lines:
        if len(line.text) <= 90:
            counts[line.bare] = counts.get(line.bare, 0) + 1
    after_menus = max((i for i in range(first) if lines[i].mark in ("navigation", "menu")), default=-1)
    best, best_score, n_before = -1, 0.0, 0
    titles = tuple(
        line.bare for line in lines[:first] if line.n_han >= TITLE_HAN and not line.text.startswith(TAG)
    )
    for i in range(first):
        line = lines[i]
        if line.mark not in ("", "listed") or line.n_han < NAME_HAN or line.vote < 0:
            continue
        score = (
            _title_score(line)
            - 3 * (line.text.startswith(TAG) and line.bare.endswith(titles))
            + 3 * (counts.get(line.bare, 0) > 1)
            + 2 * (i > after_menus)
            - 0.5 * n_before
        )
        n_before += i > after_menus
        if score > best_score:
            best, best_score = i, score
    return next((i for i in range(best) if lines[i].bare == lines[best].bare and not lines[i].mark), best)


def _title_score(line: Line) -> float:
    score = min(line.n_han, 12) / 6 + 2 * bool(HEADLINE.search(line.text))
    score -= 3 * (SUBTITLE.match(line.text) is not None) + 3 * (line.text[-1] in "。；")
    return score - 4 * (SLOGAN.fullmatch(line.text) is not None) - 2 * (line.n_han < TITLE_HAN)


def _find_end(lines: list[Line], prose: list[int]) -> int:
    """Index of the first line behind which no more text follows."""
    total = sum(lines[i].n_han for i in prose)
    behind, last_long = total, max((i for i in prose if lines[i].n_han >= CLOSE_HAN), default=prose[-1])
    for i, line in enumerate(lines):
        if not line.mark and line.is_prose:
            behind -= line.n_han
        elif line.mark in ENDERS and i > prose[0]:
            share = AFTER_END if i < last_long else AFTER_LONG
            if behind < share * total:
                return i
    return len(lines)


def _mark_bare_page(lines: list[Line]) -> None:
    for line in lines:
        if line.mark == "value":
            line.mark = "metadata_table"
        elif line.mark in ("symbols", "number"):
            line.mark = ""


def _mark_head(lines: list[Line], first: int, title: int) -> None:
    """Above the text: weak marks hold, and what stands above or between furniture goes, the title excepted."""
    head = lines[:first]
    has_furniture = any(
        (line.is_furniture and line.mark != "page_number") or line.mark == "menu" for line in head
    )
    for i, line in enumerate(head):
        if i == title or (i > title >= 0 and _belongs_to_title(head, i, title)):
            line.mark = ""
        elif line.mark in ("value", "source"):
            line.mark = "metadata_table"
        elif line.mark in ("menu", "symbols"):
            line.mark = "" if line.vote > 0 else "navigation"
        elif line.mark == "number":  # a rank or a counter beside furniture, else a piece of a sentence
            beside = head[max(0, i - 1) : i + 2]
            line.mark = (
                "navigation" if any(other.is_furniture or other.mark == "menu" for other in beside) else ""
            )
        elif line.mark in ("date", "contact"):
            line.mark = "metadata_table" if has_furniture else ""
        elif line.mark == "listed":
            line.mark = "related" if title >= 0 else ""
        elif not line.mark and title >= 0 and SCENE.fullmatch(line.text):
            line.mark = "image"
        elif not line.mark and has_furniture and _is_stray(head, i, title):
            line.mark = "navigation"


def _belongs_to_title(head: list[Line], i: int, title: int) -> bool:
    """Whether a line under the title is a byline, or the day of a speech."""
    line = head[i]
    if line.mark == "source":
        beside = [other for other in head[i - 1 : i + 2] if other is not line]
        alone = line.text.startswith(("记者", "通讯员")) and not any(o.is_furniture or o.mark for o in beside)
        return alone or BYLINE.match(line.text) is not None
    if line.mark != "date":
        return False
    is_day = BARE_DAY.fullmatch(line.text) and SPEECH.search(head[title].text) is not None
    return bool(is_day) or DAY_IN_BRACKETS.fullmatch(line.text) is not None


def _is_stray(head: list[Line], i: int, title: int) -> bool:
    """Whether an unknown line above the text belongs to the site."""
    line = head[i]
    if line.vote:
        return line.vote < 0
    if i < title:
        if DOCUMENT_NUMBER.search(line.text):
            return False
        if line.n_han < TITLE_HAN or SLOGAN.fullmatch(line.text):
            return True
        return any(other.is_furniture or other.mark == "menu" for other in head[i + 1 : title])
    if title < 0:
        return line.n_han < NAME_HAN and i + 1 < len(head) and head[i + 1].is_furniture
    if SLOGAN.fullmatch(line.text):
        return True
    before, after = head[i - 1], head[i + 1] if i + 1 < len(head) else None
    under_title = i - 1 == title and line.n_han <= TITLE_HAN and after is not None and after.is_furniture
    if under_title and not SIGNED.fullmatch(line.text) and not ACTION.search(line.text):
        return True
    if SUBTITLE.match(line.text) and i - 1 == title:
        return False
    between = (
        before.is_furniture and after is not None and (after.is_furniture or after.mark in ("menu", "source"))
    )
    return between and line.n_han <= WIDE_NAME and not SIGNED.fullmatch(line.text)


WIDE_NAME = 15  # Han characters; a publisher's name without the field's name, between other fields


def _mark_body(body: list[Line]) -> None:
    """Inside the text only what cannot be text goes."""
    for line in body:
        is_field = line.mark in ("metadata_table", "footer", "shop", "related")
        if line.mark in ("value", "symbols", "number") or (is_field and not _is_certain(line)):
            line.mark = ""


def _is_certain(line: Line) -> bool:
    """Whether a field inside the text is the site's: a document has an address or a number of its own."""
    return not re.match(
        r"[^\w]*(?:地址|电话|联系人|联系电话|联系方式|传真|邮编|名称|编号|分类|时间|主办|承办|协办|承办单位|主办单位)",
        line.text,
    )


def _mark_buttons(tail: list[Line]) -> None:
    """Several short lines in a row below the text are buttons: a signature is two lines, and a name is shorter."""
    run: list[Line] = []
    for line in [*tail, None]:
        if (
            line is not None
            and not line.mark
            and BUTTON.fullmatch(line.bare)
            and not SIGNED.fullmatch(line.text)
        ):
            run.append(line)
            continue
        if len(run) >= BUTTONS:
            for button in run:
                button.mark = "navigation"
        run = []


def _mark_tail(tail: list[Line], end: int) -> None:
    """Below the text: closing lines stay until the first end; behind it everything goes but whole paragraphs.

    Short lines behind the first furniture go too: a signature stands before it.
    """
    begun = False
    _mark_buttons(tail)
    has_end = any(line.is_furniture for line in tail)
    for i, line in enumerate(tail):
        begun = begun or line.is_furniture
        if has_end and not begun and not line.mark and LEGEND.fullmatch(line.text):
            line.mark = "image"
            continue
        if line.vote > 0 and not line.is_furniture:
            line.mark = "" if line.mark != "value" else "metadata_table"
        elif i >= end:
            if line.mark in ("menu", "listed", "value", "date", "contact", "source", "symbols", "number") or (
                not line.mark and not (line.is_prose and line.n_han >= CLOSE_HAN and line.is_closed)
            ):
                line.mark = "related" if line.n_han >= TITLE_HAN else "navigation"
        elif line.mark in ("menu", "value", "contact", "symbols") or (line.mark == "number" and begun):
            line.mark = "navigation"
        elif line.mark == "listed":
            line.mark = "related"
        elif (
            not line.mark
            and not line.is_prose
            and (line.vote < 0 or (begun and not CLOSING_LINE.match(line.text)))
        ):
            line.mark = "navigation"
