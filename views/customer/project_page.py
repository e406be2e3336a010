"""What the page of a recruiting project shows: what to do first, how far people came, what goes on by itself and what
is the team's to do, and everybody in it."""

from typing import NamedTuple

from flask import g, request

from lifecycle.candidate import CandidateLifecycle
from lifecycle.report import APPEAL_WINDOW
from lifecycle.study import KINDS
from lifecycle.words import Text, _, ngettext, reader
from models import lists, purses
from models import projects as found
from models.recruiting import SENT_ON, Project
from rules import money
from rules.identifiers import other_side
from views import filters
from views.access import Reached
from views.customer import budget, build, purse
from views.offers import Shown, offers
from views.reply import address, page_of
from views.timeline import items

# With whom something can still be done at once.
OVER = ("completed", "removed")
AUTOMATIC = (
    _("Inviting people who fit, and asking them the screener"),
    _("Sending whoever passes on to the study, with their ID"),
    _("Keeping states the same on both sides while the study runs"),
    _("Marking people as Submitted when they finish the study"),
)
YOURS = (
    _("Changing Submitted to Completed: only that releases the incentive"),
    _("Removing somebody for poor quality: first here, then in the study"),
)


class Todo(NamedTuple):
    """What to do first: its words and the way there."""

    title: Text
    text: Text
    label: Text | None = None
    url: str | None = None


class Line(NamedTuple):
    """Somebody in the list."""

    face: found.Face
    label: Text
    here: str
    there: str
    open: bool


@page_of("customer", "project")
def project(reached: Reached) -> dict:
    """Everything on the page, in at most four statements beside the sign-in's."""
    row: Project = reached.row
    before = row.state == "draft"
    people, place = ({}, None) if before else purses.of_project(row)
    return {
        "offers": offers(reached) if before else [*also(reached), *offers(reached)],
        "editable": before and reached.allows("launch"),
        "menu": not before,
        "facts": facts(row, place),
        "budget": purse.budget_words(place) if place else None,
        "todo": first(reached, people),
        "steps": steps(people, row.wanted) if people else [],
        "automatic": AUTOMATIC,
        "yours": YOURS,
        "still_open": still_open(row) if not before else [],
        "completes": reached.allows("complete"),
        "total": sum(people.values()),
        **listed(reached, people),
    }


def facts(row: Project, place: purses.Place | None) -> list:
    """What the project is, in short; beside the budget what is spent and owed of it."""
    amount = money.show(row.incentive, row.currency, reader().language) if row.incentive else None
    study = row.study.title if row.study_id else _("At another host") if row.link_tested_at else None
    spent = owed = None
    if place:
        spent, owed = (purse.shown(one, row.currency) for one in (place.spent, place.owed))
    told = [
        (_("Incentive"), amount),
        (_("Wanted"), row.wanted or None),
        (_("Sends people to"), study),
        (_("Kind of study"), KINDS[row.kind] if study else None),
        (_("Who reconciles"), row.owner.name if row.owner else None),
        (_("Budget"), budget.amount(row.budget, row) if row.budget else _("No limit")),
        (_("Spent"), spent, _("Paid, or on its way")),
        (_("Owed"), owed, _("Due, on hold, or failed")),
    ]
    return [one for one in told if one[1]]


def first(reached: Reached, people: dict[str, int]) -> Todo | None:
    """What to do first."""
    row, here = reached.row, address(reached.row)
    if row.state == "draft":
        return draft_first(row) if reached.allows("launch") else None
    if number := people.get("submitted", 0):
        waits = ngettext("%(number)s person waits for you", "%(number)s people wait for you", number)
        text = _("They finished the study. Only once your team sets Completed are they paid.")
        return Todo(waits, text, _("See who"), f"{here}?state=submitted#list")
    if row.state not in ("live", "paused"):
        return None
    if row.owner_id and not row.fact("able"):
        text = _("%(name)s may not mark people as Completed any more.", name=row.owner.name)
        return Todo(_("Nobody reconciles"), text, _("Give it to somebody else"), f"{here}/change")
    if not row.leads_on:
        text = _("Nobody is invited, and nobody gets in, until it is live.")
        return Todo(_("The study takes nobody in now"), text, _("See the integration"), f"{here}/integration")
    return going_on(row, sum(people.values()))


def draft_first(row: Project) -> Todo:
    """The first thing that a draft lacks."""
    step = build.first_unfinished(row)
    if step == "review":
        url = f"{address(row)}/edit/review"
        return Todo(_("Ready to launch"), _("Nothing is missing."), _("Review and launch"), url)
    words = row.unwritten()[0][1]
    return Todo(_("Not launched yet"), words, build.PROJECT[step], f"{address(row)}/edit/{step}")


def going_on(row: Project, asked: int) -> Todo:
    """That nothing has to be done, and what goes on."""
    if not row.seeks:
        text = _("Nobody else is invited. Raise the number if you want more people.")
        return Todo(_("As many as you wanted were sent on"), text, _("Change the project"), f"{address(row)}/change")
    people = ngettext("%(number)s person was invited so far.", "%(number)s people were invited so far.", asked)
    if not asked:
        people = _("Nobody was invited yet.")
    if row.state == "paused":
        return Todo(_("Nothing to do"), _("%(people)s Nobody else is invited while it is paused.", people=people))
    return Todo(_("Nothing to do"), _("%(people)s Whoever fits is invited by and by.", people=people))


def still_open(row: Project) -> list[tuple[Text, str]]:
    """What keeps the project from closing, each with the list that has it."""
    at = g.at
    undecided, owed = row.once(("undecided", at), lambda: lists.undecided_there(row.id, at - APPEAL_WINDOW))
    counted = (
        (ngettext("%(number)s person Submitted", "%(number)s people Submitted", undecided),
         f"{address(row)}?state=submitted#list"),
        (ngettext("%(number)s payout", "%(number)s payouts", owed), f"{request.script_root}/payouts"),
    )  # fmt: skip
    return [(words, way) for words, way in counted if words.number]


def also(reached: Reached) -> list[Shown]:
    """What can be done with a launched project that is no move of its own."""
    row, may = reached.row, reached.allows("launch")
    going = row.state in ("live", "paused")
    known = [
        (going, "change", _("Change the project"), None),
        (True, "integration", _("Integration"), None),
        (True, "duplicate", _("Duplicate"), None),
    ]
    return [
        Shown(event, label, f"{address(row)}/{event}", "get", "", None, why, None)
        for there, event, label, why in known
        if there and may
    ]


def steps(people: dict[str, int], wanted: int) -> list[dict]:
    """How people got here: each step counts everybody who came at least that far, and says where the others are."""

    def several(*states):
        return sum(people.get(state, 0) for state in states)

    done = several("completed")
    submitted = several("submitted") + done
    sent = several(*SENT_ON)
    begun = several("screening", "screened_out", "over_quota") + sent
    drops = (
        _drop(
            ngettext("%(number)s has not opened it", "%(number)s have not opened it", several("invited")),
            ngettext("%(number)s is out", "%(number)s are out", several("left", "removed")),
        ),
        _drop(
            ngettext("%(number)s did not fit", "%(number)s did not fit", several("screened_out")),
            ngettext("%(number)s came too late", "%(number)s came too late", several("over_quota")),
            ngettext("%(number)s is answering", "%(number)s are answering", several("screening")),
        ),
        _drop(ngettext("%(number)s is under way", "%(number)s are under way", several("qualified", "incomplete"))),
        _drop(ngettext("%(number)s waits for you", "%(number)s wait for you", several("submitted"))),
    )
    counted = (
        (sum(people.values()), _("Invited"), ""),
        (begun, _("Began the questions"), drops[0]),
        (sent, _("Sent on, of %(wanted)s wanted", wanted=wanted), drops[1]),
        (submitted, _("Submitted"), drops[2]),
        (done, _("Completed"), drops[3]),
    )
    return [{"n": number, "step": step, "drop": drop} for number, step, drop in counted]


def _drop(*counted) -> str:
    return ", ".join(str(words) for words in counted if words.number)


# The people -----------------------------------------------------------------------------------------------------------


def listed(reached: Reached, people: dict[str, int]) -> dict:
    """Everybody who fits what the address narrows the list to, or what happened to the project."""
    row, here = reached.row, address(reached.row)
    if request.args.get("show") == "story":
        return {"timeline": items(reached, [row]), "lines": [], "here_url": here}
    states = CandidateLifecycle.states_map
    state, who = request.args.get("state", ""), filters.text("find")
    state = state if state in states else ""
    faces = found.faces(row, state, who, filters.number("before")) if people else []
    shown, last = faces[: found.SHOWN], faces[found.SHOWN - 1].id if len(faces) > found.SHOWN else None
    return {
        "timeline": None,
        "here_url": here,
        "state": state,
        "who": who,
        "states": [(key, f"{CandidateLifecycle.label(key)} ({people[key]})") for key in states if people.get(key)],
        "lines": [line(row, face) for face in shown],
        "ticks": reached.allows("complete") and any(face.state not in OVER for face in shown),
        "checked": request.args.get("checked") == "all",
        "all": filters.same(here, checked="all"),
        "older": filters.same(here, before=last) if last else None,
        "newest": filters.same(here, before=None) if "before" in request.args else None,
    }


def line(row: Project, face: found.Face) -> Line:
    """Somebody, with their ID on both sides; nothing of it once they are removed or excluded."""
    gone = face.state == "removed" or face.study == "excluded"
    here = "" if gone else f"pp_{face.tail}"
    there = other_side(here, row.leads_to)
    return Line(face, CandidateLifecycle.label(face.state), here, there, face.state not in OVER)
