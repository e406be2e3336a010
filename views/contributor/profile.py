"""What a member says about themselves: the username, how letters address them, and the facts that filters look at."""

from flask import Blueprint, g, redirect, request

from commands import profiles
from commands.names import look_up
from lifecycle.attempt import Invalid
from models.network import NETWORK, Profile
from rules import profile
from views import reply
from views.contributor import facts_form
from views.contributor.joining import member, put_off, unread
from views.shown import url

views = Blueprint("profile", __name__)


@views.get("/me/profile")
def show():
    """The profile as it is; who is no member is shown the way in."""
    mine = member()
    if not mine.standing:
        return redirect(url("/join"), 303)
    if unread(mine) and not put_off():
        return redirect(url("/join/terms"), 303)
    row = Profile.get_or_none(Profile.person == g.me.id, Profile.scope == NETWORK)
    return page({"username": g.me.username or "", "name": g.me.name, **facts_form.of_row(row)}, mine.told)


def page(typed: dict, told: int, status: int = 200, errors: dict | None = None):
    """The form, with what was typed."""
    return reply.page(
        "contributor/profile/page.html",
        status,
        typed=typed,
        fields=facts_form.fields(typed),
        told=told,
        total=len(profile.FACTS),
        errors={field: str(sentence) for field, sentence in (errors or {}).items()},
    )


@views.post("/me/profile")
def save():
    """Everything at once; where something was not understood nothing is kept, and all of it is said."""
    mine = member()
    if not mine.standing:
        return redirect(url("/join"), 303)
    typed = {"username": request.form.get("username", ""), "name": request.form.get("name", ""), **facts_form.sent()}
    look_up(g.me.id, g.at)
    try:
        profiles.write(g.me, typed, g.at)
    except Invalid as problem:
        return page(typed, mine.told, 422, problem.errors)
    return reply.lead(url("/me/profile"), "saved")
