"""Blocks of one kind: title, lead, attendance, achievements, problems, demands.

A demand block has one section for each headline. A sentence is cut where achievements or problems turn into a demand,
never elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.language import Language, language_of
from analysis.lexicons import Lexicons
from analysis.segments.layout import HEADING_LENGTH, credit_end, is_open, read_ordinal, title_end
from analysis.segments.modes import BLOCKS, DEMAND, ModeReader, Piece
from analysis.segments.sentences import Clause, Span, split_clauses
from analysis.segments.turns import Turn
from analysis.segments.voices import CROWD, MEETING, PLENARY, is_event

_VISIT = re.compile(r"一行|来到|察看|查看|听取|了解|走进|走访|座谈|现场")
_PRESENT = re.compile(r"出席|参加|主持|列席|到会|部署|讲话|发言")
_BRIEF = re.compile(r"(?:作|做)[^，,。]{0,10}(?:部署|讲话|发言|动员)")  # 市长作具体部署: no more than that
_BRIEF_LENGTH = 60
_OF_MEETING = re.compile(r"会[上前后]|会议(?!室)|大会|与会")
_ACTS = re.compile(r"会[议上前后]|大会|全会|[^，,。]{0,6}会议?(?:结束|期间)")
_FORM = re.compile(r"会议[^，,]{0,4}(?:以|采取|采用|设|开至|由)")
_EXHORTS = re.compile(r"[^，,]{0,12}(?:要|必须)(?!求)")


class Section(NamedTuple):
    """A block of one kind; fields are the columns of the frame. The line break after it is not part of it."""

    kind: str
    heading: str | None
    start: int
    end: int


def split_sections(
    text: str,
    sentences: Sequence[Span],
    turns: Sequence[Turn],
    lexicons: Lexicons,
    title: tuple[int, int] | None = None,
) -> list[Section]:
    """The sections of a text, in order; together they cover it but for line breaks.

    Parameters
    ----------
    title
        Span of the title where something better than the first line is known.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> from analysis.segments import split_sentences
    >>> text = "会议指出,近年来,全县植绿护绿,成效明显,但还存在短板,全县上下要加快补齐。"
    >>> sections = split_sections(text, split_sentences(text), [Turn("会议", None, 0, len(text))], read_lexicons())
    >>> [(section.kind, text[section.start : section.end]) for section in sections][1:]
    [('problems', '但还存在短板,'), ('directives', '全县上下要加快补齐。')]
    """
    pieces = _Reader(text, sentences, turns, language_of(lexicons), title).pieces()
    sections: list[Section] = []
    speaker: str | None = None
    for piece in _look_back(text, pieces):
        last = sections[-1] if sections else None
        if last and last.kind == piece.kind and speaker == piece.speaker and not piece.cut:
            sections[-1] = last._replace(end=piece.end)
        else:
            sections.append(Section(piece.kind, piece.heading, piece.start, piece.end))
        speaker = piece.speaker
    return [_trimmed(text, section) for section in sections]


def attributed_spans(turns: Sequence[Turn], sections: Sequence[Section]) -> list[Span]:
    """The stretches that are a speaker's or the meeting's words: the default scope of every count.

    Never title, source, attendance or other; nor what is told of the meeting itself (lead and closing under 会议).
    """
    spans: list[Span] = []
    turn = 0
    for section in sections:
        while turn + 1 < len(turns) and turns[turn + 1].start <= section.start:
            turn += 1
        speaker = turns[turn].speaker if turns else None
        told = speaker in (MEETING, PLENARY) and section.kind in ("lead", "closing")
        if (
            speaker is not None
            and not told
            and section.kind not in ("title", "source", "attendance", "other")
        ):
            spans.append(Span(section.start, section.end))
    return spans


def _trimmed(text: str, section: Section) -> Section:
    end = section.end
    while end > section.start and text[end - 1].isspace():
        end -= 1
    return section._replace(end=end)


def _look_back(text: str, pieces: list[Piece]) -> list[Piece]:
    """What a sentence turns out to be by what follows it in its paragraph: a premise of problems or of a demand."""
    for number in range(len(pieces) - 2, -1, -1):
        here, after = pieces[number], pieces[number + 1]
        same = (
            here.speaker is not None
            and here.speaker == after.speaker
            and "\n" not in text[here.start : here.end]
        )
        if not same or here.heading or not (here.kind == "background" or here.asks(text)):
            continue
        if here.asks(text) and after.kind in BLOCKS:
            pieces[number] = here._replace(kind=after.kind, cut=after.cut)
            pieces[number + 1] = after._replace(cut=False)
        elif after.kind == "problems":
            pieces[number] = here._replace(kind="problems")
        elif after.kind == DEMAND and here.tag == "demand":
            pieces[number] = here._replace(kind=DEMAND)
            pieces[number + 1] = after._replace(cut=False)
    return pieces


class _Reader:
    """One text while it is read: title, headings and bylines here, speakers' words in a :class:`ModeReader`."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        turns: Sequence[Turn],
        language: Language,
        title: tuple[int, int] | None,
    ) -> None:
        self.text, self.sentences, self.turns, self.language = text, sentences, turns, language
        self.title_end = title[1] if title else title_end(text, language)
        self.clauses: list[list[Clause]] = [[] for _ in sentences]
        for clause in split_clauses(text, sentences):
            self.clauses[clause.sentence_index].append(clause)
        self.modes = ModeReader(text, turns, language)
        self.attends = language.pattern("cues", "attendance")
        self.recounts, self.objects = language["cues", "achievement_open"], language["cues", "problem_open"]

    def pieces(self) -> list[Piece]:
        """Every sentence as one piece or, where it is cut, several; a heading belongs to what follows it."""
        pieces: list[Piece] = []
        turn = 0
        heading: Span | None = None
        asks = False
        for index, span in enumerate(self.sentences):
            while turn + 1 < len(self.turns) and self.turns[turn + 1].start <= span.start:
                turn += 1
                self.modes.reset()
            if span.start < self.title_end:
                pieces.append(Piece("title", *span))
                continue
            first = self.text[span.start - 1 : span.start] in ("\n", "")
            if first and self._is_heading(span):
                asks = self._asks(index) and (asks or heading is None)
                heading = heading or span
                self.modes.head(self._line(span))
                continue
            new = self._read(index, span, self.turns[turn].speaker if self.turns else None, first)
            if heading:
                new = self._headed(heading, new, pieces, asks)
                heading = None
            pieces += new
        if heading:
            pieces.append(
                Piece("other", heading.start, len(self.text), cut=True, heading=self._line(heading))
            )
        return pieces

    def _line(self, span: Span) -> str:
        return self.text[span.start : span.end].strip()

    def _asks(self, index: int) -> bool:
        """Whether a heading demands by its own words: 加强组织领导."""
        forms = [self.modes.forms.read(clause, None) for clause in self.clauses[index]]
        return bool(forms) and all(
            form.modal or (form.kind == "action" and len(form.verb) > 1) for form in forms
        )

    def _headed(self, heading: Span, new: list[Piece], before: Sequence[Piece], asks: bool) -> list[Piece]:
        """A heading joins what follows it; above a byline it goes on with the title, at the end with the sources.

        One that `asks` stands alone where a statement follows: 加强组织领导⏎责任落实是关键。
        """
        first = new[0]
        demands = asks and first.kind == "background" and first.speaker and not self.modes.review
        if demands and any(piece.speaker == first.speaker and piece.kind in BLOCKS for piece in before):
            line = self._line(heading)
            return [Piece(DEMAND, heading.start, first.start, first.speaker, True, line), *new]
        if new[0].kind != "source":
            return [new[0]._replace(start=heading.start, cut=True, heading=self._line(heading)), *new[1:]]
        kind = "title" if all(piece.kind in ("title", "source") for piece in before) else "source"
        return [Piece(kind, heading.start, new[0].start), *new]

    def _is_heading(self, span: Span) -> bool:
        line = self._line(span)
        return (
            is_open(line)
            and len(line) <= HEADING_LENGTH
            and span.end < len(self.text)
            and not read_ordinal(self.text, span.start)
            and not credit_end(self.text, span.start, self.language)
        )

    def _read(self, index: int, span: Span, speaker: str | None, first: bool) -> list[Piece]:
        credit = credit_end(self.text, span.start, self.language)
        if not credit:
            return self._body(index, span, speaker, first)
        if credit >= span.end or self.text[credit : span.end].isspace():
            return [Piece("source", *span)]
        return [
            Piece("source", span.start, credit),
            *self._body(index, Span(credit, span.end), speaker, first),
        ]

    def _body(self, index: int, span: Span, speaker: str | None, first: bool) -> list[Piece]:
        if speaker is None:
            self.modes.mode = self._own_kind(span, first)
            return [Piece(self.modes.mode, *span)]
        if speaker in (MEETING, PLENARY) and (kind := self._told(index, span)):
            return [Piece(kind, *span, speaker)]
        clauses = [c for c in self.clauses[index] if c.end > span.start]
        clauses[0] = clauses[0]._replace(start=max(clauses[0].start, span.start))
        return self.modes.read(clauses, span, speaker, first)

    def _own_kind(self, span: Span, first: bool) -> str:
        """The kind of a sentence in the page's own voice."""
        line, modes = self.text[span.start : span.end], self.modes
        if not modes.demanded and not modes.met and is_event(line):
            modes.met = True
            return "lead"
        if (modes.met or modes.demanded) and self._attends(line):
            return "attendance"
        if self.recounts.at(self.text, span.start):
            return "achievements"
        if modes.mode == "achievements" and self.objects.at(self.text, span.start):
            return "problems"
        if not first and modes.mode:
            return "closing" if modes.mode == "attendance" and modes.demanded else modes.mode
        if _EXHORTS.match(line):
            return "background"
        of_meeting = bool(_OF_MEETING.search(line))
        if modes.demanded:
            return "closing" if of_meeting else "other"
        if not modes.met:
            return "other"
        return "lead" if of_meeting or _VISIT.search(line) else "background"

    def _attends(self, line: str) -> bool:
        """Whether a sentence says who was there."""
        if CROWD.search(line) or (self.attends.search(line) and _PRESENT.search(line)):
            return True
        return len(line) < _BRIEF_LENGTH and bool(_BRIEF.search(line))

    def _told(self, index: int, span: Span) -> str:
        """The kind of a sentence in which the meeting acts rather than speaks; empty where it speaks."""
        modes = self.modes
        if any(modes.tags.frame(clause, MEETING) for clause in self.clauses[index]):
            return ""
        speaks = modes.tag or modes.mode in (*BLOCKS, "achievements", "problems", "background")
        if speaks and not _ACTS.match(self.text, *span):
            return ""
        if modes.mode == "attendance" or _FORM.match(self.text, *span):
            modes.mode = "attendance"
        elif modes.demanded:
            modes.mode = "closing"
        else:
            modes.mode, modes.met = "lead", True
        return modes.mode
