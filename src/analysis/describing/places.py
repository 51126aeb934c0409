"""The document's own place: the best named place of the level the text speaks from.

Neither the first place name nor the most frequent one decides: a site, a newspaper and a visitor's home are named too.
A name that several places bear stays open with its candidates, unless what lies around it is named as well. A text
whose places were blotted out stays anonymous.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from analysis.describing.evidence import Evidence
from analysis.describing.labels import Labelled
from analysis.describing.levels import UNITS, Cue, find_level_cues, own_unit
from analysis.describing.naming import Named, name_places, name_site
from analysis.describing.page import Page
from analysis.describing.towns import find_town
from analysis.gazetteer import Gazetteer, Mention, Place, contains, narrow

# Levels of places that call themselves 全市, 全区, 全县 …: a county-level city and Shanghai say 全市, Guangxi says 全区.
SPEAKS_AS = {
    "province": ("province",),
    "city": ("city", "province", "county"),
    "district": ("district", "province"),
    "county": ("county",),
    "town": ("district", "county"),
}
ENDINGS = ("市", "州", "盟", "地区", "区", "县", "旗", "省")  # units that a place's own name ends in
MOST_COUNTED = 6.0  # points one kind of naming may bring a place in all, so that a repeated name is no proof
WORTH, MARGIN = 1.0, 1.25  # points a place needs, and times those of the next
INSIDE_ENOUGH = 2  # districts of one city that stand for the city itself where no other is named
OWN_NOTES = (
    "people's congress",
    "site owner",
    "host",
    "publisher",
    "leader",
    "signature",
)  # enough for a text that names no level
REDACTED = re.compile(r"(?:[*＊×✕□■○〇X]{2}|某)(?=[省市区县镇乡州旗村局])")
REDACTED_ENOUGH = 2
MOST_CUES = 6  # rows of evidence for the level
ZONES = ("开发区", "高新区", "经开区", "新区")
# A development zone bears the name of the place it lies in: 西安高新区, 常熟经济技术开发区.
ZONE = re.compile(
    r"(?:国家级?|省级)?(?:高新技术产业|高新技术|高新|经济技术|经济)?(?:开发区|高新区|经开区|新区)(?!域|别)"
)
ZONE_ACTS = re.compile(r"(?:[(（][^()（）]{2,6}[)）])?(?:党工委|管委会|召开|举行|组织)")
ZONE_LEVELS = ("city", "county", "district")  # of a name that several bear, the city is the one with a zone


ZONE_OWNERS = ("site owner", "publisher", "signature")  # enough for a zone that does not say whose it is


class PlaceFinding(NamedTuple):
    """Place columns of a document, the candidates of an open name, and the evidence."""

    place: str | None = None
    province: str | None = None
    city: str | None = None
    district: str | None = None
    admin_level: str | None = None
    name: str | None = None
    english: str = ""
    evidence: tuple[Evidence, ...] = ()


def find_place(
    page: Page, labels: Sequence[Labelled], gazetteer: Gazetteer, *, site: str = ""
) -> PlaceFinding:
    """The document's own place and its level, with evidence; `site` is the site's name where the page does not show it."""
    cues = find_level_cues(page)
    unit = own_unit(cues)
    level = UNITS[unit] if unit else None
    found = PlaceFinding(admin_level=level)
    if level != "country" and not is_anonymised(page.text):
        found = _find_named(page, labels, gazetteer, site=site, unit=unit)
    return found._replace(
        evidence=(*found.evidence, *_level_evidence(page, cues, unit, level=found.admin_level))
    )


def _find_named(
    page: Page, labels: Sequence[Labelled], gazetteer: Gazetteer, *, site: str, unit: str | None
) -> PlaceFinding:
    """The best named place of the level of a unit."""
    level = UNITS[unit] if unit else None
    if unit in (*ZONES, "区") and (found := _in_zone(page, gazetteer, is_told=unit in ZONES)):
        return found
    named = [*name_places(page, labels, gazetteer), *name_site(site, gazetteer)]
    points = _add_up(named if level else [item for item in named if item.note in OWN_NOTES])
    bearers = _bearers(points, unit, level)
    if not bearers and unit in ZONES and (found := _of_owner(page, named, unit)):
        return found
    if not bearers:
        around = _around(points, level)
        return _columns(around, (), level, is_own=False)._replace(
            evidence=tuple(_evidence(page, named, around, status="supports"))
        )
    found = _columns(bearers[0] if len(bearers) == 1 else None, bearers, level, is_own=True)
    if level == "town":
        found = _in_town(page, found, gazetteer.find(page.text))
    rows = _bearer_evidence(page, named, bearers)
    if len(bearers) == 1 and found.place is None:  # where a town lies that has no name itself
        rows = [row._replace(status="supports") if row.status == "chosen" else row for row in rows]
    return found._replace(evidence=tuple(rows))


def is_anonymised(text: str) -> bool:
    """Whether names of places were blotted out: **市, ××县, 某区.

    Examples
    --------
    >>> is_anonymised("**省委、**市委"), is_anonymised("绍兴市委")
    (True, False)
    """
    return len(REDACTED.findall(text)) >= REDACTED_ENOUGH


def _add_up(named: list[Named]) -> dict[Place, float]:
    """Points by place; each kind of naming counts up to a limit."""
    by_note: dict[tuple[Place, str], float] = defaultdict(float)
    most: dict[tuple[Place, str], float] = defaultdict(float)
    for item in named:
        for place in item.mention.places:
            by_note[place, item.note] += item.points
            most[place, item.note] = max(most[place, item.note], item.points)
    points: dict[Place, float] = defaultdict(float)
    for key, total in by_note.items():
        points[key[0]] += min(total, max(MOST_COUNTED, most[key]))
    return dict(points)


def _bearers(points: dict[Place, float], unit: str | None, level: str | None) -> tuple[Place, ...]:
    """The places that bear the name most points speak for; none where no name stands out."""
    wanted = SPEAKS_AS.get(level or "")
    ending = unit if unit in ENDINGS else ""
    fitting = {
        place: score
        for place, score in points.items()
        if (wanted is None or place.level in wanted) and (place.name.endswith(ending) or level == "town")
    }
    if not fitting:
        return _from_inside(points, level)
    by_name: dict[str, float] = {}
    for place, score in fitting.items():
        by_name[place.name] = max(by_name.get(place.name, 0.0), score)
    best, *others = sorted(by_name, key=lambda name: -by_name[name])
    if by_name[best] < WORTH and not others and _has_paper(points, fitting):
        return tuple(fitting)
    if by_name[best] < WORTH or (others and by_name[best] < MARGIN * by_name[others[0]]):
        return ()
    near = [place for place, score in points.items() if place.name != best and score >= WORTH / 2]
    return narrow([place for place in fitting if place.name == best], near)


def _has_paper(points: dict[Place, float], fitting: dict[Place, float]) -> bool:
    """Whether a place inside the only one that fits is named with some weight, as in the name of the newspaper."""
    (outer, *rest) = fitting
    return not rest and any(
        score >= 2 * WORTH and place != outer and contains(outer, place) for place, score in points.items()
    )


def _from_inside(points: dict[Place, float], level: str | None) -> tuple[Place, ...]:
    """The city all named districts lie in, where there are several; likewise the province of the cities."""
    inner = {"city": ("district", "county"), "province": ("city",)}.get(level or "", ())
    bearers: dict[str, list[Place]] = defaultdict(list)
    for place in points:
        if place.level in inner:
            bearers[place.name].append(place)
    depth = 2 if level == "city" else 1
    outer = [
        {place.path[:depth] for place in places if len(place.path) > depth} for places in bearers.values()
    ]
    common = set.intersection(*outer) if len(outer) >= INSIDE_ENOUGH else set()
    if len(common) != 1:
        return ()
    path = common.pop()
    return (Place(path, level or "city"),)


def _around(points: dict[Place, float], level: str | None) -> Place | None:
    """The city or province a district's text names, where its own name is missing."""
    wider = {
        "district": ("city", "province"),
        "county": ("city", "province"),
        "town": ("county", "district", "city"),
    }
    fitting = {place: score for place, score in points.items() if place.level in wider.get(level or "", ())}
    best = max(fitting, key=lambda place: fitting[place], default=None)
    if best is None or fitting[best] < 2 * WORTH:
        return None
    rivals = [s for place, s in fitting.items() if not contains(place, best) and not contains(best, place)]
    return best if fitting[best] >= 2 * max(rivals, default=0.0) else None


def _columns(
    place: Place | None, bearers: tuple[Place, ...], level: str | None, *, is_own: bool
) -> PlaceFinding:
    """Province, city and district of a place; of several bearers of a name, what they have in common."""
    own = bearers[0].level if bearers and level != "town" else level
    found = PlaceFinding(admin_level=own, name=bearers[0].name if bearers else None)
    if place:
        inner = place.path[-1] if place.level in ("district", "county") else None
        city = place.path[1] if len(place.path) > 1 and place.path[1] != inner else None
        found = found._replace(province=place.path[0], city=city, district=inner)
        return found._replace(place=place.full, english=place.english) if is_own else found
    if bearers:
        provinces = {bearer.path[0] for bearer in bearers}
        found = found._replace(province=provinces.pop() if len(provinces) == 1 else None)
        is_inner = bearers[0].level in ("district", "county")
        return found._replace(district=found.name) if is_inner else found._replace(city=found.name)
    return found


def _of_owner(page: Page, named: list[Named], unit: str) -> PlaceFinding | None:
    """The zone of the place that owns the page, where the zone is called 高新区 alone."""
    owned = [item for item in named if item.note in ZONE_OWNERS]
    bearers = _bearers(_add_up(owned), None, None)
    if len(bearers) != 1 or bearers[0].level == "province":
        return None
    found = _columns(bearers[0], bearers, "district", is_own=True)
    place = f"{found.place}{unit}"
    first, *rest = _evidence(page, owned, bearers[0], status="chosen")
    rows = (first._replace(value=place), *rest)
    return found._replace(admin_level="district", place=place, name=unit, english="", evidence=rows)


def _in_zone(page: Page, gazetteer: Gazetteer, *, is_told: bool) -> PlaceFinding | None:
    """The place of a development zone that is named after it; nothing where none is, or several are.

    The zone of the title before others. A text that says 全区 without saying of what kind (`is_told` is false) is the
    zone's where the zone acts in title or lead.
    """
    zones: dict[str, tuple[Mention, str]] = {}
    titled: dict[str, tuple[Mention, str]] = {}
    for mention in gazetteer.find(page.text):
        if page.text.startswith(("高新区", "经开区"), mention.end - 1):  # 会上高新区: no 上高
            continue
        zone = ZONE.match(page.text, mention.end)
        zoned = page.segment_at(mention.start).zone
        if not zone or not (
            is_told or (zoned in ("title", "lead") and ZONE_ACTS.match(page.text, zone.end()))
        ):
            continue
        zones.setdefault(mention.name, (mention, zone[0]))
        if zoned == "title":
            titled.setdefault(mention.name, (mention, zone[0]))
    zones = titled or zones
    if len(zones) != 1:
        return None
    mention, zone_name = next(iter(zones.values()))
    level = next((level for level in ZONE_LEVELS if any(p.level == level for p in mention.places)), None)
    places = [place for place in mention.places if place.level == level]
    if len(places) != 1:
        return None
    where = page.to_raw(mention.start, mention.end + len(zone_name))
    name = mention.name + zone_name
    found = _columns(places[0], (places[0],), "district", is_own=True)
    evidence = (Evidence("place", f"{found.place}{zone_name}", "chosen", *where, "zone"),)
    return found._replace(
        admin_level="district", name=name, place=f"{found.place}{zone_name}", english="", evidence=evidence
    )


def _in_town(page: Page, found: PlaceFinding, mentions: Sequence[Mention]) -> PlaceFinding:
    town = find_town(page, {mention.end for mention in mentions})
    if town is None:
        return found._replace(place=None, name=None)
    return found._replace(place=found.place + town if found.place else None, name=town, english="")


def _bearer_evidence(page: Page, named: list[Named], bearers: tuple[Place, ...]) -> list[Evidence]:
    if len(bearers) == 1:
        rows = _evidence(page, named, bearers[0], status="chosen")
        return (
            rows if any(row.status == "chosen" for row in rows) else _inside_evidence(page, named, bearers[0])
        )
    return [
        item._replace(value=bearer.full, note=f"one of {len(bearers)} places of this name")
        for bearer in bearers
        for item in _evidence(page, named, bearer, status="candidate")[:1]
    ]


def _inside_evidence(page: Page, named: list[Named], outer: Place) -> list[Evidence]:
    """The districts that stand for their city."""
    rows: list[Evidence] = []
    for item in named:
        if any(contains(outer, place) for place in item.mention.places):
            where = page.to_raw(item.mention.start, item.mention.end)
            rows.append(Evidence("place", outer.full, "supports" if rows else "chosen", *where, "lies in it"))
    return rows


def _evidence(page: Page, named: list[Named], place: Place | None, *, status: str) -> list[Evidence]:
    """The best mentions of the place, and of others that might have been it."""
    rows: list[Evidence] = []
    seen: set[tuple[str, str]] = set()
    for item in sorted(named, key=lambda item: -item.points):
        is_it = place in item.mention.places
        key = (item.mention.name, item.note)
        if key in seen or len(rows) >= 8 or (not is_it and item.points < WORTH):
            continue
        seen.add(key)
        start, end = page.to_raw(item.mention.start, item.mention.end) if item.is_shown else (None, None)
        value = place.full if is_it and place else item.mention.places[0].full
        mine = (
            status
            if is_it and not any(row.status == "chosen" for row in rows)
            else "supports"
            if is_it
            else "candidate"
        )
        rows.append(Evidence("place", value, mine, start, end, item.note or "named"))
    return rows


def _level_evidence(page: Page, cues: list[Cue], unit: str | None, *, level: str | None) -> list[Evidence]:
    """The best cues; those of the unit the text speaks from stand for the level its place has."""
    rows: list[Evidence] = []
    for cue in sorted(cues, key=lambda cue: (cue.unit != unit, -cue.points))[:MOST_CUES]:
        status = "candidate" if cue.unit != unit else "supports" if rows else "chosen"
        value = level if cue.unit == unit else cue.level
        rows.append(
            Evidence("admin_level", value, status, *page.to_raw(cue.start, cue.end), "speaks of itself")
        )
    return rows
