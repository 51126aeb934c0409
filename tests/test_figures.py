"""Every figure at one, three, five and twelve groups: nothing overlaps, nothing is cut off, nothing too small."""

from itertools import combinations
from pathlib import Path

import pytest

import analysis as an
from analysis.plots.style import SMALL, missing_characters

RAW = Path(__file__).parents[1] / "data" / "raw"
SLACK = 2.0  # pixels at 100 dpi two boxes may share: boxes of text are a little larger than its ink


def parts_of(text, n):
    """A text cut into n parts at line ends, for corpora of other sizes."""
    lines = text.split("\n")
    return ["\n".join(lines[i * len(lines) // n : (i + 1) * len(lines) // n]) for i in range(n)]


@pytest.fixture(scope="module")
def corpora(frames, tmp_path_factory):
    """Frames of one, three, five and twelve texts."""
    settings = an.read_settings(RAW)
    texts = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    parts = [part for doc_id in ("wuxi", "liangxi", "shanwei") for part in parts_of(texts[doc_id], 4)]
    sizes = {1: [texts["guichi"]], 3: [texts[name] for name in ("wuxi", "guichi", "anonymous")], 12: parts}
    built = {5: (frames, settings)}
    for n, pieces in sizes.items():
        folder = tmp_path_factory.mktemp(f"texts{n}")
        for number, piece in enumerate(pieces):
            (folder / f"text{number:02d}.txt").write_text(piece, encoding="utf-8")
        built[n] = an.build_frames(folder, settings), settings
    return built


def content(frames):
    return an.content_words(an.measure_frequency(frames, min_count=1))


DRAWN = {
    "strips": lambda f, s: (an.plot_strips, an.measure_strips(f)),
    "composition": lambda f, s: (an.plot_composition, an.measure_composition(f)),
    "themes": lambda f, s: (an.plot_themes, an.measure_themes(f)),
    "voices": lambda f, s: (an.plot_themes, an.measure_themes(f, by="speaker")),
    "tfidf": lambda f, s: (an.plot_tfidf, an.top_rows(an.content_words(an.measure_tfidf(f)), "tfidf", 10)),
    "clouds": lambda f, s: (an.plot_wordclouds, an.top_rows(content(f), "n_token", 40)),
    "vocabulary": lambda f, s: (an.plot_vocabulary, an.measure_vocabulary_parts(f)),
    "keyness": lambda f, s: (an.plot_keyness, an.measure_keyness(f)),
    "formulas": lambda f, s: (
        an.plot_formulas,
        an.measure_formulas(f, [e.term for e in s.terms("formulas")]),
    ),
    "ladder": lambda f, s: (an.plot_ladder, an.measure_ladder(f)),
    "strength": lambda f, s: (an.plot_strength, an.measure_strength(f)),
    "similarity": lambda f, s: (an.plot_similarity, an.measure_similarity(f)),
    "phrases": lambda f, s: (an.plot_phrases, an.measure_set_phrases(f)),
}
COMPARES = ("keyness", "similarity", "phrases")  # one text has nothing to be compared with


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


def draw(name, n, corpora):
    frames, settings = corpora[n]
    plot, table = DRAWN[name](frames, settings)
    figure = plot(table, an.use_look(frames, settings))
    an.caption_figure(figure, frames, settings)
    return figure


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "n"), [(name, n) for name in DRAWN for n in (1, 3, 5, 12) if n > 1 or name not in COMPARES]
)
def test_no_text_overlaps_or_is_cut_off_or_too_small(name, n, corpora):
    figure = draw(name, n, corpora)
    texts = texts_of(figure)
    width, height = figure.bbox.width, figure.bbox.height
    for artist, box in texts:
        words = artist.get_text()
        assert artist.get_fontsize() >= SMALL, words
        assert missing_characters(words) == [], words
        assert box.x0 >= -SLACK and box.x1 <= width + SLACK, f"cut off: {words}"
        assert box.y0 >= -SLACK and box.y1 <= height + SLACK, f"cut off: {words}"
    for (a, one), (b, other) in combinations(texts, 2):
        shared_x = min(one.x1, other.x1) - max(one.x0, other.x0)
        shared_y = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert shared_x <= SLACK or shared_y <= SLACK, f"overlap: {a.get_text()!r} and {b.get_text()!r}"


@pytest.mark.slow
@pytest.mark.parametrize("by", ["year", "admin_level", "genre", "province"])
def test_every_figure_can_be_regrouped(by, frames):
    settings = an.read_settings(RAW, by=by)
    look = an.use_look(frames, settings)
    assert set(look.groups) != set(look.documents)
    for plot, table in (
        (an.plot_composition, an.measure_composition(frames, by=by)),
        (an.plot_themes, an.measure_themes(frames, by=by)),
        (an.plot_keyness, an.measure_keyness(frames, by=by)),
        (an.plot_tfidf, an.top_rows(an.content_words(an.measure_tfidf(frames, by=by)), "tfidf", 8)),
        (an.plot_similarity, an.measure_similarity(frames, by=by)),
        (an.plot_strips, an.measure_strips(frames)),
        (an.plot_phrases, an.measure_set_phrases(frames)),
        (an.plot_ladder, an.measure_ladder(frames)),
    ):
        figure = plot(table, look)
        words = " ".join(artist.get_text() for artist, _ in texts_of(figure))
        shown = (
            [
                look.name(group, gap="\n").split("\n")[0]
                for group in look.present(table, "group" if "group" in table else "doc_id")
            ]
            if "group" in table or "doc_id" in table
            else []
        )
        assert all(name.rstrip("†") in words for name in shown), (plot.__name__, shown)
