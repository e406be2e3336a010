"""Claims: quarter hours of a calendar that one session has and no other can take, kept apart by the database's
unique key."""

from datetime import datetime

from models.database import db
from models.sessions import Claim, Session
from rules.slots import ticks
from rules.times import to_epoch

Wanted = list[tuple[int, int]]


def wanted(session: Session) -> Wanted:
    """(calendar, tick) of everything this session occupies: the host with the gap behind it, the contributor
    without; in one order for all."""
    start, length = to_epoch(session.starts_at), session.length
    return sorted(
        [(session.host_id, tick) for tick in ticks(start, length + session.gap)]
        + [(session.contributor_id, tick) for tick in ticks(start, length)]
    )


def take(session: Session, pairs: Wanted, at: datetime) -> bool:
    """Take them all in one ordered statement; False when somebody else has one of them (nothing is kept then by
    rolling back)."""
    if not pairs:
        return True
    free_expired(pairs, at)
    mark = db.obj.param
    values = ", ".join([f"({mark}, {mark}, {mark})"] * len(pairs))
    flat = [value for calendar, tick in pairs for value in (calendar, tick, session.id)]
    done = db.execute_sql(
        f"INSERT INTO claim (calendar, tick, session_id) VALUES {values} ON CONFLICT DO NOTHING", flat
    )
    return done.rowcount == len(pairs)


def free_expired(pairs: Wanted, at: datetime) -> None:
    """Holds whose moment is over make room."""
    calendars = sorted({calendar for calendar, _tick in pairs})
    lowest, highest = min(tick for _c, tick in pairs), max(tick for _c, tick in pairs)
    mark = db.obj.param
    either = ", ".join([mark] * len(calendars))
    sql = f"DELETE FROM claim WHERE calendar IN ({either}) AND tick BETWEEN {mark} AND {mark} AND expires_at <= {mark}"
    db.execute_sql(sql, [*calendars, lowest, highest, to_epoch(at)])


def drop(session: Session) -> None:
    """Let everything go."""
    Claim.delete().where(Claim.session == session.id).execute()


def replace(session: Session, at: datetime) -> bool:
    """Take the new quarter hours that it has not yet, then let the old ones go that it needs no more."""
    have = set(Claim.select(Claim.calendar, Claim.tick).where(Claim.session == session.id).tuples())
    need = wanted(session)
    if not take(session, [pair for pair in need if pair not in have], at):
        return False
    for calendar, tick in have - set(need):
        Claim.delete().where(Claim.calendar == calendar, Claim.tick == tick, Claim.session == session.id).execute()
    return True


def prune(at: datetime) -> int:
    """Remove claims of two days ago and older; how many went."""
    return Claim.delete().where(Claim.tick < to_epoch(at) // 900 - 2 * 96).execute()
