"""Short names of documents for figures."""

from __future__ import annotations

from analysis.gazetteer import short_name

ANONYMOUS = {
    "province": ("匿名省", "Anonymous province"),
    "city": ("匿名市", "Anonymous city"),
    "district": ("匿名区", "Anonymous district"),
    "county": ("匿名县", "Anonymous county"),
    "town": ("匿名镇", "Anonymous town"),
}
UNKNOWN = ("地点不明", "Place unknown")
NATION = ("全国", "National")


def label_place(name: str | None, english: str, level: str | None, *, is_redacted: bool) -> tuple[str, str]:
    """Short Chinese and English name of a place.

    Examples
    --------
    >>> label_place("西安市", "", "city", is_redacted=False), label_place(None, "", "district", is_redacted=True)
    (('西安', "Xi'an"), ('匿名区', 'Anonymous district'))
    """
    if name:
        bare = short_name(name)
        return bare, english or romanise(bare)
    if level == "country":
        return NATION
    return ANONYMOUS.get(level or "", UNKNOWN) if is_redacted else UNKNOWN


def romanise(name: str) -> str:
    """Pinyin of a name without tones, in one word, an apostrophe before a syllable that starts with a vowel.

    Examples
    --------
    >>> romanise("长沙"), romanise("六安"), romanise("重庆")
    ('Changsha', "Lu'an", 'Chongqing')
    """
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
    first, *rest = syllables
    return (first + "".join(f"'{s}" if s[0] in "aoe" else s for s in rest)).capitalize()
