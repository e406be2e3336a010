"""A guided first study: a practice workspace of one's own, with sample people at every step, made by the real commands
at times that have passed. Nobody in it is real, no letter leaves, and no money moves."""

from datetime import datetime, timedelta

from commands import screeners, studies, trail, units
from commands.demo import Story
from commands.fire import fire
from commands.people import add_person, add_workspace
from lifecycle.attempt import By
from lifecycle.words import _
from models.base import new_code
from models.database import lock, writes
from models.people import Person, SignIn
from models.studies import Study
from models.workspaces import Member, Workspace

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
UNITS = 1000
HOURS = [[day, 8 * 60, 20 * 60] for day in range(7)]
HOST = "Kim"
# Who takes part, and where each of them stands; the first is asked by the draft that is ready to be launched.
PEOPLE = ("Cleo", "Amara", "Mika", "Robin", "Bao")
LENGTH, REWARD, PLACES = 30, 3000, 5


@writes
def begin(person: Person, at: datetime) -> Workspace:
    """This person's practice workspace, the one they have or a new one with everybody in it."""
    lock(Person.select().where(Person.id == person.id)).get()
    if (own := of(person)) is not None:
        return own
    made = at - 8 * DAY
    tail = new_code()[:6].lower()
    house = add_workspace(str(_("Practice")), person.zone, at, [(person, "admin")], practice=True)
    Workspace.update(language=person.language).where(Workspace.id == house.id).execute()
    units.buy(house, UNITS, made)
    host = sample(HOST, tail, person, made)
    Member.create(workspace=house, person=host, role="creator")
    studies.set_hours(host, person.zone, HOURS)
    crowd = {one: sample(one, tail, person, made) for one in PEOPLE}
    happened(house, host, crowd, at)
    ready(house, person, host, crowd["Cleo"], at - MINUTE)
    trail.keep(house.id, "practice_begun", By("customer", person.id), at)
    return Workspace.get_by_id(house.id)


def of(person: Person) -> Workspace | None:
    """The practice workspace that this person is in."""
    rows = Workspace.select().join(Member).where(Member.person == person.id, Workspace.practice)
    return rows.order_by(Workspace.id.desc()).first()


def sample(name: str, tail: str, owner: Person, at: datetime) -> Person:
    """Somebody who is not real and belongs to one learner; nobody can write to them, and nobody else can play them."""
    return add_person(
        None,
        str(_("Sample %(name)s", name=name)),
        owner.zone,
        at,
        username=f"sample-{name.lower()}-{tail}",
        language=owner.language,
        practice_for=owner.id,
    )


def happened(house: Workspace, host: Person, crowd: dict[str, Person], now: datetime) -> Study:
    """A study that has been live for a week: one is asked, one comes tomorrow, one was there, one did not come."""
    at = now - 7 * DAY
    study = written(house, host, host, at, str(_("Practice: renewing a library card")))
    studies.name_invitees(study, [crowd[one].username for one in PEOPLE[1:]])
    study = fire(study, "launch", By("customer", host.id), at)
    story = Story(study, host, crowd, now)
    story.held("Mika", 2, "met")
    story.held("Robin", 3, "they_absent", "i_absent")
    story.ahead("Amara", 1, lambda session, them, when: session)
    return study


def ready(house: Workspace, owner: Person, host: Person, asked: Person, at: datetime) -> Study:
    """A draft in which nothing is missing."""
    study = written(house, owner, host, at, str(_("Practice: finding a book on your phone")))
    studies.name_invitees(study, [asked.username])
    return study


def written(house: Workspace, author: Person, host: Person, at: datetime, title: str) -> Study:
    """A draft with two questions, held by the sample colleague, so that nothing is booked in a real calendar."""
    study = studies.draft(
        house,
        author,
        at,
        title=title,
        about=str(_("A short conversation about the library and your phone. You show, we ask.")),
        audience="specific",
        length=LENGTH,
        reward=REWARD,
        places=PLACES,
        host=host,
        meeting_link="https://meet.example/practice",
    )
    asks = [
        {
            "text": str(_("How often do you borrow books?")),
            "choices": [
                (str(_("Every month")), "accept"),
                (str(_("A few times a year")), "may"),
                (str(_("Never")), "reject"),
            ],
        },
        {
            "text": str(_("Have you searched for a book on your phone in the last three months?")),
            "choices": [(str(_("Yes")), "accept"), (str(_("No")), "reject")],
        },
    ]
    screeners.write(study, asks, By("customer", author.id), at)
    return Study.get_by_id(study.id)


@writes
def leave(person: Person, at: datetime) -> None:
    """Out of the practice: what happened in it stays as it is, and nobody is in it any more."""
    house = of(person)
    if house is None:
        return
    trail.keep(house.id, "practice_left", By("customer", person.id), at)
    Member.delete().where(Member.workspace == house.id, Member.person == person.id).execute()
    SignIn.update(workspace=None, playing=None).where(SignIn.person == person.id).execute()


@writes
def anew(person: Person, at: datetime) -> Workspace:
    """Leave the practice and begin it again, with new sample people."""
    leave(person, at)
    return begin(person, at)


@writes
def enter(signin: SignIn, house: Workspace | None) -> None:
    """Work in it from now on, in this browser; an operator may have none besides the practice."""
    SignIn.update(workspace=house.id if house else None).where(SignIn.id == signin.id).execute()


@writes
def play(signin: SignIn, code: str) -> Person | None:
    """See everything as this sample person, in this browser; none of others', no real one and no colleague."""
    them = Person.get_or_none(Person.code == code, Person.practice_for == signin.person_id)
    if them is None or them.memberships.exists():
        return None
    SignIn.update(playing=them.id).where(SignIn.id == signin.id).execute()
    return them


@writes
def stop(signin: SignIn) -> None:
    """Play nobody any more."""
    SignIn.update(playing=None).where(SignIn.id == signin.id).execute()
