"""The same text twice, a teaser beside its text, pages of a series: found and reported, never merged.

Texts are compared by their sentences: how many of the shorter one's characters stand in sentences that the other
one has too. Sentences that many texts share (formulas) bring no pair together by themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations, pairwise
from typing import NamedTuple

SENTENCE = re.compile(r"[^。！？；!?;\n]+")
NOT_LETTERS = re.compile(r"[\W_]+")
LEAST = 8  # letters of a sentence that is compared
COMMON = 20  # texts that share a sentence, from which it is a formula
SAME, NEAR, INSIDE = 0.98, 0.6, 0.85  # shares of common characters: the same text, a near copy, a part


class Duplicate(NamedTuple):
    """Two texts that share most of the shorter one; `kind` is same, near or part (the first stands in the second)."""

    doc_id: str
    other_id: str
    kind: str
    share: float


def find_duplicates(texts: Mapping[str, str]) -> list[Duplicate]:
    """Pairs of texts that are the same, nearly the same, or one a part of the other.

    Parameters
    ----------
    texts
        doc_id → clean text.

    Examples
    --------
    >>> find_duplicates({"a": "要打好污染防治攻坚战。要压实各方责任。", "b": "要打好污染防治攻坚战。要压实各方责任。"})
    [Duplicate(doc_id='a', other_id='b', kind='same', share=1.0)]
    """
    return compare_signatures({doc_id: sign_text(text) for doc_id, text in texts.items()})


def compare_signatures(sentences: Mapping[str, Mapping[int, int]]) -> list[Duplicate]:
    """As :func:`find_duplicates`, for texts of which the signatures are known (see :func:`sign_text`)."""
    sizes = {doc_id: sum(own.values()) for doc_id, own in sentences.items()}
    found = []
    for one, other in sorted(_candidates(sentences, sizes)):
        short, long = sorted((one, other), key=lambda doc_id: (sizes[doc_id], doc_id))
        common = sentences[short].keys() & sentences[long].keys()
        share = sum(map(sentences[short].__getitem__, common)) / sizes[short]
        kind = _kind(share, sizes[short] / sizes[long])
        if kind:
            first, second = (short, long) if kind == "part" else (one, other)
            found.append(Duplicate(first, second, kind, round(share, 3)))
    return found


def _kind(share: float, ratio: float) -> str:
    """What a share of common text means for two texts whose sizes have this ratio."""
    if share >= SAME and ratio >= SAME:
        return "same"
    if share >= INSIDE and ratio < NEAR:
        return "part"
    return "near" if share >= NEAR and ratio >= NEAR else ""


def sign_text(text: str) -> dict[int, int]:
    """Hash of each sentence of a text → its letters; the same in every process, so that it can be kept.

    Examples
    --------
    >>> list(sign_text("要压实各方工作责任。要压实各方，工作责任！少。").values())
    [9]
    """
    bare = (NOT_LETTERS.sub("", sentence) for sentence in SENTENCE.findall(text))
    return {_hash(sentence): len(sentence) for sentence in bare if len(sentence) >= LEAST}


def _hash(sentence: str) -> int:
    short = hashlib.blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(short, "little", signed=True)


def _candidates(sentences: Mapping[str, Mapping[int, int]], sizes: Mapping[str, int]) -> set[tuple[str, str]]:
    """Pairs that share a sentence which few texts have."""
    holders: dict[int, list[str]] = defaultdict(list)
    for doc_id, own in sentences.items():
        for sentence in own:
            holders[sentence].append(doc_id)
    pairs: set[tuple[str, str]] = set()
    for ids in holders.values():
        if 2 <= len(ids) <= COMMON:
            pairs.update(combinations(sorted(ids), 2))
        elif len(ids) > COMMON:
            # Copies beyond that number form a chain, each compared with the next: a series must not cost its square.
            ordered = sorted(ids, key=lambda doc_id: (sizes[doc_id], doc_id))
            pairs.update((min(one, other), max(one, other)) for one, other in pairwise(ordered))
    return pairs
