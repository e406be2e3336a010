"""A contributor's home, and the public page behind the link of a study."""

from flask import Blueprint, g, redirect, request

from commands import participants
from lifecycle.attempt import By, Invalid, Refused
from lifecycle.words import Text
from models import loaded
from models.participants import Participant
from models.studies import Study
from views import filters, reply
from views.access import signed_in
from views.contributor import arriving, home, joining, linked
from views.contributor import consents as agreed
from views.contributor import study as about
from views.contributor.linked import NOT_NOW, behind, owns
from views.forms import worded
from views.reply import address
from views.shown import url

views = Blueprint("invitations", __name__)


@views.get("/me")
def me():
    """What comes next, and everything that one takes part in."""
    known = joining.member()
    unread = joining.unread(known)
    if unread and not joining.put_off():
        return redirect(url("/join/terms"), 303)
    shown = home.of(g.me, g.at, known)
    return reply.page("contributor/invitation/home.html", **shown, terms_wait=unread, terms_before=known.accepted)


@views.get("/me/history")
def history():
    """What is over, newest first, some at a time."""
    before = filters.number("before")
    return reply.page("contributor/invitation/history.html", **home.past(signed_in(), before))


@views.get("/i/<link>")
def invitation(link: str):
    """The public page of a study; looking changes nothing."""
    if arriving.signed():
        return arriving.look(link)
    study = behind(link)
    if study is None:
        return reply.page("contributor/invitation/unknown.html", 404)
    row = place_of(study)
    return reply.lead(agreed.onward(row)) if row else page(study)


@views.post("/i/<link>")
def accept(link: str):
    """Come in: by a letter for who is not signed in, at once for who is."""
    if arriving.signed():
        return arriving.come(link)
    study = behind(link)
    if study is None:
        return reply.page("contributor/invitation/unknown.html", 404)
    if study.state != "live":
        return page(study, 409)
    if g.me is None:
        return by_letter(study, link)
    if owns(study):
        return page(study, 409)
    try:
        row = participants.come_in(study, g.me, By("contributor", g.me.id), g.at, request.form.get("terms", ""))
    except Invalid as problem:
        return page(study, 422, problem.errors)
    except Refused as problem:
        return page(loaded.again(study), 409, {"": problem.refusal.sentence})
    return reply.lead(further(row))


def further(row: Participant) -> str:
    """To the first question, or the camera where nothing is asked; else to where they are."""
    camera_first = row.state == "invited" and about.is_talk(row.study) and row.screened_elsewhere
    return f"{address(row)}/questions" if camera_first else agreed.onward(row)


def place_of(study: Study) -> Participant | None:
    """The reader's place in this study, if they have one."""
    return Participant.get_or_none(Participant.study == study.id, Participant.person == g.me.id) if g.me else None


def by_letter(study: Study, link: str):
    """A sign-in letter for somebody who may be new here."""
    email = request.form.get("email", "").strip()
    if errors := linked.faults(email):
        return page(study, 422, errors)
    return linked.letter(email, f"{request.script_root}/i/{link}")


def page(study: Study, status: int = 200, errors: dict[str, Text] | None = None):
    """What it is, for anybody; and for who has a place already, the way there."""
    return reply.page(
        "contributor/invitation/page.html",
        status,
        **about.told_of(study, starts=study.free_starts(g.at) if study.state == "live" else ()),
        not_now=NOT_NOW.get(study.state),
        own=owns(study),
        action=f"{request.script_root}/i/{study.link}",
        typed=request.form,
        talk=about.is_talk(study),
        terms=agreed.current(agreed.TERMS),
        come_back=url("/sign-in", next=f"{request.script_root}/i/{study.link}"),
        errors=worded(errors),
    )
