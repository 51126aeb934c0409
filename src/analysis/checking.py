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

from analysis.assembly import unused_corrections
from analysis.cleaning import STEPS, Clean, clean_text
from analysis.folders import find_folders
from analysis.provenance import Edit, locate_clean
from analysis.reading import Problem, list_sources, read_text
from analysis.settings import Settings, read_settings
from analysis.store import write_text

EXAMPLES = 3  # shown of each rule
SHOWN = 28  # characters of an example
BESIDE = 6  # characters of context on either side of a change
NARROWEST = 60  # columns of a terminal that is too narrow to tell
# Controls as their pictures, and marks of direction, which reorder a line, as a blank box; a line feed is kept.
CONTROLS = {c: 0x2400 + c for c in range(32) if c != 10} | dict.fromkeys(
    (*range(127, 160), *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0x25AF
)
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
    head = f"{name}: {len(raw_text):,} characters, {len(clean.text):,} after cleaning, {_count(len(clean.edits))}"
    lines = [head]
    for row in rows:
        lines.append(
            f"  {row.rule:<20} {_count(row.n_edits):>11}  -{row.n_removed:<6} +{row.n_added:<6} {row.meaning}"
        )
        lines += [f"      {example}" for example in row.examples]
    lines += [f"  damage: {count} × {kind}: {note}" for (kind, note), count in _damage(clean).items()]
    return visible("\n".join(lines))


def _count(n: int) -> str:
    return "1 edit" if n == 1 else f"{n:,} edits"


def visible(text: str) -> str:
    """A text whose control characters are shown, so that none of them acts on a terminal.

    Examples
    --------
    >>> visible("a\x1b[2Jb")
    'a␛[2Jb'
    """
    return text.translate(CONTROLS)


def format_diff(clean: Clean, raw_text: str, width: int) -> str:
    """Raw and clean side by side, line by line of the raw text; `-` a line taken out, `~` a line changed."""
    half = (max(width, NARROWEST) - 5) // 2
    lines = []
    for mark, raw, kept in _pairs(clean, raw_text):
        left, right = list(_wrapped(raw, half)), list(_wrapped(kept, half))
        for i in range(max(len(left), len(right), 1)):
            one, other = (part[i] if i < len(part) else "" for part in (left, right))
            lines.append(f"{mark if i == 0 else ' '} {_padded(one, half)} | {other}".rstrip())
    return visible("\n".join(lines))


def diff_html(checks: Iterable[tuple[str, str, Clean]]) -> str:
    """A page with raw beside clean, line by line, for each (name, raw text, clean text).

    Every change says its rule on hovering; nothing of a text can act in the page.
    """
    bodies = []
    for name, raw_text, clean in checks:
        legend = "".join(
            f"<tr><td>{markup.escape(row.rule)}</td><td>{row.n_edits}</td><td>{markup.escape(row.meaning)}</td></tr>"
            for row in summarize(raw_text, clean.edits)
        )
        rows = "".join(
            f"<tr><td>{raw}</td><td>{kept}</td></tr>" for raw, kept in _marked_lines(clean, raw_text)
        )
        bodies.append(
            f"<h2>{markup.escape(name)}</h2><table class='legend'>{legend}</table>"
            f"<table class='pair'><tr><th>raw</th><th>clean</th></tr>{rows}</table>"
        )
    return PAGE.replace("BODY", KEY + "".join(bodies))


PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>raw and clean</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>
body{font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;
margin:1em auto;padding:0 1em;max-width:80em;line-height:1.6;color:#222}
table{border-collapse:collapse}.legend td{padding:0 .8em 0 0;color:#555}.legend td:nth-child(2){text-align:right}
.pair{width:100%;table-layout:fixed;margin-top:1em}.pair td,.pair th{width:50%;vertical-align:top;text-align:left;
padding:.3em .6em;border:1px solid #ddd;white-space:pre-wrap;overflow-wrap:anywhere}.pair th{background:#f5f5f5}
del{background:#fde0dc;color:#8a1c12;text-decoration:line-through}del.changed{background:#fbeccb;color:inherit;
text-decoration:none}ins{background:#dcefdc;text-decoration:none}mark{background:#fff1b8;outline:1px solid #c90}
</style></head><body>BODY</body></html>
"""
KEY = (
    "<p><del>taken out</del> <del class='changed'>changed</del> <ins>put in</ins> "
    "<mark>damaged or redacted</mark>; the rule appears on hovering.</p>"
)


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
            problems += unused_corrections(source.doc_id, settings, clean)
            checks.append((source.path, raw.text, clean))
            print(format_summary(clean, raw.text, source.path))
            if diff:
                print(format_diff(clean, raw.text, shutil.get_terminal_size((120, 40)).columns))
    for problem in problems:
        print(_line_of(problem))
    if html is not None:
        write_text(html, diff_html(checks))
        print(f"written: {html}")
    return 0 if checks else 1


def _statements(path: Path) -> Path | None:
    """The folder whose corrections and lexicons hold for a path: its own, or the one around `raw`."""
    folder = path if path.is_dir() else path.parent
    data = find_folders(folder).data
    return data if data.is_dir() else None


def _line_of(problem: Problem) -> str:
    return visible(f"{problem.path}: {problem.problem}: {problem.hint}").replace("\n", "⏎")


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


def _marked_lines(clean: Clean, raw_text: str) -> Iterator[tuple[str, str]]:
    """Each raw line with its changes marked, and what stands for it in the clean text."""
    taken = [(e.raw_start, e.raw_end, _tag_of(e), _title_of(e)) for e in clean.edits if e.before]
    put = sorted((*_inserted(clean), *_damaged(clean)))
    position = at = put_at = 0
    for raw in raw_text.splitlines(keepends=True):
        stop = position + len(raw)
        start, end = locate_clean(position, stop, clean.raw_offsets)
        marked, at = _marked(raw_text, (position, position + len(raw.rstrip("\r\n"))), taken, at)
        kept, put_at = _marked(
            clean.text, (start, start + len(clean.text[start:end].rstrip("\n"))), put, put_at
        )
        yield marked, kept
        position = stop


def _tag_of(edit: Edit) -> str:
    return "del class='changed'" if edit.after.strip() else "del"


def _title_of(edit: Edit) -> str:
    return f"{edit.rule}: {edit.after}" if edit.after.strip() else edit.rule


def _marked(
    text: str, span: tuple[int, int], marks: Sequence[tuple[int, int, str, str]], at: int
) -> tuple[str, int]:
    """A span of a text with marks from the one at `at` on, cut at its ends; and the first mark that goes beyond it."""
    position, stop = span
    pieces: list[str] = []
    while at < len(marks) and marks[at][0] < stop:
        start, end, tag, title = marks[at]
        low, high = max(start, position), min(end, stop)
        if low < high:
            shown = (
                f"<{tag} title='{markup.escape(title)}'>{markup.escape(text[low:high])}</{tag.split()[0]}>"
            )
            pieces += (markup.escape(text[position:low]), shown)
            position = high
        if end > stop:
            break
        at += 1
    return "".join((*pieces, markup.escape(text[position:stop]))), at


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
