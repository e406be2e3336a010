"""The plan: units bought, used, reserved and available, with every line of their ledger; or the creator seats of a
year. Canceling changes nothing here."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Blueprint, abort, g, render_template, request
from markupsafe import Markup

from commands import desk
from commands.once import once
from lifecycle.attempt import By
from lifecycle.study import KINDS as STUDIES
from lifecycle.words import Text, _, grouped, reader, reading
from models import plans
from models.plans import Line
from models.workspaces import Workspace
from rules import cells, times
from rules.units import DEFAULT, LIVE, session_units
from views import filters, help_words, reply
from views.access import TOO_LOW, may, membership
from views.audit_words import by_words
from views.forms import new_key, sent_key
from views.fresh import not_fresh
from views.shown import url

views = Blueprint("plan", __name__)
HERE = "/plan"
KINDS: dict[str, Text] = {
    "buy": _("Bought"),
    "reserve": _("Reserved"),
    "give_back": _("Returned"),
    "use": _("Used"),
}
# What made a line, in the words of a history; a line of which nothing else is known has the kind's own word.
WORDS: dict[tuple[str, str, str], Text] = {
    ("reserve", "study", "launch"): _("Reserved at a launch"),
    ("reserve", "workspace", "places_added"): _("Reserved for more places"),
    ("give_back", "study", "close"): _("Returned: the study was closed"),
    ("give_back", "study", "cancel"): _("Returned: the study was canceled"),
    ("give_back", "session", "cancel"): _("Returned: a conversation was canceled"),
    ("use", "session", "complete"): _("Used: a conversation was held"),
    ("use", "session", "technical_failure"): _("Used: a conversation was held"),
    ("use", "session", "overturn"): _("Used: an absence was taken back"),
    ("use", "participant", "submit"): _("Used: somebody took part"),
}
ALONE: dict[str, Text] = {kind: STUDIES[kind] for kind in ("survey", "interaction", "think_out_loud")}
COLUMNS = ("at", "what", "kind", "study", "study_code", "by", "part", "bought", "reserved", "used", "available",
           "reference")  # fmt: skip
FIRST_YEAR = 2000


@views.get(HERE)
def plan():
    """Where the plan stands."""
    workspace = membership().workspace
    return seats(workspace) if workspace.plan == "seat" else units(workspace)


@views.get(f"{HERE}/units.csv")
def file():
    """Every line that the filters leave, one a line."""
    workspace = membership().workspace
    who, (kind, study) = reader(), wanted()
    return reply.table("units.csv", told(workspace.id, kind, study, who.language, who.zone))


@views.post(f"{HERE}/overage")
def overage():
    """Whether the team may go on when no units are left; an administrator decides."""
    workspace = membership().workspace
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    if workspace.plan != "flex":
        abort(404)
    if instead := not_fresh(HERE):
        return instead

    def switch() -> str:
        desk.set_overage(workspace, request.form.get("overage") == "1", By("customer", g.me.id), g.at)
        return url(HERE)

    return reply.lead(once(sent_key("overage"), g.at, switch), "saved")


# Units ------------------------------------------------------------------------------------------------------------


def units(workspace: Workspace):
    """The four numbers, what they mean, the prices, and the lines."""
    kind, study = wanted()
    before = filters.number("before")
    found = plans.lines(workspace.id, kind, study, before)
    shown = found[: plans.SHOWN]
    here = url(HERE)
    return render_template(
        "customer/plan/units.html",
        workspace=workspace,
        figures=figures(workspace),
        rows=drawn(shown),
        prices=help_words.prices(),
        alone=alone(),
        alone_kinds=list(ALONE.values()),
        kinds=list(KINDS.items()),
        studies=[(code, title or _("Untitled study")) for code, title in plans.studies(workspace.id)],
        filters={"kind": kind, "study": study},
        filtered=bool(kind or study),
        here_url=here,
        file_url=filters.same(url(f"{HERE}/units.csv"), before=None),
        older=filters.same(here, before=shown[-1].id) if len(found) > plans.SHOWN else None,
        newest=filters.same(here, before=None) if before else None,
        may_switch=may("settings"),
        once=new_key(),
    )


def wanted() -> tuple[str, str]:
    """The kind and the study's code that the address asks for; a kind that is none asks for all."""
    kind = request.args.get("kind", "")
    return (kind if kind in KINDS else ""), filters.text("study")


def figures(workspace: Workspace) -> list[dict]:
    """The four numbers, each with what it means."""
    return [
        {"number": workspace.bought, "label": _("Bought"), "say": _("Everything that was ever put into this plan.")},
        {"number": workspace.used, "label": _("Used"), "say": _("By conversations that were held, and tests taken.")},
        {"number": workspace.reserved, "label": _("Reserved"), "say": _(
            "Kept for the places of your studies. They are used, or come back.")},
        {"number": workspace.available, "label": _("Available"), "say": _(
            "Below zero: what was held already went beyond what was bought.") if workspace.available < 0
            else _("Free for launches and for more places.")},
    ]  # fmt: skip


def alone() -> list[list[int]]:
    """What a place costs in each kind that is done alone, a line for each way of asking, in the order of the prices."""
    ways = [one for kind, one in DEFAULT if kind == LIVE]
    return [[session_units(kind, way, 0) for kind in ALONE] for way in ways]


ROW = Markup(
    '<tr><td data-label="{say[0]}">{hour}<small>{day}</small></td><th scope="row">{what}{study}</th>'
    '<td data-label="{say[1]}"><bdi>{by}</bdi></td><td class="num" data-label="{say[2]}">{change}</td>'
    '<td class="num" data-label="{say[3]}">{available}</td></tr>\n'
)
STUDY = Markup('<small><a class="link" href="{url}"><bdi>{title}</bdi></a></small>')
SMALL = Markup("<small><bdi>{}</bdi></small>")


def drawn(found: list[Line]) -> Markup:
    """The lines as rows of a table."""
    return Markup("").join([_row(line) for line in found])


def _row(line: Line) -> Markup:
    who = reader()
    study = Markup("")
    if line.code:
        study = STUDY.format(url=url(f"/studies/{line.code}"), title=line.title or _("Untitled study"))
    elif line.reference:
        study = SMALL.format(line.reference)
    return ROW.format(
        say=(str(_("When")), str(_("By whom")), str(_("Units")), str(_("Available then"))),
        hour=times.show_hour(line.at, who.zone, who.language),
        day=times.show_date(line.at, who.zone, who.language),
        what=what(line), study=study, by=by(line) or "–", change=grouped(change(line), who.language),
        available=grouped(line.available, who.language),
    )  # fmt: skip


def what(line: Line) -> Text:
    """What happened."""
    return WORDS.get((line.kind, line.noun, line.event), KINDS[line.kind])


def by(line: Line) -> Text | str:
    """Who did it: a colleague by name, everybody else by the part that they played."""
    return by_words(line.by, line.role) if line.role else ""


def change(line: Line) -> int:
    """The units of a line: how many were bought, reserved, returned or used."""
    return line.bought or line.used or abs(line.reserved)


def told(workspace: int, kind: str, study: str, language: str, zone: str) -> Iterator[str]:
    """The lines of the file; instants are UTC, numbers plain."""
    yield cells.line(COLUMNS)
    for line in plans.every(workspace, kind, study):
        with reading(language, zone):
            yield cells.line((
                times.from_epoch(line.at).isoformat(), what(line), line.kind, line.title, line.code, by(line),
                line.role, line.bought, line.reserved, line.used, line.available, line.reference,
            ))  # fmt: skip


# Seats ------------------------------------------------------------------------------------------------------------


def seats(workspace: Workspace):
    """Who may launch how many studies in a year, and what was launched in it."""
    year = filters.number("year") or g.at.year
    year = year if FIRST_YEAR <= year <= g.at.year + 1 else g.at.year
    held = plans.seats(workspace.id, year)
    first, last = (times.to_epoch(datetime(one, 1, 1, tzinfo=UTC)) for one in (year, year + 1))
    return render_template(
        "customer/plan/seats.html",
        workspace=workspace,
        year=year,
        years=[(one, url(HERE, year=one), one == year) for one in (g.at.year - 1, g.at.year, g.at.year + 1)],
        seats=[(seat, left(seat), squares(seat)) for seat in held],
        launches=plans.launches(workspace.id, first, last),
    )


def left(seat) -> Text | int:
    """How many more studies a seat can launch."""
    return _("As many as wanted") if seat.yearly is None else max(seat.yearly - seat.launched, 0)


SQUARES_MOST = 60


def squares(seat) -> list[tuple[str, int, str]]:
    """A seat's year, drawn: what was launched and what is left (components/drawn.html)."""
    if seat.yearly is None or not 0 < seat.yearly <= SQUARES_MOST:
        return []
    free = max(seat.yearly - seat.launched, 0)
    return [
        ("completed", seat.launched, str(_("%(n)s launched", n=seat.launched))),
        ("open", free, str(_("%(n)s left", n=free))),
    ]
