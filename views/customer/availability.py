"""Weekly hours of a host: stretches of time for each weekday, in a chosen zone, and what can be booked by them."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, request

from commands.preview import preview
from commands.studies import set_hours
from lifecycle.words import Text, _
from models.openings import Availability
from models.studies import Study
from rules.availability import faults
from rules.slots import Plan, free_slots
from rules.times import city, from_epoch
from views import reply
from views.access import MAY, TOO_LOW
from views.contributor.cities import cities
from views.customer import desk
from views.customer.hours_form import added, copied, read, shown, spans_of

views = Blueprint("availability", __name__)
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
NEXT_SHOWN, STUDIES_SHOWN = 6, 5
UNKNOWN_ZONE = _("Please choose a city from the list.")
BACKWARDS = _("The end has to be after the start. The end of the day is 24:00.")


class Bookable(NamedTuple):
    """What can be booked in one study, or for an hour where there is no study yet: how many times, and the next."""

    title: str | None
    count: int
    next: list


@views.get("/availability")
def hours():
    """The hours as they are."""
    desk.home()
    row = Availability.get_or_none(Availability.host == g.me.id)
    return form(shown(row.windows if row else ()), row.zone if row else g.me.zone)


def form(typed: dict[str, str], zone: str, errors=None, before: int | None = None, status: int = 200):
    """The form with what was typed, and the times that follow from what is saved (`before`: how many there were)."""
    groups = cities()
    listed = any(zone == name for _region, names in groups for name, _town in names)
    return render_template(
        "customer/availability/hours.html",
        typed=typed,
        chosen_zone=zone,
        zones=[] if listed else [(zone, city(zone, g.reader.language) if zone == "UTC" else zone)],
        groups=groups,
        weekdays=WEEKDAYS,
        spans=spans_of(typed),
        errors=errors or {},
        bookable=bookable(),
        before=before,
        may="launch" in MAY[desk.home().role],
    ), status


def bookable() -> list[Bookable]:
    """For each live study that the asker hosts, else for a conversation of an hour."""
    hosted = Study.select().where(Study.host == g.me.id, Study.state == "live", Study.kind == "live_conversation")
    studies = list(hosted.order_by(Study.id.desc()).limit(STUDIES_SHOWN))
    found = [(study.title, study.free_starts(g.at)) for study in studies] or [(None, _of_an_hour())]
    return [Bookable(title, len(starts), list(map(from_epoch, starts[:NEXT_SHOWN]))) for title, starts in found]


def _of_an_hour() -> list[int]:
    row = Availability.get_or_none(Availability.host == g.me.id)
    if row is None:
        return []
    plan = Plan(zone=row.zone, windows=tuple(map(tuple, row.windows)), length=60, step=60, notice=120, horizon=28)
    return free_slots(plan, (), g.at)


@views.post("/availability")
def save():
    """Save them, in effect at once; or look at what they would change; or only change the form."""
    if "launch" not in MAY[desk.home().role]:
        return reply.forbidden(TOO_LOW)
    typed, zone = request.form, request.form.get("zone", "")
    if "add" in typed:
        return form(added(typed, typed["add"]), zone)
    if "copy" in typed:
        return form(copied(typed), zone)
    windows, errors = read(typed)
    errors |= wrong(windows, zone)
    if errors:
        return form(typed, zone, {name: str(words) for name, words in errors.items()}, status=422)
    plain = [list(window) for window in windows.values()]
    if "look" in typed:
        return look(typed, zone, plain)
    set_hours(g.me, zone, plain)
    return reply.lead(f"{request.script_root}/availability", "saved")


def wrong(windows: dict[str, tuple], zone: str) -> dict[str, Text]:
    """What the rules of availability say against it, by field."""
    plan = Plan(zone=zone, windows=tuple(windows.values()), length=60)
    found: dict[str, Text] = {}
    for code, values in faults(plan):
        if code == "unknown_zone":
            found["zone"] = UNKNOWN_ZONE
        elif code == "bad_window":
            same = (name for name, window in windows.items() if window == tuple(values.values()))
            found |= dict.fromkeys(same, BACKWARDS)
    return found


def look(typed, zone: str, windows: list):
    """What could be booked with these hours: saved, counted, and taken back."""
    before = sum(one.count for one in bookable())
    pages = []

    def try_them() -> None:
        set_hours(g.me, zone, windows)
        pages.append(form(typed, zone, before=before))

    preview(try_them)
    return pages[0]
