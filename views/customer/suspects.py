"""What arrived and could not be trusted: what it was, when, why it is doubtful, what it would have done; and that
somebody looked at it. Nothing here ever changes a state."""

from flask import Blueprint, abort, g, render_template, request

from commands import reconciling
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _
from models.outside import Suspect
from models.participants import Participant
from models.recruiting import Candidate
from rules.identifiers import tail_of
from rules.typed import whole
from views import filters, reply
from views.access import MAY, membership
from views.customer import board
from views.forms import worded

views = Blueprint("suspects", __name__)
SHOWN = 25
# What it is, why it is doubtful, and what it would have done.
KINDS: dict[str, tuple[Text, Text, Text]] = {
    "unsigned": (_("A link without a signature"),
                 _("Anybody could have written it: it carries no signature of the other side."),
                 _("It would have let somebody in, or said that somebody is done.")),
    "altered": (_("A link that was altered"),
                _("Its signature does not fit what stands in it. Something was changed after it was signed."),
                _("It would have done what the altered words say, for the ID that stands in it.")),
    "expired": (_("A link that is too old"),
                _("It was signed by the other side, and its time is over. Old links wander about."),
                _("It would have let somebody in, or said that somebody is done.")),
    "unknown_key": (_("A link of an unknown sender"),
                    _("No connection has the key that it names, or that connection was revoked."),
                    _("It would have let somebody in, or said that somebody is done.")),
    "malformed": (_("A link that can not be read"),
                  _("Parts of it are missing, doubled or too long."),
                  _("Nothing that could be told: it says nothing complete.")),
    "replayed": (_("A link that was used before"),
                 _("Each link opens once. This one had been used already."),
                 _("It would have done the same a second time.")),
    "unknown_id": (_("An ID that nobody here has"),
                   _("The other side speaks of somebody whom it never sent, or whom we never sent there."),
                   _("It would have moved somebody, if there were such a person.")),
    "forged": (_("A call with a wrong signature"),
               _("It came to the address of the connection, and was not signed with its secret."),
               _("It would have told how somebody stands.")),
    "swapped": (_("A link of another study"),
                _("It is signed for a different study than the one at which it arrived."),
                _("It would have let somebody into the wrong study.")),
    "backwards": (_("A step backwards"),
                  _("The other side had said Submitted, and then said less, without taking it back properly."),
                  _("It would have taken Submitted back.")),
    "quality": (_("The tool doubts the quality"),
                _("The other side says that the answers are poor. That is a hint for a person, never a decision."),
                _("It would have excluded somebody, if it were obeyed.")),
    "error": (_("The tool reports an error"),
              _("Something broke at the other side while this person was at it."),
              _("It would have ended somebody's part without their doing.")),
    "ghost": (_("Done, says only the browser"),
              _("A browser came back and said complete, and no word of the server followed. That is known as a ghost "
                "complete."),
              _("It would have set Submitted, and later released an incentive.")),
}  # fmt: skip
OUTCOMES: dict[str, Text] = {
    "harmless": _("Harmless: an old link, a double click, a test"),
    "mistake": _("A mistake at the other side, and they know"),
    "attempt": _("Somebody tried something"),
    "other": _("Something else"),
}


def words_of(kind: str) -> tuple[Text, Text, Text]:
    """What it is, why it is doubtful, what it would have done."""
    return KINDS.get(kind) or KINDS["malformed"]


@views.get("/board/suspects")
def index():
    """What waits for a look, the newest first; and what was settled."""
    member = membership()
    settled = request.args.get("show") == "settled"
    tail = tail_of(filters.text("q").strip().lower())
    before = whole(request.args.get("before", ""), 18)
    rows = Suspect.select().where(Suspect.workspace == member.workspace_id, Suspect.settled_at.is_null(not settled))
    if tail:
        rows = rows.where(Suspect.outside_id.in_((f"pp_{tail}", f"i{tail}")))
    if before:
        rows = rows.where(Suspect.id < before)
    found = list(rows.order_by(Suspect.id.desc()).limit(SHOWN + 1))
    return render_template(
        "customer/board/suspects.html", rows=found[:SHOWN], words_of=words_of, settled=settled, tail=tail,
        older=filters.same(request.path, before=found[SHOWN - 1].id) if len(found) > SHOWN else None,
        newest=filters.same(request.path, before=None) if before else None, outcomes=OUTCOMES,
    )  # fmt: skip


def of_team(code: str, member) -> Suspect:
    """One of the asker's team; everybody else's does not exist."""
    return Suspect.get_or_none(Suspect.code == code, Suspect.workspace == member.workspace_id) or abort(404)


@views.get("/board/suspects/<code>")
def show(code: str):
    """One of them."""
    member = membership()
    return page(member, of_team(code, member))


def page(member, row: Suspect, status: int = 200, errors=None, refusal=None):
    """What arrived, why it is doubtful, what it would have done; and the person, if there is one with this ID."""
    return render_template(
        "customer/board/suspect.html", row=row, words=words_of(row.kind), whose=whose(row), errors=worded(errors),
        refusal=refusal, typed=request.form, may="complete" in MAY[member.role], outcomes=list(OUTCOMES.items()),
        outcome=OUTCOMES.get(row.outcome), settler=row.settled_by if row.settled_by_id else None,
    ), status  # fmt: skip


def whose(row: Suspect):
    """The person of ours who has this ID; nobody where it is hidden or unknown."""
    tail = tail_of(row.outside_id)
    if tail is None:
        return None
    if row.study_id:
        there = (Participant.study == row.study_id) & (Participant.outside_id == f"pp_{tail}")
        found = Participant.get_or_none(there)
    else:
        found = Candidate.get_or_none(Candidate.project == row.project_id, Candidate.tail == tail)
    return found if found is not None and found.recruiter_id else None


@views.post("/board/suspects/<code>/settle")
def settle(code: str):
    """Somebody looked at it, and says what it was."""
    member, instead = board.member_who()
    row = of_team(code, member)
    if instead:
        return instead
    given = request.form.get("outcome", ""), request.form.get("word", "")
    try:
        reconciling.settle(row, *given, board.acting(), g.at)
    except Invalid as problem:
        return page(member, row, 422, errors=problem.errors)
    except Refused as problem:
        return page(member, of_team(code, member), 409, refusal=problem.refusal)
    return reply.lead(f"{request.script_root}/board/suspects", "suspect_settled")
