"""A folder for a corpus of one's own, that the commands and the notebooks work in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from analysis.lexicons import COLUMNS
from analysis.settings import Correction, Override, read_settings, theme_packs
from analysis.store import write_text

DOCUMENTS = ("doc_id", "path", "order", "label_zh", "label_en")
# Lexicons that a corpus usually adds to; any other file of the suite's own lexicons may be added too.
OFFERED = ("tokenizer_terms", "stopwords", "strength", "campaign", "glossary")
PACKAGE = Path(__file__).parent
# Where the notebooks are: in an installed package, or in the checkout it stands in.
NOTEBOOKS = (PACKAGE / "notebook_files", PACKAGE.parents[1] / "notebooks")


def start_corpus(folder: Path) -> list[Path]:
    """Make a folder with `data/raw`, the tables a person fills in, empty lexicons and the notebooks.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    FileExistsError
        If the folder is there and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder}: is there already and not empty: choose another name")
    notebooks = next((place for place in NOTEBOOKS if place.is_dir()), None)
    if notebooks is None:
        raise FileNotFoundError("this installation has no notebooks: install it again")
    data = folder / "data"
    (data / "raw").mkdir(parents=True)
    headers = {
        "documents.csv": DOCUMENTS,
        "corrections.csv": Correction._fields,
        "overrides.csv": Override._fields,
        **{f"lexicons/{name}.csv": COLUMNS for name in OFFERED},
        **{f"lexicons/themes/{pack}.csv": COLUMNS for pack in theme_packs(read_settings())},
    }
    written = [_write_header(data / name, header) for name, header in headers.items()]
    for path in sorted(notebooks.glob("[!.]*.ipynb")):
        written.append(folder / "notebooks" / path.name)
        write_text(written[-1], strip_outputs(path.read_text("utf-8")))
    return written


def _write_header(path: Path, columns: Sequence[str]) -> Path:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(columns)
    write_text(path, line.getvalue(), encoding="utf-8-sig")  # so that Excel keeps Chinese characters
    return path


def strip_outputs(text: str) -> str:
    """A notebook as nobody has run it yet.

    Examples
    --------
    >>> cell = {"cell_type": "code", "outputs": [1], "execution_count": 3, "source": []}
    >>> json.loads(strip_outputs(json.dumps({"cells": [cell]})))["cells"][0]["outputs"]
    []
    """
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
