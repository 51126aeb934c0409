"""The README tells the truth: its commands, files, notebooks and figure exist."""

import re
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def test_every_linked_file_is_there(readme, root):
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert not [link for link in links if not (root / link).exists()]


def test_every_notebook_stands_in_the_table(readme, root):
    listed = set(re.findall(r"\(notebooks/(\w+)\.ipynb\)", readme))
    assert listed == {path.stem for path in (root / "notebooks").glob("*.ipynb")}


def test_every_command_is_one_that_exists(readme, root):
    words = set(re.findall(r"python3 run\.py (\w+)", readme)) | set(
        re.findall(r"(?<![\w.])analysis (\w+)", readme)
    )
    from analysis.cli import _parser

    commands = next(action for action in _parser()._actions if action.choices).choices
    listing = subprocess.run(
        [sys.executable, root / "run.py", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert words
    assert not [word for word in words if word not in commands and not re.search(rf"\b{word}\b", listing)]


def test_files_of_the_tree_are_there(readme, root):
    tree = readme.split("## Where things stand")[1].split("```")[1]
    for line in tree.strip().splitlines():
        assert (root / line.split()[0]).exists(), line
