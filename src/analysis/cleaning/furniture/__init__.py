"""Page furniture: what a site puts round a text, found line by line.

1. `lines` cuts the text into lines, and lines with wide gaps into cells;
2. `ends` cuts fields and buttons off the ends of running text, `marks` says of each line what it is by itself: by the
   lexicon `furniture`, by its `fields` and their `values`, its `shapes`, by the `stamps` it is a row of and the words it is
   tiled with (`tiles`), and of several what they are together (`lists`, `tables`);
3. `titles` cuts off what stands behind a title in its line;
4. `zones` says where the text begins and ends, `titles` which line is its title, and `head`, `inside` and `tail` what
   that makes of the lines, by how they look (`looks`) and what stands beside them; what a document has of its own is found
   first: its `masthead`, its `minutes`' record, its `signature`;
5. `repeats` finds titles, teasers and paragraphs that stand there twice.

In doubt a line stays: a lost sentence falsifies more than a stray menu.
"""

from __future__ import annotations

from analysis.cleaning.furniture.ends import cut_ends
from analysis.cleaning.furniture.lines import Line, split_lines
from analysis.cleaning.furniture.marks import mark_lines
from analysis.cleaning.furniture.repeats import mark_repeats
from analysis.cleaning.furniture.titles import cut_titles
from analysis.cleaning.furniture.zones import mark_zones
from analysis.cleaning.page import Page
from analysis.provenance import Replacement

__all__ = ["Line", "find_furniture", "remove_furniture", "split_lines"]


def remove_furniture(page: Page) -> list[Replacement]:
    """Lines and cells of furniture, each under the name of its kind; neighbouring cells of a row together."""
    wishes: list[Replacement] = []
    before: Line | None = None
    for line in find_furniture(page):
        if not line.is_furniture:
            before = None
        elif before is not None and before.row == line.row:
            wishes[-1] = wishes[-1]._replace(end=line.end)
        else:
            wishes.append(Replacement(line.start, line.end, "", line.mark))
            before = line
    return wishes


def find_furniture(page: Page) -> list[Line]:
    """All lines of a page, marked."""
    lines = cut_ends(split_lines(page), page.rules)
    mark_lines(lines, page.rules)
    lines = cut_titles(lines, page.rules)
    mark_zones(lines, page.rules)
    mark_repeats(lines)
    return lines
