"""Lexicons are looked after like data: every broken row by its line, every doubtful term by name."""

from analysis.lexicons import Entry, read_lexicon
from analysis.lexicons.checking import check_folder, find_term, holders

HEADER = "term,category,english,source,note\n"
TEXTS = {"a": "会议强调,要加强河道监管,督察整改。", "b": "中央生态环境保护督察组进驻。"}


def check(tmp_path, rows, name="themes/mine.csv"):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(rows, encoding="utf-8")
    return check_folder(tmp_path, TEXTS)


def said(findings):
    return [str(finding) for finding in findings]


def test_sound_rows_give_nothing(tmp_path):
    assert check(tmp_path, HEADER + "河道监管,water\n整改,care\n") == []


def test_broken_rows_are_named_by_line_and_all_of_them(tmp_path):
    found = check(tmp_path, HEADER + "河道监管,water\n,water\n整改,care,b,c,d,e\n")
    assert [finding.where for finding in found] == ["themes/mine.csv, line 3", "themes/mine.csv, line 4"]
    assert all(finding.is_wrong for finding in found)


def test_other_columns_are_named(tmp_path):
    (found,) = check(tmp_path, "word,category\n监管,x\n")
    assert found.where == "themes/mine.csv, line 1" and "term" in found.hint


def test_a_row_that_stands_twice_names_both_lines(tmp_path):
    (found,) = check(tmp_path, HEADER + "整改,care\n监管,water\n整改,care\n")
    assert str(found) == "themes/mine.csv, line 4: 整改 stands in line 2 already: delete one of the two"


def test_terms_in_others_in_two_categories_and_never_found_are_noted(tmp_path):
    found = said(check(tmp_path, HEADER + "监管,water\n河道监管,water\n监管,care\n没有此词,care\n"))
    assert [line for line in found if line.startswith("note: ")] == found
    assert "terms in several categories: 监管 (water, care)" in found[0]
    assert "terms inside others: 监管 (line 4) in 河道监管" in found[1]
    assert "terms that never occur: 没有此词 (line 5)" in found[2]


def test_a_file_is_read_however_a_spreadsheet_saved_it(tmp_path):
    rows = HEADER + "的\n,,,,\n"
    for content in (rows.encode("gbk"), rows.replace(",", ";").encode("utf-8-sig"), rows.encode("utf-16")):
        (tmp_path / "stopwords.csv").write_bytes(content)
        assert check_folder(tmp_path, TEXTS) == []
        assert read_lexicon(tmp_path / "stopwords.csv") == [Entry("的")]


def test_a_term_is_shown_in_context_with_what_holds_it():
    assert [(hit.doc_id, hit.left, hit.right) for hit in find_term("督察", TEXTS)] == [
        ("a", "会议强调,要加强河道监管,", "整改。"),
        ("b", "中央生态环境保护", "组进驻。"),
    ]
    lexicons = {"themes/x": (Entry("督察", "c"), Entry("环境保护督察", "c")), "cues": (Entry("督察"),)}
    assert holders("督察", lexicons) == [
        "themes/x has it already (c)",
        "themes/x has 环境保护督察 (c): where it stands, the longer term wins",
    ]


def test_the_lexicons_of_the_suite_have_no_broken_row():
    from analysis.lexicons import DEFAULTS

    broken = [finding for finding in check_folder(DEFAULTS, {}) if finding.is_wrong]
    assert [finding for finding in broken if "already" not in finding.problem] == []
