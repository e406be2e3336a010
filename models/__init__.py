"""What is true: rows, the queries that read them, and the facts that the guards ask for."""

from models.journal import Entry, Note
from models.money import Instruction, LedgerLine, Payout
from models.openings import Availability
from models.outgoing import Letter, Outgoing
from models.participants import Answer, Participant
from models.people import Asking, Bucket, Person, SignIn, UsedForm
from models.recruiting import Candidate, Exclusion, Project
from models.sessions import Claim, Presence, Session
from models.standing import Mark, Report, Standing
from models.studies import Choice, Invitee, Question, Study
from models.tally import Tally
from models.workspaces import Member, Seat, UnitLine, Workspace

ROWS = (
    Person,
    SignIn,
    Asking,
    Bucket,
    UsedForm,
    Workspace,
    Member,
    Seat,
    Entry,
    Note,
    Study,
    Availability,
    Invitee,
    Question,
    Choice,
    Project,
    Candidate,
    Participant,
    Answer,
    Session,
    Claim,
    Presence,
    UnitLine,
    Payout,
    Instruction,
    LedgerLine,
    Report,
    Standing,
    Mark,
    Exclusion,
    Outgoing,
    Letter,
    Tally,
)
NOUNS = {
    row.lifecycle_name(): row for row in (Session, Participant, Candidate, Payout, Study, Project, Report, Standing)
}
