"""What a team does on the board: complete or exclude whoever was checked, tell the other side again, send somebody
their way on again, give rows to a colleague, and settle what could not be trusted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from commands import participants, recorder, telling, trail
from commands.exclusions import exclude_in_order
from commands.fire import Stale, fire
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import lock, writes
from models.journal import Entry
from models.outgoing import Outgoing
from models.outside import Charge, Suspect
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate
from models.workspaces import Member, Workspace
from outbox.letters import Planned
from rules.times import morning_after

Row = Candidate | Participant
NOBODY_TO_TELL = Refusal("nobody_to_tell", _("There is nobody to tell: the other side is here, or takes no calls."))
NO_WAY_ON = Refusal("no_way_on", _("There is nothing to go on to: they are not on their way to the study."))
LINK_SENT = Refusal("link_sent", _("They had this letter today already. One a day is enough."))
SETTLED = Refusal("settled_already", _("Somebody settled this already."))
NOT_IN_TEAM = _("Please choose somebody of your team.")
SAY_WHY = _("Please say in a few words what it was.")
LONGEST = 500
OUTCOMES = ("harmless", "mistake", "attempt", "other")


def house_of(row: Row) -> int:
    """The workspace whose row this is."""
    return row.project.workspace_id if isinstance(row, Candidate) else row.study.workspace_id


def complete(row: Row, by: By, at: datetime) -> Row:
    """Submitted to Completed, on both sides where both are here; it releases the incentive, once."""
    if isinstance(row, Participant):
        return participants.complete(row, by, at)
    paired = Participant.get_or_none(Participant.candidate == row.id)
    if paired is None or (paired.state != "submitted" and row.state == "submitted"):
        return fire(row, "complete", by, at)
    participants.complete(paired, by, at)
    return Candidate.get_by_id(row.id)


def remove(row: Row, reason: str, by: By, at: datetime, note: str = "") -> Row:
    """Remove, then exclude, in that order; an outside recruiter is asked."""
    if isinstance(row, Participant):
        return exclude_in_order(row, reason, by, at, note)
    paired = Participant.get_or_none(Participant.candidate == row.id)
    if paired is None or row.state not in ("removed", "completed"):
        return fire(row, "remove", by, at, reason=reason, note=note)
    exclude_in_order(paired, reason, by, at, note)
    return Candidate.get_by_id(row.id)


@writes
def complete_all(rows: Sequence[Row], by: By, at: datetime) -> list[Row]:
    """All of them, or none."""
    return [complete(row, by, at) for row in rows]


@writes
def remove_all(rows: Sequence[Row], reason: str, by: By, at: datetime, note: str = "") -> list[Row]:
    """All of them, or none, for one reason."""
    if not reason:
        raise Invalid({"reason": _("Please say why.")})
    return [remove(row, reason, by, at, note) for row in rows]


@writes
def tell_again(row: Row, by: By, at: datetime) -> None:
    """Once more how somebody stands, because the other side seems not to have heard."""
    noun = row.lifecycle_name()
    entry = trail.keep(house_of(row), "told_again", by, at, **{noun: row.id})
    if not telling.tell_again(row, entry, at):
        raise Refused(NOBODY_TO_TELL)


@writes
def send_link(candidate: Candidate, by: By, at: datetime) -> None:
    """The letter with their way on to the study once more; one a day."""
    candidate = lock(Candidate.select().where(Candidate.id == candidate.id)).get()
    if candidate.state not in ("qualified", "incomplete"):
        raise Refused(NO_WAY_ON)
    today = (Outgoing.letter == "way_on") & (Outgoing.due_at > at - timedelta(days=1))
    sent = Outgoing.select(Outgoing, Entry).join(Entry).where(today, Outgoing.recipient == candidate.person_id)
    if any(row.entry.details.get("candidate") == candidate.id for row in sent):
        raise Refused(LINK_SENT)
    trail.keep(candidate.project.workspace_id, "link_sent", by, at, candidate=candidate.id)


@writes
def give(
    workspace: int, ids: Sequence[str], person: Person | None, by: By, at: datetime, since: datetime | None = None
) -> int:
    """These people of the board (the recruiting side's IDs) are seen to by this colleague from now on; how many. The
    colleague is reminded of those who are Submitted; `since` is the first of that."""
    if person is None or not Member.select().where(Member.workspace == workspace, Member.person == person).exists():
        raise Invalid({"owner": NOT_IN_TEAM})
    for one in ids:
        Charge.insert(workspace=workspace, outside_id=one, person=person, by=by.who, at=at).on_conflict(
            conflict_target=(Charge.workspace, Charge.outside_id), preserve=(Charge.person, Charge.by, Charge.at)
        ).execute()
    if ids:
        entry = trail.keep(workspace, "rows_given", by, at, person=person.id, number=len(ids))
        _remind(entry, person, since, at)
    return len(ids)


def _remind(entry: Entry, person: Person, since: datetime | None, at: datetime) -> None:
    """The reminders that whoever had these rows before would have got."""
    if since is None:
        return
    policy = Workspace.get_by_id(entry.workspace).policy
    planned = [
        Planned(letter, person.id, morning_after(max(since + after, at), person.zone))
        for letter, after in (("decide_due", policy.due), ("decide_overdue", policy.overdue))
    ]
    recorder.post(entry, planned, f"given-{entry.id}", at)


@writes
def note(workspace: int, one: str, text: str, by: By, at: datetime) -> None:
    """What the team notes beside a person (the recruiting side's ID) on the board; nothing takes it away."""
    text = text.strip()[:LONGEST]
    Charge.insert(workspace=workspace, outside_id=one, note=text, by=by.who, at=at).on_conflict(
        conflict_target=(Charge.workspace, Charge.outside_id), preserve=(Charge.note, Charge.by, Charge.at)
    ).execute()
    trail.keep(workspace, "row_noted", by, at, number=1)


@writes
def settle(suspect: Suspect, outcome: str, word: str, by: By, at: datetime) -> Suspect:
    """Somebody looked at it and says what it was. It changes no state, and is told apart from what still waits."""
    row = lock(Suspect.select().where(Suspect.id == suspect.id)).get()
    if row.settled_at is not None:
        raise Refused(SETTLED)
    errors = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = _("Please choose one of these.")
    if not word.strip():
        errors["word"] = SAY_WHY
    if len(word) > LONGEST:
        errors["word"] = _("Please keep it below %(most)s characters.", most=LONGEST)
    if errors:
        raise Invalid(errors)
    values = {"settled_at": at, "settled_by": by.who, "outcome": outcome, "word": word.strip()}
    Suspect.update(values).where(Suspect.id == row.id).execute()
    trail.keep(row.workspace_id, "suspect_settled", by, at, suspect=row.id, outcome=outcome)
    return Suspect.get_by_id(row.id)


def refuse_stale(same: bool, row: Row) -> None:
    """Stale, where what the page had shown is not how it stands."""
    if not same:
        raise Stale(row)
