"""Invented copies of web pages: what sites put round a text goes, and the text stays."""

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


def test_a_line_counts_as_out_only_as_a_whole():
    page = [
        [("-", "【打印本页】")],
        [("-", "某某县好声音，唱响新时代，讲述身边事")],
        [("+", "会议强调，要抓好落实。")],
    ]
    count = copies.measure(page)
    assert (count["furniture"], count["out"], count["body"], count["kept"]) == (2, 1, 11, 11)
