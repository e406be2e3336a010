"""Recruiting projects: written, pointed at a study, given an owner, launched, and changed where nobody was promised
anything."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from commands import candidates, connections, saving, screeners, trail
from commands.fire import Stale, begin, effect, fire, fresh
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _, ngettext
from models import faults
from models.database import writes
from models.people import Person
from models.recruiting import Candidate, Project
from models.studies import HOLDERS, Study
from models.workspaces import Member, Workspace

GOING = ("live", "paused")
EDITABLE = ("title", "about", "incentive", "currency", "wanted", "criteria", "budget", "one_page")
# What nobody was promised: words and the most that may be paid out.
AMENDABLE = ("title", "about", "budget")
OVER = Refusal("project_over", _("This project is over. Duplicate it to go on."))
FROZEN = Refusal("frozen", _("A project that was launched keeps its terms. Duplicate it to change them."))
OTHER_LINK = Refusal("other_link", _("The link was changed while it was tested. Test it again."))
NOT_ABLE = _("Choose somebody of your team who may mark people as Completed.")


@writes
def draft(workspace: Workspace, author: Person, at: datetime, **values) -> Project:
    """A new draft in the currency of the team."""
    values = {"currency": workspace.currency, **values}
    return begin(
        Project, "draft", By("customer", author.id), at, workspace=workspace, author=author, created_at=at, **values
    )


@writes
def edit(project: Project, by: By, at: datetime, seen: int | None = None, **values) -> Project:
    """Set what the form says while it is not launched."""
    project = _draft(project)
    saving.put(project, values, EDITABLE, seen)
    return project


def _draft(project: Project) -> Project:
    project = fresh(project)
    if project.state != "draft":
        raise Refused(FROZEN)
    return project


def _going(project: Project) -> Project:
    project = fresh(project)
    if project.state not in GOING:
        raise Refused(OVER)
    return project


@writes
def write(
    project: Project, questions: list[dict], by: By, at: datetime, seen: int | None = None, one_page: bool | None = None
) -> Project:
    """The whole screener as it was typed (commands/screeners.py), before the launch only; it counts as written once it
    has questions and nothing is wrong with them."""
    project = edit(project, by, at, seen, **({} if one_page is None else {"one_page": one_page}))
    screeners.put(project, questions)
    return _screened(project)


def _screened(project: Project) -> Project:
    asked = project.asked()
    project.screened = bool(asked) and not faults.sentences(asked)
    project.save()
    return project


# The integration ----------------------------------------------------------------------------------------------------


@writes
def set_link(project: Project, link: str, by: By, at: datetime, seen: int | None = None, kind: str = "") -> Project:
    """The Invite Network link as it was pasted, and which kind of study is behind it. Another link has to be tested
    anew."""
    project = _draft(project)
    other = link != project.target_link
    values = {"target_link": link, **({"kind": kind} if kind else {})}
    if other:
        values |= {"link_tested_at": None, "study": None}
    saving.put(project, values, ("target_link", "kind", "link_tested_at", "study"), seen)
    return project


@writes
def link_answered(project: Project, link: str, by: By, at: datetime, study: Study | None = None) -> Project:
    """The link was tried and opens: it leads to this study of the team, or to one elsewhere."""
    project = fresh(project)
    if project.state not in ("draft", *GOING):
        raise Refused(OVER)
    if link != project.target_link:
        raise Refused(OTHER_LINK)
    project.link_tested_at = at
    if project.state == "draft":
        project.study = study
        if study is not None:
            connections.none_left(project, at)
    if study is not None:
        project.kind = study.kind
    project.save()
    trail.keep(project.workspace_id, "link_tested", by, at, project=project.id, study=study.id if study else 0)
    return project


@writes
def link_failed(project: Project, link: str) -> Project:
    """The link was tried and does not open: what was known of it no longer counts, before the launch."""
    project = fresh(project)
    if project.state == "draft" and link == project.target_link:
        project.link_tested_at, project.study = None, None
        project.save()
    return project


# Who reconciles -----------------------------------------------------------------------------------------------------


@writes
def name_owner(
    project: Project, owner: Person | None, ticked: bool, by: By, at: datetime, seen: int | None = None
) -> Project:
    """Who marks people as Completed, and that the team knows it is theirs to do."""
    project = _draft(project)
    refuse_unable(project, owner)
    saving.put(project, {"owner": owner, "owner_ticked": ticked}, ("owner", "owner_ticked"), seen)
    return project


@writes
def give_to(project: Project, owner: Person | None, by: By, at: datetime) -> Project:
    """Somebody else of the team reconciles from now on."""
    project = fresh(project)
    if project.state == "draft":
        raise Refused(Refusal("not_launched", _("Name who reconciles in the draft.")))
    refuse_unable(project, owner)
    if owner.id != project.owner_id:
        project.owner = owner
        project.save()
        trail.keep(project.workspace_id, "reconciler_named", by, at, project=project.id, member=owner.id)
    return project


def refuse_unable(project: Project, owner: Person | None) -> None:
    """Only somebody of the team whose role may complete can reconcile."""
    member = owner and Member.get_or_none(Member.workspace == project.workspace_id, Member.person == owner)
    if member is None or member.role not in HOLDERS:
        raise Invalid({"owner": NOT_ABLE})


# Launched -----------------------------------------------------------------------------------------------------------


@writes
def launch(project: Project, by: By, at: datetime, seen_version: int | None = None, seen: int | None = None) -> Project:
    """Go live with what the page showed; refused where the draft was saved since."""
    project = fresh(project)
    if seen is not None and seen != project.edited:
        raise Stale(project)
    return fire(project, "launch", by, at, seen_version=seen_version)


@effect("project", "launch")
def launched(attempt: Attempt, target: str) -> dict:
    """The clock asks whoever fits, from the first member on (commands/recruiting.py)."""
    return {"offering": 0}


@writes
def amend(project: Project, by: By, at: datetime, seen: int | None = None, **values) -> Project:
    """Set what may still change once it is launched: words and the budget."""
    project = _going(project)
    changed = saving.put(project, values, AMENDABLE, seen)
    if "budget" in changed:
        trail.keep(project.workspace_id, "project_budget_set", by, at, project=project.id, budget=project.budget or 0)
    if changed - {"budget"}:
        trail.keep(project.workspace_id, "project_amended", by, at, project=project.id)
    return project


@writes
def set_wanted(project: Project, wanted: int, by: By, at: datetime, seen: int | None = None) -> Project:
    """More people, or fewer, but not fewer than were sent on already."""
    project = _going(project)
    sent = project.fact("sent")
    if wanted < max(sent, 1):
        words = ngettext(
            "%(number)s person was sent on already, so it can not be less.",
            "%(number)s people were sent on already, so it can not be less.",
            sent,
        )
        raise Invalid({"wanted": words if sent else _("At least one person has to be wanted.")})
    if saving.put(project, {"wanted": wanted, "offered_at": None}, ("wanted", "offered_at"), seen) - {"offered_at"}:
        trail.keep(project.workspace_id, "wanted_set", by, at, project=project.id, wanted=wanted)
    return project


@writes
def change(project: Project, wanted: int, by: By, at: datetime, seen: int | None = None, **values) -> Project:
    """Words, budget and how many are wanted, as one form says it."""
    project = amend(project, by, at, seen, **values)
    return set_wanted(project, wanted, by, at) if wanted != project.wanted else project


@writes
def duplicate(project: Project, author: Person, at: datetime) -> Project:
    """A new draft with everything but people: the link has to be tested again, and the tick set again."""
    values = {name: getattr(project, name) for name in EDITABLE}
    able = project.owner_id is not None and project.fact("able")
    values |= {"target_link": project.target_link, "kind": project.kind, "owner": project.owner if able else None}
    copy = draft(project.workspace, author, at, **values)
    screeners.put(copy, screeners.described(project))
    return _screened(copy)


# Many people at once --------------------------------------------------------------------------------------------------


@writes
def complete_all(rows: Iterable[Candidate], by: By, at: datetime, seen: Mapping[int, int]) -> list[Candidate]:
    """Completed for all of them, or for none; `seen` holds the version of each that the page had shown."""
    return [candidates.complete(row, by, at, seen.get(row.id)) for row in rows]


@writes
def remove_all(
    rows: Iterable[Candidate], reason: str, by: By, at: datetime, seen: Mapping[int, int], note: str = ""
) -> list[Candidate]:
    """All of them removed, or none; who is in a study here is excluded from it in the same moment."""
    return [fire(row, "remove", by, at, seen_version=seen.get(row.id), reason=reason, note=note) for row in rows]
