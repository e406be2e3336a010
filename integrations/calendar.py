"""One conversation as an iCalendar message for one person (RFC 5545 and 5546).

A message is a REQUEST, which puts the event into a calendar or updates it, a CANCEL, which takes it out, or a PUBLISH,
which is a file to take along and invites nobody. All name the event by its UID; the higher SEQUENCE wins. Instants are
written in UTC, so that no zone table has to travel along.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

PRODUCT = "-//Parlor//Conversations//EN"
METHODS = ("REQUEST", "CANCEL", "PUBLISH")
ALARM = timedelta(minutes=-15)
GUEST = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}


class Who(NamedTuple):
    """A person in a calendar: the name to show and the e-mail address."""

    name: str
    address: str


def event(
    uid: str, sequence: int, method: str, starts_at: datetime, ends_at: datetime, stamp: datetime, summary: str,
    description: str, location: str, organizer: Who | tuple, attendee: Who | tuple | None,
) -> bytes:  # fmt: skip
    """The message, with `attendee` as the only one invited, if anybody is. Instants are aware and in UTC, `location` is
    the address of a page. ValueError for a method that is not of METHODS, or a line break in a name or an address."""
    if method not in METHODS:
        raise ValueError("method")
    if not ends_at > starts_at:
        raise ValueError("ends before it starts")
    one = Event()
    one.add("uid", one_line(uid))
    one.add("sequence", sequence)
    for name, instant in (("dtstamp", stamp), ("dtstart", starts_at), ("dtend", ends_at)):
        one.add(name, in_utc(instant))
    one.add("summary", summary)
    one.add("description", description)
    one.add("location", one_line(location))
    one["url"] = vUri(one_line(location))
    one["organizer"] = address(Who(*organizer))
    # Accepted, because they agreed in Parlor; and no answer is asked for, because nobody would read it.
    if attendee is not None:
        one["attendee"] = address(Who(*attendee), **GUEST)
    one.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    one.add("transp", "OPAQUE")
    if method != "CANCEL":
        one.add_component(alarm(summary))
    return whole(method, one)


def whole(method: str, one: Event) -> bytes:
    """The calendar around one event."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(one)
    return calendar.to_ical()


def alarm(summary: str) -> Alarm:
    """A courtesy of the calendar a quarter of an hour before; some drop the alarms of others."""
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", summary)
    bell.add("trigger", ALARM)
    return bell


def address(who: Who, **parameters: str) -> vCalAddress:
    """A person as a property: never a line break, so that nobody writes lines of their own."""
    value = vCalAddress(f"mailto:{one_line(who.address)}")
    if who.name:
        # Double quotes can not be escaped in a parameter (RFC 5545, 3.2).
        value.params["CN"] = vText(one_line(who.name).replace('"', "'"))
    for name, text in parameters.items():
        value.params[name] = vText(text)
    return value


def one_line(text: str) -> str:
    """The text, if it is one line. ValueError where it holds a line break or another control character."""
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise ValueError("line break")
    return text


def in_utc(instant: datetime) -> datetime:
    """The instant, if it is aware and in UTC; ValueError otherwise."""
    if instant.utcoffset() != timedelta(0):
        raise ValueError("not in UTC")
    return instant
