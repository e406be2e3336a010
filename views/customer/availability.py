"""When a host can talk: the usual week, the days that are different, and their own calendar. Everybody edits their own
hours, an administrator also a colleague's; the others of a team read them."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, g, render_template, request

from commands import feeds, hours
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _
from models import called, loaded
from models.feeds import taken as taken_of
from models.openings import Availability, Feed
from models.people import Person
from models.studies import Study
from models.workspaces import Member
from rules.availability import faults
from rules.slots import Plan
from rules.times import city, known_zone, local_date, show_date
from views import looks, reply
from views.access import MAY, TOO_LOW, membership
from views.contributor.cities import cities
from views.customer import days_form, feed_shown, hours_form, hours_shown
from views.forms import worded

views = Blueprint("availability", __name__)
UNKNOWN_ZONE = _("Please choose a city from the list.")
ONLY_OWN = _("Hours of colleagues are changed by themselves, or by an administrator of your team.")
NOTHING: dict = {}


class Whose(NamedTuple):
    """Whose hours are looked at, and what the asker may do with them. `workspace`: the one that limits what of a
    colleague is shown."""

    person: Person
    home: Member
    own: bool
    may: bool
    row: Availability | None
    feed: Feed | None
    team: list[Member]

    @property
    def workspace(self) -> int | None:
        return None if self.own else self.home.workspace_id

    @property
    def zone(self) -> str:
        return self.row.zone if self.row else self.person.zone

    @property
    def windows(self) -> list:
        return self.row.windows if self.row else []

    @property
    def days(self) -> dict:
        return self.row.exceptions if self.row else {}


def whose() -> Whose:
    """The asker, or the colleague named by `of`; who is in none of the asker's workspace does not exist."""
    home, code = membership(), request.values.get("of", "") or g.me.code
    team, row, feed = loaded.team(home.workspace_id, code)
    member = next((one for one in team if one.person.code == code), None) or abort(404)
    own = code == g.me.code
    may = "launch" in MAY[home.role] if own else home.role == "admin"
    return Whose(g.me if own else member.person, home, own, may, row, feed, team)


def _row(person: Person) -> Availability | None:
    return Availability.get_or_none(Availability.host == person.id)


class Form(NamedTuple):
    """What stands in the form of the week: what was typed, else what is kept."""

    typed: dict
    cells: set
    zone: str


def kept(at: Whose) -> Form:
    """The form as the hours are."""
    cells, lines = hours_form.parted(at.windows)
    return Form(hours_form.shown(lines), cells, at.zone)


def sent() -> Form:
    """The form as it was sent."""
    asked = request.form
    return Form(dict(asked.items()), hours_form.cells_of(asked.getlist("h")), asked.get("zone", ""))


@views.get("/availability")
def show():
    """The hours as they are."""
    return page(whose())


def page(at: Whose, part: str = "hours", status: int = 200, form: Form | None = None, **more):
    """The page, or for htmx the part of it that changed."""
    form = form or kept(at)
    values = week_values(at, form) | days_values(at) | seen_values(at) | {"whose": at, "errors": NOTHING}
    values |= {"came_from": came_from(at)} | more
    if at.own:
        tried = request.method != "GET"
        feed = Feed.get_or_none(Feed.host == at.person.id) if tried else at.feed
        values |= feed_shown.values(feed, g.at, at.zone) | more
    name = f"_{part}.html" if request.htmx else "page.html"
    return render_template(f"customer/availability/{name}", part=part, **values), status


def week_values(at: Whose, form: Form) -> dict:
    """The grid and the lines."""
    groups = cities()
    listed = any(form.zone == name for _region, names in groups for name, _town in names)
    lines, _errors = hours_form.read(form.typed)
    return {
        "typed": form.typed,
        "parts": hours_shown.grid(form.cells, hours_form.touched(lines.values())),
        "lines_open": "add" in request.form or hours_form.has_lines(form.typed),
        "spans": hours_form.spans_of(form.typed),
        "chosen_zone": form.zone,
        "zones": [] if listed else [(form.zone, _zone_name(form.zone))],
        "groups": groups,
        "weekdays": hours_shown.WEEKDAYS,
        "short": hours_shown.short_names(),
        "seen": hours.fingerprint(at.row),
        "in_words": hours_shown.in_words(at.windows),
        "team": team_links(at),
        "before": None,
        "stale": None,
    }


def _zone_name(zone: str) -> str:
    return city(zone, g.reader.language) if known_zone(zone) else zone


def team_links(at: Whose) -> list[dict]:
    """The people of the team whose hours can be looked at."""
    able = [one for one in at.team if "launch" in MAY[one.role] or one.person_id == at.person.id]
    return [
        {
            "label": _("You") if one.id == g.me.id else one.name or one.shown,
            "url": f"{request.script_root}/availability" + ("" if one.id == g.me.id else f"?of={one.code}"),
            "here": one.id == at.person.id,
        }
        for one in (member.person for member in able)
    ]


def days_values(at: Whose) -> dict:
    """The days that are different."""
    found = days_form.listed(at.days, local_date(g.at, at.zone))
    rows = [
        {
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "days": _days_words(one),
            "hours": days_form.hours_words(one.spans),
        }
        for one in found
    ]
    return {"different": rows, "day_typed": NOTHING, "day_errors": NOTHING, "word": None}


def _days_words(one: days_form.Days) -> list[str]:
    ends = [one.first] if one.first == one.last else [one.first, one.last]
    return [show_date(hours_shown.epoch_of(day), "UTC", g.reader.language) for day in ends]


def seen_values(at: Whose, windows=None, zone: str | None = None) -> dict:
    """What follows from the hours: as they are kept, or as they would be."""
    windows, zone = at.windows if windows is None else windows, zone or at.zone
    beyond = hours_shown.outside(at.person.id, zone, windows, at.days, g.at, at.workspace)
    taken = taken_of(at.person.id, g.at, at.feed)
    days = hours_shown.fortnight(zone, windows, at.days, taken, g.at)
    return {
        "follows_zone": zone,
        "fortnight": [(hours_shown.short_names()[day.date.weekday()], day) for day in days],
        "starts_in_all": sum(day.starts for day in days),
        "clock_changes": hours_shown.clock_changes(zone, g.at),
        "beyond": called.told(beyond[: hours_shown.OUTSIDE_SHOWN]),
        "beyond_count": len(beyond),
        "bookable": hours_shown.bookable(at.person.id, g.at, at.workspace),
    }


def came_from(at: Whose) -> Study | None:
    """The study that led here, for the way back to it."""
    code = request.values.get("study", "")
    return Study.get_or_none(Study.code == code, Study.workspace == at.home.workspace_id) if code else None


def back(at: Whose) -> str:
    """The way back to these hours."""
    study = came_from(at)
    asked = ([] if at.own else [("of", at.person.code)]) + ([("study", study.code)] if study else [])
    return f"{request.script_root}/availability" + (f"?{urlencode(asked)}" if asked else "")


def too_low(at: Whose):
    """Why this asker changes nothing here."""
    return reply.forbidden(TOO_LOW if at.own else TOO_LOW._replace(sentence=ONLY_OWN))


@views.post("/availability")
def save():
    """Save the week, in effect at once; or look at what it would change; or only change the form."""
    at = whose()
    if not at.may:
        return too_low(at)
    form = sent()
    if (changed := only_form(form)) is not None:
        return page(at, form=changed)
    lines, errors = hours_form.read(form.typed)
    errors |= wrong(lines, form.zone)
    if errors:
        return page(at, status=422, form=form, errors=worded(errors))
    windows = [list(window) for window in sorted([*hours_form.painted(form.cells), *lines.values()])]
    if "look" in request.form:
        return look(at, form, windows)
    try:
        hours.save_week(at.person, form.zone, windows, g.at, request.form.get("seen", ""))
    except Refused as problem:
        return page(at._replace(row=_row(at.person)), status=409, form=form, stale=problem.refusal.sentence)
    return reply.lead(back(at), "zone_moved" if at.row and at.row.zone != form.zone else "saved")


def only_form(form: Form) -> Form | None:
    """The form after a button that saves nothing: one more line, Monday's hours for the week, an empty day."""
    asked = request.form
    if "add" in asked:
        return form._replace(typed=hours_form.added(form.typed, asked["add"]))
    if "copy" in asked:
        typed, cells = hours_form.copied(form.typed, form.cells)
    elif "clear" in asked:
        typed, cells = hours_form.cleared(form.typed, form.cells, asked["clear"])
    else:
        return None
    return form._replace(typed=typed, cells=cells)


def wrong(lines: dict[str, tuple], zone: str) -> dict[str, Text]:
    """What the rules of availability say against it, by field."""
    found: dict[str, Text] = {}
    for code, values in faults(Plan(zone=zone, windows=tuple(lines.values()), length=60)):
        if code == "unknown_zone":
            found["zone"] = UNKNOWN_ZONE
        elif code == "bad_window":
            same = (name for name, window in lines.items() if window == tuple(values.values()))
            found |= dict.fromkeys(same, hours_form.BACKWARDS)
    return found


def look(at: Whose, form: Form, windows: list):
    """What could be booked with these hours: saved, counted, and taken back."""
    before, there = seen_values(at)["starts_in_all"], {}

    def try_them() -> None:
        hours.save_week(at.person, form.zone, windows, g.at)
        there.update(seen_values(at, windows, form.zone))

    looks.take(try_them)
    return page(at, form=form, before=before, **there)


@views.post("/availability/days")
def add_days():
    """Other hours on one day or on several, or none."""
    at = whose()
    if not at.may:
        return too_low(at)
    found, errors = days_form.read(request.form, local_date(g.at, at.zone))
    if found is None:
        words = {name: str(sentence) for name, sentence in errors.items()}
        return page(at, "days", 422, day_typed=dict(request.form.items()), day_errors=words)
    hours.set_days(at.person, at.zone, found.first, found.last, found.spans, g.at)
    return changed_days(at)


@views.post("/availability/days/remove")
def remove_days():
    """The usual hours again."""
    at = whose()
    if not at.may:
        return too_low(at)
    first, last = (days_form.day_of(request.form.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        abort(404)
    hours.usual_days(at.person, first, last, g.at)
    return changed_days(at)


def changed_days(at: Whose):
    """The list as it is now: the part of the page, or the page anew."""
    if request.htmx:
        return page(at._replace(row=_row(at.person)), "days", word=reply.SAID["saved"])
    return reply.lead(back(at), "saved")


@views.post("/availability/feed")
def connect():
    """The address of one's own calendar: read at once, and what was found is said."""
    at, settings = whose(), current_app.config["SETTINGS"]
    if not (at.own and at.may):
        return too_low(at)
    if "forget" in request.form:
        feeds.forget(at.person)
    elif "again" in request.form:
        feeds.read_now(at.person, g.at, settings.feed_hosts, settings.host)
    else:
        try:
            feeds.set_address(at.person, request.form.get("address", ""), g.at, settings.feed_hosts, settings.host)
        except Invalid as problem:
            words = {name: str(sentence) for name, sentence in problem.errors.items()}
            return page(at, "feed", 422, feed_typed=request.form.get("address", ""), feed_errors=words)
    if request.htmx:
        return page(at, "feed", feed_word=True)
    return reply.lead(back(at) + "#feed")
