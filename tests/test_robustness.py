"""Robustness: a term that only one way of cutting yields loses its badge."""

from goldframes import gold_frames

from analysis.measures.robustness import SUBSTRING, measure_robustness, measure_variants
from analysis.settings import read_settings
from analysis.tokens import TokenizerSettings, retokenize, tokenizer_settings

POLICY = tokenizer_settings(read_settings())


def variants():
    frames = gold_frames()
    return {
        "policy": frames,
        "dictionary": retokenize(frames, TokenizerSettings()),
        "no guessing": retokenize(frames, POLICY._replace(hmm=False)),
    }


def test_pieces_of_words_are_unstable_and_words_are_not():
    table = measure_robustness(variants(), ["力攻", "之坚", "整改", "考核", "制度", "提高"]).set_index(
        ["group", "term"]
    )
    badge = table["is_robust"].loc["wuxi"]
    assert not badge["力攻"] and not badge["之坚"]
    assert badge["整改"] and badge["考核"] and badge["提高"]


def test_every_variant_is_counted_and_the_text_itself():
    table = measure_variants(variants(), ["督察", "环境保护"])
    assert set(table["variant"]) == {"policy", "dictionary", "no guessing", SUBSTRING}
    wide = table.pivot(index=["term", "group"], columns="variant", values="n")
    assert (wide[SUBSTRING] >= wide.drop(columns=SUBSTRING).max(axis=1)).all()
    assert (
        wide.loc[("环境保护", "liangxi"), "policy"] == 0 and wide.loc[("环境保护", "liangxi"), SUBSTRING] == 7
    )


def test_one_variant_alone_still_meets_the_text():
    table = measure_robustness({"policy": gold_frames()}, ["督察"]).set_index("group")
    assert table.loc["wuxi", "is_robust"] and not table.loc["shanwei", "is_robust"]
