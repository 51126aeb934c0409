"""Set phrases that several texts share, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.style import LIGHT, SMALL, Look, clip, new_figure, set_heads

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_phrases(table, look: Look, *, n: int = 28) -> Figure:
    """A matrix: phrases in rows, texts in columns; a mark where a text uses the phrase.

    Parameters
    ----------
    table
        From :func:`analysis.measures.reuse.measure_set_phrases`, the most shared first.
    look
        Groups (documents) and words.
    n
        Phrases drawn.
    """
    top = table.head(n)
    used = [set(str(ids).split()) for ids in top["doc_ids"]]
    documents = [doc_id for doc_id in look.documents if any(doc_id in ids for ids in used)]
    figure, axes = new_figure(height=0.8 + 0.19 * len(top))
    for row, ids in enumerate(used):
        at = [column for column, doc_id in enumerate(documents) if doc_id in ids]
        axes.hlines(row, min(at), max(at), color=LIGHT, linewidth=1, zorder=1)
        for column in at:
            doc_id = documents[column]
            axes.scatter(column, row, s=26, color=look.color(doc_id), marker=look.marker(doc_id), zorder=2)
    labels = [
        f"{clip(phrase, 52, 1)} ({count})" for phrase, count in zip(top["phrase"], top["n"], strict=True)
    ]
    axes.set_yticks(range(len(top)), labels, fontsize=SMALL)
    set_heads(axes, [look.name(doc_id, gap="\n") for doc_id in documents])
    axes.set_xlim(-0.5, len(documents) - 0.5)
    axes.set_ylim(len(top) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    return figure
