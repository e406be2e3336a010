"""The part of the demo that is done alone: what its survey asks, a test with tasks, and how people fared."""

from datetime import datetime, timedelta

from commands import demo_studies, participants, taking
from commands.fire import fire
from lifecycle.attempt import By
from models.participants import Participant
from models.people import Person
from models.studies import Study

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SEASON = [
    {"items": [
        {"text": "How many crossings do you plan between May and September?",
         "choices": ["None", "One or two", "Three to five", "More than five"]},
        {"text": "What makes you choose one ferry over another?", "kind": "multiple", "maximum": 3,
         "choices": ["The price", "The time of day", "How long it takes", "Food on board", "Room for a bicycle"]},
    ]},
    {"items": [
        {"text": "How easy was it to find the right crossing last time?", "kind": "scale", "minimum": 1, "maximum": 7,
         "low_label": "Very hard", "high_label": "Very easy"},
        {"text": "What would have made your last crossing better?", "kind": "text", "maximum": 600},
        {"text": "Anything else you would like to say?", "kind": "text", "required": False, "maximum": 600},
    ]},
]  # fmt: skip
TASKS = [
    {"title": "Find a crossing for Saturday", "text": "You would like to go from Moss to Horten on Saturday afternoon.",
     "url": "https://ferry.example/timetable", "done_when": "You see when the ferry leaves.", "items": [
         {"text": "How easy was that?", "kind": "scale", "minimum": 1, "maximum": 5, "low_label": "Very hard",
          "high_label": "Very easy"},
     ]},
    {"title": "Add a bicycle to your ticket", "text": "You already have a ticket for one person, with the number 4711.",
     "url": "https://ferry.example/ticket/4711", "done_when": "The ticket says that a bicycle comes along.", "items": [
         {"text": "Where did you look first?", "choices": ["In the menu", "On the ticket", "In the search"]},
         {"text": "What surprised you?", "kind": "text", "required": False, "maximum": 400},
     ]},
]  # fmt: skip
# (outcome, minutes) of each task, then the answers in the order of the questions; choices by their place.
RUNS = {
    "sofia_παπαδοπούλου": ([("done", 2), ("done", 5)], [4, 0, "That the button is called Extras."]),
    "mika_h": ([("done", 1), ("gave_up", 9)], [5, 2, "I looked for it in the payment."]),
    "amara.okonkwo": ([("done", 3), ("done", 4)], [3, 1, None]),
}
SAID = {"mika_h": [2, [0, 1], 6, "A sign on the quay that says which queue is mine.", None]}


def answer(row: Participant, username: str, at: datetime) -> None:
    """What somebody answers in it."""
    taking.keep_answers(row, _values(row, SAID[username]), at)


def interaction(workspace, ada: Person, crowd: dict, now: datetime) -> Study:
    """A test with two tasks that three people did and one has begun."""
    at, by = now - 5 * 24 * HOUR, By("customer", ada.id)
    study = demo_studies.launched(
        workspace, ada, at, title="Bringing a bicycle", kind="interaction", length=30, reward=1200, places=6,
        about="Two small things to find on our website. It is the website that is tested, never you.",
        work=TASKS, named=[*RUNS, "jonas.weber", "cleo.marchetti"],
    )  # fmt: skip
    for number, (username, (runs, answers)) in enumerate(RUNS.items(), 1):
        row, them = started(study, crowd[username], at + number * HOUR)
        sent = fared(row, runs, at + number * HOUR)
        taking.keep_answers(row, _values(row, answers), sent)
        row = fire(row, "submit", them, sent + MINUTE)
        if username.startswith("sofia"):
            participants.complete(row, by, now - 4 * 24 * HOUR)
    row, _them = started(study, crowd["jonas.weber"], now - HOUR)
    fared(row, [("done", 2)], now - HOUR)
    return study


def started(study: Study, person: Person, at: datetime) -> tuple[Participant, By]:
    """They pressed Start."""
    them = By("contributor", person.id)
    row = Participant.get(Participant.study == study, Participant.person == person)
    return fire(fire(row, "qualify", them, at), "start", them, at), them


def fared(row: Participant, runs: list[tuple[str, int]], at: datetime) -> datetime:
    """They do these tasks, one after the other; when the last one ended."""
    for part, (outcome, minutes) in zip(row.taken().parts, runs, strict=False):
        taking.begin(row, part.task.id, at)
        at += minutes * MINUTE + timedelta(seconds=7 * minutes)
        taking.end(row, part.task.id, outcome, at)
    return at


def _values(row: Participant, answers: list) -> dict:
    """item -> answer, in the order of the questions."""
    asked = [item for part in row.taken().parts for item in part.items]
    return {item.id: _value(item, told) for item, told in zip(asked, answers, strict=True)}


def _value(item, told):
    if told is None or item.kind not in ("single", "multiple"):
        return told
    return [item.choices[place].id for place in told] if item.kind == "multiple" else item.choices[told].id
