"""Table 1 of a paper: what the texts are."""

from __future__ import annotations

from analysis.counts import Frames, scope_spans
from analysis.measures.results import make_result


def measure_documents(frames: Frames, *, scope: str = "attributed"):
    """One row per document: date, genre, speakers, sizes, damage.

    Parameters
    ----------
    frames
        documents, texts, turns, sections, sentences, directives, damage, edits.
    scope
        For the column `n_han`.

    Returns
    -------
    pandas.DataFrame
        doc_id, label, place, admin_level, meeting_date, date_status, genre, script, speakers (in order of
        appearance), n_characters, n_han (Han characters in scope), n_sentences, n_directives, n_priorities
        (listed headlines), n_edits, n_damage, breaks_off; in the order of `documents`.
    """
    documents = frames["documents"].sort_values("order", kind="stable", ignore_index=True)
    ids = documents["doc_id"]
    directives = frames["directives"]
    priorities = directives[(directives["level"] == 1) & directives["is_listed"]]
    spoken = frames["turns"].dropna(subset="speaker").drop_duplicates(["doc_id", "speaker"])
    spans = scope_spans(frames, scope=scope)
    table = documents[["doc_id", "label_zh", "place", "admin_level", "meeting_date"]].rename(
        columns={"label_zh": "label"}
    )
    table = table.assign(
        date_status=documents["meeting_date_status"],
        genre=documents["genre"],
        script=documents["script"],
        speakers=ids.map(spoken.groupby("doc_id")["speaker"].agg("、".join)),
        n_characters=frames["texts"].set_index("doc_id")["text"].str.len().reindex(ids).to_numpy(),
        n_han=_per_document(spans.groupby("doc_id")["n_han"].sum(), ids),
        n_sentences=_per_document(frames["sentences"].groupby("doc_id").size(), ids),
        n_directives=_per_document(directives.groupby("doc_id").size(), ids),
        n_priorities=_per_document(priorities.groupby("doc_id").size(), ids),
        n_edits=_per_document(frames["edits"].groupby("doc_id").size(), ids),
        n_damage=_per_document(frames["damage"].groupby("doc_id").size(), ids),
        breaks_off=documents["is_truncated"],
    )
    return make_result("document_table", table)


def _per_document(numbers, ids):
    return numbers.reindex(ids, fill_value=0).to_numpy()
