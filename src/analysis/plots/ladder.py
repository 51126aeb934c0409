"""The priority ladder, drawn: who puts what first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.layout import add_note, draw_nothing, is_narrow, note_cap
from analysis.plots.palette import Themes
from analysis.plots.style import SMALL, Look, clip, new_figure, printable, set_heads, width_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADS = 100  # half-width columns that the heads of all lists share
LINES = 3  # of a headline: enough to recognise it, and they fit their cell
MOST_LISTS, MOST_RANKS = 10, 12  # columns and rows of one page


def plot_ladder(table, look: Look) -> Figure:
    """Columns are lists (place, speaker, list), rows the headlines in their order; a cell is cut by the themes under it.

    Where there are more lists than a page holds, the longest are drawn, those of different texts first.

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
    lists = list(_longest(table, every, keys, most)[keys].itertuples(index=False, name=None))
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
    set_heads(axes, _heads(lists, look), columns=HEADS)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    themes.add_legend(figure)
    if len(lists) < len(every):
        add_note(
            figure,
            f"图示最长的 {len(lists)} / {len(every)} 个清单，其余见 CSV",
            f"the longest {len(lists)} of {len(every)} lists drawn; the CSV holds all",
        )
    note_cap(figure, rows, int(table["rank"].max()), ("级", "ranks"))
    return figure


def _heads(lists: list[tuple], look: Look) -> list[str]:
    """Text and speaker of each list, in Chinese alone where a name in two languages has no room."""
    room = HEADS // len(lists)
    names = [look.name(doc_id, gap="\n") for doc_id, *_ in lists]
    if any(width_of(word) > room for name in names for word in name.split()):
        names = [look.chinese.name(doc_id) for doc_id, *_ in lists]
    return [f"{name}\n{printable(speaker)}" for name, (_, speaker, _) in zip(names, lists, strict=True)]


def _longest(table, every, keys: list[str], most: int):
    """So many lists with most headlines, one of each text before a second of any, in the order they stand in."""
    length = table.assign(speaker=table["speaker"].astype("str")).groupby(keys, observed=True)["rank"].max()
    ranked = every.merge(length.rename("length").reset_index(), on=keys, how="left", validate="1:1")
    ranked = ranked.sort_values("length", ascending=False, kind="stable")
    ranked = ranked.assign(turn=ranked.groupby("doc_id", observed=True).cumcount())
    return ranked.sort_values("turn", kind="stable").head(most).sort_index()


def _draw_cell(axes, at: tuple[int, int], cell, *, themes: Themes, n_lists: int) -> None:
    column, rank = at
    left = column - 0.47
    widths = [0.94 * share for share in cell["share"]]
    spans = [(left + sum(widths[:place]), width) for place, width in enumerate(widths)]
    themes.draw_pieces(axes, list(cell["theme"]), spans, row=(rank + 0.2, 0.28), scale=0.9 / n_lists)
    row = cell.iloc[0]
    room = (44 if is_narrow() else 96) // n_lists
    words = _with_total(clip(printable(str(row["headline"])), room, LINES), f" ({row['n_total']})", room)
    axes.text(column - 0.47, rank + 0.16, words, va="bottom", fontsize=SMALL)


def _with_total(words: str, total: str, room: int) -> str:
    """The headline and its number, on the last line; the words make way."""
    *lines, last = words.split("\n")
    if width_of(last + total) > room + 1 and len(lines) + 1 < LINES:
        return "\n".join([*lines, last, total.strip()])
    while last and width_of(last + total) > room + 1:
        last = last.rstrip("…")[:-1] + "…"
    return "\n".join([*lines, last + total])
