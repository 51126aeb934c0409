"""From clauses to demands: which clauses demand, and which of them belong together.

The unit is the clause with an action verb of its own. Adverbial clauses (围绕…, 按照…, 坚持系统思维) and objectless
set phrases (精准施策) join what follows, clauses of result (确保…, 形成…) what precedes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.directives.joining import Joiner
from analysis.language import Language
from analysis.segments.forms import Form, FormReader, form_reader, is_statement
from analysis.segments.layout import LONGEST_LINE, Ordinal, is_open, read_ordinal
from analysis.segments.modes import introduces
from analysis.segments.sections import Section
from analysis.segments.sentences import Clause
from analysis.segments.tags import TagReader
from analysis.segments.turns import Turn

HEADLINE_LENGTH = 45  # a numbered sentence of at most so many characters is a headline as a whole
HEADLINE_CLAUSES = 3
_TAIL = 12  # characters after a sentence that show what follows it: an ordinal or not
_CUT_OFF = 4  # a last clause without a closing mark and shorter than a verb and its object is a torn-off one
_CONSEQUENCES = (
    "关键",
    "就要",
    "就必须",
    "就得",
    "离不开",
    "靠的是",
)  # 要实现目标, 关键看…: 要 is "in order to"
_AS_BODY = re.compile(r"[^，,]{2,20}作为[^，,]+$")
_USEFUL = re.compile(r"有利于|有助于")  # what follows says what else it is good for
_BLOCKS = ("directives", "measures")
_MODAL_ONLY = ("lead", "problems")


class Unit(NamedTuple):
    """One demand before its level is known.

    `epoch` counts tags: what a tag opens is read anew. `first` and `group` say where it stands in its sentence:
    whether it opens it, and after how many semicolons.
    """

    start: int
    end: int
    main: Form
    forms: tuple[Form, ...]
    speaker: str
    epoch: int
    line: int  # start of the line it stands in
    first: bool = True
    group: int = 0
    opens_group: bool = True
    headline: bool = False
    titled: bool = False  # a headline without an ordinal: a line of its own over its details


class Break(NamedTuple):
    """An ordinal whose sentence is no demand ((一)做好…是…抓手): it still opens a block."""

    start: int
    ordinal: object
    epoch: int


def find_units(
    text: str,
    sections: Sequence[Section],
    turns: Sequence[Turn],
    clauses: Sequence[Clause],
    language: Language,
) -> list[Unit | Break]:
    """The demands of a text in order, and the ordinals in between that are none."""
    tags, reader = TagReader(text, turns, language), form_reader(text, language)
    found: list[Unit | Break] = []
    epoch = turn = 0
    for section, run in _by_sentence(text, sections, clauses):
        while turn + 1 < len(turns) and turns[turn + 1].start <= run[0].start:
            turn, epoch = turn + 1, epoch + 1
        speaker = turns[turn].speaker if turns else None
        if speaker is None:
            continue
        start, end = run[0].start, run[-1].end
        higher = tags.quotes_higher(start, end)
        frames = [None if higher else tags.frame(clause, speaker) for clause in run]
        epoch += any(frames)
        opens = next((number for number, frame in enumerate(frames) if frame), 0)
        quoted = text[start] == "“"  # “要…,”张三说,“…”
        if opens + 1 < len(run) and not quoted:  # what stands before the tag belongs to it: 会上,张三指出,…
            run, frames = run[opens:], frames[opens:]
        forms = [reader.read(c, f.body if f else None) for c, f in zip(run, frames, strict=True)]
        forms = [form for form in forms if form.end > form.start]
        forms = _before_appeal(reader, forms)
        if forms:
            found += _sentence_units(reader, section, forms, speaker, epoch, higher)
    return found


def _before_appeal(reader: FormReader, forms: list[Form]) -> list[Form]:
    """The forms before an exhortation (让我们携手…): what follows it is rhetoric, no demand."""
    for number, form in enumerate(forms):
        if reader.appeal.at(reader.text, form.start):
            return forms[:number]
    return forms


def _by_sentence(
    text: str, sections: Sequence[Section], clauses: Sequence[Clause]
) -> Iterable[tuple[Section, list[Clause]]]:
    """The clauses of each section, sentence by sentence."""
    at = 0
    run: list[Clause] = []
    where = -1
    asks = False
    for clause in clauses:
        while (
            at + 1 < len(sections)
            and sections[at + 1].start < clause.end
            and sections[at + 1].start <= clause.start
        ):
            at += 1
        new = bool(run) and run[-1].sentence_index != clause.sentence_index and not asks
        if run and (new or where != at):
            yield sections[where], run
            run = []
        asks = text[clause.end - 1] in "?？"  # a question leads to the sentence that answers it
        where = at
        run.append(clause)
    if run and sections:
        yield sections[where], run


def _sentence_units(
    reader: FormReader, section: Section, forms: list[Form], speaker: str, epoch: int, higher: bool
) -> list[Unit | Break]:
    text = reader.text
    line = reader.line_start(forms[0].start)
    ordinal = forms[0].ordinal
    if section.kind not in _BLOCKS:
        if ordinal and is_statement(text[ordinal.end : forms[0].end]):
            return [Break(forms[0].start, ordinal, epoch)]
        if section.kind not in _MODAL_ONLY or higher:
            return []
        forms = _from_modal(forms)
    elif higher:
        forms = [form for form in forms if form.modal and form.addressee]
    if not forms:
        return []
    if ordinal and forms[0].ordinal and _is_headline(text, forms):
        return [_unit(forms, speaker, epoch, line)._replace(main=forms[0], headline=True)]
    if not ordinal and _is_titled(text, forms):
        return [_unit(forms, speaker, epoch, line)._replace(main=forms[0], headline=True, titled=True)]
    groups = Joiner(reader).join(_demanding(text, forms))
    units: list[Unit | Break] = [
        _unit(members, speaker, epoch, line)._replace(
            first=number == 0,
            group=group,
            opens_group=number == 0 or groups[number - 1][1] != group,
        )
        for number, (members, group) in enumerate(groups)
    ]
    if not units and ordinal:
        return [Break(forms[0].start, ordinal, epoch)]
    return units


def _unit(members: Sequence[Form], speaker: str, epoch: int, line: int) -> Unit:
    """The unit of some clauses; its main clause is the one with a modal, else the first that acts."""
    main = next((form for form in members if form.kind == "modal"), None)
    main = main or next((form for form in members if form.kind in ("action", "other")), members[-1])
    return Unit(members[0].start, members[-1].end, main, tuple(members), speaker, epoch, line)


def _from_modal(forms: list[Form]) -> list[Form]:
    for number, form in enumerate(forms):
        if form.modal:
            return forms[number:]
    return []


def _is_headline(text: str, forms: Sequence[Form]) -> bool:
    """Whether a numbered sentence is a headline as a whole: a line of its own, or short and followed by its details."""
    start, end = forms[0].start, forms[-1].end
    longest = min(len(text), end + LONGEST_LINE)
    stop = text.find("\n", end, longest)
    stop = longest if stop < 0 else stop
    tail = text[end : min(stop, end + _TAIL)]
    if stop - end < _TAIL and is_open(text[start:stop]) and not tail.strip("”’」』）) "):
        return True
    listed = forms[0].ordinal is not None and forms[0].ordinal.kind == "section" and text[start - 1] == "\n"
    if listed and not text[end:stop].strip("；;。 ") and end - start <= HEADLINE_LENGTH:
        return True  # a list of headlines, each a line that a semicolon closes
    brief = end - start <= HEADLINE_LENGTH and len(forms) <= HEADLINE_CLAUSES
    if not brief or forms[-1].mark not in ("。", "！", "!"):
        return False
    following = tail.lstrip("。！! ")
    if not following and text[start - 1 : start] in ("", "\n"):
        following = text[stop + 1 : stop + 1 + _TAIL]
    ordinal, here = read_ordinal(following, 0), forms[0].ordinal
    return bool(following) and not (ordinal and here and _follows(here, ordinal))


def _is_titled(text: str, forms: Sequence[Form]) -> bool:
    """Whether a line of demands is a headline without an ordinal: short, open, and over a paragraph."""
    start, end = forms[0].start, forms[-1].end
    if text[start - 1 : start] != "\n" or text[end : end + 1] != "\n" or end - start > HEADLINE_LENGTH:
        return False
    stop = text.find("\n", end + 1)
    following = text[end + 1 : stop if stop >= 0 else len(text)]
    acts = all(form.kind in ("action", "manner", "adverbial", "result") for form in forms)
    return acts and not is_open(following) and len(following) > end - start and not read_ordinal(following, 0)


def _follows(here: Ordinal, ordinal: Ordinal) -> bool:
    """Whether an ordinal goes on with the list of another; 一是…。一要… opens one under it."""
    return ordinal.kind == here.kind and ordinal.number > here.number


def _demanding(text: str, forms: Sequence[Form]) -> list[Form | None]:
    """The forms of a sentence without what only states, announces or leads to the demand; None where one was."""
    kept: list[Form | None] = []
    modal_follows = _modal_follows(forms)
    begun = useful = False
    for number, form in enumerate(forms):
        after = forms[number + 1] if number + 1 < len(forms) else None
        if form.modal and after is not None and text.startswith(_CONSEQUENCES, after.start):
            break  # 要实现目标, 关键看…: a condition and what it takes
        predicated = after is not None and text.startswith("是", after.start) and not form.modal
        leads = form.kind in ("statement", "other", "noun") and not form.ordinal
        premise = leads and not begun and modal_follows[number]
        states = form.kind == "statement" or (form.kind == "noun" and not begun)
        if _is_long_subject(text, form, after):
            kept.append(form._replace(kind="adverbial"))  # joins what it is told to do
            continue
        announces = introduces(text, form) and not (form.modal and form.addressee and form.mark in ",，")
        useful = not form.modal and (useful or bool(_USEFUL.search(text, form.start, form.end)))
        dropped = predicated or premise or states or announces or useful or _is_torn(text, form)
        kept.append(None if dropped else form)
        begun = begun or not dropped
    return kept


def _is_long_subject(text: str, form: Form, after: Form | None) -> bool:
    """Whether a clause is the subject of the next, cut off by the comma: 一班人作为“关键少数”,要…."""
    told = after is not None and after.modal and text.startswith(after.modal, after.start)
    return bool(told and form.kind in ("other", "noun") and _AS_BODY.match(text, form.start, form.end))


def _is_torn(text: str, form: Form) -> bool:
    """Whether the end of the file tore a clause off before it could demand anything."""
    short = form.end - form.start < _CUT_OFF or (bool(form.modal) and form.head >= form.end)
    return not form.mark and form.end == len(text) and short


def _modal_follows(forms: Sequence[Form]) -> list[bool]:
    """For each clause, whether a modal stands in it or after it before the next semicolon."""
    follows, ahead = [False] * len(forms), False
    for number in range(len(forms) - 1, -1, -1):
        ahead = bool(forms[number].modal) or (ahead and forms[number].mark not in (";", "；"))
        follows[number] = ahead
    return follows
