"""Becoming a member of the contributor network, step by step: an address, a letter with a code, the terms, a username,
and facts that are all up to the person."""

from flask import Blueprint, current_app, g, redirect, request

from commands import joining, profiles
from commands.names import look_up
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import _
from models.glance import Known, known
from models.network import NETWORK, Profile
from rules import consents
from rules.profile import FACTS
from views import reply
from views.access import signed_in
from views.contributor import consents as agreed
from views.contributor import facts_form, linked
from views.shown import url
from views.signin import E_MAIL, is_address

views = Blueprint("joining", __name__)
STEPS = (_("Terms"), _("Username"), _("About you"))
LATER = "terms_later"


def member() -> Known:
    """What is known of who is asking."""
    return known(signed_in().id, g.at)


def outdated(mine: Known) -> str | None:
    """The terms of the network that they agreed to, where newer ones hold now."""
    last = mine.accepted
    return last if last is not None and last != consents.current(consents.NETWORK) else None


def unread(mine: Known) -> bool:
    """Whether a member has not agreed to the terms that hold now: to none at all, or to older ones."""
    return mine.standing is not None and mine.accepted != consents.current(consents.NETWORK)


def put_off() -> bool:
    """Whether they were asked to read the terms that hold now in this browser, and chose to do so later."""
    return request.cookies.get(LATER) == consents.current(consents.NETWORK)


@views.get("/join")
def start():
    """What the network is, what is kept, and whom to ask; who is signed in goes on where they are."""
    if g.me is None:
        return page()
    if member().standing:
        return redirect(url("/me"), 303)
    return redirect(url("/join/terms"), 303) if g.me.guest else page()


def page(errors: dict | None = None, status: int = 200):
    """The first page, with what was typed."""
    return reply.page(
        "contributor/join/start.html",
        status,
        typed=request.form.get("email", ""),
        errors=errors or {},
        contact=current_app.config["SETTINGS"].help_contact,
        demo=current_app.config["SETTINGS"].demo,
    )


@views.post("/join")
def ask():
    """A letter with a code, whether the address is known or not; an account that is there stays as it is."""
    email = request.form.get("email", "").strip()
    if not is_address(email):
        return page({"email": str(E_MAIL)}, 422)
    return linked.letter(email, url("/join"), "join")


@views.get("/join/terms")
def terms():
    """The terms of the network, before one is a member, and once more where they have changed."""
    mine = member()
    if mine.standing and not unread(mine):
        return redirect(url("/me"), 303)
    return terms_page(mine)


def terms_page(mine: Known, status: int = 200, errors: dict | None = None, refusal: Refusal | None = None):
    """The words that hold now, and one button."""
    now, before = consents.current(consents.NETWORK), outdated(mine)
    return reply.page(
        "contributor/join/terms.html",
        status,
        steps=STEPS,
        member=mine.standing is not None,
        before=agreed.show(before) if before else None,
        before_url=agreed.where(consents.NETWORK, before) if before else None,
        dated=agreed.show(now),
        terms=now,
        words=agreed.words(consents.NETWORK, now),
        errors={name: str(sentence) for name, sentence in (errors or {}).items()},
        refusal=refusal,
    )


@views.post("/join/terms")
def accept():
    """Agreed: with that they are a member."""
    me, mine = signed_in(), member()
    try:
        (joining.accept if mine.standing else joining.join)(me, request.form.get("terms", ""), g.at)
    except Invalid as problem:
        return terms_page(mine, 422, problem.errors)
    except Refused as problem:
        return terms_page(mine, 409, refusal=problem.refusal)
    return reply.lead(url("/me" if mine.standing else "/join/name"), "agreed" if mine.standing else "joined")


@views.post("/join/later")
def later():
    """Newer terms are read another time; nothing else changes."""
    signed_in()
    response = reply.lead(url("/me"))
    response.set_cookie(LATER, consents.current(consents.NETWORK), samesite="Lax", httponly=True)
    return response


def not_yet():
    """The way in, for who is no member; None where they are one."""
    return None if member().standing else redirect(url("/join"), 303)


@views.get("/join/name")
def name():
    """A username is there already; it can be another one."""
    return not_yet() or name_page(g.me.username or "")


def name_page(typed: str, status: int = 200, errors: dict | None = None):
    """The one field."""
    return reply.page(
        "contributor/join/name.html",
        status,
        steps=STEPS,
        typed=typed,
        errors={field: str(sentence) for field, sentence in (errors or {}).items()},
    )


@views.post("/join/name")
def be_called():
    """This is what customers see."""
    if instead := not_yet():
        return instead
    typed = request.form.get("username", "")
    look_up(g.me.id, g.at)
    try:
        joining.be_called(g.me, typed)
    except Invalid as problem:
        return name_page(typed, 422, problem.errors)
    return reply.lead(url("/join/profile"))


@views.get("/join/profile")
def profile():
    """What filters look at, with why; nothing has to be told."""
    if instead := not_yet():
        return instead
    row = Profile.get_or_none(Profile.person == g.me.id, Profile.scope == NETWORK)
    return profile_page(facts_form.of_row(row))


def profile_page(typed: dict, status: int = 200, errors: dict | None = None):
    """The fields."""
    return reply.page(
        "contributor/join/profile.html",
        status,
        steps=STEPS,
        fields=facts_form.fields(typed),
        total=len(FACTS),
        errors={field: str(sentence) for field, sentence in (errors or {}).items()},
    )


@views.post("/join/profile")
def tell():
    """Keep the facts; joining ends with them."""
    if instead := not_yet():
        return instead
    try:
        profiles.tell(g.me, facts_form.sent(), g.at)
    except Invalid as problem:
        return profile_page(facts_form.sent(), 422, problem.errors)
    return reply.lead(url("/me"), "told")
