"""The town, township or subdistrict a page speaks from: in no gazetteer, so known by what stands around its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set

from analysis.describing.page import Page

_UNIT = r"(?:镇|乡|街道|街办)"
# What follows the unit when it is part of another word (乡村, 乡镇, 镇长) or of a list of units (镇街).
TOWN = re.compile(rf"(?P<name>[㐀-鿿]{{2,6}}?)(?P<unit>{_UNIT})(?![村镇贤土愁亲音企街域容级])")
# A name begins behind a stop, a digit or a word after which a name may stand.
_BEFORE = re.compile(r"(?:[^㐀-鿿]|[日午晚年在为由据是的对向])$")
_NO_NAME = re.compile(
    r"[各全我本该两哪每]|^(?:乡镇|会议|小城|新型|特色|城乡|经镇)|(?:小城|型城|村|乡|县|区)$|[,，。、]"
)
_HELD = ("召开", "举行", "举办")  # 我镇召开某镇…大会
_VISITED = re.compile(r"(?:到|来|赴|往|深入|走进|走访)$")
_HOLDS = re.compile(
    r"^(?:党委|党工委|人民政府|政府|办事处|人大|机关)?(?:在[^,，。;；\n]{2,24})?"
    r"(?:组织|集中|及时|迅速|立即|专题|隆重|扎实|胜利|第[一二三四五六七八九十\d]{1,3}届)*(?:召开|举行|举办|开展|人民代表大会|组织|集中|专题)"
)
_OWN_BODY = re.compile(r"^(?:党委|党工委|人民政府|政府|办事处|人大)")
POINTS = {"title": 3, "head": 1, "lead": 1, "body": 1, "tail": 1}
ENOUGH = 2  # points: once as host, in the title or behind its county; or twice in passing


def find_town(page: Page, borders: Set[int]) -> str | None:
    """The town most named on a page that speaks from one; nothing where none stands out.

    Parameters
    ----------
    page
        The page.
    borders
        Where names of counties and cities end in the page's text: 某县某镇.
    """
    points: dict[str, int] = defaultdict(int)
    for match in re.finditer(_UNIT, page.text):
        if name := _name_at(page.text, match, borders):
            start = match.start() - len(name) + len(match[0])
            if not _VISITED.search(page.before(start)):
                points[name] += _weigh(page, start, match.end(), borders)
    best = max(points, key=lambda name: points[name], default=None)
    return best if best and points[best] >= ENOUGH else None


def _name_at(text: str, unit: re.Match[str], borders: Set[int]) -> str | None:
    """The name that ends with this 镇, 乡 or 街道: the shortest of two to four characters that begins at a border."""
    for size in (2, 3, 4):
        start = unit.start() - size
        if start < 0 or not re.fullmatch(r"[㐀-鿿]+", text[start : unit.start()]):
            return None
        before = text[max(0, start - 1) : start]
        is_border = (
            not before or start in borders or bool(_BEFORE.search(before)) or text.endswith(_HELD, 0, start)
        )
        if is_border and not _NO_NAME.search(text[start : unit.start()]) and TOWN.match(text, start):
            return text[start : unit.end()]
    return None


def _weigh(page: Page, start: int, end: int, borders: Set[int]) -> int:
    after = page.text[end : end + 40]
    points = POINTS[page.segment_at(start).zone]
    points += 2 * (start in borders) + 3 * bool(_HOLDS.match(after))
    return points + bool(_OWN_BODY.match(after)) + page.text.endswith(_HELD, 0, start)
