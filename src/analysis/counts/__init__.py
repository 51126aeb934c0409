"""What of a text is counted, how much of it there is, and how often a term occurs in it.

The one place of denominators: :mod:`analysis.counts.scope` says what is counted, :mod:`analysis.counts.line` counts
Han characters,
:mod:`analysis.counts.matrix` counts terms, :mod:`analysis.counts.lanes` tells names from words, and
:mod:`analysis.counts.families` puts nested terms under one head.
"""

from analysis.counts.families import families_of
from analysis.counts.lanes import lanes_of
from analysis.counts.line import Frames, count_han, is_han, spans_at
from analysis.counts.matrix import (
    Dtm,
    cast_dtm,
    cast_spans,
    count_matrix,
    count_rows,
    count_substrings,
    count_terms,
    word_codes,
)
from analysis.counts.scope import EXCLUDED_KINDS, UNITS, scope_spans, unit_rows

__all__ = [
    "EXCLUDED_KINDS",
    "UNITS",
    "Dtm",
    "Frames",
    "cast_dtm",
    "cast_spans",
    "count_han",
    "count_matrix",
    "count_rows",
    "count_substrings",
    "count_terms",
    "families_of",
    "is_han",
    "lanes_of",
    "scope_spans",
    "spans_at",
    "unit_rows",
    "word_codes",
]
