"""How every figure looks: font, sizes, one colour and one marker a group, and the words in two languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.phrases import read_sentences

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analysis.settings import Settings

MM = 1 / 25.4
ONE_COLUMN, TWO_COLUMNS = 85 * MM, 175 * MM  # widths journals print, in inches
SMALL, NORMAL, LARGE = 7.0, 8.0, 9.5  # points at final size; 7 is the least that prints legibly
HALF_WIDTH = 0.054  # inches a half-width character takes at the smallest size
GREY, LIGHT = "#5F5F5F", "#C9C9C9"
OTHER = "#8C8C8C"  # groups without a colour of their own: still 3:1 against white

ORDERED = ("year", "meeting_date", "publication_date")  # groups that come one after the other by themselves

# Told apart by colour-blind readers and, by lightness and marker, in grey; each at least 3:1 against white.
COLORS = ("#0B5FA5", "#C8501E", "#12815F", "#8A4FA3", "#8A6A00", "#333333", "#B3446C", "#2F86A6")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

RC: dict[str, Any] = {
    "font.family": "Noto Sans SC",
    "font.size": NORMAL,
    "axes.titlesize": LARGE,
    "axes.labelsize": NORMAL,
    "xtick.labelsize": NORMAL,
    "ytick.labelsize": NORMAL,
    "legend.fontsize": SMALL,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "figure.dpi": 110,
    "figure.figsize": (TWO_COLUMNS, 4.0),
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # text as outlines: the figure looks the same where the font is missing
    "svg.hashsalt": "zhengwen",  # the same ids, hence the same bytes, at every run
    "pdf.fonttype": 42,  # the font itself is embedded, so that text can be searched and edited
    "image.cmap": "cividis",
}


@dataclass(frozen=True)
class Look:
    """What a plot needs to know beside its table: the groups in order, their names and colours, the words.

    Parameters
    ----------
    groups
        Group ids in the order of figures.
    documents
        Document ids in their order, where they are not the groups themselves.
    names
        Id of a group or document → (Chinese, English) name.
    labels
        `zh`, `en` or `both`.
    words
        What is said → (Chinese, English): terms, and ids such as `theme:water` or `kind:lead`.
    marked
        Groups whose text breaks off: their names carry †.
    highlight
        With more groups than colours, the ones that keep one; the rest are grey.
    """

    groups: tuple[str, ...]
    documents: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    labels: str = "both"
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    highlight: tuple[str, ...] = ()

    def color(self, group: str) -> str:
        """The one colour a group (or document) has in every figure."""
        row = self._row(group)
        if group in row and len(row) <= len(COLORS):
            return COLORS[row.index(group)]
        return COLORS[self.highlight.index(group) % len(COLORS)] if group in self.highlight else OTHER

    def ink(self, group: str) -> str:
        """The group's colour for words and outlines: where it has none, a grey dark enough to read."""
        color = self.color(group)
        return GREY if color == OTHER else color

    def marker(self, group: str) -> str:
        """The one marker a group (or document) has in every figure; a point where it has no colour of its own."""
        row = self._row(group)
        if self.color(group) == OTHER:
            return MARKERS[0]
        return MARKERS[row.index(group) % len(MARKERS)] if group in row else MARKERS[0]

    def _row(self, group: str) -> tuple[str, ...]:
        return self.groups if group in self.groups else self.documents

    def name(self, group: str, *, gap: str = " ") -> str:
        """Name of a group to print, with † where its text breaks off; `gap` stands between two languages."""
        return self._print(*self.names.get(group, (str(group), "")), gap) + (
            "†" if group in self.marked else ""
        )

    def say(self, words: str, kind: str = "", *, gap: str = " ") -> str:
        """A term, an id of a kind, or the words of an axis, in the language of the figure.

        Words that are not known stay as they are.

        Examples
        --------
        >>> Look((), labels="both", words={"theme:water": ("水", "water")}).say("water", "theme")
        '水 water'
        """
        return self._print(*self.words.get(f"{kind}:{words}" if kind else words, (words, "")), gap)

    def fit(self, words: str, columns: int, kind: str = "") -> str:
        """What :meth:`say` prints, in so many half-width columns: Chinese alone where both languages have no room.

        Examples
        --------
        >>> look = Look((), words={"发展": ("发展", "develop(ment)")})
        >>> look.fit("发展", 20), look.fit("发展", 12), look.fit("高质量发展", 6)
        ('发展 develop(ment)', '发展', '高质…')
        """
        printed = self.say(words, kind)
        if width_of(printed) > columns and self.labels == "both":
            printed = self.chinese.say(words, kind)
        return clip(printed, columns, 1)

    @property
    def chinese(self) -> Look:
        """The same look with Chinese alone where labels are in both languages: for what has little room."""
        return replace(self, labels="zh") if self.labels == "both" else self

    def _print(self, chinese: str, english: str, gap: str) -> str:
        if self.labels == "zh" or not english or english == chinese:
            return printable(chinese)
        return english if self.labels == "en" else f"{printable(chinese)}{gap}{english}"

    def present(self, table, column: str = "group") -> list[str]:
        """The groups that occur in a table: in the order of figures, then others in the table's own order."""
        seen = dict.fromkeys(table[column].astype("str"))
        known = dict.fromkeys((*self.groups, *self.documents))
        return [group for group in known if group in seen] + [group for group in seen if group not in known]


def make_look(frames: Mapping[str, Any], settings: Settings) -> Look:
    """Groups, names and words for the figures of some frames.

    Parameters
    ----------
    frames
        With `documents`; for groups of speakers or kinds also what :func:`analysis.counts.scope_spans` needs.
    settings
        `by`, `labels`, `theme_pack`, and the lexicons: `glossary` (term → English), `figure_words` (category
        `kind:id`), `theme_labels/<pack>` and `sentences` (key → template).
    """
    documents = frames["documents"].sort_values("order", kind="stable")
    zh = documents["label_zh"].fillna(documents["doc_id"])
    en = documents["label_en"].fillna(documents["doc_id"])
    groups = documents[settings.by if settings.by in documents else "doc_id"].astype("str").fillna(zh)
    broken = documents["is_truncated"]
    # A gloss in a figure is its first wording: what stands behind " (" or ";" is for the glossary's reader.
    words = {
        entry.term: (entry.term, entry.english.partition(" (")[0].partition(";")[0])
        for entry in settings.terms("glossary")
    }
    for entry in settings.terms("figure_words"):
        words[entry.category if ":" in entry.category else entry.term] = (entry.term, entry.english)
    words |= read_sentences(settings)
    for entry in settings.terms(f"theme_labels/{settings.theme_pack}"):
        words[f"theme:{entry.term}"] = (entry.note, entry.english)
    names = _names(documents, groups, dict(zip(documents["doc_id"], zip(zh, en, strict=True), strict=True)))
    shown = tuple(dict.fromkeys(groups))
    if settings.by in ORDERED:  # what nobody knows stands last
        ranked = documents[settings.by].sort_values(kind="stable").index
        shown = tuple(dict.fromkeys(groups.loc[ranked]))
    if settings.by not in documents:  # speakers and kinds of sections
        from analysis.counts import scope_spans

        shown = tuple(scope_spans(frames, scope=settings.scope, by=settings.by)["group"].cat.categories)
        kinds = (name.removeprefix("kind:") for name in words if name.startswith("kind:"))
        names |= {kind: words[f"kind:{kind}"] for kind in kinds} if settings.by == "kind" else {}
    return Look(
        groups=shown,
        documents=tuple(documents["doc_id"]),
        names=names,
        labels=settings.labels,
        words=words,
        marked=frozenset({*groups[broken], *documents.loc[broken, "doc_id"]}),
    )


def _names(documents, groups, labels: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Names of documents, and of groups that are the place of a single document: these bear its name."""
    alone = dict(zip(groups, documents["doc_id"], strict=True)) if groups.is_unique else {}
    places = dict(zip(documents["doc_id"], documents["place"], strict=True))
    return labels | {group: labels[doc_id] for group, doc_id in alone.items() if places[doc_id] == group}


def use_look(
    frames: Mapping[str, Any],
    settings: Settings,
    *,
    highlight: Sequence[str] = (),
    width: float = TWO_COLUMNS,
) -> Look:
    """Set the style for this process and give the look of the figures to come.

    Parameters
    ----------
    highlight
        Groups that keep a colour where there are more groups than colours.
    width
        Inches: :data:`TWO_COLUMNS` (175 mm) or :data:`ONE_COLUMN` (85 mm).
    """
    use_style(width=width)
    return replace(make_look(frames, settings), highlight=tuple(highlight))


def use_style(*, width: float = TWO_COLUMNS) -> None:
    """Set matplotlib's and pandas's defaults for this process: the Chinese font of the package, sizes, reproducible files."""
    import matplotlib
    import pandas as pd
    from matplotlib import font_manager

    if RC["font.family"] not in font_manager.fontManager.get_font_names():
        font_manager.fontManager.addfont(font_path())
    pd.set_option("display.html.use_mathjax", False)  # a $ that came with a text sets no formula in a table
    matplotlib.rcParams.update(cast(Any, RC | {"figure.figsize": (width, RC["figure.figsize"][1])}))


@cache
def font_path() -> Path:
    """The font file every figure, word cloud and report uses (Noto Sans SC, OFL); its package is not imported.

    Raises
    ------
    FileNotFoundError
        If the package that brings the font is not installed.
    """
    spec = find_spec("zhplot")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder).rglob("NotoSansSC-Regular.ttf")):
            return path
    raise FileNotFoundError("no Chinese font: install the package zhplot, which brings Noto Sans SC")


@cache
def font_characters() -> frozenset[int]:
    """Code points the font can draw."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_path())).get_charmap())


def missing_characters(text: str) -> list[str]:
    """Characters of a text that the font lacks, each once."""
    known = font_characters()
    return [char for char in dict.fromkeys(text) if ord(char) not in known and char not in "\n\t"]


def printable(text: str) -> str:
    """The text with every character the font lacks as its code point, so that no figure shows an empty box.

    Examples
    --------
    >>> printable("水𠀀")
    '水[U+20000]'
    """
    lacking = missing_characters(text)
    return text.translate({ord(char): f"[U+{ord(char):04X}]" for char in lacking}) if lacking else text


def width_of(text: str) -> int:
    """Width in half-width columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrap(text: str, columns: int) -> str:
    """Break a text into lines of at most so many half-width columns, at blanks or between Chinese characters.

    Examples
    --------
    >>> wrap("污染防治 pollution control", 10)
    '污染防治\\npollution\\ncontrol'
    """
    if "\n" in text:
        return "\n".join(wrap(line, columns) for line in text.split("\n"))
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*lines, line.rstrip()])


def clip(text: str, columns: int, lines: int) -> str:
    """The text wrapped to so many columns, and cut with an ellipsis after so many lines.

    Examples
    --------
    >>> clip("一二三四五六七八九", 4, 2)
    '一二\\n三…'
    """
    wrapped = wrap(text, columns).split("\n")
    if len(wrapped) <= lines:
        return "\n".join(wrapped)
    last = " ".join(wrapped[lines - 1 :]) if " " in text else "".join(wrapped[lines - 1 :])
    while width_of(last) >= columns:
        last = last[:-1]
    return "\n".join([*wrapped[: lines - 1], last.rstrip() + "…"])


def _pieces(text: str) -> Iterable[str]:
    piece = ""
    for char in text:
        wide = unicodedata.east_asian_width(char) == "W"
        if wide and piece and unicodedata.category(char)[0] == "L":
            yield piece
            piece = ""
        piece += char
        if char == " ":
            yield piece
            piece = ""
    if piece:
        yield piece


def set_heads(axes: Any, heads: Sequence[str], *, columns: int = 84) -> None:
    """Names above the columns of a matrix: wrapped to their width, or upright where they are many.

    The figure grows by what upright names take, so that its rows keep their height.

    Parameters
    ----------
    heads
        One a column; line breaks are kept where they fit.
    columns
        Half-width columns of text that all heads share.
    """
    room = int(columns * axes.figure.get_figwidth() / TWO_COLUMNS) // max(1, len(heads))
    wrapped = [wrap(head.replace("·", "·\n"), room) for head in heads]
    upright = max((width_of(line) for head in wrapped for line in head.split("\n")), default=0) > room
    labels = [head.replace("\n", " ") for head in heads] if upright else wrapped
    if upright:
        tallest = HALF_WIDTH * max(map(width_of, labels))
        axes.figure.set_figheight(axes.figure.get_figheight() + tallest)
    axes.set_xticks(
        range(len(heads)), labels, rotation=90 if upright else 0, fontsize=SMALL if upright else NORMAL
    )
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)


def add_caption(figure: Figure, text: str) -> None:
    """Print n, unit and scope below a figure, wrapped to its width."""
    columns = int(figure.get_figwidth() / MM / 1.28)  # a half-width character of 7 pt is about 1.25 mm wide
    figure.supxlabel(wrap(printable(text), columns), x=0.01, ha="left", fontsize=SMALL, color=GREY)


def new_figure(rows: int = 1, columns: int = 1, *, width: float | None = None, height: float, **options: Any):
    """A figure of printable size and its axes, as from `matplotlib.pyplot.subplots`.

    Parameters
    ----------
    width, height
        Inches; the width of the preset in use (:func:`use_style`) where none is given.
    """
    import matplotlib.pyplot as plt

    width = width or plt.rcParams["figure.figsize"][0]
    return plt.subplots(rows, columns, figsize=(width, height), **options)


def text_on(color: Any) -> str:
    """Black or white, whichever reads better on a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(color)
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"


def shades(n: int, *, name: str = "cividis") -> Sequence[Any]:
    """So many colours of a map that also order in grey."""
    import matplotlib

    return [matplotlib.colormaps[name](0.08 + 0.84 * i / max(1, n - 1)) for i in range(n)]
