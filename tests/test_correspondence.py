"""Correspondence analysis against prince, and what is pooled."""

import numpy as np
import pandas as pd
import prince
import pytest
from goldframes import gold_frames
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.measures.correspondence import POOLED, _points, correspondence, measure_correspondence


@given(arrays(np.int64, (6, 4), elements=st.integers(1, 40)))
def test_equal_to_prince_up_to_sign(table):
    rows, columns, values = correspondence(table.astype(float))
    if (
        values[0] < 1e-3
        or abs(values[0] - values[1]) < 1e-3
        or abs(values[1] - values[2]) < 1e-3
        or values[1] < 1e-3
    ):
        return  # axes of equal weight may be turned at will
    frame = pd.DataFrame(table, index=list("abcdef"), columns=list("wxyz"))
    ca = prince.CA(n_components=2, engine="scipy").fit(frame)
    expected_rows, expected_columns = (
        ca.row_coordinates(frame).to_numpy(),
        ca.column_coordinates(frame).to_numpy(),
    )
    for axis in range(2):
        sign = np.sign(rows[:, axis] @ expected_rows[:, axis])
        assert np.abs(rows[:, axis] - sign * expected_rows[:, axis]).max() < 1e-9
        assert np.abs(columns[:, axis] - sign * expected_columns[:, axis]).max() < 1e-9
    assert (values**2).sum() == pytest.approx(ca.total_inertia_, abs=1e-9)


def test_inertia_is_chi_square_over_n():
    table = np.array([[10.0, 2, 3], [4, 9, 1], [2, 2, 12], [5, 5, 6]])
    share = table / table.sum()
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    assert (correspondence(table)[2] ** 2).sum() == pytest.approx(
        ((share - expected) ** 2 / expected).sum(), abs=1e-12
    )


def test_rare_themes_are_pooled_and_inertia_is_told():
    table = measure_correspondence(gold_frames(), min_count=12)
    themes = table[table["side"] == "theme"]
    assert POOLED in set(themes["label"]) and (themes["n"] >= 12).all()
    assert themes["n"].sum() == table.loc[table["side"] == "group", "n"].sum() == 297
    assert 0 < table["inertia_x"].iloc[0] + table["inertia_y"].iloc[0] <= 1


def test_two_groups_span_no_plane():
    assert measure_correspondence(gold_frames(), by="admin_level").empty


def test_groups_with_the_same_shares_stand_at_the_centre():
    invented = {f"d{i}": [6 * n, 2 * n, 3 * n] for i, n in enumerate((1, 2, 7))}
    table = _points(pd.DataFrame(invented, index=["air", "water", "waste"]))
    assert len(table) == 6 and (table[["x", "y", "inertia_x", "inertia_y", "inertia"]] == 0).all(axis=None)
