"""What is kept about somebody: in words and numbers, who looked at it, to take along, and to have it erased."""

from typing import NamedTuple

from flask import Blueprint, Response, abort, g, request
from werkzeug.wsgi import wrap_file

from commands import enrolment, erasure, takeout
from commands.signin import draw
from commands.together import was_late
from lifecycle.attempt import By, Refused
from lifecycle.words import Text, _, ngettext
from models.network import Enrolled
from models.participants import LIVE
from models.people import Person
from models.rights import Open, agreed_to, looked_at, open_things, teams_of
from models.sessions import Session
from models.studies import Study
from views import asker, reply
from views.access import signed_in
from views.audit_words import READ_OF_ME
from views.contributor.consents import NAMES, show
from views.fresh import fresh, not_fresh
from views.shown import url

views = Blueprint("rights", __name__)
SHOWN = 20
TAKES = 10  # archives of one person in an hour
HERE = "/me/data"
WAITS: dict[str, Text] = {
    "session": _("A conversation is going on, or nobody has said yet how it went."),
    "undecided": _("They have not decided about your part yet. We wait 30 days for that at most, from when you ask."),
    "payout": _("Money is owed to you and has not arrived yet."),
    "report": _("A report is not decided yet."),
}  # fmt: skip
PLACES = {"session": "/sessions/", "undecided": "/participants/", "payout": "/payouts/", "report": "/reports/"}
NOT_TYPED = _("Please type it exactly as it stands above.")


class Waits(NamedTuple):
    """What an erasure waits for: why, of which study, whose, since when, and its page."""

    why: Text
    title: str
    team: str
    since: int
    url: str


@views.get(HERE)
def data():
    """Everything in words and numbers, and the ways to take it along or to have it erased."""
    return page()


def page(status: int = 200):
    """The page as it is now."""
    me = signed_in()
    looks = looked_at(me.id, SHOWN + 1)
    return reply.page(
        "contributor/rights/data.html",
        status,
        counts=[(part.label, count) for part, count in takeout.counts(me) if count and part.name != "person"],
        looks=[
            (READ_OF_ME.get(what, what), team, title, url(f"/{place}"), at, days(times))
            for team, title, place, what, at, times in looks[:SHOWN]
        ],
        more=len(looks) > SHOWN,
        teams=[(code, team, at) for code, team, at in teams_of(me.id, SHOWN)],
        agreed=[
            (NAMES.get(kind, kind), show(version), at, gone, title, team, url(f"/participants/{code}"))
            for kind, version, at, gone, code, title, team in agreed_to(me.id, SHOWN)
        ],
        asked=me.erasure_asked_at,
        waits=waits(me) if me.erasure_asked_at else [],
    )


def days(number: int) -> Text | None:
    """On how many days, where it was more than one."""
    return ngettext("on %(number)s day", "on %(number)s days", number) if number > 1 else None


def waits(me: Person) -> list[Waits]:
    """What has to be settled first."""
    return [_waits(one) for one in open_things(me, g.at)]


def _waits(one: Open) -> Waits:
    return Waits(WAITS[one.what], one.title, one.team, one.since, url(PLACES[one.what] + one.code))


@views.post(f"{HERE}/take")
def take():
    """Everything as one archive."""
    me = signed_in()
    if instead := not_fresh(HERE):
        return instead
    try:
        draw(f"take:{me.id}", TAKES, g.at)
    except Refused as problem:
        return reply.page("errors/429.html", 429, sentence=problem.refusal.sentence)
    made = takeout.take_out(me, By("contributor", me.id), g.at)
    headers = {"Content-Disposition": "attachment; filename=parlor-data.zip"}
    return Response(wrap_file(request.environ, made), content_type="application/zip", headers=headers)


@views.post(f"{HERE}/teams/<code>/leave")
def leave_team(code: str):
    """One of the teams that have them among their own people keeps nothing of that."""
    row = Enrolled.get_or_none(Enrolled.code == code, Enrolled.person == signed_in().id) or abort(404)
    enrolment.leave(row, g.at)
    return reply.lead(url(HERE), "saved")


@views.get(f"{HERE}/erase")
def ask():
    """What goes, what stays and why, what becomes of conversations and of money."""
    return erase_page()


def erase_page(status: int = 200, error: Text | None = None, refusal=None, typed: str = ""):
    """The page with its one form."""
    me = signed_in()
    return reply.page(
        "contributor/rights/erase.html",
        status,
        why_not=erasure.why_not(me),
        refusal=refusal,
        asked=me.erasure_asked_at,
        ahead=[(row.study.title, row.starts_at, late(row)) for row in ahead(me)],
        waits=waits(me),
        word=word(me),
        typed=typed,
        errors={"word": str(error)} if error else {},
        fresh=fresh(),
    )


def word(me: Person) -> str:
    """What is typed to say that it is meant: the username, or the address of who has none."""
    return me.username or me.email or me.shown


def ahead(me: Person) -> list[Session]:
    """The conversations that would be canceled."""
    rows = Session.select(Session, Study).join(Study).where(Session.contributor == me.id, Session.state.in_(LIVE))
    return [row for row in rows.order_by(Session.starts_at) if row.state == "rescheduling" or g.at < row.starts_at]


def late(row: Session) -> Text:
    """What canceling it now counts as."""
    if row.state == "rescheduling":
        return _("It waits for a new time, so it ends without a mark.")
    if was_late(row, "cancel", g.at):
        return _("Its start is near, so this is a late cancel. The reward of it is not paid.")
    return _("It is canceled in time, without a mark.")


@views.post(f"{HERE}/erase")
def erase():
    """Asked for; done at once where nothing is open."""
    me = signed_in()
    if instead := not_fresh(HERE):
        return instead
    typed = request.form.get("word", "").strip()
    if typed != word(me):
        return erase_page(422, NOT_TYPED, typed=typed)
    try:
        person = erasure.ask_for(me, By("contributor", me.id), g.at)
    except Refused as problem:
        return erase_page(409, refusal=problem.refusal)
    if person.erased_at is None:
        return reply.lead(url(HERE), "erasure_asked")
    response = reply.lead(url("/erased"))
    response.delete_cookie(asker.cookie("signin"), path="/")
    return response


@views.post(f"{HERE}/erase/back")
def take_back():
    """Take the wish to be forgotten back."""
    me = signed_in()
    try:
        erasure.take_back(me, By("contributor", me.id), g.at)
    except Refused as problem:
        return erase_page(409, refusal=problem.refusal)
    return reply.lead(url(HERE), "erasure_taken_back")


@views.get("/erased")
def erased():
    """The last page, for who was erased and is signed out."""
    return reply.page("contributor/rights/erased.html")
