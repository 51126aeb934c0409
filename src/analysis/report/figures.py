"""The figures of the page: for each its table, its charts, and the spans of text behind every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import charts, hits
from analysis.measures.composition import measure_composition, measure_course
from analysis.measures.frequency import measure_frequency
from analysis.measures.keyness import measure_keyness
from analysis.measures.ladder import measure_ladder
from analysis.measures.priorities import measure_actors, measure_strength
from analysis.measures.selection import content_words, top_rows
from analysis.measures.similarity import measure_similarity
from analysis.measures.themes import measure_theme_rates, measure_themes
from analysis.measures.vocabulary import measure_vocabulary, measure_vocabulary_parts
from analysis.plots.style import Look
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

KEY_TERMS = 8  # a group's panel of keyness
COMPARED_TERMS = 14  # lines of the forest of rates: what fits one screen
PART_TERMS = 30  # terms that a part of the vocabulary opens
PAIR_TERMS = 20  # terms that a pair of groups opens
NARROW, WIDE = 340, 520  # pixels below which a chart scrolls instead of shrinking
Terms = list[tuple[str, str, int]]  # term, group, occurrences


@dataclass(frozen=True)
class Figure:
    """One figure of the page.

    Parameters
    ----------
    name
        Its id; title and reading stand in the lexicon `report_words` as `title:name` and `how:name`.
    section
        Part of the page it stands in.
    result
        Name of the described result its table is.
    table
        The rows; a mark of a chart is the number of its row.
    count
        Column that says how many hits a row has.
    charts
        Charts of altair.
    hits
        Spans behind each row; none where a row opens terms.
    terms
        For each row the terms it opens, each with its group and occurrences.
    least
        Width in pixels below which the chart scrolls.
    is_many
        Whether there are so many groups that marks carry no words or intervals: it is read otherwise, as
        `how:name:many` says.
    """

    name: str
    section: str
    result: str
    table: pd.DataFrame
    count: str
    charts: list[Any]
    hits: pd.DataFrame | None = None
    terms: list[Terms] | None = None
    least: int = WIDE
    is_many: bool = False


@dataclass(frozen=True)
class Making:
    """What every figure is made from."""

    frames: Mapping[str, pd.DataFrame]
    settings: Settings
    look: Look

    @property
    def chosen(self) -> dict[str, Any]:
        """Grouping and scope, as measures take them."""
        return {"by": self.settings.by, "scope": self.settings.scope}


def make_figures(frames: Mapping[str, pd.DataFrame], settings: Settings, look: Look) -> list[Figure]:
    """All figures that these frames give, in the order of the page; what has no row is left out."""
    making = Making(frames, settings, look)
    return [
        figure for make in MAKERS for figure in [make(making)] if figure is not None and len(figure.table)
    ]


def _composition(making: Making) -> Figure:
    table = measure_composition(making.frames, by=making.settings.by)
    found = hits.find_hits(
        table, hits.counted_pieces(making.frames, by=making.settings.by), ["kind", "group"]
    )
    chart = charts.chart_composition(table, making.look)
    return Figure("composition", "texts", "composition", table, "n_han", [chart], found, least=NARROW)


def _course(making: Making) -> Figure | None:
    table = measure_course(making.frames)
    table = table[table["layer"] != "speaker"].reset_index(drop=True)
    if not len(table):
        return None
    found = table.assign(mark=range(len(table)))[["mark", "doc_id", "start", "end"]]
    layers = [layer for layer in ("section", "theme") if (table["layer"] == layer).any()]
    drawn = [charts.chart_course(table, making.look, layer) for layer in layers]
    return Figure("course", "texts", "course", table, "", drawn, found, least=NARROW)


def _themes(making: Making) -> Figure | None:
    table = measure_themes(making.frames, by=making.settings.by, pack=making.settings.theme_pack)
    return _demand_matrix(making, "themes", table, by=making.settings.by)


def _voices(making: Making) -> Figure | None:
    table = measure_themes(making.frames, by="speaker", pack=making.settings.theme_pack)
    return _demand_matrix(making, "voices", table, by="speaker")


def _demand_matrix(making: Making, name: str, table: pd.DataFrame, *, by: str) -> Figure | None:
    table = table[table.groupby("theme", observed=True)["n"].transform("sum") > 0].reset_index(drop=True)
    if not len(table):
        return None
    found = hits.find_hits(table, hits.counted_demands(making.frames, by=by), ["theme", "group"])
    section = "themes" if name == "themes" else "voices"
    n = table["group"].nunique()
    chart = charts.chart_matrix(table, making.look)
    return Figure(
        name, section, "themes", table, "n", [chart], found, least=_width(n), is_many=_is_wordless(n)
    )


def _theme_rates(making: Making) -> Figure | None:
    table = measure_theme_rates(making.frames, **making.chosen, pack=making.settings.theme_pack)
    if not table["n"].sum():
        return None
    things = hits.counted_mentions(making.frames, f"themes/{making.settings.theme_pack}", **making.chosen)
    found = hits.find_hits(table, things, ["theme", "group"])
    chart = charts.chart_rates(table, making.look, label="theme", kind="theme")
    many = table["group"].nunique() > charts.FEW
    return Figure("theme_rates", "themes", "theme_rates", table, "n", [chart], found, is_many=many)


def _ladder(making: Making) -> Figure | None:
    table = measure_ladder(making.frames)
    if not len(table):
        return None
    found = hits.find_hits(table, hits.demands_under(making.frames), ["doc_id", "directive_index", "theme"])
    chart = charts.chart_ladder(table, making.look)
    return Figure("ladder", "priorities", "ladder", table, "n", [chart], found, least=0)


def _strength(making: Making) -> Figure | None:
    table = measure_strength(making.frames, by=making.settings.by)
    if not table["n"].sum():
        return None
    found = hits.find_hits(
        table, hits.counted_demands(making.frames, by=making.settings.by), ["strength", "group"]
    )
    chart = charts.chart_strength(table, making.look)
    return Figure("strength", "priorities", "strength", table, "n", [chart], found, least=NARROW)


def _actors(making: Making) -> Figure | None:
    table = measure_actors(making.frames, by=making.settings.by)
    if not len(table):
        return None
    found = hits.find_hits(
        table, hits.counted_actors(making.frames, by=making.settings.by), ["type", "group"]
    )
    chart = charts.chart_matrix(table, making.look, "type", kind="actor")
    n = table["group"].nunique()
    return Figure(
        "actors", "priorities", "actors", table, "n", [chart], found, least=_width(n), is_many=_is_wordless(n)
    )


def _keyness(making: Making) -> Figure | None:
    table = measure_keyness(making.frames, **making.chosen)
    table = top_rows(table, "log_odds_z", KEY_TERMS).reset_index(drop=True) if len(table) else table
    if not len(table):
        return None
    found = _token_hits(making, table)
    most = 1.06 * float(table[["log_odds_z_high", "noise_line", "list_line"]].max(axis=None))
    numbered = table.assign(mark=range(len(table)))
    panels = [
        charts.chart_keyness(part, making.look, most=most).properties(title=making.look.name(str(group)))
        for group, part in numbered.groupby("group", observed=True)
    ]
    return Figure("keyness", "vocabulary", "keyness", table, "n_token", panels, found, least=NARROW)


def _rates(making: Making) -> Figure | None:
    table = content_words(measure_frequency(making.frames, **making.chosen))
    table = table[table.groupby("group", observed=True)["n_token"].transform("sum") > 0]
    table = table[table.groupby("term")["n_token"].transform("min") > 0]
    leading = table.groupby("term")["n_token"].sum().reset_index()
    leading = leading.sort_values(["n_token", "term"], ascending=[False, True]).head(COMPARED_TERMS)["term"]
    if not len(leading):
        return None
    order = {term: number for number, term in enumerate(leading)}
    table = table[table["term"].isin(order)]
    table = table.assign(place=table["term"].map(order)).sort_values(["place", "group"], kind="stable")
    table = table.drop(columns="place").reset_index(drop=True)
    chart = charts.chart_rates(table, making.look)
    found, many = _token_hits(making, table), table["group"].nunique() > charts.FEW
    return Figure("rates", "vocabulary", "frequency", table, "n_token", [chart], found, is_many=many)


def _vocabulary(making: Making) -> Figure | None:
    table = measure_vocabulary_parts(making.frames, **making.chosen)
    table = table[table["n_token"] > 0].reset_index(drop=True)
    if not len(table):
        return None
    part = measure_vocabulary(making.frames, **making.chosen).set_index("term")["part"].astype("str")
    counted = measure_frequency(making.frames, **making.chosen, min_count=1)
    counted = counted[counted["n_token"] > 0]
    counted = counted.assign(part=counted["term"].map(part)).sort_values(
        ["n_token", "term"], ascending=[False, True]
    )
    keys = ["part", "lane", "group"]
    leading = counted.groupby([counted[key].astype("str") for key in keys]).head(PART_TERMS)
    opened: dict[tuple[str, ...], Terms] = {}
    for *key, term, n in leading[[*keys, "term", "n_token"]].itertuples(index=False):
        opened.setdefault(tuple(map(str, key)), []).append((term, str(key[2]), int(n)))
    terms = [opened.get(key, []) for key in zip(*(table[key].astype("str") for key in keys), strict=True)]
    chart = charts.chart_vocabulary(table, making.look)
    return Figure(
        "vocabulary", "vocabulary", "vocabulary_parts", table, "n_token", [chart], terms=terms, least=NARROW
    )


def _similarity(making: Making) -> Figure | None:
    table = measure_similarity(making.frames, **making.chosen)
    if not len(table):
        return None
    pairs = list(zip(table["group"].astype("str"), table["other"].astype("str"), strict=True))
    found = hits.telling_terms(making.frames, pairs, PAIR_TERMS, **making.chosen)
    terms = [
        [entry for term, n, m in rows for entry in ((term, one, n), (term, other, m))]
        for (one, other), rows in zip(pairs, found, strict=True)
    ]
    n = len(making.look.groups)
    chart = charts.chart_similarity(table, making.look)
    return Figure(
        "similarity", "similarity", "similarity", table, "", [chart], terms=terms, least=_width(n),
        is_many=_is_wordless(n),
    )  # fmt: skip


def _width(columns: int) -> int:
    """Pixels a matrix needs: cells with words are wider than cells of colour alone."""
    return max(WIDE, 190 + columns * (24 if _is_wordless(columns) else 76))


def _is_wordless(columns: int) -> bool:
    return columns > charts.MOST_WITH_WORDS


def _token_hits(making: Making, table: pd.DataFrame) -> pd.DataFrame:
    things = hits.counted_tokens(making.frames, sorted(set(table["term"])), **making.chosen)
    return hits.find_hits(table, things, ["term", "group"])


MAKERS: tuple[Callable[[Making], Figure | None], ...] = (
    _composition, _course, _themes, _theme_rates, _ladder, _strength, _actors, _voices, _keyness, _rates, _vocabulary,
    _similarity,
)  # fmt: skip
