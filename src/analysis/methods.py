"""How each result frame is made and what coincides with its groups, in the words of a method card.

The arithmetic stands in the measures themselves, the words in the lexicon `sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.phrases import Phrases, phrases_of
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


class Method(NamedTuple):
    """What is counted, over what, with which interval or test, and what is drawn at random: keys of `sentences`."""

    unit: str = ""
    denominator: str = ""
    interval: str = "interval:none"
    random: str = ""


# What may differ between groups together with whatever is measured.
COINCIDING = ("place", "year", "admin_level", "genre", "source")
LEAST_KNOWN = 2  # values of a fact that can tell groups apart

METHODS: dict[str, Method] = {
    "composition": Method("unit:han", "per:han_whole"),
    "course": Method("unit:stretch", "per:characters"),
    "strips": Method("unit:raw_character", "per:raw_characters"),
    "themes": Method("unit:leaf", "per:leaves", "interval:exact"),
    "theme_rates": Method("unit:mention", "per:han", "interval:ratio"),
    "frequency": Method("unit:token", "per:han", "interval:ratio"),
    "tfidf": Method("unit:token", "per:vector"),
    "vocabulary_parts": Method("unit:token", "per:tokens"),
    "keyness": Method("unit:token", "per:target", "interval:keyness", "random:deals"),
    "formulas": Method("unit:body_hit", "per:none"),
    "positions": Method("unit:text_hit", "per:characters"),
    "collocation": Method("unit:near_token", "per:both_words", "interval:log_dice"),
    "diversity": Method("unit:window", "per:window", "interval:windows"),
    "robustness": Method("unit:cut_token", "per:ranked", "interval:range"),
    "ladder": Method("unit:under_headline", "per:headline"),
    "strength": Method("unit:leaf", "per:leaves", "interval:exact"),
    "clarity": Method("unit:leaf", "per:leaves", "interval:exact_by_rule"),
    "actors": Method("unit:naming", "per:demands", "interval:exact"),
    "similarity": Method("unit:content_token", "per:half_shortest", "interval:excess", "random:samples"),
    "contributions": Method("unit:content_token", "per:tokens"),
    "map": Method("unit:content_token", "per:tokens", "interval:scaling"),
    "tree": Method("unit:content_token", "per:tokens", "interval:linkage"),
    "correspondence": Method("unit:pooled_leaf", "per:margins", "interval:correspondence"),
    "set_phrases": Method("unit:shared_string", "per:none"),
}


def result_of(table: pd.DataFrame) -> str:
    """Name of the result frame a table is, or is rows of; empty where it is none.

    Examples
    --------
    >>> import pandas as pd
    >>> result_of(pd.DataFrame({"group": ["a"], "window": [50], "n_tokens": [9], "n_windows": [0], "mattr": [None]}))
    'diversity'
    """
    from analysis.measures.results import RESULTS

    columns = set(table.columns)
    fitting = [name for name, frame in RESULTS.items() if set(frame.dtypes()) <= columns]
    return max(fitting, key=lambda name: len(RESULTS[name].dtypes()), default="")


def confounds(frames: Mapping[str, Any], settings: Settings) -> list[str]:
    """What coincides with the groups, so that a difference cannot be laid to one of them: computed, hence true anywhere."""
    phrases, documents = phrases_of(settings), frames["documents"]
    by = settings.by if settings.by in documents else "doc_id"  # speakers and kinds lie within documents
    group = documents[by].astype("str").where(documents[by].notna(), documents["doc_id"])
    n = group.nunique()
    if n < 2:
        return [phrases.say("limit:one_group")]
    said = []
    if len(group) == n:
        said.append(phrases.say("limit:one_text"))
    found = [name for name in (*COINCIDING, "speaker") if _coincides(name, group, frames)]
    partly = [name for name in COINCIDING if name not in found and _varies(documents[name])]
    for key, names in (("limit:coinciding", found), ("limit:varying", partly)):
        if names:
            facts = phrases.listed([name_fact(name, phrases) for name in names])
            said.append(phrases.say(key, facts=facts, n=len(names)))
    nested = _nested(documents, phrases)
    if nested:
        said.append(phrases.say("limit:nested", pairs=phrases.listed(nested, most=3, mark=";")))
    return said


def name_fact(column: str, phrases: Phrases) -> str:
    """A column of `documents` in words; one without words keeps its name."""
    return phrases.say(f"fact:{column}") if phrases.knows(f"fact:{column}") else column


def _coincides(name: str, group: pd.Series, frames: Mapping[str, Any]) -> bool:
    """Whether no two groups share a value; where hardly any text has one, there is nothing that could coincide."""
    documents = frames["documents"]
    if (
        name == "speaker"
    ):  # a person with an office; the meeting itself and whoever is not named speak anywhere
        spoken = frames["turns"].dropna(subset=["speaker", "role"])
        of = dict(zip(documents["doc_id"], group, strict=True))
        pairs = {
            (str(speaker), of[doc_id])
            for speaker, doc_id in zip(spoken["speaker"], spoken["doc_id"], strict=True)
        }
        return len({speaker for speaker, _ in pairs}) == len(pairs) > 0
    # What is not known may be anything, so it parts its text from the others.
    if documents[name].nunique() < LEAST_KNOWN:
        return False
    values = documents[name].astype("str").where(documents[name].notna(), documents["doc_id"])
    pairs = set(zip(values, group, strict=True))
    return len(pairs) == values.nunique() == group.nunique()


def _varies(values: pd.Series) -> bool:
    return bool(values.nunique(dropna=False) > 1)


def _nested(documents: pd.DataFrame, phrases: Phrases) -> list[str]:
    """Pairs of places of which one lies in the other: full names are paths from the province down."""
    places = dict.fromkeys(documents["place"].dropna().astype("str"))
    return [
        phrases.say("list:nested", inner=a, outer=b)
        for a in places
        for b in places
        if a != b and a.startswith(b)
    ]
