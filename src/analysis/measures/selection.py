"""Which rows of a result are drawn; the rest stay in the table."""

from __future__ import annotations


def content_words(table):
    """Rows of words proper: not names, places or dates, not flagged as function words, longer than a character.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["考核", "的", "无锡"], "lane": ["word", "word", "place"],
    ...                       "is_stopword": [False, True, False]})
    >>> content_words(table)["term"].tolist()
    ['考核']
    """
    return table[(table["lane"] == "word") & ~table["is_stopword"] & (table["term"].str.len() > 1)]


def top_rows(table, column: str, n: int, *, group: str = "group"):
    """The n rows of each group with the highest values; ties in the order of terms, so that every run agrees.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["b", "a", "c"], "group": ["x"] * 3, "n": [1, 1, 2]})
    >>> top_rows(table, "n", 2)["term"].tolist()
    ['c', 'a']
    """
    ordered = table.sort_values([column, "term"], ascending=[False, True], kind="stable")
    return ordered.groupby(group, observed=True).head(n).sort_values(group, kind="stable", ignore_index=True)
