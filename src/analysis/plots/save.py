"""Write a figure in every form a paper needs, with the table it was drawn from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.folders import find_folders
from analysis.plots.tables import save_table
from analysis.store import atomic

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# No dates, no versions: the same figure gives the same bytes.
METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
}
SCREEN_DPI, PRINT_DPI = 150, 300


def save_figure(figure: Figure, name: str, table, *, folder: Path | None = None) -> list[Path]:
    """Write `name` as PNG (150 and 300 dpi), SVG, PDF, and its data as CSV; print where.

    Parameters
    ----------
    figure
        A drawn figure.
    name
        `NN_topic_what`, without suffix.
    table
        The frame the figure was drawn from.
    folder
        Where to; by default `figures/` of the analysis at hand.

    Returns
    -------
    list of Path
        The files written.
    """
    folder = folder or find_folders().figures
    targets = [
        (folder / f"{name}.png", SCREEN_DPI),
        (folder / f"{name}_300dpi.png", PRINT_DPI),
        (folder / f"{name}.svg", PRINT_DPI),
        (folder / f"{name}.pdf", PRINT_DPI),
    ]
    for path, dpi in targets:
        with atomic(path) as temporary:
            figure.savefig(temporary, dpi=dpi, format=path.suffix[1:], metadata=METADATA[path.suffix[1:]])
    written = [path for path, _ in targets] + save_table(table, name, folder=folder)
    where = os.path.relpath(folder, folder.parent)
    print(f"{where}/{name}: png svg pdf, 300 dpi, csv ({len(table)} rows)")
    return written


def close_figure(figure: Figure) -> None:
    """Forget a figure that has been shown, so that a notebook does not show it again."""
    import matplotlib.pyplot as plt

    plt.close(figure)
