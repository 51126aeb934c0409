"""Files that were sound before somebody cut, doubled, overwrote or renumbered some of their bytes."""

from __future__ import annotations

import io
import random
import re
import zipfile
from functools import cache

from page_files import FORMATS
from pages import article

ARTICLES = 20  # different texts; what matters is where a file breaks
NUMBERS = (b"0", b"-1", b"1", b"2", b"3", b"5", b"6", b"7", b"99999999999", b"1e9", b"NaN")
LENGTHS = (1, 2, 4, 16, 200, 2000)
HITS = (1, 1, 2, 4, 8)  # places at which one file is broken
INNER = 0.7  # share of the packed formats that are broken within a member, under a sound directory
DROPPED = 0.1  # share of these that lose the member


def broken_file(seed: int) -> tuple[str, bytes]:
    """Suffix and bytes of a file of any format, broken somewhere."""
    rng = random.Random(seed)
    kind = rng.choice(sorted(FORMATS))
    content = _sound(kind, rng.randrange(ARTICLES))
    packed = content.startswith(b"PK") and rng.random() < INNER
    return FORMATS[kind][0], _break_member(content, rng) if packed else _break(content, rng)


@cache
def _sound(kind: str, number: int) -> bytes:
    return FORMATS[kind][1]("\n".join(article(random.Random(number))))


def _break_member(content: bytes, rng: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sound, zipfile.ZipFile(packed, "w") as broken:
        victim = rng.choice(sound.namelist())
        for name in sound.namelist():
            if name != victim:
                broken.writestr(name, sound.read(name))
            elif rng.random() > DROPPED:
                broken.writestr(name, _break(sound.read(name), rng))
    return packed.getvalue()


def _break(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice(HITS)):
        if content:
            content = rng.choice((_overwrite, _cut, _double, _splice, _end, _renumber, _insert))(content, rng)
    return content


def _stretch(content: bytes, rng: random.Random) -> tuple[bytes, bytes, bytes]:
    """What stands before, within and after a stretch."""
    start = rng.randrange(len(content))
    end = start + rng.choice(LENGTHS)
    return content[:start], content[start:end], content[end:]


def _overwrite(content: bytes, rng: random.Random) -> bytes:
    before, within, after = _stretch(content, rng)
    return before + rng.randbytes(1) + within[1:] + after


def _cut(content: bytes, rng: random.Random) -> bytes:
    before, _, after = _stretch(content, rng)
    return before + after


def _double(content: bytes, rng: random.Random) -> bytes:
    before, within, after = _stretch(content, rng)
    return before + within * rng.choice((2, 3, 50)) + after


def _splice(content: bytes, rng: random.Random) -> bytes:
    """Another place's bytes in this place."""
    before, _, after = _stretch(content, rng)
    return before + _stretch(content, rng)[1] + after


def _end(content: bytes, rng: random.Random) -> bytes:
    return _stretch(content, rng)[0]


def _renumber(content: bytes, rng: random.Random) -> bytes:
    """A length, count or reference that is none."""
    numbers = list(re.finditer(rb"\d+", content))
    if not numbers:
        return content
    found = rng.choice(numbers)
    return content[: found.start()] + rng.choice(NUMBERS) + content[found.end() :]


def _insert(content: bytes, rng: random.Random) -> bytes:
    before, within, after = _stretch(content, rng)
    return before + rng.randbytes(rng.choice((1, 4, 30))) + within + after
