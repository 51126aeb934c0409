"""HTML → the whole page as text, in order, and what its markup says of each line: body or furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from analysis.provenance import HIDDEN, Vote

# Elements that begin a line of their own; a cell of a table is set off by a tab.
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "section", "select", "summary", "table", "tbody", "tfoot", "thead",
    "title", "tr", "ul",
])  # fmt: skip
CELLS = frozenset({"td", "th"})
SILENT = frozenset([
    "script", "style", "noscript", "template", "head", "svg", "math", "canvas", "object", "embed",
    "iframe", "audio", "video", "map", "-comment", "_comment",
])  # fmt: skip
LINE = frozenset({"br"})
KEPT_BLANKS = frozenset({"pre", "textarea", "listing", "xmp"})
OUTSIDE = frozenset(
    {"nav", "footer", "aside", "header", "button", "select", "option", "form", "menu", "dialog"}
)
INSIDE = frozenset({"article", "main"})

# Names of classes and ids in which content systems keep the text, and those in which they keep the rest.
BODY_NAME = re.compile(
    r"trs_editor|view\b|news_?content|article[-_]?(?:content|body|con|text|detail)?\b|content[-_]?(?:text|body|detail|main|article)|"
    r"zoom\b|vsb_content|rich_media_content|js_content|con_?text|text_?con|main[-_]?text|pages_content|detail[-_]?(?:content|con|text)|"
    r"ucap-content|xl_?con|wenzhang|zhengwen|bt-content|conts?\b|easysite|txt_?(?:con|content)|entry-content|post-content|info_?(?:content|con)",
    re.IGNORECASE,
)
REST_NAME = re.compile(
    r"nav|menu|bread|crumb|foot|share|bdshare|related|recommend|hot|rank|sidebar|side[-_]|login|search|toolbar|comment|copyright|"
    r"friend|link[-_]?list|pager|pagination|print|qrcode|ewm|erweima|banner|advert|\bads?\b|weizhi|position|location|dqwz|\btop\b|"
    r"header|bottom|tool|accessib|wza|tags?\b|prev|next|sitemap",
    re.IGNORECASE,
)
# Elements that must be closed: others (p, li, td) close by themselves.
NESTING = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|em|strong|a|ul|ol|dl|table|section|article|blockquote|center|form|small|big|sub|sup)\b",
    re.IGNORECASE,
)
# Where the elements of a page begin; comments, scripts and styles, in which nothing is an element, are passed over.
BEGINS = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<[a-z]", re.IGNORECASE | re.DOTALL)
# What stands in an opening tag: its name and its attributes, and its end.
TAG_PART = re.compile(r"(>)|[^\s/>][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
LINKED = 0.6  # share of a line's characters in links from which it is a menu or list
# Ways in which pages hide text from readers but not from those who copy it.
UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
SPACE = re.compile(r"[ \t\n\r\f]+")


class Text(NamedTuple):
    """The text of a page and the votes of its markup, both in order."""

    text: str
    votes: list[Vote]
    facts: dict[str, str]


class _Line:
    """The line being written: its pieces, and how many of its characters stand where."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = self.size = self.linked = self.inside = self.outside = 0
        self.hidden: list[tuple[int, int]] = []

    def add(self, text: str, state: _State) -> None:
        """Write on; a blank at the start of the line or behind another is dropped, as a browser does."""
        if not state.keep and (not self.pieces or self.pieces[-1].endswith((" ", "\t"))):
            text = text.lstrip(" ")
        if not text:
            return
        self.pieces.append(text)
        self.length += len(text)
        size = len(text.strip())
        if state.hidden:
            self.hidden.append((self.length - len(text), self.length))
            return
        self.size += size
        self.linked += size * state.linked
        self.inside += size * state.inside
        self.outside += size * state.outside


class _State(NamedTuple):
    """What a piece of text inherits from the elements round it."""

    linked: bool = False
    inside: bool = False
    outside: bool = False
    keep: bool = False
    hidden: bool = False


def read_html(source: str) -> Text:
    """The text of a page as a plain converter gives it: every word that its body holds, blocks on lines of their own.

    Examples
    --------
    >>> page = read_html("<nav><a>首页</a></nav><div class='TRS_Editor'><p>一、提高<b>认识</b></p></div>")
    >>> page.text, [vote.weight for vote in page.votes]
    ('首页\\n一、提高认识', [-1, 1])
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    lines: list[str] = []
    votes: list[Vote] = []
    position = 0
    for line in _lines(tree.body):
        text = "".join(line.pieces).rstrip(" ")
        if not text.strip():
            continue
        weight = _weight(line)
        if weight:
            votes.append(Vote(position, position + len(text), weight))
        votes += [
            Vote(position + start, position + min(end, len(text)), HIDDEN)
            for start, end in line.hidden
            if start < len(text)
        ]
        lines.append(text)
        position += len(text) + 1
    return Text("\n".join(lines), votes, _facts(tree))


def depth_of(source: str) -> int:
    """How deep the elements of a page nest at most, counted without a parser: one takes the square of it."""
    depth = deepest = 0
    for match in NESTING.finditer(source):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def attributes_of(source: str, at_least: int) -> int:
    """How many attributes an element of a page has at most, as far as there are `at_least` of them.

    A parser compares each with all before it.

    Examples
    --------
    >>> attributes_of("<p a=1 b='2' c>d e f g<p>", 1), attributes_of("<!-- <p a b c> --><p a>", 1)
    (3, 1)
    """
    begins = [match.start() for match in BEGINS.finditer(source) if source[match.start() + 1] != "!"]
    stretches = pairwise([*begins, len(source)])
    return max(
        (_attributes(source, *ends) for ends in stretches if ends[1] - ends[0] >= 2 * at_least), default=0
    )


def _attributes(source: str, start: int, end: int) -> int:
    """The attributes of the element that begins here; `end` is where the next one does."""
    parts = takewhile(lambda part: not part[1], TAG_PART.finditer(source, start, end))
    return sum(1 for _ in parts) - 1  # its name is none


def _lines(body: Any) -> Iterator[_Line]:
    """The lines of a page, walked without recursion: pages nest deeper than Python's stack."""
    line = _Line()
    stack: list[tuple[Any, _State, bool]] = [(body, _State(), False)] if body is not None else []
    while stack:
        node, state, is_end = stack.pop()
        tag = node.tag
        if is_end:
            yield line
            line = _Line()
            continue
        if tag == "-text":
            text = node.text_content or ""
            line.add(text if state.keep else SPACE.sub(" ", text), state)
            continue
        if tag in SILENT or tag.startswith(("-", "!", "_")):
            continue
        if tag in BLOCKS or tag in LINE:
            yield line
            line = _Line()
        elif tag in CELLS and line.pieces:
            line.pieces.append("\t")
            line.length += 1
        if tag in BLOCKS:
            stack.append((node, state, True))
        inner = _inherit(node, tag, state)
        children = list(node.iter(include_text=True))
        stack.extend((child, inner, False) for child in reversed(children))
    yield line


def _inherit(node: Any, tag: str, state: _State) -> _State:
    attributes = node.attributes
    if not attributes and tag not in INSIDE and tag not in OUTSIDE and tag not in KEPT_BLANKS:
        return state._replace(linked=True) if tag == "a" else state
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    body = tag in INSIDE or (len(names) > 1 and BODY_NAME.search(names) is not None)
    rest = tag in OUTSIDE or (len(names) > 1 and not body and REST_NAME.search(names) is not None)
    return _State(
        state.linked or tag == "a",
        (state.inside or body) and not rest,
        rest or (state.outside and not body),
        state.keep or tag in KEPT_BLANKS,
        state.hidden or "hidden" in attributes or UNSEEN.search(attributes.get("style") or "") is not None,
    )


def _weight(line: _Line) -> int:
    """What the markup says of a line: 1 body, -1 furniture, 0 nothing."""
    if line.linked >= LINKED * line.size or line.outside >= LINKED * line.size:
        return -1
    return 1 if line.inside >= LINKED * line.size else 0


def _facts(tree: Any) -> dict[str, str]:
    """What a page says of itself in its head: title, date, publisher."""
    facts: dict[str, str] = {}
    for node in tree.css("meta"):
        name, value = (
            node.attributes.get("name") or node.attributes.get("property"),
            node.attributes.get("content"),
        )
        if name and value:
            facts.setdefault(name.lower(), value.strip())
    title = tree.css_first("title")
    if title is not None and title.text().strip():
        facts["title"] = title.text().strip()
    return facts
