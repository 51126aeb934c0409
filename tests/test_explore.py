"""The exploring notebook's widgets: what they select, show, and do not let act."""

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis.display import lines_html, sentences_html
from analysis.explore import leading_terms, select_demands, select_spans
from analysis.plots.style import make_look


@pytest.fixture(scope="module")
def settings(root):
    return an.read_settings(root / "data" / "raw")


@pytest.fixture(scope="module")
def look(frames, settings):
    return make_look(frames, settings)


def click(drawn, *marks):
    """Tell a chart what the browser tells it when marks are clicked."""
    points = {"vlPoint": {"or": [{"mark": mark} for mark in marks]}} if marks else None
    drawn._vl_selections = {"picked": {"value": points, "store": []}}


def test_a_click_shows_as_many_hits_as_the_mark_counts(frames, look):
    shares = an.measure_themes(frames)
    found = an.find_hits(shares, an.counted_demands(frames), ["theme", "group"])
    box = an.open_on_click(an.chart_matrix(shares, look), found, frames)
    drawn, sentences = box.children
    for mark in shares.index[shares["n"] > 0][:5]:
        click(drawn, mark)
        assert f"<b>{shares['n'][mark]:,} hits in " in sentences.value
    click(drawn)
    assert "hits in" not in sentences.value


def test_terms_and_selectors_choose_lines(frames, settings, look):
    box = an.explore_terms(frames, settings, look)
    bar, shown = box.children
    terms, place, theme, speaker = bar.children
    assert terms.value == "|".join(leading_terms(frames, settings, 2))
    assert len(shown.children) == 2
    doc_id = str(frames["documents"]["doc_id"].iloc[0])
    place.value = doc_id
    listed = shown.children[1].value
    assert doc_id in listed and not any(
        other in listed for other in frames["documents"]["doc_id"] if other != doc_id
    )
    terms.value = "此词无处可寻"
    assert "Nothing found" in shown.children[0].value
    assert {theme.value, speaker.value} == {""}


def test_demands_are_chosen_by_all_four(frames, look):
    box = an.explore_demands(frames, look)
    bar, shown = box.children
    directives = frames["directives"]
    assert f"{len(directives):,} of {len(directives):,} demands" in shown.value
    for column, widget in zip(("doc_id", "theme", "speaker", "level"), bar.children, strict=True):
        widget.value = widget.options[1][1]
        n = int((directives[column] == widget.value).sum())
        assert f"<p>{n:,} of {len(directives):,} demands" in shown.value
        widget.value = ""


def test_nothing_chosen_selects_everything(frames):
    assert len(select_demands(frames["directives"])) == len(frames["directives"])
    tokens = frames["tokens"].head(100)
    assert select_spans(tokens, frames).equals(tokens)


def test_a_span_is_in_a_theme_where_any_demand_around_it_has_it(frames):
    directives = frames["directives"]
    theme = directives["theme"].dropna().astype("str").iloc[0]
    tokens = frames["tokens"].head(500)
    known = np.array(
        [
            bool(((own["start"] <= start) & (start < own["end"])).any())
            for start, own in (
                (row.start, directives[(directives["doc_id"] == row.doc_id) & (directives["theme"] == theme)])
                for row in tokens.itertuples()
            )
        ]
    )
    assert select_spans(tokens, frames, theme=theme).equals(tokens[known])


def test_a_text_cannot_act_in_a_cell():
    mark = "<script>x</script>"
    row = {
        "doc_id": mark, "left": mark, "keyword": mark, "right": mark, "sentence": f"a{mark}b", "sentence_index": 0,
        "speaker": mark, "kind": mark, "raw_start": 0, "raw_end": 1,
    }  # fmt: skip
    for page in (lines_html(pd.DataFrame([row])), sentences_html(pd.DataFrame([row]))):
        assert "<script" not in page and "&lt;script&gt;" in page
