"""What `analysis check` shows: by rule with examples, side by side in the terminal, as a page."""

from analysis.checking import check_file, diff_html, format_diff, format_summary, summarize
from analysis.cleaning import clean_text

RAW = "首页 > 要闻\n會(huì)議強調,要抓好落實。\n**镇政府发言。\n責任編輯：張三"


def test_the_summary_counts_every_edit_once():
    clean = clean_text(RAW)
    rows = summarize(RAW, clean.edits)
    assert sum(row.n_edits for row in rows) == len(clean.edits)
    assert sum(row.n_removed - row.n_added for row in rows) == len(RAW) - len(clean.text)
    assert {row.rule for row in rows} >= {"navigation", "pinyin_gloss", "script", "credit", "whitespace"}
    assert all(row.examples and row.meaning != row.rule for row in rows)


def test_the_summary_names_damage():
    clean = clean_text(RAW)
    assert "1 × redaction: place" in format_summary(clean, RAW, "a.txt")


def test_side_by_side_marks_lines_taken_out_and_changed():
    lines = format_diff(clean_text(RAW), RAW, 100).split("\n")
    assert [line[0] for line in lines] == ["-", "~", " ", "-"]
    assert "会议强调,要抓好落实。" in lines[1] and lines[0].rstrip().endswith("|")


def test_the_page_has_the_raw_text_whole_and_says_the_rule():
    import re
    from html import unescape

    page = diff_html([("a.txt", RAW, clean_text(RAW))])
    cells = [
        unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    ]
    pairs = cells[-2 * len(RAW.split("\n")) :]
    assert "\n".join(pairs[::2]) == RAW
    assert "\n".join(kept for kept in pairs[1::2] if kept) == clean_text(RAW).text
    assert "title='pinyin_gloss'" in page


def test_nothing_of_a_text_acts_in_the_page_or_on_the_terminal():
    raw = "会议强调<script>alert(1)</script>，要\x1b[2J抓好落实'\" onmouseover='x。\u202e"
    clean = clean_text(raw)
    page = diff_html([("<b>.txt", raw, clean)])
    assert "<script" not in page and "<b>" not in page and "default-src 'none'" in page
    shown = format_summary(clean, raw, "\x1b]0;a.txt") + format_diff(clean, raw, 80)
    assert "\x1b" not in shown and "\u202e" not in shown


def test_check_prints_and_writes(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(RAW, encoding="utf-8")
    assert check_file(path, diff=True, html=tmp_path / "a.html") == 0
    printed = capsys.readouterr().out
    assert "pinyin_gloss" in printed and "| 会议强调" in printed
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_check_of_a_file_without_text_says_so(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    assert check_file(path) == 1
    assert "a.txt: an empty file" in capsys.readouterr().out
