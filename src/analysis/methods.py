"""How each result frame is made and what coincides with its groups, in the words of a method card.

The arithmetic stands in the measures themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


class Method(NamedTuple):
    """What is counted, over what, with which interval or test, and what is drawn at random."""

    unit: str = ""
    denominator: str = ""
    interval: str = "none: a description of these texts"
    random: str = ""


EXACT = "exact binomial (Clopper–Pearson), simultaneous 95 % over all rows (Bonferroni)"
RATIO = "95 % t interval on the log of the ratio over sentences; exact where hits are few; none where too few or too clumped"
LEAVES = "demands without others under them"
HAN = "Han characters of the scope, per thousand; redaction slots and damage excluded"
TOKENS = "word tokens of the group in scope"

# What may differ between groups together with whatever is measured.
COINCIDING = ("place", "year", "admin_level", "genre", "source")

METHODS: dict[str, Method] = {
    "composition": Method("Han character", "Han characters of the whole text"),
    "course": Method("stretch of text", "characters of the whole text"),
    "strips": Method("raw character", "characters of the raw text"),
    "themes": Method("demand without others under it", LEAVES, EXACT),
    "theme_rates": Method("mention of a theme term, longest match", HAN, RATIO),
    "frequency": Method("token", HAN, RATIO),
    "tfidf": Method("token", "length of the group's vector (Euclidean)"),
    "vocabulary_parts": Method("token", TOKENS),
    "keyness": Method(
        "token",
        "tokens of the target; reference: equal-weight mean of the other groups",
        "log-odds z with an informative Dirichlet prior; list line from random deals of sentences, noise line from "
        "contiguous stretches of the other texts; the bar spans a tenth to ten times the prior; no stars",
        "0, for the deals and stretches",
    ),
    "formulas": Method("occurrence in the body", "none: counts"),
    "positions": Method("occurrence in the text", "characters of the whole text"),
    "collocation": Method(
        "token within reach of the term in its sentence",
        "tokens of both words",
        "log Dice (Rychlý), which does not grow with the corpus; no test",
    ),
    "diversity": Method("window of successive tokens", "tokens of a window", "none: mean over all windows"),
    "robustness": Method(
        "token, under each segmentation",
        "the terms reported, ranked in each group",
        "the range over the segmentations itself",
    ),
    "ladder": Method("demand under a listed headline", "demands under that headline"),
    "strength": Method("demand without others under it", LEAVES, EXACT),
    "clarity": Method(
        "demand without others under it", LEAVES, f"{EXACT}; by rule, until two people have coded"
    ),
    "actors": Method("demand that names such a body", "demands", EXACT),
    "similarity": Method(
        "token of a content word",
        "half the length of the shortest group",
        "excess of the divergence between groups over that within them, at equal length",
        "0, for the samples of sentences",
    ),
    "contributions": Method("token of a content word", TOKENS),
    "map": Method(
        "token of a content word", TOKENS, "none: classical scaling of the square-rooted divergence"
    ),
    "tree": Method(
        "token of a content word", TOKENS, "none: average linkage of the square-rooted divergence"
    ),
    "correspondence": Method(
        "demand without others under it, rare themes pooled",
        "the table's margins",
        "none: correspondence analysis",
    ),
    "set_phrases": Method("string that two or more texts share", "none: counts"),
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
    documents = frames["documents"]
    group = documents[settings.by].astype("str").where(documents[settings.by].notna(), documents["doc_id"])
    n = group.nunique()
    if n < 2:
        return ["One group: nothing is compared."]
    said = []
    if len(group) == n:
        said.append("One text a group: a difference between groups is one between single texts.")
    found = [name for name in (*COINCIDING, "speaker") if _coincides(name, group, frames)]
    if found:
        said.append(f"Different in every group, so not to be told apart: {', '.join(found)}.")
    partly = [name for name in COINCIDING if name not in found and _varies(documents[name])]
    if partly:
        said.append(f"Also differ between texts: {', '.join(partly)}.")
    nested = _nested(documents)
    if nested:
        said.append(f"Nested places, not independent: {nested}.")
    return said


def _coincides(name: str, group: pd.Series, frames: Mapping[str, Any]) -> bool:
    """Whether no two groups share a value, and each has one."""
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
    values = documents[name].astype("str").where(documents[name].notna(), documents["doc_id"])
    pairs = set(zip(values, group, strict=True))
    return len(pairs) == values.nunique() == group.nunique()


def _varies(values: pd.Series) -> bool:
    return bool(values.nunique(dropna=False) > 1)


def _nested(documents: pd.DataFrame) -> str:
    """Pairs of places of which one lies in the other: full names are paths from the province down."""
    places = dict.fromkeys(documents["place"].dropna().astype("str"))
    pairs = [f"{a} in {b}" for a in places for b in places if a != b and a.startswith(b)]
    return "; ".join(pairs[:3]) + (f" and {len(pairs) - 3} more" if len(pairs) > 3 else "")
