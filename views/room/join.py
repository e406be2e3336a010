"""The join page, where the meeting itself is elsewhere: the way in, "I am here", and from the start on the question how
it went, for both sides."""

from urllib.parse import urlparse

from flask import Blueprint, abort, g, redirect, request

from commands import presence
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.presence import CLAIMED_UNTIL, LONGEST_OVERRUN
from lifecycle.words import Moment, Text, _
from models.sessions import Session
from rules.claimed import MET
from views import foresight, looks, reply
from views.access import TOO_LOW, Reached, again, reach
from views.contributor import camera, withwhom
from views.offers import Shown, one
from views.reply import address
from views.room import dispute, words

views = Blueprint("join", __name__)
GOING = ("scheduled", "in_progress")


@views.get("/sessions/<code>/join")
def join(code: str):
    """The way in, or what is asked and recorded."""
    return page(party(code))


@views.get("/sessions/<code>/camera")
def check(code: str):
    """Camera and microphone, tried in this browser; nothing of it is sent."""
    reached = party(code)
    study = reached.row.study
    answer = reply.page(
        "room/camera.html",
        row=reached.row,
        study=study,
        desk=reached.audience == "customer",
        workspace_name=study.workspace.name,
        branded=study.workspace,
        back=f"{address(reached.row)}/join",
    )
    return camera.allowed(answer)


@views.post("/sessions/<code>/here")
def here(code: str):
    """A sign of life; 409 ends them. Where no script sends them, a button does."""
    reached = party(code)
    plain = "plain" in request.form
    if not is_open(reached.row):
        return page(reached, 409) if plain else ("", 409)
    presence.beat(reached.row, reached.by, "room", g.at)
    return reply.lead(f"{address(reached.row)}/join", "here") if plain else ("", 204)


@views.get("/sessions/<code>/answer")
def back_to_join(code: str):
    """Where the question stands, for who reloads its answer."""
    return redirect(f"{address(party(code).row)}/join", 303)


@views.post("/sessions/<code>/answer")
def answer(code: str):
    """One side says how it went, or looks at what that would settle."""
    reached = party(code)
    says = request.form.get("says", "")
    try:
        if "look" in request.form:
            seen = looks.take(presence.answer, reached.row, says, reached.by, g.at)
            return page(reached, foreseen=settled(seen, reached, says), tried=settles(reached, says))
        presence.answer(reached.row, says, reached.by, g.at)
    except Invalid as problem:
        return page(reached, 422, problem.errors)
    except Refused as problem:
        return page(again(reached), 409, refusal=problem.refusal)
    return reply.lead(f"{address(reached.row)}/join", "answered")


def settled(seen, reached: Reached, says: str) -> list:
    """What that answer would settle whatever the other side says; else what it leads to, in the same words
    whatever they said: a look at each answer would tell theirs, and nobody answers to an answer."""
    side = reached.audience
    if settles(reached, says):
        return foresight.lines(seen, reached)
    other = reached.row.shown if side == "customer" else reached.row.host.name
    until = Moment(reached.row.ends_at + CLAIMED_UNTIL)
    both = _("It is settled once both of you have answered, at the latest %(when)s. What %(other)s says is not shown "
             "before.", other=other, when=until)  # fmt: skip
    return [words.LEADS[side][says], both, _("Nothing has happened yet.")]


def settles(reached: Reached, says: str) -> bool:
    """Whether that answer settles it, whatever the other side says: that look was worked out by the real command."""
    return (reached.audience, says) == ("customer", MET)


def party(code: str) -> Reached:
    """Who takes part: the contributor, or somebody of the customer's side who may act; nobody else."""
    reached = reach("session", code, request.args.get("as"))
    if reached.audience == "operator":
        abort(404)
    if not reached.allows("start"):
        abort(reply.forbidden(TOO_LOW))
    return reached


def is_open(row: Session) -> bool:
    """From shortly before the start until an hour after the end, while it goes on."""
    return row.state in GOING and row.starts_at - row.policy.join <= g.at <= row.ends_at + LONGEST_OVERRUN


def is_asked(row: Session) -> bool:
    """From the start until a day after the end, while nothing is settled and no log was kept."""
    asked = row.starts_at <= g.at < row.ends_at + CLAIMED_UNTIL
    return asked and row.state == "scheduled" and row.presence == "claimed"


def meeting(row: Session) -> str | None:
    """The link of the meeting, if it is one to follow."""
    there = urlparse(row.study.meeting_link)
    return row.study.meeting_link if there.scheme == "https" and there.netloc else None


def page(reached: Reached, status: int = 200, errors: dict[str, Text] | None = None, refusal: Refusal | None = None,
         foreseen: list | None = None, tried: bool = False):  # fmt: skip
    """What this side sees now."""
    row, side = reached.row, reached.audience
    opened, asked = is_open(row), is_asked(row)
    mine, theirs = said(row, side)
    return reply.page(
        "room/join.html",
        status,
        row=row,
        study=row.study,
        desk=side == "customer",
        workspace_name=row.study.workspace.name,
        branded=row.study.workspace,
        other=row.shown if side == "customer" else row.host.name,
        whom=row.shown if side == "customer" else withwhom.of_session(row),
        there=row.zone if side == "customer" else row.host_zone,
        opens=row.starts_at - row.policy.join,
        early=row.state in GOING and g.at < row.starts_at - row.policy.join,
        open=opened,
        meeting=meeting(row) if opened else None,
        before_end=g.at < row.ends_at,
        asked=asked,
        answers=words.answers(row, side, g.at),
        patience=row.policy.absence_minutes,
        chosen=request.form.get("says") or mine,
        mine=words.SAID[side].get(mine),
        theirs=theirs is not None,
        until=row.ends_at + CLAIMED_UNTIL,
        recorded=words.recorded(row, side),
        action=f"{address(row)}/answer",
        beat=f"{address(row)}/here",
        back=address(row),
        check=f"{address(row)}/camera",
        trouble=trouble(reached),
        write=f"{address(row)}#messages",
        next_time=side == "contributor" and row.state == "rescheduling",
        both=words.both(row, side),
        dispute=dispute.of(row, side),
        foreseen=foreseen,
        tried=tried,
        refusal=refusal,
        errors={name: str(sentence) for name, sentence in (errors or {}).items()},
    )


def trouble(reached: Reached) -> Shown | None:
    """The move for "it does not work", while it can be made."""
    found = one(reached, "technical_failure")
    return found if found is not None and found.refusal is None else None


def said(row: Session, side: str) -> tuple[str | None, str | None]:
    """What this side said, and the other."""
    customer, contributor = row.answers
    return (customer, contributor) if side == "customer" else (contributor, customer)
