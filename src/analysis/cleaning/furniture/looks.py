"""How lines look that stand round a text: names of sites, bylines, signatures, legends of photographs."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import NUMBERED, Line
from analysis.cleaning.page import HAN_CHARACTER
from analysis.cleaning.rules import Rules

# Words of a headline of this kind of text.
HEADLINE = re.compile(
    "会|讲话|报告|工作|召开|推进|部署|强调|生态|环境|治理|行动|通知|意见|方案|调研|检查|动员|发言|纪要|预案|规划|办法|规定|细则|制度|条例|公告|决定|批复|总结|要点|计划|规则"
    "|活动|举行|举办|启动|督查|督导|视察|考察|慰问|座谈|表彰|签约|整治|攻坚|整改|保护|建设|发展"
)
SLOGAN = re.compile(
    r"(?:中国|[\u4e00-\u9fff]{2,12})(?:政府网|门户网站|人民政府网站?|政务网|信息网|新闻网|在线|人民网|新华网|文明网|党建网|环境网)\s*(?:[-—·|,，:：].{0,30})?"
)
SITE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{2,8}(?:网|网站|在线|资讯|频道|客户端|公众号|文库|论坛|社区网|数字报|电子报|电子版)(?:首页)?|[\w·]{2,20}(?:官网|网站|门户|平台官网)"
)
PAPER = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:日报|晚报|晨报|早报|商报|时报|周报|数字报纸?|电子报|电子版|客户端|新闻网)\s*(?:数字报纸?|电子报|电子版|首页|导航|官方微信|官方微博)?"
)
# What a browser shows of a page: its title, and the name of the site behind a dash.
OF_BROWSER = re.compile(
    r"(?<=[\u4e00-\u9fff”》)）\d])\s?[-_—–|](?![-_—–|])\s?[\u4e00-\u9fffA-Za-z]{1,10}(?:网|门户|在线|文库|网站|论坛|资讯|聚合)$"
)
# A byline opens a report; a field `记者：` between others is the site's.
BYLINE = re.compile(
    r"[(（\[【■◆●□▲\s]*(?:本报|本网|本台)?(?:[\u4e00-\u9fff]{0,6})?(?:记者|通讯员)(?!\s*[:：])"
)
# Under a title: who came and what was done; the day of a speech; a photograph's legend below the text.
ACTION = re.compile("出席|主持|参加|讲话|强调|指出|要求|报告|致辞|发言|通报|部署|调研|督导|检查|宣读|传达")
DAY_IN_BRACKETS = re.compile(
    r"[(（〔［\[]\s*(?:19|20|二)[\d〇○零一二三四五六七八九十]{2,3}\s*年[^()（）]{1,12}[)）〕］\]]"
)
SPEECH = re.compile(r"(?:讲话|报告|发言|致辞|讲话稿|开幕词|闭幕词)(?:提纲|要点|摘要)?[”》)）]?$")
DAY = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
LEGEND = re.compile(
    "[^，。；！？,;!?:：]{4,40}(?:讲话|发言|致辞|出席会议|主持会议|参加会议|作汇报|现场|会场|一角|合影|供图)"
)
SCENE = re.compile("[^，。；！？,;!?:：]{2,40}(?:会议|审议|活动|调研|检查|座谈|培训|签约|大会|观摩)现场")
TAG = ("【", "[", "（", "(")
LABEL = re.compile(r"[【\[][\u4e00-\u9fff\s]{2,6}[】\]]")
SUBTITLE = re.compile(r"\s*(?:[—–―─-]{1,4}|[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$)")
DOCUMENT_NUMBER = re.compile(
    r"[〔\[（(﹝【]\s*(?:19|20)\d\d\s*[〕\]）)﹞】]\s*(?:第\s*)?\d+\s*号|[A-Z]{2,8}\s*[-—–]\s*(?:19|20)\d\d\s*[-—–]\s*\d+"
    r"|[A-Z]{2,6}(?:/[A-Z]{1,2})?\s*\d+(?:\.\d+)?\s*[-—–]\s*(?:19|20)\d\d"  # of a standard
)
ABOUT = "关于"  # with which the title of a paper begins
TITLE_HAN = 8  # Han characters of a short title; shorter lines on top are names of columns
WIDE = re.compile("[\u4e00-\u9fff](?: +[\u4e00-\u9fff]){1,7}")  # characters set wide apart
CLOSING_LINE = re.compile(
    r"[抄主分呈]?[报送发]\s*[:：]|[(（\[【]|附件|附[:：]|注[:：]|来源|记者|通讯员|作者|[*＊×]|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]"
)
ORGAN = re.compile(
    r"[^，。；！？,;!?:：]*(?:委员会|人民政府|办公室|指挥部|领导小组|委|局|厅|部|会|法院|检察院|公司|集团|中心)"
)
OVERSEEN = re.compile("监督|举报|受理")  # to whom one may complain, which a notice says
# What the names of places and offices end with.
PLACE = re.compile(
    "[县区市镇乡村州旗省社队站所校院司行办组会厂局委部处科室厅园团]$|[小中大]学$|中心$|政府$|集团$"
)
SIGNED = re.compile(rf"[(（\[【].*[)）\]】]|{ORGAN.pattern}|附件.*|注[:：].*")
SIGNED_DAY = re.compile(
    r"(?:(?:19|20)\d\d|[一二][〇○零O0一二三四五六七八九]{3})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
# The name of a field and its value, whatever the field is called; and the fields that a document has of its own:
# minutes say when, where and who, a circular to whom it goes, a notice whom to ask.
FIELD = re.compile(r"(?P<key>[\u4e00-\u9fff]{2,8})\s*[:：]\s*(?P<value>[^。；！？]{0,40})")
OWN_KEY = re.compile(
    "时间|日期|地点|主持|参会|参加|出席|列席|缺席|请假|记录|整理|汇报|发言|讲话|主题|议题|议程|内容|名称|人员|联系|电话|热线|地址|邮|网址"
    "|单位|编制|起草|编写|附|抄送|主送|报送|签发|印发|备注|注释|说明|来源|作者|记者|通讯员|供稿|摄影|标题|题目|摘要|导语|提示|[讯文图摄]$|[县区市镇乡村省州局]$|(?:招标|采购|投标|中标|申请|申报|报告|负责|代理|提案|建议|承办|经办|受理|填表|制表|责任|联络|当事|来信|信访|投诉|主讲|授课|被?告|原告)人$|[应实]到|到会|月$|周$|[组队]长|成员|指挥|户主|姓名|性别|年龄|人口|职务|民族|学历|赞成|反对|弃权|公示|散会|姓名|签名|签字|班级|期限|来信|请寄|受理|代理机构|咨询|监督|预算|限价|金额|工期|资质|范围|条件"
)
ADDRESSED = re.compile(
    r"(?:代表|领导|来宾|同志|[们友员长任记生士民局委府办会厅部处院校司站所位街门室生业镇乡村构])\s*[:：]{1,2}$"
)
COLON = re.compile("[:：]")
PHRASES = 3
WITH_PLACE = re.compile("(?:^|(?<= ))[\u4e00-\u9fff]{1,6}[县区市镇乡村局](?=[\u4e00-\u9fff ])")
SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)  # a name of two characters
EDGES = " \t·•-—–*"
LETTER = re.compile("[A-Za-z]")


def is_field(line: Line) -> bool:
    """Whether a line is a field of the page: a name and a short value, and none that a document has of its own.

    Examples
    --------
    >>> [is_field(Line(0, 9, text, 0)) for text in ("公开类别：主动公开", "会议地点：二楼会议室", "各镇人民政府：")]
    [True, False, False]
    """
    match = FIELD.fullmatch(line.text.strip(EDGES))
    return (
        match is not None
        and not line.is_prose
        and match["value"].strip() != ""
        and not is_own_key(match["key"])
    )


def is_own(line: Line) -> bool:
    """Whether a short line round a text looks like one of its own: a part of its title, a heading, an address, a field.

    Examples
    --------
    >>> [is_own(Line(0, 9, text, 0)) for text in ("一、总体要求", "同志们：", "主持人：某某", "今日某县")]
    [True, True, True, False]
    """
    text = line.text
    return (
        NUMBERED.match(text) is not None
        or SIGNED.fullmatch(text) is not None
        or ADDRESSED.search(text) is not None
        or ACTION.search(text) is not None
        or DOCUMENT_NUMBER.search(text) is not None
        or (":" in text or "：" in text)
        and is_own_key(COLON.split(text, maxsplit=1)[0])
    )


def is_own_key(key: str) -> bool:
    """Whether a field of this name is the document's, not the page's."""
    return OWN_KEY.search(key) is not None


def is_motto(text: str) -> bool:
    """Whether a line is three phrases or more of the same length, four characters or more.

    Examples
    --------
    >>> is_motto("团结奋进 求真务实 争创一流"), is_motto("压实责任 全力推进 防汛工作")
    (True, True)
    """
    lengths = [len(phrase) for phrase in text.split()]
    return len(lengths) >= PHRASES and len(set(lengths)) == 1 and lengths[0] > 3


def names_in(text: str, rules: Rules) -> list[bool]:
    """Of each word of a line, whether it looks like the name of a person, a place before it or a blank inside.

    Examples
    --------
    >>> from analysis.cleaning.rules import default_rules
    >>> [names_in(text, default_rules()) for text in ("某镇王小明", "张 三 李小四", "热点图集")]
    [[True], [True, True], [False]]
    """
    words = SPACED.sub(r"\1\2", WITH_PLACE.sub("", text)).split()
    return [rules.is_name(word) for word in words]


def is_foreign(line: Line) -> bool:
    """Whether a line has Latin letters and no Han: the name of a picture, an icon or a field of the page's source.

    Examples
    --------
    >>> is_foreign(Line(0, 4, "icon", 0)), is_foreign(Line(0, 15, "HHCR-2023-01005", 0))
    (True, False)
    """
    if line.n_han and not (line.is_long and HAN_CHARACTER.search(line.text) is None):
        return False
    return LETTER.search(line.text) is not None and not DOCUMENT_NUMBER.search(line.text)
