"""The pages under docs tell the truth: examples run, tables are what is computed, no measure and no file is missing."""

import doctest
import importlib.util
import inspect
import json
import pkgutil
import re

import pytest

import analysis.measures


@pytest.fixture(scope="module")
def methods(root):
    return (root / "docs" / "methods.md").read_text(encoding="utf-8")


def public_measures():
    for module in pkgutil.iter_modules(analysis.measures.__path__):
        found = importlib.import_module(f"analysis.measures.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if name.startswith("measure_") and function.__module__ == found.__name__:
                yield name


def test_every_measure_has_its_section_and_no_section_a_measure_that_is_gone(methods):
    titles = re.findall(r"^## (measure_\w+)$", methods, flags=re.M)
    assert sorted(titles) == sorted(public_measures())


def test_every_section_says_what_is_computed_shows_it_and_says_when_not(methods):
    for section in re.split(r"^## ", methods.split("\n# References")[0], flags=re.M)[1:]:
        name = section.split("\n")[0]
        assert "**Formula.**" in section and ">>> " in section and "**Not when**" in section, name


def test_the_examples_of_the_methods_run(methods, root, monkeypatch):
    monkeypatch.chdir(root)
    plain = re.sub(r"^```.*$", "", methods, flags=re.M)  # a fence would count as output
    example = doctest.DocTestParser().get_doctest(plain, {}, "methods.md", "methods.md", 0)
    report = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=report.append)
    assert len(example.examples) > 80 and runner.failures == 0, "".join(report)


def test_works_cited_in_the_methods_are_listed(methods):
    text, listed = methods.split("\n# References")
    authors = set(re.findall(r"\(([A-Z]\w+)(?:,| &| et al\.)[^()]*\d{4}", text)) | set(
        re.findall(r"([A-Z][a-z]+)(?:, [A-Z]\w+)* (?:& [A-Z]\w+ )?\(\d{4}", text)
    )
    assert authors and not [author for author in authors if author not in listed]


def test_the_table_of_nested_words_is_what_is_counted(frames, root):
    spec = importlib.util.spec_from_file_location("docs_write", root / "docs" / "write.py")
    write = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(write)
    page = (root / "docs" / "nested-words.md").read_text(encoding="utf-8")
    assert write.nested_words(frames) == page.split(write.BEGIN)[1].split(write.END)[0].strip()


def test_the_table_of_nested_words_holds_the_counts_read_off_the_texts(root):
    page = (root / "docs" / "nested-words.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line[:1] == "|"]
    cases = json.loads((root / "tests" / "cases" / "nested_terms.json").read_text(encoding="utf-8"))
    assert len(cases) >= 13 and len(rows) == len(cases) + 2
    for case in cases:
        row = next(row for row in rows if row[0] == case["term"])
        for doc_id, counts in case["counts"].items():
            assert row[rows[0].index(doc_id)] == " / ".join(map(str, counts)), (case["term"], doc_id)


def test_links_between_pages_lead_somewhere(root):
    for page in sorted((root / "docs").glob("*.md")):
        links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        assert not [link for link in links if not (page.parent / link).exists()], page.name


def test_a_citation_can_be_read(root):
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    for key in ("cff-version", "title", "authors", "version", "license", "message", "type"):
        assert re.search(rf"^{key}:", text, flags=re.M), key
    version = re.search(
        r'^version = "(.+)"$', (root / "pyproject.toml").read_text(encoding="utf-8"), flags=re.M
    )
    assert f"version: {version[1]}" in text
