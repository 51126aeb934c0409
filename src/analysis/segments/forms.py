"""The form of a clause: ordinal, subject, modal, predicate, and how it hangs on its neighbours.

Nothing here knows what a text is about: the words come from the lexicons `modals`, `addressees`, `openers`,
`verbs` and `adverbs`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from analysis.language import Language
from analysis.segments.layout import Ordinal, read_ordinal
from analysis.segments.sentences import Clause

MARKS = " \t\u3000\n,，;；:：。！!？?—─."
_CLOSING = frozenset("”’」』）)】》")
_OPENING = "“‘「『（(【《"

# These only ever set the scene, whatever verb follows: 坚持系统治理, 秉持…态度.
_ALWAYS = ("坚持", "秉持")
_AIMS = ("聚焦", "紧盯", "紧扣", "锚定", "瞄准")  # 要紧盯…,认真…: the first clause has no core verb
# 以…为契机 and its kin only set the scene; 以…践行… tells what the action serves.
_SCENE = re.compile(
    r"为[^，,]{0,8}(?:契机|抓手|目标|导向|引领|重点|主线|统领|遵循|指导|牵引|核心|关键|基础|突破口|切入点|着力点|动力|载体|依托|支撑|中心|主题|根本|准绳|准则|指引|总抓手|龙头|引擎|镜|鉴|主攻方向)$"
)
_SERVES = re.compile(
    r"^以.*(?:践行|保护|支撑|推动|促进|保障|迎接|回报|检验|护航|助力|带动|引领|实现|诠释|展现|赢得|换取|确保|推进|服务)"
)
_INTO = re.compile(
    r"^为[^，,]*(?:留足|注入|提供|作出|做出|贡献|奠定|打下|保驾护航|创造|营造|赋能|增添|积蓄|添|筑牢|夯实)"
)
_STEP = re.compile(r"^在.*(?:迈出|走在|取得|实现|创|争|勇立|展现|体现|见|上.*(?:突破|进展|成效))")
_WHILE = re.compile(r"[^，,]{1,8}(?:期间|之际|过程中|时期|同时)")
_WHERE = re.compile(r"(?:上|中|下|里|内|时|前|后|间|面|领域|环节|阶段)$")
_HEIGHT = re.compile(r"^从.*(?:高度|角度|入手|抓起|方面|层面|出发|视角|维度)$")
_LINKING = re.compile(r"(?<![一二三四五六七八九十特别求国尤其但可要凡还只就于更便总若或倒既又])是(?!否|非)")
_QUOTE = re.compile(r"“[^“”]*”|《[^《》]*》")
_PERFECTIVE = re.compile(r"(?<![为除罢到得不])了(?![解结断了])")
_RECIPIENT = re.compile(
    r"^(?:对|对于|凡|凡是)[^，,]*(?:的|者|情况|行为|问题|现象|企业|单位|人员|干部|隐患|项目|事项|任务|方面)$"
)
_INSTITUTION = re.compile(r"(?:省|市|区|县|州|镇|党)(?:委|政府|中央|、)|国务院|党中央|各级党委")
_EITHER = re.compile(r"(?:在|从)?(?:一方面|另一方面|一手|点上|面上|在点上|在面上|线上|线下|横向上|纵向上)")


_WEIGHTY = re.compile(
    r"(?:意义|责任|任务|使命|影响|关系)(?:十分|非常|极其|尤为)?(?:重大|光荣|艰巨|深远|在肩|繁重)$|必须自身硬$"
)
_IF = re.compile(r"[^，,要]{0,12}(?:一旦|如遇|如果|倘若)")
_LATER = re.compile(r"[^，,]{0,10}(?:回去|会|会议|散会|结束|返回|下去)(?:之|以)?后$")  # 请各单位回去后
_STRICTLY = re.compile(r"(?:严格|坚决|紧密|认真|密切|充分)(?=按照|依照|遵循|围绕|结合|根据)")
_AND = re.compile(r"(?:并|同时|要|还|进而)(?=结合|按照|围绕|针对|根据|通过|依托)")


class Form(NamedTuple):
    """What a clause looks like.

    `start`, `end` bound it without its closing mark; `head` is where the predicate begins, after ordinal,
    subject, modal and adverbs. `kind` is one of modal, action, adverbial, manner, result, question, statement,
    noun (a continuation of what precedes) and other.
    `clause_start` is where the clause begins, its tag included.
    """

    sentence_index: int
    clause_start: int
    start: int
    end: int
    ordinal: Ordinal | None
    subject: tuple[int, int] | None
    addressee: str  # general, specific, or empty
    modal: str
    head: int
    verb: str
    kind: str
    mark: str  # what closes it


@lru_cache(maxsize=2)
def form_reader(text: str, language: Language) -> FormReader:
    """The reader of a text; kept for the next room, which asks for the same clauses."""
    return FormReader(text, language)


class FormReader:
    """Reads the clauses of one text."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.general = language["addressees", "general"]
        # After 各 or 全, these are the whole audience.
        self.everyone = tuple(language["addressees", "all_head"].terms)
        self.heads = (*language["addressees", "head"].terms, *self.everyone)
        self.adverbs, self.verbs = language["adverbs", "adverb"], language["verbs", "action"]
        self.nominal = language["nominal", "nominal"].terms
        self.opener = {
            kind: language["openers", kind]
            for kind in ("scene", "adverbial", "result", "manner", "own", "continuation")
        }
        self.modals = [
            (start, end, term)
            for start, end, term in language.modals.find(text)
            if term in language.demanding
        ]
        self.vocative = frozenset(
            term
            for kind in ("salutation", "salutation_weak", "vocative")
            for term in language["cues", kind].terms
        )
        self.appeal = language["cues", "appeal"]
        self.words = language["openers", "no_scene"]  # 就业, 从严: words that only begin like an opener
        self.connectives = language["openers", "connective"].terms
        self.states = language.pattern("cues", "statement")
        self.modal_starts = [start for start, _, _ in self.modals]
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._read: dict[tuple[int, int], Form] = {}

    def read(self, clause: Clause, body: int | None = None) -> Form:
        """The form of a clause; with `body`, of what follows a tag inside it."""
        key = (clause.start if body is None else body, clause.end)
        if key not in self._read:
            self._read[key] = self._form(clause, body)
        return self._read[key]

    def line_start(self, position: int) -> int:
        """Where the line of a position begins."""
        before = bisect_left(self._breaks, position)
        return self._breaks[before - 1] + 1 if before else 0

    def _form(self, clause: Clause, body: int | None) -> Form:
        start, end = trim(self.text, clause.start if body is None else body, clause.end)
        ordinal = read_ordinal(self.text, start, clause.end)
        position = min(ordinal.end, end) if ordinal else start
        modal_start, modal_end, modal = self._modal_in(start, end)
        subject, addressee = self._subject(position, modal_start if modal else end, bool(modal))
        head = modal_end if modal else (subject[1] if subject else position)
        head = self._skip_adverbs(head, end)
        verb = self._verb(head, end)
        mark = self.text[end : clause.end].strip()[:1] or self.text[end : clause.end][:1]
        form = Form(
            clause.sentence_index,
            clause.start,
            start,
            end,
            ordinal,
            subject,
            addressee,
            modal,
            head,
            verb,
            "",
            mark,
        )
        return form._replace(kind=self._kind(form, subject[1] if subject else position))

    def _modal_in(self, start: int, end: int) -> tuple[int, int, str]:
        """The first modal of a clause outside of quotations; empty and at its end where there is none."""
        for at in range(bisect_left(self.modal_starts, start), len(self.modals)):
            first, last, term = self.modals[at]
            if first >= end:
                break
            if last <= end and not self._is_quoted(start, first):
                return first, last, term
        return end, end, ""

    def _is_quoted(self, start: int, position: int) -> bool:
        return self.text.count("“", start, position) > self.text.count("”", start, position)

    def _subject(self, start: int, end: int, has_modal: bool) -> tuple[tuple[int, int] | None, str]:
        """Who is told to act: 各部门 before 要, or a general addressee before the verb itself."""
        text = self.text
        if start >= end:
            return None, ""
        whole = self.general.at(text, start, end)
        if has_modal:
            if self._scene(start) or text[start] in "对把将被使让" or end - start > 40:
                return None, ""
            stop = end
            while stop > start and (adverb := self._adverb_before(start, stop)):
                stop -= len(adverb)
            if stop == start:
                return None, ""
            last = stop - (text[stop - 1] == "”")  # 各级“一把手”
            closed = text.endswith(self.heads, start, last)
            if whole and stop - start <= len(whole) + 12 and (closed or len(whole) == stop - start):
                everyone = len(whole) == stop - start or text.endswith(self.everyone, start, last)
                general = everyone and len(whole) > 1 and not self._names_some(start, stop)
                return (start, stop), "general" if general else "specific"
            return ((start, stop), "specific") if closed else (None, "")
        if whole and len(whole) > 1:
            stop = start + len(whole)
            return (
                ((start, stop), "general")
                if self._starts_predicate(stop, end)
                else self._long_subject(start, end)
            )
        return self._long_subject(start, end)

    def _names_some(self, start: int, stop: int) -> bool:
        """各部门 and 有关部门 are some of the audience; 各地各部门, 全市上下 and 我们 are all of it."""
        return bool(re.match(r"各(?!地|级|方|县|区|市)|有关|相关", self.text[start:stop]))

    def _long_subject(self, start: int, end: int) -> tuple[tuple[int, int] | None, str]:
        """各级各有关部门加强…: a subject that opens with 各 or 全, up to the last body before the first verb."""
        if self.text[start] not in "各全" or self.adverbs.at(self.text, start):
            return None, ""
        for stop in range(start + 2, min(start + 24, end)):
            if self.text.endswith(self.heads, start, stop) and self._starts_predicate(stop, end):
                return (start, stop), "general"
        return None, ""

    def _starts_predicate(self, position: int, end: int) -> bool:
        return bool(
            self.adverbs.at(self.text, position, end)
            or len(self.verbs.at(self.text, position, end)) > 1
            or self.opener["manner"].at(self.text, position, end)
        )

    def _adverb_before(self, start: int, stop: int) -> str:
        for length in (4, 3, 2, 1):
            word = self.text[max(start, stop - length) : stop]
            if len(word) == length and word in self.adverbs.terms:
                return word
        return ""

    def _skip_adverbs(self, position: int, end: int) -> int:
        """Past adverbs, as long as something follows that can be a predicate."""
        while True:
            if self.text[position : position + 1] == "、":
                position += 1
            adverb = self.adverbs.at(self.text, position, end)
            if not adverb or position + len(adverb) >= end:
                return position
            after = position + len(adverb)
            longest = self.verbs.at(self.text, position, end)
            if len(longest) > len(adverb) or (
                longest and not self._verb(after, end) and not self.adverbs.at(self.text, after, end)
            ):
                return position
            position = after

    def _verb(self, position: int, end: int) -> str:
        verb = self.verbs.at(self.text, position, end)
        if (
            len(verb) == 1
            and verb not in "把将让使对为以"
            and self.text[position + 1 : position + 2] in ("的", "、")
        ):
            return ""
        return verb

    def _kind(self, form: Form, position: int) -> str:
        text = self.text
        core = text[position : form.end]
        if text[form.start : form.end] in self.vocative or self.appeal.at(text, position):
            return "statement"
        if not core:
            return "adverbial" if form.ordinal else "other"  # 第一,要…
        if core in self.connectives:
            return "adverbial"
        if text[form.end : form.end + 1] in ("?", "？"):
            return "question"
        if form.modal:
            return "modal"
        own, result = self.opener["own"].at(text, position), self.opener["result"].at(text, position)
        if own and len(own) > len(result) and form.verb:
            return "action"
        if self._is_manner(core):
            return "manner"
        if self._is_result(core, position):
            return "result"
        if self._is_adverbial(core, position, form.end):
            return "adverbial"
        if is_statement(core) or core.startswith("希望") or _WEIGHTY.search(core):
            return "statement"
        if len(form.verb) > 1:
            return "action"
        if self.states.search(core):
            return "statement"
        if form.verb:
            return "action"
        if _INSTITUTION.match(core) and not any(v in core for v in ("加强", "推进", "落实")):
            return "noun"
        if self.opener["continuation"].at(text, position):
            return "noun"
        return "other"

    def _is_manner(self, core: str) -> bool:
        """Whether a clause is objectless: set phrases such as 精准施策, or adverb and intransitive verb."""
        manner = self.opener["manner"].terms
        intransitive = self.language["intransitives", "intransitive"].terms
        parts = core.split("、")
        return all(
            part in manner or (len(part) == 4 and part[:2] in self.adverbs.terms and part[2:] in intransitive)
            for part in parts
        )

    def _is_result(self, core: str, position: int) -> bool:
        if core[0] == "以":
            return bool(_SERVES.search(core)) and not _SCENE.search(core)
        if core[0] == "为":
            return bool(_INTO.search(core))
        if core[0] == "在":
            return bool(_STEP.search(core))
        return bool(self.opener["result"].at(self.text, position))

    def _is_adverbial(self, core: str, position: int, end: int) -> bool:
        if _WHILE.fullmatch(core) or _IF.match(core):
            return True
        if joined := _AND.match(core):  # 并结合实际, 认真梳理…
            core, position = core[joined.end() :], position + joined.end()
        recipient = _RECIPIENT.match(core) or (core[0] == "对" and not self._main_verb(position + 1, end))
        if recipient and not re.search(r"实施|进行|开展|加强|加大|采取|给予|予以|做到", core):
            return True
        if core[0] == "从" and self._scene(position):
            return bool(_HEIGHT.match(core)) or not self._main_verb(position + 1, end)
        if core[0] == "以":
            return bool(_SCENE.search(core)) or not self._main_verb(position + 1, end)
        if core[0] == "在" and not _WHERE.search(core):
            return False
        opener = self._scene(position)
        if opener in _ALWAYS:
            return True
        return bool(opener) and not self._main_verb(position + len(opener), end)

    def _scene(self, position: int) -> str:
        """The word that opens an adverbial clause, if one stands here."""
        if self.words.at(self.text, position):
            return ""
        opener = self.opener["scene"].at(self.text, position) or self.opener["adverbial"].at(
            self.text, position
        )
        return opener if len(self.adverbs.at(self.text, position)) <= len(opener) else ""

    def is_scene(self, form: Form) -> bool:
        """Whether a demand only sets its scene before the comma: 全区上下要围绕目标任务, 加大…"""
        stop = form.head if not form.modal else self.text.find(form.modal, form.start) + len(form.modal)
        if strictly := _STRICTLY.match(self.text, stop, form.end):
            stop = strictly.end()
        core = self.text[stop : form.end]
        opener = self.opener["scene"].at(self.text, stop)
        if not opener and self.text[stop : stop + 2] in _AIMS:
            opener = self.text[stop : stop + 2]
        if _LATER.fullmatch(core):
            return True
        if "、" in core and self.adverbs.at(core, core.rindex("、") + 1):
            return False  # 要立足职能、主动靠前: a set phrase of its own
        if core[:1] == "从":
            return bool(_HEIGHT.match(core))
        if core[:1] == "以":  # 要以责任的落实,促进…
            return bool(_SCENE.search(core)) or not (
                self._main_verb(stop + 1, form.end) or _SERVES.search(core)
            )
        if core[:1] == "在" and not _WHERE.search(core):
            return False
        return bool(opener) and not self._main_verb(stop + len(opener), form.end)

    def _main_verb(self, start: int, end: int) -> bool:
        """Whether an adverbial carries the action itself: 围绕运河做好文章, but not 围绕管好项目的要求."""
        core = _QUOTE.sub(lambda quote: "“" * len(quote[0]), self.text[start:end])
        position, last_of = 2, core.rfind("的")
        while position < len(core) - 1:
            verb = self.verbs.at(core, position)
            acts = len(verb) >= 2 and verb not in self.nominal and core[position - 1] not in "、的"
            if acts and last_of < position < len(core) - len(verb):
                return True
            position += max(1, len(verb))
        return False


def is_statement(core: str) -> bool:
    """Whether a clause only says what is: X是Y, or something done (了)."""
    bare = _QUOTE.sub("", core)
    return bool(_LINKING.search(bare) or _PERFECTIVE.search(bare))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without blanks and marks around it; a closing quote stays with what it closes."""
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and (text[end - 1] in MARKS or (text[end - 1] == "”" and "“" not in text[start:end])):
        end -= 1
    while start < end and (
        (text[start] == "”" and "“" not in text[start:end])
        or (text[start] == "“" and "”" not in text[start:end])
    ):
        start += 1
    return start, end
