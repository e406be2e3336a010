"""What the presence log proves: who was in the room or its lobby, from when to when, and which no-show that makes.
A spell covers its first instant and not its last one; two spells that touch are one stay. LIFECYCLES section 1."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from rules.claimed import Verdict, verdict
from rules.hours import merged

__all__ = ["Spell", "Verdict", "contributor_here", "host_waited_at", "met", "minutes_together", "room_empty",
           "together_now", "verdict", "waited_in_vain_at", "was_there"]

_STILL = datetime.max.replace(tzinfo=UTC)
Stay = tuple[datetime, datetime]


class Spell(NamedTuple):
    """One stay: `seat` contributor, admitter or observer; `place` room or lobby; `until` None while they are there."""

    seat: str
    who: int
    place: str
    since: datetime
    until: datetime | None


def together_now(spells: Iterable[Spell], at: datetime) -> bool:
    """Whether the contributor and someone who may admit are both in the room at that instant."""
    seats = {spell.seat for spell in spells if spell.place == "room" and _covers(spell, at)}
    return seats >= {"contributor", "admitter"}


def met(spells: Iterable[Spell], at: datetime) -> bool:
    """Whether the contributor and someone who may admit were ever in the room together, up to that instant."""
    return any(since <= at for since, _ in _together(spells))


def minutes_together(spells: Iterable[Spell], at: datetime, upto: datetime) -> float:
    """Minutes that both were in the room, until the earlier of the two instants."""
    end = min(at, upto)
    return sum((min(until, end) - since).total_seconds() for since, until in _together(spells) if since < end) / 60


def host_waited_at(spells: Iterable[Spell], starts_at: datetime, ends_at: datetime, wait: timedelta,
                   at: datetime) -> datetime | None:
    """When someone who may admit had first waited in the room, unbroken, for `wait` from the later of the start and
    their arrival, the contributor in neither room nor lobby all that time; not after the end, nor after `at`."""
    spells = list(spells)
    contributor = _stays(spell for spell in spells if spell.seat == "contributor")
    hosts = {spell.who for spell in spells if spell.seat == "admitter"}
    full = []
    for who in hosts:
        room = _stays(spell for spell in spells if spell[:3] == ("admitter", who, "room"))
        full += [until for since, until in _waits(room, starts_at, min(ends_at, at), wait)
                 if not any(there < until and since < gone for there, gone in contributor)]
    return min(full, default=None)


def waited_in_vain_at(spells: Iterable[Spell], starts_at: datetime, ends_at: datetime, wait: timedelta,
                      at: datetime) -> datetime | None:
    """When the contributor had first waited in room or lobby, unbroken, for `wait` from the later of the start and
    their arrival, and had met nobody who may admit by then; not after the end, nor after `at`."""
    spells = list(spells)
    here = _stays(spell for spell in spells if spell.seat == "contributor")
    full = [until for _, until in _waits(here, starts_at, min(ends_at, at), wait) if not met(spells, until)]
    return min(full, default=None)


def contributor_here(spells: Iterable[Spell], at: datetime) -> bool:
    """Whether the contributor is in the room or its lobby at that instant."""
    return any(spell.seat == "contributor" and _covers(spell, at) for spell in spells)


def was_there(spells: Iterable[Spell], seat: str, who: int, at: datetime) -> bool:
    """Whether the contributor (whoever it is), or else this very person, has been in room or lobby up to then."""
    if seat == "contributor":
        return any(spell.seat == "contributor" and spell.since <= at for spell in spells)
    return any(spell.seat != "contributor" and spell.who == who and spell.since <= at for spell in spells)


def room_empty(spells: Iterable[Spell], at: datetime) -> bool:
    """Whether nobody is in the room at that instant. Hidden observers do not count: with them alone it is over."""
    return not any(spell.seat != "observer" and spell.place == "room" and _covers(spell, at) for spell in spells)


def _covers(spell: Spell, at: datetime) -> bool:
    return spell.since <= at and (spell.until is None or at < spell.until)


def _stays(spells: Iterable[Spell]) -> list[Stay]:
    return merged((spell.since, _end(spell)) for spell in spells)


def _end(spell: Spell) -> datetime:
    return _STILL if spell.until is None else spell.until


def _together(spells: Iterable[Spell]) -> list[Stay]:
    room = [spell for spell in spells if spell.place == "room"]
    contributor = _stays(spell for spell in room if spell.seat == "contributor")
    admitter = _stays(spell for spell in room if spell.seat == "admitter")
    both = ((max(a[0], b[0]), min(a[1], b[1])) for a in contributor for b in admitter)
    return [(since, until) for since, until in both if since < until]


def _waits(stays: list[Stay], starts_at: datetime, latest: datetime, wait: timedelta) -> list[Stay]:
    """The full waits: each begins at the later of the start and an arrival, and is over by `latest`."""
    begun = [(max(since, starts_at), until) for since, until in stays]
    return [(since, since + wait) for since, until in begun if since + wait <= min(until, latest)]
