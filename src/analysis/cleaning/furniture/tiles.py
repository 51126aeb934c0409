"""Lines put together from the words of an interface: `点击查看全文`, `已有0人点赞`, `字号变大`.

No list holds all that buttons say, but they say it in few words. A short line that these words cover, one of them
a word of doing (category `interface_word`), is a button wherever it stands outside of the text.
"""

from __future__ import annotations

from analysis.cleaning.rules import MENU, Rules

LONGEST = 24  # letters of such a line
LEAST = 2  # words
SURE = 4  # words, two of them of doing, from which no heading is made
LONGEST_LIKELY = 14  # letters of a line that they cover in part
LIKELY_SHARE = 0.5


def tiling_of(line: str, rules: Rules) -> str:
    """`menu` where words of an interface and digits cover a bare line, `likely` where they cover half of a short one.

    `navigation` where they are so many that no heading inside a text is made of them.

    Examples
    --------
    >>> from analysis.cleaning.rules import default_rules
    >>> [tiling_of(line, default_rules()) for line in ("点击查看全文", "已有0人点赞", "收藏某某", "查看现场情况")]
    ['menu', 'menu', 'likely', '']
    """
    if len(line) > LONGEST:
        return ""
    n_letters, n_words, n_doing = 0, 0, 0
    for word, start, end in rules.tiles.find_numbers(line):
        n_letters, n_words = n_letters + end - start, n_words + 1
        n_doing += word < rules.n_doing
    if not n_doing:
        return ""
    n_all = sum(not letter.isdigit() for letter in line)
    if n_words >= LEAST and n_letters >= n_all:
        return "navigation" if n_words >= SURE and n_doing > 1 else MENU
    return "likely" if len(line) <= LONGEST_LIKELY and n_letters >= LIKELY_SHARE * n_all else ""
