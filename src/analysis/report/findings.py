"""What the page says first: the findings of the notebooks, computed from the same frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis import findings
from analysis.assembly import HARMLESS
from analysis.measures.reuse import measure_set_phrases
from analysis.measures.similarity import measure_similarity
from analysis.measures.themes import measure_themes
from analysis.plots.style import Look
from analysis.report.contents import say
from analysis.settings import Settings

SHOWN = 40  # problems that are named


def list_findings(frames: Mapping[str, Any], settings: Settings, look: Look) -> list[dict[str, Any]]:
    """Sentences by topic, in the order of the page."""
    shares = measure_themes(frames, by=settings.by, pack=settings.theme_pack)
    pairs = measure_similarity(frames, by=settings.by, scope=settings.scope)
    topics = {
        "texts": findings.find_corpus(frames, look),
        "priorities": findings.find_demands(frames, look) + findings.find_targets_stated(frames, look),
        "themes": findings.find_themes(shares, look),
        "similarity": findings.find_similarity(pairs, measure_set_phrases(frames), look),
        "problems": _problems(frames["problems"]),
    }
    return [
        {"title": say(settings, f"section:{topic}"), "sentences": sentences}
        for topic, sentences in topics.items()
    ]


def _problems(problems: Any) -> list[str]:
    """What could not be used as it stands, in the words of `analysis check`; what is harmless is left out."""
    lines = [
        f"{row.path}: {row.problem}: {row.hint}"
        for row in problems.itertuples()
        if not row.hint.startswith(HARMLESS)
    ]
    return lines[:SHOWN] + ([f"… + {len(lines) - SHOWN}"] if len(lines) > SHOWN else [])
