"""A person on both sides of this house: what one side does, the other follows, or it is refused whole."""

import pytest

from commands.fire import fire
from lifecycle.attempt import Refused
from tests import world
from tests.commands import recruited
from tests.world import NOW, again, customer, themselves


@pytest.fixture
def people(database):
    return world.build()


def test_removing_a_candidate_excludes_the_participant_in_the_same_breath(people):
    _study, candidate = recruited.here(people)
    fire(candidate, "remove", customer(people.ada), NOW, reason="quality")
    assert (again(candidate).state, candidate.participants.get().state) == ("removed", "excluded")


def test_nobody_is_removed_while_a_conversation_is_ahead(people):
    study, candidate = recruited.here(people)
    world.booked(people, study)
    with pytest.raises(Refused) as refused:
        fire(candidate, "remove", customer(people.ada), NOW, reason="quality")
    assert refused.value.refusal.code == "no_live_session"
    assert again(candidate).state == "incomplete"


def test_who_is_in_the_study_here_leaves_it_there(people):
    _study, candidate = recruited.here(people)
    with pytest.raises(Refused) as refused:
        fire(candidate, "leave", themselves(people.cleo), NOW)
    assert refused.value.refusal.code == "leaves_there"
    fire(candidate.participants.get(), "withdraw", themselves(people.cleo), NOW)
    assert again(candidate).state == "left"
