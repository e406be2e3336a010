"""What a contributor is told about a study before saying yes: facts, needs, how it goes, what is kept."""

from collections.abc import Sequence

from lifecycle.study import KINDS
from lifecycle.words import Text, _, ngettext, reader
from models.participants import Participant
from models.studies import Study
from rules import money
from rules.retention import days as days_kept
from rules.times import show_day
from rules.works import ALOUD, TASKED
from views.contributor import withwhom

MONEY = _("What is owed and paid to you")
KEPT = (
    (_("Your answers"), _("Their team")),
    (_("That you came, and what both of you say of it"), _("Both of you")),
    (MONEY, _("Both of you")),
)
SAID = (_("What you said and showed in recordings, until they are erased"), _("Their team"))
FARED = (_("How each task went, and how long it took"), _("Their team"))
NEEDS = {
    "survey": ((_("A quiet moment"), _("You answer on your own, in this browser. A phone will do.")),),
    "interaction": (
        (_("A quiet moment"), _("You do it on your own, in this browser.")),
        (_("A second tab"), _("Each task opens in a new tab. You come back here and say how it went.")),
    ),
    "think_out_loud": (
        (
            _("A microphone"),
            _("You say what you think while you do it, and that is recorded. If you would rather not, please say no."),
        ),
        (_("Your screen"), _("You may be asked to share it. Before that we show you what to close. You can say no.")),
        (_("A quiet place"), _("Somewhere you can speak freely, on your own, in this browser.")),
    ),
}
ACTS = {
    "survey": (_("You answer page by page, whenever you like. You can leave and come back."), _("You send it.")),
    "think_out_loud": (
        _("You are told what is recorded and who listens, and agree to it or leave."),
        _("You do one task after the other and think aloud. You start the recording, and you stop it."),
        _("You send it."),
    ),
    "interaction": (
        _("You do one task after the other and answer a few questions about each. You can leave and come back."),
        _("You send it."),
    ),
}

REWARD = _("Reward")
PAID_THERE = _("Paid by the recruiting side")


def is_talk(study: Study) -> bool:
    """Whether it is a live conversation and not something done alone."""
    return study.kind == "live_conversation"


def facts(study: Study, choosing: bool = True, starts: Sequence[int] = ()) -> list[tuple]:
    """In short: when (`starts`: epochs that can be booked now), how long, reward, with whom, where."""
    found: list[tuple] = [(_("When"), _("You choose"), days(starts))] if choosing and is_talk(study) else []
    found += [
        (_("How long"), minutes(study)),
        (REWARD, money.show(study.reward, study.currency, reader().language)),
    ]
    if not is_talk(study):
        return [(_("What"), KINDS[study.kind]), *found, (_("For"), study.workspace.name)]
    return [
        *found,
        (_("With"), withwhom.of_study(study), _("Colleagues may join or listen")),
        (_("Where"), _("In a video call"), _("On camera; your screen may be shared")),
    ]


def reward(row: Participant) -> Text | str:
    """What it pays; who came by a recruiting side read an amount there and reads no other one here: its incentive
    again, where it is of this installation."""
    if row.candidate_id:
        project = row.candidate.project
        amount = money.show(project.incentive, project.currency, reader().language)
        return _("%(amount)s. Paid by the recruiting side", amount=amount)
    if row.from_recruiter:
        return PAID_THERE
    return money.show(row.study.reward, row.study.currency, reader().language)


def recruited(row: Participant, shown: dict) -> dict:
    """The same for who came from a recruiter, whose side pays: its incentive where it is here, and no amount of ours
    where it is elsewhere."""
    project = row.candidate.project if row.candidate is not None else None
    owed = money.show(project.incentive, project.currency, reader().language) if project else _("By who sent you here")
    team = project.workspace.name if project else None
    # Nothing is asked here before it begins: the recruiting side has asked.
    acts_now = acts(row.study, asks=False)
    facts_now = [(term, owed) if term == REWARD else (term, *more) for term, *more in shown["facts"]]
    shown |= {"facts": facts_now, "acts": acts_now, "asks": [], "unfit_days": None}
    return {**shown, "paid_by": team or _("The recruiting side that sent you here")}


def days(starts: Sequence[int]) -> Text | str | None:
    """From which day to which one can choose; None where there is nothing to choose yet."""
    if not starts:
        return None
    first, last = (show_day(start, reader().zone, reader().language) for start in (min(starts), max(starts)))
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def minutes(study: Study) -> Text:
    """How long it takes."""
    return ngettext("%(number)s minute", "%(number)s minutes", study.length)


def short(study: Study) -> Text:
    """What it is, where it is no conversation, and how long it takes."""
    if is_talk(study):
        return minutes(study)
    return _("%(kind)s, %(minutes)s", kind=KINDS[study.kind], minutes=minutes(study))


def needs(study: Study) -> list[tuple]:
    """What one needs for it."""
    if not is_talk(study):
        return list(NEEDS.get(study.kind, ((_("A quiet moment"), _("You do it alone, in this browser.")),)))
    return [
        (
            _("Camera and microphone"),
            _("Both stay on while you talk. If you would rather not be on camera, please do not agree."),
        ),
        (_("Your screen"), _("You may be asked to share it. Before that we show you what to close.")),
        (_("A quiet place"), _("Somewhere you can speak freely, with your device charged.")),
    ]


def acts(study: Study, asks: bool = True) -> list[Text]:
    """How it goes, in order; `asks`: whether its own questions come first, where it has any."""
    first = _("A few questions, about two minutes, to see if this one suits you.")
    found = [first] if asks and study.asks else []
    if not is_talk(study):
        return [*found, *ACTS.get(study.kind, (_("Then you do it alone, whenever you like."),))]
    return [
        *found,
        _("A look at your camera and microphone. You see yourself; nothing is sent or recorded."),
        _("A time that suits you. It is yours as soon as you choose it."),
    ]


def kept(study: Study) -> tuple[tuple, ...]:
    """What is kept, and who sees it."""
    if is_talk(study):
        return KEPT
    aloud = (SAID,) if study.kind in ALOUD else ()
    return (KEPT[0], *aloud, *((FARED,) if study.kind in TASKED else ()), KEPT[2])


def thanks(row: Participant) -> list[Text]:
    """Who pays for what was done alone, and when."""
    team, days_due = row.study.workspace.name, row.study.policy.due_days
    if not row.from_recruiter:
        return [
            ngettext(
                "%(team)s pays you. They look at it within %(number)s day and mark your part as Completed; then the "
                "reward is owed to you.",
                "%(team)s pays you. They look at it within %(number)s days and mark your part as Completed; then the "
                "reward is owed to you.",
                days_due,
                team=team,
            )
        ]
    if row.recruiter == "here":
        return [
            _(
                "You came by an invitation of theirs, and the reward of that invitation is what you get, once: "
                "%(team)s marks your part as Completed there, and then it is owed to you.",
                team=team,
            )
        ]
    return [_("Whoever sent you here pays you, once a person there has marked you as Completed.")]


def told_of(study: Study, choosing: bool = True, starts: Sequence[int] = ()) -> dict:
    """The variables of templates/contributor/participant/_about.html."""
    return {
        "study": study,
        "facts": facts(study, choosing, starts),
        "needs": needs(study),
        "acts": acts(study),
        "asks": study.asks,
        "kept": kept(study),
        "kept_days": days_kept(study.workspace.retention, "answers"),
        "unfit_days": days_kept(study.workspace.retention, "screened_out") if study.asks else None,
        "live_talk": is_talk(study),
        "host_zone": study.host.zone,
        "due_days": study.policy.due_days,
        "workspace_name": study.workspace.name,
        "branded": study.workspace,
    }
