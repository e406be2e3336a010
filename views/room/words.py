"""How it went, in the words of each side: the answers to choose from, what one said, and what was recorded."""

from datetime import datetime
from typing import NamedTuple

from lifecycle.presence import CLAIMED_UNTIL
from lifecycle.words import Hour, Moment, Text, _
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
# What the other side said, as one reads it once it is settled.
SAME = {
    "met": _("%(other)s said: We talked."),
    "technical": _("%(other)s said: Technical trouble."),
    None: _("%(other)s did not answer."),
}
THEIRS: dict[str, dict] = {
    "customer": SAME
    | {
        "they_absent": _("%(other)s said that nobody of yours came."),
        "i_absent": _("%(other)s said that they could not come."),
    },
    "contributor": SAME
    | {
        "they_absent": _("%(other)s said that you did not come."),
        "i_absent": _("%(other)s said that nobody of theirs could come."),
    },
}
SILENT: dict[str, Text] = {
    "customer": _("Nobody of yours answered."),
    "contributor": _("You did not answer."),
}
# What an answer leads to (rules/claimed.py), said beside it.
LEADS: dict[str, dict[str, Text]] = {
    "customer": {
        "met": _("Settles it at once: it counts as held, its units are used, and you decide about Completed."),
        "they_absent": _(
            "It becomes a no show, and nobody is paid. It is a mark only if they say so themselves. If they remember "
            "it differently, an operator decides."
        ),
        "i_absent": _("If they came, their whole reward is owed to them."),
        "technical": _("A no show without a mark on anybody; nothing is owed and no unit is used."),
    },
    "contributor": {
        "met": _("It counts as held, unless they say otherwise. Then they decide about Completed."),
        "they_absent": _(
            "If they say so too, or nothing, your whole reward is owed to you. If they say that you did not come, an "
            "operator decides."
        ),
        "i_absent": _("It becomes a no show, is not paid, and is one mark in your standing, which you can appeal."),
        "technical": _("A no show without a mark on anybody, unless they say that you talked. It is not paid."),
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
UNMARKED: dict[str, Text] = {
    "customer": _(
        "It is recorded as a no show, without a mark on anybody. If it is wrong, put it right on the page of the "
        "conversation."
    ),
    "contributor": _("It is recorded as a no show, without a mark. If that is not so, they can put it right."),
}
RIGHTED: dict[str, Text] = {
    "customer": _("The no show was put right, so it counts as held. Now you decide whether their part is Completed."),
    "contributor": _(
        "The no show was put right, so it counts as held. "
        "They mark your part as Completed; then your reward is owed to you."
    ),
}
DISPUTED = _("It is recorded as a no show, and the two of you remember it differently. Below is how that stands.")
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
    leads = dict(LEADS[side])
    if at < counts:
        leads[THEY_ABSENT] = _("From %(hour)s on: please wait until then.", hour=Hour(counts))
    labels = {**LABELS, "they_absent": _("%(other)s did not come", other=other)}
    if side == "customer":
        labels["i_absent"] = _("Nobody of ours could come")
    return [Choice(value, label, leads[value]) for value, label in labels.items()]


def asked(row: Session, side: str) -> Text | None:
    """While it is open what became of it: what one said oneself, what that waits for, and until when."""
    if row.presence != "claimed" or row.state != "scheduled":
        return None
    until, mine = Moment(row.ends_at + CLAIMED_UNTIL), row.answers[0 if side == "customer" else 1]
    if mine is None:
        return _("You are both asked, until %(when)s. What you both say is recorded.", when=until)
    other = row.shown if side == "customer" else row.host.name
    return _(
        "You said: %(answer)s It is settled as soon as %(other)s has answered too, at the latest %(when)s. Until then "
        "you can change your answer.",
        answer=SAID[side][mine], other=other, when=until,
    )  # fmt: skip


def recorded(row: Session, side: str) -> Text | None:
    """What became of it, once that is settled."""
    if row.state == "no_show":
        return _no_show(row, side)
    if righted(row):
        return RIGHTED[side]
    if row.state == "canceled" and _lapsed(row):
        return _("Nothing could be recorded of this conversation, so it lapsed, without a mark on anybody.")
    return RECORDED.get((side, row.state))


def _no_show(row: Session, side: str) -> Text:
    if row.technical:
        return TECHNICAL
    if row.disputed:
        return DISPUTED
    return RECORDED[side, "no_show"] if row.marked else UNMARKED[side]


def righted(row: Session) -> bool:
    """Whether it counts as held though neither side's answer had settled it so: a no show that was put right."""
    customer, contributor = row.answers
    said_so = customer == "met" or (customer is None and contributor == "met")
    return row.state == "completed" and row.presence == "claimed" and not said_so and not row.technical


def _lapsed(row: Session) -> bool:
    """Whether it was over before it was canceled: that is how an unanswered one ends."""
    return row.presence == "claimed" and row.ended_at is not None and row.ended_at >= row.ends_at


def both(row: Session, side: str) -> list[Text]:
    """What both said, once it is settled and where that is what was decided by: one's own words first. The other's
    are kept from the page until then, so that nobody answers to an answer."""
    if row.presence != "claimed" or row.state in ("scheduled", "rescheduling"):
        return []
    customer, contributor = row.answers
    if row.state == "canceled" and not _lapsed(row):
        return []
    mine, theirs = (customer, contributor) if side == "customer" else (contributor, customer)
    other = row.shown if side == "customer" else row.host.name
    own = _("You said: %(answer)s", answer=SAID[side][mine]) if mine else SILENT[side]
    return [own, Text(THEIRS[side][theirs].text, {"other": other})]
