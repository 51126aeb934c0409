"""The offline page: one file, no network, every mark opens its sentences.

The page is plain HTML, CSS and JavaScript, kept in files beside this one; charts are Vega-Lite, whose scripts come from
`vl-convert` and are written into the page. What comes from a text reaches the page as JSON and is shown as text, never
as markup; the page's own policy (Content-Security-Policy) lets nothing run but these scripts and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from analysis.report.contents import (
    Spans,
    labels_of,
    lacking_characters,
    list_demands,
    list_documents,
    list_figures,
    list_term_hits,
    name_choices,
    to_json,
    words_of,
)
from analysis.report.figures import make_figures
from analysis.report.findings import list_findings
from analysis.report.font import subset_font
from analysis.settings import Settings
from analysis.store import write_text

# In this order: each file stands on those before it.
SCRIPTS = (
    "texts.js", "dom.js", "filters.js", "export.js", "tables.js", "panel.js", "charts.js", "demands.js", "search.js",
    "reading.js", "page.js",
)  # fmt: skip
# Vega writes some looks as style attributes; an attribute can fetch nothing here, since nothing may be fetched.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; style-src-attr 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def write_report(frames: Mapping[str, Any], settings: Settings, path: Path) -> Path:
    """Write the page.

    Parameters
    ----------
    frames
        Frames of the corpus.
    settings
        Grouping, scope, theme pack and language of labels.
    path
        Where to.

    Returns
    -------
    Path
        The file written.
    """
    write_text(Path(path), make_page(frames, settings))
    return Path(path)


def make_page(frames: Mapping[str, Any], settings: Settings) -> str:
    """The page as HTML."""
    from analysis.plots.style import make_look

    look = make_look(frames, settings)
    contents = collect(frames, settings, look)
    data = to_json(contents)
    style = _file("page.css").replace("FONT_DATA", subset_font(data + "".join(map(_file, SCRIPTS))))
    script = "(function () {\n'use strict';\n" + "\n".join(map(_file, SCRIPTS)) + "\n})();\n"
    policy = POLICY.format(scripts=f"{_hash(charts_script())} {_hash(script)}", styles=_hash(style))
    return Template(_file("page.html")).substitute(
        language="zh-Hans" if settings.labels == "zh" else "en",
        policy=html.escape(policy, quote=False),
        title=html.escape(contents["words"]["page:title"]),
        noscript=html.escape(contents["words"]["page:noscript"]),
        style=style,
        data=data,
        charts=charts_script(),
        script=script,
    )


def collect(frames: Mapping[str, Any], settings: Settings, look: Any) -> dict[str, Any]:
    """Everything the page knows."""
    documents = list_documents(frames, look)
    doc_ids = [document["id"] for document in documents]
    figures = make_figures(frames, settings, look)
    spans = Spans(doc_ids)
    listed = list_figures(figures, spans, settings)
    term_hits = list_term_hits(frames, figures, spans, settings)
    for figure in listed:  # once every span is known
        figure["hits"] = figure["hits"] and [spans.pack_list(numbers) for numbers in figure["hits"]]
    for groups in term_hits.values():
        groups.update({group: spans.pack_list(numbers) for group, numbers in groups.items()})
    themes = {name.removeprefix("theme:"): look.say(name) for name in look.words if name.startswith("theme:")}
    strengths = {n.removeprefix("strength:"): look.say(n) for n in look.words if n.startswith("strength:")}
    kinds = {name.removeprefix("kind:"): look.say(name) for name in look.words if name.startswith("kind:")}
    rules = {name.removeprefix("rule:"): look.say(name) for name in look.words if name.startswith("rule:")}
    return {
        "words": words_of(settings),
        "findings": list_findings(frames, settings, look),
        "documents": documents,
        "demands": list_demands(frames, doc_ids),
        "figures": listed,
        "spans": spans.pack(),
        "termHits": term_hits,
        "labels": labels_of(figures, look),
        "names": {"theme": themes, "strength": strengths, "kind": kinds, "rule": rules},
        "lacking": lacking_characters(frames),
        "chosen": name_choices(settings, look),
    }


@cache
def charts_script() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, with nothing in it that would end its element."""
    import vl_convert

    return (
        vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
        .replace("</script", "<\\/script")
        .replace("<!--", "<\\!--")
    )


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
