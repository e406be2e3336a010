"""The free times of every zone, held against a slow and independent reading of the rules: look at each quarter hour,
ask what the clock on the wall says, and walk through the session in steps of five minutes."""

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.slots import Plan, Window, by_local_day, free_slots, is_free
from rules.times import local_instant

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2026, 2036))
DAY = 86400


@cache
def changes(name):
    """The instants at which the zone's clocks change, 2026 to 2035: looked for every week, then to the second."""
    zone = ZoneInfo(name)

    def offset(epoch):
        return datetime.fromtimestamp(epoch, zone).utcoffset()

    found = []
    for week in range(FIRST, LAST, 7 * DAY):
        low, high = week, week + 7 * DAY
        if offset(low) != offset(high):
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            found.append(high)
    return found


def is_open(plan, wall):
    def dated(day):
        return [pairs for date_, pairs in plan.exceptions if date_ == day]

    def pairs_of(day):
        own = dated(day)
        return own[0] if own else [window[1:] for window in plan.windows if window[0] == day.weekday()]

    day, minute = wall.date(), wall.hour * 60 + wall.minute
    before = day - timedelta(days=1)
    late = [] if dated(day) else pairs_of(before)
    return (any(start <= minute < end for start, end in pairs_of(day))
            or any(start <= minute + 1440 < end for start, end in late))


def naive_slots(plan, busy, at, until=None, taken_days=None):
    zone, found = ZoneInfo(plan.zone), []
    length, gap = plan.length * 60, plan.gap * 60
    stop = min(at + plan.horizon * DAY, until or LAST * 2)
    for start in range(-(-at // 900) * 900, stop, 900):
        wall = datetime.fromtimestamp(start, zone)
        if start < at + plan.notice * 60 or wall.minute % plan.step:
            continue
        if not all(is_open(plan, datetime.fromtimestamp(start + past, zone)) for past in range(0, length, 300)):
            continue
        if any(begin < start + length + gap and start - gap < end for begin, end in busy if begin < end):
            continue
        if plan.most_per_day is None or (taken_days or {}).get(wall.date(), 0) < plan.most_per_day:
            found.append(start)
    return found


@st.composite
def cases(draw):
    zone = draw(st.sampled_from(ZONES))
    moment = draw(st.integers(FIRST, LAST))
    if changes(zone) and draw(st.integers(0, 3)):
        moment = draw(st.sampled_from(changes(zone))) - draw(st.integers(0, 2 * DAY))
    pair = st.tuples(st.integers(0, 287), st.integers(1, 240)).map(
        lambda fives: (fives[0] * 5, min((fives[0] + fives[1]) * 5, 2880)))
    windows = [Window(day, *draw(pair)) for day in draw(st.lists(st.integers(0, 6), min_size=1, max_size=12))]
    today = datetime.fromtimestamp(moment, ZoneInfo(zone)).date()
    days = st.integers(-1, 3).map(lambda ahead: today + timedelta(days=ahead))
    exceptions = draw(st.dictionaries(days, st.lists(pair, max_size=2).map(tuple), max_size=2))
    plan = Plan(
        zone, tuple(windows), length=draw(st.sampled_from((30, 60, 90, 120))), gap=draw(st.sampled_from((0, 15, 30))),
        step=draw(st.sampled_from((15, 30, 60))), notice=draw(st.integers(0, 1500)), horizon=draw(st.integers(1, 3)),
        most_per_day=draw(st.sampled_from((None, None, 1, 2))), exceptions=tuple(exceptions.items()))
    stretch = st.tuples(st.integers(-4, 300), st.integers(0, 12), st.integers(0, 899))
    busy = [(moment + start * 900 + odd, moment + (start + long) * 900)
            for start, long, odd in draw(st.lists(stretch, max_size=8))]
    taken = draw(st.dictionaries(days, st.integers(0, 3), max_size=3))
    return plan, busy, moment, taken


@given(cases())
@settings(max_examples=300, deadline=None)
def test_every_free_time_is_found_and_no_other(case):
    plan, busy, at, taken = case
    assert free_slots(plan, busy, at, taken_days=taken) == naive_slots(plan, busy, at, taken_days=taken)


def test_round_every_change_of_every_zone_no_slot_is_skipped_lost_or_doubled():
    windows = tuple(Window(day, *pair) for day in range(7) for pair in ((20, 145), (170, 400), (1290, 1520)))
    seen = 0
    for zone in ZONES:
        plan = Plan(zone, windows, length=30, step=30, horizon=3)
        for change in changes(zone):
            at = change - 4 * 3600
            found = free_slots(plan, [], at, at + 8 * 3600)
            assert found == naive_slots(plan, [], at, at + 8 * 3600), (zone, change)
            assert len(set(found)) == len(found)
            seen += 1
    assert seen > 2000


def test_a_day_open_all_round_has_as_many_slots_as_it_has_quarter_hours():
    always = tuple(Window(day, 0, 1440) for day in range(7))
    for zone in ZONES:
        for change in changes(zone)[:4]:
            at = change - change % DAY - DAY
            found = free_slots(Plan(zone, always, 15, step=15, horizon=3), [], at)
            assert found == list(range(at, at + 3 * DAY, 900)), (zone, change)
            assert sorted(start for _, starts in by_local_day(found, zone) for start in starts) == found


def test_a_skipped_wall_time_has_no_instant_and_a_repeated_one_has_two():
    for zone in ZONES:
        tz = ZoneInfo(zone)
        for change in changes(zone)[:4]:
            old, new = (int(datetime.fromtimestamp(change - before, tz).utcoffset().total_seconds())
                        for before in (1, 0))
            if old == new:
                continue
            wall = datetime.fromtimestamp(change + min(old, new) + abs(new - old) // 2, UTC)
            asked = wall.date(), wall.hour * 60 + wall.minute, zone
            if new > old:
                assert local_instant(*asked) is None
                assert local_instant(*asked, fold=1) is None
            else:
                assert local_instant(*asked, fold=1) - local_instant(*asked) == old - new


def test_the_readers_days_are_those_of_the_wall_clock():
    chance = random.Random(7)
    for zone in chance.sample(ZONES, 60):
        start = chance.randrange(FIRST // 900, LAST // 900) * 900
        starts = [start + step * 1800 for step in range(400)]
        days = {}
        for one in starts:
            days.setdefault(datetime.fromtimestamp(one, ZoneInfo(zone)).date(), []).append(one)
        assert by_local_day(starts, zone) == sorted(days.items())


def test_sixty_crowded_days_are_those_of_the_naive_grid():
    windows = tuple(Window(day, *pair) for day in range(5) for pair in ((540, 720), (780, 1080)))
    at = int(datetime(2026, 9, 21, tzinfo=UTC).timestamp())
    chance = random.Random(1)
    busy = [(at + begin * 900, at + (begin + 3) * 900) for begin in chance.sample(range(60 * 96), 200)]
    plan = Plan("Europe/Lisbon", windows, 30, step=30, horizon=60, exceptions=((date(2026, 10, 5), ()),))
    assert free_slots(plan, busy, at) == naive_slots(plan, busy, at)


def test_the_local_hours_stay_across_every_change_of_every_zone():
    """Office hours begin at the same hours of the wall clock in the week before a change as in the week after it."""
    windows = tuple(Window(day, 540, 1020) for day in range(7))
    seen = 0
    for zone in ZONES:
        plan = Plan(zone, windows, length=60, step=60, horizon=17)
        for change in changes(zone):
            days = {}
            for start in free_slots(plan, [], change - 8 * DAY):
                wall = datetime.fromtimestamp(start, ZoneInfo(zone))
                days.setdefault(wall.date(), []).append(wall.hour * 60 + wall.minute)
            turn = datetime.fromtimestamp(change, ZoneInfo(zone)).date()
            whole = [hours for day, hours in sorted(days.items()) if abs((day - turn).days) in range(1, 7)]
            assert len(whole) >= 11, (zone, change)
            # Where the clocks are not a whole number of quarter hours from UTC, a start lies on the nearest one.
            assert all(abs(hour - 60 * number) < 15 for hours in whole for number, hour in enumerate(hours, 9))
            assert all(len(hours) in (7, 8) for hours in whole), (zone, change)
            seen += 1
    assert seen > 2000


def test_what_is_offered_can_be_taken_and_nothing_else_in_every_zone():
    windows = tuple(Window(day, *pair) for day in range(7) for pair in ((0, 300), (1290, 1500)))
    chance = random.Random(3)
    for zone in ZONES:
        change = chance.choice(changes(zone) or [chance.randrange(FIRST, LAST)])
        at = (change - 6 * 3600) // 900 * 900
        busy = [(start, start + 2700) for start in (at + 900 * chance.randrange(48) for _number in range(2))]
        plan = Plan(zone, windows, length=60, gap=15, step=30, horizon=1)
        offered = set(free_slots(plan, busy, at))
        asked = range(at, at + 12 * 3600, 900)
        assert {start for start in asked if is_free(plan, busy, at, start)} == offered & set(asked), (zone, change)
