"""The letters, readable in Parlor: in the demo for everybody, otherwise for operators, who see no sign-in codes."""

from flask import Blueprint, Response, abort, current_app, g, render_template, request

from lifecycle.words import _
from models.outgoing import Letter, Outgoing
from models.people import Person
from outbox.compose import compose
from views.access import signed_in
from views.asker import POLICY

views = Blueprint("outbox", __name__)
SHOWN = 40
FRAME = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
STATES = {
    "waiting": _("Waits to be sent"),
    "sent": _("Sent"),
    "dropped": _("Not sent: it no longer holds"),
    "dead": _("Given up"),
}


def let_in() -> None:
    """Who may read the letters here."""
    if not current_app.config["SETTINGS"].demo and not signed_in().operator:
        abort(404)


@views.get("/outbox")
def letters():
    """The newest letters, for everybody or for one person; and those still to come."""
    let_in()
    wanted = request.args.get("to", "")
    rows = Outgoing.select().where(Outgoing.channel == "mail", Outgoing.due_at <= g.at)
    if person := Person.get_or_none(Person.code == wanted):
        rows = rows.where(Outgoing.recipient == person.id)
    before = request.args.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.where(Outgoing.id < int(before))
    found = list(rows.order_by(Outgoing.id.desc()).limit(SHOWN + 1))
    listed, numbers = found[:SHOWN], [row.id for row in found] or [0]
    people = {one.id: one for one in Person.select().where(Person.id.in_([row.recipient for row in found] or [0]))}
    subjects = dict(Letter.select(Letter.outgoing, Letter.subject).where(Letter.outgoing.in_(numbers)).tuples())
    more = listed[-1].id if len(found) > SHOWN else None
    return render_template(
        "outbox/list.html", rows=listed, more=more, people=people, subjects=subjects, person=person, states=STATES
    )


def sent(number: int) -> tuple[Outgoing, Letter]:
    """A letter that was composed, or 404."""
    let_in()
    row = Outgoing.get_or_none(Outgoing.id == number, Outgoing.channel == "mail") or abort(404)
    return row, Letter.get_or_none(Letter.outgoing == row.id) or abort(404)


@views.get("/outbox/<int:number>")
def letter(number: int):
    """One letter: its head, its text, and its look."""
    row, kept = sent(number)
    person, text = Person.get_by_id(row.recipient), shown(row, kept).text
    html = render_template("outbox/letter.html", row=row, letter=kept, person=person, text=text, states=STATES)
    return html, {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}


def shown(row: Outgoing, kept: Letter):
    """The letter as it was kept; the demo shows the code of a sign-in letter too, which is kept nowhere."""
    if row.letter == "sign_in" and current_app.config["SETTINGS"].demo:
        return compose(row, current_app.config["SETTINGS"])
    return kept


@views.get("/outbox/<int:number>/html")
def look(number: int):
    """The letter as a mail program shows it, in a frame that can do nothing."""
    row, kept = sent(number)
    response = Response(shown(row, kept).html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@views.get("/outbox/<int:number>/invite.ics")
def calendar(number: int):
    """The letter's calendar file."""
    _row, kept = sent(number)
    if not kept.calendar:
        abort(404)
    kind = f"text/calendar; method={kept.method}; charset=utf-8"
    return Response(
        kept.calendar, content_type=kind, headers={"Content-Disposition": "attachment; filename=invite.ics"}
    )
