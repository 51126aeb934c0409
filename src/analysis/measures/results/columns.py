"""Columns that several results have."""

from analysis.frames import CATEGORY, FLAG, LANES, REAL, TEXT, WHOLE, Column

COUNT = "int64"
INTERVALS = ("t", "exact", "too few")
RATE_UNIT = "per 1,000 Han characters"

TERM = Column("term", TEXT, "the string counted")
GROUP = Column("group", CATEGORY, "group compared, in the order of the documents")
N_TOKEN = Column("n_token", COUNT, "occurrences as a token", "tokens")
N_HAN = Column(
    "n_han",
    COUNT,
    "Han characters of the group in the scope, redaction slots and damage left out",
    "characters",
)
LANE = Column("lane", CATEGORY, "names, places, dates and numbers stand apart from words", values=LANES)
STOPWORD = Column("is_stopword", FLAG, "function word: flagged, never deleted")
FAMILY = Column("family", TEXT, "head under which longer forms are counted together")
RATE = Column("rate", REAL, "hits over characters", RATE_UNIT)
RATE_LOW = Column("rate_low", REAL, "lower bound; null where there is too little to say", RATE_UNIT)
RATE_HIGH = Column("rate_high", REAL, "upper bound; null where there is too little to say", RATE_UNIT)
INTERVAL = Column("interval", CATEGORY, "how the bounds were found", values=INTERVALS)
THEME = Column("theme", CATEGORY, "theme; `unthemed` for what has none")
DOC_ID = Column("doc_id", TEXT, "the document's only id")
START = Column("start", WHOLE, "first character in texts.text", "code points")
END = Column("end", WHOLE, "one past the last character in texts.text", "code points")
