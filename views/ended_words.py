"""What a canceled conversation says at its top: to whoever was to come why, in the team's own words, and what is owed
to them; to the team what goes on now with the place."""

from typing import NamedTuple

from commands.studies import GOING
from lifecycle.reasons import CHOICES, told
from lifecycle.together import Move, together
from lifecycle.words import Text, _
from models.ended import Ended, of
from models.sessions import Session
from models.studies import Study
from rules import money
from views.reply import address

FIRST = _("The waiting list goes first.")
BY_LINK = _("Nobody is asked by itself: send the link of the study to more people.")
BY_NAME = _(
    "Nobody else is asked by itself: whoever you named can still choose a time. For others, duplicate the study."
)
MARKED = _("It was late: the reward is not paid, and it left a mark in your standing.")


class Why(NamedTuple):
    """For the contributor: sentences, the words that the team wrote, and what is owed."""

    lines: list[Text]
    note: str
    owed: Text | None


class GoesOn(NamedTuple):
    """For the team: sentences, and ways on as (label, address, event)."""

    lines: list[Text]
    ways: list[tuple[Text, str, str]]


def why(row: Session, language: str) -> Why | None:
    """Why it does not take place, as the contributor reads it; None where it is not canceled."""
    ended = of(row)
    if ended is None:
        return None
    by_team = ended.role == "customer"
    amount = money.show(ended.owed.amount, ended.owed.currency, language) if ended.owed else None
    return Why(_because(row, ended), ended.note if by_team else "", _owed(row, ended.payout, amount))


def _because(row: Session, ended: Ended) -> list[Text]:
    if ended.role == "customer":
        said = told("customer", ended.reason)
        return [_("They called it off. %(reason)s", reason=said) if said else _("They called it off.")]
    if ended.event == "cancel":
        label = CHOICES["contributor"].get(ended.reason or "")
        said = _("You called it off: %(reason)s.", reason=label) if label else _("You called it off.")
        return [said, MARKED] if row.marked else [said]
    if ended.event == "decline":
        return [_("None of the new times suited you. Nothing counts against you.")]
    if ended.source == "rescheduling":
        days = row.policy.lapse_days
        return [_("No new time was chosen in %(days)s days. Nothing counts against you.", days=days)]
    return [_("Nobody said what became of it. Nothing counts against you.")]


def _owed(row: Session, payout: str, amount: str | None) -> Text | None:
    if amount is None:
        return None
    hours = row.policy.notice_hours
    if payout == "paid":
        return _(
            "You were paid %(amount)s for it, because they changed the plan less than %(hours)s hours before the "
            "start.",
            amount=amount,
            hours=hours,
        )
    return _(
        "You are owed %(amount)s for it, because they changed the plan less than %(hours)s hours before the start.",
        amount=amount,
        hours=hours,
    )


def goes_on(row: Session) -> GoesOn | None:
    """What becomes of the place of a canceled conversation; None where the study is over or it is not canceled."""
    study, ended = row.study, of(row)
    if ended is None or study.state not in GOING:
        return None
    to_study = (_("To the study"), address(study), "study")
    if _place(ended) == "given_up":
        add = (_("Add places"), f"{address(study)}/add_places", "add_places")
        return GoesOn([_("The place was given up. To talk with somebody else instead, add a place.")], [add, to_study])
    if study.open_places <= 0:
        return GoesOn([_("The place was open again, and by now every place is taken.")], [to_study])
    line = (_("The waiting list"), f"{address(study)}/waiting", "waiting")
    if study.state != "live":
        paused = _("The place is open again. The study is paused, so nobody is asked until you resume it.")
        return GoesOn([paused], [to_study, line])
    sentences, first = OPEN[study.audience](study)
    return GoesOn([_("The place is open again, and costs you nothing more."), *sentences], [*first, to_study, line])


def _place(ended: Ended) -> str | None:
    """What became of the place, by the law's table."""
    return together(Move(ended.event, ended.source, "canceled", ended.role, False, ended.reason)).place


def _network(study: Study) -> tuple[list[Text], list]:
    if study.workspace.practice:
        return [_("In the practice nobody is asked by itself.")], []
    if study.offering is not None:
        return [FIRST, _("Then everybody who fits and was not asked yet is asked, by itself, within minutes.")], []
    return [FIRST, _("Everybody who fits so far was asked. Whoever fits later is asked by itself.")], []


def _by_link(study: Study) -> tuple[list[Text], list]:
    share = (_("The link of the study"), f"{address(study)}#link-{study.code}", "share")
    return [FIRST, BY_LINK], [share]


def _by_name(study: Study) -> tuple[list[Text], list]:
    again = (_("Duplicate it for other people"), f"{address(study)}/duplicate", "duplicate")
    return [FIRST, BY_NAME], [again]


OPEN = {"network": _network, "invite": _by_link, "specific": _by_name}
