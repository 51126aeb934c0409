"""Who speaks: stretches of the text and the person or body whose words they are.

A tag (张三强调, 会议要求, 他指出, or 张三…作了部署 before a list) opens a turn and holds until the next tag, or until the
page speaks in its own voice again: who attended, what was handed out, where the text comes from. What a higher
level said (总书记强调) is quoted inside a turn and opens none. A speech has one speaker: the one its head names,
else 讲话人.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.language import Language, language_of
from analysis.lexicons import Lexicons
from analysis.people import Person, addresses
from analysis.segments.layout import credit_end, is_open, read_ordinal
from analysis.segments.sentences import Span
from analysis.segments.voices import BARE, MEETING, Voice, VoiceReader

SPEAKER = "讲话人"  # the unnamed speaker of a speech, as the guidelines call him

_FIRST_LINES = 8  # a salutation stands at the head of a speech, not in its middle
_HEAD = 600  # characters that hold that many first lines of any speech
_APPEAL = re.compile(
    r"倡议|公告|通告|通知|公开信|市民|居民|业主|用户|村民|家长"
)  # to the public, by no speaker
_LABELLED = re.compile(
    r"[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff·]{2,12}[：:]\s*$"
)  # a transcript has many speakers
_SPEECH_TITLE = re.compile(r"(?:讲话|致辞|主持词|发言|报告)(?:稿|提纲|摘要|要点)?(?:[(（].*)?$")


_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff])")  # 张 三: two characters spread out


class Turn(NamedTuple):
    """A stretch by one speaker; null where the page itself speaks. Fields are the columns of the frame."""

    speaker: str | None
    role: str | None
    start: int
    end: int


def split_turns(
    text: str, sentences: Sequence[Span], people: Sequence[Person], lexicons: Lexicons
) -> list[Turn]:
    """The turns of a text, in order; joined they are the text.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> from analysis.people import find_people
    >>> from analysis.segments import split_sentences
    >>> text = "3日,县里开会。\\n县长王芳指出,要抓落实。她要求,各乡镇要尽责。\\n会议强调,要守住底线。"
    >>> lexicons = read_lexicons()
    >>> turns = split_turns(text, split_sentences(text), find_people(text, lexicons), lexicons)
    >>> [(turn.speaker, turn.role, turn.start) for turn in turns]
    [(None, None, 0), ('王芳', '县长', 9), ('会议', None, 33)]
    """
    language = language_of(lexicons)
    names = [person.name for person in people if person.part != "quoted"]
    starts = _speech(text, sentences, names, language)
    if not starts:
        called = addresses([(p.name, p.role) for p in people if p.part != "quoted"], language)
        starts = _Report(VoiceReader(text, names, language, called)).read(sentences)
    roles = {person.name: person.role for person in people}
    turns: list[Turn] = []
    for start, speaker in sorted(starts.items()):
        if start >= len(text) or (turns and turns[-1].speaker == speaker):
            continue
        if turns:
            turns[-1] = turns[-1]._replace(end=start)
        turns.append(Turn(speaker, roles.get(speaker or ""), start, len(text)))
    return turns


def _speech(
    text: str, sentences: Sequence[Span], names: Sequence[str], language: Language
) -> dict[int, str | None]:
    """The one turn of a speech, with what stands before and after it; nothing where the text is no speech."""
    start = _speech_start(text, language)
    if start is None:
        return {}
    head = _BLANK.sub("", text[: start + 1])
    speaker = next((name for name in names if name in head), SPEAKER)
    starts: dict[int, str | None] = {0: None, start: speaker}
    for span in reversed(sentences):
        if not credit_end(text, span.start, language):
            break
        starts[span.start] = None
    return starts


def _speech_start(text: str, language: Language) -> int | None:
    """Where a speech begins: at its salutation, or after a title that says it is one."""
    position, titled = 0, None
    own_voice = language.pattern("cues", "own_voice").search(text)
    for line in text[:_HEAD].split("\n")[:_FIRST_LINES]:
        if (position and re.search(r"(?:强调|指出|要求)[,，:：]", line)) or _LABELLED.search(line):
            return titled
        weak = own_voice and not _APPEAL.search(line) and language["cues", "salutation_weak"].at(line, 0)
        if (weak or language["cues", "salutation"].at(line, 0)) and re.search(r"[：:！!，,]", line[:30]):
            return position
        if not position and own_voice and _SPEECH_TITLE.search(line):
            titled = len(line) + 1
        position += len(line) + 1
    return titled


class _Report:
    """A report while it is read: whose words the present ones are, and what may yet turn out to be the meeting's."""

    def __init__(self, reader: VoiceReader) -> None:
        self.reader = reader
        self.starts: dict[int, str | None] = {0: None}
        self.speaker: str | None = None
        self.person: str | None = None  # whom 他 means
        self.event: int | None = None  # where a lead began that the meeting may go on with
        self.form_line: int | None = None  # the paragraph that says in what form the meeting was held

    def read(self, sentences: Sequence[Span]) -> dict[int, str | None]:
        """Where a voice begins, and whose it is."""
        text, reader = self.reader.text, self.reader
        heading: int | None = None  # a heading above what comes next
        line = -1  # the line break before the sentence
        seen = 0
        for index, span in enumerate(sentences):
            line, seen = max(line, text.rfind("\n", seen, span.start)), span.start
            if span.start < reader.title_end:
                continue
            credit = credit_end(text, span.start, reader.language)
            if not credit and self._is_heading(span):
                heading = span.start
                continue
            following = sentences[index + 1] if index + 1 < len(sentences) else None
            voice = reader.read(span, following, self.person)
            if self.speaker is None and not voice.kind and BARE.match(text, *span):
                voice = Voice("tag", self.person or MEETING, span.start)
            if voice.start == span.start:
                if heading is not None:
                    voice = voice._replace(start=heading)
                elif span.start < credit < span.end - 1:  # a byline, and the sentence after it
                    self.starts[span.start] = None
                    voice = voice._replace(start=credit)
            self._enter(voice, line, span)
            heading = None
        return self.starts

    def _is_heading(self, span: Span) -> bool:
        """Whether a line is a heading: open, without an ordinal, and no tag of its own."""
        text = self.reader.text
        if text[span.start - 1 : span.start] not in ("\n", "") or not is_open(text[span.start : span.end]):
            return False
        return not read_ordinal(text, span.start) and not self.reader.is_tag_line(span)

    def _enter(self, voice: Voice, line: int, span: Span) -> None:
        """Take note of what a sentence says about who speaks."""
        if voice.kind == "tag":
            self.speaker = self.starts[voice.start] = voice.speaker
            self.event = None
            self.person = self.speaker if self.speaker != MEETING else self.person
        elif voice.kind == "fact":
            self.speaker = self.starts[voice.start if self.event is None else self.event] = voice.speaker
            self.event = None
            self.form_line = line if self.reader.is_form(span) else None
        elif voice.kind == "event" and (self.speaker in (None, MEETING) or voice.speaker):
            self.event, self.speaker = voice.start, None
            self.starts[voice.start] = None
        elif voice.kind in ("attendance", "source", "page") and not (
            self.form_line == line and self.speaker == MEETING
        ):
            self.event = self.speaker = self.starts[voice.start] = None
        if voice.kind in ("attendance", "event", ""):
            self.person = voice.speaker or self.person
