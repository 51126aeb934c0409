"""Repairs: each step's cases, the five texts against gold, the ledger, damage, corrections, labelled pages."""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.cleaning import STEPS, clean_text
from analysis.cleaning.duplicates import find_duplicates
from analysis.cleaning.furniture.lines import WEAK
from analysis.cleaning.furniture.marks import mark_of
from analysis.cleaning.rules import default_rules
from analysis.cleaning.shift.pairs import Shown, broken_tails
from analysis.cleaning.words import beginnings, endings, heads_of_words, joined_likelihood, tails_of_words
from analysis.provenance import locate, restore

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "cleaning.json").read_text(encoding="utf-8"))
FURNITURE = json.loads((HERE / "cases" / "furniture.json").read_text(encoding="utf-8"))
TEXTS = ("anonymous", "guichi", "liangxi", "shanwei", "wuxi")
REPAIRS = [name for name in CASES if name != "redactions"]
# What the gold calls navigation is told apart here by kind.
GOLD_NAMES = {"related": "navigation"}


def checked(raw_text, **options):
    """Clean a text; whatever the test is about, the raw text must come back."""
    clean = clean_text(raw_text, **options)
    assert restore(clean.text, clean.edits) == raw_text
    assert len(clean.raw_offsets) == len(clean.text) + 1
    return clean


@pytest.mark.parametrize(("raw", "wanted"), [case for name in REPAIRS for case in CASES[name]["positive"]])
def test_what_must_be_repaired(raw, wanted):
    assert checked(raw).text == wanted


@pytest.mark.parametrize("text", [text for name in REPAIRS for text in CASES[name]["negative"]])
def test_what_must_not_be_touched(text):
    assert checked(text).text == text


@pytest.mark.parametrize(
    ("raw", "left"), [case for name in REPAIRS for case in CASES[name]["known_failures"]]
)
def test_known_failures_are_still_known(raw, left):
    assert checked(raw).text == left


@pytest.mark.parametrize(
    ("line", "kind"), [(line, kind) for kind, lines in FURNITURE["furniture"].items() for line in lines]
)
def test_a_line_of_furniture_is_told_by_itself(line, kind):
    mark = mark_of(line, default_rules())
    assert mark == kind or (mark in ("key", "menu") and kind in ("share", "login", "navigation", "related"))


@pytest.mark.parametrize("line", FURNITURE["known_failures"])
def test_slogans_and_names_of_columns_are_told_by_their_place_alone(line):
    assert mark_of(line, default_rules()) == ""


@pytest.mark.parametrize("line", FURNITURE["body"])
def test_a_line_of_text_is_none(line):
    assert mark_of(line, default_rules()) in WEAK | {""}


class Gold(NamedTuple):
    raw: str
    clean: str
    removed: list


@pytest.fixture(params=TEXTS)
def gold(request, root):
    name = request.param
    folder = HERE / "gold"
    return Gold(
        (root / "data" / "raw" / f"{name}.txt").read_bytes().decode(),
        (folder / "clean" / f"{name}.txt").read_text(encoding="utf-8"),
        json.loads((folder / "removed" / f"{name}.json").read_text(encoding="utf-8")),
    )


def test_the_five_texts_equal_gold(gold):
    assert checked(gold.raw).text == gold.clean


def test_every_gold_edit_is_in_the_ledger_under_its_reason(gold):
    """Blanks may be cut up differently; every other span must be there whole, with its replacement."""
    ours = {(edit.raw_start, edit.raw_end): edit for edit in checked(gold.raw).edits}
    for row in gold.removed:
        if row["reason"] == "whitespace":
            continue
        lead = len(row["text"]) - len(row["text"].lstrip())  # a bullet's indent is a blank of its own here
        start = row["raw_start"] + lead if row["reason"] != "hard_wrap" else row["raw_start"]
        edit = next((e for (s, _), e in ours.items() if s == start), None)
        assert edit is not None, row
        reason = GOLD_NAMES.get(edit.rule.split("+")[0], edit.rule.split("+")[0])
        assert (reason, edit.after) == (row["reason"], row.get("replacement", "")), (row, edit)
        assert edit.before.strip() == row["text"].strip()


def test_repairs_of_the_five_texts_are_as_many_as_in_gold(root):
    rules = Counter()
    for name in TEXTS:
        edits = checked((root / "data" / "raw" / f"{name}.txt").read_bytes().decode()).edits
        rules.update((edit.rule.split("+")[0], edit.after) for edit in edits)
    count = Counter(reason for reason, _ in rules.elements())
    assert (count["pinyin_gloss"], count["mojibake"]) == (169, 1)
    assert (rules["hard_wrap", ""], rules["hard_wrap", "\n"]) == (48, 10)


def test_every_clean_character_is_a_raw_one_or_in_an_edit(gold):
    clean = checked(gold.raw)
    for i, c in enumerate(clean.text):
        start, end = locate(i, i + 1, clean.raw_offsets, clean.edits)
        covered = any(edit.raw_start <= start and end <= edit.raw_end for edit in clean.edits)
        assert covered or gold.raw[start:end] == c


def test_steps_are_named_once_or_do_the_same_thing_twice():
    runs = {}
    for step in STEPS:
        assert runs.setdefault(step.run, step.rule) == step.rule
        assert step.meaning


@pytest.mark.parametrize(("text", "slot", "kind"), CASES["redactions"]["slots"])
def test_a_redaction_stays_in_the_text_and_is_listed(text, slot, kind):
    clean = checked(text)
    assert clean.text == text
    assert clean.is_redacted
    assert [(text[row.start : row.end], row.note) for row in clean.damage if row.kind == "redaction"] == [
        (slot, kind)
    ]


@pytest.mark.parametrize("text", CASES["redactions"]["none"])
def test_what_looks_like_a_redaction(text):
    assert not checked(text).is_redacted


@pytest.mark.parametrize(
    ("text", "is_truncated"),
    [
        (
            "会议强调，要抓好落实。要加强组织领导，压实各方责任，确保完成各项目标任务，为建设美丽县城，按轻",
            True,
        ),
        ("会议强调，要抓好落实，", True),
        ("会议强调，要抓好落实。\n云岭县人民政府办公室", False),
        ("会议强调，要抓好落实。\n（来源：云岭发布）", False),
        ("云岭县召开会议部署污染防治工作", False),
        ("会议强调，要抓好落实。\n综合整理：某日报、某晚报，以及某公众号", False),
        ("会议强调，要抓好落实。\n试读结束，还剩4页未读，下载文档继续阅读", True),
    ],
)
def test_a_text_that_breaks_off_is_flagged(text, is_truncated):
    clean = checked(text)
    assert clean.is_truncated == is_truncated
    assert (
        any(row.kind == "truncation" and row.end == len(clean.text) for row in clean.damage) == is_truncated
    )


def test_lost_bytes_are_flagged_where_they_are():
    clean = checked("会议\ufffd\ufffd强调")
    assert [(row.start, row.end, row.kind) for row in clean.damage] == [(2, 4, "undecodable")]


def test_an_ambiguous_shift_is_kept_and_flagged():
    clean = checked("維護群眾權益?R帕鉀Q問題,加強環境保護。")
    assert [(clean.text[row.start : row.end], row.kind) for row in clean.damage] == [
        ("?R帕钾Q", "unrecoverable")
    ]
    clean = checked("一是上?⒔K要走在前面，維護群眾權益。")
    assert [(clean.text[row.start : row.end], row.kind) for row in clean.damage] == [("?⒔K", "unrecoverable")]


def test_what_fills_a_vanished_pair_is_shown_as_the_damage_is():
    found = list(broken_tails(Shown("；", "", "A"), ""))
    for tail in found:
        shown = b"\xa3" + tail.encode("gbk")
        pairs = [shown[i : i + 2] for i in range(0, len(shown), 2)]
        assert [pair.decode("gbk", "replace").rstrip("\ufffd") for pair in pairs] == ["；", "", "A"], tail
    assert "基礎" in found and len(found) == len(set(found))


@pytest.mark.parametrize("text", ["确保空气环境质量", "沿著道路前行", "著名品牌", "确。空汽环境"])
def test_a_text_is_as_likely_as_its_two_sides_with_what_stands_between(text):
    for i, c in enumerate(text):
        left, right = text[:i], text[i + 1 :]
        heads, tails = heads_of_words(left, beginnings(left)), tails_of_words(right, endings(right))
        assert joined_likelihood(heads, c, tails) == pytest.approx(beginnings(text)[-1])


class Correction(NamedTuple):
    find: str
    replace: str


def test_a_correction_has_the_last_word_and_is_in_the_ledger():
    raw = "首页 > 要闻\n会议强调，要抓好洛实。\n责任编辑：张三"
    corrections = [
        Correction("洛实", "落实"),
        Correction("责任编辑：张三", "责任编辑：张三"),
        Correction("没有的话", "x"),
    ]
    clean = checked(raw, corrections=corrections)
    assert clean.text == "会议强调，要抓好落实。\n责任编辑：张三"
    assert clean.unused == ["没有的话"]
    assert ("洛", "落", "correction") in [
        (edit.before, edit.after, edit.rule) for edit in clean.edits
    ] or any(edit.rule == "correction" and "落实" in edit.after for edit in clean.edits)


def test_the_lexicon_decides_what_is_furniture():
    from analysis.lexicons import Entry

    lexicons = {"furniture": (Entry("本县好声音", "navigation"),), "script": ()}
    raw = "本县好声音\n会议强调，要抓好落实工作，确保取得实效。\n【打印本页】"
    assert clean_text(raw, lexicons).text == "会议强调，要抓好落实工作，确保取得实效。\n【打印本页】"


def labelled_pages():
    """Invented pages, each line with what is right for it: + body, - furniture, ~ either."""
    pages, lines = {}, []
    for line in (HERE / "texts" / "pages.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            lines = pages.setdefault(line[4:], [])
        elif line and not line.startswith("#"):
            lines.append((line[0], line[1:]))
    return pages


PAGES = labelled_pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_labelled_page(name):
    raw = "\n".join(line for _, line in PAGES[name])
    clean = checked(raw)
    gone = set()
    for edit in clean.edits:
        if not edit.after and edit.rule != "pinyin_gloss":
            gone.update(range(edit.raw_start, edit.raw_end))
    position = 0
    for label, line in PAGES[name]:
        letters = {position + i for i, c in enumerate(line) if not c.isspace()}
        position += len(line) + 1
        if label == "-":
            assert letters <= gone, f"left: {line}"
        elif label == "+":
            assert not letters & gone, f"lost: {line}"


def test_duplicates_are_named_by_kind():
    body = [
        "要打好污染防治攻坚战，守护绿水青山。",
        "要压实各方责任，形成强大合力。",
        "要加强督查考核，确保任务落实。",
        "要强化投入保障，补齐设施短板。",
    ]
    texts = {
        "a": "".join(body),
        "b": "\n".join(body),
        "c": body[0],
        "d": "".join(body[:3]) + "今年还要开展专项检查，严肃查处违法行为。",
        "e": "完全不同的一篇文章，说的是教育工作会议的事情。",
    }
    found = {(row.doc_id, row.other_id): row.kind for row in find_duplicates(texts)}
    assert found == {
        ("a", "b"): "same",
        ("c", "a"): "part",
        ("c", "b"): "part",
        ("c", "d"): "part",
        ("a", "d"): "near",
        ("b", "d"): "near",
    }


def test_cleaning_is_linear():
    """Twice the text takes about twice the time: no step rescans the whole for every find."""
    import time

    page = "會(huì)議強(qiáng)調(diào),要**抓好落實。\n分享到：\n环 境工作 很重要，要坚持,,不懈。\n"

    def seconds(n):
        times = []
        for _ in range(3):
            started = time.process_time()
            clean_text(page * n)
            times.append(time.process_time() - started)
        return min(times)

    clean_text(page)
    small, large = seconds(100), seconds(800)
    assert large < 8 * small * 3


def test_inside_the_body_of_a_page_a_menu_word_is_a_heading():
    from analysis.reading.markup import read_html

    page = read_html(
        "<body><ul class='nav'><li><a>首页</a></li><li><a>魅力本县</a></li></ul><h1>本县召开生态环境保护工作会议</h1>"
        "<div id='zoom'><p>1月1日，本县召开会议，县长出席。</p><p>重点工作</p><p>一是抓整改</p></div>"
        "<div class='related'><a>本县部署防汛工作</a></div></body>"
    )
    text = clean_text(page.text, votes=page.votes).text
    assert text == "本县召开生态环境保护工作会议\n1月1日，本县召开会议，县长出席。\n重点工作\n一是抓整改"


def test_links_and_teasers_of_a_saved_page_are_none_of_its_text():
    """The box of the text is the box of everything, as often: links inside it and teasers below it go."""
    from analysis.reading.markup import read_html

    page = read_html(
        "<body><div class='text_con'><h1>本县召开生态环境保护工作会议</h1>"
        "<p>1月1日，本县召开会议，县长出席并讲话，强调要压实责任。</p>"
        "<p>会议要求，各镇要抓好整改，按期销号。</p><div><a>【1】</a><a>【2】</a></div><p>会议由副县长主持。</p><p>(责编：某某)</p>"
        "<div><a>本县客户端下载</a><a>手机看本县</a></div><h2>推荐阅读</h2>"
        "<p>邻县山乡引来远客 一处山乡，一年四季各有看头，村民办起客栈，"
        "游人住下来看云海、采春茶，村里的日子一天比一天红火，去年人均收入翻了一番，今年又添了两条步道。<a>【详细】</a></p><h2>视频新闻</h2></div></body>"
    )
    text = clean_text(page.text, votes=page.votes).text
    assert text.split("\n") == [
        "本县召开生态环境保护工作会议",
        "1月1日，本县召开会议，县长出席并讲话，强调要压实责任。",
        "会议要求，各镇要抓好整改，按期销号。",
        "会议由副县长主持。",
    ]


BODY = "本报讯(记者张三)5月1日，全县召开防汛会议。县长李四出席会议并讲话，强调要压实责任，守住底线。"


@pytest.mark.parametrize(
    ("head", "left"),
    [
        ("首页 > 要闻\n全县防汛工作会议召开 2023-05-02 来源：某报", "全县防汛工作会议召开"),
        ("首页 > 要闻\n全县防汛工作会议召开2023-05-02 10:20", "全县防汛工作会议召开"),
        ("首页 > 要闻\n在全县防汛会议上的讲话\n(2023年5月1日)", "在全县防汛会议上的讲话\n(2023年5月1日)"),
        (
            "首页 > 要闻\n在全县防汛会议上的讲话\n2023年5月1日\n李四",
            "在全县防汛会议上的讲话\n2023年5月1日\n李四",
        ),
        (
            "打印\n县政府工作报告\n——在县人民代表大会上\n发布时间：2023-05-02",
            "县政府工作报告\n——在县人民代表大会上",
        ),
        ("首页\n【视频】全县防汛工作会议召开\n2023-05-02 10:20", "【视频】全县防汛工作会议召开"),
        (
            "首页 > 要闻\n全县防汛工作会议召开\n李四出席\n发布时间：2023-05-02",
            "全县防汛工作会议召开\n李四出席",
        ),
        ("首页 > 要闻\n李四：压实责任 守住底线\n2023-05-02 10:20", "李四：压实责任 守住底线"),
        ("首页 > 要闻\n全县防汛工作会议召开\n\n记者：张三", "全县防汛工作会议召开\n记者：张三"),
        (
            "当前位置：首页 > 关于防汛工作 会议召开的公告\n关于防汛工作 会议召开的公告",
            "关于防汛工作 会议召开的公告",
        ),
    ],
)
def test_what_stands_above_a_text_is_its_own_or_the_sites(head, left):
    assert checked(f"{head}\n{BODY}").text == f"{left}\n{BODY}"


def test_legends_and_notices_below_a_text_go_and_its_source_stays():
    tail = "县长李四出席会议并讲话\n防汛会议现场\n信息来源：县融媒体中心\n责任编辑：王五\n转载请注明出处，本网保留法律责任追究。"
    assert (
        checked(f"全县防汛工作会议召开\n{BODY}\n{tail}").text
        == f"全县防汛工作会议召开\n{BODY}\n信息来源：县融媒体中心"
    )


def test_who_edited_behind_the_last_sentence_goes_and_who_wrote_stays():
    line = (
        "会议强调，校园安全事关千家万户，必须筑牢校园安全防线，为师生营造安全的学习环境，守护成长。（江涛）"
    )
    credits = " 编 辑：何平 责任编辑：高远 审核：林静"
    assert checked(f"全县防汛工作会议召开\n{BODY}\n{line}{credits}").text.endswith(line)


def test_a_row_of_buttons_below_a_text_goes_and_a_signature_stays():
    page = f"全县防汛工作会议召开\n{BODY}\n"
    assert checked(f"{page}电话咨询\n邮件咨询\n在线地图\nQQ客服").text == page.strip()
    assert checked(f"{page}张三\n李四\n王五").text == f"{page}张三\n李四\n王五"
    assert checked(f"{page}县政府办公室\n2023年5月1日").text == f"{page}县政府办公室\n2023年5月1日"


def test_a_page_of_which_nothing_is_left_comes_back_whole():
    raw = "function(){}會(huì)議"
    clean = clean_text(raw)
    assert clean.text == "" and restore(clean.text, clean.edits) == raw
