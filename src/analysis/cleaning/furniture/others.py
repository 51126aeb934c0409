"""Text behind the end that is about other things: a teaser of another page, what the site says of itself.

The paragraphs of one text speak of the same things, in the same words: each shares many pairs of neighbouring
characters with the others (in the median every seventh, where paragraphs of different texts share every fifteenth).
That alone tells little; behind a line with which texts end, hardly any shared pair tells enough.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.cleaning.furniture.lines import NUMBERED, Line
from analysis.cleaning.page import HAN_RUN

SHARED_PAIRS = 0.03  # the share of its pairs from which a paragraph goes on with a text
OWN_PAIRS = 0.12  # and the share from which it does so behind the name of another page
LONGEST = 400  # Han characters that may be another's, whatever share of the page they are


def is_of_others(behind: list[Line], own: set[str], share: float = SHARED_PAIRS) -> bool:
    """Whether the text behind a line is about other things than the lines before it, whose pairs are given.

    A numbered paragraph goes on with a text, whatever it speaks of.

    Examples
    --------
    >>> own = own_pairs([Line(0, 30, "全县防汛工作会议召开，部署水库巡查和抢险物资储备工作。", 0)])
    >>> is_of_others([Line(31, 60, "这家百年老店的点心远近闻名，每到周末顾客排起长龙。", 1)], own)
    True
    >>> is_of_others([Line(31, 60, "会议要求抓好水库巡查，备足抢险物资，压实防汛责任。", 1)], own)
    False
    """
    if any(NUMBERED.match(line.text) for line in behind):
        return False
    pairs = _pairs(behind)
    return len(own & pairs) <= share * len(pairs)


def mark_others(said: list[Line], behind: list[Line]) -> None:
    """Mark each paragraph behind the end that is about other things."""
    behind = [line for line in behind if line.n_han <= LONGEST]
    own = own_pairs(said) if behind else set()
    for line in behind:
        if is_of_others([line], own):
            line.mark = "related"


def own_pairs(said: list[Line]) -> set[str]:
    """The pairs of neighbouring characters of the lines that are no furniture."""
    return _pairs(line for line in said if not line.mark)


def _pairs(lines: Iterable[Line]) -> set[str]:
    """All that stands side by side in runs of Han characters."""
    return {
        run[i : i + 2] for line in lines for run in HAN_RUN.findall(line.text) for i in range(len(run) - 1)
    }
