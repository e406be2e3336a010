"""The rule book: every machine read off its graph and put into words, for the page /rules and for docs/lifecycle.md."""

from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.candidate import CandidateLifecycle
from lifecycle.follows import sentences
from lifecycle.machine import Lifecycle
from lifecycle.participant import ParticipantLifecycle
from lifecycle.payout import PayoutLifecycle
from lifecycle.project import ProjectLifecycle
from lifecycle.report import ReportLifecycle
from lifecycle.rulewords import ACTORS, ASKED, BIRTHS, FOLLOWS, NOUNS
from lifecycle.session import SessionLifecycle
from lifecycle.standing import StandingLifecycle
from lifecycle.study import StudyLifecycle
from lifecycle.words import Text, _

MACHINES: dict[str, type[Lifecycle]] = {
    "session": SessionLifecycle,
    "participant": ParticipantLifecycle,
    "candidate": CandidateLifecycle,
    "payout": PayoutLifecycle,
    "study": StudyLifecycle,
    "project": ProjectLifecycle,
    "report": ReportLifecycle,
    "standing": StandingLifecycle,
}


class Asked(NamedTuple):
    """What stands in the way: the code of the guard, what it asks in the words of the code, and its sentence."""

    code: str
    asks: str
    sentence: Text


class Rule(NamedTuple):
    """One move: event, its label, from which states to which one (None: a birth), the roles that may, what is asked,
    what follows. A joined one is never made alone."""

    event: str
    label: Text
    sources: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    asked: tuple[Asked, ...]
    follows: tuple[Text, ...]
    joined: bool = False


class DeadEnd(NamedTuple):
    """What people of a role look for in these states and do not find, and why."""

    events: tuple[str, ...]
    labels: tuple[Text, ...]
    states: tuple[str, ...]
    role: str
    sentence: Text


class Book(NamedTuple):
    """All about one noun."""

    noun: str
    tab: Text
    heading: Text
    lead: Text
    machine: type[Lifecycle]
    rules: tuple[Rule, ...]
    dead_ends: tuple[DeadEnd, ...]


def book(noun: str) -> Book:
    """The rule book of a noun of MACHINES; KeyError for any other."""
    machine = MACHINES[noun]
    rules = (*_births(noun, machine), *_moves(noun, machine))
    return Book(noun, *NOUNS[noun], machine, rules, tuple(_dead_ends(machine)))


def asked(test) -> Asked:
    """A guard in words: its sentence, or what is said for everybody where the sentence is made up from the attempt."""
    sentence = test.sentence if isinstance(test.sentence, Text) else ASKED[test]
    return Asked(test.__name__, " ".join(test.__doc__.split()), sentence)


def _births(noun: str, machine: type[Lifecycle]) -> Iterator[Rule]:
    for event, label, who, guards in BIRTHS[noun]:
        tests = tuple(asked(test) if callable(test) else Asked(*test) for test in guards)
        yield Rule(event, label, (), machine.initial(), who, tests, tuple(sentences(noun, event)))


def _moves(noun: str, machine: type[Lifecycle]) -> Iterator[Rule]:
    for event in machine.names():
        for (target, tests, who, joined), sources in _alike(machine, event).items():
            others = tuple(sentences(noun, event, tuple(sources), target, who))
            own = FOLLOWS.get((noun, event))
            follows = (own, *others) if own else others
            if joined:
                follows = (_("It goes with the session's move and is never made alone."), *follows)
            tests = tuple(asked(test) for test in tests)
            yield Rule(event, machine.labels[event], tuple(sources), target, who, tests, follows, joined)


def _alike(machine: type[Lifecycle], event: str) -> dict[tuple, list[str]]:
    """The edges of an event, those that differ in nothing but where they come from put together."""
    found: dict[tuple, list[str]] = {}
    for state in (state.value for state in machine.states):
        for target, tests in machine.graph().get((state, event), ()):
            joined = machine.is_joined(event, state)
            roles = () if joined else machine.only.get(event, {}).get(state, machine.who[event])
            who = tuple(role for role in ACTORS if role in roles)
            found.setdefault((target, tests, who, joined), []).append(state)
    return found


def _dead_ends(machine: type[Lifecycle]) -> Iterator[DeadEnd]:
    states: dict[tuple, list[str]] = {}
    for (event, state), by_role in machine.dead_ends.items():
        for role, refusal in by_role.items():
            states.setdefault((refusal.sentence, role, event), []).append(state)
    events: dict[tuple, list[str]] = {}
    for (sentence, role, event), found in states.items():
        events.setdefault((sentence, role, tuple(found)), []).append(event)
    for (sentence, role, found), names in events.items():
        yield DeadEnd(tuple(names), tuple(machine.labels[name] for name in names), found, role, sentence)
