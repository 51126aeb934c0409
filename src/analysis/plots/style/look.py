"""What a plot needs to know beside its table: groups in order, their names, colours and markers, the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.phrases import read_sentences
from analysis.plots.style.colors import COLORS, GREY, MARKERS, OTHER
from analysis.plots.style.fonts import printable
from analysis.plots.style.pages import RC, use_style
from analysis.plots.style.wrapping import clip, width_of

if TYPE_CHECKING:
    from analysis.settings import Settings

ORDERED = ("year", "meeting_date", "publication_date")  # groups that come one after the other by themselves


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
        year = chinese.rpartition(" ")[2]
        if self.labels == "both" and year.isdigit() and english.endswith(f" {year}"):  # said once is enough
            chinese = chinese.removesuffix(f" {year}")
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
    words = _words(settings)
    names = _names(documents, groups, dict(zip(documents["doc_id"], zip(zh, en, strict=True), strict=True)))
    names |= {group: words[key] for group in groups if (key := f"{settings.by}:{group}") in words}
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


def default_look(table: Any) -> Look:
    """The look of a figure drawn without one: groups and names as they stand in its table, words of the lexicons.

    The style is set where it is not, so that Chinese is printed and not shown as boxes.
    """
    import matplotlib

    from analysis.settings import read_settings

    if RC["font.family"] not in matplotlib.rcParams["font.family"]:
        use_style()
    settings = read_settings()
    texts = _listed(table, ("doc_id", "doc_ids"))
    groups = _listed(table, ("group", "other", "reference")) or texts
    return Look(groups, documents=texts, labels=settings.labels, words=_words(settings))


def _listed(table: Any, columns: Sequence[str]) -> tuple[str, ...]:
    """What stands in some columns of a table, each once: groups in their order, texts as they come."""
    found: dict[str, None] = {}
    for column in (name for name in columns if name in table):
        cells = dict.fromkeys(table[column].astype("str"))
        if column == "doc_ids":
            cells = dict.fromkeys(doc_id for cell in cells for doc_id in split_ids(cell))
        elif column == "group" and hasattr(table[column], "cat"):
            cells = {group: None for group in table[column].cat.categories.astype("str") if group in cells}
        found |= cells
    return tuple(found)


def split_ids(doc_ids: str) -> list[str]:
    """The ids that a cell lists; a blank of an id stands there as a no-break space.

    Examples
    --------
    >>> split_ids("wuxi 无锡\u00a0会议")
    ['wuxi', '无锡 会议']
    """
    return [doc_id.replace("\u00a0", " ") for doc_id in doc_ids.split(" ")]


def _words(settings: Settings) -> dict[str, tuple[str, str]]:
    """Terms and ids in two languages, as the lexicons have them."""
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
    return words


def _names(documents, groups, labels: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Names of documents, and of groups that are the place of a single document: these bear its name."""
    alone = dict(zip(groups, documents["doc_id"], strict=True)) if groups.is_unique else {}
    places = dict(zip(documents["doc_id"], documents["place"], strict=True))
    return labels | {group: labels[doc_id] for group, doc_id in alone.items() if places[doc_id] == group}
