"""A dispute: the customer says that somebody did not come, and they remember it differently. What both said, who
decides, and what becomes of money and standing meanwhile, in the words of each side."""

from typing import NamedTuple

from flask import g

from lifecycle.attempt import By
from lifecycle.words import Moment, Text, _
from models import reporting
from models.sessions import Session
from models.standing import Report
from views import report_words
from views.reply import address
from views.room import words

UNDECIDED = ("open", "appealed")
REMINDED = _("They are reminded when it waits for longer than 3 days. You get a letter about what they decide.")
MEANWHILE: dict[str, tuple[Text, ...]] = {
    "customer": (
        _("An operator decides, somebody who belongs to neither side. Until then it says No show."),
        REMINDED,
        _("Meanwhile: nothing is owed for it, no unit is used, its place is open again, and no mark is added."),
        _("Decided for them: it counts as held. Its units are used, and you decide about Completed."),
        _("Decided for you: it stays a no show, and is a mark in their standing."),
    ),
    "contributor": (
        _("An operator decides, somebody who belongs to neither side. Until then it says No show."),
        REMINDED,
        _("Meanwhile: no mark is added to your standing, and nothing is paid."),
        _("Decided for you: it counts as held. Then they decide about Completed, which releases your reward."),
        _("Decided for them: it stays a no show, and is a mark in your standing. You can appeal once."),
    ),
}


DECIDED: dict[tuple[str, str], Text] = {
    ("dismissed", "customer"): _("An operator decided for them on %(day)s: it counts as held."),
    ("upheld", "customer"): _("An operator decided for you on %(day)s: it stays a no show."),
    ("dismissed", "contributor"): _("An operator decided for you on %(day)s: it counts as held."),
    ("upheld", "contributor"): _("An operator decided for them on %(day)s: it stays a no show."),
}
# The team put the no show right itself, and its report is still there.
RIGHTED: dict[str, tuple[Text, ...]] = {
    "customer": (
        _("You put it right, so it counts as held. The report about it is still open: take it back, and you can decide "
          "about Completed."),
    ),
    "contributor": (
        _("They put it right, so it counts as held. The report about it is still open, until they take it back or an "
          "operator decides."),
    ),
}  # fmt: skip


class Dispute(NamedTuple):
    """What stands on both sides' pages; `reply` says that the reader may still tell their side, `appeal` that they
    may have it looked at once more."""

    lines: tuple[Text, ...] | list[Text]
    said: list[Text]
    report: str
    undecided: bool
    reply: str | None
    appeal: str | None


def of(row: Session, side: str) -> Dispute | None:
    """The dispute about this conversation, if there is one."""
    if not row.disputed:
        return None
    report = reporting.dispute(row.id)
    if report is None:
        return None
    open_yet = report.state in UNDECIDED
    meanwhile = MEANWHILE[side] if row.state == "no_show" else RIGHTED[side]
    lines = meanwhile if report.state == "open" else _stands(report, side)
    appeal = f"{address(report)}/appeal" if _may_appeal(report, side) else None
    return Dispute(lines, words.both(row, side), address(report), open_yet, _reply(report, side), appeal)


def _stands(report: Report, side: str) -> list[Text]:
    """What became of it, and what can still happen."""
    lines = report_words.stands(report, g.at)
    if report.withdrawn or (said := DECIDED.get((report.state, side))) is None:
        return lines
    until = report_words.appealable_until(report)
    if _may_appeal(report, side):
        lines[1:] = [_("You can appeal once, until %(when)s.", when=Moment(until))]
    return [Text(said.text, {"day": report_words.day(report.decided_at)}), *lines[1:]]


def _may_appeal(report: Report, side: str) -> bool:
    """Whether the decision went against the reader, who can still have it looked at once more."""
    until = report_words.appealable_until(report)
    return until is not None and g.at <= until and report.concerns(By(side, g.me.id))


def _reply(report: Report, side: str) -> str | None:
    asks = side == "contributor" and report.state in UNDECIDED and report.replied_at is None
    return f"{address(report)}/reply" if asks else None
