"""The READMEs tell the truth, and the same: commands, files, notebooks, figures and packages exist, in both languages."""

import re
import subprocess
import sys
import tomllib

import pytest

NAMES = ("README.md", "README.zh-CN.md")
COMMANDS = re.compile(r"(?:python3|py) run\.py (\w+)|(?<![\w./])analysis ([a-z]+)")


def read(root, name):
    return (root / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=NAMES)
def readme(request, root):
    return read(root, request.param)


@pytest.fixture(scope="module")
def known_commands(root):
    from analysis.cli import _parser

    commands = next(action for action in _parser()._actions if action.choices).choices
    listing = subprocess.run(
        [sys.executable, root / "run.py", "--help"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    return set(commands) | set(re.findall(r"^ +python3 run\.py (\w+)", listing, flags=re.M))


def tables(text):
    """The tables of a page: lists of rows, a row a list of cells."""
    blocks = re.findall(r"(?:^\|.*\n)+", text, flags=re.M)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        for block in blocks
    ]


def commands_in(text):
    return [one or two for one, two in COMMANDS.findall(text)]


def test_every_linked_file_is_there(readme, root):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if not link.startswith("https://")]
    assert links
    assert not [link for link in links if not (root / link).exists()]


def test_every_notebook_stands_in_the_table(readme, root):
    listed = re.findall(r"^\| \[\w+\]\(notebooks/(\w+)\.ipynb\)", readme, flags=re.M)
    assert listed == sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))


def test_every_command_is_one_that_exists(readme, known_commands):
    words = set(commands_in(readme))
    assert words and not words - known_commands


def test_every_command_of_contributing_is_one_that_exists(root, known_commands):
    words = set(commands_in(read(root, "CONTRIBUTING.md")))
    assert {"quick", "test", "soak", "fuzz", "bench", "score"} <= words
    assert not words - known_commands


def test_files_of_the_tree_are_there(readme, root):
    tree = next(block for block in re.findall(r"```\n(.*?)```", readme, flags=re.S) if "notebooks/" in block)
    for line in tree.strip().splitlines():
        assert (root / line.split()[0]).exists(), line


def test_the_table_of_packages_is_that_of_the_project(readme, root):
    project = tomllib.loads(read(root, "pyproject.toml"))["project"]
    wanted = [
        *project["dependencies"],
        *(r for extra in project["optional-dependencies"].values() for r in extra),
    ]
    names = {re.match(r"[\w.-]+", requirement)[0] for requirement in wanted}
    table = next(table for table in tables(readme) if "numpy" in {row[0] for row in table})
    assert {row[0] for row in table[2:]} == names
    assert all(all(row) for row in table)


def test_both_languages_have_the_same_headings_commands_and_tables(root):
    english, chinese = (read(root, name) for name in NAMES)
    levels = [
        re.findall(r"^(#+) ", re.sub(r"```.*?```", "", text, flags=re.S), flags=re.M)
        for text in (english, chinese)
    ]
    assert levels[0] == levels[1]
    blocks = [
        [
            line.split("#")[0].split()
            for block in re.findall(r"```\n(.*?)```", text, flags=re.S)
            for line in block.splitlines()
            if line.startswith("python3")
        ]
        for text in (english, chinese)
    ]
    assert blocks[0] == blocks[1] and blocks[0]
    assert commands_in(english) == commands_in(chinese)
    ours, theirs = tables(english), tables(chinese)
    assert [(len(table), len(table[0])) for table in ours] == [
        (len(table), len(table[0])) for table in theirs
    ]
    links = [
        [link for link in re.findall(r"\]\(([^)]+)\)", text) if link not in NAMES]
        for text in (english, chinese)
    ]
    assert links[0] == links[1]


def test_each_language_leads_to_the_other(root):
    english, chinese = (read(root, name) for name in NAMES)
    assert NAMES[1] in english and NAMES[0] in chinese
