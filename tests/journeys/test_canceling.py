"""Canceling, by the customer and by the contributor: one conversation in time and late, all of a study, and telling
them first."""

from datetime import timedelta

import pytest

from models import Mark, Payout
from tests import world as story
from tests.journeys.plan_steps import CANCEL, as_foretold, booked, counts, crowd, entry, page_of
from tests.world import HOUR, START

# ---- 1a: the customer cancels one


def test_a_customer_cancels_in_time(house):
    session, uid = booked(house)
    ada = house.ada.open(page_of(session)).press("cancel")
    assert ada.status == 422
    ada.see("Please say why.")
    ada.open(page_of(session)).follow("Cancel")
    ada.see("We can not promise that the same person will be free another time.")
    why = {"reason": "editing_study", "note": "The prototype is not ready."}
    done = as_foretold(house, ada, house.world.ada, "cancel", **why)
    assert [entry(done.to(one)) for one in (house.world.ada, house.world.cleo)] == [(CANCEL, uid, 1, START)] * 2
    done.to(house.world.cleo).says("The study is being changed.")
    ada.see("Canceled")
    house.cleo.open(page_of(session)).see("Canceled").see("The prototype is not ready.")
    house.cleo.open("/me").see("Choose a time")
    house.cleo.open(page_of(session)).follow("Choose another time")
    house.cleo.see("When would you like to talk?")
    assert story.again(session).participant.state == "qualified"
    assert not Payout.select().exists()
    assert not Mark.select().exists()
    house.settled()


def test_a_customer_cancels_late_and_owes_a_part(house):
    session, uid = booked(house)
    house.at(START - 3 * HOUR)
    ada = house.ada.open(page_of(session)).follow("Cancel")
    ada.see("This would be a late change").see("25 percent of the reward")
    done = as_foretold(house, ada, house.world.ada, "cancel", reason="no_longer_needed")
    assert "€15.00 would be owed to cleo.marchetti." in done.lines
    payout = Payout.get()
    assert (payout.purpose, payout.amount, payout.person) == ("late_cancel", 1500, house.world.cleo)
    assert story.again(session).participant.state == "withdrawn"
    assert not Mark.select().exists()
    assert entry(done.to(house.world.cleo).says("€15.00")) == (CANCEL, uid, 1, START)
    house.cleo.open("/money").see("€15.00")
    house.settled()


def test_exactly_at_the_notice_is_in_time_and_a_second_later_is_late(house):
    session = story.booked(house.world)
    house.at(START - timedelta(hours=24))
    ada = house.ada.open(page_of(session)).follow("Cancel")
    assert "late change" not in ada.page.text
    house.wait(seconds=1)
    house.ada.open(page_of(session)).follow("Cancel").see("This would be a late change")


def test_once_it_began_it_is_not_canceled_any_more(house):
    session = story.booked(house.world)
    form = house.ada.open(page_of(session)).follow("Cancel").form(event="cancel")
    house.at(START)
    house.ada.send(form, event="cancel", reason="technical")
    assert house.ada.status == 409, house.ada.page.text
    assert story.again(session).state == "scheduled"


# ---- 1b: the customer cancels all that is pending


def test_all_pending_sessions_of_a_study_are_canceled_as_the_page_had_said(house):
    study, talks = crowd(house)
    uids = {talk.id: talk.uid for talk in talks}
    house.ada.open(page_of(talks[2])).follow("Reschedule")
    house.ada.press("reschedule")
    house.at(START - HOUR)
    house.read_all()
    halden = story.again(house.world.halden)
    ada = house.ada.open(f"/studies/{study.code}").follow("Cancel all pending sessions")
    before = counts()
    ada.see("Nothing has happened yet").see("sessions are canceled32 scheduled, 1 waiting for a new time")
    ada.see("people get a letter3One each, in their language")
    ada.see("owed for a late cancel€15.001 begins within 24 hours").see("units come back90None is used")
    ada.see("We can not promise that the same people will be free another time.").see("Or tell them first")
    assert counts() == before
    assert ada.send(ada.form(event="cancel_pending"), event="cancel_pending").status == 422
    ada.see("Please say why.")
    ada.press("cancel_pending", reason="audience_not_available")
    assert ada.status == 200
    assert {story.again(talk).state for talk in talks} == {"canceled"}
    for talk in talks:
        mail = house.one(talk.contributor, "canceled").says("The study does not go on with this group of people")
        method, uid, sequence, _start = entry(mail)
        assert (method, uid.split("@")[0]) == (CANCEL, uids[talk.id])
        assert sequence > 0
    assert "€15.00" in house.inbox.to(talks[0].contributor.email)[-1].get_body(("plain",)).get_content()
    assert {(one.person.id, one.amount) for one in Payout.select()} == {(talks[0].contributor_id, 1500)}
    now = story.again(house.world.halden)
    assert (halden.reserved - now.reserved, now.used - halden.used) == (90, 0)
    house.ada.open(f"/studies/{study.code}").see("Every place was given up: nobody can book now.")
    house.settled()


def test_nothing_is_canceled_where_somebody_canceled_meanwhile(house):
    study, talks = crowd(house)
    ada = house.ada.open(f"/studies/{study.code}/cancel_pending")
    amara = house.as_(talks[0].contributor).open(page_of(talks[0]))
    amara.press("cancel", reason="not_available").see("Canceled")
    ada.press("cancel_pending", reason="no_longer_needed")
    assert ada.status == 409
    ada.see("sessions are canceled2")
    assert [story.again(talk).state for talk in talks] == ["canceled", "scheduled", "scheduled"]
    ada.press("cancel_pending", reason="no_longer_needed")
    assert [story.again(talk).state for talk in talks] == ["canceled"] * 3
    house.settled()


def test_all_of_them_are_told_first_instead_and_nothing_is_changed(house):
    study, talks = crowd(house)
    ada = house.ada.open(f"/studies/{study.code}/cancel_pending").follow("Write to all of them")
    ada.send(ada.form(holds="message"), message="We may have to move by a week. Would that suit you?")
    assert ada.status == 200
    house.wait(minutes=15)
    for talk in talks:
        mail = house.one(talk.contributor, "message").says("We may have to move by a week.")
        assert mail.event is None
        house.as_(talk.contributor).open(mail.link("/sessions/")).see("We may have to move by a week.").see("Scheduled")
    house.settled()


# ---- 3b: the contributor cancels


def test_a_contributor_cancels_in_time_and_nothing_counts_against_them(house):
    session, uid = booked(house)
    cleo = house.cleo.open(page_of(session))
    done = as_foretold(house, cleo, house.world.cleo, "cancel", reason="other", note="My ferry does not go.")
    assert not any("mark" in line for line in done.lines)
    done.to(house.world.ada).says("My ferry does not go.", "The place is open again")
    done.to(house.world.cleo).says("Nothing is recorded against you.")
    assert [entry(done.to(one)) for one in (house.world.ada, house.world.cleo)] == [(CANCEL, uid, 1, START)] * 2
    cleo.see("Canceled")
    house.ada.open(page_of(session)).see("My ferry does not go.")
    house.cleo.open("/standing").see("No marks")
    study = story.again(session).study
    assert (study.places, study.taken) == (2, 0)
    house.settled()


@pytest.mark.parametrize(("reason", "marks"), [("not_available", 1), ("uncomfortable", 1), ("technical", 0)])
def test_a_contributor_cancels_late_and_reads_the_cost_before_the_click(house, reason, marks):
    session, uid = booked(house)
    house.at(START - 2 * HOUR)
    cleo = house.cleo.open(page_of(session)).follow("Cancel").see("This would be a late cancel")
    cleo.see("one mark is added to your standing unless the reason is technical")
    done = as_foretold(house, cleo, house.world.cleo, "cancel", reason=reason)
    assert sum("One mark would be added" in line for line in done.lines) == marks
    assert Mark.select().count() == marks
    assert ("a late cancel is recorded" in done.to(house.world.cleo).text) == bool(marks)
    assert entry(done.to(house.world.cleo)) == (CANCEL, uid, 1, START)
    house.cleo.open("/standing").see("1 mark counts now." if marks else "No marks")
    assert not Payout.select().exists()
    house.settled()


# ---- 3c: they do not qualify after all


def test_a_contributor_does_not_qualify_after_all_and_the_place_is_open_again(house):
    session, uid = booked(house)
    cleo = house.cleo.open(page_of(session))
    done = as_foretold(house, cleo, house.world.cleo, "cancel", reason="not_qualified")
    done.to(house.world.ada).says("They found that they do not qualify after all.")
    assert entry(done.to(house.world.ada)) == (CANCEL, uid, 1, START)
    assert story.again(session).participant.state == "withdrawn"
    house.cleo.open("/standing").see("No marks")
    house.settled()
