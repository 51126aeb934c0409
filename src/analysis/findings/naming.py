"""Names and sentences as findings have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.phrases import Phrases

if TYPE_CHECKING:
    from analysis.plots.style import Look


def phrases_for(look: Look) -> Phrases:
    """The sentences in the language of a look."""
    return Phrases(look.words, look.labels)


def name_texts(doc_ids: Iterable[str], look: Look) -> str:
    """Names of texts for a sentence; that one breaks off is said in words, not by †."""
    return phrases_for(look).named([look.name(doc_id).rstrip("†") for doc_id in doc_ids])


def share_of(n: int, total: int) -> float:
    """So many of a total, to be printed in whole percent: never as none or all where it is neither.

    Examples
    --------
    >>> [f"{share_of(n, 421):.0%}" for n in (0, 1, 210, 419, 421)]
    ['0%', '1%', '50%', '99%', '100%']
    """
    return n / total if n in (0, total) else min(max(n / total, 0.01), 0.99)
