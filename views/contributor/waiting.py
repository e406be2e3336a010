"""What somebody who waits for a place is told: how many are before them, what happens next, until when a place is kept
for them; and what the list would mean, before they join it."""

from lifecycle.words import Moment, Span, Text, _, ngettext
from models import waitlist
from models.participants import Participant
from rules.waiting import OFFER, UNANSWERED_MOST
from views.contributor.told import Told

FULL = _("All places are taken at the moment.")
NO_TIME = _("There is no time to choose at the moment.")
NOBODY = _("Nobody is before you.")
PROMISE = _(
    "Whether a place opens, nobody can promise. You can leave the list at any time, and nothing counts against you."
)
WENT_BY = _("A place was kept for you, and you took no time. That is fine, and nothing counts against you.")
PEACE = _("We do not write to you about it again. When a place is free you can take it here yourself.")
OVER = Told(
    _("Thank you for your time"),
    _("The study is over"),
    _("There was no place left for you. That says nothing about you, and nothing counts against you."),
)
FITS_AND_FULL = Told(
    _("It suits you"),
    _("All places are taken at the moment"),
    _("You can not choose a time now. Join the waiting list, and we write to you when a place opens for you."),
)
TWO_WAYS = {True: FULL, False: NO_TIME}


def no_place(row: Participant) -> bool:
    """Whether they may choose a time and there is no place to choose it for."""
    return row.state == "qualified" and row.kind == "live_conversation" and row.open_places <= 0


def told(row: Participant) -> Told | None:
    """The top of the page, where it is another one than the state's own."""
    if no_place(row):
        return FITS_AND_FULL
    if row.state == "over_quota" and row.study_state in ("closed", "canceled"):
        return OVER
    if not row.offered:
        return None
    words = _(
        "It is kept for you until %(when)s. Without a time by then it goes to the next one, and you wait on at the end "
        "of the list.",
        when=Moment(row.offer_ends_at),
    )
    return Told(_("A place is free for you"), _("Choose a time"), words)


def lines(row: Participant) -> list[Text]:
    """What they are told about the list, in sentences; none where it is not about them."""
    if row.state == "waitlisted":
        return _waits(row)
    if row.state == "invited" and row.study_state == "live" and row.open_places <= 0:
        return [FULL, *chance(row)]
    return chance(row) if no_place(row) else []


def chance(row: Participant) -> list[Text]:
    """What joining the list now would mean for somebody who is not on it."""
    study = row.study
    if row.no_reserve_left:
        return [_("As many people wait for one as the team has asked for. If one opens for you, we write to you.")]
    before = study.waiting
    words = ngettext(
        "On the waiting list %(number)s person would be before you.",
        "On the waiting list %(number)s people would be before you.",
        before,
    )
    return [words if before else _("On the waiting list nobody would be before you."), PROMISE]


def _waits(row: Participant) -> list[Text]:
    """For who is on the list."""
    gone_by = [WENT_BY] if row.fact("unanswered") else []
    if row.fact("unanswered") >= UNANSWERED_MOST:
        return [*gone_by, PEACE, PROMISE]
    before = waitlist.stands(row.study_id, row.id, row.waiting_since).before
    words = ngettext("%(number)s person is before you.", "%(number)s people are before you.", before)
    turn = _(
        "When it is your turn we write to you, and the place is kept for you for %(span)s. Without a time by then it "
        "goes to the next one, and you wait on at the end of the list.",
        span=Span(OFFER),
    )
    return [*gone_by, words if before else NOBODY, TWO_WAYS[row.open_places <= 0], turn, PROMISE]
