"""Sample values and templates that use every component: for tests of the components only, no part of the product."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import babel.dates
import jinja2

from rules.times import show_date

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
HOSTILE = "<script>alert(1)</script>\"'{{7*7}}"
START = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
OSLO = "Europe/Oslo"


def hour_in(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def day_in(at: datetime, zone: str) -> str:
    return babel.dates.format_date(at.astimezone(ZoneInfo(zone)), "EEEE d MMMM", locale="en")


def words(text: str, **values) -> str:
    return text % values if values else text


def environment() -> jinja2.Environment:
    """The templates as the app loads them, strict about what is missing; only the wording of times is a stand-in."""
    loader = jinja2.FileSystemLoader([ROOT / "templates", HERE / "sample"])
    strict = jinja2.StrictUndefined
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=strict, extensions=["jinja2.ext.i18n"])
    made.install_null_translations(newstyle=True)
    made.filters |= {
        "hour": lambda at: hour_in(at, OSLO),
        "day": lambda at: day_in(at, OSLO),
        "date": lambda at: show_date(at, OSLO, "en"),
        "hour_in": hour_in,
        "day_in": day_in,
        "city": lambda zone: zone.split("/")[-1].replace("_", " "),
        "iso": lambda at: at.strftime("%Y-%m-%dT%H:%MZ"),
        "grouped": str,
    }
    made.globals |= {"_": words, "asset": lambda path: f"/static/{path}?v=1", "url": lambda path: path}
    return made


def move(event: str, label: str, method: str = "post", **more) -> dict:
    """An offer as the pages get it."""
    plain = {"refusal": None, "tone": "", "why": None, "token": 4}
    return plain | {"event": event, "label": label, "method": method, "url": f"/things/7/{event}"} | more


def moves() -> list[dict]:
    """An offer of each sort: fired at once, with a form, refused of both kinds, leading on."""
    return [
        move("start", "Join the room", tone="primary"),
        move("pause", "Pause", why="Nobody new gets in. " + HOSTILE),
        move("mark_no_show", "Mark as no show", refusal="Absence counts from 14:40, ten minutes after the start."),
        move("cancel", "Cancel", "get", tone="stop", why="This is inside the last 24 hours."),
        move(
            "reschedule", "Reschedule", "get", token=None,
            refusal="A session that was missed can not be rescheduled.",
            link={"url": "/studies/1/duplicate", "label": "Duplicate for one person", "event": "duplicate"},
        ),
    ]


def given(**more) -> dict:
    """What the context processor and a view would give to a template."""
    story = [
        {"kind": "date", "text": "Thursday 19 November"},
        {"kind": "move", "when": START, "text": "Booked", "by": HOSTILE},
        {"kind": "letter", "when": START, "text": "Letter to both: it is booked", "detail": "Delivered"},
        {"kind": "coming", "when": START, "text": "A reminder"},
    ]
    me = {"name": "Ada Lindqvist", "workspace_name": "Halden Ferries", "zone": OSLO, "language": "en", "roles": []}
    own = {"me": me, "lang": "en", "text_dir": "ltr", "form_token": "token-1", "now": START, "hostile": HOSTILE}
    starts = [START + timedelta(hours=hours) for hours in (0, 1, 4, 19, 22)]
    own |= {"moves": moves(), "start": START, "end": START + timedelta(hours=1), "starts": starts, "story": story}
    return own | more


def render(name: str, **more) -> str:
    """One template with the sample's values."""
    return environment().get_template(name).render(given(**more))
