"""A recruiting project as somebody who is asked into it goes through it: the invitation, the questions, the way on to
the study at once or later, and where it stands."""

from flask import Blueprint, g, request

from commands import candidates, connections
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _
from models.recruiting import Candidate
from rules.consents import TERMS, current
from views import questions, reply
from views.access import Reached, reach
from views.contributor import asking, recruiting
from views.contributor import consents as agreed
from views.fire import refusal_of, version
from views.reply import address

views = Blueprint("candidate", __name__)
CUT_OFF = _("The way on does not work at the moment. Your place is kept, and their team can see it. Try again later.")


@views.post("/candidates/<code>/open_screener")
def begin(code: str):
    """Yes, let us see: on to the first question at once, also by a second press."""
    reached = reach("candidate", code, "contributor")
    row = reached.row
    if row.state != "invited":
        return reply.lead(questions_of(row) if row.state == "screening" else onward(row))
    if refusal := refusal_of(reached, "open_screener"):
        return reply.refused(reached, refusal)
    try:
        row = candidates.open_screener(row, reached.by, g.at, request.form.get("terms", ""), version())
    except Invalid:
        return reply.show(reached, 422, agreed.TERMS_FIRST)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(f"{questions_of(row)}?n=1")  # an address of its own, to which the back button leads back


@views.get("/candidates/<code>/questions")
def ask(code: str):
    """The question of `?n=`, else where they left. Who has finished comes to where they are."""
    reached = reach("candidate", code, "contributor")
    if reached.row.state != "screening":
        return reply.lead(address(reached.row))
    return page(reached, request.args.get("n", ""))


@views.post("/candidates/<code>/questions")
def answer(code: str):
    """Keep the answers and go on; the last page finishes, and sends on who fits. A second press of it leads to the
    same place."""
    reached = reach("candidate", code, "contributor")
    row = reached.row
    if row.state != "screening":
        return reply.lead(onward(row))
    try:
        return asking.take(asking_of(reached)) if "shown" in request.form else finish(reached)
    except Invalid as problem:
        return page(reached, request.args.get("n", ""), problem.errors)
    except Refused as problem:
        return reply.lead(address(row)) if "keep" in request.form else reply.refused(reached, problem.refusal)


def asking_of(reached: Reached) -> asking.Asking:
    """The questions of the project; the terms are agreed to where it leads into a study."""
    row = reached.row
    beside = {"terms": current(TERMS), "sends_on": True}
    return asking.Asking(row, row.project, candidates.save_answers, lambda: finish(reached), beside=beside)


def page(reached: Reached, wanted: str, errors: dict[str, Text] | None = None):
    """The questions of this page; behind the last one, the last one again."""
    answers = reached.row.answered()
    number = questions.place(reached.row.project, answers, wanted)
    return asking.question_page(asking_of(reached), len(answers) if number is None else number, answers, errors)


def finish(reached: Reached):
    """The end: on to the study, or to the page with kind words."""
    row = reached.row
    try:
        row = candidates.finish_screener(row, reached.by, g.at, request.form.get("terms", ""))
    except Invalid as problem:
        return page(reached, "", problem.errors) if TERMS in problem.errors else reply.lead(questions_of(row))
    return reply.lead(onward(row))


@views.post("/candidates/<code>/redirect")
def go_on(code: str):
    """ "Continue to the study"."""
    reached = reach("candidate", code, "contributor")
    try:
        row = candidates.go_on(reached.row, reached.by, g.at, version())
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(onward(row))


@views.get("/candidates/<code>/onward")
def leave_for(code: str):
    """To a study elsewhere: a page that goes on by itself, as a form may lead to no other host. Looking at it changes
    nothing; each time it carries a link of its own."""
    row: Candidate = reach("candidate", code, "contributor").row
    if row.state != "incomplete" or row.project.study_id is not None:
        return reply.lead(address(row))
    try:
        way = connections.way_on(row, g.at)
    except ValueError:
        way = None
    return reply.page(
        "contributor/candidate/onward.html",
        200 if way else 503,
        row=row,
        project=row.project,
        way=way,
        host=recruiting.host(way) if way else None,
        cut_off=CUT_OFF,
        workspace_name=row.project.workspace.name,
        branded=row.project.workspace,
    )


def questions_of(row: Candidate) -> str:
    """Where the questions are."""
    return f"{address(row)}/questions"


def onward(row: Candidate) -> str:
    """The next page: the study's own where it is here, the page that leads to it where it is elsewhere, and else where
    they are."""
    if row.state != "incomplete":
        return address(row)
    if row.project.study_id is None:
        return f"{address(row)}/onward"
    return recruiting.into(row.paired) if row.paired is not None else address(row)
