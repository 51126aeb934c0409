"""Tables that a person fills in: read however they were saved, and every row that says nothing is named by its number."""

import csv
import io

import pytest

from analysis.cli import main
from analysis.folders import Folders, find_folders
from analysis.orderly import check_corpus
from analysis.pipeline import build_frames
from analysis.reading import list_sources
from analysis.settings import Correction, read_settings
from analysis.stamp import read_inputs
from analysis.statements import TableError, read_statements

KEY = ("doc_id", "find")
ROWS = [
    ("doc_id", "find", "replace", "reason"),
    ("a", "监菅,从严", "监管,从严", "错字"),
    ("a", "无此语", "", "x"),
]
TEXT = "会议强调,要加强监菅,从严执法。会议要求,要改善空气质量。"


def table(rows, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.fixture
def corpus(tmp_path):
    """A corpus of two texts, and how to write one of its tables."""
    (tmp_path / "raw").mkdir()
    for name in "ab":
        (tmp_path / "raw" / f"{name}.txt").write_text(TEXT.replace("空气", name), encoding="utf-8")

    def write(name, content):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / "raw"

    return write


def told(folder):
    """Lines of problems, but those of texts that are nearly the same."""
    problems = build_frames(folder, store=False)["problems"]
    return [": ".join(row) for row in problems.to_numpy().tolist() if "the same text" not in row[1]]


SAVED = {
    "as UTF-8": table(ROWS).encode("utf-8"),
    "as UTF-8 with a mark": table(ROWS).encode("utf-8-sig"),
    "in China": table(ROWS).encode("gbk"),
    "as Unicode text": table(ROWS, "\t").encode("utf-16"),
    "in Europe": table(ROWS, ";").encode("utf-8-sig"),
    "by hand": table(ROWS).replace("\r\n", "\n").encode(),
    "with empty rows": table([ROWS[0], ("",) * 4, (), *ROWS[1:], ("", " ", "", "")]).encode(),
    "with columns of one's own": table([(*row, "") for row in ROWS]).encode(),
    "with a column more": table([("note", *ROWS[0]), ("?", *ROWS[1]), ("", *ROWS[2])]).encode(),
    "in another order": table([row[::-1] for row in ROWS]).encode(),
    "without reasons": table([row[:3] for row in ROWS]).encode(),
    "in capitals": table([[cell.upper() for cell in ROWS[0]], *ROWS[1:]]).encode(),
}


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED)
def test_a_table_is_read_however_it_was_saved(tmp_path, content):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    found = read_statements(Correction, path, KEY)
    assert [row[:3] for row in found.rows] == [row[:3] for row in ROWS[1:]] and not found.refused


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text(
        table([ROWS[0], (), ("a", "两\n行", "", ""), ("", "", "", ""), ("a", "x", "", "")]), encoding="utf-8"
    )
    found = read_statements(Correction, path, KEY)
    assert found.places == {
        ("a", "两\n行"): "corrections.csv, row 3",
        ("a", "x"): "corrections.csv, row 5",
    }


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [("doc_id", "replace"), ("a", "x")],
            "row 1: no column find: its first row names the columns: doc_id, find",
        ),
        ([ROWS[0], ("a", "x")], "row 2: no cell for replace: add it"),
        (
            [ROWS[0], (), ("a", "x", "y", "r", "s")],
            "row 3: 's' stands beyond the last column: put quotation marks",
        ),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_row(tmp_path, rows, said):
    path = tmp_path / "corrections.csv"
    path.write_text(table(rows), encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_statements(Correction, path, KEY)
    assert f"corrections.csv, {said}" in str(error.value)


def test_a_row_for_no_text_is_named_and_the_others_hold(corpus):
    rows = "doc_id,find,replace,reason\ngone,监菅,监管,\nraw/A.txt,监菅,监管,\na,监菅,监管,typo\n"
    folder = corpus("corrections.csv", rows)
    assert "监管" in build_frames(folder, store=False)["texts"]["text"][0]
    assert told(folder) == [
        "corrections.csv, row 2: there is no text 'gone': write the doc_id of a text, or delete the row",
        "corrections.csv, row 3: there is no text 'raw/A.txt': write a, or delete the row",
    ]


def test_a_row_said_twice_is_applied_once_and_a_contradiction_named(corpus):
    rows = (
        "doc_id,find,replace,reason\na,监菅,监菅菅,\na,监菅,监菅菅,again\na,监菅,监管,\n,监菅,监管,\nb,,x,\n"
    )
    folder = corpus("corrections.csv", rows)
    assert "监菅菅,从严" in build_frames(folder, store=False)["texts"]["text"][0]
    assert told(folder) == [
        "corrections.csv, row 3: the same as row 2, which holds: delete one of the two rows",
        "corrections.csv, row 4: contradicts row 2, which holds: delete one of the two rows",
        "corrections.csv, row 5: nothing stands under doc_id: fill it in, or delete the row",
        "corrections.csv, row 6: nothing stands under find: fill it in, or delete the row",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,没有这句,theme,air,X,", "a: '没有这句' does not occur in the text: mend the row, or delete it"),
        ("a,会议,theme,air,X,", "a: '会议' occurs more than once in the text: quote more of the sentence"),
        (
            "a,会议强调,theme,air,X,",
            "a: '会议强调' lies in no demand: quote words of a demand, or delete the row",
        ),
        ("a,从严执法,colour,red,X,", "a: colour 'red' cannot be: a field is one of theme"),
        ("c,从严执法,theme,air,X,", "there is no text 'c': write the doc_id of a text"),
    ],
)
def test_a_judgement_that_was_not_applied_is_named_by_its_row(corpus, row, said):
    folder = corpus("overrides.csv", f"doc_id,quote,field,value,coder,reason\n\n{row}\n")
    (line,) = told(folder)
    assert line.startswith(f"overrides.csv, row 3: {said}")


def test_the_number_of_a_row_follows_it_though_its_text_is_in_the_store(corpus, tmp_path):
    for before in ("", "b,无此语,,\n"):
        folder = corpus("corrections.csv", f"doc_id,find,replace,reason\n{before}a,不在,x,\n")
        problems = build_frames(folder, store=tmp_path / "store")["problems"]
    assert [path for path in problems["path"] if "corrections" in path] == [
        "corrections.csv, row 3",
        "corrections.csv, row 2",
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "a,raw/a.txt,1\n\nc,raw/c.txt,2\n",
            "row 4: states facts of raw/c.txt, which is not there: correct the row",
        ),
        ("a,raw/a.txt,1\na,,2\n", "row 3: states facts of a, as row 2 does, which holds: delete one"),
        ("a,raw/a.txt,first\n", "row 2: order 'first' is no number: write 1, 2, 3"),
        (",,4\n", "row 2: names no text: write its doc_id or its path"),
        ("a,raw/a.txt,1,rest\n", "row 2: 'rest' stands beyond the last column: put quotation marks"),
    ],
)
def test_a_row_of_documents_that_fits_no_text_is_named(corpus, rows, said):
    folder = corpus("documents.csv", f"doc_id,path,order\n{rows}")
    (problem,) = list_sources(folder)[1]
    assert ": ".join(problem).startswith(f"documents.csv, {said}")


def test_documents_without_a_column_that_names_texts_is_said_once(corpus):
    folder = corpus("documents.csv", "id,file\na,raw/a.txt\nb,raw/b.txt\n")
    (problem,) = list_sources(folder)[1]
    assert problem.path == "documents.csv, row 1" and "no column doc_id and no column path" in problem.problem


def test_a_slip_in_the_name_of_a_column_is_noted_and_ones_own_column_is_not(corpus):
    folder = corpus(
        "documents.csv", "doc_id,path,lable_en,remarks of mine,发布日期\na,raw/a.txt,x,y,2023-05-06\n"
    )
    found = [str(line) for line in check_corpus(find_folders(folder)) if line.where.startswith("documents")]
    assert found == [
        "note: documents.csv, row 1: the column lable_en is not read: name it label_en if that is meant"
    ]


def test_what_is_said_of_a_text_left_out_is_no_fault(corpus):
    corpus("corrections.csv", "doc_id,find,replace,reason\na,监菅,监管,\n")
    folder = corpus("documents.csv", "doc_id,path,excluded\na,raw/a.txt,too old\n")
    assert [line for line in told(folder) if "corrections" in line] == []


def test_check_and_frames_and_a_look_at_the_file_say_the_same(corpus, tmp_path, capsys):
    folder = corpus("corrections.csv", "doc_id,find,replace,reason\nb,不在此处,x,\n")
    line = "corrections.csv, row 2: b: '不在此处' does not occur in the text: mend the row, or delete it"
    assert line in [str(finding) for finding in check_corpus(find_folders(folder))]
    assert main(["frames", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert line in capsys.readouterr().err.splitlines()
    assert main(["check", str(folder / "b.txt")]) == 0
    assert line in capsys.readouterr().out.splitlines()
    corpus("corrections.csv", "doc_id,find,replace,reason\nb,监菅,监管,\n")
    assert not [line for line in told(folder) if "corrections" in line]


def test_what_a_run_stands_on_changes_with_a_row_for_no_text(corpus, tmp_path):
    folders, keys = Folders(tmp_path, tmp_path / "raw", tmp_path), []
    for rows in ("", "gone,监菅,监管,\n", ""):
        corpus("corrections.csv", f"doc_id,find,replace,reason\n{rows}")
        keys.append(read_inputs(folders, read_settings(folders.texts))["frames"])
    assert keys[0] == keys[2] != keys[1]
