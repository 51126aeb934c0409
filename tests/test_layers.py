"""Who may know whom: the layers of the house, held against the imports in the code."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "analysis"

# From the ground up: a room may know the rooms of lower storeys, and none beside or above it. So the text half
# (up to `overrides`) knows nothing of counting, and measures know nothing of drawing.
LAYERS = [
    {"frames", "provenance", "folders", "shields", "decoding"},
    {"statements"},
    {"lexicons", "dates"},
    {"settings", "store", "language", "gazetteer"},
    {"phrases"},
    {"reading", "cleaning", "people", "tokens", "targets"},
    {"segments", "describing", "actors"},
    {"themes"},
    {"directives"},
    {"overrides"},
    {"counts", "assembly", "keys"},
    {"concordance", "checking"},
    {"measures", "plots", "runners"},
    {"collecting", "methods", "charts", "hits"},
    {"pipeline", "findings", "cards", "display", "codebook"},
    {"notebooks", "changes", "partitions", "stamp", "starting", "report", "explore"},
    {"running", "adding", "orderly"},
    {"cli"},
    {"__main__", "__init__"},
]
# A library that only the named rooms may know.
LIBRARIES = {
    "jieba": {"tokens"},
    "rjieba": {"tokens"},
    "matplotlib": {"plots"},
    "wordcloud": {"plots"},
    "sklearn": {"measures", "counts"},
    "scipy": {"measures", "counts", "partitions", "cleaning"},
    "distributed": {"runners"},
    "opencc": {"cleaning", "describing"},
    "nbclient": {"notebooks"},
    "altair": {"charts", "explore"},
    "vl_convert": {"report"},
    "fontTools": {"report"},
    "ipywidgets": {"explore"},
}


def imports_of(path: Path) -> set[str]:
    """Full names of all modules a file imports, at its top or inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def room_of(path: Path) -> str:
    return path.relative_to(SRC).with_suffix("").parts[0]


MODULES = sorted(SRC.rglob("*.py"))
ROOMS = {room_of(path) for path in MODULES}


def test_every_room_has_a_layer():
    assert set().union(*LAYERS) >= ROOMS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SRC).as_posix())
def test_a_room_knows_only_lower_layers(path):
    here = room_of(path)
    height = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
    known = {name.split(".")[1] for name in imports_of(path) if name.startswith("analysis.")} & ROOMS
    assert not [room for room in known - {here} if height[room] >= height[here]]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_to_its_rooms_alone(library):
    knowing = {
        room_of(path) for path in MODULES if library in {name.split(".")[0] for name in imports_of(path)}
    }
    assert knowing <= LIBRARIES[library]


def test_measures_touch_no_file():
    for path in MODULES:
        if room_of(path) == "measures":
            assert not imports_of(path) & {"pathlib", "os", "io", "shutil"}, path
