"""What each state means for the contributor, in words: a kicker, a heading, and what comes next."""

from datetime import datetime
from typing import NamedTuple

from lifecycle.words import Moment, Text, _


class Told(NamedTuple):
    """The top of a page: what stands over the heading, the heading (None: the study's title), and a text."""

    kick: Text
    heading: Text | None
    text: Text | None


PARTICIPANT = {
    "invited": Told(_("You are invited to a conversation about"), None, None),
    "screening": Told(
        _("You are in the middle of it"), None, _("A few questions are left. What you have answered so far is kept.")
    ),
    "screened_out": Told(
        _("Thank you for your answers"),
        _("This one is not for you"),
        _("The people they are looking for this time are others. That says nothing about you."),
    ),
    "over_quota": Told(
        _("Thank you for your time"),
        _("All places are taken"),
        _("If a place opens again, we write to you. You have to do nothing for that."),
    ),
    "qualified": Told(_("It suits you"), _("Choose a time"), _("The time is yours as soon as you choose it.")),
    "waitlisted": Told(
        _("You are on the waiting list"),
        _("We write to you when a place opens"),
        _("Places go to those who have waited longest."),
    ),
    "booked": Told(_("It is booked"), None, _("Everything about your conversation stands on its own page.")),
    "started": Told(_("You have begun"), None, _("Submit it when you are done.")),
    "submitted": Told(
        _("Thank you for your time"),
        _("Now it is their turn"),
        _("They look at it and mark your part as Completed. From then on your reward is owed to you. We write to you."),
    ),
    "completed": Told(
        _("All done"), _("Your part is completed"), _("Your reward and what becomes of it stand under your money.")
    ),
    "no_show": Told(
        _("It did not take place"),
        _("No conversation was held"),
        _("The page of the conversation says what was recorded and why."),
    ),
    "withdrawn": Told(
        _("You are out of this one"),
        _("You did not go on"),
        _("That is fine. Invitations to other studies reach you as before."),
    ),
    "excluded": Told(
        _("This has ended"), _("Your part in this study has ended"), _("What was owed to you until then stays yours.")
    ),
}
# Who came from a recruiting side elsewhere is paid there.
ELSEWHERE = {
    "submitted": Told(
        _("Thank you for your time"),
        _("You have finished"),
        _("The recruiting side that sent you here knows it. They decide about Completed there, and pay you there."),
    ),
    "completed": Told(
        _("All done"),
        _("Your part is completed"),
        _("The recruiting side that sent you here pays you, in its own way."),
    ),
}
ALONE = Told(_("You are invited to"), None, None)
OF_KIND = {
    "invited": {
        "survey": Told(_("You are invited to a survey"), None, None),
        "interaction": Told(_("You are invited to try something out"), None, None),
        "think_out_loud": Told(_("You are invited to think out loud about"), None, None),
    },
    "started": dict.fromkeys(
        ("survey", "interaction", "think_out_loud"),
        Told(_("You have begun"), None, _("What you did so far is kept. Go on whenever you like.")),
    ),
}
# For whom it ended by the team's cancel, or because no new time was agreed.
LET_GO = Told(
    _("You are out of this one"),
    _("It does not take place"),
    _("The page of the conversation says why. Nothing counts against you, and other invitations reach you as before."),
)
FITS_ALONE = Told(_("It suits you"), _("You can begin"), _("You do it alone, whenever you like."))

SESSION = {
    "scheduled": None,
    "rescheduling": _(
        "They can not make it at this time and ask you for another. It is not your fault, and your place stays yours."
    ),
    "in_progress": _("Your conversation is going on."),
    "completed": _(
        "You have talked. They look at it and mark your part as Completed; then your reward is owed to you."
    ),
    "host_absent": _(
        "It is recorded that nobody came for you. You have done your part: your whole reward stands under your money."
    ),
    "canceled": _("It does not take place."),
}


def unanswered(until: datetime) -> Text:
    """What comes of a request for another time that nobody answers."""
    return _("Without an answer by %(when)s it is called off, and nothing counts against you.", when=Moment(until))


def missed(day: str) -> Text:
    """A no show, and until when it can be put right."""
    return _("It is recorded that you did not come. If that is not so, they can put it right until %(day)s.", day=day)


# Where somebody is waited for, and what went wrong for the reader.
TONES = {"rescheduling": "wait", "no_show": "stop"}
UNMARKED = _("It left no mark.")
TECHNICAL = _("Something technical went wrong. That is nobody's fault and leaves no mark.")
NOT_PAID = _("The reward is not paid.")
# How much it was stays to be read, also where nothing comes of it.
NOT_FOR_THIS = _("It would have been paid for this conversation.")
HELD_ANYWAY = _(
    "Something technical went wrong, which is nobody's fault. "
    "You had talked for half of the time, so it counts as held."
)
