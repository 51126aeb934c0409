"""What only people can judge: blank sheets for them, and what follows once they have filled them in.

No program fills a sheet. Until both coders have, the answer is "not coded".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.concordance import evidence
from analysis.counts import Frames
from analysis.measures.results import as_columns, make_result
from analysis.measures.themes import binomial_interval, leaves

if TYPE_CHECKING:
    import pandas as pd

CLARITY = ("forbids", "endorses", "leaves room")
NOT_CODED, NOT_JUDGED = "not coded", "precision not judged"
N_HITS = 20  # a category with 20 of 20 right has a precision of at least 0.83


def blank_clarity_sheet(frames: Frames, *, n: int | None = None, random_state: int = 0) -> pd.DataFrame:
    """A sheet for two coders who do not see each other's: one row per leaf directive (or of n drawn), in random order.

    Returns
    -------
    DataFrame
        `row`, `doc_id`, `start`, `end`, `left`, `keyword`, `right`, `coder_1`, `coder_2`: the last two empty, to be
        filled with `forbids`, `endorses` or `leaves room` (after Ang 2023).
    """
    found = evidence(leaves(frames["directives"])[["doc_id", "start", "end"]], frames)
    return _sheet(_drawn(found, n, random_state), ("coder_1", "coder_2"))


def blank_precision_sheet(
    frames: Frames, lexicon: str, *, n: int = N_HITS, random_state: int = 0
) -> pd.DataFrame:
    """Hits of a lexicon for a person to judge: up to n of each category, drawn at random.

    Returns
    -------
    DataFrame
        `row`, `doc_id`, `start`, `end`, `left`, `keyword`, `right`, `category`, `is_right`: the last one empty, to be
        filled with `yes` or `no`.
    """
    import pandas as pd

    matches = frames["matches"]
    matches = matches[matches["lexicon"] == lexicon][["doc_id", "start", "end", "category"]].astype(
        {"category": "str"}
    )
    pieces = [_drawn(own, n, random_state) for _, own in matches.sort_values("category").groupby("category")]
    found = evidence(pd.concat(pieces, ignore_index=True) if pieces else matches, frames)
    return _sheet(found, ("is_right",), ("category",))


def measure_agreement(sheet: pd.DataFrame, *, labels: Sequence[str] = CLARITY) -> pd.DataFrame:
    """Agreement of two coders, one row for all labels together (`label` = `all`) and one per label against the rest.

    Returns
    -------
    DataFrame
        `label`, `n` (rows that both have coded), `n_open` (rows that are not), `observed`, `expected`, `kappa`,
        `status` (`not coded` until both coders have coded every row).

    Notes
    -----
    kappa = (observed − expected) / (1 − expected) (Cohen 1960); null where only one label was ever given.

    Raises
    ------
    ValueError
        If a cell holds a word that is no label.
    """
    first, second = (sheet[name].astype("str").str.strip() for name in ("coder_1", "coder_2"))
    done = first.notna() & second.notna() & (first != "") & (second != "")
    unknown = set(first[first.notna() & (first != "")]) | set(second[second.notna() & (second != "")])
    if unknown - set(labels):
        raise ValueError(
            f"not a label: {', '.join(sorted(unknown - set(labels)))}; labels are {', '.join(labels)}"
        )
    one, two = first[done].to_numpy(dtype=object), second[done].to_numpy(dtype=object)
    rows = [("all", *_kappa(one, two, list(labels)))]
    rows += [(label, *_kappa(one == label, two == label, [True, False])) for label in labels]
    status = "coded" if done.all() and len(sheet) else NOT_CODED
    columns: dict = as_columns(("label", "observed", "expected", "kappa"), rows)
    columns |= {
        "n": [int(done.sum())] * len(rows),
        "n_open": [int((~done).sum())] * len(rows),
        "status": [status] * len(rows),
    }
    return make_result("agreement", columns)


def measure_precision(sheet: pd.DataFrame) -> pd.DataFrame:
    """Precision of a lexicon by a person's judgement, one row per category.

    Returns
    -------
    DataFrame
        `category`, `n_judged`, `n_right`, `precision`, `precision_low`, `precision_high` (exact), `status`
        (`precision not judged` until every row of the category is).
    """
    mark = sheet["is_right"].astype("str").str.strip().str.lower()
    rows = []
    for category, own in mark.groupby(sheet["category"]):
        judged, right = int(own.isin(["yes", "no"]).sum()), int((own == "yes").sum())
        low, high = binomial_interval(np.array([right]), np.array([judged]))
        status = "judged" if judged == len(own) else NOT_JUDGED
        rows.append((category, judged, right, right / judged if judged else np.nan, low[0], high[0], status))
    names = ("category", "n_judged", "n_right", "precision", "precision_low", "precision_high", "status")
    return make_result("precision", as_columns(names, rows))


def _kappa(one: np.ndarray, two: np.ndarray, labels: list) -> tuple[float, float, float]:
    if not len(one):
        return np.nan, np.nan, np.nan
    observed = float(np.mean(one == two))
    expected = float(sum(np.mean(one == label) * np.mean(two == label) for label in labels))
    return observed, expected, (observed - expected) / (1 - expected) if expected < 1 else np.nan


def _drawn(table: pd.DataFrame, n: int | None, random_state: int) -> pd.DataFrame:
    """Rows in random order, at most n; the same for any order of documents."""
    table = table.sort_values(["doc_id", "start"], kind="stable").reset_index(drop=True)
    order = np.random.default_rng(random_state).permutation(len(table))
    return table.iloc[order[: len(table) if n is None else n]]


def _sheet(found: pd.DataFrame, blanks: tuple[str, ...], extra: tuple[str, ...] = ()) -> pd.DataFrame:
    import pandas as pd

    found = found.reset_index(drop=True)
    sheet = found[["doc_id", "start", "end", "left", "keyword", "right", *extra]].copy()
    sheet.insert(0, "row", range(1, len(sheet) + 1))
    for blank in blanks:
        sheet[blank] = pd.array([None] * len(sheet), dtype="str")
    return sheet
