"""Teams: who is asked in, with which role, who comes and who goes. An invitation touches nobody's account: its owner
accepts it, signed in with that very address. Each change ends the sign-ins of the person whose role it is about."""

from datetime import datetime, timedelta

from commands import signin, trail
from commands.signin import draw
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models import teams
from models.database import lock, writes
from models.outgoing import Outgoing
from models.people import Person, SignIn
from models.sessions import Claim, Session, SessionHost
from models.studies import HOLDERS, CoHost, Study
from models.workspaces import ROLES, Member, TeamInvite, Workspace
from outbox.letters import PLANNED_AHEAD

LASTS = timedelta(days=14)
DAY = timedelta(days=1)
INVITES_A_DAY, LETTERS_A_DAY = 50, 5
ADDRESS = _("Please type an e-mail address, for instance ada@example.org.")
ROLE = _("Please choose one of the roles.")
NAME = _("Please type the name that your colleagues and contributors will read.")
LAST_ADMIN = Refusal("last_admin", _("A workspace needs an administrator. Make somebody else an administrator first."))
HOLDS = Refusal(
    "holds_talks",
    _("There are conversations that nobody else holds. Hand these over first, or cancel them. They are listed below."),
)
STALE = Refusal("stale", _("This changed while your page was open. Here is how it stands now."))
OVER = Refusal("invite_over", _("This invitation is over. Ask an administrator of the team to send it again."))
TAKEN_BACK = Refusal("invite_taken_back", _("This invitation was taken back."))
USED = Refusal("invite_used", _("This invitation was accepted already."))
OTHER = Refusal(
    "other_address",
    _("This invitation is for another address. Sign in with the address that its letter came to, then open it again."),
)
LEAVING = Refusal(
    "leaving",
    _(
        "You asked to have your data erased, and who is in a team can not be erased. Take that back on the page of "
        "your data first, if you would rather come into this team."
    ),
)


# Asking somebody in ---------------------------------------------------------------------------------------------------


@writes
def invite(workspace: Workspace, email: str, role: str, by: By, at: datetime) -> TeamInvite:
    """Ask an address into the team. Whether it has an account makes no difference, and none is changed."""
    email = email.strip().lower()
    errors = {} if role in ROLES else {"role": ROLE}
    if "@" not in email or len(email) > 254 or not email.isprintable() or " " in email:
        errors["email"] = ADDRESS
    lock(Workspace.select().where(Workspace.id == workspace.id)).get()
    errors |= {} if "email" in errors else _in_already(workspace, email)
    if errors:
        raise Invalid(errors)
    draw(f"team-invites:{workspace.id}", INVITES_A_DAY, at, DAY)
    # The letter needs somebody to go to: a guest, who has nothing yet; where somebody has the address, nothing changes.
    guest = {"email": email, "guest": True, "language": workspace.language, "zone": workspace.zone, "created_at": at}
    Person.insert(guest).on_conflict_ignore().execute()
    row = TeamInvite.create(workspace=workspace, email=email, role=role, asked_by=by.who, at=at, ends_at=at + LASTS)
    trail.keep(workspace.id, "invite_member", by, at, invite=row.id, role=role)
    return row


def _in_already(workspace: Workspace, email: str) -> dict:
    rows = Member.select(Member.id).join(Person).where(Member.workspace == workspace, Person.email == email)
    if rows.exists():
        return {"email": _("Somebody with this address is in the team already.")}
    waiting = TeamInvite.accepted_at.is_null() & TeamInvite.revoked_at.is_null()
    if TeamInvite.select().where(TeamInvite.workspace == workspace, TeamInvite.email == email, waiting).exists():
        return {"email": _("This address is asked already. You can send the letter again.")}
    return {}


@writes
def invite_again(row: TeamInvite, by: By, at: datetime) -> TeamInvite:
    """Send the letter once more; its two weeks begin anew."""
    row = _waiting(row)
    draw(f"team-invite:{row.id}", LETTERS_A_DAY, at, DAY)
    TeamInvite.update(ends_at=at + LASTS, version=row.version + 1).where(TeamInvite.id == row.id).execute()
    trail.keep(row.workspace_id, "invite_again", by, at, invite=row.id, role=row.role)
    return TeamInvite.get_by_id(row.id)


@writes
def take_back(row: TeamInvite, by: By, at: datetime) -> TeamInvite:
    """The link in the letter leads nowhere from now on."""
    row = _waiting(row)
    TeamInvite.update(revoked_at=at, version=row.version + 1).where(TeamInvite.id == row.id).execute()
    trail.keep(row.workspace_id, "take_back_invite", by, at, invite=row.id, role=row.role)
    return TeamInvite.get_by_id(row.id)


def _waiting(row: TeamInvite) -> TeamInvite:
    """The invitation, locked, where it was neither accepted nor taken back."""
    row = lock(TeamInvite.select().where(TeamInvite.id == row.id)).get()
    if (refusal := over(row)) is not None:
        raise Refused(refusal)
    return row


def over(row: TeamInvite, at: datetime | None = None) -> Refusal | None:
    """Why an invitation can not be accepted any more; without a time its days do not matter."""
    if row.accepted_at is not None:
        return USED
    if row.revoked_at is not None:
        return TAKEN_BACK
    return OVER if at is not None and at >= row.ends_at else None


def why_not(row: TeamInvite, person: Person, at: datetime) -> Refusal | None:
    """Why this person can not accept it: it is over, or they are about to be erased, which a team would hold up."""
    return over(row, at) or (LEAVING if person.leaving else None)


@writes
def accept(row: TeamInvite, asker: SignIn, name: str, at: datetime, agent: str = "") -> tuple[SignIn, str]:
    """Come into the team: for who is signed in with the address that was asked. A new sign-in takes the place of all
    that this person had; it is as fresh as the one that accepted."""
    person = lock(Person.select().where(Person.id == asker.person_id)).get()
    row = lock(TeamInvite.select().where(TeamInvite.id == row.id)).get()
    if (person.email or "").lower() != row.email:
        raise Refused(OTHER)
    if (refusal := why_not(row, person, at)) is not None:
        raise Refused(refusal)
    if named := _named(person, name):
        Person.update(named).where(Person.id == person.id).execute()
    _joins(row, person, at)
    _sign_out(person.id, at)
    fresh, secret = signin.sign_in(Person.get_by_id(person.id), at, agent)
    values = {"workspace": row.workspace_id, "fresh_at": asker.fresh_at}
    SignIn.update(values).where(SignIn.id == fresh.id).execute()
    return SignIn.get_by_id(fresh.id), secret


def _named(person: Person, name: str) -> dict:
    """What becomes of an account that was none yet; one that has a name keeps everything."""
    if person.name.strip():
        return {"guest": False} if person.guest else {}
    name = " ".join(name.split())
    if not name or len(name) > 120 or not name.isprintable():
        raise Invalid({"name": NAME})
    return {"name": name, "guest": False}


def _joins(row: TeamInvite, person: Person, at: datetime) -> None:
    TeamInvite.update(accepted_at=at, version=row.version + 1).where(TeamInvite.id == row.id).execute()
    if not Member.select().where(Member.workspace == row.workspace_id, Member.person == person).exists():
        Member.create(workspace=row.workspace_id, person=person, role=row.role, joined_at=at)
    by = By("customer", person.id)
    trail.keep(row.workspace_id, "join_team", by, at, invite=row.id, member=person.id, role=row.role)


# Roles, and going ----------------------------------------------------------------------------------------------------


@writes
def change_role(member: Member, role: str, by: By, at: datetime, seen: str | None = None) -> Member:
    """Another role. Who holds conversations alone hands them over before they get one that may not."""
    if role not in ROLES:
        raise Invalid({"role": ROLE})
    person, house = member.person_id, member.workspace_id
    studies = _locked(house, person)
    member = _present(house, person, seen)
    if member.role == role:
        return member
    if role != "admin":
        _not_the_last(member)
    gone = [] if role in HOLDERS else _stop_holding(studies, house, person, at)
    Member.update(role=role).where(Member.id == member.id).execute()
    trail.keep(house, "change_role", by, at, member=person, old=member.role, new=role, sessions=gone)
    _sign_out(person, at)
    return Member.get_by_id(member.id)


@writes
def remove(member: Member, by: By, at: datetime, seen: str | None = None) -> None:
    """Out of the team, by an administrator or by themselves. What they wrote and decided stays as it was."""
    person, house = member.person_id, member.workspace_id
    studies = _locked(house, person)
    member = _present(house, person, seen)
    _not_the_last(member)
    gone = _stop_holding(studies, house, person, at)
    Member.delete().where(Member.id == member.id).execute()
    event = "leave_team" if by.who == person else "remove_member"
    trail.keep(house, event, by, at, member=person, old=member.role, sessions=gone)
    SignIn.update(workspace=None).where(SignIn.person == person, SignIn.workspace == house).execute()
    _sign_out(person, at)


def _locked(house: int, person: int) -> list[Study]:
    """The launched studies that this person holds, locked before the workspace: nobody books with them meanwhile."""
    colleague = Study.id.in_(CoHost.select(CoHost.study).where(CoHost.person == person))
    sessions = Session.select(Session.study).where(Session.host == person, Session.state.in_(teams.OPEN))
    mine = (Study.host == person) | colleague | Study.id.in_(sessions)
    rows = Study.select().where(Study.workspace == house, Study.state.in_(teams.GOING), mine)
    return list(lock(rows.order_by(Study.id)))


def _present(house: int, person: int, seen: str | None) -> Member:
    """The membership as it is now, its workspace locked."""
    lock(Workspace.select().where(Workspace.id == house)).get()
    member = Member.get_or_none(Member.workspace == house, Member.person == person)
    if member is None or (seen is not None and seen != member.role):
        raise Refused(STALE)
    return member


def _not_the_last(member: Member) -> None:
    others = Member.select().where(
        Member.workspace == member.workspace_id, Member.role == "admin", Member.id != member.id
    )
    if member.role == "admin" and not others.exists():
        raise Refused(LAST_ADMIN)


def _stop_holding(studies: list[Study], house: int, person: int, at: datetime) -> list[int]:
    """Refused while they are the host of a conversation that is not over. What they hold together with others goes on
    without them: the ids of those conversations."""
    if teams.talks(house, person):
        raise Refused(HOLDS)
    gone = [session.id for session in teams.together(house, person, at)]
    SessionHost.delete().where(SessionHost.session.in_(gone), SessionHost.person == person).execute()
    Claim.delete().where(Claim.session.in_(gone), Claim.calendar == person).execute()
    CoHost.delete().where(CoHost.study.in_([study.id for study in studies]), CoHost.person == person).execute()
    threads = [f"session-{number}" for number in gone]
    waiting = (Outgoing.recipient == person) & (Outgoing.state == "waiting") & Outgoing.letter.in_(PLANNED_AHEAD)
    Outgoing.update(state="dropped").where(waiting, Outgoing.thread.in_(threads)).execute()
    return gone


def _sign_out(person: int, at: datetime) -> None:
    """Every browser of theirs: what a planted or an old sign-in was allowed, it is not any more."""
    SignIn.update(ended_at=at).where(SignIn.person == person, SignIn.ended_at.is_null()).execute()


# Which of several ----------------------------------------------------------------------------------------------------


@writes
def work_in(row: SignIn, workspace: int) -> None:
    """Of several workspaces, this browser shows this one from now on."""
    SignIn.update(workspace=workspace).where(SignIn.id == row.id).execute()
