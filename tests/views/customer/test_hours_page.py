"""The page of a host's hours: painted, typed, across midnight, on single days, by a colleague, in two windows."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Availability, Member, Session
from models.openings import Feed
from rules.times import to_epoch
from tests import world as story
from tests.views.customer.test_hours_form import posted, press


def opened(place, person=None, of=None):
    """The page in somebody's browser."""
    return place.as_(person or place.world.ada).open("/availability" + (f"?of={of.code}" if of else ""))


def kept(person) -> Availability | None:
    """What is in the database."""
    return Availability.get_or_none(Availability.host == person.id)


def week(hands, **typed):
    """Send the week."""
    return hands.send(hands.form(holds="zone"), **typed)


def ticks(day, first, last):
    """The values of the half hours from one hour to another."""
    return [f"{day}-{slot}" for slot in range(first * 2, last * 2)]


def test_painted_half_hours_are_the_hours(place):
    hands = week(opened(place), h=[*ticks(0, 9, 12), "0-47", *ticks(6, 0, 1), "9-9", "x"])
    hands.see("Saved.")
    assert kept(place.world.ada).windows == [[0, 540, 720], [0, 1410, 1440], [6, 0, 60]]


def test_every_box_says_its_day_and_its_hours(place):
    html = opened(place).html
    assert html.count('name="h"') == 7 * 48
    assert 'value="0-18" aria-label="Monday, 09:00 to 09:30"' in html
    assert 'value="6-47" aria-label="Sunday, 23:30 to 24:00"' in html


@pytest.mark.parametrize(
    ("first", "last", "window"),
    [
        ("22:00", "02:00", [2, 1320, 1560]),
        ("23", "24:00", [2, 1380, 1440]),
        ("9:10", "10:40", [2, 550, 640]),
        ("18:00", "6:00", [2, 1080, 1800]),
    ],
)
def test_exact_hours_and_hours_past_midnight_are_typed_and_come_back(place, first, last, window):
    hands = week(opened(place), d2from0=first, d2to0=last)
    assert kept(place.world.ada).windows == [window]
    week(hands)
    assert kept(place.world.ada).windows == [window]


def test_a_box_that_a_line_runs_through_says_so(place):
    html = week(opened(place), d2from0="22:15", d2to0="00:10").html
    assert "Wednesday, 22:00 to 22:30, also typed below" in html
    assert "Thursday, 00:00 to 00:30, also typed below" in html
    assert html.count("also typed below") == 5


@pytest.mark.parametrize(("first", "last"), [("18:00", "06:01"), ("09:00", "09:00"), ("24:00", "01:00")])
def test_a_night_is_twelve_hours_at_most(place, first, last):
    hands = week(opened(place), d2from0=first, d2to0=last, h=ticks(4, 9, 10))
    assert hands.status == 422
    hands.see("The end has to be after the start")
    fields = hands.form(holds="zone").fields
    assert ("d2from0", first) in fields
    assert {value for name, value in fields if name == "h"} == set(ticks(4, 9, 10))
    assert kept(place.world.ada) is None


def test_a_day_is_cleared_and_mondays_boxes_are_copied(place):
    boxes = [*ticks(0, 9, 10), *ticks(3, 20, 21), *ticks(6, 8, 9)]
    hands = press(opened(place), "copy", h=boxes, d0from0="11:10", d0to0="12")
    hands = press(hands, "clear", "1")
    assert kept(place.world.ada) is None
    week(hands)
    expected = [[day, *span] for day in (0, 2, 3, 4) for span in ([540, 600], [670, 720])]
    assert kept(place.world.ada).windows == [*expected, [6, 480, 540]]


def test_two_windows_do_not_overwrite_each_other(place):
    story.draft_study(place.world)
    first, second = opened(place), opened(place)
    week(first, h=ticks(0, 9, 12)).see("Saved.")
    week(second, h=ticks(1, 14, 16), d5from0="9:05", d5to0="9:50")
    assert second.status == 409
    second.see("These hours were changed in the meantime").see("Monday: 09:00–12:00")
    assert kept(place.world.ada).windows == [[0, 540, 720]]
    fields = second.form(holds="zone").fields
    assert {value for name, value in fields if name == "h"} == set(ticks(1, 14, 16))
    assert ("d5from0", "9:05") in fields
    week(second).see("Saved.")
    assert kept(place.world.ada).windows == [[1, 840, 960], [5, 545, 590]]


def test_a_new_city_keeps_the_clock_hours_and_says_so(place):
    story.draft_study(place.world)
    week(opened(place), zone="Asia/Kathmandu").see("The same clock hours count in the new city").see("Kathmandu")
    assert (kept(place.world.ada).zone, kept(place.world.ada).windows) == ("Asia/Kathmandu", story.WEEKDAYS)


def test_saving_the_week_keeps_the_days_that_are_different(place):
    hands = days(opened(place), first="2026-12-24")
    week(hands, h=ticks(0, 9, 12))
    assert kept(place.world.ada).exceptions == {"2026-12-24": []}


def days(hands, **typed):
    """Add days."""
    return hands.send(hands.form(holds="kind"), **typed)


def removed(hands, first):
    """Take days out of the list."""
    form = next(one for one in hands.page.forms if one.action.endswith("remove") and ("first", first) in one.fields)
    return hands.send(form)


def test_a_holiday_is_a_range_and_takes_its_days_out(place):
    study = story.live_study(place.world)
    hands = days(opened(place), first="2026-11-25", last="2026-11-27")
    hands.see("25 November 2026 to 27 November 2026").see("Away")
    open_days = {datetime.fromtimestamp(start, UTC).date().isoformat() for start in study.free_starts(story.NOW)}
    assert "2026-11-24" in open_days
    assert not open_days & {"2026-11-25", "2026-11-26", "2026-11-27"}
    removed(hands, "2026-11-25").see("None. A holiday")
    assert kept(place.world.ada).exceptions == {}


def test_a_day_with_other_hours_has_those_alone(place):
    study = story.live_study(place.world)
    hands = days(opened(place), first="2026-11-28", kind="hours", from0="22", to0="0:30", from1="10:00", to1="11")
    hands.see("10:00–11:00, 22:00–00:30")
    saturday = [datetime.fromtimestamp(start, UTC).hour for start in study.free_starts(story.NOW)
                if datetime.fromtimestamp(start, UTC).date().isoformat() == "2026-11-28"]  # fmt: skip
    assert saturday == [9, 21, 21, 22, 22]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first": ""}, "Please choose a day"),
        ({"first": "24 December"}, "Please choose a day"),
        ({"first": "2026-11-22"}, "This day is over."),
        ({"first": "2036-11-22"}, "Three years ahead"),
        ({"first": "2026-12-24", "last": "2026-12-23"}, "The last day can not be before the first."),
        ({"first": "2026-12-24", "last": "2027-12-25"}, "A year is the most at once."),
        ({"first": "2026-12-24", "kind": "hours"}, "Type the hours of these days"),
        ({"first": "2026-12-24", "kind": "hours", "from0": "9", "to0": "x"}, "Please type hours like"),
    ],
)
def test_days_that_can_not_be_are_said_and_kept(place, typed, words):
    hands = days(opened(place), **typed)
    assert hands.status == 422
    hands.see(words)
    fields = hands.form(holds="kind").fields
    assert all((name, value) in fields for name, value in typed.items())
    assert kept(place.world.ada) is None


def test_days_that_are_over_are_not_shown_and_are_forgotten(place):
    days(opened(place), first="2026-11-24", last="2026-11-26")
    place.clock.at = story.NOW + timedelta(days=3)
    hands = opened(place).see("26 November 2026")
    assert "24 November" not in hands.page.text
    days(hands, first="2026-12-24")
    # Yesterday stays, because what began on it may run past midnight.
    assert sorted(kept(place.world.ada).exceptions) == ["2026-11-25", "2026-11-26", "2026-12-24"]


def test_the_next_two_weeks_count_what_people_can_take(place):
    story.booked(place.world)
    html = opened(place).html
    # Thursday 13:00 UTC is booked: an hour cannot begin at 13:30, 14:00 or 14:30 in Oslo, nor in the gap behind it.
    assert '<time datetime="2026-11-24">Tue 24</time><b>15</b>' in html
    assert '<time datetime="2026-11-26">Thu 26</time><b>11</b>' in html
    assert '<time datetime="2026-11-28">Sat 28</time><b>0</b>' in html


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2027-03-01", "On Sunday 28 March the clocks go forward: 02:00 to 03:00 does not exist that day."),
        ("2026-10-01", "On Sunday 25 October the clocks go back: 02:00 to 03:00 comes twice that day."),
    ],
)
def test_a_change_of_the_clocks_is_said(place, at, words):
    story.draft_study(place.world)
    place.clock.at = datetime.fromisoformat(f"{at}T09:00:00+00:00")
    opened(place).see(words)


def test_no_change_of_the_clocks_no_word(place):
    assert "clocks go" not in opened(place).page.text


def test_an_administrator_edits_a_colleagues_hours(place):
    hands = opened(place, of=place.world.bo).see("When Bo Aas can talk")
    week(hands, h=ticks(0, 9, 12)).see("When Bo Aas can talk")
    days(hands, first="2026-12-24").see("24 December 2026")
    assert kept(place.world.bo).windows == [[0, 540, 720]]
    assert kept(place.world.ada) is None
    removed(hands, "2026-12-24")
    assert kept(place.world.bo).exceptions == {}


def test_a_colleague_reads_and_changes_nothing(place):
    story.draft_study(place.world)
    hands = opened(place, place.world.bo, of=place.world.ada).see("09:00–17:00")
    assert "zone" not in {name for form in hands.page.forms for name in form.names()}
    of = place.world.ada.code
    assert posted(hands, "/availability", of=of, zone="Europe/Oslo", h="0-18") == 403
    assert posted(hands, "/availability/days", of=of, first="2026-12-24") == 403
    assert posted(hands, "/availability/days/remove", of=of, first="2026-12-24", last="2026-12-24") == 403
    assert posted(hands, "/availability/feed", of=of, forget="1") == 403
    assert kept(place.world.ada).windows == story.WEEKDAYS


def test_mallory_finds_nobody_of_another_team(place):
    hands = opened(place, place.world.mallory)
    for person in (place.world.ada, place.world.bo, place.world.cleo):
        assert opened(place, place.world.mallory, of=person).status == 404
        for path in ("", "/days", "/days/remove", "/feed"):
            assert posted(hands, f"/availability{path}", of=person.code, zone="Europe/Oslo", first="2026-12-24") == 404
    assert not Availability.select().exists()


def test_an_administrator_sees_nothing_of_a_colleagues_work_elsewhere(place):
    Member.create(workspace=place.world.elsewhere, person=place.world.bo, role="admin")
    study = story.live_study(place.world, author=place.world.bo, workspace=place.world.elsewhere, title="Elsewhere")
    session = story.booked(place.world, study)
    story.studies.set_hours(place.world.bo, "Europe/Oslo", [])
    assert Session.get().code == session.code
    page = opened(place, of=place.world.bo)
    assert session.code not in page.html
    assert "Elsewhere" not in page.page.text


def fed(place, **changes) -> Feed:
    """Ada's own calendar, read an hour ago."""
    at = story.NOW - story.HOUR
    values = {"address": "https://calendar.example/ada/private-7f3c9a.ics", "busy": [], "read_at": at, "tried_at": at,
              "next_at": story.NOW}  # fmt: skip
    return Feed.create(host=place.world.ada, **values | changes)


def test_a_calendars_address_is_never_shown_in_full(place):
    start = to_epoch(story.START)
    fed(place, busy=[[start, start + 3600], [start + 90000, start + 93600], [start + 40 * 86400, start + 41 * 86400]])
    hands = opened(place).see("2 busy times in the next four weeks").see("calendar.example").see("3c9a.ics")
    assert "private" not in hands.html
    assert "calendar.example" not in opened(place, place.world.bo, of=place.world.ada).html


def test_busy_times_are_left_out_of_the_next_two_weeks(place):
    story.draft_study(place.world)
    begin = to_epoch(datetime(2026, 11, 24, tzinfo=UTC))
    fed(place, busy=[[begin, begin + 86400]])
    assert '<time datetime="2026-11-24">Tue 24</time><b>0</b>' in opened(place).html


def test_a_calendar_that_fails_says_since_when_and_what_counts(place):
    fed(place, fault="gone", read_at=story.NOW - timedelta(hours=3))
    hands = opened(place).see("The last try failed").see("There is no calendar at this address any more.")
    hands.see("Monday 23 November, 07:00 (Oslo), keeps counting")
    Feed.update(read_at=story.NOW - timedelta(hours=25)).execute()
    opened(place).see("Your calendar can not be read")


def test_a_calendar_is_forgotten(place):
    fed(place)
    hands = opened(place)
    form = next(one for one in hands.page.forms if any(button[0] == "forget" for button in one.buttons))
    hands.send(form, button="forget").see("Secret address of your calendar")
    assert not Feed.select().exists()


def test_an_address_of_the_own_network_is_refused_at_its_field(place):
    hands = opened(place)
    hands.send(hands.form(holds="address"), address="http://127.0.0.1:9/calendar.ics")
    assert hands.status == 422
    hands.see("This address can not be read.")
    assert dict(hands.form(holds="address").fields)["address"] == "http://127.0.0.1:9/calendar.ics"
    assert not Feed.select().exists()


def test_trying_addresses_has_an_end(place):
    hands = opened(place)
    answers = {posted(hands, "/availability/feed", address="https://127.0.0.1/a.ics") for _try in range(21)}
    assert answers == {422, 429}


def test_who_comes_from_a_study_finds_the_way_back_to_it_also_after_saving(place):
    study = story.draft_study(place.world)
    hands = place.as_(place.world.ada).open(f"/availability?study={study.code}")
    week(hands, h=ticks(2, 17, 18)).see("Saved.").follow("Back to the study")
    assert hands.url == f"/studies/{study.code}/edit/times"


def test_a_stranger_s_address_names_no_study_of_another_house(place):
    study = story.draft_study(place.world, title="The secret crossing")
    hands = place.as_(place.world.mallory).open(f"/availability?study={study.code}")
    assert hands.status == 200
    assert "The secret crossing" not in hands.html
    assert "Back to the study" not in hands.html
