"""One person in a study: how they came, what can be done, and what is done on both sides in its order."""

import pytest

from commands import erasure, participants
from commands.sessions import propose_nothing
from lifecycle.attempt import RECRUITER, By
from models import Member, Payout
from models.recruiting import Exclusion
from tests import world as story
from tests.commands import routed


def page(place, row, person=None):
    """The person's page in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/participants/{row.code}")


def from_project(place):
    """Cleo, sent here by a project of ours, and done with the survey."""
    world, ada = place.world, story.customer(place.world.ada)
    study = story.draft_study(world, kind="survey", audience="invite", asks=[])
    study = story.fire(study, "launch", ada, story.NOW)
    project = routed.project(world, study, asks=(), title="Season", incentive=700, wanted=3)
    candidate = routed.candidate(project, world.cleo)
    them = story.themselves(world.cleo)
    for event, by in (("open_screener", them), ("qualify", RECRUITER), ("redirect", them)):
        candidate = story.fire(candidate, event, by, story.NOW)
    given = {"source": "recruiter", "recruiter": "here", "candidate": candidate}
    row = participants.arrive(study, world.cleo, By("recruiter"), story.NOW, **given)
    for event, by in (("qualify", RECRUITER), ("start", them), ("submit", them)):
        row = story.fire(row, event, by, story.NOW)
    return row


def from_outside(place):
    """Somebody whom a recruiter elsewhere sent."""
    study = story.fire(
        story.draft_study(place.world, audience="invite", asks=[]), "launch", story.customer(place.world.ada), story.NOW
    )
    given = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736"}
    return participants.arrive(study, place.world.cleo, By("recruiter"), story.NOW, **given)


def test_the_answers_stand_beside_their_questions(place):
    hands = page(place, story.qualified(place.world))
    hands.see("How often do you take a ferry?").see("Every week").see("By username")


def test_a_note_that_no_time_suited_is_read_first(place):
    row = story.qualified(place.world)
    propose_nothing(row, "Only <b>after</b> six.", story.themselves(place.world.cleo), story.NOW)
    hands = page(place, row).see("None of the times suited. They wrote: Only <b>after</b> six.")
    assert "<b>after</b>" not in hands.html


def test_completed_on_both_sides_is_one_press_and_one_reward(place):
    row = from_project(place)
    hands = page(place, row).see("This person is paid by the recruiting side.").see(f"pp_{row.candidate.tail}")
    form = hands.form(event="complete_together")
    hands.send(form, event="complete_together").see("Completed")
    hands.send(form, event="complete_together")
    assert hands.status == 409
    assert story.again(row.candidate).state == story.again(row).state == "completed"
    assert [(one.owner.split(":")[0], one.amount) for one in Payout.select()] == [("candidate", 700)]


def test_excluded_on_both_sides_hides_the_id(place):
    row = from_project(place)
    hands = page(place, row).follow("Exclude on both sides")
    assert hands.url.endswith("/exclude_in_order")
    hands.press("exclude", reason="quality", note="Clicked through.").see("Excluded")
    assert story.again(row.candidate).state == "removed"
    assert f"pp_{row.candidate.tail}" not in hands.html
    hands.see("Clicked through.")


def test_excluded_elsewhere_waits_for_the_recruiting_side_and_says_so(place):
    row = from_outside(place)
    hands = page(place, row).see("pp_9exh736")
    hands.follow("Exclude on both sides").press("exclude", reason="quality")
    hands.see("The exclusion waits for the recruiting side")
    assert not hands.offers("exclude_in_order")
    assert story.again(row).state == "invited"
    assert Exclusion.select().count() == 1


def test_an_exclusion_without_a_reason_keeps_what_was_written(place):
    row = story.invited(place.world, story.live_study(place.world))
    hands = page(place, row).press("exclude", note="Kept.")
    assert hands.status == 422
    hands.see("Please say why.").see("Kept.")


def test_who_has_a_conversation_booked_is_not_excluded_and_the_way_is_shown(place):
    session = story.booked(place.world)
    hands = page(place, session.participant).see("Cancel the session first.")
    hands.send(hands.form(event="exclude"), event="exclude")
    assert hands.status == 409
    hands.follow("See the conversation")
    assert hands.url == f"/sessions/{session.code}"


def test_a_person_who_withdrew_is_asked_again(place):
    session = story.booked(place.world)
    story.fire(session, "cancel", story.themselves(place.world.cleo), story.NOW, reason="not_available")
    hands = page(place, session.participant).press("readmit").see("Qualified")
    assert story.again(session.participant).state == "qualified"
    assert not hands.offers("readmit")


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_sees_them_and_is_told_why_it_can_do_nothing(place, role):
    row = from_project(place)
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = page(place, row, place.world.bo)
    assert not hands.offers("exclude_in_order")
    assert not hands.offers("complete_together")
    assert place.as_(place.world.bo).open(f"/participants/{row.code}/exclude_in_order").status == 403


def test_a_stranger_and_the_person_themselves_find_no_such_form(place):
    row = from_project(place)
    for person in (place.world.mallory, place.world.cleo):
        assert place.as_(person).open(f"/participants/{row.code}/exclude_in_order").status == 404


# ---- Somebody who wants to be forgotten


def wants_to_go(place):
    """Cleo has talked, is Submitted, and asked an hour later for her data to be erased."""
    session, at = story.held(place.world), story.END + story.HOUR
    erasure.ask_for(place.world.cleo, story.themselves(place.world.cleo), at)
    return session.participant, at


def test_a_decision_that_an_erasure_waits_for_says_until_when(place):
    row, at = wants_to_go(place)
    place.clock.at = at
    page(place, row).see("They asked for their data to be erased.").see("until Saturday 26 December, 16:00 (Oslo)")


def test_after_the_thirty_days_both_pages_say_that_money_reaches_nobody(place):
    row, at = wants_to_go(place)
    place.clock.at = at + 30 * story.DAY
    assert erasure.sweep(place.clock.at) == 1
    ada = page(place, row).see("Their data was erased, as they asked.").see("it would have to be written off")
    ada.press("complete")
    payout = Payout.get()
    ada.open(f"/payouts/{payout.code}").see("It can reach nobody any more.")
    ada.open(f"/payouts/{payout.code}/write_off")
    ada.send(ada.form("write_off"), event="write_off", reason="wrong_completed")
    assert (ada.status, story.again(payout).state) == (200, "void")


def test_who_stays_is_no_news_on_their_page(place):
    row = story.held(place.world).participant
    assert "data" not in page(place, row).page.text
