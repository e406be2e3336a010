"""Words for the facts about people (rules/profile.py): what each is called, why it is asked, what may be answered, and
what was not understood."""

from collections.abc import Mapping
from typing import Any

from lifecycle.attempt import Invalid
from lifecycle.words import Names, Text, _, reader
from rules import profile

LABELS: dict[str, Text] = {
    "country": _("Country you live in"),
    "birth_year": _("Year you were born"),
    "gender": _("Gender"),
    "languages": _("Languages you speak well"),
    "devices": _("Devices you use"),
    "web_use": _("How often you are on the web"),
    "employment": _("What you do"),
    "industry": _("Industry you work in"),
    "company_size": _("People where you work"),
    "job_level": _("Your position"),
    "income": _("Income of your household in a year"),
}
# The same for whom it is told about: filters and a team's own people.
SHORT: dict[str, Text] = {
    "country": _("Country"),
    "birth_year": _("Year of birth"),
    "gender": _("Gender"),
    "languages": _("Languages"),
    "devices": _("Devices"),
    "web_use": _("Use of the web"),
    "employment": _("Employment"),
    "industry": _("Branch"),
    "company_size": _("Size of the company"),
    "job_level": _("Position"),
    "income": _("Income"),
}
WHY: dict[str, Text] = {
    "country": _("Many studies are about what is offered in one country, and rewards come in its currency."),
    "birth_year": _("Some studies are for one age only. A year is enough; nobody asks for the day."),
    "gender": _("So that a study hears from different people, and not from one kind alone."),
    "languages": _("You talk with people in a language in which both of you are at ease."),
    "devices": _("Some studies look at an app that runs on one kind of device only."),
    "web_use": _("Some studies look for people who are seldom on the web, and some for the others."),
    "employment": _("Some studies are about working life, others about studying or about being retired."),
    "industry": _("Studies about tools for work look for people who know that work."),
    "company_size": _("A tool for ten people differs from one for a thousand."),
    "job_level": _("Some studies ask who decides, others ask who uses what was decided."),
    "income": _("Few studies ask for it, most of them about money. A rough step is enough."),
}
_REST = _("I would rather not say")
OPTIONS: dict[str, dict[str, Text]] = {
    "gender": {
        "woman": _("Woman"), "man": _("Man"), "non_binary": _("Non-binary"), "another": _("Another"),
        profile.NOT_SAID: _REST,
    },
    "devices": {
        "iphone": _("iPhone"), "android_phone": _("Android phone"), "ipad": _("iPad"),
        "android_tablet": _("Android tablet"), "windows": _("Windows computer"), "mac": _("Mac"),
        "linux": _("Linux computer"),
    },
    "web_use": {
        "hourly": _("Many times a day"), "daily": _("About every day"), "weekly": _("A few times a week"),
        "seldom": _("Less often"),
    },
    "employment": {
        "full_time": _("Employed, full time"), "part_time": _("Employed, part time"),
        "self_employed": _("Self-employed"), "looking": _("Looking for work"), "student": _("Studying or in training"),
        "at_home": _("At home for family"), "retired": _("Retired"), "unable": _("Not able to work"),
        profile.NOT_SAID: _REST,
    },
    "industry": {
        "agriculture": _("Farming and forestry"), "construction": _("Building"),
        "manufacturing": _("Manufacturing"), "energy": _("Energy and water"), "retail": _("Shops and trade"),
        "transport": _("Transport and storage"), "hospitality": _("Travel, food and lodging"),
        "media": _("Media and advertising"), "software": _("Software and data"), "telecoms": _("Telecommunications"),
        "finance": _("Banks and insurance"), "real_estate": _("Real estate"),
        "consulting": _("Law, tax and consulting"), "public": _("Public service"), "education": _("Education"),
        "health": _("Health and care"), "arts": _("Arts and sport"), "non_profit": _("Associations and charities"),
        "other": _("Something else"),
    },
    "company_size": {
        "1": _("Only me"), "2-10": _("2 to 10"), "11-50": _("11 to 50"), "51-200": _("51 to 200"),
        "201-1000": _("201 to 1,000"), "1001-5000": _("1,001 to 5,000"), "5001+": _("More than 5,000"),
    },
    "job_level": {
        "intern": _("Intern or trainee"), "entry": _("At the beginning"), "experienced": _("With experience"),
        "team_lead": _("Leading a team"), "manager": _("Manager"), "director": _("Head of a department"),
        "executive": _("Member of the board"), "owner": _("Owner"),
    },
    "income": {
        "to_20": _("Up to 20,000 euros"), "20_40": _("20,000 to 40,000 euros"), "40_60": _("40,000 to 60,000 euros"),
        "60_80": _("60,000 to 80,000 euros"), "80_100": _("80,000 to 100,000 euros"),
        "100_150": _("100,000 to 150,000 euros"), "from_150": _("More than 150,000 euros"),
        profile.NOT_SAID: _REST,
    },
}  # fmt: skip
FAULTS: dict[str, Text] = {
    "unknown": _("That is none of the possible answers. Please choose one of them, or leave it empty."),
    "not_a_year": _("Please type a year with four digits, for instance 1984, or leave it empty."),
    "too_young": _("People who take part are at least %(years)s years old.", years=profile.YOUNGEST),
    "too_old": _("Please look at this year again, or leave it empty."),
    "too_many": _("Those are too many. Please choose the most important ones."),
}


def label(name: str) -> Text:
    """What the fact is called when somebody is asked about themselves."""
    return LABELS[name]


def short(name: str) -> Text:
    """What it is called in a filter or in a list."""
    return SHORT[name]


def why(name: str) -> Text:
    """Why it is asked, in one sentence."""
    return WHY[name]


def options(name: str) -> list[tuple[str, Text | str]]:
    """Every code that may be answered with its words, in the order to offer them, for the reader of now. A year has
    none."""
    if name == "country":
        return list(profile.country_names(reader().language))
    if name == "languages":
        return list(profile.language_names(reader().language))
    return list(OPTIONS.get(name, {}).items())


def option(name: str, code: str) -> Text | str:
    """One answer in words; a code of former times as it is."""
    return dict(options(name)).get(code, code)


def in_words(name: str, kept: Any) -> Text | str:
    """What a profile's column says, in words; "" where nothing is told."""
    if not kept:
        return ""
    if profile.FACTS[name].several:
        return str(Names(tuple(str(option(name, code)) for code in profile.unpacked(kept))))
    return option(name, kept) if profile.FACTS[name].kind == profile.ONE else str(kept)


def understood(typed: Mapping[str, Any], year: int) -> dict[str, Any]:
    """The values of what was typed (rules/profile.parse), or Invalid with a sentence for each field."""
    found = profile.parse(typed, year)
    if found.faults:
        raise Invalid({name: FAULTS[code] for name, code in found.faults.items()})
    return found.values
