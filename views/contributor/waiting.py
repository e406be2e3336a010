"""What somebody who waits for a place is told: how many are before them, what happens next, until when a place is kept
for them; and what the list would mean, before they join it."""

from lifecycle.words import Moment, Span, Text, _, ngettext
from models import waitlist
from models.participants import Participant
from rules.waiting import OFFER, UNANSWERED_MOST
from views.contributor.told import Told

FULL = _("All places are taken at the moment.")
NO_TIME = _("There is no time to choose at the moment.")
LIST, PLACES = _("The waiting list"), _("Places")
COUNTS = _(
    "You can send it as long as the study goes on, also if every place is taken by then. It counts all the same."
)
GOES_ON = _(
    "As many as were asked for have taken part already. The study goes on all the same: you can begin, and what you "
    "send counts like everybody's."
)
NOBODY = _("Nobody is before you.")
PROMISE = _(
    "Whether a place opens, nobody can promise. You can leave the list at any time, and nothing counts against you."
)
WENT_BY = _("A place was kept for you, and you took no time. That is fine, and nothing counts against you.")
NOT_ASKED = _("You are asked into nothing new at the moment, so nobody calls you. Your standing says why.")
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
NOT_CALLED = Told(
    _("You are on the waiting list"), _("You are not called any more"), _("You can leave the list at any time.")
)
TWO_WAYS = {True: FULL, False: NO_TIME}


def no_place(row: Participant) -> bool:
    """Whether they may choose a time and there is no place to choose it for."""
    return row.state == "qualified" and row.kind == "live_conversation" and row.open_places <= 0


def called(row: Participant) -> bool:
    """Whether somebody who waits is called when it is their turn."""
    return bool(row.fact("welcome")) and row.fact("unanswered") < UNANSWERED_MOST


def told(row: Participant) -> Told | None:
    """The top of the page, where it is another one than the state's own."""
    if no_place(row):
        return FITS_AND_FULL
    if row.state == "waitlisted" and not called(row):
        return NOT_CALLED
    if row.state == "over_quota" and row.study_state in ("closed", "canceled"):
        return OVER
    if not row.offered:
        return None
    if row.kind != "live_conversation":
        words = _(
            "It is kept for you until %(when)s. If you have not begun by then it goes to the next one, and you wait on "
            "at the end of the list.",
            when=Moment(row.offer_ends_at),
        )
        return Told(_("A place is free for you"), _("You can begin"), words)
    words = _(
        "It is kept for you until %(when)s. Without a time by then it goes to the next one, and you wait on at the end "
        "of the list.",
        when=Moment(row.offer_ends_at),
    )
    return Told(_("A place is free for you"), _("Choose a time"), words)


def heading(row: Participant) -> Text:
    """What these lines are about: nobody waits for a study that is done alone, but where a limit was reached."""
    return LIST if row.kind == "live_conversation" or row.state == "waitlisted" else PLACES


def lines(row: Participant) -> list[Text]:
    """What they are told about the list, in sentences; none where it is not about them."""
    if row.state == "waitlisted":
        return _waits(row)
    if row.kind != "live_conversation":
        return _alone(row)
    if row.state == "invited" and row.study_state == "live" and row.open_places <= 0:
        return [FULL, *chance(row)]
    return chance(row) if no_place(row) else []


def _alone(row: Participant) -> list[Text]:
    """For a study that is done alone: nobody waits for its start, and what was begun counts."""
    if row.study_state != "live":
        return []
    if row.state == "started":
        return [COUNTS]
    return [GOES_ON] if row.state in ("invited", "qualified") and row.open_places <= 0 else []


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
    if not row.fact("welcome"):
        return [NOT_ASKED]
    gone_by = [WENT_BY] if row.fact("unanswered") else []
    if row.fact("unanswered") >= UNANSWERED_MOST:
        return [*gone_by, PEACE, PROMISE]
    before = waitlist.stands(row.study_id, row.id, row.waiting_since).before
    words = ngettext("%(number)s person is before you.", "%(number)s people are before you.", before)
    if row.kind != "live_conversation":
        turn = _(
            "When it is your turn we write to you, and the place is kept for you for %(span)s. If you have not begun "
            "by then it goes to the next one, and you wait on at the end of the list.",
            span=Span(OFFER),
        )
        return [*gone_by, words if before else NOBODY, *([FULL] if row.open_places <= 0 else []), turn, PROMISE]
    turn = _(
        "When it is your turn we write to you, and the place is kept for you for %(span)s. Without a time by then it "
        "goes to the next one, and you wait on at the end of the list.",
        span=Span(OFFER),
    )
    return [*gone_by, words if before else NOBODY, TWO_WAYS[row.open_places <= 0], turn, PROMISE]
