"""What a contributor is told about a recruiting project: what it is about, where it leads, what goes where, and who
pays when."""

from urllib.parse import urlsplit

from lifecycle.words import Text, _, reader
from models import loaded
from models.participants import Participant
from models.recruiting import Candidate, Project
from rules import money
from rules.consents import TERMS, current
from rules.retention import days as days_kept
from views.access import Reached
from views.contributor.study import minutes
from views.contributor.told import PARTICIPANT, Told
from views.offers import Link, Shown, offers
from views.reply import address, page_of
from views.shown import url
from views.timeline import items

# What people are sent on to, as the end of "Then you go on to …".
LEADS_TO: dict[str, Text] = {
    "live_conversation": _("If it suits you, you go on at once and choose a time for a conversation by video."),
    "survey": _("If it suits you, you go on at once to a survey. You do it alone, and can come back to it."),
    "interaction": _("If it suits you, you go on at once to a few tasks on a page. You do them alone."),
    "think_out_loud": _("If it suits you, you go on at once to a few tasks, and say aloud what you think."),
}
KINDS: dict[str, Text] = {
    "live_conversation": _("A conversation by video"),
    "survey": _("A survey"),
    "interaction": _("Tasks on a page"),
    "think_out_loud": _("Tasks, thinking aloud"),
}
TOLD = {
    "invited": Told(_("You are asked to take part in"), None, None),
    "screening": PARTICIPANT["screening"],
    "screened_out": PARTICIPANT["screened_out"],
    "over_quota": Told(
        _("Thank you for your time"),
        _("All places are taken"),
        _("Enough people take part already. That says nothing about you, and other invitations reach you as before."),
    ),
    "qualified": Told(
        _("It suits you"),
        _("The study takes a break"),
        _("Your place is kept. Come back here and continue as soon as it goes on."),
    ),
    "incomplete": Told(
        _("It suits you"),
        _("Your place in the study is waiting"),
        _("Continue whenever you like, as long as the study is open. Once you have finished it, that stands here."),
    ),
    "submitted": Told(
        _("Thank you for your time"),
        _("Now it is their turn"),
        _(
            "The study has reported that you finished. The recruiting team looks at it and marks you as Completed. "
            "That releases the money. We write to you."
        ),
    ),
    "completed": Told(
        _("All done"),
        _("Your part is completed"),
        _("The money is owed to you. What becomes of it stands under your money."),
    ),
    "left": Told(
        _("You are out of this one"),
        _("You did not go on"),
        _("That is fine. Invitations to other studies reach you as before."),
    ),
    "removed": Told(
        _("This has ended"), _("Your part in this study has ended"), _("What was owed to you until then stays yours.")
    ),
}
# Nothing follows any more, and nothing is promised.
UNPAID = ("screened_out", "over_quota", "left", "removed")
PAYS = ("invited", "qualified", "incomplete", "submitted")
IN_PROJECT = ("invited", "screening")


@page_of("contributor", "candidate")
def candidate(reached: Reached) -> dict:
    """A place in a project, from the invitation to Completed."""
    row: Candidate = reached.row
    project = row.project
    loaded.paired(row)
    found = offers(reached)
    first = next((offer for offer in found if offer.event in ("open_screener", "redirect")), None)
    step = next_step(row)
    leave = next((offer for offer in found if offer.event == "leave"), None)
    return {
        "project": project,
        "told": TOLD[row.state],
        "facts": facts(row),
        "deciding": row.state == "invited",
        "open": row.state in IN_PROJECT,
        "pays": row.state in PAYS,
        "paused": not_now(project) if row.state in IN_PROJECT else None,
        "acts": acts(project),
        "sees": sees(),
        "elsewhere": project.study_id is None,
        "kept_days": days_kept(project.workspace.retention, "answers"),
        "unfit_days": days_kept(project.workspace.retention, "screened_out"),
        "first": first._replace(tone="primary") if first is not None and step is None else None,
        "step": step,
        "leave": leave._replace(tone="") if leave is not None and not (step and leave.refusal) else None,
        "terms": current(TERMS),
        "payouts": list(row.payouts) if row.state == "completed" else [],
        "timeline": items(reached, [row]) if row.state != "invited" else [],
        "workspace_name": project.workspace.name,
        "branded": project.workspace,
    }


def next_step(row: Candidate) -> Link | Shown | None:
    """The page where it goes on, where that is another one."""
    if row.state == "screening" and row.project.state in ("live", "closed", "canceled"):
        return Link(_("Continue"), f"{address(row)}/questions", "continue")
    if row.state == "incomplete" and row.project.study_id is None:
        return Link(_("Continue to the study"), f"{address(row)}/onward", "continue")
    if row.state in ("incomplete", "submitted") and row.paired is not None:
        goes_on = row.state == "incomplete"
        label = _("Continue to the study") if goes_on else _("To the study")
        return Link(label, into(row.paired) if goes_on else address(row.paired), "continue")
    if row.state == "incomplete":
        said = _("Continue to the study")
        return Shown("redirect", said, f"{address(row)}/redirect", "post", "primary", None, None, row.version)
    return Link(_("To your money"), url("/money"), "money") if row.state == "completed" else None


def into(row: Participant) -> str:
    """The next page of the study: the camera first where it is a conversation."""
    camera_first = row.state == "invited" and row.kind == "live_conversation"
    times = row.state == "qualified" and row.kind == "live_conversation"
    return address(row) + ("/questions" if camera_first else "/times" if times else "")


def not_now(project: Project) -> tuple[Text, Text] | None:
    """That the project takes nobody in at the moment, or any more."""
    if project.state == "paused":
        return (_("Paused at the moment"), _("The team has paused this. Look in again later; your place is kept."))
    if project.state in ("closed", "canceled"):
        return (_("This is over"), _("The team is not looking for anybody any more. Thank you for your interest."))
    return None


def host(link: str) -> str:
    """The name of the place that a link leads to."""
    return urlsplit(link).hostname or ""


def facts(row: Candidate) -> list[tuple]:
    """In short: how long, what it pays, for whom, and what it leads to."""
    project, here = row.project, row.project.study_id is not None
    if row.state in UNPAID:
        return [(_("For"), project.workspace.name)]
    found: list[tuple] = [(_("How long"), minutes(project.study))] if here else []
    return [
        *found,
        (_("Reward"), money.show(project.incentive, project.currency, reader().language)),
        (_("For"), project.workspace.name),
        (_("What follows"), KINDS[project.leads_to], None if here else at_host(project)),
    ]


def at_host(project: Project) -> Text | None:
    """Where the study is, where that is not here."""
    return _("At %(host)s, outside Parlor", host=host(project.target_link)) if host(project.target_link) else None


def acts(project: Project) -> list[Text]:
    """How it goes, in order."""
    return [
        _("A few questions, about two minutes, to see if this one suits you."),
        LEADS_TO[project.leads_to],
        _("When you have finished, the study reports that by itself. You have to send nothing."),
    ]


def sees() -> list[tuple[Text, Text]]:
    """(what, who sees it)."""
    return [
        (_("Your answers to the questions"), _("The recruiting team")),
        (_("An ID, such as pp_9exh736"), _("The recruiting team and the study")),
        (_("That you came, finished or left"), _("The recruiting team and the study")),
        (_("Your name and your address"), _("Neither of them")),
    ]
