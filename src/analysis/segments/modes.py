"""What the clauses of a speaker are: achievements, problems, background, or demands.

A clause takes the mode of the stretch it stands in, until a cue changes it: 近年来 opens achievements, 但 problems, a
modal with an addressee a demand. Right after a tag the verb of the tag helps: 强调 and 要求 announce demands, 指出 and
说 anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.language import Language
from analysis.segments.forms import Form, form_reader, is_statement
from analysis.segments.layout import Ordinal, is_open, read_ordinal
from analysis.segments.sentences import Clause, Span
from analysis.segments.tags import PRAISE, Frame, TagReader
from analysis.segments.turns import SPEAKER, Turn
from analysis.segments.voices import PERFORMS

DEMAND, MEASURE = "directives", "measures"
BLOCKS = (DEMAND, MEASURE)
_PREMISES = ("achievements", "problems", "lead")  # what a sentence is cut after, where a demand follows

# A clause that only says how many items follow: 抓好以下四方面工作, 讲几点意见.
_COUNTED = re.compile(
    r"(?:以下|如下|几|(?<![每这某同那第进])[一二两三四五六七八九十\d]+)(?:个|大|项|点|条)?"
    r"(?:方面|点|项|条|件|个|事|工作)?的?(?:重点|重大|具体|攻坚|突出|持续|协同|精准)*"
    r"(?:方面|点|工作|任务|要求|意见|建议|举措|措施|部署|安排|问题|内容|情况|强调|汇报|说明|体会|希望|发力|下功夫|用力|入手)"
    r"(?:作|做)?(?:了|出)?(?:部署|强调|安排)?$"
)
_COUNTS = re.compile(r"抓好|做好|强调|讲|提|开展|从|谈|就|突出|落实|作|围绕|注意|把握|汇报|报告|说明")
_BY = ("按照", "根据", "依据", "对照", "对标", "依照")  # 按照工作要点36条安排 announces nothing
_SINCE = re.compile(r"[^，,]{1,12}(?<!予)以来")
_SPEECH_LEAD = re.compile(
    r"(?:同志们|各位|刚才|今天|这次|本次|大家好|尊敬|首先|现在|参加)|[^。]{0,40}(?:召开|主要任务|会议共有|议程)"
)
_STARTS = re.compile(r"[。：:；;\n]")
# How things are or may come: by degree, by forecast, by comparison.
_ESTIMATE = re.compile(
    r"十分|非常|极其|比较|更加?(?:严|复杂|艰)|可能|预测|预计|预报|分析|偏[多少高低大小强弱早晚]|相似|相比|较(?:常年|去年|上年|往年)"
    r"|形势[^，,]{0,4}(?:严峻|复杂|不容|平稳|稳定|向好)"
)
# A heading over an account of what was done: 2025年工作回顾, “十四五”发展成就, 过去一年的工作.
_REVIEW = re.compile(
    r"(?:回顾|总结|成就|成绩|成效|(?:工作|完成|进展|落实|执行)(?:的)?情况|(?:过去|上|去)一?[年届][^，,]{0,4}工作)"
    r"(?:和[^，,。]{0,16}(?:回顾|总结|成就|成绩|成效))?$"
)
# A plan's years that are told of: “十四五”时期,…发展历程极不平凡.
_LIVED = re.compile(
    r"[“\"]?十[二三四五六]五[”\"]?(?:时期|期间)[，,][^。\n]{0,60}?"
    r"(?:极不寻常|极不平凡|历程|经受住|战胜|胜利完成|取得了?[^。\n]{0,20}?成[就绩效])"
)
# A heading that only names what stands under it: 三、2026年重点工作, 二、“十五五”时期主要目标任务.
_AGENDA = re.compile(r"(?:工作|任务|安排|目标|(?<!高)要求|重点|措施|举措|意见|说明|部署|打算|计划|思路)$")
# A report is handed to those who hear it: 请各位委员提出意见.
_SUBMITTED = re.compile(
    r"(?:[^。\n]{0,50}[，,])?并?请[^。，,\n]{0,30}(?:审议|提出(?:宝贵)?意见|批评指正)[。，,]"
)
_OUTER = (
    "line",
    "section",
    "bracket",
    "number",
    "small",
    "inline",
    "item",
)  # kinds of headings, outermost first
_WINDOW = 400  # characters looked back over for an open quotation; longer quotations are whole speeches


class Piece(NamedTuple):
    """A sentence, or a part of one, with its kind.

    `cut` says that a section begins with it; `tag` is the kind of the verb that attributes it (demand or state).
    """

    kind: str
    start: int
    end: int
    speaker: str | None = None
    cut: bool = False
    heading: str | None = None
    tag: str = ""

    def asks(self, text: str) -> bool:
        """Whether it is a question, which leads to the sentence that answers it."""
        return text[self.start : self.end].rstrip()[-1:] in ("?", "？")


def introduces(text: str, form: Form) -> bool:
    """Whether a clause only announces what follows: 抓好以下四方面工作, 下面, 张三…作了部署."""
    core = text[form.start : form.end]
    if core.startswith(_BY):
        return False
    if PERFORMS.search(core) and not form.modal and not form.verb and form.kind != "adverbial":
        return True
    return core in ("下面", "最后") or bool(_COUNTED.search(core) and _COUNTS.search(core))


class ModeReader:
    """The speakers' sentences of one text, read in order."""

    def __init__(self, text: str, turns: Sequence[Turn], language: Language) -> None:
        self.text = text
        self.tags = TagReader(text, turns, language)
        self.forms = form_reader(text, language)
        self.opens_achievements, self.opens_problems = (
            language["cues", "achievement_open"],
            language["cues", "problem_open"],
        )
        self.achieved, self.troubled, self.stated = (
            language.pattern("cues", sign) for sign in ("achievement_sign", "problem_sign", "statement")
        )
        # Speakers with a numbered list: their unnumbered demands frame it, and are no headlines of their own.
        self.listing = {turn.speaker for turn in turns if _has_list(text, turn)}
        self.mode = self.tag = self.list_kind = ""
        self.block = ""  # the kind of the numbered block that is being read: a statement does not end it
        self.demanded = False  # whether demands have been read: what follows them closes
        self.met = False  # whether the lead has been read
        self.review = ""  # the kind of the ordinal whose heading opened the account that is being read

    def reset(self) -> None:
        """A new turn: nothing said before holds."""
        self.mode = self.tag = self.list_kind = self.review = self.block = ""

    def head(self, line: str) -> None:
        """A heading without an ordinal: it opens an account of what was done, or ends the one before."""
        if _REVIEW.search(line):
            self.review = "line"
        elif self.review == "line":
            self.review = self.mode = ""

    def read(self, clauses: Sequence[Clause], span: Span, speaker: str, first: bool) -> list[Piece]:
        """The pieces of a speaker's sentence; `first` where it opens a paragraph."""
        higher = self.tags.quotes_higher(*span)
        frames = [None if higher else self.tags.frame(clause, speaker) for clause in clauses]
        frame = next(filter(None, frames), None)
        closes_list = bool(frame and self.list_kind)
        if frame:
            self.mode, self.tag, self.list_kind, self.block = "", frame.kind, "", ""
        elif first and self.mode in (*_PREMISES, "other"):
            self.mode = self.tag = ""
        if first and _LIVED.match(self.text, *span):
            self.mode = "achievements"
        forms = self._forms(clauses, frames)
        if not self.demanded and self.mode not in _PREMISES[:2] and _SUBMITTED.match(self.text, *span):
            self.mode = ""
            return [Piece("other", *span, speaker, bool(frame))]
        if not forms:
            return [Piece(self.mode or "background", *span, speaker, bool(frame))]
        if self._reviews(span, forms[0]):
            return [self._recounted(span, speaker, forms[0], first)]
        if forms[0].ordinal:
            return [self._numbered(span, speaker, forms[0], forms[0].ordinal)]
        if all(introduces(self.text, form) for form in forms):
            return [Piece("other", *span, speaker, bool(frame))]
        if speaker == SPEAKER and not self.mode and not self.met and _SPEECH_LEAD.match(self.text, *span):
            self.mode = "lead"
        pieces = self._runs(span, speaker, forms, higher)
        if frame:
            pieces[0] = pieces[0]._replace(tag=frame.kind, cut=pieces[0].cut or closes_list)
        last = self.text[forms[-1].start : forms[-1].end]
        if self.mode not in BLOCKS and _COUNTED.search(last) and _COUNTS.search(last):
            self.mode, self.tag = "", "demand"  # …取得的成绩,并提出三点要求。一是…
        return pieces

    def _reviews(self, span: Span, form: Form) -> bool:
        """Whether a sentence opens an account of what was done, by its heading, or stands in one."""
        ordinal = form.ordinal
        if ordinal is None:
            return bool(self.review)
        if self.review and _OUTER.index(ordinal.kind) <= _OUTER.index(self.review):
            self.review = self.mode = ""
        line = self.text[ordinal.end : span.end].strip()
        if not self.review and is_open(line) and not form.modal and _REVIEW.search(line):
            self.review = ordinal.kind
        return bool(self.review)

    def _recounted(self, span: Span, speaker: str, form: Form, first: bool) -> Piece:
        """A sentence of an account: achievements, or problems from where the account turns to them."""
        if first or not self.mode:
            self.mode = "achievements"
        if self.opens_problems.at(self.text, form.start):
            self.mode = "problems"
        heading = self.text[form.start : span.end].strip() if form.ordinal else None
        opens = form.ordinal is not None and form.ordinal.kind == self.review
        return Piece(self.mode, *span, speaker, opens, heading if opens else None)

    def _forms(self, clauses: Sequence[Clause], frames: Sequence[Frame | None]) -> list[Form]:
        """The forms of a sentence from its tag on: what stands before it (会上,张三指出) belongs to it."""
        opens = next((number for number, frame in enumerate(frames) if frame), 0)
        if opens + 1 == len(clauses):
            opens = 0
        bodies = [frame.body if frame else None for frame in frames]
        forms = [self.forms.read(c, b) for c, b in zip(clauses[opens:], bodies[opens:], strict=True)]
        return [form for form in forms if form.end > form.start]

    def _numbered(self, span: Span, speaker: str, form: Form, ordinal: Ordinal) -> Piece:
        """A sentence that opens with an ordinal: a headline, an item inside a block, or a numbered statement."""
        text = self.text
        self.list_kind = self.list_kind or ordinal.kind
        inside = self.mode in BLOCKS and ordinal.kind not in (self.list_kind, "bracket")
        recounted = self.mode in _PREMISES and ordinal.kind in ("inline", "item") and not form.modal
        if inside or recounted:
            return Piece(self.mode, *span, speaker)
        estimated = form.kind == "other" and _ESTIMATE.search(text, ordinal.end, form.end)
        if (is_statement(text[ordinal.end : form.end]) or estimated) and not form.modal:
            self.mode = "background"
        else:
            self.mode = MEASURE if self._measures(span, form, ordinal) else DEMAND
            self.demanded = True
        self.block = self.mode if self.mode in BLOCKS else ""
        if self.block and self._is_agenda(span, form, ordinal):
            return Piece("other", *span, speaker, True, text[form.start : span.end].strip())
        heading = text[form.start : span.end].strip().rstrip("。")
        return Piece(self.mode, *span, speaker, True, heading)

    def _is_agenda(self, span: Span, form: Form, ordinal: Ordinal) -> bool:
        """Whether a heading only names what stands under it, so that it demands nothing itself."""
        names = not form.modal and not form.verb and is_open(self.text[ordinal.end : span.end].strip())
        return names and _AGENDA.search(self.text, ordinal.end, form.end) is not None

    def _measures(self, span: Span, form: Form, ordinal: Ordinal) -> bool:
        """Whether measures stand under a heading: an outline's, without 要, and not only more headings."""
        line = self.text[span.start : span.end]
        following = read_ordinal(self.text, span.end) if line.endswith("\n") and is_open(line) else None
        nested = following is not None and following.kind != ordinal.kind
        return ordinal.kind in ("section", "bracket", "number") and not form.modal and not nested

    def _runs(self, span: Span, speaker: str, forms: Sequence[Form], higher: bool) -> list[Piece]:
        """The sentence, cut where achievements or problems turn into something else."""
        runs: list[tuple[str, int]] = []
        demands = False
        higher = self.mode != "problems" and (higher or self.tags.quotes_higher(forms[0].start, span.end))
        for number, form in enumerate(forms):
            kind = "background" if higher else self._mode(number, forms, span)
            higher = higher and not (form.modal and form.addressee and self._outside_quotes(form.start))
            demands = demands or (kind in BLOCKS and bool(form.modal))
            self.demanded = self.demanded or kind in BLOCKS
            heads_anew = (
                number > 0
                and forms[number - 1].mark in (";", "；")
                and self.text.startswith(form.modal or "\0", form.start)
            )
            heads_anew = heads_anew and speaker not in self.listing
            if not runs:
                runs.append((kind, span.start))
            elif (heads_anew and kind == DEMAND == runs[-1][0]) or (
                kind != runs[-1][0] and runs[-1][0] in _PREMISES
            ):
                runs.append((kind, form.clause_start))
            elif kind in (DEMAND, "problems", "achievements"):
                runs[-1] = (kind, runs[-1][1])  # a premise belongs to what it leads to
            self.mode = runs[-1][0]
        ends = [*(start for _, start in runs[1:]), span.end]
        headline = demands and speaker not in self.listing
        return [
            Piece(kind, start, end, speaker, kind == DEMAND and (headline or (demands and number > 0)))
            for number, ((kind, start), end) in enumerate(zip(runs, ends, strict=True))
        ]

    def _mode(self, number: int, forms: Sequence[Form], span: Span) -> str:
        """The mode of one clause, after those before it."""
        form, mode = forms[number], self.mode
        if self.opens_problems.at(self.text, form.start):
            return "problems"
        if mode == "problems" and not form.modal:
            return mode
        if mode != "lead" and self._recounts(form):
            return "achievements"
        if form.modal:
            opens = not number and self.text.startswith(form.modal, form.start)
            if mode == "lead" or (mode == "problems" and not form.addressee and not opens):
                return mode
            return MEASURE if mode == MEASURE else DEMAND
        if mode in BLOCKS:
            goes_on = number or form.kind not in ("statement", "noun", "other", "question")
            return mode if goes_on else self._leaving(forms, span)
        if mode == "background" and not number and self._resumes(form, span):
            return self.block
        if mode == "background" and not number and self.troubled.search(self.text, form.start, form.end):
            return "problems"
        return mode or self._neutral(forms[number:], span)

    def _resumes(self, form: Form, span: Span) -> bool:
        """Whether a sentence goes on with the demands of its numbered block after a statement."""
        acts = self.block == MEASURE and form.kind == "action" and len(form.verb) > 1
        return acts and not self.achieved.search(self.text, form.start, span.end)

    def _recounts(self, form: Form) -> bool:
        """Whether a clause opens an account of what was done: 近年来, 去年以来, but not 总结今年以来…."""
        if self.opens_achievements.at(self.text, form.start):
            return True
        return not form.verb and bool(_SINCE.match(self.text, form.start, form.end))

    def _leaving(self, forms: Sequence[Form], span: Span) -> str:
        """A sentence in a demand block that does not open with a verb: a premise, a statement, or still a demand."""
        form = forms[0]
        if any(other.modal for other in forms):
            return self.mode
        if form.kind == "statement" or self.stated.search(self.text, form.start, span.end):
            return "background"
        if form.kind == "other" and not form.ordinal and self._estimates(forms, span):
            return "problems"
        troubled = self.troubled.search(self.text, form.start, span.end)
        return "problems" if troubled and all(other.kind != "action" for other in forms) else self.mode

    def _estimates(self, forms: Sequence[Form], span: Span) -> bool:
        """Whether a sentence tells how things are or will be, and nothing in it acts: 任务十分繁重, 可能发生洪水."""
        inert = all(other.kind in ("other", "noun", "adverbial", "statement") for other in forms)
        return inert and bool(_ESTIMATE.search(self.text, forms[0].start, span.end))

    def _neutral(self, forms: Sequence[Form], span: Span) -> str:
        """Right after a tag, or in a paragraph of its own: what the sentence is by its own signs."""
        form, kinds = forms[0], [other.kind for other in forms]
        modal = "modal" in kinds
        if modal and self.tag == "demand":
            return DEMAND
        if self.tag == PRAISE and not modal:
            return "achievements"
        achieved = self.achieved.search(self.text, form.start, span.end)
        acts = form.kind in ("action", "adverbial", "manner") and "statement" not in kinds[:2]
        acts = acts or bool(form.addressee and self.tag == "demand")  # 要求相关部门精心筹备
        if acts and (self.tag == "demand" or (self.tag and not modal and not achieved)):
            return DEMAND
        if achieved and not modal:
            return "achievements"
        if self.troubled.search(self.text, form.start, form.end if modal else span.end):
            return "problems"
        return "background"

    def _outside_quotes(self, position: int) -> bool:
        """Whether a position stands outside of any quotation opened before it in its line."""
        low = max(position - _WINDOW, 0)
        start = max(self.text.rfind("\n", low, position) + 1, low)
        return self.text.count("“", start, position) <= self.text.count("”", start, position)


def _has_list(text: str, turn: Turn) -> bool:
    """Whether a turn holds a numbered list: an ordinal one that opens a line or a sentence."""
    starts = (turn.start, *(mark.end() for mark in _STARTS.finditer(text, turn.start, turn.end)))
    return any((ordinal := read_ordinal(text, start)) and ordinal.number == 1 for start in starts)
