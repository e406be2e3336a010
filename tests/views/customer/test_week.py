"""A week of a study in the customer's zone: hours as the clocks show them, also when those change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import Person, Session
from models import database as opened
from tests import world as story
from tests.world import crowded
from views.customer import week
from views.customer.listing import Talk


def page(place, study, query="?view=week&week=2026-W48", person=None):
    """The week in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}{query}")


def talk(start: datetime, minutes: int = 60, number: int = 1) -> Talk:
    first = int(start.timestamp())
    names = ("UTC", "scheduled", f"who{number}", "t", "p", "booked")
    return Talk(number, f"c{number}", first, first + minutes * 60, *names)


def test_a_conversation_stands_at_its_hour_in_the_readers_zone(place):
    session = story.booked(place.world)
    hands = page(place, session.study).see("Week of 23 November 2026").see("cleo.marchetti").see("14:00–15:00")
    assert session.code in hands.html
    Person.update(zone="America/New_York").where(Person.id == place.world.ada.id).execute()
    page(place, session.study).see("08:00–09:00")


def test_the_weeks_before_and_after_and_this_one_are_a_link_away(place):
    session = story.booked(place.world)
    hands = page(place, session.study).follow("Week after")
    assert session.code not in hands.html
    hands.see("Week of 30 November 2026").follow("Week before").see("cleo.marchetti")
    hands.follow("Week before").follow("This week").see("cleo.marchetti")
    page(place, session.study, "?show=all").follow("Week").see("Week of 23 November 2026")


@pytest.mark.parametrize("named", ["", "nonsense", "2026-W54", "0000-W01", "9999-W53", "2026-W00", "٢٠٢٦-W48"])
def test_a_week_that_is_none_is_this_one(place, named):
    page(place, story.booked(place.world).study, f"?view=week&week={named}").see("Week of 23 November 2026")


def test_free_times_are_marked(place):
    hands = page(place, story.live_study(place.world), "?view=week")
    assert hands.html.count('<td class="open">') > 10


def test_an_empty_week_says_so(place):
    page(place, story.live_study(place.world), "?view=week&week=2020-W10").see("No conversation in this week.")


@pytest.mark.parametrize(("named", "words"), [("2027-W12", "The clocks go forward on Sunday 28 March."),
                                              ("2026-W43", "The clocks go back on Sunday 25 October.")])  # fmt: skip
def test_a_week_in_which_the_clocks_change_says_so(place, named, words):
    page(place, story.live_study(place.world), f"?view=week&week={named}").see(words)
    assert "The clocks" not in page(place, Session.study.rel_model.get(), "?view=week").page.text


def test_across_the_hour_that_is_skipped_a_conversation_covers_what_the_clocks_show():
    # 01:30 to 03:30 by the clocks of Oslo, and one hour long.
    (part,) = week.pieces(talk(datetime(2027, 3, 28, 0, 30, tzinfo=UTC)), "Europe/Oslo")
    assert (part.day, part.first, part.end) == (date(2027, 3, 28), 3, 7)


def test_across_the_hour_that_comes_twice_a_conversation_is_as_long_as_it_takes():
    # 02:30 to 02:30 by the clocks of Oslo, and one hour long.
    first = talk(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    (part,) = week.pieces(first, "Europe/Oslo")
    assert (part.first, part.end) == (5, 7)
    again = talk(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), number=2)
    both = [*week.pieces(first, "Europe/Oslo"), *week.pieces(again, "Europe/Oslo")]
    ((start, end, inside),) = week.clusters(both)
    assert (start, end, [one.talk.id for one in inside]) == (5, 7, [1, 2])


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut"])
def test_every_hour_of_a_year_has_its_place(zone):
    start = datetime(2027, 1, 1, tzinfo=UTC)
    for hour in range(0, 24 * 365, 1):
        parts = week.pieces(talk(start + timedelta(hours=hour)), zone)
        assert all(0 <= part.first < part.end <= week.ROWS for part in parts)
        assert len({part.day for part in parts}) == len(parts) <= 2


def test_past_midnight_it_stands_on_both_days():
    parts = week.pieces(talk(datetime(2026, 11, 25, 22, 30, tzinfo=UTC), 120), "Europe/Oslo")
    assert [(part.day.day, part.first, part.end) for part in parts] == [(25, 47, 48), (26, 0, 3)]


def test_conversations_beside_each_other_are_all_there(place):
    study = crowded(place.world, 3)
    other = story.live_study(place.world, asks=[], author=place.world.bo, invitees=[place.world.cleo])
    story.booked(place.world, other)
    start = Session.select().where(Session.study == study).order_by(Session.starts_at).first()
    moved = Session.update(starts_at=start.starts_at, ends_at=start.ends_at)
    moved.where(Session.study == study).execute()
    hands = page(place, study)
    assert all(f"person.{number}" in hands.page.text for number in range(3))


def test_the_table_has_the_same_number_of_columns_in_every_row(place):
    study = crowded(place.world)
    html = page(place, study).html
    rows = html.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    days = html.split('<table class="week">')[1].split("</thead>")[0].count('scope="col"')
    left = [0] * days
    for row in rows:
        spans = [int(one.split('"')[0]) for one in row.split('rowspan="')[1:]]
        cells = row.count("<td")
        assert cells == sum(1 for one in left if not one), row
        fresh = iter([*spans])
        found = []
        for piece in row.split("<td")[1:]:
            found.append(next(fresh) if "rowspan" in piece.split(">")[0] else 1)
        order = iter(found)
        left = [one - 1 if one else next(order) - 1 for one in left]
    assert not any(left)


def test_the_week_asks_at_most_four_things_beside_who_is_asking(place):
    study = crowded(place.world)
    hands = page(place, study)
    asked = []
    opened.db.query_hooks.append(asked.append)
    try:
        hands.open(f"/studies/{study.code}?view=week&week=2026-W48")
    finally:
        opened.db.query_hooks.remove(asked.append)
    assert len(asked) <= 5, [query.sql[:90] for query in asked]


def test_lists_are_narrowed_by_days_and_names_in_the_address(place):
    study = crowded(place.world, 6)
    days = sorted({session.starts_at.date() for session in Session.select()})
    all_of_them = page(place, study, "?show=all")
    assert sum(f"person.{one}" in all_of_them.page.text for one in range(6)) == 6
    named = page(place, study, "?show=all&who=Person.3")
    assert "person.3" in named.page.text
    assert "person.4" not in named.page.text
    on_first = page(place, study, f"?show=all&from={days[0]}&to={days[0]}")
    expected = sum(session.starts_at.date() == days[0] for session in Session.select())
    assert on_first.html.count('<tr><th scope="row">') == expected
    page(place, study, "?show=all&from=2020-01-01&to=2020-01-02").see("Nothing fits").follow("Show all of them")
    assert page(place, study, "?show=all&from=nonsense&to=9999-99-99").status == 200
