"""Cancel all pending sessions: what the page says is what happens, and nothing happens to what has changed."""

import pytest

from models import LedgerLine, Member, Outgoing, Session
from tests import world as story
from tests.views.customer.test_study_page import crowded

PATH = "/studies/{}/cancel_pending"


def look(place, study, person=None):
    """The page in Ada's browser."""
    return place.as_(person or place.world.ada).open(PATH.format(study.code))


def pending(study):
    return Session.select().where(Session.study == study, Session.state.in_(("scheduled", "rescheduling")))


def test_what_the_page_counts_is_what_happens(place):
    study = crowded(place.world, 5)
    early = pending(study).order_by(Session.starts_at).first()
    story.fire(pending(study).order_by(Session.starts_at.desc()).first(), "reschedule", story.customer(place.world.ada),
               story.NOW)  # fmt: skip
    place.clock.at = early.starts_at - story.HOUR
    late = (
        pending(study)
        .where(Session.state == "scheduled", Session.starts_at < place.clock.at + study.policy.notice)
        .count()
    )
    letters, units = Outgoing.select().count(), story.again(place.world.halden)
    hands = look(place, study).see("Nothing has happened yet.")
    hands.see("sessions are canceled54 scheduled, 1 waiting for a new time").see("people get a letter5")
    assert late > 0
    hands.see(f"owed for a late cancel€{late * 15}.00{late} begin").see("units come back150")
    assert (Outgoing.select().count(), LedgerLine.select().count()) == (letters, 0)
    hands.press("cancel_pending", reason="editing_study", note="We will be back in spring.")
    hands.see("Everything pending is canceled")
    assert not pending(study).count()
    written = Outgoing.select().where(Outgoing.letter == "canceled", Outgoing.recipient != place.world.ada.id)
    assert written.count() == 5
    assert sum(line.amount for line in LedgerLine.select()) == late * 1500
    assert units.reserved - story.again(place.world.halden).reserved == 150
    assert story.again(study).state == "live"


def test_the_study_pauses_too_where_that_was_asked(place):
    study = crowded(place.world, 2)
    look(place, study).press("cancel_pending", reason="other", pause="1")
    assert story.again(study).state == "paused"
    assert not pending(study).count()


def test_without_a_reason_nothing_is_done_and_what_was_typed_is_kept(place):
    study = crowded(place.world, 2)
    hands = look(place, study)
    hands.send(hands.form(event="cancel_pending"), event="cancel_pending", note="Until spring")
    assert hands.status == 422
    hands.see("Please say why.").see("Until spring")
    assert pending(study).count() == 2


def test_somebody_who_books_or_cancels_meanwhile_stops_it(place):
    study = crowded(place.world, 3)
    hands = look(place, study)
    story.fire(pending(study).first(), "cancel", story.customer(place.world.ada), story.NOW, reason="other")
    hands.press("cancel_pending", reason="other")
    assert hands.status == 409
    hands.see("This changed while your page was open.").see("sessions are canceled2")
    assert pending(study).count() == 2
    hands.press("cancel_pending", reason="other")
    assert (hands.status, pending(study).count()) == (200, 0)


def test_a_session_that_became_late_meanwhile_stops_it_because_it_costs_more(place):
    session = story.booked(place.world)
    place.clock.at = story.START - 25 * story.HOUR
    hands = look(place, session.study).see("None begins within 24 hours")
    place.clock.at = story.START - 23 * story.HOUR
    hands.press("cancel_pending", reason="other")
    assert hands.status == 409
    hands.see("€15.00")
    assert story.again(session).state == "scheduled"


def test_a_second_click_is_told_that_nothing_is_pending(place):
    study = crowded(place.world, 2)
    hands = look(place, study)
    form = hands.form(event="cancel_pending")
    hands.send(form, event="cancel_pending", reason="other")
    hands.send(form, event="cancel_pending", reason="other")
    assert hands.status == 409
    hands.see("No conversation of this study is pending.")
    look(place, study).see("Nothing is pending")


def test_what_is_going_on_is_left_alone(place):
    session = story.booked(place.world)
    place.clock.at = story.START + story.MINUTE
    look(place, session.study).see("Nothing is pending")


def test_the_alternative_and_the_promise_that_can_not_be_made_stand_beside_it(place):
    hands = look(place, crowded(place.world, 1)).see("We can not promise that the same people will be free")
    assert any(href.endswith("/message") for href, _event, _text in hands.page.links)


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_is_told_so(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = look(place, crowded(place.world, 1), place.world.bo)
    assert hands.status == 403
    hands.see("Your role in this workspace does not allow this.")


def test_a_stranger_and_the_contributor_find_nothing(place):
    session = story.booked(place.world)
    for person in (place.world.mallory, place.world.cleo, place.world.olga):
        assert look(place, session.study, person).status == 404


def test_seats_are_told_of_no_units(place):
    place.world.halden.__class__.update(plan="seat").execute()
    story.units.grant_seat(place.world.halden, place.world.ada, 2026)
    assert "units come back" not in look(place, story.booked(place.world).study).page.text


def test_above_a_chunk_everything_is_counted_and_everything_is_done(place, monkeypatch):
    study = crowded(place.world, 7)
    monkeypatch.setattr("commands.studies.CHUNK", 3)
    place.clock.at = pending(study).order_by(Session.starts_at).first().starts_at - story.HOUR
    late = pending(study).where(Session.starts_at < place.clock.at + study.policy.notice).count()
    hands = look(place, study).see("sessions are canceled7").see("people get a letter7").see("units come back210")
    hands.see(f"€{late * 15}.00")
    hands.press("cancel_pending", reason="other")
    assert (hands.status, pending(study).count()) == (200, 0)
    assert sum(line.amount for line in LedgerLine.select()) == late * 1500
