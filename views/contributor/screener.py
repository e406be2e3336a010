"""The screener: one question a page, then the camera, and kind words at the end. One attempt."""

from flask import Blueprint, abort, g, redirect, request

from commands import participants
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _
from models.participants import Participant
from views import reply
from views.access import Reached, reach
from views.contributor.study import is_talk
from views.offers import one
from views.reply import address

views = Blueprint("screener", __name__)
CHOOSE = _("Please choose the answer that is most true for you.")
AGREE = _("A conversation is held on camera. Say that this is fine with you, or leave it.")


@views.post("/participants/<code>/open_screener")
def begin(code: str):
    """Yes, let us see: on to the first question at once, also by a second press."""
    reached = reach("participant", code, "contributor")
    try:
        if not answering(reached.row):
            fire(reached.row, "open_screener", reached.by, g.at)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(f"{address(reached.row)}/questions")


@views.get("/participants/<code>/questions")
def ask(code: str):
    """The question of `?n=`, else the first that has no answer yet; after the last, the camera."""
    reached = reach("participant", code, "contributor")
    if not answering(reached.row):
        return reply.lead(address(reached.row))
    return page(reached, place(reached.row, request.args.get("n", "")))


@views.post("/participants/<code>/questions")
def answer(code: str):
    """Keep the answer and go on; the last page finishes."""
    reached = reach("participant", code, "contributor")
    row = reached.row
    if not answering(row):
        return reply.lead(address(row))
    try:
        at = place(row, request.form.get("n", ""))
        questions = row.study.asked()
        if at < len(questions):
            keep(row, questions[at], request.form.get("answer", ""))
            return next_page(reached, at + 1, len(questions))
        if is_talk(row.study) and "camera" not in request.form:
            raise Invalid({"camera": AGREE})
        return finish(reached, True)
    except Invalid as problem:
        return page(reached, at, problem.errors)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)


def answering(row: Participant) -> bool:
    """Whether there is something to answer: questions, or, where nothing is asked, only the camera."""
    return row.state == "screening" or (row.state == "invited" and not row.study.questions.exists())


def place(row: Participant, wanted: str) -> int:
    """Which page, from 0: the wanted one, but none beyond the first question that waits for its answer."""
    answered = row.answered()
    asked = row.study.asked()
    waiting = next((number for number, question in enumerate(asked) if question.id not in answered), len(asked))
    number = int(wanted) - 1 if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else waiting
    return max(0, min(number, waiting))


def keep(row: Participant, question, given: str) -> None:
    """One answer, if it is one of those that can be chosen."""
    chosen = next((choice.id for choice in question.choices if str(choice.id) == given), None)
    if chosen is None:
        raise Invalid({"answer": CHOOSE})
    participants.save_answer(row, question.id, chosen, g.at)


def next_page(reached: Reached, number: int, of: int):
    """The next question or the camera; a study without conversation is done after its last question."""
    row = reached.row
    if number >= of and not is_talk(row.study):
        return finish(reached, False)
    return redirect(f"{address(row)}/questions?n={number + 1}", 303)


def finish(reached: Reached, camera: bool):
    """The end: on to the times, or to the page with kind words."""
    row = reached.row
    if camera and is_talk(row.study):
        row = participants.agree_to_camera(row, g.at)
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


def page(reached: Reached, at: int, errors: dict[str, Text] | None = None):
    """One question, or the camera, with what was chosen before."""
    row = reached.row
    questions = row.study.asked()
    question = questions[at] if at < len(questions) else None
    if question is None and not is_talk(row.study) and questions:
        abort(404)
    return reply.page(
        "contributor/screener/question.html" if question else "contributor/screener/camera.html",
        422 if errors else 200,
        row=row,
        study=row.study,
        workspace_name=row.study.workspace.name,
        question=question,
        number=at + 1,
        of=len(questions),
        chosen=chosen(row, question),
        action=f"{address(row)}/questions",
        back=f"{address(row)}/questions?n={at}" if at else address(row),
        leave=one(reached, "withdraw"),
        talk=is_talk(row.study),
        errors={name: str(words) for name, words in (errors or {}).items()},
    )


def chosen(row: Participant, question) -> str | None:
    """What stands chosen: what was sent just now, else what was answered before."""
    if question is None:
        return None
    return request.form.get("answer") or row.answered().get(question.id)
