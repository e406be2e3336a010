"""A study that is done aloud, and recordings for it: the bytes need not play, where only their keeping is tested."""

import hashlib

from commands import clips, consents
from commands.fire import fire
from models import Participant
from models.tasks import Clip
from rules.consents import RECORDING
from tests.world import NOW, World, live_study, qualified, themselves

KIND = "think_out_loud"
WEBM = "audio/webm;codecs=opus"
TASKS = [
    {"title": "Find the next crossing", "screen": True, "items": []},
    {"title": "Buy a ticket", "items": []},
]


def begun(people: World, agrees: bool = True, **changes) -> Participant:
    """Cleo has pressed Start in a study with two tasks, and agreed to be recorded."""
    study = live_study(people, kind=KIND, work=TASKS, asks=[], **changes)
    row = fire(qualified(people, study), "start", themselves(people.cleo), NOW)
    return consents.agree(row, RECORDING, NOW) if agrees else row


def task_of(row: Participant, number: int = 0) -> int:
    """One of its tasks."""
    return row.taken().parts[number].task.id


def clip_of(row: Participant, number: int = 0, kind: str = "voice", at=NOW) -> Clip:
    """A recording that was just begun."""
    mime = WEBM if kind == "voice" else "video/webm;codecs=vp8,opus"
    return clips.begin(row, task_of(row, number), kind, mime, at)


def piece(number: int, size: int = 50) -> bytes:
    """Some bytes, others for each number."""
    return bytes([number % 256]) * size


def put(clip: Clip, number: int, data: bytes | None = None, at=NOW) -> Clip:
    """A piece arrives as it was sent."""
    data = piece(number) if data is None else data
    return clips.add(clip, number, data, hashlib.sha256(data).hexdigest(), at)


def recorded(row: Participant, number: int = 0, pieces: int = 3, kind: str = "voice", at=NOW) -> Clip:
    """A recording that is whole."""
    clip = clip_of(row, number, kind, at)
    for one in range(1, pieces + 1):
        put(clip, one, at=at)
    return clips.finish(clip, pieces, 4000 * pieces, at)
