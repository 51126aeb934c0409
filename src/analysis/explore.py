"""Widgets of the exploring notebook: a click on a mark shows its sentences, and any term, theme or place can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.charts import chart_positions
from analysis.concordance import evidence
from analysis.display import lines_html, sentences_html
from analysis.measures.dispersion import measure_positions
from analysis.measures.frequency import measure_frequency
from analysis.measures.selection import content_words
from analysis.plots.style import Look
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, Any]
EVERYTHING = ""  # what a selector says where nothing is chosen
HINT = "<p>Click a mark: its sentences stand here.</p>"
LEVELS = (("1 headline", 1), ("2 head", 2), ("3 the rest", 3))


def open_on_click(chart: Any, found: pd.DataFrame, frames: Frames) -> Any:
    """A chart and, below it, the sentences of the mark that was clicked.

    Parameters
    ----------
    chart
        From :mod:`analysis.charts`.
    found
        Spans behind each row of the chart's table: `mark`, `doc_id`, `start`, `end` (see
        :func:`analysis.hits.find_hits`).
    frames
        Frames of the corpus.

    Returns
    -------
    ipywidgets.VBox
    """
    import altair
    import ipywidgets

    altair.JupyterChart.enable_offline(True)  # the scripts from the package, not from the network
    with altair.data_transformers.enable(max_rows=None):  # thousands of ticks still answer a click
        drawn = altair.JupyterChart(chart, embed_options={"actions": False})
    sentences = ipywidgets.HTML(HINT)

    def show(change: Any) -> None:
        """Write the sentences of the marks that are picked."""
        marks = [entry["mark"] for entry in change["new"].value if "mark" in entry]
        rows = found[found["mark"].isin(marks)].sort_values(["doc_id", "start"], kind="stable")
        sentences.value = sentences_html(evidence(rows, frames)) if marks else HINT

    drawn.selections.observe(show, "picked")
    return ipywidgets.VBox([drawn, sentences])


def explore_terms(frames: Frames, settings: Settings, look: Look) -> Any:
    """A box for terms and selectors for place, theme and speaker; the x-ray of the terms and every line of them.

    Parameters
    ----------
    frames
        Frames of the corpus.
    settings
        Its scope is what is searched.
    look
        Names and words.

    Returns
    -------
    ipywidgets.VBox
    """
    import ipywidgets

    box = ipywidgets.Text(
        value="|".join(leading_terms(frames, settings, 2)),
        description="terms",
        continuous_update=False,
        placeholder="several: separated by |",
    )
    selectors = _selectors(frames, look, ("place", "theme", "speaker"))
    shown = ipywidgets.VBox()

    def update(_: Any = None) -> None:
        """Draw and list what is chosen."""
        terms = [term.strip() for term in box.value.split("|") if term.strip()]
        table = measure_positions(frames, terms, scope=settings.scope)
        table = select_spans(table, frames, **_chosen(selectors)).reset_index(drop=True)
        if not len(table):
            shown.children = (ipywidgets.HTML("<p>Nothing found.</p>"),)
            return
        marked = table.assign(mark=range(len(table)))
        chart = open_on_click(
            chart_positions(table, look), marked[["mark", "doc_id", "start", "end"]], frames
        )
        shown.children = (chart, ipywidgets.HTML(lines_html(evidence(table, frames))))

    for widget in (box, *selectors.values()):
        widget.observe(update, "value")
    update()
    return ipywidgets.VBox([ipywidgets.HBox([box, *selectors.values()]), shown])


def explore_demands(frames: Frames, look: Look) -> Any:
    """Selectors for place, theme, speaker and level, and the demands they leave.

    Returns
    -------
    ipywidgets.VBox
    """
    import ipywidgets

    selectors = _selectors(frames, look, ("place", "theme", "speaker", "level"))
    shown = ipywidgets.HTML()

    def update(_: Any = None) -> None:
        """List the demands that are chosen."""
        chosen = _chosen(selectors)
        rows = select_demands(frames["directives"], **chosen)
        shown.value = f"<p>{len(rows):,} of {len(frames['directives']):,} demands.</p>" + sentences_html(
            evidence(rows, frames)
        )

    for widget in selectors.values():
        widget.observe(update, "value")
    update()
    return ipywidgets.VBox([ipywidgets.HBox(list(selectors.values())), shown])


def leading_terms(frames: Frames, settings: Settings, n: int) -> list[str]:
    """The most frequent words proper of the scope: what is shown before anything is chosen."""
    table = content_words(measure_frequency(frames, by="doc_id", scope=settings.scope))
    sizes = table.groupby("term", observed=True)["n_token"].sum().reset_index()
    return list(sizes.sort_values(["n_token", "term"], ascending=[False, True])["term"].head(n))


def select_demands(
    directives: pd.DataFrame, *, place: str = "", theme: str = "", speaker: str = "", level: int | str = ""
) -> pd.DataFrame:
    """Demands of a document, theme, speaker and level; what is empty does not select."""
    chosen = {"doc_id": place, "theme": theme, "speaker": speaker, "level": level}
    kept = np.ones(len(directives), dtype=bool)
    for column, value in chosen.items():
        if value != EVERYTHING:
            kept &= (directives[column] == value).fillna(value=False).to_numpy(dtype=bool)
    return directives[kept]


def select_spans(
    spans: pd.DataFrame, frames: Frames, *, place: str = "", theme: str = "", speaker: str = ""
) -> pd.DataFrame:
    """Spans of a document that start in the words of a speaker, and in a demand of a theme."""
    kept = np.ones(len(spans), dtype=bool)
    if place:
        kept &= (spans["doc_id"] == place).to_numpy(dtype=bool)
    if speaker:
        kept &= _starts_in(spans, frames["turns"][frames["turns"]["speaker"] == speaker])
    if theme:
        kept &= _starts_in(spans, frames["directives"][frames["directives"]["theme"] == theme])
    return spans[kept]


def _starts_in(spans: pd.DataFrame, around: pd.DataFrame) -> np.ndarray:
    """Whether each span starts in one of others, which may lie in each other."""
    starts = dict(tuple(around.groupby("doc_id")[["start", "end"]]))
    found = []
    for doc_id, start in zip(spans["doc_id"].astype("str"), spans["start"], strict=True):
        own = starts.get(doc_id)
        found.append(own is not None and bool(((own["start"] <= start) & (start < own["end"])).any()))
    return np.array(found, dtype=bool)


def _selectors(frames: Frames, look: Look, names: Sequence[str]) -> dict[str, Any]:
    import ipywidgets

    themes = frames["directives"]["theme"].dropna().astype("str").unique()
    speakers = frames["turns"]["speaker"].dropna().unique()
    options: dict[str, list[tuple[str, Any]]] = {
        "place": [(look.name(doc_id), doc_id) for doc_id in look.documents],
        "theme": [(look.say(theme, "theme"), theme) for theme in sorted(themes)],
        "speaker": [(speaker, speaker) for speaker in speakers],
        "level": list(LEVELS),
    }
    return {
        name: ipywidgets.Dropdown(options=[("all", EVERYTHING), *options[name]], description=name)
        for name in names
    }


def _chosen(selectors: Mapping[str, Any]) -> dict[str, Any]:
    return {name: widget.value for name, widget in selectors.items()}
