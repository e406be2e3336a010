"""Booking a time, and what each move of a session sets on it."""

import secrets
from datetime import datetime, timedelta

from commands import claims, together
from commands.fire import begin, effect, fresh
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused, refusal_of
from lifecycle.participant import ParticipantLifecycle, place_left, study_live
from lifecycle.words import _
from models.database import writes
from models.participants import Participant
from models.people import Person, zones_of
from models.sessions import Session
from rules.times import to_epoch

QUALIFIED = Refusal("participant_qualified", _("This place is not open to you at the moment."))


@writes
def book(participant: Participant, starts_at: datetime | None, by: By, at: datetime) -> Session:
    """A conversation at an offered time: confirmed at once, or refused with the reason and nothing kept."""
    participant = fresh(participant)
    refusal = may_book(participant, by, at)
    if refusal:
        raise Refused(refusal)
    if starts_at is None:
        raise Invalid({"starts_at": _("Please choose a time.")})
    study, hosts = participant.study, participant.hosts_free(starts_at, at)
    if not hosts:
        raise Refused(together.TAKEN)
    claims.let_go(participant, at)
    if study.hosting == "any" and len(hosts) > 1:
        choices = [[host] for host in hosts]
        hosts = claims.settle_on(participant, choices, starts_at, study.length, study.gap, at)
        if hosts is None:
            raise Refused(together.TAKEN)
    return _birth(participant, hosts, starts_at, by, at)


def may_book(participant: Participant, by: By, at: datetime) -> Refusal | None:
    """Why this person can not book now, whatever the time: study_live, participant_qualified, place_left."""
    attempt = Attempt(participant, "book", by, at, None, joined=True)
    alone = participant.kind != "live_conversation"
    if alone or (participant.state, "book") not in ParticipantLifecycle.graph():
        return QUALIFIED
    broken = next((test for test in (study_live, place_left) if not test(attempt)), None)
    return refusal_of(broken, attempt) if broken else None


def _birth(participant: Participant, hosts: list[int], starts_at: datetime, by: By, at: datetime) -> Session:
    """Born with its host; who holds it together with them stands in the details, and so in the journal."""
    study, person, (host, *others) = participant.study, participant.person_id, hosts
    zones = zones_of(person, host)
    return begin(
        Session,
        "book",
        by,
        at,
        {"starts_at": starts_at, "host": host} | ({"others": others} if others else {}),
        study=study,
        participant=participant,
        host=host,
        contributor=person,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=study.length),
        zone=zones[person],
        host_zone=zones[host],
        gap=study.gap,
        presence=study.presence,
        uid=secrets.token_hex(16),
    )


def _times(attempt: Attempt) -> dict:
    row, start = attempt.row, attempt.detail("starts_at")
    host = _host_for(attempt, start)
    if host.id != row.host_id:
        attempt.details.update(old_host=row.host_id, host=host.id)
    return {
        "starts_at": start,
        "ends_at": start + timedelta(minutes=row.length),
        "sequence": row.sequence + 1,
        "zone": row.contributor.zone,
        "host": host,
        "host_zone": host.zone,
    }


def _host_for(attempt: Attempt, start: datetime) -> Person:
    """Who holds it at the new time: the present host if they are free, else another one of the study."""
    row, at = attempt.row, attempt.at
    claims.let_go(row.participant, at)
    hosts = row.hosts_free(start, at)
    if row.study.hosting == "any" and len(hosts) > 1:
        choices = [[host] for host in hosts]
        hosts = claims.settle_on(row.participant, choices, start, row.length, row.gap, at, claims.had(row))
        if hosts is None:
            raise Refused(together.TAKEN)
    return row.host if not hosts or hosts[0] == row.host_id else Person.get_by_id(hosts[0])


@effect("session", "move")
def move(attempt: Attempt, target: str) -> dict:
    """Another time, one more move."""
    attempt.details["old_start"] = to_epoch(attempt.row.starts_at)
    return {**_times(attempt), "moves": attempt.row.moves + 1}


@effect("session", "rebook")
def rebook(attempt: Attempt, target: str) -> dict:
    """The answer to a request for a new time; what was late is late no more."""
    attempt.details["old_start"] = to_epoch(attempt.row.starts_at)
    return {**_times(attempt), "asked_at": None, "late": False, "proposed_at": None}


@effect("session", "hand_over")
def hand_over(attempt: Attempt, target: str) -> dict:
    """A colleague takes the seat of the host."""
    attempt.details["old_host"] = attempt.row.host_id
    host = Person.get_by_id(attempt.detail("host"))
    return {"host": host, "host_zone": host.zone, "sequence": attempt.row.sequence + 1}


@effect("session", "reschedule")
def reschedule(attempt: Attempt, target: str) -> dict:
    """The old time is gone; whether that came late is kept until there is a new one. A time that is proposed has to be
    one that they could take now."""
    proposed = attempt.detail("proposed")
    if proposed is not None and not attempt.row.is_offered(proposed, attempt.at):
        raise Refused(together.TAKEN)
    attempt.details["late"] = late = together.was_late(attempt.row, "reschedule", attempt.at)
    return {"asked_at": attempt.at, "late": late, "sequence": attempt.row.sequence + 1, "proposed_at": proposed}


@effect("session", "cancel", "decline", "lapse")
def end(attempt: Attempt, target: str) -> dict:
    """It will not take place."""
    attempt.details["late"] = together.was_late(attempt.row, attempt.event, attempt.at)
    return {"ended_at": attempt.at, "sequence": attempt.row.sequence + 1, "proposed_at": None}


@effect("session", "start")
def start(attempt: Attempt, target: str) -> dict:
    """Both are in the room."""
    return {"started_at": attempt.at}


@effect("session", "complete", "mark_no_show", "mark_host_absent")
def close(attempt: Attempt, target: str) -> dict:
    """Its outcome stands."""
    return {"ended_at": attempt.at, "disputed": bool(attempt.detail("disputed"))}


@effect("session", "technical_failure")
def technical(attempt: Attempt, target: str) -> dict:
    """Kept as technical: nobody's fault."""
    return {"ended_at": attempt.at, "technical": True}


@writes
def propose_nothing(participant: Participant, note: str, by: By, at: datetime) -> Participant:
    """None of the offered times suit: the note is kept for the customer, and since when it waits for them."""
    participant = fresh(participant)
    participant.slot_note = note.strip()[:2000]
    participant.slot_noted_at = at if participant.slot_note else None
    participant.save()
    return participant
