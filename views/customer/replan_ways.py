"""The three ways of another plan for one conversation: what follows from each, why it may not be possible now, and what
a look says besides."""

from datetime import datetime
from typing import NamedTuple

from flask import request

from commands.recorder import Seen
from lifecycle.attempt import Refusal
from lifecycle.words import Moment, Text, _, ngettext
from models import matching
from models.sessions import Session
from models.studies import Study
from rules.matching import OWN as OWN_PEOPLE
from views import details, ended_words, foresight, stakes
from views.access import Reached
from views.customer import network_words
from views.fire import refusal_of

SAME, OWN, NEW = "same", "own", "new"
ASKED_ALREADY = Refusal(
    "asked_already", _("They are asked for a new time already. You can wait for their answer, or talk with another.")
)
ASK_THEM = {SAME: _("The same contributor"), OWN: _("The same person, of your own network")}
# Why the way of asking the same person that belongs to others is not this one's, by how this one came.
BY_LINK = _("This person came by your link: choose your own network.")
ENROLLED = _("This person is one of your own people: choose your own network.")
BY_RECRUITER = _("This person came by a recruiter, not by your link: choose the same contributor.")
BY_NETWORK = _("This person came from the contributor network, not by your link: choose the same contributor.")
PAUSED = _("Nobody is asked, and nobody can take a time, until you resume.")
# By whether the change is late: beside what is owed then nothing is said to cost nothing.
OPEN_AGAIN = {False: _("The place is open again, and costs you nothing more."), True: _("The place is open again.")}


class Way(NamedTuple):
    """One of the choices: what is chosen, what follows from it, why it is not possible now, and what it costs because
    it is late."""

    value: str
    label: Text
    follows: list[Text]
    refusal: Text | None
    costs: Text | None = None


def refusal_of_same(reached: Reached) -> Refusal | None:
    """Why the same person can not be asked now."""
    return ASKED_ALREADY if reached.row.state == "rescheduling" else refusal_of(reached, "reschedule")


def way_of(row: Session) -> str:
    """What the choice of the same person is called: those whom the team asked itself are of its own network."""
    return OWN if row.participant.of_own_network else SAME


def not_theirs(row: Session) -> Text:
    """Why the other way of asking the same person does not apply to how this one came."""
    source = row.participant.source
    if way_of(row) == OWN:
        return ENROLLED if source == OWN else BY_LINK
    return BY_RECRUITER if source == "recruiter" else BY_NETWORK


def ways(reached: Reached) -> list[Way]:
    """The three choices, those that apply first, with what follows from each and why it may not be possible."""
    row = reached.row
    again, other, first = refusal_of_same(reached), refusal_of(reached, "cancel"), way_of(row)
    last = SAME if first == OWN else OWN
    follows = [] if again is ASKED_ALREADY else after_same(reached, first)
    return [
        Way(first, ASK_THEM[first], follows, again and again.sentence, None if again else late(reached, "reschedule")),
        Way(NEW, _("A new contributor"), after_new(reached), other and other.sentence, late(reached, "cancel")),
        Way(last, ASK_THEM[last], [], not_theirs(row)),
    ]


def after_same(reached: Reached, how: str) -> list[Text]:
    """What follows from asking the same person."""
    policy = reached.row.policy
    told = (
        _("They read that you are no longer available at this time, and can choose another of your times.")
        if how == OWN
        else _("They read that you can not make it, and can choose another of your times, or say that none suits.")
    )
    end = (
        _("Without an answer in %(days)s days it lapses, with no mark on anybody. You are told, and have to reach out "
          "to more people then.", days=policy.lapse_days)
        if how == OWN
        else _("Without an answer in %(days)s days it lapses, with no mark on anybody, and the place is open again.",
               days=policy.lapse_days)
    )  # fmt: skip
    return [
        told,
        _("The old time is canceled at once, for both of you. Their place is kept meanwhile."),
        _("The same contributor can not be guaranteed."),
        _("They are reminded once, after %(hours)s hours.", hours=policy.remind_hours),
        end,
    ]


def after_new(reached: Reached) -> list[Text]:
    """What follows from talking with somebody else."""
    row = reached.row
    by_itself = (
        _("Everybody of your own people who fits and was not asked yet is asked now; the waiting list goes first.")
        if row.study.audience == "network" and matching.asked_of(row.study).pool == OWN_PEOPLE
        else _("Everybody of the network who fits and was not asked yet is asked now; the waiting list goes first.")
    )
    offered = {
        "network": [by_itself],
        "invite": [ended_words.FIRST, ended_words.BY_LINK],
        "specific": [ended_words.FIRST, ended_words.BY_NAME],
    }
    return [
        _("%(who)s reads that it is canceled, and is not asked back.", who=row.shown),
        OPEN_AGAIN[stakes.costs(row)],
        *([PAUSED] if row.study.state == "paused" else offered[row.study.audience]),
        _("When somebody books, both of you get the usual letters."),
    ]


def late(reached: Reached, event: str) -> Text | None:
    """What a late change costs; None where it would be in time."""
    said = stakes.warning(reached, event)
    return said[1] if said and stakes.costs(reached.row) else None


def asks_by_itself(study: Study) -> bool:
    """Whether the clock asks people for this study now."""
    return study.audience == "network" and study.state == "live" and not study.workspace.practice


def besides(reached: Reached) -> list[Text]:
    """What a look says besides: the time that would be proposed, or how many people the clock would ask."""
    study = reached.row.study
    if request.form.get("how") != NEW and request.form.get("proposed"):
        return [_("They would read first: %(when)s.", when=Moment(details.instant(request.form["proposed"])))]
    if request.form.get("how") != NEW or not asks_by_itself(study):
        return []
    left, own = network_words.left_to_ask(study), matching.asked_of(study).pool == OWN_PEOPLE
    if not left and own:
        return [_("Nobody else fits by now. Whoever fits later is asked then.")]
    if not left:
        return [_("Nobody else fits by now, or fewer than five do. Whoever fits later is asked then.")]
    if own:
        return [ngettext("%(number)s more of your people fits and would be asked.",
                         "%(number)s more of your people fit and would be asked.", left)]  # fmt: skip
    return [_("About %(count)s more people fit and would be asked.", count=network_words.number(left))]


def after_proposal(seen: Seen, reached: Reached, starts_at: datetime | None) -> list[Text | str]:
    """What another proposal would do, or taking it back, as the command did it when it was tried."""
    if not seen.moves:
        return [_("Nothing would change: it is so already.")]
    read = (
        _("They would read first: %(when)s.", when=Moment(starts_at))
        if starts_at
        else _("They would read no proposed time any more, and choose from all of them.")
    )
    return [read, *(foresight.lines(seen, reached) if seen.letters else [_("No letter would go out.")])]
