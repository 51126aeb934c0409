"""Every figure at one to thirty-one groups: nothing overlaps, nothing is cut off, nothing too small or too tall."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis.plots.layout import notes_of, row_height
from analysis.plots.style import ONE_COLUMN, SMALL, TWO_COLUMNS, missing_characters
from analysis.tokens import TokenizerSettings, retokenize

RAW = Path(__file__).parents[1] / "data" / "raw"
TALLEST = 11.8  # inches: a sheet of A4 with its caption
SLACK = 2.0  # pixels at 100 dpi two boxes may share: boxes of text are a little larger than its ink
SIZES = {3: ("wuxi", "guichi", "anonymous"), 1: ("guichi",)}


def parts_of(text, n):
    """A text cut into n parts at line ends, for corpora of other sizes."""
    lines = text.split("\n")
    return ["\n".join(lines[i * len(lines) // n : (i + 1) * len(lines) // n]) for i in range(n)]


@pytest.fixture(scope="module")
def corpora(frames, tmp_path_factory):
    """Frames of one, three, five, twelve and thirty-one texts, and whatever was measured on them, once."""
    settings = an.read_settings(RAW)
    texts = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    cut = {
        12: (("wuxi", 4), ("liangxi", 4), ("shanwei", 4)),
        31: (("wuxi", 13), ("liangxi", 10), ("anonymous", 8)),
    }
    pieces = {n: [texts[name] for name in names] for n, names in SIZES.items()}
    pieces |= {n: [part for name, m in cuts for part in parts_of(texts[name], m)] for n, cuts in cut.items()}
    built = {5: Corpus(frames, settings)}
    for n, own in pieces.items():
        folder = tmp_path_factory.mktemp(f"texts{n}")
        for number, piece in enumerate(own):
            words = (
                piece if n < 12 else f"会议要求，{piece.strip()}"
            )  # a piece without its speaker has no scope
            (folder / f"text{number:02d}.txt").write_text(words, encoding="utf-8")
        built[n] = Corpus(an.build_frames(folder, settings), settings)
    return built


class Corpus:
    """Frames, and what tests measure on them."""

    def __init__(self, frames, settings):
        self.frames, self.settings = frames, settings
        self.measure = cache(self._measure)

    def _measure(self, name, *arguments, **options):
        return getattr(an, name)(self.frames, *arguments, **options)

    def content(self):
        return an.content_words(self.measure("measure_frequency", min_count=1))

    def leading(self):
        """The terms used most, as a notebook picks them."""
        return tuple(self.content().groupby("term")["n_token"].sum().nlargest(6).index)

    def shared(self):
        table = self.content()
        return table[table["term"].isin(self.leading())]

    def variants(self):
        return {"policy": self.frames, "dictionary": retokenize(self.frames, TokenizerSettings())}

    def shift(self):
        groups = list(self.measure("measure_similarity")[["group", "other"]].iloc[0])
        return self.measure("measure_contributions", *groups)


DRAWN = {
    "strips": lambda c: (an.plot_strips, c.measure("measure_strips")),
    "composition": lambda c: (an.plot_composition, c.measure("measure_composition")),
    "course": lambda c: (an.plot_course, c.measure("measure_course")),
    "themes": lambda c: (an.plot_themes, c.measure("measure_themes")),
    "voices": lambda c: (an.plot_themes, c.measure("measure_themes", by="speaker")),
    "actors": lambda c: (an.plot_actors, c.measure("measure_actors")),
    "theme_rates": lambda c: (theme_rates, c.measure("measure_theme_rates")),
    "rates": lambda c: (an.plot_rates, c.shared()),
    "plane": lambda c: (an.plot_correspondence, c.measure("measure_correspondence")),
    "tfidf": lambda c: (
        an.plot_tfidf,
        an.top_rows(an.contrast_groups(an.content_words(c.measure("measure_tfidf")), "tfidf"), "lead", 10),
    ),
    "clouds": lambda c: (an.plot_wordclouds, an.top_rows(c.content(), "n_token", 40)),
    "compared": lambda c: (
        lambda table, look: an.plot_clouds_compared(table, c.content(), look),
        c.measure("measure_keyness"),
    ),
    "vocabulary": lambda c: (an.plot_vocabulary, c.measure("measure_vocabulary_parts")),
    "keyness": lambda c: (an.plot_keyness, c.measure("measure_keyness")),
    "formulas": lambda c: (
        an.plot_formulas,
        c.measure("measure_formulas", tuple(entry.term for entry in c.settings.terms("formulas"))),
    ),
    "xray": lambda c: (an.plot_positions, c.measure("measure_positions", c.leading())),
    "collocates": lambda c: (an.plot_collocation, c.measure("measure_collocation", c.leading()[0])),
    "diversity": lambda c: (an.plot_diversity, c.measure("measure_diversity")),
    "robust": lambda c: (an.plot_robustness, an.measure_robustness(c.variants(), c.leading())),
    "ladder": lambda c: (an.plot_ladder, c.measure("measure_ladder")),
    "strength": lambda c: (an.plot_strength, c.measure("measure_strength")),
    "clarity": lambda c: (an.plot_clarity, c.measure("measure_clarity")),
    "similarity": lambda c: (an.plot_similarity, c.measure("measure_similarity")),
    "shift": lambda c: (an.plot_shift, c.shift()),
    "phrases": lambda c: (an.plot_phrases, c.measure("measure_set_phrases")),
    "map": lambda c: (
        lambda table, look: an.plot_map(table, c.measure("measure_tree"), look),
        c.measure("measure_map"),
    ),
}
# Between the few and the many some figures change their form; robustness cuts every text anew, clouds are laid out
# word by word: seconds each, so at the sizes that matter.
USUAL, CHANGES = (1, 5, 31), (1, 3, 5, 12, 31)
ONLY = {
    "robust": (5, 12),
    "clouds": (1, 12),
    "compared": (5,),
    "map": (12, 31),
    "shift": (5,),
    **dict.fromkeys(("themes", "ladder", "similarity"), CHANGES),
    **dict.fromkeys(("strips", "composition", "vocabulary", "strength", "clarity", "course"), (1, 31)),
    **dict.fromkeys(("voices", "collocates", "diversity"), (5, 31)),
}
CASES = [(name, n) for name in DRAWN for n in ONLY.get(name, USUAL)]


def theme_rates(table, look):
    return an.plot_rates(table, look, label="theme", kind="theme")


def texts_of(figure):
    """Every piece of visible text and its box in pixels."""
    from matplotlib.text import Text

    figure.draw_without_rendering()
    unseen = {label for axes in figure.axes for label in unseen_labels(axes)}
    found = [(artist, artist.get_window_extent()) for artist in figure.findobj(Text) if artist not in unseen]
    return [(artist, box) for artist, box in found if artist.get_visible() and artist.get_text().strip()]


def unseen_labels(axes):
    """Texts of axes that are switched off, and labels of ticks outside of the view."""
    from matplotlib.text import Text

    if not axes.get_visible():
        yield from axes.findobj(Text)
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not axes.axison or not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                yield from (tick.label1, tick.label2)


def draw(name, corpus, *, labels="both", width=TWO_COLUMNS):
    settings = an.read_settings(RAW, labels=labels)
    look = an.use_look(corpus.frames, settings, width=width)
    plot, table = DRAWN[name](corpus)
    figure = plot(table, look)
    an.caption_figure(figure, corpus.frames, settings)
    return figure


def assert_legible(figure):
    """Text is large enough, has all its characters, stands within the figure and on no other text."""
    texts = texts_of(figure)
    assert texts
    width, height = figure.bbox.width, figure.bbox.height
    assert figure.get_figheight() <= TALLEST
    for artist, box in texts:
        words = artist.get_text()
        assert artist.get_fontsize() >= SMALL, words
        assert missing_characters(words) == [], words
        assert box.x0 >= -SLACK and box.x1 <= width + SLACK, f"cut off: {words}"
        assert box.y0 >= -SLACK and box.y1 <= height + SLACK, f"cut off: {words}"
    edges = np.array([[box.x0, box.y0, box.x1, box.y1] for _, box in texts])
    low = np.maximum(edges[:, None, :2], edges[None, :, :2])
    high = np.minimum(edges[:, None, 2:], edges[None, :, 2:])
    both = np.triu((high - low > SLACK).all(axis=2), 1)
    for one, other in zip(*np.nonzero(both), strict=True):
        raise AssertionError(f"overlap: {texts[one][0].get_text()!r} and {texts[other][0].get_text()!r}")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "n"), CASES)
def test_no_text_overlaps_or_is_cut_off_or_too_small(name, n, corpora):
    assert_legible(draw(name, corpora[n]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [name for name in DRAWN if name not in ("map", "robust", "clouds", "strips", "strength", "theme_rates")],
)
def test_every_figure_fits_one_column_of_a_journal(name, corpora):
    figure = draw(name, corpora[5], labels="zh", width=ONE_COLUMN)
    assert figure.get_figwidth() == pytest.approx(85 / 25.4)
    assert_legible(figure)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["themes", "theme_rates", "keyness", "ladder"])
def test_english_labels_fit_too(name, corpora):
    assert_legible(draw(name, corpora[5], labels="en"))


@pytest.mark.slow
def test_what_is_left_out_is_said(corpora):
    clouds = draw("clouds", corpora[31])
    number = corpora[31].content()["group"].nunique()
    assert number > 12 and f"first 12 of {number} groups drawn" in notes_of(clouds)[0]
    assert f"first 12 of {number} groups drawn" in clouds._supxlabel.get_text().replace("\n", " ")
    assert notes_of(draw("keyness", corpora[5])) == []
    assert any("not coded" in note for note in notes_of(draw("clarity", corpora[5])))


@pytest.mark.slow
def test_every_one_of_thirty_one_groups_has_its_panel(corpora):
    table = corpora[31].measure("measure_keyness")
    positive = table[(table["n_token"] > 0) & (table["log_odds_z"] > 0)]
    figure = draw("keyness", corpora[31])
    assert sum(axes.get_visible() for axes in figure.axes) == positive["group"].nunique() > 12
    assert notes_of(figure) == []
    many = pd.concat(
        [positive[positive["group"] == positive["group"].iloc[0]].assign(group=f"g{n}") for n in range(40)]
    )
    assert "first 33 of 40 groups drawn" in notes_of(an.plot_keyness(many))[0]


@pytest.mark.slow
def test_a_map_of_many_groups_has_a_number_for_every_point():
    names = [f"某某生态环境保护工作会议 {number}" for number in range(60)]
    at = np.random.default_rng(0).normal(size=(60, 2))
    table = pd.DataFrame({"group": names, "x": at[:, 0], "y": at[:, 1], "explained": 0.5})
    joins = [(0, 1, 0.1), *((60 + n, n + 2, 0.2 + n / 100) for n in range(58))]
    tree = pd.DataFrame(joins, columns=["left", "right", "distance"])
    figure = an.plot_map(table, tree)
    assert not [note for note in notes_of(figure) if "without room" in note]
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert [row.split()[-1] for row in rows] == [str(number) for number in range(1, 61)]


def test_what_is_not_drawn_is_not_explained(frames):
    settings = an.read_settings(RAW)
    note = "虚线：随机句子 | dashed: random sentences"
    table = an.measure_keyness(frames)
    for rows, told in ((table, True), (table.iloc[:0], False)):
        figure = an.plot_keyness(rows, an.use_look(frames, settings))
        an.caption_figure(figure, frames, settings, note)
        assert ("dashed" in figure._supxlabel.get_text()) == told


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in DRAWN if name != "map"])
def test_a_table_alone_is_enough(name, corpora):
    import matplotlib

    matplotlib.rcdefaults()
    plot, table = DRAWN[name](corpora[5])
    if name == "compared":
        figure = an.plot_clouds_compared(table, corpora[5].content())
    else:
        figure = an.plot_rates(table, label="theme", kind="theme") if name == "theme_rates" else plot(table)
    assert_legible(figure)
    fonts = {artist.get_fontname() for artist, _ in texts_of(figure)}
    assert fonts == {"Noto Sans SC"}


def test_rows_get_lower_as_they_get_more_but_stay_legible():
    heights = [row_height(n) for n in (1, 5, 31, 60, 500)]
    assert heights == sorted(heights, reverse=True) and heights[-1] * 72 > SMALL


@pytest.mark.slow
@pytest.mark.parametrize("by", ["genre", "province"])
def test_every_figure_can_be_regrouped(by, frames):
    settings = an.read_settings(RAW, by=by)
    look = an.use_look(frames, settings)
    assert set(look.groups) != set(look.documents)
    drawn = [
        (an.plot_composition, an.measure_composition(frames, by=by)),
        (an.plot_themes, an.measure_themes(frames, by=by)),
        (an.plot_strips, an.measure_strips(frames)),
        (an.plot_ladder, an.measure_ladder(frames)),
    ]
    if by == "genre":  # what takes seconds to measure, once
        drawn += [
            (an.plot_keyness, an.measure_keyness(frames, by=by)),
            (an.plot_similarity, an.measure_similarity(frames, by=by, n_draws=20)),
        ]
    for plot, table in drawn:
        words = " ".join(artist.get_text().replace("\n", " ") for artist, _ in texts_of(plot(table, look)))
        shown = look.present(table, "group" if "group" in table else "doc_id")
        names = [look.name(group, gap="\n").split("\n")[0].rstrip("†") for group in shown]
        assert all(name in words for name in names), (plot.__name__, names)


def test_the_longest_lists_are_drawn_those_of_other_texts_first(frames):
    settings = an.read_settings(RAW)
    ladder = an.measure_ladder(frames)
    many = ladder.iloc[:0]
    # Of one text forty-five lists, the last ones longest; of another a single one of one line.
    for number in range(45):
        part = ladder[ladder["rank"] == 1].head(1)
        rows = [part.assign(rank=rank + 1, list_index=number, doc_id="wuxi") for rank in range(1 + number)]
        many = pd.concat([many, *rows])
    many = pd.concat([many, ladder[ladder["rank"] == 1].head(1).assign(doc_id="guichi", list_index=0)])
    figure = an.plot_ladder(many, an.use_look(frames, settings))
    assert any("the longest 40 of 46 lists drawn" in note for note in notes_of(figure))
    assert any("the words of the headlines stand in the CSV" in note for note in notes_of(figure))
    heads = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert len(heads) == 40 and sum(head.startswith("贵池") for head in heads) == 1


def test_up_to_ten_lists_stand_side_by_side_with_their_words(frames):
    ladder = an.measure_ladder(frames)
    words = " ".join(
        artist.get_text().replace("\n", "")
        for artist, _ in texts_of(an.plot_ladder(ladder, an.use_look(frames, an.read_settings(RAW))))
    )
    assert len(ladder[["doc_id", "speaker", "list_index"]].drop_duplicates()) <= 10
    assert all(headline[:8] in words for headline in ladder["headline"])


def test_a_pack_that_fits_no_demand_is_named_as_such(frames):
    settings = an.read_settings(RAW)
    table = an.measure_themes(frames)
    table = table[table["theme"] == "unthemed"].assign(n=3)
    assert "choose another (theme_pack)" in notes_of(an.plot_themes(table, an.use_look(frames, settings)))[0]


@pytest.mark.slow
@pytest.mark.parametrize("by", ["speaker", "kind"])
def test_a_group_without_words_stops_no_figure(by, frames):
    settings = an.read_settings(RAW, by=by)
    look = an.use_look(frames, settings)
    words = an.content_words(an.measure_frequency(frames, by=by))
    assert (words.groupby("group", observed=False)["n_token"].sum() == 0).any()
    pairs = an.measure_similarity(frames, by=by, n_draws=20)
    assert pairs["excess"].notna().any()
    target, reference = pairs.nlargest(1, "excess")[["group", "other"]].to_numpy()[0]
    drawn = [
        an.plot_wordclouds(an.top_rows(words, "n_token", 45), look),
        an.plot_similarity(pairs, look),
        an.plot_shift(an.measure_contributions(frames, target, reference, by=by), look),
        an.plot_shift(an.measure_contributions(frames, look.groups[0], reference, by=by), look),
        an.plot_rates(an.measure_theme_rates(frames, by=by), look, label="theme", kind="theme"),
    ]
    mapped = an.measure_map(frames, by=by)
    if len(mapped):
        drawn.append(an.plot_map(mapped, an.measure_tree(frames, by=by), look))
    assert mapped["x"].notna().all()
    for figure in drawn:
        figure.draw_without_rendering()


def tfidf_of(groups):
    """Rows of a general term that all groups use much, and of one of each group's own."""
    rows = [("发展", group, 40, 0.5 + 0.01 * n) for n, group in enumerate(groups)]
    rows += [(f"词{n}", group, 9, 0.3) for n, group in enumerate(groups)]
    return pd.DataFrame(rows, columns=["term", "group", "n_token", "tfidf"])


def test_terms_that_lead_over_the_other_groups_stand_above_those_that_all_use_much(frames):
    look = an.use_look(frames, an.read_settings(RAW))
    table = an.contrast_groups(tfidf_of(list(look.groups)), "tfidf")
    assert table.loc[table["term"] == "发展", "lead"].abs().max() < 0.03
    figure = an.plot_tfidf(table, look)
    for number, axes in enumerate(figure.axes[:5]):
        assert axes.get_yticklabels()[0].get_text().startswith(f"词{number}")
    assert any("the mean of the other groups" in note for note in notes_of(figure))
    alone = an.contrast_groups(tfidf_of([look.groups[0]]), "tfidf")
    assert (alone["others"] == 0).all() and notes_of(an.plot_tfidf(alone, look)) == []


def test_one_group_has_no_part_of_a_vocabulary_for_itself(frames):
    look = an.use_look(frames, an.read_settings(RAW))
    table = an.measure_vocabulary_parts(frames)
    figure = an.plot_vocabulary(table[table["group"] == "wuxi"], look)
    assert "fewer than two groups" in figure.axes[0].texts[0].get_text()


def test_a_heatmap_of_rates_has_no_dead_row_and_points_for_nothing(frames):
    look = an.use_look(frames, an.read_settings(RAW))
    rows = [("水", f"g{n}", 0.0 if n == 1 else np.nan if n == 2 else 3.0) for n in range(12)]
    table = pd.DataFrame(rows, columns=["term", "group", "rate"])
    figure = an.plot_rates(table.assign(rate_low=table["rate"], rate_high=table["rate"]), look)
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert len(names) == 11 and "g2" not in names
    assert any(note.endswith("1 more without words to count") for note in notes_of(figure))
    assert [words.get_text() for words in figure.axes[0].texts].count("·") == 1


def test_a_phrase_inside_a_longer_one_of_the_same_texts_is_not_drawn_twice(frames):
    look = an.use_look(frames, an.read_settings(RAW))
    rows = [
        ("全面贯彻新发展", "wuxi liangxi", 2),
        ("完整准确全面贯彻新发展", "wuxi liangxi", 2),
        ("全面贯彻", "wuxi", 1),
    ]
    table = pd.DataFrame(rows, columns=["phrase", "doc_ids", "n"]).assign(n_documents=2)
    figure = an.plot_phrases(table, look)
    drawn = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert drawn == ["完整准确全面贯彻新发展 (2)", "全面贯彻 (1)"]
    assert any("of the same texts is left out" in note for note in notes_of(figure))


def test_percents_of_an_axis_are_printed_as_they_are(frames):
    look = an.use_look(frames, an.read_settings(RAW))
    figure = an.plot_actors(an.measure_actors(frames), look)
    axis = figure.axes[1].xaxis
    for at in axis.get_major_locator().tick_values(0, 0.2):
        assert float(axis.get_major_formatter()(at, 0).rstrip("%")) == pytest.approx(100 * at)
