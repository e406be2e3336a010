"""Several workers, slow ones and stopped ones."""

import threading
from collections import Counter

import pytest

from models import Outgoing, database
from outbox import drain as outbox
from outbox.drain import drain
from outbox.mail import Outcome
from tests import world
from tests.outbox.post import row, states
from tests.world import MINUTE, booked


def test_several_workers_send_each_letter_once(people, with_smtp, inbox, clock):
    crowd = [world.contributor(f"person{number}") for number in range(15)]
    world.live_study(people, places=1, invitees=crowd)
    together = threading.Barrier(4)

    def work():
        together.wait()
        drain(with_smtp, clock)
        database.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(one.recipients[0] for one in inbox.received) == sorted(person.email for person in crowd)
    assert set(states().values()) == {"sent"}


@pytest.mark.parametrize("outcome", ["sent", "waiting", "dead"])
def test_who_kept_a_letter_for_too_long_has_no_say_any_more(people, clock, outcome):
    world.live_study(people)
    [mine] = outbox.take(clock.at)
    clock.at += outbox.LENT
    [theirs] = outbox.take(clock.at)
    outbox.write_down(theirs, Outcome("sent", "theirs"), clock.at)
    outbox.write_down(mine, Outcome(outcome, "mine"), clock.at)
    assert (row("invitation", people.cleo).state, row("invitation", people.cleo).outcome) == ("sent", "theirs")


@pytest.mark.parametrize(("outcome", "state"), [("sent", "sent"), ("waiting", "dropped"), ("dead", "dropped")])
def test_what_was_dropped_while_it_was_being_sent_is_sent_or_stays_dropped(people, clock, outcome, state):
    world.live_study(people)
    [mine] = outbox.take(clock.at)
    Outgoing.update(state="dropped").execute()
    outbox.write_down(mine, Outcome(outcome, ""), clock.at)
    assert row("invitation", people.cleo).state == state


def test_it_stops_when_it_is_told_to_and_gives_back_the_rest(people, settings, clock):
    booked(people)
    asked = iter([False, False, True])
    assert drain(settings, clock, lambda: next(asked)) == Counter(sent=2)
    assert drain(settings, clock) == Counter(sent=1)


def test_a_slow_server_does_not_use_up_the_time_that_rows_are_lent_for(people, settings, clock):
    booked(people)
    hours = iter([clock.at, clock.at, clock.at, *[clock.at + 4 * MINUTE] * 20])
    drain(settings, lambda: next(hours))
    assert row("booked", people.cleo).next_at <= clock.at + 4 * MINUTE
    assert row("booked", people.cleo).tries == 0
