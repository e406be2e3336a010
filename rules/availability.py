"""Whether a host's plan makes sense, asked before it is kept, so that the slots never meet an impossible one."""

from rules.slots import Plan
from rules.zones import known_zone

GAPS = (0, 15, 30)
STEPS = (15, 30, 60)
LONGEST = 480
NOTICE_MOST = 30 * 1440
HORIZON_MOST = 366
_MIDNIGHT = 1440


def faults(plan: Plan) -> list[tuple[str, dict]]:
    """What is wrong with a plan, as (code, values): unknown_zone, bad_length, bad_gap, bad_step, bad_notice,
    bad_horizon, bad_most_per_day, bad_window (weekday, start, end), bad_exception (date, start, end)."""
    found = [] if known_zone(plan.zone) else [("unknown_zone", {"zone": plan.zone})]
    numbers = (
        ("bad_length", plan.length, 15 <= plan.length <= LONGEST and plan.length % 15 == 0),
        ("bad_gap", plan.gap, plan.gap in GAPS),
        ("bad_step", plan.step, plan.step in STEPS),
        ("bad_notice", plan.notice, 0 <= plan.notice <= NOTICE_MOST),
        ("bad_horizon", plan.horizon, 1 <= plan.horizon <= HORIZON_MOST),
        ("bad_most_per_day", plan.most_per_day, plan.most_per_day is None or plan.most_per_day >= 1),
    )
    found += [(code, {"value": value}) for code, value, sound in numbers if not sound]
    for weekday, start, end in plan.windows:
        if weekday not in range(7) or not _sound(start, end):
            found.append(("bad_window", {"weekday": weekday, "start": start, "end": end}))
    for date, pairs in plan.exceptions:
        found += [("bad_exception", {"date": date, "start": start, "end": end})
                  for start, end in pairs if not _sound(start, end)]
    return found


def _sound(start: int, end: int) -> bool:
    return 0 <= start < _MIDNIGHT and start < end <= 2 * _MIDNIGHT
