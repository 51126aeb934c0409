"""What the page knows: texts with the edits made to them, spans, demands, tables, charts, findings, words; as JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import hits
from analysis.charts.style import to_spec
from analysis.measures.documents import measure_documents
from analysis.measures.results import RESULTS
from analysis.measures.themes import UNTHEMED
from analysis.methods import name_fact
from analysis.phrases import phrases_of
from analysis.plots.style import Look, missing_characters
from analysis.report.figures import Figure
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, Any]
SIGNIFICANT = 6  # digits of a number, as in every table
# Ids that a reader meets in tables, and the kind of their words.
KINDS = {
    "theme": "theme", "kind": "kind", "strength": "strength", "part": "part", "type": "actor", "genre": "genre",
    "term": "", "phrase": "", "label": "",
}  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(contents: Any) -> str:
    """JSON that may stand within a script element: no text of it can end the element or begin a comment.

    Examples
    --------
    >>> to_json({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


class Spans:
    """Spans of all figures, each kept once and called by its number.

    Once all are known, :meth:`pack` gives them in the order of the texts, and lists of them as steps from one to the next:
    small numbers, a third of the size.
    """

    def __init__(self, doc_ids: Sequence[str]) -> None:
        self._document = {doc_id: number for number, doc_id in enumerate(doc_ids)}
        self._number: dict[tuple[int, int, int], int] = {}

    def number(self, spans: pd.DataFrame) -> list[int]:
        """The provisional number of each span."""
        rows = zip(spans["doc_id"].map(self._document), spans["start"], spans["end"], strict=True)
        return [self._number.setdefault((int(d), int(a), int(b)), len(self._number)) for d, a, b in rows]

    def pack(self) -> dict[str, list[int]]:
        """How many spans each document has; for each the step from the start of the one before, and its length."""
        known = sorted(self._number)
        counts = [0] * len(self._document)
        steps, lengths, before = [], [], (-1, 0)
        for document, start, end in known:
            counts[document] += 1
            steps.append(start - before[1] if document == before[0] else start)
            lengths.append(end - start)
            before = (document, start)
        return {"counts": counts, "steps": steps, "lengths": lengths}

    def pack_list(self, numbers: Sequence[int]) -> list[int]:
        """Spans by provisional number, as steps through the spans in order."""
        if not hasattr(self, "_ranks"):
            order = sorted(self._number.items())
            self._ranks = dict(zip((number for _, number in order), range(len(order)), strict=True))
        ranks = sorted(self._ranks[number] for number in numbers)
        return [rank - before for before, rank in zip([0, *ranks], ranks, strict=False)]


def list_documents(frames: Frames, look: Look) -> list[dict[str, Any]]:
    """Each text as received, the edits that lead to the clean text, and how it is cut up; in the order of figures."""
    documents = frames["documents"].sort_values("order", kind="stable")
    texts = frames["texts"].set_index("doc_id")
    table = measure_documents(frames).set_index("doc_id")
    return [
        _document(frames, row, texts.loc[row.doc_id], table.loc[row.doc_id], look)
        for row in documents.itertuples()
    ]


def _document(frames: Frames, row: Any, text: Any, facts: Any, look: Look) -> dict[str, Any]:
    own = {
        name: frames[name][frames[name]["doc_id"] == row.doc_id]
        for name in ("edits", "sentences", "turns", "sections")
    }
    edits = own["edits"]
    kinds = own["sections"]["kind"].astype("str").fillna("other")
    numbers = ("n_characters", "n_han", "n_sentences", "n_directives", "n_priorities", "n_edits", "n_damage")
    words = {"admin_level": facts["admin_level"], "date_status": facts["date_status"], "genre": row.genre}
    return {
        "id": row.doc_id,
        "label": look.name(row.doc_id),
        "title": plain(row.title),
        "path": row.path,
        **{kind: look.say(str(word), kind) if plain(word) else None for kind, word in words.items()},
        **{name: plain(facts[name]) for name in (*numbers, "place", "meeting_date", "speakers")},
        "raw": text["raw_text"],
        "edits": _rows(edits, ["raw_start", "raw_end", "after", "rule"]),
        "shifts": _shifts(text, edits),
        "sentences": _rows(own["sentences"], ["start", "end"]),
        "turns": _rows(own["turns"], ["start", "end", "speaker"]),
        "sections": _rows(own["sections"].assign(kind=kinds), ["start", "end", "kind"]),
    }


def _shifts(text: Any, edits: pd.DataFrame) -> list[list[int]]:
    """Where the way back to the raw text is not what the edits alone say: clean offset, raw offset.

    The page derives the map from the edits: what was put in character for character leads to its character, what was
    put in otherwise to where its edit starts.
    """
    derived: list[np.ndarray] = []
    position = 0
    for start, end, after in zip(edits["raw_start"], edits["raw_end"], edits["after"], strict=True):
        step = 1 if len(after) == end - start else 0
        derived += [np.arange(position, start), start + step * np.arange(len(after))]
        position = end
    derived.append(np.arange(position, len(text["raw_text"]) + 1))
    found, known = np.concatenate(derived), np.asarray(text["raw_offsets"])
    return [[int(at), int(known[at])] for at in np.flatnonzero(found != known)]


def list_demands(frames: Frames, doc_ids: Sequence[str]) -> dict[str, list[Any]]:
    """Every demand, column by column, in the order of the texts."""
    number = {doc_id: i for i, doc_id in enumerate(doc_ids)}
    table = frames["directives"].assign(document=frames["directives"]["doc_id"].map(number))
    table = table.sort_values(["document", "start", "directive_index"], kind="stable")
    table["theme"] = table["theme"].astype("str").fillna(UNTHEMED)
    table["strength"] = table["strength"].astype("str").fillna(hits.UNGRADED)
    names = ("document", "start", "end", "level", "ordinal", "speaker", "theme", "strength")
    return {name: [plain(value) for value in table[name]] for name in names}


def list_figures(figures: Sequence[Figure], spans: Spans, settings: Settings) -> list[dict[str, Any]]:
    """Each figure with its table, the numbers of the spans behind each row, and its charts."""
    return [
        {
            "name": figure.name,
            "section": figure.section,
            "count": figure.count,
            "columns": _columns(figure),
            "rows": [[plain(value) for value in row] for row in figure.table.itertuples(index=False)],
            "hits": _hits(figure, spans),
            "terms": figure.terms,
            "charts": [chart_spec(chart) for chart in figure.charts],
            "least": figure.least,
            "title": say(settings, f"title:{figure.name}"),
            "how": say(settings, f"how:{figure.name}" + ":many" * figure.is_many),
        }
        for figure in figures
    ]


def _columns(figure: Figure) -> list[dict[str, str]]:
    described = {column.name: column.meaning for column in RESULTS[figure.result].columns}
    return [{"name": name, "meaning": described.get(name, "")} for name in figure.table.columns]


def _hits(figure: Figure, spans: Spans) -> list[list[int]] | None:
    if figure.hits is None:
        return None
    numbers: list[list[int]] = [[] for _ in range(len(figure.table))]
    for mark, number in zip(figure.hits["mark"], spans.number(figure.hits), strict=True):
        numbers[mark].append(number)
    return numbers


def list_term_hits(
    frames: Frames, figures: Sequence[Figure], spans: Spans, settings: Settings
) -> dict[str, dict[str, list[int]]]:
    """For every term that a mark opens: group → numbers of the spans of its tokens."""
    opened = {(term, group) for figure in figures for row in figure.terms or () for term, group, _ in row}
    terms = sorted({term for term, _ in opened})
    tokens = hits.counted_tokens(frames, terms, by=settings.by, scope=settings.scope)
    result: dict[str, dict[str, list[int]]] = {}
    keys = zip(tokens["term"].astype("str"), tokens["group"], strict=True)
    for (term, group), number in zip(keys, spans.number(tokens.astype({"doc_id": "str"})), strict=True):
        if (term, group) in opened:
            result.setdefault(term, {}).setdefault(group, []).append(number)
    return result


def chart_spec(chart: Any) -> dict[str, Any]:
    """The chart as Vega-Lite that fits the page: its rows once, under the name `drawn`."""
    spec = to_spec(chart)
    ((_, rows),) = spec.pop("datasets").items()
    _forget_data(spec)
    rows = [{name: plain(value) for name, value in row.items()} for row in rows]
    return spec | {"data": {"name": "drawn"}, "datasets": {"drawn": rows}}


def _forget_data(spec: dict[str, Any]) -> None:
    spec.pop("data", None)
    spec.pop("$schema", None)
    for layer in spec.get("layer", ()):
        _forget_data(layer)


def labels_of(figures: Sequence[Figure], look: Look) -> dict[str, dict[str, str]]:
    """What is printed for the ids in tables: column → id → words."""
    labels: dict[str, dict[str, str]] = {}
    for figure in figures:
        for column in figure.table.columns:
            kind = (
                {"section": "kind", "theme": "theme"}
                if column == "label" and figure.name == "course"
                else None
            )
            if column in ("group", "other", "doc_id"):
                known = {value: look.name(value) for value in figure.table[column].astype("str").unique()}
            elif kind:
                pairs = figure.table[["label", "layer"]].astype("str").drop_duplicates()
                known = {v: look.say(v, kind[layer]) for v, layer in pairs.itertuples(index=False)}
            elif column in KINDS:
                known = {
                    value: look.say(value, KINDS[column])
                    for value in figure.table[column].dropna().astype("str").unique()
                }
            else:
                continue
            labels.setdefault(column, {}).update({k: v for k, v in known.items() if k != v})
    return labels


def name_choices(settings: Settings, look: Look) -> dict[str, str]:
    """What is counted, by which groups, with which theme pack, in words where there are any."""
    phrases = phrases_of(settings)
    pack = f"pack:{settings.theme_pack}"
    return {
        "scope": phrases.pick(*look.words[f"scope:{settings.scope}"]),
        "by": name_fact(settings.by, phrases),
        "pack": phrases.say(pack) if phrases.knows(pack) else settings.theme_pack,
    }


def say(settings: Settings, key: str) -> str:
    """Words of the page: Chinese where labels are Chinese, else English."""
    return words_of(settings).get(key, key)


def words_of(settings: Settings) -> dict[str, str]:
    """All words of the page by their key."""
    return {
        entry.category: entry.term if settings.labels == "zh" else entry.english
        for entry in settings.terms("report_words")
    }


def plain(value: Any) -> Any:
    """A value as JSON has it: null for what is missing, numbers to six digits.

    Examples
    --------
    >>> plain(np.float64(1 / 3)), plain(float("nan")), plain(np.int32(4)), plain("x")
    (0.333333, None, 4, 'x')
    """
    import pandas as pd

    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.{SIGNIFICANT}g}") if math.isfinite(value) else None
    if isinstance(value, str):
        return str(value)
    return None if value is None or value is pd.NA or pd.isna(value) else str(value)


def lacking_characters(frames: Frames) -> list[str]:
    """Characters of the texts that the font cannot draw; the page shows their code points."""
    unseen = "\r\n\t"
    every = "".join(sorted({char for raw in frames["texts"]["raw_text"] for char in set(raw)}))
    return [char for char in missing_characters(every) if char not in unseen]


def _rows(table: pd.DataFrame, columns: list[str]) -> list[list[Any]]:
    return [[plain(value) for value in row] for row in table[columns].itertuples(index=False)]
