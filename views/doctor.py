"""What is wrong with an installation, in words; and what was not proved against the real thing."""

from datetime import datetime, timedelta
from typing import NamedTuple

from commands.letters import STUCK
from models import feeds
from models.database import db, is_postgres
from models.migrate import pending
from models.outgoing import Outgoing
from models.people import Person
from views.settings import Settings

NOT_PROVED = (
    "Not proved against the real thing: Safari, a real phone, Outlook and Gmail, a payment provider's live service."
)


class Finding(NamedTuple):
    """One sentence, and whether it is a fault."""

    text: str
    bad: bool = False

    @property
    def mark(self) -> str:
        return "x" if self.bad else "-"


def examine(settings: Settings, at: datetime) -> list[Finding]:
    """Look at everything that can be looked at without changing anything."""
    db.execute_sql("SELECT 1")
    waiting, late = (
        pending(),
        Outgoing.select().where(Outgoing.state == "waiting", Outgoing.due_at < at - timedelta(minutes=15)).count(),
    )
    dead = Outgoing.select().where(Outgoing.state.in_(STUCK)).count()
    return [
        Finding(f"The database answers ({'PostgreSQL' if is_postgres() else 'SQLite'})."),
        Finding(
            f"{len(waiting)} migrations wait: run parlor migrate." if waiting else "The database is up to date.",
            bool(waiting),
        ),
        Finding(
            "Letters are shown in Parlor only: set PARLOR_SMTP_URL to send them."
            if not settings.smtp_url
            else "Letters leave by SMTP.",
            not settings.smtp_url and not settings.demo,
        ),
        Finding(f"{late} letters wait for more than a quarter of an hour." if late else "No letter is late.", late > 0),
        Finding(
            f"{dead} letters could not be delivered: see /outbox." if dead else "No letter was given up.", dead > 0
        ),
        Finding(
            "Nobody runs this installation yet: parlor admin you@example.org."
            if not Person.select().where(Person.operator).exists()
            else "There is an operator.",
            not Person.select().where(Person.operator).exists(),
        ),
        Finding(
            "The public address is not https, so cameras stay off elsewhere than on this machine."
            if not settings.secure
            else "The public address is https.",
            not settings.secure and settings.host not in ("127.0.0.1", "localhost"),
        ),
        *_calendars(at),
        Finding(NOT_PROVED),
    ]


def _calendars(at: datetime) -> list[Finding]:
    """A line when hosts' own calendars can not be read."""
    count = feeds.failing_count(at)
    words = f"{count} calendars of hosts could not be read for a day; their owners are told."
    return [Finding(words, True)] if count else []
