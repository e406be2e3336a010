"""Recordings are heard again: beside each task with its words, its time and the answers; and the bytes of each, of
which a player asks for any part."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, request

from models import clips
from models.clips import Spoken
from models.tasks import Clip
from rules import webm, works
from rules.retention import days
from views import reply
from views.access import Reached, reach
from views.customer import answers, looking
from views.reply import address
from views.shown import url

views = Blueprint("playback", __name__)
# A player that asks for "from here on" gets this much and asks again: nobody holds a thread while they listen.
PORTION = 4 * 1024 * 1024


@views.get("/participants/<code>/recordings")
def recordings(code: str):
    """Somebody's tasks in order, each with what they said while they did it."""
    reached = reach("participant", code)
    row = reached.row
    if row.kind not in works.ALOUD:
        return reply.lead(address(row))
    found = clips.of(row.id)
    desk = reached.audience == "customer"
    looking.look(reached, row, recordings=any(playable(one) for one in found))
    kept = days(row.study.workspace.retention, "recordings")
    return reply.page(
        "customer/participant/recordings.html",
        row=row,
        study=row.study,
        desk=desk,
        workspace_name=row.study.workspace.name,
        branded=row.study.workspace,
        tasks=[told(part, row, [one for one in found if one.task == part.task.id]) for part in row.taken().parts],
        any_there=any(playable(one) for one in found),
        kept=kept,
        back=address(row),
        end=f"{address(row)}/recording/end" if not desk else None,
    )


def playable(one: Spoken) -> bool:
    """Whether there is something to hear or to see."""
    return one.erased_at is None and one.size > 0


def told(part: works.Part, row, found: list[Spoken]) -> dict:
    """A task as the page shows it."""
    taken = row.taken()
    fared = taken.runs.get(part.task.id)
    return {
        "task": part.task,
        "outcome": fared.outcome if fared else "",
        "seconds": works.seconds(fared) if fared else None,
        "answers": [(item.text, answers.words(item, taken.answers.get(item.id))) for item in part.items],
        "clips": [(one, url(f"/clips/{one.code}")) for one in found if playable(one)],
        "words": [one.note for one in found if one.note],
        "erased": next((one.erased_at for one in found if one.erased_at and not one.note), None),
    }


@views.get("/clips/<code>")
def play(code: str):
    """The bytes, or those that were asked for."""
    clip = Clip.get_or_none(Clip.code == code) or abort(404)
    reached = reach("participant", clip.participant.code)
    sizes = clips.sizes(clip.id)
    if clip.erased_at is not None or not sizes:
        abort(404)
    looking.look(reached, reached.row, recordings=True)
    return streamed(clip, sizes, reached)


def streamed(clip: Clip, sizes: list[tuple[int, int]], reached: Reached) -> Response:
    """206 with a part, 200 with everything, 416 for what is beyond the end."""
    head = clips.piece(clip.id, sizes[0][0])
    if clip.milliseconds and clip.mime.partition(";")[0].endswith("webm"):
        head = webm.with_length(head, clip.milliseconds)
    sizes = [(sizes[0][0], len(head)), *sizes[1:]]
    total = sum(size for _number, size in sizes)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f"inline; filename={clip.kind}-{reached.row.code}-{clip.id}.{clip.ending}",
        "Cache-Control": "no-store",
    }
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        first, last, status = 0, total, 200
    else:
        span = wanted.range_for_length(total)
        if span is None:
            return Response(status=416, headers={**headers, "Content-Range": f"bytes */{total}"})
        (first, last), status = span, 206
        if wanted.ranges[0][1] is None and wanted.ranges[0][0] >= 0:
            last = min(last, first + PORTION)
        headers["Content-Range"] = f"bytes {first}-{last - 1}/{total}"
    headers["Content-Length"] = str(last - first)
    body = portions(clip, head, sizes, first, last)
    return Response(body, status, headers, content_type=clip.mime.partition(";")[0])


def portions(clip: Clip, head: bytes, sizes: list[tuple[int, int]], first: int, last: int) -> Iterator[bytes]:
    """The bytes from `first` up to `last`, piece by piece."""
    place = 0
    for number, size in sizes:
        begin, end = max(first - place, 0), min(last - place, size)
        if begin < end:
            data = head if place == 0 else clips.piece(clip.id, number)
            yield data[begin:end]
        place += size
        if place >= last:
            return
