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
    withheld = set(shares.loc[shares["note"].notna(), "group"].astype("str"))
    if len(groups) > MOST_NAMED:
        sentences += _of_many(themed, groups, look, withheld=withheld)
        return sentences + _themes_apart(themed, look, is_ranked=not withheld)
    for group in groups:
        if group in withheld:
            sentences.append(phrases.say("finding:not_ranked", group=look.name(group)))
        else:
            sentences += _leading(themed[(themed["group"] == group) & (themed["n"] > 0)], group, look)
    sentences += _other_pack(groups, withheld, look)
    return sentences + _themes_apart(themed, look, is_ranked=not withheld)


def _other_pack(groups: list[str], withheld: set[str], look: Look) -> list[str]:
    """Where no group's themes can be ranked, it is the pack that does not fit."""
    return [phrases_for(look).say("finding:other_pack")] if withheld >= set(groups) else []


def _leading(part, group: str, look: Look) -> list[str]:
    """The theme of most demands of a group, or the themes that share the first place."""
    if not len(part):
        return []
    phrases, leading = phrases_for(look), part[part["n"] == part["n"].max()].sort_values("theme")
    row, names = leading.iloc[0], [look.say(theme, "theme") for theme in leading["theme"]]
    values = {"n": int(row["n"]), "total": int(row["n_total"]), "share": row["share"], "ties": len(leading)}
    return [phrases.say("finding:leading", group=look.name(group), themes=phrases.listed(names), **values)]


def _of_many(themed, groups: list[str], look: Look, *, withheld: set[str]) -> list[str]:
    """With many groups: in how many themes are not ranked, and which come first in how many of the others."""
    ranked = [group for group in groups if group not in withheld]
    sentences = _leading_of_many(themed[themed["group"].isin(ranked)], ranked, look) if ranked else []
    if len(ranked) < len(groups):
        values = {"n": len(groups) - len(ranked), "groups": len(groups)}
        sentences.append(phrases_for(look).say("finding:not_ranked_of_many", **values))
    return sentences + _other_pack(groups, withheld, look)


def _leading_of_many(themed, groups: list[str], look: Look) -> list[str]:
    """Which themes come first in how many groups."""
    phrases = phrases_for(look)
    ordered = themed[themed["n"] > 0].sort_values(["n", "theme"], ascending=[False, True], kind="stable")
    counts = ordered.drop_duplicates("group")["theme"].astype("str").value_counts()
    named = [phrases.say("list:leading", theme=look.say(theme, "theme"), n=n) for theme, n in counts.items()]
    themes = phrases.listed(named, mark=";")
    return [phrases.say("finding:leading_of_many", n=len(groups), themes=themes)]


def _themes_apart(themed, look: Look, *, is_ranked: bool) -> list[str]:
    if themed["group"].nunique() < 2:
        return []
    phrases, apart = phrases_for(look), _apart(themed, "theme", "share")
    if not apart:
        return [phrases.say("finding:no_theme_apart" if is_ranked else "finding:no_theme_apart_unranked")]
    names = [look.say(theme, "theme") for theme in apart]
    return [phrases.say("finding:themes_apart", themes=phrases.listed(names, most=len(names), mark=";"))]


def _apart(table, label: str, value: str) -> list[str]:
    """Labels for which the interval of some group ends below where that of another begins."""
    known = table[table[f"{value}_low"].notna()]
    bounds = known.groupby(label, sort=False).agg(low=(f"{value}_low", "max"), high=(f"{value}_high", "min"))
    return list(bounds.index[bounds["low"] > bounds["high"]])
