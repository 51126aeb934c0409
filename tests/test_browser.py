"""The offline page and the notebooks in a real browser: what a click opens, what a text cannot do."""

import csv
import io
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

import analysis as an
from analysis.report import write_report

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OPENING = 2.0  # seconds the page may take to open
SETTLE = 15_000  # milliseconds to wait for what must appear
HOSTILE = """<script>window.hit=1</script>市召开污染防治攻坚大会
市长张伟强调，要加强<img src=x onerror="window.hit=1">水环境治理，严格落实责任。要强化[督察](javascript:window.hit=1)整改。
市长张伟强调，要加强{{constructor.constructor('window.hit=1')()}}水环境治理，要落实$(touch hit)$责任。
</script><script>window.hit=1</script>=cmd|' /C calc'!A0要强化督察整改，确保<!--<script>水质𠀀达标。-->
要严格落实<svg onload="window.hit=1">责任。"""
LABEL = """"];window.hit=1;["<img src=x onerror=window.hit=1>"""


def browser_path():
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def browser():
    path = browser_path()
    if path is None:
        reason = f"no browser: none of {', '.join(BROWSERS)} is on PATH"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(frames, tmp_path_factory):
    return write_report(
        frames, an.read_settings(ROOT / "data" / "raw"), tmp_path_factory.mktemp("报告") / "report.html"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile")
    (home / "data" / "raw").mkdir(parents=True)
    for name in ("a", "b"):
        (home / "data" / "raw" / f"{name}.txt").write_text(HOSTILE, encoding="utf-8")
    with (home / "data" / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [
            ["doc_id", "path", "order", "label_zh", "label_en"],
            ["a", "raw/a.txt", "1", LABEL, "{{7*7}}"],
        ]
        csv.writer(file).writerows(rows)
    settings = an.read_settings(home / "data" / "raw")
    return write_report(an.build_frames(home / "data" / "raw", settings), settings, home / "report.html")


class Visit:
    """A page opened from its file with the network off, and what it asked for or complained of."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(accept_downloads=True, **options)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("console", self._listen)
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]", timeout=SETTLE)

    def _listen(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def open_table(self, figure):
        """The buttons of the rows of a figure's table, once they stand: the page draws a table after the click."""
        self.page.locator(f"#figure-{figure} summary").click()
        buttons = self.page.locator(f"#figure-{figure} tbody button.open")
        buttons.first.wait_for(timeout=SETTLE)
        return buttons

    def counted(self):
        """Hits and sentences as the panel says."""
        words = self.page.locator("#panel .count").inner_text()
        return tuple(int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", words)[:2])


def wait_until_drawn(page):
    """Until every chart is drawn: asked from outside, since the page lets no code be made within."""
    undrawn = "[...document.querySelectorAll('.chart')].filter((chart) => !chart.querySelector('svg')).length"
    for _ in range(240):
        if page.evaluate(undrawn) == 0:
            return
        page.wait_for_timeout(250)
    raise TimeoutError(f"{page.evaluate(undrawn)} charts are not drawn")


@pytest.fixture(scope="module")
def visit(browser, report):
    opened = Visit(browser, report, viewport={"width": 1400, "height": 900})
    yield opened
    opened.context.close()


@pytest.fixture
def fresh(visit):
    """The page with nothing chosen and the panel closed."""
    visit.page.keyboard.press("Escape")
    clear = visit.page.locator(".filters button")
    if clear.is_visible():
        clear.click()
    return visit


def test_nothing_is_fetched_and_nothing_is_complained_of(fresh):
    fresh.page.wait_for_selector(".chart svg", timeout=SETTLE)
    wait_until_drawn(fresh.page)
    assert {url.partition(":")[0] for url in fresh.requests} <= {"file", "data", "blob"}
    assert fresh.complaints == []


def test_the_page_opens_in_time(browser, report):
    times = []
    for _ in range(3):
        opened = Visit(browser, report)
        times.append(
            opened.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000
        )
        opened.context.close()
    assert min(times) < OPENING


def test_a_click_on_a_mark_opens_as_many_hits_as_it_counts(fresh, frames):
    shares = an.measure_themes(frames)
    chart = fresh.page.locator("#figure-themes .chart")
    chart.scroll_into_view_if_needed()
    cells = fresh.page.locator("#figure-themes .chart .mark-rect.role-mark path")
    fresh.page.wait_for_selector("#figure-themes .chart .mark-rect.role-mark path", timeout=SETTLE)
    wanted = shares.loc[shares["n"] > 0].iloc[0]
    drawn = shares[shares.groupby("theme", observed=True)["n"].transform("sum") > 0].reset_index(drop=True)
    at = int(drawn.index[(drawn["theme"] == wanted["theme"]) & (drawn["group"] == wanted["group"])][0])
    cells.nth(at).click(force=True)
    fresh.page.wait_for_selector("#panel:not([hidden])", timeout=SETTLE)
    hits, sentences = fresh.counted()
    assert hits == wanted["n"]
    assert fresh.page.locator("#panel .sentences > li").count() == sentences


@pytest.mark.parametrize(
    ("figure", "count"),
    [("themes", "n"), ("ladder", "n"), ("strength", "n"), ("voices", "n"), ("keyness", "n_token")],
)
def test_every_row_of_a_table_opens_its_hits(fresh, figure, count):
    page = fresh.page
    rows = fresh.open_table(figure)
    heads = page.locator(f"#figure-{figure} thead th").all()
    names = [head.get_attribute("data-column") for head in heads]
    for row in range(min(4, rows.count())):
        told = (
            page.locator(f"#figure-{figure} tbody tr")
            .nth(row)
            .locator("td")
            .nth(names.index(count) - 1)
            .inner_text()
        )
        rows.nth(row).click()
        assert fresh.counted()[0] == int(told.replace(",", ""))


def test_the_panel_leads_to_the_characters_of_the_raw_file(fresh, frames):
    page = fresh.page
    page.locator("#search-term").fill("督察|责任")
    page.locator(".search button").click()
    known = an.kwic(frames, ["督察", "责任"])
    assert page.locator("#search .count").inner_text().startswith(f"{len(known)} hits")
    raws = dict(zip(frames["texts"]["doc_id"], frames["texts"]["raw_text"], strict=True))
    for number in (0, 5, 20):
        row = known.iloc[number]
        page.locator(".kwic .keyword button").nth(number).click()
        line = len(re.findall(r"\r\n|\n|\r", raws[row["doc_id"]][: row["raw_start"]])) + 1
        place = page.locator("#panel .place span").first.inner_text()
        assert place == f"raw {row['raw_start']}–{row['raw_end']}, line {line}"
        assert page.locator("#panel mark").first.inner_text() == row["keyword"]


def test_keys_alone_open_and_close_the_panel(fresh):
    page = fresh.page
    summary = page.locator("#figure-strength summary")
    summary.focus()
    if not page.locator("#figure-strength table").count():
        page.keyboard.press("Enter")
    page.locator("#figure-strength tbody button.open").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel-title"
    assert page.locator("#panel .count").get_attribute("aria-live") == "polite"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.className") == "open"


def test_derived_marks_open_terms_and_these_their_sentences(fresh):
    fresh.open_table("similarity").first.click()
    button = fresh.page.locator("#panel .terms button:not([disabled])").first
    n = int(button.inner_text().rsplit(" ", 1)[1])
    button.click()
    assert fresh.counted()[0] == n


def test_filters_hold_everywhere(fresh, frames):
    page = fresh.page
    doc_id = str(frames["documents"]["doc_id"].iloc[0])
    page.locator(".filters select[name=place]").select_option(doc_id)
    page.locator(".filters select[name=level]").select_option("1")
    wanted = frames["directives"].query("doc_id == @doc_id and level == 1")
    assert (
        page.locator("#demands .count").inner_text()
        == f"{len(wanted)} of {len(frames['directives'])} demands."
    )
    with page.expect_download() as saved:
        page.locator("#demands .tools button").click()
    rows = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8-sig"))))
    assert [(row["doc_id"], int(row["start"])) for row in rows] == list(
        zip(wanted["doc_id"], wanted["start"], strict=True)
    )


def test_the_reading_view_holds_the_whole_file(fresh, frames):
    page = fresh.page
    raws = frames["texts"].set_index("doc_id")["raw_text"]
    for number, doc_id in enumerate(frames["documents"].sort_values("order")["doc_id"]):
        page.locator("#read-text").select_option(str(number))
        shown = page.evaluate(
            "[...document.querySelectorAll('.reading .raw')].map((part) => [...part.childNodes]"
            ".filter((node) => node.nodeName !== 'INS').map((node) => node.textContent).join('')).join('')"
        )
        bare = re.compile(r"[\s⏎␍␣\u3000]")
        assert bare.sub("", shown) == bare.sub("", raws[doc_id])


@pytest.mark.parametrize("width", [1400, 390])
def test_the_page_itself_never_scrolls_sideways(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.set_viewport_size({"width": 1400, "height": 900})


def test_nothing_that_came_with_a_text_acts(browser, hostile):
    opened = Visit(browser, hostile)
    page = opened.page
    page.wait_for_selector(".chart svg", timeout=SETTLE)
    wait_until_drawn(page)
    opened.open_table("themes").first.click()
    page.locator("#search-term").fill("水环境")
    page.locator(".search button").click()
    page.locator(".kwic .keyword button").first.click()
    page.locator("#panel .place button").first.click()
    assert page.evaluate("window.hit") is None
    assert opened.complaints == [] and all(url.startswith(("file:", "data:")) for url in opened.requests)
    assert page.locator("#page :is(img, script, iframe, svg[onload], a[href^='javascript'])").count() == 0
    assert "<img src=x" in page.locator("body").inner_text()
    assert page.locator(".codepoint").first.inner_text() == "U+20000"
    opened.context.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on the loopback address with a token, its own settings and nothing of the person's."""
    home, port, token = tmp_path_factory.mktemp("lab"), free_port(), secrets.token_hex(16)
    (home / "notebooks").mkdir()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":  # what is seen there later is of this run
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, home / "notebooks" / path.name)
    folders = {f"JUPYTER_{name.upper()}_DIR": str(home / name) for name in ("config", "data", "runtime")}
    own = {"ANALYSIS_HOME": str(ROOT), "ANALYSIS_OUT": str(home / "out"), "IPYTHONDIR": str(home / "ipython")}
    words = [
        "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={home}", f"--IdentityProvider.token={token}",
    ]  # fmt: skip
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, *words], env=os.environ | folders | own, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/api/status?token={token}")
            yield f"http://127.0.0.1:{port}", token
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address, seconds=60):
    for _ in range(2 * seconds):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"nobody answers at {address.partition('?')[0]}")


@pytest.mark.soak
def test_jupyterlab_lets_nobody_in_without_the_token(lab):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{lab[0]}/api/contents", timeout=5)
    assert refused.value.code == 403
    refused.value.close()


def run_all(page, lab, name):
    """Open a notebook and choose Restart Kernel and Run All Cells, as a person does."""
    # A workspace of its own: the shared one would open what an earlier test had open, in front.
    page.goto(f"{lab[0]}/lab/workspaces/{name}/tree/notebooks/{name}.ipynb?token={lab[1]}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_timeout(1500)
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text="Restart Kernel and Run All Cells").click()
    page.locator("button.jp-mod-accept").first.click()


def error_cells(page):
    return page.locator(
        ".jp-OutputArea [data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea .jp-mod-error"
    ).count()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "figure"), [("00_overview", ".jp-OutputArea img"), ("06_explore", ".jp-OutputArea svg.marks")]
)
def test_a_notebook_runs_in_jupyterlab(browser, lab, name, figure):
    context = browser.new_context(viewport={"width": 1400, "height": 1400})
    page = context.new_page()
    outside = []
    page.on("request", lambda request: outside.append(request.url))
    run_all(page, lab, name)
    page.wait_for_selector(figure, timeout=240_000)
    page.wait_for_timeout(3000)
    assert page.locator(figure).first.bounding_box()["height"] > 100
    assert error_cells(page) == 0
    assert all(url.startswith((lab[0], lab[0].replace("http", "ws"), "data:", "blob:")) for url in outside)
    if name == "06_explore":
        page.locator(".jp-OutputArea svg.marks .mark-rect.role-mark path").first.click(force=True)
        page.wait_for_selector("text=/[0-9]+ hits in [0-9]+ sentences/", timeout=SETTLE)
        assert page.locator(".jp-OutputArea mark").count() >= 1
    context.close()
