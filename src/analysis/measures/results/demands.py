"""Results on demands: themes, order, strength, actors, and what people judge."""

from analysis.frames import NULLABLE, REAL, TEXT, WHOLE, Column, Frame
from analysis.measures.results.columns import (
    COUNT,
    DOC_ID,
    GROUP,
    INTERVAL,
    N_HAN,
    RATE,
    RATE_HIGH,
    RATE_LOW,
    THEME,
)

FRAMES = (
    Frame(
        "themes",
        "theme and group",
        ("theme", "group"),
        (
            THEME,
            GROUP,
            Column("unit", TEXT, "what is shared out: directives, sentences or characters"),
            Column("n", COUNT, "units of the theme"),
            Column("n_total", COUNT, "units of the group"),
            Column("share", REAL, "n over n_total"),
            Column("share_low", REAL, "lower bound, simultaneous over all rows"),
            Column("share_high", REAL, "upper bound, simultaneous over all rows"),
            Column("m", COUNT, "number of rows the bounds hold for at once"),
            INTERVAL,
            Column("rank", NULLABLE, "rank of the theme in the group; null where withheld"),
            Column("note", TEXT, "why a ranking is withheld"),
        ),
    ),
    Frame(
        "theme_rates",
        "theme and group",
        ("theme", "group"),
        (
            THEME,
            GROUP,
            Column("n", COUNT, "mentions, longest match first"),
            N_HAN,
            RATE,
            RATE_LOW,
            RATE_HIGH,
            INTERVAL,
        ),
    ),
    Frame(
        "ladder",
        "listed headline and theme of what stands under it",
        ("doc_id", "directive_index", "theme"),
        (
            DOC_ID,
            Column("speaker", TEXT, "whose priority it is"),
            Column("list_index", WHOLE, "list of the document, from 0; -1 for headlines outside lists"),
            Column("rank", COUNT, "place in the speaker's list, from 1"),
            Column("ordinal", TEXT, "ordinal as printed"),
            Column("directive_index", WHOLE, "number of the headline among the directives, from 0"),
            Column("headline", TEXT, "its words"),
            THEME,
            Column("n", COUNT, "demands of the theme under it; the headline itself where none is"),
            Column("n_total", COUNT, "demands under it"),
            Column("share", REAL, "n of n_total"),
        ),
    ),
    *(
        Frame(
            name,
            f"{what} and group",
            (column, "group"),
            (
                Column(column, TEXT, meaning),
                GROUP,
                Column("n", COUNT, "directives"),
                Column("n_total", COUNT, "directives of the group"),
                Column("share", REAL, "n over n_total"),
                Column("share_low", REAL, "lower bound, simultaneous over all rows"),
                Column("share_high", REAL, "upper bound, simultaneous over all rows"),
                Column("m", COUNT, "number of rows the bounds hold for at once"),
            ),
        )
        for name, what, column, meaning in (
            ("strength", "grade of strength", "strength", "how strongly the demand is put"),
            ("actors", "type of actor", "type", "kind of body the directive names"),
            (
                "clarity",
                "clarity",
                "clarity",
                "whether the demand forbids, endorses or leaves room, by rule",
            ),
        )
    ),
    Frame(
        "agreement",
        "label",
        ("label",),
        (
            Column("label", TEXT, "label against the rest; `all` for all at once"),
            Column("n", COUNT, "rows both coders have coded"),
            Column("n_open", COUNT, "rows they have not"),
            Column("observed", REAL, "share of rows on which they agree"),
            Column("expected", REAL, "share on which they would by chance"),
            Column("kappa", REAL, "Cohen's kappa"),
            Column("status", TEXT, "`not coded` until both have coded every row"),
        ),
    ),
    Frame(
        "precision",
        "category",
        ("category",),
        (
            Column("category", TEXT, "category of the lexicon"),
            Column("n_judged", COUNT, "hits judged"),
            Column("n_right", COUNT, "hits judged right"),
            Column("precision", REAL, "n_right over n_judged"),
            Column("precision_low", REAL, "lower bound"),
            Column("precision_high", REAL, "upper bound"),
            Column("status", TEXT, "`precision not judged` until every hit drawn is"),
        ),
    ),
)
