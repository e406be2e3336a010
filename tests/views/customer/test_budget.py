"""The budget of a study: promised, spent, owed, left; and the way from a refused payout to a higher one."""

import pytest

from models import Entry, Member, Payout, Study
from tests import world as story


def page(place, study, person=None):
    """The study in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}")


def test_the_study_says_what_is_promised_spent_owed_and_left(place):
    study = story.live_study(place.world, budget=20000)
    page(place, study).see("Promised€120.00 2 places, €60.00 each").see("Still left€200.00 of €200.00")
    story.completed(place.world, story.held(place.world, story.booked(place.world, study)))
    page(place, study).see("Owed€60.00").see("Spent€0.00").see("Still left€140.00")
    story.fire(Payout.get(), "pay_out", story.customer(place.world.ada), story.END + story.DAY)
    page(place, study).see("Spent€60.00").see("Owed€0.00").see("Still left€140.00")
    assert "does not cover every place" not in page(place, study).page.text


def test_without_a_budget_there_is_no_limit(place):
    page(place, story.live_study(place.world)).see("Still leftNo limit").see("The study has no budget.")


def test_a_budget_that_does_not_cover_the_places_is_said_and_refuses_nothing(place):
    study = story.live_study(place.world, budget=9000)
    page(place, study).see("The budget is €30.00 short")
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/add_places").see("€30.00 short")
    hands.send(hands.form(event="add_places"), button="look", places="2").see("€150.00 short")
    hands.press("add_places", places="2")
    assert story.again(study).places == 4


def test_what_the_budget_does_not_cover_leads_to_where_it_is_raised_and_is_paid_then(place):
    study = story.live_study(place.world, budget=5000)
    story.completed(place.world, story.held(place.world, story.booked(place.world, study)))
    place.clock.at = story.END + story.DAY
    hands = place.as_(place.world.ada).open(f"/payouts/{Payout.get().code}")
    hands.see("The budget of this study does not cover it.").follow("Raise the budget")
    assert hands.url == f"/studies/{study.code}/budget"
    hands.press("set_budget", budget="150").see("Saved.").see("of €150.00")
    entry = Entry.get(Entry.event == "budget_set")
    assert (entry.who, entry.details) == (place.world.ada.id, {"study": study.id, "budget": 15000})
    hands.open("/payouts").press("pay_out_all")
    assert Payout.get().state == "sending"


def test_the_list_of_what_stayed_leads_there_too(place):
    study = story.live_study(place.world, budget=5000)
    story.completed(place.world, story.held(place.world, story.booked(place.world, study)))
    place.clock.at = story.END + story.DAY
    hands = place.as_(place.world.ada).open("/payouts").press("pay_out_all")
    assert hands.follow("Raise the budget").url == f"/studies/{study.code}/budget"


def test_an_empty_budget_is_no_limit_and_nonsense_is_said_at_the_field(place):
    study = story.live_study(place.world, budget=5000)
    hands = page(place, study).follow("Change the budget")
    hands.send(hands.form("set_budget"), event="set_budget", budget="plenty")
    assert hands.status == 422
    assert 'value="plenty"' in hands.html
    hands.press("set_budget", budget="")
    assert story.again(study).budget is None


def test_two_colleagues_at_once_do_not_overwrite_each_other(place):
    study = story.live_study(place.world, budget=5000)
    hands = page(place, study).follow("Change the budget")
    story.studies.amend(study, story.customer(place.world.bo), story.NOW, budget=7000)
    hands.press("set_budget", budget="90")
    assert hands.status == 409
    assert story.again(study).budget == 7000


def test_a_canceled_study_is_paid_to_the_end_and_so_its_budget_can_be_raised(place):
    study = story.held(place.world, story.booked(place.world, story.live_study(place.world, budget=1000))).study
    place.clock.at = story.END + story.HOUR
    story.fire(study, "cancel", story.customer(place.world.ada), place.clock.at, reason="no_longer_needed")
    page(place, study).follow("Change the budget").press("set_budget", budget="500").see("of €500.00")
    assert Study.get().budget == 50000


def test_a_closed_study_and_a_draft_have_no_such_form(place):
    study = story.fire(story.live_study(place.world), "close", story.customer(place.world.ada), story.NOW)
    assert place.as_(place.world.ada).open(f"/studies/{study.code}/budget").status == 409
    draft = story.draft_study(place.world)
    assert place.as_(place.world.ada).open(f"/studies/{draft.code}/budget").url.endswith("/edit/details")


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_is_told_so_and_a_stranger_finds_nothing(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    study = story.live_study(place.world)
    assert not page(place, study, place.world.bo).offers("budget")
    assert place.as_(place.world.bo).open(f"/studies/{study.code}/budget").status == 403
    for person in (place.world.mallory, place.world.cleo, place.world.olga):
        assert place.as_(person).open(f"/studies/{study.code}/budget").status == 404
