"""What a team's own machines were told: each message with what it is about, and every try."""

from models.journal import Entry
from models.outgoing import FOR_MACHINES, Outgoing, Try

CHANNEL = "webhook"
LOST = ("dead", "dropped")


def log(endpoint: int, before: int | None, most: int) -> tuple[list[Outgoing], int | None]:
    """Messages to an endpoint, the newest first, each with its entry and its last try (`last`); and where the list goes
    on."""
    query = Outgoing.select(Outgoing, Entry).join(Entry).where(_to(endpoint))
    if before is not None:
        query = query.where(Outgoing.id < before)
    found = list(query.order_by(Outgoing.id.desc()).limit(most + 1))
    shown = found[:most]
    lasts = {one.outgoing_id: one for one in Try.select().where(Try.outgoing.in_([row.id for row in shown] or [0]))}
    for row in shown:
        row.last = lasts.get(row.id)
    return shown, shown[-1].id if len(found) > most else None


def one(endpoint: int, number: int) -> Outgoing | None:
    """A message to this endpoint, with its entry."""
    found = Outgoing.select(Outgoing, Entry).join(Entry).where(_to(endpoint), Outgoing.id == number)
    return found.first()


def lost(endpoint: int) -> Outgoing | None:
    """The oldest message that did not arrive and is not tried any more."""
    gone = Outgoing.state.in_(LOST) & (Outgoing.letter == "event")
    return Outgoing.select().where(_to(endpoint), gone).order_by(Outgoing.id).first()


def _to(endpoint: int):
    return FOR_MACHINES & (Outgoing.channel == CHANNEL) & (Outgoing.recipient == endpoint)
