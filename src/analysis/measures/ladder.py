"""What each speaker puts first: the listed headlines in their order, each with the themes of what stands under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counts import Frames
from analysis.measures.results import make_result

if TYPE_CHECKING:
    import pandas as pd


def measure_ladder(frames: Frames) -> pd.DataFrame:
    """One row per listed headline and theme of the demands under it (of the headline itself, where none are).

    A headline's own words often name no theme; what it asks for stands under it, at any depth.

    Parameters
    ----------
    frames
        directives, documents, texts.

    Returns
    -------
    pandas.DataFrame
        doc_id, speaker, list_index (ordinals restart in every list of a text; headlines outside lists count as
        one list of their own, numbered -1), rank (1 first, in the order of the text), ordinal (as printed),
        directive_index, headline (its words), theme (`unthemed` for none), n (demands of that theme),
        n_total (demands under the headline), share.
    """
    from analysis.concordance import text_of

    directives = frames["directives"]
    listed = directives[(directives["level"] == 1) & directives["is_listed"]].copy()
    listed["headline"] = text_of(listed, frames["texts"])
    listed["list_index"] = listed["list_index"].fillna(-1).astype("int32")
    listed["speaker"] = listed["speaker"].fillna("")
    listed["rank"] = listed.groupby(["doc_id", "speaker", "list_index"]).cumcount() + 1
    under = _themes_under(directives)
    keys = ["doc_id", "speaker", "list_index", "rank", "ordinal", "directive_index", "headline"]
    table = listed[keys].merge(under, on=["doc_id", "directive_index"], validate="one_to_many")
    table["n_total"] = table.groupby(["doc_id", "directive_index"])["n"].transform("sum")
    table["share"] = table["n"] / table["n_total"]
    documents = frames["documents"].sort_values("order", kind="stable")["doc_id"]
    table["place"] = table["doc_id"].map({doc_id: number for number, doc_id in enumerate(documents)})
    table = table.sort_values(
        ["place", "directive_index", "n", "theme"], ascending=[True, True, False, True], ignore_index=True
    )
    return make_result("ladder", table.drop(columns="place"))


def _themes_under(directives):
    """Demands by theme under each headline at any depth; a headline counts itself only where nothing stands under it."""
    table = directives[["doc_id", "directive_index"]].assign(
        root=_roots(directives), theme=directives["theme"].astype("str").fillna("unthemed")
    )
    is_root = table["root"] == table["directive_index"]
    size = table.groupby(["doc_id", "root"])["theme"].transform("size")
    counted = table[~is_root | (size == 1)].groupby(["doc_id", "root", "theme"]).size().reset_index(name="n")
    return counted.rename(columns={"root": "directive_index"})


def _roots(directives) -> list[int]:
    """The headline each demand stands under; a parent stands before its children, so one pass finds it."""
    roots: dict[tuple[str, int], int] = {}
    parents = directives["parent_index"].fillna(-1)
    for doc_id, index, parent in zip(
        directives["doc_id"], directives["directive_index"], parents, strict=True
    ):
        roots[doc_id, index] = roots[doc_id, parent] if parent >= 0 else index
    return [roots[key] for key in zip(directives["doc_id"], directives["directive_index"], strict=True)]
