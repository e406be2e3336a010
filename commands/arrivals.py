"""Somebody comes from an outside recruiter by a signed link: looked at it changes nothing, pressed it opens once."""

from datetime import datetime, timedelta
from functools import cached_property

from commands import participants, signin, suspects
from commands.fire import fire, fresh
from integrations import links
from lifecycle.attempt import CLOCK, RECRUITER, Attempt, Refusal, Refused
from lifecycle.words import _
from models import exchange
from models.database import lock, writes
from models.outside import Connection, Heard, Nonce
from models.participants import Participant
from models.people import Person, SignIn
from models.studies import Study
from rules.identifiers import is_candidate_id, to_recruiter_form
from rules.times import from_epoch

AN_HOUR_HERE, AN_HOUR = 60, 3000
PRUNED = 500
CALLS_KEPT = timedelta(days=90)
OTHER = Refusal(
    "somebody_else", _("You take part in this study already, with another ID. Please go on where you were.")
)
USED = Refusal("replayed", _("This link was used already. Go back to where you found it, and press it once more."))


class Arrived:
    """A link that is believed: whose, and what it says."""

    def __init__(self, connection: Connection, said: dict, pid: str):
        self.connection, self.said, self.pid = connection, said, pid

    @cached_property
    def place(self) -> Participant | None:
        """The row that is there already for this ID."""
        return exchange.participant_of(self.connection, self.pid)

    @property
    def used(self) -> bool:
        """Whether it opened something already."""
        return Nonce.select().where(Nonce.connection == self.connection.id, Nonce.nonce == self.said["nonce"]).exists()


def read(study: Study, where: str, query: str, at: datetime) -> Arrived:
    """What a link into this study says; links.Doubt where it can not be believed. Nothing is written."""
    found: dict[str, Connection] = {}

    def secrets_of(key: str) -> list[str]:
        mine = (Connection.side == "recruiter") & (Connection.key == key) & (Connection.study == study.id)
        row = Connection.select().where(mine, Connection.revoked_at.is_null()).first()
        found[key] = row
        return row.secrets(at) if row is not None else []

    said = links.check(where, query, secrets_of, at)
    pid = said.get("pid", "")
    if not is_candidate_id(pid):
        raise links.Doubt("unknown_id", said["key"])
    return Arrived(found[said["key"]], said, pid)


@writes
def doubt(study: Study, problem: links.Doubt, claimed: str, at: datetime) -> None:
    """Keep that somebody tried; `claimed` is the ID that stood there, which says nothing by itself."""
    pid = claimed if is_candidate_id(claimed) else ""
    there = Connection.get_or_none(Connection.side == "recruiter", Connection.key == problem.key)
    if there is not None and there.study_id != study.id:
        problem = links.Doubt("swapped", problem.key)
    connection = there if there is not None and there.study_id == study.id else None
    suspects.keep(at, problem.kind, connection=connection, study=study, outside_id=pid)


@writes
def come(
    study: Study, arrived: Arrived, me: Person | None, place: str, at: datetime, language: str, zone: str
) -> Participant:
    """The press of the button: the number is used up, and they are in the study, qualified where nothing else is asked.
    Who was here before is led to their row."""
    signin.draw(f"arrive:{place}", AN_HOUR_HERE, at)
    signin.draw(f"arrive:{arrived.connection.key}", AN_HOUR, at)
    study = fresh(study)
    use_up(arrived.connection, arrived.said["nonce"], from_epoch(int(arrived.said["exp"])))
    if (there := exchange.participant_of(arrived.connection, arrived.pid)) is not None:
        return there
    person = whose(study, me) or _guest(language, zone, at)
    row = participants.arrive(
        study, person, RECRUITER, at, source="recruiter", recruiter="outside", outside_id=arrived.pid,
        connection=arrived.connection,
    )  # fmt: skip
    if row.outside_id != arrived.pid:
        raise Refused(OTHER)
    return _further(row, at)


def use_up(connection: Connection, nonce: str, until: datetime) -> None:
    """This link opens nothing a second time; its number is kept for as long as it could be tried."""
    row = {"connection": connection.id, "nonce": nonce, "at": until}
    if not Nonce.insert(row).on_conflict_ignore().as_rowcount().execute():
        raise Refused(USED)


def whose(study: Study, me: Person | None) -> Person | None:
    """Who is signed in, unless that is only a guest who came with another ID: several people share one browser."""
    if me is None or not only_guest(me):
        return me
    taken = Participant.select().where(Participant.study == study.id, Participant.person == me.id).exists()
    return None if taken else me


def only_guest(person: Person) -> bool:
    """Whether a link alone may sign this person in: nobody but the recruiter knows them, and they own nothing."""
    return person.guest and person.email is None and not person.operator and not person.memberships.exists()


def _guest(language: str, zone: str, at: datetime) -> Person:
    return Person.create(guest=True, email=None, language=language, zone=zone, created_at=at)


def _further(row: Participant, at: datetime) -> Participant:
    """Screened at the recruiting side, so qualified here, where nothing else has to be agreed to; or there is no room
    any more."""
    if row.kind != "live_conversation" and not row.room_in_quota:
        return _if_lawful(row, "fill", CLOCK, at)
    return _if_lawful(row, "qualify", RECRUITER, at)


def _if_lawful(row: Participant, event: str, by, at: datetime) -> Participant:
    row = fresh(row)
    return fire(row, event, by, at) if row.lifecycle.why_not(Attempt(row, event, by, at)) is None else row


@writes
def enter(row: Participant, me: Person | None, at: datetime, agent: str) -> tuple[SignIn, str] | None:
    """Sign the browser of a guest in who came with a good link; everybody else signs in as always."""
    person = row.person
    if me is not None and me.id == person.id:
        return None
    return signin.sign_in(person, at, agent) if only_guest(person) else None


def read_back(connection: Connection, where: str, query: str, at: datetime) -> dict:
    """What a way back to this project says; links.Doubt where it can not be believed. Nothing is written."""
    secrets = connection.secrets(at) if connection.revoked_at is None else []
    said = links.check(where, query, lambda key: secrets if key == connection.key else [], at)
    try:
        return {**said, "pid": to_recruiter_form(said.get("pid", ""), connection.project.leads_to)}
    except ValueError:
        raise links.Doubt("unknown_id", connection.key) from None


@writes
def came_back(connection: Connection, said: dict, at: datetime) -> bool:
    """Somebody is back with this outcome: a hint, and nobody's state. Whether the link was new."""
    row = {"connection": connection.id, "nonce": said["nonce"], "at": from_epoch(int(said["exp"]))}
    if not Nonce.insert(row).on_conflict_ignore().as_rowcount().execute():
        return False
    outcome, pid = said.get("outcome", ""), said["pid"]
    if exchange.candidate_of(connection, pid) is None:
        suspects.keep(at, "unknown_id", connection=connection, outside_id=pid)
    elif outcome in ("quality", "error"):
        suspects.keep(at, outcome, connection=connection, outside_id=pid)
    elif outcome == "complete":
        Heard.insert(
            connection=connection.id, message=f"back-{said['nonce']}", kind=suspects.HINT, outside_id=pid, body="",
            at=at,
        ).on_conflict_ignore().execute()  # fmt: skip
    return True


@writes
def prune(at: datetime) -> int:
    """Numbers of links that could not be tried any more even if they were new, and calls that nobody repeats."""
    over = Nonce.select(Nonce.id).where(Nonce.at < at - timedelta(hours=1)).limit(PRUNED)
    numbers = [row.id for row in lock(over)]
    old = Heard.select(Heard.id).where(Heard.at < at - CALLS_KEPT).limit(PRUNED)
    calls = [row.id for row in lock(old)]
    Heard.delete().where(Heard.id.in_(calls or [0])).execute()
    return Nonce.delete().where(Nonce.id.in_(numbers or [0])).execute()
