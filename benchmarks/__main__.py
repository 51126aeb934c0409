"""Print what is fast and what intervals cover: `python -m benchmarks [cleaning|tokens|statistics|coverage]`."""

import sys

from benchmarks import cleaning, coverage, statistics, tokens
from benchmarks.timing import table

PARTS = {
    "cleaning": lambda: table(cleaning.run()),
    "tokens": lambda: table([tokens.cut(), tokens.cast()]),
    "statistics": lambda: table(statistics.run()),
    "coverage": coverage.table,
}

for name in sys.argv[1:] or PARTS:
    print(f"## {name}\n\n{PARTS[name]()}\n")
