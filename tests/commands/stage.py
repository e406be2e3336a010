"""A small world that is played again and again, each time from its first day on: the people of the story and two more
contributors, four live studies with five conversations booked, a project that sends people into one of them, and a
database that is as it was in a moment."""

from typing import NamedTuple

from commands import participants, sessions, units
from commands.fire import fire
from lifecycle.attempt import By
from models import Member, Participant, Person, Profile, Project, Study, Workspace, database
from rules.times import from_epoch
from tests import world
from tests.commands import routed
from tests.services import databases
from tests.world import NOW

# Mornings only, so that those who choose a time meet each other.
MORNINGS = [[weekday, 9 * 60, 12 * 60] for weekday in range(5)]


class Place(NamedTuple):
    """Where the studies and people of this world are, by number."""

    world: world.World
    contributors: list[Person]
    teams: dict[int, list[int]]  # workspace -> who may act for it
    studies: list[int]
    asks: int  # which of the studies has a screener
    project: int

    def customers(self, study: Study | Project) -> list[By]:
        """Who may act for the team of a study or of a project, its author first."""
        return [By("customer", person) for person in self.teams[study.workspace_id]]


def build() -> Place:
    """Four studies: by name on Flex, shared by Ada and Bo; of the network on Flex; by a link on Seat, in Parlor's own
    room; and by a link on Flex, with a screener, to which Ada's project sends people."""
    people = world.build(units_bought=200)
    some = [people.cleo, people.mallory, world.contributor("dora.vik", "Europe/Oslo"), world.contributor("robin.day")]
    for person in some:
        Profile.create(person=person, updated_at=NOW)
    Workspace.update(cooldown=0).execute()
    named = world.shared_study(people, asks=[], bo_hours=MORNINGS, windows=MORNINGS, invitees=some[:3], places=4)
    network = world.draft_study(
        people, asks=[], windows=MORNINGS, audience="network", places=1, length=30, gap=0, title="Finding the quay"
    )
    network = world.fire(network, "launch", world.customer(people.ada), NOW)
    Workspace.update(plan="seat").where(Workspace.id == people.elsewhere.id).execute()
    helper = Person.create(email="kim@grey.example", name="Kim Grey", created_at=NOW)
    Member.create(workspace=people.elsewhere, person=helper, role="creator")
    units.grant_seat(Workspace.get_by_id(people.elsewhere.id), people.mallory, NOW.year, 2)
    linked = world.live_study(
        people, author=people.mallory, workspace=Workspace.get_by_id(people.elsewhere.id), asks=[], windows=MORNINGS,
        audience="invite", invitees=[], presence="seen", places=4, gap=15,
    )  # fmt: skip
    for study, persons in ((named, some[:2]), (linked, some[2:])):
        for number, person in enumerate(persons):
            _booked(people, study, person, 6 + 7 * number)
    teams = {people.halden.id: [people.ada.id, people.bo.id], people.elsewhere.id: [people.mallory.id, helper.id]}
    asking = world.live_study(
        people, windows=MORNINGS, audience="invite", invitees=[], places=2, length=30, gap=0, title="Signs on the quay"
    )
    project = routed.project(people, asking, wanted=2)
    routed.finished(routed.candidate(project, some[3]))
    _takes_a_time(Participant.get(Participant.study == asking, Participant.person == some[3]), 20)
    return Place(people, some, teams, [named.id, network.id, linked.id, asking.id], 3, project.id)


def _booked(people: world.World, study: Study, person: Person, number: int) -> None:
    """They come in and take one of the offered times."""
    by = world.themselves(person)
    if study.audience == "invite":
        participants.arrive(study, person, by, NOW)
    _takes_a_time(world.qualified(people, study, person), number)


def _takes_a_time(row: Participant, number: int) -> None:
    """One of the offered times, by who may choose now, or may once the camera is agreed to."""
    by = world.themselves(row.person)
    if row.state == "invited":
        participants.agree_to_camera(row, NOW)
        row = fire(row, "qualify", by, NOW)
    sessions.book(row, from_epoch(row.offered_starts(NOW)[number]), by, NOW)


class Stage:
    """One database of a test, put back to its first day by `again`."""

    def __init__(self, url: str):
        self.url, self.walked, self.reader = url, set(), None
        database.connect(url)
        self.place = build()
        database.close()
        self._copy = databases.keep(url)

    def again(self) -> Place:
        """Everything is as it was when the stage was made."""
        database.close()
        databases.put_back(self.url, self._copy)
        database.connect(self.url)
        return self.place
