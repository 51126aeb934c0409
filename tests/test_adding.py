"""Texts in and out: shown, asked, copied without loss, refused where they are there already, taken out again."""

import csv

import pytest

from analysis.cli import main

LONG = "全市生态环境会议召开\n9月16日,会议强调,要加强河道监管,压实各级责任。要改善空气质量,严格管控扬尘。要引导公众参与。\n"
OTHER = "会议要求,要办好学校,稳定就业,保障供应。要推进医院建设,扩大养老服务。要抓好春耕备耕。\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A corpus of one's own, as `analysis new` starts it."""
    for name in ("ANALYSIS_HOME", "ANALYSIS_TEXTS", "ANALYSIS_OUT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "我的 corpus"
    assert main(["new", str(folder)]) == 0
    monkeypatch.chdir(folder)
    return folder


def rows(home, name="documents.csv"):
    with (home / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_new_folder_has_all_that_a_corpus_needs(home):
    assert {path.name for path in (home / "data").iterdir()} >= {
        "raw",
        "documents.csv",
        "corrections.csv",
        "lexicons",
    }
    assert list((home / "notebooks").glob("*.ipynb"))
    assert rows(home) == rows(home, "overrides.csv") == []
    assert main(["new", str(home)]) == 1  # nothing is written over


def test_a_text_is_shown_copied_byte_for_byte_and_gets_its_row(home, tmp_path, capsys):
    path = tmp_path / "会议.txt"
    put(path, LONG, "gb18030")
    assert main(["add", str(path), "--yes"]) == 0
    said = capsys.readouterr().out
    for word in ("meeting_date:", "speakers: 会议", "directives", "> 全市生态环境会议召开"):
        assert word in said
    assert (home / "data" / "raw" / "会议.txt").read_bytes() == path.read_bytes()
    assert [(row["doc_id"], row["path"], row["order"]) for row in rows(home)] == [
        ("会议", "raw/会议.txt", "1")
    ]


def test_the_same_text_is_refused_and_a_near_copy_is_named(home, tmp_path, capsys):
    assert main(["add", put(tmp_path / "a.txt", LONG), "--yes"]) == 0
    assert main(["add", put(tmp_path / "b.txt", LONG), "--yes"]) == 1
    assert "the same bytes as a" in capsys.readouterr().out
    assert main(["add", put(tmp_path / "c.txt", LONG.replace("\n", "\r\n")), "--yes"]) == 1
    assert "the same text as a" in capsys.readouterr().out
    near = LONG.replace("严格管控扬尘", "严格管控工地扬尘污染问题")
    assert main(["add", put(tmp_path / "d.txt", near), "--yes"]) == 0
    assert "nearly the same text as a" in capsys.readouterr().out
    assert len(rows(home)) == 2


def test_another_file_of_the_same_name_overwrites_nothing(home, tmp_path):
    (tmp_path / "x").mkdir()
    assert main(["add", put(tmp_path / "a.txt", LONG), put(tmp_path / "x" / "a.txt", OTHER), "--yes"]) == 0
    assert {path.name for path in (home / "data" / "raw").iterdir()} == {"a.txt", "a-2.txt"}
    assert [row["doc_id"] for row in rows(home)] == ["a", "a-2"]
    assert (home / "data" / "raw" / "a.txt").read_text(encoding="utf-8") == LONG


def test_a_no_leaves_everything_as_it_was(home, tmp_path, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "n")
    assert main(["add", put(tmp_path / "a.txt", LONG)]) == 0
    assert rows(home) == [] and not list((home / "data" / "raw").iterdir())


def test_a_table_and_a_folder_give_one_row_a_text(home, tmp_path):
    table = tmp_path / "many.csv"
    put(table, "doc_id,province,text\n甲,甲省,会议强调要加强监管。\n乙,乙省,会议要求要办好学校。\n")
    (tmp_path / "folder").mkdir()
    put(tmp_path / "folder" / "丙.txt", OTHER)
    assert main(["add", str(table), str(tmp_path / "folder"), "--yes"]) == 0
    assert [(row["doc_id"], row["path"]) for row in rows(home)] == [
        ("甲", "raw/many.csv/1"),
        ("乙", "raw/many.csv/2"),
        ("丙", "raw/丙.txt"),
    ]
    from analysis.pipeline import build_frames

    frames = build_frames(home / "data" / "raw", store=False)
    assert list(frames["documents"]["doc_id"]) == ["甲", "乙", "丙"]
    assert not len(frames["problems"])


def test_a_text_is_taken_out_with_all_that_is_said_of_it(home, tmp_path, capsys):
    assert main(["add", put(tmp_path / "a.txt", LONG), put(tmp_path / "b.txt", OTHER), "--yes"]) == 0
    with (home / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("a,监管,管理,typo\nb,学校,学堂,typo\n")
    before = rows(home)
    assert main(["remove", "a", "--yes"]) == 0
    assert "corrections.csv: 1 row deleted" in capsys.readouterr().out
    assert rows(home) == before[1:] and [row["doc_id"] for row in rows(home, "corrections.csv")] == ["b"]
    assert [path.name for path in (home / "data" / "raw").iterdir()] == ["b.txt"]
    assert (home / "data" / "processed" / "removed" / "a.txt").read_text(encoding="utf-8") == LONG
    assert main(["remove", "a", "--yes"]) == 1
    assert "there is no such document" in capsys.readouterr().err


def test_another_theme_pack_is_offered_where_this_one_has_no_themes(home, tmp_path, capsys):
    assert main(["add", put(tmp_path / "a.txt", OTHER), "--yes"]) == 0
    assert "--theme-pack general" in capsys.readouterr().out


def test_nothing_in_a_text_steers_the_terminal(home, tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes((LONG + "来源:\x1b]0;x\x07报社\x1b[31m\n").encode())
    main(["add", str(tmp_path / "a.txt"), "--yes"])
    assert "\x1b" not in capsys.readouterr().out


def test_a_file_dropped_in_by_hand_is_in_the_corpus(home, capsys):
    put(home / "data" / "raw" / "z.txt", LONG)
    main(["check"])
    said = capsys.readouterr().out
    assert "results: no run has been finished here: analysis run" in said


def test_check_names_what_is_wrong_and_says_what_to_do(home, capsys):
    put(home / "data" / "raw" / "a.txt", LONG)
    put(home / "data" / "raw" / "b.txt", LONG)
    (home / "data" / "raw" / "c.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "c.pdf" in said and "a: the same text as b (100%): remove one" in said
    assert "note: a: no place was found: state it in documents.csv (row a, a column place)" in said


def test_one_row_of_a_table_is_left_out_and_taken_back_and_no_byte_of_the_table_changes(
    home, tmp_path, capsys
):
    content = "标题,正文\n甲会,会议强调要加强监管。\n乙会,会议要求要办好学校。\n丙会,会议指出要防治污染。\n"
    path = put(tmp_path / "many.csv", content)
    assert main(["add", path, "--yes"]) == 0
    assert main(["remove", "many-2", "--yes"]) == 0
    assert "many.csv/2: left out by documents.csv" in capsys.readouterr().out
    assert (home / "data" / "raw" / "many.csv").read_bytes() == content.encode()
    from analysis.pipeline import build_frames

    def present():
        return list(build_frames(home / "data" / "raw", store=False)["documents"]["doc_id"])

    assert present() == ["many-1", "many-3"]  # the ids of the others stay
    main(["check"])
    assert "note: many.csv/2: left out by documents.csv (removed): nothing to do" in capsys.readouterr().out
    assert main(["remove", "many-2", "--yes"]) == 1
    assert "leaves it out already" in capsys.readouterr().err
    assert main(["add", path, "--yes"]) == 0
    assert present() == ["many-1", "many-2", "many-3"] and len(rows(home)) == 3


def test_a_member_of_an_archive_without_a_row_is_left_out_by_one(home):
    import zipfile

    with zipfile.ZipFile(home / "data" / "raw" / "two.zip", "w") as archive:
        archive.writestr("a.txt", LONG)
        archive.writestr("b.txt", OTHER)
    assert main(["remove", "a", "--yes"]) == 0
    assert [(row["doc_id"], row["path"], row["excluded"]) for row in rows(home)] == [
        ("a", "raw/two.zip/a.txt", "removed")
    ]


def test_a_cell_that_says_no_leaves_nothing_out(home):
    put(home / "data" / "raw" / "a.txt", LONG)
    put(home / "data" / "documents.csv", "doc_id,path,excluded\na,raw/a.txt,否\n")
    from analysis.reading import list_sources

    assert [source.doc_id for source in list_sources(home / "data" / "raw")[0]] == ["a"]


def test_a_run_without_a_text_is_one_clear_line(home, capsys):
    assert main(["run"]) == 1
    said = capsys.readouterr().err
    assert "there is no text in" in said and said.count("\n") == 1


def test_a_table_of_texts_under_the_name_of_the_table_of_facts_is_named(tmp_path, capsys):
    put(tmp_path / "documents.csv", "title,text\n甲会,会议强调要加强监管。\n乙会,会议要求要办好学校。\n")
    assert main(["run", "--texts", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "give the table another name" in capsys.readouterr().err
