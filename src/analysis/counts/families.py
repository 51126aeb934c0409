"""Nested terms under one head: longest-match segmentation hides 督察 inside 中央生态环境保护督察."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def families_of(terms: Iterable[str], families: Mapping[str, str]) -> list[str]:
    """The family of each term: the head it is a longer form of, else itself.

    Chinese compounds bear their head at the end, so of all heads within a term the one that ends last wins, and
    of these the longest.

    Parameters
    ----------
    families
        Head → empty string, or a longer term → the head an expert gives it (the lexicon `families`).

    Examples
    --------
    >>> families_of(["中央生态环境保护督察", "环境保护", "考核"], {"督察": "", "环境保护": ""})
    ['督察', '环境保护', '考核']
    """
    import ahocorasick_rs

    heads = [term for term, head in families.items() if not head]
    automaton = ahocorasick_rs.AhoCorasick(heads) if heads else None
    result = []
    for term in terms:
        if families.get(term):
            result.append(families[term])
            continue
        found = automaton.find_matches_as_indexes(term, overlapping=True) if automaton else []
        result.append(heads[max(found, key=lambda hit: (hit[2], hit[2] - hit[1]))[0]] if found else term)
    return result
