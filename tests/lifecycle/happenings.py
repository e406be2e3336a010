"""Everything that anybody can try in the small world, in every way that makes a difference."""

from collections.abc import Callable, Iterator
from functools import partial

from lifecycle.attempt import CLOCK, PROVIDER, RECRUITER, ROOM, By
from tests.lifecycle import afterwards
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
            yield f"{event} by {by.role}, {reason}", partial(what.fire_session, world, event, by, **details)
    yield "the clock sweeps", partial(what.sweep, world)
    yield "the study is canceled", partial(afterwards.fire_study, world, "cancel")
    if world.presence == "claimed" and world.session == "scheduled" and world.clock >= small.BEGIN:
        for by in (ADA, CLEO):
            for says in small.ANSWERS:
                yield f"{by.role} says {says}", partial(what.answer, world, by, says)
    if world.clock < small.LAST:
        yield from _time_passes(world)


def _time_passes(world: World) -> Iterator[Happening]:
    clock = world.clock + 1
    if world.presence == "claimed" or world.session == "rescheduling" or clock < small.DOOR:
        yield "time passes", partial(world._replace, clock=clock)
        return
    choices = small.WHERE if clock <= small.FINISH else {world.log[-1], small.AWAY, ("lobby", None)}
    for where in choices:
        yield f"time passes, {where}", partial(world._replace, clock=clock, log=(*world.log, where))


def _tries(noun: str, state: str, actors: tuple[By, ...]) -> Iterator[tuple[str, By]]:
    """The moves that lead out of this state and who may make them; that there are no others is the parity test's."""
    machine = MACHINES[noun]
    for event in machine.names():
        if (state, event) in machine.graph():
            yield from ((event, by) for by in actors if machine.may(event, state, by))


def _people(world: World) -> Iterator[Happening]:
    for event, by in _tries("participant", world.participant, (CLEO, ADA, CLOCK, RECRUITER)):
        fire = partial(what.fire_participant, world, event, by, reason="other")
        yield f"participant {event} by {by.role}", fire
    if world.candidate:
        # Who is in the study here leaves it there, and is removed on both sides at once.
        yield "complete there, then here", partial(what.both_sides, world, "complete", RECRUITER)
        yield "remove there, then here", partial(what.both_sides, world, "remove", ADA)
        yield "candidate leave by contributor", partial(what.fire_candidate, world, "leave", CLEO)
        yield "candidate complete by customer", partial(what.fire_candidate, world, "complete", ADA)
    if world.participant == "screening":
        # What fitting answers lead to is the same whoever sent the person, so it is tried in one of the worlds.
        for judgement in ("screened_out",) if world.recruiter else ("qualified", "screened_out"):
            yield f"the last answer: {judgement}", partial(what.finish, world, judgement)


def _afterwards(world: World) -> Iterator[Happening]:
    for presence in ("seen", "claimed"):
        yield f"book, presence {presence}", partial(what.begin_session, world, presence)
    if world.session == "no_show":
        for by in (ADA, OWNER):
            yield f"overturn by {by.role}", partial(what.fire_session, world, "overturn", by, reason="mistake")
        if not world.old:
            yield "fifteen days pass", partial(world._replace, old=True)
    if world.recruiter == "outside" and world.there is None:
        if world.participant == "submitted":
            yield "their Completed arrives", partial(world._replace, there="completed")
        yield "their removal is confirmed", partial(world._replace, there="removed")
    yield from _reports(world)
    yield from _money(world)
    yield from _house(world)


def _reports(world: World) -> Iterator[Happening]:
    if world.report is None and world.qualified:
        yield "customer reports the contributor", partial(what.file_report, world)
    elif world.report is not None:
        for event, by in _tries("report", world.report.removesuffix(" for good"), (OWNER, ADA, CLEO)):
            yield f"report {event} by {by.role}", partial(afterwards.decide, world, event, by)
    if world.report == "upheld":
        yield "the time to appeal is over", partial(world._replace, report="upheld for good")


def _money(world: World) -> Iterator[Happening]:
    for purpose, state in world.payouts:
        for event, by in _tries("payout", state, (ADA, OWNER, CLOCK, PROVIDER)):
            yield f"{purpose}: {event} by {by.role}", partial(afterwards.pay, world, purpose, state, event, by)


def _house(world: World) -> Iterator[Happening]:
    # What a pause holds up is the same whoever sent the person, so it is tried in one of the worlds.
    for event in ("close", "cancel") if world.recruiter else ("pause", "resume", "close", "cancel"):
        yield f"study {event}", partial(afterwards.fire_study, world, event)
    if world.study in ("live", "paused") and world.places > world.taken:
        yield "somebody else talks", partial(afterwards.somebody_else, world)
    if world.study == "live" and world.places == world.taken < 2:
        more = {"places": world.places + 1, "reserved": world.reserved + small.PRICE}
        yield "a place is added", partial(world._replace, **more)
