"""What belongs to a person, table by table, and what of it they take along. Each column of each of these tables stands
here, taken or left out with the reason, so that nothing that is new is forgotten (tests/commands/test_takeout.py)."""

from collections.abc import Callable
from typing import NamedTuple

from lifecycle.words import Text, _
from models.given import Answer, Consent
from models.journal import Entry, Note
from models.money import Payout, SendTo
from models.network import Enrolled, Listed, Profile
from models.openings import Availability, Feed
from models.outgoing import Letter, Outgoing
from models.participants import Participant
from models.people import Asking, Person, SignIn
from models.recruiting import Candidate, CandidateAnswer
from models.rights import Accepted, Look
from models.sessions import Message, Presence, Session
from models.standing import Mark, Report, Standing
from models.tasks import Clip, Reply, Run
from models.workspaces import Member, TeamInvite

MACHINERY = "how the program keeps its rows apart; says nothing about a person"
OTHERS = "says who somebody else is"
SECRET = "a secret that opens a door"
TEAMS_OWN = "the team's own work, which only the team reads; it is erased with everything else"


class Part(NamedTuple):
    """A list of what is kept: its table, the columns by which rows are theirs, how to find them, the columns that are
    taken, and those that are not, with the reason."""

    name: str
    label: Text
    table: type
    by: tuple[str, ...]
    mine: Callable
    columns: tuple[str, ...]
    left_out: dict[str, str] = {}


def _places(person: int):
    return Participant.select(Participant.id).where(Participant.person == person)


def _candidacies(person: int):
    return Candidate.select(Candidate.id).where(Candidate.person == person)


def _talks(person: int):
    return Session.select(Session.id).where(Session.contributor == person)


def _sent(person: int):
    return Outgoing.select(Outgoing.id).where(_letter_to(person))


def _letter_to(person: int):
    # Machines have numbers of their own.
    return (Outgoing.channel == "mail") & (Outgoing.recipient == person)


def _why(reason: str, *columns: str) -> dict[str, str]:
    return dict.fromkeys(columns, reason)


ROW = _why(MACHINERY, "id", "version")
PARTS = (
    Part(
        "person", _("You"), Person, (), lambda me: Person.id == me,
        ("code", "email", "name", "username", "language", "zone", "guest", "unsubscribed_at", "bounced_at", "declines",
         "erasure_asked_at", "created_at"),
        _why(MACHINERY, "id", "operator", "erased_at", "practice_for", "demo"),
    ),
    Part(
        "profile", _("What is known about you"), Profile, ("person",), lambda me: Profile.person == me,
        ("scope", "country", "birth_year", "gender", "languages", "employment", "industry", "company_size",
         "job_level", "income", "devices", "web_use", "updated_at"),
        _why(MACHINERY, "id", "person"),
    ),
    Part(
        "teams", _("Teams that have you among their own people"), Enrolled, ("person",),
        lambda me: Enrolled.person == me, ("workspace", "name", "email", "at", "left_at"),
        _why(MACHINERY, "id", "code", "person") | _why(TEAMS_OWN, "note") | _why(OTHERS, "by"),
    ),
    Part(
        "lists", _("Lists of teams that you stand on"), Listed, ("person",), lambda me: Listed.person == me,
        ("own", "at"), _why(MACHINERY, "id", "person") | _why(TEAMS_OWN, "shortlist") | _why(OTHERS, "by"),
    ),
    Part(
        "participations", _("Studies you were asked into"), Participant, ("person",),
        lambda me: Participant.person == me,
        ("code", "state", "study", "source", "recruiter", "outside_id", "judgement", "camera_at", "terms_at",
         "submitted_at", "waiting_since", "offer_ends_at", "completed_there_at", "removed_there_at", "slot_note",
         "slot_noted_at", "created_at"),
        ROW | _why(MACHINERY, "person", "candidate", "connection"),
    ),
    Part(
        "answers", _("Your answers"), Answer, (), lambda me: Answer.participant.in_(_places(me)),
        ("participant", "question", "value", "at"), _why(MACHINERY, "id"),
    ),
    Part(
        "recordings", _("Your recordings"), Clip, (), lambda me: Clip.participant.in_(_places(me)),
        ("participant", "task", "kind", "mime", "begun_at", "ended_at", "milliseconds", "size", "note", "erased_at"),
        _why(MACHINERY, "id", "code", "pieces"),
    ),
    Part(
        "replies", _("Your answers in studies that you did alone"), Reply, (),
        lambda me: Reply.participant.in_(_places(me)), ("participant", "item", "value", "at"), _why(MACHINERY, "id"),
    ),
    Part(
        "tasks", _("How your tasks went"), Run, (), lambda me: Run.participant.in_(_places(me)),
        ("participant", "task", "begun_at", "ended_at", "outcome"), _why(MACHINERY, "id"),
    ),
    Part(
        "consents", _("What you agreed to in a study"), Consent, (), lambda me: Consent.participant.in_(_places(me)),
        ("participant", "kind", "version", "at", "withdrawn_at"), _why(MACHINERY, "id"),
    ),
    Part(
        "terms", _("Terms of the network that you accepted"), Accepted, ("person",), lambda me: Accepted.person == me,
        ("kind", "version", "at"), _why(MACHINERY, "id", "person"),
    ),
    Part(
        "candidacies", _("Recruiting that you took part in"), Candidate, ("person",), lambda me: Candidate.person == me,
        ("code", "state", "project", "tail", "judgement", "sent_at", "submitted_at", "created_at"),
        ROW | _why(MACHINERY, "person"),
    ),
    Part(
        "candidate_answers", _("Your answers in recruiting"), CandidateAnswer, (),
        lambda me: CandidateAnswer.candidate.in_(_candidacies(me)),
        ("candidate", "question", "value", "at"), _why(MACHINERY, "id"),
    ),
    Part(
        "conversations", _("Your conversations"), Session, ("contributor", "host"),
        lambda me: (Session.contributor == me) | (Session.host == me),
        ("code", "state", "study", "participant", "starts_at", "ends_at", "zone", "presence", "moves", "asked_at",
         "proposed_at", "late", "started_at", "ended_at", "technical", "disputed", "customer_says", "contributor_says"),
        ROW
        | _why(MACHINERY, "gap", "uid", "sequence", "silent_since", "contributor", "host")
        | _why(OTHERS, "host_zone", "quality_by")
        | _why(TEAMS_OWN, "quality", "quality_at"),
    ),
    Part(
        "presence", _("When you were in a room"), Presence, ("person",), lambda me: Presence.person == me,
        ("session", "seat", "place", "since", "until"), _why(MACHINERY, "id", "person", "beat_at"),
    ),
    Part(
        "messages", _("Messages"), Message, ("author",),
        lambda me: Message.session.in_(_talks(me)) | (Message.author == me),
        ("session", "role", "text", "at", "read_at"), _why(MACHINERY, "id", "code") | _why(OTHERS, "author"),
    ),
    Part(
        "payouts", _("Your money"), Payout, ("person",), lambda me: Payout.person == me,
        ("code", "state", "workspace", "study", "purpose", "occasion", "amount", "currency", "failure", "proof",
         "due_at"),
        ROW | _why(MACHINERY, "person", "participant", "candidate", "owner", "provider", "retryable"),
    ),
    Part(
        "sent_elsewhere", _("Other addresses that your money was sent to"), SendTo, (),
        lambda me: SendTo.payout.in_(Payout.select(Payout.id).where(Payout.person == me)),
        ("payout", "address", "before", "at"), _why(MACHINERY, "id") | _why(OTHERS, "by"),
    ),
    Part(
        "standing", _("Your standing"), Standing, ("person",), lambda me: Standing.person == me,
        ("code", "state", "cleared_at", "appealed_at", "appeal", "answered_at", "answer"),
        ROW | _why(MACHINERY, "person"),
    ),
    Part(
        "marks", _("Marks"), Mark, ("person",), lambda me: Mark.person == me,
        ("kind", "severe", "session", "report", "at", "struck_at"), _why(MACHINERY, "id", "person", "entry"),
    ),
    Part(
        "reports", _("Reports by you and about you"), Report, ("person", "author"),
        lambda me: (Report.person == me) | (Report.author == me),
        ("code", "state", "study", "session", "about", "author_role", "reason", "decided_at", "was_appealed",
         "replied_at", "reply", "created_at"),
        ROW | _why(MACHINERY, "participant") | _why(OTHERS, "person", "author", "decided_by"),
    ),
    Part(
        "history", _("What you did here"), Entry, ("who",), lambda me: Entry.who == me,
        ("noun", "event", "source", "target", "role", "at"),
        _why(MACHINERY, "id", "subject", "seq", "who", "details", "workspace"),
    ),
    Part(
        "notes", _("What you typed beside it"), Note, (),
        lambda me: Note.entry.in_(Entry.select(Entry.id).where(Entry.who == me)), ("text",),
        _why(MACHINERY, "id", "entry"),
    ),
    Part(
        "letters", _("Letters to you"), Outgoing, ("recipient",), _letter_to,
        ("letter", "state", "due_at", "sent_at", "outcome"),
        _why(MACHINERY, "id", "entry", "channel", "recipient", "thread", "next_at", "tries")
        | _why("only machines answer", "answer"),
    ),
    Part(
        "letter_texts", _("Letters still kept in full"), Letter, (),
        lambda me: Letter.outgoing.in_(_sent(me)), ("address", "subject", "text", "calendar", "at"),
        _why(MACHINERY, "id", "outgoing", "message_id", "method") | {"html": "the same words as the text"},
    ),
    Part(
        "sign_ins", _("Where you signed in"), SignIn, ("person",), lambda me: SignIn.person == me,
        ("created_at", "seen_at", "fresh_at", "ends_at", "browser", "ended_at"),
        _why(MACHINERY, "id", "code", "person", "playing", "workspace") | _why(SECRET, "secret"),
    ),
    Part(
        "codes", _("Codes that you asked for"), Asking, ("person",), lambda me: Asking.person == me,
        ("email", "purpose", "next_page", "created_at", "tries", "used_at"),
        _why(MACHINERY, "id", "person") | _why(SECRET, "code", "browser"),
    ),
    Part(
        "looks", _("Who looked at what you told"), Look, (),
        lambda me: Look.participant.in_(_places(me)) | Look.candidate.in_(_candidacies(me)),
        ("workspace", "participant", "candidate", "what", "at"), _why(MACHINERY, "id", "day") | _why(OTHERS, "who"),
    ),
    Part(
        "memberships", _("Teams that you work in"), Member, ("person",), lambda me: Member.person == me,
        ("workspace", "role", "joined_at"), _why(MACHINERY, "id", "person"),
    ),
    Part(
        "team_invites", _("Teams that asked you in"), TeamInvite, (),
        lambda me: TeamInvite.email == Person.select(Person.email).where(Person.id == me),
        ("workspace", "email", "role", "at", "ends_at", "accepted_at", "revoked_at"),
        ROW | _why(SECRET, "code") | _why(OTHERS, "asked_by"),
    ),
    Part(
        "hours", _("The hours that you offer"), Availability, ("host",), lambda me: Availability.host == me,
        ("zone", "windows", "exceptions"), _why(MACHINERY, "id", "host"),
    ),
    Part(
        "calendar", _("Your own calendar, as it is read here"), Feed, ("host",), lambda me: Feed.host == me,
        ("address", "busy", "fault", "read_at", "tried_at"), _why(MACHINERY, "id", "host", "tag", "next_at"),
    ),
)  # fmt: skip
# Columns that name a person and lead to no list of theirs: (table, column) -> why not.
EXCEPTIONS = {
    **{("study", column): "a study is the team's" for column in ("author", "host")},
    **{("project", column): "recruiting is the team's" for column in ("author", "owner")},
    ("seat", "person"): "a number of the team's plan",
    ("co_host", "person"): "who holds the team's study; their conversations are taken",
    ("session_host", "person"): "who holds the team's conversation together with its host",
    ("invitee", "person"): "who stands in a draft of a team; from the launch on it is a participation",
    ("claim", "calendar"): "the hours of the conversations, which are taken, once more",
    ("connection", "created_by"): "who of the team connected an outside recruiter or tool; it is in their history",
    ("connection", "owner"): "who of the team looks after an outside recruiter's people",
    ("endpoint", "created_by"): "who of the team put one of its machines on the list; it is in their history",
    **{("charge", column): "who of the team sees to somebody on the board" for column in ("person", "by")},
    ("suspect", "settled_by"): "what a team did; it is in their history",
    ("exclusion", "asked_by"): "what a team did; it is in their history",
    ("exclusion", "stated_by"): "what a team did; it is in their history",
    ("remark", "author"): TEAMS_OWN,
    ("session", "quality_by"): TEAMS_OWN,
    ("report", "decided_by"): "an operator's decision; it is in their history",
    ("enrolled", "by"): "who of the team wrote somebody else down",
    ("listed", "by"): "who of the team wrote somebody else down",
    ("team_invite", "asked_by"): "who of the team asked somebody else in",
    ("send_to", "by"): "who named an address for money: themselves, or their team",
    ("look", "who"): "what somebody looked at for their team is the team's",
    ("erased", "person"): "that somebody was erased, who then can not take anything along any more",
    ("person", "practice_for"): "made-up people to practise with",
    ("sign_in", "playing"): "made-up people to practise with",
}
