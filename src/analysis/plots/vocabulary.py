"""The vocabulary in three parts, and set formulas by date, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.plots.heat import MOST_ACROSS, draw_heat, keep_narrow
from analysis.plots.layout import draw_nothing, is_narrow, note_cap, row_height
from analysis.plots.shares import plot_bars
from analysis.plots.style import SMALL, Look, default_look, new_figure, set_heads

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PART_COLORS = {"common": "#0B5FA5", "shared": "#8DB9DF", "local": "#C8501E", "lanes": "#C9C9C9"}
MOST_FORMULAS, MOST_UPRIGHT = 45, 30  # rows on a page; heads beside each other
MOST_NARROW = 6  # texts beside each other in one column of a journal
MOST_TEXTS = 60


def plot_vocabulary(table, look: Look | None = None) -> Figure:
    """One bar a group: share of its tokens whose term all groups use, some use, or it alone uses.

    Parameters
    ----------
    table
        From :func:`analysis.measures.vocabulary.measure_vocabulary_parts`. Names, places and dates are drawn as a
        piece of their own.
    look
        Groups and words; by default those of the table.
    """
    look = look or default_look(table)
    if len(set(table["group"])) == 1:
        return draw_nothing(look, "不足两组，无可比较")
    parts = table.assign(part=table["part"].astype("str").where(table["lane"] == "word", "lanes"))
    summed = parts.groupby(["group", "part"], observed=True, as_index=False).agg(
        share=("share", "sum"), n_tokens=("n_tokens", "first")
    )
    return plot_bars(
        summed, look, column="part", colors=PART_COLORS, kind="part", total="n_tokens", axis="占词次的比重"
    )


def plot_formulas(table, look: Look | None = None) -> Figure:
    """A matrix: set formulas in rows, texts in columns by date; a cell says how often it occurs.

    Many texts become the rows.

    Parameters
    ----------
    table
        From :func:`analysis.measures.vocabulary.measure_formulas`; formulas that occur nowhere are not drawn. In a
        text that breaks off an empty cell is hatched: not observed.
    look
        Groups (documents) and words; by default those of the table.
    """
    look = look or default_look(table)
    used = table[table.groupby("term", observed=True)["n"].transform("sum") > 0]
    if used.empty:
        return draw_nothing(look)
    texts, terms = list(dict.fromkeys(used["doc_id"])), list(dict.fromkeys(used["term"]))
    down = len(texts) > (MOST_NARROW if is_narrow() else MOST_ACROSS)
    most = (MOST_UPRIGHT // 2 if is_narrow() else MOST_UPRIGHT) if down else MOST_FORMULAS
    leading = used.groupby("term", observed=True)["n"].sum().nlargest(most).index
    shown = [term for term in terms if term in set(leading)]
    wide = used.pivot(index="term", columns="doc_id", values="n").loc[shown, texts[:MOST_TEXTS]]
    seen = used.pivot(index="term", columns="doc_id", values="is_observed").loc[shown, texts[:MOST_TEXTS]]
    hidden = (wide == 0) & ~seen.astype(bool)
    dates = used.drop_duplicates("doc_id").set_index("doc_id")["date"]
    draw = _draw_down if down else _draw_across
    figure = draw(wide, hidden, dict(dates.fillna("").astype("str").reindex(wide.columns)), look)
    note_cap(figure, len(shown), len(terms), ("条套语", "formulas"))
    note_cap(figure, len(wide.columns), len(texts), ("篇", "texts"))
    return figure


def _cells(wide) -> list[list[str]]:
    return [[str(int(n)) if n else "·" for n in row] for row in wide.to_numpy()]


def _draw_across(wide, hidden, dates: dict[str, str], look: Look) -> Figure:
    figure, axes = new_figure(height=0.9 + 0.165 * len(wide))
    draw_heat(axes, wide, _cells(wide), hidden)
    heads = ["\n".join(filter(None, (look.name(doc_id, gap="\n"), date))) for doc_id, date in dates.items()]
    set_heads(axes, heads, columns=64)
    keep_narrow(axes, wide.shape[1])
    columns = 22 if is_narrow() else 52
    axes.set_yticks(range(len(wide)), [look.fit(term, columns) for term in wide.index], fontsize=SMALL)
    return figure


def _draw_down(wide, hidden, dates: dict[str, str], look: Look) -> Figure:
    words = [look.fit(term, 34) for term in wide.index]
    row = row_height(wide.shape[1], most=0.2)
    figure, axes = new_figure(height=0.5 + row * wide.shape[1])
    draw_heat(axes, wide.T, None if is_narrow() else _cells(wide.T), hidden.T)
    set_heads(axes, words, columns=len(words))
    names = [f"{look.name(doc_id)} {date}".rstrip() for doc_id, date in dates.items()]
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    return figure
