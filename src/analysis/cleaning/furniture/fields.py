"""What a line is by its fields: `key: value`, a row of menu words, two buttons written together."""

from __future__ import annotations

import re

from analysis.cleaning.furniture.looks import ABOUT, PLACE, is_own_key
from analysis.cleaning.furniture.shapes import DATE, DAY, RANGE, TIME, WEEKDAY
from analysis.cleaning.rules import MENU, Rules, bare

ORNAMENT = " \t▼•·●○■□◆◇▪▶►★☆※>»›＞→-—–|｜*#【[(（〖［{《「_=~+。.,，、:：;；\"'“”‘’】])）〗］}》」×✕√✓↑↓←?？!！…/\\<«‹＜^`%&@$"
COLON = re.compile("[:：丨|｜]")
LATIN = re.compile("[a-z]+")  # the name of a field may stand there in English too
BLANKS = re.compile(r"[\s|｜丨│]+")
# Three fields or more in a row, whatever they are called.
PAIRS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}[:：]\s?[^\s:：，。；]{1,24}\s+){2,}[\u4e00-\u9fff]{2,6}[:：]\s?[^:：，。；]{0,24}"
)
PAIR = re.compile(r"([\u4e00-\u9fff]{2,6})[:：]\s?([^\s:：]*)")
NUMERIC = re.compile(r"[\d.,]+[%％]?(?:$|[^\d])")
VALUE_OF_DATE = re.compile(rf"\s*(?:{DAY})?(?:{TIME})?\s*(?:{WEEKDAY})?\s*")
SLASH = re.compile("[/／]")
STEP = re.compile(r"\s+[/／]\s+")
WIDEST_STEP = 12  # letters
# Categories of fields whose value may stand on the next line.
HELD = ("metadata_table", "shop", "source", "credit", "footer")
ROW_SHARE = 0.6  # of a row's words that must be known menu words for the row to be a menu
LONG_ROW = 3  # words behind a home page, from which a row is a menu or a trail whatever the words are
ROW_WORDS = 3
SITE = re.compile(r"[\u4e00-\u9fff]{2,7}(?:网|网站|在线)")  # beside other words of a menu
MANY_WORDS, SHORT_WORD = 5, 7  # words in a row that are a menu whatever they say, and the characters of each
HAN_WORD, PAUSE = re.compile("[\u4e00-\u9fffa-z]+"), re.compile("[，。；、！？：“”（）]")
MENU_WORD = 8  # characters; longer ones are headlines


def field_of(text: str, rules: Rules) -> str:
    """A line of fields `key: value`, or of keys and values with blanks between."""
    date = DATE.match(text)
    rest = text[date.end() :].strip(ORNAMENT) if date else text
    if date and not rest:
        return "date"
    if date and (date["time"] or date["clock"]) and len(rest) <= 16 and not re.search("[，。,;；]", rest):
        return "metadata_table"
    if date and rules.is_name(rest):
        return "date"
    colon = COLON.search(rest)
    if colon:
        key = bare(rest[: colon.start()])
        category = rules.keys.get(key) or rules.keys.get(LATIN.sub("", key)) or _key_behind(key, rules)
        if category:
            return _field(key, category, rest[colon.end() :], rules) if not date else "metadata_table"
    words = BLANKS.split(rest)
    keys = [category for word in words if (category := rules.keys.get(bare(word), ""))]
    first = rules.keys.get(bare(words[0]), "")
    is_signed = first == "credit" and len(words) == 2 and len(words[1]) <= 6
    if first and (
        is_signed
        or len(keys) > 1
        or (len(words) == 1 and _strong(first))
        or (len(words) > 1 and _is_named(words))
    ):
        if first == "credit" and len(words) == 2:
            return "credit"
        if first == "source" and set(keys) == {"source"}:
            return "source"
        return "key" if len(words) == 1 else first if first != "source" else "metadata_table"
    return ""


def _strong(category: str) -> bool:
    return category not in ("source", "footer")


def _is_named(words: list[str]) -> bool:
    """Whether a first word is the name of a field though no colon follows it: a name of four characters or more."""
    return len(bare(words[0])) >= 4


def _field(key: str, category: str, value: str, rules: Rules) -> str:
    """The mark of `key: value`."""
    others = [c for part in COLON.split(value)[:-1] if (c := _key_at_end(part, rules))]
    if not value.strip(ORNAMENT):
        return "key" if category in HELD else category
    if category == "source":
        return next((other for other in others if other not in ("source", "contact")), "source")
    if "。" in value or len(value) > 100:
        return category if category in ("footer", "related") and len(value) <= 100 else ""
    is_alone = not others and not _key_at_end(value, rules)
    if RANGE.search(value):
        return ""  # from a day to another: when a notice holds, not when a page was made
    if key in ("时间", "日期") and is_alone and not VALUE_OF_DATE.fullmatch(value):
        return ""
    return category


def _key_behind(key: str, rules: Rules) -> str:
    """The category of a key behind a button: `【我要纠错】责任编辑：`."""
    return next(
        (
            rules.keys[key[-n:]]
            for n in rules.key_lengths
            if key[-n:] in rules.keys and key[:-n] in rules.lines
        ),
        "",
    )


def _key_at_end(text: str, rules: Rules) -> str:
    tail = bare(text[-16:])
    return next(
        (rules.keys[tail[-n:]] for n in rules.key_lengths if len(tail) >= n and tail[-n:] in rules.keys), ""
    )


def _steps(text: str, rules: Rules) -> bool:
    """A trail with slashes between its steps, the first of them a known one."""
    steps = [bare(step) for step in STEP.split(text)]
    return len(steps) > 1 and steps[0] in rules.lines and max(map(len, steps)) <= WIDEST_STEP


def compound_of(line: str, rules: Rules) -> str:
    """Two known lines written together: `登录` and `个人中心`."""
    if len(line) > 2 * MENU_WORD:
        return ""
    known = rules.lines
    for i in range(2, len(line) - 1):
        if line[:i] in known and line[i:] in known:
            both = known[line[:i]], known[line[i:]]
            return next((category for category in both if category not in (MENU, "source")), "")
    return ""


def row_of(text: str, rules: Rules) -> str:
    """A row of menu words."""
    if SLASH.search(text):
        if _steps(text, rules):
            return "navigation"
        steps = STEP.split(text)
        is_short = len(steps) > 1 and max(map(len, steps)) < SHORT_WORD and not any(map(PLACE.search, steps))
        if (len(steps) >= LONG_ROW or is_short) and not PAUSE.search(text):
            return "likely"
    words = [word for word in map(bare, BLANKS.split(text)) if word]
    if len(words) < 2 or text.startswith(ABOUT) or max(map(len, words)) > MENU_WORD + 4:
        return ""
    if len(words) >= LONG_ROW and max(map(len, words)) <= MENU_WORD and words[0].endswith("首页"):
        return "navigation"
    known = [
        category
        for word in words
        if (
            category := rules.lines.get(word, "")
            or rules.category_of(word)
            or (MENU if SITE.fullmatch(word) else "")
        )
    ]
    if len(known) == len(words) or (len(words) >= ROW_WORDS and len(known) >= ROW_SHARE * len(words)):
        strong = [category for category in known if category not in (MENU, "source")]
        return strong[0] if strong else "navigation" if len(words) >= ROW_WORDS else MENU
    if PAIRS.fullmatch(text) and _are_of_page(text, rules):
        return "likely"
    return MENU if _is_menu(text, words, rules, is_known=bool(known)) else ""


def _are_of_page(text: str, rules: Rules) -> bool:
    """Whether fields in a row are of the page: not those of a document, of persons, or of figures."""
    pairs = PAIR.findall(text)
    n_own = sum(
        is_own_key(key) or rules.is_name(value) or NUMERIC.match(value) is not None for key, value in pairs
    )
    return 2 * n_own <= len(pairs)


def _is_menu(text: str, words: list[str], rules: Rules, *, is_known: bool) -> bool:
    """Whether short words in a row are a menu: many, or one of them known; no names, and no mark of a sentence."""
    if len(words) < (ROW_WORDS if is_known else MANY_WORDS) or PAUSE.search(text):
        return False
    if not all(2 <= len(word) <= SHORT_WORD and HAN_WORD.fullmatch(word) for word in words):
        return False
    n_named = sum(rules.is_name(word) or PLACE.search(word) is not None for word in words)
    return 2 * n_named < len(words)
