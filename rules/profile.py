"""The facts about people that filters use: which there are, what may be said, and how it is kept. Pure codes and
arithmetic; the words for people (labels, why it is asked, sentences about faults) are in lifecycle/profilewords.py."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from babel import Locale

ONE, SEVERAL, YEAR = "one", "several", "year"
NOT_SAID = "not_said"
"""Told that they would rather not say: it counts as answered and fits no filter."""
YOUNGEST, OLDEST = 18, 120
MOST = 12
"""So many values of one fact at most."""

_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRIES = tuple(
    sorted(code for code in Locale("en").territories if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
)
_SPOKEN = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km "
    "kn ko ku lb lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tr uk ur "
    "uz vi yue zh zu"
)
LANGUAGES = tuple(_SPOKEN.split())
GENDERS = ("woman", "man", "non_binary", "another", NOT_SAID)
EMPLOYMENTS = (
    "full_time", "part_time", "self_employed", "looking", "student", "at_home", "retired", "unable", NOT_SAID,
)  # fmt: skip
INDUSTRIES = (
    "agriculture", "construction", "manufacturing", "energy", "retail", "transport", "hospitality", "media", "software",
    "telecoms", "finance", "real_estate", "consulting", "public", "education", "health", "arts", "non_profit", "other",
)  # fmt: skip
COMPANY_SIZES = ("1", "2-10", "11-50", "51-200", "201-1000", "1001-5000", "5001+")
JOB_LEVELS = ("intern", "entry", "experienced", "team_lead", "manager", "director", "executive", "owner")
INCOMES = ("to_20", "20_40", "40_60", "60_80", "80_100", "100_150", "from_150", NOT_SAID)
"""Of a household in a year, in thousands of euros or the like."""
DEVICES = ("iphone", "android_phone", "ipad", "android_tablet", "windows", "mac", "linux")
WEB_USES = ("hourly", "daily", "weekly", "seldom")


class Fact(NamedTuple):
    """One thing that can be known about somebody, under the name of its column in models/network.Profile. `kind` is
    one, several or year; `options` are the codes in the order in which they are offered."""

    name: str
    kind: str
    options: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one value may be told."""
        return self.kind == SEVERAL


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("country", ONE, COUNTRIES),
        Fact("birth_year", YEAR),
        Fact("gender", ONE, GENDERS),
        Fact("languages", SEVERAL, LANGUAGES),
        Fact("devices", SEVERAL, DEVICES),
        Fact("web_use", ONE, WEB_USES),
        Fact("employment", ONE, EMPLOYMENTS),
        Fact("industry", ONE, INDUSTRIES),
        Fact("company_size", ONE, COMPANY_SIZES),
        Fact("job_level", ONE, JOB_LEVELS),
        Fact("income", ONE, INCOMES),
    )
}


class Parsed(NamedTuple):
    """What was understood: column -> value as it is kept (text, packed text, a year or None); and by name the code of
    what was not (unknown, not_a_year, too_young, too_old, too_many)."""

    values: dict[str, Any]
    faults: dict[str, str]


def packed(values: Iterable[str]) -> str:
    """Several values as a column keeps them: ",de,en,"; nothing is "". A LIKE '%,de,%' finds one of them."""
    kept = list(dict.fromkeys(value for value in values if value))
    return f",{','.join(kept)}," if kept else ""


def unpacked(text: str) -> tuple[str, ...]:
    """The several values of a column."""
    return tuple(value for value in (text or "").split(",") if value)


def age(birth_year: int | None, year: int) -> int | None:
    """How old somebody gets in that year; None where it is not known."""
    return None if birth_year is None else year - birth_year


def parse(typed: Mapping[str, Any], year: int) -> Parsed:
    """What was typed for some of the facts: a text, or several of them, by the fact's name; names that are no facts
    are left alone. "" is not told. `year` is this one."""
    values, faults = {}, {}
    for name, fact in FACTS.items():
        if name not in typed:
            continue
        value, fault = _read(fact, typed[name], year)
        if fault:
            faults[name] = fault
        else:
            values[name] = value
    return Parsed(values, faults)


def facts_of(row: Any) -> dict[str, Any]:
    """Name -> what a profile's row says: a code, a tuple of codes, a year; what is not told (or not said) is not
    there. As rules/matching reads it."""
    found = {}
    for name, fact in FACTS.items():
        kept = getattr(row, name)
        value = unpacked(kept) if fact.several else kept
        if value and value != NOT_SAID:
            found[name] = value
    return found


def told(row: Any) -> int:
    """How many of the facts were answered, with "rather not say" among them."""
    return sum(bool(getattr(row, name)) for name in FACTS) if row is not None else 0


def country_names(language: str) -> list[tuple[str, str]]:
    """Code and name of every country, by name, in that language."""
    return _named(language, "territories", COUNTRIES)


def language_names(language: str) -> list[tuple[str, str]]:
    """Code and name of every language, by name, in that language."""
    return _named(language, "languages", LANGUAGES)


@cache
def _named(language: str, what: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    names, plain = getattr(Locale.parse(language), what), getattr(Locale("en"), what)
    return sorted(((code, names.get(code) or plain.get(code) or code) for code in codes), key=lambda one: _sorting(one))


def _sorting(one: tuple[str, str]) -> str:
    """Letters with signs stand where the letter stands."""
    return one[1].casefold().translate(str.maketrans("åäâáàãéèêíîïóôöøúüçñ", "aaaaaaeeeiiioooouucn"))


def _read(fact: Fact, typed: Any, year: int) -> tuple[Any, str]:
    """(value, "") or (None, the code of what is wrong)."""
    if fact.kind == YEAR:
        return _year(typed, year)
    many = typed.replace(";", ",").split(",") if isinstance(typed, str) and fact.several else typed
    parts = [str(one).strip() for one in (many if isinstance(many, list | tuple | set) else [many or ""])]
    codes = [_code(fact, part) for part in parts if part]
    if None in codes:
        return None, "unknown"
    if len(set(codes)) > (MOST if fact.several else 1):
        return None, "too_many"
    return (packed(codes) if fact.several else (codes or [""])[0]), ""


def _year(typed: Any, year: int) -> tuple[int | None, str]:
    text = str(typed if typed is not None else "").strip()
    if not text:
        return None, ""
    if not re.fullmatch(r"[0-9]{4}", text, re.ASCII):
        return None, "not_a_year"
    old = year - int(text)
    return (None, "too_young" if old < YOUNGEST else "too_old") if not YOUNGEST <= old <= OLDEST else (int(text), "")


def _code(fact: Fact, typed: str) -> str | None:
    """The code that was meant: as it is written, or as a country's or a language's English or German name."""
    plain = typed.casefold()
    for code in (plain, plain.upper(), re.sub(r"[ -]+", "_", plain)):
        if code in fact.options:
            return code
    return _by_name(fact.name).get(plain)


@cache
def _by_name(name: str) -> dict[str, str]:
    names = {"country": country_names, "languages": language_names}.get(name)
    if names is None:
        return {}
    return {word.casefold(): code for language in ("de", "en") for code, word in names(language)}
