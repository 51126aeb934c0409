"""The verb, the object and the strength of a demand."""

from __future__ import annotations

from analysis.directives.units import Unit
from analysis.language import Language

# A demand is as strong as its strongest word, except that a soft verb at its head (鼓励…) makes it soft.
_HEAD = 6  # characters from the predicate on in which a soft word counts as its verb


def verb_and_object(text: str, unit: Unit) -> tuple[str | None, str | None]:
    """The action verb and what it acts on, as printed; null where the clause has no verb of the lexicon."""
    after = unit.forms[unit.forms.index(unit.main) + 1 :]
    # 要按照清单, 压实责任: the modal clause sets the scene, and the clause after it acts.
    acting = (form for form in after if form.kind in ("action", "other"))
    form = next(acting, unit.main) if unit.main.kind == "modal" and not unit.headline else unit.main
    verb = form.verb or None
    target = text[form.head + len(form.verb) : form.end].strip("、“”,， ") or None
    return verb, target


def strength_of(text: str, unit: Unit, language: Language) -> str:
    """strong, firm, plain or soft."""
    strong, firm, soft = (language.pattern("strength", grade) for grade in ("strong", "firm", "soft"))
    if strong.search(text, unit.start, unit.end):
        return "strong"
    form = unit.main
    lead = form.start if not form.modal else form.head
    if soft.search(text, lead, min(form.head + _HEAD, form.end)):
        return "soft"
    return "firm" if firm.search(text, unit.start, unit.end) else "plain"
