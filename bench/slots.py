"""The free starts of 60 days for a busy host, against the naive grid: every quarter hour of the 60 days turned into the
host's local time, looked up in the windows, and compared with everything that is booked. Both must name the same."""

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bench import measure
from rules import slots

DAYS, LENGTH, STEP, NOTICE = 60, 60, 30, 120
BOOKED = 200
STEPS, ROUNDS = 54, 9
GOAL = 1 / 25
ZONE = "Europe/Berlin"
# In spring, so that the clocks change within the 60 days.
AT = datetime(2027, 3, 1, 8, 10, tzinfo=UTC)
WINDOWS = tuple(slots.Window(day, begin, end) for day in range(5) for begin, end in ((540, 720), (780, 1050)))


def run() -> measure.Result:
    """Measure it."""
    plan = slots.Plan(ZONE, WINDOWS, LENGTH, step=STEP, notice=NOTICE, horizon=DAYS)
    busy = _busy()
    names = slots.free_slots(plan, busy, AT)
    assert names == naive(plan, busy, AT), "the two ways name different starts"
    assert names
    ours, grid = partial(slots.free_slots, plan, busy, AT), partial(naive, plan, busy, AT)
    measured, floor = measure.in_turn([ours] * STEPS, [grid] * STEPS, ROUNDS)
    facts = {"days": str(DAYS), "booked in them": str(BOOKED), "starts left": str(len(names))}
    return measure.Result("free starts", measured, floor, GOAL, "the naive grid", facts, {})


def _busy() -> list[tuple[int, int]]:
    """Conversations of an hour, spread over the days without a pattern that a sweep could like."""
    begin = int(AT.timestamp()) // 3600 * 3600
    hours = sorted({(number * 7919) % (DAYS * 24) for number in range(1, BOOKED * 2)})[: BOOKED * 2 : 2]
    return [(begin + hour * 3600, begin + hour * 3600 + 3600) for hour in hours]


def naive(plan: slots.Plan, busy, at: datetime) -> list[int]:
    """What one writes first."""
    zone, found = ZoneInfo(plan.zone), []
    booked = [(datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(until, UTC)) for since, until in busy]
    first, last = at + timedelta(minutes=plan.notice), at + timedelta(days=plan.horizon)
    start = datetime.fromtimestamp(-(-int(at.timestamp()) // 900) * 900, UTC)
    while start < last:
        local = start.astimezone(zone)
        end = start + timedelta(minutes=plan.length)
        whole = start >= first and (local.hour * 60 + local.minute) % plan.step == 0
        if whole and _open(plan, local) and not any(start < until and since < end for since, until in booked):
            found.append(int(start.timestamp()))
        start += timedelta(minutes=15)
    return found


def _open(plan: slots.Plan, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    return any(
        window.weekday == local.weekday() and window.start <= minute and minute + plan.length <= window.end
        for window in plan.windows
    )
