"""Both sides of the book: who the recruiting side has, who the study has, and where the two do not say the same."""

from flask import Blueprint, current_app, g, render_template, request

from commands import calls, once, reconciling
from commands.signin import draw
from lifecycle import signwords
from lifecycle.attempt import By, Refusal, Refused
from lifecycle.words import Span, _, ngettext, reader
from models import board, signs
from models.board import SHOWN, Line, Sieve
from models.outside import Connection
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate
from rules import identifiers, money
from rules.times import from_epoch, to_epoch
from rules.typed import whole
from views import filters, reply
from views.access import MAY, TOO_LOW, membership
from views.customer import board_words
from views.forms import new_key, sent_key, worded

views = Blueprint("board", __name__)
NOBODY = Refusal("nobody", _("Check somebody first: every row has a box."))
MOST = 200
READS_AN_HOUR = 30
READ_AT_ONCE = 40
TOO_MANY = Refusal("too_many", _("Please check at most %(most)s rows at once.", most=MOST))
GONE = Refusal("gone", _("This row is not on the board any more. Here is how it stands now."))
NO_CONNECTION = Refusal("no_connection", _("There is no other side to read: yours are here, or take no calls."))
UNPAIRED = 0
# Signs are looked for in so many studies of one page.
STUDIES = 3


def member_who(event: str = "complete"):
    """The asker's membership, or the reply of who may not decide."""
    member = membership()
    return member, None if event in MAY[member.role] else reply.forbidden(TOO_LOW)


def acting() -> By:
    """Whoever is asking, for their team."""
    return By("customer", g.me.id)


@views.get("/board")
def show():
    """The board, the longest waiting first; filters live in the address."""
    return page(membership())


def sieve_of(known: list[board.Known]) -> Sieve:
    """What the address narrows the board to; a word that means nothing narrows nothing."""
    codes = {(one.what, one.code): one.number for one in known}
    wanted = request.args.get("show", "open")
    owner = request.args.get("owner", "")
    return Sieve(
        wanted if wanted in board.FILTERS else "open",
        codes.get(("project", request.args.get("project", ""))),
        codes.get(("study", request.args.get("study", ""))),
        0 if owner == "nobody" else codes.get(("owner", owner)),
        identifiers.tail_of(filters.text("q").strip().lower()) or ("-" if filters.text("q").strip() else ""),
    )


def key() -> tuple[int, int] | None:
    """Where in the list the page begins."""
    since, _dot, number = request.args.get("after", "").partition(".")
    found = whole(since, 12), whole(number, 18)
    return found if None not in found else None


def page(member, status: int = 200, refusal: Refusal | None = None, errors=None):
    """The page, as both sides stand now."""
    house, limits = member.workspace_id, board.limits_of(member.workspace.policy)
    known = board.known(house)
    sieve = sieve_of(known)
    counts, found = board.page(house, g.at, sieve, limits, key())
    shown = found[:SHOWN]
    last = shown[-1] if len(found) > SHOWN else None
    may = "complete" in MAY[member.role]
    found_signs = signs_of(shown)
    g.board_open = counts.tabs["open"]
    context = {
        "refusal": refusal,
        "errors": worded(errors),
        "typed": request.form,
        "may": may,
        "sieve": sieve,
        "q": filters.text("q"),
        "tabs": tabs(counts, sieve),
        "rows": board_words.drawn(
            shown, request.script_root, may, "checked" in request.args, to_epoch(g.at), found_signs
        ),
        "signs": bool(found_signs),
        "never_decisive": signwords.NEVER_DECISIVE,
        "total": sum(counts.tabs[name] for name in ("open", "matched", "settled")),
        "projects": [(one.code, one.name or str(_("Untitled project"))) for one in known if one.what == "project"],
        "studies": [(one.code, one.name or str(_("Untitled study"))) for one in known if one.what == "study"],
        "owners": [(one.code, one.name) for one in known if one.what == "owner" and one.extra],
        "overdue": overdue(counts, shown if sieve.show == "open" else ()),
        "read": last_read(known),
        "faults": [one.name for one in known if one.what == "connection" and one.code],
        "suspects": sum(one.extra for one in known if one.what == "suspects"),
        "older": filters.same(request.path, after=f"{last.since}.{last.number}") if last else None,
        "newest": filters.same(request.path, after=None) if "after" in request.args else None,
        "completable": sum(board_words.completable(line) for line in shown),
        "file": filters.same(f"{request.script_root}/board/file", show=sieve.show, after=None, checked=None),
        "all": filters.same(request.path, checked="all"),
        "once_key": new_key(),
        "narrowed": bool(sieve.tail or sieve.project or sieve.study or sieve.owner is not None),
    }
    return render_template("customer/board/page.html", **context), status


def signs_of(shown: list[Line]) -> dict[int, str]:
    """Row -> what deserves a look before it is decided, in words: of those who wait for Completed in studies of ours. A
    sign decides nothing."""
    studies: dict[tuple[int, str], dict[int, int]] = {}
    for line in shown:
        if line.s == "submitted" and line.study is not None and line.place_id is not None:
            studies.setdefault((line.study, line.kind), {})[line.place_id] = line.number
    found = {}
    for (study, kind), places in list(studies.items())[:STUDIES]:
        for place, noticed in signs.of(study, kind, places).items():
            found[places[place]] = " ".join(str(signwords.sentence(sign)) for sign in noticed)
    return found


def tabs(counts: board.Counts, sieve: Sieve) -> list[dict]:
    """Each class with its number; the empty ones only where they say something."""
    always = ("open", "settled", sieve.show)
    return [
        {"url": filters.same(f"{request.script_root}/board", show=name, after=None, checked=None), "label": words,
         "count": counts.tabs[name], "here": name == sieve.show}
        for name, words in board_words.TABS.items()
        if counts.tabs[name] or name in always
    ]  # fmt: skip


def overdue(counts: board.Counts, shown) -> dict | None:
    """Who waits longer than they should: how many, how much in all, how long the longest; and whose the first is."""
    number = counts.tabs["overdue"]
    if not number or counts.longest is None:
        return None
    sums = [money.show(amount, currency, reader().language) for currency, amount in counts.overdue.items()]
    first = next((line for line in shown if line.waits == "overdue"), None)
    return {
        "what": ngettext("%(number)s person waits longer than they should",
                         "%(number)s people wait longer than they should", number),
        "sum": ", ".join(sums),
        "longest": Span(g.at - from_epoch(counts.longest)),
        "owner": first.owner_name if first else "",
        "see": ngettext("See them", "See the %(number)s", number),
        "url": f"{request.script_root}/board?show=overdue",
    }  # fmt: skip


def last_read(known: list[board.Known]):
    """When the other sides were last read, the oldest of it; nothing where there is none."""
    times = [one.extra for one in known if one.what == "connection"]
    return from_epoch(min(times)) if times and min(times) else (UNPAIRED if times else None)


# One row, and those that were checked.


def picked(member, field: str = "who") -> tuple[list[Line], dict[int, str]]:
    """The rows that the form names, as they are now, and what the page had shown of each."""
    values = request.form.getlist(field)[: MOST + 1]
    wanted = {number: value for value in values if (number := whole(value.partition(".")[0], 18)) is not None}
    limits = board.limits_of(member.workspace.policy)
    return board.chosen(member.workspace_id, list(wanted), g.at, limits), wanted


def one_row(member) -> Line | None:
    """The one row whose button was pressed; nothing where the board has no such row."""
    found, _wanted = picked(member, "only")
    return found[0] if found else None


def row_of(line: Line | None) -> Candidate | Participant | None:
    """What is ours of a row."""
    if line is None:
        return None
    kinds = {"candidate": Candidate, "participant": Participant}
    kind = kinds.get(line.row_kind)
    return kind.get_or_none(kind.id == line.row_id) if kind else None


@views.post("/board/tell")
def tell():
    """Tell the other side again how somebody stands."""
    member, instead = member_who()
    if instead:
        return instead
    row = row_of(one_row(member))
    if row is None:
        return page(member, 409, reconciling.NOBODY_TO_TELL)
    return pressed(member, lambda: reconciling.tell_again(row, acting(), g.at), "told_again")


@views.post("/board/link")
def link():
    """Send somebody their way on to the study once more."""
    member, instead = member_who()
    if instead:
        return instead
    row = row_of(one_row(member))
    if not isinstance(row, Candidate):
        return page(member, 409, reconciling.NO_WAY_ON)
    return pressed(member, lambda: reconciling.send_link(row, acting(), g.at), "link_sent")


def pressed(member, act, said: str):
    """Do it once, however often it is pressed on one page."""

    def do() -> str:
        act()
        return f"{request.script_root}/board"

    try:
        return reply.lead(once.once(sent_key(said, request.form.get("only", "")), g.at, do), said)
    except Refused as problem:
        return page(member, 409, problem.refusal)


@views.post("/board/read")
def read():
    """Ask every other side for its whole list, and go along with it."""
    member, instead = member_who()
    if instead:
        return instead
    there = (Connection.workspace == member.workspace_id) & Connection.revoked_at.is_null()
    rows = list(Connection.select().where(there, Connection.calls_url != "").order_by(Connection.id))
    if not rows:
        return page(member, 409, NO_CONNECTION)
    allowed = current_app.config["SETTINGS"].target_hosts
    try:
        draw(f"read_all:{member.workspace_id}", READS_AN_HOUR, g.at)
    except Refused as problem:
        return page(member, 429, problem.refusal)
    rows.sort(key=lambda row: (row.read_at is not None, row.read_at))  # who was not read for longest comes first
    heard = calls.read_some(rows[:READ_AT_ONCE], g.at, allowed)
    return reply.lead(f"{request.script_root}/board", "read_again" if heard else "read_in_part")


@views.post("/board/give")
def give():
    """Give the checked rows to a colleague."""
    member, instead = member_who()
    if instead:
        return instead
    found, wanted = picked(member)
    if not found or len(wanted) > MOST:
        return page(member, 422, TOO_MANY if wanted else NOBODY)
    who = Person.get_or_none(Person.code == request.form.get("owner", ""))
    try:
        ids = [f"pp_{line.pair}" for line in found if line.pair]
        first = min((line.submitted for line in found if line.waits and line.submitted), default=None)
        since = from_epoch(first) if first is not None else None
        reconciling.give(member.workspace_id, ids, who, acting(), g.at, since)
    except reconciling.Invalid as problem:
        return page(member, 422, errors=problem.errors)
    return reply.lead(f"{request.script_root}/board", "rows_given")
