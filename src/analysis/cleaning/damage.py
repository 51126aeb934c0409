"""What is wrong with the clean text and stays so: redaction slots, a broken end, characters that were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.cleaning.furniture.fields import COLON
from analysis.cleaning.page import CLOSING, HAN, TERMINAL, Page, has_han
from analysis.cleaning.rules import bare
from analysis.provenance import locate_clean


class Damage(NamedTuple):
    """A stretch of the clean text that is not what its author wrote."""

    start: int
    end: int
    kind: str
    note: str


# Marks that stand for a name or number blotted out. 〇 and ○ are also zeros (二○二三年), × also means "times",
# and X also stands in 光 and 射线.
SLOT_CHARACTERS = frozenset("*＊×✕╳○〇◯□■Xx_＿")
LONGEST_WORD = (
    40  # letters before a blotted-out stretch; without a bound a long run of letters takes its square
)
NUMERAL = "一二三四五六七八九十零百千"
SLOT = re.compile(
    rf"[A-Za-z]{{1,{LONGEST_WORD}}}[*＊]+(?:[.．][*＊]+)*"
    rf"|[*＊]{{2,}}|(?<=[{HAN}])[*＊](?=[{HAN}])"
    rf"|[×✕╳]{{2,}}|(?<=[{HAN}])[×✕╳](?=[{HAN}])"
    rf"|(?<![{NUMERAL}○〇◯])[○〇◯]{{2,}}(?![{NUMERAL}])|□{{2,}}|■{{2,}}|(?<=[{HAN}])[□■](?=[{HAN}])"
    rf"|(?<![A-Za-z])[Xx]{{2,6}}(?:\.[Xx]+)?(?![A-Za-z])|(?<=[{HAN}])[Xx](?:\.[Xx]+)?(?![A-Za-z光射轴形型])"
    rf"|(?<![A-Za-z0-9])[Xx](?:\.[Xx]+)?(?=[省市县区镇乡村局月日年%％某])|[_＿]{{2,}}"
)
# Where a slot may begin: its marks, or letters before them (PM*.*). One class leads, so that the engine jumps to it.
MARKS = "*＊×✕╳○〇◯□■_＿"
RUN = re.compile(
    rf"[A-Za-z{MARKS}](?:(?<=[{MARKS}])|(?<=[A-Za-z])[A-Za-z]{{0,{LONGEST_WORD - 1}}}[{MARKS}]|(?<=[Xx])(?<![A-Za-z].))"
)
PERSON = re.compile("局长|书记|县长|市长|区长|镇长|主任|同志|常委|部长|主席|委员|先生|女士|某")
PLACE = re.compile("[省市县区镇乡村组江河湖山港路局厅委办]|街道|政府|公司|集团|大学|学校")
FIGURE = re.compile(r"[年月日号时分次%％万亿元个项吨条家人户天届]|\d|平方|公里")

# U+FFFD, with the `?` that stands for a lost byte beside it; or its bytes read as GBK.
LOST = re.compile(r"\ufffd[\ufffd?]*|(?:锟斤拷)+")
PRIVATE = re.compile("[\ue000-\uf8ff]+")
# Where a reader is told that more follows: paid portals and folded pages.
SITE_END = 2000  # characters of the raw end in which a site says so
# One is in all that such places say; a class leads, so that the engine jumps from one candidate to the next.
CUT_SIGN = re.compile("[读览余录买费载](?<=未读|试读|预览|剩余|登录|购买|付费|下载)")
CUT_BY_SITE = re.compile(
    r"页未读|试读已?结束|预览已?结束|查看剩余|阅读剩余|剩余\s*\d+\s*%|(?:登录|购买|付费|下载)后?[^。\n]{0,6}(?:查看|阅读)(?:全文|全部|完整)"
)
CLAUSE = re.compile(
    "[,，][^,，]*[^,，日月年印发司局厅部委院办室会府心]$"
)  # goes on, and not with a signature
LEAST_HAN = 15  # Han characters of a last line that can be a broken sentence


def find_damage(page: Page) -> list[Damage]:
    """Every damaged stretch of the clean text, in order."""
    rows = [*_flaws(page), *_lost(page), *_slots(page), *_broken_end(page)]
    rows.sort(key=lambda row: (row.start, -row.end))
    return [row for i, row in enumerate(rows) if i == 0 or not _is_inside(row, rows[i - 1])]


def _is_inside(row: Damage, before: Damage) -> bool:
    """Whether a row says nothing that the one before it does not say: the same stretch, or lost bytes in a damaged one."""
    if row.kind == "undecodable" and before.kind == "unrecoverable":
        return row.end <= before.end
    return row[:2] == before[:2]


def _flaws(page: Page) -> Iterator[Damage]:
    """What steps could not repair, where it is now."""
    before: Damage | None = None
    for flaw in sorted(page.flaws):
        start, end = locate_clean(flaw.raw_start, flaw.raw_end, page.draft.raw_offsets)
        if before and before.end >= start and before[2:] == flaw[2:]:
            before = before._replace(end=max(end, before.end))
        elif start < end:
            if before:
                yield before
            before = Damage(start, end, flaw.kind, flaw.note)
    if before:
        yield before


def _lost(page: Page) -> Iterator[Damage]:
    if "\ufffd" in page.signs or "锟斤拷" in page.text:
        for match in LOST.finditer(page.text):
            yield Damage(*match.span(), "undecodable", "bytes that are no character of the file's encoding")
    for match in PRIVATE.finditer(page.text) if PRIVATE.search("".join(page.signs)) else ():
        yield Damage(
            *match.span(),
            "unrecoverable",
            "private-use characters: what they showed is known to the page's font alone",
        )


def _slots(page: Page) -> Iterator[Damage]:
    if page.signs.isdisjoint(SLOT_CHARACTERS):
        return
    text, position = page.text, 0
    for run in RUN.finditer(text):
        match = SLOT.match(text, run.start()) if run.start() >= position else None
        if match:
            position = match.end()
            yield Damage(*match.span(), "redaction", slot_type(text, *match.span()))


def slot_type(text: str, start: int, end: int) -> str:
    """What was blotted out, as far as its neighbours tell.

    Examples
    --------
    >>> slot_type("**镇政府", 0, 2), slot_type("刚才**局长", 2, 4), slot_type("第**次", 1, 3), slot_type("把**作为", 1, 3)
    ('place', 'person', 'number', 'unknown')
    """
    after = text[end : end + 3]
    if PERSON.match(after):
        return "person"
    if text[max(0, start - 1) : start] == "第" or FIGURE.match(after) or text[start - 1 : start].isdigit():
        return "number"
    return "place" if PLACE.match(after) else "unknown"


def _broken_end(page: Page) -> Iterator[Damage]:
    """The last clause, where the text breaks off in it."""
    text = page.text
    last = text[text.rfind("\n") + 1 :]
    if not text or not (_is_cut_by_site(page.draft.raw_text[-SITE_END:]) or is_broken(last, page)):
        return
    start = max((text.rfind(mark) for mark in TERMINAL + "\n"), default=-1) + 1
    start = start if start < len(text) else len(text) - 1
    yield Damage(start, len(text), "truncation", "the text breaks off here")


def _is_cut_by_site(end: str) -> bool:
    return CUT_SIGN.search(end) is not None and CUT_BY_SITE.search(end) is not None


def is_broken(line: str, page: Page) -> bool:
    """Whether a last line breaks off in mid-sentence: no title, no signature, no closing line."""
    if not line or line[-1] in TERMINAL + CLOSING:
        return False
    if line[-1] in "，,、":
        return True
    colon = COLON.search(line[:14])
    if colon and bare(line[: colon.start()]) in page.rules.keys:
        return False
    clause = line[max(map(line.rfind, TERMINAL)) + 1 :]
    return (
        has_han(line, LEAST_HAN) and CLAUSE.search(clause) is not None and (len(line) >= 60 or clause != line)
    )
