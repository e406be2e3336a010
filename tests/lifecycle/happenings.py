"""Everything that anybody can try in the small world, in every way that makes a difference."""

from collections.abc import Callable, Iterator

from lifecycle.attempt import CLOCK, PROVIDER, RECRUITER, ROOM, By
from tests.lifecycle import consequences as what
from tests.lifecycle import world as small
from tests.lifecycle.rows import ADA, CLEO, MACHINES, OTHER_TIME, OWNER
from tests.lifecycle.world import World

# One reason of each kind: asked back or not, place kept or given up, counted as late or not.
REASONS = {
    ("cancel", "customer"): ("no_longer_needed", "scheduling_conflict", "someone_else"),
    ("cancel", "contributor"): ("not_available", "technical"),
}
Happening = tuple[str, Callable[[], World | None]]


def happenings(world: World) -> Iterator[Happening]:
    """Every try of everybody, in every way that makes a difference."""
    if world.live:
        yield from _talk(world)
    yield from _people(world)
    if not world.live:
        yield from _afterwards(world)


def _talk(world: World) -> Iterator[Happening]:
    whole = {"reason": "other", "starts_at": OTHER_TIME, "host": 2}
    for event, by in _tries("session", world.session, (ADA, CLEO, ROOM)):
        for reason in REASONS.get((event, by.role), ("other",)):
            details = {**whole, "reason": reason}
            yield f"{event} by {by.role}, {reason}", lambda e=event, b=by, d=details: what.fire_session(world, e, b, **d)
    yield "the clock sweeps", lambda: what.sweep(world)
    if world.presence == "claimed" and world.session == "scheduled" and world.clock >= small.BEGIN:
        for by in (ADA, CLEO):
            for says in small.ANSWERS:
                yield f"{by.role} says {says}", lambda b=by, s=says: what.answer(world, b, s)
    if world.clock < small.LAST:
        yield from _time_passes(world)


def _time_passes(world: World) -> Iterator[Happening]:
    clock = world.clock + 1
    if world.presence == "claimed" or world.session == "rescheduling" or clock < small.DOOR:
        yield "time passes", lambda: world._replace(clock=clock)
        return
    choices = small.WHERE if clock <= small.FINISH else {world.log[-1], small.AWAY, ("lobby", None)}
    for where in choices:
        yield f"time passes, {where}", lambda w=where: world._replace(clock=clock, log=(*world.log, w))


def _tries(noun: str, state: str, actors: tuple[By, ...]) -> Iterator[tuple[str, By]]:
    """The moves that lead out of this state and who may make them; that there are no others is the parity test's."""
    machine = MACHINES[noun]
    for event in machine.names():
        if (state, event) in machine.graph():
            yield from ((event, by) for by in actors if machine.may(event, state, by))


def _people(world: World) -> Iterator[Happening]:
    for event, by in _tries("participant", world.participant, (CLEO, ADA, CLOCK, RECRUITER)):
        yield f"participant {event} by {by.role}", lambda e=event, b=by: what.fire_participant(world, e, b, reason="other")
    if world.candidate:
        yield "complete there, then here", lambda: what.both_sides(world, "complete", RECRUITER)
        yield "remove there, then here", lambda: what.both_sides(world, "remove", ADA)
        yield "candidate complete by customer", lambda: what.fire_candidate(world, "complete", ADA)
    if world.participant == "screening":
        # What fitting answers lead to is the same whoever sent the person, so it is tried in one of the worlds.
        for judgement in ("screened_out",) if world.recruiter else ("qualified", "screened_out"):
            yield f"the last answer: {judgement}", lambda j=judgement: what.finish(world, j)


def _afterwards(world: World) -> Iterator[Happening]:
    for presence in ("seen", "claimed"):
        yield f"book, presence {presence}", lambda p=presence: what.begin_session(world, p)
    if world.session == "no_show":
        for by in (ADA, OWNER):
            yield f"overturn by {by.role}", lambda b=by: what.fire_session(world, "overturn", b, reason="mistake")
        if not world.old:
            yield "fifteen days pass", lambda: world._replace(old=True)
    if world.recruiter == "outside" and world.there is None:
        if world.participant == "submitted":
            yield "their Completed arrives", lambda: world._replace(there="completed")
        yield "their removal is confirmed", lambda: world._replace(there="removed")
    yield from _reports(world)
    yield from _money(world)
    yield from _house(world)


def _reports(world: World) -> Iterator[Happening]:
    if world.report is None and world.qualified:
        yield "customer reports the contributor", lambda: what.file_report(world)
    elif world.report is not None:
        for event, by in _tries("report", world.report.removesuffix(" for good"), (OWNER, ADA, CLEO)):
            yield f"report {event} by {by.role}", lambda e=event, b=by: what.decide(world, e, b)
    if world.report == "upheld":
        yield "the time to appeal is over", lambda: world._replace(report="upheld for good")


def _money(world: World) -> Iterator[Happening]:
    for purpose, state in world.payouts:
        for event, by in _tries("payout", state, (ADA, OWNER, CLOCK, PROVIDER)):
            yield f"{purpose}: {event} by {by.role}", lambda p=purpose, s=state, e=event, b=by: what.pay(world, p, s, e, b)



def _house(world: World) -> Iterator[Happening]:
    # What a pause holds up is the same whoever sent the person, so it is tried in one of the worlds.
    for event in ("close", "cancel") if world.recruiter else ("pause", "resume", "close", "cancel"):
        yield f"study {event}", lambda e=event: what.fire_study(world, e)
    if world.study in ("live", "paused") and world.places > world.taken:
        yield "somebody else talks", lambda: what.somebody_else(world)
    if world.study == "live" and world.places == world.taken < 2:
        yield "a place is added", lambda: world._replace(places=world.places + 1, reserved=world.reserved + small.PRICE)
