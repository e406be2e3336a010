"""How it went, in the words of each side: the answers to choose from, what one said, and what was recorded."""

from datetime import datetime
from typing import NamedTuple

from lifecycle.words import Hour, Text, _
from models.sessions import Session
from rules.claimed import THEY_ABSENT

LABELS = {
    "met": _("We talked"),
    "they_absent": _("%(other)s did not come"),
    "i_absent": _("I could not come"),
    "technical": _("Technical trouble kept us from talking"),
}
SAID: dict[str, dict] = {
    "customer": {
        "met": _("You talked."),
        "they_absent": _("They did not come."),
        "i_absent": _("Nobody of yours could come."),
        "technical": _("Technical trouble kept you from talking."),
    },
    "contributor": {
        "met": _("You talked."),
        "they_absent": _("They did not come."),
        "i_absent": _("You could not come."),
        "technical": _("Technical trouble kept you from talking."),
    },
}
RECORDED: dict[tuple[str, str], Text] = {
    ("customer", "in_progress"): _("It is recorded that you talk. Once its time is over it says Completed."),
    ("contributor", "in_progress"): _("It is recorded that you talk. Once its time is over it says Completed."),
    ("customer", "completed"): _("It is recorded that you talked. Now you decide whether their part is Completed."),
    ("contributor", "completed"): _(
        "It is recorded that you talked. Now they decide; then your reward is owed to you."
    ),
    ("customer", "no_show"): _(
        "It is recorded that they did not come. If that is wrong, put it right on the page of the conversation."
    ),
    ("contributor", "no_show"): _("It is recorded that you did not come. If that is not so, they can put it right."),
    ("customer", "host_absent"): _("It is recorded that nobody of yours came. What you owe stands under your payouts."),
    ("contributor", "host_absent"): _("It is recorded that they did not come. Your reward stands under your money."),
    ("customer", "canceled"): _("This conversation does not take place."),
    ("contributor", "canceled"): _("This conversation does not take place."),
    ("customer", "rescheduling"): _("You asked for another time. They have not chosen one yet."),
    ("contributor", "rescheduling"): _("You are asked for another time. Choose one on the page of the conversation."),
}
TECHNICAL = _("It is recorded that something technical went wrong. That is nobody's fault and leaves no mark.")


class Choice(NamedTuple):
    """One answer, as components/field.html shows it."""

    value: str
    label: Text
    hint: Text | None = None


def answers(row: Session, side: str, at: datetime) -> list[Choice]:
    """The four answers; the one that needs patience says from when on it counts."""
    other = row.shown if side == "customer" else row.host.name
    counts = row.starts_at + row.policy.absence
    hint = _("From %(hour)s on: please wait until then.", hour=Hour(counts)) if at < counts else None
    labels = {**LABELS, "they_absent": _("%(other)s did not come", other=other)}
    if side == "customer":
        labels["i_absent"] = _("Nobody of ours could come")
    return [Choice(value, label, hint if value == THEY_ABSENT else None) for value, label in labels.items()]


def recorded(row: Session, side: str) -> Text | None:
    """What became of it, once that is settled."""
    return TECHNICAL if row.technical and row.state == "no_show" else RECORDED.get((side, row.state))
