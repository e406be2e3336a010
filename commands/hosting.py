"""Who holds a study's conversations: its host, any of several colleagues, or all of them together."""

from collections.abc import Iterable
from datetime import datetime

from commands import studies
from commands.fire import fire, fresh
from lifecycle.attempt import By, Invalid, Refused
from lifecycle.words import _
from models.database import writes
from models.people import Person
from models.studies import HOLDERS, HOSTINGS, CoHost, Study
from models.workspaces import Member

UNKNOWN = _("Please choose somebody of your workspace who may hold conversations.")


@writes
def set_hosts(
    study: Study, by: By, at: datetime, *, hosting: str, host: Person | None, colleagues: Iterable[Person]
) -> Study:
    """Set how many hold a conversation and who they are, while the study is not launched; an approved one goes back
    to draft."""
    study = fresh(study)
    if study.state not in studies.BEFORE_LAUNCH:
        raise Refused(studies.FROZEN)
    others = _others(hosting, host, colleagues)
    refuse_hosts(study, hosting, host, others)
    before = study.hosting, study.host_id, [row.person_id for row in study.cohosts.order_by(CoHost.id)]
    now = hosting, host.id, [person.id for person in others]
    if before == now:
        return study
    study.hosting, study.host = hosting, host
    study.save()
    CoHost.delete().where(CoHost.study == study).execute()
    for person in others:
        CoHost.create(study=study, person=person)
    return fire(study, "send_back", by, at) if study.state != "draft" else study


def refuse_hosts(study: Study, hosting: str, host: Person | None, others: list[Person]) -> None:
    """Only colleagues whose role lets them hold a conversation, and more than one where there are to be several."""
    able = {
        member.person_id
        for member in Member.select().where(Member.workspace == study.workspace_id, Member.role.in_(HOLDERS))
    }
    errors = {}
    if hosting not in HOSTINGS:
        errors["hosting"] = _("Please choose who holds the conversations.")
    if host is None or host.id not in able:
        errors["host"] = UNKNOWN
    if any(person is None or person.id not in able for person in others):
        errors["colleagues"] = UNKNOWN
    elif hosting in ("any", "all") and not others:
        errors["colleagues"] = _("Choose at least one colleague.")
    if errors:
        raise Invalid(errors)


def _others(hosting: str, host: Person | None, colleagues: Iterable[Person]) -> list[Person]:
    """Everybody beside the host, once, in the order given; nobody where one person holds them all."""
    if hosting == "one":
        return []
    named = {person and person.id: person for person in colleagues}
    return [person for number, person in named.items() if host is None or number != host.id]
