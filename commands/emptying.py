"""Takes out what somebody told, wherever it stands: names, addresses, answers, notes, messages, letters. What a machine
or the ledger needs stays: states, times, codes and amounts."""

from datetime import datetime

import peewee

from commands import clips
from models.database import lock
from models.given import Answer
from models.journal import Entry, Note
from models.money import Instruction, Payout, ProviderEvent, SendTo
from models.network import Enrolled, Listed, Profile
from models.openings import Availability, Feed
from models.outgoing import Letter, Outgoing, Try
from models.outside import Charge, Connection, Counterpart, Heard, Suspect
from models.participants import Participant
from models.people import Asking, Bucket, Person, SignIn
from models.recruiting import Candidate, CandidateAnswer, Exclusion, Project
from models.sessions import Message, Remark, Session
from models.standing import Report, Standing
from models.studies import Invitee, Study
from models.tasks import Clip, Reply, Run
from models.workspaces import TeamInvite

# The rows of the law that belong to a person: noun -> the column that says so.
THEIRS = {
    "participant": Participant.person,
    "candidate": Candidate.person,
    "session": Session.contributor,
    "payout": Payout.person,
    "standing": Standing.person,
    "signin": Asking.person,
}


def empty(person: Person, at: datetime) -> None:
    """Everything that says who somebody is, and everything that they or others said about it."""
    used = addresses(person)
    letters(person)
    notes(person)
    conversations(person, at)
    places(person)
    clips.erase([clip.id for clip in Clip.select(Clip.id).where(Clip.participant.in_(places_of(person)))], at)
    known(person)
    signed_in(person, used, at)
    herself(person, at)


def rows_of(kind, condition):
    """The numbers of the rows that meet a condition, as a part of another statement."""
    return kind.select(kind.id).where(condition)


def entries(person: Person):
    """The numbers of the journal's entries about rows of theirs."""
    mine = [
        (Entry.noun == noun) & Entry.subject.in_(rows_of(column.model, column == person.id))
        for noun, column in THEIRS.items()
    ]
    reports = rows_of(Report, (Report.person == person.id) | (Report.author == person.id))
    mine += [
        (Entry.noun == "report") & Entry.subject.in_(reports),
        (Entry.noun == "message") & Entry.subject.in_(rows_of(Message, written(person))),
    ]
    condition = mine[0]
    for one in mine[1:]:
        condition |= one
    return rows_of(Entry, condition)


def written(person: Person):
    """Messages in their conversations, on both sides, and whatever they wrote to others."""
    return Message.session.in_(rows_of(Session, Session.contributor == person.id)) | (Message.author == person.id)


def letters(person: Person) -> None:
    """The letters to them, and those about them to others; what still waits for them, or would quote them, stays
    here."""
    about = Outgoing.entry.in_(entries(person))
    # A recipient is a person only where letters are: machines have numbers of their own.
    to_them = (Outgoing.recipient == person.id) & (Outgoing.channel == "mail")
    theirs = to_them | (about & (Outgoing.channel == "mail"))
    quoted = Outgoing.entry.in_(rows_of(Entry, (Entry.noun == "message") & Entry.id.in_(entries(person))))
    Letter.delete().where(Letter.outgoing.in_(rows_of(Outgoing, theirs))).execute()
    Outgoing.update(outcome="").where(theirs, Outgoing.outcome != "").execute()
    waits = (Outgoing.state == "waiting") & (to_them | quoted)
    Outgoing.update(state="dropped").where(waits).execute()


def notes(person: Person) -> None:
    """What was typed beside a move of theirs, and beside a move that they made."""
    theirs = Note.entry.in_(entries(person)) | Note.entry.in_(rows_of(Entry, Entry.who == person.id))
    Note.delete().where(theirs).execute()
    # Of a cancel-all that they asked for and that is under way, the words would become notes only later.
    for study in lock(Study.select().where(Study.calling)):
        if study.calling_off["by"] == person.id:
            Study.update(calling_off={**study.calling_off, "note": ""}).where(Study.id == study.id).execute()


def conversations(person: Person, at: datetime) -> None:
    """Messages on both sides, of which none waits to be read any more, and what the team noted about them."""
    Message.update(text="").where(written(person)).execute()
    Message.update(read_at=at).where(written(person), Message.read_at.is_null()).execute()
    Remark.delete().where(Remark.session.in_(rows_of(Session, Session.contributor == person.id))).execute()


def places_of(person: Person):
    """The numbers of their places in studies."""
    return rows_of(Participant, Participant.person == person.id)


def places(person: Person) -> None:
    """Answers, wishes, IDs of other houses, and words about their money and their standing."""
    mine = rows_of(Participant, Participant.person == person.id)
    Answer.delete().where(Answer.participant.in_(mine)).execute()
    theirs = rows_of(Candidate, Candidate.person == person.id)
    CandidateAnswer.delete().where(CandidateAnswer.candidate.in_(theirs)).execute()
    Reply.delete().where(Reply.participant.in_(mine)).execute()
    Run.delete().where(Run.participant.in_(mine)).execute()
    both_sides(person, mine)
    gone = {"slot_note": "", "slot_noted_at": None, "outside_id": None}
    Participant.update(gone).where(Participant.person == person.id).execute()
    money(person)
    Standing.update(appeal="", answer="").where(Standing.person == person.id).execute()
    Report.update(reply="").where((Report.person == person.id) | (Report.author == person.id)).execute()


def money(person: Person) -> None:
    """Where their money went, and in which words it was spoken of: a provider's answer may quote an address."""
    theirs = rows_of(Payout, Payout.person == person.id)
    Payout.update(proof="", failure="").where(Payout.person == person.id).execute()
    SendTo.delete().where(SendTo.payout.in_(theirs)).execute()
    told = Instruction.select(Instruction.key).where(Instruction.payout.in_(theirs))
    references = Instruction.select(Instruction.reference).where(Instruction.payout.in_(theirs))
    named = {name for query in (told, references) for (name,) in query.tuples() if name}
    for event in ProviderEvent.select().where(ProviderEvent.body != ""):
        if any(name in event.body for name in named):
            ProviderEvent.update(body="").where(ProviderEvent.id == event.id).execute()
    sent = Entry.select(Entry.id).where(Entry.noun == "payout", Entry.subject.in_(theirs))
    asked = Outgoing.select(Outgoing.id).where(Outgoing.channel == "payout", Outgoing.entry.in_(sent))
    Try.update(answer="").where(Try.outgoing.in_(asked)).execute()
    Outgoing.update(answer=None, outcome="").where(Outgoing.id.in_(asked)).execute()
    Instruction.update(answer="").where(Instruction.payout.in_(theirs)).execute()


def both_sides(person: Person, mine) -> None:
    """What a team noted beside their ID, what arrived with it, and why they were to be excluded."""
    here = Candidate.select(Project.workspace, Candidate.tail).join(Project).where(Candidate.person == person.id)
    there = Participant.select(Study.workspace, Participant.outside_id).join(Study)
    found = [*here.tuples(), *there.where(Participant.id.in_(mine), Participant.outside_id.is_null(False)).tuples()]
    # What another team's recruiter calls somebody may be the same by chance, or on purpose.
    for house in {house for house, _own in found}:
        tails = [own.removeprefix("pp_") for home, own in found if home == house]
        _in_house(house, [f"{side}{tail}" for tail in tails for side in ("pp_", "i")])
    Exclusion.update(note="").where(Exclusion.participant_id.in_(mine)).execute()


def _in_house(house: int, own: list[str]) -> None:
    """What stands beside these IDs in one team."""
    told = Connection.select(Connection.id).where(Connection.workspace == house)
    Charge.delete().where(Charge.workspace == house, Charge.outside_id.in_(own)).execute()
    mine = (Suspect.workspace == house) & Suspect.outside_id.in_(own)
    Suspect.update(text="", word="", outside_id="").where(mine).execute()
    mine = Heard.connection.in_(told) & Heard.outside_id.in_(own)
    Heard.update(body="", outside_id="").where(mine).execute()
    Counterpart.delete().where(Counterpart.connection.in_(told), Counterpart.outside_id.in_(own)).execute()


def known(person: Person) -> None:
    """What the network and teams know of them, and every list that they stand on."""
    Profile.delete().where(Profile.person == person.id).execute()
    Listed.delete().where(Listed.person == person.id).execute()
    Invitee.delete().where(Invitee.person == person.id).execute()
    Enrolled.update(email="", name="", note="").where(Enrolled.person == person.id).execute()
    Feed.delete().where(Feed.host == person.id).execute()
    Availability.delete().where(Availability.host == person.id).execute()


def addresses(person: Person) -> list[str]:
    """Every address that they have, had or typed, as far as it is known, and that is nobody else's by now."""
    typed = Asking.select(Asking.email).where(Asking.person == person.id)
    changes = (Entry.noun == "signin") & (Entry.event == "change") & (Entry.who == person.id)
    had = Note.select(Note.text).join(Entry).where(changes)
    found = {person.email, *(text for (text,) in typed.tuples()), *(text for (text,) in had.tuples())} - {None, ""}
    others = Person.select(Person.email).where(Person.email.in_(sorted(found) or [""]), Person.id != person.id)
    return sorted(found - {email for (email,) in others.tuples()})


def signed_in(person: Person, used: list[str], at: datetime) -> None:
    """Their browsers, and every place where the address itself stands."""
    open_now = (SignIn.person == person.id) & SignIn.ended_at.is_null()
    SignIn.update(ended_at=at).where(open_now).execute()
    SignIn.update(browser="").where(SignIn.person == person.id).execute()
    for address in used:
        everywhere(address, at)
    # An invitation that they accepted came to an address that may be another one's by now.
    came = (Entry.noun == "workspace") & (Entry.event == "join_team") & (Entry.who == person.id)
    invites = [entry.details["invite"] for entry in Entry.select().where(came)]
    TeamInvite.update(email="").where(TeamInvite.id.in_(invites or [0])).execute()
    Asking.delete().where(Asking.person == person.id).execute()


def everywhere(address: str, at: datetime) -> None:
    """An address of theirs, wherever it stands by itself."""
    Asking.delete().where(Asking.email == address).execute()
    Bucket.delete().where(Bucket.key.contains(address)).execute()
    asked = (TeamInvite.email == address) & TeamInvite.accepted_at.is_null() & TeamInvite.revoked_at.is_null()
    TeamInvite.update(revoked_at=at).where(asked).execute()
    TeamInvite.update(email="").where(TeamInvite.email == address).execute()


def herself(person: Person, at: datetime) -> None:
    """The person's own row: a code and nothing more."""
    Person.update(
        email=None, name="", username=None, zone="UTC", demo="", declines=[], bounced_at=None,
        unsubscribed_at=peewee.fn.COALESCE(Person.unsubscribed_at, int(at.timestamp())), erased_at=at,
    ).where(Person.id == person.id).execute()  # fmt: skip
    Enrolled.update(left_at=at).where(Enrolled.person == person.id, Enrolled.left_at.is_null()).execute()
