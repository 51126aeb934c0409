"""What is demanded, by whom, and which demands can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.findings.naming import name_texts, phrases_for, share_of

if TYPE_CHECKING:
    from analysis.plots.style import Look

# Kinds of targets by which a demand can be checked; numbers in names of policies and in counts of points cannot.
CHECKABLE = ("target", "standard", "indicator", "money", "date", "duration")
NUMERAL = "[0-9一二三四五六七八九十百千万亿]"
MODAL = r"(?<![主重需首概])要(?![求点素闻职])|必须"  # 要 as a modal, not as part of 主要, 重要, 需要, 要求 …


def find_demands(frames: Mapping[str, Any], look: Look) -> list[str]:
    """What is demanded: how much, by whom, and what a search for the modal alone would miss."""
    from analysis.concordance import text_of

    phrases, directives = phrases_for(look), frames["directives"]
    if not len(directives):
        return [phrases.say("finding:no_demand")]
    n, heads = len(directives), directives[directives["level"] == 1]
    plain = int((~text_of(directives, frames["texts"]).str.contains(MODAL)).sum())
    sentences = [
        phrases.say("finding:demands", n=n, headlines=len(heads), listed=int(heads["is_listed"].sum())),
        phrases.say("finding:modal", share=share_of(plain, n), plain=plain, n=n),
        *_density(frames, look),
    ]
    speakers = directives.groupby("speaker").size().sort_values(ascending=False, kind="stable")
    if len(speakers):
        counted = [phrases.say("list:counted", name=name, n=number) for name, number in speakers.items()]
        sentences.append(phrases.say("finding:speakers", speakers=phrases.listed(counted)))
    return sentences


def _density(frames: Mapping[str, Any], look: Look) -> list[str]:
    """Texts differ in length: demands are compared by rate."""
    from analysis.measures.documents import measure_documents

    table = measure_documents(frames).query("n_han > 0").set_index("doc_id")
    if len(table) < 2:
        return []
    rates = 1000 * table["n_directives"] / table["n_han"]
    most, least = rates.idxmax(), rates.idxmin()
    if rates[most] == rates[least]:
        return []
    values = {"most": look.name(most), "high": rates[most], "least": look.name(least), "low": rates[least]}
    return [phrases_for(look).say("finding:density", **values)]


def find_targets_stated(frames: Mapping[str, Any], look: Look) -> list[str]:
    """Which demands can be checked: figures, standards and deadlines that stand in them."""
    from analysis.concordance import text_of

    phrases, targets, total = phrases_for(look), frames["targets"], len(frames["directives"])
    if not total:
        return []
    inside = targets[targets["directive_index"].notna() & targets["kind"].isin(CHECKABLE)]
    stated = inside[text_of(inside, frames["texts"]).str.contains(NUMERAL)]
    checkable, figures = (
        len(part.drop_duplicates(["doc_id", "directive_index"])) for part in (inside, stated)
    )
    words = phrases.say("finding:figures" if figures else "finding:no_figure", n=figures)
    sentences = [phrases.say("finding:checkable", n=checkable, total=total, figures=words)]
    without = [doc_id for doc_id in frames["documents"]["doc_id"] if doc_id not in set(stated["doc_id"])]
    if without and figures:
        sentences.append(phrases.say("finding:without_figure", names=name_texts(without, look)))
    return sentences
