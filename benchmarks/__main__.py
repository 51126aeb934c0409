"""Measure what is fast and what intervals cover: `python -m benchmarks [PART …] [--full] [--print]`."""

from __future__ import annotations

import argparse
import time

from benchmarks import (
    cells,
    cleaning,
    coverage,
    growth,
    keyness,
    peers,
    pipe,
    rerun,
    results,
    spread,
    startup,
    statistics,
    tokens,
)

PARTS = {
    "tokens": tokens.run,
    "pipe": pipe.run,
    "cleaning": lambda full: cleaning.run(),
    "statistics": lambda full: [*statistics.run(), *peers.run()],
    "runners": spread.run,
    "growth": growth.run,
    "rerun": rerun.run,
    "start": startup.run,
    "cells": cells.run,
    "coverage": lambda full: coverage.table(),
    "keyness": lambda full: keyness.table(),
}


def main() -> None:
    """Run the parts asked for, print each, and keep the numbers."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--full", action="store_true", help="10,000 and 100,000 texts: half an hour")
    parser.add_argument("--print", action="store_true", help="write nothing")
    chosen = parser.parse_args()
    for name in chosen.parts or PARTS:
        started = time.monotonic()
        rows = PARTS[name](chosen.full)
        shown = results.table(results.kind_of(rows), results.plain(rows))
        print(f"## {name} ({time.monotonic() - started:.0f} s)\n\n{shown}\n", flush=True)
        if not chosen.print:
            results.save(name, rows, list(PARTS))


if __name__ == "__main__":  # processes that inherit nothing import this module again
    main()
