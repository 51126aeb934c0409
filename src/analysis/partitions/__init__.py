"""As many texts as there are: frames written part by part, memory bounded by a part.

:mod:`analysis.partitions.batches` streams the sources of a table, :mod:`analysis.partitions.parts` makes and writes one
part, and :func:`frame_table` sends parts to a runner and merges what only the whole corpus can say: labels that two
documents share, and the lanes of terms.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.assembly import name_apart, stated_problems
from analysis.counts import decide_lanes, merge_counts
from analysis.partitions.batches import Batch, list_batches
from analysis.partitions.parts import Labelled, Part, count_part, frame_part, sum_part, vote_part
from analysis.reading.facts import excluded_ids
from analysis.runners import workers
from analysis.settings import Settings, read_settings

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

__all__ = ["Batch", "Part", "cast_parts", "frame_table", "list_batches"]

ROWS = 1000  # documents of a part: seconds of work, some tens of MiB of frames


def frame_table(
    texts: str | Path,
    out: str | Path,
    settings: Settings | None = None,
    *,
    runner: str | None = None,
    cluster: str | None = None,
    rows: int = ROWS,
) -> list[Part]:
    """The frames of a table (or folder) of texts as Parquet data sets `OUT/<frame>/part-00000.parquet`.

    A part that is finished is not made again, unless its texts, the settings or the code changed. What the corpus as a
    whole decides (`counts.lane`, labels) is merged from all parts at the end. Near copies among texts are not
    searched for: equal files have equal `documents.sha256`. Rows of `corrections.csv` and `overrides.csv` for a text that is
    not there are warned of, once all ids are known.

    Parameters
    ----------
    texts
        A Parquet, JSON-lines, CSV or TSV table with a column of texts, read a part at a time, also at an address that fsspec
        opens (`s3://…`, with a glob for many files); or whatever :func:`analysis.list_sources` takes.
    out
        Folder that every worker can write to.
    settings
        By default those that stand beside the texts.
    runner, cluster
        As for :func:`analysis.runners.workers`.
    rows
        Documents of a part. Results do not depend on the runner; files do depend on this.

    Returns
    -------
    list of Part
        What was made, in order.

    Raises
    ------
    ValueError
        If the table has no column of texts or the runner is unknown.
    """
    out = Path(out).resolve()
    settings = settings or (read_settings(Path(texts).parent if Path(texts).is_file() else None))
    batches = list_batches(texts, rows, settings.limits)
    with workers(runner, cluster) as spread:
        parts = list(spread(partial(frame_part, out=out, settings=settings), batches, 1))
        _tidy(out, len(parts))
        if parts:
            names = {lane: set().union(*(part.names[lane] for part in parts)) for lane in parts[0].names}
            vote = partial(vote_part, out=out, names=names)
            lanes = decide_lanes(_sum(spread(vote, [part.number for part in parts], 1)))
            count = partial(count_part, out=out, lanes=lanes, scope=settings.scope)
            _ = list(spread(count, _tell_apart(parts), 1))
    doc_ids = [doc_id for part in parts for doc_id in part.labels["doc_id"]]
    for problem in stated_problems(settings, [*doc_ids, *excluded_ids(Path(texts))]):
        warnings.warn(": ".join(problem), stacklevel=2)
    return parts


def cast_parts(out: str | Path) -> tuple[csr_array, list[str], list[str]]:
    """The counts that :func:`frame_table` wrote as one matrix; parts are read one at a time.

    Returns
    -------
    tuple
        Counts (documents × terms), the doc_ids of the rows, and the terms of the columns, sorted.
    """
    import pandas as pd

    out = Path(out)
    numbers = [int(path.stem.split("-")[1]) for path in sorted((out / "counts").glob("part-*.parquet"))]
    terms, matrix = merge_counts(sum_part(number, out) for number in numbers)
    doc_ids = pd.read_parquet(out / "documents", columns=["doc_id"])["doc_id"].tolist() if numbers else []
    return matrix, doc_ids, terms


def _tell_apart(parts: list[Part]) -> list[Labelled]:
    """Each part with its labels told apart from those of all others."""
    import pandas as pd

    labels = name_apart(pd.concat([part.labels for part in parts], ignore_index=True))
    ends = pd.Series([len(part.labels) for part in parts]).cumsum().tolist()
    return [
        Labelled(part.number, labels.iloc[end - len(part.labels) : end])
        for part, end in zip(parts, ends, strict=True)
    ]


def _sum(votes: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Votes of all parts, a term once. Added up when they have doubled, so that each is added few times."""
    import pandas as pd

    waiting: list[pd.DataFrame] = []
    summed = 0
    for own in votes:
        waiting.append(own)
        if sum(map(len, waiting[1:])) > summed:
            waiting = [pd.concat(waiting).groupby(level=0).sum()]
            summed = len(waiting[0])
    return pd.concat(waiting).groupby(level=0).sum()


def _tidy(out: Path, n_parts: int) -> None:
    """Remove parts of an earlier, longer table, and what processes left that were killed while they wrote."""
    for path in sorted(out.glob("*/part-*")):
        if int(path.stem.split("-")[1]) >= n_parts:
            path.unlink()
    for path in sorted((out / "parts").glob(".part-*")):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
