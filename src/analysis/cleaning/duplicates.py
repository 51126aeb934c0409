"""The same text twice, a teaser beside its text, pages of a series: found and reported, never merged.

Texts are compared by their sentences: how many of the shorter one's characters stand in sentences that the other
one has too. Sentences that many texts share (formulas) bring no pair together by themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

SENTENCE = re.compile(r"[^。！？；!?;\n]+")
NOT_LETTERS = re.compile(r"[\W_]+")
LEAST = 8  # letters of a sentence that is compared
COMMON = 20  # texts that share a sentence, from which it is a formula
AT_ONCE = 1 << 13  # pairs held side by side at a time
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


def compare_signatures(signatures: Mapping[str, Mapping[int, int]]) -> list[Duplicate]:
    """As :func:`find_duplicates`, for texts of which the signatures are known (see :func:`sign_text`)."""
    import numpy as np

    numbers = np.repeat(np.arange(len(signatures)), [len(own) for own in signatures.values()])
    hashes = np.array([known for own in signatures.values() for known in own], np.int64)
    sizes = np.array([size for own in signatures.values() for size in own.values()], np.int64)
    return compare_sentences(list(signatures), numbers, hashes, sizes)


def compare_sentences(
    doc_ids: Sequence[str], numbers: np.ndarray, hashes: np.ndarray, sizes: np.ndarray
) -> list[Duplicate]:
    """As :func:`compare_signatures`, of signatures laid end to end.

    Parameters
    ----------
    numbers, hashes, sizes
        Of each sentence: the number of its text, its hash, its letters. No text has a hash twice.
    """
    import numpy as np

    n_letters = np.bincount(numbers, sizes, minlength=len(doc_ids)).astype(np.int64)
    order = sorted(range(len(doc_ids)), key=lambda number: (n_letters[number], doc_ids[number]))
    rank = np.empty(len(doc_ids), np.int64)
    rank[order] = np.arange(len(order))
    held = _Held.of(rank[numbers], hashes, sizes)
    short, long = _candidates(held)
    common = _common(held, short, long)
    found = []
    letters = n_letters[order]
    near = np.flatnonzero(common / letters[short] >= NEAR)  # no kind has a smaller share
    for one, other, own in zip(short[near].tolist(), long[near].tolist(), common[near].tolist(), strict=True):
        share = own / int(letters[one])
        if kind := _kind(share, int(letters[one]) / int(letters[other])):
            pair = doc_ids[order[one]], doc_ids[order[other]]
            first, second = pair if kind == "part" else sorted(pair)
            found.append((sorted(pair), Duplicate(first, second, kind, round(share, 3))))
    return [duplicate for _, duplicate in sorted(found)]


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


class _Held(NamedTuple):
    """Each sentence of each text, by sentence and then by text: the text's rank by size, the sentence's number, its letters."""

    ranks: np.ndarray
    numbers: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, ranks: np.ndarray, hashes: np.ndarray, sizes: np.ndarray) -> _Held:
        """In that order, of sentences in any order: the ranks of their texts, their hashes, their letters."""
        import numpy as np

        order = np.lexsort((ranks, hashes))
        numbers = np.cumsum(np.diff(hashes[order], prepend=hashes[order[:1]]) != 0)
        return cls(ranks[order], numbers, sizes[order])


def _candidates(held: _Held) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that share a sentence which few texts have: the ranks, by size, of the shorter ones and of the longer.

    Copies beyond that number form a chain, each compared with the next by size: a series must not cost its square.
    """
    import numpy as np

    ranks, numbers, _ = held
    is_common = np.bincount(numbers)[numbers] > COMMON
    at, n, pairs = np.arange(len(ranks)), int(ranks.max(initial=0)) + 1, []
    for step in range(1, COMMON):
        at = at[at + step < len(ranks)]
        at = at[numbers[at] == numbers[at + step]]
        pairs.append(ranks[at] * n + ranks[at + step])
        at = at[~is_common[at]]
    found = np.sort(np.concatenate(pairs))
    short, long = np.divmod(found[np.diff(found, prepend=-1) > 0], n)
    return short, long


def _common(held: _Held, short: np.ndarray, long: np.ndarray) -> np.ndarray:
    """Letters of each shorter text that stand in sentences which the longer one has too."""
    import numpy as np
    from scipy.sparse import csr_array

    places = held.ranks, held.numbers
    shape = int(held.ranks.max(initial=0)) + 1, int(held.numbers.max(initial=0)) + 1
    letters = csr_array((held.sizes, places), shape=shape)
    has = csr_array((np.ones_like(held.sizes), places), shape=shape)
    common = [np.empty(0, np.int64)]
    for first in range(0, len(short), AT_ONCE):
        pairs = slice(first, first + AT_ONCE)
        common.append(letters[short[pairs]].multiply(has[long[pairs]]).sum(axis=1))
    return np.concatenate(common)
