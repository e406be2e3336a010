"""Many conversations called off at once: what was asked for is written on the study in the first transaction, and then
done a few at a time, so that nobody who books meanwhile waits for long; after a crash or a restart it goes on.

`study.calling_off` is {"reason", "note", "by", "at", "total", "done", "upto", "stuck", "ends"} while it is under way:
`upto` is the last conversation there was when it was asked for (what is booked later stays), `stuck` are those that
could not be canceled, `ends` is the reason why the study is canceled with the last of them. What was typed is gone from
it with the end; what stays are numbers: {"by", "at", "total", "done", "stuck", "ended"}.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import peewee

from commands import recorder
from commands.fire import Stale, effect, fire, fresh
from lifecycle.attempt import Attempt, By, Refusal, Refused
from lifecycle.words import _
from models import pending
from models.database import db, writes
from models.sessions import Session
from models.studies import Study
from rules.compensation import late_cancel
from rules.times import to_epoch

# At most so many in one transaction, and none is begun in it after so many seconds: by measurement (bench/waits.py)
# whoever books meanwhile then waits for well under a tenth of a second, on both databases and on a busy machine.
CHUNK, LONGEST = 5, 0.025
# So many chunks in one request, and in one sweep: what else is due must not wait for a large study.
AT_ONCE, A_SWEEP = 20, 200
# Between two chunks those who wait for the lock get it (seconds).
BREATH = 0.01
log = logging.getLogger("parlor.calling_off")
NOTHING = Refusal("nothing_pending", _("No conversation of this study is pending."))
UNDER_WAY = Refusal("under_way", _("The conversations of this study are being canceled already."))


class Further(NamedTuple):
    """What a preview counts and does not run: so many conversations more, as many letters to contributors, what is owed
    for the late ones, and the units that come back. `ends`: the study is canceled with the last of them."""

    sessions: int
    late: int
    owed: int
    currency: str
    units: int
    ends: bool


def under_way(study: Study) -> bool:
    """Whether its conversations are being called off now."""
    return study.calling_off is not None and "ended" not in study.calling_off


def ending(study: Study) -> bool:
    """Whether the study itself is canceled with the last of them."""
    return under_way(study) and bool(study.calling_off["ends"]) and study.state == "paused"


def call_off(study: Study, reason: str, by: By, at: datetime, note: str = "", **how) -> Study:
    """Cancel every conversation that is pending now: the first few at once, the others soon. `pause`: nobody can book
    meanwhile. `seen` is the mark of what the page had shown (models/pending.py): where that is not so any more, nothing
    is done."""
    return go_on(begin(study, reason, by, at, note, **how), at)


@writes
def begin(
    study: Study,
    reason: str,
    by: By,
    at: datetime,
    note: str = "",
    *,
    pause: bool = False,
    seen: str | None = None,
    ends: str | None = None,
    seen_version: int | None = None,
) -> Study:
    """Write down what is to be done; with `ends` the study itself is canceled in the end, for that reason."""
    study = fresh(study)
    if under_way(study):
        raise Refused(UNDER_WAY)
    waiting = pending.sums(study, at)
    if not waiting.count:
        raise Refused(NOTHING)
    if seen_version not in (None, study.version) or seen not in (None, waiting.mark):
        raise Stale(study)
    if ends and (why := study.lifecycle.why_not(_end_of(study, ends, by, at, note))):
        raise Refused(why)
    if pause and study.state == "live":
        study = fire(study, "pause", by, at)
    asked = {"reason": reason, "note": note, "by": by.who, "at": to_epoch(at), "total": waiting.count}
    return _keep(study, asked | {"done": 0, "upto": waiting.last, "stuck": [], "ends": ends})


def go_on(study: Study, at: datetime, chunks: int | None = None) -> Study:
    """Call the next conversations off, at most so many chunks of them; the study as it is then."""
    if recorder.seen.get() is not None:
        return _foreseen(study, at)
    for number in range(chunks or AT_ONCE):
        if number and not db.in_transaction():
            time.sleep(BREATH)
        study, more = step(study, at)
        if not more:
            break
    return study


@writes
def step(study: Study, at: datetime) -> tuple[Study, bool]:
    """The next chunk, whole or not at all; whether there is more to do now."""
    study = fresh(study)
    if not under_way(study):
        return study, False
    asked = dict(study.calling_off)
    rows = pending.first(study, at, CHUNK, asked["upto"], asked["stuck"])
    tried, stuck = _cancel_each(rows, asked, at)
    asked |= {"done": asked["done"] + tried - len(stuck), "stuck": asked["stuck"] + stuck}
    if len(rows) == CHUNK or tried < len(rows):
        return _keep(study, asked), True
    try:
        with db.atomic():
            return _end(study, asked, at), False
    except peewee.OperationalError:
        raise
    except Exception:  # what was canceled on the way stays canceled; the next sweep tries the end again
        log.exception("study %s could not be canceled with the last of its conversations", study.id)
        return _keep(study, asked), False


def _cancel_each(rows: Iterable[Session], asked: dict, at: datetime) -> tuple[int, list[int]]:
    """Cancel these for who asked for it, as far as the time of one transaction reaches: how many were tried, and the
    numbers of those that could not be canceled. One of them keeps no other waiting."""
    by, stuck, tried = By("customer", asked["by"]), [], 0
    note = "" if asked["ends"] else asked["note"]
    over = time.monotonic() + LONGEST
    for row in rows:
        tried += 1
        try:
            with db.atomic():
                fire(row, "cancel", by, at, reason=asked["reason"], note=note)
        except peewee.OperationalError:  # the database asks for the whole chunk again
            raise
        except Exception:
            log.exception("session %s could not be called off", row.id)
            stuck.append(row.id)
        if time.monotonic() > over:
            break
    return tried, stuck


def _end(study: Study, asked: dict, at: datetime) -> Study:
    """Nothing is left to call off. A study that is to be canceled waits for what has begun; who resumed it has changed
    their mind about that."""
    if asked["ends"] and study.state == "paused":
        end = _end_of(study, asked["ends"], By("customer", asked["by"]), at, asked["note"])
        if study.lifecycle.why_not(end):
            return _keep(study, asked) if asked != study.calling_off else study
        study = fire(study, "cancel", end.by, at, **end.details)
    kept = {name: asked[name] for name in ("by", "at", "total", "done")}
    return _keep(study, kept | {"stuck": len(asked["stuck"]), "ended": to_epoch(at)})


@effect("study", "resume")
def stays(attempt: Attempt, target: str) -> dict:
    """Who resumes it has changed their mind about its end, also where it is paused again before the last conversation
    is canceled. What was noted for the team about that end is no word to those who are still to be canceled on."""
    study = attempt.row
    if under_way(study) and study.calling_off["ends"]:
        return {"calling_off": study.calling_off | {"ends": None, "note": ""}}
    return {}


def _end_of(study: Study, reason: str, by: By, at: datetime, note: str) -> Attempt:
    return Attempt(study, "cancel", by, at, {"reason": reason, "note": note})


def _keep(study: Study, asked: dict) -> Study:
    Study.update(calling_off=asked, calling="ended" not in asked).where(Study.id == study.id).execute()
    return Study.get_by_id(study.id)


def due() -> list[Study]:
    """The studies whose conversations are being called off."""
    return list(Study.select().where(Study.calling).order_by(Study.id))


# All of them in one transaction -----------------------------------------------------------------------------------


@writes
def some(study: Study, reason: str, by: By, at: datetime) -> int:
    """Cancel the first few that are pending, and raise what any of them raises; how many they were."""
    return len([fire(row, "cancel", by, at, reason=reason) for row in pending.first(study, at, CHUNK)])


def all_of(study: Study, reason: str, by: By, at: datetime) -> None:
    """Cancel everything that is pending, in the transaction of the study's own end; a preview runs a few of them, and
    counts the others."""
    if recorder.seen.get() is not None:
        _some_and_count(study, reason, by, at)
        return
    while some(study, reason, by, at):
        pass


def _foreseen(study: Study, at: datetime) -> Study:
    asked = study.calling_off
    _some_and_count(study, asked["reason"], By("customer", asked["by"]), at, bool(asked["ends"]))
    return study


def _some_and_count(study: Study, reason: str, by: By, at: datetime, ends: bool = False) -> None:
    some(study, reason, by, at)
    left = pending.sums(study, at)
    if left.count or ends:
        recorder.note_down("further", further(study, left, ends))


def further(study: Study, left: pending.Sums, ends: bool = False) -> Further:
    """What canceling so many would do, by the same rules."""
    each = late_cancel(study.reward, study.policy.late_percent)
    units = study.unit_price * left.count if study.workspace.plan == "flex" else 0
    return Further(left.count, left.late, each * left.late, study.currency, units, ends)
