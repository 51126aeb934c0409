"""TF-IDF: scikit-learn's numbers, and how few values its IDF has for five texts."""

import numpy as np
import pytest
from goldframes import gold_frames
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.counts import cast_dtm, scope_spans, spans_at
from analysis.measures.tfidf import measure_tfidf, tfidf_matrix


def token_lists(frames):
    """Word tokens in scope of each document, from the frames by plain Python."""
    tokens = frames["tokens"]
    kept = tokens[spans_at(frames, scope_spans(frames), tokens) >= 0]
    lists = {d: [] for d in frames["documents"]["doc_id"]}
    for doc_id, term in zip(kept["doc_id"], kept["term"], strict=True):
        if any(c.isalnum() for c in term):
            lists[doc_id].append(term)
    return lists


@pytest.mark.parametrize("smooth_idf", [True, False])
@pytest.mark.parametrize("sublinear_tf", [True, False])
def test_equal_to_a_vectorizer_on_the_same_tokens(smooth_idf, sublinear_tf):
    frames = gold_frames()
    lists = token_lists(frames)
    vectorizer = TfidfVectorizer(
        analyzer=lambda tokens: tokens, smooth_idf=smooth_idf, sublinear_tf=sublinear_tf
    )
    expected = vectorizer.fit_transform(lists.values())
    dtm = cast_dtm(frames)
    weights, idf = tfidf_matrix(dtm, smooth_idf=smooth_idf, sublinear_tf=sublinear_tf)
    assert dtm.terms["term"].tolist() == vectorizer.get_feature_names_out().tolist()
    assert np.abs((weights - expected).toarray()).max() < 1e-9
    assert np.abs(idf - vectorizer.idf_).max() < 1e-9


def test_five_texts_give_the_idf_five_values_and_sections_many_more():
    document = measure_tfidf(gold_frames())
    section = measure_tfidf(gold_frames(), unit="section")
    assert set(document["n_idf_values"]) == {5} and set(document["n_units"]) == {5}
    assert section["n_idf_values"].iloc[0] > 15 and section["n_units"].iloc[0] > 50


def test_a_term_of_all_units_has_the_least_idf():
    table = measure_tfidf(gold_frames(), smooth_idf=False)
    everywhere = table[table["n_units_hit"] == 5]
    assert (everywhere["idf"] == 1).all() and table.loc[table["n_units_hit"] < 5, "idf"].min() > 1


def test_a_group_of_sections_has_their_mean():
    table = measure_tfidf(gold_frames(), unit="section")
    dtm = cast_dtm(gold_frames(), unit="section")
    weights, _ = tfidf_matrix(dtm)
    row = table[(table["term"] == "整改") & (table["group"] == "guichi")].iloc[0]
    own = (dtm.rows["group"] == "guichi").to_numpy()
    column = dtm.terms["term"].tolist().index("整改")
    assert row["tfidf"] == pytest.approx(weights.toarray()[own, column].mean(), abs=1e-12)
