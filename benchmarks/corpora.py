"""Texts to time on: sentences of the project's own texts, drawn at random to the size wanted, or a folder of texts."""

from __future__ import annotations

import json
import os
import random
import re
from functools import cache, lru_cache
from itertools import cycle, islice
from pathlib import Path

RAW = Path(__file__).parents[1] / "data" / "raw"
FOLDER = "ANALYSIS_CORPORA"  # names a folder of .txt files and .jsonl tables with a column `text`


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the clean texts of the project's corpus."""
    from analysis.pipeline import build_frames

    texts = build_frames(RAW, runner="serial")["texts"]["text"]
    return tuple(s for text in texts for s in re.findall(r"[^。\n]+。?", text))


@lru_cache(maxsize=4)
def texts(number: int, sentences_each: int = 45) -> tuple[str, ...]:
    """Texts of sentences drawn at random: about 2,400 characters each, as the project's own."""
    drawn = random.Random(0)
    return tuple("".join(drawn.choices(sentences(), k=sentences_each)) for _ in range(number))


@lru_cache(maxsize=4)
def pages(number: int, sentences_each: int = 45) -> tuple[bytes, ...]:
    """The same as files: a title, a line with date and source, paragraphs of three sentences."""
    return tuple(_page(text, i).encode() for i, text in enumerate(texts(number, sentences_each)))


def _page(text: str, number: int) -> str:
    own = re.findall(r"[^。]+。?", text)
    paragraphs = ["".join(own[at : at + 3]) for at in range(0, len(own), 3)]
    head = f"第{number}次工作会议召开\n2023-0{number % 9 + 1}-15　来源：政府办公室　浏览次数：{number}\n"
    return head + "\n".join(f"　　{paragraph}" for paragraph in paragraphs)


def foreign(number: int) -> tuple[str, ...]:
    """Texts of the folder that `ANALYSIS_CORPORA` names, over again to the number wanted; none without it."""
    found = _foreign()
    return tuple(islice(cycle(found), number)) if found else ()


@cache
def _foreign() -> tuple[str, ...]:
    folder = os.environ.get(FOLDER)
    found: list[str] = []
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.suffix == ".txt":
            found.append(path.read_text("utf-8", "replace"))
        elif path.suffix == ".jsonl":
            rows = map(json.loads, path.read_text("utf-8").splitlines())
            found += [row["text"] for row in rows if row.get("text")]
    return tuple(random.Random(0).sample(found, len(found)))
