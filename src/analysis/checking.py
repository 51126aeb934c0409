"""What cleaning did to a file, for a person to check: by rule with examples, and raw beside clean.

Everything shown is computed from the ledger, which is what the frames `edits` and `damage` hold.
"""

from __future__ import annotations

import html as markup
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.cleaning import STEPS, Clean, clean_text
from analysis.folders import find_folders
from analysis.provenance import Edit, locate_clean
from analysis.reading import Problem, list_sources, read_text
from analysis.settings import Settings, read_settings

EXAMPLES = 3  # shown of each rule
SHOWN = 28  # characters of an example
BESIDE = 6  # characters of context on either side of a change
NARROWEST = 60  # columns of a terminal that is too narrow to tell
MEANINGS = {step.rule: step.meaning for step in STEPS} | {
    "navigation": "menus, trails, site names",
    "metadata_table": "fields of the page: dates, numbers, counters",
    "share": "share buttons",
    "qr": "QR codes and follow-us lines",
    "print": "print, close, report an error",
    "leave_site": "warnings on leaving the site",
    "login": "login and registration",
    "captcha": "proofs of being human",
    "comment": "comment boxes",
    "related": "related, previous, next, attachments",
    "credit": "editors and sign-off",
    "footer": "publisher, licence, address of the site",
    "cookie": "cookie banners",
    "shop": "shops and paywalls",
    "spam": "advertising",
    "image": "names and buttons of pictures",
    "repeated_title": "titles, teasers and paragraphs that stand there twice",
    "hard_wrap": "wrapped lines joined, lost paragraph breaks made",
    "correction": "a person's correction",
}


class RuleSummary(NamedTuple):
    """What one rule did to one text."""

    rule: str
    meaning: str
    n_edits: int
    n_removed: int
    n_added: int
    examples: tuple[str, ...]


def summarize(raw_text: str, edits: Sequence[Edit]) -> list[RuleSummary]:
    """One row per rule that changed the text, the one with most edits first.

    Examples
    --------
    >>> summarize("環(huán)境", [Edit(1, 7, "(huán)", "", "pinyin_gloss")])[0].examples
    ('環[(huán) → ]境',)
    """
    by_rule: dict[str, list[Edit]] = {}
    for edit in edits:
        by_rule.setdefault(edit.rule, []).append(edit)
    rows = [
        RuleSummary(
            rule,
            meaning_of(rule),
            len(own),
            sum(len(edit.before) for edit in own),
            sum(len(edit.after) for edit in own),
            tuple(_example(raw_text, edit) for edit in _spread(own)),
        )
        for rule, own in by_rule.items()
    ]
    return sorted(rows, key=lambda row: (-row.n_edits, row.rule))


def meaning_of(rule: str) -> str:
    """What a rule is about; of rules that worked on the same characters, each.

    Examples
    --------
    >>> meaning_of("mojibake+script")
    'the byte shift of mirror sites: ?；A → 保基础; traditional → simplified characters'
    """
    return "; ".join(MEANINGS.get(part, part) for part in rule.split("+"))


def format_summary(clean: Clean, raw_text: str, name: str) -> str:
    """The changes of one text as lines for a terminal."""
    rows = summarize(raw_text, clean.edits)
    head = f"{name}: {len(raw_text):,} characters, {len(clean.text):,} after cleaning, {len(clean.edits):,} edits"
    lines = [head]
    for row in rows:
        lines.append(
            f"  {row.rule:<20} {row.n_edits:>5} edits  -{row.n_removed:<6} +{row.n_added:<6} {row.meaning}"
        )
        lines += [f"      {example}" for example in row.examples]
    lines += [f"  damage: {count} × {kind}: {note}" for (kind, note), count in _damage(clean).items()]
    lines += [f"  a correction finds nothing any more: {find!r}" for find in clean.unused]
    return "\n".join(lines)


def format_diff(clean: Clean, raw_text: str, width: int) -> str:
    """Raw and clean side by side, line by line of the raw text; `-` a line taken out, `~` a line changed."""
    half = (max(width, NARROWEST) - 5) // 2
    lines = []
    for mark, raw, kept in _pairs(clean, raw_text):
        left, right = list(_wrapped(raw, half)), list(_wrapped(kept, half))
        for i in range(max(len(left), len(right), 1)):
            one, other = (part[i] if i < len(part) else "" for part in (left, right))
            lines.append(f"{mark if i == 0 else ' '} {_padded(one, half)} | {other}".rstrip())
    return "\n".join(lines)


def diff_html(checks: Iterable[tuple[str, str, Clean]]) -> str:
    """A page with raw beside clean for each (name, raw text, clean text); every change says its rule on hovering."""
    bodies = []
    for name, raw_text, clean in checks:
        rows = summarize(raw_text, clean.edits)
        legend = "".join(
            f"<tr><td>{markup.escape(row.rule)}</td><td>{row.n_edits}</td><td>{markup.escape(row.meaning)}</td></tr>"
            for row in rows
        )
        bodies.append(
            f"<h2>{markup.escape(name)}</h2><table class='legend'>{legend}</table><div class='pair'>"
            f"<div>{_marked_raw(raw_text, clean)}</div><div>{_marked_clean(clean)}</div></div>"
        )
    return PAGE.replace("BODY", "".join(bodies))


PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>raw and clean</title><style>
body{font-family:sans-serif;margin:1em;line-height:1.6}.pair{display:grid;grid-template-columns:1fr 1fr;gap:1em}
.pair>div{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #bbb;padding:.6em}.legend td{padding:0 .8em 0 0}
del{background:#fde0dc;color:#8a1c12;text-decoration:line-through}ins{background:#dcefdc;text-decoration:none}
mark{background:#fff1b8}</style></head><body>BODY</body></html>
"""


def check_file(
    path: Path, *, diff: bool = False, html: Path | None = None, settings: Settings | None = None
) -> int:
    """Print what cleaning changes in the documents of a file or folder; 1 if none could be read, else 0.

    Parameters
    ----------
    path
        File, folder, archive or table.
    diff
        Show raw and clean side by side too.
    html
        Where to write the comparison as a page.
    """
    settings = settings or read_settings(_statements(path))
    sources, problems = list_sources(path, settings.limits)
    checks = []
    for source in sources:
        raw = read_text(source, settings.limits)
        problems += raw.problems
        if raw.text.strip():
            own = [row for row in settings.corrections if row.doc_id == source.doc_id]
            clean = clean_text(raw.text, settings.lexicons, corrections=own, votes=raw.votes)
            checks.append((source.path, raw.text, clean))
            print(format_summary(clean, raw.text, source.path))
            if diff:
                print(format_diff(clean, raw.text, shutil.get_terminal_size((120, 40)).columns))
    for problem in problems:
        print(_line_of(problem))
    if html is not None:
        html.write_text(diff_html(checks), encoding="utf-8")
        print(f"written: {html}")
    return 0 if checks else 1


def _statements(path: Path) -> Path | None:
    """The folder whose corrections and lexicons hold for a path: its own, or the one around `raw`."""
    folder = path if path.is_dir() else path.parent
    data = find_folders(folder).data
    return data if data.is_dir() else None


def _line_of(problem: Problem) -> str:
    return f"{problem.path}: {problem.problem}: {problem.hint}"


def _spread(edits: Sequence[Edit]) -> list[Edit]:
    """A few edits from all over the text."""
    step = max(1, len(edits) // EXAMPLES)
    return list(edits[::step][:EXAMPLES])


def _example(raw_text: str, edit: Edit) -> str:
    before = raw_text[max(0, edit.raw_start - BESIDE) : edit.raw_start]
    after = raw_text[edit.raw_end : edit.raw_end + BESIDE]
    shown = f"{before}[{_short(edit.before)} → {_short(edit.after)}]{after}"
    return shown.replace("\n", "⏎").replace("\r", "␍")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN // 2]}…{text[-SHOWN // 2 :]}"


def _damage(clean: Clean) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for row in clean.damage:
        counts[row.kind, row.note] = counts.get((row.kind, row.note), 0) + 1
    return counts


def _pairs(clean: Clean, raw_text: str) -> Iterator[tuple[str, str, str]]:
    """(mark, raw line, what is left of it) for every line of the raw text."""
    position = 0
    for raw in raw_text.splitlines(keepends=True):
        start, end = locate_clean(position, position + len(raw), clean.raw_offsets)
        kept, raw_line = clean.text[start:end].strip("\n"), raw.rstrip("\r\n")
        if raw_line.strip():
            yield (" " if kept == raw_line else "~" if kept else "-"), raw_line, kept.replace("\n", "⏎")
        position += len(raw)


def _width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text
    )


def _wrapped(text: str, columns: int) -> Iterator[str]:
    line, width = "", 0
    for c in text.replace("\t", " "):
        step = _width(c)
        if width + step > columns:
            yield line
            line, width = "", 0
        line, width = line + c, width + step
    if line:
        yield line


def _padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - _width(text))


def _marked_raw(raw_text: str, clean: Clean) -> str:
    pieces: list[str] = []
    position = 0
    for edit in clean.edits:
        pieces.append(markup.escape(raw_text[position : edit.raw_start]))
        title = f"{edit.rule}: {edit.after}" if edit.after.strip() else edit.rule
        pieces.append(f"<del title='{markup.escape(title)}'>{markup.escape(edit.before)}</del>")
        position = edit.raw_end
    return "".join((*pieces, markup.escape(raw_text[position:])))


def _marked_clean(clean: Clean) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, tag, title in sorted((*_inserted(clean), *_damaged(clean))):
        if start < position:
            continue
        shown = markup.escape(clean.text[start:end])
        pieces += (
            markup.escape(clean.text[position:start]),
            f"<{tag} title='{markup.escape(title)}'>{shown}</{tag}>",
        )
        position = end
    return "".join((*pieces, markup.escape(clean.text[position:])))


def _inserted(clean: Clean) -> Iterator[tuple[int, int, str, str]]:
    """Where the clean text has what rules put in; edits are in order, so their places add up."""
    shift = 0
    for edit in clean.edits:
        start = edit.raw_start + shift
        if edit.after.strip():
            yield start, start + len(edit.after), "ins", f"{edit.rule}: {edit.before}"
        shift += len(edit.after) - len(edit.before)


def _damaged(clean: Clean) -> Iterator[tuple[int, int, str, str]]:
    for row in clean.damage:
        yield row.start, row.end, "mark", f"{row.kind}: {row.note}"
