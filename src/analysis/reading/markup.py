"""HTML → the whole page as text, in order, and what its markup says of each line: body or furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from analysis.provenance import HIDDEN, READING, REFUSED, Vote
from analysis.reading.zones import HAN, PAUSE, STOP, WORDY, Held, Settled, Zone, kind_of, settle_kinds

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
    "script", "style", "template", "head", "svg", "math", "canvas", "object", "embed",
    "iframe", "audio", "video", "map", "-comment", "_comment",
])  # fmt: skip
LINE = frozenset({"br"})
KEPT_BLANKS = frozenset({"pre", "textarea", "listing", "xmp"})
# Elements that must be closed: others (p, li, td) close by themselves.
NESTING = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|em|strong|a|ul|ol|dl|table|section|article|blockquote|center|form|small|big|sub|sup)\b",
    re.IGNORECASE,
)
# Where the elements of a page begin; comments, scripts and styles, in which nothing is an element, are passed over.
BEGINS = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<[a-z]", re.IGNORECASE | re.DOTALL)
# What stands in an opening tag: its name and its attributes, and its end.
TAG_PART = re.compile(r"(>)|[^\s/>][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
# What a document has with it, and links to.
ATTACHED = re.compile(r"^\s*附件|\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar)\s*$", re.IGNORECASE)
WITHIN = re.compile(r"#\w")  # an address on the same page; a lone # is a button
LINKED = 0.6  # share of a line's characters in links from which it is a menu or list
# Ways in which pages hide text from readers but not from those who copy it.
UNSEEN = re.compile(
    r"display\s*:\s*none|font\s*:\s*0\s*/\s*0|text-indent\s*:\s*-\d{3}|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
SPACE = re.compile(r"[ \t\n\r\f]+")
READINGS = frozenset({"rt", "rp", "rtc"})  # how the characters beside them are read
SHORTEST_TITLE = 6  # Han characters of a line that is told by the title of the page
FRAME, SCRIPT, LINKS = "a frame", "a script", "pages that it links to"
MOST_WORDS = 100  # Han characters of a script from which it may hold the text of its page
MANY_LINKS = 10  # lines from which a page without a sentence is a list
TITLE_ENDS = "-_—–|｜·,，:：>»("


class Text(NamedTuple):
    """The text of a page and the votes of its markup, both in order; `elsewhere` says where it has none of its own."""

    text: str
    votes: list[Vote]
    facts: dict[str, str]
    elsewhere: str = ""


class _State(NamedTuple):
    """What a piece of text inherits from the elements round it."""

    zone: int = 0
    linked: bool = False
    keep: bool = False
    hidden: bool = False
    reading: bool = False


class _Line:
    """The line being written: its pieces, how many of its characters stand where, and which are not its text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = self.size = self.linked = 0
        self.sizes: Counter[int] = Counter()
        self.aside: list[tuple[int, int, int]] = []

    @cached_property
    def text(self) -> str:
        """What was written, without blanks at its end; asked for when the line is done."""
        return "".join(self.pieces).rstrip(" ")

    @cached_property
    def n_han(self) -> int:
        """Its Han characters."""
        return len(HAN.findall(self.text))

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it holds running text."""
        return self.n_han >= WORDY and STOP.search(self.text) is not None

    @property
    def is_text(self) -> bool:
        """Whether it may be a piece of running text, a wrapped line too."""
        return (
            self.n_han >= WORDY and self.linked < LINKED * self.size and PAUSE.search(self.text) is not None
        )

    @cached_property
    def zone(self) -> int:
        """The part of the page in which most of it stands."""
        return max(self.sizes, key=lambda zone: self.sizes[zone], default=0)

    @property
    def is_hidden(self) -> bool:
        """Whether all of it is."""
        return sum(end - start for start, end, weight in self.aside if weight == HIDDEN) >= self.length > 0

    def add(self, text: str, state: _State) -> None:
        """Write on; a blank at the start of the line or behind another is dropped, as a browser does."""
        if not state.keep and (not self.pieces or self.pieces[-1].endswith((" ", "\t"))):
            text = text.lstrip(" ")
        if not text:
            return
        self.pieces.append(text)
        self.length += len(text)
        if state.hidden or (state.reading and not HAN.search(text)):
            weight = HIDDEN if state.hidden else READING
            self.aside.append((self.length - len(text), self.length, weight))
        size = len(text.strip())
        self.size += size
        self.linked += size * state.linked
        self.sizes[state.zone] += size


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
    zones = [Zone(0)]
    lines = [line for line in _lines(tree.body, zones) if line.text.strip()]
    facts = _facts(tree)
    votes = _votes(lines, zones, facts.get("title", ""))
    return Text("\n".join(line.text for line in lines), votes, facts, _elsewhere(tree, lines))


def _elsewhere(tree: Any, lines: list[_Line]) -> str:
    """Where the text of a page that shows no sentence may stand; empty where it shows one, or nothing is known."""
    if any(line.is_sentence for line in lines):
        return ""
    if tree.css_first("frame") is not None or tree.css_first("iframe[src]") is not None:
        return FRAME
    if any(len(HAN.findall(script)) >= MOST_WORDS for script in (node.text() for node in tree.css("script"))):
        return SCRIPT
    n_links = sum(line.linked >= LINKED * line.size for line in lines)
    return LINKS if n_links >= MANY_LINKS and 2 * n_links > len(lines) else ""


def _votes(lines: list[_Line], zones: list[Zone], title: str) -> list[Vote]:
    """What the markup says of the lines, in order."""
    hides_text = _hides_text(lines)
    shown = [line.is_sentence and (hides_text or not line.is_hidden) for line in lines]
    held = [
        Held(line.zone, line.size, line.linked, is_text) for line, is_text in zip(lines, shown, strict=True)
    ]
    settled = settle_kinds(zones, held)
    plain = [i for i, line in enumerate(lines) if line.is_text and not line.is_hidden]
    text_lines = range(plain[0], plain[-1]) if plain else range(0)
    named = _title_line(lines, title, plain[0] if plain else 0)
    votes: list[Vote] = []
    position = 0
    for i, line in enumerate(lines):
        text = line.text
        weight = 1 if i == named else _weight(line, settled, is_between=i in text_lines)
        if weight:
            votes.append(Vote(position, position + len(text), weight))
        votes += [
            Vote(position + start, position + min(end, len(text)), kind)
            for start, end, kind in line.aside
            if start < len(text) and not (kind == HIDDEN and hides_text and line.is_hidden)
        ]
        position += len(text) + 1
    return votes


def _hides_text(lines: list[_Line]) -> bool:
    """Whether more sentences are hidden than shown: a script was to show the text, and nothing is noise."""
    sentences = [line for line in lines if line.is_sentence]
    hidden = sum(line.size for line in sentences if line.is_hidden)
    return hidden > sum(line.size for line in sentences) - hidden


def _title_line(lines: list[_Line], title: str, first: int) -> int:
    """The line that is what the page is called, -1 where there is none; a link, as in blogs, above the text only."""
    found = [i for i, line in enumerate(lines) if title and _is_title(line.text, title)]
    plain = [i for i in found if lines[i].linked < LINKED * lines[i].size]
    return next(iter(plain or [i for i in found if i < first]), -1)


def _is_title(text: str, title: str) -> bool:
    """Whether a line is what the page is called, to its end or to a mark behind which the site is named."""
    text = text.strip()
    rest = title[len(text) :].lstrip() if title.startswith(text) else "?"
    return len(HAN.findall(text)) >= SHORTEST_TITLE and (not rest or rest[0] in TITLE_ENDS)


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


def _lines(body: Any, zones: list[Zone]) -> Iterator[_Line]:
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
        inner = _inherit(node, tag, state, zones)
        children = list(node.iter(include_text=True))
        stack.extend((child, inner, False) for child in reversed(children))
    yield line


def _inherit(node: Any, tag: str, state: _State, zones: list[Zone]) -> _State:
    attributes = node.attributes
    names = " ".join(filter(None, (attributes.get("class"), attributes.get("id")))) if attributes else ""
    kind, foot = kind_of(tag, names)
    zone = state.zone
    if kind or tag in BLOCKS or tag in CELLS:
        zone = len(zones)
        zones.append(Zone(state.zone, kind, foot))
    return _State(
        zone,
        state.linked or (tag == "a" and _is_link(attributes)),
        state.keep or tag in KEPT_BLANKS,
        state.hidden
        or tag == "noscript"
        or "hidden" in attributes
        or UNSEEN.search(attributes.get("style") or "") is not None,
        state.reading or tag in READINGS,
    )


def _is_link(attributes: Any) -> bool:
    """Whether an anchor leads elsewhere: no mark in the text, and no heading that leads to one."""
    address = attributes.get("href") or ""
    return WITHIN.match(address) is None and ("href" in attributes or "name" not in attributes)


def _weight(line: _Line, settled: Settled, *, is_between: bool) -> int:
    """What the markup says of a line: 1 body, -1 furniture, `REFUSED` furniture though a sentence, 0 nothing.

    What stands between the sentences of a text (`is_between`) is its own, and a link there may be; so may a file
    be that a document has with it.
    """
    is_wordy = line.n_han >= WORDY
    refused = REFUSED if is_wordy else -1
    shares = Counter[int]()
    for zone, size in line.sizes.items():
        shares[settled.kinds[zone]] += size
    enough = LINKED * line.size
    if shares[-1] >= enough:
        return refused if settled.feet[line.zone] or line.linked >= enough else -1
    if line.linked >= enough and settled.has_plain_text:
        if settled.texts[line.zone] and ATTACHED.search(line.text):
            return 0
        return 0 if is_wordy and is_between and settled.texts[line.zone] else refused
    return 1 if shares[1] >= enough or (is_between and settled.texts[line.zone]) else 0


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
