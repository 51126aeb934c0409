"""Invented web pages, copied or saved, labelled line by line: how much of the furniture goes, and of the text stays.

Whoever wrote a batch had seen neither the rules nor the lexicons. `cases/copies_first_sight.json` keeps the figures of
each batch from the day it was first scored; the rules have learned from it since, so today's figures say less.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path

from analysis.cleaning import Clean, clean_text
from analysis.provenance import restore
from analysis.reading import Source, read_text

HERE = Path(__file__).parent
BATCHES, SAVED = HERE / "texts" / "copies", HERE / "texts" / "saved"
FIRST = HERE / "cases" / "copies_first_sight.json"
TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
GLOSS = re.compile(rf"[(（][a-zü]*[{TONED}][a-zü{TONED}]*[)）]")
INSIDE = re.compile("[⟦⟧]")  # round furniture inside a line of text
Piece = tuple[str, str]  # label, text: + body, - furniture, ~ either, blank for an empty line


def batches() -> dict[str, dict[str, list[list[Piece]]]]:
    """Batch → page → lines → their pieces."""
    return {path.stem: _read(path) for path in sorted(BATCHES.glob("*.txt"))}


def _read(path: Path) -> dict[str, list[list[Piece]]]:
    pages: dict[str, list[list[Piece]]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            lines = pages.setdefault(line[4:], [])
        elif pages:
            label, text = (line[0], line[1:]) if line[:1] in ("+", "-", "~") else (" ", line)
            pieces = INSIDE.split(text)
            lines.append(
                [("-" if i % 2 else label, piece) for i, piece in enumerate(pieces) if piece or not i]
            )
    for lines in pages.values():
        while lines and not any(text for _, text in lines[-1]):
            lines.pop()
    return pages


def measure(page: list[list[Piece]], line_end: str = "\n") -> Counter[str]:
    """Lines of furniture and those that go as a whole, characters of the text and those that stay, glosses left."""
    raw = line_end.join("".join(text for _, text in line) for line in page)
    clean = clean_text(raw)
    assert restore(clean.text, clean.edits) == raw
    gone = _taken(clean)
    count, position = Counter(glosses=len(GLOSS.findall(clean.text))), 0
    for line in page:
        for label, text in line:
            letters = {position + i for i, c in enumerate(text) if not c.isspace()}
            position += len(text)
            if label == "-" and letters:
                count.update(furniture=1, out=letters <= gone)
            elif label == "+":
                start = position - len(text)
                for gloss in GLOSS.finditer(text):
                    letters -= set(range(start + gloss.start(), start + gloss.end()))
                count.update(body=len(letters), kept=len(letters - gone))
        position += len(line_end)
    return count


def _taken(clean: Clean) -> set[int]:
    """Raw positions of what was taken out; a gloss is no text."""
    return {
        position
        for edit in clean.edits
        if not edit.after.strip() and edit.rule.split("+")[0] != "pinyin_gloss"
        for position in range(edit.raw_start, edit.raw_end)
    }


def measure_saved(path: Path) -> Counter[str]:
    """The same of a saved page; the labelled lines beside it are looked for in what the reader makes of the file."""
    read = read_text(Source(path.stem, path.name, path.read_bytes(), path.suffix))
    clean = clean_text(read.text, votes=read.votes)
    assert restore(clean.text, clean.edits) == read.text
    gone = _taken(clean)
    places = [i for i, c in enumerate(read.text) if not c.isspace()]
    letters = "".join(read.text[i] for i in places)
    count, position = Counter(glosses=len(GLOSS.findall(clean.text))), 0
    for line in path.with_suffix(".txt").read_text(encoding="utf-8").split("\n"):
        label, text = line[:1], "".join(line[1:].split())
        start = letters.find(text, position) if text else -1
        if start < 0:
            continue
        position = start + len(text)
        own = set(places[start:position])
        if label == "-":
            count.update(furniture=1, out=own <= gone)
        elif label == "+":
            count.update(body=len(own), kept=len(own - gone))
    return count


def altered(page: list[list[Piece]], change: Callable[[str], str]) -> list[list[Piece]]:
    """The page with each of its texts changed."""
    return [[(label, change(text)) for label, text in line] for line in page]


def framed(page: list[list[Piece]], text: list[str]) -> list[list[Piece]]:
    """Another text in the place of a page's own: the lines of furniture above and below it, and the text between them."""
    own = [i for i, line in enumerate(page) if any(label == "+" for label, _ in line)]
    above, below = (page[: own[0]], page[own[-1] + 1 :]) if own else (page, [])
    frame = [[line for line in lines if all(label in "- " for label, _ in line)] for lines in (above, below)]
    return [*frame[0], *([("+", line)] for line in text), *frame[1]]


def score_framed() -> Counter[str]:
    """Counts of the five texts, clean, in the furniture of every invented page, one after the other."""
    clean = [path.read_text(encoding="utf-8") for path in sorted((HERE / "gold" / "clean").glob("*.txt"))]
    texts = cycle([line for line in text.split("\n") if line.strip()] for text in clean)
    pages = [page for batch in batches().values() for page in batch.values()]
    return sum((measure(framed(page, text)) for page, text in zip(pages, texts, strict=False)), Counter())


def score_copies() -> dict[str, Counter[str]]:
    """Batch → counts of all its pages."""
    copied = {name: sum(map(measure, pages.values()), Counter()) for name, pages in batches().items()}
    return copied | {"saved": score_saved()}


def score_saved() -> Counter[str]:
    """Counts of all saved pages."""
    return sum(map(measure_saved, sorted(SAVED.glob("*.html"))), Counter())


def table(columns: Mapping[str, Counter[str]]) -> str:
    """Today's figures below those of the day each batch was first scored."""
    first = json.loads(FIRST.read_text(encoding="utf-8"))["batches"]
    rows = {
        "furniture lines out, first sight": {name: f"{first[name]['out']:.3f}" for name in columns},
        "body characters kept, first sight": {name: f"{first[name]['kept']:.4f}" for name in columns},
        "furniture lines out, learned from": {
            n: f"{c['out'] / c['furniture']:.3f}" for n, c in columns.items()
        },
        "body characters kept, learned from": {n: f"{c['kept'] / c['body']:.4f}" for n, c in columns.items()},
        "glosses left": {name: str(c["glosses"]) for name, c in columns.items()},
        "furniture lines": {name: str(c["furniture"]) for name, c in columns.items()},
        "body characters": {name: str(c["body"]) for name, c in columns.items()},
    }
    label, widths = max(map(len, rows)), {name: max(8, len(name)) for name in columns}
    lines = [" " * label + "".join(f"  {name:>{width}}" for name, width in widths.items())]
    lines += [
        f"{row:<{label}}" + "".join(f"  {cells[name]:>{width}}" for name, width in widths.items())
        for row, cells in rows.items()
    ]
    return "\n".join(lines)


def line_of_framed(count: Counter[str]) -> str:
    """The figures of the five texts in the furniture of invented pages, in words."""
    return (
        f"The five texts in the furniture of each invented page: {count['out'] / count['furniture']:.3f} of"
        f" {count['furniture']:,} lines out, {count['kept']:,} of {count['body']:,} characters kept."
    )
