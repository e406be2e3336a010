"""The hours' form beyond saving: one more line, Monday's hours for the week, and a look before the leap."""

import pytest

from models import Availability, Member
from tests import world as story
from views.customer.hours_form import LEAST, MOST, minutes, painted, parted, read, shown, touched


def hours(place, person=None):
    """The hours in somebody's browser."""
    return place.as_(person or place.world.ada).open("/availability")


def posted(hands, path, **typed):
    """What a post is answered that no page offers."""
    token = next(value for form in hands.page.forms for name, value in form.fields if name == "form_token")
    headers = {"Sec-Fetch-Site": "same-origin"}
    return hands.client.post(path, data={"form_token": token, **typed}, headers=headers).status_code


def press(hands, name, value="1", **typed):
    """One of the form's other buttons."""
    form = hands.form(holds="zone")
    form.buttons[:] = [[name, value, None, ""]]
    return hands.send(form, button=name, **typed)


def test_a_line_is_added_and_everything_typed_is_kept(place):
    hands = press(hours(place), "add", "2", d2from0="9", d2to0="10", d4from0="nonsense", zone="Asia/Kathmandu")
    kept = dict(hands.form(holds="zone").fields)
    assert (kept["d2from0"], kept["d4from0"], kept["zone"]) == ("9", "nonsense", "Asia/Kathmandu")
    assert f"d2from{LEAST}" in kept
    assert not Availability.select().exists()
    for _again in range(MOST):
        hands = press(hands, "add", "2")
    assert f"d2from{MOST - 1}" in hands.form(holds="zone").names()
    assert f"d2from{MOST}" not in hands.form(holds="zone").names()


def test_mondays_hours_are_taken_for_the_week(place):
    hands = press(hours(place), "copy", d0from0="9", d0to0="12", d0from1="13", d0to1="15", d5from0="10", d5to0="11")
    hands.send(hands.form(holds="zone"))
    windows = Availability.get(Availability.host == place.world.ada).windows
    assert windows == [*([day, *span] for day in range(5) for span in ([540, 720], [780, 900])), [5, 600, 660]]


def test_looking_has_an_end(place, monkeypatch):
    monkeypatch.setattr("views.looks.LOOKS", 1)
    hands = hours(place)
    assert press(hands, "look", h=[]).status == 200
    assert press(hours(place), "look", h=[]).status == 429


def test_a_look_counts_what_could_be_booked_and_saves_nothing(place):
    study = story.live_study(place.world)
    before = len(study.free_starts(story.NOW))
    hands = press(hours(place), "look", h=[], d0from0="09:00", d0to0="10:00")
    hands.see("With these hours, not saved yet").see("1 time to choose from").see("Now it is ")
    assert len(story.again(study).free_starts(story.NOW)) == before
    hands.send(hands.form(holds="zone"))
    assert 0 < len(story.again(study).free_starts(story.NOW)) < before


def test_the_next_times_of_each_study_are_shown(place):
    hours(place).see("Nothing can be booked.")
    story.live_study(place.world)
    hours(place).see("Booking a ferry on the phone").see("Monday 23 November")


def test_a_viewer_reads_the_hours_and_saves_none(place):
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    hands = hours(place, place.world.bo)
    assert "zone" not in {name for form in hands.page.forms for name in form.names()}
    assert posted(hands, "/availability", zone="Europe/Oslo", d0from0="9", d0to0="10") == 403
    assert posted(hands, "/availability/days", first="2026-12-24") == 403
    assert posted(hands, "/availability/days/remove", first="2026-12-24", last="2026-12-24") == 403
    assert posted(hands, "/availability/feed", address="https://calendar.example/a.ics") == 403
    assert not Availability.select().exists()


def test_who_belongs_to_no_team_finds_no_such_page(place):
    assert hours(place, place.world.cleo).status == 404


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9", 540),
        ("09:30", 570),
        ("9.30", 570),
        ("0930", 570),
        ("930", 570),
        ("9h30", 570),
        ("24:00", 1440),
        ("0", 0),
        ("00:00", 0),
    ],
)
def test_hours_are_read_as_people_type_them(text, found):
    assert minutes(text) == found


@pytest.mark.parametrize("text", ["", "nine", "25", "24:01", "9:60", "9:5:5", "-1", "1e3", "٩", "9:300", "99999", "²"])
def test_what_is_no_hour_is_none(text):
    assert minutes(text) is None


def test_what_is_shown_reads_back_the_same():
    windows = [(0, 540, 720), (0, 780, 1020), (6, 1320, 1440)]
    found, errors = read(shown(windows))
    assert (list(found.values()), errors) == (windows, {})


def test_the_grid_and_the_lines_keep_every_window():
    windows = [(0, 540, 720), (0, 550, 725), (2, 1320, 1560), (4, 0, 1440), (6, 1380, 1440)]
    cells, lines = parted(windows)
    assert lines == [(0, 550, 725), (2, 1320, 1560)]
    assert sorted([*painted(cells), *read(shown(lines))[0].values()]) == windows


def test_a_line_past_midnight_runs_through_the_boxes_of_both_days():
    assert touched([(6, 1410, 1455)]) == {(6, 47), (0, 0), (0, 1)} - {(0, 1)}
