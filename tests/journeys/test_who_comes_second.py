"""Two people, or two tabs, with the same conversation before them: the first is done, and the page that the second one
gets says so and shows how it stands now; nothing more happens."""

from typing import NamedTuple

import pytest

from commands.fire import fire
from models import Session
from tests import world as story
from tests.journeys.plan_steps import booked, choose, counts, other_time, page_of
from tests.views.app import hands_of

NOW_SO = "This changed while your page was open. Here is how it stands now."


class Click(NamedTuple):
    """Whose, which move, what is typed; `day`: takes a time of that day or later."""

    who: str
    event: str
    typed: dict
    day: str = ""


CANCEL = Click("ada", "cancel", {"reason": "other"})
BO_CANCELS = CANCEL._replace(who="bo")
ASKS = Click("bo", "reschedule", {"how": "same"})
HANDS_OVER = Click("ada", "hand_over", {})
MOVE = Click("cleo", "move", {}, "2026-11-25")
OTHER_MOVE = MOVE._replace(day="2026-11-24")
LEAVES = Click("cleo", "cancel", {"reason": "not_available"})
REBOOK, DECLINE = Click("cleo", "rebook", {}, "2026-11-25"), Click("cleo", "decline", {})
# Who is first, who is second, what the second one's page then says of it.
PAIRS = [
    (CANCEL, ASKS, "Canceled"),
    (CANCEL, MOVE, "Canceled"),
    (CANCEL, BO_CANCELS, "Canceled"),
    (CANCEL, LEAVES, "Canceled"),
    (LEAVES, HANDS_OVER, "Canceled"),
    (MOVE, CANCEL, "Wednesday 25 November"),
    (MOVE, ASKS, "Wednesday 25 November"),
    (MOVE, OTHER_MOVE, "Wednesday 25 November"),
    (ASKS, MOVE, "Waiting for a new time"),
    (HANDS_OVER, BO_CANCELS, "Bo Aas"),
]
ANSWERS = [
    (DECLINE, REBOOK, "Canceled"),
    (REBOOK, DECLINE, "Wednesday 25 November"),
    (CANCEL, REBOOK, "Canceled"),
    (REBOOK, CANCEL, "Wednesday 25 November"),
]


def opens(house, session, click: Click):
    """A tab of its own, with the form of that move before them."""
    hands = hands_of(house.app, getattr(house.world, click.who)).open(page_of(session))
    links = [href for href, of, _text in hands.page.links if of == click.event]
    return hands.open(links[0]) if links else hands


def sends(hands, click: Click):
    """Press it, with what stood on the page when it was opened."""
    if click.day:
        return choose(hands, click.event, other_time(hands, click.day))
    form = hands.form(click.event)
    typed = {name: values[-1] for name, values in form.choices.items() if name == "host"} | click.typed
    return hands.send(form, event=click.event, **typed)


def race(house, session, first: Click, second: Click, stands: str) -> None:
    winner, loser = opens(house, session, first), opens(house, session, second)
    assert sends(winner, first).status == 200, winner.page.text[:600]
    after = counts()
    sends(loser, second)
    assert loser.status == 409, loser.page.text[:600]
    loser.see(NOW_SO).see(stands)
    assert counts() == after
    house.settled()


@pytest.fixture
def shared(house):
    """A conversation that Ada holds and Bo could take over."""
    return booked(house, story.shared_study(house.world, hosting="any", asks=[]))[0]


@pytest.mark.parametrize(("first", "second", "stands"), PAIRS)
def test_who_comes_second_reads_how_it_stands_now(house, shared, first, second, stands):
    race(house, shared, first, second, stands)


@pytest.mark.parametrize(("first", "second", "stands"), ANSWERS)
def test_so_does_who_answers_a_request_second(house, shared, first, second, stands):
    session = fire(shared, "reschedule", story.customer(house.world.ada), story.NOW)
    house.read_all()
    race(house, session, first, second, stands)
    assert Session.select().count() == 1
