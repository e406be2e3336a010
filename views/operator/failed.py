"""Money that did not arrive, over all workspaces: failed, of unknown fate, overdue; and how many letters got stuck."""

from flask import Blueprint, g, render_template, request

from lifecycle import paywords
from lifecycle.payout import PayoutLifecycle
from lifecycle.words import Text, _, reader
from models import desk
from rules import money
from rules.times import from_epoch
from views import filters
from views.operator.asked import operator

views = Blueprint("operator_failed", __name__)
KINDS = {"failed": _("Failed"), "unknown": _("Unknown"), "overdue": _("Overdue")}
WHY: dict[str, Text] = {
    "unknown": _("The provider did not answer. It is looked up, and nothing is sent a second time meanwhile."),
    "due": _("Nobody has sent it on its way yet."),
    "sending": _("It is being sent, and nothing came back."),
    "sent": _("The provider has it, and it has not arrived."),
}
HERE = "/operator/failed"


@views.get(HERE)
def show():
    """The payouts of one kind, newest first."""
    operator()
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else "failed"
    found = desk.stuck(kind, g.at, filters.number("before"))
    waiting = desk.waiting(g.at)
    older = found[desk.SHOWN - 1].id if len(found) > desk.SHOWN else None
    here = f"{request.script_root}{HERE}"
    counts = {key: waiting[key].count if key in waiting else 0 for key in (*KINDS, "letters")}
    return render_template(
        "operator/failed.html",
        rows=[row(one) for one in found[: desk.SHOWN]],
        kind=kind,
        tabs=[
            {"url": f"{here}?kind={key}", "label": label, "count": counts[key], "here": key == kind}
            for key, label in KINDS.items()
        ],
        letters=counts["letters"],
        older=filters.same(here, before=older) if older else None,
        newest=filters.same(here, before=None) if "before" in request.args else None,
    )


def row(one: desk.Stuck) -> dict:
    """A payout as it is listed."""
    return {
        "url": f"{request.script_root}/payouts/{one.code}?as=operator",
        "who": one.who,
        "amount": money.show(one.amount, one.currency, reader().language),
        "study": one.study,
        "owner": one.owner,
        "team": one.team,
        "team_url": f"{request.script_root}/operator/workspaces/{one.team_code}",
        "state": one.state,
        "label": PayoutLifecycle.label(one.state),
        "why": paywords.why(one.failure) or WHY.get(one.state, ""),
        "since": from_epoch(one.due_at),
    }
