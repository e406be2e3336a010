"""Studies: written, launched, and what closing or canceling one gives back."""

import secrets
from datetime import datetime

from commands import participants, units
from commands.fire import begin, effect, fire, fresh
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.journal import Entry
from models.openings import Availability
from models.people import Person
from models.sessions import Session
from models.studies import Choice, Invitee, Question, Study
from models.workspaces import Workspace
from rules import policy as policies
from rules import units as prices

PENDING = ("scheduled", "rescheduling")
BEFORE_LAUNCH = ("draft", "in_review", "approved")
CHUNK = 200
EDITABLE = (
    "title",
    "about",
    "kind",
    "audience",
    "length",
    "reward",
    "currency",
    "budget",
    "places",
    "gap",
    "step",
    "minimum_notice",
    "horizon",
    "most_per_day",
    "presence",
    "meeting_link",
    "host",
)
FROZEN = Refusal("frozen", _("A study that was launched keeps its terms. Duplicate it to change them."))


@writes
def draft(workspace: Workspace, author: Person, at: datetime, **values) -> Study:
    """A new draft, hosted by its author until somebody else is named."""
    values = {"host": author, "currency": workspace.currency, **values}
    return begin(
        Study, "draft", By("customer", author.id), at, workspace=workspace, author=author, created_at=at, **values
    )


@writes
def edit(study: Study, by: By, at: datetime, **values) -> Study:
    """Set what the form says while it is not launched; more than a new title sends an approved study back to draft."""
    study = fresh(study)
    if study.state not in BEFORE_LAUNCH:
        raise Refused(FROZEN)
    changed = {name: value for name, value in values.items() if name in EDITABLE and getattr(study, name) != value}
    for name, value in changed.items():
        setattr(study, name, value)
    study.save()
    if set(changed) - {"title"} and study.state != "draft":
        study = fire(study, "send_back", by, at)
    return study


@writes
def ask(study: Study, questions: list[dict]) -> None:
    """Set the screener anew: each question has text and choices of (text, verdict); only while nobody can have
    answered."""
    if fresh(study).state not in BEFORE_LAUNCH:
        raise Refused(FROZEN)
    old = Question.select(Question.id).where(Question.study == study)
    Choice.delete().where(Choice.question.in_(old)).execute()
    Question.delete().where(Question.study == study).execute()
    for position, question in enumerate(questions):
        row = Question.create(
            study=study, position=position, kind=question.get("kind", "single"), text=question["text"], required=True
        )
        for place, (text, verdict) in enumerate(question["choices"]):
            Choice.create(question=row, position=place, text=text, verdict=verdict)


@writes
def name_invitees(study: Study, usernames: list[str]) -> None:
    """Set whom the study asks; an unknown username is a fault of the form."""
    people = {person.username: person for person in Person.select().where(Person.username.in_(usernames or [""]))}
    unknown = [name for name in usernames if name not in people]
    if unknown:
        raise Invalid({"usernames": _("Nobody is called %(names)s.", names=", ".join(unknown))})
    Invitee.delete().where(Invitee.study == study).execute()
    for person in people.values():
        Invitee.create(study=study, person=person)


@writes
def set_hours(host: Person, zone: str, windows: list, exceptions: dict | None = None) -> Availability:
    """A host's weekly hours, in effect at once; what is booked stays."""
    values = {"zone": zone, "windows": windows, "exceptions": exceptions or {}}
    row = Availability.get_or_none(Availability.host == host)
    if row is None:
        return Availability.create(host=host, **values)
    Availability.update(values).where(Availability.id == row.id).execute()
    return Availability.get_by_id(row.id)


@effect("study", "launch")
def launched(attempt: Attempt, target: str) -> dict:
    """The promise: policy numbers and the unit price are copied, so that a later change never rewrites them."""
    study = attempt.row
    price = prices.session_units(study.kind, study.audience, study.length)
    link = study.link or (secrets.token_urlsafe(12) if study.audience == "invite" else None)
    return {
        "launched_at": attempt.at,
        "numbers": policies.to_dict(study.workspace.policy),
        "unit_price": price,
        "link": link,
    }


@effect("study", "launch", then=True)
def open_doors(attempt: Attempt, entry: Entry) -> None:
    """Units are reserved, the seat counts, and the people named are invited."""
    study = attempt.row
    units.reserve(study, study.places, entry.id, attempt.at)
    units.count_launch(study, attempt.by.who, attempt.at)
    if study.audience == "specific":
        for invitee in study.invitees:
            participants.invite(study, invitee.person, attempt.by, attempt.at)


@effect("study", "close", "cancel", then=True)
def close_doors(attempt: Attempt, entry: Entry) -> None:
    """Every open place is given up, after the pending conversations of a canceled study."""
    if entry.event == "cancel":
        while cancel_chunk(attempt.row, "no_longer_needed", attempt.by, attempt.at, CHUNK):
            pass
    study = Study.get_by_id(attempt.row.id)
    if study.open_places > 0 and study.launched_at:
        units.give_back(study, study.open_places, entry.id, attempt.at)
        Study.update(places=Study.taken).where(Study.id == study.id).execute()


def cancel_chunk(study: Study, reason: str, by: By, at: datetime, most: int) -> int:
    """Cancel up to so many conversations that have not begun; how many were."""
    waiting = Session.select().where(Session.study == study, Session.state.in_(PENDING))
    ahead = (
        waiting.where((Session.state == "rescheduling") | (Session.starts_at > at))
        .order_by(Session.starts_at, Session.id)
        .limit(most)
    )
    return len([fire(session, "cancel", by, at, reason=reason) for session in ahead])


def cancel(
    study: Study, reason: str | None, by: By, at: datetime, note: str = "", seen_version: int | None = None
) -> Study:
    """The study with everything ahead in it. Over 200 conversations it pauses first, and its own cancel comes with the
    last chunk."""
    pending = Session.select().where(Session.study == study, Session.state.in_(PENDING))
    if reason and pending.count() > CHUNK:
        if study.state == "live":
            study = fire(study, "pause", by, at, seen_version=seen_version)
        while pending.count() > CHUNK and _chunk(study, "no_longer_needed", by, at):
            seen_version = None
    return fire(study, "cancel", by, at, seen_version=seen_version, reason=reason, note=note)


def cancel_pending(study: Study, reason: str, by: By, at: datetime) -> int:
    """Every conversation that has not begun, in chunks of 200, one letter each; how many were canceled."""
    done = 0
    while count := _chunk(study, reason, by, at):
        done += count
    return done


@writes
def _chunk(study: Study, reason: str, by: By, at: datetime) -> int:
    return cancel_chunk(study, reason, by, at, CHUNK)


@writes
def add_places(study: Study, places: int, at: datetime) -> Study:
    """More places, reserved again."""
    study = fresh(study)
    if study.state not in ("live", "paused"):
        raise Refused(Refusal("not_live", _("Places are added to a study that is live.")))
    units.reserve(study, places, None, at)
    Study.update(places=Study.places + places).where(Study.id == study.id).execute()
    return Study.get_by_id(study.id)


@writes
def write(study: Study, by: By, at: datetime, values: dict, usernames: list[str], questions: list[dict]) -> Study:
    """Everything that the form of a draft says, whole or not at all."""
    study = edit(study, by, at, **values)
    name_invitees(study, usernames if study.audience == "specific" else [])
    ask(study, questions)
    return study


@writes
def duplicate(study: Study, author: Person, at: datetime, person: Person | None = None) -> Study:
    """A new draft with everything but people and times. From a person's page it asks them: by username if they are in
    the network, else by a link."""
    values = {name: getattr(study, name) for name in EDITABLE}
    if person is not None:
        values |= {"audience": "specific" if person.username else "invite", "places": 1}
    copy = draft(study.workspace, author, at, **values)
    questions = [
        {"text": one.text, "kind": one.kind, "choices": [(choice.text, choice.verdict) for choice in one.choices]}
        for one in study.asked()
    ]
    ask(copy, questions)
    if person is not None and person.username:
        name_invitees(copy, [person.username])
    return copy
