"""What cleaning did to each raw text: how much, by which rule, and where."""

from __future__ import annotations

from analysis.counts import Frames
from analysis.measures.results import as_columns, make_result


def measure_repairs(frames: Frames):
    """One row per document and rule: how often the rule acted and how much of the raw text it touched.

    Parameters
    ----------
    frames
        edits and texts.

    Returns
    -------
    pandas.DataFrame
        doc_id, rule, n_edits, n_before and n_after (characters taken out and put in), n_raw (characters of
        the raw text), share (n_before / n_raw). Rows in the order of `texts`, most characters first.

    Examples
    --------
    >>> from analysis.frames import make_frame
    >>> edits = make_frame("edits", {"doc_id": ["a"], "edit_index": [0], "raw_start": [1], "raw_end": [7],
    ...                              "before": ["(huán)"], "after": [""], "rule": ["gloss"]})
    >>> texts = make_frame("texts", {"doc_id": ["a"], "raw_text": ["環(huán)境"], "text": ["環境"],
    ...                              "raw_offsets": [[0, 7, 8]]})
    >>> table = measure_repairs({"edits": edits, "texts": texts})
    >>> table["n_before"].tolist(), table["share"].tolist()
    ([6], [0.75])
    """
    edits, texts = frames["edits"], frames["texts"]
    sized = edits.assign(
        rule=edits["rule"].astype("str"),
        n_before=edits["raw_end"] - edits["raw_start"],
        n_after=edits["after"].str.len(),
    )
    table = sized.groupby(["doc_id", "rule"], as_index=False, sort=False).agg(
        n_edits=("rule", "size"), n_before=("n_before", "sum"), n_after=("n_after", "sum")
    )
    table["n_raw"] = table["doc_id"].map(_raw_lengths(texts)).astype("int64")
    table["share"] = table["n_before"] / table["n_raw"]
    place = {doc_id: number for number, doc_id in enumerate(texts["doc_id"])}
    table = table.assign(place=table["doc_id"].map(place)).sort_values(
        ["place", "n_before", "rule"], ascending=[True, False, True], ignore_index=True
    )
    return make_result("repairs", table.drop(columns="place"))


def measure_strips(frames: Frames):
    """One row per stretch of a raw text with one fate: kept as it was, or changed by a rule.

    Returns
    -------
    pandas.DataFrame
        doc_id, rule (empty: kept), raw_start, raw_end; the stretches of a document tile its raw text. An edit
        that only puts something in is drawn over no raw character and so has no stretch.
    """
    edits, texts = frames["edits"], frames["texts"]
    rows: list[tuple[str, str, int, int]] = []
    by_document = dict(tuple(edits[edits["raw_end"] > edits["raw_start"]].groupby("doc_id", sort=False)))
    for doc_id, length in _raw_lengths(texts).items():
        position = 0
        changes = by_document.get(doc_id, edits.iloc[:0])
        for start, end, rule in zip(
            changes["raw_start"], changes["raw_end"], changes["rule"].astype("str"), strict=True
        ):
            if start > position:
                rows.append((doc_id, "", position, start))
            if rows and rows[-1][:2] == (doc_id, rule) and rows[-1][3] == start:
                rows[-1] = (doc_id, rule, rows[-1][2], end)
            else:
                rows.append((doc_id, rule, start, end))
            position = end
        if length > position:
            rows.append((doc_id, "", position, length))
    return make_result("strips", as_columns(("doc_id", "rule", "raw_start", "raw_end"), rows))


def _raw_lengths(texts) -> dict[str, int]:
    return dict(zip(texts["doc_id"], texts["raw_text"].str.len(), strict=True))
