"""A test that is done aloud: the agreement to be recorded, how it is taken back, and the pieces of a recording as the
browser sends them (static/js/aloud.js)."""

from flask import Blueprint, Response, abort, g, jsonify, request

from commands import clips, consents
from commands.fire import Stale
from commands.once import once
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Text, ngettext
from models import clips as there
from models.tasks import Clip
from rules.consents import RECORDING, current
from rules.retention import days
from rules.typed import whole
from views import reply
from views.access import Reached, reach
from views.contributor.consents import show, words
from views.forms import sent_key
from views.offers import one
from views.reply import address
from views.shown import url

views = Blueprint("clips", __name__)
# The pages on which the browser may use microphone and screen: those where a task is done aloud, and nothing else.
ALLOWED = "camera=(), microphone=(self), display-capture=(self), geolocation=()"
STATUSES = {"too_large": 413, "full": 413, "too_many": 429}
ALOUD = "think_out_loud"


def allowed(answer: Response) -> Response:
    """Let this one page ask for the microphone and the screen."""
    answer.headers["Permissions-Policy"] = ALLOWED
    return answer


def slot(row, task=None) -> dict | None:
    """The recorder of a page on which a task is done aloud (templates/contributor/taking/_aloud.html); without a task
    it only sends on what still waits in the browser. None for other studies."""
    if row.kind != ALOUD:
        return None
    base = address(row)
    found = {"base": f"{base}/clips", "task": task}
    if task is None:
        return found
    agreed, spoken, note = there.said(row.id, task.id)
    return found | {
        "agreed": agreed,
        "screen": task.screen,
        "longest": clips.LONGEST,
        "spoken": spoken,
        "note": note,
        "unrecorded": f"{base}/unrecorded",
        "consent": f"{base}/recording",
    }


def unasked(row) -> bool:
    """Whether somebody is to be asked whether they may be recorded, before anything else."""
    return row.kind == ALOUD and not row.may_record


def theirs(code: str) -> Reached:
    """The place of who asks; 404 for everybody else."""
    return reach("participant", code, "contributor")


def elsewhere(reached: Reached) -> Response | None:
    """Back to the page of their place, where nothing is done aloud."""
    return None if reached.row.kind == ALOUD else reply.lead(address(reached.row))


# The agreement ---------------------------------------------------------------------------------------------------


@views.get("/participants/<code>/recording")
def ask(code: str):
    """What is recorded, who listens, how long it is kept; and the honest way out."""
    reached = theirs(code)
    return elsewhere(reached) or consent_page(reached)


@views.post("/participants/<code>/recording")
def agree(code: str):
    """Agreed to be recorded; on to the tasks."""
    reached = theirs(code)
    if instead := elsewhere(reached):
        return instead
    try:
        consents.agree(reached.row, RECORDING, g.at, request.form.get("recording", ""))
    except Invalid as problem:
        return consent_page(reached, 422, problem.errors[RECORDING])
    except Refused as problem:
        return consent_page(reached, 409, problem.refusal.sentence)
    return reply.lead(onward(reached.row), "agreed")


def onward(row) -> str:
    """Where their tasks are."""
    return f"{address(row)}/tasks" if row.state == "started" else address(row)


def consent_page(reached: Reached, status: int = 200, error: Text | str | None = None):
    """The words as they are now, and one button."""
    row = reached.row
    return reply.page(
        "contributor/aloud/consent.html",
        status,
        **about(row),
        agreed=row.may_record,
        version=current(RECORDING),
        dated=show(current(RECORDING)),
        words=words(RECORDING, current(RECORDING)),
        screen=any(part.task.screen for part in row.taken().parts),
        error=error,
        leave=one(reached, "withdraw"),
        action=f"{address(row)}/recording",
        back=address(row),
    )


def about(row) -> dict:
    """What every page about recordings knows."""
    kept = days(row.study.workspace.retention, "recordings")
    return {
        "row": row,
        "study": row.study,
        "workspace_name": row.study.workspace.name,
        "branded": row.study.workspace,
        "kept": ngettext("%(number)s day", "%(number)s days", kept),
    }


@views.get("/participants/<code>/recording/end")
def leave(code: str):
    """Not recorded after all: what follows from it."""
    reached = theirs(code)
    return elsewhere(reached) or end_page(reached)


@views.post("/participants/<code>/recording/end")
def end(code: str):
    """Taken back, and everything that was recorded is gone."""
    reached = theirs(code)
    try:
        consents.end_recording(reached.row, reached.by, g.at)
    except (Refused, Stale) as problem:
        return end_page(reached, 409, problem.refusal)
    return reply.lead(address(reached.row), "recording_ended")


def end_page(reached: Reached, status: int = 200, refusal: Refusal | None = None):
    """What goes and what stays."""
    row = reached.row
    return reply.page(
        "contributor/aloud/end.html",
        status,
        **about(row),
        agreed=row.may_record,
        count=sum(one.kind != clips.WORDS and one.erased_at is None for one in there.of(row.id)),
        refusal=refusal,
        action=f"{address(row)}/recording/end",
        back=address(row),
    )


# The pieces ------------------------------------------------------------------------------------------------------


@views.post("/participants/<code>/clips")
def begin(code: str):
    """A recording begins; the same key again leads to the same one."""
    reached = theirs(code)
    form, row = request.form, reached.row
    task = form.get("task", "")
    key = sent_key("clip", row.id)

    def begun() -> str:
        number = whole(task, 9) or 0
        return clips.begin(row, number, form.get("kind", ""), form.get("mime", ""), g.at).code

    return said(lambda: once(key, g.at, begun), lambda made: {"clip": url(f"/clips/{made}")}, 201)


@views.get("/clips/<code>/pieces")
def pieces(code: str):
    """Which pieces are there: where a browser goes on after a reload, or once the network is back."""
    clip = own(code)
    return jsonify(pieces=there.numbers(clip.id), ended=clip.ended_at is not None, erased=clip.erased_at is not None)


@views.put("/clips/<code>/pieces/<int:number>")
def add(code: str, number: int):
    """A piece has arrived."""
    clip, digest = own(code), request.headers.get("X-Digest", "")
    data = request.get_data(cache=False)
    return said(lambda: clips.add(clip, number, data, digest, g.at), lambda _clip: {"piece": number})


@views.post("/clips/<code>/finish")
def finish(code: str):
    """That was all of it: so many pieces, so long."""
    clip = own(code)
    told = [request.form.get(name, "") for name in ("pieces", "milliseconds")]
    number, length = (int(one) if one.isdecimal() and len(one) < 10 else -1 for one in told)
    return said(lambda: clips.finish(clip, number, length, g.at), lambda _clip: {"pieces": number})


@views.post("/participants/<code>/unrecorded")
def unrecorded(code: str):
    """Honest words in place of a recording."""
    reached = theirs(code)
    task, back = request.form.get("task", ""), onward(reached.row)
    number = whole(task, 9) or 0
    try:
        clips.could_not(reached.row, number, request.form.get("could_not", ""), g.at)
    except Invalid as problem:
        [sentence, *_others] = problem.errors.values()
        return words_page(reached, number, 422, sentence)
    except Refused as problem:
        return words_page(reached, number, 409, problem.refusal.sentence)
    return reply.lead(back, "answered")


def words_page(reached: Reached, task: int, status: int, error: Text | str):
    """The form again, with what was typed and why it was not kept."""
    return reply.page(
        "contributor/aloud/unrecorded.html",
        status,
        **about(reached.row),
        task=task,
        typed=request.form.get("could_not", ""),
        error=error,
        action=f"{address(reached.row)}/unrecorded",
        back=onward(reached.row),
    )


def own(code: str) -> Clip:
    """A recording of who asks; 404 for everybody else."""
    clip = Clip.get_or_none(Clip.code == code) or abort(404)
    clip.participant = reach("participant", clip.participant.code, "contributor").row
    return clip


def said(command, told, status: int = 200) -> Response:
    """The answer to the script: what was done, or why not, in a word for it and in a sentence."""
    try:
        return jsonify_as(told(command()), status)
    except Invalid as problem:
        [(word, sentence), *_others] = problem.errors.items()
        return jsonify_as({"error": word, "sentence": str(sentence)}, 422)
    except Refused as problem:
        refusal = problem.refusal
        return jsonify_as({"error": refusal.code, "sentence": str(refusal.sentence)}, STATUSES.get(refusal.code, 409))


def jsonify_as(told: dict, status: int) -> Response:
    """These values, with this status."""
    answer = jsonify(told)
    answer.status_code = status
    return answer
