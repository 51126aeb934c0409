"""Where things stand on disk: the one place that knows, so that no notebook needs a relative path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


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
    def figures(self) -> Path:
        """Where figures and the CSV behind each are written."""
        return self.out / "figures"

    @property
    def notebooks(self) -> Path:
        """Where the notebooks stand."""
        return self.home / "notebooks"

    @property
    def processed(self) -> Path:
        """Cache and exported frames: safe to delete at any time."""
        return self.out / "data" / "processed"


def find_folders(texts: str | Path | None = None, out: str | Path | None = None) -> Folders:
    """The folders of the analysis at hand.

    Without arguments the environment decides (`ANALYSIS_HOME`, `ANALYSIS_TEXTS`, `ANALYSIS_OUT`: set by the
    notebook runner, whose kernels may start anywhere), then the nearest folder above the working directory
    that holds `notebooks` and `data/raw`, then the checkout this package stands in.
    """
    home = Path(os.environ.get("ANALYSIS_HOME") or _find_home())
    texts = texts or os.environ.get("ANALYSIS_TEXTS") or home / "data" / "raw"
    out = out or os.environ.get("ANALYSIS_OUT") or home
    return Folders(home.resolve(), Path(texts).resolve(), Path(out).resolve())


def _find_home() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / "notebooks").is_dir() and (folder / "data" / "raw").is_dir():
            return folder
    return here
