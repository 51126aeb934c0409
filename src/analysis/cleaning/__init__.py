"""Raw text → clean text, its map back, and the edits made: a visible list of named steps.

Examples
--------
>>> clean = clean_text("首页 > 要闻\\n會議強調,要保護生態(tài)環(huán)境。\\n【打印本页】")
>>> clean.text, [(edit.before, edit.rule) for edit in clean.edits if edit.rule != "script"][:2]
('会议强调,要保护生态环境。', [('首页 > 要闻', 'navigation'), ('\\n', 'whitespace')])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from analysis.cleaning.characters import (
    narrow_letters,
    remove_hidden,
    remove_invisible,
    replace_radicals,
    unify_blanks,
    unify_line_ends,
)
from analysis.cleaning.corrections import Correction, apply_corrections
from analysis.cleaning.damage import Damage, find_damage
from analysis.cleaning.encodings import undo_gbk, undo_latin, undo_latin_gbk
from analysis.cleaning.furniture import remove_furniture
from analysis.cleaning.glosses import remove_glosses
from analysis.cleaning.lost import restore_lost
from analysis.cleaning.markup import remove_code, remove_markdown, remove_markup, remove_noise
from analysis.cleaning.page import Page
from analysis.cleaning.punctuation import merge_doubled
from analysis.cleaning.rules import default_rules, make_rules
from analysis.cleaning.script import simplify
from analysis.cleaning.shift import unshift
from analysis.cleaning.wraps import settle_blanks
from analysis.cleaning.wraps.inline import join_inline
from analysis.lexicons import Lexicons
from analysis.provenance import Draft, Edit, Replacement, Vote


class Step(NamedTuple):
    """A named repair; `run` gives replacements, or the whole text where characters are changed one to one.

    `brings` says that it may put in characters that the text did not have, for which later steps look.
    """

    rule: str
    run: Callable[[Page], Iterable[Replacement] | str]
    meaning: str
    brings: bool = False


# In this order: first what hides characters, then what damages words, then what is no text at all.
STEPS = (
    Step("anti_copy", remove_hidden, "text that the page has but does not show"),
    Step("utf8_as_latin1", undo_latin, "UTF-8 read as Latin-1: ç”Ÿ for 生", brings=True),
    Step("lost_bytes", restore_lost, "UTF-8 read as Latin-1, a byte lost: ä¸ for 不", brings=True),
    Step("utf8_as_gbk", undo_gbk, "UTF-8 read as GBK: 鐢熸€ for 生态", brings=True),
    Step("gbk_as_latin1", undo_latin_gbk, "GBK read as Latin-1: »·¾³ for 环境", brings=True),
    Step("line_ends", unify_line_ends, "every kind of line end → line feed"),
    Step("invisible", remove_invisible, "zero-width, bidirectional and control characters"),
    Step("blanks", unify_blanks, "no-break and wide blanks → blank"),
    Step("markup", remove_markup, "tags and entities: <p> &nbsp;", brings=True),
    Step("inline_break", join_inline, "a line end round a link or note in a sentence: 所作的⏎报告⏎。"),
    Step("anti_copy", remove_noise, "random characters between sentences"),
    Step("code", remove_code, "style sheets, scripts and records copied with the text"),
    Step("markdown", remove_markdown, "marks of Markdown: headings, pictures, links"),
    Step("invisible", remove_invisible, "zero-width, bidirectional and control characters"),
    Step("blanks", unify_blanks, "no-break and wide blanks → blank"),
    Step("radicals", replace_radicals, "radicals that stand for characters: ⺠ → 民"),
    Step("mojibake", unshift, "the byte shift of mirror sites: ?；A → 保基础", brings=True),
    Step("pinyin_gloss", remove_glosses, "readings in brackets: 環(huán)境"),
    Step("width", narrow_letters, "full-width letters and digits: ２０２３ → 2023"),
    Step("doubled_punctuation", merge_doubled, "marks that stand twice: ,、"),
    Step("script", simplify, "traditional → simplified characters"),
    Step("furniture", remove_furniture, "what a site puts round a text, each kind by its name"),
    Step("whitespace", settle_blanks, "blanks and line ends; hard wraps joined"),
)


class Clean(NamedTuple):
    """A clean text, where each of its characters comes from, and what was done.

    `raw_offsets` has one raw offset for each character and one for the end; `unused` lists what corrections
    looked for and did not find.
    """

    text: str
    raw_offsets: np.ndarray
    edits: list[Edit]
    damage: list[Damage]
    script: str
    is_redacted: bool
    is_truncated: bool
    unused: list[str]


def clean_text(
    raw_text: str,
    lexicons: Lexicons | None = None,
    *,
    corrections: Iterable[Correction] = (),
    votes: Sequence[Vote] = (),
) -> Clean:
    """Repair a text and take the page's furniture out; every change is kept in the ledger.

    Parameters
    ----------
    raw_text
        The whole document, as a plain converter gives it.
    lexicons
        Name → rows; `furniture` and `script` are used. Without them the default lexicons.
    corrections
        This document's manual repairs, applied last.
    votes
        What the markup says of stretches of the raw text, in order.

    Raises
    ------
    ValueError
        Never for a text; if a step's replacements overlap, which is a fault of the step.
    """
    page = Page(
        Draft(raw_text), make_rules(lexicons) if lexicons is not None else default_rules(), tuple(votes)
    )
    for step in STEPS:
        result, before = step.run(page), page.text
        if isinstance(result, str):
            page.draft.substitute(step.rule, result)
        else:
            page.draft.replace(step.rule, result)
        if step.brings and page.text is not before:
            page.forget_characters()
    unused = apply_corrections(page, corrections)
    damage = find_damage(page)
    kinds = {row.kind for row in damage}
    return Clean(
        page.text,
        page.draft.raw_offsets,
        page.draft.edits(),
        damage,
        page.script,
        "redaction" in kinds,
        "truncation" in kinds,
        unused,
    )
