"""The search: every world that can be reached, breadth first, and what is wrong with it."""

from collections import deque

from tests.lifecycle.consequences import Broken, fire_participant, sweep
from tests.lifecycle.happenings import happenings
from tests.lifecycle.rows import ADA
from tests.lifecycle.world import FINISH, LAST, PRICE, World, evidence

NOT_BOOKED = {"invited", "screening", "screened_out", "over_quota", "qualified", "waitlisted", "withdrawn", "excluded"}
SESSION_AND_PARTICIPANT = {
    None: NOT_BOOKED,
    "scheduled": {"booked"},
    "rescheduling": {"booked"},
    "in_progress": {"booked"},
    "completed": {"submitted", "completed", "excluded"},
    "host_absent": {"submitted", "completed", "excluded"},
    "no_show": {"no_show", "excluded"},
    "canceled": NOT_BOOKED,
}
PARTICIPANT_AND_CANDIDATE = {
    "invited": {"incomplete"},
    "screening": {"incomplete"},
    "screened_out": {"screened_out"},
    "over_quota": {"over_quota"},
    "qualified": {"incomplete"},
    "waitlisted": {"incomplete"},
    "booked": {"incomplete"},
    "submitted": {"submitted", "completed"},
    "completed": {"completed"},
    "no_show": {"left"},
    "withdrawn": {"left", "over_quota"},
    "excluded": {"removed"},
}
# Asked here; sent by the recruiting side here, or by one outside. The money goes by hand, by a provider, or not at all.
STARTS = (
    World(),
    World(recruiter="here", candidate="incomplete", provider="outside"),
    World(recruiter="outside", within_budget=False),
)


class Found:
    """Every world with the way to it, and who leads to whom."""

    def __init__(self):
        self.came: dict[World, tuple[World | None, str]] = {}
        self.sources: dict[World, set[World]] = {}
        self.happened: set[tuple[str, str | None, str | None]] = set()
        self.faults: list[str] = []

    def fault(self, world: World, what: str) -> None:
        """Something is wrong, and this is how one gets there."""
        self.faults.append(f"{what}: {' > '.join(self.path(world))} | {world}")

    def path(self, world: World) -> list[str]:
        """What happened on the way."""
        steps = []
        while (came := self.came[world])[0] is not None:
            steps.append(came[1])
            world = came[0]
        return steps[::-1]


def search(starts=STARTS, most: int = 5) -> Found:
    """Everything that can be reached from these worlds; stops after so many faults."""
    found, todo, seen = Found(), deque(starts), {}
    found.came = dict.fromkeys(starts, (None, ""))
    while todo and len(found.faults) < most:
        world = todo.popleft()
        for what in wrong(world):
            found.fault(world, what)
        for name, happens in happenings(world):
            try:
                after = happens()
            except Broken as broken:
                found.fault(world, f"{name}: {broken}")
                continue
            if after is None:
                continue
            found.happened.add((name, world.session, after.session))
            after = _same(after, seen)
            found.sources.setdefault(after, set()).add(world)
            if after not in found.came:
                found.came[after] = (world, name)
                todo.append(after)
    return found


def _same(world: World, seen: dict) -> World:
    """Past the end, logs that say the same are one."""
    if not world.log or world.clock < FINISH:
        return world
    return world._replace(log=seen.setdefault((world.clock, world.session, evidence(world)), world.log))


def wrong(world: World) -> list[str]:
    """What contradicts itself in this world, or can not end."""
    checks = {
        "session and participant": world.participant in SESSION_AND_PARTICIPANT[world.session],
        "participant and candidate": world.candidate in (None, *PARTICIPANT_AND_CANDIDATE[world.participant]),
        "places": world.taken == world.filled + world.live,
        "reserved": world.reserved == PRICE * (world.places - world.filled),
        "used": world.used == PRICE * world.held,
        "a closed study keeps a place": world.study in ("live", "paused") or world.places == world.taken,
        "nobody can be let in": not _waits_for_an_open_place(world) or _can_be_let_in(world),
        "the clock does not end it": world.clock < LAST or not world.live or not sweep(sweep(world)).live,
    }
    return [name for name, right in checks.items() if not right]


def _waits_for_an_open_place(world: World) -> bool:
    room = world.study == "live" and world.places > world.taken
    return room and world.participant in ("waitlisted", "over_quota") and world.candidate != "removed"


def _can_be_let_in(world: World) -> bool:
    return any(fire_participant(world, event, ADA) for event in ("call_up", "reopen"))


def can_reach(found: Found, goals: set[World]) -> set[World]:
    """The worlds from which one of these can still come about."""
    reached, todo = set(goals), list(goals)
    while todo:
        for source in found.sources.get(todo.pop(), ()):
            if source not in reached:
                reached.add(source)
                todo.append(source)
    return reached
