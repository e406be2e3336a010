"""The rule book says what the machines do: every edge, every guard, every case of what moves together."""

from itertools import product

import pytest

from lifecycle.follows import CASES, Told, late, parts, sentences
from lifecycle.rulebook import ACTORS, MACHINES, asked, book
from lifecycle.rulewords import ASKED, BIRTHS, FOLLOWS, NOUNS
from lifecycle.together import CANDIDATE, CONTRIBUTOR_REASONS, CUSTOMER_REASONS, ROWS, Move, together
from lifecycle.words import Text
from tests.lifecycle import rows

GUARDS = {
    test for machine in MACHINES.values() for edges in machine.graph().values() for _, tests in edges for test in tests
}  # fmt: skip


def test_it_is_about_the_nouns_of_the_law():
    assert MACHINES == rows.MACHINES
    assert MACHINES.keys() == NOUNS.keys() == BIRTHS.keys()


@pytest.mark.parametrize("noun", MACHINES)
def test_every_edge_stands_in_it_once_with_its_guards_and_its_actors(noun):
    machine, told = MACHINES[noun], []
    for rule in book(noun).rules:
        for source in rule.sources:
            codes = tuple(one.code for one in rule.asked)
            told.append((source, rule.event, rule.target, codes, frozenset(rule.who), rule.joined))
    expected = []
    for (source, event), edges in machine.graph().items():
        joined = machine.is_joined(event, source)
        who = machine.only.get(event, {}).get(source, machine.who[event])
        for target, tests in edges:
            codes = tuple(test.__name__ for test in tests)
            expected.append((source, event, target, codes, frozenset(() if joined else who), joined))
    assert sorted(told, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("noun", MACHINES)
def test_every_dead_end_stands_in_it(noun):
    told = {
        (event, state, end.role, str(end.sentence))
        for end in book(noun).dead_ends for event in end.events for state in end.states
    }  # fmt: skip
    assert told == {
        (event, state, role, str(refusal.sentence))
        for (event, state), by_role in MACHINES[noun].dead_ends.items() for role, refusal in by_role.items()
    }  # fmt: skip


def test_a_guard_whose_sentence_is_made_up_is_said_for_everybody():
    made_up = {test for test in GUARDS if not isinstance(test.sentence, Text)}
    assert made_up == ASKED.keys()
    for test in GUARDS:
        told = asked(test)
        assert str(told.sentence)[-1] in ".?"
        assert "%(" not in str(told.sentence)
        assert told.asks.endswith(".")


@pytest.mark.parametrize("noun", MACHINES)
def test_a_birth_leads_to_the_initial_state_and_is_no_move(noun):
    births = [rule for rule in book(noun).rules if not rule.sources]
    assert births
    assert {rule.target for rule in births} == {MACHINES[noun].initial()}
    for rule in births:
        assert set(rule.who) <= ACTORS.keys()


def test_every_actor_has_a_name_and_what_follows_belongs_to_a_move():
    assert {role for machine in MACHINES.values() for roles in machine.who.values() for role in roles} <= ACTORS.keys()
    assert all(event in MACHINES[noun].who for noun, event in FOLLOWS)


def _every_move(event):
    edges = MACHINES["session"].graph().items()
    ways = [(source, target) for (source, name), some in edges if name == event for target, _ in some]
    who = MACHINES["session"].who.get(event, {"contributor", "customer"})
    both = (False, True)
    for (source, target), role, is_late, marked in product(ways or [("", "scheduled")], who, both, both):
        reasons = {"customer": CUSTOMER_REASONS, "contributor": CONTRIBUTOR_REASONS}.get(role, (None,))
        for reason in reasons if event == "cancel" else (None,):
            yield Move(event, source, target, role, is_late, reason, marked)


@pytest.mark.parametrize("event", ROWS)
def test_the_cases_tell_everything_that_can_move_together_and_nothing_else(event):
    told = {together(case.move) for case in CASES[event]} | {late(case) for case in CASES[event]}
    # Lateness only counts where the table reads it; a lapse of a scheduled one is never late, whatever is said of it.
    assert told == {together(move) for move in _every_move(event)}


@pytest.mark.parametrize("event", ROWS)
def test_every_part_that_moves_is_told(event):
    for case in CASES[event]:
        what, told = together(case.move), parts(case)
        assert bool(what.participant) == ("participant" in told)
        assert bool(what.claims) == ("claims" in told)
        assert bool(what.place) == ("place" in told)
        assert bool(what.units) == ("units" in told)
        assert (what.compensation or late(case).compensation) == ("money" in told)
        assert bool(what.mark or late(case).mark or what.strike) == ("standing" in told)
        assert case.when is not None or len(CASES[event]) == 1


def test_what_differs_is_told_by_case_and_for_those_who_may():
    told = [str(text) for text in sentences("session", "cancel", ("rescheduling",), "canceled", ("customer",))]
    assert "The time is free again." in told
    assert any(line.startswith("By the customer, to talk with somebody else: In the study: Withdr") for line in told)
    assert not any("contributor:" in line for line in told)
    lapse = list(sentences("session", "lapse", ("scheduled",), "canceled", ("clock",)))
    assert not any(isinstance(text, Told) for text in lapse)
    assert str(lapse[0]) == "In the study: Qualified."


def test_a_participants_move_that_takes_the_candidate_along_says_so():
    told = {event for event in MACHINES["participant"].names() if list(sentences("participant", event))}
    assert told == CANDIDATE.keys()
