"""Comparative analysis of Chinese government meeting texts.

The public verbs, in the order of the pipe. A verb's module is imported when the verb is first used, so that
`import analysis` takes no time.
"""

from importlib import import_module
from typing import Any

_VERBS = {
    "find_folders": "folders",
    "read_settings": "settings",
    "list_sources": "reading",
    "read_text": "reading",
    "clean_text": "cleaning",
    "describe_document": "describing",
    "frame_document": "pipeline",
    "build_frames": "pipeline",
    "check_frame": "frames",
    "write_frames": "store",
    "read_frames": "store",
    "kwic": "concordance",
    "evidence": "concordance",
    "text_of": "concordance",
    "scope_spans": "counts",
    "count_terms": "counts",
    "cast_dtm": "counts",
    "measure_documents": "measures.documents",
    "measure_repairs": "measures.repairs",
    "measure_strips": "measures.repairs",
    "measure_composition": "measures.composition",
    "measure_themes": "measures.themes",
    "measure_theme_rates": "measures.themes",
    "measure_frequency": "measures.frequency",
    "measure_tfidf": "measures.tfidf",
    "measure_vocabulary_parts": "measures.vocabulary",
    "measure_formulas": "measures.vocabulary",
    "measure_keyness": "measures.keyness",
    "measure_similarity": "measures.similarity",
    "measure_contributions": "measures.similarity",
    "measure_set_phrases": "measures.reuse",
    "measure_formulaic": "measures.reuse",
    "measure_ladder": "measures.ladder",
    "measure_strength": "measures.priorities",
    "measure_actors": "measures.priorities",
    "content_words": "measures.selection",
    "top_rows": "measures.selection",
    "use_look": "plots.style",
    "caption_figure": "cards",
    "make_caption": "cards",
    "plot_strips": "plots.repairs",
    "plot_composition": "plots.composition",
    "plot_themes": "plots.themes",
    "plot_actors": "plots.themes",
    "plot_rates": "plots.frequency",
    "plot_vocabulary": "plots.vocabulary",
    "plot_formulas": "plots.vocabulary",
    "plot_keyness": "plots.keyness",
    "plot_similarity": "plots.similarity",
    "plot_shift": "plots.similarity",
    "plot_phrases": "plots.reuse",
    "plot_ladder": "plots.ladder",
    "plot_strength": "plots.shares",
    "plot_tfidf": "plots.tfidf",
    "plot_wordclouds": "plots.wordclouds",
    "save_figure": "plots.save",
    "save_table": "plots.save",
    "find_corpus": "findings",
    "find_demands": "findings",
    "find_themes": "findings",
    "find_targets_stated": "findings",
    "find_vocabulary": "findings",
    "find_similarity": "findings",
    "show_findings": "display",
}

__all__ = list(_VERBS)


def __getattr__(name: str) -> Any:
    if name not in _VERBS:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_VERBS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
