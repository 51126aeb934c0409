"""Groups, scopes and packs as they are chosen: every choice that is offered draws, and says where it leaves texts out."""

import pytest

import analysis as an
from analysis.cli import as_typed, program
from analysis.counts import scope_spans
from analysis.plots.heat import percent
from analysis.plots.layout import notes_of
from analysis.plots.style import make_look
from analysis.running import _unfit

NOTICE = "关于做好某项工作的通知\n各有关单位：\n现将有关事项通知如下。附件请自行下载。特此通知。\n"


@pytest.fixture(scope="module")
def notices(tmp_path_factory):
    """Three texts in which nobody speaks."""
    folder = tmp_path_factory.mktemp("notices")
    for number in range(3):
        (folder / f"notice{number}.txt").write_text(NOTICE + f"第{number}号。\n", "utf-8")
    return an.build_frames(folder, store=False)


@pytest.mark.parametrize("by", ["speaker", "kind", "year", "meeting_date", "place"])
def test_a_look_knows_the_groups_of_every_column_offered(frames, root, by):
    settings = an.read_settings(root / "data" / "raw", by=by)
    look = make_look(frames, settings)
    assert set(look.groups) >= set(scope_spans(frames, by=by)["group"].astype("str"))
    if by == "kind":
        assert look.name("directives") != "directives"
    if by == "year":
        known = [group for group in look.groups if group.isdigit()]
        assert known == sorted(known)
        assert list(look.groups[: len(known)]) == known


def test_groups_of_several_texts_stand_in_order_of_time(frames, root):
    documents = frames["documents"].assign(year=[2024, 2021, 2023, 2022, None])
    settings = an.read_settings(root / "data" / "raw", by="year")
    groups = make_look({**frames, "documents": documents.astype({"year": "Int64"})}, settings).groups
    assert groups[:4] == ("2021", "2022", "2023", "2024") and len(groups) == 5


def test_texts_in_which_nobody_speaks_still_give_every_figure(notices):
    settings = an.read_settings()
    look = make_look(notices, settings)
    shares = an.measure_themes(notices)
    assert shares.empty
    an.plot_themes(shares, look)
    an.chart_matrix(shares, look).to_dict()
    for figure in (
        an.plot_keyness(an.measure_keyness(notices), look),
        an.plot_similarity(an.measure_similarity(notices), look),
    ):
        said = [words.get_text() for words in figure.axes[0].texts]
        assert "不足两组" not in "".join(said) and notes_of(figure)


def test_a_run_names_the_scope_that_counts_what_this_one_leaves_out(notices):
    assert any("--scope body" in line for line in _unfit(notices, an.read_settings()))
    assert not _unfit(notices, an.read_settings(scope="body"))


def test_a_run_names_the_packs_where_most_demands_have_no_theme(frames, root):
    settings = an.read_settings(root / "data" / "raw")
    assert not _unfit(frames, settings)
    bare = {**frames, "directives": frames["directives"].assign(theme=None)}
    assert any("--theme-pack" in line and "general" in line for line in _unfit(bare, settings))


def test_little_is_not_nothing():
    assert [percent(share, share > 0) for share in (0.0, 0.001, 0.005, 0.006)] == ["·", "<1%", "<1%", "1%"]


def test_thousands_of_marks_can_be_opened(frames, root):
    settings = an.read_settings(root / "data" / "raw")
    look = make_look(frames, settings)
    table = an.measure_positions(frames, ["的", "和", "要"], scope="body")
    many = table.loc[table.index.repeat(5001 // max(len(table), 1) + 1)].reset_index(drop=True)
    assert len(many) > 5000
    marked = many.assign(mark=range(len(many)))
    an.open_on_click(an.chart_positions(many, look), marked[["mark", "doc_id", "start", "end"]], frames)


@pytest.mark.parametrize(("home", "said"), [("", "analysis"), ("somewhere", "python3 run.py")])
def test_the_next_command_is_said_as_this_one_was(monkeypatch, home, said):
    monkeypatch.delenv("ANALYSIS_HOME", raising=False)
    if home:
        monkeypatch.setenv("ANALYSIS_HOME", home)
    assert program() == said
    assert as_typed("older than text a (changed): analysis run") == f"older than text a (changed): {said} run"
