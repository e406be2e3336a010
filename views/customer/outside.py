"""Outside recruiters of a study, and the page of one connection: what to hand over, its secret, what was told both
ways, who looks after it, and its end."""

from flask import Blueprint, abort, current_app, g, request

from commands import calls, connections
from commands.signin import draw
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import Text, _
from models import projects, talks
from models.outside import Connection
from models.people import Person
from views import reply
from views.access import MAY, TOO_LOW, Reached, memberships, reach, signed_in
from views.customer.delivery_words import STATES, words_of
from views.forms import worded
from views.fresh import fresh, not_fresh
from views.shown import url

views = Blueprint("outside", __name__)
READS_AN_HOUR = 30
WRITE = "launch"
# Of a call: who or what it was about.
KINDS: dict[str, Text] = {
    "participant.moved": _("How somebody stands in the study"),
    "participant.remove_asked": _("Asked to remove somebody"),
    "candidate.completed": _("Completed"),
    "candidate.removed": _("Removed"),
    "outcome": _("An outcome"),
    "back.complete": _("Came back with “complete”"),
}
OUTCOMES: dict[str, Text] = {
    "": _("Waits for the word of the other server"),
    "older": _("Older than what was known"),
    "as_told": _("Stood so already"),
    "unknown_id": _("Nobody has this ID"),
    "unusable": _("Could not be used"),
    "unknown_state": _("Could not be used"),
    "unknown_outcome": _("Could not be used"),
    "asked": _("Waits for a person"),
    "suspect": _("Kept as a suspect"),
    "backwards": _("A step back: kept as a suspect"),
    "told_by_tester": _("Not followed: they left on this side"),
    "no_way": _("Not followed: no way leads there"),
    "ghost": _("Never confirmed: kept as a suspect"),
    "confirmed": _("Confirmed by the other server"),
    "not_here": _("Nobody has this ID"),
}
FAULTS: dict[str, Text] = {
    "unreachable": _("Nobody answered in time."),
    "slow": _("It took too long for somebody who was waiting. It is asked again in the background."),
    "forbidden_address": _("The name leads to an address that is not public."),
    "not_https": _("The address is not https."),
    "too_large": _("The answer was larger than one megabyte."),
    "redirected": _("It answered that it is elsewhere."),
    "unusable": _("The answer could not be read."),
}


def base() -> str:
    """Where the world reaches this installation."""
    return current_app.config["SETTINGS"].base_url


def handed(row: Connection) -> dict[str, str]:
    """What is handed over to the other side, but for the secret."""
    if row.side == "tool":
        return {"link": row.link, "key": row.key, "calls_url": row.calls_url}
    return {"link": f"{base()}/r/{row.study.link}", "key": row.key, "calls_url": f"{base()}/calls/recruiter/{row.key}"}


@views.get("/studies/<code>/recruiters")
def all_of(code: str):
    """Who sends people into this study from outside."""
    return list_page(reach("study", code, "customer"))


def list_page(reached: Reached, status: int = 200, errors=None, refusal: Refusal | None = None):
    """The connections, and a form for another one."""
    study = reached.row
    return reply.page(
        "customer/outside/list.html",
        status,
        row=study,
        rows=talks.of_study(study.id),
        open=study.audience == "invite" and study.launched_at is not None,
        may=reached.allows(WRITE),
        place=f"{reply.address(study)}/recruiters",
        typed=request.form.get("name", ""),
        errors=worded(errors),
        refusal=refusal,
    )


@views.post("/studies/<code>/recruiters")
def add(code: str):
    """Another one."""
    reached = reach("study", code, "customer")
    if not reached.allows(WRITE):
        return reply.forbidden(TOO_LOW)
    if reached.row.audience != "invite" or reached.row.launched_at is None:
        return list_page(reached, 409, refusal=NOT_BY_LINK)
    try:
        row = connections.make(reached.row, request.form.get("name", ""), reached.by, g.at, g.me)
    except Invalid as problem:
        return list_page(reached, 422, problem.errors)
    except Refused as problem:
        return list_page(reached, 409, refusal=problem.refusal)
    return reply.lead(url(f"/connections/{row.code}"), "connected")


NOT_BY_LINK = Refusal(
    "not_by_link", _("Outside recruiters send people to studies with an invite link, once these are launched.")
)


def own(code: str) -> tuple[Connection, str]:
    """The connection with this code in one of the asker's teams, and their role there; 404 for everybody else."""
    signed_in()
    row = talks.by_code(code) or abort(404)
    role = next((member.role for member in memberships() if member.workspace_id == row.workspace_id), None)
    return row, role or abort(404)


@views.get("/connections/<code>")
def one(code: str):
    """What to hand over, when it was last heard, and what was told."""
    return page(*own(code))


def page(row: Connection, role: str, status: int = 200, secret: bool = False, errors=None, refusal=None):
    """One connection as it is now."""
    response = reply.page(
        "customer/outside/one.html",
        status,
        row=row,
        handed=handed(row),
        recruiter=row.side == "recruiter",
        may=WRITE in MAY[role],
        place=url(f"/connections/{row.code}"),
        secret=row.secret if secret else "",
        old_until=row.old_until if row.old_until is not None and g.at < row.old_until else None,
        mark=connections.mark(row),
        fresh=fresh(),
        fault=FAULTS.get(row.read_fault, row.read_fault),
        owners=projects.able(row.workspace_id) if row.side == "recruiter" else (),
        heard=talks.heard(row.id),
        told=talks.told(row.id),
        kinds=KINDS,
        outcomes=OUTCOMES,
        states=STATES,
        words_of=words_of,
        errors=worded(errors),
        refusal=refusal,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@views.get("/connections/<code>/secret")
def secret(code: str):
    """Its secret, after a fresh sign-in."""
    row, role = own(code)
    if WRITE not in MAY[role]:
        return reply.forbidden(TOO_LOW)
    return not_fresh(f"/connections/{code}/secret") or page(row, role, secret=row.revoked_at is None)


def acting() -> By:
    """Who acts."""
    return By("customer", g.me.id)


def change(code: str, command, said: str, to: str = ""):
    """Do this with a connection, or show it as it is now."""
    row, role = own(code)
    if WRITE not in MAY[role]:
        return reply.forbidden(TOO_LOW)
    try:
        command(row)
    except Invalid as problem:
        return page(row, role, 422, errors=problem.errors)
    except Refused as problem:
        return page(Connection.get_by_id(row.id), role, 409, refusal=problem.refusal)
    return reply.lead(url(f"/connections/{code}{to}"), said)


@views.post("/connections/<code>/rotate")
def rotate(code: str):
    """Another secret, after a fresh sign-in."""
    _row, role = own(code)
    if WRITE in MAY[role] and (instead := not_fresh(f"/connections/{code}")):
        return instead
    overlap, seen = "now" not in request.form, request.form.get("seen", "")
    return change(
        code, lambda row: connections.rotate(row, acting(), g.at, overlap, seen), "connection_secret", "/secret"
    )


@views.post("/connections/<code>/revoke")
def revoke(code: str):
    """Its end."""
    return change(code, lambda row: connections.revoke(row, acting(), g.at), "connection_revoked")


@views.post("/connections/<code>/owner")
def give(code: str):
    """Who looks after it."""
    person = Person.get_or_none(Person.code == request.form.get("owner", ""))
    return change(code, lambda row: connections.name_owner(row, person, acting(), g.at), "saved")


@views.post("/connections/<code>/read")
def read(code: str):
    """Ask the other side for its list now."""
    settings = current_app.config["SETTINGS"]

    def ask(row: Connection) -> None:
        draw(f"read:{row.id}", READS_AN_HOUR, g.at)
        known = row.side != "tool" or row.greeted_at or calls.greet(row, base(), g.at, settings.target_hosts)
        if not known or not calls.read_some([Connection.get_by_id(row.id)], g.at, settings.target_hosts):
            raise Refused(SILENT)

    return change(code, ask, "list_read")


SILENT = Refusal("silent", _("The other side gave no list that could be read. Parlor asks again every ten minutes."))
