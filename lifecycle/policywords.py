"""The numbers that a workspace may set (rules/policy.py), in words: what each is called, its unit, and what it
changes."""

from typing import NamedTuple

from lifecycle.words import Text, _


class Worded(NamedTuple):
    """A number: its name, what it counts, and what it changes."""

    label: Text
    unit: Text
    says: Text


HOURS, MINUTES, DAYS, PERCENT, TIMES = _("hours"), _("minutes"), _("days"), _("percent"), _("times")
POLICY: dict[str, Worded] = {
    "notice_hours": Worded(
        _("Notice"), HOURS, _("How long before the start a conversation can be moved or canceled in time.")
    ),
    "join_minutes": Worded(_("The door opens"), MINUTES, _("How long before the start both sides can come in.")),
    "absence_minutes": Worded(
        _("Waiting"), MINUTES, _("How long one waits for the other before they count as absent.")
    ),
    "correct_days": Worded(
        _("Putting right"), DAYS, _("How long after its end a conversation can be corrected or reported.")
    ),
    "remind_hours": Worded(
        _("Reminder to choose"), HOURS, _("When a request for another time is repeated, once, if nobody answered.")
    ),
    "lapse_days": Worded(_("Time to choose"), DAYS, _("When a request for another time that nobody answered lapses.")),
    "moves": Worded(_("Moves"), TIMES, _("How often a contributor may move one conversation.")),
    "due_days": Worded(_("Decision due"), DAYS, _("How soon after the conversation you say Completed.")),
    "overdue_days": Worded(_("Decision overdue"), DAYS, _("When a decision is shown as overdue.")),
    "late_percent": Worded(
        _("Late cancel"), PERCENT, _("The part of the reward that you owe when your side cancels after the notice.")
    ),
}
FAULTS: dict[str, Text] = {
    "before_due": _("Overdue has to come after due."),
    "after_lapse": _("The reminder has to come before the request lapses."),
}
