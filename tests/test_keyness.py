"""Keyness: other people's arithmetic, laws, and how much of a list is noise."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import scipy.stats
from goldframes import ORDER, gold_frames
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from analysis.counts import Dtm, cast_dtm
from analysis.measures.keyness import (
    ALPHA,
    LISTED_SENTENCES,
    Contrast,
    GroupSums,
    conservative_log_ratio,
    fisher_p,
    g2,
    log_odds_z,
    log_ratio,
    mean_reference,
    measure_keyness,
    select_family,
)
from analysis.measures.noise import find_lines, plant_power

COUNTS = st.tuples(st.integers(0, 40), st.integers(41, 4000), st.integers(0, 40), st.integers(41, 4000))


@given(COUNTS)
def test_g2_equals_scipy(counts):
    n, total, other, total_other = counts
    if n + other == 0:
        assert g2(*counts) == 0
        return
    table = [[n, total - n], [other, total_other - other]]
    expected = scipy.stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert float(g2(*counts)) == pytest.approx(expected, abs=1e-9)


@given(COUNTS)
def test_fisher_equals_scipy(counts):
    n, total, other, total_other = counts
    expected = scipy.stats.fisher_exact([[n, total - n], [other, total_other - other]]).pvalue
    assert fisher_p(*([c] for c in counts))[0] == pytest.approx(expected, abs=1e-9)


@given(COUNTS, st.integers(1, 6))
def test_fisher_of_many_tables_at_once_equals_one_by_one(counts, times):
    n, total, other, total_other = counts
    many = [np.array([n, other, n] * times), total, np.array([other, n, 0] * times), total_other]
    table = np.broadcast_arrays(*many)
    single = [
        fisher_p(*([x] for x in row))[0] for row in zip(*(part.tolist() for part in table), strict=True)
    ]
    assert fisher_p(*many) == pytest.approx(single, rel=1e-12)


def test_fisher_at_the_size_of_a_large_corpus_equals_scipy():
    n, other = np.array([0, 3, 4, 9]), np.array([70, 151, 40, 11])
    expected = [
        scipy.stats.fisher_exact([[a, 9_000 - a], [b, 280_000 - b]]).pvalue
        for a, b in zip(n, other, strict=True)
    ]
    assert fisher_p(n, 9_000, other, 280_000) == pytest.approx(expected, rel=1e-7)


def monroe(y_i, n_i, y_j, n_j, alpha_w, alpha_0):
    """Monroe, Colaresi and Quinn (2008), equations 15, 19 and 21, letter for letter."""
    delta = np.log((y_i + alpha_w) / (n_i + alpha_0 - y_i - alpha_w)) - np.log(
        (y_j + alpha_w) / (n_j + alpha_0 - y_j - alpha_w)
    )
    variance = 1 / (y_i + alpha_w) + 1 / (y_j + alpha_w)
    return delta / np.sqrt(variance)


@given(COUNTS, st.floats(1e-4, 0.05), st.floats(1, 5000))
def test_log_odds_equals_the_papers_equations(counts, share, alpha):
    n, total, other, total_other = counts
    expected = monroe(n, total, other, total_other, alpha * share, alpha)
    assert float(log_odds_z(*counts, share, alpha)) == pytest.approx(expected, abs=1e-9)


def test_log_odds_equals_an_independent_package():
    """Over the whole vocabulary of two texts, with the pooled text as prior; its floor under every prior is taken into ours."""
    logodds = pytest.importorskip("logodds")
    dtm = cast_dtm(gold_frames(), unit="group")
    terms, counts = dtm.terms["term"].tolist(), dtm.matrix.toarray()
    pooled = counts.sum(axis=0)
    one, other, background = (dict(zip(terms, row.tolist(), strict=True)) for row in (*counts[:2], pooled))
    expected = logodds.compute_log_odds(one, other, prior_counts=background, alpha=0.01, vocabulary=terms)
    prior = pooled + 0.01
    found = log_odds_z(
        counts[0], counts[0].sum(), counts[1], counts[1].sum(), prior / prior.sum(), prior.sum()
    )
    assert len(terms) > 500 and np.abs(found - [expected[term] for term in terms]).max() < 1e-9


@given(COUNTS, st.floats(1e-4, 0.05))
def test_target_and_reference_exchanged_change_the_sign(counts, share):
    n, total, other, total_other = counts
    there, back = Contrast(*map(np.array, counts)), Contrast(*map(np.array, (other, total_other, n, total)))
    assert float(log_odds_z(*there, share)) == pytest.approx(-float(log_odds_z(*back, share)), abs=1e-9)
    assert float(log_ratio(there)) == pytest.approx(-float(log_ratio(back)), abs=1e-9)
    bound, bound_back = (float(conservative_log_ratio(c, 10)) for c in (there, back))
    assert bound == pytest.approx(-bound_back, abs=1e-9)


@given(COUNTS)
def test_doubled_counts_leave_an_unsmoothed_ratio(counts):
    once = log_ratio(Contrast(*map(np.array, counts)), smoothing=0)
    twice = log_ratio(Contrast(*(2 * np.array(c) for c in counts)), smoothing=0)
    assert np.array_equal(once, twice, equal_nan=True)
    assert np.isnan(once) == (counts[0] == 0 or counts[2] == 0)


@given(COUNTS, st.integers(1, 500))
def test_the_bound_is_no_farther_from_zero_than_the_ratio(counts, m):
    contrast = Contrast(*map(np.array, counts))
    bound, ratio = float(conservative_log_ratio(contrast, m)), float(log_ratio(contrast, smoothing=0))
    if np.isfinite(ratio):
        assert bound * ratio >= 0 and abs(bound) <= abs(ratio) + 1e-9
    assert np.isfinite(bound)


def test_the_bound_from_another_packages_binomial_interval():
    contrast = Contrast(np.array(30.0), 1000.0, np.array(10.0), 2000.0)
    low, _ = proportion_confint(30, 40, alpha=0.05 / 8, method="beta")
    assert float(conservative_log_ratio(contrast, 8)) == pytest.approx(np.log2(2 * low / (1 - low)), abs=1e-9)


def test_the_reference_is_the_equal_weight_mean():
    n, exposure = mean_reference(np.array([[10.0], [0.0], [4.0]]), np.array([1000.0, 100.0, 400.0]))
    assert n[0] / exposure == pytest.approx((0.01 + 0 + 0.01) / 3)
    same, whole = mean_reference(np.array([[5.0], [5.0]]), np.array([300.0, 300.0]))
    assert (same[0], whole) == (pytest.approx(10), pytest.approx(600))


def test_benjamini_hochberg_equals_statsmodels():
    table = measure_keyness(gold_frames())
    expected = multipletests(table["p_value"], method="fdr_bh")[1]
    assert np.abs(table["q_value"] - expected).max() < 1e-9


def test_pairs_are_antisymmetric():
    table = measure_keyness(gold_frames(), reference="pairs").set_index(["term", "group", "reference"])
    for term, group, other in table.index[::37]:
        one, back = table.loc[(term, group, other)], table.loc[(term, other, group)]
        for name in ("log_ratio", "log_ratio_low", "log_odds_z"):
            assert one[name] == pytest.approx(-back[name], abs=1e-9)


def test_the_family_is_fixed_by_pooled_counts_and_its_size_printed():
    dtm = select_family(cast_dtm(gold_frames(), unit="sentence"))
    table = measure_keyness(gold_frames())
    assert set(table["m"]) == {5 * len(dtm.terms)} == {len(table)}
    assert np.asarray(dtm.matrix.sum(axis=0)).min() >= 12
    assert not set(table["term"]) & {"朱刚", "无锡", "的", "要", "2023"}
    with pytest.raises(ValueError, match="reference 'all'"):
        measure_keyness(gold_frames(), reference="all")


def test_no_difference_hangs_on_the_order_of_documents():
    key = ["term", "group"]
    one, other = (measure_keyness(gold_frames(order)).sort_values(key) for order in (ORDER, ORDER[::-1]))
    steady = [name for name in one.columns if name not in ("group", "noise_line", "is_clear")]
    one, other = one.reset_index(drop=True), other.reset_index(drop=True)
    assert one["term"].tolist() == other["term"].tolist()
    for name in steady:
        pd.testing.assert_series_equal(one[name], other[name], rtol=1e-9)


def test_a_sign_that_hangs_on_one_group_is_flagged():
    table = measure_keyness(gold_frames())
    sums = GroupSums.of(select_family(cast_dtm(gold_frames(), unit="sentence")))
    terms = sorted(set(table["term"]))
    for row in table[~table["is_sign_stable"]].head(5).itertuples():
        target = sums.names.index(row.group)
        others = [g for g in range(5) if g != target]
        column = terms.index(row.term)
        signs = {
            np.sign(log_ratio(sums.contrast(target, [g for g in others if g != out]))[column])
            for out in others
        }
        assert len(signs | {np.sign(row.log_ratio)}) > 1


def invented(n_groups, n_terms, *, lengths, seed, bursts=1.0):
    """Sentences of groups that differ by chance alone: gamma-Poisson terms of Zipfian rates."""
    rng = np.random.default_rng(seed)
    tokens = np.maximum(rng.lognormal(3, 0.6, sum(lengths)).round(), 3)
    rate = 0.06 / np.arange(1, n_terms + 1) ** 0.7
    hits = rng.poisson(tokens[:, None] * rate * rng.gamma(bursts, 1 / bursts, (len(tokens), n_terms)))
    rows = pd.DataFrame({"n_han": 2 * tokens, "n_tokens": tokens})
    names = [f"g{i}" for i in range(n_groups)]
    rows["group"] = pd.Categorical(np.repeat(names, lengths), names, ordered=True)
    terms = pd.DataFrame(
        {"term": [f"w{i:03d}" for i in range(n_terms)], "lane": "word", "is_stopword": False}
    )
    return select_family(
        Dtm(
            scipy.sparse.csr_array(hits),
            rows,
            terms.astype({"term": "str"}).assign(term="词" + terms["term"]),
        )
    )


def list_length(dtm, target):
    """Terms listed for a target, as measure_keyness lists them."""
    sums = GroupSums.of(dtm)
    line = find_lines(dtm, sums, alpha=ALPHA, n_pseudo=100)[target]
    others = [g for g in range(len(sums.names)) if g != target]
    counts = sums.contrast(target, others, exposure="tokens")
    z = log_odds_z(*counts, (sums.hits / sums.tokens[:, None]).mean(axis=0))
    return int(((z > line.list_line) & (sums.hit_sentences[target] >= LISTED_SENTENCES)).sum())


@pytest.mark.slow
def test_groups_that_differ_by_chance_list_at_most_one_term_on_average():
    lengths = (37, 60, 20, 20, 41)
    found = [list_length(invented(5, 120, lengths=lengths, seed=s), s % 5) for s in range(100)]
    assert np.mean(found) <= 1


@pytest.mark.slow
def test_random_halves_of_a_text_list_at_most_one_term_on_average():
    dtm = cast_dtm(gold_frames(), unit="sentence", scope="body")
    own = np.flatnonzero(dtm.rows["doc_id"] == "wuxi")
    rng = np.random.default_rng(0)
    found = []
    for _ in range(120):
        half = pd.Categorical(np.where(rng.permutation(len(own)) % 2, "one", "other"))
        rows = dtm.rows.iloc[own].reset_index(drop=True).assign(group=half)
        found.append(list_length(select_family(Dtm(dtm.matrix[own], rows, dtm.terms), 6), 0))
    assert np.mean(found) <= 1


@pytest.mark.slow
def test_stretches_of_the_five_texts_shuffled_list_at_most_one_term_on_average():
    dtm = cast_dtm(gold_frames(), unit="sentence")
    rng = np.random.default_rng(1)
    found = []
    for turn in range(100):
        order = rng.permutation(len(dtm.rows))
        rows = dtm.rows.iloc[order].reset_index(drop=True).assign(group=dtm.rows["group"])
        found.append(list_length(select_family(Dtm(dtm.matrix[order], rows, dtm.terms)), turn % 5))
    assert np.mean(found) <= 1


def test_planted_terms_are_found_unless_the_target_is_most_of_the_corpus():
    table = measure_keyness(gold_frames()).groupby("group", observed=True)[["power", "n_detectable"]].first()
    assert (table["power"].drop("wuxi") >= 0.8).all()  # 36 % of all tokens: see the next test
    assert (table["n_detectable"] <= 12).all()


def test_in_the_longest_text_eight_hits_are_no_evidence_whatever_the_statistic():
    """Chance puts 8 of the term's 11 hits (4 pairs, 3 single) into 36 % of the text once in twenty times: with 51 terms
    tested, any rule that found it would list two or three terms of noise."""
    sums = GroupSums.of(select_family(cast_dtm(gold_frames(), unit="sentence")))
    share = sums.tokens[0] / sums.tokens.sum()
    clumps = scipy.stats.binom.pmf(np.arange(5), 4, share)
    chance = sum(p * scipy.stats.binom.sf(7 - 2 * pairs, 3, share) for pairs, p in enumerate(clumps))
    assert sums.names[0] == "wuxi" and 0.03 < chance < 0.07 and chance * sums.hits.shape[1] > 1.5


def test_a_planted_term_is_found_by_the_whole_way_as_often_as_said():
    dtm = select_family(cast_dtm(gold_frames(), unit="sentence"))
    sums = GroupSums.of(dtm)
    target, others = sums.names.index("guichi"), [g for g, name in enumerate(sums.names) if name != "guichi"]
    line = find_lines(dtm, sums, alpha=ALPHA)[target].list_line
    rng = np.random.default_rng(4)
    codes = dtm.rows["group"].cat.codes.to_numpy()
    tokens = dtm.rows["n_tokens"].to_numpy(dtype=float)
    own, rest = np.flatnonzero(codes == target), np.flatnonzero(codes != target)
    quarter = round(8 / tokens[own].sum() / 4 * tokens[rest].sum())
    found = []
    for _ in range(200):
        column = np.zeros(len(codes))
        np.add.at(column, rng.choice(rng.choice(own, 4, replace=False), 8), 1)
        np.add.at(column, rng.choice(rest, quarter, p=tokens[rest] / tokens[rest].sum()), 1)
        planted = GroupSums.of(dtm._replace(matrix=scipy.sparse.csr_array(column[:, None])))
        counts = planted.contrast(target, others, exposure="tokens")
        found.append(log_odds_z(*counts, (planted.hits / planted.tokens[:, None]).mean(axis=0))[0] > line)
    assert abs(np.mean(found) - plant_power(sums, target, others, line=line, alpha=ALPHA)) < 0.07


def test_two_groups_and_twelve_groups_work():
    two = measure_keyness(gold_frames(), by="admin_level")
    assert set(two["group"]) == {"city", "district"}
    many = measure_keyness(gold_frames(), by="speaker")
    assert many["group"].nunique() >= 8


def test_a_group_without_a_word_has_no_row_and_is_no_reference():
    frames = gold_frames()
    tokens = frames["tokens"]
    mute = {**frames, "tokens": tokens[tokens["doc_id"] != "anonymous"].reset_index(drop=True)}
    found = measure_keyness(mute)
    assert set(found["group"]) == set(ORDER) - {"anonymous"} and found["log_odds_z"].notna().all()
    assert set(measure_keyness(mute, reference="pairs")["reference"]) == set(ORDER) - {"anonymous"}
