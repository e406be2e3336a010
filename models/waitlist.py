"""Who waits for a place, in their order: first those on the list, by when they began to wait, then those who were over
the quota; and in which studies somebody could be called up now. Fixed statements for both databases."""

from datetime import datetime, timedelta
from typing import NamedTuple

from models.called import CALLED
from models.lists import ask
from rules.times import to_epoch
from rules.waiting import UNANSWERED_MOST

# How long a study in which nobody could be called is left alone: no time was free, or no place for those who wait.
AGAIN = timedelta(minutes=5)
# An offer that ended while the study was paused could not be taken up, and stands in the details
# (commands/participants.py); those of every other one are empty.
UNANSWERED = (
    "(SELECT COUNT(*) FROM entry WHERE entry.noun = 'participant' AND entry.subject = {row}.id "
    "AND entry.event = 'wait' AND entry.role = 'clock' AND LENGTH(entry.details) = 2)"
)
# Whom the network removed is invited to nothing, and keeps nobody waiting.
WELCOME = (
    "NOT EXISTS (SELECT 1 FROM standing WHERE standing.person_id = {row}.person_id AND standing.state = 'removed')"
)
# Who on the list is called when it is their turn. Two offers that went by take four moves at least: most rows are
# decided without a look at their journal.
CALLED_STILL = f"({{row}}.version < 4 OR {UNANSWERED} < {UNANSWERED_MOST}) AND {WELCOME}"
# A place is kept for whom it was offered to, and until its end also once they have begun a study that is done alone.
KEPT = "{row}.state IN ('qualified', 'started') AND {row}.offer_ends_at IS NOT NULL"
OFFERED = (
    f"(SELECT COUNT(*) FROM participant AS offered WHERE offered.study_id = {{study}} AND {KEPT.format(row='offered')})"
)
WAITING = (
    "(SELECT COUNT(*) FROM participant AS waits WHERE waits.study_id = {study} AND waits.state = 'waitlisted' "
    f"AND {CALLED_STILL.format(row='waits')})"
)
DUE = f"""
SELECT study.id FROM study WHERE study.state = 'live' AND study.places > study.taken
AND (study.called_at IS NULL OR study.called_at <= ?)
AND study.places - study.taken > {OFFERED.format(study="study.id")}
AND EXISTS (SELECT 1 FROM participant WHERE participant.study_id = study.id
    AND participant.state IN ('waitlisted', 'over_quota'))
ORDER BY study.id
"""
IN_LINE = f"""
SELECT participant.id, participant.state FROM participant
WHERE participant.study_id = ? AND participant.state = '{{state}}'
AND {CALLED_STILL.format(row="participant")}
ORDER BY {{order}}participant.id LIMIT ?
"""
ON_LIST = IN_LINE.format(state="waitlisted", order="participant.waiting_since, ")
OVER = IN_LINE.format(state="over_quota", order="")
# Who has not been given a place or an offer, and has never had a conversation here that somebody else canceled.
SURPLUS = f"""
WITH filled AS MATERIALIZED (
    SELECT study.id FROM study WHERE study.state = 'live' AND study.reserves > 0 AND study.places <= study.taken
    AND study.reserves <= {WAITING.format(study="study.id")}
)
SELECT participant.id FROM filled CROSS JOIN participant WHERE participant.study_id = filled.id
AND participant.state = 'qualified' AND participant.offer_ends_at IS NULL
AND NOT EXISTS (SELECT 1 FROM session WHERE session.participant_id = participant.id)
ORDER BY participant.id LIMIT ?
"""
EXPIRED = """
SELECT participant.id FROM participant WHERE participant.offer_ends_at <= ? AND participant.state = 'qualified'
ORDER BY participant.offer_ends_at, participant.id LIMIT ?
"""
STANDING = f"""
SELECT {WAITING.format(study="study.id")}, {OFFERED.format(study="study.id")},
    (SELECT COUNT(*) FROM participant WHERE participant.study_id = study.id AND participant.state = 'waitlisted'
        AND participant.id <> ? AND (participant.waiting_since < ?
            OR (participant.waiting_since = ? AND participant.id < ?))
        AND {CALLED_STILL.format(row="participant")})
FROM study WHERE study.id = ?
"""
LINE = f"""
SELECT * FROM (SELECT participant.id, participant.code, participant.version, {CALLED}, participant.state,
    participant.waiting_since, participant.offer_ends_at, {UNANSWERED.format(row="participant")},
    CASE WHEN {WELCOME.format(row="participant")} THEN 1 ELSE 0 END
    FROM participant JOIN person ON person.id = participant.person_id WHERE participant.study_id = ?
    AND {{which}} ORDER BY {{order}}, participant.id LIMIT ?) AS {{name}}
"""
EVERYBODY = " UNION ALL ".join(
    (
        LINE.format(name="kept", which=KEPT.format(row="participant"), order="participant.offer_ends_at"),
        LINE.format(name="waits", which="participant.state = 'waitlisted'", order="participant.waiting_since"),
    )
)
FOREVER = 2**62


class One(NamedTuple):
    """Somebody to be called up, or to be asked again."""

    id: int
    state: str


class Line(NamedTuple):
    """Somebody on the list as the team sees them; instants are epochs. `unanswered` is how many offers went by,
    `welcome` whether they are still asked into anything."""

    id: int
    code: str
    version: int
    who: str
    state: str
    since: int | None
    until: int | None
    unanswered: int
    welcome: int

    @property
    def kept(self) -> bool:
        """Whether a place is kept for them."""
        return self.state != "waitlisted"

    @property
    def called(self) -> bool:
        """Whether they are called when it is their turn."""
        return bool(self.welcome) and self.unanswered < UNANSWERED_MOST


class Standing(NamedTuple):
    """How it stands on a list: how many wait to be called, for how many a place is kept, how many are called before
    one of them."""

    waiting: int
    offered: int
    before: int


def due(at: datetime) -> list[int]:
    """The live studies with a place that is kept for nobody, in which somebody waits."""
    return [study for (study,) in ask(DUE, to_epoch(at - AGAIN))]


def in_line(study: int) -> list[One]:
    """Whom on the list the clock may call, in their order."""
    return [One(*row) for row in ask(ON_LIST, study, FOREVER)]


def over_quota(study: int, most: int, at: datetime) -> list[One]:
    """Of those over the quota so many as are looked at now: where there are more, others each time, so that those who
    can have no place hide nobody behind them."""
    found = [One(*row) for row in ask(OVER, study, FOREVER)]
    first = to_epoch(at) // int(AGAIN.total_seconds()) * most % len(found) if len(found) > most else 0
    return [*found[first:], *found[:first]][:most]


def expired(at: datetime, most: int) -> list[int]:
    """Whose offer is over, who had theirs first coming first."""
    return [number for (number,) in ask(EXPIRED, to_epoch(at), most)]


def surplus(most: int) -> list[int]:
    """Who fits and for whom there is neither a place nor room on the list any more."""
    return [number for (number,) in ask(SURPLUS, most)]


def stands(study: int, number: int = 0, since: datetime | None = None) -> Standing:
    """How it stands on the list of a study, for who has waited since then (nothing: for who would join it now)."""
    began = FOREVER if since is None else to_epoch(since)
    return Standing(*ask(STANDING, number, began, began, number, study)[0])


def everybody(study: int, most: int) -> list[Line]:
    """First for whom a place is kept, then who waits, in their order."""
    found = [Line(*row) for row in ask(EVERYBODY, study, most, study, most)]
    kept = sorted((one for one in found if one.kept), key=lambda one: (one.until, one.id))
    waits = sorted((one for one in found if not one.kept), key=lambda one: (one.since, one.id))
    return [*kept, *waits][:most]


def before(study: int, number: int | None) -> list[int]:
    """Who on the list is called before this one; everybody on it, for who is not on it."""
    found = [row.id for row in in_line(study)]
    return found[: found.index(number)] if number in found else found
