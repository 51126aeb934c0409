"""Whether a finding hangs on how the text was cut or cleaned: the same counts under several variants of the frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames
from analysis.measures.frequency import measure_frequency
from analysis.measures.results import make_result

if TYPE_CHECKING:
    import pandas as pd

# A term whose rank among the reported terms moves further than this in a group is called unstable: a third of a list
# of fifteen, the longest that is shown.
MAX_RANGE = 5
# Under no variant may a term lose more than a third of its occurrences.
MIN_KEPT = 2 / 3
SUBSTRING = "character string"


def measure_variants(
    variants: Mapping[str, Frames],
    terms: Iterable[str],
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
) -> pd.DataFrame:
    """Counts and ranks of the terms under each variant, one row per term, group and variant.

    Parameters
    ----------
    variants
        Name → frames: other segmentations, other cleaning. The first also yields the variant `character string`:
        occurrences in the text, whatever the segmentation.
    terms
        The terms a finding speaks of; ranks are among these.

    Returns
    -------
    DataFrame
        `term`, `group`, `variant`, `n`, `rate`, `rank` (1 the most frequent in the group; ties share the best rank).
    """
    import pandas as pd

    pieces = []
    for number, (name, frames) in enumerate(variants.items()):
        found = measure_frequency(frames, by=by, scope=scope, terms=terms)
        pieces.append(found.assign(variant=name, n=found["n_token"]))
        if number == 0:
            pieces.append(found.assign(variant=SUBSTRING, n=found["n_substring"]))
    table = pd.concat([piece.astype({"group": "str"}) for piece in pieces], ignore_index=True)
    table["rate"] = 1000 * table["n"] / table["n_han"]
    table["rank"] = table.groupby(["group", "variant"])["n"].rank(ascending=False, method="min")
    columns = ("term", "group", "variant", "n", "rate", "rank")
    return make_result("variants", {name: table[name] for name in columns}, groups=pieces[0]["group"])


def measure_robustness(
    variants: Mapping[str, Frames],
    terms: Iterable[str],
    *,
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
    max_range: int = MAX_RANGE,
) -> pd.DataFrame:
    """The badge of each term: how far its rank moves between variants, one row per term and group.

    Returns
    -------
    DataFrame
        `term`, `group`, `n_low`, `n_high`, `rank_low`, `rank_high`, `range`, `max_range`, `is_robust` (range within
        `max_range`, and at least two thirds of `n_high` under every variant).
    """
    table = measure_variants(variants, terms, by=by, scope=scope)
    found = table.groupby(["group", "term"], observed=True, sort=False).agg(
        n_low=("n", "min"), n_high=("n", "max"), rank_low=("rank", "min"), rank_high=("rank", "max")
    )
    found = found.reset_index()
    spread = found["rank_high"] - found["rank_low"]
    kept = found["n_low"] >= MIN_KEPT * found["n_high"]
    added = {
        "range": spread,
        "max_range": np.full(len(found), max_range),
        "is_robust": (spread <= max_range) & kept,
    }
    columns = {name: found[name] for name in found.columns}
    return make_result("robustness", columns | added, groups=found["group"])
