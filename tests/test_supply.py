"""The look at licences finds what it should; the locks name every file by its hash."""

import re
from pathlib import Path

import pytest
import supply

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "BSD-3-Clause",
        "Apache-2.0 AND BSD-2-Clause",
        "GPL-3.0 OR MIT",
        "MIT License; Apache Software License",
    ],
)
def test_a_free_licence_is_taken(licence):
    assert supply.is_free(licence)


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-2.0", "none stated", "Proprietary", "MIT; Commercial"],
)
def test_another_is_not(licence):
    assert not supply.is_free(licence)


def test_everything_installed_may_be_passed_on():
    assert supply.check_licences(supply.locked()) == []


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_every_file_is_named_by_its_hash(lock):
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text)
    packages = [block for block in blocks if re.match(r"[\w.-]+(\[[^\]]*\])?==", block)]
    assert len(packages) >= len(supply.locked(lock)) > 0  # some stand twice, for an older Python
    assert all("--hash=sha256:" in block for block in packages)
    assert "://" not in re.sub(r"^\s*#.*$", "", text, flags=re.M)  # where from is each machine's own affair
