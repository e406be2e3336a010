"""How well the installation runs: what `parlor doctor` says, its last rounds, its size, its versions, who runs it."""

import platform
from importlib import metadata

from flask import Blueprint, current_app, g, render_template

from lifecycle.words import _
from models import desk
from rules.times import from_epoch
from views.doctor import examine, look
from views.operator.asked import operator

views = Blueprint("operator_health", __name__)
UNITS = ("B", "KB", "MB", "GB")


@views.get("/operator/health")
def show():
    """What is wrong first, then what is well."""
    operator()
    settings = current_app.config["SETTINGS"]
    waiting, found = looked = look(g.at)
    findings = examine(settings, g.at, looked)
    size, database = desk.about()
    return render_template(
        "operator/health.html",
        bad=[one for one in findings if one.bad],
        good=[one for one in findings if not one.bad],
        sweep=from_epoch(found.swept) if found and found.swept else None,
        drain=from_epoch(found.drained) if found and found.drained else None,
        operators=desk.operators(),
        help_contact=settings.help_contact,
        facts=[
            (_("Parlor"), version()),
            (_("Database"), database),
            (_("Size of the database"), shown_size(size)),
            (_("Migrations that wait"), len(waiting)),
            (_("Python"), platform.python_version()),
            (_("Public address"), settings.base_url),
        ],
    )


def shown_size(count: int) -> str:
    """A number of bytes as people read it."""
    size, unit = float(count), UNITS[0]
    for unit in UNITS:
        if size < 1024 or unit == UNITS[-1]:
            break
        size /= 1024
    return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"


def version() -> str:
    """Parlor's own version, as it was installed."""
    try:
        return metadata.version("parlor")
    except metadata.PackageNotFoundError:
        return "–"
