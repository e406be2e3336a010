"""What is true: rows, the queries that read them, and the facts that the guards ask for."""

from models.beats import Beat
from models.given import Answer, Consent
from models.journal import Entry, Note
from models.money import Instruction, LedgerLine, Payout, ProviderEvent, SendTo
from models.network import Enrolled, Listed, Profile, Shortlist
from models.openings import Availability, Feed
from models.outgoing import Letter, Outgoing, Try
from models.outside import Charge, Connection, Counterpart, Endpoint, Heard, Nonce, Suspect
from models.participants import Participant
from models.people import Asking, Bucket, Person, SignIn, UsedForm
from models.recruiting import Candidate, CandidateAnswer, Exclusion, Project, ProjectChoice, ProjectQuestion
from models.rights import Accepted, Erased, Look
from models.search import Findable
from models.sessions import Claim, Message, Presence, Remark, Session, SessionHost
from models.standing import Mark, Report, Standing
from models.studies import Choice, CoHost, Invitee, Question, Study
from models.tally import Tally
from models.tasks import Clip, Item, Option, Piece, Reply, Run, Task
from models.workspaces import Logo, Member, Seat, TeamInvite, UnitLine, Workspace

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
    Feed,
    Invitee,
    CoHost,
    Question,
    Choice,
    Project,
    Candidate,
    Connection,
    Participant,
    Answer,
    Consent,
    Session,
    SessionHost,
    Claim,
    Presence,
    Remark,
    Message,
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
    Findable,
    TeamInvite,
    Logo,
    Profile,
    Enrolled,
    Shortlist,
    Listed,
    Accepted,
    Look,
    Erased,
    Beat,
    ProjectQuestion,
    ProjectChoice,
    CandidateAnswer,
    Counterpart,
    Heard,
    Nonce,
    Suspect,
    Charge,
    Endpoint,
    Try,
    SendTo,
    ProviderEvent,
    Task,
    Item,
    Option,
    Reply,
    Run,
    Clip,
    Piece,
)
NOUNS = {
    row.lifecycle_name(): row for row in (Session, Participant, Candidate, Payout, Study, Project, Report, Standing)
}
