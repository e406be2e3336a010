"""What must hold in the played world beside `tests.invariants`: worked out anew from the journal, by other words than
the product's own."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from models import (
    Answer,
    Candidate,
    CandidateAnswer,
    Entry,
    LedgerLine,
    Mark,
    Message,
    Participant,
    Payout,
    Person,
    Session,
    Study,
    Workspace,
    database,
)
from rules.times import from_epoch
from tests import invariants

NOTICE = timedelta(hours=24)
LAST = timedelta(days=7, hours=1)
CALLED_OFF = {("reschedule", "customer", "scheduled"), ("cancel", "customer", "scheduled")}
OPEN = ("scheduled", "rescheduling", "in_progress")


def broken() -> list[str]:
    """Everything that contradicts the law, one line each."""
    checks = (overlaps, used, compensations, marks, rewards, forgotten)
    return invariants.broken() + [finding for check in checks for finding in check()]


def overlaps() -> Iterator[str]:
    """(1) Nobody is in two conversations at once; a host has the gap behind each."""
    calendars: dict[int, list] = {}
    for row in Session.select().where(Session.state.in_(("scheduled", "in_progress"))):
        calendars.setdefault(row.contributor_id, []).append((row.starts_at, row.ends_at, row.id))
        for host in (row.host_id, *row.others):
            calendars.setdefault(host, []).append((row.starts_at, row.ends_at + timedelta(minutes=row.gap), row.id))
    for person, taken in calendars.items():
        taken.sort()
        for (_start, end, one), (start, _end, two) in pairwise(taken):
            if start < end:
                yield f"person {person} is in sessions {one} and {two} at once"


def used() -> Iterator[str]:
    """(6) Units are used by what was held and by nothing else."""
    for house in Workspace.select():
        studies = {study.id: study.unit_price for study in Study.select().where(Study.workspace == house)}
        held = Entry.select(Session.study).join(Session, on=(Session.id == Entry.subject)).where(
            Entry.noun == "session", Entry.target == "completed", Session.study.in_(list(studies) or [0]))  # fmt: skip
        right = sum(studies[study] for (study,) in held.tuples()) if house.plan == "flex" else 0
        if house.used != right:
            yield f"workspace {house.id}: {house.used} units are used, {right} were talked"


def story(session: Session) -> list[Entry]:
    """Everything that happened to it, in order."""
    return list(Entry.select().where(Entry.noun == "session", Entry.subject == session.id).order_by(Entry.seq))


def owes(told: list[Entry]) -> bool:
    """Whether the customer owes a compensation for what became of this conversation."""
    start, late = None, False
    for one in told:
        if one.event in ("book", "move", "rebook"):
            start, late = from_epoch(one.details["starts_at"]), False
        elif (one.event, one.role, one.source) in CALLED_OFF:
            late = start - one.at < NOTICE
        elif one.event == "technical_failure":
            late = one.target == "no_show" and one.role == "customer"
        elif one.event not in ("cancel", "decline", "lapse"):
            late = late and one.event == "overturn"
        if one.event == "cancel" and one.role == "contributor":
            late = False
    return late and told[-1].target in ("canceled", "no_show", "completed")


def compensations() -> Iterator[str]:
    """A quarter of the reward is owed for exactly those conversations that a customer called off or moved late, or
    reported as technical; an overturn writes off what was not sent."""
    kept = {row.occasion: row for row in Payout.select().where(Payout.purpose == "late_cancel")}
    for session in Session.select():
        due, payout = owes(story(session)), kept.pop(session.code, None)
        if due != (payout is not None):
            yield f"session {session.id}: a compensation is {'missing' if due else 'owed for nothing'}"
        elif payout is not None and payout.amount * 4 != session.study.reward:
            yield f"session {session.id}: {payout.amount} of {session.study.reward} is owed"
        elif payout is not None and session.state == "completed" and payout.state in ("due", "on_hold", "failed"):
            yield f"session {session.id} was put right, and its compensation is still {payout.state}"
    yield from (f"payout {row.id} is about no session" for row in kept.values())


def marks() -> Iterator[str]:
    """A mark is left by an absence with evidence and by a contributor's late cancel that is not technical."""
    for session in Session.select():
        told = story(session)
        last = told[-1]
        found = {row.kind for row in Mark.select().where(Mark.session == session, Mark.report.is_null())}
        right = set()
        if any(one.event == "mark_no_show" and one.details.get("mark", True) for one in told):
            right = {"no_show"}
        elif last.event == "cancel" and last.role == "contributor" and last.details["reason"] != "technical":
            before = [one.details["starts_at"] for one in told if one.event in ("book", "move", "rebook")]
            right = {"late_cancel"} if from_epoch(before[-1]) - last.at < NOTICE else set()
        if found != right:
            yield f"session {session.id}: marks {found}, not {right}"


def rewards() -> Iterator[str]:
    """One reward for whoever passed Submitted to Completed, by the side that asked them in, and none for anybody
    else: a person who came by a project has theirs there, and there alone."""
    done = Entry.select(Entry.noun, Entry.subject).where(Entry.source == "submitted", Entry.target == "completed")
    sent_here = {row.id for row in Participant.select().where(Participant.recruiter != "")}
    right = {f"{noun}:{row}": 1 for noun, row in done.tuples() if noun == "candidate" or row not in sent_here}
    found = Counter(row.owner for row in Payout.select().where(Payout.purpose == "reward"))
    if dict(found) != right:
        yield f"rewards are owed to {dict(found)}, and were earned by {sorted(right)}"
    for row in Candidate.select().where(Candidate.state == "completed"):
        if any(place.state != "completed" for place in row.participants):
            yield f"candidate {row.id} is completed, and their place in the study is not"


def forgotten() -> Iterator[str]:
    """Of who was erased nothing is left that says who they are or what they told, and nothing of theirs is ahead."""
    for person in Person.select().where(Person.erased_at.is_null(False)):
        ahead = Session.select().where(Session.contributor == person, Session.state.in_(OPEN)).count()
        told = Message.select().join(Session).where(Session.contributor == person, Message.text != "").count()
        mine = Participant.select(Participant.id).where(Participant.person == person)
        told += Answer.select().where(Answer.participant.in_(mine)).count()
        theirs = Candidate.select(Candidate.id).where(Candidate.person == person)
        told += CandidateAnswer.select().where(CandidateAnswer.candidate.in_(theirs)).count()
        if ahead or told or person.email or person.username:
            yield f"person {person.id} was erased: {ahead} ahead, {told} texts, {person.email} {person.username}"


def overdue(at: datetime) -> list[str]:
    """(7) What the clock should have brought to an end by now."""
    rows = Session.select().where(Session.state.in_(OPEN), Session.ends_at <= at - LAST)
    return [f"session {row.id} is still {row.state}" for row in rows]


def history() -> list[tuple]:
    """(3) What is only ever added to: the journal and the ledger, oldest first."""
    entries = Entry.select(Entry.id, Entry.noun, Entry.subject, Entry.seq, Entry.event, Entry.at).order_by(Entry.id)
    lines = LedgerLine.select(LedgerLine.id, LedgerLine.payout, LedgerLine.amount).order_by(LedgerLine.id)
    return [list(entries.tuples()), list(lines.tuples())]


def walked() -> set[tuple[str, str, str | None, str]]:
    """(noun, event, source, role) of everything that was done."""
    return set(Entry.select(Entry.noun, Entry.event, Entry.source, Entry.role).distinct().tuples())


def rewritten(old: list, new: list) -> bool:
    """Whether something was changed or taken out of what stood there before."""
    return any(after[: len(before)] != before for before, after in zip(old, new, strict=True))


# What tells that anything happened; also what a refused command must not have changed.
SUMS = """
SELECT (SELECT MAX(id) FROM entry), (SELECT SUM(version) FROM session), (SELECT SUM(version) FROM participant),
    (SELECT SUM(version * 7 + places * 3 + taken) FROM study),
    (SELECT SUM(bought + reserved * 3 + used * 7) FROM workspace),
    (SELECT COUNT(*) FROM outgoing), (SELECT COUNT(*) FROM payout), (SELECT COUNT(*) FROM mark),
    (SELECT SUM(CASE WHEN struck_at IS NULL THEN 0 ELSE 1 END) FROM mark), (SELECT SUM(version) FROM payout),
    (SELECT COUNT(*) FROM claim WHERE session_id IS NOT NULL), (SELECT COUNT(*) FROM ledger_line),
    (SELECT SUM(starts_at + host_id) FROM session), (SELECT COUNT(*) FROM unit_line),
    (SELECT SUM(version) FROM candidate), (SELECT SUM(version) FROM project), (SELECT COUNT(*) FROM message),
    (SELECT COUNT(*) FROM answer), (SELECT COUNT(*) FROM candidate_answer),
    (SELECT SUM(COALESCE(erasure_asked_at, 0) + COALESCE(erased_at, 0)) FROM person)
"""


def fingerprint() -> tuple:
    """The sums of everything that a command may change."""
    return tuple(database.db.execute_sql(SUMS).fetchone())
