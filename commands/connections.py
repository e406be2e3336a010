"""The other half and the secret that both sides know: a recruiter's connection to a study of ours, a tool's connection
of a project of ours; and the signed links between them. No network here: whoever calls does so outside."""

import hashlib
import secrets as chance
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from commands import trail
from commands.fire import fresh
from integrations import links, webhooks
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.base import new_code
from models.database import lock, writes
from models.outside import Connection
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Project
from models.studies import Study

RECRUITER, TOOL = "recruiter", "tool"
OVERLAP = timedelta(days=7)
WAY_LASTS = timedelta(days=1)
OUTCOMES = ("complete", "screenout", "overquota", "quality", "error")
MOST = 20
LONGEST_URL = 500
# Nothing is signed or believed by a connection that is revoked, so that its secrets need not be kept.
EMPTIED = {"secret": "", "old_secret": "", "old_until": None}
NAME_IT = _("Please say whose connection this is, in up to 120 letters.")
NO_LINK = _("Please paste the whole link that you were given; it begins with https://.")
NOT_SIGNED = _("This link already says something that Parlor says itself, or says it in a way that can not be signed.")
NO_CALLS = _("Please paste the whole calls address that you were given, or leave it empty.")
NO_KEY = _("Please paste the key ID as you were given it: up to 40 letters, digits, dashes and underscores.")
NO_SECRET = _("Please paste the whole secret; it begins with whsec_.")
KEY_TAKEN = _("This key ID belongs to another connection already.")
NOT_YOURS = _("Please choose somebody of your team.")
REVOKED = Refusal("revoked", _("This connection is revoked. Add a new one."))
STALE = Refusal("stale", _("This changed while your page was open. Here is how it stands now."))
ENOUGH = Refusal("enough_connections", _("A study can have 20 connections. Revoke one that is not used any more."))


@writes
def make(study: Study, name: str, by: By, at: datetime, owner: Person | None = None) -> Connection:
    """A connection for an outside recruiter: its own key and secret; `owner` reconciles what comes by it."""
    name = name.strip()
    if not name or len(name) > 120 or not name.isprintable():
        raise Invalid({"name": NAME_IT})
    study = fresh(study)
    if Connection.select().where(Connection.study == study.id, Connection.revoked_at.is_null()).count() >= MOST:
        raise Refused(ENOUGH)
    row = Connection.create(
        workspace=study.workspace_id, side=RECRUITER, study=study.id, name=name, key=f"rk_{new_code()}",
        secret=webhooks.new_secret(), owner=owner, created_by=by.who, created_at=at,
    )  # fmt: skip
    trail.keep(study.workspace_id, "recruiter_connected", by, at, connection=row.id, study=study.id)
    return row


@writes
def join_tool(
    project: Project, link: str, key: str, secret: str, calls_url: str, by: By, at: datetime, name: str = ""
) -> Connection:
    """The project sends people to an outside tool from now on, with what that handed over. Typed again with another
    secret, the one before it stays good for a week."""
    given = {"link": link.strip(), "key": key.strip(), "secret": secret.strip(), "calls_url": calls_url.strip()}
    if errors := _faults(given):
        raise Invalid(errors)
    project = fresh(project)
    name = (name.strip() or urlsplit(given["link"]).hostname or "")[:120]
    there = lock(Connection.select().where(Connection.side == TOOL, Connection.key == given["key"])).first()
    if there is not None and there.revoked_at is None and there.project_id == project.id:
        return _again(there, given, by, at)
    if there is not None:
        _make_way(there, project)
    none_left(project, at)
    row = Connection.create(
        workspace=project.workspace_id, side=TOOL, project=project.id, name=name, created_by=by.who, created_at=at,
        **given,
    )  # fmt: skip
    trail.keep(project.workspace_id, "tool_connected", by, at, connection=row.id, project=project.id)
    return row


def _faults(given: dict) -> dict:
    """What can not be used, at its field."""
    found = {}
    if not _is_url(given["link"]):
        found["link"] = NO_LINK
    elif not links.signable(given["link"], ("pid",)):
        found["link"] = NOT_SIGNED
    if given["calls_url"] and not _is_url(given["calls_url"]):
        found["calls_url"] = NO_CALLS
    if not links.is_key(given["key"]):
        found["key"] = NO_KEY
    if not webhooks.is_secret(given["secret"]) or len(given["secret"]) > 120:
        found["secret"] = NO_SECRET
    return found


def _is_url(text: str) -> bool:
    """Whether this may be the address of another side; whether one may ask there, integrations/wire says."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= LONGEST_URL
    return plain and parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and not parts.fragment


def _again(row: Connection, given: dict, by: By, at: datetime) -> Connection:
    """The same key: a new secret, link or address."""
    values = {name: value for name, value in given.items() if value != getattr(row, name)}
    if not values:
        return row
    if "secret" in values:
        values |= {"old_secret": row.secret, "old_until": at + OVERLAP}
    if "calls_url" in values:
        values |= {"greeted_at": None, "tried_at": None, "read_fault": ""}
    Connection.update(values).where(Connection.id == row.id).execute()
    trail.keep(row.workspace_id, "tool_connected", by, at, connection=row.id, project=row.project_id)
    return Connection.get_by_id(row.id)


def _make_way(there: Connection, project: Project) -> None:
    """A key that a revoked connection of the same team had may come back; everybody else's is theirs."""
    if there.revoked_at is None or there.workspace_id != project.workspace_id:
        raise Invalid({"key": KEY_TAKEN})
    Connection.update(key=f"-{there.code}").where(Connection.id == there.id).execute()


def none_left(project: Project, at: datetime) -> None:
    """A project sends people to one place: another one takes the place of the tool before it, which says nothing any
    more."""
    former = (Connection.project == project.id) & Connection.revoked_at.is_null()
    Connection.update(revoked_at=at, **EMPTIED).where(former).execute()


def _is_way_back(url: str) -> bool:
    """Whether people can be led there by a signed link."""
    return _is_url(url) and links.signable(url, ("pid", "outcome"))


@writes
def met(connection: Connection, calls_url: str, return_url: str, at: datetime) -> bool:
    """The tool's side learns where the other one takes calls and people; whether that can be so."""
    if not _is_url(calls_url) or (return_url and not _is_way_back(return_url)):
        return False
    row = lock(Connection.select().where(Connection.id == connection.id)).get()
    # What was to be told before stays in the list, which the other side reads at once.
    values = {"calls_url": calls_url, "return_url": return_url, "greeted_at": row.greeted_at or at}
    if row.calls_url != calls_url:
        values |= {"tried_at": None}
    Connection.update(values).where(Connection.id == row.id).execute()
    if row.greeted_at is None:
        trail.keep(row.workspace_id, "other_half_met", By("recruiter"), at, connection=row.id)
    return True


@writes
def rotate(connection: Connection, by: By, at: datetime, overlap: bool = True, seen: str | None = None) -> Connection:
    """A new secret; the old one stays good for a week, or ends now where it is known to somebody whom it should not
    be. `seen` marks the secret that the page showed: who presses twice changes it once."""
    row = _standing(connection)
    if seen is not None and seen != mark(row):
        raise Refused(STALE)
    old = {"old_secret": row.secret, "old_until": at + OVERLAP} if overlap else {"old_secret": "", "old_until": None}
    Connection.update(secret=webhooks.new_secret(), **old).where(Connection.id == row.id).execute()
    trail.keep(row.workspace_id, "connection_secret", by, at, connection=row.id, overlap=overlap)
    return Connection.get_by_id(row.id)


def forget(at: datetime) -> int:
    """Old secrets whose time is over, and those of connections that were revoked; how many."""
    return _forget(at) if Connection.select().where(_spent(at)).exists() else 0


@writes
def _forget(at: datetime) -> int:
    over = Connection.update(**EMPTIED).where(_spent(at), Connection.revoked_at.is_null(False)).execute()
    return over + Connection.update(old_secret="").where(_spent(at)).execute()


def _spent(at: datetime):
    kept = Connection.revoked_at.is_null(False) & (Connection.secret != "")
    return kept | ((Connection.old_secret != "") & (Connection.old_until <= at))


def mark(connection: Connection) -> str:
    """Which secret it has, without a letter of it."""
    return hashlib.sha256(connection.secret.encode()).hexdigest()[:12]


@writes
def revoke(connection: Connection, by: By, at: datetime) -> Connection:
    """Its links open nothing from now on, its calls are refused and none are made. Who came by it stays."""
    row = _standing(connection)
    Connection.update(revoked_at=at, **EMPTIED).where(Connection.id == row.id).execute()
    trail.keep(row.workspace_id, "connection_revoked", by, at, connection=row.id)
    return Connection.get_by_id(row.id)


@writes
def name_owner(connection: Connection, person: Person | None, by: By, at: datetime) -> Connection:
    """Who looks after the reconciliation of a recruiter's people."""
    row = _standing(connection)
    if person is None or not person.memberships.where(person.memberships.model.workspace == row.workspace_id).exists():
        raise Invalid({"owner": NOT_YOURS})
    Connection.update(owner=person.id).where(Connection.id == row.id).execute()
    trail.keep(row.workspace_id, "connection_given", by, at, connection=row.id, person=person.id)
    return Connection.get_by_id(row.id)


def _standing(connection: Connection) -> Connection:
    row = lock(Connection.select().where(Connection.id == connection.id)).get()
    if row.revoked_at is not None:
        raise Refused(REVOKED)
    return row


def way_on(candidate: Candidate, at: datetime) -> str:
    """The link by which somebody goes on to the outside tool; signed, where the tool handed over a secret."""
    pid = f"pp_{candidate.tail}"
    there = (Connection.project == candidate.project_id) & Connection.revoked_at.is_null()
    connection = Connection.select().where(there).order_by(Connection.id.desc()).first()
    if connection is None:
        link = candidate.project.target_link
        return f"{link}{'&' if '?' in link else '?'}{urlencode({'pid': pid})}"
    return _signed(connection, connection.link, {"pid": pid}, at)


def way_back(participant: Participant, outcome: str, at: datetime) -> str | None:
    """The link by which somebody goes back to the recruiter they came from; None where it has no such address, and for
    who is excluded."""
    pid, connection = participant.study_side_id, participant.connection
    ready = connection is not None and connection.return_url and connection.revoked_at is None
    if not pid or not ready or outcome not in OUTCOMES:
        return None
    return _signed(connection, connection.return_url, {"pid": pid, "outcome": outcome}, at)


def _signed(connection: Connection, url: str, values: dict, at: datetime) -> str:
    nonce = chance.token_urlsafe(18)
    return links.signed(url, values, connection.key, connection.link_secret(at), at, nonce, WAY_LASTS)


# What a participant's state says to the recruiter as they go back; where nothing is over there is no way back yet.
OUTCOME_OF = {"submitted": "complete", "completed": "complete", "screened_out": "screenout", "over_quota": "overquota"}


def back_from(participant: Participant, at: datetime) -> str | None:
    """The way back that fits how they stand; None while there is still something to do here."""
    outcome = OUTCOME_OF.get(participant.state)
    return way_back(participant, outcome, at) if outcome else None
