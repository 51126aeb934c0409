"""The priority ladder, drawn: who puts what first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import draw_nothing, is_narrow, note_cap
from analysis.plots.palette import Themes
from analysis.plots.style import SMALL, Look, clip, new_figure, printable, set_heads, width_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINES = 3  # of a headline: enough to recognise it, and they fit their cell
MOST_LISTS, MOST_RANKS = 10, 12  # columns and rows of one page


def plot_ladder(table, look: Look) -> Figure:
    """Columns are lists (place, speaker, list), rows the headlines in their order; a cell is cut by the themes under it.

    Where there are more lists than a page holds, the first list of each text comes first.

    Parameters
    ----------
    table
        From :func:`analysis.measures.ladder.measure_ladder`.
    look
        Groups (documents) and words.
    """
    if table.empty:
        return draw_nothing(look)
    keys = ["doc_id", "speaker", "list_index"]
    every = table[keys].drop_duplicates().assign(speaker=lambda rows: rows["speaker"].astype("str"))
    most = 4 if is_narrow() else MOST_LISTS
    chosen = every
    if len(every) > most:
        chosen = every.assign(turn=every.groupby("doc_id", observed=True).cumcount())
        chosen = chosen.sort_values("turn", kind="stable").head(most).sort_index()
    lists = list(chosen[keys].itertuples(index=False, name=None))
    shown = table[table["rank"] <= MOST_RANKS]
    parts = [
        shown[(shown["doc_id"] == a) & (shown["speaker"].astype("str") == b) & (shown["list_index"] == c)]
        for a, b, c in lists
    ]
    themes = Themes(look, {theme for part in parts for theme in part["theme"]})
    rows = max(int(part["rank"].max()) for part in parts)
    figure, axes = new_figure(height=1)
    _, legend = themes.legend_size(figure.get_figwidth())
    figure.set_figheight(1.15 + legend + 0.52 * rows)
    for column, part in enumerate(parts):
        for rank, cell in part.groupby("rank"):
            _draw_cell(axes, (column, int(rank)), cell, themes=themes, n_lists=len(lists))
    axes.set_xlim(-0.5, len(lists) - 0.5)
    axes.set_ylim(rows + 0.5, 0.5)
    axes.set_yticks(range(1, rows + 1))
    axes.set_ylabel(look.say("次序"))
    heads = ["\n".join((look.name(doc_id, gap="\n"), printable(speaker))) for doc_id, speaker, _ in lists]
    set_heads(axes, heads, columns=100)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    themes.add_legend(figure)
    note_cap(figure, len(lists), len(every), ("个清单", "lists"))
    note_cap(figure, rows, int(table["rank"].max()), ("级", "ranks"))
    return figure


def _draw_cell(axes, at: tuple[int, int], cell, *, themes: Themes, n_lists: int) -> None:
    column, rank = at
    left = column - 0.47
    widths = [0.94 * share for share in cell["share"]]
    spans = [(left + sum(widths[:place]), width) for place, width in enumerate(widths)]
    themes.draw_pieces(axes, list(cell["theme"]), spans, row=(rank + 0.2, 0.28), scale=0.9 / n_lists)
    row = cell.iloc[0]
    room = (44 if is_narrow() else 96) // n_lists
    words = _with_total(clip(str(row["headline"]), room, LINES), f" ({row['n_total']})", room)
    axes.text(column - 0.47, rank + 0.16, words, va="bottom", fontsize=SMALL)


def _with_total(words: str, total: str, room: int) -> str:
    """The headline and its number, on the last line; the words make way."""
    *lines, last = words.split("\n")
    if width_of(last + total) > room + 1 and len(lines) + 1 < LINES:
        return "\n".join([*lines, last, total.strip()])
    while last and width_of(last + total) > room + 1:
        last = last.rstrip("…")[:-1] + "…"
    return "\n".join([*lines, last + total])
