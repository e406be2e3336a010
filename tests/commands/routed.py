"""A recruiting project, launched, the connections to its other half, and people who were asked into it."""

from datetime import datetime

from commands import candidates, connections, participants
from commands.fire import begin, fire
from integrations import webhooks
from models import Candidate, Connection, Person, Project, ProjectChoice, ProjectQuestion, Study
from tests.world import NOW, World, customer, themselves

ASKS = (("How often do you take a ferry?", (("Every week", "accept"), ("Now and then", "may"), ("Never", "reject"))),)


def project(world: World, study: Study | None = None, asks=ASKS, at: datetime = NOW, **changes) -> Project:
    """Ada's live project with these questions, which leads to this study, or to a tool elsewhere."""
    values = {"title": "Ferry users", "screened": True, "incentive": 4500, "currency": "EUR", "wanted": 5,
              "link_tested_at": at, "owner_ticked": True, "target_link": "https://tool.example/in/x",
              "about": "How people book a ferry.", "author": world.ada, "owner": world.ada,
              "workspace": world.halden} | changes  # fmt: skip
    values |= {"kind": study.kind} if study else {}
    by = customer(values["author"])
    made = begin(Project, "draft", by, at, study=study, created_at=at, **values)
    for place, (text, choices) in enumerate(asks):
        question = ProjectQuestion.create(project=made, position=place, text=text)
        for number, (words, verdict, *more) in enumerate(choices):
            quota = more[0] if more else None
            ProjectChoice.create(question=question, position=number, text=words, verdict=verdict, quota=quota)
    return fire(made, "launch", by, at)


def recruiter(world: World, study: Study, name: str = "Panel North", owner: Person | None = None) -> Connection:
    """An outside recruiter that sends people into a study of Ada's."""
    return connections.make(study, name, customer(world.ada), NOW, owner)


def tool(world: World, made: Project, key: str = "tool_key", calls: str = "", name: str = "") -> Connection:
    """An outside tool to which a project of Ada's sends people."""
    given = "https://tool.example/r/abc", key, webhooks.new_secret(), calls
    return connections.join_tool(made, *given, customer(world.ada), NOW, name)


def candidate(made: Project, person: Person, at: datetime = NOW) -> Candidate:
    """They are asked into it."""
    return participants.new_candidate(made, person, customer(made.author), at)


def answering(row: Candidate, choice: int = 0, at: datetime = NOW) -> Candidate:
    """They opened the questions and chose in each the answer at this place; the last page is not sent yet."""
    row = candidates.open_screener(row, themselves(row.person), at)
    return candidates.save_answers(row, chosen(row.project, choice), at)


def chosen(made: Project, choice: int = 0) -> dict[int, int]:
    """Question -> the answer at this place."""
    return {one.id: one.choices[choice].id for one in made.asked()}


def finished(row: Candidate, choice: int = 0, at: datetime = NOW) -> Candidate:
    """And sent it."""
    row = answering(row, choice, at)
    return candidates.finish_screener(row, themselves(row.person), at)
