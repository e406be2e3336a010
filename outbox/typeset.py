"""How letters are set: the same words twice, as a page with its styles and as plain text, for who reads.

A letter's words stand once, in its `body.html`. `_parts.html` and `_parts.txt` turn its paragraphs, its facts and its
one button into markup or into lines, so that both always say the same.
"""

import functools
import pathlib
import re
import textwrap
import unicodedata
from datetime import datetime, timedelta

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lifecycle import reasons, words
from lifecycle.words import _, reader
from rules import money, times

TEMPLATES = pathlib.Path(__file__).parent.parent / "templates"
WIDTH = 72
# Marks that turn the direction of whatever follows them: a name could rewrite the sentence around it.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BREAKS = ("Cc", "Cs", "Zl", "Zp")
APART, TOGETHER = "\u2068", "\u2069"
JOINER = "\u2060"
DASH = f"\u00a0–{JOINER}\u00a0"  # a line is broken neither before nor after it
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
ASCII_SPACES = re.compile(r"[ \t\r\n]+")


def clean(text: str, most: int = 200) -> str:
    """Somebody's text as one line of at most so many characters, without control characters."""
    kept = (sign for sign in str(text or "") if sign not in TURNS)
    flat = " ".join("".join(" " if unicodedata.category(sign) in BREAKS else sign for sign in kept).split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def no_link(text: str, most: int = 200) -> str:
    """A name or a title that no mail program makes a link of: it could pass for the letter's own."""
    return clean(SCHEME.sub("", str(text or "")), most)


def plain_name(text: str, most: int = 200) -> str:
    """A name among plain words; one that is written from right to left is kept apart from them."""
    flat = no_link(text, most)
    turned = any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in flat)
    return f"{APART}{flat}{TOGETHER}" if turned else flat


def marked_name(text: str, most: int = 200) -> Markup:
    """A name among marked-up words."""
    return Markup("<bdi>{}</bdi>").format(no_link(text, most))


def quoted(text: str) -> str:
    """Somebody's own words as lines of a plain letter, marked as theirs."""
    flat = f"“{clean(text, 600)}”"
    return textwrap.fill(flat, WIDTH, initial_indent="> ", subsequent_indent="> ", break_long_words=False)


def hours(start: datetime, end: datetime, zone: str | None = None) -> str:
    """From when to when, and whether that is over midnight."""
    zone, language = zone or reader().zone, reader().language
    text = f"{times.show_hour(start, zone, language)}{DASH}{times.show_hour(end, zone, language)}"
    over_midnight = times.local_date(start, zone) != times.local_date(end, zone)
    next_day = _("(the next day)")
    return f"{text} {next_day}" if over_midnight else text


def day_in(at: datetime, zone: str) -> str:
    """The day with its name and year, in that zone."""
    return f"{times.show_day(at, zone, reader().language)} {times.local_date(at, zone).year}"


def when(start: datetime, end: datetime, there: str | None = None) -> list[str]:
    """The time for who reads, with its city; and a second line for the other side's city where its clocks differ."""
    zone = reader().zone
    day, city, hour = day_in(start, zone), city_of(zone), hours(start, end, zone)
    here = str(_("%(day)s, %(hours)s in %(city)s", day=day, hours=hour, city=city))
    if there is None or not times.known_zone(there):
        return [here]
    day_there, city, hour_there = day_in(start, there), city_of(there), hours(start, end, there)
    if day_there != day:
        return [here, str(_("In %(city)s: %(day)s, %(hours)s", city=city, day=day_there, hours=hour_there))]
    return [here] if hour_there == hour else [here, str(_("In %(city)s: %(hours)s", city=city, hours=hour_there))]


def city_of(zone: str) -> str:
    """The zone's city."""
    return times.city(zone, reader().language)


def span(length: timedelta | int) -> str:
    """A length of time, or so many minutes."""
    return times.span_words(length if isinstance(length, timedelta) else timedelta(minutes=length), reader().language)


def fill(text: str, indent: str = "") -> str:
    """A paragraph of plain text for a place that is indented like this, its later lines too; addresses of pages are
    never broken."""
    flat = " ".join(part for part in ASCII_SPACES.split(str(text)) if part)
    lines = textwrap.fill(
        flat, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines[len(indent) :]


def fill_lines(text: str) -> str:
    """Several lines of plain text, each a paragraph of its own."""
    return "\n".join(fill(line) for line in str(text).splitlines())


def headed(text: str) -> str:
    """A heading of plain text, underlined."""
    lines = fill(text)
    return f"{lines}\n{'=' * max(map(len, lines.splitlines()), default=0)}"


def _in_words(text: str) -> str:
    return words.translate(text, reader().language)


def _one_or_more(one: str, more: str, number: int) -> str:
    forms = words.catalogue(reader().language).get(one)
    single, several = forms if isinstance(forms, tuple | list) and all(forms) else (one, more)
    return single if number == 1 else several


WORDS = {
    "day": lambda at: times.show_day(at, reader().zone, reader().language),
    "date": lambda at: times.show_date(at, reader().zone, reader().language),
    "hour": lambda at: times.show_hour(at, reader().zone, reader().language),
    "moment": lambda at: times.show_moment(at, reader().zone, reader().language),
    "city": lambda: city_of(reader().zone),
    "money": lambda owed: money.show(owed.amount, owed.currency, reader().language),
    "direction": lambda: Locale.parse(reader().language).text_direction,
    "language": lambda: reader().language,
    "hours": hours, "when": when, "span": span, "clean": clean, "told": reasons.told,
}  # fmt: skip


@functools.cache
def environment(flavour: str) -> Environment:
    """The templates as "html" or as "txt"."""
    marked = flavour == "html"
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=marked, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    found.install_gettext_callables(_in_words, _one_or_more, newstyle=True)
    found.globals |= {**WORDS, "name": marked_name if marked else plain_name, "layout": f"mail/_layout.{flavour}"}
    found.filters |= {"fill": fill, "fill_lines": fill_lines, "headed": headed, "quoted": quoted}
    for shared in (f"mail/_parts.{flavour}", "mail/_facts.html"):
        macros = vars(found.get_template(shared).module)
        found.globals |= {name: macro for name, macro in macros.items() if not name.startswith("_")}
    return found
