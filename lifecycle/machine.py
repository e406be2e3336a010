"""The engine room: offers are read from the class without building a machine, a move is made by one new machine on
a small holder."""

import functools
from dataclasses import replace
from datetime import datetime

from statemachine import StateMachine
from statemachine.exceptions import TransitionNotAllowed

from lifecycle.attempt import Attempt, By, Invalid, NoSuchMove, Offer, Refusal, Refused, refusal_of
from lifecycle.words import Text, _


class Holder:
    """What the engine moves: a state and nothing else, so that no attribute of a row is taken for a callback."""

    __slots__ = ("state",)

    def __init__(self, state: str):
        self.state = state


class Lifecycle(StateMachine):
    """A machine of the law, with its actors and its words as data beside the graph."""

    allow_event_without_transition = False
    catch_errors_as_events = False
    atomic_configuration_update = True
    enable_self_transition_entries = False

    who: dict[str, set[str]] = {}
    joined: set[str] = set()
    joined_from: dict[str, set[str]] = {}
    only: dict[str, dict[str, set[str]]] = {}
    labels: dict[str, Text] = {}
    labels_for: dict[tuple[str, str], Text] = {}
    dead_ends: dict[tuple[str, str], dict[str, Refusal]] = {}

    @classmethod
    @functools.cache
    def graph(cls) -> dict[tuple[str, str], tuple[tuple[str, tuple], ...]]:
        """(state, event) -> its edges in order, each a target and its guards."""
        found: dict[tuple[str, str], list] = {}
        for state in cls.states:
            for edge in state.transitions:
                guards = tuple(condition.func for condition in edge.cond)
                found.setdefault((state.value, str(edge.event)), []).append((edge.target.value, guards))
        return {key: tuple(edges) for key, edges in found.items()}

    @classmethod
    @functools.cache
    def names(cls) -> tuple[str, ...]:
        """The events, in the order in which the law lists them."""
        return tuple(cls.who)

    @classmethod
    @functools.cache
    def initial(cls) -> str:
        """The state of a birth."""
        return next(state.value for state in cls.states if state.initial)

    @classmethod
    @functools.cache
    def final(cls) -> frozenset[str]:
        """The states that nothing leaves."""
        return frozenset(state.value for state in cls.states if state.final)

    @classmethod
    def label(cls, state: str) -> Text:
        """A state in words."""
        return cls.states_map[state].name

    @classmethod
    def is_joined(cls, event: str, state: str) -> bool:
        """Whether this move is only ever made together with another row's (never alone, never shown)."""
        return event in cls.joined or state in cls.joined_from.get(event, ())

    @classmethod
    def may(cls, event: str, state: str, by: By) -> bool:
        """Whether the law names this actor for this move from this state."""
        narrower = cls.only.get(event, {}).get(state)
        return by.role in (cls.who[event] if narrower is None else narrower)

    @classmethod
    def why_not(cls, attempt: Attempt) -> Refusal | None:
        """None where the move is accepted; else the reason: no such edge, wrong actor, joined, or the first guard
        not met."""
        state, event = attempt.row.state, attempt.event
        edges = cls.graph().get((state, event))
        if not edges:
            return cls.dead_end(attempt)
        if cls.is_joined(event, state) and not attempt.joined:
            return Refusal("joined", _("This follows from something else and is never done alone."), hides=True)
        if not attempt.joined and not cls.may(event, state, attempt.by):
            return Refusal("wrong_actor", _("This is not yours to do."), hides=True)
        refusal = None
        for _target, guards in edges:
            broken = next((test for test in guards if not test(attempt)), None)
            if broken is None:
                return None
            refusal = refusal_of(broken, attempt)
        return refusal

    @classmethod
    def dead_end(cls, attempt: Attempt) -> Refusal:
        """No edge: the sentence of a dead end that people look for, or the plain one (which hides the offer)."""
        by_role = cls.dead_ends.get((attempt.event, attempt.row.state), {})
        plain = _("This is not possible while it is “%(state)s”.", state=cls.label(attempt.row.state))
        return by_role.get(attempt.by.role) or Refusal("no_such_move", plain, hides=True)

    @classmethod
    def offers(cls, row, by: By, at: datetime) -> list[Offer]:
        """Every move this actor sees on this row at this time; invariant 5: free of a refusal exactly where `fire`
        would accept."""
        tried = ((event, cls.why_not(Attempt(row, event, by, at))) for event in cls.names())
        shown = [(event, why) for event, why in tried if why is None or not why.hides]
        return [Offer(event, cls.labels_for.get((event, by.role), cls.labels[event]), why) for event, why in shown]

    @classmethod
    def missing(cls, attempt: Attempt) -> dict[str, Text]:
        """The fields that the move's form guards need and did not get."""
        edges = cls.graph().get((attempt.row.state, attempt.event), ())
        tests = {test for _target, guards in edges for test in guards if test.needs and not test(attempt)}
        return {test.needs: _("Please fill this in.") for test in tests if attempt.detail(test.needs) in (None, "")}

    @classmethod
    def _refuse(cls, attempt: Attempt, why: Refusal):
        """What no input could pass is refused first; then what is missing is asked for; then what was given is
        refused."""
        if whatever := cls.why_not(replace(attempt, details=None, facts={})):
            raise Refused(whatever)
        if errors := cls.missing(attempt):
            raise Invalid(errors)
        raise Refused(why)

    @classmethod
    def fire(cls, attempt: Attempt) -> str:
        """The state after the move; raises NoSuchMove, Refused or Invalid and changes nothing."""
        why = cls.why_not(attempt)
        if why and (why.code in ("joined", "wrong_actor") or (attempt.row.state, attempt.event) not in cls.graph()):
            raise NoSuchMove(why)
        if why:
            cls._refuse(attempt, why)
        holder = Holder(attempt.row.state)
        try:
            cls(holder).send(attempt.event, attempt=attempt)
        except TransitionNotAllowed:  # a fact changed between the question and the move
            raise Refused(Refusal("changed", _("This changed a moment ago. Please look again."))) from None
        return holder.state
