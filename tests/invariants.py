"""What must hold, always (LIFECYCLES), asked of a whole database: `broken()` lists what does not; nothing is good."""

from collections import Counter
from collections.abc import Iterator

import peewee

from commands.claims import wanted
from models import (
    NOUNS,
    Candidate,
    Claim,
    Entry,
    Exclusion,
    Instruction,
    LedgerLine,
    Message,
    Outgoing,
    Participant,
    Payout,
    Session,
    Study,
    Tally,
    UnitLine,
    Workspace,
    journal,
)
from rules.reconcile import UNDER_WAY

LIVE = ("scheduled", "rescheduling", "in_progress")
BEARS = {"completed": ("submitted", "completed", "excluded"), "host_absent": ("submitted", "completed", "excluded"),
         "no_show": ("no_show", "excluded")} | dict.fromkeys(LIVE, ("booked",))  # fmt: skip

# A candidate and the same person in the study of this installation.
AGREES = {"incomplete": UNDER_WAY, "submitted": {"submitted"}, "completed": {"completed"}, "removed": {"excluded"},
          "left": {"withdrawn", "no_show"}, "screened_out": {"screened_out"},
          "over_quota": {"over_quota", "withdrawn"}}  # fmt: skip


def broken() -> list[str]:
    """Everything that contradicts the law, one line each."""
    checks = (journals, messages, claims, places, units, pairs, both_sides, exclusions, money, letters, tallies)
    return [finding for check in checks for finding in check()]


def journals() -> Iterator[str]:
    """Every row's journal replays to its state, without a gap."""
    for noun, kind in NOUNS.items():
        machine = kind.lifecycle
        entries = Entry.select().where(Entry.noun == noun).order_by(Entry.subject, Entry.seq)
        by_row: dict[int, list[Entry]] = {}
        for entry in entries:
            by_row.setdefault(entry.subject, []).append(entry)
        for row in kind.select():
            own = by_row.get(row.id, [])
            name = f"{noun} {row.id}"
            if [entry.seq for entry in own] != list(range(row.version + 1)):
                yield f"{name}: entries {[entry.seq for entry in own]} for version {row.version}"
            state = None
            for entry in own:
                targets = {target for target, _guards in machine.graph().get((state, entry.event), ())}
                good = {machine.initial()} if state is None else targets
                if entry.source != state or entry.target not in good:
                    yield f"{name}: {entry.source} -{entry.event}-> {entry.target} after {state}"
                state = entry.target
            if state != row.state:
                yield f"{name} is {row.state}, its journal says {state}"


def messages() -> Iterator[str]:
    """Every message has its one entry, by who wrote it, then; its letters belong to that entry."""
    for message in Message.select():
        found = [(one.seq, one.event, one.role, one.who, one.at) for one in journal.of(message)]
        if found != [(0, "write", message.role, message.author_id, message.at)]:
            yield f"message {message.id}: its entries are {found}"
    entries = Entry.select(Entry.id).where(Entry.noun == "message")
    for row in Outgoing.select().where(Outgoing.letter == "message", Outgoing.entry.not_in(entries)):
        yield f"letter {row.id} about a message belongs to another entry"


def claims() -> Iterator[str]:
    """A session ahead or going on has exactly its quarter hours; one that is off has none."""
    for session in Session.select():
        held = sorted(Claim.select(Claim.calendar, Claim.tick).where(Claim.session == session).tuples())
        if session.state in ("scheduled", "in_progress") and held != wanted(session):
            yield f"session {session.id} ({session.state}) claims {held}, not {wanted(session)}"
        if session.state in ("rescheduling", "canceled", "no_show") and held:
            yield f"session {session.id} ({session.state}) still claims {held}"


def places() -> Iterator[str]:
    """Taken is the number of those who hold a place or have filled one, and never more than there are."""
    filled = Entry.select(Entry.subject).where(Entry.noun == "participant", Entry.target == "submitted")
    for study in Study.select():
        holding = (Participant.state == "booked") | Participant.id.in_(filled)
        number = Participant.select().where(Participant.study == study, holding).count()
        if study.taken != number:
            yield f"study {study.id}: {study.taken} places are taken, {number} people hold or filled one"
        if not 0 <= study.taken <= study.places:
            yield f"study {study.id}: {study.taken} of {study.places} places are taken"


def units() -> Iterator[str]:
    """The sums are those of the lines; reserved is what open and held places of studies that run will use."""
    for house in Workspace.select():
        columns = [
            peewee.fn.COALESCE(peewee.fn.SUM(column), 0)
            for column in (UnitLine.bought, UnitLine.reserved, UnitLine.used)
        ]
        [sums] = UnitLine.select(*columns).where(UnitLine.workspace == house).tuples()
        kept = (house.bought, house.reserved, house.used)
        if tuple(map(int, sums)) != kept:
            yield f"workspace {house.id}: lines sum up to {sums}, kept are {kept}"
        need = sum(_reserved_by(study) for study in house.studies) if house.plan == "flex" else 0
        if house.reserved != need:
            yield f"workspace {house.id}: {house.reserved} units are reserved, {need} are needed"


def _reserved_by(study: Study) -> int:
    if not study.launched_at:
        return 0
    waiting = Session.select().where(Session.study == study, Session.state.in_(LIVE)).count()
    return study.unit_price * (study.open_places + waiting)


def pairs() -> Iterator[str]:
    """Session and participant never contradict each other."""
    for session in Session.select():
        allowed = BEARS.get(session.state)
        if allowed and session.participant.state not in allowed:
            yield f"session {session.id} is {session.state}, its participant {session.participant.state}"
    for participant in Participant.select().where(Participant.state == "booked"):
        number = Session.select().where(Session.participant == participant, Session.state.in_(LIVE)).count()
        if number != (participant.study.kind == "live_conversation"):
            yield f"participant {participant.id} is booked and has {number} sessions ahead"


def both_sides() -> Iterator[str]:
    """A pair of this installation stands together, and whoever came from a recruiter is paid there alone, once."""
    for candidate in Candidate.select():
        places = list(candidate.participants)
        if len(places) > 1:
            yield f"candidate {candidate.id} has {len(places)} places"
        for place in places:
            if place.state not in AGREES.get(candidate.state, ()) or place.person_id != candidate.person_id:
                yield f"candidate {candidate.id} is {candidate.state}, participant {place.id} {place.state}"
    recruited = Participant.select().where(Participant.recruiter != "")
    for payout in Payout.select().where(Payout.purpose == "reward", Payout.participant.in_(recruited)):
        yield f"payout {payout.id}: a reward of the study for somebody whom the recruiting side pays"


def exclusions() -> Iterator[str]:
    """Removed there first, then excluded here; what was carried out is over."""
    gone = (Participant.recruiter == "outside") & (Participant.state == "excluded")
    for participant in Participant.select().where(gone):
        if not participant.removed_at_recruiter:
            yield f"participant {participant.id} is excluded, and nobody removed them at the recruiting side"
    for asked in Exclusion.select().where(Exclusion.done_at.is_null(False)):
        state = Participant.get_by_id(asked.participant_id).state
        if state not in ("excluded", "completed"):
            yield f"exclusion {asked.id} is done, participant {asked.participant_id} is {state}"


def money() -> Iterator[str]:
    """A reward only after Submitted to Completed; one payout for one occasion; the ledger says what is still owed."""
    done = {
        (entry.noun, entry.subject)
        for entry in Entry.select().where(Entry.source == "submitted", Entry.target == "completed")
    }
    for payout in Payout.select():
        noun, number = payout.owner.split(":")
        if payout.purpose == "reward" and (noun, int(number)) not in done:
            yield f"payout {payout.id}: a reward for {payout.owner}, who never was completed"
        owed = sum(line.amount for line in payout.lines)
        if owed != (0 if payout.state in ("paid", "void") else payout.amount):
            yield f"payout {payout.id} is {payout.state}, its lines sum up to {owed}"
        if payout.state in ("sending", "unknown", "sent", "paid") and not payout.instructions.exists():
            yield f"payout {payout.id} is {payout.state}, and no instruction says by which key"
    for key, number in Instruction.select(Instruction.key, Instruction.generation).tuples():
        if not key.endswith(f"-{number}"):
            yield f"instruction {key} is of generation {number}"
    twice = Counter((payout.owner, payout.purpose, payout.occasion) for payout in Payout.select())
    yield from (f"paid twice: {key}" for key, times in twice.items() if times > 1)
    yield from (
        f"line {line.id} has no entry"
        for line in LedgerLine.select().where(LedgerLine.entry.not_in(Entry.select(Entry.id)))
    )


def letters() -> Iterator[str]:
    """One letter of a kind to one person for one entry."""
    times = Counter((row.entry_id, row.letter, row.recipient) for row in Outgoing.select())
    yield from (f"letter sent twice: {key}" for key, number in times.items() if number > 1)


def tallies() -> Iterator[str]:
    """The kept counts are the counts."""
    for noun in ("session", "participant"):
        kind = NOUNS[noun]
        counted = Counter((row.study_id, row.state) for row in kind.select())
        kept = {(row.study, row.state): row.count for row in Tally.select().where(Tally.noun == noun) if row.count}
        if kept != counted:
            yield f"{noun}: counted {dict(counted)}, kept {kept}"
