"""What changed between two runs, and why: texts, findings, numbers, each with what moved it.

A run's tables (the CSV behind each figure) and its findings are kept beside its stamp; the next run is held against them.
"""

from analysis.changes.causes import Change, compare_inputs
from analysis.changes.comparing import Changes, compare_runs
from analysis.changes.findings import Said
from analysis.changes.page import format_changes, write_changes
from analysis.changes.results import keep_results, kept_results, read_results
from analysis.changes.tables import Move

__all__ = [
    "Change",
    "Changes",
    "Move",
    "Said",
    "compare_inputs",
    "compare_runs",
    "format_changes",
    "keep_results",
    "kept_results",
    "read_results",
    "write_changes",
]
