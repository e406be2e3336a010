"""Reporting and answering back, for both sides: the form with what would follow, taking it back, appealing, and telling
one's side."""

from flask import Blueprint, abort, g, render_template, request
from werkzeug.datastructures import MultiDict

from commands import reports
from commands.fire import Stale, fire
from commands.preview import preview
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import _
from models.participants import Participant
from models.standing import Report
from views import details, looks, reply, report_words
from views.access import TOO_LOW, Reached, reach
from views.contributor import reporting as contributor
from views.customer import reporting as customer
from views.fire import refusal_of, version
from views.forms import kept_key, sent_key, worded
from views.whom import whom

views = Blueprint("reporting", __name__)
SIDES = {"customer": customer, "contributor": contributor}
# Without words these would say nothing.
WORDS_NEEDED = ("other", "wrong_mark")


# ---- Writing one


@views.get("/sessions/<code>/report")
@views.get("/participants/<code>/report")
def ask(code: str):
    """The form, with what would follow."""
    reached = writer(code)
    if not reached.allows("report"):
        return reply.forbidden(TOO_LOW)
    try:
        looks.count()
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return page(reached)


@views.post("/sessions/<code>/report")
@views.post("/participants/<code>/report")
def file(code: str):
    """Write the report."""
    reached = writer(code)
    if not reached.allows("report"):
        return reply.forbidden(TOO_LOW)
    side = SIDES[reached.audience]
    try:
        given = parsed(side.fields(reached))
        made = side.file(reached, participant_of(reached), given, sent_key())
    except Invalid as problem:
        return page(reached, 422, errors=problem.errors)
    except (Refused, Stale) as problem:
        return page(reached, 409, problem.refusal)
    return reply.lead(reply.address(made), "reported")


def writer(code: str) -> Reached:
    """Who asks, as one of the two sides; operators report nobody."""
    noun = "session" if request.path.split("/")[-3] == "sessions" else "participant"
    reached = reach(noun, code, request.args.get("as"))
    return reached if reached.audience in SIDES else abort(404)


def participant_of(reached: Reached) -> Participant:
    """The place in the study that it is about."""
    return reached.row.participant if reached.noun == "session" else reached.row


def parsed(fields) -> dict:
    """What was typed; some reasons say nothing without words."""
    given = details.parse(fields, request.form)
    if given["reason"] in WORDS_NEEDED and not given["note"]:
        raise Invalid({"note": _("Please say in a few words what happened.")})
    return given


def page(reached: Reached, status: int = 200, refusal: Refusal | None = None, errors=None):
    """The form with everything typed, or why it can not be written and what stands in its way."""
    side, participant = SIDES[reached.audience], participant_of(reached)
    typed = request.form if request.method == "POST" else MultiDict(request.args)
    found = in_the_way(reached, participant)
    if found is not None and refusal is None:
        refusal, status = reports.ALREADY, 409
    refusal = refusal or side.refusal(reached, participant)
    shown = refusal is None or status == 422
    context = side.context(reached, participant) if shown else {}
    return render_template(
        "reports/file.html",
        row=reached.row,
        reached=reached,
        study=participant.study,
        workspace_name=participant.study.workspace.name,
        who=whom(participant, reached.audience),
        refusal=refusal,
        found=found,
        fields=side.fields(reached) if shown else (),
        typed=typed,
        errors=worded(errors),
        once=kept_key(),
        action=f"{reply.address(reached.row)}/report" + (f"?as={reached.audience}" if "as" in request.args else ""),
        back=reply.address(reached.row),
        **context,
    ), 409 if refusal is not None and status == 200 else status


def in_the_way(reached: Reached, participant: Participant) -> Report | None:
    """A report that is there already, for who could only write a second one."""
    about = "contributor" if reached.audience == "customer" else request.form.get("about", "")
    reason = request.form.get("reason", "")
    if about == "contributor" and not reason and not participant.reported:
        return None
    return reports.standing_in_the_way(participant, about, reached.by, reason) if about else None


# ---- Taking it back, appealing, telling one's side


@views.get("/reports/<code>/withdraw_report")
@views.get("/reports/<code>/appeal")
@views.get("/reports/<code>/reply")
def ask_back(code: str):
    """The page of such a step: what it does, and its words."""
    reached, event = concerned(code)
    if refusal := why_not(reached, event):
        return reply.refused(reached, refusal)
    return step(reached, event)


@views.post("/reports/<code>/withdraw_report")
@views.post("/reports/<code>/appeal")
@views.post("/reports/<code>/reply")
def answer_back(code: str):
    """Withdraw, appeal or reply, and go back to the report."""
    reached, event = concerned(code)
    if not reached.allows("report"):
        return reply.forbidden(TOO_LOW)
    if refusal := why_not(reached, event):
        return reply.refused(reached, refusal)
    note = request.form.get("note", "")
    try:
        if event != "withdraw_report":
            note = reports.said(note)
        if event == "reply":
            reports.reply(reached.row, reached.by, note, g.at)
        else:
            details.parse((details.NOTE,), request.form)
            fire(reached.row, event, reached.by, g.at, seen_version=version(), note=note.strip())
    except Invalid as problem:
        return step(reached, event, 422, problem.errors)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(reply.address(reached.row), STEPS[event])


STEPS = {"withdraw_report": "withdrawn_report", "appeal": "appealed", "reply": "replied"}


def concerned(code: str) -> tuple[Reached, str]:
    """(who asks, what they want to do): one of the two sides of a report."""
    wanted = request.args.get("as")
    reached = reach("report", code, wanted)
    if reached.audience not in SIDES:
        abort(404)
    return reached, request.path.rsplit("/", 1)[1]


def why_not(reached: Reached, event: str) -> Refusal | None:
    """Why this is not possible now; 404 for who never could."""
    if event == "reply":
        if not reached.allows("report"):
            return TOO_LOW
        return None if may_reply(reached) else reports.REPLIED if reached.row.replied_at else reports.NO_REPLY
    if not reached.allows("report"):
        return TOO_LOW
    return refusal_of(reached, event)


def may_reply(reached: Reached) -> bool:
    """Whether this side can tell its own side of the story now."""
    row = reached.row
    return row.state in reports.UNDECIDED and row.replied_at is None and is_about(reached)


def is_about(reached: Reached) -> bool:
    """Whether it is about who asks."""
    row = reached.row
    return g.me.id == row.person_id if row.about == "contributor" else reached.audience == "customer"


def step(reached: Reached, event: str, status: int = 200, errors=None):
    """The page of one such step, with what it does."""
    row = reached.row
    follows = [] if event == "reply" or errors else foreseen(reached, event)
    return render_template(
        "reports/step.html",
        row=row,
        reached=reached,
        event=event,
        heading=report_words.reason(row),
        follows=follows,
        study=row.study,
        workspace_name=row.study.workspace.name,
        note=request.form.get("note", ""),
        errors=worded(errors),
        back=reply.address(row),
        action=f"{reply.address(row)}/{event}" + (f"?as={reached.audience}" if "as" in request.args else ""),
    ), status


def foreseen(reached: Reached, event: str) -> list:
    """What the step itself would do, worked out by doing it and taking it back."""
    seen = preview(fire, reached.row, event, reached.by, g.at, note="")
    found = [line for line in report_words.moved(seen, reached.audience == "contributor") if line]
    row = reached.row
    unnamed = row.author_id if reached.audience == "customer" and row.author_role == "contributor" else None
    now = [person for _letter, person, due in seen.letters if due <= g.at and person != unnamed]
    known = {row.person_id: whom(row, reached.audience)} if row.about == "contributor" else {}
    return [*found, report_words.written_to(now, g.me.id, known)] if now else found
