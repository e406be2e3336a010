"""What is done with one person and is more than one move: an exclusion in its order, Completed on both sides, and what
somebody of the team states to have done at an outside recruiter."""

from flask import Blueprint, g, render_template, request

from commands import exclusions, settling
from commands.fire import Stale
from lifecycle import signwords
from lifecycle.attempt import Refusal, Refused
from lifecycle.words import Moment, Text, _
from models import signs
from models.participants import Participant
from models.recruiting import Exclusion
from models.rights import LONGEST_WAIT
from views import details, reply
from views.access import TOO_LOW, Reached, reach
from views.fire import form_page

views = Blueprint("people", __name__)


@views.get("/participants/<code>/exclude_in_order")
def exclude_in_order(code: str):
    """The form of an exclusion that begins at the recruiting side; what it posts to does both steps in their order."""
    reached = reach("participant", code, "customer")
    if not reached.allows("exclude"):
        return reply.forbidden(TOO_LOW)
    return form_page(reached, "exclude", details.needed("participant", "exclude", "customer"))


# What somebody of the team can state: the move that their role has to allow, the command, and the words of the page.
STATEMENTS = {
    "completed_there": ("complete", settling.state_completed, "completion_stated"),
    "removed_there": ("exclude", exclusions.stated, "removal_stated"),
}
STATED: dict[str, tuple[Text, Text, Text]] = {
    "completed_there": (
        _("I completed them there"),
        _("You marked this person as Completed at the recruiting side, and its word did not arrive here."),
        _("They are Completed here too. The recruiting side pays them, once; nothing is paid from here."),
    ),
    "removed_there": (
        _("I removed them there"),
        _("You removed this person at the recruiting side, and its confirmation did not arrive here."),
        _("They are excluded here too, now or once their conversation is over. Their ID is hidden from then on."),
    ),
}
NOTHING_WAITS = Refusal("nothing_waits", _("There is nothing to state: nothing waits for the recruiting side."))


@views.route("/participants/<code>/completed_there", methods=["GET", "POST"], defaults={"what": "completed_there"})
@views.route("/participants/<code>/removed_there", methods=["GET", "POST"], defaults={"what": "removed_there"})
def state(code: str, what: str):
    """What would be recorded; and then that."""
    reached = reach("participant", code, "customer")
    event, command, said = STATEMENTS[what]
    if not reached.allows(event):
        return reply.forbidden(TOO_LOW)
    if not may_state(reached.row, what):
        return reply.refused(reached, NOTHING_WAITS)
    if request.method == "GET":
        heading, lead, follows = STATED[what]
        kept = _("Kept with it: your name, %(name)s, and the time. Your team reads that in the audit log.",
                 name=g.me.name)  # fmt: skip
        page = {"row": reached.row, "what": what, "heading": heading, "lead": lead, "follows": follows, "kept": kept}
        return render_template("customer/participant/stated.html", **page)
    try:
        command(reached.row, reached.by, g.at)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(reply.address(reached.row), said)


def may_state(row: Participant, what: str) -> bool:
    """Whether that could be so now: only where the recruiting side is outside and its word is missing."""
    if row.recruiter != "outside":
        return False
    if what == "completed_there":
        return row.state == "submitted" and not row.reported
    return waiting(row) is not None


def together(reached: Reached) -> list[tuple[str, Text, Text, str]]:
    """(command, label, what follows, method) of what this reader can do on both sides at once."""
    row: Participant = reached.row
    found = []
    if (
        row.candidate
        and row.state == row.candidate.state == "submitted"
        and reached.allows("complete")
        and not row.reported
    ):
        words = _("First in the project, then here. It releases the incentive, once, and can not be taken back.")
        found.append(("complete", _("Mark as Completed on both sides"), words, "post"))
    left = row.state not in ("completed", "excluded") and row.live_session is None
    if row.recruiter and left and not row.removed_at_recruiter and waiting(row) is None and reached.allows("exclude"):
        words = _("First at the recruiting side, then here. Their ID is hidden from then on.")
        found.append(("exclude_in_order", _("Exclude on both sides"), words, "get"))
    for what, (event, _command, _said) in STATEMENTS.items():
        if reached.allows(event) and may_state(row, what):
            found.append((what, STATED[what][0], STATED[what][1], "get"))
    return found


def steps(row: Participant) -> list[dict]:
    """The two steps of an exclusion that is under way: who waits for whom since when."""
    if row.recruiter != "outside" or row.state == "excluded":
        return []
    asked = waiting(row)
    kept = None if asked or not row.fact("removal_confirmed") else exclusions.of(row)
    if kept is not None and kept.done_at is not None:
        return []
    if (found := asked or kept) is None:
        return []
    there = {"title": _("Recruiting side: remove them"), "at": found.asked_at, "who": found.asked_by.name}
    if asked:
        return [
            {**there, "now": True, "says": _("Asked for by %(who)s. It waits for the recruiter's confirmation.",
                                             who=there["who"])},
            {"title": _("This study: exclude them"), "now": False, "says": _("Follows by itself with the confirmation, "
                                                                             "or when you say that you removed them.")},
        ]  # fmt: skip
    return [
        {**there, "now": False, "at": found.confirmed_at, "says": _("Confirmed.")},
        {"title": _("This study: exclude them"), "now": True, "says": _("Follows by itself once their conversation is "
                                                                        "over.")},
    ]  # fmt: skip


def noticed(row: Participant) -> list[Text]:
    """What deserves a look before somebody who did the study alone is decided; it decides nothing."""
    if row.state != "submitted" or row.kind == "live_conversation":
        return []
    return [signwords.sentence(sign) for sign in signs.of(row.study_id, row.kind, [row.id]).get(row.id, [])]


def forgotten(row: Participant) -> Text | None:
    """That somebody whose part waits for a decision wants to be forgotten, until when that waits for it, or that it
    has happened and money reaches nobody any more."""
    if row.state != "submitted" or row.recruiter == "outside" or not row.leaving:
        return None
    if row.person.erased_at is not None:
        return _("Their data was erased, as they asked. You can still decide, but what Completed owes them can reach "
                 "nobody any more: it would have to be written off.")  # fmt: skip
    until = Moment(row.person.erasure_asked_at + LONGEST_WAIT)
    return _("They asked for their data to be erased. That waits for your decision until %(when)s. After that nobody "
             "can be paid for it.", when=until)  # fmt: skip


def waiting(row: Participant) -> Exclusion | None:
    """The exclusion of this person that waits for the recruiting side, if there is one."""
    if not row.fact("removal_asked"):
        return None
    mine = (Exclusion.participant_id == row.id) & Exclusion.confirmed_at.is_null()
    return row.once("exclusion", lambda: Exclusion.get_or_none(mine))
