"""What leaks from a page's source into its text: tags, entities, style sheets, scripts, records, Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analysis.cleaning.page import HAN_CHARACTER, Page
from analysis.provenance import Replacement

ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
SILENT = re.compile(
    r"<(script|style)\b[^<>]{0,400}>.*?</\1\s*>|<!--.*?-->|<!\[CDATA\[|\]\]>|<!DOCTYPE[^<>]{0,200}>",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,14}(?::[A-Za-z]+)?)(?:\s[^<>]{0,600})?/?>")
BLOCK = frozenset([
    "p", "br", "div", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section",
    "article", "title", "hr", "dd", "dt", "dl",
])  # fmt: skip

# Inside the braces of a style rule: properties and values, no sentence.
STYLE = re.compile(r"\s*(?:/\*|[\w-]+\s*:)[^{}]*")
SELECTOR = re.compile(r"[A-Za-z.#@*:][\w \t.,#:>*@\-\[\]=\"'()~+%]{0,300}$")
RECORD = re.compile(r"[\"'][\w\-]{1,40}[\"']\s*:")
# A line of a script: what only programs write.
SCRIPT = re.compile(
    r"\bfunction\s*\w*\s*\(|\b(?:var|let|const)\s+\w+\s*=|\$\(|document\.\w+|window\.\w+|\}\s*\)\s*;|\);\s*$|=>|\breturn\b[^。]*;|^\s*[})\]]+[;,)]*\s*$"
    r"|^\s*(?:if|else|for|while)\s*\(|\b(?:console|jQuery|location|navigator)\.\w+|^\s*//\s*\w|^\s*/?\*+/?\s*$|<\?php|\bimport\s+\w+\s+from\b|^@(?:charset|media|import)"
)
# A field that the page's script was to fill: {{item.title}}.
SLOT = re.compile(r"\{\{\s*[A-Za-z_][^{}\n]{0,80}\}\}")
LONGEST_BLOCK = 20_000  # characters of one leaked block

LONGEST_LINE = 4000  # characters of a line of a script

IMAGE_LINK = re.compile(r"!\[[^\]\n]{0,200}\]\([^()\s]{0,1000}(?:\s+\"[^\"\n]{0,200}\")?\)")
LINK = re.compile(
    r"\[([^\[\]\n]{0,300})\]\((?:https?:|/|#|\.|mailto:|javascript:)[^()\s]{0,1000}(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]{0,200}\")?\)"
)
HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)|^[ \t]{0,3}>[ \t]+(?=\S)", re.MULTILINE)
BOLD_LINE = re.compile(
    rf"^[ \t]*(\*\*|__)(?=[^*\n]{{2,200}}\1[ \t]*$)(?=[^*\n]*[{HAN_CHARACTER.pattern[1:-1]}])[^*\n]*(\1)[ \t]*$",
    re.MULTILINE,
)
ESCAPE = re.compile(r"\\(?=[*_#\-.\[\]()>+!|`])")

# Noise against copying: short words of letters, digits and odd marks between blanks, as forums put it at line ends.
NOISE = re.compile(r"(?<![!-~])[!-~]{1,3}(?: [!-~]{1,3}){2,}(?: |(?![!-~]))")
SHORT_WORD = re.compile(r" [!-~]{1,3} ")
MANY_WORDS = 6
MANY_MARKS = 4
ORDINAL = re.compile(r"\d{1,2}[.．]\Z")
BAR = "|"  # between the cells of a table
ODD = frozenset("#$^&*_={}[]|\\~`\"<>@+?!;'")


def remove_markup(page: Page) -> list[Replacement]:
    """Tags and entities; a tag that ends a line becomes a line end."""
    wishes: list[Replacement] = []
    if "<" in page.signs and ">" in page.signs:
        wishes += _tags(page.text)
    if "&" in page.signs:
        wishes += [
            Replacement(*match.span(), html.unescape(match[0])) for match in ENTITY.finditer(page.text)
        ]
    return _apart(wishes)


def remove_code(page: Page) -> list[Replacement]:
    """Style rules, scripts and records that were copied with the text."""
    wishes: list[Replacement] = []
    if "{" in page.signs and "}" in page.signs:
        wishes += [Replacement(start, end, "") for start, end in _blocks(page.text)]
        wishes += [Replacement(*match.span(), "") for match in SLOT.finditer(page.text)]
    if not page.signs.isdisjoint(";(=/*@"):
        wishes += [Replacement(start, end, "") for start, end in _script_lines(page.text)]
    return _apart(wishes)


def remove_markdown(page: Page) -> list[Replacement]:
    """Marks of Markdown: headings, pictures, links; asterisks for redactions stay, only their escapes go."""
    text = page.text
    wishes: list[Replacement] = []
    if "]" in page.signs and "](" in text:
        wishes += [Replacement(*match.span(), "") for match in IMAGE_LINK.finditer(text)]
        wishes += [Replacement(*match.span(), match[1]) for match in LINK.finditer(text)]
    if "#" in page.signs or ">" in page.signs:
        wishes += [Replacement(*match.span(), "") for match in HEADING.finditer(text)]
    if "\\" in page.signs:
        wishes += [Replacement(*match.span(), "") for match in ESCAPE.finditer(text)]
    if "**" in text or "__" in text:
        for match in BOLD_LINE.finditer(text):
            wishes += [Replacement(*match.span(1), ""), Replacement(*match.span(2), "")]
    return _apart(wishes)


def remove_noise(page: Page) -> list[Replacement]:
    """Random characters put between sentences so that copies are spoilt."""
    if page.signs.isdisjoint(ODD) or SHORT_WORD.search(page.text) is None:
        return []
    found = (match for match in NOISE.finditer(page.text) if is_noise(match[0]))
    return [Replacement(match.start(), match.end() - _n_ordinal(match), "") for match in found]


def _n_ordinal(match: re.Match[str]) -> int:
    """How many of the last characters are the number of the paragraph that begins there."""
    ordinal = ORDINAL.search(match[0]) if HAN_CHARACTER.match(match.string, match.end()) else None
    return len(ordinal[0]) if ordinal else 0


def is_noise(text: str) -> bool:
    """Whether short Latin words are random ones: odd marks in them, letters beside them.

    Examples
    --------
    >>> is_noise("7 B: c9 z+ { x$"), is_noise("(1) (2) (3)"), is_noise("a b c d")
    (True, False, False)
    >>> is_noise("+ K7 t- Q: n/ 3 W4"), is_noise("A: B: C: D: E: F:")
    (True, False)
    """
    words = text.split()
    odd = sum(word != BAR and not ODD.isdisjoint(word) for word in words)
    if odd and len(words) >= MANY_WORDS and any(map(str.isdigit, text)):
        # Letters, digits and marks of several kinds in words of one or two characters.
        marks = {c for c in text if not c.isalnum() and not c.isspace()}
        marked = sum(not word.isalnum() for word in words)
        if len(marks) >= MANY_MARKS and 3 * marked >= len(words) and any(map(str.isalpha, text)):
            return True
    return (
        len(words) >= 3
        and odd >= 2
        and odd >= (0.3 if len(words) < MANY_WORDS else 0.2) * len(words)
        and (odd == len(words) or any(map(str.isalnum, text)))
    )


def _tags(text: str) -> Iterator[Replacement]:
    position = 0
    for silent in [*SILENT.finditer(text), None]:
        stop = silent.start() if silent else len(text)
        for match in TAG.finditer(text, position, stop):
            yield Replacement(*match.span(), "\n" if match[1].lower() in BLOCK else "")
        if silent:
            yield Replacement(*silent.span(), "")
            position = silent.end()


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Braces that hold style properties or a record, with the selector before them."""
    position = 0
    while True:
        start = text.find("{", position)
        if start < 0:
            return
        end = _closing(text, start)
        if end < 0:
            position = start + 1
            continue
        inside = text[start + 1 : end - 1]
        head = SELECTOR.search(text[max(position, start - 300) : start])
        if _is_code(inside):
            first = start - (len(head[0]) if head else 0)
            yield first, end + (text[end : end + 1] in (";", ","))
            position = end
        else:
            position = start + 1


def _closing(text: str, start: int) -> int:
    """One past the brace that closes the one at `start`; -1 where none does within a block's length."""
    depth = 0
    for match in re.finditer("[{}]", text[start : start + LONGEST_BLOCK]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return start + match.end()
    return -1


def _is_code(inside: str) -> bool:
    sample = inside[:2000]
    if RECORD.search(sample) or STYLE.fullmatch(sample) and "。" not in sample:
        return True
    han = len(HAN_CHARACTER.findall(sample))
    return bool(SCRIPT.search(sample)) and han < 0.3 * len(sample)


def _script_lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.split("\n"):
        # Bytes a character tell Chinese from code faster than any pattern: a Han character has three.
        if (
            line
            and len(line) <= LONGEST_LINE
            and len(line.encode("utf-8", "replace")) < 1.6 * len(line)
            and SCRIPT.search(line)
        ):
            yield position, position + len(line)
        position += len(line) + 1


def _apart(wishes: list[Replacement]) -> list[Replacement]:
    """Wishes in order, those that overlap an earlier one left out."""
    kept: list[Replacement] = []
    for wish in sorted(wishes, key=lambda wish: (wish.start, -wish.end)):
        if not kept or wish.start >= kept[-1].end:
            kept.append(wish)
    return kept
