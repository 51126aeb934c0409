"""What the measures return: for every result frame what a row is, and each column's type, meaning and unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.frames import CATEGORY, NULLABLE, TEXT, Frame, FrameError
from analysis.measures.results import demands, terms, texts

if TYPE_CHECKING:
    import pandas as pd

RESULTS: dict[str, Frame] = {frame.name: frame for frame in (*terms.FRAMES, *texts.FRAMES, *demands.FRAMES)}


def as_columns(names: Sequence[str], rows: Sequence[tuple]) -> dict[str, Sequence]:
    """Rows of a result as columns; no rows give empty columns."""
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def make_result(name: str, columns: Mapping[str, Any], *, groups: pd.Series | None = None) -> pd.DataFrame:
    """A result frame of the described columns, types and order.

    Parameters
    ----------
    groups
        Categorical that `group` takes its categories and their order from.

    Raises
    ------
    FrameError
        If a column is missing or not described.
    """
    import pandas as pd

    dtypes = RESULTS[name].dtypes()
    if set(columns) != set(dtypes):
        missing, unknown = sorted(set(dtypes) - set(columns)), sorted(set(columns) - set(dtypes))
        raise FrameError(f"{name}: missing columns {missing}, unknown columns {unknown}")
    values = {column: _cast(columns[column], dtype) for column, dtype in dtypes.items()}
    if groups is not None:
        values["group"] = pd.Categorical(columns["group"], dtype=groups.dtype)
    for column in RESULTS[name].columns:
        if column.values and column.dtype == CATEGORY:
            values[column.name] = pd.Categorical(columns[column.name], column.values)
    return pd.DataFrame(values).reset_index(drop=True)


def _cast(values: Any, dtype: str):
    import pandas as pd

    if dtype == CATEGORY:
        return (
            values
            if isinstance(getattr(values, "dtype", None), pd.CategoricalDtype)
            else pd.Categorical(values)
        )
    return (
        pd.array(values, dtype=dtype)
        if dtype in (TEXT, NULLABLE)
        else pd.Series(values).astype(dtype).to_numpy()
    )
