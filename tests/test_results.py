"""What holds for every measure: the described columns, any grouping, any order of documents, an empty corpus."""

import numpy as np
import pandas as pd
import pytest
from goldframes import ORDER, gold_frames, policy_terms

from analysis.frames import CATEGORY, FRAMES, FrameError, combine, empty_frame
from analysis.measures import (
    clarity,
    clauses,
    coding,
    collocation,
    composition,
    correspondence,
    dispersion,
    diversity,
    documents,
    frequency,
    groups,
    keyness,
    ladder,
    priorities,
    repairs,
    reuse,
    robustness,
    similarity,
    tfidf,
    themes,
    vocabulary,
)
from analysis.measures.results import RESULTS, make_result

TERMS = ["督察", "整改", "绿色", "没有这个词"]
FAMILIES = {"督察": "", "环境保护": ""}
# Result → the measure on some frames, with or without a grouping.
BY = {
    "groups": lambda frames, **by: groups.measure_groups(frames, **by),
    "frequency": lambda frames, **by: frequency.measure_frequency(frames, **by),
    "families": lambda frames, **by: frequency.measure_families(frames, FAMILIES, **by),
    "tfidf": lambda frames, **by: tfidf.measure_tfidf(frames, **by),
    "keyness": lambda frames, **by: keyness.measure_keyness(frames, **by),
    "themes": lambda frames, **by: themes.measure_themes(frames, unit="sentences", **by),
    "theme_rates": lambda frames, **by: themes.measure_theme_rates(frames, **by),
    "vocabulary": lambda frames, **by: vocabulary.measure_vocabulary(frames, **by),
    "vocabulary_parts": lambda frames, **by: vocabulary.measure_vocabulary_parts(frames, **by),
    "composition": lambda frames, **by: composition.measure_composition(frames, **by),
    "dispersion": lambda frames, **by: dispersion.measure_dispersion(frames, **by),
    "positions": lambda frames, **by: dispersion.measure_positions(frames, TERMS, **by),
    "diversity": lambda frames, **by: diversity.measure_diversity(frames, **by),
    "similarity": lambda frames, **by: similarity.measure_similarity(frames, n_draws=5, **by),
    "correspondence": lambda frames, **by: correspondence.measure_correspondence(frames, **by),
    "map": lambda frames, **by: similarity.measure_map(frames, **by),
    "tree": lambda frames, **by: similarity.measure_tree(frames, **by),
    "variants": lambda frames, **by: robustness.measure_variants({"policy": frames}, TERMS, **by),
    "robustness": lambda frames, **by: robustness.measure_robustness({"policy": frames}, TERMS, **by),
    "strength": lambda frames, **by: priorities.measure_strength(frames, **by),
    "actors": lambda frames, **by: priorities.measure_actors(frames, **by),
    "clarity": lambda frames, **by: clarity.measure_clarity(frames, **by),
}
WHOLE = {
    "document_table": documents.measure_documents,
    "repairs": repairs.measure_repairs,
    "strips": repairs.measure_strips,
    "ladder": ladder.measure_ladder,
    "formulas": lambda frames: vocabulary.measure_formulas(frames, ["三线一单", "两个确立"]),
    "course": composition.measure_course,
    "collocation": lambda frames: collocation.measure_collocation(frames, "整改"),
    "phrases": collocation.measure_phrases,
    "set_phrases": reuse.measure_set_phrases,
    "formulaic": reuse.measure_formulaic,
    "shared_clauses": clauses.measure_shared_clauses,
    "agreement": lambda frames: coding.measure_agreement(coding.blank_clarity_sheet(frames, n=9)),
    "precision": lambda frames: coding.measure_precision(
        coding.blank_precision_sheet(frames, "themes/environment", n=3)
    ),
}

GROUPINGS = ["place", "year", "admin_level", "speaker", "kind"]


def check_described(table, name):
    frame = RESULTS[name]
    assert list(table.columns) == list(frame.dtypes())
    for column in frame.columns:
        assert str(table[column.name].dtype) == column.dtype, column.name
        if column.values and column.dtype == CATEGORY:
            assert set(table[column.name].dropna()) <= set(column.values)
    if frame.key:
        assert not table.duplicated(list(frame.key)).any()


def test_every_result_is_measured_here():
    assert set(BY) | set(WHOLE) | {"contributions"} == set(RESULTS)
    check_described(similarity.measure_contributions(gold_frames(), "wuxi", "guichi"), "contributions")


@pytest.mark.parametrize("name", [*BY, *WHOLE])
def test_columns_are_as_described(name):
    table = (BY | WHOLE)[name](gold_frames())
    check_described(table, name)
    assert len(table) > 0 or name in ("map", "tree", "repairs")  # too few groups; gold frames have no edits


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("name", BY)
def test_every_measure_takes_any_grouping(name, by):
    check_described(BY[name](gold_frames(), by=by), name)


@pytest.mark.parametrize("name", BY)
def test_one_group_and_one_text_are_enough(name):
    check_described(BY[name](gold_frames(), by=dict.fromkeys(ORDER, "all")), name)
    check_described(BY[name](gold_frames(("guichi",))), name)


@pytest.mark.parametrize("name", [*BY, *WHOLE])
def test_the_order_of_documents_does_not_matter(name):
    measure = (BY | WHOLE)[name]
    tables = []
    for order in (ORDER, ORDER[::-1]):
        table = measure(gold_frames(order))
        plain = table.astype({c: "str" for c in table if isinstance(table[c].dtype, pd.CategoricalDtype)})
        tables.append(plain.sort_values(list(plain.columns)).reset_index(drop=True))
    pd.testing.assert_frame_equal(*tables, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", [*BY, *WHOLE])
def test_a_second_run_gives_the_same_bits(name):
    measure = (BY | WHOLE)[name]
    pd.testing.assert_frame_equal(measure(gold_frames()), measure(gold_frames()), check_exact=True)


@pytest.mark.parametrize("name", [*BY, *WHOLE])
def test_a_corpus_without_sections_turns_or_directives_breaks_nothing(name):
    bare = {
        **gold_frames(),
        **{frame: empty_frame(frame) for frame in ("directives", "matches", "actors", "damage")},
    }
    check_described((BY | WHOLE)[name](bare), name)
    bare |= {frame: empty_frame(frame) for frame in ("sections", "turns")}
    check_described((BY | WHOLE)[name](bare), name)


@pytest.mark.parametrize("name", [*BY, *WHOLE])
def test_no_document_at_all_gives_no_row(name):
    table = (BY | WHOLE)[name]({**combine([]), **{frame: empty_frame(frame) for frame in FRAMES}})
    check_described(table, name)
    assert len(table) == (4 if name == "agreement" else 0)


def test_many_groups_can_be_mapped():
    frames = gold_frames()
    check_described(similarity.measure_map(frames, by="speaker"), "map")
    mapped, joins = (
        measure(frames, by="speaker") for measure in (similarity.measure_map, similarity.measure_tree)
    )
    assert len(mapped) == len(joins) + 1 >= 8
    assert similarity.measure_map(frames).empty


def test_a_result_with_a_wrong_column_is_refused():
    with pytest.raises(FrameError, match="missing columns"):
        make_result("phrases", {"phrase": []})


def test_results_hold_no_infinity():
    for name, measure in (BY | WHOLE).items():
        numbers = measure(gold_frames()).select_dtypes("float64")
        assert not np.isinf(numbers.to_numpy()).any(), name


def test_policy_terms_of_the_gold_have_themes():
    assert set(policy_terms().values()) >= {"water", "air", "overall"}
