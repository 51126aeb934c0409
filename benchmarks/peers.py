"""Libraries that many people use for the same question, where they are installed."""

from __future__ import annotations

from benchmarks.corpora import texts
from benchmarks.timing import Ratio, compare
from benchmarks.tokens import matrix_of, own_tokenizer

N_TEXTS = 100


def run() -> list[Ratio]:
    """Texts of two groups to the terms that tell them apart."""
    try:
        import scattertext
    except ImportError:
        print("scattertext is not installed: left out\n")
        return []
    import numpy as np
    import pandas as pd

    tokenizer, corpus = own_tokenizer(), texts(N_TEXTS)
    table = pd.DataFrame({"text": corpus, "group": np.resize(["one", "other"], N_TEXTS)})

    def theirs():
        parsed = table.assign(parse=table["text"].map(scattertext.chinese_nlp))
        built = scattertext.CorpusFromParsedDocuments(
            parsed, category_col="group", parsed_col="parse"
        ).build()
        return built.get_scaled_f_scores("one")

    return [
        compare(
            f"{N_TEXTS} texts of two groups to scored terms",
            "scattertext with its Chinese tokenizer",
            ours=lambda: _scores([tokenizer.cut(text) for text in corpus]),
            theirs=theirs,
        )
    ]


def _scores(cuts):
    import numpy as np

    from analysis.measures.keyness import log_odds_z

    matrix = matrix_of(cuts)
    one, other = (np.asarray(matrix[own::2].sum(axis=0), dtype=float) for own in (0, 1))
    prior = (one + other) / (one + other).sum()
    return log_odds_z(one, one.sum(), other, other.sum(), prior)
