"""The plan: what was bought, reserved and used, line by line; or the seats."""

from models import Workspace
from tests import world as story


def plan(place, person=None):
    """The plan's page in Ada's browser."""
    return place.as_(person or place.world.ada).open("/plan")


def test_the_sums_and_their_history_are_the_ledgers(place):
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    house = story.again(place.world.halden)
    assert (house.used, house.reserved, house.available) == (30, 30, 440)
    hands = plan(place).see("30 used").see("30 reserved").see("440 available")
    hands.see("Reserved at a launch").see("+60").see("Used").see("Booking a ferry on the phone")


def test_canceling_uses_nothing(place):
    session = story.booked(place.world)
    story.fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="no_longer_needed")
    plan(place).see("0 used").see("30 reserved").see("470 available").see("Returned")


def test_a_launch_beyond_the_balance_is_refused_with_the_way_to_the_plan(place):
    Workspace.update(bought=10).where(Workspace.id == place.world.halden.id).execute()
    study = story.draft_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").see("This needs 60 units and 10 are left.")
    hands.send(hands.form(event="launch"), event="launch")
    assert hands.status == 409
    hands.follow("See the plan")
    assert hands.url == "/plan"
    assert story.again(study).state == "draft"


def test_seats_are_told_with_their_launches(place):
    Workspace.update(plan="seat").where(Workspace.id == place.world.halden.id).execute()
    plan(place).see("No seats yet")
    story.units.grant_seat(place.world.halden, place.world.ada, story.NOW.year, yearly=2)
    story.live_study(place.world)
    hands = plan(place).see("Ada Lind")
    row = hands.page.text.split("Ada Lind", 2)[-1]
    assert "1" in row
    assert "2" in row


def test_nothing_of_another_house_is_on_it(place):
    story.live_study(place.world)
    assert "Booking a ferry on the phone" not in plan(place, place.world.mallory).html
    assert plan(place, place.world.cleo).status == 404
