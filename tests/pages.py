"""A generator of pages with known answers: an invented report, furniture round it, damage done to it, any format.

Every page is made from a seed. What is invented is the wording; the kinds of furniture and damage are those that
saved pages have. `truth` is the text that cleaning should give back; lossy damage has no such promise, only that
what is not given back is flagged.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from page_files import FORMATS, GBK_FORMATS

PLACES = ("云岭县", "东河区", "南江市", "西山镇", "北原市", "清泉县")
PEOPLE = ("陈志远", "周启明", "吴建国", "江涛", "何平", "高远", "林静")
OFFICES = ("县委书记", "区长", "副市长", "镇党委书记", "市委书记", "县长")
VERBS = ("持续推进", "扎实抓好", "全面落实", "统筹做好", "深入开展", "着力解决", "严格执行", "加快实施")
OBJECTS = (
    "大气污染防治工作",
    "水环境综合治理",
    "土壤污染风险管控",
    "生态保护修复工程",
    "突出环境问题整改",
    "农村生活污水治理",
    "绿色低碳转型",
    "环保督察反馈问题整改",
    "河长制各项任务",
    "固体废物监管",
)
AIMS = (
    "确保完成年度目标任务",
    "不断改善环境质量",
    "切实维护群众权益",
    "推动工作取得实效",
    "形成齐抓共管的工作格局",
)
FACTS = (
    "全年空气优良天数达到{n}天,比上年增加{m}天", "新建污水管网{m}公里,完成投资{n}万元", "关停整治企业{m}家,清理河道{n}公里",
)  # fmt: skip


@dataclass
class PageCase:
    """A page: its file, and the text it should give."""

    name: str
    suffix: str
    content: bytes
    truth: str
    lossy: bool = False
    notes: dict[str, str] = field(default_factory=dict)


def article(rng: random.Random) -> list[str]:
    """Title and paragraphs of an invented report."""
    place, person, office = rng.choice(PLACES), rng.choice(PEOPLE), rng.choice(OFFICES)
    meeting = rng.choice(("生态环境保护工作会议", "污染防治攻坚战推进会", "环保督察整改工作会"))
    day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    lines = [
        f"{place}召开{meeting}",
        f"{day}，{place}召开{meeting}，{office}{person}出席会议并讲话，安排部署下一阶段重点工作。",
        f"会议指出，过去一年，{_fact(rng)}，{_fact(rng)}，但与群众期盼相比还有差距，一些问题仍然突出。",
    ]
    for head in (f"{person}强调，", "会议要求，", ""):
        demands = [
            f"要{rng.choice(VERBS)}{rng.choice(OBJECTS)}，{rng.choice(AIMS)}"
            for _ in range(rng.randint(2, 4))
        ]
        lines.append(head + "。".join(demands) + "。")
    if rng.random() < 0.5:
        lines += [
            "一、提高思想认识",
            f"各级各部门要{rng.choice(VERBS)}{rng.choice(OBJECTS)}，压实各方责任，{rng.choice(AIMS)}。",
        ]
    lines.append("各乡镇和县直有关部门主要负责同志参加会议。")
    return lines


def _fact(rng: random.Random) -> str:
    return rng.choice(FACTS).format(n=rng.randint(100, 999), m=rng.randint(2, 99)).replace(",", "，")


# Furniture: kind → lines above, inside and below the text; `{title}` is the page's title.
FURNITURE: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "none": ((), (), ()),
    "navigation": (
        ("首页", "政务公开", "互动交流", "走进本县", "当前位置：首页 > 新闻中心 > 工作动态"),
        (),
        ("网站地图", "返回顶部"),
    ),
    "fields": (
        ("发布时间：2022-03-01 15:47  来源：县融媒体中心  浏览次数：235", "【字体：大 中 小】"),
        (),
        (),
    ),
    "table": (
        (
            "索引号：",
            "K00000/2022-0012",
            "发布机构：",
            "县人民政府办公室",
            "成文日期：",
            "2022年3月1日",
            "公开方式：",
            "主动公开",
        ),
        (),
        (),
    ),
    "share": (("分享到：",), (), ("分享到：", "微信", "微博", "QQ空间")),
    "qr": ((), (), ("扫一扫在手机打开当前页", "长按识别二维码关注我们")),
    "print": ((), (), ("【打印本页】 【关闭窗口】", "我要纠错")),
    "leave": ((), (), ("您访问的链接即将离开“某某县人民政府”门户网站，是否继续？", "继续访问 放弃")),
    "login": (("登录", "注册", "用户名：", "密码：", "验证码：", "看不清？换一张", "忘记密码"), (), ()),
    "comment": (
        (),
        (),
        ("网友评论", "文明上网理性发言，请遵守新闻评论服务协议", "发表评论", "0条评论", "匿名", "提交"),
    ),
    "related": (
        (),
        (),
        (
            "相关阅读",
            "我县启动秋季造林绿化行动",
            "全县教育工作座谈会召开",
            "上一篇：我县开展防汛演练",
            "下一篇：没有了",
        ),
    ),
    "credit": ((), (), ("责任编辑：张三", "审核：李四 校对：王五")),
    "image": ((), ("微信图片_20220301154826.png", "图片"), ()),
    "repeat": ((), ("{title}",), ()),
    "teaser": (("{teaser}……[详细]",), (), ()),
    "cookie": (
        ("本网站使用Cookie以提升您的浏览体验，继续浏览即表示您同意我们的Cookie政策。", "接受", "拒绝"),
        (),
        (),
    ),
    "shop": (
        ("购物车", "加入VIP免费下载 立即下载"),
        ("第 1 页 共 6 页",),
        ("下载文档到电脑，查找使用更方便", "9.9元 立即下载", "开通VIP"),
    ),
    "spam": ((), (), ("加微信领取全套资料 vx：abc12345", "贷款秒到账 无抵押 当天放款")),
    "footer": (
        (),
        (),
        (
            "主办：某某县人民政府办公室",
            "网站标识码：9900000001 备案号：某ICP备05000001号-1",
            "版权所有 某某县人民政府",
        ),
    ),
}  # fmt: skip

Damage = Callable[[list[str], random.Random], list[str]]


@cache
def _readings() -> Callable[[str], str]:
    from pypinyin import Style, pinyin

    return lambda c: pinyin(c, style=Style.TONE)[0][0]


def gloss(lines: list[str], rng: random.Random, brackets: str = "()", broken: bool = False) -> list[str]:
    chosen = set(rng.sample(sorted({c for line in lines for c in line if "\u4e00" <= c <= "\u9fff"}), 12))
    reading = _readings()

    def glossed(c: str) -> str:
        if c not in chosen:
            return c
        text = f"{brackets[0]}{reading(c)}{brackets[1]}"
        return c + (text[:2] + "\n" + text[2:] if broken and rng.random() < 0.3 else text)

    return ["".join(map(glossed, line)) for line in lines]


@cache
def _to_traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("s2t").convert


def traditional(lines: list[str], rng: random.Random) -> list[str]:
    return [_to_traditional()(line) for line in lines]


def shift(
    lines: list[str], rng: random.Random, vanished: tuple[int, ...] = (0, 1), has_mark: bool = True
) -> list[str]:
    """The byte shift, in traditional text, at one place that comes into step again soon and loses so many pairs.

    Where the mark behind the `?` is gone too (not `has_mark`), it was one, and something is left that no text has.
    """
    lines = traditional(lines, rng)
    places = [
        (i, j)
        for i, line in enumerate(lines)
        for j, c in enumerate(line)
        if c in "保。" and j and j < len(line) - 2
    ]
    rng.shuffle(places)
    for i, j in places:
        shown, used, lost = shifted(lines[i][j : j + 8])
        is_left = has_mark or (len(shown) > 3 and shown[1] in "，；：？！")
        if used and lost in vanished and is_left:
            lines[i] = lines[i][:j] + (shown if has_mark else shown[0] + shown[2:]) + lines[i][j + used :]
            break
    return lines


def shifted(text: str) -> tuple[str, int, int]:
    """What a mirror site shows of a text whose first character loses its lead byte.

    With it, how many characters of the text that is, and how many pairs of bytes vanish since they are no character.
    """
    data = text.encode("gbk", "replace")[1:]
    shown, k, lost = "?", 0, 0
    while k + 1 < len(data):
        if data[k] < 0x80:
            ends = next(
                (n for n in range(1, len(text) + 1) if len(text[:n].encode("gbk", "replace")) == k + 2), 0
            )
            is_trail = data[k] >= 0x40 and ends >= 2
            return (shown + chr(data[k]), ends, lost) if is_trail else ("", 0, 0)
        pair = data[k : k + 2].decode("gbk", "ignore")
        lost += not pair
        shown += pair
        k += 2
    return "", 0, 0


def latin(lines: list[str], rng: random.Random) -> list[str]:
    return [line.encode().decode("latin-1") for line in lines]


def latin_lossy(lines: list[str], rng: random.Random) -> list[str]:
    return [line.encode().decode("cp1252", "ignore") for line in lines]


def gbk_as_latin(lines: list[str], rng: random.Random) -> list[str]:
    def shown(c: str) -> str:
        return c.encode("gbk").decode("latin-1") if c == c.encode("gbk", "ignore").decode("gbk") else c

    return ["".join(map(shown, line)) for line in lines]


def utf8_as_gbk_lossy(lines: list[str], rng: random.Random) -> list[str]:
    return [line.encode().decode("gbk", "replace") for line in lines]


def wrapped(lines: list[str], rng: random.Random, by: str = "\n") -> list[str]:
    """Wrapped at a width.

    Paragraphs are set off by an indent or an empty line; where they are not, each ends with a line that is short
    (a paragraph whose last line is full, before an unmarked one, is lost to everybody).
    """
    mark = rng.choice(("indent", "empty", "short")) if by == "\n" else "short"
    width = rng.choice(
        [w for w in range(24, 44) if mark != "short" or all(_ends_short(line, w) for line in lines)] or [0]
    )
    if not width:
        return lines
    out = []
    for i, line in enumerate(lines):
        text = by.join(_pieces(line, width))
        out.append(
            "\u3000\u3000" + text
            if mark == "indent" and i
            else ("\n" + text if mark == "empty" and i else text)
        )
    return out


def _columns(text: str) -> int:
    return sum(1 if c.isascii() and c.isalnum() else 2 for c in text)


def _pieces(line: str, width: int) -> list[str]:
    """A paragraph in lines of a width in Han characters; no line begins with a closing mark."""
    pieces = [""]
    for c in line:
        if _columns(pieces[-1] + c) > 2 * width and c not in "，。、：；？！”":
            pieces.append("")
        pieces[-1] += c
    return pieces


def _ends_short(line: str, width: int) -> bool:
    return _columns(_pieces(line, width)[-1]) < 2 * width - 6


def doubled(lines: list[str], rng: random.Random) -> list[str]:
    return [re.sub("，", lambda m: rng.choice((",，", "，，", "，")), line) for line in lines]


def sprinkled(lines: list[str], rng: random.Random) -> list[str]:
    marks = "\u200b\u200c\ufeff\u202a\u2060"
    return ["".join(c + (rng.choice(marks) if rng.random() < 0.05 else "") for c in line) for line in lines]


def wide_blanks(lines: list[str], rng: random.Random) -> list[str]:
    return ["\u3000\u3000" + line + rng.choice(("", "\xa0\xa0", " ")) for line in lines]


def radicals(lines: list[str], rng: random.Random) -> list[str]:
    table = str.maketrans("人民水工大生立行见长门车风高土", "⼈⺠⽔⼯⼤⽣⽴⾏⻅⻓⻔⻋⻛⾼⼟")
    return [line.translate(table) for line in lines]


def entities(lines: list[str], rng: random.Random) -> list[str]:
    return [line.replace("，", "，&#8203;&nbsp;", 1).replace("“", "&ldquo;") for line in lines]


def tags(lines: list[str], rng: random.Random) -> list[str]:
    return [f'<span style="font-size:16px">{line}</span>' for line in lines]


def code(lines: list[str], rng: random.Random) -> list[str]:
    leaks = (
        ".TRS_Editor P{line-height:2;font-family:宋体;}",
        '{"docId":"123","siteId":1,"pubDate":"2022-03-04"}',
        "var _hmt = _hmt || [];",
    )
    at = rng.randint(1, len(lines) - 1)
    return [*lines[:at], rng.choice(leaks), *lines[at:]]


def noise(lines: list[str], rng: random.Random) -> list[str]:
    signs = "".join(chr(c) for c in range(0x21, 0x7F))

    def word() -> str:
        return rng.choice("^$#&{}[]") + rng.choice(signs)

    return [
        re.sub("。", lambda m: "。" + " ".join(word() for _ in range(5)), line, count=1)
        if len(line) > 30
        else line
        for line in lines
    ]


def numbers_apart(lines: list[str], rng: random.Random) -> list[str]:
    return [
        re.sub(r"(?<=[\u4e00-\u9fff])(\d+)(?=[天公万家月日])", r"\n\1\n", line, count=1) for line in lines
    ]


def inline_broken(lines: list[str], rng: random.Random) -> list[str]:
    """As `get_text("\\n")` gives it: line ends round a link, empty lines between paragraphs.

    A link that has running text before and none of its marks behind it proves itself; the rest is lost to everybody.
    """

    def broken(match: re.Match[str]) -> str:
        return "\n" + match[0] + "\n" if rng.random() < 0.6 else match[0]

    return [
        re.sub(r"(?<=[\u4e00-\u9fff]{12})[\u4e00-\u9fff]{2,6}(?=[，。])", broken, line) + "\n"
        for line in lines
    ]


def crlf(lines: list[str], rng: random.Random) -> list[str]:
    return [line + "\r" for line in lines]


def blank_in_word(lines: list[str], rng: random.Random) -> list[str]:
    return [line if len(line) < 40 else line[:31] + " " + line[31:] for line in lines]


DAMAGE: dict[str, Damage] = {
    "none": lambda lines, rng: lines,
    "gloss": gloss,
    "gloss_wide": lambda lines, rng: gloss(lines, rng, "（）"),
    "gloss_broken": lambda lines, rng: gloss(lines, rng, broken=True),
    "traditional": traditional,
    "shift": shift,
    "shift_without_mark": lambda lines, rng: shift(lines, rng, (0,), has_mark=False),
    "latin": latin,
    "gbk_as_latin": gbk_as_latin,
    "wrapped": wrapped,
    "wrapped_by_blanks": lambda lines, rng: wrapped(lines, rng, " "),
    "doubled": doubled,
    "sprinkled": sprinkled,
    "wide_blanks": wide_blanks,
    "radicals": radicals,
    "entities": entities,
    "tags": tags,
    "code": code,
    "noise": noise,
    "numbers_apart": numbers_apart,
    "inline_broken": inline_broken,
    "crlf": crlf,
    "blank_in_word": blank_in_word,
}
LOSSY: dict[str, Damage] = {
    "shift_lossy": lambda lines, rng: shift(lines, rng, (2, 3, 4)),
    "latin_lossy": latin_lossy,
    "utf8_as_gbk_lossy": utf8_as_gbk_lossy,
}
# Damage that works on bytes or structure comes after what works on characters; two of one row exclude each other.
ORDER = (
    ("traditional", "shift", "shift_without_mark"),
    ("doubled",),
    ("radicals",),
    ("numbers_apart", "wrapped", "wrapped_by_blanks", "blank_in_word", "inline_broken"),
    ("gloss", "gloss_wide", "gloss_broken"),
    ("noise",),
    ("wide_blanks",),
    ("sprinkled",),
    ("entities", "tags", "latin", "gbk_as_latin"),
    ("code",),
    ("crlf",),
)


def combinations_of(rng: random.Random, n: int) -> tuple[str, ...]:
    """So many kinds of damage that can be done to one text, in the order in which they happen."""
    rows = sorted(rng.sample(range(len(ORDER)), n))
    return tuple(rng.choice(ORDER[row]) for row in rows)


def compose(rng: random.Random, furniture: tuple[str, ...], damage: tuple[str, ...]) -> tuple[str, str]:
    """A page as text, and its truth."""
    lines = article(rng)
    truth = "\n".join(lines)
    body = list(lines)
    for kind in damage:
        body = (DAMAGE | LOSSY)[kind](body, rng)
    above: list[str] = []
    below: list[str] = []
    inside: list[str] = []
    for kind in furniture:
        top, middle, bottom = FURNITURE[kind]
        fill = {"title": lines[0], "teaser": lines[1][:24]}
        above += [line.format(**fill) for line in top]
        inside += [line.format(**fill) for line in middle]
        below += [line.format(**fill) for line in bottom]
    after_title = [line for line in above if line.startswith(("发布时间", "【字体"))]
    before = [line for line in above if line not in after_title]
    at = len(body) // 2 + 1
    return "\n".join([*before, body[0], *after_title, *body[1:at], *inside, *body[at:], *below]), truth


def make_page(seed: int, furniture: tuple[str, ...], damage: tuple[str, ...], form: str) -> PageCase:
    """A page of a format, with its truth."""
    rng = random.Random(f"{seed} {furniture} {damage} {form}")
    text, truth = compose(rng, furniture, damage)
    if form in GBK_FORMATS and {"latin", "gbk_as_latin", "latin_lossy"} & set(damage):
        form = GBK_FORMATS[form]  # such characters are none of GBK: no file of that encoding has them
    suffix, write = FORMATS[form]
    name = f"{'+'.join(furniture)}-{'+'.join(damage)}-{form}-{seed}"
    return PageCase(name, suffix, write(text), truth, bool(LOSSY.keys() & set(damage)), {"text": text})
