"""What a contributor agrees to: the words, in dated versions; what this person agreed to and when; and the way back."""

from datetime import UTC, datetime
from typing import NamedTuple

from flask import Blueprint, abort, g, request

from commands import consents
from commands.fire import Stale
from lifecycle.attempt import Attempt, Invalid, Refusal, Refused
from lifecycle.words import Text, _, reader
from models.given import Consent
from models.participants import Participant
from rules.consents import CAMERA, NETWORK, RECORDING, TERMS, VERSIONS, current, known, newest
from rules.times import show_date
from views import access, foresight, looks, reply, stakes
from views.access import Reached, reach
from views.fire import version
from views.reply import address
from views.shown import url

views = Blueprint("consents", __name__)
NAMES = {
    TERMS: _("Terms of taking part"),
    CAMERA: _("Being on camera"),
    NETWORK: _("Terms of the contributor network"),
    RECORDING: _("Being recorded"),
}
TERMS_FIRST = Refusal("terms_first", _("Please read the terms once more: this page was older than they are."))
# Where newer terms stood in the way, of who has a conversation.
NEW_TIME = {"scheduled": "/move", "rescheduling": "/rebook"}
GOING_ON = _("Your conversation is going on. You can turn your camera off or leave it at any time, and nobody minds.")


class Agreed(NamedTuple):
    """Something that was agreed to: its name, the date of its words and their address, when, and until when."""

    kind: str
    name: Text
    dated: str
    url: str
    at: datetime
    withdrawn_at: datetime | None


@views.get("/terms", defaults={"dated": None})
@views.get("/terms/<dated>")
def terms(dated: str | None):
    """The terms as they are, or as they were."""
    return text(TERMS, dated)


@views.get("/terms/camera", defaults={"dated": None})
@views.get("/terms/camera/<dated>")
def camera(dated: str | None):
    """What being on camera means, as it is, or as it was."""
    return text(CAMERA, dated)


@views.get("/terms/network", defaults={"dated": None})
@views.get("/terms/network/<dated>")
def network(dated: str | None):
    """What members of the network agree to, as it is, or as it was."""
    return text(NETWORK, dated)


@views.get("/terms/recording", defaults={"dated": None})
@views.get("/terms/recording/<dated>")
def recording(dated: str | None):
    """What being recorded means, as it is, or as it was."""
    return text(RECORDING, dated)


def text(kind: str, dated: str | None):
    """One version of the words; 404 for a date without any."""
    shown = dated or current(kind)
    if not known(kind, shown):
        abort(404)
    others = [(show(one), where(kind, one)) for one in reversed(VERSIONS[kind]) if one != shown]
    return reply.page(
        "contributor/consents/text.html",
        name=NAMES[kind],
        words=words(kind, shown),
        dated=show(shown),
        old=shown != current(kind),
        others=others,
        also=[(NAMES[one], where(one)) for one in VERSIONS if one != kind],
    )


def words(kind: str, dated: str) -> str:
    """The template that has the words of a version."""
    return f"consents/{kind}/{dated}.html"


def where(kind: str, dated: str = "") -> str:
    """The address of the words."""
    return url("/terms" + (f"/{kind}" if kind != TERMS else "") + (f"/{dated}" if dated else ""))


def show(dated: str) -> str:
    """The date of a version, in the reader's language."""
    return show_date(datetime.fromisoformat(dated).replace(tzinfo=UTC), "UTC", reader().language)


def agreed(row: Participant) -> list[Agreed]:
    """Everything this person agreed to in this study, newest first."""
    rows = Consent.select().where(Consent.participant == row.id).order_by(Consent.at.desc(), Consent.id.desc())
    return [
        Agreed(one.kind, NAMES[one.kind], show(one.version), where(one.kind, one.version), one.at, one.withdrawn_at)
        for one in rows
        if known(one.kind, one.version)
    ]


def outdated(row: Participant) -> str | None:
    """The terms that they agreed to, where newer ones hold now."""
    mine = Consent.select(Consent.version).where(Consent.participant == row.id, Consent.kind == TERMS)
    last = newest(TERMS, [one.version for one in mine])
    return last if last not in (None, current(TERMS)) else None


def once_more(row: Participant):
    """The way to the new terms, for who agreed to older ones; None where nothing has changed."""
    return reply.lead(f"{address(row)}/terms") if outdated(row) else None


@views.get("/participants/<code>/terms")
def ask(code: str):
    """The terms have changed: here they are."""
    return terms_page(reach("participant", code, "contributor"))


@views.post("/participants/<code>/terms")
def agree(code: str):
    """Agreed; on to where they were going."""
    reached = reach("participant", code, "contributor")
    try:
        consents.agree(reached.row, TERMS, g.at, request.form.get("terms", ""))
    except Invalid as problem:
        return terms_page(reached, 422, problem.errors)
    except Refused as problem:
        return terms_page(reached, 409, refusal=problem.refusal)
    session = reached.row.live_session
    return reply.lead(onward(reached.row) + (NEW_TIME.get(session.state, "") if session else ""), "agreed")


def onward(row: Participant) -> str:
    """Where this person is going in this study."""
    if (session := row.live_session) is not None:
        return address(session)
    way = {"screening": "/questions", "qualified": "/times"} if row.kind == "live_conversation" else {}
    return address(row) + way.get(row.state, "/questions" if row.state == "screening" else "")


def terms_page(reached: Reached, status: int = 200, errors: dict | None = None, refusal: Refusal | None = None):
    """The new words, the date of those that were agreed to, and one button."""
    row, before = reached.row, outdated(reached.row)
    return reply.page(
        "contributor/consents/again.html",
        status,
        row=row,
        study=row.study,
        workspace_name=row.study.workspace.name,
        branded=row.study.workspace,
        before=show(before) if before else None,
        before_url=where(TERMS, before) if before else None,
        dated=show(current(TERMS)),
        terms=current(TERMS),
        words=words(TERMS, current(TERMS)),
        action=f"{address(row)}/terms",
        back=address(row.live_session or row),
        refusal=refusal,
        errors={name: str(sentence) for name, sentence in (errors or {}).items()},
    )


@views.get("/participants/<code>/camera")
def leave_camera(code: str):
    """Not on camera after all: what follows from it."""
    return leave_page(reach("participant", code, "contributor"))


@views.post("/participants/<code>/camera")
def take_back(code: str):
    """Take the consent back, or look at what would follow."""
    reached = reach("participant", code, "contributor")
    try:
        if "look" in request.form:
            seen = looks.take(consents.take_back, reached.row, reached.by, g.at, version())
            return leave_page(reached, foreseen=foresight.lines(seen, reached))
        row = consents.take_back(reached.row, reached.by, g.at, version())
    except (Refused, Stale) as problem:
        return leave_page(access.again(reached), 409, problem.refusal)
    return reply.lead(address(row), f"participant:{row.state}")


def stays(reached: Reached) -> Refusal | None:
    """Why it can not be taken back now; None where it can."""
    session = reached.row.live_session
    if session is None:
        return reached.row.lifecycle.why_not(Attempt(reached.row, "withdraw", reached.by, g.at))
    if session.state == "in_progress":
        return Refusal("going_on", GOING_ON)
    event = "decline" if session.state == "rescheduling" else "cancel"
    return session.lifecycle.why_not(Attempt(session, event, reached.by, g.at))


def leave_page(reached: Reached, status: int = 200, refusal: Refusal | None = None, foreseen: list | None = None):
    """What it means now, for who has a conversation ahead and for who has none yet."""
    row = reached.row
    session = row.live_session
    late = stakes.warning(reached._replace(row=session), "cancel") if session and stakes.costs(session) else None
    return reply.page(
        "contributor/consents/leave.html",
        status,
        row=row,
        study=row.study,
        workspace_name=row.study.workspace.name,
        branded=row.study.workspace,
        talk=session,
        late=late,
        foreseen=foreseen,
        refusal=refusal or stays(reached),
        action=f"{address(row)}/camera",
        back=address(row),
    )
