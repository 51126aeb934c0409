"""Priorities: the gold's ladders, shares of strength and of actors."""

import json

import pandas as pd
import pytest
from goldframes import GOLD, gold_frames

from analysis.measures.ladder import measure_ladder
from analysis.measures.priorities import measure_actors, measure_strength


def test_the_ladder_is_the_golds():
    table = measure_ladder(gold_frames()).drop_duplicates(["doc_id", "directive_index"])
    rows = [json.loads(line) for line in (GOLD / "directives.jsonl").read_text(encoding="utf-8").splitlines()]
    heads = {(r["doc_id"], r["index"]): r["text"] for r in rows if r["level"] == 1 and r["scope"] == "listed"}
    found = zip(zip(table["doc_id"], table["directive_index"], strict=True), table["headline"], strict=True)
    assert dict(found) == heads
    liangxi = table[(table["doc_id"] == "liangxi") & (table["speaker"] == "朱刚")]
    assert liangxi["ordinal"].tolist()[:4] == ["一", "二", "三", "四"]
    assert (liangxi["rank"].diff().dropna() == 1).all() and liangxi["directive_index"].is_monotonic_increasing


def test_a_headline_holds_all_below_it_or_itself():
    rows = [json.loads(line) for line in (GOLD / "directives.jsonl").read_text(encoding="utf-8").splitlines()]
    under = {}
    for row in rows:
        under.setdefault((row["doc_id"], row["root"]), []).append(row["theme"])
    for key, part in measure_ladder(gold_frames()).groupby(["doc_id", "directive_index"]):
        themes = under[key][1:] or under[key]
        assert part["n_total"].iloc[0] == len(themes) and part["share"].sum() == pytest.approx(1)
        assert dict(zip(part["theme"], part["n"], strict=True)) == {t: themes.count(t) for t in themes}


def test_strength_shares_add_up():
    frames = dict(gold_frames())
    directives = frames["directives"].copy()
    directives["strength"] = pd.Categorical(
        ["strong", "plain"] * (len(directives) // 2), ["strong", "firm", "plain", "soft"]
    )
    frames["directives"] = directives
    table = measure_strength(frames)
    assert table.groupby("group", observed=True)["share"].sum().tolist() == pytest.approx([1] * 5)
    assert table.loc[table["strength"].isin(["firm", "soft", "not graded"]), "n"].sum() == 0
    assert ((table["share_low"] <= table["share"]) & (table["share"] <= table["share_high"])).all()


def test_actors_are_counted_once_a_directive():
    table = measure_actors(gold_frames())
    rows = [json.loads(line) for line in (GOLD / "actors.jsonl").read_text(encoding="utf-8").splitlines()]
    named = {(r["doc_id"], r["directive_id"], r["type"]) for r in rows if r["directive_id"]}
    assert table["n"].sum() == len(named)
    role = {
        (r["doc_id"], r["directive_id"], r["type"])
        for r in rows
        if r["directive_id"] and r["role"] == "responsible"
    }
    assert measure_actors(gold_frames(), role="responsible")["n"].sum() == len(role)
