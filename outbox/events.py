"""Recruiting events as other machines hear of them: which there are, and what each of them says. A body is made from
the journal and from codes, so it is the same whenever it is sent; it holds no name, no address and no free text."""

import json
from datetime import datetime
from typing import Any

from lifecycle.words import Text, _
from models.journal import Entry
from models.money import Payout
from models.outside import Endpoint
from models.participants import Participant
from models.recruiting import Candidate, Project
from models.studies import Study
from rules.identifiers import other_side

# What a team may ask to hear of: the first word of a type.
GROUPS: dict[str, Text] = {
    "project": _("Recruiting projects: launched, paused, closed"),
    "candidate": _("Candidates: every move, from the invitation to Completed"),
    "participant": _("People from a recruiter in your studies: every move"),
    "exclusion": _("Exclusions that wait for the recruiting side"),
    "payout": _("Payouts: sent, paid, failed, written off"),
}
PAYOUTS = frozenset({"accept", "settle", "fail", "write_off"})
# What is kept beside the moves of the law (commands/exclusions.py).
EXCLUSIONS = {"removal_asked": "exclusion.ask", "removal_stated": "exclusion.state"}
TEST, TEST_EVENT = "endpoint.test", "endpoint_tried"


def type_of(noun: str, event: str) -> str:
    """The type of the message about this event; nothing where nobody hears of it."""
    if noun in ("candidate", "project", "participant") or (noun == "payout" and event in PAYOUTS):
        return f"{noun}.{event}"
    if noun == "workspace":
        return TEST if event == TEST_EVENT else EXCLUSIONS.get(event, "")
    return ""


def concerns(row) -> bool:
    """Whether a row is of the recruiting side: of people in studies, those that a recruiter sent."""
    return not isinstance(row, Participant) or bool(row.recruiter)


def wanted(kind: str, asked: list[str]) -> bool:
    """Whether an endpoint that asked for these groups hears of this type."""
    return kind.split(".")[0] in asked


def body_of(entry: Entry) -> bytes:
    """What is said of this entry: the same bytes whenever it is asked for."""
    at, kind = written(entry.at), type_of(entry.noun, entry.event)
    event = kind.split(".")[1]
    found = {"event": event, "state": entry.target or None, "from": entry.source, "at": at} | data_of(entry)
    told = {"type": kind, "timestamp": at, "data": found}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def written(at: datetime) -> str:
    """An instant as machines read it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def data_of(entry: Entry) -> dict[str, Any]:
    """Whom and what it is about, by codes and IDs."""
    if entry.noun == "workspace":
        return _beside(entry)
    return SAYS[entry.noun](entry.subject)


def _beside(entry: Entry) -> dict[str, Any]:
    if entry.event == TEST_EVENT:
        return {"id": Endpoint.get_by_id(entry.details["endpoint"]).code}
    return _participant(entry.details["participant"])


def _study(study: Study | None) -> str | None:
    return study.code if study is not None else None


def _project(number: int) -> dict[str, Any]:
    row = Project.get_by_id(number)
    return {"id": row.code, "project": row.code, "study": _study(row.study), "recruiter_id": None, "study_id": None}


def _candidate(number: int) -> dict[str, Any]:
    row = Candidate.get_by_id(number)
    return {"id": row.code, "project": row.project.code, "study": _study(row.project.study), **_ids(row, None)}


def _participant(number: int) -> dict[str, Any]:
    row = Participant.get_by_id(number)
    project = row.candidate.project.code if row.candidate is not None else None
    return {"id": row.code, "project": project, "study": row.study.code, **_ids(row.candidate, row)}


def _payout(number: int) -> dict[str, Any]:
    row = Payout.get_by_id(number)
    participant = row.participant
    whose = _candidate(row.candidate_id) if row.candidate is not None else _participant(participant.id)
    money = {"purpose": row.purpose, "amount": row.amount, "currency": row.currency}
    return whose | {"id": row.code} | money


def _ids(candidate: Candidate | None, participant: Participant | None) -> dict[str, str | None]:
    """Both spellings of one person's ID. They are told of whoever was excluded too: that is how the other machine knows
    who it is about."""
    own = f"pp_{candidate.tail}" if candidate is not None else (participant.outside_id or "")
    kind = participant.study.kind if participant is not None else candidate.project.leads_to
    return {"recruiter_id": own or None, "study_id": other_side(own, kind) or None}


def hides(entry: Entry) -> bool:
    """Whether the IDs in it are hidden from people by now: whom it is about was removed or excluded."""
    found = OWNER[entry.noun](entry) if entry.noun in OWNER else None
    return found is not None and not found.recruiter_id


def _paid(entry: Entry) -> Candidate | Participant:
    row = Payout.get_by_id(entry.subject)
    return row.candidate if row.candidate is not None else row.participant


OWNER = {
    "candidate": lambda entry: Candidate.get_by_id(entry.subject),
    "participant": lambda entry: Participant.get_by_id(entry.subject),
    "payout": _paid,
    "workspace": lambda entry: (
        Participant.get_by_id(entry.details["participant"]) if entry.event in EXCLUSIONS else None
    ),
}
SAYS = {"project": _project, "candidate": _candidate, "participant": _participant, "payout": _payout}
