"""What is done with one person and is more than one move: an exclusion in its order, and Completed on both sides."""

from flask import Blueprint

from lifecycle.words import Text, _
from models.participants import Participant
from models.recruiting import Exclusion
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
    return found


def waiting(row: Participant) -> Exclusion | None:
    """The exclusion of this person that waits for the recruiting side, if there is one."""
    if not row.fact("removal_asked"):
        return None
    return Exclusion.get_or_none(Exclusion.participant_id == row.id, Exclusion.confirmed_at.is_null())
