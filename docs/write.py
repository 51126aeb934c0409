"""Write those pages of this folder that hold computed figures: `python docs/write.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DOCS = Path(__file__).parent
CASES = DOCS.parent / "tests" / "cases" / "nested_terms.json"
NESTED = DOCS / "nested-words.md"
COUNTS = ("n_token", "n_family", "n_substring")
BEGIN, END = "<!-- written by docs/write.py: do not edit below -->", "<!-- end of the written part -->"


def nested_words(frames: dict[str, pd.DataFrame]) -> str:
    """Markdown: a row for each term of the acceptance table, a column for each text."""
    from analysis.measures.frequency import measure_families
    from analysis.settings import read_settings

    terms = [case["term"] for case in json.loads(CASES.read_text(encoding="utf-8"))]
    families = {entry.term: entry.category for entry in read_settings().terms("families")}
    table = measure_families(frames, families).set_index(["family", "group"])
    groups = list(table.index.get_level_values("group").categories)
    lines = [f"| term | {' | '.join(groups)} |", f"|---|{'---|' * len(groups)}"]
    for term in terms:
        cells = [" / ".join(str(int(table.loc[(term, g), c])) for c in COUNTS) for g in groups]
        lines.append(f"| {term} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Build the frames of the project's own texts and write."""
    from analysis.pipeline import build_frames
    from analysis.store import write_text

    before, _, rest = NESTED.read_text(encoding="utf-8").partition(BEGIN)
    table = nested_words(build_frames(DOCS.parent / "data" / "raw"))
    write_text(NESTED, f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    main()
