"""A contributor's home, and the public page behind the link of a study."""

from flask import Blueprint, g, redirect, request

from commands import participants, signin
from lifecycle.attempt import By
from lifecycle.words import Text, _, reader
from models.participants import Participant
from models.studies import Study
from models.workspaces import Member
from rules.times import known_zone
from views import reply
from views.access import signed_in
from views.contributor import home
from views.contributor import study as about
from views.reply import address

views = Blueprint("invitations", __name__)
NOT_NOW = {
    "paused": (_("This is paused at the moment"), _("Please look in again in a few days. The link stays the same.")),
    "closed": (_("This one is over"), _("Thank you for wanting to take part. Everybody has been found.")),
    "canceled": (_("This one was called off"), _("Thank you for wanting to take part. It does not take place.")),
}
E_MAIL = _("Please type your e-mail address, for instance ada@example.org.")
TERMS = _("Please say that you agree to how this goes.")


@views.get("/me")
def me():
    """What comes next, and everything that one takes part in."""
    return reply.page("contributor/invitation/home.html", **home.of(signed_in(), g.at))


@views.get("/i/<link>")
def invitation(link: str):
    """The public page of a study; looking changes nothing."""
    study = behind(link)
    return page(study) if study else reply.page("contributor/invitation/unknown.html", 404)


@views.post("/i/<link>")
def accept(link: str):
    """Come in: by a letter for who is not signed in, at once for who is."""
    study = behind(link)
    if study is None:
        return reply.page("contributor/invitation/unknown.html", 404)
    if study.state != "live":
        return page(study, 409)
    if g.me is None:
        return by_letter(study, link)
    if owns(study):
        return page(study, 409)
    row = participants.arrive(study, g.me, By("contributor", g.me.id), g.at)
    return reply.lead(address(row))


def behind(link: str) -> Study | None:
    """The study with this link, if it was ever launched."""
    return Study.get_or_none(Study.link == link, Study.launched_at.is_null(False))


def by_letter(study: Study, link: str):
    """A sign-in letter for somebody who may be new here."""
    email = request.form.get("email", "").strip()
    errors: dict[str, Text] = {}
    if "@" not in email or len(email) > 254 or not email.isprintable() or " " in email:
        errors["email"] = E_MAIL
    if "terms" not in request.form:
        errors["terms"] = TERMS
    if errors:
        return page(study, 422, errors)
    told = request.form.get("zone", "")
    asking = signin.ask(
        email,
        g.browser,
        request.remote_addr or "",
        g.at,
        next_page=f"{request.script_root}/i/{link}",
        guest=True,
        language=reader().language,
        zone=told if known_zone(told) else reader().zone,
    )
    return redirect(f"{request.script_root}/sign-in/{asking.code}", 303)


def owns(study: Study) -> bool:
    """Whether the reader belongs to the team that asks."""
    return (
        g.me is not None
        and Member.get_or_none(Member.workspace == study.workspace_id, Member.person == g.me.id) is not None
    )


def page(study: Study, status: int = 200, errors: dict[str, Text] | None = None):
    """What it is, for anybody; and for who has a place already, the way there."""
    row = Participant.get_or_none(Participant.study == study.id, Participant.person == g.me.id) if g.me else None
    return reply.page(
        "contributor/invitation/page.html",
        status,
        **about.told_of(study, starts=study.free_starts(g.at) if study.state == "live" else ()),
        not_now=NOT_NOW.get(study.state),
        own=owns(study),
        place=address(row) if row else None,
        action=f"{request.script_root}/i/{study.link}",
        typed=request.form,
        talk=about.is_talk(study),
        errors={name: str(words) for name, words in (errors or {}).items()},
    )
