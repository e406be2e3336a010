"""The page of a payout for whom it is owed to: what became of it in plain words, why it failed, and what they can
do."""

from lifecycle import paywords
from lifecycle.words import Moment, Text, _
from models.money import Payout
from views import generic
from views.access import Reached
from views.contributor.money import PURPOSES, expected, meaning
from views.customer.payout import elsewhere
from views.offers import offers
from views.reply import page_of
from views.timeline import items
from views.whom import whom

ADDRESS = _("Name another address, and it is sent there.")
TEAM = _("The team knows and puts it right. You need not do anything.")


@page_of("contributor", "payout")
def payout(reached: Reached) -> dict:
    """Everything about this money."""
    row: Payout = reached.row
    held = generic.held(reached)
    return {
        "heading": str(PURPOSES[row.purpose]),
        "meaning": None if held else meaning(row),
        "expected": expected(row),
        "facts": facts(row),
        "failed": why(row) if row.state == "failed" else None,
        "held": held,
        "offers": [*offers(reached), *elsewhere(reached)],
        "timeline": items(reached, [row]),
    }


def facts(row: Payout) -> list[tuple]:
    """What it is for, and from whom."""
    title = row.study.title if row.study_id else row.candidate.project.title if row.candidate_id else ""
    found = [
        (_("For"), title), (_("From"), row.workspace.name), (_("To"), whom(row, "contributor")),
        (_("Owed since"), Moment(row.due_at)),
    ]  # fmt: skip
    return [*found, (_("Proof"), row.proof)] if row.proof else found


def why(row: Payout) -> list[Text | str]:
    """Why it failed, and what helps."""
    helps = ADDRESS if row.failure in paywords.ADDRESS else TEAM
    return [paywords.why(row.failure), helps] if row.failure else [helps]
