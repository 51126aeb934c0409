"""Tables for papers and spreadsheets: CSV, xlsx, LaTeX, Markdown; no cell that a spreadsheet would run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.folders import find_folders
from analysis.shields import map_strings, restore, shield
from analysis.store import atomic, write_text

if TYPE_CHECKING:
    import pandas as pd

DIGITS = "%.6g"  # significant digits: Python versions and platforms agree on these
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what a spreadsheet file cannot hold
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a zip file can bear: the same table gives the same bytes
FORMS = ("csv", "xlsx", "tex", "md")


def save_table(
    table: pd.DataFrame, name: str, *, folder: Path | None = None, forms: Sequence[str] = ("csv",)
) -> list[Path]:
    """Write a table in the forms asked for.

    Parameters
    ----------
    table
        Its index is not written.
    name
        `NN_topic_what`, without suffix.
    folder
        Where to; by default `figures/` of the analysis at hand.
    forms
        Of `csv` (UTF-8 with a byte-order mark, so that Excel reads it), `xlsx`, `tex`, `md`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ValueError
        If a form is unknown.
    """
    unknown = sorted(set(forms) - set(FORMS))
    if unknown:
        raise ValueError(f"a table can be written as {', '.join(FORMS)}, not as {', '.join(unknown)}")
    folder = folder or find_folders().figures
    paths = [folder / f"{name}.{form}" for form in forms]
    for path in paths:
        _WRITERS[path.suffix[1:]](table, path)
    return paths


def read_table(path: str | Path) -> pd.DataFrame:
    """A table that :func:`save_table` wrote as CSV or xlsx, its strings as they were."""
    import pandas as pd

    path = Path(path)
    table = pd.read_excel(path) if path.suffix == ".xlsx" else pd.read_csv(path, encoding="utf-8-sig")
    return map_strings(table, restore)


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    text = map_strings(table, shield).to_csv(index=False, float_format=DIGITS, lineterminator="\n")
    write_text(path, text, encoding="utf-8-sig")


def _write_xlsx(table: pd.DataFrame, path: Path) -> None:
    buffer = io.BytesIO()
    safe = map_strings(table, lambda text: shield(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)))
    safe = safe.assign(**{
        column: [float(DIGITS % value) for value in safe[column]]
        for column in safe.columns
        if safe[column].dtype.kind == "f"
    })  # fmt: skip
    safe.to_excel(buffer, index=False, engine="openpyxl")
    with atomic(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as target:
        source = zipfile.ZipFile(buffer)
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":  # when it was written
                content = re.sub(
                    rb">[^<]*</dcterms:(created|modified)>", rb">1980-01-01T00:00:00Z</dcterms:\1>", content
                )
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content)


def _write_tex(table: pd.DataFrame, path: Path) -> None:
    write_text(path, _tabulate(table, "latex_booktabs") + "\n")


def _write_md(table: pd.DataFrame, path: Path) -> None:
    plain = table.rename(columns=lambda name: str(name).replace("|", "\\|"))
    write_text(path, _tabulate(map_strings(plain, lambda text: text.replace("|", "\\|")), "pipe") + "\n")


def _tabulate(table: pd.DataFrame, form: str) -> str:
    from tabulate import tabulate

    rows = [[_print(value) for value in row] for row in table.itertuples(index=False, name=None)]
    align = ["right" if table[column].dtype.kind in "iuf" else "left" for column in table.columns]
    return tabulate(
        rows, list(map(str, table.columns)), form, disable_numparse=True, colalign=align if rows else None
    )


def _print(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    return DIGITS % value if isinstance(value, float) else " ".join(str(value).split())


_WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx, "tex": _write_tex, "md": _write_md}
