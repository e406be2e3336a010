"""A small world for the search: one contributor in one live study with one place, everything that the law moves along
with their conversation, and the rows as the real guards read them. Nothing here decides what may happen."""

from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from lifecycle.participant import ParticipantLifecycle
from rules import presence
from rules.presence import Spell
from tests.lifecycle import rows
from tests.lifecycle.rows import ADA, CLEO, END, OTHER_TIME, POLICY, START, minute

LIVE = ("scheduled", "rescheduling", "in_progress")
# Minutes from the start at which the world is looked at; the end is at 30, the last is seven days and an hour after it.
MINUTES = (-1800, -120, -15, 0, 10, 20, 30, 45, 90, 1470, 30 + 7 * 1440 + 60)
INSTANTS = [minute(number) for number in MINUTES]
DOOR, BEGIN, FINISH, LAST = 2, 3, 6, len(MINUTES) - 1
# Who is where until the next instant: (contributor, host).
AWAY = (None, None)
WHERE = [(one, other) for one in (None, "lobby", "room") for other in (None, "room")]
ANSWERS = ("met", "they_absent", "i_absent", "technical")
PRICE = 20


class World(NamedTuple):
    """How everything stands. `log` is who was where in each stretch since the door opened, `asked` an index of MINUTES;
    `report` is open, upheld, upheld for good, dismissed, appealed; `there` what an outside recruiter confirmed."""

    participant: str = "invited"
    judgement: str = "incomplete"
    qualified: bool = False
    recruiter: str = ""
    candidate: str | None = None
    told: bool = True
    there: str | None = None
    study: str = "live"
    places: int = 1
    taken: int = 0
    filled: int = 0
    held: int = 0
    reserved: int = PRICE
    used: int = 0
    session: str | None = None
    presence: str | None = None
    clock: int = 0
    log: tuple = ()
    says: tuple = (None, None)
    asked: int | None = None
    late: bool = False
    disputed: bool = False
    old: bool = False
    report: str | None = None
    about_dispute: bool = False
    was_appealed: bool = False
    payouts: tuple = ()
    provider: str = "manual"
    within_budget: bool = True

    @property
    def at(self):
        """The instant; a conversation that is over is looked at when it ended, or fifteen days later."""
        return INSTANTS[self.clock] if self.session in LIVE else END + timedelta(days=15 * self.old)

    @property
    def live(self) -> bool:
        """Whether a conversation lies ahead or goes on."""
        return self.session in LIVE

    @property
    def reported(self) -> bool:
        """Whether a report stands in the way of money."""
        return self.report in ("open", "appealed", "upheld", "upheld for good")


@cache
def spells(log: tuple) -> list[Spell]:
    """The presence log as the room writes it: whoever is there now has no end yet."""
    found = []
    for place, both in enumerate(log):
        since = INSTANTS[DOOR + place]
        until = None if place + 1 == len(log) else INSTANTS[DOOR + place + 1]
        for seat, who, where in zip(("contributor", "admitter"), (CLEO.who, ADA.who), both, strict=True):
            found += [Spell(seat, who, where, since, until)] if where else []
    return found


def evidence(world: World) -> tuple:
    """All that the guards can still read out of a log once the conversation's time is over."""
    log, asked = spells(world.log), (START, END, POLICY.absence, world.at)
    return (
        presence.host_waited_at(log, *asked), presence.waited_in_vain_at(log, *asked), world.log[-1],
        {spell.seat for spell in log} >= {"admitter"}, {spell.seat for spell in log} >= {"contributor"},
        presence.minutes_together(log, world.at, world.at),
    )  # fmt: skip


def session(world: World) -> SimpleNamespace:
    """The conversation as its guards read it; there is always another free time and a free colleague."""
    both = world.log[-1:] == (("room", "room"),)
    return rows.session(
        world.session, presence=world.presence, spells=spells(world.log), answers=world.says, late=world.late,
        asked_at=None if world.asked is None else INSTANTS[world.asked], disputed=world.disputed,
        silent_since=world.at - timedelta(minutes=5) if both else None, participant_state=world.participant,
    )  # fmt: skip


def participant(world: World) -> SimpleNamespace:
    """The participant as its guards read it."""
    room = world.places > world.taken
    return rows.participant(
        world.participant, study_state=world.study, judgement=world.judgement,
        screened_elsewhere=bool(world.recruiter), room_in_quota=room, open_places=world.places - world.taken,
        reported=world.reported, from_recruiter=bool(world.recruiter), had_qualified=world.qualified,
        completed_at_recruiter="completed" in (world.candidate, world.there), live_session=world.live,
        offer_ends_at=world.at,  # an offer from the waiting list may always just have expired
        removed_at_recruiter="removed" in (world.candidate, world.there), free=[OTHER_TIME],
    )  # fmt: skip


def candidate(world: World) -> SimpleNamespace:
    """The local candidate as its guards read it."""
    here = world.participant not in ParticipantLifecycle.over
    facts = {"told_by_tester": world.told, "reported": world.reported, "in_study": here, "live_session": world.live}
    return rows.candidate(world.candidate, **facts)


def payout(world: World, purpose: str, state: str) -> SimpleNamespace:
    """Some money as its guards read it."""
    return rows.payout(
        state, purpose=purpose, provider=world.provider, reported=world.reported, within_budget=world.within_budget,
        for_good=world.report == "upheld for good",
    )  # fmt: skip


def study(world: World) -> SimpleNamespace:
    """The study as its guards read it."""
    open_things = [thing for thing in (world.live, world.participant == "submitted", bool(world.payouts)) if thing]
    begun = world.session == "in_progress" or (world.session == "scheduled" and world.clock >= BEGIN)
    return rows.study(world.study, open_things=open_things, begun=begun)


def report(world: World) -> SimpleNamespace:
    """The report as its guards read it: Ada's about Cleo."""
    return rows.report(
        world.report.removesuffix(" for good"), was_appealed=world.was_appealed,
        decided_at=END - timedelta(days=15 * (world.report == "upheld for good")),
        concerned=ADA if world.report == "dismissed" else CLEO,
    )  # fmt: skip
