"""What stands on a contributor's pages beside the one next thing: days to choose from, ways out, and what a late change
costs."""

from commands.fire import fire
from models import Mark, Participant, Session
from tests import world as story


def test_an_invitation_says_between_which_days_one_can_choose(place):
    row = story.invited(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    hands.see("You choose Monday 23 November to Monday 21 December")
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [[3, 9 * 60, 11 * 60]], {})
    row.study.horizon = 7
    row.study.save()
    hands.open(f"/participants/{row.code}").see("You choose Thursday 26 November")
    assert "December" not in hands.page.text


def test_not_for_me_stands_beside_the_way_on_and_ends_it_without_harm(place):
    row = story.invited(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    assert hands.offers("withdraw")
    assert hands.offers("open_screener")
    hands.press("withdraw").see("You are out of this one").see("Invitations to other studies reach you as before")
    assert story.again(row).state == "withdrawn"
    assert not Mark.select().exists()
    assert not hands.offers("open_screener")


def test_a_late_cancel_says_what_it_costs_before_the_click(place):
    session = story.booked(place.world)
    page = f"/sessions/{session.code}"
    place.clock.at = story.START - story.DAY
    hands = place.as_(place.world.cleo).open(page)
    assert "The reward is not paid" not in hands.page.text
    place.clock.at += story.MINUTE
    hands.open(page).see("You are inside the last 24 hours. The reward is not paid, and one mark is added")
    hands.open(f"{page}/cancel").see("This would be a late cancel")
    hands.send(hands.form(event="cancel"), event="cancel", reason="not_available").see("Canceled")
    hands.follow("Your standing").see("You canceled within the last hours")


def test_a_cancel_without_a_reason_is_asked_for_one_and_keeps_the_note(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/cancel")
    hands.send(hands.form(event="cancel"), event="cancel", note="Sorry about that.")
    assert hands.status == 422
    assert ("note", "Sorry about that.") in hands.form(event="cancel").fields
    assert story.again(session).state == "scheduled"
    hands.send(hands.form(event="cancel"), event="cancel", reason="not_qualified").see("Canceled")
    hands.see("Sorry about that.")


def test_what_goes_wrong_stands_apart_from_what_one_can_change(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    change, _apart, trouble = hands.page.text.partition("If something goes wrong")
    _before, _plans, change = change.partition("If your plans change Move")
    assert "Cancel" in change
    assert "I do not qualify after all" in change
    assert "Nobody came" in trouble


def test_what_is_over_says_that_it_can_not_be_changed(place):
    session = story.missed(place.world)
    place.clock.at = story.END + story.HOUR
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.see("What can not be changed any more").see("This conversation is over, so it can not be changed any more")
    answer = hands.open(f"/sessions/{session.code}/move")
    assert answer.status == 409
    answer.see("This conversation is over, so it can not be changed any more")


def test_trouble_after_half_of_the_time_counts_as_held_and_is_said_so(place):
    session = story.booked(place.world)
    place.clock.at = story.START + 40 * story.MINUTE
    story.presence.answer(session, "met", story.customer(place.world.ada), story.START + story.MINUTE)
    fire(story.again(session), "technical_failure", story.themselves(place.world.cleo), place.clock.at)
    assert Session.get().state == "completed"
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.see("You had talked for half of the time, so it counts as held")


def test_home_keeps_apart_what_others_decide(place):
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    hands = place.as_(place.world.cleo).open("/me").see("They decide").see("Submitted")
    assert "Completed" not in hands.open("/me/history").page.text
    story.participants.complete(Participant.get(), story.customer(place.world.ada), place.clock.at)
    hands.open("/me/history").see("Completed").open("/me").see("€60.00 is owed to you")
    assert "They decide" not in hands.page.text


def test_home_says_how_long_and_how_much_an_invitation_is(place):
    story.invited(place.world)
    place.as_(place.world.cleo).open("/me").see("Halden Ferries, 60 minutes, €60.00")


def test_who_has_no_city_yet_is_asked_for_it_before_the_times(place):
    row = story.qualified(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/times")
    assert hands.html.index('name="starts_at"') < hands.html.index('name="zone"')
    place.world.cleo.zone = "UTC"
    place.world.cleo.save()
    hands.open(f"/participants/{row.code}/times")
    assert hands.html.index('name="zone"') < hands.html.index('name="starts_at"')
    hands.client.post(
        "/zone",
        data={**dict(hands.form(action="/zone").fields), "zone": "Asia/Kathmandu"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    hands.open(f"/participants/{row.code}/times").see("These are your times, in Kathmandu.").see("apart")
