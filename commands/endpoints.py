"""Addresses of a team's own machines that hear of recruiting events: kept by its administrators; and what was told
them, sent again by hand. Secrets stand in the row only, never in the journal."""

from datetime import datetime, timedelta

from commands import recorder, targets, trail
from integrations import webhooks as standard
from lifecycle.attempt import CLOCK, By, Invalid, Refusal, Refused
from lifecycle.words import Text, _
from models.database import lock, writes
from models.outgoing import Outgoing
from models.outside import Endpoint
from models.workspaces import Workspace
from outbox import events, webhooks

MOST = 10
OVERLAP = timedelta(hours=24)
GIVEN_UP = timedelta(days=5)
TWICE = _("This address is on your list already.")
CHOOSE = _("Choose at least one kind of event.")
TOO_MANY = Refusal("too_many_endpoints", _("Ten addresses are the most. Remove one that nobody needs any more."))
STALE = Refusal("stale", _("This changed while your page was open. Here is how it stands now."))
WAITING = Refusal("waiting_already", _("It waits to be sent already."))
NOTHING = Refusal("nothing_lost", _("Everything arrived or is still being tried, so there is nothing to send again."))
OFF = Refusal("endpoint_off", _("This address is turned off. Turn it on first, then send again."))


@writes
def add(workspace: Workspace, url: str, asked: list[str], by: By, at: datetime, allowed=frozenset()) -> Endpoint:
    """A new address, with a secret of its own."""
    lock(Workspace.select().where(Workspace.id == workspace.id)).get()
    _check(workspace.id, None, url, asked, allowed)
    if of(workspace.id).count() >= MOST:
        raise Refused(TOO_MANY)
    row = Endpoint.create(
        workspace=workspace.id, url=url, secret=standard.new_secret(), events=_known(asked), created_by=by.who,
        created_at=at,
    )  # fmt: skip
    trail.keep(workspace.id, "endpoint_added", by, at, endpoint=row.id, events=row.events)
    return row


@writes
def edit(row: Endpoint, url: str, asked: list[str], by: By, at: datetime, allowed=frozenset()) -> Endpoint:
    """Another address, or other kinds of events. What waits goes to the new address."""
    row = fresh(row)
    _check(row.workspace_id, row.id, url, asked, allowed)
    changed = {"url": url, "events": _known(asked)}
    changed = {name: value for name, value in changed.items() if getattr(row, name) != value}
    if changed:
        _set(row, **changed)
        trail.keep(row.workspace_id, "endpoint_changed", by, at, endpoint=row.id, changed=sorted(changed))
    return Endpoint.get_by_id(row.id)


def of(workspace: int):
    """The addresses of a workspace that were not removed, the oldest first."""
    here = (Endpoint.workspace == workspace) & Endpoint.removed_at.is_null()
    return Endpoint.select().where(here).order_by(Endpoint.id)


def fresh(row: Endpoint) -> Endpoint:
    """The row as it is now, locked; Refused where it was removed meanwhile."""
    row = lock(Endpoint.select().where(Endpoint.id == row.id)).get()
    if row.removed_at is not None:
        raise Refused(STALE)
    return row


def _known(asked: list[str]) -> list[str]:
    return [name for name in events.GROUPS if name in asked]


def _check(workspace: int, own: int | None, url: str, asked: list[str], allowed) -> None:
    found: dict[str, Text] = {}
    if words := targets.misspelt(url, allowed):
        found["url"] = words
    if any(row.url == url and row.id != own for row in of(workspace)):
        found["url"] = TWICE
    if not _known(asked):
        found["events"] = CHOOSE
    if found:
        raise Invalid(found)


def _set(row: Endpoint, **values) -> None:
    Endpoint.update(values).where(Endpoint.id == row.id).execute()


@writes
def turn_off(row: Endpoint, by: By, at: datetime) -> None:
    """It hears of nothing from now on; what waits is not sent."""
    if not fresh(row).enabled:
        raise Refused(STALE)
    _set(row, enabled=False)
    trail.keep(row.workspace_id, "endpoint_off", by, at, endpoint=row.id)


@writes
def turn_on(row: Endpoint, by: By, at: datetime) -> None:
    """It hears of what happens from now on."""
    if fresh(row).enabled:
        raise Refused(STALE)
    _set(row, enabled=True, failing_since=None)
    trail.keep(row.workspace_id, "endpoint_on", by, at, endpoint=row.id)


@writes
def remove(row: Endpoint, by: By, at: datetime) -> None:
    """It is gone from the list, and its secrets with it; what was told stays in the log."""
    fresh(row)
    _set(row, enabled=False, removed_at=at, secret="", old_secret="", old_until=None)
    trail.keep(row.workspace_id, "endpoint_removed", by, at, endpoint=row.id)
    mine = (Outgoing.channel == webhooks.CHANNEL) & (Outgoing.recipient == row.id) & (Outgoing.state == "waiting")
    Outgoing.update(state="dropped", outcome=webhooks.REMOVED).where(mine).execute()


@writes
def rotate(row: Endpoint, seen: str, by: By, at: datetime) -> Endpoint:
    """A new secret; for a day the old one signs as well. `seen` marks the secret that the page showed: who presses
    twice changes it once."""
    row = fresh(row)
    if seen != mark(row):
        raise Refused(STALE)
    _set(row, secret=standard.new_secret(), old_secret=row.secret, old_until=at + OVERLAP)
    trail.keep(row.workspace_id, "endpoint_secret", by, at, endpoint=row.id)
    return Endpoint.get_by_id(row.id)


def mark(row: Endpoint) -> str:
    """Which secret it has, without a letter of it: how often it was changed is enough, and that is when."""
    return str(int(row.old_until.timestamp())) if row.old_until else f"first-{row.id}"


@writes
def test(row: Endpoint, by: By, at: datetime) -> Outgoing:
    """A message that says nothing, to see whether it arrives."""
    row = fresh(row)
    entry = trail.keep(row.workspace_id, "endpoint_tried", by, at, endpoint=row.id)
    told = Outgoing.create(
        entry=entry, channel=webhooks.CHANNEL, letter=webhooks.TEST, recipient=row.id, thread=f"endpoint-{row.id}",
        due_at=at, next_at=at,
    )  # fmt: skip
    recorder.wake()
    return told


@writes
def send_again(row: Endpoint, told: Outgoing, by: By, at: datetime) -> None:
    """The same message once more, under its number, whatever became of it before."""
    if not fresh(row).enabled and told.letter != webhooks.TEST:
        raise Refused(OFF)
    told = lock(Outgoing.select().where(Outgoing.id == told.id)).get()
    if told.state == "waiting":
        raise Refused(WAITING)
    _again(Outgoing.id == told.id, at)
    trail.keep(row.workspace_id, "message_again", by, at, endpoint=row.id, message=told.id)
    recorder.wake()


@writes
def send_failed_again(row: Endpoint, since: datetime, by: By, at: datetime) -> int:
    """Everything since then that did not arrive and is not tried any more; how many."""
    if not fresh(row).enabled:
        raise Refused(OFF)
    lost = failed(row) & (Outgoing.due_at >= since)
    count = _again(lost, at)
    if count:
        trail.keep(row.workspace_id, "messages_again", by, at, endpoint=row.id, count=count, since=since)
        recorder.wake()
    return count


def failed(row: Endpoint):
    """What did not arrive, and is not tried any more."""
    mine = (Outgoing.channel == webhooks.CHANNEL) & (Outgoing.recipient == row.id)
    return mine & (Outgoing.letter == webhooks.EVENT) & Outgoing.state.in_(("dead", "dropped"))


def _again(which, at: datetime) -> int:
    values = {"state": "waiting", "next_at": at, "tries": 0, "outcome": ""}
    return Outgoing.update(values).where(which).execute()


def sweep(at: datetime) -> int:
    """What time does: an old secret ends after its day, and an address that has failed for five days is turned off; how
    many of those."""
    ended = Endpoint.select(Endpoint.id).where(Endpoint.old_secret != "", Endpoint.old_until <= at)
    failing = Endpoint.select().where(
        Endpoint.enabled, Endpoint.removed_at.is_null(), Endpoint.failing_since <= at - GIVEN_UP
    )
    if ended.exists():
        _forget(at)
    return sum(_give_up(row, at) for row in failing)


@writes
def _forget(at: datetime) -> None:
    over = (Endpoint.old_secret != "") & (Endpoint.old_until <= at)
    Endpoint.update(old_secret="").where(over).execute()


@writes
def _give_up(row: Endpoint, at: datetime) -> bool:
    row = lock(Endpoint.select().where(Endpoint.id == row.id)).get()
    over = row.failing_since is not None and row.failing_since <= at - GIVEN_UP
    if not row.enabled or row.removed_at is not None or not over:
        return False
    _set(row, enabled=False)
    trail.keep(row.workspace_id, "endpoint_gave_up", CLOCK, at, endpoint=row.id)
    return True
