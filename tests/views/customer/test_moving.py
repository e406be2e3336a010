"""Pause, resume, close, cancel: what the page says before the click is what happens after it."""

import pytest

from commands import reports, studies
from commands.sweep import sweep
from lifecycle.attempt import CLOCK
from models import Entry, Member, Outgoing, Session, Workspace
from tests import world as story
from tests.world import crowded


def look(place, study, event, person=None):
    """The page of this move in Ada's browser, by its link on the study where it has one."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}/{event}")


def everything() -> tuple:
    """What a look must not change."""
    return Entry.select().count(), Outgoing.select().count(), [one.state for one in Session.select()]


def test_a_pause_is_told_with_what_stands_before_it_happens(place):
    study = story.booked(place.world).study
    before = everything()
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").linked("pause")
    hands.see("nobody can take a time").see("1 booked conversation stands").see("still shown your times")
    hands.see("The units stay reserved").see("Nothing has happened yet.")
    assert everything() == before
    hands.press("pause")
    assert hands.url == f"/studies/{study.code}"
    assert story.again(study).state == "paused"
    assert Session.get().state == "scheduled"


def test_resuming_says_how_many_times_there_are_for_how_many_places(place):
    study = story.fire(story.booked(place.world).study, "pause", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").linked("resume")
    hands.see("can take a time again").see("for 1 open place.")
    hands.press("resume")
    assert story.again(study).state == "live"


def test_closing_says_what_comes_back_and_gives_exactly_that(place):
    study = story.live_study(place.world, places=3)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").linked("close")
    hands.see("90 units would be returned.").see("3 open places would be given up.").see("1 person who was asked")
    assert story.again(place.world.halden).reserved == 90
    hands.press("close")
    house = story.again(place.world.halden)
    assert (story.again(study).state, house.reserved, house.available) == ("closed", 0, 500)


def test_what_is_open_keeps_it_from_closing_and_each_line_leads_to_its_list(place):
    dario = story.contributor("dario.conti")
    study = story.live_study(place.world, places=3, invitees=[place.world.cleo, dario])
    story.completed(place.world, story.held(place.world, story.booked(place.world, study)))
    place.clock.at = story.END + story.HOUR
    ahead = story.booked(place.world, study, dario, story.START + story.DAY, place.clock.at)
    hands = look(place, study, "close")
    assert hands.status == 409
    hands.see("1 conversation to come").see("1 payout")
    hands.follow("1 payout").see("Show everything")
    look(place, study, "close").follow("1 conversation to come").see("dario")
    place.clock.at = story.END + 2 * story.DAY
    story.presence.answer(ahead, "met", story.customer(ahead.host), ahead.ends_at + story.MINUTE)
    look(place, study, "close").follow("1 person Submitted").see("dario")
    assert story.again(study).state == "live"


def test_the_payouts_of_one_study_are_only_its_own(place):
    study = story.completed(place.world).study
    other = story.live_study(place.world, title="Another one")
    code = study.payouts.get().code
    hands = place.as_(place.world.ada)
    assert code in hands.open(f"/payouts?study={study.code}").html
    assert code not in hands.open(f"/payouts?study={other.code}").html
    assert code not in place.as_(place.world.mallory).open(f"/payouts?study={study.code}").html


def test_a_cancel_is_foreseen_person_by_person_with_what_it_costs(place):
    study = story.booked(place.world).study
    place.clock.at = story.START - story.HOUR
    before = everything()
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").linked("cancel")
    hands.see("€15.00 would be owed to").see("60 units would be returned.").see("Nothing about canceling uses a unit.")
    hands.see("See it person by person").see("can not promise that the same people")
    assert everything() == before
    hands.press("cancel", reason="no_longer_needed", note="Thank you all.")
    house = story.again(place.world.halden)
    assert (story.again(study).state, Session.get().state) == ("canceled", "canceled")
    assert (house.used, house.reserved) == (0, 0)


def test_who_is_submitted_stays_to_be_decided(place):
    study = story.held(place.world).study
    place.clock.at = story.END + story.HOUR
    look(place, study, "cancel").see("1 person Submitted, who still waits for your decision")


def test_a_cancel_without_a_reason_says_so_at_the_field_and_keeps_the_words(place):
    study = story.booked(place.world).study
    hands = look(place, study, "cancel")
    hands.send(hands.form("cancel"), event="cancel", note="Because it rains.")
    assert hands.status == 422
    hands.see("Please say why.").see("Because it rains.").see("would be returned")
    assert story.again(study).state == "live"


def test_a_seat_is_told_that_canceling_changes_nothing(place):
    Workspace.update(plan="seat").where(Workspace.id == place.world.halden.id).execute()
    story.units.grant_seat(place.world.halden, place.world.ada, 2026, yearly=2)
    session = story.booked(place.world)
    look(place, session.study, "cancel").see("Canceling changes nothing about your seat")
    place.as_(place.world.ada).open(f"/sessions/{session.code}/cancel").see("Canceling changes nothing about your seat")
    look(place, session.study, "cancel_pending").see("Canceling changes nothing about your seat")


def test_a_draft_is_canceled_from_its_page_too(place):
    study = story.draft_study(place.world)
    look(place, study, "cancel").press("cancel", reason="other")
    assert story.again(study).state == "canceled"


def test_a_colleague_who_was_faster_is_told_with_the_present_truth(place):
    study = story.live_study(place.world)
    hands = look(place, study, "pause")
    form = hands.form("pause")
    story.fire(study, "pause", story.customer(place.world.bo), story.NOW)
    hands.send(form, event="pause")
    assert hands.status == 409
    hands.see("Paused")
    assert look(place, study, "pause").status == 409


def test_very_many_pending_conversations_are_foreseen_and_called_off_bit_by_bit(place, monkeypatch):
    monkeypatch.setattr(studies, "MANY", 110)
    study = crowded(place.world, 130)
    hands = look(place, study, "cancel")
    assert hands.status == 200
    hands.press("cancel", reason="no_longer_needed")
    assert hands.status == 200
    at = place.clock.at
    for _round in range(12):
        if story.again(study).state == "canceled":
            break
        sweep(at)
    assert story.again(study).state == "canceled"
    assert {one.state for one in Session.select()} == {"canceled"}


def test_two_reports_pause_it_and_the_page_says_why(place):
    other = story.contributor("dario.conti")
    study = story.live_study(place.world, invitees=[place.world.cleo, other])
    for person in (place.world.cleo, other):
        row = story.qualified(place.world, study, person)
        reports.report_study(row, "study", "other", story.themselves(person), story.NOW)
    sweep(story.NOW + story.MINUTE)
    assert story.again(study).state == "paused"
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}")
    hands.see("Paused because of reports").see("2 people reported this study itself")
    look(place, study, "resume").see("it is paused again within a few minutes")


def test_nothing_open_and_no_time_left_for_thirty_days_closes_it(place):
    study = story.live_study(place.world)
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [])
    sweep(story.NOW + 29 * story.DAY)
    assert story.again(study).state == "live"
    sweep(story.NOW + 31 * story.DAY)
    assert (story.again(study).state, story.again(place.world.halden).reserved) == ("closed", 0)
    assert Entry.get(Entry.event == "close").role == CLOCK.role


@pytest.mark.parametrize("event", ["pause", "resume", "close", "cancel"])
def test_a_role_too_low_is_told_so_and_a_stranger_finds_nothing(place, event):
    study = story.live_study(place.world)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    assert look(place, study, event, place.world.bo).status == 403
    assert look(place, study, event, place.world.mallory).status == 404
    assert look(place, study, event, place.world.cleo).status == 404


def test_an_operator_can_resume_and_nothing_else(place):
    study = story.fire(story.live_study(place.world), "pause", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.olga).open(f"/studies/{study.code}")
    hands.press("resume")
    assert story.again(study).state == "live"
    for event in ("pause", "close", "cancel"):
        assert look(place, study, event, place.world.olga).status == 404
