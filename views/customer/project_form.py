"""What the steps of a recruiting project hold: their fields as they were typed, and as the commands take them."""

from collections.abc import Mapping

from lifecycle.words import Text, _
from models.recruiting import Project
from rules import money
from rules.typed import whole
from views.customer import study_form

WANTED_MOST = 100_000


def typed(row: Project, language: str) -> dict:
    """The fields of a project as somebody would have typed them."""
    return {
        "title": row.title,
        "about": row.about,
        "incentive": study_form.amount(row.incentive, row.currency, language),
        "budget": study_form.amount(row.budget or 0, row.currency, language),
        "wanted": row.wanted or "",
        "owner": row.owner.code if row.owner else "",
        "owner_ticked": "1" if row.owner_ticked else "",
    }


def details(form: Mapping[str, str], currency: str, language: str) -> tuple[dict, dict[str, Text]]:
    """(values of the first step for the command, errors by field)."""
    values, errors = amended(form, currency, language)
    try:
        values["incentive"] = money.parse_amount(form.get("incentive", ""), currency, language)
    except ValueError as problem:
        errors["incentive"] = study_form.AMOUNT_ERRORS.get(problem.args[0], study_form.AMOUNT_ERRORS["not_a_number"])
    return values, errors


def amended(form: Mapping[str, str], currency: str, language: str) -> tuple[dict, dict[str, Text]]:
    """What may still change once the project is launched: words and the budget."""
    values, errors = study_form.words(form)
    more, wrong = study_form.budget(form, currency, language)
    kept = {name: value for name, value in (values | more).items() if name in ("title", "about", "budget")}
    return kept, {name: words for name, words in (errors | wrong).items() if name != "meeting_link"}


def wanted(form: Mapping[str, str]) -> tuple[dict, dict[str, Text]]:
    """How many people are to be sent on."""
    number = whole(form.get("wanted", "").strip(), 6)
    if number is None or not 1 <= number <= WANTED_MOST:
        return {}, {"wanted": _("Please type a number from %(first)s to %(last)s.", first=1, last=WANTED_MOST)}
    return {"wanted": number}, {}
