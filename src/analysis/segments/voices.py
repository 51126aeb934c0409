"""What one sentence says about who speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.language import Language
from analysis.segments.layout import LONGEST_LINE, credit_end, read_ordinal, title_end
from analysis.segments.sentences import Span

MEETING = "会议"
PLENARY = "全会"  # a plenary session is named so, not 会议

_REACH = 40  # characters between a subject and its verb: 张三在听取大家的汇报后强调
_LEAD = 300  # characters after the title in which the text's own meeting is named
_CLAUSE_END = re.compile(r"[，,；;：:。！？!?\n]|$")
_MARK = re.compile(r"[，,；;：:]")
_NOUNS = ("要求", "指示", "希望", "强调", "倡议", "寄语")  # words of saying that are nouns as well
_NOUN_BEFORE = re.compile(
    r"(?:按照|根据|落实|贯彻|围绕|对照|符合|达到|遵循|学习|传达)[^，,]*$"
    r"|(?:工作|部署|提出|有关|相关|各项|明确|目标|任务|的|以及|及|新|等|不)$"
)
# Speaking without a word of what was said: 作了部署, 提出要求, 讲话.
PERFORMS = re.compile(
    r"(?<![工合操动协])(?:作|做|进行)(?:了|出|出了)?[^，,。]{0,10}(?:部署|安排|讲话|动员|报告|总结|指示|发言)"
    r"|提(?:出|了)?[^，,。]{0,6}(?:要求|意见|希望)|(?<!的)讲话(?!精神)|部署(?:了)?[^，,。]{0,8}工作"
)
CROWD = re.compile(
    r"(?:领导|负责人|负责同志|代表|人员|同志|部门|单位|成员)[^，,。]{0,12}(?:出席|参加|列席|与会|参会|陪同|随同|收听收看)"
)
_GOVERNED = re.compile(
    r"(?:落实|传达|学习|陪同|随同|根据|按照|贯彻|会见|听取)[^、，,]{0,20}$"
    # What was done to somebody, or at whose bidding: 授意李志强、张大伟, 判处张大伟.
    r"|(?:通知|授意|指使|唆使|伙同|责成|委托|判处|逮捕|起诉|查处|约谈|问责|处分|免去|任命)[^，,。；;]{0,20}$"
)
_MET = re.compile(r"(?:召开|举行|举办|开幕)")
_WENT = re.compile(
    r"(?:到|赴|来|在|深入|前往|率队|带队|率|组织).{0,30}(?:调研|督导|检查|督查|考察|走访|慰问|暗访|视察|巡查)"
    r"|(?:先后|依次|分别)(?:来到|到|深入|前往|赴|走进|实地).{0,100}(?:调研|督导|检查|督查|考察|走访|慰问|察看|查看)"
    r"|带领.{0,40}进行了?(?:调研|督导|检查|督查)|收听收看|组织收看"
)
_FORM = re.compile(r"会议[^，,]{0,4}(?:以|采取|采用|设|开至|套开)")
_AT_MEETING = re.compile(r"[^，,。；;：:要]{0,6}(?<!社)会[上前后][，,]")  # 会上, 座谈会上
_OPENING = r"(?:^|(?<=[，,。！!；;：:\n“”\s]))"
# Words that no name of a meeting holds.
_NO_PART = r"召开|举行|主持|出席|参加|在|举办|全社会|落实|学习|贯彻|要|把|按照|根据|提请|确保|筹备"
_CONVENED = re.compile(r"[^，,。]{0,6}(?:召开|举行|开幕)")
_TOOK_TURNS = re.compile(
    r"(?:依次|分别|先后|逐一)(?:作|做|进行)?了?[^，,。要]{0,6}(?:发言|汇报|介绍|交流)(?!指出|强调)"
)
# Who passes on what others said: 李森传达了…精神.
_READS_OUT = re.compile(r"(?:同志)?(?:还|首先|先)?(?:传达|通报|宣读|解读|领学|汇报|宣布)(?!指出|强调)")
# A demand without a subject that goes on with who was named before: 王芳主持召开会议。强调要抓落实。
BARE = re.compile(r"并?(?:强调|要求|指出)(?![的高严之求了])[，,：:]?(?=[^，,。]*(?:要|必须|全|各))")
_LISTS = re.compile(r"(?:要求|意见|部署|安排|强调|希望)[：:](?:[一1][是要、.]|第一|首先|[(（][一1])")
_VISITS = re.compile(r"[^，,。]{0,4}(?:看望|慰问|查看|察看|听取|询问|走访|走进|参观|检查)(?:慰问|了解)?了")
_CHORUS = re.compile(
    r"(?:大家|与会|代表|干部|群众|人员|企业家?|村民|委员|同志)们?(?:们|都)?(?:纷纷|一致|普遍)?(?:纷纷|一致|普遍)(?:表示|认为)"
)
_COMPOUND = r"精神|确定|纪要|室|内容|议程|部署的|要求的|提出的|材料"  # 会议精神 is no meeting that acts


class Voice(NamedTuple):
    """Who speaks from `start` on, and by what right.

    `kind`: tag (words follow), fact (what the meeting did), attendance, source, event (who met), page (海关统计显示),
    quoted (a higher level's words), or empty where the sentence says nothing of it.
    """

    kind: str
    speaker: str | None
    start: int


class Subject(NamedTuple):
    """Somebody or some body that a sentence speaks of; `kind` is name, pronoun, higher, page, body or meeting."""

    start: int
    end: int
    kind: str
    name: str


class Patterns(NamedTuple):
    """The patterns of speech made of the lexicons."""

    subject: re.Pattern[str]
    later_verb: re.Pattern[str]
    fact: re.Pattern[str]
    attends: re.Pattern[str]
    higher: re.Pattern[str]


@lru_cache(maxsize=8)
def patterns_of(language: Language) -> Patterns:
    """The patterns of speech of a language, made once."""
    meeting, higher = language["cues", "meeting"].pattern(), language["cues", "higher"].pattern()
    return Patterns(
        re.compile(
            rf"{_OPENING}(?P<pronoun>[他她])(?=[^们的])"
            rf"|{_OPENING}(?:特别是|近年来[，,])?(?P<higher>(?:\d+年来[，,])?(?:{higher})[^，,。；;：:“”]{{0,12}})"
            rf"|{_OPENING}(?P<page>[^，,。；;：:\n]{{2,16}}(?:显示|获悉))"
            rf"|{_OPENING}(?:同时[，,])?(?P<body>{language['cues', 'body'].pattern()})"
            rf"|{_OPENING}(?P<meeting>(?:(?!{_NO_PART})[^，,。；;：:\n]){{0,30}}?(?:{meeting})(?!{_COMPOUND}))",
            re.M,
        ),
        re.compile(
            rf"[，,；;。](?:并|还|同时|同时还)?(?:{language['reporting', 'demand'].pattern()}|指出)(?!的|和)"
        ),
        re.compile(rf"(?:还|并|上|先|首先|最后)?(?:{language['reporting', 'fact'].pattern()})"),
        language.pattern("cues", "attendance"),
        language.pattern("cues", "higher"),
    )


def is_noun(text: str, start: int, verb: re.Match[str]) -> bool:
    """Whether a word of saying after a subject that ends at `start` is a noun: 按照市委工作要求, 落实部署要求."""
    return verb[0] in _NOUNS and bool(_NOUN_BEFORE.search(text[start : verb.start()]))


def is_event(line: str) -> bool:
    """Whether a sentence says who met, or who went to see what."""
    met = bool(_MET.search(line)) and "会" in line
    return (met or bool(_WENT.search(line))) and not line.startswith(("要", "必须"))


class VoiceReader:
    """One text, its names, and what its sentences say about who speaks."""

    def __init__(
        self, text: str, names: Sequence[str], language: Language, called: Mapping[str, str] | None = None
    ) -> None:
        self.text, self.language = text, language
        self.called = {name: name for name in names} | {
            address: name for address, name in (called or {}).items() if address in text
        }
        self.title_end = title_end(text, language)
        self.lead = text[: self.title_end + _LEAD]
        self.patterns = patterns_of(language)
        self.page_voice = language["cues", "page_voice"]
        self.names = re.compile(
            "|".join(sorted(map(re.escape, self.called), key=len, reverse=True)) or r"(?!)"
        )

    def read(self, span: Span, following: Span | None, person: str | None) -> Voice:
        """Who speaks in a sentence, as far as the sentence itself says so; `person` is whom 他 means."""
        credit = credit_end(self.text, span.start, self.language)
        if credit >= span.end or (credit and self.text[credit : span.end].isspace()):
            return Voice("source", None, span.start)
        subjects = self._subjects(span)
        if (subjects and subjects[0].kind == "page") or _CHORUS.search(self.text, *span):
            return Voice("page", None, span.start)
        if label := self._label(span, subjects):
            return Voice("tag", label, span.start)
        quoted = False
        for number, subject in enumerate(subjects):
            who = self._who(subject, person)
            governed = subject.kind == "name" and self._is_governed(subject.start, span.start)
            if subject.kind == "name" and not governed:
                person = who  # 张三听取汇报后,他指出
            if who is None or governed:
                continue
            stop = subjects[number + 1].start if number + 1 < len(subjects) else span.end
            if who and (start := self._quote_before(subject, span)) is not None:
                return Voice("tag", who, start)
            if self._says(subject.end, stop):
                if who:
                    return Voice("tag", who, self._tag_start(subjects[:number], subject, span, who))
                quoted = True
        return Voice("quoted", None, span.start) if quoted else self._wordless(span, following, subjects)

    def is_tag_line(self, span: Span) -> bool:
        """Whether a line of its own is a tag: 张三指出⏎."""
        if span.end - span.start >= _REACH:
            return False
        return any(self._verb(subject.end, span.end) for subject in self._subjects(span)[:1])

    def is_form(self, span: Span) -> bool:
        """Whether a sentence says in what form the meeting was held, so that who attended goes on with it."""
        return bool(_FORM.match(self.text, span.start, span.end))

    def _label(self, span: Span, subjects: Sequence[Subject]) -> str | None:
        """Whom a line of a transcript names as the next to speak: 市统计局副局长 张三："""
        last = subjects[-1] if subjects else None
        if last is None or last.kind != "name" or self.text[last.end : span.end].strip() not in ("：", ":"):
            return None
        opens = last.start == span.start and self.text[span.start - 1 : span.start] in ("\n", "")
        return last.name if opens or self.text[last.start - 1] in " \u3000" else None

    def _subjects(self, span: Span) -> list[Subject]:
        names = [
            Subject(m.start(), m.end(), "name", self.called[m[0]])
            for m in self.names.finditer(self.text, *span)
        ]
        others = [
            Subject(m.start(kind), m.end(kind), kind, m[kind])
            for m in self.patterns.subject.finditer(self.text, *span)
            if (kind := m.lastgroup)
        ]
        covered = {position for name in names for position in range(name.start, name.end)}
        return sorted([*names, *(o for o in others if o.start not in covered)])

    def _who(self, subject: Subject, person: str | None) -> str | None:
        """The speaker a subject names; empty where it is a higher level."""
        if subject.kind == "pronoun":
            return person
        if subject.kind == "higher" or (subject.kind == "meeting" and self._is_higher(subject.name)):
            return ""
        if subject.kind == "meeting":
            return PLENARY if subject.name.endswith(PLENARY) else MEETING
        return subject.name

    def _is_higher(self, meeting: str) -> bool:
        """Whether a meeting is not the text's own: 中央经济工作会议, or 全省…会议 that the lead does not speak of."""
        if meeting in self.lead:
            return False
        if self.patterns.higher.search(meeting):
            return True
        return len(meeting) > 8 and bool(re.search(r"全省|省委|省政府|全市|市委", meeting))

    def _says(self, start: int, stop: int) -> bool:
        """Whether a subject that ends at `start` governs a verb of saying before the next subject."""
        return bool(self._verb(start, stop)) or bool(self.patterns.later_verb.search(self.text, start, stop))

    def _verb(self, start: int, stop: int) -> re.Match[str] | None:
        """The verb of saying in the subject's own clause, unless it closes the sentence (会议提出要求。)."""
        reach = min(stop, start + _REACH)
        clause = _CLAUSE_END.search(self.text, start, reach)
        end = clause.start() if clause else reach
        for match in self.language.saying.finditer(self.text, start, min(end + 6, stop)):
            if match.start() > end:
                return None
            closes = self.text.startswith("。", match.end())
            if not closes and match[0].startswith("提"):  # 王芳提出要求,县长李刚讲话: the next one follows
                closes = stop > match.end() and not _MARK.search(self.text, match.end() + 1, stop)
                closes = closes and self.names.match(self.text, stop) is not None
            if not is_noun(self.text, start, match) and not closes:
                return match
        return None

    def _quote_before(self, subject: Subject, span: Span) -> int | None:
        """Where the quotation begins that a sentence attributes in hindsight: “要…。”张三说。"""
        if subject.start != span.start or self.text[span.start - 1 : span.start] != "”":
            return None
        verb = self.language.saying.match(self.text, subject.end, span.end)
        if verb is None or self.text[verb.end() : span.end].strip() not in ("。", "！", "!"):
            return None
        low = max(0, span.start - LONGEST_LINE)
        line = max(low, self.text.rfind("\n", low, span.start) + 1)
        start = self.text.rfind("“", line, span.start)
        return start if start >= 0 else None

    def _is_governed(self, position: int, start: int) -> bool:
        """Whether a name is governed by what stands before it: 陪同张三, 落实张三讲话精神."""
        return bool(_GOVERNED.search(self.text[max(start, position - 24) : position]))

    def _tag_start(self, earlier: Sequence[Subject], subject: Subject, span: Span, who: str) -> int:
        """Start of the sentence; of the subject's clause where somebody else acts before it."""
        if all(self._who(other, None) in (who, "", None) for other in earlier):
            return span.start
        marks = [mark.end() for mark in _MARK.finditer(self.text, span.start, subject.start)]
        return marks[-1] if marks else span.start

    def _wordless(self, span: Span, following: Span | None, subjects: Sequence[Subject]) -> Voice:
        """A sentence in which nobody is said to say something."""
        line = self.text[span.start : span.end]
        names = [subject for subject in subjects if subject.kind == "name"]
        name = names[0].name if names else None
        performed = [span.start + match.start() for match in PERFORMS.finditer(line)]
        performs = bool(performed)
        if name and performs and self._opens_list(line, following):
            nearest = max((s for s in names if s.start < performed[-1]), default=names[0])
            earlier = subjects[: subjects.index(nearest)]
            return Voice("tag", nearest.name, self._tag_start(earlier, nearest, span, nearest.name))
        if any(subject.kind == "meeting" and self._acts(subject, span) for subject in subjects):
            acting = next(s for s in subjects if s.kind == "meeting")
            return Voice("fact", PLENARY if acting.name.endswith(PLENARY) else MEETING, span.start)
        if self.page_voice.at(self.text, span.start):
            return Voice("page", None, span.start)
        if _AT_MEETING.match(line):
            spoke = max((s for s in names if performs and s.start < performed[-1]), default=None)
            if not name:
                return Voice("fact", MEETING, span.start)
            return Voice("attendance", spoke.name if spoke else None, span.start)
        if is_event(line) or any(_VISITS.match(self.text, s.end, span.end) for s in names):
            return Voice("event", name, span.start)
        reads = any(_READS_OUT.match(self.text, s.end, span.end) for s in names)
        present = (name and (performs or reads or self.patterns.attends.search(line))) or CROWD.search(line)
        present = present or _TOOK_TURNS.search(line)
        return Voice("attendance" if present else "", name, span.start)

    def _acts(self, meeting: Subject, span: Span) -> bool:
        """Whether a meeting does something: 会议审议了, 大会召开; anything but a demand where it opens the sentence."""
        if self._is_higher(meeting.name):
            return False
        if met := _CONVENED.match(self.text, meeting.end, span.end):
            # …会议召开,总结工作: the meeting goes on acting; …会议召开,县长王芳传达…: somebody else does.
            follows = self.text[met.end() : met.end() + 1] in ("，", ",")
            return follows and not self.names.search(self.text, met.end(), span.end)
        if meeting.start == span.start and re.fullmatch(r"(?:[本此这]次)?(?:会议|大会|全会)", meeting.name):
            return not self.text.startswith(("要", "必须", "的"), meeting.end)
        return bool(self.patterns.fact.match(self.text, meeting.end, span.end))

    def _opens_list(self, line: str, following: Span | None) -> bool:
        if line.rstrip()[-1:] in "：:" or _LISTS.search(line):
            return True
        return bool(following and read_ordinal(self.text, following.start))
