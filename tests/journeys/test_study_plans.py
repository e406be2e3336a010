"""A study and its plan: duplicated for one person or by a link; what canceling changes of the plan (nothing); paused,
resumed, closed, canceled; more places."""

import re

import pytest

from models import Participant, Payout, Study, Workspace
from tests import world as story
from tests.journeys.plan_steps import (
    CANCEL,
    answers,
    answers_and_books,
    booked,
    counts,
    crowd,
    entry,
    guest,
    other_time,
    page_of,
    place_in,
    say,
    times,
)
from tests.world import DAY, END, HOUR, MINUTE, START

# ---- 5: duplicated, to talk with the same people again


def newest() -> Study:
    """The study that was written last."""
    return Study.select().order_by(Study.id.desc()).get()


def test_a_study_is_duplicated_for_a_contributor_by_username_and_they_book_again(house):
    session = story.held(house.world)
    house.at(END + HOUR)
    house.read_all()
    person = f"/studies/{session.study.code}/duplicate?with={session.participant.code}"
    ada = house.ada.open(person).see("It asks one person: cleo.marchetti, by username.").press("duplicate")
    copy = newest()
    assert (copy.state, copy.audience, copy.places) == ("draft", "specific", 1)
    ada.open(f"/studies/{copy.code}/edit/audience").see("cleo.marchetti")
    ada.open(f"/studies/{copy.code}/edit/times")
    ada.send(ada.form(holds="edited"), event="save_and_leave", gap="30").see("Saved.")
    assert house.post(house.world.cleo) == []
    ada.open(f"/studies/{copy.code}").press("launch").see("Live")
    invited = house.one(house.world.cleo, "invitation")
    house.cleo.open(invited.link("/participants/"))
    again = answers_and_books(house.cleo, place_in(copy, house.world.cleo), "2026-11-30")
    assert again.study == copy
    assert [house.post(one)[-1].letter for one in (house.world.ada, house.world.cleo)] == ["booked", "booked"]
    assert story.again(session).state == "completed"
    house.settled()


def test_a_study_is_duplicated_with_a_link_for_ones_own_network(house):
    study = story.live_study(house.world, audience="invite", asks=[])
    robin = guest(house, study, "robin@mail.example")
    place = Participant.get(Participant.study == study)
    session = answers_and_books(robin, place)
    house.at(session.ends_at + MINUTE)
    say(house, house.world.ada, session, "they_absent")
    robin.open(f"{page_of(session)}/join")
    robin.send(robin.form(holds="says"), says="i_absent")
    assert story.again(session).state == "no_show"

    ada = house.ada.open(page_of(session))
    ada.send(ada.form(event="reschedule"), event="reschedule")
    ada.follow("Duplicate the study").see("This person came by a link.").press("duplicate")
    copy = newest()
    assert (copy.audience, copy.places) == ("invite", 1)
    ada.open(f"/studies/{copy.code}").press("launch").see("Live")
    copy = story.again(copy)
    assert f"/i/{copy.link}" in ada.open(f"/studies/{copy.code}").html
    assert copy.link != study.link
    hands = guest(house, copy, "robin@mail.example")
    again = answers_and_books(hands, Participant.get(Participant.study == copy), "2026-11-30")
    assert (again.contributor_id, again.study_id) == (session.contributor_id, copy.id)
    house.settled()


# ---- 7: the plan


def numbers(house) -> dict[str, int]:
    """What the plan's page says: used, reserved, available."""
    text = house.ada.open("/plan").page.text
    return {word: int(re.search(rf"(-?\d+) {word}", text)[1]) for word in ("used", "reserved", "available")}


@pytest.mark.parametrize(("reason", "reserved"), [("no_longer_needed", 30), ("editing_study", 30), ("technical", 30)])
def test_canceling_by_the_customer_uses_no_unit_and_gives_the_reservation_back(house, reason, reserved):
    session, _uid = booked(house)
    assert numbers(house) == {"used": 0, "reserved": 60, "available": 440}
    house.ada.open("/plan").see("Nothing about canceling uses a unit.")
    house.ada.open(page_of(session)).press("cancel", reason=reason)
    assert numbers(house) == {"used": 0, "reserved": reserved, "available": 500 - reserved}
    house.ada.open("/plan").see("Returned: a conversation was canceled")
    house.settled()


@pytest.mark.parametrize("late", [False, True])
def test_what_keeps_the_place_open_changes_no_number_of_the_plan(house, late):
    session, _uid = booked(house)
    house.at(START - (HOUR if late else 2 * DAY))
    before = numbers(house)
    house.ada.open(page_of(session)).press("reschedule", how="same")
    assert numbers(house) == before
    house.cleo.open(page_of(session)).press("decline")
    assert numbers(house) == before == {"used": 0, "reserved": 60, "available": 440}
    house.settled()


def test_only_a_conversation_that_was_held_uses_units(house):
    session, _uid = booked(house)
    house.at(END + MINUTE)
    say(house, house.world.ada, session, "met")
    assert numbers(house) == {"used": 30, "reserved": 30, "available": 440}
    house.settled()


def test_a_seat_plan_is_not_changed_by_canceling(house):
    Workspace.update(plan="seat").where(Workspace.id == house.world.halden.id).execute()
    story.units.grant_seat(house.world.halden, house.world.ada, story.NOW.year, yearly=2)
    study, talks = crowd(house)
    before = house.ada.open("/plan").see("Canceling a conversation changes nothing here.").page.text
    house.ada.open(page_of(talks[0])).press("cancel", reason="no_longer_needed")
    look = house.ada.open(f"/studies/{study.code}/cancel_pending")
    assert "come back" not in look.page.text
    look.press("cancel_pending", reason="no_longer_needed")
    house.ada.open(f"/studies/{study.code}").press("cancel", reason="no_longer_needed").see("Canceled")
    assert house.ada.open("/plan").page.text == before
    house.settled()


# ---- 8: the study


def test_a_paused_study_lets_nobody_in_and_what_is_booked_stands(house):
    study = story.live_study(house.world, invitees=[house.world.cleo, house.world.mallory])
    session, _uid = booked(house, study)
    ada = house.ada.open(f"/studies/{study.code}")
    before = counts()
    ada.linked("pause").see("What is booked stays booked.")
    assert counts() == before
    ada.press("pause").see("Paused")
    mallory = house.mallory.open(f"/participants/{place_in(study, house.world.mallory).code}")
    mallory.see("The study is paused at the moment.")
    assert mallory.press("open_screener").status == 409
    assert place_in(study, house.world.mallory).state == "invited"
    cleo = house.cleo.open(page_of(session)).see("Scheduled").linked("move")
    assert times(cleo)
    cleo.send(next(form for form in cleo.page.forms if form.choices.get("starts_at")), event="move",
              starts_at=other_time(cleo, "2026-11-27"))  # fmt: skip
    cleo.see("Scheduled")
    house.ada.open(f"/studies/{study.code}").press("resume").see("Live")
    answers_and_books(house.mallory, place_in(study, house.world.mallory), "2026-11-27")
    house.settled()


@pytest.mark.parametrize(
    ("event", "label", "typed"),
    [("pause", "Paused", {}), ("resume", "Live", {}), ("close", "Closed", {}),
     ("cancel", "Canceled", {"reason": "wrong_audience"})],
)  # fmt: skip
def test_of_two_colleagues_one_acts_and_the_other_sees_how_it_stands(house, event, label, typed):
    study = story.live_study(house.world)
    if event == "resume":
        story.fire(study, "pause", story.customer(house.world.ada), story.NOW)
    forms = []
    for hands in (house.ada, house.bo):
        hands.open(f"/studies/{study.code}")
        if event not in {button[2] for form in hands.page.forms for button in form.buttons}:
            hands.linked(event)
        forms.append(hands.form(event))
    house.ada.send(forms[0], event=event, **typed)
    assert (house.ada.status, str(story.again(study).label)) == (200, label)
    before = counts()
    for hands, form in zip((house.bo, house.ada), reversed(forms), strict=True):  # the other, and then a second click
        hands.send(form, event=event, **typed).see("Not possible now").see(label)
        assert hands.status == 409
        assert hands.open(f"/studies/{study.code}/{event}").status == 409
    assert counts() == before
    house.settled()


def test_a_study_with_something_open_is_not_closed_and_the_refusal_lists_it(house):
    session, _uid = booked(house)
    study = session.study
    ada = house.ada
    ada.open(f"/studies/{study.code}")
    ada.send(ada.form(event="close"), event="close")
    assert ada.status == 409
    ada.see("1 conversation to come")
    house.at(END + MINUTE)
    say(house, house.world.ada, session, "met")
    ada.open(f"/studies/{study.code}")
    ada.send(ada.form(event="close"), event="close")
    assert ada.status == 409
    ada.see("1 person Submitted")
    ada.open(f"/participants/{session.participant.code}").press("complete")
    ada.open(f"/studies/{study.code}")
    ada.send(ada.form(event="close"), event="close")
    assert ada.status == 409
    ada.see("1 payout")
    ada.open("/payouts").press("pay_out_all")
    ada.open("/payouts")
    ada.send(ada.form(holds="lines"), lines=f"{Payout.get().code}, Bank 1")
    ada.send(ada.form(holds="kept"), button="go")
    assert Payout.get().state == "paid"
    reserved = numbers(house)["reserved"]
    ada.open(f"/studies/{study.code}").press("close").see("Closed")
    assert (reserved, numbers(house)["reserved"]) == (30, 0)
    house.settled()


def test_a_canceled_study_cancels_everything_ahead_and_tells_everybody(house):
    study, talks = crowd(house)
    house.ada.open(page_of(talks[1])).press("reschedule", how="same")
    house.at(START - HOUR)
    house.read_all()
    ada = house.ada.open(f"/studies/{study.code}").linked("cancel").see("A canceled study can not be opened again.")
    ada.press("cancel", reason="wrong_audience").see("Canceled")
    assert [story.again(talk).state for talk in talks] == ["canceled"] * 3
    for talk in talks:
        mail = house.one(talk.contributor, "canceled")
        assert entry(mail)[0] == CANCEL
    assert [(one.purpose, one.person) for one in Payout.select()] == [("late_cancel", talks[0].contributor)]
    assert numbers(house) == {"used": 0, "reserved": 0, "available": 500}
    house.settled()


def test_places_are_added_as_the_form_had_said(house):
    study = story.live_study(house.world, places=1, invitees=[house.world.cleo, house.world.mallory])
    booked(house, study)
    waits = answers(house.mallory, place_in(study, house.world.mallory))
    waits.see("All places of this study are taken, or kept for somebody.")
    ada = house.ada.open(f"/studies/{study.code}").follow("Add places").see("Each place reserves 30 units.")
    form = ada.form(holds="places")
    ada.send(form, button="look", places="2").see("60 units would be reserved.")
    assert story.again(study).places == 1
    ada.press("add_places", places="2")
    assert (story.again(study).places, numbers(house)["reserved"]) == (3, 90)
    house.mallory.open(f"/participants/{place_in(study, house.world.mallory).code}/times")
    assert times(house.mallory)
    house.settled()
