"""Who tells a team's own machines what happened: an outgoing row for each endpoint that hears of it, in the transaction
of the journal entry."""

from collections.abc import Mapping
from datetime import datetime

from models import births, fixed
from models.journal import Entry
from models.lists import ask
from models.matching import Part
from models.outgoing import Outgoing
from models.outside import Endpoint
from outbox import events, webhooks

HEARING = "SELECT id, events FROM endpoint WHERE workspace_id = ? AND enabled AND removed_at IS NULL ORDER BY id"


def hearing(kind: str, house: int | None) -> list[int]:
    """The endpoints of a workspace that hear of this type."""
    if not kind or house is None:
        return []
    read = Endpoint.events.python_value
    return [number for number, asked in ask(HEARING, house) if events.wanted(kind, read(asked))]


def tell(entry: Entry, row, at: datetime) -> bool:
    """Plan a message for each endpoint that hears of this entry; whether there is one."""
    if not events.concerns(row):
        return False
    numbers = hearing(events.type_of(entry.noun, entry.event), entry.workspace)
    if numbers:
        told = {"entry": entry.id, "thread": f"{entry.noun}-{entry.subject}", **_due(at)}
        fixed.insert_all(Outgoing, [{**told, "recipient": number} for number in numbers])
    return bool(numbers)


def tell_of_births(like, event: str, house: int | None, own: Mapping[str, Part], theirs: Part, at: datetime) -> bool:
    """The same for rows that were born together: `own` says each one's entry and thread, `theirs` which they are."""
    numbers = hearing(events.type_of(like.lifecycle_name(), event), house) if events.concerns(like) else []
    each = {name: own[name] for name in ("entry", "thread")}
    for number in numbers:
        births.insert_from(Outgoing, each, {"recipient": number, **_due(at)}, theirs)
    return bool(numbers)


def _due(at: datetime) -> dict:
    return {"channel": webhooks.CHANNEL, "letter": webhooks.EVENT, "due_at": at, "next_at": at}
