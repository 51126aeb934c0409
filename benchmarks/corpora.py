"""Texts to time on: the project's own, or any folder of texts, shuffled by sentence to the size wanted."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

RAW = Path(__file__).parents[1] / "data" / "raw"


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the clean texts of the project's corpus."""
    from analysis.pipeline import build_frames

    texts = build_frames(RAW)["texts"]["text"]
    return tuple(s for text in texts for s in re.findall(r"[^。\n]+。?", text))


@cache
def texts(number: int, sentences_each: int = 45) -> tuple[str, ...]:
    """Texts of sentences drawn at random: about 2,400 characters each, as the project's own."""
    drawn = random.Random(0)
    return tuple("".join(drawn.choices(sentences(), k=sentences_each)) for _ in range(number))
