"""What a move leads to in the small world, with everything that goes along with it: the real machines say whether, the
real tables of the law say what else."""

from types import SimpleNamespace

from commands.presence import actor_of, refuse_answer
from commands.sweep import SESSION_EVENTS
from commands.together import CHANGES, was_late
from lifecycle.attempt import CLOCK, TESTER, Attempt, By, Invalid, Refused
from lifecycle.together import CANDIDATE, Move, Together, together
from rules.presence import verdict
from tests.lifecycle import world as small
from tests.lifecycle.rows import ADA, CLEO, END, MACHINES, START
from tests.lifecycle.world import PRICE, World

UNSENT = ("due", "on_hold", "failed")
LATE_ASKED = ("reschedule", "cancel", "decline", "lapse")


class Broken(Exception):
    """A move was on offer, and a part that goes along with it was refused."""


def edge(noun: str, row, event: str, by: By, at, joined: bool = False, **details) -> str | None:
    """Where the real machine leads with this, or None where it refuses."""
    machine = MACHINES[noun]
    attempt = Attempt(row, event, by, at, details, joined)
    if machine.why_not(attempt) is not None:
        return None
    ways = machine.graph()[row.state, event]
    return next(target for target, guards in ways if all(test(attempt) for test in guards))


def part(noun: str, row, event: str, by: By, at, joined: bool = True, **details) -> str:
    """The same for what has to go along: refused, it is a fault."""
    target = edge(noun, row, event, by, at, joined, **details)
    if target is None:
        raise Broken(f"{noun} refuses {event} from {row.state}")
    return target


def fire_session(world: World, event: str, by: By, **details) -> World | None:
    """A move of the conversation with everything that moves with it; None where it is refused."""
    row = small.session(world)
    target = edge("session", row, event, by, world.at, **details)
    if target is None:
        return None
    late = event in LATE_ASKED and was_late(row, event, world.at)
    move = Move(event, world.session, target, by.role, late, details.get("reason"), details.get("mark", True))
    after = _follow(world, together(move), by)
    return _settled(after, world, event, target, late, bool(details.get("disputed")))


def _settled(after: World, world: World, event: str, target: str, late: bool, disputed: bool) -> World:
    if event in ("move", "rebook"):
        return after._replace(session=target, clock=0, log=(), says=(None, None), asked=None, late=False)
    if event == "reschedule":
        return after._replace(session=target, asked=world.clock, late=late, log=(), says=(None, None))
    if target in small.LIVE:
        return after._replace(session=target)
    return after._replace(
        session=target, clock=0, log=(), says=(None, None), asked=None, late=False, disputed=disputed, presence=None
    )


def _follow(world: World, what: Together, by: By) -> World:
    if what.participant:
        world = fire_participant(world, what.participant, by, joined=True)
    world = place(world, what)
    if what.compensation:
        world = _owe(world, "late_cancel")
    return _strike(world, by) if what.strike else world


def place(world: World, what: Together) -> World:
    """What becomes of the place and its units, as the table of `commands.together` changes them."""
    if what.place is None:
        return world
    taken, places, reserved = CHANGES[what.place](SimpleNamespace(open_places=world.places - world.taken))
    world = world._replace(taken=world.taken + taken, places=world.places + places)
    if what.units in ("use", "regain"):
        freed = PRICE if reserved else 0
        world = world._replace(reserved=world.reserved - freed, used=world.used + PRICE, held=world.held + 1)
    elif what.units == "give_back":
        world = world._replace(reserved=world.reserved - PRICE)
    return world._replace(filled=world.filled + (what.place in ("filled", "regained")))


def _owe(world: World, purpose: str) -> World:
    return world._replace(payouts=tuple(sorted([*world.payouts, (purpose, "due")])))


def _strike(world: World, by: By) -> World:
    for purpose, state in world.payouts:
        if purpose == "late_cancel" and state in UNSENT:
            row = small.payout(world, purpose, state)
            part("payout", row, "write_off", by, world.at, reason="overturned")
            world = world._replace(payouts=tuple(one for one in world.payouts if one != (purpose, state)))
    return world


def fire_participant(world: World, event: str, by: By, joined: bool = False, **details) -> World | None:
    """A move of the participant, the local candidate behind them, and the reward."""
    fire = part if joined else edge
    target = fire("participant", small.participant(world), event, by, world.at, joined, **details)
    if target is None:
        return None
    after = world._replace(participant=target, qualified=world.qualified or target == "qualified")
    if event == "complete" and not world.recruiter:
        after = _owe(after, "reward")
    for follows in CANDIDATE.get(event, ()):
        if after.candidate and (after.candidate, follows) in MACHINES["candidate"].graph():
            after = fire_candidate(after, follows, TESTER, goes_along=True)
    return after


def fire_candidate(world: World, event: str, by: By, goes_along: bool = False, **details) -> World | None:
    """A move of the local candidate, and the incentive."""
    fire = part if goes_along else edge
    target = fire("candidate", small.candidate(world), event, by, world.at, False, **details)
    if target is None:
        return None
    after = world._replace(candidate=target, told=by == TESTER)
    return _owe(after, "reward") if event == "complete" else after


def answer(world: World, by: By, says: str) -> World | None:
    """One side says how it went, and what that settles is done with it."""
    row = small.session(world)
    try:
        refuse_answer(row, says, world.at)
    except (Refused, Invalid):
        return None
    mine, theirs = world.says
    return settle(world._replace(says=(says, theirs) if by.role == "customer" else (mine, says)), by)


def settle(world: World, by: By) -> World:
    """What both answers settle by now (claimed presence)."""
    found = verdict(*world.says, world.at, END, START)
    if found is None:
        return world
    after = fire_session(world, found.event, actor_of(found.event, by), mark=found.mark, disputed=found.disputed)
    if after is None:
        raise Broken(f"the answers {world.says} settle {found.event}, and it is refused")
    if found.event == "start" and world.at >= END:
        after = fire_session(after, "complete", CLOCK)
    return file_report(after, dispute=True) if found.disputed else after


def sweep(world: World) -> World:
    """What time itself does with the conversation, at this instant."""
    if world.session == "scheduled" and world.presence == "claimed":
        world = settle(world, CLOCK)
    for event in SESSION_EVENTS.get(world.session, ()) if world.live else ():
        after = fire_session(world, event, CLOCK)
        if after is not None:
            return after
    return world


def file_report(world: World, dispute: bool = False) -> World:
    """A report opens, and holds the money that has not left."""
    world = world._replace(report="open", about_dispute=dispute, was_appealed=False)
    return each_payout(world, "hold", ADA, ("due", "failed"))


def each_payout(world: World, event: str, by: By, states: tuple[str, ...]) -> World:
    """The same move of all money in these states."""
    moved = []
    for purpose, state in world.payouts:
        row = small.payout(world, purpose, state)
        moved.append((purpose, part("payout", row, event, by, world.at, False) if state in states else state))
    return world._replace(payouts=tuple(sorted(moved)))


def begin_session(world: World, presence: str) -> World | None:
    """Book: the place is taken, the conversation lies more than a day ahead."""
    row = small.participant(world)
    fits = world.participant == "qualified" and row.study_state == "live" and row.open_places > 0
    if not fits or world.session in small.LIVE:
        return None
    return _follow(_forget(world, presence), together(Move("book", "", "scheduled", "contributor")), CLEO)


def _forget(world: World, presence: str) -> World:
    """What was before goes its own way, and the search has followed it already: the money and the report of an earlier
    conversation, and the places that are filled."""
    return world._replace(
        session="scheduled", presence=presence, clock=0, disputed=False, old=False, payouts=(), report=None,
        about_dispute=False, was_appealed=False, places=world.places - world.filled, taken=world.taken - world.filled,
        filled=0, used=0, held=0,
    )  # fmt: skip


def finish(world: World, judgement: str) -> World | None:
    """The last answer of the screener decides at once."""
    world = world._replace(judgement=judgement)
    over = world.study in ("closed", "canceled")
    event = "screen_out" if judgement == "screened_out" else "fill" if over else "qualify"
    return fire_participant(world, event, CLEO)


def both_sides(world: World, event: str, by: By) -> World | None:
    """One action: the recruiting side first, then the study; refused whole if one part is."""
    after = fire_candidate(world, event, ADA, reason="other")
    return after and fire_participant(after, {"complete": "complete", "remove": "exclude"}[event], by, reason="other")
