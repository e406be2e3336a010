"""Weekly hours, typed as people type them."""

import pytest

from models import Availability
from tests import world as story


def hours(place):
    """Ada's hours in her browser."""
    return place.as_(place.world.ada).open("/availability")


def test_hours_take_effect_at_once(place):
    hands = hours(place)
    hands.send(
        hands.form(holds="zone"),
        d0from0="9",
        d0to0="12:30",
        d0from1="13.00",
        d0to1="1700",
        d6from0="22:00",
        d6to0="24:00",
    )
    hands.see("Saved.")
    row = Availability.get(Availability.host == place.world.ada)
    assert row.windows == [[0, 540, 750], [0, 780, 1020], [6, 1320, 1440]]
    # What fits the half hours is ticked from now on, and no line is left.
    fields = hands.form(holds="zone").fields
    slots = {0: [*range(18, 25), *range(26, 34)], 6: range(44, 48)}
    ticked = {value for name, value in fields if name == "h"}
    assert ticked == {f"{day}-{slot}" for day in slots for slot in slots[day]}
    assert not any(value for name, value in fields if name.startswith("d"))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("9", ""),
        ("25:00", "26:00"),
        ("12:00", "09:00"),
        ("9:75", "12"),
        ("nine", "ten"),
        ("٩", "١٢"),
        ("-1", "3"),
        ("24:00", "24:00"),
    ],
)
def test_hours_that_are_none_are_said_at_their_field_and_kept(place, first, last):
    hands = hours(place)
    hands.send(hands.form(holds="zone"), d2from0=first, d2to0=last, d3from0="10:00", d3to0="11:00")
    assert hands.status == 422
    kept = dict(hands.form(holds="zone").fields)
    assert (kept["d2from0"], kept["d2to0"], kept["d3from0"]) == (first, last, "10:00")
    assert not Availability.select().where(Availability.host == place.world.ada).exists()


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe/Oslo\n", "x" * 300])
def test_an_unknown_zone_is_refused(place, zone):
    hands = hours(place)
    hands.send(hands.form(holds="zone"), zone=zone, d0from0="09:00", d0to0="10:00")
    assert hands.status == 422
    hands.see("Please choose a city from the list.")


def test_what_is_booked_stays_when_the_hours_change(place):
    session = story.booked(place.world)
    hands = hours(place)
    hands.send(hands.form(holds="zone"), h=[])
    assert story.again(session).state == "scheduled"
    assert session.study.free_starts(story.NOW) == []
    hands.see("1 conversation is booked outside these hours. It stays.")
    assert any(href.endswith(f"/sessions/{session.code}") for href, _event, _text in hands.page.links)
