"""The demo's test that is done aloud: one person has recorded both tasks, one is in the middle of it, one is asked."""

import hashlib
import pathlib
from datetime import datetime, timedelta

from commands import clips, consents, demo_alone, demo_studies, taking
from commands.fire import fire
from lifecycle.attempt import By
from models.participants import Participant
from models.people import Person
from models.studies import Study
from rules.consents import RECORDING

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HERE = pathlib.Path(__file__).parent
MIMES = {"voice": "audio/webm;codecs=opus", "screen": "video/webm;codecs=vp8,opus"}
LASTS = 6200  # milliseconds, of both
PIECE = 6000
TASKS = [
    {"title": "Find the next crossing", "text": "You stand in Moss and would like to go to Horten as soon as you can.",
     "url": "https://ferry.example/timetable", "done_when": "You know when it leaves.", "screen": True, "items": [
         {"text": "How sure are you that it is the right one?", "kind": "scale", "minimum": 1, "maximum": 5,
          "low_label": "Not at all", "high_label": "Quite sure"},
     ]},
    {"title": "Take your dog along", "text": "You have a ticket. May your dog come too, and what does it cost?",
     "url": "https://ferry.example/dogs", "done_when": "You know the price.", "items": []},
]  # fmt: skip


def play(workspace, ada: Person, crowd: dict, now: datetime) -> Study:
    """The study, and what became of it."""
    at = now - 2 * 24 * HOUR
    study = demo_studies.launched(
        workspace, ada, at, title="Thinking aloud on the quay", kind="think_out_loud", length=30, reward=2000, places=4,
        about="Two small things to find. You say what you think while you look for them.",
        work=TASKS, named=["sofia_παπαδοπούλου", "mika_h", "cleo.marchetti"],
    )  # fmt: skip
    row, them = spoken(study, crowd["sofia_παπαδοπούλου"], at + HOUR, [("voice", "screen"), ("voice",)])
    asked = [item for part in row.taken().parts for item in part.items]
    taking.keep_answers(row, {asked[0].id: 4}, at + 2 * HOUR)
    fire(row, "submit", them, at + 2 * HOUR)
    spoken(study, crowd["mika_h"], now - HOUR, [("voice",)])
    return study


def spoken(study: Study, person: Person, at: datetime, kinds: list[tuple]) -> tuple[Participant, By]:
    """They agreed to be recorded and did so many tasks, of which each was recorded like this."""
    row, them = demo_alone.started(study, person, at)
    row = consents.agree(row, RECORDING, at)
    for part, wanted in zip(row.taken().parts, kinds, strict=False):
        taking.begin(row, part.task.id, at)
        for kind in wanted:
            recorded(row, part.task.id, kind, at)
        at += 3 * MINUTE
        taking.end(row, part.task.id, "done", at)
    return Participant.get_by_id(row.id), them


def recorded(row: Participant, task: int, kind: str, at: datetime) -> None:
    """A short recording that plays: a tune, and a timetable."""
    data = (HERE / f"demo_{kind}.webm").read_bytes()
    clip = clips.begin(row, task, kind, MIMES[kind], at)
    parts = [data[place : place + PIECE] for place in range(0, len(data), PIECE)]
    for number, part in enumerate(parts, 1):
        clips.add(clip, number, part, hashlib.sha256(part).hexdigest(), at)
    clips.finish(clip, len(parts), LASTS, at + MINUTE)
