"""The channel to a team's own machines: recruiting events, by the Standard Webhooks rules (outbox/machines.py)."""

from datetime import datetime

from integrations import wire
from models.journal import Entry
from models.outgoing import Outgoing
from models.outside import Endpoint
from outbox.delivery import Delivery, Tried, Unwanted
from outbox.events import body_of

CHANNEL = "webhook"
# A message about an event, and one that somebody sent to try whether it works.
EVENT, TEST = "event", "test"
REMOVED, OFF = "removed", "turned_off"


def compose(row: Outgoing, settings) -> Delivery:
    """The message of this row; while a secret is changed both of them sign."""
    endpoint = Endpoint.get_or_none(Endpoint.id == row.recipient)
    if endpoint is None or endpoint.removed_at is not None:
        raise Unwanted(REMOVED)
    if not endpoint.enabled and row.letter != TEST:
        raise Unwanted(OFF)
    secrets = (endpoint.secret, endpoint.old_secret) if endpoint.old_secret else (endpoint.secret,)
    return Delivery(endpoint.url, secrets, body_of(Entry.get_by_id(row.entry_id)))


def tried(row: Outgoing, found: Tried, at: datetime) -> None:
    """Since when the endpoint has not answered well."""
    here = Endpoint.id == row.recipient
    if found.state == "sent":
        Endpoint.update(failing_since=None).where(here, Endpoint.failing_since.is_null(False)).execute()
    elif found.status is not None or found.text in wire.FAULTS:
        Endpoint.update(failing_since=at).where(here, Endpoint.failing_since.is_null()).execute()
