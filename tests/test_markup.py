"""Saved pages: what the markup says of their lines, what is hidden, read aloud, elsewhere, or printed on every sheet."""

import pytest

from analysis.cleaning import clean_text
from analysis.cleaning.wraps import wrap_width
from analysis.provenance import HIDDEN, READING, REFUSED, RUNNING, restore
from analysis.reading import list_sources, read_text
from analysis.reading.markup import FRAME, LINKS, SCRIPT, read_html
from analysis.reading.sheets import running_lines

TITLE = "甲县召开河湖长制工作推进会"
OPENING = "3月2日，甲县召开河湖长制工作推进会，县长到会讲话，强调要压实各级责任，抓好问题整改。"
MIDDLE = "会议指出，过去一年全县河湖水质持续好转，群众满意度稳步提高，成绩来之不易。"
CLOSE = "会议要求，各镇各部门要按照职责分工，加强协调配合，确保各项任务落到实处。"
SENTENCES = [OPENING, MIDDLE, CLOSE]
MORE = [
    "会上，水利局、住建局和三个镇作了交流发言，分别介绍了巡河护河、管网改造的经验做法。",
    "县长指出，当前水环境治理仍有短板，个别支流水质反复，部分村庄污水收集率偏低。",
    "县长强调，要坚持问题导向，对照清单逐项销号，以实际成效取信于民。",
]
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
MENU = "<div class='nav'><a href='/'>首页</a><a href='/a'>政务公开</a></div>"
FOOT = "<div class='footer'><p>主办单位：甲县人民政府办公室</p></div>"


def weights(page):
    return {page.text[vote.start : vote.end]: vote.weight for vote in page.votes}


def clean(source):
    page = read_html(source)
    result = clean_text(page.text, votes=page.votes)
    assert restore(result.text, result.edits) == page.text
    return result.text.split("\n")


def test_the_line_that_the_page_is_called_after_is_its_title():
    head = f"<title>{TITLE}-甲县人民政府</title>"
    page = read_html(f"<html><head>{head}</head><body><div class='top'>{TITLE}</div>{TEXT}</body></html>")
    assert weights(page)[TITLE] == 1
    other = read_html(
        f"<html><head><title>{TITLE}侧记</title></head><body><p>{TITLE}</p>{TEXT}</body></html>"
    )
    assert TITLE not in weights(other)


def test_a_title_that_links_to_its_own_page_stays_and_the_same_link_below_goes():
    head = f"<head><title>{TITLE} - 老王的随笔</title></head>"
    link = f"<a href='/p/1'>{TITLE}</a>"
    assert clean(f"<html>{head}<body>{MENU}<h2>{link}</h2>{TEXT}</body></html>") == [TITLE, *SENTENCES]
    below = f"<ul class='related'><li>{link}</li><li><a href='/p/2'>乙县召开防汛工作会议</a></li></ul>"
    assert clean(f"<html>{head}<body>{TEXT}{below}</body></html>") == SENTENCES


def test_of_two_copies_of_a_title_the_one_that_links_elsewhere_goes():
    links = "".join(
        f"<li><a href='/{i}'>{t}</a></li>" for i, t in enumerate(["乙镇敬老院开工", TITLE, "丙村修渠通水"])
    )
    text = f"<div class='content'><p>水清了，岸绿了</p><h1>{TITLE}</h1>{TEXT}</div>"
    page = read_html(f"<body>{MENU}<ul class='list'>{links}</ul><p>放大 缩小 默认</p>{text}{FOOT}</body>")
    result = clean_text(page.text, votes=page.votes)
    assert result.text.split("\n") == ["水清了，岸绿了", TITLE, *SENTENCES]
    assert result.raw_offsets[result.text.index(TITLE)] == page.text.index(TITLE, page.text.index("水清了"))


def test_a_publisher_between_the_fields_of_a_page_goes_and_one_above_a_day_stays():
    def page(*lines):
        head = "".join(f"<div>{line}</div>" for line in lines)
        text = f"<div class='content'><h1>{TITLE}</h1>{head}{TEXT}</div>"
        return clean(f"<body>{MENU}{text}{FOOT}</body>")

    assert page("2023-09-21 17:42", "甲县水利局", "浏览：1,206") == [TITLE, *SENTENCES]
    assert page("浏览：1,206", "甲县水利局", "2023年9月21日") == [
        TITLE,
        "甲县水利局",
        "2023年9月21日",
        *SENTENCES,
    ]


@pytest.mark.parametrize("wrapper", ["form id='form1'", "div id='printArea'", "div class='header-page'"])
def test_a_block_with_the_sentences_of_the_page_is_the_sites_in_name_only(wrapper):
    tag = wrapper.split()[0]
    votes = weights(read_html(f"<body><{wrapper}>{MENU}<h1>{TITLE}</h1>{TEXT}{FOOT}</{tag}></body>"))
    assert all(votes.get(sentence, 0) >= 0 for sentence in SENTENCES)
    assert votes["主办单位：甲县人民政府办公室"] == -1


@pytest.mark.parametrize("name", ["printArea", "c1"])
def test_what_stands_behind_the_last_sentence_in_the_block_of_a_text_is_its_own(name):
    came = ["村名", "户数", "水价", "泡桐", "上坝", "出席：王大山 李小河", "农业服务中心 石根水"]
    rest = "".join(f"<p>{line}</p>" for line in came)
    share = "<div class='c2'><span>分享到</span><p>上一篇：甲镇召开防汛会议</p></div>"
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES + MORE)
    page = f"<body>{MENU}<div class='a'><h1>{TITLE}</h1><div id='{name}'>{text}{rest}</div>{share}</div>{FOOT}</body>"
    assert clean(page) == [TITLE, *SENTENCES, *MORE, *came]


def test_files_that_a_document_names_at_its_end_are_its_own_and_those_of_other_pages_are_not():
    files = (
        "<p>附件：1.<a href='/a.docx'>河湖名录.docx</a></p><p>2.<a href='/b.pdf'>责任分工（样式）.pdf</a></p>"
    )
    signed = "<p>甲县人民政府办公室</p><p>2023年3月2日</p>"
    others = "<div class='related'><a href='/c.doc'>乙县河湖长制工作方案.doc</a></div>"
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES + MORE)
    page = f"<body>{MENU}<h1>{TITLE}</h1><div class='TRS_Editor'>{text}{files}{signed}</div>{others}{FOOT}</body>"
    assert clean(page) == [
        TITLE,
        *SENTENCES,
        *MORE,
        "附件：1.河湖名录.docx",
        "2.责任分工（样式）.pdf",
        "甲县人民政府办公室",
        "2023年3月2日",
    ]


def test_a_block_called_a_menu_that_holds_nearly_all_sentences_is_the_text():
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES + MORE)
    page = f"<body>{MENU}<h1>{TITLE}</h1><div class='menu_list'>{text}<p>甲县人民政府办公室</p></div>{FOOT}</body>"
    assert clean(page) == [TITLE, *SENTENCES, *MORE, "甲县人民政府办公室"]


def test_links_within_a_page_are_its_table_of_contents():
    chapters = ["第一章 总则", "第二章 规划与建设", "第三章 法律责任"]
    links = "".join(f"<p><a href='#c{i}'>{chapter}</a></p>" for i, chapter in enumerate(chapters))
    text = "".join(
        f"<p><a name='c{i}'></a>{c}</p><p>{s}</p>"
        for i, (c, s) in enumerate(zip(chapters, MORE, strict=True))
    )
    page = f"<body>{MENU}<h1>甲县城市绿道管理办法</h1><div class='TRS_Editor'><p>目 录</p>{links}{text}</div>{FOOT}</body>"
    said = [line for pair in zip(chapters, MORE, strict=True) for line in pair]
    assert clean(page) == ["甲县城市绿道管理办法", "目 录", *chapters, *said]


def test_a_foot_stays_one_whatever_it_holds():
    votes = weights(read_html(f"<body><h1>{TITLE}</h1><p>{OPENING}</p><footer>{TEXT}{TEXT}</footer></body>"))
    assert votes[CLOSE] == REFUSED


def test_a_block_called_a_text_without_a_sentence_is_none_beside_the_text():
    page = f"<body><div class='content'><p>信息公开指南</p></div><div class='article'>{TEXT}</div></body>"
    votes = weights(read_html(page))
    assert "信息公开指南" not in votes and votes[CLOSE] == 1


def test_sentences_that_link_away_are_teasers_beside_a_text_and_text_within_it():
    teaser = "乙县启动春季植树活动，县长到场植树，强调要爱绿护绿，建设美丽家园。"
    beside = f"<body><div class='article'><h1>{TITLE}</h1>{TEXT}</div><ul><li><a href='/x'>{teaser}</a></li></ul></body>"
    assert weights(read_html(beside))[teaser] == REFUSED
    assert clean(beside) == [TITLE, *SENTENCES]
    inside = f"<p><a href='/law'>{teaser}</a></p>"
    within = f"<body><div class='article'><h1>{TITLE}</h1><p>{OPENING}</p>{inside}<p>{MIDDLE}</p><p>{CLOSE}</p></div></body>"
    assert clean(within) == [TITLE, OPENING, teaser, MIDDLE, CLOSE]


def test_where_all_is_linked_links_tell_nothing():
    assert clean(f"<body>{MENU}<a href='x.html'><h1>{TITLE}</h1>{TEXT}</a></body>")[-3:] == SENTENCES


def test_an_anchor_is_no_link_and_attachments_of_a_document_stay():
    attached = "附件：甲县河湖长制工作任务清单"
    page = (
        f"<body>{MENU}<a name='top'><h1>{TITLE}</h1>{TEXT}<p><a href='a.doc'>{attached}</a></p>{FOOT}</body>"
    )
    assert clean(page) == [TITLE, *SENTENCES, attached]


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0", "display:none", "font:0/0 a"])
def test_a_text_that_a_script_was_to_show_is_text(style):
    assert clean(f"<body><h1>{TITLE}</h1><div id='js_content' style='{style}'>{TEXT}</div></body>") == [
        TITLE,
        *SENTENCES,
    ]
    page = read_html(
        f"<body>{TEXT}<p style='{style}'>本站敬告：转载请注明出处，未经许可不得用于商业用途。</p></body>"
    )
    assert [vote.weight for vote in page.votes] == [HIDDEN]


def test_what_is_said_without_scripts_is_noise_unless_it_is_the_text():
    notice = "<noscript>您的浏览器不支持脚本，请开启后刷新页面。</noscript>"
    assert clean(f"<body><h1>{TITLE}</h1>{notice}{TEXT}</body>") == [TITLE, *SENTENCES]
    assert clean(f"<body><div id='root'></div><noscript>{TEXT}</noscript></body>") == SENTENCES


def test_readings_above_characters_go_and_characters_there_stay():
    ruby = "<ruby>河<rp>(</rp><rt>hé</rt><rp>)</rp>湖<rp>(</rp><rt>hú</rt><rp>)</rp></ruby>"
    page = read_html(f"<body><p>{OPENING.replace('河湖', ruby)}</p></body>")
    assert "河(hé)湖(hú)长制" in page.text and {vote.weight for vote in page.votes} == {READING}
    result = clean_text(page.text, votes=page.votes)
    assert result.text == OPENING and {edit.rule for edit in result.edits} == {"pinyin_gloss"}
    page = read_html(f"<body><p>{OPENING.replace('河湖', '<ruby>河湖<rt>水域</rt></ruby>')}</p></body>")
    assert clean_text(page.text, votes=page.votes).text == OPENING.replace("河湖", "河湖水域")


ITEMS = "".join(f"<li><a href='{i}'>甲县召开第{i}次常务会议研究重点工作</a></li>" for i in range(1, 15))


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (f"{MENU}<iframe src='text.html'></iframe>", FRAME),
        (f"{MENU}<script>var page={{'text':'{''.join(SENTENCES)}'}}</script>", SCRIPT),
        (f"{MENU}<ul>{ITEMS}</ul>", LINKS),
        (f"{TEXT}<iframe src='ad.html'></iframe><ul>{ITEMS}</ul>", ""),
        ("<p>关于召开会议的通知</p>", ""),
    ],
)
def test_a_page_without_a_sentence_says_where_its_text_may_stand(body, where, tmp_path):
    assert read_html(f"<body>{body}</body>").elsewhere == where
    path = tmp_path / "a.html"
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>", encoding="utf-8")
    sources, _ = list_sources(path)
    assert [where in problem.problem for problem in read_text(sources[0]).problems] == [True] * bool(where)


def test_what_stands_on_every_sheet_is_none_of_the_text():
    head = "甲县政府工作报告"
    sheets = [f"{head}\n{sentence[:20]}\n{sentence[20:]}\n- {i} -" for i, sentence in enumerate(SENTENCES, 1)]
    votes = running_lines(sheets)
    text = "\f".join(sheets)
    assert [text[vote.start : vote.end] for vote in votes] == [
        part for i in range(1, 4) for part in (head, f"- {i} -")
    ]
    assert {vote.weight for vote in votes} == {RUNNING}
    assert running_lines([sentence + "\n" + MIDDLE[:9] for sentence in SENTENCES[:2]])[1:] != []
    assert running_lines(SENTENCES) == []


def test_a_single_sheet_from_a_browser_loses_what_the_browser_printed():
    printed = [f"2024/3/5 10:21 {TITLE}", "https://www.jia.example/art/2024/3/5.html 1/1"]
    sheet = "\n".join([printed[0], TITLE, *SENTENCES, printed[1]])
    assert [sheet[vote.start : vote.end] for vote in running_lines([sheet])] == printed
    assert running_lines(["\n".join([f"2024/3/5 10:21 {TITLE}", *SENTENCES])]) == []


@pytest.mark.parametrize(
    "called", ["-甲县人民政府网", "，县长到会讲话，部署巡河护河、管网改造、问题整改等重点工作"]
)
def test_a_page_printed_with_its_menus_is_wrapped_text_all_the_same(called):
    """The headlines of other pages are as wide as text is set, and what is printed above each sheet is wider."""
    head, address = f"2024/3/5 10:21 {TITLE}{called}", "https://www.jia.example/art/2024/3/5.html"
    last = "会后，与会人员一同到现场察看了河道清淤、岸坡整治和绿化管护进展情况，要求再接再厉（王小明）"
    wrapped = [part[i : i + 28] for part in [*SENTENCES, *MORE, last] for i in range(0, len(part), 28)]
    menus = ["首页", "要闻", "政务公开", "互动交流", "办事服务", "走进甲县"]
    deeds = [
        "召开防汛会议",
        "开展校园食品安全检查",
        "启动夏季秸秆禁烧宣传活动",
        "推进农村公路养护体制改革试点工作",
        "举办基层林业站护林员防火技能培训班",
    ]
    others = [place + deed for place in ("乙镇", "丙镇政府", "丁县农业农村局") for deed in deeds]
    parts = [[*menus, TITLE, *wrapped[:-2]], [*wrapped[-2:], "扫一扫在手机打开当前页", *menus], others]
    sheets = ["\n".join([head, *part, f"{address} {i}/3"]) for i, part in enumerate(parts, 1)]
    result = clean_text("\f".join(sheets), votes=running_lines(sheets))
    assert result.text.split("\n") == [TITLE, *SENTENCES, *MORE, last]
    assert restore(result.text, result.edits) == "\f".join(sheets)


def test_wrapped_text_goes_on_behind_a_foot_of_a_sheet_and_in_an_open_bracket():
    wrapped = [part[i : i + 20] for part in [*SENTENCES, *MORE] for i in range(0, len(part), 20)]
    torn = "\n".join([*wrapped[:1], "- 1 -", *wrapped[1:]])
    assert len(wrapped[0]) == 20
    assert clean_text(torn).text.split("\n") == [*SENTENCES, *MORE]
    opened = "会议印发了《甲县河湖长制\n工作要点》，要求各镇各部门抓好落实。"
    assert clean_text("\n".join([*wrapped, opened])).text.split("\n")[6:] == [opened.replace("\n", "")]


def test_a_heading_below_a_full_line_that_closes_a_sentence_stands_alone():
    full = "会议认真传达学习了上级有关文件精神，研究了贯彻意见。会议部署了巡河。"
    wrapped = [part[i : i + 17] for part in [*SENTENCES, full] for i in range(0, len(part), 17)]
    assert len(full) == 34
    lines = [*wrapped, "强化责任落实", *wrapped[:6]]
    assert clean_text("\n".join(lines)).text.split("\n")[2:5] == [CLOSE, full, "强化责任落实"]


def test_the_teaser_of_a_wrapped_page_is_no_text():
    wrapped = [part[i : i + 20] for part in [*SENTENCES, *MORE] for i in range(0, len(part), 20)]
    teaser = "3月2日，甲县召开河湖长制工作推……[详细]"
    assert clean_text("\n".join([teaser, TITLE, *wrapped])).text.split("\n") == [TITLE, *SENTENCES, *MORE]


def test_words_of_a_menu_beside_a_wrapped_text_do_not_hide_its_width():
    wrapped = [part[i : i + 18] for part in [*SENTENCES, *MORE] for i in range(0, len(part), 18)]
    assert 30 <= wrap_width([*["首页", "要闻", "政务公开", "互动"] * 20, *wrapped]) <= 36
    assert wrap_width(["首页", "要闻", "政务公开", "办事服务", *SENTENCES]) == 0


def test_entries_of_a_list_with_their_days_are_not_wrapped():
    assert wrap_width([f"甲县召开第{i}次常务会议研究重点工作 2024-03-{i:02d}" for i in range(1, 10)]) == 0


def test_a_rare_character_that_looks_like_a_common_one_is_that_one():
    assert (
        clean_text("会议通报了京津㬵济铁路沿线整治情况，要求加快推进。").text
        == "会议通报了京津胶济铁路沿线整治情况，要求加快推进。"
    )


@pytest.mark.parametrize(
    "row", ["<p>上一篇：无</p><p>下一篇：无</p>", "<p>责任编辑：王小明</p>", "<p>【打印】【关闭】</p>"]
)
@pytest.mark.parametrize("tag", ["article", "div"])
def test_several_texts_of_one_page_stay_whatever_stands_between(row, tag):
    texts = [
        [
            "甲镇召开防汛工作会议，镇长部署水库巡查、物资储备和值班值守工作。",
            "各村要组织力量疏浚沟渠涵洞，发现险情第一时间报告转移。",
        ],
        [
            "乙镇启动夏季秸秆禁烧行动，出动宣传车十辆，发放明白纸三千份。",
            "农机站抽调技术人员进村入户，指导农户开展粉碎还田。",
        ],
        [
            "丙县举行教师节庆祝大会，百名优秀教师受到表彰，县委书记颁奖。",
            "该县持续加大投入，新建改建校舍二十所，补充青年骨干六百人。",
        ],
    ]
    blocks = "".join(f"<{tag}>{''.join(f'<p>{p}</p>' for p in text)}{row}</{tag}>" for text in texts)
    assert clean(f"<body>{MENU}{blocks}{FOOT}</body>")[-6:] == [p for text in texts for p in text]
