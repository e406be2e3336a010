"""A small world that is played again and again, each time from its first day on: the people of the story and two more
contributors, three live studies with four conversations booked, and a database that is as it was in a moment."""

from typing import NamedTuple

from commands import participants, sessions, units
from lifecycle.attempt import By
from models import Member, Person, Profile, Study, Workspace, database
from rules.times import from_epoch
from tests import world
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

    def customers(self, study: Study) -> list[By]:
        """Who may act for the study's team, its author first."""
        return [By("customer", person) for person in self.teams[study.workspace_id]]


def build() -> Place:
    """Three studies: by name on Flex, shared by Ada and Bo; of the network on Flex; by a link on Seat, in Parlor's own
    room."""
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
    return Place(people, some, teams, [named.id, network.id, linked.id])


def _booked(people: world.World, study: Study, person: Person, number: int) -> None:
    """They come in and take one of the offered times."""
    by = world.themselves(person)
    if study.audience == "invite":
        participants.arrive(study, person, by, NOW)
    row = world.qualified(people, study, person)
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
