"""Claims: quarter hours of a calendar that one session has and no other can take, kept apart by the database's
unique key."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.database import db
from models.participants import Participant
from models.sessions import Claim, Session
from rules.slots import TICK, ticks
from rules.times import to_epoch

Wanted = list[tuple[int, int]]
HELD_FOR = timedelta(minutes=5)


def wanted(session: Session) -> Wanted:
    """(calendar, tick) of everything this session occupies: the hosts with the gap behind it, the contributor
    without; in one order for all."""
    hosts = [session.host_id, *session.others]
    return stretch(hosts, session.contributor_id, session.starts_at, session.length, session.gap)


def stretch(hosts: Iterable[int], contributor: int, starts_at: datetime, length: int, gap: int) -> Wanted:
    """The same for a conversation that is not there yet."""
    start = to_epoch(starts_at)
    around = [(host, tick) for host in hosts for tick in ticks(start, length + gap)]
    return sorted(around + [(contributor, tick) for tick in ticks(start, length)])


def take(session: Session, pairs: Wanted, at: datetime) -> bool:
    """Take them all in one ordered statement; False when somebody else has one of them (nothing is kept then by
    rolling back)."""
    make_room(pairs, session.contributor_id, at)
    return insert("session_id", [(calendar, tick, session.id) for calendar, tick in pairs])


def keep(holder: str, contributor: int, pairs: Wanted, at: datetime) -> bool:
    """The same for a moment, while a form is open."""
    make_room(pairs, contributor, at)
    until = to_epoch(at + HELD_FOR)
    return insert("holder, expires_at", [(calendar, tick, holder, until) for calendar, tick in pairs])


def insert(columns: str, rows: list[tuple]) -> bool:
    """Whether every one of these rows found its place free."""
    if not rows:
        return True
    mark = db.obj.param
    values = ", ".join([f"({', '.join([mark] * len(rows[0]))})"] * len(rows))
    flat = [value for row in rows for value in row]
    done = db.execute_sql(f"INSERT INTO claim (calendar, tick, {columns}) VALUES {values} ON CONFLICT DO NOTHING", flat)
    return done.rowcount == len(rows)


def make_room(pairs: Wanted, contributor: int, at: datetime) -> None:
    """Holds whose moment is over make room, and so does what this contributor holds: nobody stands in their own way."""
    if not pairs:
        return
    calendars = sorted({calendar for calendar, _tick in pairs})
    lowest, highest = min(tick for _c, tick in pairs), max(tick for _c, tick in pairs)
    mark = db.obj.param
    either = ", ".join([mark] * len(calendars))
    sql = (
        f"DELETE FROM claim WHERE calendar IN ({either}) AND tick BETWEEN {mark} AND {mark} AND session_id IS NULL "
        f"AND (expires_at <= {mark} OR holder IN (SELECT code FROM participant WHERE person_id = {mark}))"
    )
    db.execute_sql(sql, [*calendars, lowest, highest, to_epoch(at), contributor])


def let_go(participant: Participant, at: datetime) -> None:
    """What they hold in this study is free again: on their own calendar and on that of whoever may talk with them."""
    person, study, row = participant.person_id, participant.study_id, participant.id
    sql = """
        DELETE FROM claim WHERE holder = ? AND tick >= ? AND calendar IN (
            SELECT CAST(? AS BIGINT) UNION SELECT host_id FROM study WHERE id = ?
            UNION SELECT person_id FROM co_host WHERE study_id = ?
            UNION SELECT host_id FROM session WHERE participant_id = ?
            UNION SELECT session_host.person_id FROM session_host JOIN session ON session.id = session_host.session_id
            WHERE session.participant_id = ?)
    """.replace("?", db.obj.param)
    db.execute_sql(sql, [participant.code, to_epoch(at) // TICK, person, study, study, row, row])


def settle_on(
    participant: Participant,
    choices: Iterable[list[int]],
    starts_at: datetime,
    length: int,
    gap: int,
    at: datetime,
    have: Iterable[tuple[int, int]] = (),
) -> list[int] | None:
    """The first of these hosts whose calendars are clear, theirs and the participant's own held for a moment; None
    where all came too late. `have` is what needs no claim any more."""
    for hosts in choices:
        pairs = [pair for pair in stretch(hosts, participant.person_id, starts_at, length, gap) if pair not in have]
        with db.atomic() as savepoint:
            if keep(participant.code, participant.person_id, pairs, at):
                return hosts
            savepoint.rollback()
    return None


def drop(session: Session) -> None:
    """Let everything go."""
    db.execute_sql(f"DELETE FROM claim WHERE session_id = {db.obj.param}", (session.id,))


def had(session: Session) -> set[tuple[int, int]]:
    """(calendar, tick) of everything that it has now."""
    return set(Claim.select(Claim.calendar, Claim.tick).where(Claim.session == session.id).tuples())


def replace(session: Session, at: datetime) -> bool:
    """Take the new quarter hours that it has not yet, then let the old ones go that it needs no more."""
    have, need = had(session), wanted(session)
    if not take(session, [pair for pair in need if pair not in have], at):
        return False
    for calendar, tick in have - set(need):
        Claim.delete().where(Claim.calendar == calendar, Claim.tick == tick, Claim.session == session.id).execute()
    return True


def prune(at: datetime) -> int:
    """Remove claims of two days ago and older, and holds whose moment is over; how many went."""
    old = Claim.tick < to_epoch(at) // TICK - 2 * 96
    return Claim.delete().where(old | (Claim.expires_at <= to_epoch(at))).execute()
