"""Every frame of the suite: what a row is, and each column's type and meaning.

This table is the contract between the rooms of the house, and the codebook (`data/README.md`) is printed from it.

Offsets are code points. `start` and `end` are half-open and point into `texts.text`; `raw_start` and
`raw_end` point into `texts.raw_text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

TEXT = "str"  # Arrow strings
CATEGORY = "category"
WHOLE = "int32"
NULLABLE = "Int32"  # whole numbers, null where nothing is known
FLAG = "bool"
REAL = "float64"
ARRAY = "object"  # one array a row

KINDS = (
    "title", "source", "lead", "attendance", "background", "achievements", "problems", "directives",
    "measures", "closing", "other",
)  # fmt: skip
GENRES = (
    "news report", "speech", "compiled feature", "chairing script", "inspection", "work report", "other",
)  # fmt: skip
LEVELS = ("country", "province", "city", "district", "county", "town")
DATE_STATUS = ("stated", "inferred", "partial", "conflict", "absent")
PARTS = ("speaker", "chair", "attends", "quoted")
LANES = ("word", "name", "place", "date")
TARGET_KINDS = (
    "date", "year", "ordinal", "count", "money", "standard", "indicator", "duration", "shorthand",
    "target", "redacted",
)  # fmt: skip
ACTOR_TYPES = (
    "all", "department", "office", "party_government", "government", "official", "river_chief",
    "grassroots", "enterprise", "capital", "social", "public",
)  # fmt: skip
ACTOR_ROLES = ("responsible", "regulated", "partner", "beneficiary", "authority")
DAMAGE_KINDS = ("redaction", "unrecoverable", "truncation", "undecodable")


class Column(NamedTuple):
    """One column: its type, its meaning, its unit, and the closed list of its values where it has one."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """One frame: its name, what a row is, its key and its columns.

    `index` names the column that counts a document's rows from 0; :func:`combine` fills it in.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    index: str = ""

    def dtypes(self) -> dict[str, str]:
        """Column name → dtype, in the order of the columns."""
        return {column.name: column.dtype for column in self.columns}


DOC_ID = Column("doc_id", TEXT, "the document's only id")
MANY_DOC_ID = Column("doc_id", CATEGORY, "the document's only id")
START = Column("start", WHOLE, "first character in texts.text", "code points")
END = Column("end", WHOLE, "one past the last character in texts.text", "code points")
RAW_START = Column("raw_start", WHOLE, "first character in texts.raw_text", "code points")
RAW_END = Column("raw_end", WHOLE, "one past the last character in texts.raw_text", "code points")
SPAN = (START, END)


def _index(name: str, of: str) -> Column:
    return Column(name, WHOLE, f"number of the {of} in the document, from 0")


FRAMES: dict[str, Frame] = {
    frame.name: frame
    for frame in (
        Frame(
            "documents",
            "document",
            ("doc_id",),
            (
                DOC_ID,
                Column("path", TEXT, "file (and member or row of it) the document was read from"),
                Column("sha256", TEXT, "hash of the bytes received"),
                Column("format", TEXT, "kind of file: txt, html, docx, …"),
                Column("encoding", TEXT, "encoding the bytes were decoded with"),
                Column("title", TEXT, "title; null where the text has none"),
                Column("meeting_name", TEXT, "name of the meeting"),
                Column("place", TEXT, "full name of the document's own place"),
                Column("province", TEXT, "province of the place"),
                Column("city", TEXT, "prefecture-level city of the place"),
                Column("district", TEXT, "district or county of the place"),
                Column("admin_level", CATEGORY, "level of the meeting's own place", values=LEVELS),
                Column("year", NULLABLE, "year of the meeting", "year"),
                Column("meeting_date", TEXT, "day of the meeting", "EDTF"),
                Column("meeting_date_status", CATEGORY, "what the meeting date rests on", values=DATE_STATUS),
                Column("publication_date", TEXT, "day of publication", "EDTF"),
                Column("publication_date_status", CATEGORY, "what it rests on", values=DATE_STATUS),
                Column("source", TEXT, "publisher as named on the page"),
                Column("genre", CATEGORY, "kind of text", values=GENRES),
                Column("script", CATEGORY, "script received", values=("simplified", "traditional", "mixed")),
                Column("is_redacted", FLAG, "names or numbers were blotted out before we got it"),
                Column("is_truncated", FLAG, "the text breaks off: absence after that is not observed"),
                Column("label_zh", TEXT, "short Chinese name in figures"),
                Column("label_en", TEXT, "short English name in figures"),
                Column("order", WHOLE, "place in tables and figures"),
            ),
        ),
        Frame(
            "texts",
            "document",
            ("doc_id",),
            (
                DOC_ID,
                Column("raw_text", TEXT, "whole document as received, decoded, line breaks untranslated"),
                Column("text", TEXT, "clean text, one paragraph a line"),
                Column("raw_offsets", ARRAY, "raw offset of each character of text, and one for the end"),
            ),
        ),
        Frame(
            "evidence",
            "fact about a document and what it rests on",
            ("doc_id", "field", "evidence_index"),
            (
                DOC_ID,
                Column("field", CATEGORY, "column of documents that is spoken of"),
                _index("evidence_index", "evidence row"),
                Column("value", TEXT, "value this evidence speaks for"),
                Column(
                    "status",
                    CATEGORY,
                    "what became of it",
                    values=("chosen", "supports", "candidate", "person"),
                ),
                Column(
                    "raw_start",
                    NULLABLE,
                    "first character in texts.raw_text; null if a person said so",
                    "code points",
                ),
                Column("raw_end", NULLABLE, "one past the last character in texts.raw_text", "code points"),
                Column("note", TEXT, "why"),
            ),
            "evidence_index",
        ),
        Frame(
            "people",
            "person or body named with a role",
            ("doc_id", "start", "end"),
            (
                DOC_ID,
                *SPAN,
                Column("name", TEXT, "name as printed"),
                Column("role", TEXT, "office as printed at first mention"),
                Column("part", CATEGORY, "part in the meeting", values=PARTS),
            ),
        ),
        Frame(
            "edits",
            "change made to a raw text",
            ("doc_id", "edit_index"),
            (
                DOC_ID,
                _index("edit_index", "edit"),
                RAW_START,
                RAW_END,
                Column("before", TEXT, "raw characters replaced (empty where something was put in)"),
                Column("after", TEXT, "characters put in their place (empty where something was taken out)"),
                Column("rule", CATEGORY, "name of the cleaning step"),
            ),
            "edit_index",
        ),
        Frame(
            "sections",
            "block of one kind",
            ("doc_id", "section_index"),
            (
                DOC_ID,
                _index("section_index", "section"),
                Column("kind", CATEGORY, "what the block does", values=KINDS),
                Column("heading", TEXT, "its heading as printed"),
                *SPAN,
            ),
            "section_index",
        ),
        Frame(
            "turns",
            "stretch by one speaker",
            ("doc_id", "turn_index"),
            (
                DOC_ID,
                _index("turn_index", "turn"),
                Column("speaker", TEXT, "person or body whose words these are; null: the page's own voice"),
                Column("role", TEXT, "office of the speaker"),
                *SPAN,
            ),
            "turn_index",
        ),
        Frame(
            "sentences",
            "sentence",
            ("doc_id", "sentence_index"),
            (
                DOC_ID,
                _index("sentence_index", "sentence"),
                Column("turn_index", WHOLE, "turn the sentence starts in"),
                *SPAN,
            ),
            "sentence_index",
        ),
        Frame(
            "clauses",
            "clause",
            ("doc_id", "clause_index"),
            (
                DOC_ID,
                _index("clause_index", "clause"),
                Column("sentence_index", WHOLE, "sentence it is part of"),
                *SPAN,
            ),
            "clause_index",
        ),
        Frame(
            "tokens",
            "token occurrence",
            ("doc_id", "token_index"),
            (
                MANY_DOC_ID,
                _index("token_index", "token"),
                Column("sentence_index", WHOLE, "sentence it is part of"),
                Column("term", CATEGORY, "the string counted"),
                *SPAN,
                Column("is_stopword", FLAG, "function word: flagged, never deleted"),
            ),
            "token_index",
        ),
        Frame(
            "directives",
            "demand on the audience",
            ("doc_id", "directive_index"),
            (
                DOC_ID,
                _index("directive_index", "directive"),
                Column("parent_index", NULLABLE, "directive it stands under; null at level 1"),
                Column("list_index", NULLABLE, "numbered list it belongs to, from 0; null outside lists"),
                Column("level", WHOLE, "1 headline, 2 head inside a block, 3 the rest"),
                Column("ordinal", TEXT, "ordinal as printed"),
                Column("is_listed", FLAG, "a real priority, not a framing sentence"),
                Column("speaker", TEXT, "whose demand it is"),
                Column("verb", TEXT, "action verb"),
                Column("object", TEXT, "what is acted on"),
                Column("theme", CATEGORY, "theme of the object"),
                Column("theme_alt", CATEGORY, "second-best theme where it is close"),
                Column(
                    "strength", CATEGORY, "graded by the lexicon", values=("strong", "firm", "plain", "soft")
                ),
                *SPAN,
            ),
            "directive_index",
        ),
        Frame(
            "targets",
            "number, standard or deadline",
            ("doc_id", "start", "end"),
            (
                DOC_ID,
                *SPAN,
                Column("value", TEXT, "number as digits, partial date as --MM-DD; null where redacted"),
                Column("unit", TEXT, "what is counted"),
                Column("kind", CATEGORY, "kind of figure", values=TARGET_KINDS),
                Column("directive_index", NULLABLE, "directive it stands in; null outside"),
            ),
        ),
        Frame(
            "actors",
            "body or person told to act, or acted on",
            ("doc_id", "start", "end"),
            (
                DOC_ID,
                *SPAN,
                Column("type", CATEGORY, "kind of body", values=ACTOR_TYPES),
                Column("role", CATEGORY, "part in the demand", values=ACTOR_ROLES),
                Column("directive_index", NULLABLE, "directive it stands in"),
            ),
        ),
        Frame(
            "matches",
            "place where a lexicon entry occurs",
            ("doc_id", "lexicon", "start", "end"),
            (
                MANY_DOC_ID,
                Column("lexicon", CATEGORY, "lexicon the entry stands in"),
                *SPAN,
                Column("term", CATEGORY, "entry"),
                Column("category", CATEGORY, "category of the entry"),
            ),
        ),
        Frame(
            "counts",
            "term in a sentence of a scope",
            ("doc_id", "sentence_index", "term"),
            (
                MANY_DOC_ID,
                Column("sentence_index", WHOLE, "sentence counted in"),
                Column("term", CATEGORY, "the string counted"),
                Column("n_token", WHOLE, "occurrences as a token", "tokens"),
                Column("lane", CATEGORY, "names, places and dates stand apart from words", values=LANES),
            ),
        ),
        Frame(
            "damage",
            "stretch that could not be repaired, or a redaction slot",
            ("doc_id", "start", "end"),
            (
                DOC_ID,
                *SPAN,
                Column("kind", CATEGORY, "what is wrong with it", values=DAMAGE_KINDS),
                Column("note", TEXT, "what can be said"),
            ),
        ),
        Frame(
            "problems",
            "file that could not be used as it stands",
            (),
            (
                Column("path", TEXT, "file (and member or row of it)"),
                Column("problem", TEXT, "what is wrong"),
                Column("hint", TEXT, "what to do"),
            ),
        ),
    )
}
