"""Somebody at each step of a recruiting project, for the rounds of all pages. The page that leads to a study elsewhere
is not among them: it goes on by itself (tests/journeys/test_being_recruited.py)."""

from datetime import datetime
from types import SimpleNamespace

from commands import candidates
from lifecycle.attempt import By
from models import Person, Study, Workspace
from tests.commands import routed

ASKS = (
    *routed.ASKS,
    ("Which of these did you use to book, and how well did it go for you that time?", (("The page", "accept"),
                                                                                       ("The phone", "may"))),
)  # fmt: skip
# name: (who opens it, where)
PAGES = {
    "sought-invited": ("cleo.marchetti", "/candidates/{sought_invited}"),
    "sought-questions": ("jonas.weber", "/candidates/{sought_questions}/questions"),
    "sought-question": ("jonas.weber", "/candidates/{sought_question}/questions"),
    "sought-sent": ("mika_h", "/candidates/{sought_sent}"),
    "sought-not": ("amara.okonkwo", "/candidates/{sought_not}"),
    "candidate-elsewhere": ("ada", "/candidates/{sought_sent}"),
    "candidate-here": ("ada", "/candidates/{sought_here}"),
}


def people(long: str, at: datetime) -> dict:
    """Codes of candidates: just asked, before the questions (all on one page, one a page), sent on to a tool elsewhere,
    screened out, and in a study of this house."""
    ada = Person.get(Person.name == "Ada Lindqvist")
    world = SimpleNamespace(ada=ada, halden=Workspace.get(Workspace.name == "Halden Ferries"))
    one = routed.project(world, asks=ASKS, at=at, title=f"How {long} books", kind="interaction")
    paged = routed.project(world, asks=ASKS, at=at, title="One at a time", one_page=False)
    found = {
        "sought_invited": routed.candidate(one, _who("cleo.marchetti"), at),
        "sought_questions": routed.candidate(one, _who("jonas.weber"), at),
        "sought_question": routed.candidate(paged, _who("jonas.weber"), at),
        "sought_sent": routed.finished(routed.candidate(one, _who("mika_h"), at), at=at),
        "sought_not": routed.finished(routed.candidate(one, _who("amara.okonkwo"), at), choice=-1, at=at),
    }
    for name in ("sought_questions", "sought_question"):
        row = found[name]
        candidates.open_screener(row, By("contributor", row.person_id), row.created_at)
    study = Study.get(Study.kind == "survey", Study.state == "live")
    found["sought_here"] = study.projects.get().candidates.order_by("id").first()
    return {name: row.code for name, row in found.items()}


def _who(username: str) -> Person:
    return Person.get(Person.username == username)
