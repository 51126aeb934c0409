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


HIDDEN = -2  # weight of a stretch that a page has but does not show


class Vote(NamedTuple):
    """What the markup of a page says of a stretch of its raw text: 1 body, -1 furniture, or :data:`HIDDEN`."""

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
        # Which rule (0: none) put a character of the text there, and which took a raw character away.
        self._put_by = np.zeros(len(raw_text), dtype=np.int16)
        self._taken_by = np.zeros(len(raw_text) + 1, dtype=np.int16)

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
        text = self.text
        wishes = [wish for wish in replacements if text[wish[0] : wish[1]] != wish[2]]
        if not wishes:
            return
        starts, ends, afters, rules = zip(*wishes, strict=True)
        # Stretches that are kept and stretches that go take turns; the last one kept has the end of the text.
        edges = np.zeros(2 * len(wishes) + 2, dtype=np.int64)
        edges[1:-1:2], edges[2:-1:2], edges[-1] = starts, ends, len(text) + 1
        lengths = edges[1:] - edges[:-1]
        if lengths.min() < 0 or not lengths[-1]:
            raise ValueError(f"{rule}: replacements are out of order, or overlap")
        is_gone = np.zeros(len(lengths), dtype=bool)
        is_gone[1::2] = True
        is_covered = is_gone.repeat(lengths)
        numbers = (
            [self._number(name or rule) for name in rules]
            if any(rules)
            else [self._number(rule)] * len(wishes)
        )
        marks = self._book(wishes, numbers, edges[1:-1], is_covered.nonzero()[0])
        kept = [text[start:end] for start, end in zip((0, *ends), (*starts, len(text)), strict=True)]
        if any(afters):
            self._rearrange(edges, np.fromiter(map(len, afters), dtype=np.int64, count=len(afters)), marks)
            pieces = [""] * (2 * len(wishes) + 1)
            pieces[::2], pieces[1::2] = kept, afters
            self.text = "".join(pieces)
        else:
            is_kept = ~is_covered
            self.raw_offsets, self._put_by = self.raw_offsets[is_kept], self._put_by[is_kept[:-1]]
            self.text = "".join(kept)

    def _rearrange(self, edges: np.ndarray, sizes: np.ndarray, marks: list[int]) -> None:
        """Carry the map and the marks over: stretches kept and stretches put in take turns, one gather for all."""
        lengths = edges[1:] - edges[:-1]
        olds = lengths[1::2].copy()
        lengths[1::2] = sizes
        # Character to character where the lengths agree, else every character to the start.
        steps = np.ones(len(lengths), dtype=np.int64)
        steps[1::2] = sizes == olds
        places = lengths.cumsum() - lengths
        begins = edges[:-1] - steps * places
        sources = np.arange(lengths.sum()) * steps.repeat(lengths) + begins.repeat(lengths)
        put_by = np.zeros(len(self.text) + 1, dtype=np.int16)  # one more: something may be put in at the end
        put_by[:-1] = self._put_by
        self.raw_offsets, self._put_by = self.raw_offsets[sources], put_by[sources[:-1]]
        marked = np.zeros(len(lengths), dtype=bool)
        marked[1::2] = True
        self._put_by[marked.repeat(lengths)[:-1]] = np.array(marks, dtype=np.int16).repeat(sizes)

    def substitute(self, rule: str, text: str) -> None:
        """Change characters one to one: `text` has the length of the present text."""
        if text == self.text:
            return
        changed = (code_points(text) != code_points(self.text)).nonzero()[0]
        number = self._number(rule)
        is_fresh = self._put_by[changed] == 0
        fresh = changed[is_fresh]
        self._taken_by[self.raw_offsets[fresh]] = number
        self._put_by[fresh] = number
        for position in changed[~is_fresh].tolist():
            self._put_by[position] = self._joint(self._put_by[position : position + 1], number)
        self.text = text

    def edits(self) -> list[Edit]:
        """The edits that lead from the raw text to the present one, in order, one row per rule and stretch."""
        raw, text = self.raw_text, self.text
        new = self._put_by.nonzero()[0]
        new_offsets = self.raw_offsets[new]
        firsts, lasts = self._stretches()
        # Characters put in where nothing was taken form stretches of their own, empty on the raw side.
        pure = new_offsets[~_within(new_offsets, firsts, lasts)]
        starts, ends = firsts, lasts
        if len(pure):
            pure = np.unique(pure)
            starts, ends = np.concatenate((firsts, pure)), np.concatenate((lasts, pure))
            order = np.lexsort((ends, starts))
            starts, ends = starts[order], ends[order]
        lows = new_offsets.searchsorted(starts).tolist()
        highs = new_offsets.searchsorted(np.maximum(ends, starts + 1)).tolist()
        put = "".join([text[i] for i in new.tolist()])
        put_by, taken_by, rules = self._put_by[new].tolist(), self._taken_by[starts].tolist(), self._rules
        names = [
            rules[taken] if low == high else rules[put_by[low]]
            for low, high, taken in zip(lows, highs, taken_by, strict=True)
        ]
        raw_starts, raw_ends = starts.tolist(), ends.tolist()
        befores = [raw[start:end] for start, end in zip(raw_starts, raw_ends, strict=True)]
        afters = [put[low:high] for low, high in zip(lows, highs, strict=True)]
        rows = zip(raw_starts, raw_ends, befores, afters, names, strict=True)
        return [_edit(row) for row in rows if row[2] != row[3]]

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

    def _book(
        self, wishes: list[Replacement], numbers: list[int], bounds: np.ndarray, covered: np.ndarray
    ) -> list[int]:
        """Note which rule takes what away; give back which answers for what each replacement puts in."""
        starts, ends = bounds[::2], bounds[1::2]
        sizes = ends - starts
        owners, raw = np.array(numbers, dtype=np.int16).repeat(sizes), self.raw_offsets[covered]
        is_put = self._put_by[covered] != 0
        is_again = np.zeros(len(wishes), dtype=bool)
        if is_put.any():
            wish_at = np.arange(len(wishes)).repeat(sizes)
            is_again[wish_at[is_put]] = True
        self._taken_by[raw[~is_put]] = owners[~is_put]
        is_blank = np.zeros(len(wishes), dtype=bool)
        again = is_again.nonzero()[0].tolist()
        is_blank[again] = [self.text[wishes[i].start : wishes[i].end].isspace() for i in again]
        if is_blank.any():
            # Blanks are nobody's repair: who decides them last answers for them, and only for them.
            own = is_blank[wish_at] & (~is_put | (self._taken_by[raw] != 0))
            self._taken_by[raw[own]] = owners[own]
        is_longer = self.raw_offsets[ends] - self.raw_offsets[starts] != sizes
        marks = list(numbers)
        for i in ((is_again | is_longer) & ~is_blank).nonzero()[0].tolist():
            start, end, after, _ = wishes[i]
            # Where nothing was put in before, only what is taken out altogether has more to book.
            if is_again[i] or (not after and not self.text[start:end].isspace()):
                marks[i] = self._book_again(wishes[i], numbers[i])
        return marks

    def _book_again(self, wish: Replacement, number: int) -> int:
        """The same for a stretch in which an earlier step took or put something."""
        start, end = wish.start, wish.end
        put_before = self._put_by[start:end]
        if wish.after or start == end:
            return self._joint(put_before, number)
        self._taken_by[self.raw_offsets[start] : self.raw_offsets[end]] = number
        return number

    def _joint(self, put_before: np.ndarray, number: int) -> int:
        """The name of the rules that worked on the same characters one after the other."""
        earlier = {self._rules[n] for n in put_before.tolist() if n} - {self._rules[number]}
        return self._number("+".join([*sorted(earlier), self._rules[number]])) if earlier else number


def code_points(text: str) -> np.ndarray:
    """The text as numbers, one a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _within(positions: np.ndarray, firsts: np.ndarray, lasts: np.ndarray) -> np.ndarray:
    if not len(firsts):
        return np.zeros(len(positions), dtype=bool)
    at = np.searchsorted(firsts, positions, side="right") - 1
    return (at >= 0) & (positions < lasts[np.maximum(at, 0)])


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
