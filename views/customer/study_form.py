"""What the steps of a study hold: their fields as they were typed, and as the commands take them."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from urllib.parse import urlparse

from babel.numbers import format_decimal

from lifecycle.study import KINDS
from lifecycle.words import Text, _
from models.lacking import ALONE_LENGTHS, LENGTHS
from models.studies import Study
from rules import money
from rules.typed import whole

TITLE_MOST, ABOUT_MOST, PLACES_MOST, NAMES_MOST = 120, 4000, 1000, 1000
CHOOSE = _("Please choose one of these.")
CHOICES = {
    "gap": [(0, _("None")), (15, _("15 minutes")), (30, _("30 minutes"))],
    "step": [(15, _("Every quarter of an hour")), (30, _("Every half hour")), (60, _("Every hour"))],
    "minimum_notice": [
        (60, _("1 hour")),
        (120, _("2 hours")),
        (720, _("12 hours")),
        (1440, _("1 day")),
        (2880, _("2 days")),
    ],
    "horizon": [(7, _("1 week")), (14, _("2 weeks")), (28, _("4 weeks")), (56, _("8 weeks"))],
}
AMOUNT_ERRORS = {
    "not_a_number": _("Please type an amount, for instance 60.00."),
    "negative": _("A reward is not negative."),
    "too_many_decimals": _("This currency has fewer decimals."),
    "too_large": _("That is more than can be paid here."),
    "unknown_currency": _("We do not know this currency."),
}


# Fields with people in them, which are looked up where they stand in the form.
PEOPLE = {
    "usernames": lambda row: "\n".join(row.named),
    "colleagues": lambda row: [person.code for person in row.colleagues],
}


def typed(row: Study, language: str, fields: Collection[str] = ()) -> dict:
    """The fields of a study as somebody would have typed them; those with several people only if they are named."""
    names = ("title", "about", "kind", "audience", "length", "places", "meeting_link", "hosting", *CHOICES)
    found = {name: getattr(row, name) for name in names}
    return {
        **found,
        "reward": amount(row.reward, row.currency, language),
        "budget": amount(row.budget or 0, row.currency, language),
        "most_per_day": row.most_per_day or "",
        "reserves": row.reserves or "",
        "host": row.host.code,
        **{name: shown(row) for name, shown in PEOPLE.items() if name in fields},
    }


def amount(minor: int, currency: str, language: str) -> str:
    """As the reader of this language writes it, so that what stands in the field can be read back."""
    places = money.exponent(currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(Decimal(minor).scaleb(-places), pattern, locale=language) if minor else ""


def title_errors(title: str) -> dict[str, Text]:
    """What is wrong with a title."""
    if not title:
        return {"title": _("Please give it a title.")}
    return {"title": _("Please keep it below %(most)s characters.", most=TITLE_MOST)} if len(title) > TITLE_MOST else {}


def details(form: Mapping[str, str], currency: str, language: str) -> tuple[dict, dict[str, Text]]:
    """(values of the first step for the command, errors by field)."""
    values, errors = words(form)
    values["kind"] = kind_of(form)
    _number(form, "length", values, errors, lengths(values["kind"]))
    _money(form, "reward", currency, language, values, errors)
    _budget(form, currency, language, values, errors)
    return values, errors


def kind_of(form: Mapping[str, str]) -> str:
    """The kind that was chosen; a conversation where nothing was."""
    kind = form.get("kind", "")
    return kind if kind in KINDS else "live_conversation"


def lengths(kind: str) -> tuple[int, ...]:
    """The minutes that a study of this kind can take."""
    return LENGTHS if kind == "live_conversation" else ALONE_LENGTHS


def words(form: Mapping[str, str]) -> tuple[dict, dict[str, Text]]:
    """The title, what it is about, and the link of the meeting."""
    values: dict = {"title": " ".join(form.get("title", "").split()), "about": form.get("about", "").strip()}
    errors = title_errors(values["title"])
    if len(values["about"]) > ABOUT_MOST:
        errors["about"] = _("Please keep it below %(most)s characters.", most=ABOUT_MOST)
    _link(form, values, errors)
    return values, errors


def audience(form: Mapping[str, str]) -> tuple[dict, dict[str, Text]]:
    """How people come into the study, and how many."""
    values: dict = {}
    errors: dict = {}
    if form.get("audience") in ("network", "specific", "invite"):
        values["audience"] = form["audience"]
    else:
        errors["audience"] = CHOOSE
    _number(form, "places", values, errors, range(1, PLACES_MOST + 1))
    _reserves(form, values, errors)
    return values, errors


def times(form: Mapping[str, str]) -> tuple[dict, dict[str, Text]]:
    """Which times are offered."""
    values: dict = {"most_per_day": None}
    errors: dict = {}
    for name, pairs in CHOICES.items():
        _number(form, name, values, errors, [value for value, _word in pairs])
    if form.get("most_per_day", "").strip():
        _number(form, "most_per_day", values, errors, range(1, 49))
    return values, errors


def amended(
    form: Mapping[str, str], currency: str, language: str, talk: bool = True
) -> tuple[dict, dict[str, Text]]:
    """What may still change once the study is launched; of one that is done alone neither door nor times."""
    values, errors = words(form)
    _budget(form, currency, language, values, errors)
    if not talk:
        return {name: value for name, value in values.items() if name != "meeting_link"}, errors
    _reserves(form, values, errors)
    more, wrong = times(form)
    return values | more, errors | wrong


def _reserves(form, values: dict, errors: dict) -> None:
    """How many may wait beyond the places; none are asked for where nothing stands there."""
    values["reserves"] = 0
    if form.get("reserves", "").strip() not in ("", "0"):
        _number(form, "reserves", values, errors, range(1, PLACES_MOST + 1))


def _number(form, name: str, values: dict, errors: dict, allowed) -> None:
    number = whole(form.get(name, "").strip(), 6)
    if number is not None and number in allowed:
        values[name] = number
    elif isinstance(allowed, range):
        errors[name] = _("Please type a number from %(first)s to %(last)s.", first=allowed[0], last=allowed[-1])
    else:
        errors[name] = CHOOSE


def _money(form, name: str, currency: str, language: str, values: dict, errors: dict) -> None:
    try:
        values[name] = money.parse_amount(form.get(name, ""), currency, language)
    except ValueError as problem:
        errors[name] = AMOUNT_ERRORS.get(problem.args[0], AMOUNT_ERRORS["not_a_number"])


def budget(form: Mapping[str, str], currency: str, language: str) -> tuple[dict, dict[str, Text]]:
    """The budget alone."""
    values: dict = {}
    errors: dict = {}
    _budget(form, currency, language, values, errors)
    return values, errors


def _budget(form, currency: str, language: str, values: dict, errors: dict) -> None:
    """An empty budget is none."""
    if form.get("budget", "").strip():
        _money(form, "budget", currency, language, values, errors)
    values["budget"] = values.get("budget") or None


def _link(form, values: dict, errors: dict) -> None:
    link = form.get("meeting_link", "").strip()
    if link and (not _is_page(link) or len(link) > 500 or not link.isprintable() or " " in link):
        errors["meeting_link"] = _("Please paste an address that begins with https://.")
    else:
        values["meeting_link"] = link


def _is_page(link: str) -> bool:
    try:
        there = urlparse(link)
    except ValueError:
        return False
    return there.scheme == "https" and bool(there.hostname)


def usernames(form: Mapping[str, str]) -> list[str]:
    """The usernames, one a line or with commas, spaces or semicolons between, each once."""
    found = re.split(r"[\s,;]+", form.get("usernames", ""))
    names = (name.removeprefix("@") for name in found)
    once = {name.lower(): name for name in names if name and name.isprintable()}
    return list(once.values())[:NAMES_MOST]
