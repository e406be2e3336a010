"""What a stranger reads after a change of plan: who did what, which times stand, and what each reason leads to."""

import pytest

from commands import demo
from commands.fire import fire
from lifecycle.attempt import Refused
from models import Participant, Report, Session, Study
from rules.times import to_epoch
from tests import invariants
from tests import world as story
from tests.journeys import rounds


def ada(place):
    """Ada, for her team."""
    return story.customer(place.world.ada)


def at_place(place, session):
    """Cleo's page of her place in the study."""
    return place.as_(place.world.cleo).open(f"/participants/{session.participant.code}")


def test_who_was_canceled_on_does_not_read_that_they_gave_up(place):
    session = story.booked(place.world)
    fire(session, "cancel", ada(place), story.NOW, reason="no_longer_needed")
    hands = at_place(place, session).see("It does not take place").see("Nothing counts against you")
    hands.see("Taken out of the study by Ada").follow("To your conversation").see("They called it off.")
    assert "Withdrew" not in hands.page.text
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}").see("Taken out of the study by you")
    assert "Withdrew" not in hands.page.text


def test_who_goes_by_themselves_reads_that(place):
    session = story.booked(place.world)
    fire(session, "cancel", story.themselves(place.world.cleo), story.NOW, reason="not_available")
    hands = at_place(place, session).see("You did not go on").see("Withdrew by you")
    assert "Taken out" not in hands.page.text


def test_a_look_at_the_teams_cancel_says_it_as_the_teams_doing(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/cancel")
    hands.send(hands.form(event="cancel"), button="look", reason="no_longer_needed")
    hands.see("cleo.marchetti: Taken out of the study. It would say “Withdrawn”.")


def test_the_time_that_the_customer_can_not_make_is_not_offered_again(place):
    session = fire(story.booked(place.world), "reschedule", ada(place), story.NOW)
    assert to_epoch(session.starts_at) not in story.again(session).offered_starts(story.NOW)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/rebook").see("Which new time suits you?")
    assert session.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ") not in hands.html
    with pytest.raises(Refused) as refused:
        fire(story.again(session), "rebook", story.themselves(place.world.cleo), story.NOW, starts_at=session.starts_at)
    assert refused.value.refusal.code == "slot_offered"


def test_what_follows_from_asking_is_not_said_to_who_has_asked(place):
    session = fire(story.booked(place.world), "reschedule", ada(place), story.NOW)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule?how=new")
    hands.see("They are asked for a new time already.")
    assert "They are reminded once" not in hands.page.text


def test_the_list_of_people_and_their_pages_say_that_the_old_time_was(place):
    session = fire(story.booked(place.world), "reschedule", ada(place), story.NOW)
    hands = place.as_(place.world.ada).open(f"/studies/{session.study.code}/participants").see("was 26 November 2026")
    hands.open(f"/participants/{session.participant.code}").see("was 26 November 2026")


def test_canceling_on_everybody_says_who_may_come_back(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{session.study.code}/cancel_pending")
    hands.see("We are changing the studyThey can choose again where the study has a place.")
    hands.see("The conversation is no longer neededThey are not asked back.")


def test_before_taking_a_near_time_it_says_what_that_means(place):
    session = story.booked(place.world)
    near = "One that begins in less than 24 hours can not be moved"
    place.as_(place.world.cleo).open(f"/sessions/{session.code}/move").see(near)
    Study.update(minimum_notice=24 * 60).execute()
    assert near not in place.as_(place.world.cleo).open(f"/sessions/{session.code}/move").page.text


def test_the_demo_shows_every_change_of_plan(database):
    demo.play(rounds.NOW)
    found = {row.person.username: row for row in Participant.select().where(Participant.study == cabins())}
    states = {name: row.state for name, row in found.items()}
    assert states == {
        "edda_lind": "no_show", "pauli.saari": "booked", "hanna-ek": "qualified", "timo.laine": "waitlisted"
    }  # fmt: skip
    assert found["hanna-ek"].offered
    waits = Session.get(Session.participant == found["pauli.saari"])
    assert (waits.state, waits.proposed_at is not None) == ("rescheduling", True)
    assert Report.select().where(Report.participant == found["edda_lind"], Report.state == "open").count() == 1
    assert invariants.broken() == []


def cabins():
    """The study of the demo in which plans change."""
    return Study.get(Study.title.startswith("Finding your cabin"))


def test_what_a_late_change_costs_stands_out_and_nothing_beside_it_says_that_it_is_free(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule").see("costs you nothing more")
    assert "percent of the reward" not in hands.page.text
    place.clock.at = story.START - story.HOUR
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    assert hands.html.count("<strong>It begins") == 2
    assert "costs you nothing more" not in hands.page.text
