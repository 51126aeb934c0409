"""Which words mark a group, how firmly that stands, and how far groups are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.findings.naming import phrases_for

if TYPE_CHECKING:
    from analysis.plots.style import Look


def find_keyness(keyness, look: Look) -> list[str]:
    """Which words mark a group beyond chance, and how many occurrences that takes.

    Parameters
    ----------
    keyness
        From :func:`analysis.measures.keyness.measure_keyness`.
    """
    phrases = phrases_for(look)
    if not len(keyness):
        return [phrases.say("finding:no_common_word" if len(look.groups) > 1 else "finding:one_group_words")]
    clear = keyness[keyness["is_clear"]]
    values = {"m": int(keyness["m"].max()), "n": int(keyness["is_key"].sum()), "clear": len(clear)}
    sentences = [phrases.say("finding:keyness", groups=keyness["group"].nunique(), **values)]
    if len(clear):
        pairs = zip(clear["term"], clear["group"].astype("str"), strict=True)
        terms = [phrases.say("list:marked", term=term, group=look.name(group)) for term, group in pairs]
        sentences.append(phrases.say("finding:clear", terms=phrases.listed(terms)))
    needed = keyness.drop_duplicates("group")["n_detectable"].dropna().astype(int)
    if len(needed):
        sentences.append(phrases.say("finding:detectable", span=phrases.span(needed.min(), needed.max())))
    return sentences


def find_robustness(robust, look: Look) -> list[str]:
    """Which of the terms reported hang on how the text was cut.

    Parameters
    ----------
    robust
        From :func:`analysis.measures.robustness.measure_robustness`.
    """
    if not len(robust):
        return []
    phrases, n = phrases_for(look), robust["term"].nunique()
    loose = list(dict.fromkeys(robust.loc[~robust["is_robust"], "term"].astype("str")))
    if not loose:
        return [phrases.say("finding:robust", n=n)]
    return [phrases.say("finding:loose", n=n, loose=len(loose), terms=phrases.listed(loose))]


def find_vocabulary(tfidf, look: Look) -> list[str]:
    """What TF-IDF can and cannot say about so many texts."""
    phrases = phrases_for(look)
    if not len(tfidf):
        return [phrases.say("finding:no_word")]
    n_units, n_values = int(tfidf["n_units"].max()), int(tfidf["n_idf_values"].max())
    if n_units == 1:
        return [phrases.say("finding:one_unit")]
    everywhere = tfidf[tfidf["n_units_hit"] == n_units]
    share = everywhere["n_token"].sum() / tfidf["n_token"].sum()
    return [
        phrases.say("finding:idf", n=n_units, values=n_values),
        phrases.say("finding:shared", shared=everywhere["term"].nunique(), share=share),
    ]


def find_similarity(pairs, phrases, look: Look) -> list[str]:
    """Which groups differ by more than parts of one text do, and what is common stock.

    Parameters
    ----------
    pairs
        From :func:`analysis.measures.similarity.measure_similarity`.
    phrases
        From :func:`analysis.measures.reuse.measure_set_phrases`.
    """
    measured = pairs.dropna(subset=["excess"])
    if not len(measured):
        return [phrases_for(look).say("finding:one_group")]
    return [_distances(measured, look), *_common(phrases, look)]


def _distances(pairs, look: Look) -> str:
    """The pairs farthest apart and nearest; of two groups, how far they are."""
    phrases = phrases_for(look)
    far, near = pairs.loc[pairs["excess"].idxmax()], pairs.loc[pairs["excess"].idxmin()]
    names = [
        phrases.named([look.name(str(row["group"])), look.name(str(row["other"]))]) for row in (far, near)
    ]
    if len(pairs) == 1:
        return phrases.say("finding:distance", pair=names[0], excess=far["excess"])
    values = {"far_excess": far["excess"], "near_excess": near["excess"]}
    return phrases.say("finding:distances", far=names[0], near=names[1], **values)


def _common(table, look: Look) -> list[str]:
    """Set phrases: how many, and those that stand in most texts."""
    if not len(table):
        return []
    most = int(table["n_documents"].max())
    widest = "、".join(table.loc[table["n_documents"] == most, "phrase"].head(3))
    return [phrases_for(look).say("finding:set_phrases", n=len(table), most=most, phrases=widest)]
