"""What the corpus is, and what coincides with its groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.findings.naming import name_texts, phrases_for
from analysis.methods import confounds

if TYPE_CHECKING:
    from analysis.plots.style import Look
    from analysis.settings import Settings

FACTS = ("year", "meeting_date", "place", "title")  # of a text; what is not known of them is said


def find_corpus(frames: Mapping[str, Any], look: Look) -> list[str]:
    """What the corpus is: sizes, missing facts, damage, and what coincides.

    Returns
    -------
    list of str
        One sentence a finding.
    """
    return _sizes(frames, look) + _facts(frames, look) + _damage(frames, look)


def find_limits(frames: Mapping[str, Any], settings: Settings) -> list[str]:
    """What coincides with the groups compared, so that no difference can be laid to one of these."""
    return confounds(frames, settings)


def _sizes(frames: Mapping[str, Any], look: Look) -> list[str]:
    phrases, texts, edits = phrases_for(look), frames["texts"], frames["edits"]
    lengths = texts["text"].str.len()
    sizes = {
        "n": len(texts),
        "span": phrases.span(int(lengths.min()), int(lengths.max())),
        "sentences": len(frames["sentences"]),
        "demands": len(frames["directives"]),
    }
    cleaning = {
        "changed": int(edits["before"].str.len().sum()),
        "raw": int(texts["raw_text"].str.len().sum()),
        "edits": len(edits),
    }
    key = "finding:edits" if len(edits) else "finding:no_edit"
    return [phrases.say("finding:sizes", **sizes), phrases.say(key, **cleaning)]


def _facts(frames: Mapping[str, Any], look: Look) -> list[str]:
    """What is not known of which text, and dates that are not simply printed."""
    phrases, documents = phrases_for(look), frames["documents"]
    sentences = []
    for column in FACTS:
        lacking = documents.loc[documents[column].isna(), "doc_id"]
        if len(lacking):
            fact, names = phrases.say(f"fact:{column}"), name_texts(lacking, look)
            sentences.append(phrases.say("finding:lacking", fact=fact, names=names))
    for status in ("conflict", "inferred"):
        found = documents.loc[documents["meeting_date_status"] == status, "doc_id"]
        if len(found):
            sentences.append(phrases.say(f"finding:date_{status}", names=name_texts(found, look)))
    return sentences


def _damage(frames: Mapping[str, Any], look: Look) -> list[str]:
    phrases, documents = phrases_for(look), frames["documents"]
    sentences = []
    broken = documents.loc[documents["is_truncated"], "doc_id"]
    if len(broken):
        sentences.append(phrases.say("finding:breaks_off", names=name_texts(broken, look), n=len(broken)))
    slots = int((frames["damage"]["kind"] == "redaction").sum())
    if slots:
        sentences.append(phrases.say("finding:redactions", n=slots))
    return sentences
