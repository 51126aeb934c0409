"""Texts taken in and out of a corpus: bytes into `raw`, a row into documents.csv, nothing overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from analysis.checking import summarize
from analysis.cleaning.duplicates import compare_signatures, sign_text
from analysis.collecting import told_store
from analysis.decoding import decode
from analysis.folders import Folders
from analysis.frames import combine
from analysis.provenance import Edit
from analysis.reading import Problem, Source, list_sources
from analysis.reading.facts import EXCLUDED
from analysis.settings import Settings, theme_packs
from analysis.shields import shield
from analysis.statements import QUOTE_HINT, TableError, read_file
from analysis.store import write_bytes, write_text

COLUMNS = ("doc_id", "path", "order", "label_zh", "label_en")
STATEMENTS = ("documents.csv", "corrections.csv", "overrides.csv")
SHOWN = ("title", "place", "admin_level", "meeting_date", "publication_date", "genre", "source")
SENTENCES = 2  # shown of a text
CANDIDATES = 3  # shown of a fact that stays open
CONTEXT = 30  # characters of a piece of evidence
UNTHEMED = 0.5  # share of demands without a theme from which another pack is offered


class Newcomer(NamedTuple):
    """A text that is offered: its frames, why it is refused, what is to be known of it, its place in its file."""

    source: Source
    frames: dict[str, Any]
    refused: str
    notes: list[str]
    member: str = ""


def understand(
    paths: Iterable[Path], folders: Folders, settings: Settings
) -> tuple[list[Newcomer], list[Problem], dict[Path, list[Newcomer]]]:
    """What the suite makes of new files, before anything is written.

    Returns
    -------
    tuple
        Newcomers; problems of files that hold no text; file → its newcomers.
    """
    present, known = _present(folders, settings)
    taken = {source.doc_id.casefold() for source in present}
    contents = {source.content: source.doc_id for source in present}
    newcomers: list[Newcomer] = []
    problems: list[Problem] = []
    files: dict[Path, list[Newcomer]] = {}
    for path in paths:
        found, broken = list_sources(path, settings.limits)
        problems += broken
        for source in found:
            file, member = _file_of(path, source)
            own = replace(source, doc_id=_free(source.doc_id, taken))
            newcomer = _newcomer(own, settings, contents, known)._replace(member=member)
            contents.setdefault(own.content, own.doc_id)
            newcomers.append(newcomer)
            files.setdefault(file, []).append(newcomer)
    return newcomers, problems, files


def _present(folders: Folders, settings: Settings) -> tuple[list[Source], dict[str, dict[int, int]]]:
    """The corpus as it is: its sources, and the signatures of its texts."""
    if not folders.texts.exists():
        return [], {}
    from analysis.pipeline import build_frames

    texts = build_frames(folders.texts, settings, store=told_store(folders))["texts"]
    known = {doc_id: sign_text(text) for doc_id, text in zip(texts["doc_id"], texts["text"], strict=True)}
    return list_sources(folders.texts, settings.limits)[0], known


def _newcomer(
    source: Source, settings: Settings, contents: Mapping[Any, str], known: dict[str, dict[int, int]]
) -> Newcomer:
    from analysis.pipeline import frame_document

    frames = combine([(source.doc_id, frame_document(source, settings))])
    if source.content in contents:
        return Newcomer(source, frames, f"the same bytes as {contents[source.content]}", [])
    if not len(frames["texts"]):
        return Newcomer(source, frames, "holds no text", [])
    signature = sign_text(frames["texts"]["text"][0])
    near = {doc_id: own for doc_id, own in known.items() if not own.keys().isdisjoint(signature)}
    pairs = [
        pair for pair in compare_signatures({**near, source.doc_id: signature}) if source.doc_id in pair[:2]
    ]
    known[source.doc_id] = signature
    kinds = {"same": "the same text as", "near": "nearly the same text as", "part": "shares its text with"}
    said = [
        (
            row.kind,
            f"{kinds[row.kind]} {row.other_id if row.doc_id == source.doc_id else row.doc_id} ({row.share:.0%})",
        )
        for row in pairs
    ]
    refused = next((text for kind, text in said if kind == "same"), "")
    notes = [text for kind, text in said if kind != "same"]
    return Newcomer(source, frames, refused, notes + _pack_note(source, frames, settings))


def _pack_note(source: Source, frames: Mapping[str, Any], settings: Settings) -> list[str]:
    """Another theme pack, where this one has no theme for most of the demands."""
    from analysis.pipeline import frame_document

    share = _unthemed(frames)
    if share <= UNTHEMED:
        return []
    shares = {
        pack: _unthemed(
            combine([(source.doc_id, frame_document(source, replace(settings, theme_pack=pack)))])
        )
        for pack in theme_packs(settings)
        if pack != settings.theme_pack
    }
    best = min(shares, key=lambda pack: shares[pack], default=None)
    note = f"{share:.0%} of its demands have no theme in the pack {settings.theme_pack}"
    if best and shares[best] < share:
        note += f"; with analysis run --theme-pack {best} it is {shares[best]:.0%}"
    return [note]


def _unthemed(frames: Mapping[str, Any]) -> float:
    themes = frames["directives"]["theme"]
    return float(themes.isna().mean()) if len(themes) else 0.0


def describe(newcomer: Newcomer) -> str:
    """What was understood of a text, as lines for a terminal."""
    frames, source = newcomer.frames, newcomer.source
    lines = [f"{source.doc_id}  ({source.path})"]
    if newcomer.refused:
        return "\n".join([*lines, f"  refused: {newcomer.refused}"])
    raw = frames["texts"]["raw_text"][0]
    row = frames["documents"].iloc[0]
    evidence = frames["evidence"]
    for field in SHOWN:
        value, status = row[field], row.get(f"{field}_status")
        sure = "" if not isinstance(status, str) or status in ("stated", "absent") else f" ({status})"
        shown = value if isinstance(value, str) else "—"
        lines.append(f"  {field}: {shown}{sure}{_basis(evidence, field, value, raw)}")
    speakers = frames["turns"]["speaker"].dropna().astype(str).unique()
    lines.append(f"  speakers: {', '.join(speakers) or '—'}")
    edits = [Edit(*edit) for edit in frames["edits"][list(Edit._fields)].itertuples(index=False)]
    lines += [f"  cleaning: {rule.n_edits} × {rule.rule}: {rule.meaning}" for rule in summarize(raw, edits)]
    lines += [f"  damage: {damage.kind}: {damage.note}" for damage in frames["damage"].itertuples()]
    text = frames["texts"]["text"][0]
    spans = frames["sentences"].head(SENTENCES)
    lines += [f"  > {text[a:b].strip()}" for a, b in zip(spans["start"], spans["end"], strict=True)]
    lines.append(f"  {len(frames['sentences'])} sentences, {len(frames['directives'])} directives")
    return "\n".join([*lines, *(f"  note: {note}" for note in newcomer.notes)])


def _basis(evidence: Any, field: str, value: Any, raw: str) -> str:
    """What a fact rests on: the first piece of evidence for its value; of one not found, what it may be."""
    import pandas as pd

    own = evidence[evidence["field"] == field]
    if not isinstance(value, str):
        open_ = own.loc[own["status"] == "candidate", "value"].dropna().astype("str").unique()[:CANDIDATES]
        return f"  [may be: {', '.join(open_)}]" if len(open_) else ""
    for row in own[own["value"] == value].head(1).itertuples():
        quote = "" if pd.isna(row.raw_start) else raw[row.raw_start : row.raw_end][:CONTEXT]
        return f"  [{quote.strip() or row.note}]".replace("\n", "⏎")
    return ""


def take_in(files: Mapping[Path, Sequence[Newcomer]], folders: Folders) -> list[Path]:
    """Copy files into `raw` and write the rows of their documents; files whose texts are all refused stay out."""
    copied = []
    for file, newcomers in files.items():
        if all(newcomer.refused for newcomer in newcomers):
            continue
        content = file.read_bytes()
        target = _target(folders.texts / file.name, content)
        if not target.exists():
            write_bytes(target, content)
        copied.append(target)
        _add_rows(folders, target, [newcomer for newcomer in newcomers if not newcomer.refused])
    return copied


def _add_rows(folders: Folders, target: Path, newcomers: Sequence[Newcomer]) -> None:
    path = folders.data / "documents.csv"
    header, rows = _table(path)
    header = header or list(COLUMNS)
    order = max(
        (int(row.get("order") or 0) for row in rows if (row.get("order") or "0").isdigit()), default=0
    )
    inside = target.relative_to(folders.texts).as_posix()
    present = {row.get("doc_id") for row in rows}
    stated = {row["path"]: row for row in rows if row.get("path")}
    for newcomer in newcomers:
        own = _path_in_table(folders, "/".join(filter(None, (inside, newcomer.member))))
        if own in stated and stated[own].get(EXCLUDED):
            stated[own][EXCLUDED] = ""  # what was left out is taken back, with all that was stated of it
            continue
        if newcomer.source.doc_id in present:
            continue
        order += 1
        rows.append(
            {
                "doc_id": newcomer.source.doc_id,
                "path": own,
                "order": str(order),
                **_labels(newcomer.frames["documents"].iloc[0]),
            }
        )
    _write_table(path, header, rows)


def _labels(row: Any) -> dict[str, str]:
    """The names found, for a person to change; none where no place was found."""
    if not isinstance(row["place"], str):
        return {}
    return {name: row[name] for name in ("label_zh", "label_en") if isinstance(row[name], str)}


def take_out(doc_id: str, folders: Folders, settings: Settings) -> list[str]:
    """Move a text to `processed/removed` and delete what is said of it; what was done, line by line.

    One of several texts of a file (a row of a table, a member of an archive) stays in its file, whose bytes are nobody's
    to change: a row of documents.csv leaves it out, and what is said of it is kept for when it is taken back.

    Raises
    ------
    ValueError
        If there is no such document, or it is left out already.
    """
    sources = list_sources(folders.texts, settings.limits)[0]
    found = next((source for source in sources if source.doc_id == doc_id), None)
    if found is None and any(
        row.get("doc_id") == doc_id and row.get(EXCLUDED) for row in _table(folders.data / "documents.csv")[1]
    ):
        raise ValueError(f"{doc_id}: documents.csv leaves it out already")
    done = []
    if found is not None:
        file = folders.texts / found.path
        if not file.is_file():
            return [_leave_out(found, folders)]
        content = file.read_bytes()
        target = _target(folders.processed / "removed" / file.name, content)
        write_bytes(target, content)
        file.unlink()
        done.append(f"{found.path}: moved to {target}")
    for name in STATEMENTS:
        header, rows = _table(folders.data / name)
        kept = [row for row in rows if row.get("doc_id") != doc_id]
        if len(kept) < len(rows):
            _write_table(folders.data / name, header, kept)
            n = len(rows) - len(kept)
            done.append(f"{name}: {n} row{'s' * (n > 1)} deleted")
    if not done:
        raise ValueError(
            f"{doc_id}: there is no such document; known: {', '.join(s.doc_id for s in sources)}"
        )
    return done


def _leave_out(source: Source, folders: Folders) -> str:
    """Leave out one of several texts of a file by its row of documents.csv; what was done."""
    path = folders.data / "documents.csv"
    header, rows = _table(path)
    header = [*(header or COLUMNS), *([] if EXCLUDED in header else [EXCLUDED])]
    stated = _path_in_table(folders, source.path)
    row = next((row for row in rows if row.get("path") == stated or row.get("doc_id") == source.doc_id), None)
    if row is None:
        row = {"doc_id": source.doc_id, "path": stated}
        rows.append(row)
    row[EXCLUDED] = "removed"
    _write_table(path, header, rows)
    back = f"empty the cell {EXCLUDED} of its row, or add the file again, to take it back"
    return f"{source.path}: left out by documents.csv, since its file holds other texts too; {back}"


def _path_in_table(folders: Folders, inside: str) -> str:
    """A path below the folder of texts as documents.csv has it."""
    inside = f"./{inside}" if shield(inside) != inside else inside  # the table is opened in a spreadsheet
    return f"raw/{inside}" if folders.texts.name == "raw" else inside


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    if not path.is_file():
        return [], []
    header, rows = read_file(path)
    if cut := next((row for row in rows if row.beyond), None):  # written back, these cells would be lost
        place = f"{path.name}, row {cut.number}"
        raise TableError(place, f"{cut.beyond[0]!r} stands beyond the last column", QUOTE_HINT)
    return header, [row.cells for row in rows]


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """A table with its line ends as they were."""
    old = path.read_bytes() if path.is_file() else b""
    out = io.StringIO(newline="")
    ends = "\r\n" if "\r\n" in decode(old, is_table=True).text else "\n"
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, out.getvalue(), encoding=_encoding_after(old))


def _encoding_after(old: bytes) -> str:
    """UTF-8, with the byte-order mark by which a spreadsheet knows it where the table was a spreadsheet's."""
    try:
        return "utf-8-sig" if old.decode("utf-8").startswith("\ufeff") else "utf-8"
    except UnicodeDecodeError:
        return "utf-8-sig"


def _file_of(path: Path, source: Source) -> tuple[Path, str]:
    """The file on disk that holds a source, and the member or row of it."""
    if path.is_file():
        return path, source.path.removeprefix(path.name).lstrip("/")
    parts = PurePosixPath(source.path).parts
    n = next(n for n in range(len(parts), 0, -1) if path.joinpath(*parts[:n]).is_file())
    return path.joinpath(*parts[:n]), "/".join(parts[n:])


def _target(path: Path, content: bytes) -> Path:
    """A path that is free, or holds these very bytes: nothing is overwritten."""
    for number in range(1, 10_000):
        target = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not target.exists() or _hash(target.read_bytes()) == _hash(content):
            return target
    raise ValueError(f"{path}: too many files of this name")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _free(doc_id: str, taken: set[str]) -> str:
    """An id nobody has, made of the one wished for."""
    wished, number = doc_id, 1
    while doc_id.casefold() in taken:
        number += 1
        doc_id = f"{wished}-{number}"
    taken.add(doc_id.casefold())
    return doc_id
