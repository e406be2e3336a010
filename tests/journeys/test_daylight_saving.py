"""A conversation that is booked before the clocks change and held after keeps its local time on every page, in every
letter and in every calendar file of both sides, also where the two sides change their clocks on different days.

Ada holds conversations from nine to noon in New York, Cleo reads all of it in Lisbon. In spring New York changes on
14 March and Lisbon on the 28th; in autumn Lisbon changes on 31 October and New York on 7 November.
"""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import pytest

from commands import studies
from commands.fire import fire
from models import Letter, Outgoing, Participant, Person, Session, database
from outbox.drain import drain
from tests import invariants
from tests import world as story
from tests.views.app import app_at, hands_of

NEW_YORK, LISBON = "America/New_York", "Europe/Lisbon"
MORNINGS = [[weekday, 9 * 60, 12 * 60] for weekday in range(5)]
SPRING, AUTUMN = datetime(2027, 3, 8, 9, tzinfo=UTC), datetime(2027, 10, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


class Held(NamedTuple):
    """When it is booked and held, the hour of both sides, and the instant."""

    booked: datetime
    day: str
    there: str
    here: str
    starts_at: datetime


def _held(booked: datetime, month: int, day: int, words: str, here: str, utc: int) -> Held:
    return Held(booked, words, "09:00", here, datetime(2027, month, day, utc, tzinfo=UTC))


HELD = {
    "spring, before both": _held(SPRING, 3, 10, "Wednesday 10 March", "14:00", 14),
    "spring, the day after New York": _held(SPRING, 3, 15, "Monday 15 March", "13:00", 13),
    "spring, between": _held(SPRING, 3, 24, "Wednesday 24 March", "13:00", 13),
    "spring, after both": _held(SPRING, 3, 30, "Tuesday 30 March", "14:00", 13),
    "autumn, before both": _held(AUTUMN, 10, 27, "Wednesday 27 October", "14:00", 13),
    "autumn, between": _held(AUTUMN, 11, 3, "Wednesday 3 November", "13:00", 13),
    "autumn, after both": _held(AUTUMN, 11, 9, "Tuesday 9 November", "14:00", 14),
}


@pytest.fixture
def place(database_url, tmp_path):
    app, clock = app_at(database_url, SPRING, tmp_path)
    world = story.build()
    Person.update(zone=NEW_YORK).where(Person.id == world.ada.id).execute()
    world = story.World(**{**vars(world), "ada": story.again(world.ada)})
    yield SimpleNamespace(app=app, clock=clock, world=world, settings=app.config["SETTINGS"])
    assert invariants.broken() == []
    database.close()


def invited(place, at: datetime, hours=MORNINGS) -> Participant:
    """Cleo is invited to a live study of Ada's at this time, with half an hour to talk, and may choose a time."""
    place.clock.at = at
    ada = place.world.ada
    study = studies.draft(
        place.world.halden, ada, at, title="Buying a ferry ticket", length=30, gap=0, reward=6000, places=1,
        meeting_link="https://meet.example/a",
    )  # fmt: skip
    studies.name_invitees(study, [place.world.cleo.username])
    studies.set_hours(ada, NEW_YORK, hours)
    study = fire(study, "launch", story.customer(ada), at)
    return story.qualified(place.world, study, at=at)


def times(place, row: Participant):
    """Cleo's browser on each page of the times, one after the other."""
    cleo = hands_of(place.app, place.world.cleo).open(f"/participants/{row.code}/times")
    yield cleo
    while any("Later days" in text for _href, _event, text in cleo.page.links):
        yield cleo.follow("Later days")


def value(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def booked(place, case: Held) -> Session:
    """Cleo takes that time, by the form."""
    row = invited(place, case.booked)
    for cleo in times(place, row):
        form = cleo.form(holds="starts_at")
        if value(case.starts_at) in form.choices["starts_at"]:
            cleo.send(form, event="book", starts_at=value(case.starts_at))
            return Session.get()
    raise AssertionError(f"{case.starts_at} is not offered")


def words(hands) -> str:
    """What stands on the page, with single spaces."""
    return " ".join(hands.page.text.split())


def until(hour: str) -> str:
    """An hour and the half hour to its end, however the two are spaced."""
    return rf"{hour}\s*–\s*{hour[:3]}30"


def letters(place, person) -> list[Letter]:
    drain(place.settings, place.clock.now)
    return list(Letter.select().join(Outgoing).where(Outgoing.recipient == person.id).order_by(Outgoing.id))


def both(place) -> dict:
    return {"contributor": place.world.cleo, "customer": place.world.ada}


def pages_say(place, session: Session, case: Held) -> None:
    """Every page on which the conversation stands, of both sides."""
    cleo, ada = (hands_of(place.app, person) for person in both(place).values())
    page = words(cleo.open(f"/sessions/{session.code}"))
    assert re.search(rf"{case.day}.{{0,3}}\s*{until(case.here)}", page), page[:600]
    assert f"In New York it starts at {case.there}" in page
    page = words(ada.open(f"/sessions/{session.code}"))
    assert re.search(rf"{case.day}, New York\s*{until(case.there)}", page), page[:900]
    assert re.search(rf"{case.day}, Lisbon\s*{until(case.here)}", page), page[:900]
    home = words(cleo.open("/me"))
    assert case.here in home
    assert case.here == case.there or case.there not in home.replace(f"{case.there} in New York", "")
    assert case.there in words(ada.open(f"/studies/{session.study.code}"))


def letter_says(letter: Letter, case: Held) -> None:
    """The letter names the hour of its reader first, and that of the other side."""
    text = " ".join(letter.text.split())
    mine, theirs = ("Lisbon", "New York"), (case.here, case.there)
    if "ada@" in letter.address:
        mine, theirs = mine[::-1], theirs[::-1]
    assert re.search(rf"{case.day} 2027, {until(theirs[0])} in {mine[0]}", text), text[:900]
    assert re.search(rf"In {mine[1]}: {until(theirs[1])}", text), text[:900]


def event(letter: Letter):
    (found,) = icalendar.Calendar.from_ical(letter.calendar).walk("VEVENT")
    return found


def calendar_says(letter: Letter, session: Session, case: Held) -> None:
    """A real parser finds the same instant, and so the same hour on the wall of either city."""
    start, end = event(letter)["DTSTART"].dt, event(letter)["DTEND"].dt
    assert (start, end - start) == (case.starts_at, timedelta(minutes=30))
    for zone, hour in ((NEW_YORK, case.there), (LISBON, case.here)):
        assert start.astimezone(ZoneInfo(zone)).strftime("%H:%M") == hour
    assert str(event(letter)["UID"]).startswith(session.uid)


@pytest.mark.parametrize("case", HELD.values(), ids=HELD.keys())
def test_it_keeps_its_local_time_on_every_page_in_every_letter_and_file(place, case):
    session = booked(place, case)
    assert session.starts_at == case.starts_at
    pages_say(place, session, case)
    for person in both(place).values():
        letter = letters(place, person)[-1]
        assert letter.outgoing.letter == "booked"
        letter_says(letter, case)
        calendar_says(letter, session, case)
    # The clocks have changed by then; nothing else has.
    place.clock.at = session.starts_at - DAY
    pages_say(place, session, case)
    for person, hour in ((place.world.cleo, case.here), (place.world.ada, case.there)):
        reminder = letters(place, person)[-1]
        assert reminder.outgoing.letter == "reminder_day"
        assert hour in reminder.text
    place.clock.at = session.ends_at + timedelta(hours=1)
    pages_say(place, session, case)


@pytest.mark.parametrize(("first", "second"), [
    ("spring, before both", "spring, after both"), ("autumn, before both", "autumn, between"),
])  # fmt: skip
def test_a_move_over_the_change_is_the_same_entry_at_the_new_local_time(place, first, second):
    before, after = HELD[first], HELD[second]
    session = booked(place, before)
    old = {name: event(letters(place, person)[-1]) for name, person in both(place).items()}
    cleo = hands_of(place.app, place.world.cleo).open(f"/sessions/{session.code}").press("move")
    while value(after.starts_at) not in cleo.form(holds="starts_at").choices["starts_at"]:
        cleo.follow("Later days")
    cleo.send(cleo.form(holds="starts_at"), button="look", starts_at=value(after.starts_at))
    cleo.send(cleo.form(holds="starts_at"), event="move", starts_at=value(after.starts_at))
    session = story.again(session)
    pages_say(place, session, after)
    for name, person in both(place).items():
        letter = letters(place, person)[-1]
        assert letter.outgoing.letter == "moved"
        letter_says(letter, after)
        calendar_says(letter, session, after)
        assert (event(letter)["UID"], event(letter)["SEQUENCE"]) == (old[name]["UID"], 1)


@pytest.mark.parametrize("case", [HELD["spring, after both"], HELD["autumn, after both"]], ids=["spring", "autumn"])
def test_the_letter_that_cancels_names_the_time_that_was_promised(place, case):
    session = booked(place, case)
    fire(session, "cancel", story.customer(place.world.ada), place.clock.at, reason="other")
    for person in both(place).values():
        letter = letters(place, person)[-1]
        assert (letter.outgoing.letter, letter.method) == ("canceled", "CANCEL")
        hour = case.here if person == place.world.cleo else case.there
        assert hour in letter.text
        calendar_says(letter, session, case)


@pytest.mark.parametrize("at", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_weekly_hours_are_the_same_hours_in_every_week(place, at):
    """Nine to noon in New York, before and after both changes; the reader's hours follow."""
    row = invited(place, at)
    seen, apart = {}, set()
    for cleo in times(place, row):
        for one in cleo.form(holds="starts_at").choices["starts_at"]:
            if one != "none":
                start = datetime.fromisoformat(one)
                there = start.astimezone(ZoneInfo(NEW_YORK))
                here = start.astimezone(ZoneInfo(LISBON))
                seen.setdefault(there.date(), []).append(there.strftime("%H:%M"))
                apart.add(here.hour - there.hour)
                assert re.search(rf"{here:%H:%M}\s*{there:%H:%M} in New York", words(cleo)), (one, words(cleo)[:900])
    full = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    assert {tuple(hours) for hours in seen.values()} == {tuple(full)}
    assert len(seen) >= 18
    assert apart == {4, 5}


@pytest.mark.parametrize("at", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_how_far_apart_the_cities_are_is_said_of_the_days_on_the_page(place, at):
    """A week in which both have changed, or neither: five hours; between them four; where it changes, nothing."""
    row = invited(place, at)
    for cleo in times(place, row):
        choices = cleo.form(holds="starts_at").choices["starts_at"]
        starts = [datetime.fromisoformat(one) for one in choices if one != "none"]
        apart = {int(_hours(one, LISBON) - _hours(one, NEW_YORK)) for one in starts}
        said = re.findall(r"New York is (\d) hours behind", words(cleo))
        assert said == ([str(*apart)] if len(apart) == 1 else []), (starts[0], said)


def _hours(at: datetime, zone: str) -> float:
    return at.astimezone(ZoneInfo(zone)).utcoffset() / timedelta(hours=1)


SUNDAY_NIGHT = [[6, 0, 3 * 60]]


def _of_sunday(place, at: datetime, day: str) -> dict[str, str]:
    """Value -> the hour in New York as it is written beside it, of the times of that day."""
    row = invited(place, at, SUNDAY_NIGHT)
    for cleo in times(place, row):
        form = cleo.form(holds="starts_at")
        values = [one for one in form.choices["starts_at"] if one.startswith(day)]
        if values:
            place.cleo, place.form = cleo, form
            pairs = re.findall(r"\d\d:\d\d\s*(\d\d:\d\d(?: UTC-\d)?) in New York", words(cleo))
            first = [one for one in form.choices["starts_at"] if one != "none"].index(values[0])
            return dict(zip(values, pairs[first : first + len(values)], strict=True))
    raise AssertionError(f"nothing on {day}")


def test_the_hour_that_does_not_exist_is_not_offered(place):
    """On 14 March the clock in New York goes from two to three: from midnight to three there are two hours."""
    found = _of_sunday(place, SPRING, "2027-03-14")
    assert list(found.values()) == ["00:00", "00:30", "01:00", "01:30"]
    assert list(found)[-1] == "2027-03-14T06:30:00Z"


def test_the_hour_that_comes_twice_is_offered_twice_and_told_apart(place):
    """On 7 November it is one o'clock in New York twice; each of them can be taken, and is the one that was meant."""
    found = _of_sunday(place, AUTUMN, "2027-11-07")
    assert list(found.values()) == [
        "00:00", "00:30", "01:00 UTC-4", "01:30 UTC-4", "01:00 UTC-5", "01:30 UTC-5", "02:00", "02:30",
    ]  # fmt: skip
    place.cleo.send(place.form, event="book", starts_at="2027-11-07T06:30:00Z")
    session = Session.get()
    assert session.starts_at == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    place.cleo.see("In New York it starts at 01:30 UTC-5")
    for person in both(place).values():
        letter = letters(place, person)[-1]
        assert "01:30 UTC-5" in letter.text
        assert "UTC-4" not in letter.text
        assert event(letter)["DTSTART"].dt == session.starts_at
    hands_of(place.app, place.world.ada).open(f"/sessions/{session.code}").see("01:30 UTC-5")
