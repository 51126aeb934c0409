"""What stands on disk, written whole or not at all.

:mod:`analysis.store.files` writes any file, :mod:`analysis.store.tables` frames as Parquet, and
:mod:`analysis.store.batches` keeps what each document yielded, so that what is unchanged is not computed again.
"""

from analysis.store.files import atomic, locked, sweep, write_bytes, write_text
from analysis.store.tables import read_frame, read_frames, write_frame, write_frames

__all__ = [
    "atomic",
    "locked",
    "read_frame",
    "read_frames",
    "sweep",
    "write_bytes",
    "write_frame",
    "write_frames",
    "write_text",
]
