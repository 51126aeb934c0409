"""The notebooks, run as a user runs them, and everything they wrote held against what is committed."""

import csv
import json
import re
from pathlib import Path

import pytest

from analysis.folders import Folders
from analysis.notebooks import list_notebooks, run_notebooks, to_text

ROOT = Path(__file__).parents[1]
NOTEBOOKS = list_notebooks(ROOT / "notebooks")
MOST_CODE = 90  # lines of code a notebook may have
TRACKED = (".png", ".csv")


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """A fresh run of every notebook into a folder of its own, in a folder name with a blank and Chinese characters."""
    out = tmp_path_factory.mktemp("新 run")
    outcomes = run_notebooks(Folders(ROOT, ROOT / "data" / "raw", out))
    assert [outcome.error for outcome in outcomes] == [""] * len(NOTEBOOKS)
    return out


def cells_of(path, kind):
    return [
        cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind
    ]


def figures(folder):
    return {
        path.name: path for path in folder.iterdir() if path.suffix in TRACKED and "_300dpi" not in path.name
    }


def test_a_fresh_run_writes_the_committed_notebooks(fresh):
    for path in NOTEBOOKS:
        assert (fresh / "notebooks" / path.name).read_text(encoding="utf-8") == path.read_text(
            encoding="utf-8"
        ), path.name


def test_a_fresh_run_writes_the_committed_figures(fresh):
    new, committed = figures(fresh / "figures"), figures(ROOT / "figures")
    assert set(new) == set(committed)
    for name, path in new.items():
        assert path.read_bytes() == committed[name].read_bytes(), name


def test_every_figure_has_its_table_and_its_printable_forms(fresh):
    folder = fresh / "figures"
    names = {path.stem for path in folder.glob("*.png") if not path.stem.endswith("_300dpi")}
    assert names
    for name in names:
        for ending in (".csv", ".svg", ".pdf", "_300dpi.png"):
            assert (folder / f"{name}{ending}").stat().st_size > 0, name + ending


def test_the_font_is_embedded_in_every_pdf(fresh):
    for path in (fresh / "figures").glob("*.pdf"):
        assert b"NotoSansSC" in path.read_bytes(), path.name


def test_no_figure_table_is_empty_and_floats_have_six_digits(fresh):
    for path in (fresh / "figures").glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        assert len(rows) > 1, path.name
        for cell in (cell for row in rows[1:] for cell in row if re.fullmatch(r"-?\d+\.\d+", cell)):
            assert len(cell.strip("-").replace(".", "").lstrip("0")) <= 6, (path.name, cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_warns_or_names_a_folder_of_this_machine(path):
    for cell in cells_of(path, "code"):
        for output in cell["outputs"]:
            assert output["output_type"] != "error" and output.get("name") != "stderr", output
            text = json.dumps(output.get("data", {}).get("text/plain", output.get("text", "")))
            assert str(ROOT) not in text and not re.search(r"0x[0-9a-f]{6,}|/tmp/|/home/", text), text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin(path):
    code = ["".join(cell["source"]) for cell in cells_of(path, "code")]
    lines = [line for source in code for line in source.splitlines() if line.strip()]
    assert len(lines) <= MOST_CODE
    assert not any(re.match(r"\s*(def|class) |import re\b", line) for line in lines)
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in cells_of(path, "code")) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_its_question_and_says_what_it_does_not_show(path):
    words = ["".join(cell["source"]) for cell in cells_of(path, "markdown")]
    assert "**Question.**" in words[0] and "| reads | writes |" in words[0]
    assert any("does not show" in text for text in words)


def test_prose_holds_no_computed_number():
    """Counts and shares in prose would go stale: they are computed in cells."""
    for path in NOTEBOOKS:
        for cell in cells_of(path, "markdown"):
            text = re.sub(
                r"`[^`]*`|\[[^\]]*\]\([^)]*\)|95 %|1,000|^#.*$", "", "".join(cell["source"]), flags=re.M
            )
            assert not re.search(r"\d[\d.,]*\s*%|\b\d{2,}\b", text), (path.name, text)


def test_writing_a_notebook_twice_changes_nothing():
    import nbformat

    for path in NOTEBOOKS:
        once = to_text(nbformat.read(path, as_version=4))
        assert to_text(nbformat.reads(once, as_version=4)) == once == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_table_of_a_notebook_sets_a_formula_that_a_text_brought(path):
    import nbformat

    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", ()):
            page = output.get("data", {}).get("text/html", "")
            for table in re.findall(r"<table\b[^>]*>", page) if "dataframe" in page else ():
                assert "tex2jax_ignore" in table
