"""Weekly hours of a host: a few spans for each weekday, in a chosen zone."""

from zoneinfo import available_timezones

from flask import Blueprint, g, render_template, request

from commands.studies import set_hours
from lifecycle.words import Text, _
from models.openings import Availability
from models.studies import Study
from rules.slots import Plan, free_slots
from rules.times import from_epoch, known_zone
from views import reply
from views.access import MAY, TOO_LOW, membership

views = Blueprint("availability", __name__)
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
SPANS = 3
NEXT_SHOWN = 6


@views.get("/availability")
def hours():
    """The hours as they are."""
    membership()
    row = Availability.get_or_none(Availability.host == g.me.id)
    return form(typed(row), row.zone if row else g.me.zone, row=row)


def form(spans: dict[str, str], zone: str, errors=None, row=None, status: int = 200):
    """The form with what was typed, and the times that follow from what is saved."""
    return render_template(
        "customer/availability/hours.html",
        typed=spans,
        chosen_zone=zone,
        zones=[
            (name, name.replace("_", " "))
            for name in sorted(available_timezones())
            if "/" in name and not name.startswith("Etc")
        ]
        + [("UTC", "UTC")],
        weekdays=WEEKDAYS,
        spans=range(SPANS),
        errors=errors or {},
        upcoming=upcoming(row),
        hosting=Study.select().where(Study.host == g.me.id, Study.state == "live").exists(),
        may="launch" in MAY[membership().role],
    ), status


def typed(row: Availability | None) -> dict[str, str]:
    """Stored windows as the fields hold them: d<day>from<n>, d<day>to<n>."""
    found: dict[str, str] = {}
    counts = [0] * 7
    for day, start, end in row.windows if row else ():
        number = counts[day]
        counts[day] += 1
        found[f"d{day}from{number}"], found[f"d{day}to{number}"] = clock(start), clock(end)
    return found


def clock(minutes: int) -> str:
    """Minutes from midnight as 09:30; the end of the day is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def upcoming(row: Availability | None) -> list:
    """The next starts of a conversation of an hour that these hours would allow, as a check."""
    if row is None:
        return []
    plan = Plan(zone=row.zone, windows=tuple(map(tuple, row.windows)), length=60, step=60, notice=120, horizon=14)
    return [from_epoch(start) for start in free_slots(plan, (), g.at)[:NEXT_SHOWN]]


@views.post("/availability")
def save():
    """Save them, in effect at once; what is booked stays."""
    if "launch" not in MAY[membership().role]:
        return reply.forbidden(TOO_LOW)
    windows, errors = parse(request.form)
    zone = request.form.get("zone", "")
    if not known_zone(zone):
        errors["zone"] = _("Please choose a city from the list.")
    if errors:
        row = Availability.get_or_none(Availability.host == g.me.id)
        return form(request.form, zone, {name: str(words) for name, words in errors.items()}, row, 422)
    set_hours(g.me, zone, windows)
    return reply.lead(f"{request.script_root}/availability", "saved")


def parse(given) -> tuple[list, dict[str, Text]]:
    """(windows, errors by field)."""
    windows, errors = [], {}
    for day in range(7):
        for number in range(SPANS):
            first, last = (given.get(f"d{day}{side}{number}", "").strip() for side in ("from", "to"))
            if not first and not last:
                continue
            start, end = minutes(first), minutes(last)
            if start is None or end is None:
                errors[f"d{day}from{number}"] = _("Please type hours like 09:00 and 17:30.")
            elif start >= end or start >= 1440:
                errors[f"d{day}from{number}"] = _("The end has to be after the start. The end of the day is 24:00.")
            else:
                windows.append([day, start, end])
    return windows, errors


def minutes(text: str) -> int | None:
    """09:30, 9.30, 9 or 0930 as minutes from midnight; None for anything else."""
    digits = text.replace(".", ":").replace("h", ":").strip(":")
    hour, _colon, rest = digits.partition(":")
    if not digits.isascii() or not (hour.isdigit() and (rest.isdigit() or not rest)) or len(hour) > 4:
        return None
    if not rest and len(hour) > 2:
        hour, rest = hour[:-2], hour[-2:]
    found = int(hour) * 60 + int(rest or 0)
    return found if int(rest or 0) < 60 and found <= 1440 else None
