"""What is said of the texts in Chinese and in English: all of it in the language asked for, the same numbers in both."""

import re
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

import analysis as an
from analysis import findings
from analysis.cards import FIELDS, make_caption, make_card
from analysis.measures.results import RESULTS
from analysis.methods import METHODS
from analysis.phrases import MOST_NAMED, Phrases, read_sentences
from analysis.plots.layout import notes_of
from analysis.plots.style import make_look
from analysis.settings import Settings

SRC = Path(an.__file__).parent
HAN, LATIN = re.compile("[一-鿿]+"), re.compile("[A-Za-z]{2,}")
# Names of measures and of people that Chinese, too, prints in Latin letters, and the form of a table.
KEPT = re.compile("TF-IDF|IDF|MATTR|JSD|CSV|log-odds z|log Dice|Clopper–Pearson|Bonferroni|Dirichlet|Rychlý")
SPOKEN_OF = {"要", "必须"}  # the words an English sentence is about
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
PER_THOUSAND = "Per 1,000 "  # 每千 in Chinese
SENTENCES = read_sentences(an.read_settings())


def first_texts(frames, n):
    """The frames of the first n texts."""
    doc_ids, parts = list(frames["documents"]["doc_id"])[:n], {}
    for name, table in frames.items():
        if "doc_id" in table:
            table = table[table["doc_id"].isin(doc_ids)].reset_index(drop=True)
            if isinstance(table["doc_id"].dtype, pd.CategoricalDtype):
                table["doc_id"] = table["doc_id"].cat.remove_unused_categories()
        parts[name] = table
    return parts


@pytest.fixture(scope="module", params=[1, 2, 5])
def told(request, frames):
    """What is said of one, two and five texts: language → sentences; and what these texts hold."""
    part = first_texts(frames, request.param)
    content = an.content_words(an.measure_frequency(part))
    leading = content.groupby("term")["n_token"].sum().nlargest(14).index
    tables = {
        "themes": an.measure_themes(part),
        "keyness": an.measure_keyness(part),
        "tfidf": an.measure_tfidf(part),
        "similarity": an.measure_similarity(part, n_draws=5),
        "set_phrases": an.measure_set_phrases(part),
        "robustness": an.measure_robustness({"policy": part, "same": part}, leading),
        "composition": an.measure_composition(part),
        "clarity": an.measure_clarity(part),
        "diversity": an.measure_diversity(part),
    }
    return {labels: all_said(part, tables, labels) for labels in ("zh", "en", "both")}, names_in(part, tables)


def all_said(frames, tables, labels):
    """Every finding, what each card says, and the caption of two figures with what they note."""
    settings = an.read_settings(labels=labels)
    look = make_look(frames, settings)
    said = findings.find_corpus(frames, look) + findings.find_limits(frames, settings)
    said += findings.find_demands(frames, look) + findings.find_targets_stated(frames, look)
    said += findings.find_themes(tables["themes"], look) + findings.find_keyness(tables["keyness"], look)
    said += findings.find_vocabulary(tables["tfidf"], look)
    said += findings.find_robustness(tables["robustness"], look)
    said += findings.find_similarity(tables["similarity"], tables["set_phrases"], look)
    for table in tables.values():
        said += [f"{field} {words}" for field, words in make_card(table, frames, settings).items()]
    figures = [
        an.plot_clarity(tables["clarity"], look, status="coded"),
        an.plot_phrases(tables["set_phrases"], look, n=2),
    ]
    notes = [note for figure in figures for note in notes_of(figure)]
    return said + make_caption(frames, settings, *notes).split("\n")


def names_in(frames, tables):
    """Chinese that an English sentence may hold: names, and words of the texts."""
    columns = [frames["documents"]["place"], frames["directives"]["speaker"], frames["tokens"]["term"]]
    names = pd.concat([column.dropna().astype("str") for column in columns])
    return {*names, *tables["set_phrases"]["phrase"]} | SPOKEN_OF


def test_chinese_is_all_chinese(told):
    for sentence in told[0]["zh"]:
        assert HAN.search(sentence) and not LATIN.search(KEPT.sub("", sentence)), sentence


def test_english_holds_no_chinese_but_names_and_words_of_the_texts(told):
    known = re.compile("|".join(map(re.escape, sorted(told[1], key=len, reverse=True))))
    for sentence in told[0]["en"]:
        assert LATIN.search(sentence) and not HAN.search(known.sub("", sentence)), sentence


def test_both_languages_state_the_same_numbers(told):
    for zh, en in zip(told[0]["zh"], told[0]["en"], strict=True):
        numbers = [sorted(NUMBER.findall(text)) for text in (zh, en.replace(PER_THOUSAND, ""))]
        assert numbers[0] == numbers[1], (zh, en)


def test_sentences_are_whole_and_one_is_no_plural(told):
    for sentence in (sentence for said in told[0].values() for sentence in said):
        assert not re.search(r"[{}|]|\bnan\b|  |。。|，，", sentence), sentence
    for sentence in told[0]["en"]:
        assert not re.search(r"(?<![\d,.] )\b1 (texts|rows|groups|units|demands|terms|edits)\b", sentence), (
            sentence
        )


def test_with_both_languages_sentences_are_english_and_the_terms_in_them_bilingual(told):
    both, english = told[0]["both"][:-2], told[0]["en"][:-1]  # a caption is a line a language
    assert len(both) == len(english)
    assert any("green and low-carbon transition" in text and "绿色低碳转型" in text for text in both)
    assert both[0] == english[0] and HAN.search(told[0]["both"][-2])


def fields(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_sentence_stands_in_both_languages_with_the_same_values():
    for key, (chinese, english) in SENTENCES.items():
        assert chinese and english, key
        # English counts to choose between one and many, and its card also names the setting.
        assert fields(chinese) - {"n"} <= fields(english), key
        assert fields(english) - fields(chinese) <= {"n", "more", "id"}, key
        bare_zh, bare_en = (re.sub(r"\{[^}]*\}", "", text) for text in (chinese, english))
        assert not LATIN.search(KEPT.sub("", bare_zh)), key
        assert set(HAN.findall(bare_en)) <= SPOKEN_OF, key


def test_every_sentence_is_used_and_every_one_used_is_there():
    code = "".join(path.read_text("utf-8") for path in SRC.rglob("*.py"))
    literal = set(re.findall(r'"((?:finding|limit|list|caption|unit|per|interval|random|card):\w+)"', code))
    literal |= {f"finding:date_{status}" for status in ("conflict", "inferred")}
    literal |= {f"card:{field}" for field in FIELDS} | {f"card:{n}" for n in ("n_total", "n_han", "n_tokens")}
    built = {key for key in SENTENCES if key.startswith(("fact:", "row:", "pack:"))}
    assert literal == set(SENTENCES) - built
    assert {key for method in METHODS.values() for key in method if key} <= set(SENTENCES)


def test_every_result_has_its_row_in_words():
    rows = {key.removeprefix("row:"): en for key, (_, en) in SENTENCES.items() if key.startswith("row:")}
    assert rows == {name: frame.row for name, frame in RESULTS.items()}


@pytest.mark.parametrize("n", [0, 1, 2, MOST_NAMED, MOST_NAMED + 1])
def test_many_names_are_counted(n):
    names = [f"n{i}" for i in range(n)]
    zh, en = (Phrases(SENTENCES, labels).named(names) for labels in ("zh", "en"))
    if n <= MOST_NAMED:
        assert all(name in zh and name in en for name in names)
        assert (n < 2) == ("和" not in zh) == (" and " not in en)
    else:
        assert zh.endswith(f"等 {n} 篇") and en.endswith(f" and {n - MOST_NAMED + 2} more")


def test_a_corpus_may_word_a_sentence_its_own_way(frames):
    own = (*an.read_settings().terms("sentences"), an.read_settings().terms("sentences")[0]._replace(
        term="没有要求", category="finding:no_demand", english="Nothing is asked."
    ))  # fmt: skip
    settings = an.read_settings(labels="zh")
    settings = Settings(lexicons=settings.lexicons | {"sentences": own}, labels="zh")
    bare = frames | {"directives": frames["directives"].iloc[:0]}
    assert findings.find_demands(bare, make_look(frames, settings)) == ["没有要求"]
    assert findings.find_targets_stated(bare, make_look(frames, settings)) == []


def test_braces_in_a_text_fill_nothing():
    phrases = Phrases(SENTENCES, "zh")
    assert phrases.say("finding:clear", terms="{terms}") == "超出两条线的有：{terms}。"


def test_rare_cases_are_said_in_both_languages(frames):
    """No word, no common word, no edit, themes withheld, many groups."""
    for labels in ("zh", "en"):
        look = make_look(frames, an.read_settings(labels=labels))
        place = ("zh", "en").index(labels)
        none = pd.DataFrame()
        assert findings.find_vocabulary(none, look) == [SENTENCES["finding:no_word"][place]]
        assert findings.find_keyness(none, look) == [SENTENCES["finding:no_common_word"][place]]
        clean = frames | {"edits": frames["edits"].iloc[:0]}
        assert NUMBER.findall(findings.find_corpus(clean, look)[1]) == [
            f"{frames['texts']['raw_text'].str.len().sum():,}"
        ]
        shares = an.measure_themes(frames)
        withheld = shares.assign(note="half")
        assert any(("不作" in s) or ("not ranked" in s) for s in findings.find_themes(withheld, look))
        many = pd.concat(
            [shares[shares["group"] == "wuxi"].assign(group=f"g{i}") for i in range(MOST_NAMED + 1)]
        )
        assert f"{MOST_NAMED + 1}" in findings.find_themes(many, look)[1]
