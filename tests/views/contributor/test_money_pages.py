"""Money that takes several pages, and by when it should be there."""

from commands.fire import fire
from models import Payout
from tests import world as story
from views.contributor import money


def test_money_that_is_due_says_since_when_and_by_when_and_that_it_is_late(place):
    story.completed(place.world)
    place.clock.at = story.END + story.DAY
    hands = place.as_(place.world.cleo).open("/money")
    hands.see("Owed since 26 November 2026.").see("Expected by 3 December 2026.")
    place.clock.at += 10 * story.DAY
    hands.open("/money").see("It was expected by 3 December 2026 and is late.")
    payout = fire(Payout.get(), "pay_out", story.customer(place.world.ada), place.clock.at)
    fire(payout, "settle", story.customer(place.world.ada), place.clock.at, proof="Bank 7")
    assert "xpected by" not in hands.open("/money").page.text


def test_money_comes_some_at_a_time(place, monkeypatch):
    monkeypatch.setattr(money, "PAGE", 1)
    first = story.completed(place.world)
    study = story.live_study(place.world, title="The second one")
    session = story.booked(place.world, study, starts_at=story.START + story.DAY)
    story.completed(place.world, story.held(place.world, session))
    place.clock.at = story.END + 2 * story.DAY
    hands = place.as_(place.world.cleo).open("/money").see("The second one").see("€120.00 is owed to you")
    assert first.study.title not in hands.page.text
    hands.follow("Older").see(first.study.title)
    assert "The second one" not in hands.page.text
    hands.follow("Newer").see("The second one")
    assert place.as_(place.world.mallory).open("/money?before=999").status == 200
