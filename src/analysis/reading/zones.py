"""Blocks of a page: what they are called, what they hold, and whether a name keeps its word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

# Elements in which a site speaks for itself; those of FOOT never hold the text, whatever they are filled with.
OUTSIDE = frozenset(
    {"nav", "footer", "aside", "header", "button", "select", "option", "form", "menu", "dialog", "textarea"}
)
FOOT = frozenset({"nav", "footer", "aside", "button", "select", "option", "menu"})
INSIDE = frozenset({"article", "main"})
WHOLE = frozenset({"html", "body"})  # what they are called says what kind of page it is, of no part of it

# Names of classes and ids in which content systems keep the text, and those in which they keep the rest.
BODY_NAME = re.compile(
    r"trs_editor|view\b|news_?content|article[-_]?(?:content|body|con|text|detail)?\b|content[-_]?(?:text|body|detail|main|article)|"
    r"zoom\b|vsb_content|rich_media_content|js_content|con_?text|text_?con|main[-_]?text|pages_content|detail[-_]?(?:content|con|text)|"
    r"ucap-content|xl_?con|wenzhang|zhengwen|bt-content|conts?\b|easysite|txt_?(?:con|content)|entry-content|post-content|info_?(?:content|con)",
    re.IGNORECASE,
)
REST_NAME = re.compile(
    r"nav|menu|bread|crumb|foot|share|bdshare|relate|recommend|hot|rank|sidebar|side[-_]|login|search|toolbar|comment|copyright|"
    r"friend|link[-_]?list|pager|pagination|print|qrcode|ewm|erweima|banner|advert|\bads?\b|weizhi|position|location|dqwz|\btop\b|"
    r"header|bottom|tool|accessib|wza|tags?\b|prev|next|sitemap",
    re.IGNORECASE,
)
FOOT_NAME = re.compile(
    r"nav|menu|foot|relate|recommend|rank|sidebar|copyright|comment|friend|breadcrumb", re.IGNORECASE
)
HAN = re.compile("[\u3400-\u9fff]")
STOP, PAUSE = re.compile("[。！？；]"), re.compile("[。！？；，]")
WORDY = 15  # Han characters from which a line with a full stop is a sentence
MOST = 0.5  # share of the sentences of a page from which a part holds its text, whatever it is called
SURE = 2  # that a block is the site's, whatever it holds
PAGE = 1  # number of the block that is the page itself, in which menus stand beside the text
NEARLY_ALL = 0.8  # and from which the smallest such part is the text, if it holds little else
DENSE = 0.6  # share of its characters in sentences
LEAST_TEXT = 100  # characters of sentences below which nothing is told by where they stand
FEW_LINKS = 0.5  # share of the characters in links below which a part is a text with links, no list of them


class Zone(NamedTuple):
    """A block of a page: the one round it, 1 where it is called a text's, -1 the site's; how sure that is, 0 to 2."""

    parent: int
    kind: int = 0
    foot: int = 0


def kind_of(tag: str, names: str) -> tuple[int, int]:
    """What an element says of its content: 1 text, -1 the site's own, 0 nothing; and how sure that is.

    Its name is nearly sure (1) where no text is ever called so, the element itself is (2).

    Examples
    --------
    >>> kind_of("div", "TRS_Editor"), kind_of("div", "printArea"), kind_of("div", "menu"), kind_of("footer", "")
    ((1, 0), (-1, 0), (-1, 1), (-1, 2))
    """
    if tag in WHOLE:
        return 0, 0
    if tag in INSIDE or (names and BODY_NAME.search(names)):
        return (-1, 2 * (tag in FOOT)) if tag in OUTSIDE else (1, 0)
    if tag in OUTSIDE or (names and REST_NAME.search(names)):
        return -1, 2 if tag in FOOT else int(FOOT_NAME.search(names) is not None)
    return 0, 0


class Held(NamedTuple):
    """What a line is: its block, its characters, those in links, and whether it is a sentence."""

    zone: int
    size: int
    linked: int
    is_sentence: bool


class Settled(NamedTuple):
    """What each block is: 1 text, -1 the site's, 0 unknown; whether for sure; whether a text with few links.

    `has_plain_text` says that fewer sentences of the page stand in links than not; else links tell nothing.
    """

    kinds: list[int]
    feet: list[bool]
    texts: list[bool]
    has_plain_text: bool


def settle_kinds(zones: Sequence[Zone], lines: Sequence[Held]) -> Settled:
    """The kind of each block, by the names of those round it and what they hold; parents stand before children.

    A block called after the site's own that holds most of the sentences of the page is none of it, one called
    after a text is none where it has no sentence and others have. The smallest block with nearly all sentences and
    little else is the text, and what is called so round it is more than that if it holds much else.
    """
    named = [0] * len(zones)
    for i in range(1, len(zones)):
        named[i] = i if zones[i].kind else named[zones[i].parent]
    sentences = _sums(line for line in lines if line.is_sentence and 2 * line.linked < line.size)
    total = sum(sentences.values())
    own = Counter[int]()
    for i, size in sentences.items():
        own[named[i]] += size
    within = _summed(zones, sentences, lambda zone: zone.kind >= 0)
    held, filled = _summed(zones, sentences), _summed(zones, _sums(lines))
    holder = _holder(zones, held, filled)
    around = {i for i in _around(zones, holder) if held[i] < DENSE * filled[i]}
    kinds, feet, texts = [0], [False], [False]
    sizes, linked = _by_name(named, lines)
    for i in range(1, len(zones)):
        zone = zones[i]
        if i == holder:
            kind = 1
        elif zone.kind:
            kind = 0 if zone.kind > 0 and i in around else _settled(zone, own[i], within[i], total)
        else:
            kind = kinds[zone.parent]
        kinds.append(kind)
        feet.append(zone.foot > 0 and kind < 0 if zone.kind else feet[zone.parent])
        is_text = kind > 0 and within[i] > 0 and linked[i] < FEW_LINKS * sizes[i]
        texts.append(i == holder or (is_text if zone.kind else texts[zone.parent]))
    in_links = sum(line.size for line in lines if line.is_sentence) - total
    return Settled(kinds, feet, texts, in_links <= total)


def _settled(zone: Zone, own: int, within: int, total: int) -> int:
    if zone.kind < 0 and zone.foot < SURE and total and own >= (NEARLY_ALL if zone.foot else MOST) * total:
        return 0
    return 0 if zone.kind > 0 and total and not within else zone.kind


def _holder(zones: Sequence[Zone], held: Sequence[int], filled: Sequence[int]) -> int:
    """The smallest block with nearly all sentences of the page and little else; 0 where there is none."""
    if held[0] < LEAST_TEXT:
        return 0
    smallest = max(i for i in range(len(zones)) if held[i] >= NEARLY_ALL * held[0])
    if smallest <= PAGE:
        return 0
    return smallest if held[smallest] >= DENSE * filled[smallest] and zones[smallest].foot < SURE else 0


def _around(zones: Sequence[Zone], i: int) -> set[int]:
    """The blocks round one."""
    found = set()
    while i:
        i = zones[i].parent
        found.add(i)
    return found


def _sums(lines: Iterable[Held]) -> Counter[int]:
    sums = Counter[int]()
    for line in lines:
        sums[line.zone] += line.size
    return sums


def _by_name(named: Sequence[int], lines: Iterable[Held]) -> tuple[Counter[int], Counter[int]]:
    """Characters, and those in links, by the innermost block with a telling name."""
    sizes, linked = Counter[int](), Counter[int]()
    for line in lines:
        sizes[named[line.zone]] += line.size
        linked[named[line.zone]] += line.linked
    return sizes, linked


def _summed(
    zones: Sequence[Zone], own: Mapping[int, int], goes_up: Callable[[Zone], bool] = lambda zone: True
) -> list[int]:
    """What each block has together with the blocks in it; parents stand before their children."""
    within = [own.get(i, 0) for i in range(len(zones))]
    for i in range(len(zones) - 1, 0, -1):
        if goes_up(zones[i]):
            within[zones[i].parent] += within[i]
    return within
