"""Invented copies of web pages: what sites put round a text goes, and the text stays."""

import re

import copies
import pytest

LINES, BODY = (
    0.91,
    0.99,
)  # shares of furniture lines and of body characters, of pages the rules have learned from


@pytest.mark.parametrize("name", copies.batches())
def test_a_batch_loses_its_furniture_and_keeps_its_text(name):
    count = sum(map(copies.measure, copies.batches()[name].values()), copies.Counter())
    assert count["out"] >= LINES * count["furniture"]
    assert count["kept"] >= BODY * count["body"]
    assert count["glosses"] == 0


@pytest.mark.parametrize("line_end", ["\n\n", "\n \u3000\n", "\r\n", "\u2028"])
def test_how_lines_end_decides_nothing(line_end):
    pages = [page for batch in copies.batches().values() for page in list(batch.values())[::3]]
    for page in pages:
        assert copies.measure(page, line_end) == copies.measure(page)


SAVED_BODY = 0.98  # of saved pages: what blocks are called misleads
HALF = str.maketrans("：，（）；！？【】", ":,();!?[]")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\u3000\u3000" + text if text else "",
        lambda text: text.replace(" ", "\xa0"),
        lambda text: re.sub("\u3000+", "    ", text),
        lambda text: text.translate(HALF),
    ],
    ids=["indented", "no-break blanks", "wide gaps", "marks of half width"],
)
def test_what_a_page_is_written_with_decides_little(change):
    pages = [page for batch in copies.batches().values() for page in list(batch.values())[::2]]
    plain = sum(map(copies.measure, pages), copies.Counter())
    other = sum((copies.measure(copies.altered(page, change)) for page in pages), copies.Counter())
    assert abs(other["out"] - plain["out"]) <= 0.01 * plain["furniture"]
    assert plain["kept"] / plain["body"] - other["kept"] / other["body"] <= 0.001


def test_saved_pages_lose_their_furniture_and_keep_their_text():
    count = copies.score_saved()
    assert count["out"] >= LINES * count["furniture"]
    assert count["kept"] >= SAVED_BODY * count["body"]


def test_real_texts_stay_whole_in_the_furniture_of_any_page():
    count = copies.score_framed()
    assert count["kept"] == count["body"]
    assert count["out"] >= LINES * count["furniture"]


def test_a_line_counts_as_out_only_as_a_whole():
    page = [
        [("-", "【打印本页】")],
        [("-", "某某县好声音，唱响新时代，讲述身边事")],
        [("+", "会议强调，要抓好落实。")],
    ]
    count = copies.measure(page)
    assert (count["furniture"], count["out"], count["body"], count["kept"]) == (2, 1, 11, 11)
