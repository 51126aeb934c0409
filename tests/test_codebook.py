"""The codebook cannot drift: data/README.md holds what the command writes."""

import shutil

from analysis.codebook import codebook_text, write_codebook
from analysis.frames import FRAMES
from analysis.measures.results import RESULTS


def test_the_codebook_is_up_to_date(root, tmp_path):
    shutil.copy(root / "data" / "README.md", tmp_path)
    write_codebook(tmp_path / "README.md")
    assert (tmp_path / "README.md").read_bytes() == (root / "data" / "README.md").read_bytes()


def test_every_column_is_in_the_codebook():
    text = codebook_text()
    for frame in (*FRAMES.values(), *RESULTS.values()):
        part = text.partition(f"### {frame.name}\n\nOne row per {frame.row}.")[2].partition("\n### ")[0]
        for column in frame.columns:
            assert f"| {column.name} |" in part or f"| **{column.name}** |" in part, (frame.name, column.name)
