"""Sections, turns, sentences and clauses: what stands where, and in whose voice."""

from analysis.segments.sections import Section, attributed_spans, split_sections
from analysis.segments.sentences import Clause, Span, split_clauses, split_sentences
from analysis.segments.turns import Turn, split_turns

__all__ = [
    "Clause",
    "Section",
    "Span",
    "Turn",
    "attributed_spans",
    "split_clauses",
    "split_sections",
    "split_sentences",
    "split_turns",
]
