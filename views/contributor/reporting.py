"""A contributor reports a customer or a study: who reads what is said before; and how a report is read here."""

from flask import g

from commands import reports
from commands.preview import preview
from lifecycle.attempt import Refusal, Refused
from lifecycle.reasons import COMPLAINED
from lifecycle.words import Text, _
from models.participants import Participant
from models.standing import Report
from views import details, report_words
from views.access import Reached
from views.offers import offers
from views.reply import page_of
from views.shown import url
from views.timeline import items

ABOUT = details.Field(
    "reason",
    "about",
    _("What is it about?"),
    options={"customer": _("The people I was to talk with"), "study": _("The study itself")},
)
NOTE = details.NOTE._replace(
    label=_("What happened?"),
    hint=_("Only the operator reads your words. Please leave out what you would not want to tell them."),
)
FIELDS = (ABOUT, details.reason(COMPLAINED, _("What was wrong?")), NOTE)


def refusal(reached: Reached, participant: Participant) -> Refusal | None:
    """That money did not come can always be said; so there is always a way."""
    return None


def fields(reached: Reached) -> tuple[details.Field, ...]:
    """What the form asks; when the days are over, only what shows late."""
    participant = reached.row.participant if reached.noun == "session" else reached.row
    if reports.too_late(participant, g.at, reports.last_talk(participant)) is None:
        return FIELDS
    return (ABOUT, FIELDS[1]._replace(options={code: COMPLAINED[code] for code in reports.SHOWS_LATE}), NOTE)


def file(reached: Reached, participant: Participant, given: dict, key: str) -> Report:
    """Write the report; one that a record is wrong is always about the people who made it."""
    about = "customer" if given["reason"] == "wrong_mark" else given["about"]
    return reports.report_study(participant, about, given["reason"], reached.by, g.at, given["note"] or "", key)


def context(reached: Reached, participant: Participant) -> dict:
    """Who reads it, and what follows; who gets a letter is worked out by reporting and taking it back."""
    team = participant.study.workspace.name
    return {
        "title": _("Report a problem"),
        "lead": _("Somebody who belongs to neither side looks at it and decides."),
        "now": now(reached, participant, team),
        "later": later(),
    }


def now(reached: Reached, participant: Participant, team: str) -> list[Text]:
    """What happens with the click."""
    found = [
        _("The operator of this installation reads the reason and everything that you write."),
        _(
            "%(team)s is told that a contributor reported them, what it is about and the reason. They get neither your "
            "name nor your words; from what it is about they may still guess.",
            team=team,
        ),
        _("Nothing changes for what you have booked, for your money or for your standing."),
    ]
    try:
        seen = preview(reports.report_study, participant, "customer", "not_paid", reached.by, g.at)
    except Refused:
        return found
    others = {person for _letter, person, due in seen.letters if due <= g.at and person != g.me.id}
    return [*found, _("You get a letter, and so do they.") if others else _("You get a letter.")]


def later() -> list[Text]:
    """What can follow after it."""
    return [
        _("Only an operator decides. They are reminded after 3 days, and you are told what they decide."),
        _("Upheld, it stays on record with the team. When two people report a study itself, it takes in nobody new."),
        _("That something wrong was recorded about you: upheld, the mark is struck."),
        _("Whom the decision goes against can appeal once, within 14 days."),
        _("You can take the report back until it is decided."),
    ]


@page_of("contributor", "report")
def report(reached: Reached) -> dict:
    """A report, as its person reads it: about them, or written by them."""
    row: Report = reached.row
    own = row.author_role == "contributor" and row.author_id == g.me.id
    payouts = [] if own else reports.payouts_of(row)
    return {
        "workspace_name": row.study.workspace.name,
        "branded": row.study.workspace,
        "heading": report_words.reason(row),
        "facts": facts(row, own),
        "own": own,
        "stands": report_words.stands(row, g.at),
        "purse": [report_words.on_hold(row, g.at, True) if one.state == "on_hold" else line
                  for one, line in zip(payouts, report_words.purse(payouts), strict=True)],
        "offers": offers(reached),
        "may_reply": not own and row.state in reports.UNDECIDED and row.replied_at is None,
        "talk": report_words.disputed(row),
        "back": url("/standing"),
        "timeline": items(reached, [row]),
    }  # fmt: skip


def facts(row: Report, own: bool) -> list[tuple]:
    """Of which study, about whom, by whom."""
    about = report_words.ABOUT[row.about] if own else _("You")
    by = _("You") if own else row.study.workspace.name
    return [(_("Study"), row.study.title), (_("About"), about), (_("By"), by)]
