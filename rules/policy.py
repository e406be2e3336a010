"""The numbers a workspace may set, with the defaults and bounds of LIFECYCLES "Policy numbers". A study keeps its own
copy from launch on, so that a later change never rewrites a promise."""

from dataclasses import asdict, dataclass, fields
from datetime import timedelta

BOUNDS = {
    "notice_hours": (0, 336),
    "join_minutes": (0, 60),
    "absence_minutes": (5, 30),
    "correct_days": (1, 90),
    "remind_hours": (1, 160),
    # Invariant 7: every session ends within 7 days and an hour, so that an unanswered one can not wait for longer.
    "lapse_days": (1, 7),
    "moves": (0, 20),
    "due_days": (1, 30),
    "overdue_days": (1, 90),
    "late_percent": (0, 100),
}


@dataclass(frozen=True)
class Policy:
    """One workspace's numbers, or one study's copy of them. Out of bounds: ValueError with the field's name."""

    notice_hours: int = 24
    join_minutes: int = 15
    absence_minutes: int = 10
    correct_days: int = 14
    remind_hours: int = 24
    lapse_days: int = 7
    moves: int = 3
    due_days: int = 3
    overdue_days: int = 7
    late_percent: int = 25

    def __post_init__(self):
        for name, code in faults(asdict(self)):
            raise ValueError(name, code)

    @property
    def notice(self) -> timedelta:
        """How long before the start moving and canceling are in time."""
        return timedelta(hours=self.notice_hours)

    @property
    def join(self) -> timedelta:
        """How long before the start the door opens."""
        return timedelta(minutes=self.join_minutes)

    @property
    def absence(self) -> timedelta:
        """How long one waits before the other counts as absent."""
        return timedelta(minutes=self.absence_minutes)

    @property
    def correct(self) -> timedelta:
        """How long after its end a session may be corrected or reported."""
        return timedelta(days=self.correct_days)

    @property
    def remind(self) -> timedelta:
        """When an unanswered request for a new time is repeated, once."""
        return timedelta(hours=self.remind_hours)

    @property
    def lapse(self) -> timedelta:
        """When an unanswered request for a new time lapses."""
        return timedelta(days=self.lapse_days)

    @property
    def due(self) -> timedelta:
        """When Submitted is due for a decision."""
        return timedelta(days=self.due_days)

    @property
    def overdue(self) -> timedelta:
        """When Submitted is overdue."""
        return timedelta(days=self.overdue_days)


def faults(numbers: dict) -> list[tuple[str, str]]:
    """What is wrong with a set of numbers, as (field, code): unknown, not_a_number, out_of_bounds, before_due,
    after_lapse. Missing fields take their defaults."""
    found = [(name, "unknown") for name in numbers if name not in BOUNDS]
    for name, (low, high) in BOUNDS.items():
        value = numbers.get(name, getattr(Policy, name))
        if not isinstance(value, int) or isinstance(value, bool):
            found.append((name, "not_a_number"))
        elif not low <= value <= high:
            found.append((name, "out_of_bounds"))
    if found:
        return found
    whole = {**{field.name: field.default for field in fields(Policy)}, **numbers}
    if whole["overdue_days"] <= whole["due_days"]:
        found.append(("overdue_days", "before_due"))
    if whole["remind_hours"] >= whole["lapse_days"] * 24:
        found.append(("remind_hours", "after_lapse"))
    return found


def to_dict(policy: Policy) -> dict[str, int]:
    """The numbers by field, ready to be stored."""
    return asdict(policy)


def from_dict(numbers: dict) -> Policy:
    """The policy of stored numbers; missing ones take their defaults. Anything unsound: ValueError (field, code)."""
    for name, code in faults(numbers):
        raise ValueError(name, code)
    return Policy(**numbers)
