"""What of a text is counted, how much of it there is, and how often a term occurs in it.

The one place of denominators: :mod:`analysis.counts.scope` says what is counted, :mod:`analysis.counts.line` counts
Han characters,
:mod:`analysis.counts.matrix` counts terms (:mod:`analysis.counts.pairs` how often each stands in each row),
:mod:`analysis.counts.lanes` tells names from words, and :mod:`analysis.counts.families` puts nested terms under one
head. :mod:`analysis.counts.merging` adds up what parts of a corpus counted.
"""

from analysis.counts.families import families_of
from analysis.counts.lanes import decide_lanes, lane_votes, lanes_of, names_in
from analysis.counts.line import Frames, count_han, is_han, spans_at
from analysis.counts.matrix import (
    Dtm,
    cast_dtm,
    cast_spans,
    count_substrings,
    count_terms,
    word_codes,
)
from analysis.counts.merging import merge_counts
from analysis.counts.pairs import count_rows
from analysis.counts.scope import EXCLUDED_KINDS, UNITS, scope_spans, unit_rows

__all__ = [
    "EXCLUDED_KINDS",
    "UNITS",
    "Dtm",
    "Frames",
    "cast_dtm",
    "cast_spans",
    "count_han",
    "count_rows",
    "count_substrings",
    "count_terms",
    "decide_lanes",
    "families_of",
    "is_han",
    "lane_votes",
    "lanes_of",
    "merge_counts",
    "names_in",
    "scope_spans",
    "spans_at",
    "unit_rows",
    "word_codes",
]
