"""Method cards: what a reviewer asks first, computed from the frames and from the result itself."""

import pandas as pd
import pytest

import analysis as an
from analysis.cards import card_html, make_caption, make_card
from analysis.measures.results import RESULTS
from analysis.methods import METHODS, confounds, result_of
from analysis.plots.palette import Themes
from analysis.plots.style import Look, text_on


@pytest.fixture(scope="module")
def settings():
    return an.read_settings()


def test_every_method_is_of_a_result_and_a_result_is_known_by_its_columns():
    assert set(METHODS) <= set(RESULTS)
    for name, frame in RESULTS.items():
        assert result_of(pd.DataFrame(columns=list(frame.dtypes()))) == name


def test_a_card_states_the_family_of_tests_and_the_sizes_of_its_table(frames, settings):
    shares = an.measure_themes(frames)
    card = make_card(shares, frames, settings)
    assert card["family of tests (m)"] == f"{int(shares['m'].max())}" and f"{len(shares)} rows" in card["n"]
    low, high = shares["n_total"].min(), shares["n_total"].max()
    assert f"{low} to {high} units a group" in card["n"] and "attributed" in card["scope"]
    assert (
        make_card(an.measure_composition(frames), frames, settings, counted=False)["scope"] == "whole texts"
    )


def test_what_is_drawn_at_random_is_said(frames, settings):
    drawn = make_card(an.measure_similarity(frames, n_draws=20), frames, settings)["random state"]
    assert (
        drawn.startswith("0")
        and "nothing" in make_card(an.measure_strength(frames), frames, settings)["random state"]
    )


def test_confounds_follow_the_groups(frames):
    by_text, by_year = (" ".join(confounds(frames, an.read_settings(by=by))) for by in ("doc_id", "year"))
    assert "One text a group" in by_text and "One text a group" not in by_year
    assert "not to be told apart: place" in by_text and "not to be told apart: year" in by_year
    assert "江苏省无锡市梁溪区 in 江苏省无锡市" in by_text


def test_a_card_stays_folded_and_nothing_in_it_acts_as_markup():
    html = card_html({"n": "<script>", "unit": "a & b"}, "03_x")
    assert html.startswith("<details><summary>") and "<script>" not in html and "a &amp; b" in html


def test_a_figure_is_shown_with_its_card_below_and_saved(frames, settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ANALYSIS_OUT", str(tmp_path))
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    table = an.measure_strength(frames)
    figure = an.plot_strength(table, an.use_look(frames, settings))
    an.show_figure(figure, "04_strength", table, "注 | note", frames=frames, settings=settings)
    assert shown[0] is figure and "Method card: 04_strength" in shown[1].data
    assert (tmp_path / "figures" / "04_strength.csv").is_file() and "04_strength" in capsys.readouterr().out


def test_a_theme_has_one_number_and_one_colour_in_every_figure(frames, settings):
    look = an.use_look(frames, settings)
    every = [key.partition(":")[2] for key in look.words if key.startswith("theme:")]
    one, other = Themes(look, every), Themes(look, every[3:5])
    assert len({one.number(theme) for theme in every}) == len(every)
    for theme in every[3:5]:
        assert one.number(theme) == other.number(theme) and one.color(theme) == other.color(theme)
    assert {text_on(one.color(theme)) for theme in every} <= {"black", "white"}


def test_a_theme_of_no_pack_is_numbered_too():
    themes = Themes(Look((), words={"theme:a": ("甲", "")}), ["z", "a", "unthemed"])
    assert [themes.number(theme) for theme in ("a", "z", "unthemed")] == ["1", "2", ""]
    assert themes.present == ["a", "z", "unthemed"]


@pytest.mark.parametrize("by", ["speaker", "kind"])
def test_groups_that_lie_within_documents_have_confounds_too(frames, by):
    assert confounds(frames, an.read_settings(by=by))


def test_what_hardly_any_text_has_coincides_with_nothing(frames, settings):
    """Of texts whose place and source nobody knows, it is not said that these differ."""
    bare = frames["documents"].assign(place=None, source=None)
    said = " ".join(confounds({**frames, "documents": bare}, settings))
    apart = said.partition("not to be told apart: ")[2].partition(".")[0]
    assert apart and "place" not in apart and "source" not in apart


def test_a_scope_in_which_nothing_lies_is_said(frames, settings):
    other = frames["sections"].assign(kind="other")
    note = "scope = body counts all but title and source"
    assert note not in make_caption(frames, settings)
    assert note in make_caption({**frames, "sections": other}, settings)
    assert note not in make_caption({**frames, "sections": other}, settings, counted=False)
