"""The offline page as a file: what it holds, what it lets run, and that it is the same at every run."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

import analysis as an
from analysis.charts.course import theme_colors
from analysis.charts.shares import KIND_COLORS, PART_COLORS, STRENGTH_COLORS
from analysis.charts.style import BORDER_COLORS, PALETTE, contrast, light_from, mix
from analysis.plots.style import COLORS, make_look
from analysis.report import SCRIPTS, make_page, write_report
from analysis.report.contents import Spans, chart_spec, lacking_characters, list_figures, to_json, words_of
from analysis.report.figures import make_figures
from analysis.report.findings import list_findings

ROOT = Path(__file__).parents[1]
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
SPEECH = "{place}市召开污染防治攻坚大会。市长{name}强调，要加强水环境治理，严格落实责任。要强化督察整改，确保水质达标。"


def write_texts(folder, n):
    for number in range(n):
        text = SPEECH.format(place="甲乙丙丁"[number % 4], name="张伟李强王刚赵军"[2 * (number % 4) :][:2])
        (folder / f"text{number:02d}.txt").write_text(text * 3 + f"要办好第{number}件事。", encoding="utf-8")
    return folder


def contents_of(page):
    return json.loads(
        re.search(r'<script type="application/json" id="contents">(.*?)</script>', page, re.S)[1]
    )


def unpack(steps):
    total, found = 0, []
    for step in steps:
        total += step
        found.append(total)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = write_texts(tmp_path_factory.mktemp("texts"), 2)
    settings = an.read_settings(folder)
    return an.build_frames(folder, settings), settings


@pytest.fixture(scope="module")
def figures(frames):
    settings = an.read_settings(ROOT / "data" / "raw")
    return {figure.name: figure for figure in make_figures(frames, settings, make_look(frames, settings))}


@pytest.fixture(scope="module")
def page(small):
    return make_page(*small)


def test_the_same_frames_give_the_same_bytes(small, page, tmp_path):
    path = write_report(*small, tmp_path / "report.html")
    assert path.read_bytes() == page.encode("utf-8")


def test_only_the_scripts_of_the_page_may_run_and_nothing_be_fetched(page):
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy and "http" not in policy
    assert "script-src 'sha256-" in policy and "unsafe-inline" not in re.search(r"script-src[^;]*", policy)[0]
    elements = re.findall(r"<script>(.*?)</script>", page, re.S) + re.findall(
        r"<style>(.*?)</style>", page, re.S
    )
    assert len(elements) == 3
    for element in elements:
        digest = base64.b64encode(hashlib.sha256(element.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_page_never_writes_markup():
    from importlib.resources import files

    for name in SCRIPTS:
        script = (files("analysis.report") / name).read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(", script
        ), name


def test_no_text_can_leave_its_element():
    text = "</script><script>x</script><!--\u2028 \ud800"
    assert json.loads(to_json([text])) == [text]
    assert "<" not in to_json([text]) and to_json([text]).encode("utf-8")


def test_every_row_opens_as_many_hits_as_it_counts(frames, figures):
    assert set(figures) == {
        "composition", "course", "themes", "theme_rates", "ladder", "strength", "actors", "voices", "keyness", "rates",
        "vocabulary", "similarity",
    }  # fmt: skip
    for figure in figures.values():
        if figure.hits is None or figure.count in ("", "n_han"):
            continue
        found = figure.hits.groupby("mark").size().reindex(range(len(figure.table)), fill_value=0)
        assert found.tolist() == figure.table[figure.count].tolist(), figure.name
    tokens = an.counted_tokens(frames)
    counted = tokens.groupby(["term", "group"], observed=True).size()
    for row in (row for name in ("vocabulary", "similarity") for row in figures[name].terms):
        for term, group, n in row:
            assert counted.get((term, group), 0) == n, (term, group)


def test_composition_opens_the_characters_it_counts(frames, figures):
    from analysis.counts.line import count_han

    figure = figures["composition"]
    han = an.text_of(figure.hits, frames["texts"]).map(count_han).groupby(figure.hits["mark"]).sum()
    damaged = set(frames["damage"]["doc_id"])
    for mark, row in enumerate(figure.table.itertuples()):
        if str(row.group) not in damaged:
            assert han.get(mark, 0) == row.n_han


def test_spans_survive_packing(page, small):
    contents = contents_of(page)
    texts = dict(zip(small[0]["texts"]["doc_id"], small[0]["texts"]["text"], strict=True))
    spans, at = [], 0
    for document, count in zip(contents["documents"], contents["spans"]["counts"], strict=True):
        steps, lengths = (contents["spans"][name][at : at + count] for name in ("steps", "lengths"))
        spans += [(document["id"], a, a + n) for a, n in zip(unpack(steps), lengths, strict=True)]
        at += count
    rates = next(figure for figure in contents["figures"] if figure["name"] == "rates")
    term = next(i for i, column in enumerate(rates["columns"]) if column["name"] == "term")
    for row, packed in zip(rates["rows"], rates["hits"], strict=True):
        for number in unpack(packed):
            doc_id, start, end = spans[number]
            assert texts[doc_id][start:end] == row[term]


@pytest.mark.parametrize(
    "n", [pytest.param(1, marks=pytest.mark.slow), pytest.param(12, marks=pytest.mark.soak)]
)
def test_any_number_of_texts_has_a_page(n, tmp_path):
    folder = write_texts(tmp_path, n)
    settings = an.read_settings(folder)
    contents = contents_of(make_page(an.build_frames(folder, settings), settings))
    assert len(contents["documents"]) == n
    assert ("similarity" in {figure["name"] for figure in contents["figures"]}) == (n > 1)


@pytest.mark.slow
def test_groups_without_a_name_have_their_documents_label(small):
    """Nothing is known of these texts: every group is null, and stands by its label."""
    frames, settings = small[0], replace(small[1], by="place")
    figures = make_figures(frames, settings, make_look(frames, settings))
    assert all(figure.charts for figure in figures)


def test_what_could_not_be_used_stands_among_the_findings(small):
    rows = [
        ("corrections.csv, row 2", "there is no text 'x'", "delete the row"),
        ("a.db", "no text", "nothing to do"),
    ]
    for problems, lines in (
        (rows, ["corrections.csv, row 2: there is no text 'x': delete the row"]),
        ([], []),
    ):
        table = pd.DataFrame(problems, columns=["path", "problem", "hint"])
        frames, settings = small[0] | {"problems": table}, small[1]
        topics = list_findings(frames, settings, make_look(frames, settings))
        assert topics[-1]["title"] and topics[-1]["sentences"] == lines


def test_characters_the_font_lacks_are_reported(small):
    texts = small[0]["texts"].assign(raw_text=small[0]["texts"]["raw_text"] + "地名𠀀村。")
    assert lacking_characters({"texts": texts}) == ["𠀀"]


def test_marks_stand_out_from_white_and_words_from_cells():
    for color in (
        *PALETTE,
        *COLORS,
        *BORDER_COLORS,
        *KIND_COLORS.values(),
        *PART_COLORS.values(),
        *STRENGTH_COLORS.values(),
    ):
        assert contrast(color) >= MARK_CONTRAST, color
    for step in range(101):
        words = "#FFFFFF" if step / 100 > light_from() else "#000000"
        assert contrast(mix(step / 100), words) >= TEXT_CONTRAST


def test_words_of_the_page_stand_out():
    from importlib.resources import files

    style = (files("analysis.report") / "page.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for ground in ("#FFFFFF", named["wash"]):
        for name in ("ink", "grey", "blue"):
            assert contrast(named[name], ground) >= TEXT_CONTRAST, name
    assert contrast(named["ink"], named["mark"]) >= TEXT_CONTRAST
    for name, color, ground in re.findall(
        r"^(del|ins) \{ color: (#\w{6}); background: (#\w{6})", style, re.M
    ):
        assert contrast(color, ground) >= TEXT_CONTRAST, name


def test_a_theme_has_one_colour_everywhere(frames):
    look = make_look(frames, an.read_settings(None))
    assert theme_colors(["water", "air"], look) == theme_colors(["air", "water"], look)[::-1]
    themes = [name.removeprefix("theme:") for name in look.words if name.startswith("theme:")]
    assert len(set(theme_colors(themes, look))) == len(themes)


def test_where_groups_are_many_the_page_says_how_a_chart_is_read_then(figures):
    settings = an.read_settings(ROOT / "data" / "raw")
    spans = Spans(["wuxi"])
    for name in ("theme_rates", "rates", "themes", "voices", "actors", "similarity"):
        few = replace(figures[name], hits=None, terms=None, charts=[])
        assert not few.is_many
        told = [
            list_figures([figure], spans, settings)[0]["how"] for figure in (few, replace(few, is_many=True))
        ]
        assert len(set(told)) == 2 and not any(words.startswith("how:") for words in told)


def test_every_column_that_a_table_shows_has_a_name_in_words(figures):
    script = (ROOT / "src" / "analysis" / "report" / "tables.js").read_text(encoding="utf-8")
    hidden = set(re.findall(r"'(\w+)'", script.partition("function isKey")[0]))
    words = words_of(an.read_settings(ROOT / "data" / "raw"))
    shown = {column for figure in figures.values() for column in figure.table.columns} - hidden
    assert {column for column in shown if f"column:{column}" not in words} <= {"rank", "mark"}


def test_a_chart_of_more_marks_than_altair_likes_is_drawn(frames):
    table = an.measure_course(frames)
    many = table.loc[table.index.repeat(1 + 12000 // len(table))]
    spec = chart_spec(an.chart_course(many, make_look(frames, an.read_settings()), "theme"))
    assert len(spec["datasets"]["drawn"]) > 5000


def test_a_demand_without_a_theme_is_no_gap_in_the_course_of_its_text(frames):
    directives = frames["directives"].assign(theme=frames["directives"]["theme"].astype("str"))
    directives.loc[directives.index[0], "theme"] = None
    course = an.measure_course({**frames, "directives": directives})
    themes = course[course["layer"] == "theme"]
    assert len(themes) == len(directives) and (themes["label"] == "unthemed").sum() >= 1
