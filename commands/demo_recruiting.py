"""The recruiting side of the demo: a project with a real screener that sends people into a survey, with somebody in
every state a candidate can be in; and somebody who came from an outside recruiter."""

from datetime import datetime, timedelta

from commands import (
    candidates,
    connections,
    demo_alone,
    demo_network,
    demo_studies,
    exclusions,
    money,
    participants,
    projects,
    recruiting,
)
from commands.fire import fire
from commands.people import add_person
from lifecycle.attempt import RECRUITER, By
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Project
from models.studies import Study

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SCREENER = [
    {"text": "How many crossings did you make last summer?", "choices": [
        ("None", "reject"), ("One or two", "may"), ("Three or more", "accept"),
    ]},
    {"text": "With whom do you travel most often?", "kind": "multiple", "choices": [
        ("Alone", "may"), ("With children", "may"), ("With a bicycle", "may"), ("With a car", "may"),
    ]},
    {"text": "What do you look forward to on board?", "kind": "text", "required": False, "maximum": 300},
]  # fmt: skip
FITS, FAILS = [2, [1, 3], "Waffles on deck."], [0, [0], None]
# Members whom the project asks, and how far each of them came; those of the story come after them.
MEMBERS = (
    ("birta.jons", "submitted"), ("einar-hall", "completed"), ("katla.b", "removed"), ("sindri_p", "screened_out"),
    ("hekla.ros", "over_quota"), ("orri.stein", "qualified"), ("dagny-k", "screening"), ("asta.thor", "invited"),
    ("kari.freyr", "invited"),
)  # fmt: skip
STORY = (("quiet-heron-41", "incomplete"), ("mika_h", "submitted"), ("o.adébáyọ̀", "left"))
WANTED = 6


def play(workspace, ada: Person, crowd: dict, now: datetime) -> Project:
    """Everything of it, begun six days ago; somebody from outside whose exclusion waits, and a bonus that is due."""
    at, by = now - 6 * DAY, By("customer", ada.id)
    study = survey(workspace, ada, at)
    for username, _ending in MEMBERS:
        told = {"country": "IS", "birth_year": "1985", "languages": "is, en"}
        demo_network.join(username, told, now - 30 * DAY)
    project = launched(workspace, ada, study, at)
    recruiting.offer_some(project, at)
    for username, _ending in STORY:
        participants.new_candidate(project, crowd[username], by, at)
    # Who came too late came while as many as were wanted had been sent on.
    for username, ending in sorted((*STORY, *MEMBERS), key=lambda one: one[1] == "over_quota"):
        if ending == "over_quota":
            projects.set_wanted(project, project.fact("sent"), by, at + 2 * DAY)
        came(project, username, ending, at + 3 * HOUR, by)
    projects.set_wanted(project, WANTED * 2, by, at + 3 * DAY)
    from_outside(study, crowd, by, now)
    return project


def survey(workspace, ada: Person, at: datetime) -> Study:
    """The study that people are sent on to."""
    return demo_studies.launched(
        workspace, ada, at, title="A survey before the season", kind="survey", audience="invite", length=30,
        reward=500, places=20, work=demo_alone.SEASON,
    )  # fmt: skip


def launched(workspace, ada: Person, study: Study, at: datetime) -> Project:
    """The project, written like any other."""
    by = By("customer", ada.id)
    link = f"https://parlor.example/i/{study.link}"
    row = projects.draft(
        workspace, ada, at, title="Season travellers", incentive=500, wanted=WANTED, budget=20000,
        about="A few questions about how you travel in summer, then a survey.",
        criteria={"facts": {"country": ["IS"]}},
    )  # fmt: skip
    row = projects.write(row, SCREENER, by, at)
    row = projects.link_answered(projects.set_link(row, link, by, at), link, by, at, study)
    row = projects.name_owner(row, ada, True, by, at)
    return projects.launch(row, by, at)


def came(project: Project, username: str, ending: str, at: datetime, by: By) -> None:
    """How far somebody came."""
    person = Person.get(Person.username == username)
    row = Candidate.get(Candidate.project == project, Candidate.person == person)
    if ending == "invited":
        return
    them = By("contributor", person.id)
    row = candidates.open_screener(row, them, at)
    if ending == "screening":
        candidates.save_answers(row, answers(project, FITS[:1]), at + MINUTE)
        return
    candidates.save_answers(row, answers(project, FAILS if ending == "screened_out" else FITS), at + MINUTE)
    if ending == "qualified":
        fire(row, "qualify", RECRUITER, at + 2 * MINUTE)
        return
    row = candidates.finish_screener(row, them, at + 2 * MINUTE)
    if ending in ("left", "submitted", "completed", "removed"):
        went_on(row, ending, at + HOUR, by)


def answers(project: Project, told: list) -> dict:
    """question -> answer, in the order of the questions; choices by their place."""
    found = {}
    for question, value in zip(project.asked(), told, strict=False):
        if isinstance(value, list):
            value = [question.choices[place].id for place in value]
        found[question.id] = question.choices[value].id if isinstance(value, int) else value
    return found


def went_on(candidate: Candidate, ending: str, at: datetime, by: By) -> None:
    """What they did in the study, and what the team said to it."""
    row, them = Participant.get(Participant.candidate == candidate), By("contributor", candidate.person_id)
    if ending == "left":
        fire(row, "withdraw", them, at)
        return
    row = fire(row, "start", them, at)
    demo_alone.answer(row, "mika_h", at + 4 * MINUTE)
    fire(row, "submit", them, at + 5 * MINUTE)
    row = Candidate.get_by_id(candidate.id)
    if ending == "completed":
        candidates.complete(row, by, at + 2 * DAY)
    elif ending == "removed":
        fire(row, "remove", by, at + 2 * DAY, reason="quality")


def from_outside(study: Study, crowd: dict, by: By, now: datetime) -> None:
    """Somebody whom another installation sent, and a bonus for somebody of the story."""
    at = now - 6 * DAY
    guest = add_person("season.guest@people.example", "", "Europe/Oslo", at, guest=True)
    sender = connections.make(study, "Panel North", by, at, study.author)
    pair = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736", "connection": sender}
    row = participants.arrive(study, guest, By("recruiter"), at, **pair)
    exclusions.exclude_in_order(row, "quality", by, now - DAY)
    mika = Participant.get(Participant.study != study, Participant.person == crowd["mika_h"])
    money.owe(mika, "bonus", 1000, "EUR", by, now - DAY, occasion="1")
