"""The screener: the questions, on one page or one a page, then the camera, and kind words at the end. One attempt."""

from flask import Blueprint, g, redirect, request

from commands import consents, participants
from commands.fire import Stale, fire
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _
from models.participants import Participant
from rules import screener
from views import questions, reply
from views.access import Reached, reach
from views.contributor import asking, camera, withwhom
from views.contributor import consents as agreed
from views.contributor.study import is_talk
from views.fire import refusal_of, version
from views.forms import worded
from views.offers import one
from views.reply import address

views = Blueprint("screener", __name__)
AGREE = _("A conversation is held on camera. Say that this is fine with you, or leave it.")


@views.post("/participants/<code>/open_screener")
def begin(code: str):
    """Yes, let us see: on to the first question at once, also by a second press."""
    reached = reach("participant", code, "contributor")
    # A study that takes nobody in says so, whatever the page lacked.
    if reached.row.state == "invited" and (refusal := refusal_of(reached, "open_screener")):
        return reply.refused(reached, refusal)
    try:
        if reached.row.state == "invited":
            consents.open_screener(reached.row, reached.by, g.at, request.form.get("terms", ""), version())
        elif not answering(reached.row):
            fire(reached.row, "open_screener", reached.by, g.at)
    except Invalid:
        return reply.show(reached, 422, agreed.TERMS_FIRST)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(f"{address(reached.row)}/questions")


@views.get("/participants/<code>/questions")
def ask(code: str):
    """The question of `?n=`, else where they left; after the last, the camera."""
    reached = reach("participant", code, "contributor")
    if not answering(reached.row):
        return reply.lead(address(reached.row))
    return agreed.once_more(reached.row) or page(reached, request.args.get("n", ""))


@views.post("/participants/<code>/questions")
def answer(code: str):
    """Keep the answers and go on; the last page finishes. A change alone (`keep`) is kept and said to be."""
    reached = reach("participant", code, "contributor")
    row = reached.row
    if not answering(row):
        return reply.lead(address(row))
    try:
        if "shown" in request.form:
            return asking.take(asking_of(reached))
        if is_talk(row.study) and "camera" not in request.form:
            raise Invalid({"camera": AGREE})
        return finish(reached, True)
    except Invalid as problem:
        return camera_page(reached, problem.errors)
    except Refused as problem:
        return reply.lead(address(row)) if "keep" in request.form else reply.refused(reached, problem.refusal)


def answering(row: Participant) -> bool:
    """Whether there is something to answer: questions, or, where none are asked of them, only the camera."""
    return row.state == "screening" or (row.state == "invited" and row.screened_elsewhere)


def asking_of(reached: Reached) -> asking.Asking:
    """The questions of the study."""
    row = reached.row
    save, talk = participants.save_answers, is_talk(row.study)
    return asking.Asking(row, row.study, save, lambda: finish(reached, False), talk)


def finish(reached: Reached, on_camera: bool):
    """The end: on to the times, or to the page with kind words."""
    row = reached.row
    if on_camera and is_talk(row.study):
        row = consents.agree(row, agreed.CAMERA, g.at, request.form.get("consent", ""))
    try:
        if row.state == "invited":
            row = fire(row, "qualify", reached.by, g.at)
        else:
            row = participants.finish_screener(row, reached.by, g.at)
    except Invalid:
        return redirect(f"{address(row)}/questions", 303)
    if row.state == "qualified" and is_talk(row.study):
        return reply.lead(f"{address(row)}/times", "answered")
    return reply.lead(address(row))


def page(reached: Reached, wanted: str):
    """The questions of this page, or the camera behind the last one."""
    answers = reached.row.answered()
    number = questions.place(reached.row.study, answers, wanted) if reached.row.state == "screening" else None
    if number is None and (is_talk(reached.row.study) or reached.row.screened_elsewhere):
        return camera_page(reached)
    return asking.question_page(asking_of(reached), len(answers) if number is None else number, answers)


def camera_page(reached: Reached, errors: dict[str, Text] | None = None):
    """The last step: what the study needs is agreed to."""
    row = reached.row
    of = len(screener.asked(row.study.asked(), row.answered())) if row.state == "screening" else 0
    answer = reply.page(
        "contributor/screener/camera.html",
        422 if errors else 200,
        row=row,
        study=row.study,
        workspace_name=row.study.workspace.name,
        branded=row.study.workspace,
        number=of + 1,
        of=of,
        action=f"{address(row)}/questions",
        back=f"{address(row)}/questions?n={of}" if of else address(row),
        leave=one(reached, "withdraw"),
        talk=is_talk(row.study),
        consent=agreed.current(agreed.CAMERA),
        whom=withwhom.of_study(row.study),
        errors=worded(errors),
    )
    return camera.allowed(answer)
