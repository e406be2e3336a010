"""Drafts: the steps of the builder that write more than a study's own columns, and the copy of a study."""

from datetime import datetime

from commands import hosting as hosts
from commands import items, screeners, studies
from commands.fire import fire
from lifecycle.attempt import By, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.people import Person
from models.standing import removed
from models.studies import CoHost, Study

GONE = Refusal("gone", _("They have left, or are about to, so nobody can ask them again."))
REMOVED = Refusal("removed", _("They are no longer in the network, so nobody can ask them again."))


@writes
def save_audience(study: Study, by: By, at: datetime, seen: int | None, *, usernames: list[str], **values) -> Study:
    """How people come into the study, who they are (`usernames`, or what the `filters` say), and how many."""
    before = {row.person_id for row in study.invitees}
    study = studies.edit(study, by, at, seen, **values)
    audience = study.audience
    studies.name_invitees(study, usernames if audience == "specific" else [])
    if before != {row.person_id for row in study.invitees} and study.state != "draft":
        study = fire(study, "send_back", by, at)
    return study


@writes
def save_times(study: Study, by: By, at: datetime, seen: int | None, values: dict, hosting: dict) -> Study:
    """Which times are offered, and who holds the conversations (hosting, host, colleagues)."""
    study = studies.edit(study, by, at, seen, **values)
    return hosts.set_hosts(study, by, at, **hosting)


@writes
def duplicate(
    study: Study, author: Person, at: datetime, person: Person | None = None, by_link: bool = False
) -> Study:
    """A new draft with everything but people and times. From a person's page it asks them: by username if they are in
    the network, else by a link (`by_link`: whoever they are, so that it does not show whether they have an account).
    Somebody who was erased or removed is refused."""
    values = {name: getattr(study, name) for name in studies.EDITABLE}
    if person is not None and (refusal := not_again(person, by_link)):
        raise Refused(refusal)
    named = person is not None and bool(person.username) and not by_link
    if person is not None:
        values |= {"audience": "specific" if named else "invite", "places": 1, "reserves": 0}
    copy = studies.draft(study.workspace, author, at, **values)
    for row in study.cohosts.order_by(CoHost.id):
        CoHost.create(study=copy, person=row.person_id)
    screeners.copy(study, copy)
    items.copy(study, copy)
    if named:
        studies.name_invitees(copy, [person.username])
    return copy


def not_again(person: Person, by_link: bool = False) -> Refusal | None:
    """Why nobody can ask this person again by a study of their own."""
    if person.erased_at or (person.leaving and not by_link):
        return GONE
    return REMOVED if person.username and not by_link and removed([person]) else None
