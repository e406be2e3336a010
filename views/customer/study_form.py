"""What the study form holds: its fields as they were typed, and as the commands take them."""

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlparse

from babel.numbers import format_decimal

from lifecycle.words import Text, _
from models.studies import LENGTHS, Study
from rules import money

TITLE_MOST, ABOUT_MOST = 120, 4000
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


def typed(row: Study, language: str) -> dict:
    """The fields of a draft as somebody would have typed them."""
    names = ("title", "about", "audience", "length", "places", "meeting_link", *CHOICES)
    found = {name: getattr(row, name) for name in names}
    usernames = [invitee.person.username for invitee in row.invitees]
    return {**found, "reward": _amount(row.reward, row.currency, language), "usernames": "\n".join(usernames)}


def _amount(minor: int, currency: str, language: str) -> str:
    """As the reader of this language writes it, so that what stands in the field can be read back."""
    places = money.exponent(currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(Decimal(minor).scaleb(-places), pattern, locale=language) if minor else ""


def title_errors(title: str) -> dict[str, Text]:
    """What is wrong with a title."""
    if not title:
        return {"title": _("Please give it a title.")}
    return {"title": _("Please keep it below %(most)s characters.", most=TITLE_MOST)} if len(title) > TITLE_MOST else {}


def parse(form: Mapping[str, str], currency: str, language: str) -> tuple[dict, dict[str, Text]]:
    """(values for the command, errors by field)."""
    values: dict = {"title": " ".join(form.get("title", "").split()), "about": form.get("about", "").strip()}
    errors = title_errors(values["title"])
    if len(values["about"]) > ABOUT_MOST:
        errors["about"] = _("Please keep it below %(most)s characters.", most=ABOUT_MOST)
    if form.get("audience") in ("specific", "invite"):
        values["audience"] = form["audience"]
    else:
        errors["audience"] = _("Please choose one of these.")
    for name, allowed in (
        ("length", LENGTHS),
        *((key, [value for value, _w in pairs]) for key, pairs in CHOICES.items()),
    ):
        _number(form, name, values, errors, allowed)
    _number(form, "places", values, errors, range(1, 1001))
    _reward(form, currency, language, values, errors)
    _link(form, values, errors)
    return values, errors


def _number(form, name: str, values: dict, errors: dict, allowed) -> None:
    text = form.get(name, "").strip()
    if text.isascii() and text.isdigit() and len(text) < 7 and int(text) in allowed:
        values[name] = int(text)
    elif isinstance(allowed, range):
        errors[name] = _("Please type a number from %(first)s to %(last)s.", first=allowed[0], last=allowed[-1])
    else:
        errors[name] = _("Please choose one of these.")


def _reward(form, currency: str, language: str, values: dict, errors: dict) -> None:
    try:
        values["reward"] = money.parse_amount(form.get("reward", ""), currency, language)
    except ValueError as problem:
        errors["reward"] = AMOUNT_ERRORS.get(problem.args[0], AMOUNT_ERRORS["not_a_number"])


def _link(form, values: dict, errors: dict) -> None:
    link = form.get("meeting_link", "").strip()
    there = urlparse(link)
    if link and (
        there.scheme != "https" or not there.hostname or len(link) > 500 or not link.isprintable() or " " in link
    ):
        errors["meeting_link"] = _("Please paste an address that begins with https://.")
    else:
        values["meeting_link"] = link


def usernames(form: Mapping[str, str]) -> list[str]:
    """The usernames, one a line or with commas between."""
    found = form.get("usernames", "").replace(",", "\n").split("\n")
    return list(dict.fromkeys(name.strip().removeprefix("@") for name in found if name.strip()))[:1000]
