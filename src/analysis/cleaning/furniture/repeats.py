"""Lines that stand there twice: a title again as caption, a teaser above its paragraph, a title inside a line."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.lines import Line
from analysis.cleaning.furniture.looks import SIGNED_DAY, SUBTITLE
from analysis.cleaning.rules import bare
from analysis.cleaning.wraps import CLOSERS

REPEATED = "repeated_title"
LEAST = 8  # letters; shorter lines (`会议强调`) repeat for a reason
PARAGRAPH = 40  # letters from which the same line twice is a teaser or a slip of the copy, wherever it stands
GO_ON = "(?:详细|全文|更多|阅读全文|查看全文|详情)"
BROKEN_OFF = re.compile(
    rf"(?:…|\.{{2}})\s*(?:[\[【(（<《]?{GO_ON}[\]】)）>》]*)?$|[\[【(（<]{GO_ON}[\]】)）>]+$"
)
ABSTRACT = re.compile(r"[【\[]?(?:摘要|导读|核心提示|内容摘要|内容提要)")
MOST_TEASERS = 20  # lines of a page looked at
TEASER_LEAST = 12  # letters of a teaser
LONGEST = 400  # characters of a teaser
HEAD = 2  # lines of which the first long enough is the title
NEAR, MOST_OF = 4, 0.7  # lines, the first of which is the title, and the share of it that is said again
LAST = frozenset("….]】)）>》细文多情")  # what such a line ends with
LONGEST_OFFER = 16  # characters of dots and an offer to read on
TIMES = 3  # a shorter line goes if it is the first one or stands there so often
TEASER = re.compile(
    r"(?:[【\[]?(?:摘要|导读|核心提示|内容摘要|内容提要)[】\]]?\s*[:：]?\s*)?(?P<text>.+?)(?:…+|\.{2,})?\s*(?:[\[【(（<《]?(?:详细|全文|更多|阅读全文|查看全文|详情)[\]】)）>》]*)?"
)
SITE = re.compile(r"\s*[-_—–|｜·].{0,40}")


def mark_repeats(lines: list[Line]) -> None:
    """Mark all but the first of lines that repeat the title or a whole paragraph."""
    kept = [line for line in lines if not line.is_furniture]
    if not kept:
        return
    title = next((line.bare for line in kept[:HEAD] if LEAST <= len(line.bare) <= 90), "")
    counts: dict[str, int] = {}
    for line in kept:
        counts[line.bare] = counts.get(line.bare, 0) + 1
    seen: set[str] = set()
    n_titles = 0
    for before, line, after in zip([None, *kept[:-1]], kept, [*kept[1:], None], strict=True):
        text = line.bare
        again = text in seen and len(text) >= LEAST and _is_alone(before, after) and not _signs(after)
        goes_on = before is not None and before.mark == REPEATED
        again = again and (text == title or len(text) >= PARAGRAPH or counts[text] >= TIMES or goes_on)
        n_titles += text == title
        if again and n_titles == 2 and text == title and (copy := _first_copy(lines, line)):
            for part in copy:
                part.mark = REPEATED
        elif again or (title and line is not kept[0] and _is_title_of_site(line, title)):
            line.mark = REPEATED
        seen.add(text)
    for line in kept[1:NEAR]:  # the title without its year or its number
        if title.startswith(line.bare) and MOST_OF * len(title) <= len(line.bare) < len(title):
            line.mark = REPEATED
    _mark_teasers(lines)


def _first_copy(lines: list[Line], line: Line) -> list[Line]:
    """The first line with a title, if it is none: the value of a field, with its key, or one of a list of titles."""
    stop = lines.index(line)
    at = next(i for i, other in enumerate(lines) if other.bare == line.bare)
    first, between = lines[at], lines[at + 1 : stop]
    key = lines[at - 1] if at else first
    is_value = at > 0 and (key.row == first.row or (key.mark == "metadata_table" and between != []))
    if is_value and all(other.is_furniture for other in between):
        return [first] if key.mark else [key, first]
    n_items = next((i for i, other in enumerate(between) if other.is_furniture), 0)
    # Between the list and the title furniture stands, and below a longer list one line of the title's own.
    is_listed = n_items > 0 and (between[-1].is_furniture or (n_items > 1 and between[-2].is_furniture))
    return [first] if is_listed and not SUBTITLE.match(between[0].text) else []


def _signs(after: Line | None) -> bool:
    """Whether a line is a signature, a day below it: who signs may stand above the text too."""
    return after is not None and SIGNED_DAY.fullmatch(after.text.removesuffix("印发")) is not None


def _is_alone(before: Line | None, after: Line | None) -> bool:
    """Whether a line is no piece of a sentence that links or names cut into lines."""
    return (before is None or before.text[-1] not in "“《（(〈「、，,") and (
        after is None or after.text[0] not in CLOSERS
    )


def _mark_teasers(lines: list[Line]) -> None:
    """A line that breaks off and whose beginning begins a later paragraph, or repeats it behind a field's name."""
    candidates = [line for line in lines if len(line.text) <= LONGEST and _is_like_teaser(line.text)]
    if not candidates:
        return
    kept = [line for line in lines if not line.is_furniture or line.mark == "image"]  # a teaser has legends
    for line in candidates[:MOST_TEASERS]:
        match = None if line.is_furniture else TEASER.fullmatch(line.text)
        text = bare(match["text"]) if match else ""
        # A paragraph may still be broken into lines here, so all that the page has besides is looked through.
        if len(text) >= TEASER_LEAST and text in "".join(
            bare(other.text) for other in kept if other is not line
        ):
            line.mark = REPEATED


def breaks_off(text: str) -> bool:
    """Whether a line ends with dots, or with an offer to read on.

    Examples
    --------
    >>> breaks_off("会议强调，要压实..."), breaks_off("会议强调，要压实责任[详细]"), breaks_off("会议强调。")
    (True, True, False)
    """
    return text[-1] in LAST and BROKEN_OFF.search(text, max(0, len(text) - LONGEST_OFFER)) is not None


def _is_like_teaser(text: str) -> bool:
    """Whether a line breaks off, or is called an abstract."""
    return breaks_off(text) or ABSTRACT.match(text) is not None


def _is_title_of_site(line: Line, title: str) -> bool:
    """`title - name of the site`, as browsers show it, or the title and the beginning of the text."""
    if not line.bare.startswith(title) or len(line.bare) > len(title) + 40 or line.is_prose:
        return False
    rest = line.text[_length_of(line.text, len(title)) :]
    return SITE.fullmatch(rest) is not None or (rest[:1] == " " and breaks_off(rest))


def _length_of(text: str, n_letters: int) -> int:
    """How many characters of a text hold its first letters."""
    for position, character in enumerate(text):
        if n_letters == 0:
            return position
        n_letters -= character.isalnum()
    return len(text)
