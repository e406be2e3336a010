"""The page of any row that has none of its own yet: its state, what it is, what can be done, and what happened."""

from flask import g

from lifecycle import paywords
from lifecycle.words import Text, _
from models import reporting
from models.base import Living
from models.money import Payout
from models.standing import Report
from views import report_words
from views.access import Reached
from views.offers import offers
from views.reply import page_of
from views.timeline import items
from views.whom import whom

NOUNS: dict[str, Text] = {
    "session": _("Conversation"),
    "participant": _("Participant"),
    "candidate": _("Candidate"),
    "payout": _("Payout"),
    "study": _("Study"),
    "project": _("Recruiting project"),
    "report": _("Report"),
    "standing": _("Standing"),
}
WAYS: dict[str, tuple[Text, str]] = {
    "payout": (_("Payouts"), "/payouts"),
}
PURPOSES = {"reward": _("Reward"), "late_cancel": _("Compensation for a late change"), "bonus": _("Bonus")}


@page_of("any", "any")
def generic(reached: Reached) -> dict:
    """What any row can say of itself."""
    row = reached.row
    return {
        "noun": NOUNS[reached.noun],
        "heading": heading(row),
        "facts": FACTS.get(type(row), lambda one, who: [])(row, whom(row, reached.audience)),
        "offers": offers(reached),
        "timeline": items(reached, [row]),
        "desk": reached.audience != "contributor",
        "way": WAYS.get(reached.noun) if reached.audience == "customer" else None,
        "links": links(row) if reached.audience == "customer" else [],
        "held": held(reached),
    }


def held(reached: Reached) -> tuple[Text, Report | None] | None:
    """Why money is on hold, until when, and the report that holds it."""
    row = reached.row
    if not isinstance(row, Payout) or row.state != "on_hold":
        return None
    report = reporting.holding([row.id]).get(row.id)
    return report_words.on_hold(report, g.at, reached.audience == "contributor"), report


def links(row: Living) -> list[tuple[Text, Living]]:
    """The rows that belong to this one and have pages of their own, for the team."""
    found: list = []
    if isinstance(row, Payout):
        found = [
            (_("The person in the study"), row.participant),
            (_("The person in the project"), row.candidate),
            (_("The conversation"), getattr(row, "session", None)),
        ]
    return [(label, other) for label, other in found if other is not None]


def heading(row: Living) -> str:
    """The name of a row."""
    if isinstance(row, Payout):
        return str(PURPOSES[row.purpose])
    return row.code


def _payout(row: Payout, who: str) -> list:
    found = [(_("Amount"), row.money), (_("To"), who)]
    found += [(_("Study"), row.study.title)] if row.study else []
    found += [(_("What went wrong"), paywords.why(row.failure))] if row.failure else []
    return found + ([(_("Proof"), row.proof)] if row.proof else [])


FACTS = {Payout: _payout}
