"""Where things stand on disk: the one place that knows, so that no notebook needs a relative path."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

STAMP = Path("data", "processed", "run.json")  # below the folder that receives the results


@dataclass(frozen=True)
class Folders:
    """The folders of one analysis.

    Parameters
    ----------
    home
        Folder with `notebooks/` and `data/`.
    texts
        Folder or file with the raw texts.
    out
        Folder that receives `figures/` and `data/processed/`; `home` itself for the project's own texts.
    """

    home: Path
    texts: Path
    out: Path

    @property
    def data(self) -> Path:
        """Folder of documents.csv, corrections.csv, overrides.csv and lexicons: around `raw`, else the texts' own."""
        return self.texts.parent if self.texts.name == "raw" else self.texts

    @property
    def is_own(self) -> bool:
        """Whether the texts are the project's own."""
        return self.texts == self.home / "data" / "raw"

    @property
    def is_told(self) -> bool:
        """Whether results go elsewhere than into the project."""
        return self.out != self.home

    @property
    def figures(self) -> Path:
        """Where figures and the CSV behind each are written."""
        return self.out / "figures"

    @property
    def notebooks(self) -> Path:
        """Where the notebooks stand."""
        return self.home / "notebooks"

    @property
    def stamp(self) -> Path:
        """What the last run stood on and wrote."""
        return self.out / STAMP

    @property
    def processed(self) -> Path:
        """Cache and exported frames: safe to delete at any time."""
        return self.out / "data" / "processed"


def find_folders(texts: str | Path | None = None, out: str | Path | None = None) -> Folders:
    """The folders of the analysis at hand.

    Without arguments the environment decides (`ANALYSIS_HOME`, `ANALYSIS_TEXTS`, `ANALYSIS_OUT`: set by the
    notebook runner, whose kernels may start anywhere), then the nearest folder above the working directory
    that holds `notebooks` and `data/raw`, or `notebooks` and the stamp of a run that says where its texts are,
    then the checkout this package stands in.
    """
    home = Path(os.environ.get("ANALYSIS_HOME") or _find_home())
    texts = texts or os.environ.get("ANALYSIS_TEXTS") or _stamped_texts(home) or home / "data" / "raw"
    out = out or os.environ.get("ANALYSIS_OUT") or home
    return Folders(home.resolve(), Path(texts).resolve(), Path(out).resolve())


def _find_home() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / "notebooks").is_dir() and ((folder / "data" / "raw").is_dir() or _stamped_texts(folder)):
            return folder
    return here


def _stamped_texts(home: Path) -> str:
    """The texts of a run whose results went to a folder of their own; empty where there was none."""
    if (home / "data" / "raw").is_dir():
        return ""
    try:
        return str(json.loads((home / STAMP).read_text("utf-8"))["texts"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
