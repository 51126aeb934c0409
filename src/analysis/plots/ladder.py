"""The priority ladder, drawn: who puts what first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from analysis.plots.layout import add_note, draw_nothing, is_narrow, note_cap, row_height
from analysis.plots.palette import Themes
from analysis.plots.style import SMALL, Look, clip, default_look, new_figure, printable, set_heads, width_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADS = 100  # half-width columns that the heads of all lists share
LINES = 3  # of a headline: enough to recognise it, and they fit their cell
MOST_LISTS, MOST_RANKS = 10, 12  # columns and rows of one page
MOST_ROWS = 40  # lists of one page, where they are rows
ROW_NAME = 30  # half-width columns of a row's name
KEYS = ["doc_id", "speaker", "list_index"]


def plot_ladder(table, look: Look | None = None) -> Figure:
    """Columns are lists (place, speaker, list), rows the headlines in their order; a cell is cut by the themes under it.

    Where that would be more than ten columns, lists are rows and their headlines stand in the CSV alone; of more lists than a
    page holds the longest are drawn, those of different texts first.

    Parameters
    ----------
    table
        From :func:`analysis.measures.ladder.measure_ladder`.
    look
        Groups (documents) and words; by default those of the table.
    """
    look = look or default_look(table)
    if table.empty:
        return draw_nothing(look)
    table = table.assign(speaker=table["speaker"].astype("str"))
    n_lists = len(table[KEYS].drop_duplicates())
    if n_lists > MOST_LISTS:
        figure, n_drawn = _draw_rows(table, look)
    else:
        figure, n_drawn = _draw_columns(table, look)
    if n_drawn < n_lists:
        add_note(
            figure,
            f"图示最长的 {n_drawn} / {n_lists} 个清单，其余见 CSV",
            f"the longest {n_drawn} of {n_lists} lists drawn; the CSV holds all",
        )
    last = int(table["rank"].max())
    note_cap(figure, min(last, MOST_RANKS), last, ("级", "ranks"))
    return figure


def _draw_columns(table, look: Look) -> tuple[Figure, int]:
    """Lists side by side, each headline above its themes; and how many lists are drawn."""
    lists, parts = _parts(table, 4 if is_narrow() else MOST_LISTS)
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
    return figure, len(lists)


def _draw_rows(table, look: Look) -> tuple[Figure, int]:
    """Lists below one another, a piece a headline, cut by its themes; and how many lists are drawn."""
    lists, parts = _parts(table, MOST_ROWS)
    themes = Themes(look, {theme for part in parts for theme in part["theme"]})
    ranks = max(int(part["rank"].max()) for part in parts)
    figure, axes = new_figure(height=1)
    _, legend = themes.legend_size(figure.get_figwidth())
    figure.set_figheight(0.8 + legend + row_height(len(lists), most=0.3) * len(lists))
    for row, part in enumerate(parts):
        for rank, cell in part.groupby("rank"):
            spans = _spans(int(rank), cell["share"])
            themes.draw_pieces(axes, list(cell["theme"]), spans, row=(row - 0.38, 0.76), scale=0.75 / ranks)
    axes.set_xlim(0.5, ranks + 0.5)
    axes.set_ylim(len(lists) - 0.5, -0.5)
    axes.set_xticks(range(1, ranks + 1))
    axes.set_xlabel(look.say("次序"))
    axes.set_yticks(range(len(lists)), _row_names(lists, look), fontsize=SMALL)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    themes.add_legend(figure)
    add_note(figure, "要点的文字见 CSV", "the words of the headlines stand in the CSV")
    return figure, len(lists)


def _parts(table, most: int) -> tuple[list[tuple], list[Any]]:
    """The lists to be drawn, at most so many, and the rows of each."""
    every = table[KEYS].drop_duplicates()
    lists = list(_longest(table, every, most)[KEYS].itertuples(index=False, name=None))
    shown = dict(list(table[table["rank"] <= MOST_RANKS].groupby(KEYS, observed=True)))
    return lists, [shown[key] for key in lists]


def _row_names(lists: list[tuple], look: Look) -> list[str]:
    """Text and speaker of each list, the text in Chinese alone: rows are low and names long."""
    return [
        clip(f"{look.chinese.name(doc_id)} {printable(speaker)}", ROW_NAME, 1) for doc_id, speaker, _ in lists
    ]


def _heads(lists: list[tuple], look: Look) -> list[str]:
    """Text and speaker of each list, in Chinese alone where a name in two languages has no room."""
    room = HEADS // len(lists)
    names = [look.name(doc_id, gap="\n") for doc_id, *_ in lists]
    if any(width_of(word) > room for name in names for word in name.split()):
        names = [look.chinese.name(doc_id) for doc_id, *_ in lists]
    return [f"{name}\n{printable(speaker)}" for name, (_, speaker, _) in zip(names, lists, strict=True)]


def _longest(table, every, most: int):
    """So many lists with most headlines, one of each text before a second of any, in the order they stand in."""
    length = table.groupby(KEYS, observed=True)["rank"].max()
    ranked = every.merge(length.rename("length").reset_index(), on=KEYS, how="left", validate="1:1")
    ranked = ranked.sort_values("length", ascending=False, kind="stable")
    ranked = ranked.assign(turn=ranked.groupby("doc_id", observed=True).cumcount())
    return ranked.sort_values("turn", kind="stable").head(most).sort_index()


def _draw_cell(axes, at: tuple[int, int], cell, *, themes: Themes, n_lists: int) -> None:
    column, rank = at
    spans = _spans(column, cell["share"])
    themes.draw_pieces(axes, list(cell["theme"]), spans, row=(rank + 0.2, 0.28), scale=0.9 / n_lists)
    row = cell.iloc[0]
    room = (44 if is_narrow() else 96) // n_lists
    words = _with_total(clip(printable(str(row["headline"])), room, LINES), f" ({row['n_total']})", room)
    axes.text(column - 0.47, rank + 0.16, words, va="bottom", fontsize=SMALL)


def _spans(middle: int, shares: Iterable[float]) -> list[tuple[float, float]]:
    """Left end and width of the pieces of a cell that is one wide."""
    widths = [0.94 * share for share in shares]
    return [(middle - 0.47 + sum(widths[:place]), width) for place, width in enumerate(widths)]


def _with_total(words: str, total: str, room: int) -> str:
    """The headline and its number, on the last line; the words make way."""
    *lines, last = words.split("\n")
    if width_of(last + total) > room + 1 and len(lines) + 1 < LINES:
        return "\n".join([*lines, last, total.strip()])
    while last and width_of(last + total) > room + 1:
        last = last.rstrip("…")[:-1] + "…"
    return "\n".join([*lines, last + total])
