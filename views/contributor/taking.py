"""Taking part in a study that is done alone: Start, then one page at a time, each kept as it is sent, and Send at the
end. Leaving and coming back lands where one was; going back changes nothing."""

from flask import Blueprint, g, request

from commands import consents, taking
from commands.fire import Stale, fire
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _, ngettext
from models.participants import Participant
from rules import screener, works
from rules.consents import TERMS
from rules.questions import Question
from rules.typed import whole
from rules.works import Lack, Step, Taken
from views import questions, reply
from views.access import Reached, again, reach
from views.contributor import clips
from views.contributor import consents as agreed
from views.contributor.study import is_talk
from views.fire import version
from views.forms import worded
from views.reply import address

views = Blueprint("taking", __name__)
OVER = ("closed", "canceled")
OUTCOMES = {"done": _("You said that you did it."), "gave_up": _("You said that you could not.")}


def where(row: Participant, number: int | None = None) -> str:
    """The address of a page of the way (from 1), else of where they are on it."""
    return f"{address(row)}/tasks" + ("" if number is None else f"?n={number}")


@views.post("/participants/<code>/start")
def start(code: str):
    """Begin; who was only asked so far and is asked no questions agrees to the terms with the same press. Somebody who
    has begun is led on."""
    reached = reach("participant", code, "contributor")
    row = reached.row
    if row.state == "started":
        return reply.lead(where(row))
    try:
        if row.state == "invited" and row.screened_elsewhere and not is_talk(row.study):
            consents.agree(row, TERMS, g.at, request.form.get("terms", ""))
            fire(fire(row, "qualify", reached.by, g.at, seen_version=version()), "start", reached.by, g.at)
        else:
            fire(row, "start", reached.by, g.at, seen_version=version())
    except Invalid:
        return reply.show(reached, 422, agreed.TERMS_FIRST)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    # The first page by its own address: else the back button on the second leads to the second.
    return reply.lead(f"{address(row)}/recording" if clips.unasked(row) else where(row, 1))


@views.get("/participants/<code>/tasks")
def look(code: str):
    """The page of `?n=`, else where they left; after the last, what there is to send."""
    reached = reach("participant", code, "contributor")
    if reached.row.state != "started":
        return reply.lead(address(reached.row))
    return page(reached, works.place(reached.row.taken(), wanted()))


@views.post("/participants/<code>/tasks")
def go_on(code: str):
    """Keep what this page says, and go on; a change alone (`keep`) is kept and said to be."""
    reached = reach("participant", code, "contributor")
    row = reached.row
    try:
        if "begin" in request.form:
            taking.begin(row, task_of(request.form["begin"]), g.at)
            return onward(reached, wanted())
        if "outcome" in request.form:
            taking.end(row, task_of(request.form.get("task", "")), request.form["outcome"], g.at)
            return onward(reached, (wanted() or 0) + 1)
        return answered(reached)
    except Invalid as problem:
        return page(again(reached), works.place(row.taken(), wanted()), problem.errors)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)


@views.post("/participants/<code>/submit")
def send(code: str):
    """Send it; what is still missing is said, each with the way there."""
    reached = reach("participant", code, "contributor")
    try:
        row = fire(reached.row, "submit", reached.by, g.at, seen_version=version())
    except Refused as problem:
        if problem.refusal.code != "tasks_answered":
            return reply.refused(reached, problem.refusal)
        return end_page(again(reached), 422)
    except Stale as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(address(row))


def wanted() -> int | None:
    """The page in the address, from 1."""
    return whole(request.args.get("n", ""), 4)


def task_of(typed: str) -> int:
    """The number of a task; none where it can not be one."""
    return whole(typed, 18) or 0


def onward(reached: Reached, number: int | None):
    """On to that page, as far as everything before it is there. Where the study pauses or is over, that is said: what
    was sent just now is kept."""
    return reply.lead(where(reached.row, number))


def answered(reached: Reached):
    """The answers of a page are kept; what is missing or does not fit is said beside it."""
    row, taken = reached.row, reached.row.taken()
    on = shown_on(taken)
    typed = questions.read(request.form, on)
    fits = {one.id: typed[one.id] for one in on if typed[one.id] is None or screener.fitting(one, typed[one.id])}
    if "keep" in request.form:
        # A page that was not sent yet: what is empty so far was not left out.
        given = {item: told for item, told in fits.items() if told is not None or item in taken.answers}
        taking.keep_answers(row, given, g.at)
        return reply.page("contributor/screener/_kept.html", sheet=None)
    taking.keep_answers(row, fits, g.at)
    if errors := questions.errors(on, typed):
        now = again(reached)
        return page(now, works.place(now.row.taken(), wanted()), errors, typed)
    return onward(reached, (wanted() or 0) + 1)


def shown_on(taken: Taken) -> list[Question]:
    """The questions that stood on the page that was sent."""
    shown = request.form.get("shown", "").split(",")
    return [item for part in taken.parts for item in part.items if str(item.id) in shown]


# The pages ---------------------------------------------------------------------------------------------------------


def page(reached: Reached, place: int, errors: dict[str, Text] | None = None, typed: dict | None = None):
    """One page of the way; behind the last one, the end; nothing of it while the study takes no answers."""
    row, taken = reached.row, reached.row.taken()
    if row.study_state != "live":
        return end_page(reached)
    way = works.steps(taken.parts)
    if place >= len(way):
        return end_page(reached)
    step = way[place]
    answer = reply.page(
        "contributor/taking/task.html" if step.doing else "contributor/taking/questions.html",
        422 if errors else 200,
        **frame(reached, len(way), step.part.task if step.doing else None),
        number=place + 1,
        back=where(row, place) if place else address(row),
        action=where(row, place + 1),
        errors=worded(errors),
        **(doing(step, taken) if step.doing else asking(step, taken, place, errors, typed)),
    )
    return clips.allowed(answer) if step.doing and row.kind == clips.ALOUD else answer


def frame(reached: Reached, of: int, task: works.Task | None = None) -> dict:
    """What each of these pages needs; where `task` is done aloud, its recorder."""
    row = reached.row
    begun = task if task is not None and task.id in row.taken().runs else None
    return {
        "row": row, "study": row.study, "of": of, "workspace_name": row.study.workspace.name,
        "branded": row.study.workspace, "aloud": clips.slot(row, begun),
    }  # fmt: skip


def doing(step: Step, taken: Taken) -> dict:
    """A task: before it, in the middle of it, or after it."""
    fared = taken.runs.get(step.part.task.id)
    went = None if fared is None or not fared.outcome else OUTCOMES[fared.outcome]
    return {"task": step.part.task, "begun": fared is not None, "went": went}


def asking(step: Step, taken: Taken, place: int, errors: dict | None, typed: dict | None) -> dict:
    """The questions of a page, with what was answered before, or just now."""
    found, given = worded(errors), {**taken.answers, **(typed or {})}
    items = step.part.items
    asked = [questions.drawn(one, given.get(one.id), found.get(questions.name_of(one))) for one in items]
    shown = ",".join(str(one.id) for one in items)
    sheet = questions.Sheet(asked, place + 1, 0, False, True, shown, [])
    return {"sheet": sheet, "task": step.part.task}


def end_page(reached: Reached, status: int = 200):
    """What there is to send, what is missing with the way there, and Send; or that the study takes nothing now."""
    row, taken = reached.row, reached.row.taken()
    way = works.steps(taken.parts)
    missing = works.lacks(taken)
    return reply.page(
        "contributor/taking/end.html",
        status,
        **frame(reached, len(way)),
        number=len(way),
        stopped=None if row.study_state == "live" else "over" if row.study_state in OVER else "paused",
        back=where(row, len(way)) if way else address(row),
        lines=[(label(step, number, taken), where(row, number)) for number, step in enumerate(way, 1)],
        missing=[(lacking(one, way, taken), where(row, one.step) + anchor(one)) for one in missing],
        send=f"{address(row)}/submit",
    )


def label(step: Step, number: int, taken: Taken) -> Text | str:
    """What a page is called where all of them are listed."""
    if step.doing:
        return step.part.task.title
    if step.part.task is not None:
        return _("Questions about “%(task)s”", task=step.part.task.title)
    count = sum(taken.answers.get(item.id) is not None for item in step.part.items)
    answers = ngettext("%(number)s answer", "%(number)s answers", count)
    return _("Page %(number)s: %(answers)s", number=number, answers=answers)


def lacking(lack: Lack, way: list[Step], taken: Taken) -> Text:
    """What is missing, in a sentence."""
    if lack.item is None:
        task = way[lack.step - 1].part.task
        if works.ended(task, taken.runs):
            return _("The task “%(task)s” has no recording yet.", task=task.title)
        return _("The task “%(task)s” is not done yet.", task=task.title)
    return _("“%(question)s” waits for an answer.", question=lack.item.text)


def anchor(lack: Lack) -> str:
    """The field on its page."""
    return f"#f-q{lack.item.id}" if lack.item is not None else ""


def progress(row: Participant) -> Text:
    """Where somebody is who has begun: Continue, 3 of 7."""
    taken = row.taken()
    at, of = works.reached(taken), len(works.steps(taken.parts))
    if at >= of:
        return _("Look once more and send")
    return _("Continue, %(number)s of %(of)s", number=at + 1, of=of)
