"""How likely each reading of a damaged span is, among the words beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from heapq import nlargest
from typing import NamedTuple

from analysis.cleaning.script import convert_characters
from analysis.cleaning.shift.pairs import Shown, broken_tails, hidden_tails, lost_characters, whole_tails
from analysis.cleaning.words import (
    beginnings,
    companions,
    endings,
    ends_in_word,
    heads_of_words,
    is_common,
    joined_likelihood,
    tails_of_words,
)

PREFERRED = dict.fromkeys("。保", 3.0)  # nats for what real pages lose most
CLOSED = "。，、；：！？）》"  # none of these follows a full stop
UNFINISHED = 3.0  # nats against a full stop where the text before it is no finished word
VANISHED = 5.0  # nats against a reading that supposes a vanished pair
HIDDEN = 3.3  # and against one that supposes a mark that is gone before the one that is shown
LONGER = 0.5  # nats for each character: a reading is not worse for saying more
HOPELESS = 15.0  # nats behind the best from which a reading is not looked at again
TAILS = 30  # tails that are tried with every lost character, those that fit best to what follows


class Reading(NamedTuple):
    """What a damaged span may have been, and how likely that is (nats, over its context alone)."""

    text: str
    likelihood: float


@lru_cache(maxsize=4096)  # a site damages the same words again and again
def likely_readings(
    shown: Shown, left: str, right: str, gloss: str, *, are_gone: bool = False
) -> tuple[Reading, ...]:
    """The readings of a span that are not hopelessly behind the best, in this context and before this gloss.

    `are_gone` says that the page has lost such marks elsewhere.

    Examples
    --------
    >>> max(likely_readings(Shown("", "偨", "Y"), "如何", "的结尾", ""), key=lambda reading: reading.likelihood).text
    '。總結'
    """
    context = convert_characters(left), convert_characters(right)
    found = {}
    for tails, penalty in (
        (broken_tails(shown, gloss), VANISHED),
        (hidden_tails(shown, gloss), 0.0 if are_gone else HIDDEN),
        (whole_tails(shown, gloss), 0.0),
    ):
        for reading in _readings(tails, *context):
            found[reading.text] = reading._replace(likelihood=reading.likelihood - penalty)
    best = max((reading.likelihood for reading in found.values()), default=0.0)
    return tuple(reading for reading in found.values() if reading.likelihood > best - HOPELESS)


def _readings(tails: Iterable[str], left: str, right: str) -> Iterator[Reading]:
    before, behind = beginnings(left), endings(right)
    alone, is_finished = before[-1] + behind[0], not left or ends_in_word(left)
    heads = heads_of_words(left, before)
    for tail, after in _best_tails(tails, right, behind).items():
        following = convert_characters(tail) + right
        tails_behind = tails_of_words(following, after)
        for first, simple in _firsts_between(left[-1:], following[0]):
            if first == "。" and tail[0] in CLOSED:
                continue
            likelihood = joined_likelihood(heads, simple, tails_behind)
            likelihood += LONGER * (len(tail) + 1) + PREFERRED.get(first, 0.0)
            if first == "。" and not is_finished:
                likelihood -= UNFINISHED
            yield Reading(first + tail, likelihood - alone)


def _firsts_between(before: str, behind: str) -> list[tuple[str, str]]:
    """The characters that may have been lost here, and their simplified form; any other would be left alone."""
    follow, lead = _companions()
    likely = follow.get(before, set()) | lead.get(behind, set())
    return [(c, simple) for c, simple in _firsts().items() if simple in likely or c in PREFERRED]


@cache
def _companions() -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Which of these stand in words behind a character, and which before it."""
    return companions(frozenset(_firsts().values()))


@cache
def _firsts() -> dict[str, str]:
    """The characters that may have been lost, and their simplified form."""
    return {c: convert_characters(c) for c in lost_characters()}


def _best_tails(tails: Iterable[str], right: str, behind: Sequence[float]) -> Mapping[str, list[float]]:
    """The tails of common characters that fit best to what follows, and the likelihood of each of their endings."""
    ends = {
        tail: endings(simple + right, len(right), behind)
        for tail in sorted(set(tails))
        if is_common(simple := convert_characters(tail))
    }
    return {tail: ends[tail] for tail in nlargest(TAILS, ends, key=lambda tail: ends[tail][0])}
