"""The people of the tests and the story so far, made by the real commands at fixed instants.

Ada (customer, admin of Halden Ferries, Oslo) asks Cleo (contributor, Lisbon) for a conversation. Bo is Ada's colleague,
Mallory a stranger (member of another workspace and a contributor herself), Olga runs the installation.
Everything happens on a Monday morning, NOW; the conversation is on Thursday, START.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commands import clips, items, joining, participants, presence, reports, screeners, sessions, studies, taking, units
from commands.fire import fire
from commands.hosting import set_hosts
from lifecycle.attempt import By
from models import Choice, Member, Participant, Person, Profile, Session, Study, Workspace
from rules import consents
from rules.times import from_epoch

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
START = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
END = START + timedelta(minutes=60)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

WEEKDAYS = [[weekday, 9 * 60, 17 * 60] for weekday in range(5)]
SCREENER = [{"text": "How often do you take a ferry?", "choices": [("Every week", "accept"), ("Never", "reject")]}]

# What is asked in studies that are done alone, where a test says nothing else.
WORK = {
    "survey": [{"items": [{"text": "Anything else?", "kind": "text", "required": False}]}],
    "interaction": [{"title": "Buy a ticket", "url": "https://ferry.example/", "items": []}],
    "think_out_loud": [{"title": "Buy a ticket", "items": []}],
}


@dataclass(frozen=True)
class World:
    """Who is there."""

    ada: Person
    bo: Person
    cleo: Person
    mallory: Person
    olga: Person
    halden: Workspace
    elsewhere: Workspace


def build(bo: str = "creator", plan: str = "flex", units_bought: int = 500) -> World:
    """Everybody, and both workspaces; `bo` is Bo's role in Halden Ferries."""
    ada = Person.create(email="ada@halden.example", name="Ada Lind", zone="Europe/Oslo", created_at=NOW)
    colleague = Person.create(email="bo@halden.example", name="Bo Aas", zone="Europe/Oslo", created_at=NOW)
    mallory = contributor("mallory.grey", "Europe/London")
    olga = Person.create(email="olga@parlor.example", name="Olga Ruiz", operator=True, created_at=NOW)
    halden = workspace("Halden Ferries", units_bought, (ada, "admin"), (colleague, bo), plan=plan, zone="Europe/Oslo")
    elsewhere = workspace("Grey Consulting", units_bought, (mallory, "admin"))
    return World(ada, colleague, contributor("cleo.marchetti", "Europe/Lisbon"), mallory, olga, halden, elsewhere)


def contributor(username: str, zone: str = "Europe/Lisbon") -> Person:
    """A member of the network."""
    name = username.replace(".", " ").title()
    person = Person.create(email=f"{username}@mail.example", name=name, username=username, zone=zone, created_at=NOW)
    reports.join_network(person, NOW)
    joining.accept(person, consents.current(consents.NETWORK), NOW)
    return person


def known(person: Person, **facts) -> Person:
    """Somebody told the network these facts, or none of them."""
    Profile.create(person=person, updated_at=NOW, **facts)
    return person


def members(number: int, **facts) -> list[Person]:
    """So many members of the network who told these facts."""
    first = Person.select().count()
    return [known(contributor(f"one.{first + one}"), **facts) for one in range(number)]


def workspace(name: str, units_bought: int, *members: tuple[Person, str], **values) -> Workspace:
    """A workspace with units and (person, role) members."""
    made = Workspace.create(name=name, created_at=NOW, **values)
    for person, role in members:
        Member.create(workspace=made, person=person, role=role)
    units.buy(made, units_bought, NOW)
    return made


def customer(person: Person) -> By:
    """This person, acting for their workspace."""
    return By("customer", person.id)


def themselves(person: Person) -> By:
    """This person, acting as a contributor."""
    return By("contributor", person.id)


def operator(person: Person) -> By:
    """This person, running the installation."""
    return By("operator", person.id)


def draft_study(world: World, *, asks=SCREENER, invitees=None, windows=WEEKDAYS, work=None, **changes) -> Study:
    """A draft that lacks nothing: Ada's, for Cleo, two places; `invitees` are people, `windows` the host's hours,
    `work` what is asked of those who do it alone (commands/items.py)."""
    author = changes.pop("author", world.ada)
    house = changes.pop("workspace", world.halden)
    values = {"title": "Booking a ferry on the phone", "length": 60, "reward": 6000, "places": 2,
              "meeting_link": "https://meet.example/halden"} | changes  # fmt: skip
    study = studies.draft(house, author, NOW, **values)
    studies.name_invitees(study, [person.username for person in (invitees or [world.cleo])])
    screeners.write(study, asks, customer(author), NOW)
    work = work or WORK.get(study.kind)
    if work:
        items.write(study, work, customer(author), NOW)
    studies.set_hours(study.host, study.host.zone, windows)
    return study


def shared_study(world: World, hosting: str = "any", bo_hours=WEEKDAYS, **changes) -> Study:
    """A live study that Ada shares with Bo, whose hours are these."""
    study = draft_study(world, **changes)
    studies.set_hours(world.bo, world.bo.zone, bo_hours)
    by = customer(study.author)
    study = set_hosts(study, by, NOW, hosting=hosting, host=world.ada, colleagues=[world.bo])
    return fire(study, "launch", by, NOW)


def live_study(world: World, **changes) -> Study:
    """The same, launched; everybody named is invited."""
    study = draft_study(world, **changes)
    return fire(study, "launch", customer(study.author), NOW)


def invited(world: World, study: Study | None = None, person: Person | None = None) -> Participant:
    """Their place in the study (a new one of Ada's, where none is given)."""
    study = study or live_study(world)
    return Participant.get(Participant.study == study, Participant.person == (person or world.cleo))


def qualified(
    world: World, study: Study | None = None, person: Person | None = None, at: datetime = NOW
) -> Participant:
    """They answered what lets them in, and agreed to the camera."""
    participant = invited(world, study, person)
    who = themselves(participant.person)
    if participant.study.questions.exists():
        participant = fire(participant, "open_screener", who, at)
        for question in participant.study.questions:
            good = question.choices.where(Choice.verdict != "reject").order_by(Choice.position).first()
            participants.save_answer(participant, question.id, good.id, at)
    participants.agree_to_camera(participant, at)
    if participant.study.questions.exists():
        return participants.finish_screener(participant, who, at)
    return fire(participant, "qualify", who, at)


def booked(world: World, study: Study | None = None, person: Person | None = None, starts_at: datetime = START,
           at: datetime = NOW) -> Session:  # fmt: skip
    """They agreed a time."""
    participant = qualified(world, study, person, at)
    return sessions.book(participant, starts_at, themselves(participant.person), at)


def crowd(world: World, number: int = 3, **changes) -> tuple[Study, list[Session]]:
    """A live study in which so many people, at most four, have a conversation on working days from START on."""
    people = [contributor(name) for name in ("amara.o", "bruno.t", "chiara.v", "dario.w")[:number]]
    study = live_study(world, **{"asks": [], "invitees": people, "places": number, "gap": 0} | changes)
    talks = [
        booked(world, study, one, starts_at=START + days * DAY) for one, days in zip(people, (0, 1, 4, 5), strict=False)
    ]
    return again(study), talks


def crowded(world: World, number: int = 30, **changes) -> Study:
    """A live study in which so many people have a conversation ahead, all of them more than a day away."""
    units.buy(world.halden, 5000, NOW)
    people = [contributor(f"person.{one}") for one in range(number)]
    study = live_study(world, asks=[], invitees=people, places=number + 1, gap=0, **changes)
    starts = [from_epoch(start) for start in invited(world, study, people[0]).offered_starts(NOW)]
    for person, start in zip(people, [one for one in starts if one > NOW + DAY][::2], strict=False):
        booked(world, study, person, starts_at=start)
    return again(study)


def queue(world: World, study: Study, people: list[Person]) -> list[Participant]:
    """They fit and join the waiting list in this order, an hour apart."""
    rows = [qualified(world, study, person) for person in people]
    return [fire(row, "wait", themselves(row.person), NOW + number * HOUR) for number, row in enumerate(rows)]


def held(world: World, session: Session | None = None) -> Session:
    """They met, says the host a minute after the end: Completed, and the participant is Submitted."""
    session = session or booked(world)
    return presence.answer(session, "met", customer(session.host), session.ends_at + MINUTE)


def missed(world: World, session: Session | None = None) -> Session:
    """They did not come, and say so themselves: No show, with a mark."""
    session = session or booked(world)
    presence.answer(session, "they_absent", customer(session.host), session.ends_at + MINUTE)
    return presence.answer(session, "i_absent", themselves(session.contributor), session.ends_at + MINUTE)


def started(world: World, study: Study, person: Person | None = None, at: datetime = NOW) -> Participant:
    """In a study that is done alone: they fit and pressed Start."""
    row = qualified(world, study, person, at)
    return fire(row, "start", themselves(row.person), at)


def worked(participant: Participant, at: datetime = NOW, seconds: int = 60) -> Participant:
    """Every task took them so long and went well, and every question has an answer."""
    end = at + timedelta(seconds=seconds)
    for part in again(participant).taken().parts:
        if part.task is not None:
            taking.begin(participant, part.task.id, at)
            taking.end(participant, part.task.id, "done", end)
            if participant.kind == "think_out_loud":
                clips.could_not(participant, part.task.id, "The microphone is broken.", end)
        taking.keep_answers(participant, {item.id: answer_to(item) for item in part.items}, end)
    return again(participant)


def answer_to(item):
    """An answer that a question of a study done alone takes."""
    if item.kind == "text":
        return "A sign on the quay."
    if item.kind == "scale":
        return item.maximum
    return item.choices[0].id if item.kind == "single" else [choice.id for choice in item.choices[: item.maximum or 1]]


def completed(world: World, session: Session | None = None) -> Participant:
    """A person said Completed; the reward is due."""
    session = session or held(world)
    return participants.complete(session.participant, customer(session.host), session.ends_at + HOUR)


def again(row):
    """The row as the database has it now."""
    return type(row).get_by_id(row.id)
