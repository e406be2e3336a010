"""A host's other calendar: connected, read again and again, and forgotten."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from commands.signin import draw
from integrations import feeds as reading
from integrations.feeds import Fault
from lifecycle.attempt import Invalid
from lifecycle.words import _
from models import feeds
from models.database import writes
from models.openings import Availability, Feed
from models.people import Person
from rules.times import to_epoch

log = logging.getLogger("parlor.feeds")
EVERY = timedelta(minutes=15)
SELDOM = timedelta(hours=6)
BEHIND, AHEAD = timedelta(days=1), timedelta(days=400)
BATCH = 20
TRIES = 20  # new addresses and tries by hand in an hour
SENTENCES = {
    "unreachable": _("The calendar did not answer. Look whether the address is complete, and try again later."),
    "refused": _("The calendar wants a sign-in. Use the secret address that your calendar gives out for this."),
    "not_a_calendar": _("There is an answer at this address, but no calendar that can be read. It often ends in .ics."),
    "too_large": _("This calendar is too large to be read. Five megabytes are the most."),
    "forbidden_address": _("This address can not be read. It has to begin with https:// and be open to the Internet."),
    "gone": _("There is no calendar at this address any more."),
}


def set_address(host: Person, address: str, at: datetime, allowed: Collection[str] = (), own: str = "") -> Feed:
    """Connect a calendar, once it has been read; an address that can not be read is a fault of the form."""
    draw(f"feed:{host.id}", TRIES, at)
    try:
        found = _read(host, address, "", at, allowed, own)
    except Fault as problem:
        raise Invalid({"address": SENTENCES[problem.code]}) from None
    return _connect(host, reading.tidy(address), found, at)


@writes
def _connect(host: Person, address: str, found: reading.Reading, at: datetime) -> Feed:
    Feed.delete().where(Feed.host == host).execute()
    times = {"read_at": at, "tried_at": at, "next_at": at + EVERY}
    return Feed.create(host=host, address=address, busy=found.busy, tag=found.tag, **times)


@writes
def forget(host: Person) -> None:
    """The address, and everything that was read there."""
    Feed.delete().where(Feed.host == host).execute()


def read_now(host: Person, at: datetime, allowed: Collection[str] = (), own: str = "") -> Feed | None:
    """Try again at once, because the host asks; where it is not connected, nothing."""
    draw(f"feed:{host.id}", TRIES, at)
    feed = Feed.get_or_none(Feed.host == host)
    return _again(feed, at, allowed, own) if feed and _take(feed, at) else feed


def read_due(at: datetime, allowed: Collection[str] = (), own: str = "", most: int = BATCH) -> int:
    """Read every calendar whose turn it is, outside of any transaction; how many were tried."""
    tried = 0
    for feed in feeds.due(at, most):
        # Several processes may look at once; who moves the next turn on has this one.
        if _take(feed, at):
            _again(feed, at, allowed, own)
            tried += 1
    return tried


@writes
def _take(feed: Feed, at: datetime) -> bool:
    """Move the next turn on, if nobody was faster."""
    mine = Feed.update(next_at=at + EVERY).where(Feed.id == feed.id, Feed.next_at == feed.next_at)
    return mine.execute() == 1


def _again(feed: Feed, at: datetime, allowed: Collection[str], own: str) -> Feed | None:
    # The first reading of a day is a whole one: what repeats has come a day further into sight, tag or no tag.
    tag = feed.tag if feed.read_at and feed.read_at.date() == at.date() else ""
    try:
        found = _read(feed.host, feed.address, tag, at, allowed, own)
    except Fault as problem:
        return _failed(feed, problem.code, at)
    except Exception as problem:
        # Its words may hold the address: the kind must do.
        log.error("a calendar could not be read: %s", type(problem).__name__)
        return _failed(feed, "unreachable", at)
    return _done(feed, found, at)


def _read(host: Person, address: str, tag: str, at: datetime, allowed, own: str) -> reading.Reading:
    hours = Availability.get_or_none(Availability.host == host)
    zone = hours.zone if hours else host.zone
    return reading.read(address, tag, zone, to_epoch(at - BEHIND), to_epoch(at + AHEAD), allowed, own)


@writes
def _done(feed: Feed, found: reading.Reading, at: datetime) -> Feed | None:
    values = {"fault": "", "tag": found.tag, "read_at": at, "tried_at": at, "next_at": at + EVERY}
    if found.busy is not None:
        values["busy"] = found.busy
    return _keep(feed, values)


@writes
def _failed(feed: Feed, code: str, at: datetime) -> Feed | None:
    """The last good reading keeps counting. The longer it fails, the longer is the wait."""
    silent = at - feed.read_at if feed.read_at else EVERY
    return _keep(feed, {"fault": code, "tried_at": at, "next_at": at + min(max(silent, EVERY), SELDOM)})


def _keep(feed: Feed, values: dict) -> Feed | None:
    """Unless it was forgotten, or another address set, while it was read."""
    Feed.update(values).where(Feed.id == feed.id, Feed.address == feed.address).execute()
    return Feed.get_or_none(Feed.id == feed.id)
