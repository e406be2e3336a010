"""How a contributor is seen in the network: every mark with who, why, when, what followed and what can be done; the
reports that concern them; and the one appeal after a removal."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, abort, g, render_template, request

from commands import reports as command
from lifecycle.attempt import By, Invalid, Refused
from lifecycle.words import Moment, Text, _, ngettext
from models.people import Person
from models.standing import MARK_WINDOW, Mark, Recorded, Report, Standing, marks_of
from models.studies import Study
from views import reply, report_words
from views.access import Reached, signed_in
from views.forms import worded
from views.happened import ROLES
from views.reply import page_of
from views.shown import url

views = Blueprint("standing", __name__)
MARKS = {
    "no_show": _("You did not come to a conversation"),
    "late_cancel": _("You canceled within the last hours before a conversation"),
    "report": _("A report about you was upheld"),
}
FOLLOWED = {
    "no_show": _("Nobody is paid for a missed conversation."),
    "late_cancel": _("The reward of that conversation is not paid."),
    "report": _("Money on hold for that study is written off once the decision can not be appealed any more."),
}
MEANING = {
    "good": _("You are invited to everything that fits you."),
    "under_review": _(
        "Somebody looks at what was recorded and decides. Until then nothing changes: what you have booked stands, and "
        "what is owed to you is paid."
    ),
    "removed": _(
        "The network does not invite you any more. What you have booked stands, and the customers know. What is owed "
        "to you is paid. Your history stays open to you."
    ),
}


class Told(NamedTuple):
    """A mark: itself, what it is for, who recorded it, where it is told in full, how it counts, and the way to appeal
    with until when."""

    mark: Mark
    what: Text
    followed: Text
    by: Text | str
    title: str
    url: str
    counts: Text
    appeal: tuple[Text, str] | None


@views.get("/standing")
def standing():
    """How one is seen in the network, and why."""
    me = signed_in()
    row = Standing.get_or_none(Standing.person == me.id)
    return render_template("contributor/standing/page.html", **shown(me, row))


@page_of("contributor", "standing")
def own(reached: Reached) -> dict:
    """The same by its address."""
    return shown(g.me, reached.row)


def shown(me: Person, own: Standing | None) -> dict:
    """The variables of the standing's page."""
    mine = (Report.person == me.id) | (Report.author == me.id)
    found = list(Report.select(Report, Study).join(Study).where(mine).order_by(Report.id.desc()))
    about = {row.code: row for row in found}
    since = own.counts_from(g.at) if own else g.at - MARK_WINDOW
    marks = [told(one, me, since, about) for one in marks_of(me.id)]
    counting = sum(counts(one.mark, since) for one in marks)
    return {
        "standing": own,
        "meaning": MEANING[own.state] if own else None,
        "marks": marks,
        "count": ngettext("%(number)s mark counts now.", "%(number)s marks count now.", counting) if marks else None,
        "reports": [line(row, me) for row in found],
        "appeal": appeal(own),
    }


def counts(mark: Mark, since: datetime) -> bool:
    """Whether it counts for a review."""
    return mark.struck_at is None and mark.at > since


def told(one: Recorded, me: Person, since: datetime, about: dict[str, Report]) -> Told:
    """A mark in words."""
    where = url(f"/{reply.plural_of[one.noun]}/{one.code}") if one.code else url("/standing")
    return Told(
        one.mark,
        MARKS[one.mark.kind],
        FOLLOWED[one.mark.kind],
        recorder(one, me),
        one.title,
        where,
        counted(one.mark, since),
        way_out(one, about, where),
    )


def counted(mark: Mark, since: datetime) -> Text:
    """Until when it counts, or why it does not."""
    if mark.struck_at is not None:
        return _("Struck on %(day)s. It no longer counts.", day=report_words.day(mark.struck_at))
    if not counts(mark, since):
        return _("It no longer counts.")
    until = report_words.day(mark.at + MARK_WINDOW)
    if mark.severe:
        return _("It counts until %(day)s, and is severe: one such mark leads to a review.", day=until)
    return _("It counts until %(day)s.", day=until)


def way_out(one: Recorded, about: dict[str, Report], where: str) -> tuple[Text, str] | None:
    """What can be done against it now."""
    if one.mark.struck_at is not None or not one.code:
        return None
    if one.noun == "session":
        return _("This is wrong: tell an operator"), f"{where}/report?reason=wrong_mark&about=customer"
    report = about.get(one.code)
    until = report and report_words.appealable_until(report)
    if until is None or g.at > until:
        return None
    return _("Appeal, until %(when)s", when=Moment(until)), f"{where}/appeal"


def recorder(one: Recorded, me: Person) -> Text | str:
    """Who did what led to the mark, as this person may know them."""
    if one.who == me.id:
        return _("you")
    return one.team if one.role == "customer" and one.team else ROLES.get(one.role, one.role)


def line(row: Report, me: Person) -> tuple:
    """A report: itself, where it is, and whether it is theirs."""
    own = row.author_id == me.id and row.author_role == "contributor"
    return row, reply.address(row), report_words.reason(row), _("Written by you") if own else _("About you")


# ---- The one appeal after a removal


class Appeal(NamedTuple):
    """What became of the one appeal, or the way to it."""

    text: Text
    words: str = ""
    answer: str = ""
    url: str | None = None


def appeal(own: Standing | None) -> Appeal | None:
    """Where it can be written, where it waits, and what was answered."""
    if own is None or (own.state != "removed" and own.appealed_at is None):
        return None
    if own.appealed_at is None:
        return Appeal(_("If you see it differently, you can appeal once."), url=url("/standing/appeal"))
    when = report_words.day(own.appealed_at)
    if own.state != "removed":
        return Appeal(_("You appealed on %(day)s, and were taken back.", day=when), own.appeal)
    if own.answered_at is None:
        return Appeal(_("You appealed on %(day)s. An operator reads it and answers.", day=when), own.appeal)
    answered = report_words.day(own.answered_at)
    return Appeal(_("Your appeal was answered on %(day)s: the removal stands.", day=answered), own.appeal, own.answer)


@views.get("/standing/appeal")
def ask():
    """The page where a removed member says why."""
    row = mine()
    if row.state != "removed" or row.appealed_at is not None:
        return refused(row)
    return page()


@views.post("/standing/appeal")
def send():
    """Send the appeal, and go back to the standing."""
    row = mine()
    try:
        command.appeal_removal(row, By("contributor", g.me.id), request.form.get("note", ""), g.at)
    except Invalid as problem:
        return page(422, worded(problem.errors))
    except Refused:
        return refused(Standing.get_by_id(row.id))
    return reply.lead(url("/standing"), "appealed")


def mine() -> Standing:
    """The asker's own standing; 404 for who is no member of the network."""
    return Standing.get_or_none(Standing.person == signed_in().id) or abort(404)


def page(status: int = 200, errors: dict | None = None):
    """The form."""
    note = request.form.get("note", "")
    return render_template("contributor/standing/appeal.html", note=note, errors=errors or {}), status


def refused(row: Standing):
    """Why not, on the page as it stands."""
    refusal = command.NOT_REMOVED if row.state != "removed" else command.APPEALED
    return render_template("contributor/standing/page.html", refusal=refusal, **shown(g.me, row)), 409
