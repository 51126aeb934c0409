"""Which themes lead, and which differences the intervals carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.findings.naming import phrases_for
from analysis.phrases import MOST_NAMED

if TYPE_CHECKING:
    from analysis.plots.style import Look


def find_themes(shares, look: Look) -> list[str]:
    """Which themes lead, and which differences the intervals carry.

    Parameters
    ----------
    shares
        From :func:`analysis.measures.themes.measure_themes`.
    """
    phrases, is_none = phrases_for(look), shares["theme"] == "unthemed"
    themed = shares[~is_none]
    if not themed["n"].sum():
        return [phrases.say("finding:no_theme")]
    total = int(shares.groupby("group", observed=True)["n_total"].first().sum())
    sentences = [phrases.say("finding:unthemed", n=int(shares.loc[is_none, "n"].sum()), total=total)]
    groups = look.present(themed)
    if len(groups) > MOST_NAMED:
        return [*sentences, *_leading_of_many(themed, groups, look), *_themes_apart(themed, look)]
    withheld = set(shares.loc[shares["note"].notna(), "group"].astype("str"))
    for group in groups:
        if group in withheld:
            sentences.append(phrases.say("finding:not_ranked", group=look.name(group)))
        else:
            sentences += _leading(themed[(themed["group"] == group) & (themed["n"] > 0)], group, look)
    return sentences + _themes_apart(themed, look)


def _leading(part, group: str, look: Look) -> list[str]:
    """The theme of most demands of a group, or the themes that share the first place."""
    if not len(part):
        return []
    phrases, leading = phrases_for(look), part[part["n"] == part["n"].max()].sort_values("theme")
    row, names = leading.iloc[0], [look.say(theme, "theme") for theme in leading["theme"]]
    values = {"n": int(row["n"]), "total": int(row["n_total"]), "share": row["share"], "ties": len(leading)}
    return [phrases.say("finding:leading", group=look.name(group), themes=phrases.listed(names), **values)]


def _leading_of_many(themed, groups: list[str], look: Look) -> list[str]:
    """With many groups: which themes come first in how many of them."""
    phrases = phrases_for(look)
    ordered = themed[themed["n"] > 0].sort_values(["n", "theme"], ascending=[False, True], kind="stable")
    counts = ordered.drop_duplicates("group")["theme"].astype("str").value_counts()
    named = [phrases.say("list:leading", theme=look.say(theme, "theme"), n=n) for theme, n in counts.items()]
    themes = phrases.listed(named, mark=";")
    return [phrases.say("finding:leading_of_many", n=len(groups), themes=themes)]


def _themes_apart(themed, look: Look) -> list[str]:
    if themed["group"].nunique() < 2:
        return []
    phrases, apart = phrases_for(look), _apart(themed, "theme", "share")
    if not apart:
        return [phrases.say("finding:no_theme_apart")]
    names = [look.say(theme, "theme") for theme in apart]
    return [phrases.say("finding:themes_apart", themes=phrases.listed(names, most=len(names), mark=";"))]


def _apart(table, label: str, value: str) -> list[str]:
    """Labels for which the interval of some group ends below where that of another begins."""
    known = table[table[f"{value}_low"].notna()]
    bounds = known.groupby(label, sort=False).agg(low=(f"{value}_low", "max"), high=(f"{value}_high", "min"))
    return list(bounds.index[bounds["low"] > bounds["high"]])
