"""Findings, captions and tables are computed: they follow the frames, and say less where there is less."""

import re

import pandas as pd
import pytest

import analysis as an
from analysis.cards import make_caption
from analysis.display import escape
from analysis.findings import (
    find_corpus,
    find_demands,
    find_keyness,
    find_limits,
    find_similarity,
    find_targets_stated,
    find_themes,
    find_vocabulary,
)
from analysis.measures.documents import measure_documents
from analysis.measures.ladder import measure_ladder
from analysis.plots.style import make_look


@pytest.fixture(scope="module")
def settings():
    return an.read_settings()


@pytest.fixture(scope="module")
def look(frames, settings):
    return make_look(frames, settings)


def only(frames, doc_id):
    """The frames of one of the documents."""
    return {
        name: table[table["doc_id"] == doc_id] if "doc_id" in table else table
        for name, table in frames.items()
    }


def test_numbers_in_sentences_are_those_of_the_frames(frames, look):
    corpus, demands = " ".join(find_corpus(frames, look)), " ".join(find_demands(frames, look))
    assert f"{len(frames['texts'])} texts" in corpus and f"{len(frames['edits']):,} edits" in corpus
    assert f"{len(frames['directives']):,} demands" in demands
    headlines = frames["directives"].query("level == 1")
    assert f"{len(headlines)} of them headlines and {int(headlines['is_listed'].sum())} of these" in demands


def test_demands_without_a_modal_are_counted_as_a_reader_would(frames, look):
    quotes = an.text_of(frames["directives"], frames["texts"])
    # 要 that is no modal stands in 主要, 重要, 需要, 要求, 首要, 摘要, 概要, 要素, 要点, 纲要: taken out by hand here.
    rest = quotes.str.replace("主要|重要|需要|要求|首要|摘要|概要|要素|要点|纲要", "", regex=True)
    plain = int((~rest.str.contains("要|必须")).sum())
    sentence = next(text for text in find_demands(frames, look) if "neither" in text)
    assert f"({plain} of {len(quotes)})" in sentence


def test_what_is_missing_or_contradicted_is_said(frames, look):
    text = " ".join(find_corpus(frames, look))
    documents = frames["documents"].set_index("doc_id")
    for doc_id in documents.index[documents["title"].isna()]:
        assert f"No title is known for {look.name(doc_id)}" in text
    assert "contradict each other" in text and "breaks off" in text


def test_one_text_gives_sentences_that_are_still_true(frames, settings):
    one = only(frames, "guichi")
    look = make_look(one, settings)
    text = " ".join(
        find_corpus(one, look) + find_demands(one, look) + find_themes(an.measure_themes(one), look)
    )
    assert text.startswith("1 text of") and "breaks off" not in text and "fewest" not in text
    assert "differences between texts" not in text and "do not overlap" not in text
    assert find_keyness(an.measure_keyness(one), look) == [
        "Fewer than two groups: no word can mark one of them."
    ]
    assert find_limits(one, settings) == ["One group: nothing is compared."]
    assert find_similarity(an.measure_similarity(one), pd.DataFrame(), look) == [
        "Fewer than two groups have words to compare."
    ]


def test_texts_without_demands_say_so(frames, look):
    bare = frames | {"directives": frames["directives"].iloc[:0]}
    assert find_demands(bare, look) == ["No demand was found in these texts."]
    assert find_themes(an.measure_themes(bare), look) == ["No demand has a theme of this pack."]


def test_the_idf_warning_counts_the_values(frames, look):
    tfidf = an.measure_tfidf(frames)
    assert f"IDF takes {tfidf['idf'].round(9).nunique()} values" in find_vocabulary(tfidf, look)[0]


def test_table_1_has_a_row_a_text_in_order(frames):
    table = measure_documents(frames)
    assert table["doc_id"].tolist() == frames["documents"]["doc_id"].tolist()
    assert table["n_directives"].sum() == len(frames["directives"])
    assert table["n_sentences"].sum() == len(frames["sentences"])
    assert (table["n_han"] < table["n_characters"]).all() and table["breaks_off"].sum() == 1


def test_the_ladder_counts_every_demand_under_a_listed_headline_once(frames):
    table = measure_ladder(frames)
    directives = frames["directives"]
    listed = directives[(directives["level"] == 1) & directives["is_listed"]]
    heads = table.drop_duplicates(["doc_id", "directive_index"])
    assert len(heads) == len(listed)
    assert table.groupby(["doc_id", "directive_index"])["share"].sum().round(9).eq(1).all()
    under = directives[directives["parent_index"].notna() & directives["is_listed"]]
    bare = (heads["n_total"] == 1).sum()
    assert table["n"].sum() - len(under) <= bare


def test_ranks_restart_in_every_list(frames):
    heads = measure_ladder(frames).drop_duplicates(["doc_id", "directive_index"])
    for _, part in heads.groupby(["doc_id", "speaker", "list_index"]):
        assert part["rank"].tolist() == list(range(1, len(part) + 1))


@pytest.mark.parametrize("labels", ["zh", "en", "both"])
def test_a_caption_says_how_many_texts_and_what_is_counted(frames, labels):
    caption = make_caption(frames, an.read_settings(labels=labels), "注 | note")
    assert ("5 篇文本" in caption) == (labels != "en") and ("5 texts" in caption) == (labels != "zh")
    assert ("发言者" in caption) == (labels != "en") and ("speaker" in caption) == (labels != "zh")
    assert "†" in caption and "|" not in caption


def test_a_text_cannot_act_as_markup():
    shown = an.show_findings(["<script>x</script> **粗** $x$ [a](b) `c`"]).data
    assert shown.startswith("- ") and not re.search(r"(?<!\\)[<>*$`\[\]]", shown[2:])
    assert escape("无锡 Wuxi (15), 79%") == "无锡 Wuxi (15), 79%"


def test_where_no_demand_states_a_figure_none_is_said(frames, look):
    sentence = find_targets_stated(frames, look)[0]
    inside = frames["targets"].dropna(subset="directive_index")
    words = an.text_of(
        inside[inside["kind"].isin(["target", "standard", "indicator", "money", "date"])], frames["texts"]
    )
    stated = int(words.str.contains(r"\d|[一二三四五六七八九十百千万亿]").sum())
    assert ("None of them states a figure" in sentence) == (stated == 0)


def test_where_no_group_is_ranked_the_pack_is_said_not_to_fit(look):
    rows = [(theme, f"g{n}", k) for n in range(12) for theme, k in (("unthemed", 9), ("water", 1))]
    shares = pd.DataFrame(rows, columns=["theme", "group", "n"])
    shares = shares.assign(n_total=10, share=shares["n"] / 10, share_low=0.0, share_high=1.0, note="withheld")
    said = " ".join(find_themes(shares, look))
    assert "In 12 of 12 groups more than half" in said and "choose another by --theme-pack" in said
    assert "leading theme" not in said and "can be read" not in said
    one = shares.assign(note=shares["note"].where(shares["group"] != "g0"))
    said = " ".join(find_themes(one, look))
    assert "Of 1 group, the leading theme is" in said and "In 11 of 12 groups" in said
    assert "choose another" not in said
