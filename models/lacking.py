"""What a launch of a study still lacks, in sentences, each with the step of the builder where it is added."""

from datetime import datetime

from lifecycle.words import _, ngettext
from models import faults, openings

LENGTHS = (30, 60, 90, 120)
# What is done alone may be shorter.
ALONE_LENGTHS = (5, 10, 15, 20, 30, 45, 60)
HOSTLESS = _("Not everybody who is to hold the conversations may do so in your workspace any more. Choose again.")


def unwritten(study) -> list[tuple]:
    """What is still to be written, as (step of the builder, sentence)."""
    live = study.kind == "live_conversation"
    lacks = [
        ("details", not study.title.strip(), _("The study needs a title.")),
        ("details", live and study.length not in LENGTHS, _("Choose a length of 30, 60, 90 or 120 minutes.")),
        ("details", study.reward <= 0, _("Set a reward.")),
        (
            "details",
            live and not study.meeting_link and study.presence == "claimed",
            _("Add the link of the meeting."),
        ),
        ("audience", study.places < 1, _("At least one place is needed.")),
        (
            "audience",
            study.audience == "specific" and not study.fact("names"),
            _("Name at least one contributor by username."),
        ),
        ("times", live and study.fact("hostless"), HOSTLESS),
        *(("screener", True, sentence) for sentence in faults.sentences(study.asked())),
        *(("items", True, sentence) for sentence in ([] if live else faults.of_work(study.kind, study.work()))),
    ]
    return [(step, sentence) for step, lacking, sentence in lacks if lacking]


def too_few(study, at: datetime) -> list[tuple]:
    """Whether there are fewer bookable times than places, in the same form."""
    if study.kind != "live_conversation" or study.fact("hostless"):
        return []
    if idle := openings.without_hours(study, at):
        return [
            ("times", _("%(name)s has no hours yet.", name=person.name)) for person in study.hosts if person.id in idle
        ]
    if (count := len(study.free_starts(at))) >= study.places:
        return []
    words = _(
        "%(times)s for %(places)s. Add hours first.",
        times=ngettext("%(number)s bookable time", "%(number)s bookable times", count),
        places=ngettext("%(number)s place", "%(number)s places", study.places),
    )
    return [("times", words)]
