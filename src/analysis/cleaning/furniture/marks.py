"""What a line is by itself: by the lexicon, by its fields, by its shape."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, groupby
from operator import attrgetter

from analysis.cleaning.furniture.fields import COLON, HELD, ORNAMENT, compound_of, field_of, row_of
from analysis.cleaning.furniture.lines import LONG, Line
from analysis.cleaning.furniture.lists import mark_contents, mark_copies, mark_replies, mark_trail
from analysis.cleaning.furniture.looks import DOCUMENT_NUMBER, is_own_key
from analysis.cleaning.furniture.shapes import is_listed, shape_of
from analysis.cleaning.furniture.stamps import home_of, is_dated_by, is_stamp, is_tagged
from analysis.cleaning.furniture.tables import mark_tables
from analysis.cleaning.furniture.tiles import tiling_of
from analysis.cleaning.furniture.values import mark_fields
from analysis.cleaning.rules import MENU, Rules, bare

# Marks of a sentence: alone on a line they belong to the text whose lines they close or open.
SENTENCE_MARKS = re.compile(r"[%％，。、；：！？“”‘’（）《》「」…—,.;:!?()\"'\s]+")
TRAILING = " \t•·>»›＞→-—–|｜】]〗］}_=~+:：<«‹＜↑↓"
CALLS = frozenset("!！?？~～")
BARS_BEHIND, OPEN = " \t|｜丨", ":：|｜丨】])）"  # a row may end with a field without a value
REDACTED = re.compile(r"[*＊×✕xX○●□■\s]+")
# Categories of furniture that comes in whole sentences.
NOTICES = frozenset({"leave_site", "footer", "cookie", "shop", "comment", "qr", "login", "spam"})
SHORT_NOTICE = 60  # characters of an invitation to scan, pay or comment
LONGEST_NOTICE = 4 * LONG
BEGINNING = 60  # characters in which the first piece of a pattern stands, with the marks between its own
ROW_CELLS = 3  # cells from which the most of a row speak for the rest
BYLINE = re.compile("记者|通讯员")
# Signs by which pages point at something: a finger, an arrow, a face; no text does.
SIGNS = re.compile("[©®\u2190-\u21ff\u2b00-\u2bff]|[>＞]{2,}|[<＜]{2,}")
FACES = re.compile("[\U0001f300-\U0001faff]")
LONGEST_SIGN = 40  # characters of a line with one
PRESSED = re.compile("点击|立即|返回|我要")
OWN_FIELD = re.compile(
    r"(?P<key>[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){1,7})(?:[(（][^()（）]{1,8}[)）])?\s*[:：]"
)
PAUSED = re.compile("[，。；,;]")
TITLE_CELL = 12  # Han characters of a title before buttons
WIDEST_CELL = 40  # characters of such a cell


def mark_lines(lines: list[Line], rules: Rules) -> None:
    """Mark every line that can be told by itself, and rows of menus by their words together."""
    hinted = _hinted(
        [line.text for line in lines if line.is_long and len(line.text) <= LONGEST_NOTICE], rules
    )
    for line in lines:
        text = line.text
        line.mark = _long(text, rules, is_hinted=text in hinted) if line.is_long else mark_of(text, rules)
    mark_fields(lines, rules)
    mark_tables(lines)
    rows = [list(group) for _, group in groupby(lines, key=attrgetter("row"))]
    for row in rows if len(rows) < len(lines) else ():
        _keep_own_row(row, rules)
        _mark_row(row)
    mark_copies(lines)
    mark_contents(lines)
    mark_trail(lines)
    mark_replies(lines)


@lru_cache(maxsize=8192)  # pages of a site share most of their furniture
def mark_of(text: str, rules: Rules) -> str:
    """Kind of furniture of one line: a strong mark, a weak one (see :data:`WEAK`) or none.

    Examples
    --------
    >>> from analysis.cleaning.rules import default_rules
    >>> [mark_of(text, default_rules()) for text in ("【打印本页】", "来源：某报", "一、提高认识", "2022-03-01 15:47")]
    ['print', 'source', '', 'metadata_table']
    """
    inner = text.lstrip(ORNAMENT).rstrip(TRAILING)
    if not inner:
        return (
            ""
            if REDACTED.fullmatch(text) and len(text) > 1
            else "symbols"
            if SENTENCE_MARKS.fullmatch(text)
            else "navigation"
        )
    if len(inner) > LONG:
        return _long(inner, rules)
    line = bare(inner)
    has_sign = bool(rules.tells.find_numbers(text))
    told = _told_by_words(text, rules) if has_sign else ""
    if told:
        return told
    known = rules.category_of(line) if len(line) <= 120 else ""
    if known and not (known == MENU and REDACTED.fullmatch(text)):
        certain = _is_short_enough(inner, known, line in rules.lines)
        return known if certain or (known in NOTICES and _says_twice(inner, rules)) else ""
    if line in rules.keys and COLON.search(text[-2:]):
        return "key" if rules.keys[line] in HELD else rules.keys[line]
    return (
        shape_of(inner, text)
        or field_of(inner, rules)
        or row_of(inner, rules)
        or compound_of(line, rules)
        or (
            "metadata_table"
            if is_stamp(inner) or (text[-1] in OPEN and is_stamp(text.rstrip(BARS_BEHIND)))
            else ""
        )
        or home_of(inner)
        or ("likely" if is_tagged(inner) or is_dated_by(inner) else "")
        or ("listed" if is_listed(inner) else "")
        or _tiled(text, inner, line, rules)
        or (rules.talk_of(text) if has_sign else "")
        or ("likely" if _has_sign(text) or _ends_with_button(inner, rules) else "")
    )


def _tiled(text: str, inner: str, line: str, rules: Rules) -> str:
    """What the words of an interface make of a line; between brackets they are a button, wherever it stands."""
    is_said = inner[-1] in "。！？" or "、" in inner or "“" in inner
    mark = "" if is_said else tiling_of(line, rules)
    is_button = text[0] in "【[" and text[-1] in "】]" and PRESSED.search(text) is not None
    return "navigation" if mark == MENU and is_button else mark


def _ends_with_button(text: str, rules: Rules) -> bool:
    """Whether a line calls, and offers a button behind a blank."""
    call, _, button = text.rpartition(" ")
    return call != "" and call.rstrip()[-1:] in CALLS and tiling_of(bare(button), rules) == MENU


def _has_sign(text: str) -> bool:
    if len(text) > LONGEST_SIGN:
        return False
    return FACES.search(text) is not None or (SIGNS.search(text) is not None and not PAUSED.search(text))


def _told_by_words(text: str, rules: Rules) -> str:
    """What no single term tells but many words together do."""
    talk = rules.talk_of(text)
    if talk and talk != "likely":
        known = rules.category_of(bare(text))
        return known if known in ("cookie", "leave_site") else "metadata_table" if is_stamp(text) else talk
    return "spam" if rules.is_smut(text) else ""


def _is_short_enough(text: str, category: str, is_whole: bool) -> bool:
    """A pattern in a sentence of its own proves little, but for notices, which are sentences themselves."""
    if category in ("footer", "cookie", "leave_site") or (category in NOTICES and len(text) <= SHORT_NOTICE):
        return True
    return is_whole or not ("。" in text or text.count("，") + text.count(",") > 2)


def _hinted(texts: list[str], rules: Rules) -> set[str]:
    """Those of the texts in which anything stands that notices say: one look at all of them together."""
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    found = rules.hints.find_numbers("\n".join(texts))
    return {texts[bisect_right(starts, start) - 1] for _, start, _ in found}


def _long(text: str, rules: Rules, *, is_hinted: bool = True) -> str:
    """Notices and disclaimers are whole sentences: they begin like notices, or say twice what only notices say."""
    if text[0] == "©":
        return "footer"
    if len(text) > LONGEST_NOTICE:
        return ""
    told = _told_by_words(text, rules) if is_hinted and rules.tells.find_numbers(text) else ""
    if told:
        return told
    twice = is_hinted and _says_twice(text, rules)
    if not twice and not _may_begin_known(text, rules):
        return ""
    line = bare(text)
    category = rules.category_of(line) if twice else rules.start_category(line)
    return category if category in NOTICES else ""


def _may_begin_known(text: str, rules: Rules) -> bool:
    """Whether a long line begins with the first piece of a pattern: a look at its beginning alone."""
    if text.lstrip(ORNAMENT)[:1].lower() not in rules.starts:
        return False
    start = bare(text[:BEGINNING])
    return any(start.startswith(pattern.pieces[0]) for pattern in rules.starts.get(start[:1], ()))


def _says_twice(text: str, rules: Rules) -> bool:
    """Whether two things stand in a line that only notices say, or two pieces that one pattern has."""
    pieces = {rules.inside.terms[i] for i, _, _ in rules.inside.find_numbers(text)}
    return len(pieces) > 1 or any(
        len(pattern.pieces) > 1 for piece in pieces for pattern in rules.insides[piece]
    )


def _is_title_cell(line: Line, row: list[Line]) -> bool:
    """Whether a cell is too long for one, or a title or the number of a paper before the buttons of its row."""
    is_first = line is row[0] and (line.n_han >= TITLE_CELL or DOCUMENT_NUMBER.search(line.text) is not None)
    return len(line.text) > WIDEST_CELL or is_first


def _keep_own_row(row: list[Line], rules: Rules) -> None:
    """A row that begins with a field which only a document has is the document's: `招标人：某局  联系人：某人`."""
    field = OWN_FIELD.match(row[0].text) if len(row) > 1 and not row[0].mark else None
    key = bare(field["key"]) if field is not None else ""
    if key and key not in rules.keys and is_own_key(key):
        for line in row:
            if not line.is_furniture:
                line.mark, line.vote = "", 1


def _mark_row(row: list[Line]) -> None:
    """A short cell no rule knows is the site's where most of its row is."""
    if len(row) < ROW_CELLS or any(line.is_prose for line in row):
        return
    if 2 * sum(line.mark != "" for line in row) < len(row):
        return
    is_sure = any(line.is_furniture for line in row)
    is_pager = all(line.mark for line in row) and any(line.mark == "page_number" for line in row)
    for line in row:
        if line.mark == "source" and sum(other.is_furniture for other in row) >= ROW_CELLS:
            line.mark = "metadata_table"
        elif (is_pager and line.mark == MENU) or (
            line.mark == "number" and any(other.mark in ("menu", "related") for other in row)
        ):
            line.mark = "page_number"
        elif not line.mark and not _is_title_cell(line, row) and not BYLINE.search(line.text):
            line.mark = "navigation" if is_sure else "likely"
