"""The letters, readable in Parlor: in the demo for everybody, otherwise for operators, who see no sign-in codes. What
got stuck or came back stands here with its reason, and can be sent again."""

from typing import NamedTuple

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from peewee import JOIN, fn

from commands.letters import STUCK, send_again
from lifecycle.attempt import Refused
from lifecycle.words import Text, _
from models.outgoing import Letter, Outgoing
from models.people import Person
from outbox.compose import compose
from outbox.holds import DECLINED, ERASED, OVER, PRACTICE, UNADDRESSED, UNWANTED
from outbox.letters import CODED
from outbox.mail import SHOWN as ONLY_SHOWN
from views import reply
from views.access import signed_in
from views.asker import POLICY
from views.filters import number
from views.happened import LETTERS

views = Blueprint("outbox", __name__)
SHOWN = 40
LARGEST = 2**63 - 1  # that a database counts to
FRAME = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
STATES = {
    "waiting": _("Waits to be sent"),
    "sent": _("Sent"),
    "dead": _("Given up"),
    "bounced": _("Came back"),
    "dropped": _("Not sent"),
}
# What a channel wrote down, as people read it; a mail server's own words are shown as they are.
WHY = {
    OVER: _("It no longer held when it was due."),
    UNWANTED: _("They turned invitations by mail off."),
    ERASED: _("Who it is for was erased."),
    UNADDRESSED: _("Who it is for came by a recruiter, and only that one knows their address."),
    DECLINED: _("They turned letters of this kind off."),
    PRACTICE: _("It belongs to a practice study, from which no letter leaves."),
    ONLY_SHOWN: _("Shown here only, because no mail server is set."),
    "no e-mail address": _("There is no e-mail address."),
    "not an e-mail address": _("What is saved as the e-mail address is not one."),
}


class Asked(NamedTuple):
    """The filters that live in the address."""

    to: Person | None
    state: str
    words: str

    @property
    def any(self) -> bool:
        return bool(self.state or self.words)

    def query(self, **changes) -> dict[str, str]:
        """What stands in an address with these filters."""
        kept = {"to": self.to.code if self.to else "", "state": self.state, "q": self.words} | changes
        return {name: value for name, value in kept.items() if value}


def let_in() -> None:
    """Who may read the letters here."""
    if not current_app.config["SETTINGS"].demo and not signed_in().operator:
        abort(404)


def asked() -> Asked:
    """What was asked for; what is no filter is none."""
    state = request.args.get("state", "")
    person = Person.get_or_none(Person.code == request.args.get("to", ""))
    return Asked(person, state if state in STATES else "", request.args.get("q", "").strip()[:80])


def wanted(filters: Asked):
    """The condition behind the person and the letter's name."""
    mine = Outgoing.channel == "mail"
    if filters.to is not None:
        mine &= Outgoing.recipient == filters.to.id
    if filters.words:
        word = filters.words.casefold()
        named = [code for code, name in LETTERS.items() if word in str(name).casefold() or word == code]
        mine &= Outgoing.letter.in_(named)
    return mine


@views.get("/outbox")
def letters():
    """The letters in the order in which they were written, newest first, and above them those that are stuck; or what
    was asked for by state or by name."""
    let_in()
    filters = asked()
    mine, before = wanted(filters), number("before")
    stuck = [] if filters.any else stuck_ones(mine)
    rows, more = some(mine, filters.state, before) if filters.any else written(mine, before)
    kept = {row.id: row.kept for row in (*stuck, *rows) if getattr(row, "kept", None) is not None}
    return render_template(
        "outbox/list.html",
        rows=rows,
        kept=kept,
        older=filters.query(before=more) if more else None,
        stuck=stuck,
        opened={row.id for row in (*stuck, *rows) if row.id in kept or row.state in STUCK or row.sent_at},
        filters=filters,
        tabs=tabs(mine, filters),
        states=STATES,
        why=why,
        names=LETTERS,
        demo=current_app.config["SETTINGS"].demo,
    )


def whole():
    """Letters with what is kept of them (`kept`, where there is anything) and with who they are for (`reader`)."""
    query = Outgoing.select(Outgoing, Letter.id, Letter.subject, Letter.at, Person)
    query = query.join(Letter, JOIN.LEFT_OUTER, on=(Letter.outgoing == Outgoing.id), attr="kept").switch(Outgoing)
    return query.join(Person, on=(Person.id == Outgoing.recipient), attr="reader")


def written(mine, before: int | None) -> tuple[list[Outgoing], int | None]:
    """Letters as they were written, newest first, and where the list goes on."""
    query = whole().where(mine, Letter.id.is_null(False))
    if before is not None:
        query = query.where(Letter.id < before)
    found = list(query.order_by(Letter.id.desc()).limit(SHOWN + 1))
    return found[:SHOWN], found[SHOWN - 1].kept.id if len(found) > SHOWN else None


def some(mine, state: str, before: int | None) -> tuple[list[Outgoing], int | None]:
    """Letters in this state, the newest first, and where the list goes on."""
    query = whole().where(mine)
    if state:
        query = query.where(Outgoing.state == state)
    if before is not None:
        query = query.where(Outgoing.id < before)
    found = list(query.order_by(Outgoing.id.desc()).limit(SHOWN + 1))
    return found[:SHOWN], found[SHOWN - 1].id if len(found) > SHOWN else None


def stuck_ones(mine) -> list[Outgoing]:
    """What should have left and has not, or came back."""
    late = (Outgoing.state == "waiting") & (Outgoing.due_at <= g.at)
    found = whole().where(mine, late | Outgoing.state.in_(STUCK))
    return list(found.order_by(Outgoing.id.desc()).limit(SHOWN))


def tabs(mine, filters: Asked) -> list[dict]:
    """The states as tabs, each with how many letters are in it."""
    counts = dict(
        Outgoing.select(Outgoing.state, fn.COUNT(Outgoing.id)).where(mine).group_by(Outgoing.state).tuples()
    )
    found = [{"label": _("All"), "state": "", "count": None}]
    found += [{"label": label, "state": state, "count": counts.get(state, 0)} for state, label in STATES.items()]
    return [one | {"here": one["state"] == filters.state, "query": filters.query(state=one["state"])} for one in found]


def why(row: Outgoing) -> Text | str:
    """Why a letter is where it is."""
    return WHY.get(row.outcome, row.outcome)


def one(number: int) -> Outgoing:
    """A letter's row, or 404."""
    let_in()
    if number > LARGEST:
        abort(404)
    return Outgoing.get_or_none(Outgoing.id == number, Outgoing.channel == "mail") or abort(404)


def sent(number: int) -> tuple[Outgoing, Letter]:
    """A letter that was composed, or 404."""
    row = one(number)
    return row, Letter.get_or_none(Letter.outgoing == row.id) or abort(404)


@views.get("/outbox/<int:number>")
def letter(number: int):
    """One letter: its head, its text, and its look."""
    return shown_letter(one(number))


def shown_letter(row: Outgoing, status: int = 200, refusal=None):
    """The page of a letter; one that never came to be written has no words."""
    kept = Letter.get_or_none(Letter.outgoing == row.id)
    if kept is None and row.state not in STUCK and row.sent_at is None:
        abort(404)
    html = render_template(
        "outbox/letter.html",
        row=row,
        letter=kept,
        left=None if kept else row.sent_at,
        person=Person.get_or_none(Person.id == row.recipient) or abort(404),
        text=shown(row, kept).text if kept else "",
        states=STATES,
        why=why(row),
        name=LETTERS.get(row.letter, row.letter),
        again=row.state in STUCK and g.me is not None and g.me.operator,
        refusal=refusal,
    )
    return html, status, {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}


@views.post("/outbox/<int:number>/again")
def again(number: int):
    """Send it once more; only an operator can."""
    if not signed_in().operator:
        abort(404)
    row = one(number)
    try:
        send_again(row, g.at)
    except Refused as problem:
        return shown_letter(Outgoing.get_by_id(row.id), 409, problem.refusal)
    return reply.lead(f"{request.script_root}/outbox", "sent_again")


def shown(row: Outgoing, kept: Letter):
    """The letter as it was kept; the demo shows the code of a sign-in letter too, which is kept nowhere."""
    if row.letter in CODED and current_app.config["SETTINGS"].demo:
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
