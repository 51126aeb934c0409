"""A run leaves alone what nothing asks for anew, says what changed, and says why."""

import json
import sys

import pytest
from test_kills import start_home

from analysis.changes import compare_inputs, compare_runs, format_changes, read_results, write_changes
from analysis.cli import main
from analysis.folders import Folders
from analysis.lexicons import Entry
from analysis.settings import read_settings
from analysis.stamp import lexicon_inputs, read_inputs, read_stamp

OLD = {
    "texts": {"a": {"text": "1"}, "b": {"text": "1"}},
    "lexicons": {"strength": "1"},
    "settings": {},
    "code": "x",
}
TFIDF = "term,group,n_token,n_units,n_units_hit,idf,tfidf\n"


def causes(**parts):
    return compare_inputs(OLD, {**OLD, **parts})


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({}, []),
        ({"texts": {**OLD["texts"], "c": {}}}, ["text c came"]),
        ({"texts": {"a": {"text": "1"}}}, ["text b went"]),
        ({"texts": {"a": {"text": "2"}, "b": {"text": "1"}}}, ["text a changed"]),
        ({"texts": {"a": {"text": "1", "corrections": "2"}, "b": {"text": "1"}}}, ["correction a changed"]),
        ({"texts": {"a": {"text": "1", "overrides": "2"}, "b": {"text": "1"}}}, ["override a changed"]),
        ({"lexicons": {"strength": "2"}}, ["lexicon strength changed"]),
        ({"settings": {"by": "year"}}, ["settings by None → year"]),
        ({"code": "y"}, ["code  changed"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) and value else None,
)
def test_every_cause_is_named(parts, wanted):
    assert [" ".join(cause) for cause in causes(**parts)] == wanted


def test_a_fallen_idf_is_put_down_to_the_size_of_the_group():
    old = {"t.csv": TFIDF + "考核,a,3,5,2,1.916,0.5\n"}
    new = {"t.csv": TFIDF + "考核,a,3,6,3,1.693,0.5\n"}
    changes = compare_runs(causes(texts={**OLD["texts"], "c": {}}), old, new, {})
    (move,) = changes.moves
    assert (move.column, move.row, move.before, move.after) == ("idf", "考核", 1.916, 1.693)
    assert "(n_units) went from 5 to 6" in move.why and "(n_units_hit) went from 2 to 3" in move.why
    assert "c came" in move.why
    assert "idf of 考核 fell from 1.916 to 1.693 because" in format_changes(changes)


def test_a_group_moves_by_its_own_correction_and_others_by_comparison():
    rows = "theme,group,share\nwater,a,{}\nwater,b,{}\n"
    own = causes(texts={"a": {"text": "1", "corrections": "2"}, "b": {"text": "1"}})
    changes = compare_runs(own, {"s.csv": rows.format(0.1, 0.2)}, {"s.csv": rows.format(0.3, 0.3)}, {})
    assert {move.row: move.why for move in changes.moves} == {
        "a": "correction a changed",
        "b": "it is compared with other texts (a changed)",
    }


def test_members_of_a_group_move_their_group():
    rows = "theme,group,share\nwater,2020,{}\n"
    own = causes(texts={"a": {"text": "2"}, "b": {"text": "1"}})
    changes = compare_runs(
        own, {"s.csv": rows.format(0.1)}, {"s.csv": rows.format(0.3)}, {"2020": ["a", "b"]}
    )
    assert changes.moves[0].why == "text a changed"


def test_rounding_is_no_move_and_findings_are_held_against_each_other(tmp_path):
    rows = "theme,group,share\nwater,a,{}\n"
    old = {"s.csv": rows.format(0.1), "01.findings": "5 texts.\nsame."}
    new = {"s.csv": rows.format(0.1000001), "01.findings": "6 texts.\nsame."}
    changes = compare_runs([], old, new, {})
    assert changes.moves == []
    assert [said[:3] for said in changes.findings] == [("01", "5 texts.", "6 texts.")]
    page = write_changes(changes, tmp_path / "changes.md").read_text(encoding="utf-8")
    assert "- 01 − 5 texts.\n  + 6 texts.\n  because" in page and "same." not in page


@pytest.mark.slow
def test_a_run_does_only_what_is_asked_for_anew(tmp_path, monkeypatch, capsys):
    """One story, since each run of a notebook costs a kernel."""
    home = start_home(tmp_path / "home")
    monkeypatch.setenv("ANALYSIS_HOME", str(home))
    monkeypatch.setitem(sys.modules, "analysis.report", None)  # the page has tests of its own
    for name in ("ANALYSIS_TEXTS", "ANALYSIS_OUT"):
        monkeypatch.delenv(name, raising=False)
    source = (home / "notebooks" / "01_test.ipynb").read_text(encoding="utf-8")

    def run(*words):
        assert main(["run", *words]) == 0
        return capsys.readouterr().out

    out = tmp_path / "out"
    assert "3 texts" in run("--out", str(out))
    assert (home / "notebooks" / "01_test.ipynb").read_text(encoding="utf-8") == source
    assert not (home / "figures").exists() and (out / "figures" / "01_test_counts.csv").is_file()

    folders = Folders(home, home / "data" / "raw", out)
    stamp = folders.stamp.read_bytes()
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert "0 notebooks run, 1 unchanged" in run("--out", str(out))
    assert folders.stamp.read_bytes() == stamp
    assert times == {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}

    (out / "figures" / "01_test_counts.csv").unlink()
    assert "1 notebook run, 0 unchanged" in run("--out", str(out))

    (home / "data" / "raw" / "丁.txt").write_text("会议强调,要加强河道监管。", encoding="utf-8")
    said = run("--out", str(out))
    assert "text 丁: came" in said and "4 texts" in said
    assert "text 丁: came" in (out / "data" / "processed" / "changes.md").read_text(encoding="utf-8")
    assert read_stamp(folders)["inputs"] == read_inputs(folders, read_settings(folders.texts))
    assert "01_test_counts.csv" in read_results(out)


@pytest.mark.slow
def test_choices_reach_the_notebook_and_stay_out_of_its_source(tmp_path, monkeypatch):
    home = start_home(tmp_path / "home")
    path = home / "notebooks" / "01_test.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    # In two pieces: the kernel sends each as it comes, and they stand there as one output all the same.
    code = (
        "import time\nimport analysis as an\nprint(an.read_settings(by=by).by, end=' ', flush=True)\n"
        "time.sleep(0.5)\nprint(an.read_settings().scope)"
    )
    cell = notebook["cells"][0]
    notebook["cells"] = [
        {**cell, "id": "p", "metadata": {"tags": ["parameters"]}, "source": 'by = "doc_id"'},
        {**cell, "id": "q", "source": code},
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setenv("ANALYSIS_HOME", str(home))
    assert main(["run", "--by", "year", "--scope", "body"]) == 0
    first, second = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert "".join(first["source"]) == 'by = "doc_id"'
    assert first["outputs"][0]["text"] == ["analysis run: by = 'year', scope = 'body'\n"]
    assert second["outputs"][0]["text"] == ["year body\n"]


@pytest.mark.parametrize(
    ("option", "value"), [("--by", "colour"), ("--scope", "half"), ("--theme-pack", "x"), ("--labels", "de")]
)
def test_a_choice_that_is_none_is_refused_with_what_there_is(tmp_path, capsys, option, value):
    assert main(["run", "--out", str(tmp_path), option, value]) == 1
    message = capsys.readouterr().err
    assert value in message and "is not one of" in message and message.count("\n") == 1


def test_an_idf_names_the_size_of_the_comparison_and_the_text_that_came():
    old = {"t.csv": TFIDF + "考核,a,3,5,2,1.693,0.5\n"}
    new = {"t.csv": TFIDF + "考核,a,3,6,2,1.847,0.5\n"}
    changes = compare_runs(causes(texts={**OLD["texts"], "c": {}}), old, new, {"a": ["a"], "c": ["c"]})
    assert [move.why for move in changes.moves] == ["number of texts (n_units) went from 5 to 6; text c came"]


def test_what_holds_a_group_against_all_names_both_its_own_text_and_the_others():
    rows = "theme,group,share,log_odds_z\nwater,a,{},{}\n"
    both = causes(texts={"a": {"text": "2"}, "b": {"text": "1"}, "c": {}})
    old, new = ({"s.csv": rows.format(*numbers)} for numbers in ((0.1, 1.0), (0.3, 2.0)))
    changes = compare_runs(both, old, new, {doc_id: [doc_id] for doc_id in "abc"})
    assert {move.column: move.why for move in changes.moves} == {
        "share": "text a changed",
        "log_odds_z": "text a changed; it is compared with other texts (c came)",
    }


@pytest.mark.parametrize(
    ("row", "members", "why"),
    [
        ("a,b", {"a": ["a"], "b": ["b"]}, "override b changed"),  # the other of a pair is its own text too
        ("王五,李四", {"a": ["a"], "b": ["b"]}, "override b changed"),  # speakers: any text may be theirs
        ("2020,2021", {"2020": ["a"], "2021": ["a"]}, "it is compared with other texts (b changed)"),
    ],
)
def test_a_pair_moves_by_either_of_its_texts(row, members, why):
    rows = "group,other,cosine\n" + row + ",{}\n"
    own = causes(texts={"a": {"text": "1"}, "b": {"text": "1", "overrides": "2"}})
    changes = compare_runs(own, {"s.csv": rows.format(0.1)}, {"s.csv": rows.format(0.3)}, members)
    assert [move.why for move in changes.moves] == [why]


def test_a_text_that_went_moves_the_group_it_was_in():
    rows = "group,n\n2020,{}\n"
    gone = causes(texts={"a": {"text": "1"}})
    changes = compare_runs(gone, {"s.csv": rows.format(9)}, {"s.csv": rows.format(4)}, {"2020": ["a", "b"]})
    assert [move.why for move in changes.moves] == ["text b went"]


def test_rows_that_come_and_go_are_counted_and_a_number_in_two_tables_is_told_once():
    old = {name: "term,group,n\n甲,a,1\n乙,a,2\n" for name in ("s.csv", "t.csv")}
    new = {name: "term,group,n\n甲,a,3\n丙,a,1\n丁,a,1\n" for name in ("s.csv", "t.csv")}
    changes = compare_runs(causes(lexicons={"strength": "2"}), old, new, {"a": ["a"]})
    assert [move[:5] for move in changes.moves] == [("s", "n", "甲", 1.0, 3.0)]
    assert changes.moves[0].why == "lexicon strength changed"
    assert changes.rows == [
        f"{name}.csv: 1 of its numbers moved, 2 rows came, 1 rows went" for name in ("s", "t")
    ]


def test_the_terminal_shows_the_largest_of_each_column_first():
    rows = "group,share,rate\na,{0},{0}\nb,{1},{1}\nc,{2},{2}\n"
    old, new = ({"s.csv": rows.format(*n)} for n in ((0.1, 0.2, 0.3), (0.2, 0.5, 0.9)))
    said = format_changes(compare_runs(causes(code="y"), old, new, {}), most=3).splitlines()
    assert said[0] == "code: changed"
    assert [line.partition(" from")[0] for line in said[1:4]] == [
        "s: share of c rose",
        "s: rate of c rose",
        "s: share of b rose",
    ]
    assert said[-1] == "… and 3 more on the page"


def test_a_finding_that_is_new_or_gone_stands_alone():
    old = {"01.findings": "甲乙丙丁戊己。", "s.csv": "group\na\n"}
    new = {"01.findings": "Nothing like it.", "s.csv": "group\na\n"}
    changes = compare_runs(causes(code="y"), old, new, {})
    assert changes.findings == [
        ("01", "甲乙丙丁戊己。", "", "code changed"),
        ("01", "", "Nothing like it.", "code changed"),
    ]


def lexicon(**terms):
    return lexicon_inputs([Entry(term, *row) for term, row in terms.items()])


def test_the_rows_of_a_lexicon_that_changed_are_named():
    old = {
        **OLD,
        "lexicons": {"strength": lexicon(甲=("firm",), 乙=("soft",), 丙=("firm", "c"), 丁=("firm",))},
    }
    new = {
        **OLD,
        "lexicons": {"strength": lexicon(甲=("strong",), 丙=("firm", "see"), 丁=("firm",), 戊=("soft",))},
    }
    (cause,) = compare_inputs(old, new)
    assert cause.what == "changed: 甲 (firm → strong), 丙 (its wording), 戊 (soft) added, 乙 (soft) removed"
    changes = compare_runs([cause], {"s.csv": "group,n\na,1\n"}, {"s.csv": "group,n\na,3\n"}, {"a": ["a"]})
    assert changes.moves[0].why == "lexicon strength changed"  # the rows stand once, among the causes
    assert "戊 (soft) added" in format_changes(changes)


def test_many_rows_of_a_lexicon_are_counted_and_their_order_is_a_change_too():
    many = {chr(0x4E00 + n): ("firm",) for n in range(30)}
    (cause,) = compare_inputs(
        OLD | {"lexicons": {"x": lexicon()}}, OLD | {"lexicons": {"x": lexicon(**many)}}
    )
    assert cause.what.count(" added") == 8 and cause.what.endswith("and 22 more")
    turned = dict(reversed(many.items()))
    (cause,) = compare_inputs(
        OLD | {"lexicons": {"x": lexicon(**many)}}, OLD | {"lexicons": {"x": lexicon(**turned)}}
    )
    assert cause.what == "changed: the order of its rows"
