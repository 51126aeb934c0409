"""Tables as papers and spreadsheets want them: nothing that runs, nothing that is lost, the same bytes at every run."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as an
from analysis.plots.tables import FORMS, restore, shield

ACTIVE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "'=quoted", "''@twice", "-"]
HARMLESS = ["水", "a=b", "'quoted'", "", "第1条", "-0.3", "+5", "-1.5e-3", "3%"]


@pytest.fixture
def table():
    texts = [*ACTIVE, *HARMLESS]
    return pd.DataFrame(
        {
            "term": texts,
            "n": range(len(texts)),
            "share": [-0.3 * i / 7 for i in range(len(texts))],
            "flag": True,
        }
    )


@pytest.mark.parametrize("text", ACTIVE)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert shield(text).startswith("'") and shield(text)[1:] == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays_as_it_is(text):
    assert shield(text) == text


@given(st.text(alphabet="'=+-@\t\r＝1水. ", max_size=6))
def test_nothing_is_lost(text):
    assert restore(shield(text)) == text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_comes_back_as_it_was(table, form, tmp_path):
    kept = table[table["term"].str.strip() != ""].query("term != '3%'").reset_index(drop=True)
    (path,) = an.save_table(kept, "01_table", folder=tmp_path, forms=[form])
    found = an.read_table(path)
    assert found["term"].tolist() == kept["term"].tolist()
    assert found["n"].tolist() == kept["n"].tolist() and found["flag"].tolist() == kept["flag"].tolist()
    assert found["share"].tolist() == pytest.approx(kept["share"].tolist(), rel=1e-5)
    assert found["share"].dtype == float and found["n"].dtype.kind == "i"


def test_no_cell_of_a_workbook_is_a_formula(table, tmp_path):
    (path,) = an.save_table(table, "01_table", folder=tmp_path, forms=["xlsx"])
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert {type(cell.value) for cell in cells if cell.column == 3} <= {int, float}


def test_a_character_no_workbook_can_hold_does_not_stop_it(tmp_path):
    (path,) = an.save_table(pd.DataFrame({"a": ["x\x00y\x1f"]}), "t", folder=tmp_path, forms=["xlsx"])
    assert an.read_table(path)["a"].tolist() == ["x\ufffdy\ufffd"]


def test_the_same_table_gives_the_same_bytes(table, tmp_path):
    once = [path.read_bytes() for path in an.save_table(table, "t", folder=tmp_path / "a", forms=FORMS)]
    again = [path.read_bytes() for path in an.save_table(table, "t", folder=tmp_path / "b", forms=FORMS)]
    assert once == again and len(once) == len(FORMS)


def test_markup_of_a_text_stays_text_in_papers(tmp_path):
    odd = pd.DataFrame({"term": ["50% & $x_1$", "a|b"], "share": [0.123456789, None]})
    tex, markdown = (
        path.read_text(encoding="utf-8")
        for path in an.save_table(odd, "t", folder=tmp_path, forms=["tex", "md"])
    )
    assert r"50\% \& \$x\_1\$" in tex and r"\toprule" in tex and "0.123457" in tex and "nan" not in tex
    assert r"a\|b" in markdown and markdown.count("\n") == 4


def test_an_unknown_form_is_named(table, tmp_path):
    with pytest.raises(ValueError, match="docx"):
        an.save_table(table, "t", folder=tmp_path, forms=["docx"])


def test_a_table_without_rows_has_its_columns(table, tmp_path):
    for path in an.save_table(table.iloc[:0], "t", folder=tmp_path, forms=FORMS):
        assert path.stat().st_size > 0
    assert an.read_table(tmp_path / "t.csv").columns.tolist() == table.columns.tolist()
