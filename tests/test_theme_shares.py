"""Theme shares and rates: leaves, sentences and characters counted by hand, bounds that hold for all rows at once."""

import json

import numpy as np
import pandas as pd
import pytest
from goldframes import GOLD, ORDER, gold_frames, gold_text, policy_terms
from statsmodels.stats.proportion import proportion_confint

from analysis.lexicons import Matcher
from analysis.measures.themes import (
    UNTHEMED,
    WITHHELD,
    binomial_interval,
    leaves,
    measure_theme_rates,
    measure_themes,
)


def gold_leaves():
    rows = [json.loads(line) for line in (GOLD / "directives.jsonl").read_text(encoding="utf-8").splitlines()]
    parents = {(r["doc_id"], r["parent"]) for r in rows if r["parent"] is not None}
    return [r for r in rows if (r["doc_id"], r["index"]) not in parents]


def test_shares_of_leaves_are_those_of_the_gold():
    table = measure_themes(gold_frames()).set_index(["group", "theme"])
    assert len(leaves(gold_frames()["directives"])) == len(gold_leaves())
    for doc_id in ORDER:
        own = [r["theme"] for r in gold_leaves() if r["doc_id"] == doc_id]
        for theme in set(own):
            assert table.loc[(doc_id, theme), "n"] == own.count(theme)
            assert table.loc[(doc_id, theme), "n_total"] == len(own)
        assert table.loc[doc_id, "share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("unit", ["directives", "sentences", "characters"])
def test_the_unthemed_share_comes_first(unit):
    table = measure_themes(gold_frames(), unit=unit)
    assert (table.groupby("group", observed=True)["theme"].first() == UNTHEMED).all()
    assert table.loc[table["theme"] == UNTHEMED, "rank"].isna().all()
    assert (table["m"] == len(table)).all()


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unit 'pages'"):
        measure_themes(gold_frames(), unit="pages")


def test_mentions_are_matched_longest_first():
    table = measure_theme_rates(gold_frames(), scope="all")
    themes = policy_terms()
    for doc_id in ORDER:
        found = [themes[term] for _, _, term in Matcher(themes).find(gold_text(doc_id))]
        own = table[table["group"] == doc_id].set_index("theme")["n"]
        assert {theme: n for theme, n in own.items() if n} == {t: found.count(t) for t in set(found)}


def test_characters_count_a_long_term_once():
    frames = dict(gold_frames(("guichi",)))
    term = "生态文明建设"
    start = gold_text("guichi").index(term)
    frames["matches"] = pd.DataFrame(
        {
            "doc_id": ["guichi"],
            "lexicon": ["themes/environment"],
            "start": [start],
            "end": [start + 6],
            "term": [term],
            "category": ["overall"],
        }
    )
    table = measure_themes(frames, unit="characters").set_index("theme")
    assert table.loc["overall", "n"] == 6 and table.loc[UNTHEMED, "n"] == table.loc["overall", "n_total"] - 6
    assert table["note"].isna().all()


def test_where_most_is_unthemed_no_ranking_is_given():
    frames = dict(gold_frames())
    directives = frames["directives"].copy()
    directives.loc[directives["doc_id"] == "guichi", "theme"] = None
    frames["directives"] = directives
    table = measure_themes(frames).set_index("group")
    assert (table.loc["guichi", "note"] == WITHHELD).all() and table.loc["guichi", "rank"].isna().all()
    assert table.loc["wuxi", "note"].isna().all() and table.loc["wuxi", "rank"].notna().any()


def test_bounds_equal_another_packages():
    n, total = np.array([0, 3, 17, 20]), np.array([20, 20, 20, 20])
    low, high = binomial_interval(n, total, level=0.99)
    expected = proportion_confint(n, total, alpha=0.01, method="beta")
    assert np.abs(low - np.nan_to_num(expected[0])).max() < 1e-9
    assert np.abs(high - np.where(np.isnan(expected[1]), 1, expected[1])).max() < 1e-9
    assert np.isnan(binomial_interval(np.array([0]), np.array([0]))[0])


def test_any_matched_lexicon_has_rates():
    frames = dict(gold_frames())
    frames["matches"] = frames["matches"].assign(lexicon="campaign")
    assert (
        measure_theme_rates(frames, lexicon="campaign")["n"].sum()
        == measure_theme_rates(gold_frames())["n"].sum()
    )
    assert measure_theme_rates(frames)["n"].sum() == 0
