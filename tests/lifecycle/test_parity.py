"""What is offered and what is accepted are the same (invariant 5): for every state, event, actor, instant and presence
a move is offered without a refusal if and only if `fire` accepts it with some input."""

import pytest
from statemachine import State

from lifecycle.attempt import Attempt, Invalid, NoSuchMove, Refused, guard
from lifecycle.machine import Lifecycle
from lifecycle.words import _
from tests.lifecycle import situations
from tests.lifecycle.rows import ACTORS, ADA, BO, MACHINES, START, session

PLACES = [(noun, state) for noun, machine in MACHINES.items() for state in machine.states_map]


def outcomes(machine, row, event, by, at):
    """What firing says for each input: the state after it, or the refusal, or the missing fields."""
    found = []
    for details in situations.INPUTS:
        try:
            found.append(machine.fire(Attempt(row, event, by, at, details)))
        except (Refused, Invalid) as refused:
            found.append(refused)
            if isinstance(refused, NoSuchMove):  # no input changes this
                break
    return found


def disagreements(machine, row, by, at):
    """Every event of which the screen and the door say different things."""
    shown = {offer.event: offer.refusal for offer in machine.offers(row, by, at)}
    found = []
    for event in machine.names():
        after = outcomes(machine, row, event, by, at)
        accepted = {state for state in after if isinstance(state, str)}
        free = event in shown and shown[event] is None
        if free != bool(accepted):
            found.append(f"{event} from {row.state} by {by.role} at {at}: shown {free}, accepted {accepted or after}")
        if shown.get(event) and not (isinstance(after[0], Refused) and after[0].refusal == shown[event]):
            found.append(f"{event} from {row.state}: shown as {shown[event].code}, refused as {after[0]!r}")
        if not accepted <= {target for target, _ in machine.graph().get((row.state, event), ())}:
            found.append(f"{event} leads to {accepted}")
    return found


@pytest.mark.parametrize(("noun", "state"), PLACES)
def test_offered_exactly_where_accepted(noun, state):
    machine = MACHINES[noun]
    instants = situations.INSTANTS if noun in ("session", "report") else [START]
    actors = (*ACTORS, BO) if noun in ("study", "report") else ACTORS
    found = [
        fault for row in situations.rows(noun, state) for by in actors for at in instants
        for fault in disagreements(machine, row, by, at)
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("noun", MACHINES)
def test_every_edge_of_every_machine_can_be_walked_in_some_situation(noun):
    machine = MACHINES[noun]
    edges = {(state, event, target) for (state, event), ways in machine.graph().items() for target, _ in ways}
    assert {edge for edge in edges if not _walkable(machine, noun, *edge)} == set()


def _walkable(machine, noun, state, event, target):
    joined = machine.is_joined(event, state)
    actors = [by for by in (*ACTORS, BO) if joined or machine.may(event, state, by)]
    tries = (
        Attempt(row, event, by, at, situations.WHOLE, joined)
        for row in situations.rows(noun, state) for by in actors for at in situations.INSTANTS
    )  # fmt: skip
    return any(machine.why_not(attempt) is None and machine.fire(attempt) == target for attempt in tries)


@guard(_("Never."))
def only_asked(attempt):
    return attempt.asking


@guard(_("Never."))
def only_done(attempt):
    return not attempt.asking


class Liar(Lifecycle):
    scheduled = State(_("Scheduled"), value="scheduled", initial=True)
    gone = State(_("Gone"), value="gone", final=True)
    promise = scheduled.to(gone, cond=[only_asked])
    surprise = scheduled.to(gone, cond=[only_done])
    who = {"promise": {"customer"}, "surprise": {"customer"}}
    labels = {"promise": _("Promise"), "surprise": _("Surprise")}


def test_a_machine_that_shows_something_else_than_it_does_is_found_out():
    found = disagreements(Liar, session(), ADA, START)
    assert {fault.split()[0] for fault in found} == {"promise", "surprise"}
