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


def contrast_groups(table, column: str, *, label: str = "term", group: str = "group"):
    """The table with what the other groups have of each term: to draw what a group has more of, not what all have most of.

    Parameters
    ----------
    table
        One row per term and group; a row that is not there counts as nothing.
    column
        The number compared.

    Returns
    -------
    DataFrame
        The rows given, with `others` (mean of the column over the other groups) and `lead` (what is beyond it). Of
        one group alone `others` is 0.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["发展", "发展", "海洋"], "group": ["x", "y", "y"], "tfidf": [0.5, 0.4, 0.2]})
    >>> contrast_groups(table, "tfidf")["lead"].round(2).tolist()
    [0.1, -0.1, 0.2]
    """
    n_others = max(1, table[group].nunique() - 1)
    total = table.groupby(label, observed=True)[column].transform("sum")
    others = (total - table[column]) / n_others
    return table.assign(others=others, lead=table[column] - others)
