"""Both sides read the same story; what was written for some eyes only is read by them only."""

import pytest

from commands import reports
from models import Outgoing
from tests import world as story
from tests.views.markup import elements


def told(place, person, path):
    """What a person reads at an address."""
    return place.as_(person).open(path).page.text


@pytest.fixture
def moved(place):
    """A conversation that was booked and moved."""
    session = story.booked(place.world)
    who = story.themselves(place.world.cleo)
    return story.fire(session, "move", who, story.NOW + story.HOUR, starts_at=story.START + story.DAY)


def test_both_sides_read_every_move_in_order_each_in_their_own_hours(place, moved):
    place.clock.at = story.NOW + 2 * story.HOUR
    ada = told(place, place.world.ada, f"/sessions/{moved.code}")
    cleo = told(place, place.world.cleo, f"/sessions/{moved.code}")
    for text, booked, later in (
        (ada, "14:00 (Oslo)", "Friday 27 November, 14:00 (Oslo)"),
        (cleo, "13:00 (Lisbon)", "13:00 (Lisbon)"),
    ):
        assert text.index("Booked") < text.index("Moved to another time") < text.index("Still to come")
        assert booked in text
        assert later in text
    assert "by cleo.marchetti" in ada
    assert "by you" in cleo


def test_a_contributor_is_told_about_letters_and_never_by_a_colleagues_address(place, moved):
    cleo = told(place, place.world.cleo, f"/sessions/{moved.code}")
    assert "It is booked" in cleo
    assert place.world.ada.email not in cleo


def test_a_note_for_the_team_is_read_by_the_team_only(place):
    row = story.invited(place.world, story.live_study(place.world))
    ada = story.customer(place.world.ada)
    row = story.fire(row, "exclude", ada, story.NOW, reason="quality", note="Not again, says Bo.")
    assert "Not again, says Bo." in told(place, place.world.bo, f"/participants/{row.code}")
    cleo = told(place, place.world.cleo, f"/participants/{row.code}")
    assert "Not again" not in cleo


def test_a_note_for_the_other_side_is_read_by_both(place, moved):
    story.fire(
        moved, "cancel", story.customer(place.world.ada), story.NOW, reason="other", note="Our ship is in the dock."
    )
    for person in (place.world.ada, place.world.cleo):
        assert "Our ship is in the dock." in told(place, person, f"/sessions/{moved.code}")


def test_an_appeal_is_read_by_who_wrote_it_and_by_the_operator(place):
    session = story.held(place.world)
    place.clock.at = story.END + story.HOUR
    report = reports.report_contributor(session.participant, "other", story.customer(place.world.ada), place.clock.at)
    report = story.fire(report, "uphold", story.operator(place.world.olga), place.clock.at, note="Read by both.")
    story.fire(report, "appeal", story.themselves(place.world.cleo), place.clock.at, note="I can explain.")
    read = {
        one: told(place, one, f"/reports/{report.code}")
        for one in (place.world.ada, place.world.cleo, place.world.olga)
    }
    assert all("Read by both." in text for text in read.values())
    assert ["I can explain." in text for text in read.values()] == [False, True, True]


def test_a_letter_that_could_not_leave_is_said(place, moved):
    Outgoing.update(state="dead").where(Outgoing.letter == "moved").execute()
    place.clock.at = story.NOW + 2 * story.HOUR
    assert "Could not be delivered" in told(place, place.world.ada, f"/sessions/{moved.code}")


def test_hostile_notes_are_only_ever_text(place, moved):
    hostile = '"><img src=x onerror=alert(1)>{{7*7}}'
    story.fire(moved, "cancel", story.customer(place.world.ada), story.NOW, reason="other", note=hostile)
    for person in (place.world.ada, place.world.cleo):
        html = place.as_(person).open(f"/sessions/{moved.code}").html
        assert "<img" not in html
        assert "{{7*7}}" in html


@pytest.mark.parametrize(("outcome", "said"), [
    ("practice", "It belongs to a practice study, from which no letter leaves."),
    ("declined", "Not sent"),
    ("unsubscribed", "Not sent"),
    ("no longer holds", "Not sent: it no longer held"),
])  # fmt: skip
def test_why_a_letter_did_not_leave_is_said_as_it_was(place, moved, outcome, said):
    Outgoing.update(state="dropped", outcome=outcome).execute()
    ada = place.as_(place.world.ada).open(f"/sessions/{moved.code}")
    lines = {one.text for one in elements(ada.html, "p") if "ot sent" in one.text or "leaves" in one.text}
    assert lines == {said}


def test_where_nothing_was_asked_nothing_was_answered(place):
    row = story.qualified(place.world, story.live_study(place.world, asks=[]))
    for person in (place.world.ada, place.world.cleo):
        text = told(place, person, f"/participants/{row.code}")
        assert "Said yes" in text
        assert "Answered the questions" not in text


def test_where_something_was_asked_the_answers_are_told(place):
    row = story.qualified(place.world)
    for person in (place.world.ada, place.world.cleo):
        text = told(place, person, f"/participants/{row.code}")
        assert "Answered the questions and fits" in text
        assert "Said yes" not in text
