"""What somebody agrees to in a study: kept with the dated version of its words, and taken back by leaving."""

from datetime import datetime

import peewee

from commands import clips, recorder
from commands.fire import fire, fresh
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.given import Consent
from models.journal import Entry
from models.participants import Participant
from models.tasks import Clip
from rules import consents

CHANGED = Refusal("consent_changed", _("These words have changed since you opened the page. Please read the new ones."))
UNKNOWN = _("Please say that you agree to the version that stands here.")
UNCOMFORTABLE = "uncomfortable"
OF_CLIPS = "recording"
# What takes a conversation with its person away, as the contributor may do it.
LEAVE = {"scheduled": ("cancel", {"reason": UNCOMFORTABLE}), "rescheduling": ("decline", {})}

# Which of them a row knows by itself.
COLUMNS = {consents.CAMERA: Participant.camera_at, consents.TERMS: Participant.terms_at}


@writes
def agree(participant: Participant, kind: str, at: datetime, version: str | None = None) -> Participant:
    """They agree to the words that hold now; `version` is what they had before them, where a page showed it."""
    participant = fresh(participant)
    now = consents.current(kind)
    if version is not None and version != now:
        raise Refused(CHANGED) if consents.known(kind, version) else Invalid({kind: UNKNOWN})
    mine = (Consent.participant == participant.id, Consent.kind == kind, Consent.version == now)
    said = Consent.insert(participant=participant.id, kind=kind, version=now, at=at).on_conflict_ignore()
    if not said.as_rowcount().execute():
        Consent.update(at=at, withdrawn_at=None).where(*mine, Consent.withdrawn_at.is_null(False)).execute()
    if (column := COLUMNS.get(kind)) is not None and getattr(participant, column.name) is None:
        setattr(participant, column.name, at)
        participant.save(only=[column])
    return participant


@writes
def open_screener(
    participant: Participant, by: By, at: datetime, version: str | None = None, seen_version: int | None = None
) -> Participant:
    """Yes, let us see: the terms are agreed to, and the questions open; where none are asked, the camera is next."""
    participant = agree(participant, consents.TERMS, at, version)
    if participant.screened_elsewhere:
        return participant
    return fire(participant, "open_screener", by, at, seen_version=seen_version)


@writes
def take_back(participant: Participant, by: By, at: datetime, seen_version: int | None = None) -> Participant:
    """Not on camera after all: whatever was agreed on is canceled the plain way, and the consent ends."""
    participant = fresh(participant)
    session = participant.live_session
    event, details = LEAVE.get(session.state, ("cancel", {"reason": UNCOMFORTABLE})) if session else ("withdraw", {})
    fire(session or participant, event, by, at, seen_version=None if session else seen_version, **details)
    mine = Consent.participant == participant.id, Consent.kind == consents.CAMERA, Consent.withdrawn_at.is_null()
    Consent.update(withdrawn_at=at).where(*mine).execute()
    participant = Participant.get_by_id(participant.id)
    participant.camera_at = None
    participant.save(only=[Participant.camera_at])
    return participant


@writes
def end_recording(participant: Participant, by: By, at: datetime) -> Participant:
    """Not recorded after all: what was said and shown goes at once, and the story tells both sides that it did. The
    place in the study stays as it is."""
    participant = fresh(participant)
    mine = Consent.participant == participant.id, Consent.kind == consents.RECORDING, Consent.withdrawn_at.is_null()
    if not Consent.update(withdrawn_at=at).where(*mine).execute():
        return participant
    own = Clip.select(Clip.id).where(Clip.participant == participant.id, Clip.kind != clips.WORDS)
    gone = clips.erase([clip.id for clip in own], at)
    last = Entry.select(peewee.fn.MAX(Entry.seq)).where(Entry.noun == OF_CLIPS, Entry.subject == participant.id)
    recorder.record(_Recordings(participant, (last.scalar() or 0) + 1), "withdraw", None, by, at, {"clips": gone})
    return participant


class _Recordings:
    """Somebody's recordings as the journal's subject; they have no machine, and so no state."""

    state = ""

    def __init__(self, participant: Participant, seq: int):
        self.id, self.workspace_id, self.version = participant.id, participant.study.workspace_id, seq

    @staticmethod
    def lifecycle_name() -> str:
        return OF_CLIPS
