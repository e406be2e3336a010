"""Recordings of a task that is done aloud: numbered pieces that may arrive in any order, twice, and late; whole once
the browser has said how many there are and all of them are there."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from commands.fire import fresh
from commands.signin import draw
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import _
from models import clips
from models.base import new_code
from models.database import lock, writes
from models.participants import Participant
from models.tasks import Clip, Piece, Task

VOICE, SCREEN, WORDS = "voice", "screen", "words"
MEDIA = {VOICE: "audio", SCREEN: "video"}
MIME = re.compile(r"(audio|video)/(webm|mp4|ogg)(; ?codecs=[\w.,\" -]{1,50})?")
PIECE_MOST = 2 * 1024 * 1024
CLIP_MOST = 300 * 1024 * 1024
LONGEST = 60 * 60 * 1000  # milliseconds
PIECES_MOST = 1200  # an hour of four seconds each, and a few that were cut
LONGEST_WORDS = 1000
PER_HOUR, BEGUN_PER_HOUR = 4000, 120
NOT_OPEN = Refusal("not_open", _("Your part in this study is not going on, so nothing is recorded."))
NOT_AGREED = Refusal("not_agreed", _("Nothing is recorded until you agree to it."))
GONE = Refusal("erased", _("This recording was erased."))
ENDED = Refusal("ended", _("This recording is closed."))
ANOTHER = Refusal("another", _("Another piece has this number."))
TOO_LARGE = Refusal("too_large", _("This piece is too large."))
FULL = Refusal("full", _("This recording is as long as it can be. Please begin a new one."))
MISSING = Refusal("missing", _("Some pieces of this recording are not there yet."))
NO_TASK = _("That task is not part of this study.")
NOT_PLAYABLE = _("This kind of recording can not be played here.")
NOT_A_PIECE = _("This is not a piece of a recording.")
ALTERED = _("This piece did not arrive as it was sent.")
NOT_A_NUMBER = _("Please say how many pieces there are.")
EMPTY = _("Please write why you could not record.")
TOO_LONG = _("Please use at most 1000 characters.")


@writes
def begin(participant: Participant, task: int, kind: str, mime: str, at: datetime) -> Clip:
    """A recording begins: only while they are at it, and agreed."""
    participant = fresh(participant)
    _refuse(participant)
    found = MIME.fullmatch(mime)
    if kind not in MEDIA or not found or found[1] != MEDIA[kind]:
        raise Invalid({"mime": NOT_PLAYABLE})
    draw(f"clips:{participant.id}", BEGUN_PER_HOUR, at)
    task = _task(participant, task)
    return Clip.create(code=new_code(), participant=participant, task=task, kind=kind, mime=mime, begun_at=at)


@writes
def add(clip: Clip, number: int, data: bytes, digest: str, at: datetime) -> Clip:
    """A piece has arrived. One that is there already changes nothing, whenever it comes."""
    if len(data) > PIECE_MOST:
        raise Refused(TOO_LARGE)
    if not data or number < 1:
        raise Invalid({"piece": NOT_A_PIECE})
    if number > PIECES_MOST:
        raise Refused(FULL)
    if hashlib.sha256(data).hexdigest() != digest:
        raise Invalid({"digest": ALTERED})
    clip = _locked(clip)
    if (there := clips.digest(clip.id, number)) is not None:
        if there != digest:
            raise Refused(ANOTHER)
        return clip
    _refuse(clip.participant)
    if clip.ended_at is not None:
        raise Refused(ENDED)
    if clip.size + len(data) > CLIP_MOST:
        raise Refused(FULL)
    draw(f"pieces:{clip.participant_id}", PER_HOUR, at)
    Piece.create(clip=clip, number=number, data=data, digest=digest, at=at)
    clip.size += len(data)
    clip.save(only=[Clip.size])
    return clip


@writes
def finish(clip: Clip, pieces: int, milliseconds: int, at: datetime) -> Clip:
    """The browser says how many pieces there are; only with all of them it is whole. The same word twice is one."""
    clip = _locked(clip)
    if clip.ended_at is not None:
        if clip.pieces != pieces:
            raise Refused(ENDED)
        return clip
    _refuse(clip.participant)
    if not 1 <= pieces <= PIECES_MOST or milliseconds < 0:
        raise Invalid({"pieces": NOT_A_NUMBER})
    if clips.numbers(clip.id) != list(range(1, pieces + 1)):
        raise Refused(MISSING)
    clip.pieces, clip.milliseconds, clip.ended_at = pieces, min(milliseconds, LONGEST), at
    clip.save(only=[Clip.pieces, Clip.milliseconds, Clip.ended_at])
    return clip


@writes
def could_not(participant: Participant, task: int, note: str, at: datetime) -> Clip:
    """Honest words in place of a recording; the latest ones count."""
    participant = fresh(participant)
    if participant.state != "started":
        raise Refused(NOT_OPEN)
    note = note.replace("\r\n", "\n").strip()
    if not note or len(note) > LONGEST_WORDS:
        raise Invalid({"could_not": TOO_LONG if note else EMPTY})
    task = _task(participant, task)
    mine = (Clip.participant == participant.id, Clip.task == task.id, Clip.kind == WORDS, Clip.erased_at.is_null())
    if (clip := Clip.get_or_none(*mine)) is None:
        return Clip.create(
            code=new_code(), participant=participant, task=task, kind=WORDS, mime="", begun_at=at, ended_at=at,
            pieces=0, note=note,
        )  # fmt: skip
    clip.note, clip.ended_at = note, at
    clip.save(only=[Clip.note, Clip.ended_at])
    return clip


@writes
def erase(numbers: Iterable[int], at: datetime) -> int:
    """What was said goes at once; that there was a recording, and when, stays. How many there were."""
    wanted = list(lock(Clip.select().where(Clip.id.in_(list(numbers) or [0]), Clip.erased_at.is_null())))
    for clip in wanted:
        Piece.delete().where(Piece.clip == clip.id).execute()
        Clip.update(erased_at=at, note="", size=0).where(Clip.id == clip.id).execute()
    return len(wanted)


def _locked(clip: Clip) -> Clip:
    clip = lock(Clip.select().where(Clip.id == clip.id)).get()
    if clip.erased_at is not None:
        raise Refused(GONE)
    return clip


def _refuse(participant: Participant) -> None:
    """Only while they are at it, and agreed to be recorded."""
    if participant.state != "started" or participant.kind != "think_out_loud":
        raise Refused(NOT_OPEN)
    if not participant.may_record:
        raise Refused(NOT_AGREED)


def _task(participant: Participant, number: int) -> Task:
    task = Task.get_or_none(Task.id == number, Task.study == participant.study_id)
    if task is None:
        raise Invalid({"task": NO_TASK})
    return task
