"""What a contributor is told about a study before saying yes: facts, needs, how it goes, what is kept."""

from collections.abc import Sequence

from lifecycle.words import Text, _, ngettext, reader
from models.studies import Study
from rules import money
from rules.retention import days as days_kept
from rules.times import show_day
from views.contributor import withwhom

KEPT = (
    (_("Your answers"), _("Their team")),
    (_("That you came, and what both of you say of it"), _("Both of you")),
    (_("What is owed and paid to you"), _("Both of you")),
)


def is_talk(study: Study) -> bool:
    """Whether it is a live conversation and not something done alone."""
    return study.kind == "live_conversation"


def facts(study: Study, choosing: bool = True, starts: Sequence[int] = ()) -> list[tuple]:
    """In short: when (`starts`: epochs that can be booked now), how long, reward, with whom, where."""
    found: list[tuple] = [(_("When"), _("You choose"), days(starts))] if choosing and is_talk(study) else []
    found += [
        (_("How long"), minutes(study)),
        (_("Reward"), money.show(study.reward, study.currency, reader().language)),
    ]
    if not is_talk(study):
        return [*found, (_("For"), study.workspace.name)]
    return [
        *found,
        (_("With"), withwhom.of_study(study), _("Colleagues may join or listen")),
        (_("Where"), _("In a video call"), _("On camera; your screen may be shared")),
    ]


def days(starts: Sequence[int]) -> Text | str | None:
    """From which day to which one can choose; None where there is nothing to choose yet."""
    if not starts:
        return None
    first, last = (show_day(start, reader().zone, reader().language) for start in (min(starts), max(starts)))
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def minutes(study: Study) -> Text:
    """How long it takes."""
    return ngettext("%(number)s minute", "%(number)s minutes", study.length)


def needs(study: Study) -> list[tuple]:
    """What one needs for it."""
    if not is_talk(study):
        return [(_("A quiet moment"), _("You do it alone, in this browser."))]
    return [
        (
            _("Camera and microphone"),
            _("Both stay on while you talk. If you would rather not be on camera, please do not agree."),
        ),
        (_("Your screen"), _("You may be asked to share it. Before that we show you what to close.")),
        (_("A quiet place"), _("Somewhere you can speak freely, with your device charged.")),
    ]


def acts(study: Study) -> list[Text]:
    """How it goes, in order."""
    found = [_("A few questions, about two minutes, to see if this one suits you.")] if study.asks else []
    if not is_talk(study):
        return [*found, _("Then you do it alone, whenever you like.")]
    return [
        *found,
        _("A look at your camera and microphone. You see yourself; nothing is sent or recorded."),
        _("A time that suits you. It is yours as soon as you choose it."),
    ]


def told_of(study: Study, choosing: bool = True, starts: Sequence[int] = ()) -> dict:
    """The variables of templates/contributor/participant/_about.html."""
    return {
        "study": study,
        "facts": facts(study, choosing, starts),
        "needs": needs(study),
        "acts": acts(study),
        "asks": study.asks,
        "kept": KEPT,
        "kept_days": days_kept(study.workspace.retention, "answers"),
        "unfit_days": days_kept(study.workspace.retention, "screened_out") if study.asks else None,
        "live_talk": is_talk(study),
        "host_zone": study.host.zone,
        "due_days": study.policy.due_days,
        "workspace_name": study.workspace.name,
        "branded": study.workspace,
    }
