"""UTF-8 that lost single bytes: what is certain is repaired through the ledger, all else is flagged, nothing is guessed."""

import json
from pathlib import Path

import pytest

from analysis.cleaning import clean_text
from analysis.provenance import restore

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "lost_bytes.json").read_text(encoding="utf-8"))
UNSHOWN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # no characters of Windows' Latin-1
HAN = range(0x4E00, 0xA000)


def checked(raw_text):
    clean = clean_text(raw_text)
    assert restore(clean.text, clean.edits) == raw_text
    return clean


def flagged(clean):
    return [clean.text[row.start : row.end] for row in clean.damage if row.kind[:2] == "un"]


def shown_as_latin(text, put="", lose=0):
    """A text in UTF-8 shown as Windows' Latin-1, and the place in the text that each character shown comes from.

    `put` stands for bytes without a character; each `lose`-th of the others is lost too.
    """
    shown, places = [], []
    for place, c in enumerate(text):
        for byte in c.encode():
            sign = put if byte in UNSHOWN else bytes([byte]).decode("cp1252")
            if not lose or len(places) % lose or byte < 0x80:
                shown.append(sign)
                places += [place] * len(sign)
            else:
                places.append(place)
                shown.append("\0")
    kept = [i for i, sign in enumerate("".join(shown)) if sign != "\0"]
    joined = "".join(shown)
    return "".join(joined[i] for i in kept), [places[i] for i in kept]


@pytest.mark.parametrize(("raw", "wanted"), CASES["repaired"])
def test_what_is_certain_is_repaired(raw, wanted):
    clean = checked(raw)
    assert clean.text == wanted and not flagged(clean)


@pytest.mark.parametrize(("raw", "left", "spans"), CASES["flagged"])
def test_what_is_not_certain_is_flagged(raw, left, spans):
    clean = checked(raw)
    assert clean.text == left and flagged(clean) == spans


@pytest.mark.parametrize("text", CASES["sound"])
def test_letters_and_signs_are_sound(text):
    clean = checked(text)
    assert clean.text == text and not clean.damage


def gold(name):
    return (HERE / "gold" / "clean" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["guichi", "liangxi", "wuxi"])
@pytest.mark.parametrize("put", ["", "\ufffd"])
def test_of_a_whole_text_much_is_repaired_nothing_wrongly_and_the_rest_is_flagged(name, put):
    text = gold(name)
    raw, places = shown_as_latin(text, put)
    clean = checked(raw)
    repairs = [edit for edit in clean.edits if "lost_bytes" in edit.rule]
    for edit in repairs:
        own = sorted(set(places[edit.raw_start : edit.raw_end]))
        assert edit.after == "".join(text[place] for place in own).strip()
    broken = sum(any(byte in UNSHOWN for byte in c.encode()) for c in text)
    assert sum(len(edit.after) for edit in repairs) > 0.3 * broken
    known = {i for row in clean.damage for i in range(row.start, row.end)}
    assert not [
        c for i, c in enumerate(clean.text) if "\x80" <= c <= "\xff" and c not in "·" and i not in known
    ]


def test_where_any_byte_may_be_lost_no_character_is_read():
    raw, _ = shown_as_latin(gold("liangxi"), lose=50)
    clean = checked(raw)
    assert not [edit for edit in clean.edits if "lost_bytes" in edit.rule]
    assert len(flagged(clean)) > 100


def test_where_the_five_bytes_are_shown_none_of_them_is_supposed_to_be_lost():
    clean = checked("工作å‘展情况。" + "提".encode().decode("latin-1") + "高质量。")
    assert clean.text == "工作å‘展情况。提高质量。" and flagged(clean) == ["å‘"]
