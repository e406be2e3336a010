"""An invitation into a team, for whom it is for: looking changes nothing, and only the owner of the address accepts."""

from flask import Blueprint, abort, g, request

from commands import teams as commands
from lifecycle.attempt import Invalid, Refused
from lifecycle.roles import MAY_SAY, ROLES
from models import teams
from views import asker, reply
from views.access import memberships, signed_in
from views.forms import worded
from views.shown import url

views = Blueprint("team_invite", __name__)


@views.get("/team-invites/<code>")
def look(code: str):
    """What is asked, for who is signed in with the address; everybody else signs in first."""
    signed_in()
    return page(code)


def page(code: str, status: int = 200, errors=None, refusal=None):
    """The invitation; whoever has another address reads one sentence that names nobody."""
    row = teams.invite(code) or abort(404)
    if (g.me.email or "").lower() != row.email:
        return reply.page("customer/team/invite.html", 403, row=None, refusal=commands.OTHER)
    return reply.page(
        "customer/team/invite.html",
        status,
        row=row,
        role=ROLES[row.role],
        says=MAY_SAY[row.role],
        inside=any(member.workspace_id == row.workspace_id for member in memberships()),
        unnamed=not g.me.name.strip(),
        typed=request.form,
        refusal=refusal or commands.why_not(row, g.me, g.at),
        errors=worded(errors),
    )


@views.post("/team-invites/<code>")
def accept(code: str):
    """Come into the team."""
    signed_in()
    row = teams.invite(code) or abort(404)
    try:
        _row, secret = commands.accept(row, g.signin, request.form.get("name", ""), g.at, request.user_agent.string)
    except Invalid as problem:
        return page(code, 422, problem.errors)
    except Refused as problem:
        return page(code, 409, refusal=problem.refusal)
    response = reply.lead(url("/today"), "joined_team")
    asker.set_cookie(response, "signin", secret, asker.YEAR // 4)
    return response
