"""The guided first study: a practice workspace, what to try in it, and playing its sample people."""

from types import SimpleNamespace
from typing import NamedTuple

from flask import Blueprint, abort, g, render_template

from commands import practice
from lifecycle.words import Text, _
from models import practice as rows
from models.studies import Study
from models.workspaces import Workspace
from views import access, reply
from views.shown import url

views = Blueprint("practice", __name__)
# How often the ready draft was saved when it was made.
SAVED = 1
# Where the practice is begun anew, on the guide itself; and states from which nothing leads on.
END = "#end"
GONE = ("withdrawn", "screened_out", "over_quota", "excluded")
RESCHEDULE = _("As yourself, reschedule the conversation with the same person. Then play Cleo and pick a new time.")


class Step(NamedTuple):
    """One thing to try: what, how, whether it was done, where, and whom to play for it."""

    title: Text
    text: Text
    done: bool
    link: str | None = None
    label: Text | None = None
    plays: rows.Placed | None = None


@views.app_context_processor
def bar() -> dict:
    """Whom one plays, for every page."""
    me, own = g.get("me"), g.get("own")
    playing = SimpleNamespace(them=me.name, own=own.name) if own is not None and me is not own else None
    return {"playing": playing}


def learner():
    """Who may learn here: somebody of a team or an operator, being themselves; 404 for others."""
    me = access.signed_in()
    if me is not g.own or not (access.memberships() or me.operator):
        abort(404)
    return me


def own_house() -> Workspace | None:
    """The asker's practice workspace."""
    return next((one.workspace for one in access.memberships() if one.workspace.practice), None)


@views.get("/practice")
def guide():
    """What to try, in order, and what was done of it."""
    if access.signed_in() is not g.own:
        return reply.lead(url("/me"))
    learner()
    house = own_house()
    if house is None:
        return render_template("practice/welcome.html")
    placed, studies = rows.places(house), rows.of_house(house)
    return render_template(
        "practice/guide.html",
        steps=steps(house, studies, placed),
        people=list({one.person: one for one in placed}.values()),
        inside=access.membership().workspace_id == house.id,
        elsewhere=next((one.workspace for one in access.memberships() if not one.workspace.practice), None),
    )


def steps(house: Workspace, studies: list[Study], placed: list[rows.Placed]) -> list[Step]:
    """The guide, each step with its tick from what really happened."""
    moves = rows.moves(house)
    live, ready = studies[0], next(one for one in studies if one.author_id == g.me.id)
    cleo = next((one for one in placed if one.study == ready.code), None)
    absent = next((one for one in placed if one.study == live.code and one.state == "no_show"), None)
    return [*_of_the_draft(ready, moves), *_of_the_talk(cleo, moves), *_of_the_live_one(house, live, absent, moves)]


def _of_the_draft(ready: Study, moves) -> list[Step]:
    """Getting the ready draft launched."""
    launched, edit = ("study", "launch") in moves, f"{reply.address(ready)}/edit"
    return [
        Step(
            _("Look at a study and its questions"),
            _("The draft is ready. Read its questions, then give it a title of your own and save it."),
            launched or ready.edited > SAVED,
            f"{edit}/details" if not launched else reply.address(ready),
            _("Open the draft"),
        ),
        Step(
            _("Launch it"),
            _("The last step shows what it costs and who is asked. Launch it: the sample person Cleo is invited."),
            launched,
            f"{edit}/review" if not launched else reply.address(ready),
            _("Look at it before the launch"),
        ),
    ]


def _of_the_talk(cleo: rows.Placed | None, moves) -> list[Step]:
    """From the invitation to a new time, from both sides; where Cleo is out before a time was booked, only a new
    practice leads on."""
    out = cleo is not None and cleo.state in GONE and ("participant", "qualify") not in moves
    text, link, label, plays = _another_time(cleo)
    return [
        Step(
            _("Answer the questions as the contributor"),
            _("Play Cleo and open the invitation. Answer so that Cleo fits, and agree to the camera."),
            ("participant", "qualify") in moves,
            *((END, _("Begin anew"), None) if out else (None, None, cleo)),
        ),
        _booked(cleo, moves),
        Step(
            _("Reschedule it, and pick a new time"),
            text,
            ("session", "rebook") in moves,
            link,
            label,
            plays,
        ),
    ]


def _booked(cleo: rows.Placed | None, moves) -> Step:
    """The first time that is agreed; who said no once they fitted is asked again before."""
    title, done = _("Book a time as the contributor"), ("session", "book") in moves
    if cleo is not None and cleo.state == "withdrawn" and ("participant", "qualify") in moves and not done:
        text = _("Cleo said no before a time was booked. On Cleo's page, ask them again; then play Cleo and book.")
        return Step(title, text, done, url(f"/participants/{cleo.place}"), _("Cleo's page"), cleo)
    text = _("Still as Cleo, choose one of the times. It is certain at once, and both sides would get a letter.")
    return Step(title, text, done, plays=cleo)


def _another_time(cleo: rows.Placed | None) -> tuple[Text, str | None, Text | None, rows.Placed | None]:
    """What to do for a new time by how Cleo's conversation stands: (what, where, its label, whom to play)."""
    if cleo is None or not cleo.session:
        return RESCHEDULE, None, None, None
    if cleo.session_state == "rescheduling":
        return _("Cleo is asked. Play Cleo and pick a new time."), None, None, cleo
    if cleo.session_state == "scheduled":
        return RESCHEDULE, url(f"/sessions/{cleo.session}/reschedule"), _("Reschedule it"), cleo
    if cleo.state == "withdrawn":
        text = _("It has ended, and Cleo is out. On Cleo's page, ask them again; then play Cleo and book.")
        return text, url(f"/participants/{cleo.place}"), _("Cleo's page"), cleo
    if cleo.state in ("qualified", "waitlisted"):
        text = _("It has ended, and Cleo kept the place. Play Cleo and book a time, then reschedule it.")
        return text, None, None, cleo
    return _("This conversation can not be rescheduled any more. Begin anew to try it."), END, _("Begin anew"), None


def _of_the_live_one(house: Workspace, live: Study, absent: rows.Placed | None, moves) -> list[Step]:
    """What comes after conversations: one that was held, and one to which nobody came."""
    return [
        Step(
            _("Mark somebody as Completed"),
            _("Mika was there and is Submitted. Mark Mika as Completed, and find the reward among your payouts."),
            ("participant", "complete") in moves,
            f"{reply.address(live)}/participants",
            _("Who is Submitted"),
        ),
        Step(
            _("See why a no-show is not rescheduled"),
            _(
                "Robin did not come. The page says why that can not be rescheduled. "
                "Duplicate the study for Robin there."
            ),
            rows.asked_again(house),
            url(f"/sessions/{absent.session}") if absent else None,
            _("The conversation with Robin"),
        ),
    ]


@views.post("/practice")
def begin():
    """Make the practice workspace, or go back into it."""
    practice.enter(g.signin, practice.begin(learner(), g.at))
    return reply.lead(url("/practice"))


@views.post("/practice/anew")
def anew():
    """Begin the practice again, with new sample people."""
    practice.enter(g.signin, practice.anew(learner(), g.at))
    return reply.lead(url("/practice"))


@views.post("/practice/outside")
def outside():
    """Back to the real work; the practice stays."""
    learner()
    real = next((one.workspace for one in access.memberships() if not one.workspace.practice), None)
    practice.enter(g.signin, real)
    return reply.lead(url("/"))


@views.post("/practice/leave")
def leave():
    """End the practice for good."""
    practice.leave(learner(), g.at)
    return reply.lead(url("/"))


@views.post("/practice/play/<code>")
def play(code: str):
    """See everything as this sample person."""
    access.signed_in()
    if practice.play(g.signin, code) is None:
        abort(404)
    return reply.lead(url("/me"))


@views.post("/practice/stop")
def stop():
    """Play nobody any more."""
    access.signed_in()
    practice.stop(g.signin)
    return reply.lead(url("/practice"))
