"""What the suite stands on, looked at from outside: licences of all that is installed, and known weaknesses.

Part of `python3 run.py lint`. The licences are those the packages state; the weaknesses are looked up in the public
advisories for the versions in the lock, and where those cannot be reached it says so and passes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PATIENCE = 180  # seconds for the advisories of some 150 packages
# Families that let anyone use, change and pass on what stands on them. MPL asks for changes to its own files alone.
FREE = ("MIT", "BSD", "Apache", "ISC", "MPL", "Mozilla", "PSF", "Python", "CC0", "Zlib", "0BSD", "Unlicense")
NOT_HERE = "for another system"


def locked(lock: Path = LOCK) -> dict[str, str]:
    """Package name → version, as the lock names them."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.M))


def licence_of(package: str) -> str:
    """What the package says of its licence: the expression, else its classifiers, else the first line of its text."""
    try:
        stated = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return NOT_HERE
    classifiers = [
        value.split(" :: ")[-1] for value in stated.get_all("Classifier") or () if value.startswith("License")
    ]
    first_line = (stated.get("License") or "none stated").strip().splitlines()[0]
    return stated.get("License-Expression") or "; ".join(classifiers) or first_line


def is_free(licence: str) -> bool:
    """Whether every licence that must be accepted is of a free family (of `A OR B` one is enough)."""
    asked = [part.split(" OR ") for part in re.split(r"\bAND\b|;", licence)]
    return all(any(_is_family(name) for name in alternatives) for alternatives in asked)


def _is_family(name: str) -> bool:
    return any(family in name for family in FREE) and "GPL" not in name


def check_licences(packages: Iterable[str]) -> list[str]:
    """Packages whose licence is not free, or not stated."""
    licences = {package: licence_of(package) for package in packages}
    count = Counter(licence == NOT_HERE for licence in licences.values())
    print(f"licences: {count[False]} packages read, {count[True]} {NOT_HERE}")
    return [f"{p}: licence {v!r}" for p, v in licences.items() if v != NOT_HERE and not is_free(v)]


def check_advisories(lock: Path = LOCK) -> list[str]:
    """Packages with a published weakness in the locked version."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(lock),
        "--require-hashes",
        "--disable-pip",
    ]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off"],
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        rows = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        rows = []
    reached = [row for row in rows if "skip_reason" not in row]
    print(f"advisories: {len(reached)} packages looked up" if reached else "advisories: could not be reached")
    return [f"{row['name']} {row['version']}: {weak['id']}" for row in reached for weak in row["vulns"]]


def main() -> int:
    """Print what was looked at and what is wrong; the status is 1 where anything is."""
    wrong = [*check_licences(locked()), *check_advisories()]
    print("\n".join(wrong) if wrong else "supply: nothing known against it")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
