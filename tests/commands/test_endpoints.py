"""Addresses of a team's own machines: their numbers are no people, and their secrets stand in no journal."""

import pytest

from commands import endpoints, erasure
from lifecycle.attempt import Refused
from models import Endpoint, Entry, Outgoing
from models.belongings import PARTS
from outbox.events import GROUPS
from tests.world import DAY, HOUR, NOW, customer, themselves


def added(people, number: int = 1) -> Endpoint:
    """So many addresses of Halden's; the last one."""
    by, house = customer(people.ada), people.halden
    for one in range(number):
        row = endpoints.add(house, f"https://hooks.halden.example/{one}", list(GROUPS), by, NOW)
    return row


def test_a_machine_with_somebodys_number_is_not_that_person(people):
    row = added(people, people.cleo.id)
    assert row.id == people.cleo.id
    told = endpoints.test(row, customer(people.ada), NOW)
    letters = next(part for part in PARTS if part.name == "letters")
    theirs = Outgoing.select().where(letters.mine(people.cleo.id))
    assert told not in list(theirs)
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW + HOUR)
    assert Outgoing.get_by_id(told.id).state == "waiting"


def test_secrets_stand_in_no_journal(people):
    row = added(people)
    row = endpoints.rotate(row, endpoints.mark(row), customer(people.ada), NOW)
    endpoints.edit(row, "https://hooks.halden.example/secret-path", ["payout"], customer(people.ada), NOW)
    endpoints.remove(row, customer(people.ada), NOW)
    told = str([entry.__data__ for entry in Entry.select()])
    for word in (row.secret, row.old_secret, "secret-path", "hooks.halden.example"):
        assert word not in told


def test_a_secret_ends_after_its_day_and_not_before(people):
    row = added(people)
    endpoints.rotate(row, endpoints.mark(row), customer(people.ada), NOW)
    endpoints.sweep(NOW + DAY - HOUR)
    assert Endpoint.get().old_secret
    endpoints.sweep(NOW + DAY)
    assert not Endpoint.get().old_secret


@pytest.mark.parametrize("act", ["turn_off", "turn_on", "remove", "test"])
def test_what_was_removed_stays_so(people, act):
    row = added(people)
    endpoints.remove(row, customer(people.ada), NOW)
    before = Endpoint.get().__data__
    with pytest.raises(Refused):
        getattr(endpoints, act)(row, customer(people.ada), NOW)
    assert Endpoint.get().__data__ == before
    assert not Outgoing.select().where(Outgoing.channel == "webhook").exists()


def test_what_waits_is_not_sent_twice_at_once(people):
    row = added(people)
    told = endpoints.test(row, customer(people.ada), NOW)
    with pytest.raises(Refused) as refused:
        endpoints.send_again(row, told, customer(people.ada), NOW)
    assert refused.value.refusal.code == "waiting_already"
