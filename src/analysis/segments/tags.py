"""The frames that attribute words inside a turn: 张三强调, 会议要求, 他指出, and what a higher level said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.language import Language
from analysis.people import addresses
from analysis.segments.sentences import Clause
from analysis.segments.turns import Turn
from analysis.segments.voices import MEETING, is_noun

_REACH = 40  # characters between a subject and its verb


_WISHED = re.compile(r"通过|借助|借此|以此|能|可以|本次|此次|这次|我[市县区省镇们]|今后")

PRAISE = "praise"  # 充分肯定了…成效: what follows is an achievement


class Frame(NamedTuple):
    """A frame of speech in a clause: where the words begin, and whether its verb demands, states or praises."""

    body: int
    kind: str


class _Patterns(NamedTuple):
    subject: re.Pattern[str]
    leading: re.Pattern[str]
    higher: re.Pattern[str]
    quoting: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(language: Language) -> _Patterns:
    demand, higher = language["reporting", "demand"].pattern(), language["cues", "higher"].pattern()
    return _Patterns(
        re.compile(
            rf"{language['cues', 'meeting'].pattern()}"
            rf"|(?<![\u4e00-\u9fff])(?:{language['cues', 'body'].pattern()})|(?<![\u4e00-\u9fff])[他她](?!们)|我"
        ),
        re.compile(rf"(?:并|还|同时|再次|反复)?(?:(?P<demand>{demand})|指出|认为|表示)(?!了)"),
        re.compile(
            rf"(?:特别是|近年来|\d+年来|而|最近|前不久)?[，,]?"
            rf"(?:{higher}|[^，,]{{0,20}}(?:报告|党代会|省委|市委)[^，,]{{0,4}}(?:指出|提出|强调|要求|把|确定))"
        ),
        re.compile(r"强调|指出|提出|要求|作出|号召|反复(?!地)|高度重视|明确"),
    )


class TagReader:
    """Finds frames of speech in the clauses of one text."""

    def __init__(self, text: str, turns: Sequence[Turn], language: Language) -> None:
        self.text, self.saying = text, language.saying
        speakers = {(turn.speaker, turn.role) for turn in turns if turn.speaker}
        called = {address for address in addresses(speakers, language) if address in text}
        names = sorted(called | {name for name, _ in speakers}, key=len, reverse=True)
        self.names = re.compile("|".join(map(re.escape, names)) or MEETING)
        self.patterns = _patterns(language)

    def frame(self, clause: Clause, speaker: str | None) -> Frame | None:
        """The frame of speech that opens a clause, if one does."""
        text, start, end = self.text, clause.start, clause.end
        while start < end and text[start] in " \n“":
            start += 1
        leading = self.patterns.leading.match(text, start, end)
        if leading:  # 要求高 and 要求的 are no frames
            plain = text[leading.end() : leading.end() + 1] not in "的高严之"
            return self._framed(leading, end) if plain and not self._is_wish(leading, end) else None
        if not self.saying.search(text, start, end):
            return None
        subject = self.names.search(text, start, end) or self.patterns.subject.search(text, start, end)
        if subject is None or (subject[0] == "我" and subject.start() > start):
            return None
        for verb in self.saying.finditer(text, subject.end(), end):
            if verb.start() - subject.end() > _REACH:
                return None
            if not is_noun(text, subject.end(), verb):
                return self._framed(verb, end)
        return None

    def _is_wish(self, verb: re.Match[str], end: int) -> bool:
        """Whether 希望 wishes for something instead of asking somebody: 希望通过这次会议…."""
        return verb[0].endswith("希望") and bool(_WISHED.match(self.text, verb.end(), end))

    def quotes_higher(self, start: int, end: int) -> bool:
        """Whether a sentence reports what a higher level said or did."""
        return bool(
            self.patterns.higher.match(self.text, start, end)
            and self.patterns.quoting.search(self.text, start, end)
        )

    def _framed(self, verb: re.Match[str], end: int) -> Frame:
        body = verb.end()
        while body < end and self.text[body] in "了：:，,“ \n":
            body += 1
        kind = PRAISE if verb[0].endswith("肯定") else "state"
        return Frame(body, "demand" if verb["demand"] else kind)
