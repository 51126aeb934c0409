"""Sentences computed from frames: what was found, still true after a rerun on other texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.methods import confounds

if TYPE_CHECKING:
    from analysis.plots.style import Look
    from analysis.settings import Settings

# Kinds of targets by which a demand can be checked; numbers in names of policies and in counts of points cannot.
CHECKABLE = ("target", "standard", "indicator", "money", "date", "duration")
MOST_NAMED = 8  # names in one sentence; more are counted
NUMERAL = "[0-9一二三四五六七八九十百千万亿]"
MODAL = r"(?<![主重需首概])要(?![求点素闻职])|必须"  # 要 as a modal, not as part of 主要, 重要, 需要, 要求 …


def find_corpus(frames: Mapping[str, Any], look: Look) -> list[str]:
    """What the corpus is: sizes, missing facts, damage, and what coincides.

    Returns
    -------
    list of str
        One sentence a finding.
    """
    texts, documents = frames["texts"], frames["documents"]
    lengths = texts["text"].str.len()
    n = len(texts)
    sentences = [
        f"{n} text{'s' if n != 1 else ''} of {_span(lengths)} characters give {len(frames['sentences']):,} sentences "
        f"and {len(frames['directives']):,} demands.",
        f"Cleaning took {frames['edits']['before'].str.len().sum():,} of {texts['raw_text'].str.len().sum():,} raw "
        f"characters away or changed them, in {len(frames['edits']):,} edits; each can be looked up.",
    ]
    for column, name in (
        ("year", "year"),
        ("meeting_date", "day of the meeting"),
        ("place", "place"),
        ("title", "title"),
    ):
        lacking = documents.loc[documents[column].isna(), "doc_id"]
        if len(lacking):
            sentences.append(f"No {name} is known for {_names(lacking, look)}; it stays empty.")
    for status, words in (("conflict", "contradict each other"), ("inferred", "are inferred, not printed")):
        found = documents.loc[documents["meeting_date_status"] == status, "doc_id"]
        if len(found):
            sentences.append(f"The dates of {_names(found, look)} {words}.")
    broken = documents.loc[documents["is_truncated"], "doc_id"]
    if len(broken):
        sentences.append(
            f"{_names(broken, look)} {'break' if len(broken) > 1 else 'breaks'} off: what is not found there was not "
            "observed, which is not none."
        )
    slots = int((frames["damage"]["kind"] == "redaction").sum())
    if slots:
        sentences.append(
            f"{slots} redaction{'s' if slots != 1 else ''}: slots that stand in the text and in no denominator; "
            "what was there is not guessed."
        )
    return sentences


def find_limits(frames: Mapping[str, Any], settings: Settings) -> list[str]:
    """What coincides with the groups compared, so that no difference can be laid to one of these."""
    return confounds(frames, settings)


def find_demands(frames: Mapping[str, Any], look: Look) -> list[str]:
    """What is demanded: how much, by whom, and what a search for the modal alone would miss."""
    from analysis.concordance import text_of

    directives = frames["directives"]
    if not len(directives):
        return ["No demand was found in these texts."]
    quotes = text_of(directives, frames["texts"])
    plain = int((~quotes.str.contains(MODAL)).sum())
    sentences = [
        f"{len(directives):,} demands, {int((directives['level'] == 1).sum())} of them headlines and "
        f"{int(directives.loc[directives['level'] == 1, 'is_listed'].sum())} of these real priorities, not framing.",
        f"{plain / len(directives):.0%} of the demands ({plain} of {len(directives)}) carry neither 要 nor 必须: "
        "a search for these words would miss them.",
    ]
    sentences += _density(frames, look)
    speakers = directives.groupby("speaker").size().sort_values(ascending=False, kind="stable")
    if len(speakers):
        listed = ", ".join(f"{name} ({n})" for name, n in speakers.head(6).items())
        sentences.append(f"Demands by speaker: {listed}.")
    return sentences


def _density(frames: Mapping[str, Any], look: Look) -> list[str]:
    """Texts differ in length: demands are compared by rate."""
    from analysis.measures.documents import measure_documents

    table = measure_documents(frames).query("n_han > 0").set_index("doc_id")
    if len(table) < 2:
        return []
    rates = 1000 * table["n_directives"] / table["n_han"]
    most, least = rates.idxmax(), rates.idxmin()
    return [
        f"Per 1,000 Han characters in scope, {look.name(most)} makes most demands ({rates[most]:.0f}) "
        f"and {look.name(least)} fewest ({rates[least]:.0f})."
    ]


def find_themes(shares, look: Look) -> list[str]:
    """Which themes lead, and which differences the intervals carry.

    Parameters
    ----------
    shares
        From :func:`analysis.measures.themes.measure_themes`.
    """
    themed = shares[shares["theme"] != "unthemed"]
    if not themed["n"].sum():
        return ["No demand has a theme of this pack."]
    unthemed = shares[shares["theme"] == "unthemed"]
    total = shares.groupby("group", observed=True)["n_total"].first().sum()
    sentences = [f"{int(unthemed['n'].sum())} of {int(total)} demands have no theme of this pack."]
    groups = look.present(themed)
    if len(groups) > MOST_NAMED:
        return [*sentences, *_leading_of_many(themed, groups, look), *_themes_apart(themed, look)]
    withheld = set(shares.loc[shares["note"].notna(), "group"].astype("str"))
    for group in groups:
        if group in withheld:
            sentences.append(
                f"{look.name(group)}: more than half of the demands have no theme of this pack, so themes are not ranked."
            )
            continue
        part = themed[(themed["group"] == group) & (themed["n"] > 0)].sort_values(
            ["n", "theme"], ascending=[False, True]
        )
        leading = part[part["n"] == part["n"].max()]
        names = ", ".join(look.say(theme, "theme") for theme in leading["theme"])
        row = leading.iloc[0]
        sentences.append(
            f"{look.name(group)}: most on {names} ({int(row['n'])} of {int(row['n_total'])}, {row['share']:.0%})."
        )
    return sentences + _themes_apart(themed, look)


def _leading_of_many(themed, groups: list[str], look: Look) -> list[str]:
    """With many groups: which themes come first in how many of them."""
    ordered = themed[themed["n"] > 0].sort_values(["n", "theme"], ascending=[False, True], kind="stable")
    counts = ordered.drop_duplicates("group")["theme"].astype("str").value_counts()
    named = "; ".join(f"{look.say(theme, 'theme')} in {n}" for theme, n in counts.items())
    return [f"Of {len(groups)} groups, the leading theme is {named}."]


def _themes_apart(themed, look: Look) -> list[str]:
    if themed["group"].nunique() < 2:
        return []
    apart = _apart(themed, "theme", "share")
    if apart:
        named = "; ".join(look.say(theme, "theme") for theme in apart)
        return [f"Themes whose 95 % intervals do not overlap between some pair: {named}."]
    return [
        "No theme's 95 % intervals are apart between any two groups: the order of themes within a text can be read, "
        "differences between texts cannot be told from chance."
    ]


def find_keyness(keyness, look: Look) -> list[str]:
    """Which words mark a group beyond chance, and how many occurrences that takes.

    Parameters
    ----------
    keyness
        From :func:`analysis.measures.keyness.measure_keyness`.
    """
    if not len(keyness):
        return ["Fewer than two groups: no word can mark one of them."]
    key, clear = keyness[keyness["is_key"]], keyness[keyness["is_clear"]]
    groups = keyness["group"].nunique()
    sentences = [
        f"Of {int(keyness['m'].max()):,} comparisons (terms × groups), {len(key)} go beyond what random sentences would "
        f"list, where about one term a group, {groups} in all, is to be expected by chance; {len(clear)} go beyond what "
        "whole stretches of the other texts reach."
    ]
    if len(clear):
        named = [f"{row.term} ({look.name(str(row.group))})" for row in clear.head(MOST_NAMED).itertuples()]
        more = len(clear) - len(named)
        sentences.append(f"Beyond both lines: {', '.join(named)}{f' and {more} more' if more > 0 else ''}.")
    needed = keyness.drop_duplicates("group")["n_detectable"].dropna()
    if len(needed):
        sentences.append(
            f"A word used four times as often as elsewhere needs {_span(needed.astype(int))} occurrences in a group to be "
            "found there eight times in ten: rarer differences stay unseen."
        )
    return sentences


def find_robustness(robust, look: Look) -> list[str]:
    """Which of the terms reported hang on how the text was cut.

    Parameters
    ----------
    robust
        From :func:`analysis.measures.robustness.measure_robustness`.
    """
    if not len(robust):
        return []
    terms = list(dict.fromkeys(robust["term"].astype("str")))
    loose = list(dict.fromkeys(robust.loc[~robust["is_robust"], "term"].astype("str")))
    if not loose:
        return [f"All {len(terms)} terms compared keep their rank and count, however the text is cut."]
    named = ", ".join(loose[:MOST_NAMED]) + (" …" if len(loose) > MOST_NAMED else "")
    return [
        f"{len(loose)} of {len(terms)} terms compared change rank or count with the segmentation in some group: {named}."
    ]


def find_targets_stated(frames: Mapping[str, Any], look: Look) -> list[str]:
    """Which demands can be checked: figures, standards and deadlines that stand in them."""
    from analysis.concordance import text_of

    targets, directives = frames["targets"], frames["directives"]
    inside = targets[targets["directive_index"].notna() & targets["kind"].isin(CHECKABLE)]
    figures = inside[text_of(inside, frames["texts"]).str.contains(NUMERAL)]
    demands = len(inside.drop_duplicates(["doc_id", "directive_index"]))
    sentences = [
        f"{demands} of {len(directives):,} demands hold something that can be checked: a number, a standard, "
        f"a deadline, completeness (all, none). {_none(len(figures))} of them states a figure."
    ]
    without = [doc_id for doc_id in frames["documents"]["doc_id"] if doc_id not in set(figures["doc_id"])]
    if without and len(figures):
        sentences.append(f"No figure is stated by {_names(without, look)}.")
    return sentences


def find_vocabulary(tfidf, look: Look) -> list[str]:
    """What TF-IDF can and cannot say about so many texts."""
    n_units, n_values = int(tfidf["n_units"].max()), int(tfidf["n_idf_values"].max())
    everywhere = tfidf[tfidf["n_units_hit"] == n_units]
    shared, common, tokens = everywhere["term"].nunique(), everywhere["n_token"].sum(), tfidf["n_token"].sum()
    return [
        f"With {n_units} units, IDF takes {n_values} value{'s' if n_values != 1 else ''}: "
        "TF-IDF sorts terms into as many classes, and within a class by frequency.",
        f"{shared} terms stand in all of them and make up {common / tokens:.0%} of the tokens; "
        "TF-IDF plays down what all places share, so compare these by rate.",
    ]


def find_similarity(pairs, phrases, look: Look) -> list[str]:
    """Which groups differ by more than parts of one text do, and what is common stock.

    Parameters
    ----------
    pairs
        From :func:`analysis.measures.similarity.measure_similarity`.
    phrases
        From :func:`analysis.measures.reuse.measure_set_phrases`.
    """
    if not len(pairs):
        return ["One group alone: there is nothing to compare."]
    far, near = pairs.loc[pairs["excess"].idxmax()], pairs.loc[pairs["excess"].idxmin()]
    sentences = [
        f"Farthest apart, beyond the difference within a text: {_pair(far, look)} ({far['excess']:+.3f}); "
        f"nearest: {_pair(near, look)} ({near['excess']:+.3f})."
    ]
    if len(phrases):
        most = phrases["n_documents"].max()
        widest = phrases[phrases["n_documents"] == most]["phrase"].head(3)
        sentences.append(
            f"{len(phrases)} set phrases stand in two texts or more; in most, {most}: {'、'.join(widest)}."
        )
    return sentences


def _pair(row, look: Look) -> str:
    return f"{look.name(str(row['group']))} and {look.name(str(row['other']))}"


def _none(n: int) -> str:
    return f"{n:,}" if n else "None"


def _apart(table, label: str, value: str) -> list[str]:
    """Labels for which the interval of some group ends below where that of another begins."""
    known = table[table[f"{value}_low"].notna()]
    bounds = known.groupby(label, sort=False).agg(low=(f"{value}_low", "max"), high=(f"{value}_high", "min"))
    return list(bounds.index[bounds["low"] > bounds["high"]])


def _names(doc_ids, look: Look) -> str:
    names = [look.name(doc_id).rstrip("†") for doc_id in doc_ids]
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 2])} and {len(names) - MOST_NAMED + 2} more"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _span(values) -> str:
    return f"{values.min():,} to {values.max():,}" if values.min() != values.max() else f"{values.min():,}"
