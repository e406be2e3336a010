"""Everybody in a study, and Completed for many at once: looked at first, then for all of them or for none."""

from flask import Blueprint, g, redirect, render_template, request

from commands import participants
from commands.fire import Stale
from commands.once import once
from lifecycle.attempt import Refusal, Refused
from lifecycle.participant import ParticipantLifecycle
from lifecycle.words import Names, Text, _, ngettext
from models.participants import Participant
from models.studies import Study
from views import filters, looks, reply
from views.access import TOO_LOW, Reached, reach, signed_in
from views.customer import crowd, funnel
from views.customer.ticked import sorted_out, ticks, tried
from views.forms import new_key, sent_key

views = Blueprint("roster", __name__)
MOST = 200
NOBODY = Refusal("nobody", _("Check somebody first: everybody who is Submitted has a box."))
TOO_MANY = Refusal("too_many", _("Please check at most %(most)s people at once.", most=MOST))


@views.get("/studies/<code>/participants")
def people(code: str):
    """The list, with its filters in the address."""
    signed_in()
    return listed(reach("study", code, "customer"))


def listed(reached: Reached, status: int = 200, refusal: Refusal | None = None):
    """The page of the list."""
    study = reached.row
    known = study.counted(g.at)
    states = ParticipantLifecycle.states_map
    state, who = request.args.get("state", ""), filters.text("who")
    state = state if state in states else ""
    faces = crowd.of_study(study.id, state, who, filters.number("after"))
    last = faces[crowd.SHOWN - 1].id if len(faces) > crowd.SHOWN else None
    shown = faces[: crowd.SHOWN]
    checks = reached.allows("complete") and any(face.state == "submitted" for face in shown)
    here = f"{reply.address(study)}/participants"
    context = {
        "row": study,
        "refusal": refusal,
        "here_url": here,
        "state": state,
        "who": who,
        "states": [
            (key, f"{words} ({known.people[key]})") for key, words in labels(study, known.people).items()
        ],
        "nobody": funnel.nobody(study),
        "total": sum(known.people.values()),
        "waits": known.people.get("waitlisted") or study.reserves,
        "ticks": checks,
        "rows": crowd.drawn(
            shown, request.script_root, checks, request.args.get("checked") == "all", study.kind
        ),
        "talks": crowd.talks(study.kind),
        "all": filters.same(here, checked="all"),
        "older": filters.same(here, after=last) if last else None,
        "newest": filters.same(here, after=None) if "after" in request.args else None,
    }  # fmt: skip
    return render_template("customer/study/participants.html", **context), status


def labels(study: Study, people: dict[str, int]) -> dict[str, Text | Names]:
    """The states in which somebody is, each in the words of its rows: who came from a recruiter and is Submitted has
    words of their own."""
    found = {key: ParticipantLifecycle.label(key) for key in ParticipantLifecycle.states_map if people.get(key)}
    if "submitted" in found and study.audience == "invite":
        sides = crowd.submitted_from(study.id)
        words = {False: found["submitted"], True: ParticipantLifecycle.finished}
        found["submitted"] = Names(tuple(str(words[side]) for side in sorted(sides)), one_of=True)
    return found


@views.get("/studies/<code>/complete_all")
def again(code: str):
    """Whoever comes back to the preview's address finds the list of those who wait."""
    return redirect(f"{reply.address(reach('study', code, 'customer').row)}/participants?state=submitted", 303)


@views.post("/studies/<code>/complete_all")
def complete_all(code: str):
    """What completing the checked would do, and then exactly that: all of them, or none."""
    reached = reach("study", code, "customer")
    if not reached.allows("complete"):
        return reply.forbidden(TOO_LOW)
    wanted = ticks(MOST)
    if not wanted or len(wanted) > MOST:
        return listed(reached, 422, TOO_MANY if wanted else NOBODY)
    rows = list(Participant.select().where(Participant.study == reached.row, Participant.code.in_(list(wanted))))
    if not rows:
        return listed(reached, 422, NOBODY)
    try:
        if "confirm" not in request.form:
            looks.count()
            moved = any(row.version != wanted[row.code] for row in rows)
            return looked(reached, rows, 409 if moved else 200, Stale(reached.row).refusal if moved else None)
        where = done(reached, rows, wanted)
    except (Refused, Stale) as problem:
        return looked(reached, rows, 409, problem.refusal)
    return reply.lead(where, "completed_all")


def done(reached: Reached, rows: list[Participant], wanted: dict[str, int]) -> str:
    """Complete them all; a second click leads to the same place."""
    seen = {row.id: wanted[row.code] for row in rows}

    def complete() -> str:
        participants.complete_all(rows, reached.by, g.at, seen)
        return f"{reply.address(reached.row)}/participants?state=completed"

    return once(sent_key(), g.at, complete)


def looked(reached: Reached, rows: list[Participant], status: int = 200, refusal: Refusal | None = None):
    """Who would be completed, what that owes, and who can not be and why."""
    found = sorted_out(tried(participants.complete, row, reached.by, g.at) for row in rows)
    context = {
        "row": reached.row,
        "refusal": refusal,
        **found,
        "press": ngettext("Complete %(number)s person", "Complete %(number)s people", len(found["good"])),
        "once": new_key(),
    }
    return render_template("customer/study/complete_all.html", **context), status
