"""What is read of hosts' own calendars, and what stands on a host's calendar here: the queries around `Feed`."""

from datetime import datetime, timedelta

from models.lists import ask
from models.openings import Feed
from models.sessions import Session
from models.studies import Study
from rules.times import to_epoch

# A feed that could not be read for so long is told to its owner and to the team.
PATIENCE = timedelta(hours=24)


def due(at: datetime, most: int) -> list[Feed]:
    """The feeds to read again, the longest waiting first."""
    return list(Feed.select().where(Feed.next_at <= at).order_by(Feed.next_at, Feed.id).limit(most))


def failing(feed: Feed | None, at: datetime) -> bool:
    """Whether it has not been read for a whole day."""
    return feed is not None and bool(feed.fault) and (feed.read_at is None or feed.read_at <= at - PATIENCE)


def taken(host: int, at: datetime, feed: Feed | None) -> list[tuple[int, int]]:
    """(start, end) epochs in which this host is taken from now on: booked or held here, or busy elsewhere."""
    sql = (
        "SELECT MIN(claim.tick), MAX(claim.tick) FROM claim WHERE claim.calendar = ? AND claim.tick >= ? "
        "AND (claim.expires_at IS NULL OR claim.expires_at > ?) GROUP BY claim.session_id, claim.holder"
    )
    now = to_epoch(at)
    here = [(first * 900, (last + 1) * 900) for first, last in ask(sql, host, now // 900 - 96, now)]
    return here + [tuple(pair) for pair in (feed.busy if feed else ())]


def ahead_of(host: int, at: datetime, workspace: int | None = None) -> list[Session]:
    """The booked conversations that this host holds from now on, the next first; of one workspace only, where one is
    named."""
    query = Session.select(Session, Study).join(Study)
    query = query.where(Session.host == host, Session.state == "scheduled", Session.starts_at > at)
    query = query if workspace is None else query.where(Study.workspace == workspace)
    return list(query.order_by(Session.starts_at, Session.id))
