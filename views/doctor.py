"""What is wrong with an installation, in words; and what was not proved against the real thing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from lifecycle.words import Span, Text, _, ngettext
from models import desk
from models.database import is_postgres
from models.migrate import pending
from rules.times import from_epoch
from views.settings import Settings

NOT_PROVED = _(
    "Not proved against the real thing: Safari, Firefox, a real phone, Outlook and Gmail, "
    "a payment provider's live service."
)
# The quiet half does its rounds every few seconds and says so about once a minute.
SILENT = timedelta(minutes=10)


class Finding(NamedTuple):
    """One sentence, whether it is a fault, and what it is about where that has a page of its own."""

    text: Text
    bad: bool = False
    about: str = ""

    @property
    def mark(self) -> str:
        return "x" if self.bad else "-"


def look(at: datetime) -> tuple[list[str], desk.Health | None]:
    """The migrations that wait, and what can be counted; of a database that is behind nothing else can be asked."""
    waiting = pending()
    return waiting, None if waiting else desk.health(at)


def examine(settings: Settings, at: datetime, looked=None) -> list[Finding]:
    """Look at everything that can be looked at without changing anything."""
    waiting, found = looked or look(at)
    if found is None:
        return [*_database(waiting), *_settings(settings), Finding(NOT_PROVED)]
    return [
        *_database(waiting),
        *_letters(settings, found),
        *_settings(settings),
        *_people(found),
        *_rounds(found, at),
        Finding(NOT_PROVED),
    ]


def _database(waiting: list[str]) -> Iterator[Finding]:
    yield Finding(_("The database answers (%(name)s).", name="PostgreSQL" if is_postgres() else "SQLite"))
    late = ngettext(
        "%(number)s migration waits: run parlor migrate.", "%(number)s migrations wait: run parlor migrate.",
        len(waiting)
    )  # fmt: skip
    yield Finding(late if waiting else _("The database is up to date."), bool(waiting))


def _letters(settings: Settings, found: desk.Health) -> Iterator[Finding]:
    if settings.smtp_url:
        yield Finding(_("Letters leave by SMTP."))
    else:
        yield Finding(_("Letters are shown in Parlor only: set PARLOR_SMTP_URL to send them."), not settings.demo)
    late = ngettext(
        "%(number)s letter waits for more than a quarter of an hour.",
        "%(number)s letters wait for more than a quarter of an hour.",
        found.late,
    )
    yield Finding(late if found.late else _("No letter is late."), found.late > 0)
    dead = ngettext(
        "%(number)s letter could not be delivered: see /outbox.",
        "%(number)s letters could not be delivered: see /outbox.",
        found.dead,
    )
    yield Finding(dead if found.dead else _("No letter was given up."), found.dead > 0, "letters")


def _settings(settings: Settings) -> Iterator[Finding]:
    here = settings.host in ("127.0.0.1", "localhost")
    if settings.secure:
        yield Finding(_("The public address is https."))
    else:
        words = _("The public address is not https, so cameras stay off elsewhere than on this machine.")
        yield Finding(words, not here)
    if settings.help_contact:
        yield Finding(_("The help contact is %(contact)s.", contact=settings.help_contact))
    else:
        yield Finding(_("There is no help contact: set PARLOR_HELP_CONTACT."), not settings.demo and not here)
    if settings.tremendous_key:
        live = _("Money can be sent by Tremendous, live. It was not yet proved against the real service.")
        sandbox = _("Money can be sent by Tremendous, in its sandbox with play money. It was not yet proved against "
                    "the real service.")  # fmt: skip
        yield Finding(live if settings.tremendous_live else sandbox)
        if not settings.tremendous_secret:
            yield Finding(_("Tremendous can not tell us by itself what became of a payment: set "
                            "PARLOR_TREMENDOUS_WEBHOOK_SECRET. Until then it is asked again and again."))  # fmt: skip
    if settings.target_hosts:
        hosts = ", ".join(sorted(settings.target_hosts))
        yield Finding(_("Called without https, or inside the own network, may be: %(hosts)s.", hosts=hosts))


def _people(found: desk.Health) -> Iterator[Finding]:
    alone = _("Nobody runs this installation yet: parlor admin you@example.org.")
    several = ngettext("There is an operator.", "There are %(number)s operators.", found.operators)
    yield Finding(several if found.operators else alone, not found.operators)
    if found.feeds:
        words = ngettext(
            "%(number)s calendar of a host could not be read for a day; its owner is told.",
            "%(number)s calendars of hosts could not be read for a day; their owners are told.",
            found.feeds,
        )
        yield Finding(words, True, "feeds")
    if found.endpoints:
        words = ngettext(
            "%(number)s webhook address of a team has not answered for a day; the team reads it in its settings.",
            "%(number)s webhook addresses of teams have not answered for a day; the teams read it in their settings.",
            found.endpoints,
        )
        yield Finding(words, True)


def _rounds(found: desk.Health, at: datetime) -> Iterator[Finding]:
    """Whether the quiet half does its rounds."""
    swept, drained = (last and from_epoch(last) for last in (found.swept, found.drained))
    if swept and swept < at - SILENT:
        words = _("What is due was done %(span)s ago for the last time: run parlor serve or parlor worker.",
                  span=Span(at - swept))  # fmt: skip
        yield Finding(words, True)
    if drained and drained < at - SILENT:
        words = _("Letters were sent %(span)s ago for the last time: run parlor serve or parlor worker.",
                  span=Span(at - drained))  # fmt: skip
        yield Finding(words, True)
    if not (swept and drained):
        yield Finding(_("The rounds for what is due and for letters have not ended yet."))
