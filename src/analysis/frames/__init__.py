"""The frames: what they are (:mod:`analysis.frames.described`) and how rows become them.

A room returns rows, :func:`combine` makes frames of the rows of many documents, and :func:`check_frame` holds a
frame against its description.
"""

from analysis.frames.described import (
    ACTOR_ROLES,
    ACTOR_TYPES,
    ARRAY,
    CATEGORY,
    DAMAGE_KINDS,
    DATE_STATUS,
    FLAG,
    FRAMES,
    GENRES,
    KINDS,
    LANES,
    LEVELS,
    NULLABLE,
    PARTS,
    REAL,
    TARGET_KINDS,
    TEXT,
    WHOLE,
    Column,
    Frame,
)
from analysis.frames.making import (
    DocumentFrames,
    FrameError,
    Rows,
    as_columns,
    check_frame,
    combine,
    empty_frame,
    make_frame,
)

__all__ = [
    "ACTOR_ROLES",
    "ACTOR_TYPES",
    "ARRAY",
    "CATEGORY",
    "DAMAGE_KINDS",
    "DATE_STATUS",
    "FLAG",
    "FRAMES",
    "GENRES",
    "KINDS",
    "LANES",
    "LEVELS",
    "NULLABLE",
    "PARTS",
    "REAL",
    "TARGET_KINDS",
    "TEXT",
    "WHOLE",
    "Column",
    "DocumentFrames",
    "Frame",
    "FrameError",
    "Rows",
    "as_columns",
    "check_frame",
    "combine",
    "empty_frame",
    "make_frame",
]
