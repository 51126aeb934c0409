"""Sentences computed from frames: what was found, still true after a rerun on other texts.

Each stands in the lexicon `sentences` in Chinese and English; the labels of the look, or of the settings, choose.
"""

from analysis.findings.demands import find_demands, find_targets_stated
from analysis.findings.texts import find_corpus, find_limits
from analysis.findings.themes import find_themes
from analysis.findings.vocabulary import find_keyness, find_robustness, find_similarity, find_vocabulary

__all__ = [
    "find_corpus",
    "find_demands",
    "find_keyness",
    "find_limits",
    "find_robustness",
    "find_similarity",
    "find_targets_stated",
    "find_themes",
    "find_vocabulary",
]
