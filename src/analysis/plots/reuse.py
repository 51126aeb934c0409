"""Set phrases that several texts share, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import add_note, draw_nothing, is_narrow, note_cap
from analysis.plots.style import (
    COLORS,
    GREY,
    LIGHT,
    SMALL,
    Look,
    clip,
    default_look,
    new_figure,
    printable,
    set_heads,
)
from analysis.plots.style.look import split_ids

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIRST = 10  # times the phrases drawn: among so many is looked for those inside others
MOST_TEXTS = 12  # columns; with more, the number of texts is drawn instead of which


def plot_phrases(table, look: Look | None = None, *, n: int = 28) -> Figure:
    """A matrix: phrases in rows, texts in columns; a mark where a text uses the phrase. Many texts: bars of their number.

    Parameters
    ----------
    table
        From :func:`analysis.measures.reuse.measure_set_phrases`, the most shared first.
    look
        Groups (documents) and words; by default those of the table.
    n
        Phrases drawn.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look, "没有共有短语")
    first = table.head(FIRST * n)
    own = _outermost(first)
    top = own.head(n)
    used = [set(split_ids(ids)) for ids in top["doc_ids"]]
    documents = [doc_id for doc_id in look.documents if any(doc_id in ids for ids in used)]
    figure, axes = new_figure(height=0.8 + 0.18 * len(top))
    columns = 24 if is_narrow() else 52
    labels = [
        f"{clip(printable(phrase), columns, 1)} ({count})"
        for phrase, count in zip(top["phrase"], top["n"], strict=True)
    ]
    axes.set_yticks(range(len(top)), labels, fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    if len(documents) > MOST_TEXTS:
        _draw_bars(axes, top["n_documents"], len(look.documents), look)
    else:
        _draw_marks(axes, used, documents, look)
    axes.set_ylim(len(top) - 0.5, -0.5)
    note_cap(figure, len(top), len(table), ("条", "phrases"))
    if len(own) < len(first):
        add_note(
            figure, "含于同样文本所共有的长语者不另画", "what stands inside a longer one of the same texts is left out"
        )  # fmt: skip
    return figure


def _outermost(table):
    """The phrases that stand in no longer one of the same texts: such a longer one says them all."""
    outer: dict[str, list[str]] = {}
    longest_first = table.sort_values("phrase", key=lambda words: -words.str.len(), kind="stable")
    kept = []
    for row in longest_first[["phrase", "doc_ids"]].itertuples():
        longer = outer.setdefault(row.doc_ids, [])
        if not any(row.phrase in other for other in longer):
            longer.append(row.phrase)
            kept.append(row.Index)
    return table.loc[sorted(kept)]


def _draw_marks(axes, used: list[set[str]], documents: list[str], look: Look) -> None:
    for row, ids in enumerate(used):
        at = [column for column, doc_id in enumerate(documents) if doc_id in ids]
        axes.hlines(row, min(at), max(at), color=LIGHT, linewidth=1, zorder=1)
        for column in at:
            doc_id = documents[column]
            axes.scatter(column, row, s=26, color=look.color(doc_id), marker=look.marker(doc_id), zorder=2)
    set_heads(axes, [look.name(doc_id, gap="\n") for doc_id in documents], columns=64)
    axes.set_xlim(-0.5, len(documents) - 0.5)
    axes.spines[:].set_visible(False)


def _draw_bars(axes, numbers, total: int, look: Look) -> None:
    axes.barh(range(len(numbers)), numbers, color=COLORS[0], height=0.72)
    for row, n in enumerate(numbers):
        axes.annotate(f" {n}", (n, row), va="center", fontsize=SMALL, color=GREY)
    axes.set_xlim(0, total)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel(f"{look.say('使用该短语的文本数')} ({total})")
