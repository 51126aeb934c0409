"""Who is told to act, and who is acted on: bodies and persons named in a directive, with type and role.

The lexicon `actors` gives the head of a name with `<type>:<role>`, its usual role; `actor_modifiers` what may stand
before it (重点行业企业); `role_cues` the words around it that change the role (鼓励企业, 企业主体责任, 省委部署要求) or
show that no actor is meant (跨部门, 部门联动).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.lexicons import Entry, Matcher
from analysis.settings import Settings
from analysis.targets import Span

REACH = 18  # characters before a head in which its modifiers stand
QUOTED = re.compile(r"[“\"‘][^“”\"‘’,，。;；]{1,8}[”\"’]$")
REDACTED = re.compile(r"[*＊×]{2,}$")
STAFF = re.compile(r"^(?:及|和|及其)(?:相关|有关)(?:责任)?人员")
# A works or plant as an enterprise; waterworks, treatment and power plants are what is built, not who acts.
WORKS = re.compile(r"(?<=[的、,，对将*])[㐀-鿿]{1,3}厂(?!房|区|界|矿|家)")
NOT_WORKS = re.compile(r"(?:水|处理|电|焚烧|处置)厂$")
TRADE = re.compile(r"(?<=涉)[㐀-鿿]{2,4}行业")
# 省委、政府,市委、市政府 and 中央和省、市 are one actor.
CHAIN = re.compile(
    r"(?:党中央、国务院|党中央|国务院|中央|自治区党委|[省市区县州]委|(?<=委[、,，])?(?:省|市|区|县|州|自治区)?(?:人民)?政府|[省市区县州](?=[、,，和及]|决策|部署|工作|要求|的))"
    r"(?:(?:、|,|，|和|及|以及)?(?:党中央、国务院|党中央|国务院|中央|自治区党委|[省市区县州]委|(?:省|市|区|县|州|自治区)?(?:人民)?政府(?!部门)|[省市区县州](?=[、,，和及]|决策|部署|工作|要求|的)))+"
)
OWN_UNIT = "省市区县州镇乡"  # 我区企业 are the firms of a district, not firms called 区企业


class Actor(NamedTuple):
    """A body or person named in a directive."""

    start: int
    end: int
    type: str
    role: str
    directive_index: int | None = None


class RoleCues(NamedTuple):
    """Words around an actor by side, each with the role it gives."""

    before: dict[str, str]
    after: dict[str, str]
    longest: int


def find_actors(text: str, directives: Sequence[Span], settings: Settings) -> list[Actor]:
    """The actors named in the directives of a clean text, in order.

    Parameters
    ----------
    text
        Clean text.
    directives
        Directives with start and end, in order.
    settings
        Its lexicons `actors`, `actor_modifiers` and `role_cues` are used.

    Examples
    --------
    >>> from analysis.settings import Settings
    >>> class Demand(NamedTuple):
    ...     start: int
    ...     end: int
    >>> text = "各部门要鼓励民营企业参与"
    >>> [(text[a.start:a.end], a.type, a.role) for a in find_actors(text, [Demand(0, 12)], Settings())]
    [('各部门', 'department', 'responsible'), ('民营企业', 'enterprise', 'partner')]
    """
    rows, modifiers = settings.terms("actors"), _modifiers(settings.terms("actor_modifiers"))
    cues = _role_cues(settings.terms("role_cues"))
    starts = [directive.start for directive in directives]
    found: list[Actor] = []
    for start, end, kind, usual in _heads(text, rows):
        at = bisect_right(starts, start) - 1
        if at < 0 or end > directives[at].end or (found and start < found[-1].end):
            continue
        first, last = _extend(text, start, end, limit=directives[at].start, modifiers=modifiers)
        while found and first <= found[-1].start:  # 基层 was read as an actor before 基层队伍 was seen
            found.pop()
        first = max(first, found[-1].end) if found else first
        role = _role(text, first, last, usual=usual, cues=cues)
        if role != "none":
            found.append(Actor(first, last, kind, role, at))
    return [actor for actor in _join_lists(text, found) if actor.role != "place"]


@lru_cache(maxsize=8)
def _matcher(rows: tuple[Entry, ...]) -> tuple[Matcher, dict[str, str]]:
    return Matcher(row.term for row in rows), {row.term: row.category for row in rows}


@lru_cache(maxsize=8)
def _modifiers(rows: tuple[Entry, ...]) -> re.Pattern[str]:
    terms = sorted((re.escape(row.term) for row in rows), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(terms) or '(?!)'})+$")


@lru_cache(maxsize=8)
def _role_cues(rows: tuple[Entry, ...]) -> RoleCues:
    sides: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    for row in rows:
        side, _, role = row.category.partition(":")
        sides[side][row.term] = role
    return RoleCues(sides["before"], sides["after"], max((len(row.term) for row in rows), default=0))


def _heads(text: str, rows: tuple[Entry, ...]) -> Iterator[tuple[int, int, str, str]]:
    """Heads of names in order, those of lists of authorities first: start, end, type, usual role."""
    matcher, categories = _matcher(rows)
    heads = []
    for match in CHAIN.finditer(text):
        kind = "party_government" if re.search(r"党中央|委", match[0]) else "government"
        heads.append((match.start(), -match.end(), kind, "authority"))
    heads += [(match.start(), -match.end(), "enterprise", "regulated") for match in TRADE.finditer(text)]
    heads += [
        (match.start(), -match.end(), "enterprise", "regulated")
        for match in WORKS.finditer(text)
        if not NOT_WORKS.search(match[0])
    ]
    for start, end, term in matcher.find(text):
        kind, _, role = categories[term].partition(":")
        if kind != "skip":
            heads.append((start, -end, kind, role))
    return ((start, -end, kind, role) for start, end, kind, role in sorted(heads))


def _extend(text: str, start: int, end: int, *, limit: int, modifiers: re.Pattern[str]) -> tuple[int, int]:
    """The name with its modifiers, a quotation or redaction before it, and 及相关人员 after it."""
    before = text[max(limit, start - REACH) : start]
    if match := modifiers.search(before):
        own = match[0][0] in OWN_UNIT and before[: match.start()].endswith(("我", "全", "本"))
        start -= len(match[0]) - own
        before = before[: match.start() + own]
    if match := QUOTED.search(before) or REDACTED.search(before):
        start -= len(match[0])
    if match := STAFF.match(text[end : end + 10]):
        end += len(match[0])
    return start, end


def _role(text: str, start: int, end: int, *, usual: str, cues: RoleCues) -> str:
    """The role by what stands right after the name, then right before it, else the usual one."""
    for size in range(cues.longest, 0, -1):
        role = cues.after.get(text[end : end + size])
        if role and (role == "authority") == (usual == "authority") and _may_be(role, usual):
            return role
    for size in range(cues.longest, 0, -1):
        role = cues.before.get(text[max(0, start - size) : start])
        if role and _may_be(role, usual):
            return role
    return "responsible" if usual == "place" and text[start] == "各" else usual


def _may_be(role: str, usual: str) -> bool:
    """People alone are benefited; the public is not told to act, only asked to join in; an authority stays one."""
    fitting = {
        "beneficiary": ("beneficiary", "partner"),
        "responsible": ("responsible", "regulated", "place"),
        "regulated": ("responsible", "regulated"),
        "authority": ("authority",),
    }
    return role == "none" or usual in fitting.get(
        role, ("partner", "beneficiary", "regulated", "responsible")
    )


def _join_lists(text: str, actors: list[Actor]) -> list[Actor]:
    """镇(街道)、开发区、工业园区 is one actor: governments joined by 、 in one directive."""
    joined: list[Actor] = []
    for actor in actors:
        last = joined[-1] if joined else None
        if (
            last
            and last.type == actor.type == "government"
            and last.directive_index == actor.directive_index
            and text[last.end : actor.start] == "、"
        ):
            roles = {last.role, actor.role} - {"place"}
            role = "responsible" if "responsible" in roles else min(roles, default="regulated")
            joined[-1] = last._replace(end=actor.end, role=role)
        else:
            joined.append(actor)
    return joined
