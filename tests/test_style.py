"""How figures look: colours that can be told apart, a font that has every character, words in two languages."""

import pytest

from analysis.plots.style import (
    COLORS,
    GREY,
    MARKERS,
    SMALL,
    Look,
    add_caption,
    font_path,
    missing_characters,
    new_figure,
    printable,
    text_on,
    use_style,
    width_of,
    wrap,
)


def luminance(color):
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_marks_stand_out_from_white():
    assert min(contrast(color, "white") for color in COLORS) >= 3
    assert contrast(GREY, "white") >= 4.5  # captions are text


def test_every_color_has_a_marker_so_that_grey_prints_can_be_read():
    assert len(set(MARKERS)) == len(set(COLORS)) == len(COLORS)


@pytest.mark.parametrize("color", [*COLORS, "white", "#FFE060"])
def test_text_on_a_color_can_be_read(color):
    assert contrast(color, text_on(color)) >= 4


def test_the_font_covers_the_corpus(frames):
    for text in frames["texts"]["text"]:
        assert missing_characters(text) == []


def test_a_character_the_font_lacks_is_printed_as_its_code_point():
    assert printable("水\U00020000") == "水[U+20000]" and missing_characters("水†°") == []


def test_beyond_eight_groups_only_the_highlighted_have_a_color():
    groups = tuple("abcdefghij")
    look = Look(groups, highlight=("c",))
    assert look.color("c") == COLORS[0] and len({look.color(g) for g in groups}) == 2
    assert len({Look(groups[:8]).color(g) for g in groups[:8]}) == 8


def test_words_in_the_language_asked_for():
    words = {"theme:water": ("水", "water"), "考核": ("考核", "assessment")}
    looks = [Look((), labels=labels, words=words) for labels in ("zh", "en", "both")]
    assert [look.say("water", "theme") for look in looks] == ["水", "water", "水 water"]
    assert [look.say("考核") for look in looks] == ["考核", "assessment", "考核 assessment"]
    assert looks[1].say("气") == "气"


def test_a_truncated_text_is_marked():
    look = Look(("a", "b"), names={"a": ("甲", "Jia")}, marked=frozenset("a"))
    assert look.name("a") == "甲 Jia†" and look.name("a", gap="\n") == "甲\nJia†" and look.name("b") == "b"


@pytest.mark.parametrize("columns", [8, 20, 60])
def test_wrapped_lines_fit_and_lose_nothing(columns):
    text = "scope: attributed; 污染防治攻坚战 生态环境 n = 5 texts, one a place, which is few"
    lines = wrap(text, columns).split("\n")
    assert all(width_of(line) <= max(columns, 12) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_figures_use_the_packaged_font_alone():
    import matplotlib
    from matplotlib import font_manager

    use_style()
    assert matplotlib.rcParams["font.family"] == ["Noto Sans SC"]
    assert font_manager.findfont("Noto Sans SC") == str(font_path())


def test_a_caption_is_wrapped_below_the_axes():
    use_style()
    figure, axes = new_figure(height=2.5)
    axes.plot([0, 1], [0, 1])
    add_caption(figure, "范围 scope: attributed. " * 12)
    figure.draw_without_rendering()
    caption = figure._supxlabel
    box = caption.get_window_extent()
    assert caption.get_fontsize() >= SMALL
    assert box.x0 >= 0 and box.x1 <= figure.bbox.x1 and box.y0 >= 0
    assert not box.overlaps(axes.get_tightbbox())


def test_chinese_stands_alone_where_both_languages_have_no_room():
    look = Look((), words={"发展": ("发展", "development")})
    assert [look.fit("发展", columns) for columns in (20, 10, 3)] == ["发展 development", "发展", "发…"]
    english = Look((), labels="en", words={"发展": ("发展", "development")})
    assert english.fit("发展", 20) == "development"
