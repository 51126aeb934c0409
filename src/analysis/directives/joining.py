"""Which clauses of a sentence are one demand.

The unit is the clause with an action verb of its own. Adverbial clauses (围绕…, 按照…, 坚持系统思维) and objectless set
phrases (精准施策) join what follows, clauses of result (确保…, 形成…) what precedes; nothing joins across a semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.segments.forms import Form, FormReader

_SEMICOLONS = (";", "；")
_JOINING_ON = ("adverbial", "manner", "question")
# Openers that are verbs as well: left over at the end of a sentence, such a clause is a demand of its own.
_VERBS = ("坚持", "突出", "聚焦", "紧盯", "围绕", "对")
_CAUSES = ("推动", "引导", "督促", "教育", "促使", "要求", "组织", "动员")
_PERSONS = ("领导", "干部", "党员", "部门", "企业", "单位", "群众", "同志", "政府", "党委", "人员", "主体")
# What is disposed of, cut off by a comma from what is made of it: 把学习贯彻…精神,作为…任务抓好.
_DISPOSED = re.compile(r"(?:把|将)(?!.*(?:作为|摆在|放在|纳入|列为))")
_AS = ("作为", "摆在", "摆上", "放在", "纳入", "列为", "转化为")
_INSTANCES = ("尤其是", "特别是", "包括")  # they go on with the scene that a comma interrupts
_GOES_ON = re.compile(r"更加|自觉|主动|积极|切实|认真")

Group = tuple[list[Form], int]  # the clauses of a unit, and how many semicolons stand before it


class Joiner:
    """Joins the clauses of one sentence after the other."""

    def __init__(self, reader: FormReader) -> None:
        self.reader, self.text = reader, reader.text
        self.units: list[Group] = []
        self.pending: list[Form] = []
        self.group = 0

    def join(self, forms: Sequence[Form | None]) -> list[Group]:
        """The units of a sentence; None stands for a clause that demands nothing and that nothing joins across."""
        self.units, self.pending, self.group = [], [], 0
        heads = self._series(forms)
        for number, form in enumerate(forms):
            if form is None:
                self.pending = []
                continue
            self._take(form, "action" if number in heads else self._kind(form))
            if form.mark in _SEMICOLONS:
                self._close()
                self.group += 1
        self._close()
        return self.units

    def _series(self, forms: Sequence[Form | None]) -> set[int]:
        """坚持… at the head of several groups is no scene but what each group demands: 坚持严管,…;坚持严查,…"""
        heads = set()
        before: Form | None = None
        for number, form in enumerate(forms):
            opens = number == 0 or (before is not None and before.mark in _SEMICOLONS)
            if form and opens and self.text.startswith("坚持", form.start):
                heads.add(number)
            before = form
        return heads if len(heads) > 1 else set()

    def _kind(self, form: Form) -> str:
        """The kind of a clause as far as joining goes."""
        if form.ordinal and form.kind not in ("question", "adverbial") and form.ordinal.end < form.end:
            return "action"
        if form.kind == "modal" and form.mark in (",", "，") and self.reader.is_scene(form):
            return "adverbial"
        return form.kind

    def _take(self, form: Form, kind: str) -> None:
        last = self.units[-1] if self.units else None
        if kind in _JOINING_ON or (self.pending and self.text.startswith(_INSTANCES, form.start)):
            self.pending.append(form)
        elif kind == "result" and last and last[1] == self.group and self._only_manner():
            last[0].extend([*self.pending, form])
            self.pending = []
        elif last and not self.pending and (kind == "noun" or self._is_unfinished(last[0][-1], form)):
            last[0].append(form)
        else:
            self.units.append(([*self.pending, form], self.group))
            self.pending = []

    def _close(self) -> None:
        """What is left over at the end of a group: set phrases go back, a scene without an action stands alone."""
        pending, self.pending = self.pending, []
        if not pending:
            return
        alone = len(pending) > 1 or self.text.startswith(_VERBS, pending[0].start)
        manner = all(form.kind == "manner" for form in pending)
        if self.units and self.units[-1][1] == self.group and (manner or not alone):
            self.units[-1][0].extend(pending)
        else:
            self.units.append((pending, self.group))

    def _only_manner(self) -> bool:
        return all(form.kind == "manner" for form in self.pending)

    def _is_unfinished(self, before: Form, form: Form) -> bool:
        """推动各级党委特别是主要领导, 更加自觉地担负…: a causative whose subject is cut off by the comma."""
        if before.mark not in (",", "，"):
            return False
        if _DISPOSED.match(self.text, before.head, before.end) and self.text.startswith(_AS, form.start):
            return True
        if not self.text.startswith(_CAUSES, before.head):
            return False
        subject = self.text[before.head + 2 : before.end]
        return subject.endswith(_PERSONS) and bool(_GOES_ON.match(self.text, form.start, form.end))
