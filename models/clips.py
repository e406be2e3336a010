"""What is there of a recording: numbers, sizes, and the bytes of one piece at a time."""

from typing import NamedTuple

from models.lists import ask


class Spoken(NamedTuple):
    """A recording as a page shows it: its task, kind, type, when, how long, why there is none, and whether it went."""

    task: int
    code: str
    kind: str
    mime: str
    begun_at: int
    ended_at: int | None
    milliseconds: int | None
    size: int
    note: str
    erased_at: int | None


OF = """
SELECT clip.task_id, clip.code, clip.kind, clip.mime, clip.begun_at, clip.ended_at, clip.milliseconds, clip.size,
    clip.note, clip.erased_at FROM clip WHERE clip.participant_id = ? ORDER BY clip.id
"""
SAID = """
SELECT EXISTS (SELECT 1 FROM consent WHERE consent.participant_id = ? AND consent.kind = 'recording'
    AND consent.withdrawn_at IS NULL),
    EXISTS (SELECT 1 FROM clip WHERE clip.participant_id = ? AND clip.task_id = ? AND clip.kind = 'voice'
    AND clip.ended_at IS NOT NULL AND clip.erased_at IS NULL),
    (SELECT MAX(clip.note) FROM clip WHERE clip.participant_id = ? AND clip.task_id = ? AND clip.kind = 'words')
"""
AGREED = """
SELECT 1 FROM consent WHERE consent.participant_id = ? AND consent.kind = 'recording'
    AND consent.withdrawn_at IS NULL LIMIT 1
"""


def said(participant: int, task: int) -> tuple[bool, bool, str]:
    """Of somebody at a task: whether they agreed to be recorded, whether a recording of it is whole, and what they
    wrote in place of one."""
    [(may, spoken, note)] = ask(SAID, participant, participant, task, participant, task)
    return bool(may), bool(spoken), note or ""


def agreed(participant: int) -> bool:
    """Whether they agreed to be recorded, and did not take it back."""
    return bool(ask(AGREED, participant))


def of(participant: int) -> list[Spoken]:
    """Somebody's recordings, in the order in which they were begun."""
    return [Spoken(*row) for row in ask(OF, participant)]


def numbers(clip: int) -> list[int]:
    """The numbers of the pieces that are there, in order."""
    return [number for (number,) in ask("SELECT number FROM piece WHERE clip_id = ? ORDER BY number", clip)]


def sizes(clip: int) -> list[tuple[int, int]]:
    """(number, bytes) from the first piece on, as far as none is missing."""
    rows = ask("SELECT number, LENGTH(data) FROM piece WHERE clip_id = ? ORDER BY number", clip)
    return [row for place, row in enumerate(rows, 1) if row[0] == place]


def digest(clip: int, number: int) -> str | None:
    """The fingerprint of a piece that is there."""
    found = ask("SELECT digest FROM piece WHERE clip_id = ? AND number = ?", clip, number)
    return found[0][0] if found else None


def piece(clip: int, number: int) -> bytes:
    """The bytes of a piece; none where it went meanwhile."""
    found = ask("SELECT data FROM piece WHERE clip_id = ? AND number = ?", clip, number)
    return bytes(found[0][0]) if found else b""
