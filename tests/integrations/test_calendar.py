"""Calendar messages, read back by the real parser."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from integrations import calendar

START = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
PLAIN = {
    "uid": "abc@parlor.example", "sequence": 3, "method": "REQUEST", "starts_at": START,
    "ends_at": START + timedelta(hours=1), "stamp": START - timedelta(days=3), "summary": "Conversation with Ada",
    "description": "To join: https://parlor.example/sessions/abc", "location": "https://parlor.example/sessions/abc",
    "organizer": ("Halden Ferries via Parlor", "post@parlor.example"), "attendee": ("Cleo", "cleo@mail.example"),
}  # fmt: skip
HOSTILE = ["a;b,c:d\\n", 'quo"ted', "x\nATTENDEE:mailto:v@x.example", "BEGIN:VALARM", "ü€🙂" * 60, "שלום", "^n^'^^"]


def read(**changes):
    """(calendar, its one event), written and parsed again."""
    found = Calendar.from_ical(calendar.event(**PLAIN | changes))
    [event] = found.walk("VEVENT")
    return found, event


def test_a_request_holds_what_a_calendar_needs():
    found, event = read()
    assert [str(found[name]) for name in ("METHOD", "VERSION", "CALSCALE")] == ["REQUEST", "2.0", "GREGORIAN"]
    assert [str(event[name]) for name in ("UID", "SEQUENCE", "STATUS", "LOCATION", "URL")] == [
        "abc@parlor.example", "3", "CONFIRMED", PLAIN["location"], PLAIN["location"]]  # fmt: skip
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (START, START + timedelta(hours=1))
    assert event["DTSTAMP"].dt == PLAIN["stamp"]
    [alarm] = found.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
    assert found.errors == event.errors == []


def test_instants_travel_in_utc_without_a_table_of_zones():
    data = calendar.event(**PLAIN)
    assert b"DTSTART:20261126T130000Z\r\n" in data
    assert b"VTIMEZONE" not in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_file_to_take_along_invites_nobody():
    found, event = read(method="PUBLISH", attendee=None)
    assert (str(found["METHOD"]), str(event["STATUS"]), event.get("ATTENDEE")) == ("PUBLISH", "CONFIRMED", None)
    assert str(event["ORGANIZER"]) == "mailto:post@parlor.example"


def test_a_cancel_rings_no_bell():
    found, event = read(method="CANCEL", sequence=4)
    assert (str(found["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 4)
    assert found.walk("VALARM") == []


def test_the_one_guest_has_agreed_and_is_not_asked_again():
    event = read()[1]
    assert str(event["ATTENDEE"]) == "mailto:cleo@mail.example"
    assert {name: event["ATTENDEE"].params[name] for name in ("CN", "PARTSTAT", "RSVP")} == {
        "CN": "Cleo", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}  # fmt: skip
    assert str(event["ORGANIZER"]) == "mailto:post@parlor.example"


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_back_as_they_were(text):
    found, event = read(summary=text, description=text)
    assert str(event["SUMMARY"]) == str(event["DESCRIPTION"]) == text
    assert [component.name for component in found.walk()] == ["VCALENDAR", "VEVENT", "VALARM"]
    assert str(event["ATTENDEE"]) == "mailto:cleo@mail.example"


@pytest.mark.parametrize("name", [text for text in HOSTILE if "\n" not in text])
def test_names_stay_names(name):
    event = read(attendee=(name, "cleo@mail.example"), organizer=(name, "post@parlor.example"))[1]
    assert str(event["ATTENDEE"]) == "mailto:cleo@mail.example"
    assert str(event["ORGANIZER"]) == "mailto:post@parlor.example"
    assert event["ATTENDEE"].params["CN"] == name.replace('"', "'")


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\0", "\x0b", "\x7f"])
@pytest.mark.parametrize("changes", [
    lambda sign: {"attendee": (f"Cleo{sign}ATTENDEE:mailto:v@x.example", "cleo@mail.example")},
    lambda sign: {"attendee": ("Cleo", f"cleo@mail.example{sign}ATTENDEE:mailto:v@x.example")},
    lambda sign: {"organizer": (f"A{sign}B", "post@parlor.example")},
    lambda sign: {"organizer": ("A", f"post@parlor.example{sign}")},
    lambda sign: {"uid": f"abc{sign}"},
    lambda sign: {"location": f"https://parlor.example/{sign}x"},
])  # fmt: skip
def test_a_line_break_in_a_name_or_an_address_is_refused(changes, sign):
    with pytest.raises(ValueError):
        calendar.event(**PLAIN | changes(sign))


@pytest.mark.parametrize("changes", [
    {"method": "REPLY"}, {"method": ""}, {"ends_at": START}, {"starts_at": START.replace(tzinfo=None)},
    {"stamp": START.astimezone(timezone(timedelta(hours=2)))},
])  # fmt: skip
def test_what_makes_no_event_is_refused(changes):
    with pytest.raises((ValueError, TypeError)):
        calendar.event(**PLAIN | changes)
