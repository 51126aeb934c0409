"""Diversity: MATTR against a loop over windows and a worked example; length alone must not decide."""

import numpy as np
import pytest
from goldframes import gold_frames
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.diversity import measure_diversity, type_token_ratios


def test_worked_example():
    """a b a c d, windows of three: {a b}, {b a c}, {a c d} → 2/3, 1, 1."""
    assert type_token_ratios(np.array([0, 1, 0, 2, 3]), 3) == pytest.approx([2 / 3, 1, 1])


@given(st.lists(st.integers(0, 6), max_size=60), st.integers(1, 20))
def test_equal_to_a_loop_over_windows(codes, window):
    expected = [len(set(codes[i : i + window])) / window for i in range(len(codes) - window + 1)]
    assert type_token_ratios(np.array(codes, dtype=int), window).tolist() == pytest.approx(expected)


def test_a_text_said_twice_is_hardly_less_varied():
    rng = np.random.default_rng(0)
    codes = rng.zipf(1.5, 400) % 150
    once, twice = (type_token_ratios(text, 50).mean() for text in (codes, np.tile(codes, 2)))
    plain = len(set(codes.tolist())) / 400
    assert abs(once - twice) < 0.02 and plain - len(set(codes.tolist())) / 800 == pytest.approx(plain / 2)


def test_no_full_window_is_null_not_zero():
    table = measure_diversity(gold_frames(), windows=(100, 100_000))
    assert table.loc[table["window"] == 100_000, "mattr"].isna().all()
    assert table.loc[table["window"] == 100, "mattr"].between(0, 1).all()


def test_windows_never_cross_documents():
    both = measure_diversity(
        gold_frames(), by=dict.fromkeys(("wuxi", "liangxi", "guichi", "shanwei", "anonymous"), "all")
    )
    single = measure_diversity(gold_frames())
    for window, own in single.groupby("window"):
        assert both.set_index("window").loc[window, "n_windows"] == own["n_windows"].sum()
        mean = (own["mattr"] * own["n_windows"]).sum() / own["n_windows"].sum()
        assert both.set_index("window").loc[window, "mattr"] == pytest.approx(mean, abs=1e-12)
