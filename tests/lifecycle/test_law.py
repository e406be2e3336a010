"""The machines against the law as data (law.json): a clone proves by itself that nothing was added, lost or widened."""

import json
from pathlib import Path

import pytest
from statemachine import StateMachine

from tests.lifecycle.rows import MACHINES

LAW = json.loads(Path(__file__).with_name("law.json").read_text())


def _flat(table):
    return {(event, str(inner)) for event, states in table.items() for inner in states}


def _deep(table):
    flat = [(event, state, actors) for event, states in table.items() for state, actors in states.items()]
    return {(event, state, actor) for event, state, actors in flat for actor in actors}


def of_machine(machine):
    """What a machine says of itself, in the words of the law's file."""
    edges = {
        (event, edge.source.value, edge.target.value)
        for state in machine.states for edge in state.transitions for event in str(edge.event or "").split()
    }  # fmt: skip
    return {
        "states": {state.value for state in machine.states},
        "initial": {state.value for state in machine.states if state.initial},
        "final": {state.value for state in machine.states if state.final},
        "edges": {edge for edge in edges if not edge[0].startswith("__")},
        "who": _flat(machine.who),
        "joined": set(machine.joined),
        "joined_from": _flat(machine.joined_from),
        "only": _deep(machine.only),
    }


def of_law(rules):
    """The same of a noun of the file."""
    events = rules["events"]
    return {
        "states": set(rules["states"]),
        "initial": {rules["initial"]},
        "final": set(rules["final"]),
        "edges": {(event, *edge) for event, one in events.items() for edge in one["edges"]},
        "who": {(event, actor) for event, one in events.items() for actor in one["who"]},
        "joined": set(rules["joined"]),
        "joined_from": _flat(rules["joined_from"]),
        "only": _deep(rules["only"]),
    }


def test_there_is_a_machine_for_every_noun_of_the_law_and_no_other():
    assert MACHINES.keys() == LAW.keys()


@pytest.mark.parametrize("noun", LAW)
def test_a_machine_is_the_law_to_the_letter(noun):
    assert of_machine(MACHINES[noun]) == of_law(LAW[noun])


@pytest.mark.parametrize("noun", LAW)
def test_no_name_hides_a_part_of_the_engine_or_another_name(noun):
    states, events = set(LAW[noun]["states"]), set(LAW[noun]["events"])
    assert [name for name in states | events if hasattr(StateMachine, name)] == []
    assert states & events == set()
    assert MACHINES[noun].send is StateMachine.send


@pytest.mark.parametrize("noun", LAW)
def test_the_engine_keeps_its_strict_switches(noun):
    machine = MACHINES[noun]
    assert machine.allow_event_without_transition is False
    assert machine.catch_errors_as_events is False
    assert machine.atomic_configuration_update is True
    assert machine.enable_self_transition_entries is False


@pytest.mark.parametrize("noun", LAW)
def test_the_actors_of_an_edge_are_never_wider_than_those_of_its_event(noun):
    machine = MACHINES[noun]
    for event, states in machine.only.items():
        for state, actors in states.items():
            assert (state, event) in machine.graph()
            assert actors < machine.who[event]
