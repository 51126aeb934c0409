"""From a clean character back to the raw one: a text under repair, its map and its ledger of edits.

A :class:`Draft` carries the text as it stands and one raw offset per character (and one for the end). Every
cleaning step hands it replacements; the draft applies them and remembers which step touched which character,
so that one step may well change what an earlier one put in.

The law, for every draft: edits are in order and do not overlap; outside of them text and raw text are equal.
So :func:`restore` gives the raw text back to the character, and :func:`locate` leads from any span of the
clean text to the raw characters it stands for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import partial
from operator import gt
from typing import NamedTuple

import numpy as np


class Edit(NamedTuple):
    """A stretch of the raw text and what stands in its place."""

    raw_start: int
    raw_end: int
    before: str
    after: str
    rule: str


_edit = partial(tuple.__new__, Edit)  # half of the class's own time


class Replacement(NamedTuple):
    """What a cleaning step wants: `after` for the characters from `start` to `end` of the present text.

    `rule` names the row of the ledger where it is not the step's own name.
    """

    start: int
    end: int
    after: str
    rule: str = ""


NOBODY = "\0"  # stands for no rule
HIDDEN = -2  # weight of a stretch that a page has but does not show
READING = -3  # and of one that says how the characters before it are read
REFUSED = -4  # of a line that is furniture though it may be a sentence: a link to another page, a footer
RUNNING = -5  # of a line that is printed on every page of a document


class Vote(NamedTuple):
    """What the markup of a page says of a stretch of its raw text: 1 body, -1 furniture, or a weight named above."""

    start: int
    end: int
    weight: int


class Draft:
    """A text under repair.

    Examples
    --------
    >>> draft = Draft("環(huán)境")
    >>> draft.replace("gloss", [Replacement(1, 7, "")])
    >>> draft.substitute("script", "环境")
    >>> draft.text, draft.raw_offsets.tolist()
    ('环境', [0, 7, 8])
    >>> [(edit.before, edit.after, edit.rule) for edit in draft.edits()]
    [('環', '环', 'script'), ('(huán)', '', 'gloss')]
    """

    def __init__(self, raw_text: str) -> None:
        self.raw_text = raw_text
        self.text = raw_text
        self.raw_offsets = np.arange(len(raw_text) + 1, dtype=np.int32)
        self._rules = [""]
        self._numbers = {"": 0}
        # Which rule (0: none) put a character of the text there, as characters with these numbers, since slices of
        # a string cost least; and which took a raw character away.
        self._put_by = NOBODY * len(raw_text)
        self._taken_by = np.zeros(len(raw_text) + 1, dtype=np.uint16)

    def replace(self, rule: str, replacements: Iterable[Replacement]) -> None:
        """Apply the replacements of one step.

        A replacement of equal length maps character to character; otherwise every new character maps to the
        start of what it stands for. What a replacement takes out altogether is booked on its rule, earlier
        repairs inside included: a line removed is one edit, whatever was done to it before.

        Raises
        ------
        ValueError
            If the replacements are out of order or overlap.
        """
        text, put_by, offsets = self.text, self._put_by, self.raw_offsets
        wishes = [wish for wish in replacements if text[wish[0] : wish[1]] != wish[2]]
        if not wishes:
            return
        starts, ends, _, _ = zip(*wishes, strict=True)
        if any(map(gt, (0, *ends), (*starts, len(text)))) or any(map(gt, starts, ends)):
            raise ValueError(f"{rule}: replacements are out of order, or overlap")
        marks = self._book(rule, wishes, offsets[[*starts, *ends]].tolist())
        texts: list[str] = []
        puts: list[str] = []
        maps: list[np.ndarray] = []
        for begin, (start, end, after, _), mark in zip((0, *ends), wishes, marks, strict=False):
            texts += (text[begin:start], after)
            puts += (put_by[begin:start], mark * len(after))
            # Character to character where the lengths agree, else every character to the start.
            if len(after) <= 1 or len(after) == end - start:
                maps.append(offsets[begin : start + len(after)])
            else:
                maps += (offsets[begin:start], offsets[start : start + 1].repeat(len(after)))
        self.text = "".join((*texts, text[ends[-1] :]))
        self._put_by = "".join((*puts, put_by[ends[-1] :]))
        self.raw_offsets = np.concatenate((*maps, offsets[ends[-1] :]))

    def substitute(self, rule: str, text: str) -> None:
        """Change characters one to one: `text` has the length of the present text."""
        if text == self.text:
            return
        changed = (code_points(text) != code_points(self.text)).nonzero()[0]
        number, put_by = self._number(rule), self._put_numbers().copy()
        is_fresh = put_by[changed] == 0
        fresh = changed[is_fresh]
        self._taken_by[self.raw_offsets[fresh]] = number
        put_by[fresh] = number
        for position in changed[~is_fresh].tolist():
            put_by[position] = self._joint(self._put_by[position], number)
        self.text, self._put_by = text, put_by.tobytes().decode("utf-16-le")

    def edits(self) -> list[Edit]:
        """The edits that lead from the raw text to the present one, in order, one row per rule and stretch."""
        raw, text, put_by = self.raw_text, self.text, self._put_numbers()
        new = put_by.nonzero()[0]
        new_offsets = self.raw_offsets[new]
        firsts, lasts = self._stretches()
        # Characters put in where nothing was taken form stretches of their own, empty on the raw side.
        pure = new_offsets[self._taken_by[new_offsets] == 0]
        starts, ends = firsts, lasts
        if len(pure):
            pure = np.unique(pure)
            starts, ends = np.concatenate((firsts, pure)), np.concatenate((lasts, pure))
            order = np.lexsort((ends, starts))
            starts, ends = starts[order], ends[order]
        lows = new_offsets.searchsorted(starts)
        highs = new_offsets.searchsorted(np.maximum(ends, starts + 1))
        put = code_points(text)[new].tobytes().decode("utf-32-le", "surrogatepass")
        put_by = np.append(put_by[new], 0)  # nothing is put in behind the last
        numbers = np.where(lows == highs, self._taken_by[starts], put_by[lows])
        rules, columns = self._rules, (starts, ends, lows, highs, numbers)
        return [
            _edit((start, end, before, after, rules[number]))
            for start, end, low, high, number in zip(*(column.tolist() for column in columns), strict=True)
            if (before := raw[start:end]) != (after := put[low:high])
        ]

    def _stretches(self) -> tuple[np.ndarray, np.ndarray]:
        """Raw stretches taken away, first and one past the last, each by one rule and without a kept character."""
        taken = self._taken_by[:-1].nonzero()[0]
        if not len(taken):
            return taken, taken
        rules, is_last = self._taken_by[taken], np.ones(len(taken), dtype=bool)
        is_last[:-1] = (taken[1:] - taken[:-1] > 1) | (rules[1:] != rules[:-1])
        is_first = np.ones(len(taken), dtype=bool)
        is_first[1:] = is_last[:-1]
        return taken[is_first], taken[is_last] + 1

    def _number(self, rule: str) -> int:
        if rule not in self._numbers:
            self._numbers[rule] = len(self._rules)
            self._rules.append(rule)
        return self._numbers[rule]

    def _put_numbers(self) -> np.ndarray:
        return np.frombuffer(self._put_by.encode("utf-16-le"), dtype=np.uint16)

    def _book(self, rule: str, wishes: list[Replacement], raw: list[int]) -> list[str]:
        """Note which rule takes what away; give back which answers for what each replacement puts in.

        `raw` has the raw offsets where the wishes start, then those where they end.
        """
        text, put_by, taken_by, offsets = self.text, self._put_by, self._taken_by, self.raw_offsets
        numbers = [self._number(name or rule) for _, _, _, name in wishes]
        marks, again = list(map(chr, numbers)), []
        for i, (start, end, after, _) in enumerate(wishes):
            raw_start, raw_end = raw[i], raw[len(wishes) + i]
            if put_by[start:end].strip(NOBODY):
                again.append(i)
            elif raw_end - raw_start == end - start or not (after or text[start:end].isspace()):
                # What is taken out altogether takes along what was taken out in it before.
                taken_by[raw_start:raw_end] = numbers[i]
            else:
                taken_by[offsets[start:end]] = numbers[i]
        blank = self._book_again([wishes[i] for i in again], [numbers[i] for i in again]) if again else []
        for i, is_blank in zip(again, blank, strict=True):
            start, end, after, _ = wishes[i]
            if not is_blank and after:
                marks[i] = chr(self._joint(put_by[start:end], numbers[i]))
            elif not is_blank:
                taken_by[raw[i] : raw[len(wishes) + i]] = numbers[i]
        return marks

    def _book_again(self, wishes: list[Replacement], numbers: list[int]) -> list[bool]:
        """The same, character by character, where an earlier step put something; tell which are blanks alone.

        Blanks are nobody's repair: who decides them last answers for them, and only for them.
        """
        places = [self.raw_offsets[start:end].tolist() for start, end, _, _ in wishes]
        blank = [self.text[start:end].isspace() for start, end, _, _ in wishes]
        taken_by = self._taken_by.data  # single numbers come and go faster
        for (start, end, _, _), own, number in zip(wishes, places, numbers, strict=True):
            for place, rule in zip(own, self._put_by[start:end], strict=True):
                if rule == NOBODY:
                    taken_by[place] = number
        for is_blank, own, number in zip(blank, places, numbers, strict=True):
            for place in own if is_blank else ():
                if taken_by[place]:
                    taken_by[place] = number
        return blank

    def _joint(self, put_before: str, number: int) -> int:
        """The name of the rules that worked on the same characters one after the other."""
        earlier = {self._rules[ord(n)] for n in put_before if n != NOBODY} - {self._rules[number]}
        return self._number("+".join([*sorted(earlier), self._rules[number]])) if earlier else number


def code_points(text: str) -> np.ndarray:
    """The text as numbers, one a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def restore(text: str, edits: Iterable[Edit]) -> str:
    """The raw text, from the clean text and the edits that led to it.

    Examples
    --------
    >>> restore("环境", [Edit(0, 1, "環", "环", "script"), Edit(1, 7, "(huán)", "", "gloss")])
    '環(huán)境'
    """
    pieces: list[str] = []
    position = raw_position = 0
    for edit in edits:
        kept = edit.raw_start - raw_position
        pieces += (text[position : position + kept], edit.before)
        position += kept + len(edit.after)
        raw_position = edit.raw_end
    return "".join((*pieces, text[position:]))


def locate(
    start: int, end: int, raw_offsets: Sequence[int] | np.ndarray, edits: Sequence[Edit]
) -> tuple[int, int]:
    """The stretch of the raw text that a span of the clean text stands for.

    Parameters
    ----------
    start, end
        Span of the clean text, in code points; an empty span gives an empty stretch.
    raw_offsets
        One raw offset per clean character and one for the end.
    edits
        The document's edits in order.

    Examples
    --------
    >>> locate(0, 2, [0, 7, 8], [Edit(0, 1, "環", "环", "script"), Edit(1, 7, "(huán)", "", "gloss")])
    (0, 8)
    """
    raw_start = int(raw_offsets[start])
    if start == end:
        return raw_start, raw_start
    last = int(raw_offsets[end - 1])
    at = bisect_right(edits, last, key=lambda edit: edit.raw_start) - 1
    if at >= 0 and last < edits[at].raw_end:
        return raw_start, edits[at].raw_end
    put_in = at >= 0 and edits[at].raw_start == edits[at].raw_end == last and int(raw_offsets[end]) == last
    return raw_start, last if put_in else last + 1


def locate_clean(raw_start: int, raw_end: int, raw_offsets: Sequence[int] | np.ndarray) -> tuple[int, int]:
    """The span of the clean text that stands for a stretch of the raw text; empty where nothing of it was kept."""
    return bisect_left(raw_offsets, raw_start), bisect_left(raw_offsets, raw_end)
