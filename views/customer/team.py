"""The team: who is in it and what each role may do, who is asked in, and how somebody's role changes or they go."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, g, request

from commands import teams as commands
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.roles import MAY_SAY, ROLES
from lifecycle.words import Text, _
from models import teams
from models.studies import HOLDERS
from models.workspaces import Member, Seat, TeamInvite
from views import reply
from views.access import FOR_ADMINS, MAY, TOO_LOW, may, membership, memberships
from views.forms import worded
from views.fresh import not_fresh
from views.shown import url
from views.signin import LONGEST_WAY

views = Blueprint("team", __name__)


class Group(NamedTuple):
    """Actions that a role may do together or not at all, as one line of the table of roles."""

    label: Text
    actions: frozenset


# Every action of access.MAY is in one of these, and each role may do all of a group or nothing of it.
REVIEW, NOTES = frozenset({"approve", "send_back"}), frozenset({"remark"})
GROUPS = (
    Group(_("Read studies, answers and conversations"), frozenset()),
    Group(_("Keep notes"), NOTES),
    Group(_("Approve studies and send them back"), REVIEW),
    Group(_("Write and launch studies, hold conversations, decide on people, pay"), MAY["creator"] - REVIEW - NOTES),
    Group(_("Decide who is in the team, and change the settings"), FOR_ADMINS),
)


def allowed() -> list[tuple[Text, list[tuple[Text, bool]]]]:
    """The table of roles: each group of actions with what every role may."""
    return [(group.label, [(name, group.actions <= MAY[role]) for role, name in ROLES.items()]) for group in GROUPS]


@views.get("/team")
def team():
    """Who is in the workspace, and with which role."""
    return page(typed=request.args)


def page(status: int = 200, typed=None, errors=None, refusal: Refusal | None = None):
    """The team as it is now, with what was typed into the form that asks somebody in."""
    mine = membership()
    house, admin = mine.workspace, may("members")
    return reply.page(
        "customer/team/page.html",
        status,
        workspace=house,
        members=teams.members(house.id),
        seats=seats(house) if house.plan == "seat" else None,
        invites=teams.invites(house.id) if admin else [],
        admin=admin,
        mine=mine,
        roles=ROLES,
        says=MAY_SAY,
        allowed=allowed(),
        days=commands.LASTS.days,
        typed=typed or {},
        errors=worded(errors),
        refusal=refusal,
    )


def seats(house) -> dict[int, Seat]:
    """Person's id -> their creator seat of this year."""
    rows = Seat.select().where(Seat.workspace == house, Seat.year == g.at.year)
    return {row.person_id: row for row in rows}


def refused_here(back: str):
    """Why nothing is done yet: not an administrator, or a sign-in that is too old (then on to `back`)."""
    if not may("members"):
        return reply.forbidden(TOO_LOW)
    return not_fresh(back if len(url(back)) <= LONGEST_WAY else "/team")


# Asking somebody in -------------------------------------------------------------------------------------------------


@views.post("/team/invite")
def invite():
    """Send a letter to an address."""
    email, role = request.form.get("email", "").strip(), request.form.get("role", "")
    if instead := refused_here("/team?" + urlencode({"email": email, "role": role}) + "#ask"):
        return instead
    try:
        commands.invite(membership().workspace, email, role, By("customer", g.me.id), g.at)
    except Invalid as problem:
        return page(422, request.form, problem.errors)
    return reply.lead(url("/team") + "#asked", "asked_in")


def asked(code: str) -> TeamInvite:
    """The invitation of one's own team with this code."""
    row = teams.invite(code)
    return row if row is not None and row.workspace_id == membership().workspace_id else abort(404)


@views.post("/team/invites/<code>/again")
def again(code: str):
    """Send its letter once more."""
    return on_invite(code, commands.invite_again, "sent_again")


@views.post("/team/invites/<code>/take-back")
def take_back(code: str):
    """Take an invitation back."""
    return on_invite(code, commands.take_back, "taken_back")


def on_invite(code: str, command, said: str):
    """Do this with an invitation, or show the team as it is now."""
    row = asked(code)
    if instead := refused_here("/team"):
        return instead
    try:
        command(row, By("customer", g.me.id), g.at)
    except Refused as problem:
        if problem.refusal.code == "too_many":
            raise
        return page(409, refusal=problem.refusal)
    return reply.lead(url("/team") + "#asked", said)


# One member ---------------------------------------------------------------------------------------------------------


def one(code: str) -> Member:
    """The member of one's own team with this code; oneself for everybody, others for administrators (403)."""
    return teams.member(membership().workspace_id, code) or abort(404)


@views.get("/team/<code>")
def member(code: str):
    """Somebody's role, and what follows if it changes or they go: said before anything is pressed."""
    row = one(code)
    return member_page(row) if may("members") or row.person_id == g.me.id else reply.forbidden(TOO_LOW)


def member_page(row: Member, status: int = 200, errors=None, refusal: Refusal | None = None, typed=None):
    """One member's page."""
    return reply.page(
        "customer/team/member.html",
        status,
        row=row,
        person=row.person,
        own=row.person_id == g.me.id,
        admin=may("members"),
        held=teams.held(row.workspace_id, row.person_id, g.at),
        workspace=membership().workspace,
        roles=ROLES,
        says=MAY_SAY,
        chosen=typed or row.role,
        holders=[ROLES[role] for role in HOLDERS],
        errors=worded(errors),
        refusal=refusal,
    )


@views.post("/team/<code>/role")
def role(code: str):
    """Give somebody another role."""
    row = one(code)
    if instead := refused_here(f"/team/{code}"):
        return instead
    wanted, by = request.form.get("role", ""), By("customer", g.me.id)
    return on_member(row, lambda: commands.change_role(row, wanted, by, g.at, seen()), "role_changed", wanted)


@views.post("/team/<code>/remove")
def remove(code: str):
    """Out of the team: somebody by an administrator, or oneself."""
    row, own = one(code), g.me.id
    if row.person_id != own and not may("members"):
        return reply.forbidden(TOO_LOW)
    if instead := not_fresh(f"/team/{code}"):
        return instead
    return on_member(row, lambda: commands.remove(row, By("customer", own), g.at, seen()), "member_gone")


def seen() -> str | None:
    """The role that the form was made for."""
    return request.form.get("seen") or None


def on_member(row: Member, command, said: str, typed: str | None = None):
    """Do this with a member; who changed their own role is signed out by it."""
    try:
        command()
    except Invalid as problem:
        return member_page(row, 422, problem.errors, typed=typed)
    except Refused as problem:
        fresh_row = teams.member(row.workspace_id, row.person.code)
        if fresh_row is None:
            return page(409, refusal=problem.refusal)
        return member_page(fresh_row, 409, refusal=problem.refusal)
    own = row.person_id == g.me.id
    return reply.lead(url("/sign-in" if own else "/team"), "signed_out_everywhere" if own else said)


# Which of several -----------------------------------------------------------------------------------------------------


@views.post("/workspaces/current")
def work_in():
    """Of several workspaces, show this one in this browser from now on."""
    code = request.form.get("workspace", "")
    found = next((one for one in memberships() if one.workspace.code == code), None) or abort(404)
    commands.work_in(g.signin, found.workspace_id)
    return reply.lead(url("/today"), "works_in")
