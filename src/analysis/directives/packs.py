"""Which theme pack fits a collection of texts: how many of their demands each pack leaves without a theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from analysis.directives import find_directives
from analysis.lexicons import Lexicons
from analysis.people import find_people
from analysis.segments import split_clauses, split_sections, split_sentences, split_turns
from analysis.themes import pack_names, read_pack

# A pack of one field says more of its texts than one of every field: it is offered while it leaves no more than this.
LEFT_OPEN = 0.25


def measure_unthemed(texts: Iterable[str], lexicons: Lexicons) -> dict[str, float]:
    """The share of the demands of some texts that each pack leaves without a theme; empty where nothing is demanded.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> measure_unthemed(["会议强调,要做好养老服务。要抓好招商引资。"], read_lexicons())
    {'environment': 1.0, 'general': 0.0}
    """
    left: Counter[str] = Counter()
    total = 0
    names = pack_names(lexicons)
    for text in texts:
        sentences = split_sentences(text)
        turns = split_turns(text, sentences, find_people(text, lexicons), lexicons)
        sections = split_sections(text, sentences, turns, lexicons)
        clauses = split_clauses(text, sentences)
        for number, name in enumerate(names):
            rows = find_directives(text, sections, turns, clauses, lexicons=lexicons, theme_pack=name)
            left[name] += sum(row.theme is None for row in rows)
            total += 0 if number else len(rows)
    return {name: left[name] / total for name in names} if total else {}


def suggest_pack(texts: Iterable[str], lexicons: Lexicons) -> str | None:
    """The pack that fits some texts: one of a single field if it leaves few demands open, else what leaves fewest.

    Null where nothing is demanded.

    Examples
    --------
    >>> from analysis.lexicons import read_lexicons
    >>> suggest_pack(["会议强调,要打好蓝天保卫战。要压实责任。"], read_lexicons())
    'environment'
    """
    unthemed = measure_unthemed(texts, lexicons)
    narrow = [name for name in unthemed if read_pack(lexicons, name).of_one_field]
    fitting = [name for name in narrow if unthemed[name] <= LEFT_OPEN] or list(unthemed)
    return min(fitting, key=lambda name: unthemed[name], default=None)
